"""`mlat count`, as an operator types it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mlat import cli

VECTORS = tomllib.loads((Path(__file__).parents[1] / "domain/counting_vectors.toml").read_text())["vector"]


@pytest.fixture
def mlat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `mlat count` with the arguments; returns exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mlat", "count", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def counted(mlat: Any, *arguments: str) -> tuple[str, str]:
    code, out, err = mlat(*arguments, "--json")
    assert (code, err) == (0, "")
    values = json.loads(out)
    assert set(values) == {"legal_due", "safe_due", "working"}
    return values["legal_due"], values["safe_due"]


def codes(mlat: Any, *arguments: str) -> list[str]:
    return [step["code"] for step in json.loads(mlat(*arguments, "--json")[1])["working"]]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"vector-{vector['n']}")
def test_the_worked_vectors(mlat: Any, vector: dict[str, Any]) -> None:
    arguments = [f"--{key}={vector[key]}" for key in ("rule", "period", "start", "zone")]
    arguments += ["--holidays", ",".join(vector["holidays"]) or "none"]
    arguments += ["--kind", vector["kind"]] if "kind" in vector else []
    arguments += ["--running-until", vector["running_until"]] if "running_until" in vector else []
    assert counted(mlat, *arguments) == (vector["legal_due"], vector["safe_due"])


PLAIN = ("--rule", "plain", "--zone", "America/Argentina/Buenos_Aires")


def test_plain_working_days_in_argentina(mlat: Any) -> None:
    # 25 May 2026 is a Monday and a national holiday
    given = (
        *PLAIN,
        "--count",
        "3",
        "--unit",
        "working_days",
        "--start",
        "2026-05-22T12:00",
        "--holidays",
        "AR",
    )
    assert counted(mlat, *given) == ("2026-05-28", "2026-05-28")
    step = next(s for s in json.loads(mlat(*given, "--json")[1])["working"] if s["code"] == "skipped_holiday")
    assert step["day"] == "2026-05-25"


def test_a_subdivision_has_its_own_holidays(mlat: Any) -> None:
    given = (*PLAIN, "--count", "1", "--unit", "working_days", "--start", "2026-01-05T12:00", "--holidays")
    assert counted(mlat, *given, "DE-BY")[0] == "2026-01-07"
    assert counted(mlat, *given, "de")[0] == "2026-01-06"


def test_plain_counts_back(mlat: Any) -> None:
    given = (*PLAIN, "--count", "-20", "--unit", "days", "--roll", "back", "--start", "2026-11-29T12:00")
    assert counted(mlat, *given) == ("2026-11-09", "2026-11-09")
    assert counted(mlat, "--rule", "backwards", "--period", "-P45D", "--start", "2026-11-30") == (
        "2026-10-16",
        "2026-10-15",
    )


def test_the_starting_day_can_count(mlat: Any) -> None:
    given = (
        *PLAIN,
        "--count",
        "1",
        "--unit",
        "working_days",
        "--start",
        "2026-05-22T12:00",
        "--holidays",
        "none",
    )
    assert counted(mlat, *given, "--count-start-day")[0] == "2026-05-22"
    assert counted(mlat, *given)[0] == "2026-05-25"


def test_holidays_from_a_file(mlat: Any, tmp_path: Path) -> None:
    file = tmp_path / "days.txt"
    file.write_text("# our bridge days\n2026-05-25\n\n2026-05-26  # bridge\n")
    given = (
        *PLAIN,
        "--count",
        "1",
        "--unit",
        "working_days",
        "--start",
        "2026-05-22",
        "--holidays",
        str(file),
    )
    assert counted(mlat, *given)[0] == "2026-05-27"


def test_hours_carry_their_offset(mlat: Any) -> None:
    given = (*PLAIN, "--count", "24", "--unit", "hours", "--start", "2026-05-22T12:00", "--holidays", "none")
    assert counted(mlat, *given)[0] == "2026-05-23T12:00-03:00"


def test_an_offset_in_the_start_wins_over_the_zone(mlat: Any) -> None:
    given = ("--rule", "eu_1182", "--period", "P10D", "--zone", "Europe/Dublin")
    assert counted(mlat, *given, "--start", "2026-06-30T22:30-03:00") == ("2026-07-13", "2026-07-10")


def test_what_was_assumed_is_said(mlat: Any) -> None:
    given = ("--rule", "eu_1182", "--period", "P10D")
    assert codes(mlat, *given, "--start", "2026-09-07")[:2] == ["start_is_a_day", "zone_assumed"]
    berlin = (*given, "--zone", "Europe/Berlin", "--start")
    assert codes(mlat, *berlin, "2026-10-25T02:30")[0] == "start_came_twice"
    assert codes(mlat, *berlin, "2026-10-26T02:30")[0] == "rule"


def test_words_for_people(mlat: Any) -> None:
    given = (
        "--rule",
        "eu_1182",
        "--period",
        "P10D",
        "--start",
        "2026-10-15T09:00",
        "--zone",
        "Europe/Dublin",
    )
    code, out, _ = mlat(*given, "--holidays", "2026-10-26")
    assert code == 0
    assert out.splitlines()[:2] == [
        "legal due: Tue 2026-10-27, end of that day (Europe/Dublin)",
        "safe due:  Fri 2026-10-23, end of that day (Europe/Dublin)",
    ]
    assert "- Moved to the next working day, 2026-10-27." in out


GOOD = {"--rule": "eu_1182", "--period": "P10D", "--start": "2026-10-15T09:00", "--zone": "Europe/Dublin"}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"--rule": "eu_1183"}, "--rule"),
        ({"--rule": None}, "--rule"),
        ({"--period": "10 days"}, "--period"),
        ({"--period": None}, "--period"),
        ({"--period": "P1M10D"}, "--period"),
        ({"--period": "P99999D"}, "--period"),
        ({"--count": "10", "--unit": "days"}, "--period"),
        ({"--count": "x"}, "--count"),
        ({"--unit": "fortnights"}, "--unit"),
        ({"--roll": "forward"}, "--roll"),
        ({"--start": "2026-02-30"}, "--start"),
        ({"--start": "2026-10-15T25:00"}, "--start"),
        ({"--start": "2026-03-29T01:30"}, "--start"),
        ({"--start": "0001-01-01", "--holidays": "AR"}, "--start"),
        ({"--start": "0001-01-01T10:00Z", "--holidays": "AR"}, "--start"),
        ({"--start": None}, "--start"),
        ({"--zone": "Dublin"}, "--zone"),
        ({"--holidays": "XX"}, "--holidays"),
        ({"--holidays": "AR-ZZ"}, "--holidays"),
        ({"--holidays": "2026-02-30"}, "--holidays"),
        ({"--holidays": "9999-12-31"}, "--holidays"),
        ({"--holidays": "/no/such/file"}, "--holidays"),
        ({"--holidays": "/etc"}, "--holidays"),
        ({"--kind": "renewal"}, "--running-until"),
        ({"--kind": "whim"}, "--kind"),
        ({"--running-until": "2026-04-31", "--kind": "renewal"}, "--running-until"),
        ({"--period": "-P10D", "--kind": "hold"}, "--kind"),
        ({"--rule": "plain", "--period": "PT8H", "--count-start-day": ""}, "--count-start-day"),
    ],
)
def test_wrong_use_is_one_line_that_names_the_option(mlat: Any, changed: dict[str, Any], named: str) -> None:
    given = {**GOOD, **changed}
    arguments = [word for key, value in given.items() if value is not None for word in (key, value) if word]
    code, out, err = mlat(*arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_bad_file_of_holidays_names_its_line(mlat: Any, tmp_path: Path) -> None:
    for content in (b"2026-05-25\nsoon\n", b"2026-05-25\n\xff\xfe\x00"):
        file = tmp_path / "days.txt"
        file.write_bytes(content)
        arguments = [word for pair in GOOD.items() for word in pair]
        code, _, err = mlat(*arguments, "--holidays", str(file))
        assert code == 2
        assert "days.txt" in err
    file.write_text("2026-05-25\nsoon\n")
    assert "“soon” (no. 2" in mlat(*arguments, "--holidays", str(file))[2]


def test_the_whole_program_counts_without_settings_or_database(tmp_path: Path) -> None:
    arguments = [word for pair in GOOD.items() for word in pair]
    run = subprocess.run(
        [sys.executable, "-c", "from mlat.cli import main; main()", "count", *arguments, "--json"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(cli.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["legal_due"] == "2026-10-26"
    assert list(tmp_path.iterdir()) == []
