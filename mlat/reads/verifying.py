"""What a file in hand proves: who of this house signed it, when, whether it is unchanged, and which paper it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from sqlalchemy import select

from mlat.documents import press
from mlat.documents.sign import Signed
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Office, Paper, reading
from mlat.reads.genuine import Genuine, genuine_bytes

Verdict = Literal["genuine", "signed", "changed", "unknown"]
"""The bytes that left; signed here and whole, but not known as a paper that left; not what was signed; not ours."""


@dataclass(frozen=True)
class Signature:
    """One signature made with the key of an office of this house."""

    office: str
    """As the office is called here, whatever the certificate says."""
    on_behalf: str
    at: datetime | None
    stamped: datetime | None
    intact: bool
    sound: bool
    zone: str


@dataclass(frozen=True)
class Verified:
    """The answer. Of what is not known here it says nothing but that."""

    verdict: Verdict
    sha256: str
    paper: Genuine | None
    signatures: tuple[Signature, ...]
    strangers: int
    """Signatures that no office of this house made; nothing is said of them."""
    claims: str = ""
    """For operators: the number of a paper of this house that the file says it is."""


def verify(data: bytes, *, for_operator: bool = False) -> Verified:
    """What the file proves. Raises `Problem` where it is no PDF that can be read.

    Open to anybody; only an operator is told of which paper a file claims to be.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    offices = _offices()
    signed, title = press.read_signatures(data, (*(each.certificate for each in offices.values()), *_service()))
    ours = tuple(_ours(each, offices[each.fingerprint]) for each in signed if each.fingerprint in offices)
    paper = genuine_bytes(sha256)
    claims = _number_in(title) if for_operator else ""
    return Verified(_verdict(paper, ours), sha256, paper, ours, len(signed) - len(ours), claims)


def _number_in(title: str) -> str:
    """The number of a paper of this house with which a title ends."""
    said = title.rsplit(" ", 1)[-1]
    with reading() as session:
        return session.scalar(select(Paper.number).where(Paper.number == said).limit(1)) or ""


def _verdict(paper: Genuine | None, ours: tuple[Signature, ...]) -> Verdict:
    if any(not each.sound for each in ours):
        return "changed"
    if paper is not None:
        return "genuine"
    return "signed" if ours else "unknown"


@dataclass(frozen=True)
class _Office:
    name: str
    zone: str
    certificate: bytes


def _offices() -> dict[str, _Office]:
    """The offices that sign with a key of their own, by the fingerprint of its certificate."""
    with reading() as session:
        rows = session.execute(
            select(Office.name, Office.zone, Office.certificate).where(Office.certificate.is_not(None))
        ).all()
    return {_fingerprint(row.certificate): _Office(row.name, row.zone, row.certificate) for row in rows}


def _fingerprint(certificate: bytes) -> str:
    return x509.load_pem_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex()


def _service() -> tuple[bytes, ...]:
    """The certificates of the time-stamp service that the settings trust."""
    file = house().settings.tsa_ca_file
    if not file:
        return ()
    try:
        return (Path(file).read_bytes(),)
    except OSError as error:
        raise Problem("settings", "tsa_ca_file", "names no file that can be read.", "Correct the path.") from error


def _ours(found: Signed, office: _Office) -> Signature:
    return Signature(office.name, found.on_behalf, found.at, found.stamped, found.intact, found.sound, office.zone)
