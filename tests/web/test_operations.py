"""The page of an operation: a file in, a table of States, packages drafted by the workers."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import count
from threading import Event

import pytest
from sqlalchemy import select

from mlat.model import Request, transaction
from mlat.services import intake
from mlat.worker.operations import refer_planted
from tests.web.conftest import CASE, NOW, Site, once_of, press, token_of

FILE = (
    "suspect,country,kind,identifier,platform\n"
    "X1,CL,username,uno.uno,roblox\nX2,DE,username,dos.dos,roblox\nX3,AR,username,tres,\n"
)
NUMBERS = count(1)


@pytest.fixture
def case(site: Site) -> str:
    """A case without suspects."""
    with site.app.app_context():
        given = replace(CASE, reference=f"OP {next(NUMBERS)}/2026")
        return intake.open_case(site.people["prosecutor@uno.example"], NOW, given)


def done_planted(site: Site) -> None:
    """What the workers do."""
    with site.app.app_context():
        refer_planted(Event(), lambda: NOW)


def drafted(site: Site, case_id: str) -> dict[str, str]:
    with site.app.app_context(), transaction() as session:
        rows = session.execute(select(Request.code, Request.form).where(Request.case_id == case_id))
        return {row.code: row.form for row in rows}


def test_a_file_becomes_packages(site: Site, case: str) -> None:
    browser = site.enter("prosecutor@uno.example")
    here = f"/cases/{case}/operation"
    assert f'href="{here}"' in browser.get(f"/cases/{case}").text
    page = browser.get(here)
    assert "No suspect with an account in a known State." in page.text
    sent = browser.post(
        f"{here}/suspects",
        data={
            "csrf_token": token_of(page),
            "once": once_of(page),
            "code": "OPX",
            "file": (io.BytesIO(FILE.encode()), "suspects.csv"),
        },
    )
    assert sent.status_code == 302
    assert "0 of 3 lines of the file taken in" in browser.get(sent.location).text
    done_planted(site)
    page = browser.get(sent.location)
    assert "3 of 3 lines of the file taken in" in page.text
    for told in ("Chile", "Germany", "Argentina", "own State", "Drafted: 0 of 2 packages."):
        assert told in page.text, told
    assert "uno.uno" not in page.text, "accounts stand in the case"

    done = press(browser, sent.location, code="OPX", measure="spontaneous_information")
    assert done.status_code == 302
    waiting = browser.get(done.location).text
    assert 'data-live="yes"' in waiting
    assert "Draft 2 packages" not in waiting, "it is planted already"
    done_planted(site)
    assert drafted(site, case) == {"OPX-CL": "referral_package", "OPX-DE": "referral_package"}
    page = browser.get(done.location)
    assert "Drafted: 2 of 2 packages." in page.text
    assert 'data-live="yes"' not in page.text
    assert "Draft " not in page.text.partition("</table>")[2].partition("</section>")[0]


def test_a_wrong_file_changes_nothing_and_names_the_line(site: Site, case: str) -> None:
    browser = site.enter("prosecutor@uno.example")
    page = browser.get(f"/cases/{case}/operation")
    text = FILE + "X4,Peru,username,x,\n"
    given = {"csrf_token": token_of(page), "once": once_of(page), "file": (io.BytesIO(text.encode()), "s.csv")}
    answer = browser.post(f"/cases/{case}/operation/suspects", data=given)
    assert answer.status_code == 422
    assert "line 5, country" in answer.text
    assert "No suspect with an account" in browser.get(f"/cases/{case}/operation").text


def test_a_code_that_is_none_is_said_on_the_page(site: Site, case: str) -> None:
    browser = site.enter("prosecutor@uno.example")
    answer = browser.get(f"/cases/{case}/operation?code=no+code")
    assert answer.status_code == 422
    assert "twelve letters" in answer.text


def test_another_office_does_not_find_it(site: Site, case: str) -> None:
    assert site.enter("prosecutor@dos.example").get(f"/cases/{case}/operation").status_code == 404
