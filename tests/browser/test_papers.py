"""Writing a draft and reading it as it would go out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import Live

pytestmark = pytest.mark.matrix


def test_what_is_written_is_kept_while_it_is_written(page: Page, live: Live) -> None:
    page.clock.install()
    page.goto(f"/requests/{live.draft}/draft")
    page.locator("#legal_basis").press_sequentially("CPPF art. 151")
    page.clock.fast_forward(5000)
    page.get_by_text("Kept at").wait_for()
    page.locator("#legal_basis").press_sequentially(" bis")
    with page.expect_response("**/keep"):
        page.clock.fast_forward(5000)
    page.locator('#draft [name="version"][value="3"]').wait_for(state="attached")
    page.reload()
    assert page.locator("#legal_basis").input_value() == "CPPF art. 151 bis"


def test_without_scripts_save_keeps_it(page: Page, live: Live) -> None:
    assert page.context.browser is not None
    plain = page.context.browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=live.address
    )
    window = plain.new_page()
    window.goto(f"/requests/{live.draft}/draft")
    window.fill("#data_sought", "Direcciones con puertos.")
    window.get_by_role("button", name="Save").click()
    window.goto(f"/requests/{live.draft}/draft")
    assert window.locator("#data_sought").input_value() == "Direcciones con puertos."
    plain.close()


def test_in_the_frame_stands_what_is_missing_and_the_way_to_its_field(page: Page, live: Live) -> None:
    page.goto(f"/requests/{live.written.lacking}/draft")
    frame = page.frame_locator("iframe.mlat-pdf")
    frame.get_by_role("link", name="Go to the field").click()
    page.wait_for_url("**#second.*")
    assert page.locator("iframe.mlat-pdf").count() == 1, "the link leaves the frame"
    field = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.locator(f'[id="{field}"]').is_visible()


def test_the_list_of_what_is_missing_jumps_by_keyboard(page: Page, live: Live) -> None:
    page.goto(f"/requests/{live.written.lacking}/draft")
    link = page.locator("#findings ~ ul a").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator(f'[id="{target}"]').is_visible()


def test_an_operation_says_how_far_it_has_come_without_being_asked(page: Page, live: Live) -> None:
    page.clock.install()
    page.goto(f"/cases/{live.case}/operation")
    assert page.locator("progress").count() == 1
    with page.expect_response("**/operation"):
        page.clock.fast_forward(5000)
    assert page.locator("[data-live]").count() == 2
