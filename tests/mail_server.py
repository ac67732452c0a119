"""A mail server over TLS that can be told to stay silent, to refuse, or to hang up."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class Post:
    """What the server took. Between `hold` and `release` it does not answer: so a sender is caught in mid-send."""

    got: Counter[str] = field(default_factory=Counter)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _answering: threading.Event = field(default_factory=threading.Event)

    says: str = "250 taken"
    """The answer to a mail; empty: hang up without one."""

    def hold(self) -> None:
        """Answer nothing from now on."""
        self._answering.clear()

    def release(self) -> None:
        """Answer what waits, and all that follows."""
        self._answering.set()

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the server's name)
        self.got[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        self.arrived.release()
        await asyncio.to_thread(self._answering.wait)
        if not self.says:
            server.transport.abort()
        return self.says


@dataclass(frozen=True)
class MailServer:
    """A running server: where it is, whom to trust, and what it took."""

    port: int
    authority: Path
    post: Post


@contextmanager
def serving(folder: Path, *, tls: bool = True) -> Iterator[MailServer]:
    """A running server with a certificate of its own in `folder`; without `tls` it speaks only in clear."""
    certificate, key = a_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    post = Post()
    post.release()
    port = free_port()
    server = Controller(post, hostname=HOST, port=port, tls_context=context if tls else None, require_starttls=tls)
    server.start()
    yield MailServer(port, certificate, post)
    post.release()
    server.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def a_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "ca.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret
