"""Each ground on which recipients refuse or delay, found in a draft that is otherwise in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mlat.domain.forms import Field, Form, Section
from mlat.domain.preflight import Checks, preflight
from mlat.domain.record import Contact, IdentifierLine, OffenceLine, Party, PersonLine, Record

TODAY = date(2026, 3, 5)
ASKED = (
    "identifiers", "data_categories", "date_range", "legal_basis", "offences", "order", "link_account_offence",
    "child_safety_statement", "cybertip", "no_notice", "contact", "penal_text",
)  # fmt: skip
REQUIRED = frozenset({"identifiers", "date_range", "legal_basis", "offences", "link_account_offence"})
FORM = Form(
    id="provider_disclosure",
    title="Request",
    measures=("subscriber_disclosure",),
    recipients="provider",
    template="",
    catalog="legal",
    sections=(Section("All", tuple(Field(each, each, required=each in REQUIRED) for each in ASKED)),),
)
TO_AUTHORITY = replace(FORM, id="mla_request", recipients="authority")
CHECKS = Checks(
    today=TODAY,
    entity="Meta Platforms, Inc.",
    required_identifiers=("username_plus_relevant_date", "user_id_numeric"),
    categories=("subscriber", "traffic"),
    languages=("en",),
    official_domains=("mpf.example",),
    child=True,
    cybertips=("12345",),
    user_notice=True,
)
ACCOUNT = IdentifierLine("username", "skydiver", "Instagram", used="2026-01-20/2026-02-14")
ADDRESS = IdentifierLine("ip", "203.0.113.7", instants=("2026-02-11T01:42:07Z",), port=51544)
GOOD = Record(
    form="provider_disclosure",
    copy="provider",
    language="en",
    title="Request",
    sender=Party("Office"),
    recipient=Party("Meta Platforms, Inc."),
    contact=Contact("Office", email="desk@cooperacion.mpf.example"),
    place="Buenos Aires",
    on=TODAY,
    fields={
        "identifiers": (ACCOUNT, ADDRESS),
        "data_categories": ("subscriber", "login"),
        "date_range": "2026-01-20/2026-03-05",
        "legal_basis": "Ley 27.411, art. 29",
        "offences": (OffenceLine("art. 131", "Código Penal", "Contact with a minor"),),
        "link_account_offence": "On 11 February 2026 this account wrote to a child of 11 years.",
        "child_safety_statement": True,
        "cybertip": ("12345",),
        "no_notice": True,
    },
)


def codes(record: Record, checks: Checks = CHECKS, form: Form = FORM) -> list[tuple[str, str]]:
    return [(each.level, each.code) for each in preflight(record, form, checks)]


def with_fields(**fields: Any) -> Record:
    return replace(GOOD, fields={**GOOD.fields, **fields})


def test_a_good_draft_has_no_finding() -> None:
    assert codes(GOOD) == []


def account(**changes: Any) -> dict[str, Any]:
    return {"identifiers": (replace(ACCOUNT, **changes), ADDRESS)}


def address(**changes: Any) -> dict[str, Any]:
    return {"identifiers": (ACCOUNT, replace(ADDRESS, **changes))}


@pytest.mark.parametrize(
    ("fields", "level", "code"),
    [
        ({"identifiers": ()}, "stop", "field.missing"),
        ({"legal_basis": "our powers"}, "warn", "legal_basis.no_article"),
        ({"offences": (OffenceLine("", "Código Penal", "x"),)}, "warn", "offence.no_article"),
        ({"link_account_offence": "It wrote."}, "warn", "link.thin"),
        ({"link_account_offence": "word " * 300}, "warn", "link.long"),
        ({"data_categories": ("content",)}, "stop", "category.content"),
        ({"date_range": "2026-01-20"}, "stop", "range.unreadable"),
        ({"date_range": "2026-03-01/2026-01-20"}, "stop", "range.reversed"),
        ({"date_range": "2026-01-20/2026-03-06"}, "warn", "range.future"),
        ({"date_range": "2024-01-01/2026-03-05"}, "warn", "range.wide"),
        (account(used=""), "warn", "identifier.username_undated"),
        (account(label="display_name"), "warn", "identifier.display_name"),
        (account(used=""), "stop", "identifier.none_enough"),
        (address(port=None), "warn", "ip.no_port"),
        (address(instants=()), "stop", "ip.no_instant"),
        (address(instants=("2026-02-11T01:42:07",)), "stop", "instant.not_utc"),
        (address(instants=("2026-02-11T01:42:07-03:00",)), "stop", "instant.not_utc"),
        ({"child_safety_statement": False}, "warn", "child.not_stated"),
        ({"cybertip": ()}, "warn", "cybertip.not_quoted"),
        ({"no_notice": False}, "warn", "notice.not_excluded"),
    ],
)
def test_a_fault_in_a_field(fields: dict[str, Any], level: str, code: str) -> None:
    assert (level, code) in codes(with_fields(**fields))


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({"recipient": Party("Meta Platforms Ireland Limited")}, "stop", "entity.wrong"),
        ({"language": "es"}, "stop", "language.unread"),
        ({"contact": Contact("x")}, "warn", "sender.no_mailbox"),
        ({"contact": Contact("x", email="fiscal@gmail.com")}, "stop", "sender.free_mail"),
        ({"contact": Contact("x", email="a@notmpf.example")}, "warn", "sender.foreign_domain"),
    ],
)
def test_a_fault_in_the_head(changes: dict[str, Any], level: str, code: str) -> None:
    assert (level, code) in codes(replace(GOOD, **changes))


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({"categories": ("traffic",)}, "stop", "category.not_covered"),
        ({"translation": "missing"}, "stop", "translation.missing"),
        ({"translation": "machine"}, "warn", "translation.machine"),
        ({"language_reviewed": False}, "note", "language.draft"),
        ({"required_fields": ("penal_text",)}, "stop", "field.required_by_law"),
        ({"notice_needs_order": True}, "warn", "notice.needs_order"),
        ({"held_until": date(2026, 3, 4)}, "warn", "hold.ended"),
        ({"kept_days": {"subscriber": 10}, "today": date(2026, 4, 1)}, "warn", "retention.expired"),
    ],
)
def test_a_fault_that_only_the_facts_show(changes: dict[str, Any], level: str, code: str) -> None:
    assert (level, code) in codes(GOOD, replace(CHECKS, **changes))


def test_a_hold_that_stands_silences_the_retention() -> None:
    late = replace(CHECKS, today=date(2026, 4, 1), kept_days={"subscriber": 10}, held_until=date(2026, 5, 1))
    assert codes(GOOD, late) == []


def test_a_required_field_that_the_form_does_not_ask_is_not_missed() -> None:
    assert codes(GOOD, replace(CHECKS, required_fields=("hearing", "nonsense"))) == []


def test_an_authority_is_not_asked_for_what_only_companies_want() -> None:
    found = [code for _, code in codes(with_fields(**account(used="")), form=TO_AUTHORITY)]
    assert not {"identifier.none_enough", "identifier.username_undated", "entity.wrong"} & set(found)


def test_a_word_of_the_childs_name_in_a_text_is_seen() -> None:
    people = (PersonLine("V1", "victim", name="Lucía Ferreyra"), PersonLine("S1", "suspect", name="Otro Nombre"))
    draft = with_fields(persons=people, link_account_offence="On 11 February it wrote to Ferreyra, 11 years old.")
    assert ("warn", "text.child_name") in codes(draft)
    draft = with_fields(persons=people, link_account_offence="On 11 February Nombre wrote to a child of 11 years.")
    assert ("warn", "text.child_name") not in codes(draft)


def test_what_stops_comes_first_and_every_finding_can_be_said() -> None:
    bad = replace(with_fields(date_range="x", legal_basis="none"), contact=Contact("x"))
    found = preflight(bad, FORM, replace(CHECKS, language_reviewed=False))
    assert [each.level for each in found] == sorted((e.level for e in found), key=["stop", "warn", "note"].index)
    assert all(each.line() and each.remedy for each in found)
