"""`mlat case`: taking a case file into this installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlat.cli.answer import answer, json_option
from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from mlat.domain.permissions import Actor


@click.group()
def case() -> None:
    """Take cases in."""


@case.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def import_(file: Path, as_json: bool) -> None:
    """Open the case of FILE in the office that it names; its requests are left to people.

    The office must be here, and the owner must have an account in it (`mlat office add`, `mlat user add`).
    """
    from mlat import facts
    from mlat.cli.core import clock, core
    from mlat.facts.casefile import read_case_file
    from mlat.i18n import locales
    from mlat.services import intake

    book = read_case_file(file, facts.load(), locales())
    with core():
        owner = _owner(book.office.code, book.case.owner)
        case_id = intake.open_case(owner, clock(), book.case_input())
    values = {"case": case_id, "reference": book.case.reference}
    answer(values, as_json=as_json, words=f"{book.case.reference} opened.")


def _owner(office_code: str, user_code: str) -> Actor:
    from sqlalchemy import select

    from mlat.domain.permissions import Actor, Role
    from mlat.model import Office, User, transaction

    with transaction() as session:
        office = session.scalar(select(Office).where(Office.code == office_code))
        if office is None:
            raise Problem("unknown", "office.code", "%(name)s is not here.", "Run `mlat office add`.", name=office_code)
        user = session.scalar(select(User).where(User.office_id == office.id, User.code == user_code))
        if user is None:
            raise Problem(
                "unknown",
                "case.owner",
                "%(name)s has no account there.",
                "Run `mlat user add --code`.",
                name=user_code,
            )
        roles = frozenset(Role(role.name) for role in user.roles)
        return Actor(office.id, user.id, roles, user.language, office.zone)
