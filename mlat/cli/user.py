"""`mlat user`: who may log in."""

from __future__ import annotations

import secrets
from typing import IO

import click

from mlat.cli.answer import answer, json_option
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem

PASSWORD = click.option("--password-file", type=click.File(), help="Read the password from a file (- for stdin).")


@click.group()
def user() -> None:
    """Add users and give them new passwords."""


def new_password() -> str:
    """A random password that can be typed: five groups of five characters."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(5))


def _given_or_new(file: IO[str] | None) -> tuple[str, bool]:
    """The password, and whether it is ours to print."""
    return (file.read().strip(), False) if file else (new_password(), True)


@user.command()
@click.argument("email")
@click.option("--office", "office_code", required=True, help="The office's code.")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--function", default="", help="As it stands under signatures.")
@click.option("--language", default="es", type=click.Choice(["es", "en"]))
@click.option("--code", default="", help="A short name for case files.")
@PASSWORD
@json_option
def add(
    email: str,
    office_code: str,
    name: str,
    roles: tuple[str, ...],
    function: str,
    language: str,
    code: str,
    password_file: IO[str] | None,
    as_json: bool,
) -> None:
    """Add a user. Without --password-file a random password is made and printed once."""
    from mlat.cli.core import clock, core
    from mlat.services import admin

    password, ours = _given_or_new(password_file)
    with core():
        office_id = _office(office_code)
        user_id = admin.add_user(clock(), office_id, email, name, roles, password, function, language, code)
    values = {"user": user_id, "email": email} | ({"password": password} if ours else {})
    answer(values, as_json=as_json, words=f"{email} added." + (f" Password: {password}" if ours else ""))


@user.command()
@click.argument("email")
@PASSWORD
@json_option
def password(email: str, password_file: IO[str] | None, as_json: bool) -> None:
    """Give a user a new password; open sessions of that user end."""
    from mlat.cli.core import clock, core
    from mlat.services import admin

    word, ours = _given_or_new(password_file)
    with core():
        admin.set_password(clock(), email, word)
    values = {"email": email} | ({"password": word} if ours else {})
    answer(values, as_json=as_json, words=f"{email}: " + (word if ours else "password set."))


def _office(code: str) -> str:
    from sqlalchemy import select

    from mlat.model import Office, transaction

    with transaction() as session:
        found = session.scalar(select(Office.id).where(Office.code == code))
    if found is None:
        raise Problem("unknown", "office", "%(name)s is no office.", "Add it first: `mlat office add`.", name=code)
    return found
