"""A smaller life for every run, and the whole one."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from tests.conftest import OfficeThere
from tests.soak.life import Span, live


def test_a_short_life_holds_on_every_day(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=24, days=40, seed=3, mailed=2, happenings=60, kills_every=6))
    assert told.happened > 100
    assert told.killed > 2


@pytest.mark.matrix
def test_two_years_of_a_thousand_requests(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=1000, days=730, seed=1, mailed=20))
    assert told.killed > 60
    assert told.bounced > 5
