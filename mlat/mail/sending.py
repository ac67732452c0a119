"""Putting a mail on the wire, and saying honestly whether it went."""

from __future__ import annotations

import smtplib
import ssl
from email import message_from_bytes
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Protocol

from mlat.settings import Settings

REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, UnicodeEncodeError)
"""The server wants neither the addresses nor the mail, or an address has letters that SMTP cannot spell."""


class NotSent(Exception):
    """The server said no, or was never reached: the mail has not gone."""


class Unsure(Exception):
    """The connection broke after the mail was handed over: it may have gone."""


class Post(Protocol):
    """Something that can send a mail."""

    def send(self, raw: bytes, to: str, *, needs_tls: bool) -> None:
        """Send once. Raises `NotSent` when it certainly did not go, `Unsure` when nobody can tell."""


class DropFolder:
    """Writes each mail as an .eml file; nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, raw: bytes, to: str, *, needs_tls: bool) -> None:
        """Write the mail under its Message-ID; writing it again changes nothing."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        message_id = str(message_from_bytes(raw, policy=SMTP_POLICY)["Message-ID"])
        name = "".join(c for c in message_id.partition("@")[0] if c.isalnum() or c in "-_")
        unfinished = self.folder / f".{name}.part"
        unfinished.write_bytes(raw)
        unfinished.replace(self.folder / f"{name}.eml")


class Smtp:
    """A real mail server; TLS is always asked for and never given up."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._tls = ssl.create_default_context(cafile=settings.smtp_ca_file or None)

    def send(self, raw: bytes, to: str, *, needs_tls: bool) -> None:
        """Send over TLS; `needs_tls` cannot be switched off here, because this door never speaks in clear."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_reason(error)) from error
        try:
            server.sendmail(self.settings.mail_from, [to], raw)
        except REFUSED as error:
            raise NotSent(_reason(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure(_reason(error)) from error
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        if settings.smtp_tls == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.smtp_host, settings.smtp_port, timeout=60, context=self._tls
            )
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=60)
        try:
            if settings.smtp_tls == "starttls":
                server.starttls(context=self._tls)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _reason(error: Exception) -> str:
    # Server texts can hold addresses: only the kind and the code are kept.
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def post_for(settings: Settings) -> Post:
    """The door that the settings choose."""
    return Smtp(settings) if settings.mail == "smtp" else DropFolder(settings.drop)
