"""What a worker does on each tick: sweep if it is its turn, then take planted work, one piece at a time."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from mlat.services import automatic, custody, families, outbox, pacing, reminders, scanning, sweeping, voices
from mlat.services.digests import plant_digests
from mlat.settings import Settings
from mlat.worker import digests
from mlat.worker.batches import issue_planted
from mlat.worker.mailbox import take_mail
from mlat.worker.operations import BREATH, refer_planted
from mlat.worker.ticks import DIGESTS, LETTERS, MAILBOX, PACES, RETURNED, SWEEP, claim
from mlat.worker.turns import Turn

log = logging.getLogger("mlat.worker")

Clock = Callable[[], datetime]


@dataclass
class Done:
    """What one round did."""

    planted: int = 0
    worked: int = 0
    mailed: int = 0
    referred: int = 0
    """Steps of operations with many suspects."""
    issued: int = 0
    unsure: int = 0
    fetched: int = 0
    told: int = 0
    """Mails to our own people."""
    more: bool = False
    """Whether long work only rests, so that clocks and mails get their turn."""


def wall_clock() -> datetime:
    """Now, as an aware UTC instant."""
    return datetime.now(UTC)


def round_of_work(app: Flask, settings: Settings, stop: Event, clock: Clock = wall_clock) -> Done:
    """Sweep where it is this worker's turn, then work until nothing is planted or `stop` is set."""
    done = Done()
    with app.app_context():
        now = clock()
        if claim(SWEEP, now, timedelta(seconds=settings.tick_seconds)):
            done.planted = sweeping.sweep(now)
            done.unsure = outbox.doubt(now)
            digests.alert_seconds(now)
        if claim(LETTERS, now, timedelta(hours=1)):
            families.propose_due(now)
            voices.plant_tasks(now)
        if claim(DIGESTS, now, timedelta(minutes=5)):
            plant_digests(now)
        while not stop.is_set() and (reminder := reminders.take(clock())):
            done.worked += reminders.work(clock(), reminder)
        while not stop.is_set() and (let_go := automatic.take(clock())):
            automatic.go(clock(), let_go)
        if not stop.is_set() and claim(PACES, now, timedelta(hours=1)):
            pacing.work_out(now)
        while not stop.is_set() and (mail := outbox.take(clock())):
            outbox.deliver(clock(), mail)
            done.mailed += 1
        done.told = digests.tell(stop, clock)
        turn = Turn.of(settings.tick_seconds, stop, clock)
        done.referred = refer_planted(turn, clock, BREATH)
        done.issued = issue_planted(app, turn, clock)
        done.more = turn.is_set() and not stop.is_set()
        if not stop.is_set() and claim(RETURNED, clock(), timedelta(seconds=settings.tick_seconds)):
            scanning.scan_waiting(clock())
            custody.erase_left(clock())
        if not stop.is_set() and claim(MAILBOX, clock(), timedelta(seconds=settings.tick_seconds)):
            done.fetched = take_mail(stop, clock)
    if done != Done():
        log.info(json.dumps({"act": "round"} | asdict(done)))
    return done


def rounds(app: Flask, settings: Settings, stop: Event, clock: Clock = wall_clock) -> None:
    """One round, and further ones while long work is left."""
    while round_of_work(app, settings, stop, clock).more:
        pass


def run(app: Flask, settings: Settings, stop: Event, clock: Clock = wall_clock) -> None:
    """Tick until `stop` is set or SIGTERM comes; the piece in hand is finished first."""
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    ticker = BackgroundScheduler(timezone=UTC)
    ticker.add_listener(_failed, EVENT_JOB_ERROR)
    ticker.add_job(
        rounds,
        "interval",
        args=(app, settings, stop, clock),
        seconds=settings.tick_seconds,
        next_run_time=clock(),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    # its own report of a failed round carries a traceback, which may quote data
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    ticker.start()
    log.info(json.dumps({"act": "worker_began", "tick_seconds": settings.tick_seconds}))
    stop.wait()
    ticker.shutdown(wait=True)


def _failed(event: JobExecutionEvent) -> None:
    """A round that failed costs a line; the next tick tries again."""
    log.error(json.dumps({"act": "round", "failed": type(event.exception).__name__}))
