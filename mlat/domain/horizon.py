"""A hold that ends before an answer can be expected: told months ahead, with what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mlat.domain.expected import Expected
from mlat.domain.messages import N_
from mlat.domain.protection import Hold, Standing, State
from mlat.domain.routes import Reason


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """The request whose answer needs the data: `sent_on` None where it has not left yet."""

    request_id: str
    request: str
    sent_on: date | None
    authority: bool = True


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """A hold that ends, with all its renewals, before the answer can be expected.

    `certain`: even before the earliest. `last_possible`: the hold's last end if everything is asked for in time.
    """

    account: str
    hold: Hold
    awaited: Awaited
    last_possible: date
    earliest: date
    latest: date
    certain: bool
    remedies: tuple[Reason, ...]
    verification: str
    source: tuple[str, ...]


def shortfall(account: str, standing: Standing, awaited: Awaited, expected: Expected, today: date) -> Shortfall | None:
    """Whether the hold behind `awaited` ends before its answer can be expected; None where it does not.

    A request that has not left is counted as if it left today.
    """
    if standing.state is not State.HELD or standing.hold is None:
        return None
    hold, last = standing.hold, standing.hold.last_possible
    earliest, latest = expected.window(awaited.sent_on or today, today)
    if last is None or last >= latest:
        return None
    return Shortfall(
        account=account,
        hold=hold,
        awaited=awaited,
        last_possible=last,
        earliest=earliest,
        latest=latest,
        certain=last < earliest,
        remedies=tuple(_remedies(hold, last)),
        verification=expected.verification,
        source=expected.source,
    )


def _remedies(hold: Hold, last: date) -> Iterator[Reason]:
    if hold.duty_by:
        says = N_("Have the request for evidence received by %(day)s: then the data are kept until it is decided.")
        yield Reason("receipt", says, {"day": str(hold.duty_by)})
        return
    if hold.renewals_left or hold.renewals_left is None:
        yield Reason("renew", N_("Ask for the renewal by %(day)s."), {"day": str(hold.ask_by or hold.until)})
    if hold.at_most:
        says = N_("Ask the company to hold them longer at its own discretion, until %(day)s.")
        yield Reason("discretion", says, {"day": str(hold.at_most)})
    says = N_(
        "Where the Budapest Convention binds both States, have that State preserve them under article 29: once it has "
        "received the request for evidence, the data are kept until it is decided."
    )
    yield Reason("article_29", says)
    says = N_("Say in the request for evidence that the data end on %(day)s, and ask the authority to preserve them.")
    yield Reason("say_the_day", says, {"day": str(last)})
    yield Reason("emergency", N_("Where somebody's life is in danger, ask for an emergency disclosure."))
