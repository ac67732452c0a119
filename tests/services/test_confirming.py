"""An emergency request leaves only after two persons: its approver, and a second one, here or by telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.domain.permissions import Actor, Role
from mlat.domain.two_persons import is_confirmed
from mlat.model import Event, Paper, Request, transaction
from mlat.reads import seconds
from mlat.services import admin, approving, confirming, drafting, erasing, issuing, staffmail
from mlat.services.access import NotHere
from tests.conftest import PASSWORD, ZONE, OfficeThere
from tests.services import lives

MINUTE = timedelta(minutes=1)
NUMBER = "+54 11 4000 0000"
URGENT = Choice(
    measure="emergency_disclosure",
    platform="roblox",
    identifiers=("RBX",),
    data=("subscriber", "login"),
    urgent=True,
    fields={
        "emergency_who": "V1, of 11 years.",
        "emergency_what": "Death.",
        "emergency_when": "Tonight.",
        "emergency_why": "An ordinary answer takes weeks; the last address shows where V1 is.",
        "data_sought": "The last log-in address.",
        "legal_basis": "CPPF art. 151",
    },
)


@pytest.fixture
def approved(office: OfficeThere, case_id: str, now: datetime) -> str:
    """An emergency request that its first person approved."""

    def lived() -> str:
        request_id = lives.a_draft(office, now, case_id, URGENT)
        lives.approve(office, now, request_id)
        return request_id

    return lives.remembered("approved in an emergency", lived)


def calls(office: OfficeThere, now: datetime, request_id: str, **changes: object) -> Callable[[], None]:
    """The liaison confirms by telephone, as the prosecutor records it; with `changes`."""
    given = {"user_id": office.liaison.user_id, "called_at": now, "zone": ZONE, "number": NUMBER, **changes}
    return lambda: confirming.record_call(office.prosecutor, now, request_id, **given)  # type: ignore[arg-type]


def the_event(request_id: str) -> Event:
    with transaction() as session:
        kind = Event.kind == "second_confirmed"
        return session.scalars(select(Event).where(Event.request_id == request_id, kind)).one()


def test_a_company_is_asked_in_an_emergency_with_its_own_form(office: OfficeThere, case_id: str, now: datetime) -> None:
    row = lives.the(lives.a_draft(office, now, case_id, URGENT))
    assert (row.form, row.recipient_kind) == ("emergency_disclosure", "provider")
    assert row.instrument in ("us.sca.2702.emergency", "provider_policy.emergency")


def test_preflight_asks_for_each_of_the_four_facts(office: OfficeThere, case_id: str, now: datetime) -> None:
    bare = replace(URGENT, fields={})
    request_id = lives.a_draft(office, now, case_id, bare)
    found = {each.field for each in drafting.findings(office.prosecutor, now, request_id)}
    assert {"emergency_who", "emergency_what", "emergency_when", "emergency_why"} <= found
    whole = lives.a_draft(office, now, case_id, URGENT)
    codes = {each.code for each in drafting.findings(office.prosecutor, now, whole)}
    assert "emergency.facts_missing" not in codes


def test_one_person_is_not_enough(office: OfficeThere, approved: str, now: datetime) -> None:
    (found,) = lives.refused(lambda: issuing.issue(office.prosecutor, now, approved))
    assert found.code == "second_person"
    (found,) = lives.refused(lambda: confirming.confirm(office.prosecutor, now, approved, 1))
    assert found.code == "same_person"
    with transaction() as session:
        assert session.scalars(select(Paper).where(Paper.request_id == approved)).all() == []
        assert session.get_one(Request, approved).number is None


def test_a_second_person_confirms_it_and_it_is_issued(office: OfficeThere, approved: str, now: datetime) -> None:
    confirming.confirm(office.liaison, now + MINUTE, approved, 1)
    event = the_event(approved)
    assert (event.actor, event.data["how"]) == (office.liaison.user_id, "in_person")
    assert event.data["record"] == lives.the(approved).approved_hash
    issuing.issue(office.prosecutor, now + MINUTE, approved)
    assert lives.the(approved).state == "issued"


def test_nobody_is_alerted_for_a_case_that_was_erased(
    office: OfficeThere, approved: str, case_id: str, now: datetime
) -> None:
    with transaction() as session:
        assert [row.id for row in seconds.waiting_everywhere(session)] == [approved]
        assert staffmail.plant(session, now, office.liaison.user_id or "", "second", approved)
    erasing.ask_erasure(office.actors[Role.ADMINISTRATOR], now, case_id)
    erasing.confirm_erasure(_second_administrator(office, now), now, case_id)
    with transaction() as session:
        assert not seconds.waiting_everywhere(session)
    assert staffmail.take(now) is None


def _second_administrator(office: OfficeThere, now: datetime) -> Actor:
    made = admin.add_user(now, office.id, "otra@uno.example", "Otra", ("administrator",), PASSWORD, language="es")
    return Actor(office.id, made, frozenset({Role.ADMINISTRATOR}), "es", ZONE)


def test_the_second_may_confirm_by_telephone(office: OfficeThere, approved: str, case_id: str, now: datetime) -> None:
    calls(office, now + MINUTE, approved)()
    event = the_event(approved)
    assert (event.actor, event.data["by"], event.data["how"]) == (
        office.prosecutor.user_id,
        office.liaison.user_id,
        "telephone",
    )
    assert event.at == now + MINUTE
    assert NUMBER not in str(event.data)
    assert ("second_confirmed", NUMBER) in lives.reasons(case_id)
    issuing.issue(office.prosecutor, now + 2 * MINUTE, approved)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "call me"}, "telephone"),
        ({"user_id": "0" * 32}, "second"),
        ({"called_at": datetime.fromisoformat("2020-01-01T00:00:00+00:00")}, "early"),
        ({"called_at": datetime.fromisoformat("2099-01-01T00:00:00+00:00")}, "future"),
    ],
)
def test_a_call_that_proves_nothing_is_refused(
    office: OfficeThere, approved: str, now: datetime, changes: dict[str, object], code: str
) -> None:
    (found,) = lives.refused(calls(office, now + MINUTE, approved, **changes))
    assert found.code == code
    row = lives.the(approved)
    assert not is_confirmed(row.route, row.approved_hash)


def test_nobody_calls_themselves_nor_the_approver_nor_who_records_nothing(
    office: OfficeThere, approved: str, now: datetime
) -> None:
    family = next(actor for actor in office.actors.values() if "family_officer" in actor.roles)
    for user in (office.prosecutor.user_id, family.user_id):
        assert lives.refused(calls(office, now + MINUTE, approved, user_id=user))
    me = str(office.liaison.user_id)
    (found,) = lives.refused(lambda: confirming.record_call(office.liaison, now, approved, me, now, ZONE, NUMBER))
    assert found.code == "second"


def test_a_confirmation_falls_with_the_approval(office: OfficeThere, approved: str, now: datetime) -> None:
    confirming.confirm(office.liaison, now, approved, 1)
    approving.withdraw_approval(office.prosecutor, now, approved)
    lives.approve(office, now, approved)
    assert lives.refused(lambda: issuing.issue(office.prosecutor, now, approved))[0].code == "second_person"


def test_whoever_confirmed_cannot_then_be_the_approver(office: OfficeThere, approved: str, now: datetime) -> None:
    other = admin.add_user(now, office.id, "otra@one.example", "Otra", ("prosecutor",), PASSWORD)
    second = replace(office.prosecutor, user_id=other)
    confirming.confirm(second, now, approved, 1)
    approving.withdraw_approval(office.prosecutor, now, approved)
    why = {each.key: "It may stand." for each in drafting.findings(second, now, approved)}
    approving.approve(second, now, approved, lives.the(approved).version, why)
    assert lives.refused(lambda: confirming.confirm(second, now, approved, 1))[0].code == "same_person"


def test_it_is_confirmed_once_as_it_was_read_and_only_where_two_are_needed(
    office: OfficeThere, approved: str, case_id: str, now: datetime
) -> None:
    assert lives.refused(lambda: confirming.confirm(office.liaison, now, approved, 9))[0].code == "stale"
    confirming.confirm(office.liaison, now, approved, 1)
    assert lives.refused(lambda: confirming.confirm(office.liaison, now, approved, 1))[0].code == "confirmed"
    usual = lives.a_draft(office, now, case_id)
    lives.approve(office, now, usual)
    assert lives.refused(lambda: confirming.confirm(office.liaison, now, usual, 1))[0].code == "one_person"


def test_the_ticker_confirms_nothing(office: OfficeThere, approved: str, now: datetime) -> None:
    with pytest.raises(NotHere):
        confirming.confirm(Actor(office.id), now, approved, 1)
