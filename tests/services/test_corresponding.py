"""Papers that no law routes: to whom they may be written, one report an address, and no second before the removal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents.forms import form
from mlat.domain.casefile import IdentifierInput
from mlat.model import Event, Identifier, transaction
from mlat.services import accounts, annexing, corresponding, drafting, hotlines, issuing, transit, withdrawing
from mlat.services.knowledge import world_of
from tests.conftest import ZONE, OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf

DAY = timedelta(days=1)
HOTLINE, TRACKER = "us-ncmec-hotline", "us-ncmec-identification"
FIRST, SECOND = "https://un.sitio.example/p/1?x=2", "https://un.sitio.example/p/2"


@pytest.fixture
def addresses(office: OfficeThere, case_id: str, now: datetime) -> list[str]:
    """Two addresses of the case."""

    def lived() -> list[str]:
        for code, given in (("U1", FIRST), ("U2", SECOND)):
            add(office, now, case_id, code, given)
        return ["U1", "U2"]

    return lives.remembered("two addresses", lived)


def add(office: OfficeThere, now: datetime, case_id: str, code: str, given: str) -> None:
    identifier = IdentifierInput(code=code, kind="url", given=given, synthetic=True)
    accounts.add_identifier(office.liaison, now, case_id, identifier)


def a_report(office: OfficeThere, now: datetime, case_id: str, code: str = "U1") -> str:
    (made,) = corresponding.write(office.liaison, now, case_id, "hotline_report", HOTLINE, [code])
    return made


def sends(office: OfficeThere, now: datetime, request_id: str) -> None:
    lives.approve(office, now, request_id)
    issuing.issue(office.prosecutor, now, request_id)
    transit.record_sent(office.liaison, now, lives.legs(request_id)[0].id, "portal", now, ZONE)


def fields_of(office: OfficeThere, now: datetime, request_id: str) -> dict[str, object]:
    return dict(drafting.record(office.prosecutor, now, request_id).fields)


def test_each_address_has_a_report_of_its_own(
    office: OfficeThere, case_id: str, addresses: list[str], now: datetime
) -> None:
    made = corresponding.write(office.liaison, now, case_id, "hotline_report", HOTLINE, addresses)
    assert [lives.the(each).identifiers for each in made] == [["U1"], ["U2"]]
    assert {lives.the(each).recipient_id for each in made} == {HOTLINE}
    assert lives.the(made[0]).language == "en"


def test_what_is_no_address_or_nothing_is_not_reported(office: OfficeThere, case_id: str, now: datetime) -> None:
    (found,) = lives.refused(lambda: a_report(office, now, case_id, "RBX"))
    assert found.code == "no_address"
    nothing = lives.refused(lambda: corresponding.write(office.liaison, now, case_id, "hotline_report", HOTLINE))
    assert nothing[0].where == "identifiers"


@pytest.mark.usefixtures("addresses")
def test_a_repeat_waits_for_the_recorded_removal(office: OfficeThere, case_id: str, now: datetime) -> None:
    first = a_report(office, now, case_id)
    sends(office, now, first)
    (found,) = lives.refused(lambda: a_report(office, now + DAY, case_id))
    assert found.code == "reported"
    assert str(lives.the(first).number) in found.line()
    lives.replies(office, now + DAY, first, "acknowledged")
    assert lives.refused(lambda: a_report(office, now + DAY, case_id))[0].code == "reported", "no removal yet"
    hotlines.record_removal(office.liaison, now + DAY, first, now + DAY, ZONE)
    assert lives.the(first).state == "answered"
    assert lives.clocks(first) == {}
    again = a_report(office, now + 2 * DAY, case_id)
    day = (now + DAY).date().isoformat()
    assert fields_of(office, now, again)["previous_report"] == f"{lives.the(first).number} ({day})"
    assert lives.refused(lambda: a_report(office, now + 2 * DAY, case_id))[0].code == "reported", (
        "one removal, one repeat"
    )
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "removed")).one()
    assert FIRST not in str(event.data)


@pytest.mark.usefixtures("addresses")
def test_the_same_address_in_another_case_of_the_office_is_the_same(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    a_report(office, now, case_id)
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    add(office, now, other, "X9", FIRST)
    add(office, now, other, "X8", FIRST + "&y=1")
    assert lives.refused(lambda: a_report(office, now, other, "X9"))[0].code == "reported"
    assert a_report(office, now, other, "X8")


@pytest.mark.usefixtures("addresses")
def test_the_same_address_twice_in_one_act_changes_nothing(office: OfficeThere, case_id: str, now: datetime) -> None:
    add(office, now, case_id, "U3", f" {FIRST}")
    both = ["U1", "U3"]
    lives.refused(lambda: corresponding.write(office.liaison, now, case_id, "hotline_report", HOTLINE, both))
    assert a_report(office, now, case_id)


@pytest.mark.usefixtures("addresses")
def test_a_draft_that_was_given_up_stands_in_nobodys_way(office: OfficeThere, case_id: str, now: datetime) -> None:
    withdrawing.withdraw(office.prosecutor, now, a_report(office, now, case_id))
    assert a_report(office, now, case_id)


@pytest.mark.usefixtures("addresses")
def test_a_removal_is_recorded_of_a_report_that_left(office: OfficeThere, case_id: str, now: datetime) -> None:
    report = a_report(office, now, case_id)
    lives.refused(lambda: hotlines.record_removal(office.liaison, now, report, now, ZONE))
    hold = lives.a_sent(office, now, case_id)
    (found,) = lives.refused(lambda: hotlines.record_removal(office.liaison, now, hold, now, ZONE))
    assert found.code == "no_address"


def test_a_notice_goes_to_a_body_that_tracks_images_and_takes_no_annex(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    (found,) = lives.refused(lambda: corresponding.write(office.liaison, now, case_id, "child_identified", HOTLINE))
    assert found.where == "recipient"
    (notice,) = corresponding.write(office.liaison, now, case_id, "child_identified", TRACKER)
    annex = annexing.AnnexInput(kind="Other document", name="x.pdf", data=a_pdf(), language="en")
    for act in (
        lambda: annexing.add_annex(office.prosecutor, now, notice, annex),
        lambda: annexing.add_sealed_identity(office.prosecutor, now, notice),
    ):
        assert lives.refused(act)[0].code == "no_annexes"
    sends(office, now, notice)
    assert lives.the(notice).ball == "done"
    assert lives.clocks(notice) == {}


def test_a_name_in_a_notice_stops_it(office: OfficeThere, case_id: str, now: datetime) -> None:
    (notice,) = corresponding.write(office.liaison, now, case_id, "child_identified", TRACKER)
    drafting.save(office.liaison, now, notice, 1, {"child_codes": lives.CHILD})
    assert "text.child_name" in {each.code for each in drafting.findings(office.prosecutor, now, notice)}


@pytest.mark.usefixtures("real_papers")
def test_a_name_in_a_notice_is_never_printed(office: OfficeThere, case_id: str, now: datetime) -> None:
    (notice,) = corresponding.write(office.liaison, now, case_id, "child_identified", TRACKER)
    drafting.save(office.liaison, now, notice, 1, {"child_codes": lives.CHILD})
    assert lives.refused(lambda: drafting.preview(office.prosecutor, now, notice))[0].code == "copy.names_child"


def test_a_referral_stays_in_the_country_and_brings_the_facts(office: OfficeThere, case_id: str, now: datetime) -> None:
    with transaction() as session:
        world = world_of(session, office.id)
    there = corresponding.bodies(world, form("domestic_referral"), "AR")
    assert {each.country for each in there} == {"AR"}
    (made,) = corresponding.write(office.liaison, now, case_id, "domestic_referral", there[0].id, ["RBX"])
    assert lives.the(made).language == "es"
    assert "V1" in str(fields_of(office, now, made)["facts"])
    sends_it = {each.code for each in drafting.findings(office.prosecutor, now, made)}
    assert "legal_basis.missing" in sends_it
    foreign = lives.refused(
        lambda: corresponding.write(office.liaison, now, case_id, "domestic_referral", "us-central", ["RBX"])
    )
    assert foreign[0].where == "recipient"


def test_an_answer_is_awaited_of_a_referral_and_nobody_asks_by_treaty(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    (made,) = corresponding.write(office.liaison, now, case_id, "domestic_referral", "ar-prosecution", ["RBX"])
    drafting.save(office.liaison, now, made, 1, {"legal_basis": "CPPF art. 44", "purpose": "El hecho ocurrió allí."})
    sends(office, now, made)
    assert (lives.the(made).ball, set(lives.clocks(made))) == ("they_owe", {"acknowledgement"})
    lives.replies(office, now + DAY, made, "acknowledged", reference="P-7")
    assert lives.the(made).ball == "done"


def test_no_law_routes_them(office: OfficeThere, case_id: str, now: datetime) -> None:
    with transaction() as session:
        assert session.scalars(select(Identifier.code).where(Identifier.case_id == case_id)).all() == ["RBX"]
    for measure in ("withdrawal", "child_notice", "hotline_report", "domestic_referral"):
        wish = replace(lives.EVIDENCE, measure=measure, instrument=None)
        assert lives.refused(partial(drafting.draft, office.liaison, now, case_id, wish))


@pytest.mark.usefixtures("addresses")
def test_other_addresses_stay_closed_while_one_is_looked_for(
    office: OfficeThere, case_id: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_report(office, now, case_id, "U1")
    opened: list[str] = []
    given = hotlines._given

    def counted(session: Session, row: Identifier) -> str:
        opened.append(row.code)
        return given(session, row)

    monkeypatch.setattr(hotlines, "_given", counted)
    assert a_report(office, now, case_id, "U2")
    assert opened == ["U2"]
    assert lives.refused(lambda: a_report(office, now, case_id, "U1"))[0].code == "reported"


def test_an_address_is_the_same_as_whatever_kind_it_was_written_down(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    hidden = f"http://{'a' * 56}.onion/p/1"
    for code, kind in (("O1", "onion"), ("O2", "url"), ("O3", "channel_link")):
        identifier = IdentifierInput(code=code, kind=kind, given=hidden, synthetic=True)
        accounts.add_identifier(office.liaison, now, case_id, identifier)
    a_report(office, now, case_id, "O1")
    for code in ("O1", "O2", "O3"):
        assert lives.refused(partial(a_report, office, now, case_id, code))[0].code == "reported"
