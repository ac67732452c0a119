"""What came against what was asked: account by data category, over the whole period, over all answers of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from mlat.domain.lifecycle import Kind

Pair = tuple[str, str]
"""(account's code, data category)."""
Span = tuple[date, date]
"""First and last day, both within."""
Outcome = Literal["came", "part", "missing", "refused", "no_records", "awaited"]
GAPS: frozenset[Outcome] = frozenset({"part", "missing", "refused", "no_records"})
"""Outcomes after which something is left to be obtained in another way."""
SAYS: Mapping[str, Outcome] = {
    Kind.PARTLY_ANSWERED: "missing",
    Kind.ANSWERED: "missing",
    Kind.REFUSED: "refused",
    Kind.NO_RECORDS: "no_records",
}
"""What an answer of that kind says of a pair that it names as not given."""
OF_ALL = frozenset({Kind.REFUSED, Kind.NO_RECORDS})
"""Answers that speak of everything still awaited where they name no pair."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """One answer, in the parts that matter here; `spans` where only part of a pair's period came."""

    kind: str
    came: frozenset[Pair] = frozenset()
    missing: frozenset[Pair] = frozenset()
    spans: Mapping[Pair, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One account and category: what became of it; `gaps` are the days that did not come, where a period was asked."""

    account: str
    category: str
    outcome: Outcome
    period: Span | None = None
    gaps: tuple[Span, ...] = ()


def completeness(
    accounts: Sequence[str], categories: Sequence[str], periods: Mapping[str, Span], said: Iterable[Said]
) -> tuple[Cell, ...]:
    """A cell for each account (with its period, where one was asked) and category; `said` in the order it came."""
    answers = tuple(said)
    return tuple(
        _cell((account, category), periods.get(account), answers) for account in accounts for category in categories
    )


def wanting(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells of which something must be obtained in another way."""
    return tuple(cell for cell in cells if cell.outcome in GAPS)


def _cell(pair: Pair, period: Span | None, answers: tuple[Said, ...]) -> Cell:
    outcome: Outcome = "awaited"
    spans: list[Span] = []
    whole = False
    for answer in answers:
        if _gives(answer, pair):
            span = answer.spans.get(pair)
            whole = whole or span is None
            spans += [span] if span else []
        elif denied := _denies(answer, pair):
            outcome = denied
    if whole:
        return Cell(*pair, "came", period)
    if not spans:
        return Cell(*pair, outcome, period, (period,) if period and outcome in GAPS else ())
    gaps = _without(period, spans) if period else ()
    return Cell(*pair, "part" if gaps or period is None else "came", period, gaps)


def _gives(answer: Said, pair: Pair) -> bool:
    """An answer that names nothing at all, of the kind that ends the matter, gives everything."""
    silent = answer.kind == Kind.ANSWERED and not answer.came and not answer.missing
    return pair in answer.came or silent


def _denies(answer: Said, pair: Pair) -> Outcome | None:
    of_all = answer.kind in OF_ALL and not answer.missing
    return SAYS.get(answer.kind) if of_all or pair in answer.missing else None


def _without(period: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The days of `period` that no span covers, as spans."""
    gaps: list[Span] = []
    first, last = period
    for start, end in sorted(spans):
        if start > first:
            gaps.append((first, min(start - DAY, last)))
        first = max(first, end + DAY)
        if first > last:
            break
    if first <= last:
        gaps.append((first, last))
    return tuple(gap for gap in gaps if gap[0] <= gap[1])
