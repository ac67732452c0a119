"""What a person does first, and that every page can be read by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Live

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def paths(live: Live) -> list[str]:
    """Every kind of page."""
    case, draft, sent = f"/cases/{live.case}", f"/requests/{live.draft}", f"/requests/{live.sent}"
    letters = [f"/letters/{live.letter}"] if live.letter else []
    return [
        "/",
        "/cases",
        "/requests",
        "/recipients",
        "/recipients/roblox",
        "/recipients/mx-central",
        "/statistics",
        "/office/automatic",
        "/board",
        "/board?late=yes&mine=yes",
        "/rota",
        "/rota/plan",
        "/handing",
        "/handing/offer",
        "/account/digest",
        "/account/calendar",
        "/handed",
        "/letters",
        "/texts",
        "/routes",
        "/routes?measure=transfer_of_proceedings&unverified=yes",
        "/routes/MX",
        "/facts",
        "/facts/platforms/roblox",
        "/addresses",
        "/trail",
        "/people",
        "/people/new",
        "/people/absences",
        "/calendar?year=2026",
        "/calendar?year=2027",
        "/calendar/days/new",
        "/calendar/settings",
        "/calendar/recount",
        "/account",
        "/account/absence",
        f"/verify/{live.proof}",
        "/verify/NONE-OURS",
        "/search?q=cfp",
        "/cases/new",
        case,
        f"{case}/wake",
        f"{case}/close",
        f"{case}/offences",
        f"{case}/accounts",
        f"{case}/people",
        f"{case}/texts",
        f"{case}/texts/assign",
        f"{case}/translations",
        f"/texts/{live.text}/certify",
        f"/texts/{live.text}",
        f"{case}/contacts",
        f"{case}/choose",
        f"{case}/choose?measure=mla_evidence&requested=DE&identifiers=A1&organised=yes&penalty_years=6",
        f"{case}/take-over",
        draft,
        f"{draft}/draft",
        f"{draft}/approve",
        f"{draft}/annexes",
        f"{draft}/withdraw",
        f"{sent}/close",
        f"/requests/{live.issued}",
        f"/requests/{live.issued}/send",
        sent,
        f"{sent}/reply",
        f"{sent}/given",
        "/nowhere",
        "/facts/platforms/roblox/correct?path=name",
        *letters,
    ]


def law_paths(live: Live) -> list[str]:
    """Orders, the acts on clocks, the choice of a route that asks where the user is, and what stands elsewhere."""
    law = live.law
    case = f"/cases/{law.case}"
    return [
        case,
        f"{case}/accounts",
        f"{case}/accounts/{law.account}",
        f"{case}/offences",
        f"{case}/people/{law.person}",
        f"{case}/choose",
        f"{case}/choose?measure=mla_evidence&requested=AE&identifiers=A1",
        f"{case}/orders/new",
        f"/orders/{law.order}/extend",
        f"/orders/{law.order}/lift",
        f"{case}/clocks/{law.birthday}/settle",
        *(f"{law.running}/{act}" for act in ("extend", "pause", "reset")),
        f"{law.resting}/resume",
        "/routes?measure=preservation&on=2017-05-31",
        "/routes/DE?measure=preservation",
        "/routes/US",
    ]


def mail_paths(live: Live) -> list[str]:
    """The mailbox and what can be done with a mail."""
    mail = f"/inbox/{live.mail}"
    return ["/inbox", mail, f"{mail}/match/{live.sent}", f"{mail}/split?q=cfp", f"{mail}/dismiss"]


def evidence_paths(live: Live) -> list[str]:
    """What came of a request, and the custodian's pages."""
    archive, text = (f"/evidence/{item}" for item in live.items)
    came = f"/requests/{live.answered}"
    return [came, f"{came}/reply?kind=refused", "/evidence", archive, f"{archive}/hand-over", text, f"{text}/declare"]


def paper_paths(live: Live) -> list[str]:
    """The desk of papers: editing, confirming, many at once, withdrawing, and proof."""
    case, written = f"/cases/{live.case}", live.written
    return [
        f"/requests/{written.lacking}/draft",
        f"/requests/{written.lacking}/preview.pdf",
        f"/requests/{written.urgent}/confirm",
        f"/requests/{written.urgent}/confirm/call",
        f"/requests/{written.urgent}/approve",
        f"/requests/{live.issued}/papers/{written.paper}/replace",
        f"/requests/{live.sent}/inquire",
        "/batches",
        f"/batches/{written.batch}",
        f"{case}/operation",
        f"{case}/operation?code=OP2&measure=transfer_of_proceedings",
        f"{case}/withdraw",
        f"{case}/write",
        f"{case}/write/hotline_report",
        "/verify-file",
        "/people/recipient-page",
    ]


def all_paths(live: Live) -> dict[str, list[str]]:
    """The paths by room, so that one can be looked at alone."""
    return {
        "pages": paths(live),
        "law": law_paths(live),
        "mailbox": mail_paths(live),
        "evidence": evidence_paths(live),
        "papers": paper_paths(live),
    }


ROOMS = ["pages", "law", "mailbox", "evidence", "papers"]
NOT_OK = ("/nowhere", "/preview.pdf", "/verify/NONE-OURS")
"""Pages that say what is missing."""


def speak(page: Page, language: str) -> None:
    """Choose the language of the pages."""
    page.click(f'button[name="language"][value="{language}"]')
    page.wait_for_load_state()


def test_from_the_desk_to_a_request(page: Page, live: Live) -> None:
    assert page.locator("h1").inner_text() == "Your desk"
    page.click("text=Cases")
    page.click("text=CFP 77/2026")
    page.get_by_role("link", name="Preserve data").first.click()
    assert "Preserve data" in page.locator("h1").inner_text()


def test_a_new_case_works_without_scripts_and_by_keyboard(page: Page, live: Live) -> None:
    context = page.context.browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=live.address
    )  # type: ignore[union-attr]  # it has one
    plain = context.new_page()
    plain.goto("/cases/new")
    plain.focus("#reference")
    plain.keyboard.type("TECLADO 1")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/offences")
    context.close()


def test_an_error_leads_to_its_field(page: Page) -> None:
    page.goto("/cases/new")
    page.click("main button")
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "reference"


def test_how_a_date_was_counted_unfolds(page: Page, live: Live) -> None:
    page.goto(f"/requests/{live.sent}")
    page.locator("summary", has_text="How was this date counted?").first.click()
    assert page.locator("details[open] li").first.is_visible()


@pytest.mark.matrix
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", ["es", "en", "ar"])
def test_every_page_can_be_read_by_everybody(page: Page, live: Live, language: str, room: str) -> None:
    speak(page, language)
    problems = []
    for path in all_paths(live)[room]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 400 or path.endswith(NOT_OK), path
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        found = page.evaluate(
            f"() => {{ {AXE}; return axe.run(document, {{iframes: false, rules: {{region: {{enabled: true}}}}}}) }}"
        )
        problems += [f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    assert not problems, "\n".join(problems)


@pytest.mark.matrix
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", ["es", "ar"])
def test_no_page_is_wider_than_a_telephone(page: Page, live: Live, language: str, room: str) -> None:
    speak(page, language)
    page.set_viewport_size({"width": 360, "height": 780})
    wide = []
    for path in all_paths(live)[room]:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)
    assert not wide, "\n".join(wide)


@pytest.mark.matrix
@pytest.mark.parametrize("room", ROOMS)
def test_no_page_breaks_its_own_policy(page: Page, live: Live, room: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    for path in all_paths(live)[room]:
        page.goto(path)
    assert not said, "\n".join(said)
