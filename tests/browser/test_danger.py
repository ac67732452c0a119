"""The bars of what can vanish: read by everybody, mirrored, narrow, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from .conftest import Live
from .test_pages import AXE, speak

pytestmark = pytest.mark.matrix

HELD = '.mlat-bars .mlat-bar rect[fill="#16456b"]'
TODAY = ".mlat-bars tbody .mlat-bar > line:last-child"


def share(page: Page, selector: str, name: str) -> float:
    """An attribute in percent of the first such shape."""
    return float((page.locator(selector).first.get_attribute(name) or "").rstrip("%"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_bars_are_free_of_barriers_and_fit(page: Page, live: Live, language: str, width: int) -> None:
    speak(page, language)
    page.set_viewport_size({"width": width, "height": 800})
    for path in (f"/cases/{live.case}", "/", "/cases?sort=danger"):
        page.goto(path)
        found = page.evaluate(f"() => {{ {AXE}; return axe.run(document, {{iframes: false}}) }}")
        assert [(path, one["id"]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_bar_is_told_in_words_beside_it(page: Page, live: Live) -> None:
    page.goto(f"/cases/{live.case}")
    row = page.locator(".mlat-bars tbody tr").first
    label = row.locator("svg[role=img]").get_attribute("aria-label") or ""
    assert label.startswith("A1: unprotected: the hold ended on")
    assert label.removeprefix("A1: ") in row.inner_text()
    assert "any day" in row.inner_text()
    row.locator("summary").click()
    assert row.locator("details[open] li").first.is_visible()
    words = page.locator(".mlat-legend li").all_inner_texts()
    assert {"held, confirmed", "unprotected", "today"} <= {each.strip() for each in words}


def test_time_runs_from_the_right_where_the_page_is_mirrored(page: Page, live: Live) -> None:
    page.goto(f"/cases/{live.case}")
    held, width, today = share(page, HELD, "x"), share(page, HELD, "width"), share(page, TODAY, "x1")
    assert held + width < today
    speak(page, "ar")
    page.goto(f"/cases/{live.case}")
    assert share(page, HELD, "x") == pytest.approx(100 - held - width, abs=0.1)
    assert share(page, TODAY, "x1") == pytest.approx(100 - today, abs=0.1)
    speak(page, "en")


def test_the_bars_need_no_script(browser: Browser, page: Page, live: Live) -> None:
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=live.address
    )
    plain = context.new_page()
    plain.goto(f"/cases/{live.case}")
    assert plain.locator(HELD).count() == 1
    assert plain.locator(".mlat-bars .mlat-number").first.inner_text() == "any day"
    context.close()
