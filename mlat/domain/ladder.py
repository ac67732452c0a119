"""The steps after silence and before an expiry: which rung comes next, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mlat.domain.record import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step. `wait` counts working days of the recipient after the step before (or the clock's start);
    `before` counts calendar days back from the last day on which a hold can be renewed (or our own duty be
    done). Exactly one of them is given. `tone`: in which its letter is written, where it has one.
    `when`: a rung of `data_at_risk` is climbed only while a hold on which the request depends is about to end.
    """

    id: str
    act: Literal["remind", "look_in_portal", "telephone", "warn", "prepare_extension", "prepare_confirmation", "report"]
    to: Literal["recipient", "own_transmitting_authority", "liaison", "supervising_prosecutor", "officer", "24_7_point"]
    says: str
    wait: int | None = None
    before: int | None = None
    cites_clause: bool = False
    form: str = ""
    tone: Tone = "gentle"
    when: Literal["always", "data_at_risk"] = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs for one kind of recipient and channel, in order. No channels or measures means all."""

    id: str
    watches: Literal[
        "silence", "hold", "mla_due", "own_duty", "download", "secrecy", "non_disclosure", "majority", "cybertip_hold",
        "translation_due", "order_ends",
    ]  # fmt: skip
    recipient: Literal["provider", "authority", "any"]
    channels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    rungs: tuple[Rung, ...]
