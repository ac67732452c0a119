"""A request lived through at random: on every day exactly one has the ball, and the clocks fit whoever has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mlat.domain.calendars import none
from mlat.domain.climbing import is_climbed
from mlat.domain.clock_acts import ClockAct, Deadline, acts_on, extended, paused, reset, resumed
from mlat.domain.clock_parts import CHASED, Almanac, Happened, Opening, Running, Stated, Subject
from mlat.domain.clockwork import turn
from mlat.domain.counting import written
from mlat.domain.deadlines import lateness
from mlat.domain.lifecycle import (
    BOUNCES_FROM,
    DONE,
    HEARD,
    OUTCOMES,
    REPLIES,
    STATE_AFTER,
    WE_OWE,
    Kind,
    permit,
    standing,
)
from mlat.domain.problems import Problem
from mlat.facts import load

BALLS = {"we_owe", "they_owe", "promised", "done"}
BEGUN = datetime(2026, 3, 2, 13, tzinfo=UTC)
ALMANAC = Almanac(tuple(load().counting.values()), lambda _country, _day: none(), "AR")
ORDER = Subject(
    "subscriber_disclosure",
    ("A",),
    "America/Los_Angeles",
    "US",
    (Stated("answer", "P10D", "eu_1182", "", "read"), Stated("own_duty", "P10D", "treaty_silent", "", "read")),
)


@dataclass(frozen=True)
class Event:
    """An event as the standing reads it."""

    kind: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Row:
    """A clock that runs or rests, and the row that ran before it rested."""

    opening: Opening
    before: Deadline | None = None


HAPPENING = sorted(set(Kind) - {Kind.TAKEN_BACK})
"""What can happen by itself; an answer that is taken back brings its own clocks again, as the mailbox's tests show."""
NAMES_A_DAY = frozenset({Kind.PROMISED, Kind.POSTPONED})


class Life(RuleBasedStateMachine):
    """Any admissible order of events, acts on clocks, and days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGUN
        self.events: list[Event] = []
        self.rows: dict[str, Row] = {}
        self.made = 0

    @property
    def state(self) -> str:
        """Where the request stands."""
        return standing(self.events, self.now.date()).state

    def ball(self, day: date) -> str:
        """Who has the ball on a day."""
        return standing(self.events, day).ball

    @property
    def came_back(self) -> bool:
        """Whether the last mail came back, and since then nothing was heard and no other has gone."""
        ways = [each.kind for each in self.events if each.kind in set(STATE_AFTER) - OUTCOMES - {Kind.QUEUED}]
        return ways[-1:] == [Kind.BOUNCED]

    def running(self) -> tuple[Running, ...]:
        """The clocks as the next event meets them."""
        return tuple(
            Running(
                name, o.kind, o.started_at, o.rule, o.period, o.zone, written(o.due.legal_due) if o.due else "",
                o.covers, o.confirmed,
            )
            for name, o in ((name, row.opening) for name, row in self.rows.items())
        )  # fmt: skip

    def open(self, opening: Opening, before: Deadline | None = None) -> None:
        """A new row."""
        self.made += 1
        self.rows[str(self.made)] = Row(opening, before)

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        """Nothing happens."""
        self.now += timedelta(days=days)

    @rule(kind=st.sampled_from(HAPPENING), promised=st.integers(-3, 20), reaches=st.booleans(), mail=st.booleans())
    def something_happens(self, kind: Kind, promised: int, reaches: bool, mail: bool) -> None:
        """An event of any kind, where it is admissible."""
        state = self.state
        try:
            permit(kind, state)
        except Problem:
            return
        if kind is Kind.BOUNCED and state not in BOUNCES_FROM:
            return  # then it is only noted
        on = self.now.date() + timedelta(days=promised) if kind in NAMES_A_DAY else None
        happened = Happened(
            kind,
            self.now,
            "UTC",
            reaches=reaches,
            promised_on=on,
            electronic=mail,
            bounced=kind is Kind.SENT and self.came_back,
            heard=state in HEARD,
            awaited=self.ball(self.now.date()) in ("they_owe", "promised"),
        )
        turned = turn(happened, ORDER, self.running(), ALMANAC)
        for name, _why in turned.ends:
            del self.rows[name]
        for opening in turned.opens:
            self.open(opening)
        self.events.append(Event(kind, self.now, {"on": on.isoformat()} if on else {}))
        self.now += timedelta(minutes=1)

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), act=st.sampled_from(list(ClockAct)))
    def somebody_acts_on_a_clock(self, data: st.DataObject, act: ClockAct) -> None:
        """One of the four acts on one of the clocks."""
        name = data.draw(st.sampled_from(sorted(self.rows)))
        row = self.rows[name]
        clock = _deadline(row.opening)
        if act not in acts_on(clock.kind, paused=clock.paused_at is not None, counted=bool(clock.period)):
            return
        before = None
        try:
            if act is ClockAct.EXTENDED:
                opening = extended(clock, ALMANAC, "more", "P5D")
            elif act is ClockAct.PAUSED:
                opening, before = paused(clock, ALMANAC, self.now), clock
            elif act is ClockAct.RESET:
                opening = reset(clock, ALMANAC, self.now, clock.zone)
            else:
                assert row.before is not None
                opening = resumed(row.before, ALMANAC, row.opening.paused_at or self.now, self.now)
        except Problem as refused:
            assert refused.code in ("over", "no_rule", "range")
            return
        del self.rows[name]
        self.open(opening, before)

    @invariant()
    def exactly_one_has_the_ball_on_every_day(self) -> None:
        """Today and on every day to come; only a promise that lapses passes it on, and only to those who promised."""
        today = self.now.date()
        days = [today + timedelta(days=n) for n in range(25)]
        balls = [self.ball(day) for day in days]
        assert set(balls) <= BALLS
        promised = standing(self.events, today).promised_on
        for day, ball in zip(days, balls, strict=True):
            state = standing(self.events, day).state
            assert (ball == "done") == (state in DONE)
            assert (ball == "we_owe") == (state in WE_OWE and state not in DONE)
            if ball == "promised":
                assert promised is not None and promised >= day
        assert (
            balls == sorted(balls, key=["promised", "they_owe"].index) if "promised" in balls else len(set(balls)) == 1
        )

    @invariant()
    def nobody_is_chased_who_owes_nothing(self) -> None:
        """Where the ball is ours, or all is done, the recipient is reminded on no clock.

        A bounce alone ends none, as it concerns its own dispatch: what the mail began waits for the next sending.
        """
        ball = self.ball(self.now.date())
        chased = {row.opening.kind for row in self.rows.values()} & CHASED
        climbed = {kind for kind in chased if is_climbed(kind, ball)}
        assert not climbed or ball in ("they_owe", "promised")
        assert climbed == chased or self.came_back

    @invariant()
    def who_owes_is_chased(self) -> None:
        """Whoever has the ball is reminded on some clock, once the mail is out."""
        if self.ball(self.now.date()) in ("they_owe", "promised") and self.state != "sending":
            assert CHASED & {row.opening.kind for row in self.rows.values()}

    @invariant()
    def one_chase_at_a_time(self) -> None:
        """A recipient is never reminded twice of the same thing."""
        kinds = [row.opening.kind for row in self.rows.values()]
        assert sum(kind in CHASED for kind in kinds) <= 1
        assert len(kinds) == len(set(kinds))

    @invariant()
    def who_rests_has_no_date_and_is_not_late(self) -> None:
        """A paused clock has no due date; one that runs is late from the local day after its due day."""
        for row in self.rows.values():
            due = row.opening.due
            assert row.opening.paused_at is None or due is None
            if due is not None:
                day = due.legal_due if not isinstance(due.legal_due, datetime) else due.legal_due.date()
                zone = ZoneInfo(row.opening.zone)
                assert [lateness(due.legal_due, day + timedelta(days=n), zone) for n in (-1, 0, 1)] == [0, 0, 1]


def _deadline(opening: Opening) -> Deadline:
    due = opening.due
    return Deadline(
        opening.kind, opening.party, opening.started_at, opening.zone, "US", opening.rule, opening.period,
        written(due.legal_due) if due else "", written(due.safe_due) if due else "",
        tuple(step.to_json() for step in (due.working if due else opening.said)), opening.paused_at,
    )  # fmt: skip


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_every_state_is_one_of_ours_theirs_or_done() -> None:
    states = set(STATE_AFTER.values())
    assert not WE_OWE & DONE
    assert states >= WE_OWE | DONE
    assert {STATE_AFTER[kind] for kind in REPLIES if kind in STATE_AFTER} <= states
