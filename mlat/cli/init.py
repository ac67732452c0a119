"""`mlat init`: home, master keys and schema."""

from __future__ import annotations

import click

from mlat.cli.answer import answer, json_option


@click.command()
@json_option
def init(as_json: bool) -> None:
    """Make the home folder, the master keys (mode 0600) and the newest schema; harmless when repeated."""
    from mlat.cli.core import prepare
    from mlat.model import db
    from mlat.model.migrations import head
    from mlat.settings import load

    settings = load()
    app = prepare(settings)
    with app.app_context():
        address = db.engine.url.render_as_string(hide_password=True)
        db.engine.dispose()
    values = {"home": str(settings.home), "database": address, "keys": str(settings.keys), "schema": head()}
    answer(
        values,
        as_json=as_json,
        words=f"Ready: {settings.home}, schema {head()}. Back up {settings.keys} apart.",
    )
