"""`mlat route` and `mlat facts`, as an operator types them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlat import cli
from mlat.resources import path

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mlat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `mlat` with the arguments; returns exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mlat", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


TO_MEXICO = ("route", "--from", "AR", "--to", "MX", "--measure", "mla_evidence", "--data", "subscriber")


def test_the_route_to_mexico_as_json(mlat: Run) -> None:
    code, out, err = mlat(*TO_MEXICO, "--on", "2026-11-22", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert set(found) == {"routes", "refused"}
    keys = {"instrument", "article", "recipient", "channel", "language", "form", "clocks"}
    assert keys | {"formalities", "reasons", "verification"} <= set(found["routes"][0])
    assert found["routes"][0]["instrument"] == "ar_mx.mlat"
    refused = {each["instrument"]: each for each in found["refused"]}
    assert {"instrument", "reason", "source"} <= set(refused["budapest.art31.mla"])
    assert "not a Party" in refused["budapest.art31.mla"]["reason"]


def test_the_route_in_words(mlat: Run) -> None:
    code, out, _ = mlat(*TO_MEXICO, "--on", "2026-11-22")
    assert code == 0
    assert out.startswith("1. ar_mx.mlat")
    assert "Confidential by default" in out
    assert "Refused:" in out


def test_no_route_at_all_is_a_no(mlat: Run) -> None:
    code, out, err = mlat("route", "--from", "AR", "--platform", "onion-service", "--measure", "preservation")
    assert code == 1
    assert "state_unknown" not in out and "find the host" in out
    assert err == "mlat: no law gives a route for this.\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--from", "AR", "--measure", "hope", "--to", "MX"), "measure"),
        (("--from", "AR", "--measure", "preservation", "--platform", "myspace"), "platform"),
        (("--from", "AR", "--measure", "preservation", "--platform", "roblox", "--on", "yesterday"), "--on"),
        (("--measure", "preservation"), "--from"),
    ],
)
def test_wrong_use_is_one_line(mlat: Run, arguments: tuple[str, ...], named: str) -> None:
    code, out, err = mlat("route", *arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_the_shipped_facts_hold(mlat: Run) -> None:
    code, out, err = mlat("facts", "check", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["problems"] == []
    assert found["counted"]["instruments"] == 83


def test_facts_that_do_not_hold_are_a_no(mlat: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(path("data"), data)
    (data / "platforms" / "roblox.toml").write_text('id = "roblox"\n')
    code, out, err = mlat("facts", "check", "--data", str(data))
    assert code == 1
    assert "roblox.toml: name: This key is missing." in out
    assert err.count("\n") == 1


def test_a_fact_shows_its_mark_and_source(mlat: Run) -> None:
    code, out, _ = mlat("facts", "show", "platforms.roblox.preservation", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["state"], found["marks"]["offered"], found["marks"]["period_days"]) == (
        "unverified",
        "read",
        "unverified",
    )
    assert found["source"]
    code, out, _ = mlat("facts", "show", "parties.budapest.MX")
    assert "not_party" in out


def test_an_unknown_fact_is_wrong_use(mlat: Run) -> None:
    code, out, err = mlat("facts", "show", "platforms.myspace.name")
    assert (code, out) == (2, "")
    assert "platforms.myspace.name" in err


@pytest.mark.parametrize("state", ["XX", "ZZ", "MEX", "1A", "EU"])
def test_what_is_no_state_is_refused_with_the_remedy(mlat: Run, state: str) -> None:
    code, _, errors = mlat("route", "--from", "AR", "--to", state, "--measure", "mla_evidence")
    assert code == 2
    assert "Write its two letters" in errors
