"""The recipient's own number, read out of its acknowledgement: suggested, never ours, and recorded by nobody."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from mlat.model import Event, Filing, Reference, Reply, transaction
from mlat.services import mail_triage
from mlat.services.access import NotHere
from mlat.services.mail_suggesting import suggested_reference
from tests.conftest import OfficeThere
from tests.services import lives
from tests.services.test_inbox import a_mail, a_mailed, tended, took

__all__ = ["tended"]
ACK = "Acusamos recibo de su nota."
SENDER = "stranger@elsewhere.example"
"""Of a stranger nothing is filed by itself, so that the mail waits."""


def suggests(office: OfficeThere, now: datetime, text: str, **more: str) -> str:
    row = took(now, a_mail(sender=SENDER, text=f"{ACK} {text}", **more))  # type: ignore[arg-type]
    assert (row.kind, row.state) == ("acknowledgement", "waiting")
    return suggested_reference(office.liaison, row.id)


def counted() -> list[int]:
    with transaction() as session:
        return [len(session.scalars(select(kind)).all()) for kind in (Reference, Reply, Filing, Event)]


def test_their_number_is_suggested_and_nothing_is_recorded(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id, _ = a_mailed(office, now, case_id)
    number = lives.the(request_id).number
    row = took(now, a_mail(sender=SENDER, subject=f"Re: {number}", text=f"{ACK} Expediente 4471/2026-C."))
    before = counted()
    assert suggested_reference(office.liaison, row.id) == "4471/2026-C"
    assert counted() == before
    mail_triage.dismiss(office.liaison, now, row.id, "x")
    assert suggested_reference(office.liaison, row.id) == ""


def test_an_automatic_acknowledgement_suggests_it_too(office: OfficeThere, now: datetime) -> None:
    automatic = "Auto-Submitted: auto-replied\r\n"
    assert suggests(office, now, "Número de trámite: TR-88771.", extra=automatic) == "TR-88771"


@pytest.mark.parametrize("part", ["case", "proof", "number"])
def test_a_number_of_ours_is_never_theirs(office: OfficeThere, case_id: str, now: datetime, part: str) -> None:
    request_id, _ = a_mailed(office, now, case_id)
    with transaction() as session:
        called = session.scalars(select(Reference.value).where(Reference.request_id.is_(None))).first()
    assert called
    row = lives.the(request_id)
    ours = {"case": called, "proof": row.proof_code, "number": row.number}[part]
    assert suggests(office, now, f"Su expediente {ours} fue recibido.") == ""
    theirs = suggests(office, now, f"Su expediente {ours}. Legajo 991/26.", message_id="<2@abroad.example>")
    assert theirs == "991/26"


def test_only_an_acknowledgement_that_waits_suggests(
    office: OfficeThere, other_office: OfficeThere, now: datetime
) -> None:
    other = took(now, a_mail(sender=SENDER, text="Adjuntamos el informe. Expediente 4471/2026-C."))
    assert other.kind != "acknowledgement"
    assert suggested_reference(office.liaison, other.id) == ""
    waits = took(now, a_mail(sender=SENDER, text=f"{ACK} Expediente 4471/2026-C.", message_id="<3@abroad.example>"))
    with pytest.raises(NotHere):
        suggested_reference(other_office.liaison, waits.id)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Expediente 4471/2026-C.", "4471/2026-C"),
        ("Su nota {number}. Expediente 4471/2026-C.", "4471/2026-C"),
        ("Expediente 4471/2026-C. Legajo 991/26.", ""),
        ("Su expediente {number} fue recibido.", ""),
    ],
)
def test_filed_by_itself_the_one_number_of_theirs_is_kept(
    office: OfficeThere, case_id: str, now: datetime, text: str, kept: str
) -> None:
    request_id, mail = a_mailed(office, now, case_id)
    said = f"{ACK} {text.format(number=lives.the(request_id).number)}"
    row = took(now, a_mail(answers=mail.message_id, subject="Acuse de recibo", text=said))
    assert (row.kind, row.state) == ("acknowledgement", "filed")
    with transaction() as session:
        assert session.scalars(select(Reply.reference)).all() == [kept]
        known = session.scalars(select(Reference.value).where(Reference.request_id == request_id)).all()
    assert (kept in known) == bool(kept)
    mail_triage.undo(office.liaison, now, row.id)
    with transaction() as session:
        again = session.scalars(select(Reference.value).where(Reference.request_id == request_id)).all()
    assert kept not in again
    assert suggested_reference(office.liaison, row.id) == ("4471/2026-C" if "4471" in text else "")
