"""`mlat serve`: the pages, and in the embedded mode a worker beside them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mlat.cli.answer import json_option
from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from flask import Flask
    from waitress.server import BaseWSGIServer, MultiSocketServer

    from mlat.settings import Settings


HELD_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of one request that stay in memory, more than any may have: uploads never touch a temporary file in clear."""


@click.command()
@click.option("--sample", is_flag=True, help="Set up if needed, and load the first sample case into an empty database.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@json_option
def serve(sample: bool, host: str, port: int, as_json: bool) -> None:
    """Serve the pages. With the embedded database a worker runs as a child process and ends with it."""
    from mlat import create_app
    from mlat.cli.core import prepare
    from mlat.cli.sample import load_first, say
    from mlat.model import db
    from mlat.model.migrations import refuse_unless_head
    from mlat.settings import load

    settings = load()
    logins = load_first(prepare(settings)) if sample else {}
    app = create_app(settings)
    with app.app_context():
        refuse_unless_head(db.engine)
        db.engine.dispose()  # connections do not survive the child's fork
    server = _listen(app, host, port, behind_proxy=settings.trusted_proxies > 0)
    say(f"http://{host}:{port}", logins, sample=sample, as_json=as_json)
    with _worker(settings):
        server.run()


def _listen(app: Flask, host: str, port: int, *, behind_proxy: bool) -> BaseWSGIServer | MultiSocketServer:
    from waitress.server import create_server

    try:
        # The proxies' words reach the pages only where the settings say that there are proxies.
        return create_server(
            app, host=host, port=port, threads=8, clear_untrusted_proxy_headers=not behind_proxy,
            inbuf_overflow=HELD_IN_MEMORY,
        )  # fmt: skip
    except OSError as taken:
        raise Problem(
            "server",
            f"{host}:{port}",
            "cannot be listened on: %(why)s.",
            "Choose another --port.",
            why=taken.strerror,
        ) from taken


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """A worker beside the pages where the database is the embedded one."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if not settings.embedded:
        yield
        return
    child = subprocess.Popen([sys.executable, "-m", "mlat.cli", "worker", "--child"], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        child.terminate()
        child.wait()
        if child.stdin:
            child.stdin.close()
