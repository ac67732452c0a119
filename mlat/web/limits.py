"""How often one visitor may try what is open to visitors."""

from __future__ import annotations

from typing import cast

from flask import Flask
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LIMITS = {
    "security.login": ("10 per minute", ["POST"]),
    "genuine.show": ("30 per minute", ["GET"]),
}
"""What stands open: the endpoint, how often from one address, and by which methods."""


def install(app: Flask) -> None:
    """Bind one limiter to the pages that anybody can reach; the others ask who is there first."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    for endpoint, (often, methods) in LIMITS.items():
        limited = limiter.limit(often, methods=methods)(app.view_functions[endpoint])
        app.view_functions[endpoint] = cast("RouteCallable", limited)
