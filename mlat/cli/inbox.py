"""`mlat inbox`: what came in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from mlat.cli.answer import json_option
from mlat.cli.errors import No
from mlat.cli.mailbox import fetch, store
from mlat.cli.matched import matcher
from mlat.domain.mailed import Mail, MailKind
from mlat.domain.problems import Problem, Problems


@click.group()
def inbox() -> None:
    """Mail that came in."""


inbox.add_command(fetch)
inbox.add_command(store)


@inbox.command()
@click.argument("files", metavar="FILE.eml...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def read(files: tuple[Path, ...], as_json: bool) -> None:
    """Say of each mail what it is and why. Nothing is stored; needs no settings and no database.

    Where this installation has a database, `matched` says to which requests the mail seems to belong.
    With --json one object a line. Exit 1 where a mail could not be read, 2 where a file could not be opened; the
    others are read all the same.
    """
    from mlat.mail.reading import LARGEST, read_mail

    unread: list[str] = []
    unopened: list[Problem] = []
    with matcher() as match:
        for file in files:
            try:
                with file.open("rb") as opened:
                    mail = read_mail(opened.read(LARGEST + 1))  # of what is larger only the head is read
            except OSError as error:
                says = error.strerror or "It cannot be opened"
                unopened.append(
                    Problem("file.unreadable", _shown(file), "%(error)s.", "Check name and rights.", error=says)
                )
                mail = Mail(kind=MailKind.UNREADABLE, reasons=(f"file: {says}",))
            if mail.kind is MailKind.UNREADABLE:
                unread.append(_shown(file))
            found = match(mail)
            line = _line(file, mail, found)
            click.echo(json.dumps(line, ensure_ascii=False) if as_json else _words(file, mail, found))
    if unopened:
        raise Problems(unopened)
    if unread:
        raise No(f"{len(unread)} of {len(files)} could not be read: {', '.join(unread)}.")


def _line(file: Path, mail: Mail, found: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "file": _shown(file),
        "kind": mail.kind.value,
        "is_bounce": mail.is_bounce,
        "is_auto_reply": mail.is_auto_reply,
        "subject": mail.subject,
        "from": _sender(mail),
        "attachments": [each.name for each in mail.attachments],
        "failed_recipients": list(mail.failed_recipients),
        "matched": found,
        "reasons": list(mail.reasons),
    }


def _words(file: Path, mail: Mail, found: dict[str, Any] | None) -> str:
    """One mail in a few lines, what it is first."""
    best = [f"{each['request']} ({', '.join(each['why'])})" for each in found["candidates"][:3]] if found else []
    rows = [
        ("from", _sender(mail)),
        ("subject", mail.subject),
        ("attachments", ", ".join(each.name for each in mail.attachments)),
        ("not reached", ", ".join(mail.failed_recipients or mail.delayed_recipients)),
        ("why", ", ".join(mail.reasons)),
        ("matched", "; ".join([found["verdict"], *best]) if found else ""),
    ]
    lines = [f"  {name:<12} {value}" for name, value in rows if value]
    return "\n".join([f"{_shown(file)}: {mail.kind.value.replace('_', ' ')}", *lines])


def _sender(mail: Mail) -> str:
    sender = mail.sender
    return f"{sender.name} <{sender.address}>" if sender.name and sender.address else sender.address or sender.name


def _shown(file: Path) -> str:
    """The path as given; bytes that are no UTF-8 cannot be printed."""
    return str(file).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
