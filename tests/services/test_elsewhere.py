"""The same account in two files: named within an office, and across offices only that it exists and whom to call."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from mlat.domain.casefile import CaseInput, IdentifierInput
from mlat.domain.permissions import Actor, Role
from mlat.model import Identifier, db, transaction
from mlat.reads.accounts import AccountLine
from mlat.reads.cases import case_view
from mlat.reads.desk import vanishing
from mlat.reads.search import find_accounts
from mlat.services import accounts, completing, erasing, intake, rebuilding
from mlat.services.completing import Details
from mlat.services.elsewhere import Elsewhere, Neighbour, Twin, seen_elsewhere
from tests.conftest import OfficeThere, an_office
from tests.services import lives

SAME = IdentifierInput(
    code="CUENTA", kind="url", platform="roblox", given="https://www.roblox.com/users/99999999999999999001/profile"
)
HANDLE = IdentifierInput(code="IG", kind="username", platform="instagram", given="@una.cuenta", synthetic=True)
LINK = IdentifierInput(
    code="L", kind="url", platform="instagram", given="https://www.instagram.com/Una.Cuenta/?igsh=1", synthetic=True
)


def another(
    office: OfficeThere, now: datetime, *given: IdentifierInput, reference: str = "OTRA 2/2026", training: bool = True
) -> str:
    """Open another case with these accounts; returns its id."""
    whole = CaseInput(reference=reference, training=training, identifiers=given)
    return intake.open_case(office.prosecutor, now, whole)


def found(actor: Actor, case_id: str) -> Elsewhere:
    """Where else the only account of a case stands."""
    with transaction() as session:
        row = session.scalars(select(Identifier).where(Identifier.case_id == case_id)).one()
        return seen_elsewhere(session, actor, row)


@pytest.fixture
def neighbour(office: OfficeThere, now: datetime) -> OfficeThere:
    """Another office of the same house."""
    return an_office(now, "TWO")


def test_the_other_case_of_the_office_is_named_with_what_was_asked_there(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    first = another(office, now, HANDLE, reference="UNA")
    second = another(office, now, LINK, reference="DOS")
    assert found(office.liaison, first) == Elsewhere(here=(Twin(second, "DOS", "L"),))
    assert found(office.liaison, second) == Elsewhere(here=(Twin(first, "UNA", "IG"),))
    assert not found(office.liaison, case_id)


def test_requests_about_the_account_come_with_day_recipient_and_state(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    sent = lives.a_sent(office, now, case_id)
    draft = lives.a_draft(office, now, case_id, replace(lives.HOLD, code="NEW"))
    numeric = IdentifierInput(
        code="N", kind="numeric_id", platform="roblox", given="99999999999999999001", synthetic=True
    )
    (twin,) = found(office.prosecutor, another(office, now, numeric)).here
    assert (twin.case_id, twin.case_reference, twin.code) == (case_id, "MPF-EJ 1/2026", "RBX")
    assert {(one.id, one.recipient, one.measure, one.state, one.at) for one in twin.requests} == {
        (sent, "Roblox Corporation", "preservation", "sent", now),
        (draft, "Roblox Corporation", "preservation", "draft", None),
    }


def test_another_office_learns_that_a_file_exists_and_whom_to_call(
    office: OfficeThere, neighbour: OfficeThere, now: datetime
) -> None:
    mine, theirs = another(office, now, HANDLE), another(neighbour, now, LINK, reference="SECRETA 9")
    whom = Neighbour("Fiscalía de ejemplo TWO", "+54 11 0000 0000", "oficina@two.example")
    assert found(office.prosecutor, mine) == Elsewhere(there=(whom,))
    assert [one.name for one in found(neighbour.prosecutor, theirs).there] == ["Fiscalía de ejemplo ONE"]
    assert {each.name for each in fields(Neighbour)} == {"name", "phone", "email"}
    assert "SECRETA" not in repr(case_view(office.prosecutor, now.date(), mine))


def test_nothing_is_told_about_the_row_of_another_office(
    office: OfficeThere, neighbour: OfficeThere, now: datetime
) -> None:
    mine = another(office, now, HANDLE)
    another(office, now, LINK, reference="DOS")
    assert not found(neighbour.prosecutor, mine)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TRANSLATOR, Role.FAMILY_OFFICER, Role.ADMINISTRATOR])
def test_who_may_not_see_the_other_case_learns_no_more_than_that_it_is_there(
    office: OfficeThere, case_id: str, now: datetime, role: Role
) -> None:
    mine = another(office, now, HANDLE)
    another(office, now, LINK, reference="DOS")
    another(office, now, replace(LINK, code="M"), reference="TRES")
    assert found(office.actors[role], mine) == Elsewhere(here=(Twin(),))


def test_training_never_meets_a_real_case(office: OfficeThere, neighbour: OfficeThere, now: datetime) -> None:
    drill = another(office, now, HANDLE)
    real = another(office, now, replace(LINK, synthetic=False), reference="REAL", training=False)
    other = another(neighbour, now, replace(HANDLE, synthetic=False), reference="REAL 2", training=False)
    assert not found(office.prosecutor, drill)
    assert found(office.prosecutor, real).here == ()
    assert [one.name for one in found(office.prosecutor, real).there] == ["Fiscalía de ejemplo TWO"]
    assert [one.name for one in found(neighbour.prosecutor, other).there] == ["Fiscalía de ejemplo ONE"]


def test_an_erased_case_meets_nobody(office: OfficeThere, neighbour: OfficeThere, now: datetime) -> None:
    mine, gone = another(office, now, HANDLE), another(office, now, LINK, reference="DOS")
    theirs = another(neighbour, now, LINK)
    erasing.ask_erasure(office.prosecutor, now, gone)
    erasing.confirm_erasure(office.actors[Role.ADMINISTRATOR], now, gone)
    assert found(office.prosecutor, mine).here == ()
    erasing.ask_erasure(office.prosecutor, now, mine)
    erasing.confirm_erasure(office.actors[Role.ADMINISTRATOR], now, mine)
    assert not found(neighbour.prosecutor, theirs)
    with transaction() as session:
        rows = session.execute(
            select(Identifier.lookup, Identifier.shared_lookup).where(Identifier.case_id.in_((mine, gone)))
        )
        assert set(map(tuple, rows)) == {(None, None)}


def test_the_hash_over_all_offices_is_another_one(office: OfficeThere, neighbour: OfficeThere, now: datetime) -> None:
    for each in (office, neighbour):
        another(each, now, HANDLE)
    with transaction() as session:
        rows = session.execute(select(Identifier.lookup, Identifier.shared_lookup)).all()
    own, shared = {row[0] for row in rows}, {row[1] for row in rows}
    assert (len(own), len(shared), own & shared) == (2, 1, set())


def test_what_is_completed_later_is_found_by_what_it_became(office: OfficeThere, now: datetime) -> None:
    another(office, now, LINK, reference="DOS")
    mine = another(office, now, replace(HANDLE, platform=None))
    assert not found(office.prosecutor, mine)
    with transaction() as session:
        row = session.scalars(select(Identifier).where(Identifier.case_id == mine)).one()
    known = Details(kind="username", platform="instagram")
    completing.complete_identifier(office.prosecutor, now, mine, row.id, known, row.version)
    assert [twin.code for twin in found(office.prosecutor, mine).here] == ["L"]


@pytest.mark.parametrize("column", ["lookup", "shared_lookup"])
def test_rows_from_before_are_filled_by_rebuilding(
    office: OfficeThere, neighbour: OfficeThere, now: datetime, column: str
) -> None:
    mine = another(office, now, HANDLE)
    another(office, now, LINK, reference="DOS")
    another(neighbour, now, LINK)
    before = found(office.prosecutor, mine)
    with db.engine.begin() as connection:
        connection.execute(text(f"UPDATE identifiers SET {column} = NULL"))
    assert found(office.prosecutor, mine) != before
    assert len(rebuilding.rebuild(now, check=True)) == 3
    assert len(rebuilding.rebuild(now, check=False)) == 3
    assert rebuilding.rebuild(now, check=True) == []
    assert found(office.prosecutor, mine) == before


def test_every_doubt_of_every_instant_is_kept(office: OfficeThere, case_id: str, now: datetime) -> None:
    given = IdentifierInput(
        code="D", kind="numeric_id", platform="discord", given="175928847299117063", used_from=now.date(),
        instants=("2026-01-01T10:00:00Z", "2014-01-01T10:00:00Z"),
    )  # fmt: skip
    seen = [finding.code for finding in accounts.examine_input(given).findings]
    assert seen == ["id_born", "id_younger_than_use"]


def test_an_account_is_found_in_any_notation_and_only_in_the_own_office(
    office: OfficeThere, neighbour: OfficeThere, now: datetime
) -> None:
    phone = IdentifierInput(code="T", kind="phone", given="+52 1 55 0000 0000", synthetic=True)
    mine = another(office, now, HANDLE, phone)
    for typed in ("@Una.Cuenta", "una.cuenta", "hxxps://instagram[.]com/una.cuenta"):
        assert [(one.case_id, one.code) for one in find_accounts(office.liaison, typed)] == [(mine, "IG")], typed
    for typed in ("+525500000000", "52 55 0000-0000", "0052 1 55 0000 0000", "https://wa.me/525500000000"):
        assert [one.code for one in find_accounts(office.liaison, typed)] == ["T"], typed
    assert find_accounts(office.liaison, "una.otra") == ()
    assert find_accounts(neighbour.liaison, "@una.cuenta") == ()
    assert find_accounts(office.actors[Role.AUDITOR], "@una.cuenta") == ()


def test_whoever_may_see_a_case_and_not_its_accounts_sees_them_masked(
    office: OfficeThere, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlat.domain import permissions

    hidden = IdentifierInput(
        code="H", kind="username", platform="instagram", given="@juan\u202egnp.cuenta", synthetic=True
    )
    mine = another(office, now, HANDLE, hidden)

    def shown() -> list[AccountLine]:
        return list(case_view(office.liaison, now.date(), mine).accounts)

    assert [one.given for one in shown()] == ["@juan<U+202E>gnp.cuenta", "@una.cuenta"]
    acts = permissions.ALLOWED[Role.LIAISON] - {permissions.Act.SEE_ACCOUNTS}
    monkeypatch.setitem(permissions.ALLOWED, Role.LIAISON, acts)
    danger, hits = vanishing(office.liaison, now.date()).accounts, find_accounts(office.liaison, "@una.cuenta")
    every = [one.given for one in shown()] + [one.given for one in danger] + [one.given for one in hits]
    assert len(every) == 5
    assert set(every) == {"@j•••a", "@u•••a"}
    assert "cuenta" not in repr((shown(), danger, hits))
