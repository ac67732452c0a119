"""Each kind of answer, of whichever body: what it does to the standing, to the clocks and to the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.model import Reference, Reply, transaction
from mlat.reads.returned import conditions_of
from mlat.services import rebuilding, tracking, transit
from mlat.services.access import NotHere
from mlat.services.knowledge import world_of
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


@pytest.fixture
def abroad(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A request for evidence that our own central authority has, on its way to the foreign one."""
    return lives.a_sent(office, now, case_id, lives.EVIDENCE, channel="by_hand")


def standing(request_id: str) -> tuple[str, str, set[str]]:
    row = lives.the(request_id)
    return row.state, row.ball, set(lives.clocks(request_id))


def arrived(office: OfficeThere, now: datetime, request_id: str) -> None:
    """The recipient itself has it."""
    last = lives.legs(request_id)[-1]
    transit.record_received(office.liaison, now, last.id, now, ZONE)


def test_a_body_on_the_way_speaks_for_its_leg_only(office: OfficeThere, abroad: str, now: datetime) -> None:
    first = lives.legs(abroad)[0]
    assert not first.reaches_recipient
    lives.replies(office, now + DAY, abroad, "acknowledged", leg=first.id, reference="CANC 12/2026")
    state, ball, running = standing(abroad)
    assert (state, ball) == ("received", "they_owe")
    assert running == {"transmission"}
    assert lives.legs(abroad)[0].received_at == now + DAY
    lives.replies(office, now + 2 * DAY, abroad, "acknowledged", leg=first.id)
    assert lives.legs(abroad)[0].received_at == now + DAY
    with transaction() as session:
        noted = session.scalars(select(Reference).where(Reference.value == "CANC 12/2026")).one()
    assert noted.body == first.to_body
    lives.replies(office, now + 3 * DAY, abroad, "returned", leg=first.id)
    assert standing(abroad) == ("returned", "we_owe", set())
    assert rebuilding.rebuild(now + 3 * DAY, check=True) == []


def test_passed_on_it_is_followed_at_its_new_authority(office: OfficeThere, abroad: str, now: datetime) -> None:
    arrived(office, now, abroad)
    lives.replies(office, now + DAY, abroad, "transferred", passed_to="Fiscalía de Jalisco", reference="FED/7/26")
    state, ball, running = standing(abroad)
    assert (state, ball, running) == ("transferred", "they_owe", {"answer"})
    onward = lives.legs(abroad)[-1]
    assert (onward.to_name, onward.state, onward.sent_at) == ("Fiscalía de Jalisco", "sent", now + DAY)
    with transaction() as session:
        noted = session.scalars(select(Reference).where(Reference.value == "FED/7/26")).one()
        known = next(iter(world_of(session, office.id).authorities.values()))
    assert noted.body == onward.to_body
    lives.replies(office, now + 2 * DAY, abroad, "transferred", passed_to=known.name_local)
    assert lives.legs(abroad)[-1].to_body == known.id
    lives.replies(office, now + 3 * DAY, abroad, "answered", leg=lives.legs(abroad)[-1].id)
    assert standing(abroad)[:2] == ("answered", "done")
    assert rebuilding.rebuild(now + 3 * DAY, check=True) == []


def test_put_off_to_a_day_it_counts_like_a_promise(office: OfficeThere, abroad: str, now: datetime) -> None:
    arrived(office, now, abroad)
    lives.replies(office, now + DAY, abroad, "postponed", promised_on=(now + 30 * DAY).date())
    assert standing(abroad) == ("postponed", "promised", {"promise"})
    lives.replies(office, now + 2 * DAY, abroad, "postponed")
    assert standing(abroad) == ("postponed", "they_owe", {"answer"})


def test_conditions_are_ours_to_accept(
    office: OfficeThere, other_office: OfficeThere, abroad: str, now: datetime
) -> None:
    arrived(office, now, abroad)
    lives.replies(office, now + DAY, abroad, "conditions_offered", note="Not before the hearing.")
    assert standing(abroad) == ("conditions_offered", "we_owe", {"our_answer"})
    assert conditions_of(office.liaison, abroad) == ()
    tracking.accept_conditions(office.prosecutor, now + DAY, abroad, now + DAY, ZONE)
    assert standing(abroad) == ("acknowledged", "they_owe", {"answer"})
    assert conditions_of(office.liaison, abroad) == ("Not before the hearing.",), "they bind like limits of use"
    assert conditions_of(other_office.liaison, abroad) == ()
    with pytest.raises(NotHere):
        conditions_of(office.actors[Role.FAMILY_OFFICER], abroad)


def test_a_refusal_keeps_its_ground_of_the_one_vocabulary(office: OfficeThere, abroad: str, now: datetime) -> None:
    arrived(office, now, abroad)
    with pytest.raises(Problem, match="no ground of refusal"):
        lives.replies(office, now + DAY, abroad, "refused", ground="mood")
    reply_id = lives.replies(office, now + DAY, abroad, "refused", ground="no_offence_there")
    with transaction() as session:
        assert session.get_one(Reply, reply_id).ground == "no_offence_there"
    assert standing(abroad) == ("refused", "done", set())


@pytest.mark.parametrize("named", [True, False])
def test_a_link_is_a_clock_of_ours_that_warns_before_it_ends(
    office: OfficeThere, abroad: str, now: datetime, named: bool
) -> None:
    arrived(office, now, abroad)
    until = (now + 10 * DAY).date() if named else None
    lives.replies(office, now + DAY, abroad, "link_given", link="https://x.example/1", until=until)
    assert standing(abroad) == ("link_given", "we_owe", {"download"})
    clock = lives.clocks(abroad)["download"]
    if named:
        assert (clock.legal_due, clock.safe_due) == ("2026-03-12", "2026-03-11")
        assert clock.next_rung == "download_3"
    else:
        assert clock.source == "the office's own habit, not law"
        assert clock.next_rung in ("download_3", "download_1")
    # A question does not stop it; what came does.
    lives.replies(office, now + 2 * DAY, abroad, "more_asked")
    assert set(lives.clocks(abroad)) == {"download", "our_answer"}
    lives.replies(office, now + 3 * DAY, abroad, "answered")
    assert standing(abroad) == ("answered", "done", set())


def test_a_link_that_ended_is_theirs_to_renew(office: OfficeThere, abroad: str, now: datetime) -> None:
    arrived(office, now, abroad)
    with pytest.raises(Problem, match="link: is empty"):
        lives.replies(office, now + DAY, abroad, "link_given")
    lives.replies(office, now + DAY, abroad, "link_given", link="https://x.example/1")
    tracking.lose_link(office.liaison, now + 9 * DAY, abroad, now + 9 * DAY, ZONE)
    assert standing(abroad) == ("acknowledged", "they_owe", {"answer"})
