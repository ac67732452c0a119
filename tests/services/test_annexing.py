"""A child's identity: sealed, encrypted apart, locked, never to a company, never on an open wire."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from mlat.documents import render
from mlat.documents.inside import words
from mlat.documents.uploaded import LARGEST
from mlat.domain.casefile import Choice
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Annex, Clock, Event, transaction
from mlat.reads.case_clocks import case_clocks
from mlat.services import annexing, caseclocks, dispatch, drafting, issuing, outbox
from mlat.services.access import NotHere
from mlat.services.annexing import AnnexInput
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf

ORDER = AnnexInput(kind="Order of the court", name="order.pdf", data=a_pdf(2), language="es")


def annexes(request_id: str) -> list[Annex]:
    with transaction() as session:
        rows = select(Annex).where(Annex.request_id == request_id).order_by(Annex.number)
        return list(session.scalars(rows))


@pytest.fixture
def evidence(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A draft to an authority."""
    return lives.a_draft(office, now, case_id, lives.EVIDENCE)


def test_the_sealed_annex_alone_names_the_child(
    real_papers: None, office: OfficeThere, evidence: str, now: datetime
) -> None:
    annex_id = annexing.add_sealed_identity(office.prosecutor, now, evidence)
    (annex,) = annexes(evidence)
    with transaction() as session:
        key = key_of(session, annex.case_id)
        locked = annexing.annex_bytes(key, annex)
    assert lives.CHILD.encode() not in locked
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    opened = io.BytesIO()
    with pikepdf.open(io.BytesIO(locked), password=annexing.passphrase(office.prosecutor, now, annex_id)) as plain:
        plain.save(opened)
    assert set(lives.CHILD.casefold().split()) <= set(words(opened.getvalue()))
    letter = words(drafting.preview(office.prosecutor, now, evidence))
    assert set(lives.CHILD.casefold().split()).isdisjoint(letter)


def test_it_is_encrypted_apart_from_everything_else_of_its_case(
    office: OfficeThere, evidence: str, now: datetime
) -> None:
    annexing.add_sealed_identity(office.prosecutor, now, evidence)
    (annex,) = annexes(evidence)
    with transaction() as session:
        key = key_of(session, annex.case_id)
    with pytest.raises(Problem, match="changed or moved"):
        house().blobs.get(key, annex.blob)
    assert house().blobs.get(CaseKey(key.secret).apart(annexing.APART), annex.blob)


def test_no_company_ever_gets_it(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    for act in (
        partial(annexing.add_sealed_identity, office.prosecutor, now, request_id),
        partial(annexing.add_annex, office.prosecutor, now, request_id, replace(ORDER, sealed=True)),
        partial(
            annexing.add_annex, office.prosecutor, now, request_id, replace(ORDER, sealed=True, audience="provider")
        ),
    ):
        (problem,) = lives.refused(act)
        assert problem.code == "audience"
    assert annexes(request_id) == []


def test_the_copy_of_a_company_lists_only_what_is_for_it(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    annexing.add_annex(office.liaison, now, request_id, ORDER)
    annexing.add_annex(office.liaison, now, request_id, replace(ORDER, audience="provider"))
    assert [line.number for line in drafting.record(office.liaison, now, request_id).annexes] == [2]
    assert [line.number for line in drafting.record(office.liaison, now, request_id, "authority").annexes] == [1, 2]


def a_picture() -> bytes:
    """A page that is one picture, as a scanner without recognition makes it."""
    made = pikepdf.new()
    page = made.add_blank_page()
    dot = made.make_stream(b"\0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1)
    dot.ColorSpace, dot.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    page.add_resource(dot, pikepdf.Name.XObject)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def with_a_file_inside() -> bytes:
    made = pikepdf.open(io.BytesIO(a_pdf()))
    made.attachments["picture.jpg"] = b"\xff\xd8\xff"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"data": b"\x89PNG\r\n\x1a\n", "name": "order.pdf"}, "file"),
        ({"data": with_a_file_inside()}, "file"),
        ({"kind": "Court order"}, "issuer"),
        ({"kind": "Court order", "issuer": "Juzgado 3"}, "issued_on"),
        ({"issuer": "Juzgado 3"}, "kind"),
        ({"translation_of": 7}, "translation_of"),
    ],
)
def test_what_cannot_be_an_annex_is_refused(
    office: OfficeThere, evidence: str, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    (problem,) = lives.refused(lambda: annexing.add_annex(office.liaison, now, evidence, replace(ORDER, **wrong)))
    assert problem.where == field
    assert annexes(evidence) == []


def test_the_order_of_a_court_has_court_day_and_end_and_its_end_is_a_clock(
    office: OfficeThere, evidence: str, case_id: str, now: datetime
) -> None:
    day = now.date()
    court = {
        "kind": "Court order",
        "issuer": "Juzgado 3, 12/2026",
        "issued_on": day,
        "ends_on": day + timedelta(days=90),
    }
    first = annexing.add_annex(office.liaison, now, evidence, replace(ORDER, **court))
    annexing.add_annex(
        office.liaison, now, evidence, replace(ORDER, kind="Translation", language="en", translation_of=1)
    )
    one, two = drafting.record(office.liaison, now, evidence).annexes
    assert (one.issuer, one.issued_on, two.translation_of) == ("Juzgado 3, 12/2026", day, 1)
    with transaction() as session:
        (clock,) = session.scalars(select(Clock).where(Clock.kind == "order_ends")).all()
        assert (clock.about, clock.safe_due, clock.next_rung) == (first, court["ends_on"].isoformat(), "court_order_30")
        assert "Juzgado" not in str([each.data for each in session.scalars(select(Event))])
    shown = next(one for one in case_clocks(office.liaison, now, case_id).clocks if one.line.id == clock.id)
    assert shown.who.endswith("· 1")
    later = now + timedelta(days=91)
    assert "annex.order_ended" in {each.code for each in drafting.findings(office.liaison, later, evidence)}
    caseclocks.settle_clock(office.liaison, now, clock.id, "Prolonged.")
    assert annexing.annex_file(office.liaison, first) == (ORDER.data, "annex-1.pdf")


def test_content_is_asked_for_with_the_order_of_a_judge(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(lives.EVIDENCE, data=("content",)))
    picture = replace(ORDER, kind="Court order", issuer="Juzgado 3", issued_on=now.date(), data=a_picture())

    def found() -> set[str]:
        return {each.code for each in drafting.findings(office.liaison, now, request_id) if each.code[:5] == "annex"}

    assert found() >= {"annex.no_judge"}
    annexing.add_annex(office.liaison, now, request_id, picture)
    assert found() & {"annex.no_judge", "annex.only_picture"} == {"annex.only_picture"}


def test_the_sealed_paper_is_no_draft_and_nobody_opens_it_by_its_link(
    office: OfficeThere, evidence: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Record] = []
    monkeypatch.setattr(annexing.press, "write", lambda record: written.append(record) or a_pdf())
    annex_id = annexing.add_sealed_identity(office.prosecutor, now, evidence)
    assert [each.marks for each in written] == [("training",)]
    with pytest.raises(NotHere):
        annexing.annex_file(office.prosecutor, annex_id)


def test_it_travels_locked_and_its_passphrase_does_not(office: OfficeThere, evidence: str, now: datetime) -> None:
    annex_id = annexing.add_sealed_identity(office.prosecutor, now, evidence)
    lives.knows(office, now, "ar-central", "mail", "central@cancilleria.example")
    lives.approve(office, now, evidence)
    issuing.issue(office.prosecutor, now, evidence)
    mail = dispatch.send_mail(office.liaison, now, evidence)
    assert lives.the_mail(mail).needs_tls
    outbox.take(now)
    assert outbox.deliver(now, mail) == "sent"
    (file,) = house().settings.drop.glob("*.eml")
    raw = file.read_bytes()
    read = message_from_bytes(raw, policy=default)
    attached = {each.get_filename(): each.get_content() for each in read.iter_attachments()}
    (sealed,) = [data for name, data in attached.items() if str(name).startswith("annex")]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(sealed))
    assert annexing.passphrase(office.prosecutor, now, annex_id).encode() not in raw


def test_each_look_at_the_passphrase_is_an_event(office: OfficeThere, evidence: str, now: datetime) -> None:
    annex_id = annexing.add_sealed_identity(office.prosecutor, now, evidence)
    told = annexing.passphrase(office.prosecutor, now, annex_id)
    with transaction() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == "passphrase_seen")).all()
    assert (event.actor, event.data) == (office.prosecutor.user_id, {"annex": annex_id})
    assert told not in repr(lives.whole_database())


def test_annexes_are_numbered_and_frozen_with_the_approval(office: OfficeThere, evidence: str, now: datetime) -> None:
    for _ in range(2):
        annexing.add_annex(office.liaison, now, evidence, ORDER)
    assert [(each.number, each.pages) for each in annexes(evidence)] == [(1, 2), (2, 2)]
    lives.approve(office, now, evidence)
    for act in (
        partial(annexing.add_annex, office.liaison, now, evidence, ORDER),
        partial(annexing.add_sealed_identity, office.prosecutor, now, evidence),
    ):
        (problem,) = lives.refused(act)
        assert problem.where == "annex"
    assert len(annexes(evidence)) == 2


def test_two_annexes_at_once_get_two_numbers(office: OfficeThere, evidence: str, now: datetime) -> None:
    add = partial(annexing.add_annex, office.liaison, now, evidence, ORDER)
    lives.at_once(add, add, add)
    assert [each.number for each in annexes(evidence)] == [1, 2, 3]


def test_what_is_no_file_that_can_be_kept_is_refused(office: OfficeThere, evidence: str, now: datetime) -> None:
    for change in (
        {"data": b""},
        {"data": b"%PDF-" + b"0" * LARGEST},
        {"data": b"\x89PNG\r\n"},
        {"data": b"%PDF-1.7 nothing"},
        {"name": "../../etc/passwd"},
        {"name": "C:\\papers\\order.pdf"},
    ):
        wrong = replace(ORDER, **change)
        (problem,) = lives.refused(partial(annexing.add_annex, office.liaison, now, evidence, wrong))
        assert problem.where == "file"
    assert annexes(evidence) == []


TO_THE_US = replace(lives.EVIDENCE, requested="US", instrument="ar_us.mlat", code="US")


def test_a_treaty_that_asks_for_the_certificate_of_records_gets_its_form(
    real_papers: None, office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.a_draft(office, now, case_id, TO_THE_US)
    (annex,) = annexes(request_id)
    assert (annex.kind, annex.audience, annex.language) == ("Certificate of records (form A)", "authority", "en")
    with transaction() as session:
        said = words(annexing.annex_bytes(key_of(session, annex.case_id), annex))
    assert {"declaration", "punishable", "99999999999999999001", "8(5)"} <= set(said)
    assert not {"draft", lives.CHILD.casefold().split()[0]} & set(said)
    record = drafting.record(office.prosecutor, now, request_id)
    assert [each.kind for each in record.annexes] == ["Certificate of records (form A)"]


def test_the_form_is_made_once_and_only_where_the_instrument_asks(
    office: OfficeThere, case_id: str, evidence: str, now: datetime
) -> None:
    request_id = lives.a_draft(office, now, case_id, TO_THE_US)
    assert annexing.add_required_forms(office.liaison, now, request_id) == []
    assert len(annexes(request_id)) == 1
    assert annexing.add_required_forms(office.liaison, now, evidence) == []
    assert annexes(evidence) == []


def test_which_form_is_an_annex_is_said_by_the_data() -> None:
    (certificate,) = annexing.forms_wanted(("form_a", "translation"), ())
    assert certificate.id == "records_certificate"
    assert annexing.forms_wanted(("form_a",), ("Certificate of records (form A)",)) == []
    assert annexing.forms_wanted(("penal_text",), ()) == []


@pytest.mark.parametrize("choice", [lives.HOLD, lives.EVIDENCE])
def test_a_childs_name_is_refused_in_a_paper_that_speaks_of_no_person_too(
    office: OfficeThere, case_id: str, now: datetime, choice: Choice
) -> None:
    field = "necessity" if choice is lives.HOLD else "purpose"
    fields = choice.fields | {field: f"La cuenta escribió a {lives.CHILD}."}
    request_id = lives.a_draft(office, now, case_id, replace(choice, fields=fields))
    (problem,) = lives.refused(lambda: render.html(drafting.record(office.liaison, now, request_id)))
    assert problem.code == "copy.names_child"
    assert "text.child_name" in {each.code for each in drafting.findings(office.liaison, now, request_id)}
