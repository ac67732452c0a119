"""An account is completed later: what was received stays, and nobody's reading is overtaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from mlat.domain.problems import Problem, Stale
from mlat.model import Event, Identifier, transaction
from mlat.reads.cases import case_view
from mlat.services import approving
from mlat.services.access import NotHere
from mlat.services.completing import Details, complete_identifier
from tests.conftest import OfficeThere
from tests.services import lives

KNOWN = Details(
    kind="numeric_id",
    platform="roblox",
    instants=("2026-02-12T21:04:09Z",),
    used_from=date(2026, 1, 1),
    used_until=date(2026, 2, 28),
    user_in="US",
    persons=(("S1", "certain"),),
)


def account(case_id: str) -> Identifier:
    """The case's only account, as it stands."""
    with transaction() as session:
        return session.scalars(select(Identifier).where(Identifier.case_id == case_id)).one()


def test_the_details_change_and_what_was_received_stays(office: OfficeThere, now: datetime, case_id: str) -> None:
    version = complete_identifier(office.liaison, now, case_id, account(case_id).id, KNOWN, 1)
    (shown,) = case_view(office.prosecutor, now.date(), case_id).accounts
    assert (shown.given, shown.version, version) == ("99999999999999999001", 2, 2)
    assert (shown.user_in, shown.instants, shown.persons) == ("US", ("2026-02-12T21:04:09Z",), (("S1", "certain"),))
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id.desc())).first()
        assert event
        assert (event.kind, event.data["version"]) == ("identifier_completed", 2)
        assert "99999999999999999001" not in str(event.data)


def test_another_kind_is_examined_anew(office: OfficeThere, now: datetime, case_id: str) -> None:
    before = account(case_id)
    complete_identifier(
        office.liaison, now, case_id, before.id, replace(KNOWN, kind="username", used_from=None, used_until=None), 1
    )
    after = account(case_id)
    assert after.lookup != before.lookup
    assert after.findings != before.findings


def test_a_stale_save_shows_both_and_changes_nothing(office: OfficeThere, now: datetime, case_id: str) -> None:
    complete_identifier(office.liaison, now, case_id, account(case_id).id, KNOWN, 1)
    with pytest.raises(Stale) as refused:
        complete_identifier(office.prosecutor, now, case_id, account(case_id).id, replace(KNOWN, user_in="MX"), 1)
    assert isinstance(refused.value.mine, dict)
    assert isinstance(refused.value.theirs, dict)
    assert (refused.value.mine["user_in"], refused.value.theirs["user_in"]) == ("MX", "US")
    assert account(case_id).user_in == "US"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"platform": "nowhere"}, "platform"),
        ({"user_in": "mx"}, "user_in"),
        ({"persons": (("Z9", "certain"),)}, "persons"),
        ({"instants": ("2026-02-30T00:00:00Z",)}, ""),
        ({"instants": ("2026-02-12T21:04:09",)}, ""),
    ],
)
def test_what_cannot_be_is_refused_whole(
    office: OfficeThere, now: datetime, case_id: str, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Problem) as refused:
        complete_identifier(office.liaison, now, case_id, account(case_id).id, replace(KNOWN, **wrong), 1)  # type: ignore[arg-type]  # wrong on purpose
    assert field in refused.value.where
    assert (account(case_id).version, account(case_id).user_in) == (1, "MX")


def test_a_draft_that_names_it_must_be_read_again(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id)
    read = lives.the(request_id).version
    complete_identifier(office.liaison, now, case_id, account(case_id).id, KNOWN, 1)
    with pytest.raises(Problem, match="changed since"):
        approving.approve(office.prosecutor, now, request_id, read)


def test_nothing_changes_behind_an_approval(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id)
    lives.approve(office, now, request_id)
    with pytest.raises(Problem, match="approved"):
        complete_identifier(office.liaison, now, case_id, account(case_id).id, KNOWN, 1)
    approving.withdraw_approval(office.prosecutor, now, request_id)
    complete_identifier(office.liaison, now, case_id, account(case_id).id, KNOWN, 1)


def test_another_offices_account_is_not_here(
    office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str
) -> None:
    theirs = lives.a_case(other_office, now)
    for who, case in ((other_office.prosecutor, case_id), (other_office.prosecutor, theirs)):
        with pytest.raises(NotHere):
            complete_identifier(who, now, case, account(case_id).id, KNOWN, 1)
