"""The wall in a browser: read by everybody, used from the keyboard, geography never mirrored, whole on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pypdfium2 import PdfDocument

from .test_pages import AXE, speak

WIDE, TELEPHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
PAGES = ("/routes", "/routes/MX?measure=preservation")


@pytest.mark.matrix
@pytest.mark.parametrize("size", [WIDE, TELEPHONE], ids=["wide", "telephone"])
@pytest.mark.parametrize("language", ["es", "en", "ar"])
def test_the_wall_can_be_read_by_everybody(page: Page, language: str, size: dict[str, int]) -> None:
    speak(page, language)
    page.set_viewport_size(size)  # type: ignore[arg-type]  # its own TypedDict
    problems = []
    for path in PAGES:
        page.goto(path)
        found = page.evaluate(f"() => {{ {AXE}; return axe.run(document) }}")
        problems += [f"{path}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    assert not problems, "\n".join(problems)


def test_a_square_is_reached_and_opened_from_the_keyboard(page: Page) -> None:
    speak(page, "en")
    page.goto("/routes")
    page.locator("a.mlat-tile[href*='/routes/MX']").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
    assert ring == "4px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/routes/MX?*")
    assert "Mexico" in page.locator("h1").inner_text()


@pytest.mark.matrix  # the page's own squares are compared in tests/web
def test_the_west_stays_left_where_writing_runs_from_the_right(page: Page) -> None:
    speak(page, "ar")
    page.goto("/routes")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    left = {
        state: page.locator(f"a.mlat-tile[href*='/routes/{state}?']").bounding_box()["x"]  # type: ignore[index]
        for state in ("US", "ES", "JP")
    }
    assert left["US"] < left["ES"] < left["JP"]


@pytest.mark.matrix
@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_the_map_fills_one_sheet_of_paper(page: Page, paper: str) -> None:
    speak(page, "en")
    page.goto("/routes")
    printed = PdfDocument(page.pdf(format=paper, landscape=True, print_background=True))
    assert printed[0].get_width() > printed[0].get_height()
    first, second = (printed[number].get_textpage().get_text_range().split() for number in (0, 1))
    assert {"CA", "ZA", "NZ", "AR", "reciprocity"} <= set(first), "heading, map and legend stand on one sheet"
    assert {"Recipient", "Albania"} <= set(second)
    printed.close()
    page.emulate_media(media="print")
    assert not page.locator(".mlat-nav").is_visible()
    assert not page.locator("form.mlat-filters").is_visible()
    assert page.locator(".mlat-wall__stamp").is_visible()
