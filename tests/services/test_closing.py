"""A case is closed when nothing is awaited: its clocks end, the family hears of it, and it can be opened again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.model import Case, Clock, Event, Request, StatusLetter, transaction
from mlat.reads import board, desk
from mlat.services import closing, drafting, families, letters, rebuilding, withdrawing
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


def codes(letter: StatusLetter) -> list[str]:
    return [each["code"] for each in letter.milestones if each["said"]]


@pytest.fixture
def answered(office: OfficeThere, now: datetime, case_id: str) -> str:
    """The case's only request was answered."""
    request_id = lives.a_sent(office, now, case_id)
    lives.replies(office, now + DAY, request_id, "hold_confirmed")
    return request_id


def test_what_is_awaited_keeps_a_case_open(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_sent(office, now, case_id)
    with pytest.raises(Problem) as refused:
        closing.close_case(office.prosecutor, now + DAY, case_id)
    assert (refused.value.code, refused.value.values["codes"]) == ("open", lives.the(request_id).code)
    withdrawing.withdraw_all(office.prosecutor, now + DAY, case_id)
    with transaction() as session:
        left = session.scalars(select(Request).where(Request.ball != "done")).all()
        assert {row.measure for row in left} <= {"withdrawal"}


def test_a_closed_case_is_off_every_desk_and_nothing_new_begins_in_it(
    office: OfficeThere, now: datetime, case_id: str, answered: str
) -> None:
    later = now + 2 * DAY
    closing.close_case(office.prosecutor, later, case_id)
    assert lives.the(answered).state == "closed"
    assert board.totals(office.liaison) == {"us": 0, "them": 0}
    assert desk.vanishing(office.prosecutor, later.date()) == desk.Danger()
    with transaction() as session:
        assert session.get_one(Case, case_id).closed_at == later
        running = select(Clock.kind).where(Clock.request_id == answered, Clock.ended_at.is_(None))
        assert set(session.scalars(running)) <= {"hold"}
    for act in (
        lambda: closing.close_case(office.prosecutor, later, case_id),
        lambda: drafting.draft(office.prosecutor, later, case_id, lives.HOLD),
    ):
        with pytest.raises(Problem, match="is closed"):
            act()
    assert rebuilding.rebuild(later, check=True) == []


def test_the_family_hears_that_it_ended_in_its_turn(
    office: OfficeThere, now: datetime, case_id: str, answered: str
) -> None:
    officer = office.actors[Role.FAMILY_OFFICER]
    (first,) = lives.letters(case_id)
    letters.approve(officer, now + DAY, first.id, first.version)
    letters.record_handed(officer, now + DAY, first.id, now + DAY)
    closing.close_case(office.prosecutor, now + 2 * DAY, case_id)
    assert len(lives.letters(case_id)) == 1, "she wished to be left alone for thirty days"
    assert families.propose_due(now + 40 * DAY) == 1
    (last,) = (each for each in lives.letters(case_id) if each.id != first.id)
    assert codes(last)[-1] == "finished"
    letters.approve(officer, now + 40 * DAY, last.id, last.version)
    letters.record_handed(officer, now + 40 * DAY, last.id, now + 40 * DAY)
    assert families.propose_due(now + 200 * DAY) == 0


def test_a_case_that_is_opened_again_has_not_ended_for_its_family(
    office: OfficeThere, now: datetime, case_id: str, answered: str
) -> None:
    closing.close_case(office.prosecutor, now + 2 * DAY, case_id)
    (letter,) = lives.letters(case_id)
    assert codes(letter)[-1] == "finished"
    closing.open_again(office.prosecutor, now + 3 * DAY, case_id)
    (anew,) = lives.letters(case_id)
    assert "finished" not in codes(anew)
    with pytest.raises(Problem, match="is not closed"):
        closing.open_again(office.prosecutor, now + 3 * DAY, case_id)
    assert drafting.draft(office.prosecutor, now + 3 * DAY, case_id, lives.HOLD)
    with transaction() as session:
        kinds = select(Event.kind).where(Event.kind.in_(("case_closed", "case_reopened"))).order_by(Event.id)
        assert list(session.scalars(kinds)) == ["case_closed", "case_reopened"]
