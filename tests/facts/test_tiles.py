"""The map of the wall page: every State of the facts has one square, and no two share one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mlat.domain.problems import Problems
from mlat.domain.tiles import Grid, misdrawn, unplaced
from mlat.facts import load
from mlat.facts.tiles import load_map


def test_every_state_of_the_facts_has_a_square() -> None:
    assert [problem.line() for problem in unplaced(load_map(), load())] == []


def test_no_two_states_share_a_square_and_none_stands_twice() -> None:
    tiles = load_map().tiles()
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles)
    assert len({tile.country for tile in tiles}) == len(tiles)


@pytest.mark.parametrize(
    ("north", "south"),
    [("CA", "US"), ("US", "MX"), ("NO", "DK"), ("ES", "MA"), ("EG", "ZA"), ("CN", "AU"), ("PE", "CL")],
)
def test_north_is_above_south(north: str, south: str) -> None:
    at = {tile.country: tile for tile in load_map().tiles()}
    assert at[north].row < at[south].row


@pytest.mark.parametrize(
    ("west", "east"), [("US", "PT"), ("CL", "AR"), ("IE", "GB"), ("DE", "PL"), ("MA", "EG"), ("IN", "TH"), ("CN", "JP")]
)
def test_west_is_left_of_east(west: str, east: str) -> None:
    at = {tile.country: tile for tile in load_map().tiles()}
    assert at[west].column < at[east].column


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("AR ..", "UY"), "map.row"),
        (("AR ar",), "map.square"),
        (("AR BRA",), "map.square"),
        (("AR ..", ".. AR"), "map.twice"),
    ],
)
def test_a_slip_of_the_pen_is_named(rows: tuple[str, ...], code: str) -> None:
    assert [problem.code for problem in misdrawn(Grid(rows=rows))] == [code]


def test_a_state_without_a_square_is_named() -> None:
    grid = load_map()
    without = replace(grid, rows=tuple(row.replace("MX", "..") for row in grid.rows))
    assert [(problem.code, problem.values["country"]) for problem in unplaced(without, load())] == [
        ("map.missing", "MX")
    ]


def test_an_unknown_key_and_a_crooked_row_are_refused(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('rows = ["AR .."]\ncolour = "red"\n')
    with pytest.raises(Problems, match="colour"):
        load_map(tmp_path)
    (tmp_path / "map.toml").write_text('rows = ["AR ..", "UY"]\n')
    with pytest.raises(Problems):
        load_map(tmp_path)
