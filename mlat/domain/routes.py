"""What is asked of the law, and what it answers: routes, the best first, and refusals with their ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from mlat.domain.instrument import Clause
from mlat.domain.marks import State

OFFICE, EXECUTING = "office", "executing"
"""Ends of a way: the office itself, and the authority that will execute and is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is wanted, by whom, of whom, on which day.

    `requesting`, `requested` and `user_in` are ISO 3166 alpha-2; `user_in` is where the account's user is
    believed to be; `platform` is an id of the facts. `data` are data categories; `penalty_years` the
    highest penalty; `offences` and `given` are codes of vocabulary.toml (offence kinds, circumstances).
    `under` names the instrument of the request that a status inquiry asks after.
    """

    requesting: str
    measure: str
    on: date
    requested: str | None = None
    platform: str | None = None
    user_in: str | None = None
    data: frozenset[str] = frozenset()
    organised: bool = False
    penalty_years: int | None = None
    offences: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    urgent: bool = False
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for or against a route: a stable code, an English msgid with `%(names)s`, and its source."""

    code: str
    says: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    source: tuple[str, ...] = ()

    def text(self) -> str:
        """The sentence in English."""
        return self.says % self.values if self.values else self.says

    def to_json(self) -> dict[str, Any]:
        """Plain values; `text` is the English sentence."""
        plain = {"code": self.code, "says": self.says, "values": dict(self.values)}
        return {**plain, "text": self.text(), "source": list(self.source)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom the request is addressed to: a provider's legal entity (`id` is the platform) or an authority."""

    kind: Literal["provider", "authority"]
    id: str
    name: str
    country: str
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegPlan:
    """One stretch of the way, from one body to the next, and why it goes there."""

    sender: str
    to: str
    to_name: str
    zone: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """A period that will run: its ISO 8601 `value`, the event that starts it and the counting rule.

    `at_most` is what the recipient may grant at its own discretion: never counted on. `renewals_max`: how
    often it may be renewed, where known. `when`: always, urgent, or sent_electronically.
    """

    kind: Literal["hold", "renewal", "answer", "own_duty", "lead_time"]
    value: str
    starts: str
    rule: str
    source: str
    verification: State
    when: str = "always"
    floor: bool = False
    at_most: str = ""
    renewals_max: int | None = None

    def stated(self) -> dict[str, str]:
        """The part that clocks are opened with (`mlat.domain.clock_parts.Stated`)."""
        return {
            "kind": self.kind,
            "value": self.value,
            "rule": self.rule,
            "source": self.source,
            "verification": self.verification,
            "when": self.when,
            "starts": self.starts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalPoint:
    """One thing that every request must settle: original, copies, legalisation, seal, signatory.

    `read` is false where no source read says anything about it: then it has to be asked, not assumed.
    """

    point: Literal["original", "copies", "legalisation", "seal", "signatory"]
    says: str
    article: str = ""
    read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One lawful way. `verification` is that of the facts that decide it: the instrument, who is bound, the
    company and what it offers; `unverified` also names the lesser facts that nobody has read or confirmed.

    `formal` settles, or leaves open, what every request must settle. `official_form`: the form that the
    instrument gives; `form` is ours. `must_carry` and `file_formats`: what the company wants in and of the
    letter. `own_basis`: the law of the State that asks on which the request rests; empty where not known.
    """

    instrument: str
    name: str
    article: str
    measure: str
    recipient: Recipient
    legs: tuple[LegPlan, ...]
    channel: str
    channel_kind: str
    languages: tuple[str, ...]
    language_rule: str
    form: str
    clocks: tuple[ClockRule, ...]
    formalities: tuple[Clause, ...]
    requires_annexes: tuple[str, ...]
    own_duties: tuple[Clause, ...]
    use_limits: tuple[Clause, ...]
    reasons: tuple[Reason, ...]
    verification: State
    unverified: tuple[str, ...]
    source: tuple[str, ...]
    confidentiality: Clause | None = None
    expected_answer: str = ""
    status_of: str = ""
    standards: tuple[str, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict)
    formal: tuple[FormalPoint, ...] = ()
    official_form: str = ""
    must_carry: tuple[str, ...] = ()
    file_formats: tuple[str, ...] = ()
    own_basis: str = ""
    rank: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values with stable keys; a request keeps them as it was chosen."""
        plain = asdict(self) | {
            "language": self.languages[0] if self.languages else "",
            "reasons": [each.to_json() for each in self.reasons],
            "clauses": dict(self.clauses),
            "stated": [each.stated() for each in self.clocks],
            "zone": self.recipient.zone or "UTC",
        }
        kept: dict[str, Any] = _lists(plain)
        return kept


def limits_of_use(kept: Mapping[str, Any]) -> str:
    """The limits of use of a route that a request kept as plain values, for the evidence that comes back."""
    clauses = kept.get("use_limits", ())
    return "; ".join(f"{each['says']} ({each['article']})" if each["article"] else each["says"] for each in clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An instrument that gives no way, and why. `only_unverified`: it fails on an unverified fact alone.

    `towards`: the companies or States (ISO 3166 alpha-2) towards which it gives none, where any was asked.
    """

    instrument: str
    reason: Reason
    only_unverified: bool = False
    towards: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The msgid of the reason."""
        return self.reason.says

    @property
    def values(self) -> Mapping[str, str | int]:
        """What fills the msgid."""
        return self.reason.values

    @property
    def source(self) -> tuple[str, ...]:
        """Where the reason was read."""
        return self.reason.source

    def to_json(self) -> dict[str, Any]:
        """Plain values with stable keys."""
        return {
            "instrument": self.instrument,
            "code": self.reason.code,
            "reason": self.reason.text(),
            "only_unverified": self.only_unverified,
            "towards": list(self.towards),
            "source": list(self.source),
        }


@dataclass(frozen=True, slots=True)
class Routing:
    """All routes, the best first, and all refusals."""

    routes: tuple[Route, ...]
    refused: tuple[Refusal, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values with stable keys."""
        routes, refused = [each.to_json() for each in self.routes], [each.to_json() for each in self.refused]
        return {"routes": routes, "refused": refused}


def _lists(value: Any) -> Any:
    """Tuples become lists, all the way down, so that JSON gives back what was stored."""
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, tuple | list) else value
