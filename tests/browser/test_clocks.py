"""Orders and clocks by hand in a browser: recorded, extended, paused, lifted; read by everybody, on a telephone too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import Live
from .test_pages import AXE

pytestmark = pytest.mark.matrix


def readable(page: Page) -> None:
    """Axe finds nothing here, and the page is no wider than a telephone."""
    found = page.evaluate(
        f"() => {{ {AXE}; return axe.run(document, {{iframes: false, rules: {{region: {{enabled: true}}}}}}) }}"
    )
    assert not [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]], page.url
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_order_is_recorded_extended_and_lifted(page: Page, live: Live) -> None:
    page.goto(f"/cases/{live.case}")
    page.click("text=Record an order of secrecy or non-disclosure")
    readable(page)
    page.fill("#issuer", "Juzgado de Ejemplo 4")
    page.fill("#ordered_at", "2026-03-02T09:00")
    page.fill("#period", "P10D")
    page.click("main button.govuk-button")
    assert "ended by date on" in page.locator(".mlat-clock", has_text="Juzgado").inner_text()
    readable(page)
    page.locator(".mlat-clock", has_text="Juzgado").get_by_text("Extend this order").click()
    readable(page)
    page.fill("#until", "2099-03-02")
    page.fill("#reason", "Prorogued.")
    page.click("main button.govuk-button")
    assert "Lasts, at its latest reading, until" in page.locator(".mlat-clock", has_text="Juzgado").inner_text()
    page.locator(".mlat-clock", has_text="Juzgado").get_by_text("Lift this order").click()
    readable(page)
    page.fill("#reason", "Resolution 99.")
    page.click("main button.govuk-button")
    page.get_by_text("Resolution 99.").first.wait_for()
    assert page.locator(".mlat-clock", has_text="Juzgado").count() == 0


def test_a_birthday_shows_its_day_to_who_may_see_names(page: Page, live: Live) -> None:
    page.goto(f"/cases/{live.case}")
    assert "Comes of age on" in page.locator(".mlat-clock", has_text="Coming of age").inner_text()
    page.get_by_text("This date is dealt with").first.click()
    readable(page)


def test_a_clock_is_paused_and_runs_on(page: Page, live: Live) -> None:
    page.goto(f"/requests/{live.sent}/reply")
    page.check('input[name="kind"][value="more_asked"]')
    page.fill("#at", "2026-03-03T10:00")
    page.click("main button.govuk-button")
    page.goto(f"/requests/{live.sent}")
    clock = page.locator(".mlat-clock", has_text="Our answer to their question").first
    for words in ("Extend this deadline", "Start anew"):
        clock.get_by_text(words).click()
        readable(page)
        page.go_back()
    clock.get_by_role("link", name="Pause").click()
    readable(page)
    page.fill("#at", "2026-03-04T10:00")
    page.fill("#reason", "They asked us to wait.")
    page.click("main button.govuk-button")
    paused = page.locator(".mlat-clock", has_text="paused since").first
    assert paused.is_visible()
    readable(page)
    paused.get_by_role("link", name="Resume").click()
    readable(page)
    page.fill("#at", "2026-03-20T10:00")
    page.fill("#reason", "They are back.")
    page.click("main button.govuk-button")
    running = page.locator(".mlat-clock", has_text="Our answer to their question").first
    running.locator("summary").click()
    assert "Resumed on" in running.inner_text()


def test_a_refusal_names_its_field_and_keeps_what_was_written(page: Page, live: Live) -> None:
    page.goto(f"/cases/{live.case}/orders/new")
    page.fill("#issuer", "Juzgado de Ejemplo 5")
    page.fill("#period", "ten days")
    page.fill("#ordered_at", "2026-03-02T09:00")
    page.click("main button.govuk-button")
    assert "ten days" in page.locator(".govuk-error-summary").inner_text()
    assert page.input_value("#issuer") == "Juzgado de Ejemplo 5"
    readable(page)
