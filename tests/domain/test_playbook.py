"""Days and instants of a case file: exact where they are exact, refused where they would be a guess."""

from __future__ import annotations

import pytest

from mlat.domain.playbook import instant
from mlat.domain.problems import Problem

BUENOS_AIRES, MEXICO = "America/Argentina/Buenos_Aires", "America/Mexico_City"


@pytest.mark.parametrize(
    ("at", "zone", "means"),
    [
        ("2026-03-09T15:00:00-03:00", "", "2026-03-09T15:00:00-03:00"),
        ("2026-03-09T15:00:00-03:00", MEXICO, "2026-03-09T15:00:00-03:00"),
        ("2026-03-09T18:00:00Z", "", "2026-03-09T18:00:00+00:00"),
        ("2026-03-09T15:00:00", MEXICO, "2026-03-09T15:00:00-06:00"),
        ("2026-03-09", "", "2026-03-09T12:00:00-03:00"),
        ("2026-03-09", MEXICO, "2026-03-09T12:00:00-06:00"),
    ],
)
def test_an_instant_is_read_as_written(at: str, zone: str, means: str) -> None:
    assert instant(at, "at", zone, BUENOS_AIRES).isoformat() == means


@pytest.mark.parametrize(
    ("at", "zone", "code"),
    [
        ("2026-03-09T15:00:00", "", "zoneless"),
        ("2026-02-30", "", "instant"),
        ("2026-03-09T25:00:00Z", "", "instant"),
        ("soon", "", "instant"),
        ("", "", "instant"),
        ("2026-03-09", "Mars/Olympus", "unknown_zone"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place_and_remedy(at: str, zone: str, code: str) -> None:
    with pytest.raises(Problem) as wrong:
        instant(at, "happening[0].at", zone, BUENOS_AIRES)
    assert (wrong.value.code, wrong.value.where) == (code, "happening[0].at")
    assert wrong.value.remedy
