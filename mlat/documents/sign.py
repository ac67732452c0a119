"""The office's electronic signature on a PDF: PAdES B-B, or B-T with a time stamp; invisible, the block printed.

What a signature proves is judged as a whole: a flipped byte leaves the cryptographic value "valid" while
the file is no longer intact, so `check` says sound only where pyHanko's bottom line does.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from mlat.documents import timestamp
from mlat.domain.problems import Problem

# A refused certificate is an answer here, not an accident to print with its traceback.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())

FIELD = "MLAT"
"""Name of the signature field; a second signer's is MLAT2, and so on."""
RESERVED = 16384
"""Bytes kept free for the signature, in hexadecimal digits; enough for an EC key with its certificate."""
RESERVED_FOR_STAMP = 49152
"""The same with a time stamp and the certificates of its service."""
YEARS = 5
"""How long an embedded office certificate is good for."""


@dataclass(frozen=True)
class Signed:
    """What one signature in a file proves."""

    signer: str
    """Name on the certificate."""
    on_behalf: str
    """Who signs with it, as written beside the signature; empty where nothing was written."""
    at: datetime | None
    """The time that the signer claims, in UTC."""
    stamped: datetime | None
    """The time that a time-stamp service confirms, in UTC; None without a time stamp."""
    intact: bool
    """The signed bytes are unchanged."""
    sound: bool
    """Everything holds together: unchanged since, and made with certificates that are trusted here."""
    fingerprint: str
    """SHA-256 of the certificate, to compare with the office's published one."""


def new_office_key(name: str, at: datetime) -> tuple[bytes, bytes]:
    """A new EC key (PEM, unencrypted: wrap it at once) and its self-signed certificate (PEM)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _common(name))])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.PEM)


def seal(pdf: bytes, key: bytes, certificate: bytes, at: datetime, name: str = "", tsa_url: str = "") -> bytes:
    """`pdf` with one more signature, claimed at `at`; `key` and `certificate` are PEM, `name` says who signs.

    `tsa_url` is the time-stamp service; without one the signature has the office's own time only.
    Raises `Problem` where key and certificate do not belong together, the certificate is not valid at `at`, or
    the service gives no time stamp.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    class Signer(signers.PdfSigner):
        """Signs at our instant; pyHanko would read the machine's clock."""

        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    _refuse_unfit(key, certificate, at)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    count = len(writer.prev.embedded_signatures)
    field = FIELD if not count else f"{FIELD}{count + 1}"
    invisible = SigFieldSpec(field, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=name or None
    )
    stamper = timestamp.stamper(tsa_url) if tsa_url else None
    signer = Signer(meta, _signer(key, certificate), timestamper=stamper, new_field_spec=invisible)
    out = io.BytesIO()
    try:
        signer.sign_pdf(writer, output=out, bytes_reserved=RESERVED_FOR_STAMP if tsa_url else RESERVED)
    except TimestampRequestError as refused:
        raise timestamp.refused(str(refused)) from refused
    return out.getvalue()


def _signer(key: bytes, certificate: bytes) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.keys.pemder import load_private_key_from_pemder_data
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    leaf, *chain = load_certs_from_pemder_data(certificate)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # written without types
    store.register_multiple(chain)
    return signers.SimpleSigner(leaf, load_private_key_from_pemder_data(key, passphrase=None), store)


def _refuse_unfit(key: bytes, certificate: bytes, at: datetime) -> None:
    leaf = x509.load_pem_x509_certificate(certificate)
    if load_pem_private_key(key, None).public_key() != leaf.public_key():
        raise Problem(
            "sign.key",
            "certificate",
            "The certificate does not belong to the key.",
            "Choose the matching pair.",
        )
    if not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        raise Problem(
            "sign.expired",
            "certificate",
            "The certificate is valid from %(first)s to %(last)s only.",
            "Make or install a new one.",
            first=leaf.not_valid_before_utc.date().isoformat(),
            last=leaf.not_valid_after_utc.date().isoformat(),
        )


def check(pdf: bytes, *trusted: bytes) -> tuple[Signed, ...]:
    """Every signature of `pdf`, oldest first; `trusted` are the certificates (PEM) that count here.

    A certificate must have been valid at the time that the signer claims. Nothing is fetched.
    Raises `Problem` where the file is not a readable PDF.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        return tuple(_checked(each, trusted) for each in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError) as unreadable:
        # what is no PDF, and the many ways in which a damaged one breaks a reader
        raise Problem(
            "sign.unreadable", "file", "This is not a readable PDF.", "Choose the file again."
        ) from unreadable


def title(pdf: bytes) -> str:
    """What a file says of itself, which anybody may have written; empty where it says nothing."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return str(opened.docinfo.get("/Title", ""))


def _checked(embedded: Any, trusted: tuple[bytes, ...]) -> Signed:
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = [root for pem in trusted for root in load_certs_from_pemder_data(pem)]
    claimed = embedded.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=claimed)
    status = validate_pdf_signature(embedded, context)
    stamp = status.timestamp_validity
    return Signed(
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        on_behalf=str(embedded.sig_object.get("/Name", "")),
        at=claimed,
        stamped=stamp.timestamp if stamp is not None else None,
        intact=bool(status.intact),
        sound=bool(status.bottom_line),
        fingerprint=status.signing_cert.sha256.hex(),
    )


def _common(name: str) -> str:
    """The name cut to the 64 bytes that X.520 allows a common name."""
    return name.encode()[:64].decode(errors="ignore")
