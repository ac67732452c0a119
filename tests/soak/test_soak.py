"""A small life for every run, a longer one on PostgreSQL, and the whole one; `make soak` lives it on both."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest
from flask import Flask

from tests.conftest import OfficeThere
from tests.soak.life import TWO_YEARS, Span, live


def test_a_short_life_holds_on_every_day(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=12, days=12, seed=3, mailed=1, happenings=180, kills_every=2))
    assert told.happened > 60
    assert told.killed > 1


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["postgres"])
def test_a_longer_life_of_many_requests(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=100, days=90, seed=1, mailed=4, happenings=12))
    assert told.killed > 4


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_two_years_of_a_thousand_requests_hold_on_every_day(
    app: Flask, office: OfficeThere, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "mlat")
    told = live(office, now, TWO_YEARS)
    assert told.killed > 50
    assert told.bounced
