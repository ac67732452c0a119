"""The family's own page on an old telephone, and the officer's pages about families, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route

from .conftest import Live
from .test_pages import AXE, speak

pytestmark = pytest.mark.matrix
CODE = "7K3M9QXA22BCWXYZ"
READER = "Leitora de Exemplo"
TOLD = "text=Isto é o que contamos"
"""How the page says since when what it tells is so, in Portuguese."""
PHONE = {"width": 360, "height": 640}


def faults(page: Page) -> list[str]:
    """What keeps somebody from reading this page."""
    run = f"() => {{ {AXE}; return axe.run(document, {{iframes: false}}) }}"
    found = [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in page.evaluate(run)["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]  # type: ignore[index]
    return [*found, *(["wider than the window"] if wide else [])]


def prepared(page: Page, live: Live, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Look into the contact, approve its letter and make a code, on the pages; returns the officer's pages."""
    page.goto(f"/letters/{live.letter}")
    page.click("text=Look at the contact")
    contact = page.url
    page.goto(f"{contact}/check")
    page.check("input[name=custody][value=sole]")
    page.check("input[name=child_wish][value=agrees]")
    page.click("main button")
    page.goto(f"/letters/{live.letter}/read")
    page.fill("#reader", READER)
    page.click("main button")
    page.goto(f"{contact}/code")
    form = {name: page.input_value(f"input[name={name}]") for name in ("csrf_token", "once")}
    letters = iter(CODE)
    with monkeypatch.context() as known:
        known.setattr("secrets.choice", lambda _alphabet: next(letters))
        slip = page.request.post(f"{contact}/code", form={**form, "days": "90", "reader": READER})
    assert slip.headers["content-type"] == "application/pdf"
    return ["/families", contact, f"{contact}/wish", f"{contact}/check", f"{contact}/code", "/families/settings"]


@pytest.fixture(scope="module")
def prepared_once() -> list[str]:
    """The officer's pages, once they were prepared."""
    return []


@pytest.fixture
def pages(page: Page, live: Live, monkeypatch: pytest.MonkeyPatch, prepared_once: list[str]) -> list[str]:
    """The officer's pages about one contact, whose page can be opened by `CODE`."""
    if not prepared_once:
        prepared_once.extend(prepared(page, live, monkeypatch))
    return prepared_once


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_officers_pages_can_be_read_by_everybody(page: Page, pages: list[str], language: str) -> None:
    speak(page, language)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 780})
        for path in pages:
            page.goto(path)
            assert faults(page) == [], path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_family_reads_its_page_and_leaves_without_a_trace(
    browser: Browser, live: Live, pages: list[str], scripts: bool
) -> None:
    context = browser.new_context(base_url=live.address, viewport=PHONE, java_script_enabled=scripts)
    context.route("https://www.wikipedia.org/", away)
    visitor = context.new_page()
    visitor.goto("/f/pt")
    assert visitor.title() == "Informações"
    visitor.fill("#code", "7k3m 9qxa 22bc wxyz")
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector(TOLD)
    assert "code" not in visitor.url.casefold() and CODE[:4] not in visitor.url
    assert context.cookies() == []
    if scripts:
        assert faults(visitor) == []
    visitor.click("#leave")
    visitor.wait_for_url("https://www.wikipedia.org/")
    if scripts:
        visitor.go_back()
        assert visitor.locator(TOLD).count() == 0
    context.close()


@pytest.mark.parametrize("language", ["ar", "ur", "ps", "hi", "ja"])
def test_the_field_for_the_code_fits_a_telephone_in_every_script(browser: Browser, live: Live, language: str) -> None:
    context = browser.new_context(base_url=live.address, viewport=PHONE)
    visitor = context.new_page()
    visitor.goto(f"/f/{language}")
    assert visitor.get_attribute("html", "dir") == ("rtl" if language in ("ar", "ur", "ps") else "ltr")
    assert faults(visitor) == []
    visitor.fill("#code", "0000")
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector("[role=alert]")
    assert faults(visitor) == []
    context.close()


def away(route: Route) -> None:
    """Stands for the neutral page."""
    route.fulfill(body="<title>away</title>", content_type="text/html")
