"""`mlat evidence`: whether what was returned is still what came."""

from __future__ import annotations

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No
from mlat.cli.person import person


@click.group()
def evidence() -> None:
    """Look after what recipients returned."""


@evidence.command()
@click.option("--by", "email", required=True, metavar="EMAIL", help="Who asks; a person who may see evidence.")
@json_option
def rehash(email: str, as_json: bool) -> None:
    """Compute anew the hash of every returned file that is here; each is an event. Exit 1 where one changed."""
    from mlat.cli.core import clock, core
    from mlat.services import custody

    with core():
        found = custody.rehash_all(person(email), clock())
    changed = [item_id for item_id, same in found if not same]
    words = f"{len(found)} file(s) are here, {len(changed)} changed." + "".join(f"\n{each}" for each in changed)
    answer({"files": len(found), "changed": changed}, as_json=as_json, words=words)
    if changed:
        raise No(f"{len(changed)} file(s) are not what came.")
