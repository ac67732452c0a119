"""`mlat worker`: the loop that sweeps, prepares and delivers."""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict
from threading import Event, Thread

import click

from mlat.cli.answer import answer, json_option


@click.command()
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option("--child", is_flag=True, hidden=True, help="End when stdin ends, because the parent has ended.")
@json_option
def worker(once: bool, child: bool, as_json: bool) -> None:
    """Sweep what is due, prepare it and deliver mail. Any number of workers may run on one database."""
    from mlat.cli.core import core
    from mlat.settings import load
    from mlat.worker.loop import round_of_work, run

    logging.basicConfig(format="%(message)s")
    logging.getLogger("mlat").setLevel(logging.INFO)
    settings = load()
    stop = Event()
    if child:
        Thread(target=_end_with_parent, args=(stop,), daemon=True).start()
    with core(settings) as app:
        if not once:
            run(app, settings, stop)
            return
        done = asdict(round_of_work(app, settings, stop))
    answer(done, as_json=as_json, words=", ".join(f"{name} {number}" for name, number in done.items()))


def _end_with_parent(stop: Event) -> None:
    sys.stdin.read()
    stop.set()
