"""The first sample case, for someone who wants to look around."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from mlat import resources

if TYPE_CHECKING:
    from flask import Flask

FIRST = "case-1-grooming-mexico.toml"
LEFT_WAITING = timedelta(days=60)
"""What fell due in this time waits on the desks for a person, so that there is something to do."""


def load_first(app: Flask) -> dict[str, dict[str, str]]:
    """Live the first sample up to now where the database is empty; the log-ins by role, else nothing."""
    from sqlalchemy import select

    from mlat.cli.core import clock
    from mlat.cli.user import new_password
    from mlat.facts.casefile import read_case_file
    from mlat.house import house
    from mlat.i18n import locales
    from mlat.model import Office, db, transaction
    from mlat.play.live import live

    with app.app_context():
        with transaction() as session:
            if session.scalar(select(Office.id).limit(1)):
                return {}
        book = read_case_file(resources.path("samples", FIRST), house().world, locales())
        click.echo("Living the first sample case up to today: this takes a minute or two.", err=True)
        now = clock()
        stage = live(book, now, new_password, clicks_until=now - LEFT_WAITING)
        db.engine.dispose()
    people = zip(book.user, stage.cast.passwords.items(), strict=True)
    return {user.roles[0].value: {"email": email, "password": word} for user, (email, word) in people}


def say(address: str, logins: dict[str, dict[str, str]], *, sample: bool, as_json: bool) -> None:
    """Print the address, and once the log-ins of the sample."""
    if as_json:
        click.echo(json.dumps({"address": address, "logins": logins}))
        return
    for role, login in logins.items():
        click.echo(f"  {role:15} {login['email']:32} {login['password']}")
    if sample and not logins:
        click.echo("The log-ins were printed when the sample was loaded. A new password: mlat user password EMAIL")
    click.echo(f"{address}  (Ctrl-C ends it)")
    sys.stdout.flush()
