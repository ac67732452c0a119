"""How long others usually take to answer: published ranges, by which one is warned early and nobody is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mlat.domain.counting_days import add_months
from mlat.domain.marks import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(Fact):
    """After how many months an answer to the measure `id` usually comes: the earliest and the latest of them."""

    id: str
    from_months: int
    to_months: int

    def window(self, arrived: date, today: date) -> tuple[date, date]:
        """Between which days an answer can be expected, none before `today`."""
        earliest, latest = add_months(arrived, self.from_months), add_months(arrived, self.to_months)
        return max(earliest, today), max(latest, today)
