"""A route changes by itself on the day on which a treaty enters into force, and never a day before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.law_asked import asked, corrected, refusal

A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("instrument", "measure", "day", "more"),
    [
        ("ar_mx.mlat", "mla_evidence", date(2008, 12, 24), {"requested": "MX"}),
        ("ar_cn.mlat", "mla_evidence", date(2015, 3, 6), {"requested": "CN"}),
        ("budapest.art31.mla", "mla_evidence", date(2018, 10, 1), {"requested": "DE"}),
        ("budapest.art29.preservation", "preservation", date(2025, 12, 1), {"requested": "NZ"}),
        ("nassau.art26.mla", "mla_evidence", date(2007, 1, 10), {"requested": "MX"}),
        ("eu.epoc.subscriber", "subscriber_disclosure", date(2026, 8, 18), {"requesting": "ES", "platform": "reddit"}),
        ("eu.epocpr.preservation", "preservation", date(2026, 8, 18), {"requesting": "DE", "platform": "reddit"}),
        (
            "us_uk.cloud",
            "content_disclosure",
            date(2022, 10, 3),
            {"requesting": "US", "platform": "tiktok", "user_in": "GB"},
        ),
        (
            "iberred.medellin",
            "mla_evidence",
            date(2022, 5, 9),
            {"requesting": "ES", "requested": "CO"},
        ),
    ],
)
def test_from_its_day_on_and_not_a_day_before(instrument: str, measure: str, day: date, more: dict[str, Any]) -> None:
    ask = {"user_in": more.get("requesting"), **more} if "platform" in more else more
    before, after = asked(measure, on=day - A_DAY, **ask), asked(measure, on=day, **ask)
    assert instrument not in {each.instrument for each in before.routes}
    assert refusal(instrument, measure, on=day - A_DAY, **ask).reason.code in ("not_yet_in_force", "not_yet_bound")
    assert instrument in {each.instrument for each in after.routes}


@pytest.mark.parametrize(
    ("facts", "instrument", "measure", "more"),
    [
        (
            {"parties__2ap__in_force": "2027-03-01", "parties__2ap__AR": "ratified"},
            "2ap.art10.emergency_mla",
            "emergency_mla",
            {"requested": "JP"},
        ),
        (
            {"parties__hanoi__in_force": "2027-03-01", "parties__hanoi__AR": "ratified"},
            "uncc.art42.preservation",
            "preservation",
            {"requested": "VN"},
        ),
        (
            {"parties__budapest__MX": {"status": "party", "since": "2027-03-01"}},
            "budapest.art29.preservation",
            "preservation",
            {"requested": "MX"},
        ),
        (
            {"parties__medellin__AR": {"status": "party", "since": "2027-03-01"}},
            "iberred.medellin",
            "mla_evidence",
            {"requested": "ES"},
        ),
        (
            {"instruments__ar_us__mlat__in_force": "2027-03-01"},
            "ar_us.mlat",
            "mla_evidence",
            {"requested": "US"},
        ),
    ],
)
def test_a_day_in_the_future_opens_the_route_by_itself(
    facts: dict[str, object], instrument: str, measure: str, more: dict[str, Any]
) -> None:
    world, day = corrected(**facts), date(2027, 3, 1)
    before = {each.instrument for each in asked(measure, world, on=day - A_DAY, **more).routes}
    after = {each.instrument for each in asked(measure, world, on=day, **more).routes}
    assert instrument not in before
    assert instrument in after
