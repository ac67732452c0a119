"""The list of requests with 100,000 of them, against the same list with 1,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from mlat.domain.permissions import Actor
from mlat.reads.paging import LINES, cursor
from mlat.reads.requests import requests_page
from tests.bench.databases import KINDS, application
from tests.bench.measure import Act, Ratio, compare, require
from tests.bench.rows import FIRST, fill

MANY, FEW = 100_000, 1_000
AT_MOST = 2.0
DEEP = cursor(FIRST + timedelta(days=170), "f" * 32)
"""Where a tenth of the requests are still to come, with many and with few."""
RARE = "unsure"
"""A state that no request is in: whoever looks for it row by row looks at every row."""

Open = Callable[[Flask, Actor], Act]


def run() -> Iterator[Ratio]:
    """The list as it is read, and as a page in the browser, on each kind of database."""
    views: dict[str, Open] = {
        "read.first": lambda app, actor: _read(app, actor, LINES),
        "read.deep": lambda app, actor: _read(app, actor, LINES, after=DEEP),
        "read.rare": lambda app, actor: _read(app, actor, 0, state=RARE),
        "page.first": lambda app, actor: _page(app, actor),
        "page.deep": lambda app, actor: _page(app, actor, after=DEEP),
    }
    for kind in KINDS:
        with ExitStack() as databases:
            many, few = (databases.enter_context(application(kind)) for _ in range(2))
            crowd, handful = _filled(many, MANY), _filled(few, FEW)
            for name, view in views.items():
                yield compare(
                    f"list.{name}.{kind}",
                    view(many, crowd),
                    view(few, handful),
                    against=f"the same with {FEW:,} requests, not {MANY:,}",
                    at_most=AT_MOST,
                    rounds=9,
                )


def _filled(app: Flask, size: int) -> Actor:
    with app.app_context():
        return fill(size)


def _read(app: Flask, actor: Actor, expected: int, after: str = "", state: str = "") -> Act:
    def read(_turn: int) -> None:
        with app.app_context():
            found = len(requests_page(actor, after=after, state=state).lines)
        require(found == expected, f"{found} lines came, not {expected}")

    return read


def _page(app: Flask, actor: Actor, after: str = "") -> Act:
    client = _logged_in(app, actor)

    def page(_turn: int) -> None:
        answer = client.get("/requests", query_string={"after": after})
        require(answer.status_code == 200, f"the page answered {answer.status}")
        lines = answer.text.count('href="/requests/')
        require(lines == LINES, f"the page shows {lines} lines, not {LINES}")

    return page


def _logged_in(app: Flask, actor: Actor) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = actor.user_id  # `rows` gives a user one id for everything
        session["_fresh"] = True
    return client
