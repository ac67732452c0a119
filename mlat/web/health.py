"""Whether this process serves and reaches its database."""

from __future__ import annotations

from flask import Blueprint, Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from mlat.model import transaction

health_page = Blueprint("health", __name__)


def install(app: Flask) -> None:
    """The page that a watchdog asks."""
    app.register_blueprint(health_page)


@health_page.get("/healthz")
def health() -> ResponseReturnValue:
    """`{"ok": true}` while the database answers."""
    with transaction() as session:
        session.execute(text("SELECT 1"))
    return jsonify(ok=True)
