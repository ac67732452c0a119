"""The order to a translator says which text, by when and at what price, and nothing of the case."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.documents import pdf
from mlat.domain.casefile import TextInput
from mlat.domain.permissions import Role
from mlat.model import CaseText, Clock, transaction
from mlat.reads.texts import translations
from mlat.services import approving, drafting, issuing, rebuilding, texts, transit
from mlat.services.access import NotHere
from mlat.services.ordering import OrderInput, order_translation
from mlat.services.translating import assign_text
from tests.conftest import ZONE, OfficeThere
from tests.documents.conftest import pdfium_text
from tests.services import lives

DUE = date(2026, 3, 20)
FACTS = "Entre enero y febrero, S1 escribió a V1 por una cuenta."


@pytest.fixture
def text_id(office: OfficeThere, now: datetime, case_id: str) -> str:
    """The facts, given to the office's translator to be put into Portuguese."""
    texts.set_text(office.prosecutor, now, case_id, TextInput(language="es", text=FACTS))
    translator = office.actors[Role.TRANSLATOR].user_id or ""
    return assign_text(office.prosecutor, now, case_id, "facts", "pt", "es", translator)


def order(office: OfficeThere, now: datetime, text_id: str) -> str:
    return order_translation(
        office.prosecutor, now, text_id, OrderInput(due=DUE, sworn=True, cost="90 000", currency="ARS")
    )


def test_an_order_says_what_a_translator_needs(office: OfficeThere, now: datetime, text_id: str) -> None:
    made = order(office, now, text_id)
    record = drafting.record(office.prosecutor, now, made)
    assert (record.copy, lives.the(made).recipient_kind) == ("translator", "translator")
    assert record.value("translation_due") == DUE
    assert record.value("text_extent") == str(len(FACTS.split()))
    assert (record.value("from_language"), record.value("into_language")) == ("español", "portugués")
    assert "pública" in str(record.value("translation_kind"))


def test_an_order_names_an_agency_on_its_paper_alone_and_its_day_runs(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    text_id = assign_text(office.prosecutor, now, case_id, "facts", "fr", "es", outside="Agencia Inventada")
    made = order(office, now, text_id)
    assert drafting.record(office.prosecutor, now, made).recipient.name == "Agencia Inventada"
    assert "Agencia" not in lives.the(made).recipient_name + lives.legs(made)[0].to_name
    (line,) = [one for one in translations(office.prosecutor, case_id) if one.id == text_id]
    assert (line.due_on, line.price, line.ordered_on) == (DUE, "90000 ARS", now.date())
    with transaction() as session:
        assert session.scalars(select(Clock.safe_due).where(Clock.about == text_id)).all() == [DUE.isoformat()]


@pytest.mark.usefixtures("real_papers")
def test_an_order_says_nothing_of_the_case(office: OfficeThere, now: datetime, case_id: str, text_id: str) -> None:
    record = drafting.record(office.prosecutor, now, order(office, now, text_id))
    said = pdfium_text(pdf.write(record))
    assert "90000 ARS" in said
    for secret in (lives.GIVEN.reference, lives.CHILD, "V1", "S1", "cuenta.", "Código Penal", "99999999999999999001"):
        assert secret not in said, secret


def test_an_order_leaves_and_nobody_is_chased_or_told(
    office: OfficeThere, now: datetime, case_id: str, text_id: str
) -> None:
    made = order(office, now, text_id)
    findings = drafting.findings(office.prosecutor, now, made)
    assert {each.code for each in findings} <= {"sender.foreign_domain"}
    approving.approve(office.prosecutor, now, made, lives.the(made).version, {each.key: "So." for each in findings})
    issuing.issue(office.prosecutor, now, made)
    transit.record_sent(office.liaison, now, lives.legs(made)[0].id, "by_hand", now, ZONE)
    assert lives.the(made).ball == "done"
    assert lives.clocks(made) == {}
    told = [entry["code"] for letter in lives.letters(case_id) for entry in letter.milestones]
    assert "request_sent_abroad" not in told
    assert rebuilding.rebuild(now, check=True) == []


def test_only_what_was_given_to_a_translator_is_ordered(
    office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str, text_id: str
) -> None:
    with transaction() as session:
        original = session.scalars(
            select(CaseText.id).where(CaseText.case_id == case_id, CaseText.kind == "facts", CaseText.language == "es")
        ).one()
    (problem,) = lives.refused(lambda: order(office, now, original))
    assert problem.code == "translator"
    late = OrderInput(due=now.date() - timedelta(days=1))
    (problem,) = lives.refused(lambda: order_translation(office.prosecutor, now, text_id, late))
    assert problem.code == "past"
    with pytest.raises(NotHere):
        order_translation(other_office.prosecutor, now, text_id, OrderInput(due=DUE))
