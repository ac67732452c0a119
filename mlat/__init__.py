"""MLAT tracker: wiring only."""

from __future__ import annotations

from flask import Flask

from mlat.settings import Settings


def create_core(settings: Settings) -> Flask:
    """The application without pages: database, facts, keys, storage, mail. For the command line and workers.

    Raises `Problem` when the master keys are missing or the facts do not hold.
    """
    from mlat import facts, storage
    from mlat.house import House
    from mlat.keys import Keyring
    from mlat.mail.sending import DropFolder, post_for
    from mlat.model import db, teach_sqlite

    app = Flask("mlat", static_folder=None, template_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    db.init_app(app)
    with app.app_context():
        teach_sqlite(db.engine)
    app.extensions["mlat"] = House(
        settings=settings,
        world=facts.load(),
        keyring=Keyring(settings.keys),
        blobs=storage.files(settings),
        returned=storage.returned(settings),
        post=post_for(settings),
        drop=DropFolder(settings.drop),
    )
    return app


def create_app(settings: Settings) -> Flask:
    """The whole application with its pages."""
    from mlat import web

    app = create_core(settings)
    web.furnish(app, settings)
    return app
