"""One frozen, typed set of settings; it refuses to start half-configured."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from mlat.domain.problems import Problem


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next; all state lives under `home`."""

    home: Path
    database_url: str = field(default="", repr=False)
    """Empty: the embedded SQLite database under `home`."""
    public_url: str = "http://127.0.0.1:8000"
    """How links in papers and mails begin."""
    trusted_proxies: int = 0
    """How many proxies stand before the pages, each naming the visitor it heard: log-ins are counted by visitor."""
    secret_key: str = field(default="", repr=False)
    language: str = "es"
    mail: Literal["drop", "smtp"] = "drop"
    """`drop` writes .eml files under `home`/mail; nothing leaves by accident."""
    mail_from: str = "tracker@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: Literal["starttls", "ssl"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_ca_file: str = ""
    """A certificate bundle of the office's own, where its mail server is not publicly certified."""
    imap_host: str = ""
    """The mail server where answers arrive; empty: no mailbox is read."""
    imap_port: int = 993
    imap_tls: Literal["ssl", "starttls"] = "ssl"
    imap_user: str = ""
    imap_password: str = field(default="", repr=False)
    imap_folder: str = "INBOX"
    imap_ca_file: str = ""
    """A certificate bundle of the office's own, where its mail server is not publicly certified."""
    mail_office: str = ""
    """Code of the office that tends mail which belongs to no known request."""
    reply_address: str = ""
    """The address of that mailbox, where its server also delivers what is written to name+anything: each request then
    has a reply address of its own. Empty: answers go to the address of the office, without a token."""
    tsa_url: str = ""
    """A time-stamp service (RFC 3161), whose stamp each signature then carries; empty: the office's own time only."""
    tsa_ca_file: str = ""
    """The certificates (PEM) of that service that count here."""
    files_url: str = ""
    """Where sealed papers, mails and annexes are kept: s3://bucket/prefix; empty: the folder `home`/files."""
    s3_endpoint: str = ""
    """The address of an S3-compatible store; empty: Amazon's own."""
    s3_region: str = "us-east-1"
    s3_access_key: str = field(default="", repr=False)
    s3_secret_key: str = field(default="", repr=False)
    clamd_socket: str = ""
    """Where a virus scanner (clamd) listens: a path, or host:port. What was returned then waits for its word."""
    way_out: str = "https://www.wikipedia.org/"
    """Where the button "leave this page" of a family's page leads: a public page that says nothing of its reader."""
    tick_seconds: int = 30
    """How often each worker looks for what is due."""
    lease_seconds: int = 120
    """How long a worker may hold one piece of work before it counts as lost."""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{(self.home / 'mlat.sqlite').absolute()}"

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded one of a trial or a small office."""
        return self.database.startswith("sqlite")

    @property
    def keys(self) -> Path:
        """Where the master keys are, outside the database."""
        return self.home / "keys"

    @property
    def drop(self) -> Path:
        """The mail-drop folder."""
        return self.home / "mail"

    @property
    def files(self) -> Path:
        """The encrypted bytes of papers, mails and annexes."""
        return self.home / "files"

    @property
    def returned(self) -> Path:
        """What was returned and waits for a custodian: never in a backup."""
        return self.home / "returned"


BARE = re.compile(r"[^\s<>@\"]+@[^\s<>@\"]+")
"""An address that can stand in an envelope and behind a Message-ID's @."""
LEAST = {"smtp_port": 1, "imap_port": 1, "tick_seconds": 1, "lease_seconds": 1, "trusted_proxies": 0}
"""The whole numbers among the settings, and the least that each may be."""
SECRET = ("secret_key", "smtp_password", "imap_password", "database_url")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read MLAT_HOME/mlat.toml, then MLAT_* variables (they win); NAME_FILE names a file with a secret.

    Raises `Problem` naming the setting and the remedy when something is unknown, ill-typed or missing.
    """
    environment = os.environ if environment is None else environment
    home = Path(environment.get("MLAT_HOME", "var")).absolute()
    values: dict[str, Any] = {}
    file = home / "mlat.toml"
    if file.exists():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise Problem(
                "settings", str(file), "is not valid TOML: %(error)s", "Mend the file.", error=error
            ) from error
    known = {field.name: field for field in fields(Settings) if field.name != "home"}
    for name in values:
        if name not in known:
            raise Problem(
                "settings",
                f"{file}: {name}",
                "is not a setting.",
                "Known are: %(known)s.",
                known=", ".join(known),
            )
    for name in known:
        values |= _from_environment(environment, name)
    settings = replace(Settings(home=home), **{name: _typed(name, value) for name, value in values.items()})
    _refuse_half(settings)
    return settings


def _from_environment(environment: Mapping[str, str], name: str) -> dict[str, str]:
    variable = f"MLAT_{name.upper()}"
    if variable in environment:
        return {name: environment[variable]}
    if name in SECRET and f"{variable}_FILE" in environment:
        try:
            return {name: Path(environment[f"{variable}_FILE"]).read_text(encoding="utf-8").strip()}
        except OSError as error:
            raise Problem(
                "settings", f"{variable}_FILE", "names no file that can be read.", "Correct the path."
            ) from error
    return {}


def _typed(name: str, value: Any) -> Any:
    choices = {"mail": ("drop", "smtp"), "smtp_tls": ("starttls", "ssl"), "imap_tls": ("ssl", "starttls")}
    if name in choices and value not in choices[name]:
        raise Problem(
            "settings",
            name,
            "is %(value)s.",
            "Give one of %(choices)s.",
            value=value,
            choices=", ".join(choices[name]),
        )
    if name in LEAST:
        return _whole(name, value)
    if not isinstance(value, str):
        raise Problem("settings", name, "is not a text.", "Put it in quotes.")
    return value


def _whole(name: str, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise Problem("settings", name, "is not a whole number.", "Give a whole number.") from error
    if number < LEAST[name]:
        says, remedy = "is less than %(least)s.", "Give a whole number from %(least)s up."
        raise Problem("settings", name, says, remedy, least=LEAST[name])
    return number


def _refuse_half(settings: Settings) -> None:
    if settings.mail == "smtp" and not settings.smtp_host:
        raise Problem(
            "settings",
            "smtp_host",
            "is missing while mail = smtp.",
            "Name the mail server, or set mail = drop.",
        )
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        raise Problem("settings", "smtp_password", "and smtp_user come together.", "Give both, or neither.")
    if not BARE.fullmatch(settings.mail_from):
        raise Problem(
            "settings", "mail_from", "is no bare mail address.", "Write it as name@host, without a name before it."
        )
    _refuse_half_mailbox(settings)
    if bool(settings.tsa_url) != bool(settings.tsa_ca_file):
        raise Problem("settings", "tsa_ca_file", "and tsa_url come together.", "Give both, or neither.")
    if settings.tsa_url and not settings.tsa_url.startswith(("http://", "https://")):
        raise Problem("settings", "tsa_url", "is not a web address.", "Begin it with https://.")
    if settings.files_url and not (settings.files_url.startswith("s3://") and urlsplit(settings.files_url).netloc):
        raise Problem("settings", "files_url", "names no bucket.", "Write it as s3://bucket/prefix, or leave it empty.")
    if settings.files_url and not (settings.s3_access_key and settings.s3_secret_key):
        says, remedy = "is missing while files_url is set.", "Give s3_access_key and s3_secret_key."
        raise Problem("settings", "s3_access_key", says, remedy)
    if settings.s3_endpoint and not settings.s3_endpoint.startswith(("http://", "https://")):
        raise Problem("settings", "s3_endpoint", "is not a web address.", "Begin it with https://.")
    if not settings.public_url.startswith(("http://", "https://")):
        raise Problem("settings", "public_url", "is not a web address.", "Begin it with https://.")


def _refuse_half_mailbox(settings: Settings) -> None:
    needed = ("imap_user", "imap_password", "mail_office")
    missing = [name for name in needed if not getattr(settings, name)]
    if settings.imap_host and missing:
        says, remedy = "is missing while imap_host is set.", "Give it, or empty imap_host: no mailbox is read then."
        raise Problem("settings", missing[0], says, remedy)
    if not settings.imap_host and (settings.imap_user or settings.imap_password):
        says, remedy = "is missing while imap_user or imap_password is set.", "Name the mail server, or remove both."
        raise Problem("settings", "imap_host", says, remedy)
    if not settings.reply_address:
        return
    name, at, place = settings.reply_address.partition("@")
    if not (name and at and place) or "+" in name:
        raise Problem(
            "settings", "reply_address", "is no mail address, or holds a +.", "Give it like mesa@example.org."
        )
    if not settings.mail_office:
        raise Problem(
            "settings", "mail_office", "is missing while reply_address is set.", "Name the office by its code."
        )


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: the setting, or one made once and kept in `home`/keys (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key
    file = settings.keys / "session.key"
    if not file.exists():
        settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii")
