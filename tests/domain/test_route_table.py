"""The routes of an office of each home State, as a person reviewed them.

After a change of facts or law, write the tables again and read the difference line by line:
`MLAT_WRITE_GOLDEN=1 .venv/bin/pytest tests/domain/test_route_table.py`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from mlat.domain.route_table import states_of, table
from mlat.domain.route_text import text
from mlat.domain.routing import measures
from mlat.facts import load

ON = date(2026, 11, 22)
GOLDEN = Path(__file__).parents[1] / "golden"
HOMES = ("AR", "BR", "DE", "ES", "MX", "PH", "US")


@pytest.mark.parametrize(
    "home", [each if each in ("AR", "ES") else pytest.param(each, marks=pytest.mark.matrix) for each in HOMES]
)
def test_the_routes_are_those_reviewed(home: str) -> None:
    now, file = text(table(load(), home, ON)), GOLDEN / f"routes-{home}.txt"
    if os.environ.get("MLAT_WRITE_GOLDEN"):
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")


def test_the_table_has_every_state_and_every_measure() -> None:
    world = load()
    found = table(world, "AR", ON)
    assert [row.key for row in found.states] == [state for state in states_of(world) if state != "AR"]
    assert all(tuple(cell.measure for cell in row.cells) == measures(world) for row in found.states)
    assert {row.key for row in found.companies} == set(world.platforms)
