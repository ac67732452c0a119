"""`mlat routes`: the table for the terminal and for other programs."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from mlat.cli import mlat

DAY = ("--on", "2026-11-22")


def ran(*words: str) -> Result:
    return CliRunner().invoke(mlat, ["routes", *words, *DAY])


def test_argentina_is_told_where_no_treaty_is_listed() -> None:
    found = ran("--from", "AR", "--to", "SG")
    assert found.exit_code == 0
    assert "-- no treaty: reciprocity" in found.output
    assert "PLATFORMS" not in found.output


def test_other_homes_are_told_that_treaties_were_not_looked_up() -> None:
    found = ran("--from", "ES", "--to", "sg")
    assert "-- treaties not looked up" in found.output
    assert "no treaty" not in found.output


def test_the_whole_table_as_json_has_every_measure_of_every_row() -> None:
    found = json.loads(ran("--from", "AR", "--json").output)
    assert found["home"] == "AR"
    cell = next(row for row in found["states"] if row["state"] == "MX")["measures"]["mla_evidence"]
    assert (cell["instrument"], cell["recipient"]["id"], cell["mark"]) == ("ar_mx.mlat", "mx-central", "")
    assert len({len(row["measures"]) for row in found["states"]}) == 1
    assert {row["platform"] for row in found["companies"]} >= {"roblox", "tiktok"}


def test_a_state_without_a_row_is_named() -> None:
    found = ran("--from", "AR", "--to", "AR")
    assert "no row for AR" in str(found.exception)
