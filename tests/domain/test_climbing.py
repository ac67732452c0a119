"""The shipped ladders: which one is climbed, and when its next rung is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mlat.domain.calendars import none
from mlat.domain.climbing import ladder_for, next_notice, next_silence, next_warning
from mlat.domain.ladder import Ladder, Rung
from mlat.facts import load

BUENOS_AIRES = "America/Argentina/Buenos_Aires"
MONDAY = datetime(2026, 3, 2, 13, tzinfo=UTC)


def ladder(watches: str, recipient: str, channel: str, measure: str = "mla_evidence") -> Ladder:
    found = ladder_for(load().ladders.values(), watches, recipient, channel, measure)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("recipient", "channel", "name"),
    [
        ("provider", "portal", "portal"),
        ("provider", "mail", "provider_mail"),
        ("authority", "24_7", "network_24_7"),
        ("authority", "network", "prosecutors_network"),
        ("authority", "central_authorities", "authority"),
        ("authority", "diplomatic", "authority"),
    ],
)
def test_the_first_ladder_that_fits_is_climbed(recipient: str, channel: str, name: str) -> None:
    assert ladder("silence", recipient, channel).id == name


def test_a_portal_is_looked_into_before_anybody_is_reminded() -> None:
    assert [rung.act for rung in ladder("silence", "provider", "portal").rungs][:2] == ["look_in_portal"] * 2


def test_inquiries_never_go_past_the_own_transmitting_body() -> None:
    reminders = [rung for rung in ladder("silence", "authority", "central_authorities").rungs if rung.form]
    assert {rung.to for rung in reminders} == {"own_transmitting_authority"}
    assert [rung.cites_clause for rung in reminders] == [False, True, False]
    assert [rung.tone for rung in reminders] == ["gentle", "firm", "own_authority"]


def test_a_rung_waits_working_days_of_the_recipient_and_a_missed_one_is_due_now() -> None:
    portal = ladder("silence", "provider", "portal")
    first = next_silence(portal, (), MONDAY, MONDAY, BUENOS_AIRES, none())
    assert first is not None
    assert (first.rung.id, first.at) == ("portal_look", datetime(2026, 3, 5, 12, tzinfo=UTC))
    late = datetime(2026, 5, 4, 13, tzinfo=UTC)
    missed = next_silence(portal, (), MONDAY, late, BUENOS_AIRES, none())
    assert missed is not None
    assert (missed.rung.id, missed.at) == ("portal_look", late)
    done = tuple(rung.id for rung in portal.rungs)
    assert next_silence(portal, done, MONDAY, late, BUENOS_AIRES, none()) is None


@pytest.mark.parametrize(
    ("done", "rung", "day"),
    [
        ((), "hold_30", date(2026, 5, 1)),
        (("hold_30",), "hold_14", date(2026, 5, 15)),
        (("hold_30", "hold_14"), "hold_7", date(2026, 5, 22)),
    ],
)
def test_before_a_hold_ends_its_extension_is_prepared_and_two_warnings_follow(
    done: tuple[str, ...], rung: str, day: date
) -> None:
    hold = ladder("hold", "provider", "portal", "preservation")
    step = next_warning(hold, done, date(2026, 5, 31), MONDAY, BUENOS_AIRES, none())
    assert step is not None
    assert (step.rung.id, step.at.date()) == (rung, day)


def test_a_hold_seen_late_still_has_its_extension_prepared_at_once() -> None:
    late = datetime(2026, 5, 25, 13, tzinfo=UTC)
    hold = ladder("hold", "provider", "portal", "preservation")
    step = next_warning(hold, (), date(2026, 5, 31), late, BUENOS_AIRES, none())
    assert step is not None
    assert (step.rung.act, step.at) == ("prepare_extension", late)


NOTICES = Ladder(
    id="secrecy",
    watches="secrecy",
    recipient="any",
    rungs=tuple(Rung(id=f"n{before}", act="warn", to="officer", says="x", before=before) for before in (30, 14, 7, -1)),
)
ENDS = date(2026, 4, 1)


def notice(done: tuple[str, ...], now: datetime, begun: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> str:
    step = next_notice(NOTICES, done, ENDS, begun, now, "UTC", none())
    return f"{step.rung.id} {step.at:%m-%d %H:%M}" if step else ""


def test_a_notice_comes_on_a_working_day_before_the_end_and_the_last_one_after_it() -> None:
    early = datetime(2026, 2, 1, tzinfo=UTC)
    assert notice((), early) == "n30 03-02 09:00"
    assert notice(("n30",), early) == "n14 03-18 09:00"
    assert notice(("n30", "n14", "n7"), early) == "n-1 04-02 09:00"
    assert notice(("n30", "n14", "n7", "n-1"), early) == ""


def test_of_notices_that_were_missed_only_the_last_is_given_and_none_from_before_the_clock() -> None:
    assert notice((), datetime(2026, 3, 20, 12, tzinfo=UTC)) == "n14 03-20 12:00"
    assert notice(("n14",), datetime(2026, 3, 20, 12, tzinfo=UTC)) == "n7 03-25 09:00"
    begun = datetime(2026, 3, 22, 10, tzinfo=UTC)
    assert notice((), begun, begun) == "n7 03-25 09:00"
