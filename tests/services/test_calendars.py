"""The office's own days of rest: entered with a source, counted with, and what a change does to running clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text

from mlat.domain.casefile import OpenRequest
from mlat.domain.orders import OrderInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Stale
from mlat.model import Clock, Event, Office, OfficeDayRow, Reminder, db, transaction
from mlat.services import audit, calendars, clocking, orders, rebuilding, takeover, tracking
from mlat.services.access import NotHere
from mlat.services.calendars import Change, DaysInput, Habits
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
CLOSED = DaysInput(
    type="closure",
    name="Mudanza",
    first=date(2026, 3, 10),
    last=date(2026, 3, 11),
    source="Resolución 5/2026",
)


@pytest.fixture
def admin(office: OfficeThere) -> Actor:
    return office.actors[Role.ADMINISTRATOR]


@pytest.fixture
def asked(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A request whose recipient asked us something on Monday 2 March: ten working days are ours to answer."""
    return a_question(office, now, case_id)


def taken_over(
    office: OfficeThere, at: datetime, case_id: str, code: str, measure: str, to: str, instrument: str
) -> str:
    """A request that reached its recipient at `at`, taken over from earlier work; returns its id."""
    given = OpenRequest(
        code=code,
        measure=measure,
        recipient=to,
        instrument=instrument,
        sent_at=at,
        zone=ZONE,
        channel="portal",
        identifiers=("RBX",),
        data=("subscriber",),
    )
    return takeover.take_over(office.prosecutor, at, case_id, given)


def a_hold(office: OfficeThere, at: datetime, case_id: str) -> str:
    """A preservation that waits for its confirmation."""
    return taken_over(office, at, case_id, "HOLD", "preservation", "roblox", "us.sca.2703f.preservation")


def a_question(office: OfficeThere, at: datetime, case_id: str, code: str = "MLA") -> str:
    """A request for evidence on which the other side asks us something on the same day; returns its id."""
    request_id = taken_over(office, at, case_id, code, "mla_evidence", "mx-central", "ar_mx.mlat")
    lives.replies(office, at, request_id, "more_asked")
    return request_id


def ours(request_id: str) -> Clock:
    return lives.clocks(request_id)["our_answer"]


def events(kind: str) -> list[Event]:
    with transaction() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def rows() -> list[OfficeDayRow]:
    with transaction() as session:
        return list(session.scalars(select(OfficeDayRow).order_by(OfficeDayRow.entered_at, OfficeDayRow.id)))


def test_what_we_owe_is_counted_by_our_own_law_on_our_own_working_days(asked: str) -> None:
    clock = ours(asked)
    assert (clock.rule, clock.legal_due) == ("ar_cppf_114", "2026-03-16")
    assert clock.calendar_version.startswith("AR@holidays-")


def test_a_change_is_shown_before_it_is_made(admin: Actor, asked: str) -> None:
    effect = calendars.preview(admin, Change(add=CLOSED))
    assert (effect.counted, effect.left) == (1, 0)
    (move,) = effect.moved
    assert (move.kind, move.was, move.now) == (
        "our_answer",
        ("2026-03-16", "2026-03-16"),
        ("2026-03-18", "2026-03-18"),
    )
    assert rows() == []
    assert ours(asked).legal_due == "2026-03-16"
    assert events("recounted") == []


def test_a_change_counts_anew_and_keeps_both_dates(admin: Actor, asked: str, now: datetime) -> None:
    before = ours(asked)
    change = calendars.make(admin, now + DAY, Change(add=CLOSED))
    after = ours(asked)
    assert after.id == before.id, "the same clock: what was planted from it is not planted again"
    assert (after.legal_due, after.safe_due) == ("2026-03-18", "2026-03-18")
    assert after.calendar_version != before.calendar_version
    assert ("skipped_holiday", "2026-03-10", "Mudanza") in [
        (step["code"], step["day"], step["values"].get("name")) for step in after.working
    ]
    assert lives.the(asked).next_due == after.safe_at
    (event,) = events("recounted")
    (entry,) = event.data["recounts"]
    assert (event.request_id, event.actor) == (asked, admin.user_id)
    assert entry["was"] == {"legal_due": "2026-03-16", "safe_due": "2026-03-16", "calendar": before.calendar_version}
    assert (entry["legal_due"], entry["calendar"]) == ("2026-03-18", after.calendar_version)
    (told,) = events("days_added")
    assert told.id == change
    assert (told.data["counted"], told.data["moved"], told.data["events"]) == (1, 1, [event.id])
    assert "Mudanza" not in str(told.data)
    assert rebuilding.rebuild(now + DAY, check=True) == []
    assert audit.verify() == []


def test_a_rebuild_gives_the_dates_of_the_last_count(admin: Actor, asked: str, now: datetime) -> None:
    calendars.make(admin, now + DAY, Change(add=CLOSED))
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE clocks SET legal_due = '2026-03-16' WHERE kind = 'our_answer'"))
    (line,) = rebuilding.rebuild(now + DAY, check=False)
    assert "legal_due is '2026-03-16'" in line
    assert ours(asked).legal_due == "2026-03-18"


def test_an_edit_retires_one_row_and_adds_the_next(admin: Actor, asked: str, now: datetime) -> None:
    calendars.make(admin, now, Change(add=CLOSED))
    (row,) = rows()
    calendars.make(admin, now + DAY, Change(retire=row.id, add=replace(CLOSED, last=date(2026, 3, 10))))
    old, new = rows()
    assert (old.id, old.retired_by, old.retired_at) == (row.id, admin.user_id, now + DAY)
    assert (new.last, new.retired_at) == (date(2026, 3, 10), None)
    assert ours(asked).legal_due == "2026-03-17"
    calendars.make(admin, now + 2 * DAY, Change(retire=new.id))
    assert ours(asked).legal_due == "2026-03-16"
    assert [event.kind for event in events("recounted")] == ["recounted"] * 3
    assert len(rows()) == 2
    with pytest.raises(NotHere):
        calendars.make(admin, now + 3 * DAY, Change(retire=new.id))


def test_what_starts_later_is_counted_with_the_rows(
    office: OfficeThere, admin: Actor, case_id: str, now: datetime
) -> None:
    calendars.make(admin, now, Change(add=CLOSED))
    request_id = a_question(office, now, case_id)
    assert ours(request_id).legal_due == "2026-03-18"


def test_an_enabled_day_counts(admin: Actor, asked: str, now: datetime) -> None:
    saturday = replace(CLOSED, type="enabled", name="Turno", first=date(2026, 3, 7), last=date(2026, 3, 7))
    calendars.make(admin, now, Change(add=saturday))
    assert ours(asked).legal_due == "2026-03-13"


def test_ended_clocks_and_dates_that_somebody_named_stay(
    office: OfficeThere, admin: Actor, asked: str, case_id: str, now: datetime
) -> None:
    hold = a_hold(office, now, case_id)
    lives.replies(office, now, hold, "hold_confirmed", until=date(2026, 3, 11))
    tracking.give_more(office.liaison, now + DAY, asked, now + DAY, lives.MEXICO)
    ended = lives.clocks(asked, ended=True)["our_answer"]
    assert calendars.preview(admin, Change(add=CLOSED)).counted == 0
    calendars.make(admin, now + 2 * DAY, Change(add=CLOSED))
    assert lives.clocks(asked, ended=True)["our_answer"].legal_due == ended.legal_due == "2026-03-16"
    assert lives.clocks(hold)["hold"].legal_due == "2026-03-11"
    assert events("recounted") == []


def test_another_offices_clocks_and_days_are_its_own(
    office: OfficeThere, admin: Actor, other_office: OfficeThere, asked: str, now: datetime
) -> None:
    stranger = other_office.actors[Role.ADMINISTRATOR]
    calendars.make(stranger, now, Change(add=CLOSED))
    assert ours(asked).legal_due == "2026-03-16"
    with pytest.raises(NotHere):
        calendars.preview(admin, Change(retire=rows()[0].id))
    assert len(calendars.observed_by(stranger).days) == 1
    assert calendars.observed_by(admin).days == ()


def test_only_an_administrator_changes_the_calendar(office: OfficeThere, now: datetime) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        for act in (calendars.preview, lambda actor, change: calendars.make(actor, now, change)):
            with pytest.raises(NotHere):
                act(office.actors[role], Change(add=CLOSED))
    assert rows() == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"type": "party"}, "type"),
    ({"name": " "}, "name"),
    ({"source": " "}, "source"),
    ({"last": date(2026, 3, 9)}, "last"),
    ({"last": date(2027, 3, 11)}, "last"),
    ({"first": date(226, 3, 10)}, "first"),
]


def test_days_that_cannot_be_are_refused_with_their_field(admin: Actor, now: datetime) -> None:
    for changed, where in WRONG:
        found = lives.refused(partial(calendars.make, admin, now, Change(add=replace(CLOSED, **changed))))
        assert where in [problem.where for problem in found], changed
    assert rows() == []
    calendars.make(admin, now, Change(add=CLOSED))
    assert lives.refused(partial(calendars.make, admin, now, Change(add=CLOSED)))[0].where == "first"


def test_a_date_that_a_person_fixed_stays_and_an_extension_is_counted_anew(
    office: OfficeThere, admin: Actor, asked: str, case_id: str, now: datetime
) -> None:
    fixed = clocking.extend_clock(office.liaison, now, ours(asked).id, "They said so.", "until", date(2026, 3, 10))
    other = a_question(office, now, case_id, "LATER")
    longer = clocking.extend_clock(office.liaison, now, ours(other).id, "They gave more.", "more", "P2D")
    assert ours(other).legal_due == "2026-03-18"
    effect = calendars.preview(admin, Change(add=replace(CLOSED, first=date(2026, 3, 9), last=date(2026, 3, 17))))
    assert (effect.counted, effect.left) == (1, 0)
    calendars.make(admin, now + DAY, Change(add=replace(CLOSED, first=date(2026, 3, 9), last=date(2026, 3, 17))))
    assert (ours(asked).id, ours(asked).legal_due) == (fixed, "2026-03-10")
    assert (ours(other).id, ours(other).legal_due) == (longer, "2026-03-19")
    assert ours(other).working[0]["code"] == "added_to_end"
    assert rebuilding.rebuild(now + DAY, check=True) == []


def test_a_resumed_clock_is_counted_anew_and_a_paused_one_is_not(
    office: OfficeThere, admin: Actor, asked: str, now: datetime
) -> None:
    clocking.pause_clock(office.liaison, now + DAY, ours(asked).id, "They are closed.", now + DAY)
    assert calendars.preview(admin, Change(add=CLOSED)).counted == 0
    clocking.resume_clock(office.liaison, now + 2 * DAY, ours(asked).id, "They are back.", now + 2 * DAY)
    assert ours(asked).legal_due == "2026-03-17"
    calendars.make(admin, now + 2 * DAY, Change(add=CLOSED))
    assert ours(asked).legal_due == "2026-03-19"
    assert rebuilding.rebuild(now + 2 * DAY, check=True) == []


def test_a_clock_of_the_case_itself_is_counted_anew_on_its_chain(
    office: OfficeThere, admin: Actor, case_id: str, now: datetime
) -> None:
    given = OrderInput(kind="file_secrecy", ordered_at=now, zone=ZONE, rule="ar_cppf_114", period="P8D")
    orders.record_order(office.prosecutor, now, case_id, given)
    calendars.make(admin, now + DAY, Change(add=CLOSED))
    with transaction() as session:
        (clock,) = session.scalars(select(Clock).where(Clock.calendar_version.startswith("AR")))
    assert clock.legal_due == clock.safe_due == "2026-03-16"
    (event,) = events("recounted")
    assert (event.case_id, event.request_id) == (case_id, None)
    assert rebuilding.rebuild(now + DAY, check=True) == []


# -- settings


def habits(office: OfficeThere, **changed: Any) -> Habits:
    with transaction() as session:
        row = session.get_one(Office, office.id)
        found = Habits(
            counting_rule=row.counting_rule,
            subdivision=row.subdivision,
            tables=tuple(row.calendars),
            version=row.version,
        )
    return replace(found, **changed)


def test_a_shipped_table_counts_only_where_it_is_switched_on(
    office: OfficeThere, admin: Actor, case_id: str, now: datetime
) -> None:
    july = datetime.fromisoformat("2026-07-10T13:00+00:00")
    request_id = a_question(office, july, case_id)
    before = ours(request_id).legal_due
    calendars.make(admin, july, Change(habits=habits(office, tables=("ar-federal-recess",))))
    after = ours(request_id)
    assert before == "2026-07-24"
    assert after.legal_due == "2026-08-07"
    (told,) = events("calendar_set")
    assert told.data["tables"] == [[], ["ar-federal-recess"]]


def test_the_holidays_of_a_part_of_the_country_count(
    office: OfficeThere, admin: Actor, asked: str, now: datetime
) -> None:
    calendars.make(admin, now, Change(habits=habits(office, subdivision="Y")))
    assert ours(asked).calendar_version.startswith("AR-Y@")
    calendars.make(admin, now, Change(add=CLOSED))
    assert ours(asked).legal_due == "2026-03-18"


def test_a_chosen_rule_counts_what_starts_from_then_on(
    office: OfficeThere, admin: Actor, asked: str, case_id: str, now: datetime
) -> None:
    calendars.make(admin, now, Change(habits=habits(office, counting_rule="ar_ccyc_6")))
    assert (ours(asked).rule, ours(asked).legal_due) == ("ar_cppf_114", "2026-03-16")
    later = a_question(office, now, case_id, "LATER")
    assert (ours(later).rule, ours(later).legal_due) == ("ar_ccyc_6", "2026-03-12")
    assert events("calendar_set")[0].data["counting_rule"] == ["ar_cppf_114", "ar_ccyc_6"]


def test_settings_that_cannot_be_or_that_somebody_changed_are_refused(
    office: OfficeThere, admin: Actor, now: datetime
) -> None:
    for changed, where in [
        ({"counting_rule": "fingers"}, "counting_rule"),
        ({"subdivision": "BY"}, "subdivision"),
        ({"tables": ("de-nothing",)}, "tables"),
    ]:
        wrong = Change(habits=habits(office, **changed))
        assert lives.refused(partial(calendars.make, admin, now, wrong))[0].where == where
    seen = habits(office, subdivision="B")
    calendars.make(admin, now, Change(habits=seen))
    with pytest.raises(Stale):
        calendars.make(admin, now, Change(habits=seen))


# -- a newer holiday set


def test_a_newer_holiday_set_changes_nothing_until_it_is_asked_for(
    admin: Actor, asked: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlat.domain import calendars as known
    from mlat.domain import office_days

    before = ours(asked)
    assert calendars.preview(admin, Change()).counted == 0
    plain = known.country_calendar

    def newer(country: str, years: range, subdivision: str | None = None) -> known.Calendar:
        found = plain(country, years, subdivision)
        rest = {**found.holidays, date(2026, 3, 16): "Newly decreed"}
        return replace(found, holidays=rest, version=found.version.replace("holidays-", "holidays-9."))

    monkeypatch.setattr(office_days, "country_calendar", newer)
    office_days._around.cache_clear()
    try:
        assert ours(asked).legal_due == before.legal_due
        effect = calendars.preview(admin, Change())
        assert (effect.counted, effect.moved[0].now) == (1, ("2026-03-17", "2026-03-17"))
        calendars.make(admin, now + DAY, Change())
        assert ours(asked).legal_due == "2026-03-17"
        assert events("calendar_recounted")[0].data["moved"] == 1
        assert calendars.preview(admin, Change()).counted == 0
    finally:
        office_days._around.cache_clear()


def test_a_date_that_its_rule_does_not_explain_is_left_for_a_person(admin: Actor, asked: str, now: datetime) -> None:
    with transaction() as session:
        session.get_one(Clock, ours(asked).id).legal_due = "2026-04-01"
    effect = calendars.preview(admin, Change(add=CLOSED))
    assert (effect.counted, effect.left) == (0, 1)
    calendars.make(admin, now, Change(add=CLOSED))
    assert ours(asked).legal_due == "2026-04-01"


# -- reminders


def test_a_planted_reminder_is_not_planted_again_and_the_next_moves(
    office: OfficeThere, admin: Actor, case_id: str, now: datetime
) -> None:
    """A recipient in the office's own country is reminded on the working days that the office observes."""
    request_id = a_hold(office, now, case_id)
    with transaction() as session:
        lives_there = session.get_one(type(lives.the(request_id)), request_id)
        lives_there.requested_state = "AR"
    chase = lives.clocks(request_id)["acknowledgement"]
    assert chase.next_rung_at is not None
    day = chase.next_rung_at.date()
    calendars.make(admin, now, Change(add=replace(CLOSED, first=now.date() + DAY, last=day)))
    moved = lives.clocks(request_id)["acknowledgement"]
    assert moved.next_rung == chase.next_rung
    assert moved.next_rung_at is not None
    assert moved.next_rung_at.date() > day
    with transaction() as session:
        assert session.scalars(select(Reminder)).all() == []
