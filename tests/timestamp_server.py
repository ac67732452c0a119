"""A time-stamp service of our own: RFC 3161 over HTTP, with its own authority, that can be told to refuse."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ANSWER = "application/timestamp-reply"


@dataclass
class TimestampServer:
    """A running service: where it is, whom to trust, and when it says that it is."""

    url: str
    certificate: bytes
    """PEM."""
    at: datetime
    says: str = ANSWER
    """Type of its answer; anything else is no time stamp."""
    asked: int = 0


@contextmanager
def stamping(at: datetime) -> Iterator[TimestampServer]:
    """A service that stamps with the instant `at`."""
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    key, certificate = _authority(at)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    whole = certificate.public_bytes(Encoding.DER)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            made = DummyTimeStamper(asn1.Certificate.load(whole), keys.PrivateKeyInfo.load(plain), fixed_dt=there.at)
            there.asked += 1
            self.send_response(200)
            self.send_header("Content-Type", there.says)
            self.end_headers()
            self.wfile.write(made.request_tsa_response(question).dump())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        there = TimestampServer(
            f"http://127.0.0.1:{server.server_port}/", certificate.public_bytes(Encoding.PEM), at.astimezone(UTC)
        )
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield there
        finally:
            server.shutdown()
            thread.join()


def _authority(at: datetime) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sellador de ejemplo")])
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(stamps, critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate
