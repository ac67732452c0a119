"""The application behind a command that works on this installation's database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from mlat.settings import Settings


def clock() -> datetime:
    """Now, as an aware UTC instant: read here, at the door, and nowhere below."""
    return datetime.now(UTC)


@contextmanager
def core(settings: Settings | None = None) -> Iterator[Flask]:
    """The application without pages, its context pushed.

    Raises `Problem` where the settings, the keys or the schema are not ready.
    """
    from mlat import create_core
    from mlat.model import db
    from mlat.model.migrations import refuse_unless_head
    from mlat.settings import load

    app = create_core(settings or load())
    with app.app_context():
        refuse_unless_head(db.engine)
        yield app
        db.engine.dispose()


def prepare(settings: Settings) -> Flask:
    """Home, master keys and schema as this program needs them; harmless when they are there."""
    from mlat import create_core
    from mlat.keys import Keyring
    from mlat.model.migrations import upgrade
    from mlat.settings import secret_key

    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    Keyring.create(settings.keys)
    secret_key(settings)
    app = create_core(settings)
    upgrade(app)
    return app
