"""What an office owes itself: renewals in time, answers to questions, each until it was done, the pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Flask

from mlat.domain.permissions import Role
from mlat.model import User, transaction
from mlat.reads.duties import own_duties
from mlat.reads.duty import duty_now
from mlat.services import admin, issuing, rota, tracking, transit
from mlat.services.access import deputies
from tests.conftest import ZONE, OfficeThere
from tests.services import lives
from tests.services.test_holds import EXTENSION

DAY = timedelta(days=1)


def kinds(office: OfficeThere, now: datetime) -> list[str]:
    """Of the prosecutor's duties, in their order."""
    return [one.kind for one in own_duties(office.prosecutor, now)]


def test_a_hold_is_to_be_renewed_until_the_renewal_has_left_and_no_longer_once_it_is_over(
    app: Flask, office: OfficeThere, case_id: str, now: datetime
) -> None:
    held = lives.a_sent(office, now, case_id)
    lives.replies(office, now, held, "hold_confirmed")
    until = lives.clocks(held)["hold"].safe_at
    assert until
    assert kinds(office, now) == []
    assert kinds(office, until - 20 * DAY) == ["hold"]
    assert kinds(office, until + DAY) == []
    extension = replace(EXTENSION, parent=held)
    soon = until - 20 * DAY
    drafted = lives.a_draft(office, soon, case_id, extension)
    assert kinds(office, soon) == ["hold"], "a draft keeps nothing"
    assert lives.the(drafted).parent_id == held
    lives.approve(office, soon, drafted)
    issuing.issue(office.prosecutor, soon, drafted)
    transit.record_sent(office.liaison, soon, lives.legs(drafted)[0].id, "portal", soon, ZONE)
    assert kinds(office, soon) == []


def test_a_question_of_theirs_is_ours_to_answer_and_falls_to_the_deputy_of_who_is_away(
    app: Flask, office: OfficeThere, case_id: str, now: datetime
) -> None:
    asked = lives.a_sent(office, now, case_id)
    lives.replies(office, now, asked, "more_asked")
    assert kinds(office, now) == ["our_answer"]
    assert [one.kind for one in own_duties(office.liaison, now)] == []
    assert [one.kind for one in own_duties(office.liaison, now, all_of_the_office=True)] == ["our_answer"]
    day = date(2026, 3, 2)
    admin.set_absence(office.prosecutor, now, office.prosecutor.user_id or "", office.liaison.user_id or "", day, day)
    assert [one.kind for one in own_duties(office.liaison, now)] == ["our_answer"]
    assert [one.kind for one in own_duties(office.liaison, now + DAY)] == []
    tracking.give_more(office.liaison, now + DAY, asked, now + DAY, ZONE)
    assert kinds(office, now + DAY) == []


def test_a_deputy_who_has_left_stands_in_for_nobody_and_is_on_duty_no_more(office: OfficeThere, now: datetime) -> None:
    absent, deputy = office.prosecutor.user_id or "", office.liaison.user_id or ""
    chief = office.actors[Role.ADMINISTRATOR]
    admin.set_absence(chief, now, absent, deputy, now.date(), now.date())
    rota.plan(chief, now, [deputy], "weekly", now.date(), 1, 0)
    with transaction() as session:
        assert deputies(session, office.id, now.date()) == {absent: deputy}
    assert duty_now(office.prosecutor, now) is not None
    with transaction() as session:
        session.get_one(User, deputy).active = False
        session.flush()
        assert deputies(session, office.id, now.date()) == {}, "what is theirs is told to who is away"
    assert duty_now(office.prosecutor, now) is None
