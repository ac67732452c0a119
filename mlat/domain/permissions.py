"""Who may do what: roles and acts as one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in an office."""

    PROSECUTOR = "prosecutor"
    LIAISON = "liaison"
    FAMILY_OFFICER = "family_officer"
    TRANSLATOR = "translator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    CUSTODIAN = "custodian"


class Act(StrEnum):
    """Everything that a route or a service can be asked to do."""

    SEE_DESK = "see_desk"
    SEE_CASE = "see_case"
    SEE_NAMES = "see_names"
    SEE_ACCOUNTS = "see_accounts"
    OPEN_CASE = "open_case"
    EDIT_CASE = "edit_case"
    DRAFT = "draft"
    APPROVE = "approve"
    ISSUE = "issue"
    SEND = "send"
    RECORD = "record"
    TEND_MAIL = "tend_mail"
    TRANSMIT = "transmit"
    SEE_LETTERS = "see_letters"
    DECIDE_LETTER = "decide_letter"
    TRANSLATE = "translate"
    SEE_EVIDENCE = "see_evidence"
    DECLARE_FREE = "declare_free"
    KEEP_EVIDENCE = "keep_evidence"
    SEE_TRAIL = "see_trail"
    SEE_FACTS = "see_facts"
    ENTER_FACT = "enter_fact"
    ADMINISTER = "administer"
    HAND_OVER = "hand_over"
    ERASE = "erase"


ALLOWED: dict[Role, frozenset[Act]] = {
    Role.PROSECUTOR: frozenset(
        {
            Act.SEE_DESK,
            Act.SEE_CASE,
            Act.SEE_NAMES,
            Act.SEE_ACCOUNTS,
            Act.OPEN_CASE,
            Act.EDIT_CASE,
            Act.DRAFT,
            Act.APPROVE,
            Act.ISSUE,
            Act.SEND,
            Act.RECORD,
            Act.SEE_EVIDENCE,
            Act.DECLARE_FREE,
            Act.TEND_MAIL,
            Act.TRANSMIT,
            Act.SEE_LETTERS,
            Act.DECIDE_LETTER,
            Act.SEE_FACTS,
            Act.ENTER_FACT,
            Act.HAND_OVER,
            Act.ERASE,
        }
    ),
    Role.LIAISON: frozenset(
        {
            Act.SEE_DESK,
            Act.SEE_CASE,
            Act.SEE_ACCOUNTS,
            Act.EDIT_CASE,
            Act.DRAFT,
            Act.SEND,
            Act.RECORD,
            Act.SEE_EVIDENCE,
            Act.DECLARE_FREE,
            Act.TEND_MAIL,
            Act.TRANSMIT,
            Act.SEE_FACTS,
            Act.ENTER_FACT,
        }
    ),
    Role.FAMILY_OFFICER: frozenset({Act.SEE_DESK, Act.SEE_LETTERS, Act.DECIDE_LETTER, Act.SEE_FACTS}),
    Role.TRANSLATOR: frozenset({Act.SEE_DESK, Act.TRANSLATE}),
    Role.AUDITOR: frozenset({Act.SEE_DESK, Act.SEE_TRAIL, Act.SEE_FACTS}),
    Role.ADMINISTRATOR: frozenset(
        {Act.SEE_DESK, Act.SEE_FACTS, Act.ENTER_FACT, Act.ADMINISTER, Act.SEE_TRAIL, Act.HAND_OVER, Act.ERASE}
    ),
    Role.CUSTODIAN: frozenset({Act.SEE_DESK, Act.SEE_EVIDENCE, Act.DECLARE_FREE, Act.KEEP_EVIDENCE}),
}
"""The whole table. A liaison officer drafts, sends and records, but never approves or signs."""


@dataclass(frozen=True)
class Actor:
    """Someone who acts: a user of one office, or the ticker (no user) on behalf of an office."""

    office_id: str
    user_id: str | None = None
    roles: frozenset[Role] = frozenset()
    language: str = "es"
    zone: str = "UTC"
    ordered_by: str | None = None
    """For the ticker: the person under whose standing order it approves and issues what goes without a click."""

    @property
    def name(self) -> str:
        """How events name the actor."""
        return self.user_id or "ticker"


@dataclass(frozen=True)
class Visitor(Actor):
    """A recipient abroad on the page of its own request: it acts there, and may do nothing else."""

    @property
    def name(self) -> str:
        """How events name the visitor."""
        return "recipient"


def allowed(actor: Actor, act: Act) -> bool:
    """Whether any of the actor's roles carries the act. The ticker may only prepare, remind and deliver.

    What an office lets go without a click it approves under the standing order of a person who may.
    """
    if isinstance(actor, Visitor):
        return False
    if actor.user_id is None:
        if actor.ordered_by and act in (Act.APPROVE, Act.ISSUE):
            return True
        return act in (Act.DRAFT, Act.RECORD, Act.SEE_CASE, Act.SEE_NAMES, Act.SEND)
    return any(act in ALLOWED[role] for role in actor.roles)
