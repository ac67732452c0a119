"""An annex that is removed goes nowhere any more, and comes back whole until the request is approved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from mlat.domain.permissions import Role
from mlat.model import Annex, Clock, Event, RemovedAnnex, Request, transaction
from mlat.reads.removed import removed_annexes
from mlat.reads.requests import request_view
from mlat.services import annex_removing, annexing, caseclocks, drafting, issuing, rebuilding
from mlat.services.access import NotHere
from mlat.services.annexing import AnnexInput
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf

ORDER = AnnexInput(kind="Other document", name="anexo-secreto.pdf", data=a_pdf(2), language="es")


@pytest.fixture
def evidence(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A draft to an authority."""
    return lives.a_draft(office, now, case_id, lives.EVIDENCE)


def there(request_id: str) -> dict[int, str]:
    with transaction() as session:
        rows = select(Annex.number, Annex.id).where(Annex.request_id == request_id)
        return dict(session.execute(rows).all())


def an_order(now: datetime) -> AnnexInput:
    last = now.date() + timedelta(days=90)
    return replace(ORDER, kind="Court order", issuer="Juzgado 3", issued_on=now.date(), ends_on=last)


def order_clocks() -> list[tuple[str, bool]]:
    with transaction() as session:
        rows = session.scalars(select(Clock).where(Clock.kind == "order_ends").order_by(Clock.opened_event))
        return [(row.ended_why, row.ended_at is None) for row in rows]


def test_a_removed_annex_is_out_of_the_list_the_checks_and_the_paper(
    office: OfficeThere, evidence: str, now: datetime
) -> None:
    court = replace(ORDER, kind="Court order", issuer="Juzgado 3", issued_on=now.date())
    ended = replace(court, ends_on=now.date())
    annexing.add_annex(office.liaison, now, evidence, ORDER)
    second = annexing.add_annex(office.liaison, now, evidence, ended)
    annexing.add_annex(office.liaison, now, evidence, ORDER)
    later = now + timedelta(days=2)
    assert "annex.order_ended" in {each.code for each in drafting.findings(office.liaison, later, evidence)}
    before = lives.the(evidence).version
    annex_removing.remove_annex(office.liaison, later, second)
    assert [line.number for line in drafting.record(office.liaison, later, evidence).annexes] == [1, 3]
    assert [line.number for line in request_view(office.liaison, evidence).annexes] == [1, 3]
    assert "annex.order_ended" not in {each.code for each in drafting.findings(office.liaison, later, evidence)}
    with pytest.raises(NotHere):
        annexing.annex_file(office.liaison, second)
    assert lives.the(evidence).version == before + 1, "whoever approves must have seen it"
    with transaction() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == "annex_removed")).all()
    assert (event.request_id, event.actor, event.data["annex"]) == (evidence, office.liaison.user_id, second)
    assert "secreto" not in repr(lives.whole_database())


def test_it_comes_back_whole_under_its_own_number_which_no_other_gets(
    office: OfficeThere, evidence: str, now: datetime
) -> None:
    first = annexing.add_annex(office.liaison, now, evidence, ORDER)
    annex_removing.remove_annex(office.liaison, now, first)
    (line,) = removed_annexes(office.liaison, evidence)
    assert (line.id, line.number, line.name, line.at) == (first, 1, ORDER.name, now)
    second = annexing.add_annex(office.liaison, now, evidence, ORDER)
    annex_removing.take_back(office.prosecutor, now, first)
    assert there(evidence) == {1: first, 2: second}
    assert annexing.annex_file(office.liaison, first) == (ORDER.data, "annex-1.pdf")
    assert removed_annexes(office.liaison, evidence) == ()
    with transaction() as session:
        assert session.scalars(select(RemovedAnnex)).all() == []
        (event,) = session.scalars(select(Event).where(Event.kind == "annex_taken_back")).all()
    assert event.data == {"annex": first, "sha256": event.data["sha256"], "sealed": False}


@pytest.mark.parametrize("later", ["approved", "issued"])
def test_from_the_approval_on_nothing_is_removed_or_taken_back(
    office: OfficeThere, evidence: str, now: datetime, later: str
) -> None:
    gone, stays = (annexing.add_annex(office.liaison, now, evidence, ORDER) for _ in range(2))
    annex_removing.remove_annex(office.liaison, now, gone)
    lives.approve(office, now, evidence)
    if later == "issued":
        issuing.issue(office.prosecutor, now, evidence)
    for act, annex_id in ((annex_removing.remove_annex, stays), (annex_removing.take_back, gone)):
        (problem,) = lives.refused(partial(act, office.prosecutor, now, annex_id))
        assert (problem.code, problem.where) == ("state", "annex")
    assert there(evidence) == {2: stays}
    assert removed_annexes(office.prosecutor, evidence) == ()


def test_a_translation_stands_and_falls_with_what_it_translates(
    office: OfficeThere, evidence: str, now: datetime
) -> None:
    source = annexing.add_annex(office.liaison, now, evidence, ORDER)
    text = replace(ORDER, kind="Translation", language="en", translation_of=1)
    translation = annexing.add_annex(office.liaison, now, evidence, text)
    (problem,) = lives.refused(partial(annex_removing.remove_annex, office.liaison, now, source))
    assert problem.code == "translated"
    for annex_id in (translation, source):
        annex_removing.remove_annex(office.liaison, now, annex_id)
    (problem,) = lives.refused(partial(annex_removing.take_back, office.liaison, now, translation))
    assert problem.code == "source"
    for annex_id in (source, translation):
        annex_removing.take_back(office.liaison, now, annex_id)
    assert there(evidence) == {1: source, 2: translation}


def test_the_end_of_a_removed_order_is_no_clock_until_it_comes_back(
    office: OfficeThere, evidence: str, case_id: str, now: datetime
) -> None:
    order = annexing.add_annex(office.liaison, now, evidence, an_order(now))
    annex_removing.remove_annex(office.liaison, now, order)
    assert order_clocks() == [("removed", False)]
    annex_removing.take_back(office.liaison, now, order)
    assert order_clocks() == [("removed", False), ("", True)]
    assert rebuilding.rebuild(now, check=True) == []
    with transaction() as session:
        running = session.scalars(select(Clock.id).where(Clock.kind == "order_ends", Clock.ended_at.is_(None))).one()
    caseclocks.settle_clock(office.liaison, now, running, "Prolonged.")
    for act in (annex_removing.remove_annex, annex_removing.take_back):
        act(office.liaison, now, order)
    assert order_clocks() == [("removed", False), ("settled", False)], "what somebody dealt with stays dealt with"


def test_the_letter_speaks_of_a_sealed_annex_only_while_one_goes_with_it(
    office: OfficeThere, evidence: str, now: datetime
) -> None:
    def says_so() -> bool:
        with transaction() as session:
            row = session.get_one(Request, evidence)
            text = key_of(session, row.case_id).text(row.draft_sealed, f"requests:{row.id}:draft")
        return annexing.SAYS_SO in json.loads(text)

    sealed = annexing.add_sealed_identity(office.prosecutor, now, evidence)
    assert says_so()
    annex_removing.remove_annex(office.prosecutor, now, sealed)
    assert not says_so()
    (line,) = removed_annexes(office.prosecutor, evidence)
    assert (line.sealed, line.name) == (True, "")
    with pytest.raises(NotHere):
        annexing.passphrase(office.prosecutor, now, sealed)
    annex_removing.take_back(office.prosecutor, now, sealed)
    assert says_so()
    assert annexing.passphrase(office.prosecutor, now, sealed)


def test_two_who_remove_the_same_remove_it_once(office: OfficeThere, evidence: str, now: datetime) -> None:
    annex_id = annexing.add_annex(office.liaison, now, evidence, ORDER)

    def remove() -> str:
        try:
            annex_removing.remove_annex(office.liaison, now, annex_id)
        except NotHere:
            return "too late"
        return "removed"

    assert sorted(str(each) for each in lives.at_once(remove, remove)) == ["removed", "too late"]
    with transaction() as session:
        assert len(session.scalars(select(Event).where(Event.kind == "annex_removed")).all()) == 1


def test_who_drafts_nothing_sees_nothing_of_what_was_removed(
    office: OfficeThere, other_office: OfficeThere, evidence: str, now: datetime
) -> None:
    annex_removing.remove_annex(office.liaison, now, annexing.add_annex(office.liaison, now, evidence, ORDER))
    with pytest.raises(NotHere):
        removed_annexes(other_office.prosecutor, evidence)
    with pytest.raises(NotHere):
        removed_annexes(office.actors[Role.TRANSLATOR], evidence)
