"""The table of roles and acts."""

from __future__ import annotations

import pytest

from mlat.domain.permissions import ALLOWED, Act, Actor, Role, allowed


def actor(*roles: Role) -> Actor:
    return Actor("office", "user", frozenset(roles))


TICKER = Actor("office")


def test_every_role_is_in_the_table_and_every_act_is_somebodys() -> None:
    assert set(ALLOWED) == set(Role)
    assert frozenset().union(*ALLOWED.values()) == set(Act)


@pytest.mark.parametrize("act", [Act.APPROVE, Act.ISSUE, Act.ERASE, Act.OPEN_CASE, Act.SEE_NAMES, Act.DECIDE_LETTER])
def test_a_liaison_drafts_sends_and_records_but_decides_nothing(act: Act) -> None:
    assert not allowed(actor(Role.LIAISON), act)
    assert allowed(actor(Role.LIAISON), Act.DRAFT)
    assert allowed(actor(Role.LIAISON), Act.SEND)
    assert allowed(actor(Role.LIAISON), Act.RECORD)


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.FAMILY_OFFICER])
def test_nobody_else_sees_a_case_or_its_names(role: Role) -> None:
    assert not allowed(actor(role), Act.SEE_CASE)
    assert not allowed(actor(role), Act.SEE_NAMES)


def test_an_auditor_reads_the_trail_and_changes_nothing() -> None:
    assert ALLOWED[Role.AUDITOR] == {Act.SEE_DESK, Act.SEE_TRAIL, Act.SEE_FACTS}


@pytest.mark.parametrize("act", [Act.APPROVE, Act.ISSUE, Act.DECIDE_LETTER, Act.ENTER_FACT, Act.ERASE, Act.ADMINISTER])
def test_the_ticker_prepares_and_decides_nothing(act: Act) -> None:
    assert not allowed(TICKER, act)
    assert allowed(TICKER, Act.DRAFT)


def test_two_roles_carry_what_either_carries() -> None:
    both = actor(Role.AUDITOR, Role.TRANSLATOR)
    assert allowed(both, Act.SEE_TRAIL)
    assert allowed(both, Act.TRANSLATE)
    assert not allowed(actor(), Act.SEE_DESK)
