"""`mlat batch`: issuing many approved requests."""

from __future__ import annotations

from dataclasses import asdict
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No
from mlat.cli.person import person

if TYPE_CHECKING:
    from mlat.reads.batches import BatchView

BY = click.option("--by", "email", required=True, metavar="EMAIL", help="Who issues; a person who may.")
BATCH = click.argument("batch_id", metavar="BATCH")


@click.group()
def batch() -> None:
    """Issue many approved requests: number, print, sign and keep their papers."""


@batch.command()
@BY
@click.option("--request", "requests", multiple=True, metavar="ID", help="Only these; without it all approved ones.")
@json_option
def start(email: str, requests: tuple[str, ...], as_json: bool) -> None:
    """Plant a batch. `mlat batch run`, or any running worker, issues it."""
    from mlat.cli.core import clock, core
    from mlat.reads.batches import batch_view
    from mlat.services import batching

    with core():
        actor = person(email)
        _say(batch_view(actor, batching.plant(actor, clock(), requests)), as_json=as_json)


@batch.command()
@click.option("--hands", type=click.IntRange(1, 64), help="How many at once; without it as many as cores.")
@json_option
def run(hands: int | None, as_json: bool) -> None:
    """Issue what is planted, until nothing is left. Any number of these may run at once."""
    from mlat.cli.core import clock, core
    from mlat.worker.batches import HANDS, issue_planted

    with core() as app:
        issued = issue_planted(app, Event(), clock, hands or HANDS)
    answer({"issued": issued}, as_json=as_json, words=f"{issued} issued.")


@batch.command()
@BATCH
@BY
@json_option
def show(batch_id: str, email: str, as_json: bool) -> None:
    """Say how far a batch has come, and what failed, one by one. Exit 1 where something failed."""
    from mlat.cli.core import core
    from mlat.reads.batches import batch_view

    with core():
        found = batch_view(person(email), batch_id)
    _say(found, as_json=as_json)
    if found.failed:
        raise No(f"{found.failed} of {found.total} failed.")


@batch.command()
@BATCH
@BY
@json_option
def stop(batch_id: str, email: str, as_json: bool) -> None:
    """Take nothing more of a batch; what is in hand is finished."""
    _change("stop", batch_id, email, as_json=as_json)


@batch.command()
@BATCH
@BY
@json_option
def resume(batch_id: str, email: str, as_json: bool) -> None:
    """Go on with a batch, and try again what failed."""
    _change("resume", batch_id, email, as_json=as_json)


def _change(act: str, batch_id: str, email: str, *, as_json: bool) -> None:
    from mlat.cli.core import clock, core
    from mlat.reads.batches import batch_view
    from mlat.services import batching

    with core():
        actor = person(email)
        {"stop": batching.stop, "resume": batching.resume}[act](actor, clock(), batch_id)
        _say(batch_view(actor, batch_id), as_json=as_json)


def _say(found: BatchView, *, as_json: bool) -> None:
    failures: list[dict[str, Any]] = [
        {"request": each.request_id, "case": each.case, "code": each.code, "problem": each.problem.line()}
        for each in found.failures
    ]
    values = asdict(found) | {"started_at": found.started_at.isoformat(), "total": found.total, "failures": failures}
    counts = f"{found.issued} of {found.total} issued, {found.failed} failed, {found.waiting + found.working} to do"
    lines = [f"{found.id}: {counts}{' (stopped)' if found.stopped else ''}"]
    lines += [f"{each['case']} {each['code']}: {each['problem']}" for each in failures]
    answer(values, as_json=as_json, words="\n".join(lines))
