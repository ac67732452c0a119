"""What our own people are told by mail: what waits for them, once, in their morning, and nothing of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.permissions import Actor
from mlat.house import house
from mlat.mail.sending import NotSent, Smtp
from mlat.model import DigestLine, Office, StaffMail, User, transaction
from mlat.reads.desk import vanishing
from mlat.reads.duty import duty_now
from mlat.services import admin, digests, rota, tracking, waking
from mlat.services.staffmail import take
from mlat.worker.digests import alert_seconds, tell
from tests.conftest import ZONE, OfficeThere, Sow, an_office
from tests.mail_server import HOST, MailServer
from tests.services import lives
from tests.services.conftest import a_pdf
from tests.services.test_confirming import URGENT

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a paper looks like does not matter here."""
    blank = a_pdf()
    monkeypatch.setattr("mlat.documents.press.write", lambda _record: blank)
    monkeypatch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)


@pytest.fixture
def office(sow: Sow, now: datetime) -> OfficeThere:
    """An office with one person of each role."""
    return sow("office", lambda: an_office(now, "ONE"))


class Box:
    """Where mails arrive, instead of a wire; it can refuse them."""

    def __init__(self) -> None:
        self.refuses = False
        self.raw: list[bytes] = []

    def send(self, raw: bytes, to: str, *, needs_tls: bool) -> None:
        """Take it, or refuse it."""
        self.raw.append(raw)
        if self.refuses:
            raise NotSent("refused")

    def taken(self) -> dict[str, EmailMessage]:
        """What came since the last look, by its receiver."""
        mails = [message_from_bytes(raw, policy=default) for raw in self.raw]
        self.raw = []
        return {str(mail["To"]): mail for mail in mails}  # type: ignore[misc]


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """The house with a box in place of its mail-drop folder."""
    made = Box()
    monkeypatch.setitem(app.extensions, "mlat", replace(house(), drop=made))
    yield made


def morning(now: datetime) -> dict[str, int]:
    """Plant and send as a worker does; what happened, for a failing test to show."""
    return {"planted": digests.plant_digests(now), "told": tell(Event(), lambda: now)}


def address(actor: Actor) -> str:
    with transaction() as session:
        return session.get_one(User, actor.user_id).email


def test_a_digest_says_what_waits_once_and_again_when_it_changed(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    case_id = lives.a_case(office, now)
    request_id = lives.a_sent(office, now, case_id)
    lives.replies(office, now, request_id, "more_asked")
    tomorrow = now + DAY
    assert morning(tomorrow)["told"] >= 2
    got = box.taken()
    text = got[address(office.prosecutor)].get_content()
    assert lives.GIVEN.reference in text
    assert f"/requests/{request_id}" in text
    for secret in (lives.CHILD, "Madre", "roblox", "Roblox", "99999999999999999001", "131"):
        assert secret not in text
        assert secret not in str(got[address(office.prosecutor)]["Subject"])
    assert morning(tomorrow)["planted"] == 0, "one a period"
    morning(tomorrow + DAY)
    assert address(office.prosecutor) not in box.taken(), "nothing changed"
    tracking.give_more(office.liaison, tomorrow + DAY, request_id, tomorrow + DAY, ZONE)
    lives.replies(office, tomorrow + DAY + HOUR, request_id, "more_asked")
    morning(tomorrow + 2 * DAY + HOUR)
    assert address(office.prosecutor) in box.taken(), "asked again"


def test_nobody_is_told_of_what_they_have_just_done(app: Flask, office: OfficeThere, now: datetime, box: Box) -> None:
    lives.a_draft(office, now, lives.a_case(office, now))  # the liaison drafts it
    morning(now + HOUR)
    got = box.taken()
    assert address(office.prosecutor) in got
    assert address(office.liaison) not in got
    morning(now + DAY + 2 * HOUR)
    assert address(office.liaison) in box.taken()


def test_not_at_night_not_on_sundays_and_not_to_who_wants_none_or_is_away(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    case_id = lives.a_case(office, now)
    lives.a_draft(office, now, case_id)
    digests.choose(office.liaison, now, "off")
    for quiet in (now.replace(day=7), now.replace(day=8), now.replace(day=3, hour=5)):
        assert morning(quiet) == {"planted": 0, "told": 0}
    deputy = admin.add_user(now, office.id, "suplente@one.example", "Suplente", ("prosecutor",), "una-palabra-larga")
    admin.set_absence(
        office.prosecutor, now, office.prosecutor.user_id or "", deputy, date(2026, 3, 3), date(2026, 3, 4)
    )
    morning(now + DAY)
    got = box.taken()
    assert address(office.prosecutor) not in got
    assert address(office.liaison) not in got
    assert lives.GIVEN.reference in got["suplente@one.example"].get_content()
    assert vanishing(office.prosecutor, now.date())


def test_a_mail_that_did_not_go_goes_again_as_the_same_mail(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    lives.a_draft(office, now, lives.a_case(office, now))
    digests.choose(office.liaison, now, "off")
    box.refuses = True
    assert morning(now + HOUR)["told"] == 0
    assert tell(Event(), lambda: now + HOUR) == 0, "its lease runs"
    box.refuses = False
    tell(Event(), lambda: now + 2 * HOUR)
    prosecutor = [raw for raw in box.raw if b"prosecutor@" in raw]
    assert len(prosecutor) == 2
    assert prosecutor[0] == prosecutor[1]
    with transaction() as session:
        assert {row.state for row in session.scalars(select(StaffMail))} <= {"sent", "empty"}
        assert session.scalar(select(StaffMail.id).where(StaffMail.raw_sealed.is_not(None))) is None


def test_a_mail_is_given_up_when_its_reader_may_no_longer_see_what_it_names(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    lives.a_draft(office, now, lives.a_case(office, now))
    box.refuses = True
    morning(now + HOUR)
    with transaction() as session:
        session.get_one(User, office.prosecutor.user_id).roles = []
    box.refuses, box.raw = False, []
    tell(Event(), lambda: now + 2 * HOUR)
    assert address(office.prosecutor) not in box.taken()


def test_the_second_person_on_duty_is_alerted_at_once_and_nobody_twice(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    case_id = lives.a_case(office, now)
    chief = office.actors[next(role for role in office.actors if role.value == "administrator")]
    rota.plan(chief, now, [office.liaison.user_id or ""], "weekly", now.date(), 2, 8)
    duty = duty_now(office.prosecutor, now)
    assert duty
    assert duty.user_id == office.liaison.user_id
    request_id = lives.a_draft(office, now, case_id, URGENT)
    lives.approve(office, now, request_id)
    assert alert_seconds(now) == 1
    assert alert_seconds(now) == 0
    assert tell(Event(), lambda: now) == 1
    ((to, mail),) = box.taken().items()
    assert to == address(office.liaison)
    assert f"/requests/{request_id}" in mail.get_content()
    assert "R1" not in str(mail["Subject"])


def test_a_day_to_look_again_is_told_on_that_day_and_its_note_to_nobody(
    app: Flask, office: OfficeThere, now: datetime, box: Box
) -> None:
    case_id = lives.a_case(office, now)
    waking.wake(office.prosecutor, now, case_id, now.date() + 2 * DAY, "Llamar a Zoraida")
    morning(now + DAY)
    assert address(office.prosecutor) not in box.taken()
    morning(now + 2 * DAY)
    text = box.taken()[address(office.prosecutor)].get_content()
    assert lives.GIVEN.reference in text
    assert "Zoraida" not in text


def test_a_digest_goes_over_a_real_server_in_the_readers_language(
    app: Flask, office: OfficeThere, now: datetime, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.a_draft(office, now, lives.a_case(office, now))
    settings = replace(
        house().settings, mail="smtp", smtp_host=HOST, smtp_port=mail_server.port,
        smtp_ca_file=str(mail_server.authority),
    )  # fmt: skip
    monkeypatch.setitem(app.extensions, "mlat", replace(house(), settings=settings, post=Smtp(settings)))
    with transaction() as session:
        session.get_one(Office, office.id).training = False
    mail_server.post.release()
    digests.choose(office.liaison, now, "off")
    assert digests.plant_digests(now + HOUR)
    assert tell(Event(), lambda: now + HOUR) == 1
    with transaction() as session:
        (mail,) = session.scalars(select(StaffMail).where(StaffMail.state == "sent")).all()
        assert session.scalars(select(DigestLine.item).where(DigestLine.mail_id == mail.id)).all()
    assert mail_server.post.got == {mail.message_id: 1}
    assert take(now + DAY) is None
