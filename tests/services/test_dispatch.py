"""Sending in legs: whose clock starts when, and mails that never go twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from mlat.domain.problems import Problem
from mlat.house import house
from mlat.mail.sending import NotSent, Smtp, Unsure
from mlat.model import Dispatch, Event, Paper, Reference, transaction
from mlat.services import addresses, dispatch, outbox, transit, withdrawing
from tests.conftest import ZONE, OfficeThere
from tests.mail_server import HOST, MailServer, serving
from tests.services import lives

DAY = timedelta(days=1)


class Wire:
    """A door that notes what it is given, and answers as it is told."""

    def __init__(self, answer: Exception | None = None) -> None:
        self.answer, self.sent = answer, list[str]()

    def send(self, raw: bytes, to: str, *, needs_tls: bool) -> None:
        """Note the address; then answer."""
        self.sent.append(to)
        if self.answer:
            raise self.answer


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch, office: OfficeThere) -> Wire:
    """Everything that would leave goes here, the mail-drop folder's share too."""
    found = Wire()
    for door in ("post", "drop"):
        monkeypatch.setitem(house().__dict__, door, found)
    return found


def events(request_id: str) -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(Event.kind).where(Event.request_id == request_id).order_by(Event.id)))


# -- legs and clocks


def test_a_portal_starts_the_clock_of_the_recipient_at_once(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_sent(office, now, case_id, channel="portal")
    hold = lives.clocks(request_id)["hold"]
    assert (hold.started_at, hold.confirmed, hold.covers) == (now, False, ["RBX"])
    assert lives.the(request_id).state == "sent"


def test_the_post_starts_it_only_when_it_arrives(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_sent(office, now, case_id, channel="post")
    assert set(lives.clocks(request_id)) == {"transmission"}
    arrived = now + 9 * DAY
    transit.record_received(office.liaison, now + 12 * DAY, lives.legs(request_id)[0].id, arrived, lives.PACIFIC)
    assert lives.clocks(request_id)["hold"].started_at == arrived
    assert lives.the(request_id).state == "received"


def test_a_way_stage_starts_no_clock_of_the_recipient(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id, lives.EVIDENCE)
    first, second, third = lives.legs(request_id)
    assert [leg.reaches_recipient for leg in (first, second, third)].count(True) == 1
    transit.record_sent(office.liaison, now, first.id, "by_hand", now, ZONE)
    transit.record_received(office.liaison, now, first.id, now, ZONE, "CAN-7")
    assert set(lives.clocks(request_id)) == {"transmission"}
    assert lives.clocks(request_id)["transmission"].started_at == now


def test_a_covering_note_goes_to_the_own_authority_with_the_request(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    with transaction() as session:
        forms = session.scalars(select(Paper.form).where(Paper.request_id == request_id).order_by(Paper.number)).all()
    assert sorted(forms) == ["covering_note", "mla_request"]
    outbox.take(now)
    outbox.deliver(now, mail)
    (file,) = house().settings.drop.glob("*.eml")
    read = message_from_bytes(file.read_bytes(), policy=default)
    assert read["To"] == "central@cancilleria.example"
    names = [each.get_filename() for each in read.iter_attachments()]
    assert names == ["ONE-2026-REQ-0001.pdf", "ONE-2026-NOTE-0001.pdf"]


def test_a_request_straight_to_a_company_needs_no_covering_note(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.an_issued(office, now, case_id)
    with transaction() as session:
        assert len(session.scalars(select(Paper).where(Paper.request_id == request_id)).all()) == 1


def test_what_a_body_calls_it_is_noted_with_its_proof(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    leg = lives.legs(request_id)[0]
    transit.record_sent(office.liaison, now, leg.id, "portal", now, ZONE, "RBX 00-17", b"%PDF-1.7 receipt")
    with transaction() as session:
        reference = session.scalars(select(Reference).where(Reference.body == "roblox")).one()
        sent = session.scalars(select(Event).where(Event.request_id == request_id, Event.kind == "sent")).one()
    assert (reference.value, reference.folded, reference.request_id) == ("RBX 00-17", "rbx0017", request_id)
    assert len(sent.data["proof"]) == 64
    assert b"receipt" not in (house().settings.files / sent.data["proof_blob"]).read_bytes()


def test_a_leg_that_came_back_can_be_sent_again(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_sent(office, now, case_id, channel="post")
    leg = lives.legs(request_id)[0].id
    transit.record_returned(office.liaison, now + DAY, leg, now + DAY, ZONE, "unknown at this address")
    assert (lives.the(request_id).state, lives.the(request_id).ball) == ("returned", "we_owe")
    transit.record_sent(office.liaison, now + 2 * DAY, leg, "courier", now + 2 * DAY, ZONE)
    assert (lives.the(request_id).state, lives.legs(request_id)[0].channel) == ("sent", "courier")


@pytest.mark.parametrize("channel", ["pigeon", ""])
def test_a_way_that_is_none_is_refused(office: OfficeThere, case_id: str, now: datetime, channel: str) -> None:
    request_id = lives.an_issued(office, now, case_id)
    with pytest.raises(Problem) as refused:
        transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, channel, now, ZONE)
    assert (refused.value.where, bool(refused.value.remedy)) == ("channel", True)
    assert lives.the(request_id).state == "issued"


def test_impossible_instants_are_refused_and_change_nothing(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    leg = lives.legs(request_id)[0].id
    wrong = {
        "lies in the future": (now + DAY, ZONE),
        "without a zone": (now.replace(tzinfo=None), ZONE),
        "cannot be right": (now.replace(year=1926), ZONE),
        "is no time zone": (now, "Buenos Aires"),
    }
    for says, (at, zone) in wrong.items():
        with pytest.raises(Problem, match=says) as refused:
            transit.record_sent(office.liaison, now, leg, "portal", at, zone)
        assert refused.value.where in ("at", "zone")
        assert refused.value.remedy
    assert (lives.the(request_id).state, lives.legs(request_id)[0].sent_at) == ("issued", None)
    transit.record_sent(office.liaison, now, leg, "post", now - DAY, ZONE)
    with pytest.raises(Problem, match="before the sending"):
        transit.record_received(office.liaison, now, leg, now - 2 * DAY, ZONE)


def test_nothing_is_sent_before_it_is_issued(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    with pytest.raises(Problem, match="no frozen paper"):
        transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "portal", now, ZONE)
    with pytest.raises(Problem):
        dispatch.send_mail(office.liaison, now, request_id)


def test_the_field_sheet_gives_what_a_portal_asks(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    values = "\n".join(value for _, value in dispatch.field_sheet(office.liaison, now, request_id))
    assert lives.GIVEN.identifiers[0].given in values
    assert lives.CHILD not in values


# -- mails: a row first, then the wire


def test_a_mail_is_a_row_before_it_is_on_the_wire(office: OfficeThere, case_id: str, now: datetime, wire: Wire) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    assert (lives.the_mail(mail).state, lives.the(request_id).state, wire.sent) == ("queued", "sending", [])
    assert outbox.take(now) == mail
    assert outbox.take(now) is None
    assert outbox.deliver(now, mail) == "sent"
    assert wire.sent == ["central@cancilleria.example"]
    assert (lives.the(request_id).state, lives.legs(request_id)[0].state) == ("sent", "sent")


def test_pressing_send_twice_queues_one_mail(office: OfficeThere, case_id: str, now: datetime) -> None:
    lives.knows(office, now, "ar-central", "mail", "central@cancilleria.example")
    request_id = lives.an_issued(office, now, case_id, lives.EVIDENCE)
    done = lives.at_once(*[lambda: dispatch.send_mail(office.liaison, now, request_id)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["Problem", "str"]
    with transaction() as session:
        assert len(session.scalars(select(Dispatch)).all()) == 1


def test_what_nobody_claimed_is_not_sent(office: OfficeThere, case_id: str, now: datetime, wire: Wire) -> None:
    _, mail = lives.a_queued(office, now, case_id)
    assert outbox.deliver(now, mail) == "queued"
    outbox.take(now)
    outbox.deliver(now, mail)
    assert outbox.deliver(now, mail) == "sent"
    assert len(wire.sent) == 1


def test_several_workers_claim_each_mail_once(office: OfficeThere, case_id: str, now: datetime) -> None:
    _, mail = lives.a_queued(office, now, case_id)
    assert sorted(map(str, lives.at_once(*[lambda: outbox.take(now)] * 3))) == sorted(["None", "None", mail])


def test_a_server_that_says_no_leaves_a_failed_mail_that_can_be_sent_again(
    office: OfficeThere, case_id: str, now: datetime, wire: Wire
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    wire.answer = NotSent("SMTPDataError 554")
    outbox.take(now)
    assert outbox.deliver(now, mail) == "failed"
    assert (lives.the(request_id).state, lives.the_mail(mail).error) == ("issued", "SMTPDataError 554")
    wire.answer = None
    again = dispatch.send_mail(office.liaison, now, request_id)
    assert lives.the_mail(again).message_id != lives.the_mail(mail).message_id


def test_a_connection_lost_after_the_mail_leaves_a_doubt(
    office: OfficeThere, case_id: str, now: datetime, wire: Wire
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    wire.answer = Unsure("SMTPServerDisconnected")
    outbox.take(now)
    assert outbox.deliver(now, mail) == "unsure"
    assert (lives.the(request_id).state, lives.the(request_id).ball) == ("unsure", "we_owe")


def test_a_worker_lost_in_mid_send_leaves_a_doubt_and_nothing_is_sent_again(
    office: OfficeThere, case_id: str, now: datetime, wire: Wire
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    outbox.take(now)
    assert outbox.doubt(now + timedelta(seconds=60)) == 0
    later = now + timedelta(hours=1)
    assert outbox.doubt(later) == 1
    assert outbox.doubt(later) == 0
    assert outbox.take(later) is None
    assert outbox.deliver(later, mail) == "unsure"
    assert wire.sent == []
    assert events(request_id).count("send_unsure") == 1
    with pytest.raises(Problem):
        dispatch.send_mail(office.liaison, later, request_id)
    with pytest.raises(Problem, match="unsure"):
        transit.record_sent(office.liaison, later, lives.legs(request_id)[0].id, "post", later, ZONE)


def test_two_workers_doubt_a_lost_mail_once(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, _ = lives.a_queued(office, now, case_id)
    outbox.take(now)
    later = now + timedelta(hours=1)
    lives.at_once(*[lambda: outbox.doubt(later)] * 2)
    assert events(request_id).count("send_unsure") == 1


@pytest.mark.parametrize(("went", "state", "leg_state"), [(True, "sent", "sent"), (False, "issued", "failed")])
def test_a_person_settles_a_doubt_either_way(
    office: OfficeThere, case_id: str, now: datetime, went: bool, state: str, leg_state: str
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    outbox.take(now)
    later = now + timedelta(hours=1)
    outbox.doubt(later)
    outbox.settle_unsure(office.liaison, later, mail, went=went)
    (leg, *_) = lives.legs(request_id)
    assert (lives.the(request_id).state, leg.state) == (state, leg_state)
    assert leg.sent_at == (now if went else None)
    with pytest.raises(Problem, match="not in doubt"):
        outbox.settle_unsure(office.liaison, later, mail, went=went)
    if not went:
        assert dispatch.send_mail(office.liaison, later, request_id)


def test_a_slow_worker_that_comes_back_settles_its_own_doubt(
    office: OfficeThere, case_id: str, now: datetime, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    later = now + timedelta(hours=1)

    def slow(_raw: bytes, _to: str, *, needs_tls: bool) -> None:
        outbox.doubt(later)

    monkeypatch.setattr(wire, "send", slow)
    outbox.take(now)
    assert outbox.deliver(now, mail) == "sent"
    assert lives.the(request_id).state == "sent"


def test_a_mail_whose_request_was_withdrawn_does_not_go(
    office: OfficeThere, case_id: str, now: datetime, wire: Wire
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    withdrawing.withdraw(office.prosecutor, now, request_id)
    outbox.take(now)
    assert outbox.deliver(now, mail) == "failed"
    assert wire.sent == []
    assert lives.the(request_id).state == "withdrawn"


def test_a_doubt_about_a_withdrawn_request_still_comes_to_rest(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id, mail = lives.a_queued(office, now, case_id)
    outbox.take(now)
    withdrawing.withdraw(office.prosecutor, now, request_id)
    assert outbox.doubt(now + timedelta(hours=1)) == 1
    outbox.settle_unsure(office.liaison, now + timedelta(hours=1), mail, went=True)
    assert (lives.the(request_id).state, lives.the_mail(mail).state) == ("withdrawn", "sent")


def test_nothing_goes_another_way_while_its_mail_waits(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, _ = lives.a_queued(office, now, case_id)
    with pytest.raises(Problem, match="queued"):
        transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "post", now, ZONE)


# -- training never leaves the house


def test_a_training_case_goes_to_the_drop_folder_whatever_the_settings_say(
    office: OfficeThere, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Wire()
    monkeypatch.setitem(house().__dict__, "post", out)
    _, mail = lives.a_queued(office, now, case_id)
    assert lives.the_mail(mail).drop_only
    outbox.take(now)
    assert outbox.deliver(now, mail) == "sent"
    assert out.sent == []
    assert len(list(house().settings.drop.glob("*.eml"))) == 1


def leaving(monkeypatch: pytest.MonkeyPatch, office: OfficeThere, now: datetime, server: MailServer) -> tuple[str, str]:
    """A mail of a case that is not for training, in a house whose mail goes to `server`."""
    account = replace(lives.GIVEN.identifiers[0], given="1234567890", synthetic=False)
    real = replace(lives.GIVEN, reference="2/2026", training=False, identifiers=(account,))
    settings = replace(
        house().settings, mail="smtp", smtp_host=HOST, smtp_port=server.port, smtp_ca_file=str(server.authority)
    )
    monkeypatch.setitem(house().__dict__, "post", Smtp(settings))
    return lives.a_queued(office, now, lives.a_case(office, now, real))


def test_what_leaves_leaves_over_tls(
    office: OfficeThere, now: datetime, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id, mail = leaving(monkeypatch, office, now, mail_server)
    outbox.take(now)
    assert outbox.deliver(now, mail) == "sent"
    assert mail_server.post.got == {lives.the_mail(mail).message_id: 1}
    assert lives.the(request_id).state == "sent"


def test_a_server_without_tls_is_refused_and_nothing_goes_in_clear(
    office: OfficeThere, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path, tls=False) as server:
        request_id, mail = leaving(monkeypatch, office, now, server)
        outbox.take(now)
        assert outbox.deliver(now, mail) == "failed"
        assert not server.post.got
    assert (lives.the(request_id).state, lives.legs(request_id)[0].sent_at) == ("issued", None)


# -- which address


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_address_is_used_once_two_persons_stand_behind_it_and_while_it_is_fresh(
    office: OfficeThere, case_id: str, now: datetime, confirmed: bool
) -> None:
    request_id = lives.an_issued(office, now, case_id, lives.EVIDENCE)
    with pytest.raises(Problem, match="no mail address"):
        dispatch.send_mail(office.liaison, now, request_id)
    address_id = addresses.add_address(
        office.liaison, now, "ar-central", "mail", "a@b.example", "A circular", now.date()
    )
    if not confirmed:
        with pytest.raises(Problem, match="second person"):
            dispatch.send_mail(office.liaison, now, request_id)
        return
    addresses.confirm_address(office.prosecutor, now, address_id)
    too_late = now + 366 * DAY
    with pytest.raises(Problem, match="too long ago"):
        dispatch.send_mail(office.liaison, too_late, request_id)
    assert not any(way.usable for way in dispatch.ways(office.liaison, too_late, request_id))
    assert lives.the(request_id).state == "issued"
    assert dispatch.send_mail(office.liaison, now + 365 * DAY, request_id)
