"""Mail of another office of the house: handed over whole and sealed anew, and gone from the first office."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from mlat.domain.casefile import ReplyInput
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Event, MailHanding, Message, Office, transaction
from mlat.reads.inbox import MailLine, decided_lately, message_view, on_the_desk, pile
from mlat.reads.mail_handed import may_take_mail
from mlat.services import inbox, mail_filing, mail_handing, mail_triage, rebuilding
from mlat.services.access import NotHere
from mlat.services.vault import key_of_message
from tests.conftest import ZONE, OfficeThere, an_office
from tests.services import lives
from tests.services.test_inbox import a_mail, a_mailed, tended, the_message, took

__all__ = ["tended"]
DAY = timedelta(days=1)
WHY = "Motivo-secreto-79"
Hand = partial[None]


@pytest.fixture
def mail(office: OfficeThere, now: datetime) -> Message:
    """A mail that waits at the first office."""
    return took(now, a_mail(subject="Asunto-secreto-80"))


@pytest.fixture
def hand(office: OfficeThere, other_office: OfficeThere, mail: Message, now: datetime) -> Hand:
    """The liaison of the first office hands it to the second, two days later."""
    return partial(mail_handing.hand_over, office.liaison, now + 2 * DAY, mail.id, other_office.id, WHY)


def opened(message_id: str) -> bytes:
    with transaction() as session:
        row = session.get_one(Message, message_id)
        return house().returned.get(key_of_message(row), row.blob)


def stored() -> set[str]:
    return {file.name for file in house().settings.returned.glob("*")}


def told(kind: str) -> list[tuple[str, str]]:
    with transaction() as session:
        return [(e.office_id, e.chain) for e in session.scalars(select(Event).where(Event.kind == kind))]


def test_the_other_office_has_it_on_its_desk_with_its_age_and_who_handed_it(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    hand()
    there = on_the_desk(other_office.liaison)
    assert (there.waiting, there.oldest) == (1, now)
    (line,) = there.first
    assert (line.subject, line.verdict, line.proposed, line.stored_at) == ("Asunto-secreto-80", "nothing", None, now)
    assert line.handed is not None
    assert (line.handed.at, line.handed.reason) == (now + 2 * DAY, WHY)
    with transaction() as session:
        handing = session.scalars(select(MailHanding)).one()
    assert (handing.from_office_id, handing.handed_by) == (office.id, office.liaison.user_id)
    view = message_view(other_office.prosecutor, mail.id)
    assert view.mail is not None
    assert opened(mail.id) == a_mail(subject="Asunto-secreto-80")
    everything = repr(lives.whole_database())
    assert not [secret for secret in ("secreto-79", "secreto-80", "secreto-77") if secret in everything]


def test_the_first_office_sees_nothing_of_it_any_more(
    office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    double = took(now, b"Received: from elsewhere\r\n" + a_mail(subject="Asunto-secreto-80"))
    assert double.state == "double"
    assert message_view(office.liaison, double.id).mail
    hand()
    later = took(now + 3 * DAY, b"Received: from another\r\n" + a_mail(subject="Asunto-secreto-80"))
    for actor in office.actors.values():
        for each in (mail.id, double.id, later.id):
            with pytest.raises(NotHere):
                message_view(actor, each)
        assert (pile(actor).lines, decided_lately(actor)) == ((), ())
    for act in (
        partial(mail_triage.dismiss, office.liaison, now, mail.id, "x"),
        partial(mail_triage.undo, office.liaison, now, mail.id),
        hand,
    ):
        with pytest.raises(NotHere):
            act()


def test_both_offices_remember_it_and_neither_in_plain_words(
    office: OfficeThere, other_office: OfficeThere, hand: Hand
) -> None:
    hand()
    assert told("mail_handed_over") == [(office.id, f"office:{office.id}")]
    assert told("mail_handed_in") == [(other_office.id, f"office:{other_office.id}")]
    with transaction() as session:
        events = session.scalars(select(Event).where(Event.kind.in_(("mail_handed_over", "mail_handed_in")))).all()
    for event in events:
        assert event.actor == office.liaison.user_id
        assert set(event.data) == {"message", "handing", "from", "to", "reason_sha256"}


def test_neither_its_old_key_nor_its_old_bytes_open_it_any_more(mail: Message, hand: Hand, now: datetime) -> None:
    double = took(now, b"Received: from elsewhere\r\n" + a_mail(subject="Asunto-secreto-80"))
    before = {each.id: (key_of_message(each), each.blob) for each in (the_message(mail.id), double)}
    hand()
    for message_id, (key, blob) in before.items():
        row = the_message(message_id)
        assert blob not in stored()
        with pytest.raises(Problem, match="changed or moved"):
            house().returned.get(key, row.blob)
        with pytest.raises(Problem, match="changed or moved"):
            key.open(row.text_sealed or b"", f"messages:{row.id}:text")
        assert opened(message_id)


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("where", ["put", "write", "commit", "erase"])
def test_killed_in_the_middle_it_is_whole_at_one_of_the_two(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:  # fmt: skip
    def killed(*_: object, **__: object) -> None:
        raise Killed

    place = {
        "put": "mlat.storage.Blobs.put", "write": "mlat.services.journal.write",
        "commit": "sqlalchemy.orm.Session.commit", "erase": "mlat.storage.Blobs.erase",
    }[where]  # fmt: skip
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(place, killed)
        hand()
    went = where == "erase"
    assert on_the_desk(office.liaison).waiting == int(not went)
    assert on_the_desk(other_office.liaison).waiting == int(went)
    assert opened(mail.id) == a_mail(subject="Asunto-secreto-80")
    assert message_view((other_office if went else office).liaison, mail.id).mail
    assert len(told("mail_handed_in")) == int(went)
    if not went:
        hand()
        assert on_the_desk(other_office.liaison).waiting == 1


def test_it_is_handed_on_and_back_with_every_reason(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    hand()
    third = an_office(now, "SIX")
    mail_handing.hand_over(other_office.liaison, now + 3 * DAY, mail.id, third.id, "Otro motivo")
    (line,) = pile(third.liaison).lines
    assert line.handed is not None
    assert line.handed.reason == "Otro motivo"
    assert pile(other_office.liaison).lines == ()
    mail_handing.hand_over(third.liaison, now + 4 * DAY, mail.id, office.id, "De vuelta")
    assert the_line(office).handed is not None
    with transaction() as session:
        row = session.get_one(Message, mail.id)
        handings = session.scalars(select(MailHanding).order_by(MailHanding.handed_at)).all()
        key = key_of_message(row)
        reasons = [key.text(each.reason_sealed, f"mail_handings:{each.id}:reason") for each in handings]
    assert reasons == [WHY, "Otro motivo", "De vuelta"]


def the_line(office: OfficeThere) -> MailLine:
    (line,) = pile(office.liaison).lines
    return line


def test_the_other_office_decides_about_it_as_about_its_own(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    hand()
    later = now + 3 * DAY
    theirs = lives.a_sent(other_office, now, lives.a_case(other_office, now))
    answer = ReplyInput(kind="answered", at=later, zone=ZONE)
    mail_filing.match(other_office.liaison, later, mail.id, theirs, answer)
    assert lives.the(theirs).state == "answered"
    view = message_view(other_office.liaison, mail.id)
    assert view.line.handed is not None
    assert view.line.handed.reason == "", "filed, it is opened by its cases only"
    mail_triage.undo(other_office.liaison, later, mail.id)
    assert the_line(other_office).handed.reason == WHY  # type: ignore[union-attr]
    mail_triage.dismiss(other_office.liaison, later, mail.id, "x")
    assert rebuilding.rebuild(later, check=True) == []


def test_only_a_waiting_mail_goes_to_another_office_that_exists_with_a_reason(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    give = partial(mail_handing.hand_over, office.liaison, now, mail.id)
    assert [each.where for each in lives.refused(partial(give, office.id, WHY))] == ["office"]
    assert [each.where for each in lives.refused(partial(give, "0" * 32, WHY))] == ["office"]
    assert [each.where for each in lives.refused(partial(give, other_office.id, " "))] == ["reason"]
    with pytest.raises(NotHere):
        mail_handing.hand_over(office.actors[Role.CUSTODIAN], now, mail.id, other_office.id, WHY)
    mail_triage.dismiss(office.liaison, now, mail.id, "x")
    assert [each.code for each in lives.refused(hand)] == ["state"]
    assert told("mail_handed_over") == []
    assert opened(mail.id)


def test_two_who_hand_it_over_at_once_hand_it_over_once(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand
) -> None:
    def once() -> str:
        try:
            hand()
        except NotHere:
            return "too late"
        return "handed"

    assert sorted(str(each) for each in lives.at_once(once, once)) == ["handed", "too late"]
    assert opened(mail.id)
    assert len(stored()) == 1


def test_what_was_undone_in_a_case_of_the_first_office_opens_nothing_there(
    office: OfficeThere, other_office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, sent = a_mailed(office, now, case_id)
    row = took(now, a_mail(answers=sent.message_id))
    assert row.proposal
    mail_filing.match(office.liaison, now, row.id, request_id)
    mail_triage.undo(office.liaison, now, row.id)
    mail_handing.hand_over(office.liaison, now, row.id, other_office.id, WHY)
    assert the_message(row.id).proposal == []
    with pytest.raises(NotHere):
        message_view(office.liaison, row.id)
    assert inbox.store(now, a_mail(answers=sent.message_id), "imap") == row.id


def test_real_mail_and_exercises_stay_apart(
    office: OfficeThere, other_office: OfficeThere, mail: Message, hand: Hand, now: datetime
) -> None:
    third = an_office(now, "SIX")
    with transaction() as session:
        session.get_one(Office, other_office.id).training = False
    assert [each.code for each in lives.refused(hand)] == ["training"]
    assert [office_id for office_id, _name in may_take_mail(office.liaison)] == [third.id]
    assert may_take_mail(other_office.liaison) == ()
    with transaction() as session:
        session.get_one(Office, office.id).training = False
    assert [office_id for office_id, _name in may_take_mail(office.liaison)] == [other_office.id]
    give = partial(mail_handing.hand_over, office.liaison, now, mail.id, third.id, WHY)
    assert [each.code for each in lives.refused(give)] == ["training"]
    hand()
    assert on_the_desk(other_office.liaison).waiting == 1
