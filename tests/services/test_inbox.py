"""Mail that comes in: stored before it is read, matched by named reasons, filed by a person or (rarely) by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from mlat.domain.casefile import ReplyInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import (
    Case,
    Dispatch,
    Event,
    EvidenceItem,
    Filing,
    Message,
    Reply,
    StatusLetter,
    db,
    transaction,
)
from mlat.reads.desk import arrived
from mlat.reads.inbox import message_view, of_request, on_the_desk, pile
from mlat.services import (
    addresses,
    custody,
    dispatch,
    erasing,
    inbox,
    mail_by_itself,
    mail_filing,
    mail_triage,
    outbox,
    rebuilding,
    transit,
)
from mlat.services.access import NotHere
from mlat.services.mail_filing import Part
from mlat.services.vault import key_of_message
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
CENTRAL = "central@cancilleria.example"
SECRET = "Cuerpo-secreto-77"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def tended(office: OfficeThere, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox tended by the office, whose server takes name+anything."""
    settings = replace(house().settings, mail_office="ONE", reply_address="mesa@fiscalia.example")
    monkeypatch.setitem(house().__dict__, "settings", settings)
    # what was remembered was mailed without such an address
    monkeypatch.setattr(lives, "remembered", lambda _name, lived: lived())


def a_mail(
    *, sender: str = CENTRAL, subject: str = "Nota", text: str = SECRET, to: str = "mesa@fiscalia.example",
    answers: str = "", message_id: str = "<1@abroad.example>", extra: str = "", files: bytes = b"",
) -> bytes:  # fmt: skip
    head = f"From: Mesa <{sender}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {message_id}\r\n"
    head += "Date: Mon, 02 Mar 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    head += f"In-Reply-To: {answers}\r\n" if answers else ""
    if not files:
        return f"{head}{extra}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
    parts = f'{head}{extra}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    attached = '\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename="a.png"\r\n\r\n'
    return f"{parts}{text}{attached}".encode() + files + b"\r\n--b--\r\n"


def a_bounce(original: str, failed: str = CENTRAL) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: mesa@fiscalia.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b@mx.example>\r\nDate: Mon, 02 Mar 2026 12:30:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/plain\r\n\r\nI could not deliver it.\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\nSubject: x\r\n\r\n--r--\r\n"
    ).encode()


def took(now: datetime, raw: bytes) -> Message:
    """Store and read a mail; the message as it then stands."""
    message_id = inbox.store(now, raw, "file")
    inbox.read_stored(now, message_id)
    return the_message(message_id)


def the_message(message_id: str) -> Message:
    with transaction() as session:
        return session.get_one(Message, message_id)


def a_mailed(office: OfficeThere, now: datetime, case_id: str) -> tuple[str, Dispatch]:
    """An evidence request that went out as a mail; the request's id and the mail."""
    request_id, mail = lives.a_queued(office, now, case_id)
    assert outbox.take(now) == mail
    assert outbox.deliver(now, mail) == "sent"
    return request_id, lives.the_mail(mail)


def sent_bytes() -> bytes:
    (file,) = house().settings.drop.glob("*.eml")
    return file.read_bytes()


def kinds(chain: str) -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Event.kind).where(Event.chain == chain).order_by(Event.seq)))


# -- storing


def test_nothing_of_a_mail_stands_in_the_database_in_clear(office: OfficeThere, now: datetime) -> None:
    row = took(now, a_mail(subject="Asunto-secreto-78", sender="remitente-secreto@abroad.example"))
    assert row.state == "waiting"
    everything = repr(lives.whole_database())
    for secret in ("secreto-77", "secreto-78", "remitente-secreto"):
        assert secret not in everything
    files = b"".join(file.read_bytes() for file in house().settings.returned.glob("*"))
    assert files
    assert b"secreto" not in files
    view = message_view(office.liaison, row.id)
    assert (view.line.subject, view.mail.text.strip() if view.mail else "") == ("Asunto-secreto-78", SECRET)


def test_the_same_mail_twice_is_one_message_by_its_bytes_and_by_another_way(office: OfficeThere, now: datetime) -> None:
    first = took(now, a_mail())
    assert inbox.store(now + DAY, a_mail(), "imap") == first.id
    again = took(now, b"Received: from elsewhere\r\n" + a_mail())
    assert (again.state, again.same_as) == ("double", first.id)
    # a sender with one Message-ID for everything loses nothing
    assert took(now, a_mail(text="something else")).state == "waiting"
    assert on_the_desk(office.liaison).waiting == 2


def test_what_brings_the_reader_down_is_kept_and_shown(
    office: OfficeThere, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(inbox, "read_mail", broken)
    row = took(now, a_mail())
    assert (row.state, row.kind) == ("waiting", "unreadable")
    with transaction() as session:
        row = session.get_one(Message, row.id)
        assert house().returned.get(key_of_message(row), row.blob) == a_mail()

    def killed(_raw: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inbox, "read_mail", killed)
    fatal = inbox.store(now, a_mail(text="kills"), "imap")
    for _ in range(inbox.TRIES):
        with pytest.raises(KeyboardInterrupt):
            inbox.read_waiting(now)
    inbox.read_waiting(now)
    assert (the_message(fatal).state, the_message(fatal).kind) == ("waiting", "unreadable")


def test_what_fails_to_be_filed_is_laid_before_a_person_in_the_end(
    office: OfficeThere, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    message_id = inbox.store(now, a_bounce("<1@x>"), "imap")
    with monkeypatch.context() as patch:
        patch.setattr(mail_by_itself, "_returned", broken)
        for _ in range(2 * inbox.TRIES):
            with pytest.raises(ZeroDivisionError):
                inbox.read_waiting(now)
        inbox.read_waiting(now)
    assert the_message(message_id).state == "waiting"


# -- matching


def test_our_mail_carries_a_reply_address_that_finds_its_request(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, _ = a_mailed(office, now, case_id)
    address = str(message_from_bytes(sent_bytes(), policy=default)["Reply-To"])
    assert address.startswith("mesa+")
    row = took(now, a_mail(to=f'"{address.upper()}" <{address}>'))
    why = ["reply_address", "known_address", "only_open"]
    assert (row.verdict, row.proposal[0]) == ("certain", [request_id, 80, why])
    assert row.state == "waiting", "a reply waits for a person, however certain its match"


def test_a_stranger_who_guesses_a_reference_gets_nothing_filed(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    number = lives.the(request_id).number
    before = lives.the(request_id).state
    for n, more in enumerate(({"subject": f"Re: {number}"}, {"answers": mail.message_id})):
        said = {"text": "Acusamos recibo de su nota.", "message_id": f"<s{n}@x.example>"} | more
        row = took(now, a_mail(sender="stranger@elsewhere.example", **said))  # type: ignore[arg-type]
        assert (row.state, row.verdict) == ("waiting", "stranger")
        assert row.proposal[0][0] == request_id
    assert lives.the(request_id).state == before


def test_a_certain_acknowledgement_stops_the_first_clock_by_itself_and_can_be_taken_back(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    running = set(lives.clocks(request_id))
    raw = a_mail(answers=mail.message_id, subject="Acuse de recibo", text="Acusamos recibo de su nota.")
    row = took(now, raw)
    assert row.kind == "acknowledgement", row.kind
    assert (row.state, row.key_wrapped) == ("filed", None)
    assert lives.the(request_id).state == "acknowledged"
    assert set(lives.clocks(request_id)) != running
    with transaction() as session:
        assert session.scalars(select(Filing.filed_as)).all() == ["acknowledged"]

    assert [each.kind for each in arrived(office.liaison, now)] == ["acknowledged"]

    mail_triage.undo(office.liaison, now, row.id)
    assert lives.the(request_id).state == "sent"
    assert set(lives.clocks(request_id)) == running
    assert arrived(office.liaison, now) == ()
    assert the_message(row.id).state == "waiting"
    assert message_view(office.liaison, row.id).line.subject == "Acuse de recibo"
    with transaction() as session:
        assert session.scalars(select(Reply)).all() == []
    assert rebuilding.rebuild(now, check=True) == []


def test_an_answer_below_a_receipt_waits_however_certain_its_match(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    text = "Acusamos recibo de su nota. El titular de la cuenta es Juan Pérez."
    row = took(now, a_mail(answers=mail.message_id, text=text))
    assert (row.verdict, row.state) == ("certain", "waiting")
    assert lives.the(request_id).state == "sent"


def test_an_automatic_reply_is_no_answer(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    raw = a_mail(answers=mail.message_id, subject="Out of office", extra="Auto-Submitted: auto-replied\r\n")
    row = took(now, raw)
    assert (row.kind, row.state) == ("auto_reply", "waiting")
    answer = ReplyInput(kind="answered", at=now, zone=ZONE)
    (problem,) = lives.refused(lambda: mail_filing.match(office.liaison, now, row.id, request_id, answer))
    assert problem.code == "machine"
    mail_filing.match(office.liaison, now, row.id, request_id)
    assert lives.the(request_id).state == "sent"


# -- bounces


def test_a_bounce_touches_its_own_dispatch_and_nothing_else(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    other = lives.a_sent(office, now, case_id)
    before, clocks = lives.the(other), {kind: clock.id for kind, clock in lives.clocks(request_id).items()}
    row = took(now + DAY, a_bounce(mail.message_id))
    assert (row.kind, row.state) == ("bounce", "filed")
    assert lives.the_mail(mail.id).state == "bounced"
    assert (lives.the(request_id).state, lives.legs(request_id)[0].state) == ("returned", "returned")
    assert {kind: clock.id for kind, clock in lives.clocks(request_id).items()} == clocks
    assert lives.the(other).state == before.state
    assert rebuilding.rebuild(now + DAY, check=True) == []
    with pytest.raises(Problem, match="not undone"):
        mail_triage.undo(office.liaison, now, row.id)


def test_a_bounce_after_they_answered_changes_no_request(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    lives.replies(office, now, request_id, "acknowledged")
    assert took(now, a_bounce(mail.message_id)).state == "filed"
    assert lives.the_mail(mail.id).state == "bounced"
    assert (lives.the(request_id).state, lives.legs(request_id)[0].state) == ("acknowledged", "sent")


def test_a_bounce_of_a_mail_that_another_way_has_replaced_is_only_known(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "courier", now, ZONE)
    took(now, a_bounce(mail.message_id))
    assert lives.the_mail(mail.id).state == "bounced"
    assert (lives.the(request_id).state, lives.legs(request_id)[0].state) == ("sent", "sent")
    assert "bounce_noted" in kinds(f"case:{case_id}")


def test_a_letter_to_a_family_that_bounces_is_due_again(office: OfficeThere, case_id: str, now: datetime) -> None:
    lives.a_sent(office, now, case_id)
    letter = lives.letters(case_id)[0]
    with transaction() as session:
        row = session.get_one(StatusLetter, letter.id)
        mail = outbox.put(session, now, session.get_one(Case, case_id), CENTRAL, "x", "x", (), letter_id=row.id)
        row.state, row.sent_at, mail.state = "sent", now, "sent"
    assert took(now, a_bounce(mail.message_id)).state == "filed"
    assert (lives.letters(case_id)[0].state, lives.the_mail(mail.id).state) == ("approved", "bounced")
    assert "letter_bounced" in kinds(f"case:{case_id}")


@pytest.mark.parametrize("failed", ["somebody@else.example", CENTRAL])
def test_a_bounce_that_names_no_mail_of_ours_waits(
    office: OfficeThere, case_id: str, now: datetime, failed: str
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    row = took(now, a_bounce(mail.message_id if failed != CENTRAL else "<unknown@x>", failed))
    assert (row.state, lives.the_mail(mail.id).state) == ("waiting", "sent")
    assert [each[0] for each in row.proposal] == [request_id]
    mail_filing.match_bounce(office.liaison, now, row.id, request_id)
    assert (lives.the_mail(mail.id).state, lives.the(request_id).state) == ("bounced", "returned")


def test_what_is_sent_again_after_a_bounce_counts_from_then(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    took(now, a_bounce(mail.message_id))
    later = now + 5 * DAY
    again = dispatch.send_mail(office.liaison, later, request_id)
    outbox.take(later)
    outbox.deliver(later, again)
    assert {clock.started_at for clock in lives.clocks(request_id).values() if clock.party == "them"} == {later}


# -- filing


def test_a_filed_mail_lies_under_the_key_of_its_case_and_is_erased_with_it(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    row = took(now, a_mail(answers=mail.message_id))
    mail_filing.match(office.liaison, now, row.id, request_id, ReplyInput(kind="answered", at=now, zone=ZONE))
    assert lives.the(request_id).state == "answered"
    view = message_view(office.prosecutor, row.id)
    assert view.mail is not None
    assert [each.request.id for each in view.filings] == [request_id]
    assert [line.subject for line in of_request(office.prosecutor, request_id)] == ["Nota"]
    assert "mail_filed" in kinds(f"case:{case_id}")
    erasing.ask_erasure(office.prosecutor, now, case_id)
    erasing.confirm_erasure(office.actors[Role.ADMINISTRATOR], now, case_id)
    assert the_message(row.id).key_wrapped is None
    with pytest.raises(NotHere):
        message_view(office.prosecutor, row.id)


def test_the_files_of_a_filed_mail_are_set_aside_and_the_mail_itself_goes_with_the_last_of_them(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    row = took(now, a_mail(answers=mail.message_id, files=PNG))
    mail_filing.match(office.liaison, now, row.id, request_id, ReplyInput(kind="answered", at=now, zone=ZONE))
    with transaction() as session:
        item = session.scalars(select(EvidenceItem)).one()
    assert (item.message_id, item.kind, item.state) == (row.id, "image", "aside")
    custody.hand_over(office.actors[Role.CUSTODIAN], now, item.id, "Estante 4", item.sha256)
    assert the_message(row.id).blob == ""
    assert not any(house().settings.returned.iterdir())
    view = message_view(office.liaison, row.id)
    assert view.mail
    assert (view.opens, view.mail.text.strip()) == (False, SECRET)
    (known,) = view.mail.attachments
    assert (known.name, known.declared_type, known.sha256) == ("", "", item.sha256), "only size and hash stay"
    assert [each.code for each in lives.refused(lambda: mail_triage.undo(office.liaison, now, row.id))] == ["moved"]


@pytest.mark.parametrize("why", ["too many parts", "gave up"])
def test_what_nobody_could_take_apart_goes_to_the_custodian_whole(
    office: OfficeThere, case_id: str, now: datetime, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    more = b"\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment\r\n\r\n" + PNG
    raw = a_mail(answers=mail.message_id, files=PNG + more * 1_200 if why == "too many parts" else PNG)
    with monkeypatch.context() as patch:
        if why == "gave up":
            patch.setattr(inbox, "read_mail", lambda _raw: inbox._unread("gave_up"))
        row = took(now, raw)
    assert (row.state, row.kind) == ("waiting", "unreadable")
    mail_filing.match(office.liaison, now, row.id, request_id)
    with transaction() as session:
        item = session.scalars(select(EvidenceItem)).one()
    custodian = office.actors[Role.CUSTODIAN]
    assert custody.take(custodian, now, item.id).data == raw
    custody.hand_over(custodian, now, item.id, "Estante 4", item.sha256)
    assert not any(house().settings.returned.iterdir())


def test_a_mail_goes_with_the_last_of_its_files_however_that_was_settled_and_whoever_died_meanwhile(
    office: OfficeThere, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    text = b"\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nNo hay registros."
    row = took(now, a_mail(answers=mail.message_id, files=PNG + text))
    mail_filing.match(office.liaison, now, row.id, request_id, ReplyInput(kind="answered", at=now, zone=ZONE))
    with transaction() as session:
        picture, words = session.scalars(select(EvidenceItem).order_by(EvidenceItem.kind))
    assert (picture.kind, words.kind) == ("image", "text")
    custody.hand_over(office.actors[Role.CUSTODIAN], now, picture.id, "Estante 4", picture.sha256)
    assert the_message(row.id).blob, "a file of it still waits here"
    with monkeypatch.context() as killed:
        killed.setattr(custody, "erase_left", lambda _now: 0)
        custody.declare_free(office.liaison, now, words.id)
    custody.erase_left(now + DAY)
    assert the_message(row.id).blob == ""
    assert not any(house().settings.returned.iterdir())


def test_one_mail_answers_several_requests(office: OfficeThere, case_id: str, now: datetime) -> None:
    first, mail = a_mailed(office, now, case_id)
    second = lives.a_sent(office, now, case_id)
    row = took(now, a_mail(text=f"{lives.the(first).number} y {lives.the(second).number}"))
    assert row.verdict == "conflict"
    parts = [
        Part(request_id=first, answer=ReplyInput(kind="more_asked", at=now, zone=ZONE)),
        Part(request_id=second, answer=ReplyInput(kind="hold_confirmed", at=now, zone=ZONE)),
    ]
    mail_filing.split(office.liaison, now, row.id, parts)
    assert (lives.the(first).state, lives.the(second).state) == ("more_asked", "held")
    mail_triage.undo(office.liaison, now, row.id)
    assert (lives.the(first).state, lives.the(second).state) == ("sent", "sent")
    assert rebuilding.rebuild(now, check=True) == []


def test_an_answer_on_which_something_rests_is_not_taken_back(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    row = took(now, a_mail(answers=mail.message_id))
    mail_filing.match(office.liaison, now, row.id, request_id, ReplyInput(kind="more_asked", at=now, zone=ZONE))
    lives.replies(office, now, request_id, "answered")
    assert [each.code for each in lives.refused(lambda: mail_triage.undo(office.liaison, now, row.id))] == ["rested_on"]


def test_a_mail_put_aside_keeps_its_reason_sealed_and_comes_back(office: OfficeThere, now: datetime) -> None:
    row = took(now, a_mail())
    mail_triage.dismiss(office.liaison, now, row.id, "Publicidad-secreta")
    assert "Publicidad-secreta" not in repr(lives.whole_database())
    assert message_view(office.liaison, row.id).reason == "Publicidad-secreta"
    assert pile(office.liaison).lines == ()
    mail_triage.undo(office.liaison, now, row.id)
    assert [line.id for line in pile(office.liaison).lines] == [row.id]


# -- who may


def test_only_who_tends_the_mailbox_sees_what_nobody_matched(
    office: OfficeThere, other_office: OfficeThere, now: datetime
) -> None:
    row = took(now, a_mail())
    for actor in (*other_office.actors.values(), *(a for a in office.actors.values() if not _tends(a))):
        with pytest.raises(NotHere):
            message_view(actor, row.id)
        assert pile(actor).lines == ()
        with pytest.raises(NotHere):
            mail_triage.dismiss(actor, now, row.id, "x")
    assert _tends(office.liaison)


def _tends(actor: Actor) -> bool:
    return bool({role.value for role in actor.roles} & {"liaison", "prosecutor"})


def test_a_renewed_master_key_still_opens_what_waits(office: OfficeThere, now: datetime) -> None:
    row = took(now, a_mail())
    erasing.rotate_keys(now)
    db.session.remove()
    assert message_view(office.liaison, row.id).line.subject == "Nota"


def test_nothing_is_written_to_an_address_of_our_own(office: OfficeThere, now: datetime) -> None:
    for own in ("mesa+anything@fiscalia.example", "OFICINA@one.example"):
        with pytest.raises(Problem, match="our own"):
            addresses.add_address(office.liaison, now, "ar-central", "mail", own, "A circular", now.date())
