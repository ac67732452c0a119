"""The shipped ladders: which one is climbed, and when its next rung is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mlat.domain.calendars import none
from mlat.domain.climbing import ladder_for, next_notice, next_silence, next_warning
from mlat.domain.ladder import Ladder, Rung
from mlat.domain.opening import ALWAYS, ASSUMED, Place, read_hours
from mlat.domain.problems import Problem
from mlat.facts import load

BUENOS_AIRES = "America/Argentina/Buenos_Aires"
MONDAY = datetime(2026, 3, 2, 13, tzinfo=UTC)


THERE = Place(BUENOS_AIRES, none(), read_hours(ASSUMED))


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
    in_turn = [rung for rung in ladder("silence", "provider", "portal").rungs if rung.when == "always"]
    assert [rung.act for rung in in_turn][:2] == ["look_in_portal"] * 2


def test_inquiries_never_go_past_the_own_transmitting_body() -> None:
    reminders = [rung for rung in ladder("silence", "authority", "central_authorities").rungs if rung.form]
    assert {rung.to for rung in reminders} == {"own_transmitting_authority"}
    assert [rung.cites_clause for rung in reminders] == [False, True, False]
    assert [rung.tone for rung in reminders] == ["gentle", "firm", "own_authority"]


@pytest.mark.parametrize("measure", ["preservation", "subscriber_disclosure"])
def test_a_company_asked_by_mail_gets_two_letters_and_then_the_supervising_prosecutor_is_told(measure: str) -> None:
    in_turn = [rung for rung in ladder("silence", "provider", "post", measure).rungs if rung.when == "always"]
    assert [(rung.to, rung.form, rung.tone) for rung in in_turn] == [
        ("recipient", "status_inquiry", "gentle"),
        ("recipient", "status_inquiry", "firm"),
        ("supervising_prosecutor", "", "gentle"),
    ]
    assert not any(rung.form for rung in ladder("silence", "provider", "portal", measure).rungs)


def test_a_rung_waits_working_days_of_the_recipient_and_a_missed_one_is_due_now() -> None:
    portal = ladder("silence", "provider", "portal")
    first = next_silence(portal, (), MONDAY, MONDAY, THERE)
    assert first is not None
    assert (first.rung.id, first.at) == ("portal_look", datetime(2026, 3, 5, 12, tzinfo=UTC))
    late = datetime(2026, 5, 4, 13, tzinfo=UTC)
    missed = next_silence(portal, (), MONDAY, late, THERE)
    assert missed is not None
    assert (missed.rung.id, missed.at) == ("portal_look", late)
    done = tuple(rung.id for rung in portal.rungs)
    assert next_silence(portal, done, MONDAY, late, THERE) is None


def test_who_was_asked_to_hold_data_is_chased_sooner() -> None:
    assert ladder("silence", "provider", "mail", "preservation").id == "provider_hold"
    waits = [rung.wait or 0 for rung in ladder("silence", "provider", "mail", "preservation").rungs]
    assert sum(waits) < sum(rung.wait or 0 for rung in ladder("silence", "provider", "mail").rungs)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        # Saturday noon in Buenos Aires: nothing falls due before Monday morning there.
        (BUENOS_AIRES, "2026-05-09T15:00", "2026-05-11T12:00"),
        # Friday evening there, though it is still afternoon here.
        ("Asia/Tokyo", "2026-05-08T10:00", "2026-05-11T00:00"),
        # Monday before they open, and while they are open.
        ("America/Mexico_City", "2026-05-11T13:00", "2026-05-11T15:00"),
        ("America/Mexico_City", "2026-05-11T16:30", "2026-05-11T16:30"),
        # It is Sunday in Apia's yesterday: the local day counts, not that of UTC.
        ("Pacific/Apia", "2026-05-10T21:00", "2026-05-10T21:00"),
    ],
)
def test_a_missed_rung_falls_due_when_they_next_open(zone: str, now: str, due: str) -> None:
    there = Place(zone, none(), read_hours(ASSUMED))
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    step = next_silence(ladder("silence", "provider", "portal"), (), MONDAY, at, there)
    assert step is not None
    assert step.at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_24_7_point_is_called_only_when_data_are_about_to_be_lost_and_then_out_of_turn() -> None:
    authority = ladder("silence", "authority", "central_authorities")
    assert {rung.to for rung in authority.rungs if rung.when == "data_at_risk"} == {"24_7_point"}
    calm = next_silence(authority, (), MONDAY, MONDAY, THERE, date(2026, 9, 30))
    assert calm is not None and calm.rung.id == "authority_gentle"
    # The hold ends on Saturday 28 March: two weeks before it, on a Saturday too.
    soon = next_silence(authority, (), MONDAY, MONDAY, THERE, date(2026, 3, 28))
    assert soon is not None
    assert (soon.rung.id, soon.at) == ("authority_24_7", datetime(2026, 3, 14, 12, tzinfo=UTC))
    done = next_silence(authority, ("authority_24_7",), MONDAY, MONDAY, THERE, date(2026, 3, 28))
    assert done is not None and done.rung.id == "authority_gentle"


@pytest.mark.parametrize("text", ["9-5", "17:00-09:00", "09:00-09:00", "", "25:00-26:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_hours(text)


def test_who_is_always_there_is_open_on_a_saturday_night() -> None:
    night = datetime(2026, 5, 9, 6, tzinfo=UTC)
    assert Place(BUENOS_AIRES, none(), read_hours(ALWAYS)).next_open(night) == night


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
