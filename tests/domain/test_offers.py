"""What a hold can still become, as the facts of each company and law give it."""

from __future__ import annotations

from datetime import date

import pytest

from mlat.domain.offers import Offer, renewal_offer
from mlat.facts import load

ON = date(2026, 3, 2)
SCA, EPOC = "us.sca.2703f.preservation", "eu.epocpr.preservation"


@pytest.mark.parametrize(
    ("instrument", "platform", "offer"),
    [
        (SCA, "tiktok", Offer(days=90, most=1)),
        (SCA, "snapchat", Offer(days=90, most=1, at_most=365 + 180)),
        (SCA, "x", Offer(days=90, most=None, ask_before=7)),
        (SCA, "facebook", Offer(days=90, most=1)),
        ("provider_policy.preservation", "facebook", Offer()),
        (EPOC, None, Offer(days=30, most=1)),
        ("budapest.art29.preservation", None, Offer()),
        ("us.2258A.h.preservation", None, Offer()),
    ],
    ids=["TikTok", "Snap", "X", "Meta under the statute", "Meta by policy", "EPOC-PR", "article 29", "CyberTip"],
)
def test_renewals_are_those_of_the_facts(instrument: str, platform: str | None, offer: Offer) -> None:
    assert renewal_offer(load(), instrument, platform, "AR", ON) == offer


def test_what_is_granted_to_authorities_from_abroad_is_not_offered_at_home() -> None:
    assert renewal_offer(load(), SCA, "snapchat", "US", ON).at_most is None
