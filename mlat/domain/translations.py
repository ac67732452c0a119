"""What is agreed with a translator: when it was ordered, by when it is due, and the price."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from mlat.domain.problems import Problem

MOST = Decimal(10) ** 12
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The day of the order, the last day on which the translation is due, and an amount in its currency (ISO 4217)."""

    ordered_on: date | None = None
    due_on: date | None = None
    cost: str = ""
    currency: str = ""

    @property
    def price(self) -> str:
        """The amount with its currency; empty where none is agreed."""
        return f"{self.cost} {self.currency}".strip()


def agreed(given: Terms, today: date) -> Terms:
    """The terms with their amount in plain digits. Raises `Problem` for an order of tomorrow, a day that has passed
    or comes before the order, an amount that is none, and one without its currency."""
    if given.ordered_on and given.ordered_on > today:
        raise Problem("future", "ordered_on", "lies in the future.", "Give the day on which it was ordered.")
    if given.due_on and given.due_on < max(today, given.ordered_on or today):
        raise Problem("past", "due", "has passed.", "Give a day on which it can still be done.")
    amount, currency = _amount(given.cost), given.currency.strip().upper()
    if bool(amount) != bool(currency) or (currency and not CURRENCY.fullmatch(currency)):
        says = "needs an amount and the three letters of its currency, or neither."
        raise Problem("currency", "currency", says, "Write it like 90000 and ARS.")
    return Terms(ordered_on=given.ordered_on, due_on=given.due_on, cost=amount, currency=currency)


def _amount(given: str) -> str:
    plain = "".join(given.split()).replace(",", ".")
    if not plain:
        return ""
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < MOST or amount != round(amount, 2):
        raise Problem("cost", "cost", "is no amount.", "Write digits, with at most two after the point.")
    return f"{amount:f}"
