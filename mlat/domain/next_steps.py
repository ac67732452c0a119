"""What can be tried after a refusal or a gap: wishes for the law engine, never an answer of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from mlat.domain.completeness import Cell, wanting
from mlat.domain.follow_up import ASSISTANCE
from mlat.domain.preflight.grounds import CURABLE
from mlat.domain.preflight.retention import ASKS_TO_KEEP

Why = Literal["by_assistance", "by_authority", "mended", "other_way", "other_accounts"]
FRUITLESS = frozenset({"refused", "no_records", "returned", "partly_answered", "answered"})
"""States after which something may be left to be tried."""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """A wish: this measure about these accounts and data; `requested` is the State that is asked, else a company."""

    why: Why
    measure: str
    accounts: tuple[str, ...]
    data: tuple[str, ...]
    requested: str = ""


def next_steps(
    *,
    state: str,
    measure: str,
    of_company: bool,
    country: str,
    ground: str,
    accounts: Sequence[str],
    data: Sequence[str],
    cells: Collection[Cell],
    others: Sequence[str] = (),
) -> tuple[NextStep, ...]:
    """The wishes after a request that stands at `state`, the likeliest first.

    `country` is that of the company or authority, `ground` why they refused (empty: not said), `others` further
    accounts of the case. What is not in `cells` (a request to keep data has none) is taken whole from the request.
    """
    if state not in FRUITLESS:
        return ()
    gaps = wanting(cells)
    if cells and not gaps:
        return ()
    if not cells and state not in ("refused", "no_records", "returned"):
        return ()
    left = tuple(dict.fromkeys(one.account for one in gaps)) or tuple(accounts)
    sought = tuple(dict.fromkeys(one.category for one in gaps)) or tuple(data)
    found: list[NextStep] = []
    mended = NextStep(
        why="mended", measure=measure, accounts=left, data=sought, requested="" if of_company else country
    )
    if ground in CURABLE:
        found.append(mended)
    if country and of_company and state != "no_records":
        by = "preservation" if measure in ASKS_TO_KEEP else "mla_evidence"
        why: Why = "by_authority" if measure in ASKS_TO_KEEP else "by_assistance"
        found.append(NextStep(why=why, measure=by, accounts=left, data=sought, requested=country))
    elif country and not of_company and measure not in ASSISTANCE:
        found.append(
            NextStep(why="by_assistance", measure="mla_evidence", accounts=left, data=sought, requested=country)
        )
    elif country and not of_company and state != "no_records" and ground not in CURABLE:
        found.append(NextStep(why="other_way", measure=measure, accounts=left, data=sought, requested=country))
    if state == "no_records" and others:
        found.append(
            NextStep(
                why="other_accounts", measure="subscriber_disclosure", accounts=tuple(others), data=("subscriber",)
            )
        )
    return tuple(found)
