"""The office's address book and its corrections: two persons, a source, a day; nothing malformed gets in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.permissions import Actor, Role
from mlat.domain.playbook import OfficeGiven
from mlat.domain.problems import Problem
from mlat.model import Absence, Address, FactCorrection, Office, User, transaction
from mlat.services import addresses, admin, knowledge
from mlat.services.access import NotHere
from mlat.services.addresses import ways_to
from mlat.services.knowledge import world_of
from tests.conftest import PASSWORD, ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


def ways(office: OfficeThere, now: datetime, recipient: str = "ar-central") -> list[tuple[str, bool]]:
    with transaction() as session:
        return [(way.address, way.usable) for way in ways_to(session, office.id, recipient, now)]


def test_one_person_alone_makes_no_address(office: OfficeThere, now: datetime) -> None:
    address_id = addresses.add_address(
        office.liaison, now, "ar-central", "mail", " a@b.example ", "A circular", now.date()
    )
    assert ways(office, now) == [("a@b.example", False)]
    with pytest.raises(Problem, match="by you"):
        addresses.confirm_address(office.liaison, now, address_id)
    assert ways(office, now) == [("a@b.example", False)]
    addresses.confirm_address(office.prosecutor, now, address_id)
    assert ways(office, now) == [("a@b.example", True)]
    with transaction() as session:
        row = session.get_one(Address, address_id)
    assert (row.entered_by, row.confirmed_by) == (office.liaison.user_id, office.prosecutor.user_id)


def test_an_address_grows_old_and_is_confirmed_again(office: OfficeThere, now: datetime) -> None:
    address_id = lives.knows(office, now, "ar-central", "mail", "a@b.example")
    assert ways(office, now + 365 * DAY) == [("a@b.example", True)]
    assert ways(office, now + 366 * DAY) == [("a@b.example", False)]
    addresses.confirm_address(office.prosecutor, now + 366 * DAY, address_id)
    assert ways(office, now + 366 * DAY) == [("a@b.example", True)]


def test_one_office_knows_nothing_of_anothers_book(
    office: OfficeThere, other_office: OfficeThere, now: datetime
) -> None:
    address_id = lives.knows(office, now, "ar-central", "mail", "a@b.example")
    assert ways(other_office, now) == []
    with pytest.raises(NotHere):
        addresses.confirm_address(other_office.prosecutor, now, address_id)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"recipient_id": "friendster"}, "recipient"),
    ({"channel": "pigeon"}, "channel"),
    ({"address": "not a mail"}, "address"),
    ({"address": "josé@b.example"}, "address"),
    ({"address": "jose@exämple.org"}, "address"),
    ({"address": "a@b.example\nBcc: c@d.example"}, "address"),
    ({"address": "  "}, "address"),
    ({"channel": "telephone", "address": "011 4000"}, "address"),
    ({"channel": "telephone", "address": "+54 1"}, "address"),
    ({"channel": "portal", "address": "portal.example"}, "address"),
    ({"channel": "post", "address": ""}, "address"),
    ({"source": " "}, "source"),
    ({"dated": date(2026, 3, 3)}, "dated"),
]


def test_what_is_no_address_is_refused_with_its_field(office: OfficeThere, now: datetime) -> None:
    sound: dict[str, Any] = {
        "recipient_id": "ar-central",
        "channel": "mail",
        "address": "a@b.example",
        "source": "A circular",
        "dated": now.date(),
    }
    for change, where in WRONG:
        (problem,) = lives.refused(partial(addresses.add_address, office.liaison, now, **sound | change))
        assert problem.where == where, change
    with transaction() as session:
        assert session.scalars(select(Address)).all() == []
    for channel, address in [
        ("telephone", "+54 11 4000 0000"),
        ("portal", "https://portal.example"),
        ("post", "Calle 1\nBuenos Aires"),
    ]:
        assert addresses.add_address(office.liaison, now, **sound | {"channel": channel, "address": address})


def test_tomorrow_begins_at_the_offices_own_midnight(office: OfficeThere, now: datetime) -> None:
    evening = now.replace(hour=23) + timedelta(hours=2)  # already the next day in UTC, not yet in Buenos Aires
    given = ("ar-central", "mail", "a@b.example", "A circular")
    (problem,) = lives.refused(lambda: addresses.add_address(office.liaison, evening, *given, evening.date()))
    assert (problem.code, problem.where) == ("future", "dated")
    assert addresses.add_address(office.liaison, evening, *given, now.date())


# -- facts


def test_the_offices_version_of_a_fact_wins_and_is_kept_with_its_source(
    office: OfficeThere, other_office: OfficeThere, now: datetime
) -> None:
    fact = "platforms.roblox.preservation.period_days"
    knowledge.correct_fact(office.liaison, now, fact, 180, "Their letter of 1 March", now.date())
    knowledge.correct_fact(office.prosecutor, now + DAY, fact, 120, "Their call", now.date())
    with transaction() as session:
        assert world_of(session, office.id).platforms["roblox"].preservation.period_days == 120
        assert world_of(session, other_office.id).platforms["roblox"].preservation.period_days == 90
        rows = session.scalars(select(FactCorrection).order_by(FactCorrection.at)).all()
    assert [(row.value, row.retired_at) for row in rows] == [({"value": 180}, now + DAY), ({"value": 120}, None)]


def test_a_fact_that_does_not_fit_is_refused(office: OfficeThere, now: datetime) -> None:
    fact = "platforms.roblox.preservation.period_days"
    for name, value, source in [(fact, "soon", "x"), ("platforms.roblox.nothing", 1, "x"), (fact, 90, " ")]:
        assert lives.refused(partial(knowledge.correct_fact, office.liaison, now, name, value, source, now.date()))
    with transaction() as session:
        assert session.scalars(select(FactCorrection)).all() == []


# -- offices, users, absence


def an_office_input(**changed: Any) -> OfficeGiven:
    sound: dict[str, Any] = {
        "code": "NEW", "name": "x", "country": "AR", "zone": ZONE, "language": "es", "place": "x",
        "email": "a@b.example", "phone": "+54 11 4000 0000",
    }  # fmt: skip
    return OfficeGiven(**sound | changed)


def test_an_office_that_cannot_be_is_refused(office: OfficeThere, now: datetime) -> None:
    for change, where in [
        ({"code": "ONE"}, "code"),
        ({"zone": "Buenos Aires"}, "zone"),
        ({"country": "Argentina"}, "country"),
        ({"email": "nobody"}, "email"),
        ({"signing": "wax"}, "signing"),
        ({"counting_rule": "fingers"}, "counting_rule"),
        ({"language": "xx"}, "language"),
    ]:
        (problem,) = lives.refused(partial(admin.create_office, now, an_office_input(**change)))
        assert problem.where == where
    with transaction() as session:
        assert session.scalars(select(Office.code)).all() == ["ONE"]


def test_a_user_that_cannot_be_is_refused(office: OfficeThere, now: datetime) -> None:
    before = people()
    for email, roles, password, where in [
        ("nobody", ("liaison",), PASSWORD, "email"),
        ("liaison@one.example", ("liaison",), PASSWORD, "email"),
        ("new@one.example", ("emperor",), PASSWORD, "roles"),
        ("new@one.example", ("liaison",), "short", "password"),
    ]:
        (problem,) = lives.refused(partial(admin.add_user, now, office.id, email, "x", roles, password))
        assert problem.where == where
    assert people() == before


def people() -> int:
    with transaction() as session:
        return len(session.scalars(select(User.id)).all())


def test_a_password_is_kept_as_a_hash_and_a_new_one_ends_open_sessions(office: OfficeThere, now: datetime) -> None:
    with transaction() as session:
        before = session.scalars(select(User).where(User.email == "liaison@one.example")).one()
    admin.set_password(now, "liaison@one.example", "another long password")
    with transaction() as session:
        after = session.get_one(User, before.id)
    assert str(before.password).startswith("$argon2")
    assert PASSWORD not in str(before.password)
    assert after.password != before.password
    assert after.fs_uniquifier != before.fs_uniquifier
    assert lives.refused(partial(admin.set_password, now, "liaison@one.example", "short"))
    assert lives.refused(partial(admin.set_password, now, "nobody@one.example", "another long password"))


def test_an_absence_names_a_deputy_of_the_office(app: Flask, office: OfficeThere, now: datetime) -> None:
    liaison, prosecutor = office.liaison.user_id or "", office.prosecutor.user_id or ""
    administrator: Actor = office.actors[Role.ADMINISTRATOR]
    today = now.date()
    admin.set_absence(office.liaison, now, liaison, prosecutor, today, today + DAY)
    admin.set_absence(administrator, now, prosecutor, liaison, today, today)
    wrong = partial(admin.set_absence, administrator, now, liaison)
    assert lives.refused(partial(wrong, prosecutor, today, today - DAY))[0].where == "last_day"
    assert lives.refused(partial(wrong, liaison, today, today))[0].where == "deputy"
    with pytest.raises(NotHere):
        wrong("0" * 32, today, today)
    with transaction() as session:
        assert len(session.scalars(select(Absence)).all()) == 2


def test_an_address_that_mail_servers_do_not_carry_is_refused_with_what_to_do() -> None:
    (spelt,) = lives.refused(partial(addresses.check_mail, "jose@exämple.org", "email"))
    assert (spelt.code, spelt.values["plain"]) == ("email_letters", "jose@xn--exmple-cua.org")
    assert addresses.check_mail(str(spelt.values["plain"]), "email")
    (asked,) = lives.refused(partial(addresses.check_mail, "josé@b.example", "email"))
    assert (asked.code, asked.where) == ("email_letters", "email")
    assert "plain letters" in asked.line()
