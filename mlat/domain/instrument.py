"""A treaty or law: one measure, who may use it, and what it asks of a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mlat.domain.marks import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule:
    """A period that an instrument states. `value` is ISO 8601, `starts` the code of the event that starts it.

    `kind`: hold (data kept), renewal (further period of a hold), answer (theirs), own_duty (ours),
    lead_time (counted back). `floor`: the period is the least that the instrument promises.
    `times`: how often a renewal is given, where the instrument caps it.
    `rule` is the id of a counting rule; `clock` and `days` are the source's own words in short.
    """

    value: str
    clock: str
    days: str
    starts: str
    kind: Literal["hold", "renewal", "answer", "own_duty", "lead_time"]
    rule: str
    when: Literal["always", "urgent", "sent_electronically"] = "always"
    floor: bool = False
    times: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Something that an instrument asks for or grants, said in a line, with its article."""

    code: str
    says: str
    article: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What one may cite when asking for news of a request: an answer may be a duty, or nothing obliges it.

    `clauses`: what the articles give (`reasons_when_not_executed`, `return_with_cause` ...) -> the article.
    `ask_in_request`: the article under which the request itself may ask to be told of its execution.
    """

    articles: tuple[str, ...]
    obliges_answer: bool
    clauses: Mapping[str, str] = field(default_factory=dict)
    ask_in_request: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """When an instrument may be used at all. A condition that is absent is not asked for."""

    min_penalty_years: int | None = None
    organised_group: bool = False
    no_other_treaty: bool = False
    offence_kinds: frozenset[str] = frozenset()
    circumstance: str = ""
    own_provider_only: bool = False
    own_provider_note: str = ""
    communications_only: bool = False
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """How an office of the State itself uses its own law towards a company there: by which process.

    `obliges`: the company must obey; without it the law only lets it answer.
    """

    process: str
    obliges: bool = True
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Fact):
    """One measure under one treaty or law.

    Who may use it: `bilateral` (exactly these two States), `convention` (a table of `parties.toml` that binds
    both, or the one named in `binds`), `open_to` (requesting States), `applies_in` and `not_in`
    (requested States), `one_side` (exactly one of the two States is among these). `in_force` is true, false,
    or the day; a convention's own date counts as well.
    `rank` orders routes, the best first: a choice of this program, the closer treaty before the wider one.
    `status_of` names the instrument whose requests this one asks after; `standard_of` the data that the
    requested State gives only on this test, `bars_direct` where its law keeps a company from giving them.
    `general_mla`: a treaty on mutual legal assistance as such. `lacks`: measures on which it has no clause.
    `carries` names the instruments whose requests a way of transmission serves, where not every treaty.
    `own_basis`: State -> the law of its own on which such a request of its offices rests. `through`: the own
    body that it passes. `official_form`: the form that the instrument itself or its committee gives.
    `when_urgent`: what an urgent request may do. `at_home`: its use by the State's own offices.
    """

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    """How the law is cited in other languages, by language code; unverified, for a translator to confirm."""
    article: str
    measure: str
    also_measures: tuple[str, ...] = ()
    recipient: Literal["provider", "state_authority", "24_7_point"]
    recipient_role: Literal["", "prosecution_service", "national_central_bureau", "executing_authority"] = ""
    basis: Literal[
        "treaty",
        "union_law",
        "foreign_law",
        "domestic_law",
        "provider_policy",
        "network",
        "transport",
        "custom",
    ]
    convention: str = ""
    binds: Literal["both", "requesting", "requested"] = "both"
    bilateral: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    applies_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    one_side: tuple[str, ...] = ()
    in_force: bool | date = True
    rank: int
    central_authority: Mapping[str, str] = field(default_factory=dict)
    channel: str
    channel_kind: Literal[
        "central_authorities",
        "diplomatic",
        "24_7",
        "provider",
        "network",
        "direct",
        "domestic",
        "automatic",
        "none",
    ]
    language: Literal["requested_state", "fixed", "provider", "requesting_with_translation", "none"]
    languages: tuple[str, ...] = ()
    language_rule: str
    form: str = ""
    required_contents: tuple[str, ...]
    requires_annexes: tuple[str, ...] = ()
    periods: Mapping[str, PeriodRule] = field(default_factory=dict)
    conditions: Conditions = Conditions()
    formalities: tuple[Clause, ...] = ()
    own_duties: tuple[Clause, ...] = ()
    use_limits: tuple[Clause, ...] = ()
    confidentiality: Clause | None = None
    expected_answer: str = ""
    status_of: str = ""
    standard_of: tuple[str, ...] = ()
    bars_direct: bool = False
    general_mla: bool = False
    lacks: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    own_basis: Mapping[str, str] = field(default_factory=dict)
    through: Literal["", "designated_authority"] = ""
    official_form: str = ""
    when_urgent: Clause | None = None
    at_home: AtHome | None = None
    inquiry: Inquiry | None = None

    def cited(self, language: str) -> str:
        """How a paper in `language` cites this law; in English where no other wording is known."""
        return self.names.get(language, self.name)

    @property
    def cited_article(self) -> str:
        """The article as a paper cites it; empty where the facts know none by number."""
        return self.article if re.search(r"\d|\b[IVXL]+\b", self.article) else ""
