"""`mlat verify`: what a PDF in hand proves."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No
from mlat.documents.uploaded import LARGEST
from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from mlat.reads.verifying import Verified

SAYS = {
    "genuine": "Genuine: these are the very bytes that left.",
    "signed": "Signed here and unchanged, but not known as the paper that left.",
    "changed": "NOT what was signed: it was changed, or its signature does not hold.",
    "unknown": "Unknown: nothing here is known of this file.",
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def verify(file: Path, as_json: bool) -> None:
    """Say of a PDF who of this house signed it, when, whether it is unchanged, and which paper it is.

    Exit 1 where it is not the very file that left.
    """
    from mlat.cli.core import core
    from mlat.reads.verifying import verify as look

    if file.stat().st_size > LARGEST:
        raise Problem("upload.large", str(file), "is larger than %(most)s bytes.", most=LARGEST)
    data = file.read_bytes()
    with core():
        found = look(data, for_operator=True)
    answer(_plain(found), as_json=as_json, words=_words(found))
    if found.verdict != "genuine":
        raise No(f"{file}: {found.verdict}.")


def _plain(found: Verified) -> dict[str, Any]:
    plain: dict[str, Any] = asdict(found)
    for each in (plain["paper"] or {}, *plain["signatures"]):
        each.update({name: value.isoformat() for name, value in each.items() if isinstance(value, datetime)})
    return plain


def _words(found: Verified) -> str:
    lines = [SAYS[found.verdict], f"SHA-256 {found.sha256}"]
    if found.paper:
        lines.append(f"{found.paper.number}: {found.paper.measure}, issued {found.paper.frozen_at.isoformat()}")
    elif found.claims:
        lines.append(f"It says that it is {found.claims}, of which other bytes left.")
    for each in found.signatures:
        state = "holds" if each.sound else "unchanged, but does not hold" if each.intact else "BROKEN"
        by = f"{each.on_behalf} for {each.office}" if each.on_behalf else each.office
        stamped = f", time stamp {each.stamped.isoformat()}" if each.stamped else ""
        lines.append(f"Signature of {by}, {each.at.isoformat() if each.at else 'no time'}{stamped}: {state}")
    if not (found.signatures or found.strangers):
        lines.append("It carries no signature.")
    if found.strangers:
        lines.append(f"{found.strangers} signature(s) by nobody known here.")
    return "\n".join(lines)
