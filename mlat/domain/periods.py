"""Periods of law: so many days, working days, months or hours; minus means counted back from the event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

LONGEST = {"days": 36_600, "working_days": 26_000, "months": 1_200, "hours": 87_600}
"""A century, or ten years of hours: longer is a slip of the pen."""

_ISO = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<years>[0-9]{1,6})Y)?(?:(?P<months>[0-9]{1,6})M)?(?:(?P<weeks>[0-9]{1,6})W)?(?:(?P<days>[0-9]{1,6})D)?(?:T(?P<hours>[0-9]{1,6})H)?"
)


class Unit(StrEnum):
    """What a period counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Period:
    """`count` units; negative counts run back. Years are twelve months, weeks are seven days."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if abs(self.count) > LONGEST[self.unit]:
            raise Problem(
                "period_too_long",
                "period",
                N_("a period of %(count)s %(unit)s is longer than any law gives."),
                N_("Give at most %(most)s %(unit)s."),
                count=self.count,
                unit=self.unit.value,
                most=LONGEST[self.unit],
            )

    @property
    def iso(self) -> str:
        """ISO 8601 form, as in the instruments: P10D, P1Y, P1M, PT48H, -P45D."""
        sign, size = ("-" if self.count < 0 else ""), abs(self.count)
        if self.unit is Unit.HOURS:
            return f"{sign}PT{size}H"
        if self.unit is Unit.MONTHS:
            return f"{sign}P{size // 12}Y" if size and size % 12 == 0 else f"{sign}P{size}M"
        return f"{sign}P{size}D"


def parse_period(text: str, where: str = "period") -> Period:
    """Read one ISO 8601 period (P10D, P2W, P1M, P1Y, P1Y6M, PT48H, -P45D).

    A period of law has one unit: months mixed with days, or days with hours, are refused with Problem.
    """
    found = _ISO.fullmatch(text.strip())
    sizes = {unit: int(size) for unit, size in found.groupdict().items() if size and unit != "sign"} if found else {}
    families = {
        Unit.MONTHS: 12 * sizes.get("years", 0) + sizes.get("months", 0),
        Unit.DAYS: 7 * sizes.get("weeks", 0) + sizes.get("days", 0),
        Unit.HOURS: sizes.get("hours", 0),
    }
    used = {
        Unit.MONTHS if unit in ("years", "months") else Unit.HOURS if unit == "hours" else Unit.DAYS for unit in sizes
    }
    if found is None or len(used) != 1:
        raise Problem(
            "period_unreadable",
            where,
            N_("“%(text)s” is not one period of days, weeks, months, years or hours."),
            N_("Write it like P10D, P2W, P1M, P1Y, PT48H or -P45D, without mixing days, months and hours."),
            text=text[:40],
        )
    unit = used.pop()
    return Period(-families[unit] if found["sign"] == "-" else families[unit], unit)
