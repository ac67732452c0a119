"""Approve, number, freeze: numbers without gaps, one set of papers, and the very bytes that were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select, update

from mlat.domain.casefile import OffenceInput, PersonInput
from mlat.domain.preflight.overriding import ALL
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Event, Identifier, NumberSeries, Office, Override, Paper, Request, transaction
from mlat.services import addresses, approving, drafting, intake, issuing, people, transit
from mlat.services.numbering import PROOF_LETTERS, new_proof_code, next_number
from mlat.services.vault import key_of
from tests.conftest import ZONE, OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf


def papers(request_id: str) -> list[Paper]:
    with transaction() as session:
        return list(session.scalars(select(Paper).where(Paper.request_id == request_id).order_by(Paper.number)))


@pytest.fixture
def approved(office: OfficeThere, case_id: str, now: datetime) -> str:
    """An approved request that goes through the own authority, so that it needs a covering note."""

    def lived() -> str:
        request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
        lives.approve(office, now, request_id)
        return request_id

    return lives.remembered("approved evidence", lived)


def test_papers_are_frozen_with_their_numbers_and_what_they_were_made_from(
    office: OfficeThere, approved: str, now: datetime
) -> None:
    ids = issuing.issue(office.prosecutor, now, approved)
    made = papers(approved)
    assert [paper.number for paper in made] == ["ONE/2026/NOTE-0001", "ONE/2026/REQ-0001"]
    assert ids[0] == made[1].id
    row = lives.the(approved)
    assert (row.state, row.number) == ("issued", "ONE/2026/REQ-0001")
    assert row.proof_code
    assert {"template", "facts"} <= made[1].provenance.keys()
    data, name = issuing.paper_bytes(office.prosecutor, now, ids[0])
    assert data.startswith(b"%PDF-")
    assert name == "ONE-2026-REQ-0001-mla_request-es.pdf"


def test_an_approved_request_is_issued_once(office: OfficeThere, approved: str, now: datetime) -> None:
    issuing.issue(office.prosecutor, now, approved)
    with pytest.raises(Problem, match="is issued"):
        issuing.issue(office.prosecutor, now, approved)
    assert len(papers(approved)) == 2


def together(monkeypatch: pytest.MonkeyPatch, how_many: int) -> None:
    """Let all render at the same time, so that nothing but the database keeps them apart."""
    both, blank = Barrier(how_many), a_pdf()
    first = set[int]()

    def write(record: object) -> bytes:
        if id(record) not in first and getattr(record, "form", "") != "covering_note":
            first.add(id(record))
            both.wait(timeout=30)
        return blank

    monkeypatch.setattr("mlat.documents.press.write", write)


def test_two_who_issue_at_once_make_one_set_of_papers_and_leave_no_gap(
    office: OfficeThere, approved: str, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as at_once:
        together(at_once, 2)
        done = lives.at_once(*[partial(issuing.issue, office.prosecutor, now, approved)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["Problem", "list"]
    assert [paper.number for paper in papers(approved)] == ["ONE/2026/NOTE-0001", "ONE/2026/REQ-0001"]
    following = lives.an_issued(office, now, case_id, replace(lives.EVIDENCE, code="NEXT"))
    assert [paper.number for paper in papers(following)] == ["ONE/2026/NOTE-0002", "ONE/2026/REQ-0002"]
    with transaction() as session:
        issued = session.scalars(select(Event).where(Event.kind == "issued", Event.request_id == approved)).all()
    assert len(issued) == 1


def test_the_first_numbers_of_a_year_given_at_once_have_no_gap(office: OfficeThere, now: datetime) -> None:
    def give() -> str:
        with transaction() as session:
            return next_number(session, session.get_one(Office, office.id), now, "REQ")

    assert sorted(map(str, lives.at_once(*[give] * 6))) == [f"ONE/2026/REQ-{n:04d}" for n in range(1, 7)]


def test_numbers_are_per_office_kind_and_the_offices_own_year(office: OfficeThere, other_office: OfficeThere) -> None:
    def give(where: OfficeThere, at: datetime, kind: str = "REQ") -> str:
        with transaction() as session:
            return next_number(session, session.get_one(Office, where.id), at, kind)

    before_midnight = datetime(2027, 1, 1, 2, 59, tzinfo=UTC)
    midnight = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
    assert give(office, before_midnight) == "ONE/2026/REQ-0001"
    assert give(office, midnight) == "ONE/2027/REQ-0001"
    assert give(office, midnight, "LET") == "ONE/2027/LET-0001"
    assert give(other_office, midnight) == "TWO/2027/REQ-0001"
    assert give(office, midnight) == "ONE/2027/REQ-0002"


def test_a_number_not_used_is_given_back(office: OfficeThere, now: datetime) -> None:
    def fail() -> None:
        with transaction() as session:
            next_number(session, session.get_one(Office, office.id), now, "REQ")
            raise Problem("x", "x", "on purpose")

    with pytest.raises(Problem):
        fail()
    with transaction() as session:
        assert session.scalars(select(NumberSeries)).all() == []


def test_a_crash_in_mid_issue_keeps_the_number_for_the_next_try(
    office: OfficeThere, approved: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_record: object) -> bytes:
        raise Problem("pango.missing", "pdf", "lacks a library.")

    with monkeypatch.context() as broken, pytest.raises(Problem, match="library"):
        broken.setattr("mlat.documents.press.write", crash)
        issuing.issue(office.prosecutor, now, approved)
    row = lives.the(approved)
    assert (row.state, row.number, papers(approved)) == ("approved", "ONE/2026/REQ-0001", [])
    issuing.issue(office.prosecutor, now, approved)
    assert [paper.number for paper in papers(approved)] == ["ONE/2026/NOTE-0001", "ONE/2026/REQ-0001"]


def test_what_was_changed_while_it_was_rendered_is_not_frozen(
    office: OfficeThere, approved: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_record: object) -> bytes:
        approving.withdraw_approval(office.prosecutor, now, approved)
        drafting.save(office.liaison, now, approved, 1, {"procedure": "Otro."})
        lives.approve(office, now, approved)
        monkeypatch.setattr("mlat.documents.press.write", lambda _record: a_pdf())
        return a_pdf()

    monkeypatch.setattr("mlat.documents.press.write", meanwhile)
    with pytest.raises(Problem, match="while it was being issued"):
        issuing.issue(office.prosecutor, now, approved)
    assert papers(approved) == []
    assert issuing.issue(office.prosecutor, now, approved)


def test_what_blocks_is_not_approved_whatever_the_reason(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(lives.HOLD, identifiers=()))
    why = {each.key: "Porque sí." for each in drafting.findings(office.prosecutor, now, request_id)} | {ALL: "Urgente."}
    stops = lives.refused(partial(approving.approve, office.prosecutor, now, request_id, 1, why))
    assert [problem.code for problem in stops] == ["address.unconfirmed", "identifiers.missing"]
    assert lives.the(request_id).state == "draft"


def test_an_address_that_one_person_entered_blocks_until_another_confirms_it(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.a_draft(office, now, case_id)
    act = partial(approving.approve, office.prosecutor, now, request_id, 1, {ALL: "Urgente."})
    added = addresses.add_address(
        office.liaison, now, "roblox", "portal", "https://portal.example", "A circular", now.date()
    )
    (stop,) = lives.refused(act)
    assert (stop.code, stop.where) == ("address.unconfirmed", "recipient")
    addresses.confirm_address(office.prosecutor, now, added)
    act()
    assert lives.the(request_id).state == "approved"


def overrides(request_id: str) -> list[tuple[int, str, str, str]]:
    """(version, code, field, reason) of what was let pass."""
    with transaction() as session:
        row = session.get_one(Request, request_id)
        key = key_of(session, row.case_id)
        rows = select(Override).where(Override.request_id == request_id).order_by(Override.code, Override.field)
        return [
            (o.request_version, o.code, o.field, key.text(o.reason_sealed, f"overrides:{o.id}:reason"))
            for o in session.scalars(rows)
        ]


WARNED = replace(lives.EVIDENCE, fields={})
"""A request for evidence that does not say what it seeks."""


def test_each_warning_wants_a_reason_which_is_kept_sealed(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, WARNED)
    lives.reachable(office, now, request_id)
    warned = [f for f in drafting.findings(office.prosecutor, now, request_id) if f.level == "warn"]
    assert "measures_sought" in {each.field for each in warned}
    act = partial(approving.approve, office.prosecutor, now, request_id, 1)
    assert {p.where for p in lives.refused(act)} == {f"reasons.{each.key}" for each in warned}
    assert {p.where for p in lives.refused(partial(act, {ALL: "Urgente."}))} == {f"reasons.{f.key}" for f in warned}
    act({each.key: f"Motivo secreto de {each.code}." for each in warned})
    assert overrides(request_id) == sorted((1, f.code, f.field, f"Motivo secreto de {f.code}.") for f in warned)
    assert "Motivo secreto" not in repr(lives.whole_database())
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "approved", Event.request_id == request_id)).one()
    assert event.data["overridden"] == sorted({each.code for each in warned})


def test_a_preservation_goes_over_its_warnings_with_one_reason(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(lives.HOLD, data=()))
    lives.reachable(office, now, request_id)
    (lacking,) = lives.refused(partial(approving.approve, office.prosecutor, now, request_id, 1))
    assert lacking.where == f"reasons.{ALL}"
    approving.approve(office.prosecutor, now, request_id, 1, {ALL: "Se borra esta noche."})
    assert {reason for *_, reason in overrides(request_id)} == {"Se borra esta noche."}


def test_reasons_for_one_version_do_not_serve_the_next(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, WARNED)
    lives.approve(office, now, request_id)
    first = overrides(request_id)
    approving.withdraw_approval(office.prosecutor, now, request_id)
    drafting.save(office.liaison, now, request_id, 1, {"procedure": "Otro."})
    assert lives.refused(partial(approving.approve, office.prosecutor, now, request_id, 2))
    lives.approve(office, now, request_id)
    assert [each for each in overrides(request_id) if each[0] == 1] == first
    assert {each[0] for each in overrides(request_id)} == {1, 2}


def test_what_is_open_already_is_pointed_out(office: OfficeThere, case_id: str, now: datetime) -> None:
    first = lives.a_sent(office, now, case_id, lives.EVIDENCE)
    same = lives.a_draft(office, now, case_id, replace(lives.EVIDENCE, code="AGAIN"))
    other = lives.a_draft(office, now, case_id, replace(lives.EVIDENCE, code="OTHER", data=("traffic",)))
    said = {
        request_id: [f.values["other"] for f in drafting.findings(office.liaison, now, request_id) if "dupl" in f.code]
        for request_id in (first, same, other)
    }
    assert said == {first: [], same: [lives.the(first).number], other: []}


def test_the_same_account_in_another_case_is_pointed_out(office: OfficeThere, case_id: str, now: datetime) -> None:
    lives.a_case(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026"))
    request_id = lives.a_draft(office, now, case_id)
    (found,) = [f for f in drafting.findings(office.liaison, now, request_id) if f.code == "account.elsewhere"]
    assert "MPF-EJ 2/2026" in str(found.values["other"])


def test_a_company_that_does_not_serve_the_user_is_named(office: OfficeThere, case_id: str, now: datetime) -> None:
    wish = replace(lives.HOLD, platform="instagram", user_in="MX")
    request_id = lives.a_draft(office, now, case_id, wish)
    with transaction() as session:
        session.execute(update(Identifier).values(user_in="DE"))
    (found,) = [f for f in drafting.findings(office.liaison, now, request_id) if f.code == "entity.wrong"]
    assert (found.values["right"], found.level) == ("Meta Platforms Ireland Limited", "warn")
    assert (found.prevents, found.verification) == ("wrong_entity", "read")


def an_offence(case_id: str) -> Callable[[OfficeThere, datetime], object]:
    given = OffenceInput(code="999", article="art. 999", law="Código", title="Otra cosa")
    return lambda office, now: intake.add_offence(office.prosecutor, now, case_id, given)


def a_suspect(case_id: str) -> Callable[[OfficeThere, datetime], object]:
    given = PersonInput(code="S2", role="suspect")
    return lambda office, now: people.add_person(office.prosecutor, now, case_id, given)


@pytest.mark.parametrize(("change", "part"), [(an_offence, "offences"), (a_suspect, "persons")])
def test_what_was_changed_after_the_approval_is_not_issued(
    change: Callable[[str], Callable[[OfficeThere, datetime], object]],
    part: str,
    office: OfficeThere,
    approved: str,
    case_id: str,
    now: datetime,
) -> None:
    change(case_id)(office, now)
    (problem,) = lives.refused(partial(issuing.issue, office.prosecutor, now, approved))
    assert (problem.code, problem.values["parts"]) == ("approval.drift", [part])
    row = lives.the(approved)
    assert (row.state, row.number, papers(approved)) == ("approved", None, [])
    approving.withdraw_approval(office.prosecutor, now, approved)
    assert lives.the(approved).approved_hash is None
    lives.approve(office, now, approved)
    assert issuing.issue(office.prosecutor, now, approved)


def test_another_day_and_the_number_are_no_change(office: OfficeThere, approved: str, now: datetime) -> None:
    assert issuing.issue(office.prosecutor, now + timedelta(days=3), approved)


def test_the_hash_of_what_was_approved_stands_in_the_event(approved: str) -> None:
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "approved", Event.request_id == approved)).one()
    assert event.data["record"] == lives.the(approved).approved_hash
    assert len(event.data["record"]) == 64


def test_an_approval_of_which_nothing_is_known_is_asked_for_anew(
    office: OfficeThere, approved: str, now: datetime
) -> None:
    with transaction() as session:
        session.execute(update(Request).where(Request.id == approved).values(approved_hash=None))
    with pytest.raises(Problem, match="since it was approved"):
        issuing.issue(office.prosecutor, now, approved)


def test_proof_codes_have_no_look_alikes() -> None:
    codes = {new_proof_code() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) <= set(PROOF_LETTERS) | {"-"}
    assert not set("01IO") & set(PROOF_LETTERS)


def test_a_paper_that_was_changed_in_storage_is_not_given_out(
    office: OfficeThere, approved: str, now: datetime
) -> None:
    (paper_id, _) = issuing.issue(office.prosecutor, now, approved)
    (paper,) = [each for each in papers(approved) if each.id == paper_id]
    file = house().settings.files / paper.blob
    sealed = file.read_bytes()
    file.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Problem, match="changed in storage"):
        issuing.paper_bytes(office.prosecutor, now, paper_id)


def test_a_paper_whose_row_names_another_hash_is_not_given_out(
    office: OfficeThere, approved: str, now: datetime
) -> None:
    (paper_id, _) = issuing.issue(office.prosecutor, now, approved)
    with transaction() as session:
        session.execute(update(Paper).where(Paper.id == paper_id).values(sha256="0" * 64))
    with pytest.raises(Problem, match="does not match its hash"):
        issuing.paper_bytes(office.prosecutor, now, paper_id)


# -- a final file made outside


@pytest.fixture
def replace_with(office: OfficeThere, approved: str, now: datetime) -> Callable[..., str]:
    """Replaces the paper that goes out."""
    (paper_id, _) = issuing.issue(office.prosecutor, now, approved)

    def act(data: bytes, *, paper: str = paper_id, method: str = "ink", name: str = "signed.pdf") -> str:
        return issuing.replace_paper(office.prosecutor, now, paper, data, name, method)

    return act


def test_a_signed_scan_becomes_the_paper_that_is_sent(
    replace_with: Callable[..., str], office: OfficeThere, approved: str, now: datetime
) -> None:
    scan = a_pdf(3)
    new_id = replace_with(scan)
    sent = {paper.id: paper for paper in papers(approved) if paper.is_sent_one and paper.form == "mla_request"}
    assert list(sent) == [new_id]
    new = sent[new_id]
    assert (new.source, new.signed, new.pages, new.number) == ("uploaded", "ink", 3, "ONE/2026/REQ-0001")
    assert new.compared is not None
    assert new.compared["accepted_by"] == office.prosecutor.user_id
    assert issuing.paper_bytes(office.prosecutor, now, new_id)[0] == scan


def test_only_the_paper_that_goes_out_is_replaced(replace_with: Callable[..., str], approved: str) -> None:
    replace_with(a_pdf(2))
    (problem,) = lives.refused(partial(replace_with, a_pdf(3)))
    assert problem.code == "replaced"
    assert len([paper for paper in papers(approved) if paper.is_sent_one]) == 2


def test_what_is_no_final_paper_is_refused(replace_with: Callable[..., str], approved: str) -> None:
    for act, where in [
        (partial(replace_with, b""), "file"),
        (partial(replace_with, b"\x89PNG\r\n"), "file"),
        (partial(replace_with, a_pdf(), name="../x.pdf"), "file"),
        (partial(replace_with, a_pdf(), method="wax"), "method"),
    ]:
        (problem,) = lives.refused(act)
        assert problem.where == where
    assert len(papers(approved)) == 2


def test_after_sending_no_paper_changes(
    replace_with: Callable[..., str], office: OfficeThere, approved: str, now: datetime
) -> None:
    transit.record_sent(office.liaison, now, lives.legs(approved)[0].id, "by_hand", now, ZONE)
    with pytest.raises(Problem, match="is sent"):
        replace_with(a_pdf())
