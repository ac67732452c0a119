"""A case handed to another office: then the old one sees nothing of it and the new one all; no row is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event as Flag

import pytest
import sqlalchemy as sa
from flask import Flask

from mlat.domain.casefile import ReplyInput
from mlat.domain.matching import fold
from mlat.domain.permissions import Role
from mlat.model import AskedAfter, Base, Case, Chain, Clock, Event, Identifier, db, transaction
from mlat.reads import trail
from mlat.reads.cases import case_view, cases_page
from mlat.reads.handings import given_away, offered_to
from mlat.reads.requests import request_view, requests_page
from mlat.reads.search import find
from mlat.services import (
    access,
    accounts,
    audit,
    erasing,
    handing,
    issuing,
    outbox,
    rebuilding,
    referring,
    reminders,
    sweeping,
    tracking,
    waking,
)
from mlat.services.access import NotHere
from mlat.worker.operations import refer_planted
from tests.conftest import ZONE, OfficeThere, an_office
from tests.services import lives
from tests.services.test_operations import SEVEN, WISH, a_file

DAY = timedelta(days=1)


@pytest.fixture
def there(office: OfficeThere, now: datetime) -> OfficeThere:
    """The office that takes cases over."""
    return an_office(now, "THERE")


def hand(office: OfficeThere, there: OfficeThere, now: datetime, case_id: str, **more: str) -> str:
    """Offered by the one prosecutor, accepted by the other."""
    offer = handing.offer(office.prosecutor, now, case_id, there.id, "Competencia de ese distrito.")
    return handing.accept(there.prosecutor, now, offer, there.prosecutor.user_id or "", **more)


def test_every_table_that_names_an_office_moves_with_a_case_or_stays_with_its_office() -> None:
    named = {table.name for table in Base.metadata.sorted_tables if "office_id" in table.columns}
    moves = {table.name for table in handing.tables_of_a_case()}
    assert named >= handing.OF_THE_OFFICE | handing.APART
    lost = {
        table.name for table in handing.tables_of_a_case() if not {"case_id", "request_id"} & set(table.columns.keys())
    }
    assert lost == set(), "say of a new table whether it moves with a case, and by what"
    assert {"requests", "clocks", "identifiers", "references", "dispatches", "reminders", "status_letters"} <= moves


def offices_named(case_id: str) -> dict[str, set[str]]:
    """The offices that the rows of a case name, by table: found by following foreign keys from the case on."""
    found: dict[str, set[str]] = {}
    with db.engine.connect() as connection:
        ids = {"cases": {case_id}}
        for table in Base.metadata.sorted_tables:
            columns = [
                column
                for column in table.columns
                for key in column.foreign_keys
                if key.column.table.name in ids and key.column.table.name not in ("users", "offices")
            ]
            if not columns and table.name != "cases":
                continue
            where = sa.or_(
                sa.false(), *(column.in_(ids[next(iter(column.foreign_keys)).column.table.name]) for column in columns)
            )
            query = sa.select(table).where(table.c.id == case_id if table.name == "cases" else where)
            rows = connection.execute(query).mappings().all()
            if "id" in table.columns:
                ids[table.name] = {row["id"] for row in rows}
            if "office_id" in table.columns and rows:
                found[table.name] = {row["office_id"] for row in rows}
    return found


def test_afterwards_the_old_office_sees_nothing_and_the_new_one_all(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now, held, "hold_confirmed")
    asked = lives.a_sent(office, now, case_id, lives.EVIDENCE, channel="by_hand")
    tracking.record_reply(
        office.liaison, now, asked, ReplyInput(kind="acknowledged", at=now, zone=ZONE, reference="X/1")
    )
    waking.wake(office.prosecutor, now, case_id, now.date() + DAY)
    sweeping.sweep(now + 60 * DAY)
    while (reminder := reminders.take(now + 60 * DAY)) is not None:
        reminders.work(now + 60 * DAY, reminder)
    later = now + 61 * DAY
    before = {clock.id: (clock.legal_due, clock.safe_due, clock.next_rung_at) for clock in _clocks(case_id)}
    numbers = {line.number for line in requests_page(office.prosecutor).lines}

    assert hand(office, there, later, case_id) == case_id

    for gate in (access.visible, access.own_requests, access.visible_letters):
        for role, actor in office.actors.items():
            assert lives.seen(gate, actor) == [], role
        assert lives.seen(gate, there.prosecutor)
    assert {one for offices in offices_named(case_id).values() for one in offices} == {there.id}
    assert set(offices_named(case_id)) >= {"cases", "requests", "clocks", "identifiers", "reminders"}
    assert cases_page(office.prosecutor, later.date()).lines == ()
    with pytest.raises(NotHere):
        request_view(office.prosecutor, held)
    assert case_view(there.prosecutor, later.date(), case_id).requests
    assert {line.number for line in requests_page(there.prosecutor).lines} == numbers
    paper = request_view(there.prosecutor, held).papers[0].id
    assert issuing.paper_bytes(there.prosecutor, later, paper)
    with pytest.raises(NotHere):
        issuing.paper_bytes(office.prosecutor, later, paper)
    after = {clock.id: (clock.legal_due, clock.safe_due, clock.next_rung_at) for clock in _clocks(case_id)}
    assert after == before, "every clock keeps its dates"
    # the account is found again by the new office, and no longer by the old one
    with transaction() as session:
        account = session.scalars(sa.select(Identifier).where(Identifier.case_id == case_id)).one()
        normal = "99999999999999999001"
        assert account.lookup == accounts.lookups(there.id, account.kind, normal, account.platform)[0]
    (line,) = given_away(office.prosecutor)
    assert (line.reference, line.state, line.office) == (lives.GIVEN.reference, "accepted", "Fiscalía de ejemplo THERE")
    old_trail = trail.trail_page(office.actors[Role.AUDITOR]).lines
    assert not [one for one in old_trail if one.chain == f"case:{case_id}"]
    assert "case_handed_out" in {one.kind for one in old_trail}
    new_trail = {one.kind for one in trail.trail_page(there.actors[Role.AUDITOR]).lines}
    assert {"case_handed", "case_handed_in", "case_opened"} <= new_trail
    assert audit.verify() == []
    assert rebuilding.rebuild(later, check=True) == []
    # and life goes on
    tracking.record_reply(there.liaison, later, asked, ReplyInput(kind="answered", at=later, zone=ZONE))
    assert sweeping.sweep(later + 90 * DAY) >= 0


def _clocks(case_id: str) -> list[Clock]:
    with transaction() as session:
        return list(session.scalars(sa.select(Clock).where(Clock.case_id == case_id)))


def test_nothing_moves_until_the_other_office_accepts_and_either_may_say_no(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    third = an_office(now, "THIRD")
    offer = handing.offer(office.actors[Role.ADMINISTRATOR], now, case_id, there.id, "Nota.")
    (seen,) = offered_to(there.prosecutor)
    assert (seen.reference, seen.note) == (lives.GIVEN.reference, "Nota.")
    assert offered_to(third.prosecutor) == ()
    assert lives.seen(access.visible, there.prosecutor) == []
    for stranger in (third.prosecutor, office.prosecutor, there.liaison, there.actors[Role.ADMINISTRATOR]):
        with pytest.raises(NotHere):
            handing.accept(stranger, now, offer, stranger.user_id or "")
    (problem,) = lives.refused(lambda: handing.offer(office.prosecutor, now, case_id, third.id))
    assert problem.code == "offered"
    handing.decline(there.prosecutor, now, offer)
    handing.take_back(office.prosecutor, now, handing.offer(office.prosecutor, now, case_id, there.id))
    assert offered_to(there.prosecutor) == ()
    assert lives.seen(access.visible, office.prosecutor) == [case_id]
    (problem,) = lives.refused(lambda: handing.offer(office.prosecutor, now, case_id, office.id))
    assert problem.where == "office"


def test_a_mail_under_way_is_settled_first_and_a_taken_reference_asks_for_another(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    lives.a_queued(office, now, case_id)
    lives.a_case(there, now)  # the same reference
    offer = handing.offer(office.prosecutor, now, case_id, there.id)
    owner = there.prosecutor.user_id or ""
    (problem,) = lives.refused(lambda: handing.accept(there.prosecutor, now, offer, owner))
    assert problem.code == "under_way"
    mail = outbox.take(now)
    assert mail
    outbox.deliver(now, mail)
    (problem,) = lives.refused(lambda: handing.accept(there.prosecutor, now, offer, owner))
    assert problem.where == "reference"
    (problem,) = lives.refused(lambda: handing.accept(there.prosecutor, now, offer, office.prosecutor.user_id or ""))
    assert problem.where in ("reference", "owner")
    handing.accept(there.prosecutor, now, offer, owner, reference="OTRA 1/2026")
    with transaction() as session:
        case = session.get_one(Case, case_id)
        chain = session.get_one(Chain, f"case:{case_id}")
        assert (case.reference, case.office_id, chain.office_id, case.owner_id) == (
            "OTRA 1/2026",
            there.id,
            there.id,
            owner,
        )
        last = session.scalars(sa.select(Event).where(Event.case_id == case_id).order_by(Event.id.desc())).first()
        assert last
        assert (last.kind, last.office_id) == ("case_handed", there.id)
    assert [hit.case_id for hit in find(there.prosecutor, fold("OTRA 1/2026"))] == [case_id]


def test_a_case_in_which_workers_have_something_to_do_is_taken_over_when_they_are_done(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    referring.plant_suspects(office.prosecutor, now, case_id, WISH, a_file(12, SEVEN))
    offer = handing.offer(office.prosecutor, now, case_id, there.id)
    (problem,) = lives.refused(lambda: handing.accept(there.prosecutor, now, offer, there.prosecutor.user_id or ""))
    assert problem.code == "in_hand"
    refer_planted(Flag(), lambda: now)
    assert handing.accept(there.prosecutor, now, offer, there.prosecutor.user_id or "") == case_id


def test_the_line_that_stays_forgets_the_reference_when_the_case_is_erased(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    hand(office, there, now, case_id)
    erasing.ask_erasure(there.prosecutor, now, case_id)
    erasing.confirm_erasure(there.actors[Role.ADMINISTRATOR], now, case_id)
    (line,) = given_away(office.prosecutor)
    assert line.reference == ""


def test_a_letter_that_asks_after_two_cases_leaves_before_one_of_them_is_handed_over(
    app: Flask, office: OfficeThere, there: OfficeThere, case_id: str, now: datetime
) -> None:
    asked = lives.a_sent(office, now, case_id, lives.EVIDENCE, channel="by_hand")
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026"))
    letter = lives.a_draft(office, now, other, replace(lives.EVIDENCE, code="L"))
    with transaction() as session:
        session.add(AskedAfter(inquiry_id=letter, request_id=asked))
    offer = handing.offer(office.prosecutor, now, case_id, there.id)
    (problem,) = lives.refused(lambda: handing.accept(there.prosecutor, now, offer, there.prosecutor.user_id or ""))
    assert problem.code == "together"
