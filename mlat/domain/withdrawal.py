"""What of a case can be withdrawn, and whose recipient must be told."""

from __future__ import annotations

from collections.abc import Collection

from mlat.domain.lifecycle import DONE_WHEN

WITHDRAWAL = "withdrawal"
WITH_THEM = frozenset(
    {
        "sent",
        "unsure",
        "received",
        "acknowledged",
        "held",
        "more_asked",
        "partly_answered",
        "postponed",
        "conditions_offered",
        "transferred",
        "link_given",
    }
)
"""States in which somebody still works on a request or keeps data for it: they are told."""
WITH_US = frozenset({"draft", "approved", "issued", "sending", "returned"})
"""States in which nothing of it is with the recipient: it is given up without a letter."""


def is_told(state: str, measure: str, papers: Collection[str]) -> bool:
    """Whether a letter must tell the recipient. `papers`: what no instrument gives; nothing was asked by these."""
    return state in WITH_THEM and measure not in papers and measure not in DONE_WHEN


def is_withdrawn(state: str, measure: str, papers: Collection[str]) -> bool:
    """Whether it goes with the others when all requests of a case are withdrawn: what is asked, and questions about it.

    Papers of our own stay: that a child is protected, or an address reported, is as true as before.
    """
    return is_told(state, measure, papers) or (state in WITH_US and measure not in papers)
