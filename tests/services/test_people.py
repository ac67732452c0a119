"""A person is put right later: the clock of the majority follows, and nobody's reading is overtaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from mlat.domain.casefile import PersonInput
from mlat.domain.problems import Problem, Stale
from mlat.model import Clock, Event, FamilyContact, Person, transaction
from mlat.reads.case_clocks import case_clocks
from mlat.reads.person import person_view
from mlat.services import approving, audit, people
from mlat.services.access import NotHere
from tests.conftest import OfficeThere
from tests.services import lives

RIGHT = PersonInput(code="V1", role="victim", name=lives.CHILD, born=date(2013, 8, 15), age_source="birth certificate")


def person(case_id: str, code: str = "V1") -> Person:
    """Somebody of the case, as the row stands."""
    with transaction() as session:
        return session.scalars(select(Person).where(Person.case_id == case_id, Person.code == code)).one()


def majorities(case_id: str) -> list[str]:
    """Why each clock of a majority ended; empty for the one that runs."""
    with transaction() as session:
        rows = select(Clock).where(Clock.case_id == case_id, Clock.kind == "majority").order_by(Clock.opened_event)
        return [clock.ended_why or "" for clock in session.scalars(rows)]


def correct(office: OfficeThere, now: datetime, case_id: str, given: PersonInput, version: int = 1) -> int:
    return people.correct_person(office.prosecutor, now, case_id, person(case_id).id, given, version)


def test_a_corrected_birth_date_moves_the_majority(office: OfficeThere, now: datetime, case_id: str) -> None:
    assert correct(office, now, case_id, RIGHT) == 2
    (clock,) = [one for one in case_clocks(office.prosecutor, now, case_id).clocks if one.line.kind == "majority"]
    assert clock.line.safe_due == "2031-08-15"
    assert majorities(case_id) == ["corrected", ""]
    shown = person_view(office.prosecutor, case_id, person(case_id).id)
    assert (shown.version, replace(shown.given, same_as="")) == (2, RIGHT)
    assert audit.verify() == []


def test_the_event_holds_no_date_and_no_name(office: OfficeThere, now: datetime, case_id: str) -> None:
    correct(office, now, case_id, RIGHT)
    with transaction() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == "person_corrected")).all()
    assert event.data == {"person": person(case_id).id, "role": "victim", "version": 2}
    kept = repr(lives.whole_database())
    assert lives.CHILD not in kept
    assert "2013-08-15" not in kept


def test_a_name_alone_leaves_the_clock(office: OfficeThere, now: datetime, case_id: str) -> None:
    correct(office, now, case_id, replace(RIGHT, name="Otro Nombre", born=date(2014, 8, 15)))
    assert majorities(case_id) == [""]


def test_who_is_no_victim_has_no_majority(office: OfficeThere, now: datetime, case_id: str) -> None:
    correct(office, now, case_id, replace(RIGHT, role="witness"))
    assert majorities(case_id) == ["corrected"]


def test_an_estimate_in_place_of_a_date(office: OfficeThere, now: datetime, case_id: str) -> None:
    given = replace(RIGHT, born=None, estimated_age=12, estimated_on=date(2026, 2, 1))
    correct(office, now, case_id, given)
    assert replace(person_view(office.prosecutor, case_id, person(case_id).id).given, same_as="") == given


def test_a_new_code_is_the_contacts_too(office: OfficeThere, now: datetime, case_id: str) -> None:
    mother = person(case_id, "M1")
    renamed = PersonInput(code="MADRE", role="contact", name="Madre de Ejemplo")
    people.correct_person(office.prosecutor, now, case_id, mother.id, renamed, 1)
    with transaction() as session:
        contact = session.scalars(select(FamilyContact).where(FamilyContact.person_id == mother.id)).one()
        assert contact.code == "MADRE"
    with pytest.raises(Problem, match="suspect"):
        people.correct_person(office.prosecutor, now, case_id, mother.id, replace(renamed, role="suspect"), 2)


def test_a_stale_save_shows_both_and_changes_nothing(office: OfficeThere, now: datetime, case_id: str) -> None:
    correct(office, now, case_id, RIGHT)
    with pytest.raises(Stale) as refused:
        correct(office, now, case_id, replace(RIGHT, born=date(2012, 1, 1)))
    assert isinstance(refused.value.mine, dict)
    assert isinstance(refused.value.theirs, dict)
    assert (refused.value.mine["born"], refused.value.theirs["born"]) == ("2012-01-01", "2013-08-15")
    assert person_view(office.prosecutor, case_id, person(case_id).id).given.born == RIGHT.born


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"code": "S1"}, "code"),
        ({"code": " "}, "code"),
        ({"born": date(2030, 1, 1)}, "born"),
        ({"estimated_age": 400}, "estimated_age"),
    ],
)
def test_what_cannot_be_changes_nothing(
    office: OfficeThere, now: datetime, case_id: str, wrong: dict[str, object], where: str
) -> None:
    with pytest.raises(Problem) as refused:
        correct(office, now, case_id, replace(RIGHT, **wrong))  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.where == where
    assert person_view(office.prosecutor, case_id, person(case_id).id).version == 1


def test_a_draft_that_shows_persons_must_be_read_again(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    read = lives.the(request_id).version
    correct(office, now, case_id, RIGHT)
    with pytest.raises(Problem, match="changed since"):
        approving.approve(office.prosecutor, now, request_id, read)


def test_nothing_changes_behind_an_approval(office: OfficeThere, now: datetime, case_id: str) -> None:
    lives.approve(office, now, lives.a_draft(office, now, case_id, lives.EVIDENCE))
    with pytest.raises(Problem, match="approved"):
        correct(office, now, case_id, RIGHT)


def test_only_who_may_see_names_corrects_them(
    office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str
) -> None:
    somebody = person(case_id).id
    for who in (office.liaison, other_office.prosecutor):
        with pytest.raises(NotHere):
            people.correct_person(who, now, case_id, somebody, RIGHT, 1)
        with pytest.raises(NotHere):
            person_view(who, case_id, somebody)
