"""`mlat backup`: one file with every row and every sealed file of this house, and putting it back."""

from __future__ import annotations

from pathlib import Path

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No

KEYS = (
    "The keys are not in it: keep %s apart from it, and mlat.toml too. Without the keys nobody can read a backup; "
    "with them, a case that was erased since can be read in every older one: throw those away."
)
AFTER = (
    "Of what was done after %s this house knows nothing: before anybody works here, compare the mail that was sent and "
    "the numbers that were given. What recipients returned is in no backup: where returned/ is lost, ask for it again."
)
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def backup() -> None:
    """Make backups, check them, and put one back. The keys are in none of them."""


@backup.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def make(folder: Path, as_json: bool) -> None:
    """Write a new backup into FOLDER; pages and workers may go on meanwhile.

    Exit 1 where storage does not hold every file that is named.
    """
    from mlat.cli.core import clock, core
    from mlat.house import house
    from mlat.services import backing_up

    with core():
        made = backing_up.make(clock(), folder)
        keys = house().settings.keys
    values = {
        "file": str(made.file),
        "manifest": made.known_by,
        "rows": made.rows,
        "files": made.files,
        "missing": list(made.missing),
    }
    words = f"{made.file}: {made.rows} row(s), {made.files} file(s), known by {made.known_by}.\n{KEYS % keys}"
    answer(values, as_json=as_json, words=words)
    if made.missing:
        raise No(
            f"{len(made.missing)} file(s) that rows name are not whole in storage, the first is {made.missing[0]}. "
            "Look for them in an older backup."
        )


@backup.command()
@click.argument("file", type=A_FILE)
@json_option
def check(file: Path, as_json: bool) -> None:
    """Hold FILE against its manifest, and walk the audit chains in it. Needs no settings, database or keys.

    Exit 1 where something is wrong with it.
    """
    from mlat.domain.problems import Problem
    from mlat.services import backup_checking

    try:
        checked = backup_checking.check(file)
    except Problem as damaged:
        answer({"holds": False, "wrong": [damaged.line()]}, as_json=as_json, words=damaged.line())
        raise No(f"{file} is no whole backup.") from damaged
    says = checked.manifest
    values = {
        "holds": not checked.wrong,
        "wrong": list(checked.wrong),
        "chains_walked": checked.walked,
        "manifest": checked.known_by,
        "made_at": says.made_at,
        "program": says.program,
        "schema": says.schema,
        "instance": says.instance,
        "database": says.database,
        "rows": sum(says.rows.values()),
        "members": len(says.members),
        "missing": says.missing,
    }
    made = f"Made {says.made_at} by program {says.program} (schema {says.schema}), known by {checked.known_by}."
    holds = "Every member is whole" + (
        ", and every chain holds." if checked.walked else f"; only program {says.program} can walk its chains."
    )
    missing = f"\n{len(says.missing)} file(s) were missing in storage when it was made." if says.missing else ""
    answer(values, as_json=as_json, words="\n".join([made, *(checked.wrong or (holds,))]) + missing)
    if checked.wrong:
        raise No(f"{len(checked.wrong)} thing(s) are wrong with it.")


@backup.command()
@click.argument("file", type=A_FILE)
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Put FILE into this house, which is new and empty but for the old keys.

    Exit 1 where the audit chains, or the columns computed from the events, do not hold afterwards.
    """
    from mlat.cli.core import clock, core
    from mlat.services import restoring

    with core():
        put = restoring.restore(clock(), file)
    says = put.manifest
    values = {
        "rows": put.rows,
        "files": put.files,
        "made_at": says.made_at,
        "mails_in_doubt": put.in_doubt,
        "missing": says.missing,
        "holds": not put.wrong,
        "wrong": list(put.wrong),
    }
    words = [
        f"{put.rows} row(s) and {put.files} file(s) put back as of {says.made_at}.",
        "Every chain holds, and everything is as the events say." if not put.wrong else "\n".join(put.wrong),
        f"{put.in_doubt} mail(s) that waited may have left since, and stand on the desk as in doubt. "
        "No letter leaves by itself until an approver says so again.",
        AFTER % says.made_at,
    ]
    answer(values, as_json=as_json, words="\n".join(words))
    if put.wrong:
        raise No(f"It was put back, and {len(put.wrong)} thing(s) do not hold.")
