"""Dates and days in the reader's words and zone."""

from __future__ import annotations

from datetime import UTC, datetime

from mlat.web import dates, words


def test_a_day_in_words(language: str) -> None:
    assert (
        dates.day("2026-04-24").striptags()
        == {"es": "viernes, 24 de abril de 2026", "en": "Friday, 24 April 2026"}[language]
    )


def test_how_far_away(language: str) -> None:
    near = {
        "es": ("hoy", "en 1 día", "en 12 días", "hace 203 días"),
        "en": ("today", "in 1 day", "in 12 days", "203 days ago"),
    }
    given = ("2026-03-02", "2026-03-03", "2026-03-14", "2025-08-11")
    assert tuple(dates.in_days(one) for one in given) == near[language]


def test_the_end_of_a_day_still_is_that_day(language: str) -> None:
    assert dates.days_left(datetime(2026, 3, 3, 0, 0, tzinfo=UTC)) == 0


def test_the_other_zone_is_there_on_demand(language: str) -> None:
    shown = dates.when(datetime(2026, 4, 24, 15, 0, tzinfo=UTC), "America/Mexico_City")
    assert {"en": "Mexico City", "es": "Ciudad de México"}[language] in shown
    assert "09:00" in shown


def test_a_counted_hour_stands_at_its_own_place(language: str) -> None:
    assert dates.there("2026-10-25T08:00+01:00").endswith("08:00 UTC+01:00")
    assert dates.there("2026-10-25T07:00+00:00").endswith("07:00 UTC")
    span = {"from": "2026-10-24T23:00+00:00", "until": "2026-10-25T07:00+00:00", "number": "8"}
    said = words.step({"code": "hours_on_utc", "day": None, "values": span})
    assert "23:00 UTC" in said
    assert "07:00 UTC" in said
