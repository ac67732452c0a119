"""A case comes in exactly as it was given; what a person typed wrongly beside it is named and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from mlat.domain.casefile import CaseInput, ContactInput, IdentifierInput, OffenceInput, PersonInput, TextInput
from mlat.domain.problems import Problem, Stale
from mlat.domain.record import IdentifierLine
from mlat.model import Case, CaseText, Event, Identifier, IdentifierPerson, Person, Reference, transaction
from mlat.services import accounts, approving, audit, contacts, drafting, intake, people, texts
from mlat.services.ages import age_on
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)

AS_RECEIVED = {
    "markup": ("display_name", "<script>alert('x')</script> & \"quotes\""),
    "right to left": ("display_name", "\u202eمحمد\u202c abc\u200f"),
    "long": ("username", "ñ" * 300),
    "blanks": ("username", "  two  blanks \t"),
    "lines": ("unknown", "one\r\ntwo"),
    "zero": ("unknown", "a\x00b"),
    "broken phone": ("phone", "011-15-4000"),
    "broken ip": ("ip", "300.1.2.3"),
    "no port": ("ip", "192.0.2.41"),
    "formula": ("display_name", "=cmd|' /C calc'!A0"),
    "emoji": ("display_name", "👩‍👧 \u0301\u0301"),
}


def opened(identifier: Identifier) -> str:
    with transaction() as session:
        key = key_of(session, identifier.case_id)
        return key.open(identifier.given_sealed, f"identifiers:{identifier.id}:given").decode()


def test_what_the_office_received_is_kept_exactly_and_flagged(office: OfficeThere, case_id: str, now: datetime) -> None:
    for code, (kind, given) in AS_RECEIVED.items():
        accounts.add_identifier(office.liaison, now, case_id, IdentifierInput(code=code, kind=kind, given=given))
    with transaction() as session:
        rows = {row.code: row for row in session.scalars(select(Identifier).where(Identifier.case_id == case_id))}
    assert {code: opened(rows[code]) for code in AS_RECEIVED} == {c: given for c, (_, given) in AS_RECEIVED.items()}
    flagged = {code for code, row in rows.items() if row.findings}
    assert flagged >= {"markup", "right to left", "broken phone", "broken ip", "no port"}
    for row in rows.values():
        assert all(finding["says"] for finding in row.findings)


def test_it_is_printed_in_the_draft_as_it_was_received(office: OfficeThere, case_id: str, now: datetime) -> None:
    kind, given = AS_RECEIVED["markup"]
    account = IdentifierInput(code="MARK", kind=kind, given=given, platform="roblox", synthetic=True)
    accounts.add_identifier(office.liaison, now, case_id, account)
    request_id = lives.a_draft(office, now, case_id, replace(lives.HOLD, identifiers=("RBX", "MARK")))
    lines = drafting.record(office.liaison, now, request_id).fields["identifiers"]
    assert isinstance(lines, tuple)
    assert given in [line.given for line in lines if isinstance(line, IdentifierLine)]


def test_the_same_account_is_found_again_within_the_office_alone(
    office: OfficeThere, other_office: OfficeThere, case_id: str, now: datetime
) -> None:
    lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    lives.a_case(other_office, now)
    with transaction() as session:
        lookups = session.scalars(select(Identifier.lookup)).all()
    assert len(lookups) == 3
    assert len(set(lookups)) == 2


def test_persons_are_linked_with_a_degree_of_certainty(case_id: str) -> None:
    with transaction() as session:
        links = session.execute(
            select(Person.code, IdentifierPerson.certainty).join(Person, IdentifierPerson.person_id == Person.id)
        ).all()
    assert [tuple(link) for link in links] == [("S1", "probable")]


def test_an_age_is_computed_for_a_day(office: OfficeThere, case_id: str, now: datetime) -> None:
    guessed = PersonInput(code="V2", role="victim", estimated_age=9, estimated_on=date(2026, 1, 10))
    people.add_person(office.liaison, now, case_id, guessed)
    with transaction() as session:
        key = key_of(session, case_id)
        rows = {row.code: row for row in session.scalars(select(Person))}
    assert age_on(rows["V1"], key, date(2026, 8, 14)) == "11"
    assert age_on(rows["V1"], key, date(2026, 8, 15)) == "12"
    assert age_on(rows["V2"], key, date(2027, 1, 10)) == "~10"
    assert age_on(rows["S1"], key, date(2026, 8, 15)) == ""


def test_one_human_may_stand_in_several_cases(office: OfficeThere, case_id: str, now: datetime) -> None:
    with transaction() as session:
        identity = session.scalars(select(Person.identity).where(Person.code == "V1")).one()
    again = PersonInput(code="V7", role="victim", same_as=identity)
    other = lives.a_case(office, now, CaseInput(reference="2/2026", persons=(again,)))
    with transaction() as session:
        assert session.scalars(select(Person.identity).where(Person.case_id == other)).all() == [identity]


# -- what was typed wrongly

ACCOUNT = IdentifierInput(code="NEW", kind="username", platform="roblox", given="someone", synthetic=True)
WRONG_ACCOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"platform": "friendster"}, "platform"),
    ({"kind": "aura"}, "type"),
    ({"given": "  "}, "given"),
    ({"code": ""}, "code"),
    ({"code": "RBX"}, "code"),
    ({"port": 70000}, "port"),
    ({"user_in": "Mexico"}, "user_in"),
    ({"instants": ("2026-02-30T10:00:00Z",)}, "at"),
    ({"instants": ("2026-02-14T03:12:44",)}, "at"),
    ({"instants": ("2026-02-14T03:12:44Z", "yesterday")}, "at"),
    ({"instants": ("1850-02-14T03:12:44Z",)}, "at"),
    ({"used_from": date(2026, 3, 1), "used_until": date(2026, 2, 1)}, "used_until"),
    ({"persons": (("NOBODY", "certain"),)}, "persons"),
]
PERSON = PersonInput(code="P9", role="witness")
WRONG_PERSONS: list[tuple[dict[str, Any], str]] = [
    ({"code": "V1"}, "code"),
    ({"code": " "}, "code"),
    ({"born": date(2026, 3, 3)}, "born"),
    ({"estimated_age": -1}, "estimated_age"),
    ({"estimated_age": 400}, "estimated_age"),
    ({"estimated_age": 9, "estimated_on": date(2027, 1, 1)}, "estimated_on"),
]
CONTACT = ContactInput(person="V1", language="es")
WRONG_CONTACTS: list[tuple[dict[str, Any], str]] = [
    ({"person": "NOBODY"}, "person"),
    ({"person": "S1"}, "person"),
    ({"person": "M1"}, "person"),
    ({"language": "xx"}, "language"),
    ({"channel": "mail", "address": "no mail"}, "address"),
]


def test_what_was_typed_wrongly_is_named_and_changes_nothing(office: OfficeThere, case_id: str, now: datetime) -> None:
    before = lives.whole_database()
    for change, where in WRONG_ACCOUNTS:
        act = partial(accounts.add_identifier, office.liaison, now, case_id, replace(ACCOUNT, **change))
        assert [problem.where for problem in lives.refused(act)] == [where], change
    for change, where in WRONG_PERSONS:
        act = partial(people.add_person, office.liaison, now, case_id, replace(PERSON, **change))
        assert [problem.where for problem in lives.refused(act)] == [where], change
    for change, where in WRONG_CONTACTS:
        act = partial(contacts.add_contact, office.liaison, now, case_id, replace(CONTACT, **change))
        assert [problem.where for problem in lives.refused(act)] == [where], change
    for given, where in [
        (CaseInput(reference=" "), "reference"),
        (lives.GIVEN, "reference"),
        (replace(lives.GIVEN, reference="2", identifiers=(replace(ACCOUNT, port=0),)), "port"),
        (replace(lives.GIVEN, reference="2", training=False), "synthetic"),
        (replace(lives.GIVEN, reference="2", texts=(TextInput(language="xx", text="x"),)), "language"),
    ]:
        act = partial(intake.open_case, office.prosecutor, now, given)
        assert [problem.where for problem in lives.refused(act)] == [where]
    assert lives.whole_database() == before


def test_a_draft_that_no_law_carries_is_refused_with_the_ground(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    before = lives.whole_database()
    for change, where in [
        ({"platform": "friendster"}, "platform"),
        ({"measure": "wishing"}, "measure"),
        ({"instrument": "no.such"}, "measure"),
        ({"identifiers": ("NOBODY",)}, "identifiers"),
        ({"language": "xx"}, "language"),
        ({"code": "TAKEN"}, "code"),
        ({"fields": {"colour": "red"}}, "colour"),
        ({"fields": {"data_categories": "everything"}}, "data_categories"),
    ]:
        if where == "code":
            lives.a_draft(office, now, case_id, replace(lives.HOLD, code="TAKEN"))
            before = lives.whole_database()
        wrong = replace(lives.HOLD, **change)  # type: ignore[arg-type]
        act = partial(drafting.draft, office.liaison, now, case_id, wrong)
        assert [problem.where for problem in lives.refused(act)] == [where], change
    treaty = replace(lives.EVIDENCE, instrument="budapest.art29.preservation", measure="preservation")
    (refusal,) = lives.refused(partial(drafting.draft, office.liaison, now, case_id, treaty))
    assert refusal.where in ("instrument", "measure")
    assert lives.whole_database() == before


@pytest.mark.parametrize(
    ("offence", "best"), [("", "reciprocity.letter_rogatory"), ("abuse_material", "opsc.art6.mla")]
)
def test_the_kind_of_an_offence_opens_what_covers_it(
    office: OfficeThere, now: datetime, offence: str, best: str
) -> None:
    law = OffenceInput(code="O1", article="art. 128", law="Código Penal", title="Producción", years=6, kind=offence)
    case_id = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026", offences=(law,)))
    found = drafting.options(office.liaison, now, case_id, replace(lives.EVIDENCE, requested="AE"))
    assert found.routes[0].instrument == best


def test_a_kind_that_the_facts_do_not_know_is_no_kind(office: OfficeThere, case_id: str, now: datetime) -> None:
    law = OffenceInput(code="O2", article="art. 1", law="Código", title="Otra cosa", kind="sadness")
    with pytest.raises(Problem, match="no kind of offence"):
        intake.add_offence(office.liaison, now, case_id, law)


def test_no_two_cases_of_an_office_share_a_reference(office: OfficeThere, now: datetime) -> None:
    assert lives.a_case(office, now)
    with pytest.raises(Problem, match="already a case"):
        lives.a_case(office, now)
    with transaction() as session:
        assert len(session.scalars(select(Case)).all()) == 1
        assert session.scalars(select(Reference.folded)).all() == ["mpfej12026"]


# -- a stale save loses nothing


def test_a_stale_text_shows_both_and_loses_neither(office: OfficeThere, case_id: str, now: datetime) -> None:
    def write(text: str, version: int) -> int:
        return texts.set_text(office.liaison, now, case_id, TextInput(language="es", text=text), version)

    assert write("Primero.", 1) == 2
    with pytest.raises(Stale) as refused:
        write("Segundo.", 1)
    assert (refused.value.mine, refused.value.theirs, refused.value.version) == ("Segundo.", "Primero.", 2)
    assert write("Ambos.", 2) == 3
    with transaction() as session:
        row = session.scalars(select(CaseText).where(CaseText.language == "es", CaseText.kind == "facts")).one()
        assert key_of(session, case_id).text(row.text_sealed, f"case_texts:{row.id}:text") == "Ambos."


def test_two_who_save_at_once_do_not_overwrite_each_other(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    written = [partial(texts.set_text, office.liaison, now, case_id, TextInput(language="es", text=t), 1) for t in "ab"]
    drafts = [partial(drafting.save, office.liaison, now, request_id, 1, {"necessity": t}) for t in "ab"]
    for both in (written, drafts):
        done = lives.at_once(*both)
        assert sorted(type(each).__name__ for each in done) == ["Stale", "int"]


def test_a_stale_draft_shows_both_and_loses_neither(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    assert drafting.save(office.liaison, now, request_id, 1, {"necessity": "First."}) == 2
    with pytest.raises(Stale) as refused:
        drafting.save(office.prosecutor, now, request_id, 1, {"necessity": "Second."})
    assert refused.value.mine == {"necessity": "Second."}
    assert isinstance(refused.value.theirs, dict)
    assert refused.value.theirs["necessity"] == "First."
    assert drafting.record(office.liaison, now, request_id).fields["necessity"] == "First."


def test_what_was_read_is_what_is_approved(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    drafting.save(office.liaison, now, request_id, 1, {"necessity": "Changed."})
    with pytest.raises(Problem, match="changed since"):
        approving.approve(office.prosecutor, now, request_id, 1)
    lives.approve(office, now, request_id)
    with pytest.raises(Problem, match="only a draft"):
        drafting.save(office.liaison, now, request_id, 2, {"necessity": "Later."})
    approving.withdraw_approval(office.prosecutor, now, request_id)
    assert drafting.save(office.liaison, now, request_id, 2, {"necessity": "Later."}) == 3


def test_events_hold_no_names_and_no_facts(office: OfficeThere, case_id: str, now: datetime) -> None:
    law = OffenceInput(code="128", article="art. 128", law="Código Penal", title="Producción")
    intake.add_offence(office.liaison, now, case_id, law)
    lives.a_sent(office, now, case_id)
    with transaction() as session:
        told = "\n".join(str(event.data) for event in session.scalars(select(Event)))
    for word in (lives.CHILD, "Madre", "Los hechos", lives.GIVEN.identifiers[0].given, "Account details"):
        assert word not in told
    assert audit.verify() == []
