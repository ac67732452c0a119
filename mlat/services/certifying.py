"""Who vouches for a translation: who read it against its source, or a sworn translator with number and scan."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from mlat.documents.uploaded import LARGEST, Upload, examine_upload
from mlat.domain.permissions import Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import CaseText, transaction
from mlat.services import journal
from mlat.services.access import NotHere, visible_texts
from mlat.services.translating import find_text
from mlat.services.vault import key_of


@dataclass(frozen=True, kw_only=True)
class Sworn:
    """The sworn translation as it was handed in: under which number, and its scan (PDF)."""

    number: str
    name: str
    scan: bytes


def certify_text(actor: Actor, now: datetime, text_id: str, version: int, sworn: Sworn | None = None) -> int:
    """Certify a translation: as read against its source, or as `sworn`; returns the new version.

    Raises `Problem` for what is not written, does not fit its source any more or was changed since it was read, and
    for a sworn one without a number or with a scan that is no PDF.
    """
    if sworn is not None:
        if not sworn.number.strip():
            raise Problem("empty", "number", "is empty.", "Give the number under which the translator entered it.")
        examine_upload(Upload(sworn.name, sworn.scan), LARGEST)
    with transaction() as session:
        case, row = find_text(session, actor, text_id)
        if not row.text_sealed:
            raise Problem("empty", "text", "is empty.", "Write the translation first.")
        if version != row.version:
            raise Problem("stale", "version", "was changed since you read it.", "Read the new version, then certify.")
        if row.stale:
            raise Problem("source", "text", "does not follow its source any more.", "Bring it up to date first.")
        key = key_of(session, case.id)
        row.status = "sworn" if sworn else "human"
        row.certified_by, row.certified_at = actor.user_id, now
        if sworn:
            row.sworn_number_sealed = key.seal(sworn.number.strip(), f"case_texts:{row.id}:sworn_number")
            row.scan, row.scan_sha256 = house().blobs.put(key, sworn.scan), hashlib.sha256(sworn.scan).hexdigest()
        row.version += 1
        journal.write(
            session, now, actor, "text_certified", office_id=case.office_id, case_id=case.id,
            data={"text": row.id, "status": row.status} | ({"sha256": row.scan_sha256} if sworn else {}),
        )  # fmt: skip
        session.flush()
        return row.version


def scan_of(actor: Actor, text_id: str) -> bytes:
    """The scan of a sworn translation that the actor may see."""
    with transaction() as session:
        row = session.scalar(visible_texts(actor).where(CaseText.id == text_id))
        if row is None or row.scan is None:
            raise NotHere("text")
        return house().blobs.get(key_of(session, row.case_id), row.scan)
