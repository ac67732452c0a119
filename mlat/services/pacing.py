"""How long each recipient takes: worked out from what lay with it, kept in a small table, and made anew at times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.silence import Curve, Pace, Waiting, bound, curve, pace
from mlat.model import Office, PaceRow, Request, SilenceLimit, Wait, new_id, reading, transaction
from mlat.services import journal
from mlat.services.access import require

DAY = 86_400
LONGEST = 3_650
"""A limit of more than ten years is a slip of the pen."""
Key = tuple[str, str]
"""Recipient and measure."""


def waiting_of(wait: Wait) -> Waiting:
    """The row as the rules see it."""
    return Waiting(
        wait.began_at,
        timedelta(seconds=wait.theirs),
        wait.since,
        None if wait.contact is None else timedelta(seconds=wait.contact),
        None if wait.answer is None else timedelta(seconds=wait.answer),
        timedelta(seconds=wait.spoken),
    )


@dataclass
class _Lived:
    """The requests of one recipient and measure by whole days: {day: how many}."""

    contacts: Counter[int] = field(default_factory=Counter)
    uncontacted: Counter[int] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    unanswered: Counter[int] = field(default_factory=Counter)

    def meet(self, held: int, contact: int | None, answer: int | None) -> None:
        """One request more; what has not come is open after `held` days."""
        _count(contact, held, self.contacts, self.uncontacted)
        _count(answer, held, self.answers, self.unanswered)

    def curves(self) -> tuple[Curve, Curve]:
        """The curve of the first word, and that of the answer."""
        return curve(self.contacts, self.uncontacted), curve(self.answers, self.unanswered)


def _count(came: int | None, held: int, those: Counter[int], open_: Counter[int]) -> None:
    if came is None:
        open_[held] += 1
    else:
        those[came // DAY] += 1


def curves_of(
    session: Session, office_id: str, now: datetime, recipient_id: str = "", measure: str = ""
) -> dict[Key, tuple[Curve, Curve]]:
    """(first word, answer) of every recipient and measure of an office, or of one; training cases only where it trains.

    One walk over the rows: a second or so for a hundred thousand requests.
    """
    columns = (Wait.recipient_id, Wait.measure, Wait.theirs, Wait.since, Wait.contact, Wait.answer)
    query = (
        select(*columns)
        .join(Office, Office.id == Wait.office_id)
        .where(Wait.office_id == office_id, or_(Wait.training.is_(False), Office.training.is_(True)))
    )
    if recipient_id:
        query = query.where(Wait.recipient_id == recipient_id)
    if measure:
        query = query.where(Wait.measure == measure)
    lived: dict[Key, _Lived] = {}
    for recipient, its, theirs, since, contact, answer in session.execute(query):
        held = (theirs + (max(int((now - since).total_seconds()), 0) if since else 0)) // DAY
        lived.setdefault((recipient, its), _Lived()).meet(held, contact, answer)
    return {key: one.curves() for key, one in sorted(lived.items())}


def work_out(now: datetime) -> int:
    """Work out the pace of every recipient anew, an office at a time; how many there are."""
    with transaction() as session:
        offices = session.scalars(select(Office.id).order_by(Office.id)).all()
    return sum(_work_out(now, office_id) for office_id in offices)


def _work_out(now: datetime, office_id: str) -> int:
    """The walk over the rows holds up nobody who writes; only its few results are written."""
    with reading() as session:
        found = {key: pace(*both) for key, both in curves_of(session, office_id, now).items()}
    with transaction() as session:
        session.execute(delete(PaceRow).where(PaceRow.office_id == office_id))
        for (recipient, measure), seen in found.items():
            session.add(
                PaceRow(
                    office_id=office_id,
                    recipient_id=recipient,
                    measure=measure,
                    cases=seen.cases,
                    contacted=seen.contacted,
                    answered=seen.answered,
                    contact_half=seen.contact_half,
                    contact_most=seen.contact_most,
                    answer_half=seen.answer_half,
                    answer_most=seen.answer_most,
                    computed_at=now,
                )
            )
        return len(found)


def paces_of(session: Session, office_id: str, keys: Collection[Key], now: datetime) -> dict[Key, Pace]:
    """The pace of each recipient and measure, with the office's own limit; what nobody worked out yet is, here."""
    recipients = {recipient for recipient, _measure in keys}
    rows = session.scalars(
        select(PaceRow).where(PaceRow.office_id == office_id, PaceRow.recipient_id.in_(recipients))
    ).all()
    found = {(row.recipient_id, row.measure): _pace(row) for row in rows}
    for recipient, measure in set(keys) - found.keys():
        lived = curves_of(session, office_id, now, recipient, measure)
        found |= {key: pace(*both) for key, both in lived.items()}
    limits = limits_of(session, office_id, recipients)
    return {key: replace(found.get(key, Pace()), limit=limits.get(key)) for key in keys}


def _pace(row: PaceRow) -> Pace:
    return Pace(
        row.cases, row.contacted, row.answered, row.contact_half, row.contact_most, row.answer_half, row.answer_most
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """A request on which its recipient owes an answer: how many days it has been silent, and whether it is stalled."""

    request_id: str
    key: Key
    days: int
    stalled: bool


def owed(session: Session, office_id: str, now: datetime) -> Iterator[Owed]:
    """Every request of an office on which its recipient owes an answer; quick for a hundred thousand of them."""
    rows = session.execute(
        select(Wait.request_id, Wait.recipient_id, Wait.measure, Wait.theirs, Wait.since, Wait.contact, Wait.spoken)
        .join(Request, Request.id == Wait.request_id)
        .where(Wait.office_id == office_id, Wait.since.is_not(None), Request.ball == "they_owe")
    ).all()
    paces = paces_of(session, office_id, {(row[1], row[2]) for row in rows}, now)
    bounds = {(key, heard): bound(pace_, heard)[0] for key, pace_ in paces.items() for heard in (False, True)}
    for request_id, recipient, measure, theirs, since, contact, spoken in rows:
        running = max(int((now - since).total_seconds()), 0) if since else 0
        days = (theirs + running - spoken) // DAY
        most = bounds[(recipient, measure), contact is not None]
        yield Owed(request_id, (recipient, measure), days, most is not None and days > most)


def limits_of(session: Session, office_id: str, recipients: Collection[str]) -> dict[Key, int]:
    """The office's own limits in days, by recipient and measure."""
    rows = session.scalars(
        select(SilenceLimit).where(SilenceLimit.office_id == office_id, SilenceLimit.recipient_id.in_(recipients))
    )
    return {(row.recipient_id, row.measure): row.days for row in rows}


def set_limit(actor: Actor, now: datetime, recipient_id: str, measure: str, days: int | None) -> None:
    """From how many days of silence on a request is stalled here, whatever the curve says; None: the curve decides.

    Raises `Problem` for what is no number of days.
    """
    require(actor, Act.APPROVE)
    if days is not None and not 1 <= days <= LONGEST:
        raise Problem("days", "days", "is no number of days.", "Give 1 to %(most)s, or nothing.", most=LONGEST)
    with transaction() as session:
        session.execute(
            delete(SilenceLimit).where(
                SilenceLimit.office_id == actor.office_id,
                SilenceLimit.recipient_id == recipient_id,
                SilenceLimit.measure == measure,
            )
        )
        if days is not None:
            session.add(
                SilenceLimit(
                    id=new_id(),
                    office_id=actor.office_id,
                    recipient_id=recipient_id,
                    measure=measure,
                    days=days,
                    set_by=actor.user_id,
                    set_at=now,
                )
            )
        session.flush()
        data = {"recipient": recipient_id, "measure": measure, "days": days}
        journal.write(session, now, actor, "silence_limit_set", office_id=actor.office_id, data=data)
