"""The mailbox from the keyboard: down, open, match."""

from __future__ import annotations

from playwright.sync_api import Page

from .conftest import Live
from .test_pages import speak


def test_the_triage_works_from_the_keyboard(page: Page, live: Live) -> None:
    speak(page, "en")
    page.goto("/inbox")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/inbox/{live.mail}")
    page.keyboard.press("d")
    page.wait_for_url("**/dismiss")
    page.locator("#reason").press("m")
    assert page.locator("#reason").input_value() == "m", "a letter that somebody writes is no command"
