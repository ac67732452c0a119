"""Silences, recipients and the figures of a period, as the pages read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.lifecycle import Kind
from mlat.model import Request, Wait, new_id, transaction
from mlat.reads.recipients import recipient_view, recipients_waited_for
from mlat.reads.silence import of_request
from mlat.reads.statistics import statistics
from mlat.services import journal, pacing, rebuilding, sweeping, withdrawing
from mlat.services.access import NotHere
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def silent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A request to Mexico that arrived at once, and of which nothing is heard."""
    return lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")


def others(request_id: str, took: list[int], now: datetime) -> None:
    """As many more requests like it, each answered after so many days."""
    with transaction() as session:
        row = session.get_one(Request, request_id)
        columns = {each.key: getattr(row, each.key) for each in Request.__mapper__.column_attrs}
        for number, days in enumerate(took):
            made = Request(**columns | {"id": new_id(), "code": f"Z{number}", "ball": "done", "proof_code": None})
            session.add(made)
            session.flush()
            theirs = days * pacing.DAY
            session.add(
                Wait(
                    request_id=made.id,
                    office_id=row.office_id,
                    recipient_id=row.recipient_id,
                    measure=row.measure,
                    training=True,
                    began_at=now,
                    theirs=theirs,
                    since=None,
                    contact=theirs // 2,
                    answer=theirs,
                    spoken=theirs,
                )
            )


def test_a_request_is_measured_by_what_the_same_recipient_took(office: OfficeThere, silent: str, now: datetime) -> None:
    others(silent, list(range(10, 210, 10)), now)
    found = of_request(office.liaison, now + 83 * DAY, silent)
    assert found is not None
    # Twenty have answered, every ten days one: half of them by day 100 or, with this one still silent, by day 110.
    assert (found.silence.days, found.silence.pace.cases, found.silence.pace.answer_half) == (83, 21, 110)
    assert (found.silence.ground, found.silence.bound, found.silence.stalled) == ("contact", 85, False)
    later = of_request(office.liaison, now + 86 * DAY, silent)
    assert later is not None and later.silence.stalled
    assert [each.to_months for each in found.published] == [24]


def test_below_twenty_cases_only_counts_and_what_is_published_are_said(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    others(silent, [30] * 18, now)
    found = of_request(office.liaison, now + 900 * DAY, silent)
    assert found is not None
    assert (found.silence.pace.cases, found.silence.pace.enough, found.silence.stalled) == (19, False, False)


def test_what_is_answered_or_another_offices_has_no_silence(office: OfficeThere, silent: str, now: datetime) -> None:
    lives.replies(office, now + 2 * DAY, silent, "answered")
    assert of_request(office.liaison, now + 3 * DAY, silent) is None


def test_whoever_has_promised_a_day_is_not_silent_until_it_is_over(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    pacing.set_limit(office.prosecutor, now, lives.the(silent).recipient_id, "mla_evidence", 10)
    lives.replies(office, now + DAY, silent, "promised", promised_on=(now + 60 * DAY).date())
    sweeping.sweep(now + 60 * DAY)
    assert of_request(office.liaison, now + 60 * DAY, silent) is None
    sweeping.sweep(now + 61 * DAY)
    found = of_request(office.liaison, now + 61 * DAY, silent)
    assert found is not None and (found.silence.days, found.silence.stalled) == (60, True)
    assert statistics(office.liaison, now + 61 * DAY, *YEAR).sums["stalled"] == 1


def test_the_page_of_a_recipient(office: OfficeThere, silent: str, now: datetime) -> None:
    recipient = lives.the(silent).recipient_id
    view = recipient_view(office.liaison, now + 3 * DAY, recipient)
    assert (view.country, view.room, view.open_in_all) == ("MX", "authorities", 1)
    assert [one.line.id for one in view.open] == [silent]
    assert (view.there.zone, view.there.local.hour, view.there.open, view.there.assumed) == (
        "America/Mexico_City", 7, False, True,
    )  # fmt: skip
    assert view.there.opens == now.replace(hour=15) + 3 * DAY
    assert any(day == date(2026, 3, 16) for day, _name in view.holidays), "the birthday of Benito Juárez"
    (line,) = recipients_waited_for(office.liaison, now + 3 * DAY)
    assert (line.id, line.open, line.they_owe, line.stalled, line.longest) == (recipient, 1, 1, 0, 3)
    with pytest.raises(NotHere):
        recipient_view(office.liaison, now, "nobody")


def test_the_figures_of_a_period(office: OfficeThere, silent: str, case_id: str, now: datetime) -> None:
    second = lives.a_sent(office, now, case_id, replace(lives.EVIDENCE, code="TWO"), "by_hand")
    third = lives.a_sent(office, now, case_id, replace(lives.EVIDENCE, code="TRE"), "by_hand")
    lives.replies(office, now + 20 * DAY, silent, "partly_answered")
    lives.replies(office, now + 40 * DAY, silent, "answered")
    lives.replies(office, now + 60 * DAY, second, "refused", ground="")
    withdrawing.withdraw(office.prosecutor, now + 61 * DAY, third)
    found = statistics(office.liaison, now + 70 * DAY, *YEAR)
    counted = {name: number for name, number in found.sums.items() if number}
    assert counted == {"sent": 3, "partly": 1, "executed": 1, "refused": 1, "withdrawn": 1}
    assert found.grounds == (("", 1),)
    assert (found.times.answers, found.times.brackets, found.times.middle) == (2, (0, 1, 1, 0, 0, 0), None)
    assert [(month.month, sent, executed) for month, sent, executed in found.months if sent or executed] == [
        (3, 3, 0), (4, 0, 1),
    ]  # fmt: skip
    april = statistics(office.liaison, now + 70 * DAY, date(2026, 4, 1), date(2026, 4, 30))
    assert {name: number for name, number in april.sums.items() if number} == {"executed": 1}


def test_a_refusal_that_was_taken_back_gave_no_ground(office: OfficeThere, silent: str, now: datetime) -> None:
    reply = lives.replies(office, now + 20 * DAY, silent, "refused", ground="too_broad")
    assert statistics(office.liaison, now + 30 * DAY, *YEAR).grounds == (("too_broad", 1),)
    row = lives.the(silent)
    with transaction() as session:
        journal.write(
            session, now + 21 * DAY, office.liaison, Kind.TAKEN_BACK, office_id=row.office_id, case_id=row.case_id,
            request_id=row.id, data={"reply": reply},
        )  # fmt: skip
    found = statistics(office.liaison, now + 30 * DAY, *YEAR)
    assert (found.sums["refused"], found.grounds) == (0, ())


def test_a_rebuild_makes_the_waits_again(
    office: OfficeThere, other_office: OfficeThere, silent: str, now: datetime
) -> None:
    with transaction() as session:
        session.get_one(Wait, silent).office_id = other_office.id
    named = rebuilding.rebuild(now, check=False)
    assert named == [f"wait {silent}: office_id is {other_office.id!r}, it should be {office.id!r}"]
    with transaction() as session:
        session.delete(session.get_one(Wait, silent))
    assert [line for line in rebuilding.rebuild(now, check=True) if line.startswith("wait")]
    rebuilding.rebuild(now, check=False)
    assert rebuilding.rebuild(now, check=True) == []
    with transaction() as session:
        assert session.scalars(select(Wait.request_id)).all() == [silent]
