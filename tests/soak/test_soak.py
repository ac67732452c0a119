"""A small life for every run, and a longer one; `make soak` lives two years of a thousand requests."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from tests.conftest import OfficeThere
from tests.soak.life import Span, live


def test_a_short_life_holds_on_every_day(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=24, days=25, seed=3, mailed=2, happenings=60, kills_every=6))
    assert told.happened > 60
    assert told.killed > 1


@pytest.mark.matrix
def test_a_longer_life_of_many_requests(app: Flask, office: OfficeThere, now: datetime) -> None:
    told = live(office, now, Span(requests=100, days=90, seed=1, mailed=4, happenings=12))
    assert told.killed > 4
