"""An installation that several worker processes share, and a mail server over TLS."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from mlat.house import house

HOST = "127.0.0.1"


@dataclass
class Post:
    """What the server took. While `held` is set it does not answer: so a sender is caught in mid-send."""

    got: Counter[str] = field(default_factory=Counter)
    held: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (the server's name)
        self.got[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        self.arrived.release()
        while self.held.is_set():
            await asyncio.sleep(0.02)
        return "250 taken"


@dataclass(frozen=True)
class MailServer:
    """A running server: where it is, whom to trust, and what it took."""

    port: int
    authority: Path
    post: Post


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server that speaks only over TLS, with a certificate of our own."""
    certificate, key = _certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    post = Post()
    port = _free_port()
    server = Controller(post, hostname=HOST, port=port, tls_context=tls, require_starttls=True)
    server.start()
    yield MailServer(port, certificate, post)
    post.held.clear()
    server.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _certificate(folder: Path) -> tuple[Path, Path]:
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


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(app: Flask, tmp_path: Path) -> Iterator[Start]:
    """Starts `mlat worker` as a process of its own on the test's database; all are ended at the end."""
    running: list[subprocess.Popen[bytes]] = []
    settings = house().settings

    def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        own = {
            "MLAT_HOME": str(settings.home),
            "MLAT_DATABASE_URL": settings.database,
            "MLAT_TICK_SECONDS": "1",
            "MLAT_LEASE_SECONDS": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "mlat.cli", "worker", *arguments],
            env=os.environ | own | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()
