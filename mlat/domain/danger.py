"""Why an account's data stand as they do, and what can still be done: sentences with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from mlat.domain.messages import N_
from mlat.domain.protection import Account, Hold, Standing, State, reported, retention_end, standings
from mlat.domain.routes import Reason


def reasons(account: Account, holds: Sequence[Hold], day: date) -> tuple[Reason, ...]:
    """Why the account stands as it does on `day`: first each endangered category, then what to know besides."""
    found = standings(account, holds, day)
    said = _merged(reason for one in found for reason in _of_category(account, one, day))
    mine = [hold for hold in holds if account.code in hold.accounts]
    said += _beside(account, mine, found, day)
    return tuple(said)


def _merged(given: Iterable[Reason]) -> list[Reason]:
    """The same sentence once, with all the categories that it is true of."""
    found: dict[object, Reason] = {}
    for one in given:
        others = {name: value for name, value in one.values.items() if name != "category"}
        key = (one.code, tuple(others.items()), one.source)
        before = [str(found[key].values["category"])] if key in found and "category" in one.values else []
        if "category" in one.values:
            others |= {"category": ",".join([*before, str(one.values["category"])])}
        found[key] = replace(one, values=others)
    return list(found.values())


def _of_category(account: Account, one: Standing, day: date) -> Iterator[Reason]:
    hold = one.hold
    values: dict[str, str | int] = {}
    source = (hold.source,) if hold and hold.source else ()
    if hold:
        values |= {"request": hold.request, "since": str(hold.confirmed_on or hold.asked_on)}
    if one.state is State.HELD:
        says = N_("Held until %(day)s by %(request)s, confirmed on %(since)s.")
        yield Reason("held", says, values | {"day": str(one.until)}, source)
    elif one.state is State.OPEN:
        says = N_("Held by %(request)s, confirmed on %(since)s, but nobody said until when: ask for the day.")
        yield Reason("open", says, values, source)
    elif one.state is State.PENDING:
        says = N_("Kept since %(since)s until the request for evidence is decided.")
        yield Reason("pending", says, values, source)
    elif one.state is State.ASKED:
        says = N_("Asked for by %(request)s, but nobody has confirmed it: count on nothing until then.")
        yield Reason("asked", says, values, source)
    elif one.state is State.LAPSED:
        says = N_("The hold of %(request)s ended on %(day)s: ask at once whether the data still exist.")
        yield Reason("lapsed", says, values | {"day": str(one.until)}, source)
    if not one.protected:
        yield from _unprotected(account, one, day)


def _unprotected(account: Account, one: Standing, day: date) -> Iterator[Reason]:
    if one.state in (State.UNKNOWN, State.RETAINED):
        says = N_("No confirmed hold names these data (%(category)s): they are unprotected.")
        yield Reason("unprotected", says, {"category": one.category})
    known = [kept for kept in account.kept if kept.category == one.category]
    for kept in known:
        values: dict[str, str | int] = {"what": kept.what, "days": kept.days}
        if kept.counted_from != "made":
            continue
        end = retention_end(account, one.category)
        if end is None:
            says = N_("The platform keeps %(what)s for %(days)s days by itself; no day of use is noted to count from.")
            yield Reason("retention_not_dated", says, values, account.source)
        elif end >= day:
            says = N_("The platform keeps %(what)s for %(days)s days by itself: until about %(day)s at most.")
            yield Reason("retention", says, values | {"day": str(end)}, account.source)
        else:
            says = N_("The platform keeps %(what)s for %(days)s days by itself: likely gone since %(day)s.")
            yield Reason("retention_over", says, values | {"day": str(end)}, account.source)
    if not known:
        says = N_("How long the platform keeps these data (%(category)s) by itself is not known: count on nothing.")
        yield Reason("retention_unknown", says, {"category": one.category})


def _beside(account: Account, mine: Sequence[Hold], found: Sequence[Standing], day: date) -> Iterator[Reason]:
    if any(not one.protected for one in found):
        says = N_("The user can delete at any time, and then nothing is left that no confirmed hold keeps.")
        yield Reason("user_deletes", says)
        if account.protect_within_days == 0:
            yield Reason("today", N_("Data of this kind vanish quickly: ask for the preservation today."), {})
        elif account.protect_within_days:
            says = N_("Ask for the preservation within %(days)s days at the latest.")
            yield Reason("within", says, {"days": account.protect_within_days})
    for hold in {one.hold.id: one.hold for one in found if one.hold and one.state is State.HELD}.values():
        yield from of_hold(hold, day)
    if tip := reported(account, mine, day):
        says = N_("What the provider reported is kept by law until %(day)s, and nothing else of the account.")
        yield Reason("reported", says, {"day": str(tip.until)}, (tip.source,) if tip.source else ())


def of_hold(hold: Hold, day: date) -> Iterator[Reason]:
    """What can lengthen a hold, and by when."""
    source = (hold.source,) if hold.source else ()
    if hold.duty_by:
        says = N_("It goes on only if the request for evidence has been received by %(day)s.")
        yield Reason("duty", says, {"day": str(hold.duty_by)}, source)
    elif hold.renewals_left is None:
        says = N_("Nobody states how often it can be renewed: ask by %(day)s, and count on nothing.")
        yield Reason("renewal_unknown", says, {"day": str(hold.ask_by or hold.until)}, source)
    elif hold.renewals_left and hold.ask_by and hold.ask_by < day:
        says = N_("The renewal should have been asked for by %(day)s: ask today all the same.")
        yield Reason("renewal_late", says, {"day": str(hold.ask_by)}, source)
    elif hold.renewals_left:
        says = N_("It can be renewed %(times)s more time(s), by %(length)s days: ask by %(day)s.")
        values: dict[str, str | int] = {"times": hold.renewals_left, "length": hold.renewal_days}
        yield Reason("renewable", says, values | {"day": str(hold.ask_by or hold.until)}, source)
    else:
        yield Reason("renewals_used", N_("It cannot be renewed any more: get the data before it ends."), {}, source)
    if hold.at_most:
        says = N_("At its own discretion the company may hold them until %(day)s: ask for it, and count on nothing.")
        yield Reason("discretion", says, {"day": str(hold.at_most)}, source)
