"""Before a family is told: nobody who may not be told gets a letter, a call, a slip or a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import AddresseeInput, IdentifierInput, PersonInput, WishInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Event, FamilyContact, Office, OwnVoice, Person, StatusLetter, transaction
from mlat.reads.families import voice_line, voices_due
from mlat.services import calls, contacts, families, familypages, letters, outbox, voices, wishing
from mlat.services.access import NotHere
from tests.conftest import OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
LOOKED = AddresseeInput(custody="sole", child_wish="agrees")
CALL = WishInput(
    language="es", wants_letters=True, channel="telephone", address="+54 11 4000 0000", safe_times="martes, 9 a 11"
)


@pytest.fixture
def officer(office: OfficeThere) -> Actor:
    return office.actors[Role.FAMILY_OFFICER]


def the_contact(case_id: str) -> FamilyContact:
    with transaction() as session:
        return session.scalars(select(FamilyContact).where(FamilyContact.case_id == case_id)).one()


def the_person(case_id: str, code: str) -> Person:
    with transaction() as session:
        return session.scalars(select(Person).where(Person.case_id == case_id, Person.code == code)).one()


def events(case_id: str, kind: str) -> list[Event]:
    with transaction() as session:
        found = select(Event).where(Event.case_id == case_id, Event.kind == kind)
        return list(session.scalars(found.order_by(Event.id)))


def last(case_id: str) -> StatusLetter:
    """The latest letter; one that was dropped only where there is no other."""
    return sorted(lives.letters(case_id), key=lambda one: one.state != "dropped")[-1]


def approved(officer: Actor, now: datetime, case_id: str) -> str:
    letters.approve(officer, now, last(case_id).id, last(case_id).version)
    return last(case_id).id


def wish(officer: Actor, now: datetime, case_id: str, given: WishInput) -> None:
    contact = the_contact(case_id)
    wishing.record_wish(officer, now, contact.id, given, contact.version)


def check(officer: Actor, now: datetime, case_id: str, given: AddresseeInput) -> None:
    contact = the_contact(case_id)
    wishing.record_check(officer, now, contact.id, given, contact.version)


def same_human(office: OfficeThere, now: datetime, case_id: str) -> None:
    """In another file of the house the mother is a suspect."""
    identity = the_person(case_id, "M1").identity
    suspect = PersonInput(code="S1", role="suspect", same_as=identity)
    lives.a_case(office, now, replace(lives.GIVEN, reference="MPF-EJ 2/2026", persons=(suspect,), contacts=()))


def same_number(office: OfficeThere, now: datetime, case_id: str) -> None:
    """In another file the number at which she wants to be called is a suspect's."""
    number = IdentifierInput(
        code="TEL", kind="phone", given="+541140000000", persons=(("S1", "possible"),), synthetic=True
    )
    suspect = PersonInput(code="S1", role="suspect")
    given = replace(lives.GIVEN, reference="MPF-EJ 2/2026", persons=(suspect,), identifiers=(number,), contacts=())
    lives.a_case(office, now, given)
    wish(office.actors[Role.FAMILY_OFFICER], now, case_id, CALL)


def noted(given: AddresseeInput) -> Callable[[OfficeThere, datetime, str], None]:
    return lambda office, now, case_id: check(office.actors[Role.FAMILY_OFFICER], now, case_id, given)


def child_says_no(office: OfficeThere, now: datetime, case_id: str) -> None:
    voices.record_voice(office.actors[Role.FAMILY_OFFICER], now, the_person(case_id, "V1").id, agrees=False)


GROUNDS = {
    "suspect": same_human,
    "forbidden": noted(replace(LOOKED, contact_forbidden=True)),
    "objects": noted(replace(LOOKED, child_wish="objects")),
    "custody": noted(replace(LOOKED, custody="none")),
    "unchecked": noted(AddresseeInput()),
}


@pytest.mark.parametrize("why", GROUNDS)
def test_whoever_may_not_be_told_is_told_by_no_way(
    why: str, office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    lives.a_sent(office, now, case_id)
    letter = approved(officer, now, case_id)
    contact = the_contact(case_id)
    GROUNDS[why](office, now, case_id)
    for act in (
        lambda: letters.record_handed(officer, now, letter, now),
        lambda: letters.send(officer, now, letter),
        lambda: calls.record_call(officer, now, letter, now, "reached"),
        lambda: calls.appoint(officer, now, letter, now + DAY, "Calle 1"),
        lambda: calls.envelope(officer, now, letter),
        lambda: familypages.make_page(officer, now, contact.id, 90),
    ):
        with pytest.raises(Problem) as refused:
            act()
        assert (refused.value.code, refused.value.where) == (why, "contact")
    with transaction() as session:
        session.get_one(StatusLetter, letter).state = "held"
    with pytest.raises(Problem) as refused:
        letters.approve(officer, now, letter, last(case_id).version)
    assert refused.value.code == why


def test_a_suspects_number_is_not_called(office: OfficeThere, officer: Actor, case_id: str, now: datetime) -> None:
    lives.a_sent(office, now, case_id)
    same_number(office, now, case_id)
    problem = wishing.refusal(officer, now, the_contact(case_id).id)
    assert problem is not None and problem.code == "suspect"
    assert last(case_id).state == "dropped"


def test_a_mail_that_waits_does_not_leave_after_a_no(office: OfficeThere, officer: Actor, now: datetime) -> None:
    mailed = replace(lives.MOTHER, channel="mail", address="madre@familia.example")
    case_id = lives.a_case(office, now, replace(lives.GIVEN, contacts=(mailed,)))
    lives.a_sent(office, now, case_id)
    mail = letters.send(officer, now, approved(officer, now, case_id))
    wishing.stop(officer, now, the_contact(case_id).id)
    assert outbox.take(now) == mail
    assert outbox.deliver(now, mail) == "failed"
    assert not list(house().settings.drop.glob("*.eml"))
    assert last(case_id).state == "dropped"
    assert [event.data["channel"] for event in events(case_id, "wish_withdrawn")] == ["mail"]
    assert "familia.example" not in repr([event.data for event in events(case_id, "wish_withdrawn")])


def test_a_changed_wish_writes_what_waits_anew(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    lives.a_sent(office, now, case_id)
    approved(officer, now, case_id)
    wish(officer, now, case_id, replace(CALL, language="pt"))
    assert sorted((one.state, one.language) for one in lives.letters(case_id)) == [
        ("dropped", "es"),
        ("proposed", "pt"),
    ]
    assert "martes" not in repr(lives.whole_database())


def test_nobody_is_called_who_did_not_say_when_it_is_safe(officer: Actor, case_id: str, now: datetime) -> None:
    with pytest.raises(Problem) as refused:
        wish(officer, now, case_id, replace(CALL, safe_times=" "))
    assert refused.value.where == "safe_times"


@pytest.mark.parametrize("name", ["PÉREZ Gómez, José", "jose perez gomez", "José  Pérez-Gómez"])
def test_a_suspect_who_stands_there_a_second_time_is_known_by_the_name(
    office: OfficeThere, officer: Actor, now: datetime, name: str
) -> None:
    """The stepfather was entered as a suspect and, by somebody else, as family."""
    twice = (
        PersonInput(code="S1", role="suspect", name="José Pérez Gómez"),
        PersonInput(code="M1", role="contact", name=name),
    )
    case_id = lives.a_case(office, now, replace(lives.GIVEN, persons=(lives.GIVEN.persons[0], *twice)))
    problem = wishing.refusal(officer, now, the_contact(case_id).id)
    assert problem is not None and problem.code == "suspect"


def test_a_single_name_is_nobodys_alone(office: OfficeThere, officer: Actor, now: datetime) -> None:
    two = (PersonInput(code="S1", role="suspect", name="Juan"), PersonInput(code="M1", role="contact", name="Juan"))
    case_id = lives.a_case(office, now, replace(lives.GIVEN, persons=(lives.GIVEN.persons[0], *two)))
    assert wishing.refusal(officer, now, the_contact(case_id).id) is None


@pytest.mark.parametrize(
    ("channel", "hers", "his"),
    [
        ("mail", "familia.ejemplo@gmail.com", "Familia.Ejemplo+casa@googlemail.com"),
        ("post", "Calle de Ejemplo 10, 2º B", "calle de ejemplo 10 - 2º b"),
        ("telephone", "+54 9 11 4000 0000", "+54 11 4000-0000"),
    ],
)
def test_nobody_is_written_to_where_one_reads_who_may_not(
    office: OfficeThere, officer: Actor, now: datetime, channel: str, hers: str, his: str
) -> None:
    mother = replace(lives.MOTHER, channel=channel, address=hers, safe_times="martes")
    stepfather = replace(mother, person="P1", address=his, contact_forbidden=True)
    persons = (*lives.GIVEN.persons, PersonInput(code="P1", role="contact", name="Padrastro de Ejemplo"))
    case_id = lives.a_case(office, now, replace(lives.GIVEN, persons=persons, contacts=(mother, stepfather)))
    with transaction() as session:
        rows = session.scalars(select(FamilyContact).where(FamilyContact.case_id == case_id)).all()
        ids = {each.code: each.id for each in rows}
    problem = wishing.refusal(officer, now, ids["M1"])
    assert problem is not None and problem.code == "suspect"
    with transaction() as session:
        session.get_one(FamilyContact, ids["P1"]).contact_forbidden = False
    assert wishing.refusal(officer, now, ids["M1"]) is None


@pytest.mark.parametrize("channel", ["post", "mail", "telephone"])
def test_a_way_that_leads_nowhere_is_no_wish(officer: Actor, case_id: str, now: datetime, channel: str) -> None:
    """A letter would be approved, and then have no way out."""
    with pytest.raises(Problem) as refused:
        wish(officer, now, case_id, replace(CALL, channel=channel, address=" "))
    assert refused.value.where == "address"
    wish(officer, now, case_id, replace(CALL, channel=channel, address="", wants_letters=False))


def test_another_offices_family_does_not_exist(office: OfficeThere, case_id: str, now: datetime) -> None:
    stranger = replace(office.actors[Role.FAMILY_OFFICER], office_id="0" * 32)
    contact = the_contact(case_id)
    for act in (
        lambda: wishing.stop(stranger, now, contact.id),
        lambda: wishing.refusal(stranger, now, contact.id),
        lambda: familypages.make_page(stranger, now, contact.id, 90),
        lambda: voices.record_voice(stranger, now, the_person(case_id, "V1").id, agrees=True),
    ):
        with pytest.raises(NotHere):
            act()


def test_a_language_that_nobody_reviewed_needs_a_named_reader(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    lives.a_sent(office, now, case_id)
    wish(officer, now, case_id, replace(CALL, language="ur"))
    letter = last(case_id)
    with pytest.raises(Problem) as refused:
        letters.approve(officer, now, letter.id, letter.version)
    assert refused.value.where == "reader"
    letters.approve(officer, now, letter.id, letter.version, "Ayesha Ejemplo, intérprete")
    assert "Ayesha" not in repr(lives.whole_database())
    with pytest.raises(Problem) as refused:
        familypages.make_page(officer, now, the_contact(case_id).id, 90)
    assert refused.value.where == "reader"
    wish(officer, now, case_id, replace(CALL, language="ur", channel="collection"))
    letters.approve(officer, now, last(case_id).id, last(case_id).version, "Ayesha Ejemplo, intérprete")
    with pytest.raises(Problem) as refused:
        calls.appoint(officer, now, last(case_id).id, now + DAY, "Calle 1")
    assert refused.value.where == "reader"


def test_how_a_call_went(office: OfficeThere, officer: Actor, case_id: str, now: datetime) -> None:
    lives.a_sent(office, now, case_id)
    wish(officer, now, case_id, CALL)
    letter = approved(officer, now, case_id)
    with pytest.raises(Problem, match="script of a call"):
        letters.record_handed(officer, now, letter, now)
    calls.record_call(officer, now, letter, now, "not_reached")
    assert last(case_id).state == "approved"
    calls.record_call(officer, now, letter, now, "asked_to_stop")
    assert last(case_id).state == "sent"
    assert not the_contact(case_id).wants_letters
    assert [one.data["outcome"] for one in events(case_id, "family_called")] == ["not_reached", "asked_to_stop"]
    assert families.propose_due(now + 365 * DAY) == 0


def test_the_young_person_is_asked_in_time_and_obeyed(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    """Born on 15 August 2014: asked from February 2032, of age on the day."""
    child = the_person(case_id, "V1")
    of_age = now.replace(year=2032, month=8, day=15)
    lives.a_sent(office, now, case_id)
    letter = approved(officer, now, case_id)
    assert voices.plant_tasks(now.replace(year=2032, month=1, day=31)) == 0
    assert voices.plant_tasks(now.replace(year=2032, month=2, day=1)) == 1
    assert voices.plant_tasks(of_age) == 0
    (task,) = events(case_id, "own_wish_due")
    assert task.data == {}  # the event outlives the case, and its month follows from a birthday
    with pytest.raises(Problem) as refused:
        letters.record_handed(officer, of_age, letter, of_age)
    assert refused.value.code == "own_voice"
    voices.record_voice(officer, of_age, child.id, agrees=True)
    letters.record_handed(officer, of_age, letter, of_age)
    voices.record_voice(officer, of_age, child.id, agrees=False)
    problem = wishing.refusal(officer, of_age, the_contact(case_id).id)
    assert problem is not None and problem.code == "own_voice"
    own = replace(lives.MOTHER, person="V1")
    assert contacts.add_contact(office.prosecutor, of_age, case_id, own)


def test_an_answer_late_in_the_evening_is_an_answer(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime
) -> None:
    """At 22:00 in Buenos Aires the day of UTC is the next one: the task is done, and is set again for the next age."""
    child = the_person(case_id, "V1")
    evening = now.replace(month=11, day=23, hour=1)
    voices.record_voice(officer, evening, child.id, agrees=True)
    assert voices_due(officer) == ()
    assert not voice_line(officer, child.id).open
    near = now.replace(year=2032, month=2, day=1)
    assert [voices.plant_tasks(near), voices.plant_tasks(near)] == [1, 0]
    assert [one.person_id for one in voices_due(officer)] == [child.id]


def test_an_office_sets_its_own_age(office: OfficeThere, officer: Actor, case_id: str, now: datetime) -> None:
    administrator = office.actors[Role.ADMINISTRATOR]
    with pytest.raises(Problem, match="between 10 and 17"):
        voices.set_office(administrator, now, 18, "")
    voices.set_office(administrator, now, 11, "Oficina 4")
    assert voices.plant_tasks(now) == 1
    with transaction() as session:
        assert session.scalars(select(OwnVoice.person_id)).one() == the_person(case_id, "V1").id
        assert session.get_one(Office, officer.office_id).family_sender == "Oficina 4"


def test_a_page_shows_what_was_approved_and_ends_when_it_should(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = the_contact(case_id)
    lives.a_sent(office, now, case_id)
    with pytest.raises(Problem, match="not told anything yet"):
        familypages.make_page(officer, now, contact.id, 90)
    approved(officer, now, case_id)
    code = "7K3M9QXA22BCWXYZ"
    letters_of = iter(code * 2)
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(letters_of))
    familypages.make_page(officer, now, contact.id, 90)
    assert code[4:] not in repr(lives.whole_database())

    request_id = lives.a_sent(office, now, case_id, replace(lives.HOLD, code="R2"))
    lives.replies(office, now, request_id, "acknowledged")
    told = familypages.open_page(now, "7k3m-9qxa-22bc-wxyz")
    assert told is not None
    assert {each.code for each in told.milestones} == {"request_sent_abroad", "still_waiting"}
    evening = (now + 90 * DAY).replace(hour=23)  # 20:00 in Buenos Aires, on the day that the slip says
    assert familypages.open_page(evening, code) is not None
    assert familypages.open_page(evening + timedelta(hours=4), code) is None

    for _ in range(familypages.TRIES - 1):
        assert familypages.open_page(now, f"{code[:4]}{'0' * 12}") is None
    assert familypages.open_page(now, code) is not None
    for _ in range(familypages.TRIES):
        assert familypages.open_page(now, f"{code[:4]}{'0' * 12}") is None
    assert familypages.open_page(now, code) is None
    assert [event.data["why"] for event in events(case_id, "family_page_ended")] == ["tried"]


def test_a_page_is_silent_while_the_file_is_secret_and_after_a_stop(
    office: OfficeThere, officer: Actor, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlat.domain.orders import OrderInput
    from mlat.services import orders

    lives.a_sent(office, now, case_id)
    approved(officer, now, case_id)
    monkeypatch.setattr("secrets.choice", lambda _alphabet: "7")
    familypages.make_page(officer, now, the_contact(case_id).id, 90)
    order = orders.record_order(
        office.prosecutor,
        now,
        case_id,
        OrderInput(kind="file_secrecy", ordered_at=now, zone="UTC", rule="calendar_days"),
    )
    told = familypages.open_page(now, "7" * 16)
    assert told is not None and told.quiet
    assert [(each.code, each.body_kind) for each in told.milestones] == [("still_waiting", None)]
    orders.lift_order(office.prosecutor, now, order, "Levantado.")
    told = familypages.open_page(now, "7" * 16)
    assert told is not None and not told.quiet
    wishing.stop(officer, now, the_contact(case_id).id)
    assert familypages.open_page(now, "7" * 16) is None
