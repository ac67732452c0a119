"""What people see of their own: the board, the rota, mail and calendar, days to look again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from mlat.domain.casefile import IdentifierInput, OpenRequest
from mlat.services import accounts, intake, takeover, waking
from mlat.web.clock import now

from .conftest import CASE, Site, press

URL = re.compile(r"/feed/[\w-]+\.ics")
DAY = timedelta(days=1)


@pytest.fixture
def sent(site: Site) -> str:
    """A request of long ago that Mexico has not answered."""
    with site.app.app_context():
        actor, at = site.people["prosecutor@uno.example"], now()
        code = f"M{at.microsecond}"
        accounts.add_identifier(
            actor, at, site.case_id,
            IdentifierInput(code=code, kind="username", platform="roblox", given=f"nadie{code}", synthetic=True),
        )  # fmt: skip
        return takeover.take_over(
            actor, at, site.case_id,
            OpenRequest(
                code=f"R{code}", measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation",
                sent_at=at - 400 * DAY, zone="UTC", channel="portal", identifiers=(code,),
            ),
        )  # fmt: skip


def feed_of(client: FlaskClient) -> str:
    page = press(client, "/account/calendar")
    found = URL.search(page.text)
    assert found, page.text
    return found[0]


def test_the_board_narrows_by_country_and_says_the_hour_there(site: Site, prosecutor: FlaskClient, sent: str) -> None:
    whole = prosecutor.get("/board")
    assert whole.status_code == 200
    assert f"/requests/{sent}" in whole.text
    assert f"/requests/{site.request_id}" in whole.text
    none = prosecutor.get("/board?country=JP&late=yes&mine=yes")
    assert f"/requests/{sent}" not in none.text
    assert f"/requests/{sent}" in prosecutor.get("/board?country=US&recipient=roblox&measure=preservation").text
    assert f"/requests/{sent}" not in site.enter("prosecutor@dos.example").get("/board").text
    assert prosecutor.get("/board?them=nonsense~x&us=~").status_code == 200


def test_a_feed_holds_dates_and_nothing_of_a_case_and_closes_without_a_trace(
    site: Site, prosecutor: FlaskClient, sent: str
) -> None:
    with site.app.app_context():
        actor = site.people["prosecutor@uno.example"]
        wake = waking.wake(actor, now(), site.case_id, date(2031, 3, 9), "Zoraida")
    path = feed_of(prosecutor)
    visitor = site.app.test_client()
    answer = visitor.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    raw = answer.get_data()
    assert b"\r\n" in raw
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for secret in (b"CFP 77", b"Zoraida", b"oblox", b"R1", b"Secret"):
        assert secret not in raw
    entries = {str(each["UID"]).partition("@")[0]: each for each in Calendar.from_ical(raw).walk("VEVENT")}
    day = entries[f"wake-{wake}"]
    assert day["DTSTART"].dt == date(2031, 3, 9)
    assert day["DTEND"].dt == date(2031, 3, 10)
    assert day["SEQUENCE"] == 0
    with site.app.app_context():
        waking.snooze(actor, now(), wake, date(2031, 3, 10))
    again = {str(each["UID"]).partition("@")[0]: each for each in _entries(visitor, path)}
    assert again[f"wake-{wake}"]["SEQUENCE"] == 1
    assert again[f"wake-{wake}"]["DTSTART"].dt == date(2031, 3, 10)
    assert {uid: entry["SEQUENCE"] for uid, entry in again.items() if not uid.startswith("wake")} == {
        uid: 0 for uid in again if not uid.startswith("wake")
    }
    with site.app.app_context():
        waking.done(actor, now(), wake)
    assert f"wake-{wake}" not in {str(each["UID"]).partition("@")[0] for each in _entries(visitor, path)}
    newer = feed_of(prosecutor)
    gone, never = visitor.get(path), visitor.get("/feed/" + "x" * 43 + ".ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert _plain(gone.text) == _plain(never.text)
    assert visitor.get(newer).status_code == 200
    press(prosecutor, "/account/calendar")  # one more address
    assert visitor.get(newer).status_code == 404


def _entries(client: FlaskClient, path: str) -> list:  # type: ignore[type-arg]
    return Calendar.from_ical(client.get(path).get_data()).walk("VEVENT")


def _plain(page: str) -> str:
    return re.sub(r'(nonce|value|content)="[^"]*"|[0-9a-f]{16,}', "", page)


def test_a_day_to_look_again_stands_on_the_desk_for_its_owner_alone(site: Site, prosecutor: FlaskClient) -> None:
    today = datetime.now(UTC).date()
    assert (
        press(prosecutor, f"/requests/{site.request_id}/wake", on_day=today + DAY, note="Nota mía").status_code == 302
    )
    assert "Nota mía" in prosecutor.get(f"/requests/{site.request_id}/wake").text
    assert "Nota mía" not in prosecutor.get("/").text
    assert press(prosecutor, f"/cases/{site.case_id}/wake", on_day=today - 3 * DAY).status_code == 422
    with site.app.app_context():
        waking.wake(site.people["prosecutor@uno.example"], now(), site.case_id, today, "Para hoy")
    assert "Para hoy" in prosecutor.get("/").text
    assert "Para hoy" not in site.enter("liaison@uno.example").get("/").text


def test_an_administrator_plans_turns_and_everybody_sees_who_is_on_duty(site: Site, prosecutor: FlaskClient) -> None:
    chief = site.enter("administrator@uno.example")
    liaison = site.people["liaison@uno.example"].user_id
    today = datetime.now(UTC).date()
    plan = {"people": [liaison], "rhythm": "daily", "first_day": today - DAY, "hour": "0", "number": "3"}
    assert press(chief, "/rota/plan", **plan).status_code == 302
    assert press(chief, "/rota/plan", **plan).status_code == 422
    assert "Persona liaison uno" in prosecutor.get("/rota").text
    assert prosecutor.get("/rota/plan").status_code == 404
    assert "Persona liaison uno" not in site.enter("prosecutor@dos.example").get("/rota").text


def test_a_case_is_offered_by_one_office_and_taken_over_by_the_other(site: Site, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        given = replace(CASE, reference="SALE 5/2026", identifiers=(), contacts=())
        case = intake.open_case(site.people["prosecutor@uno.example"], now(), given)
    there = site.enter("prosecutor@dos.example")
    office = site.people["prosecutor@dos.example"].office_id
    chief = site.enter("administrator@uno.example")
    assert press(chief, "/handing/offer", reference="NADA", office=office).status_code == 422
    assert press(chief, "/handing/offer", reference="SALE 5/2026", office=office, note="Suyo").status_code == 302
    assert "offered to Fiscalía dos" in prosecutor.get("/handing").text
    offered = there.get("/handing").text
    assert "Suyo" in offered
    accept = re.search(r'href="(/handing/\w+/accept)"', offered)
    assert accept
    assert prosecutor.get(accept[1]).status_code == 404
    owner = site.people["liaison@dos.example"].user_id
    assert press(there, accept[1], owner=owner, deputy="", reference="ENTRA 5/2026").status_code == 302
    assert "ENTRA 5/2026" in there.get(f"/cases/{case}").text
    assert prosecutor.get(f"/cases/{case}").status_code == 404
    kept = prosecutor.get("/handing").text
    assert "SALE 5/2026" in kept
    assert "handed to Fiscalía dos" in kept
    assert "SALE 5/2026" not in prosecutor.get("/cases").text


def test_a_choice_of_digest_and_an_absence_are_ones_own(site: Site, prosecutor: FlaskClient) -> None:
    assert press(prosecutor, "/account/digest", rhythm="weekly").status_code == 302
    assert re.search(r'value="weekly"[^>]*checked|checked[^>]*value="weekly"', prosecutor.get("/account/digest").text)
    assert press(prosecutor, "/account/digest", rhythm="hourly").status_code == 422
    today = datetime.now(UTC).date()
    family = site.people["family_officer@uno.example"].user_id
    away = {"first_day": today, "last_day": today + DAY}
    assert press(prosecutor, "/account/absence", deputy=family, **away).status_code == 422, "cannot see cases"
    liaison = site.people["liaison@uno.example"].user_id
    assert press(prosecutor, "/account/absence", deputy=liaison, **away).status_code == 302
    back = re.search(r'action="(/account/absence/\w+/back)"', prosecutor.get("/account").text)
    assert back
    assert prosecutor.post(back[1], data=_tokens(prosecutor)).status_code == 302
    assert "/back" not in prosecutor.get("/account").text


def _tokens(client: FlaskClient) -> dict[str, str]:
    page = client.get("/account").text
    csrf, once = re.search(r'csrf_token"[^>]*value="([^"]+)', page), re.search(r'name="once" value="([^"]+)', page)
    assert csrf
    assert once
    return {"csrf_token": csrf[1], "once": once[1]}


def test_an_empty_trail_says_what_will_appear(site: Site) -> None:
    administrator = site.enter("administrator@uno.example")
    assert "<table" in administrator.get("/trail").text
    empty = administrator.get("/trail?after=0").text
    assert "<table" not in empty
    assert "appears here" in empty
