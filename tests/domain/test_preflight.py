"""Each ground on which recipients refuse or delay, found in a draft that is otherwise in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlat.domain.findings import Basis, Finding
from mlat.domain.forms import VOCABULARY, Field, Form, Section
from mlat.domain.preflight import Checks, preflight
from mlat.domain.preflight.grounds import GROUNDS
from mlat.domain.preflight.objections import BLOCKING, OBJECTIONS, judged
from mlat.domain.record import (
    AnnexLine,
    Beside,
    Contact,
    IdentifierLine,
    OffenceLine,
    Party,
    PersonLine,
    Record,
    Signatory,
)

TODAY = date(2026, 3, 5)
ASKED = (
    "identifiers", "data_categories", "date_range", "legal_basis", "offences", "order", "link_account_offence",
    "child_safety_statement", "cybertip", "no_notice", "contact", "penal_text", "urgency", "translation",
    "emergency", "emergency_who", "emergency_what", "emergency_when", "emergency_why",
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
TO_AUTHORITY = replace(
    FORM,
    id="mla_request",
    recipients="authority",
    sections=(Section("All", tuple(Field(each, each, required=each in REQUIRED - {"date_range"}) for each in ASKED)),),
)
CHECKS = Checks(
    today=TODAY,
    entity="Meta Platforms, Inc.",
    address="confirmed",
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
    measure="subscriber_disclosure",
    signatories=(Signatory("Ana Ejemplo", "Fiscal"),),
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
CHILD = PersonLine("V1", "victim", name="Lucía Ferreyra")
DUAL = {"dual_criminality": "Dual criminality for search and seizure."}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the good draft: in its fields, in its head, or in what the facts and the case say."""

    code: str
    level: str = "warn"
    fields: Mapping[str, Any] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    form: Form = FORM

    def found(self) -> tuple[Finding, ...]:
        """What preflight says of it."""
        record = replace(GOOD, fields={**GOOD.fields, **self.fields}, **self.head)
        return preflight(record, self.form, replace(CHECKS, **self.checks))


def account(**changes: Any) -> dict[str, Any]:
    return {"identifiers": (replace(ACCOUNT, **changes), ADDRESS)}


def address(**changes: Any) -> dict[str, Any]:
    return {"identifiers": (ACCOUNT, replace(ADDRESS, **changes))}


FAULTS = (
    # what blocks
    Fault("recipient.missing", "stop", head={"recipient": Party(" ")}),
    Fault("legal_basis.missing", "stop", {"legal_basis": ""}),
    Fault("identifiers.missing", "stop", {"identifiers": ()}),
    Fault("signatory.missing", "stop", head={"signatories": ()}),
    Fault("address.unconfirmed", "stop", checks={"address": "unconfirmed"}),
    Fault("address.unconfirmed", "stop", checks={"address": "none"}),
    Fault("language.unsaid", "warn", head={"beside": Beside("es", fields=GOOD.fields | {"link_account_offence": ""})}),
    # whom
    Fault("entity.wrong", head={"recipient": Party("Meta Platforms Ireland Limited")}),
    Fault("entity.place_unknown", checks={"entity": "", "entities": ("One Inc.", "One Ltd")}),
    Fault("route.refused", checks={"refused": "%(state)s signed only.", "refused_values": {"state": "PE"}}),
    # law
    Fault("field.missing", fields={"offences": ()}),
    Fault("deadline.no_reason", fields={"deadline_wish": TODAY}),
    Fault("field.required_by_law", checks={"required_fields": ("penal_text",)}),
    Fault("legal_basis.no_article", fields={"legal_basis": "our powers"}),
    Fault("offence.no_article", fields={"offences": (OffenceLine("", "Código Penal", "x"),)}),
    Fault("link.missing", fields={"link_account_offence": " "}),
    Fault("link.thin", fields={"link_account_offence": "It wrote."}),
    Fault("link.long", fields={"link_account_offence": "word " * 300}),
    Fault("dual_criminality.not_shown", fields={"data_categories": ("content",)}, checks=DUAL, form=TO_AUTHORITY),
    Fault("dual_criminality.not_shown", "note", checks=DUAL, form=TO_AUTHORITY),
    # accounts
    Fault("identifier.none_enough", fields=account(used="")),
    Fault("identifier.display_name", fields=account(label="display_name")),
    Fault("identifier.vanity", fields=account(label="url", given="https://site.example/chosen.name")),
    Fault("identifier.username_undated", fields=account(used="")),
    Fault("ip.no_port", fields=address(port=None)),
    Fault("ip.no_instant", fields=address(instants=())),
    Fault("instant.not_utc", fields=address(instants=("2026-02-11T01:42:07",))),
    Fault("instant.not_utc", fields=address(instants=("2026-02-11T01:42:07-03:00",))),
    # data
    Fault("category.content", fields={"data_categories": ("content",)}),
    Fault("category.beyond_measure", fields={"data_categories": ("traffic",)}),
    Fault("category.not_covered", checks={"categories": ("traffic",)}),
    Fault("category.not_held", fields={"data_categories": ("subscriber",)}, checks={"not_held": ("subscriber",)}),
    Fault("range.missing", fields={"date_range": ""}, form=TO_AUTHORITY),
    Fault("range.unreadable", fields={"date_range": "2026-01-20"}),
    Fault("range.reversed", fields={"date_range": "2026-03-01/2026-01-20"}),
    Fault("range.future", fields={"date_range": "2026-01-20/2026-03-06"}),
    Fault("range.wide", fields={"date_range": "2024-01-01/2026-03-05"}),
    Fault(
        "range.wide",
        fields={"date_range": "2025-11-01/2026-03-05", "data_categories": ("content",)},
        form=TO_AUTHORITY,
    ),
    # time
    Fault("hold.ended", checks={"held_until": date(2026, 3, 4)}),
    Fault("hold.lapses", checks={"held_until": date(2026, 3, 19)}),
    Fault("retention.expired", checks={"kept_days": {"subscriber": 10}, "today": date(2026, 4, 1)}),
    Fault("retention.partly", "note", checks={"kept_days": {"login": 10}}),
    # the child
    Fault("child.not_stated", fields={"child_safety_statement": False}),
    Fault("child.not_stated", fields={"child_safety_statement": False}, checks={"child_changes_notice": True}),
    Fault("cybertip.not_quoted", fields={"cybertip": ()}),
    Fault("text.child_name", fields={"persons": (CHILD,), "urgency": "Ferreyra waits."}),
    Fault("text.child_name", fields={"persons": (CHILD,), "cybertip": ("of Lucía", "2")}),
    Fault("text.child_name", fields={"persons": (CHILD,), "urgency": "The mother of Lucia waits."}),
    Fault("text.child_name", fields={"persons": (CHILD,), "urgency": "Account ferreyra/2011."}),
    Fault("child.named", fields={"persons": (replace(CHILD, code="lucía"),)}),
    Fault("child.named", fields={"persons": (replace(CHILD, code="V1-Lucia"),)}),
    Fault("text.describes_material", fields={"link_account_offence": "It asked a child of 11 for nude pictures."}),
    Fault("text.describes_material", fields={"urgency": "Le pidió imágenes desnuda."}),
    # silence
    Fault("notice.not_excluded", fields={"no_notice": False}),
    Fault("notice.needs_order", checks={"notice_needs_order": True}),
    Fault("notice.copy_sent", checks={"notice_copy": True}),
    # language and sender
    Fault("language.unread", head={"language": "es"}),
    Fault("language.draft", "note", checks={"language_reviewed": False}),
    Fault("translation.missing", checks={"translation": "missing"}),
    Fault("translation.machine", checks={"translation": "machine"}),
    Fault("translation.stale", checks={"translation": "stale"}),
    Fault("translation.uncertified", checks={"translation": "uncertified"}),
    Fault("sender.no_mailbox", head={"contact": Contact("x")}),
    Fault("sender.free_mail", head={"contact": Contact("x", email="fiscal@gmail.com")}),
    Fault("sender.foreign_domain", head={"contact": Contact("x", email="a@notmpf.example")}),
    # papers
    Fault("annex.missing", checks={"annexes": ("penal_text",)}),
    Fault("annex.missing", checks={"annexes": ("translation",)}),
    Fault("annex.missing", checks={"annexes": ("something_new",)}),
    Fault("annex.no_order", checks={"order_needed": True}),
    Fault("annex.no_judge", checks={"judge_needed": True}),
    Fault("annex.no_judge", "note", {"order": "Juzgado 3, 2 March 2026"}, checks={"judge_needed": True}),
    Fault("annex.order_ended", checks={"ended_orders": (2,)}),
    Fault("annex.only_picture", checks={"pictures": (1,)}),
    # emergency, and asked before
    Fault("emergency.facts_missing", head={"measure": "emergency_mla"}, form=TO_AUTHORITY),
    Fault("emergency.facts_missing", fields={"emergency": "Danger."}),
    Fault("request.duplicate", checks={"duplicates": ("REQ-0001",)}),
    Fault("request.settled", checks={"settled": ("REQ-0001",)}),
    Fault("account.elsewhere", checks={"elsewhere": ("CASE 2",)}),
    Fault("account.other_office", "note", checks={"other_offices": ("Office B, +54 0",)}),
)  # fmt: skip


def codes(fault: Fault) -> list[tuple[str, str]]:
    return [(each.level, each.code) for each in fault.found()]


def test_a_good_draft_has_no_finding() -> None:
    assert codes(Fault("")) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.code)
def test_each_fault_is_found_with_what_it_prevents_and_how_to_mend_it(fault: Fault) -> None:
    found = [each for each in fault.found() if each.code == fault.code]
    assert {each.level for each in found} == {fault.level}
    for each in found:
        assert each.line()
        assert each.remedy
        assert each.field
        assert each.prevents in GROUNDS
        assert each.source
        assert each.verification


def test_every_finding_of_the_table_has_its_fault() -> None:
    assert {each.code for each in FAULTS} == OBJECTIONS.keys()


def test_every_ground_is_prevented_by_something() -> None:
    assert {each.prevents for each in OBJECTIONS.values()} == GROUNDS.keys()


def test_only_the_six_block() -> None:
    assert {each.code for fault in FAULTS for each in fault.found() if each.blocks} == BLOCKING
    assert len(BLOCKING) == 5


@pytest.mark.parametrize("code", OBJECTIONS)
def test_nothing_that_rests_on_an_unverified_fact_blocks(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful = Basis(("somebody said so",), "unverified")
    monkeypatch.setitem(GROUNDS, OBJECTIONS[code].prevents, replace(GROUNDS[OBJECTIONS[code].prevents], basis=doubtful))  # type: ignore[arg-type]
    checks = replace(CHECKS, basis={OBJECTIONS[code].rests_on: doubtful} if OBJECTIONS[code].rests_on else {})
    found = judged(Finding(code, "stop", "x", "y"), checks)
    assert (found.blocks, found.verification, found.source) == (False, "unverified", doubtful.source)


def test_the_source_of_the_fact_is_the_source_of_the_finding() -> None:
    basis = Basis(("https://company.example",), "read")
    (found,) = Fault("", head={"recipient": Party("Other")}, checks={"basis": {"entity": basis}}).found()
    assert (found.source, found.verification) == (basis.source, "read")


def test_a_hold_that_stands_silences_the_retention() -> None:
    late = {"today": date(2026, 4, 1), "kept_days": {"subscriber": 10}, "held_until": date(2026, 5, 1)}
    assert codes(Fault("", checks=late)) == []


def test_a_hold_that_lapses_is_no_reason_against_its_own_extension() -> None:
    lapses = Fault("", head={"measure": "preservation_extension"}, checks={"held_until": date(2026, 3, 10)})
    assert codes(lapses) == []


def test_a_required_field_that_the_form_does_not_ask_is_not_missed() -> None:
    assert codes(Fault("", checks={"required_fields": ("hearing", "nonsense")})) == []


def test_an_authority_is_not_asked_for_what_only_companies_want() -> None:
    found = {code for _, code in codes(Fault("", fields=account(used=""), form=TO_AUTHORITY))}
    assert not {"identifier.none_enough", "identifier.username_undated", "entity.wrong"} & found


def test_facts_for_an_authority_may_say_what_happened() -> None:
    told = {"urgency": "Le pidió imágenes desnuda."}
    assert codes(Fault("", fields=told, form=TO_AUTHORITY)) == []


@pytest.mark.parametrize(
    "text",
    ["El canal de pago y la materia penal.", "O analista anual.", "The channel of the strip mall.", "Le canal nuance."],
)
def test_ordinary_words_describe_nothing(text: str) -> None:
    assert codes(Fault("", fields={"urgency": text})) == []


@pytest.mark.parametrize("text", ["On 11 February Nombre wrote.", "Ana's friend, sola."])
def test_the_name_of_another_is_no_childs_name(text: str) -> None:
    people = (replace(CHILD, name="Sol Quiroga"), PersonLine("S1", "suspect", name="Otro Nombre"))
    assert codes(Fault("", fields={"persons": people, "urgency": text})) == []


@pytest.mark.parametrize(
    "brought",
    [
        {"fields": {"penal_text": "Art. 131. Será penado ..."}},
        {"fields": {"offences": (OffenceLine("art. 131", "CP", "x", text="Será penado ..."),)}},
        {"head": {"annexes": (AnnexLine(1, "Text of the provisions", 1, "0", "es", "authority"),)}},
    ],
)
def test_the_text_of_the_law_may_come_in_three_ways(brought: dict[str, Any]) -> None:
    wanted = {"annexes": ("penal_text",)}
    assert "annex.missing" not in {code for _, code in codes(Fault("", checks=wanted, **brought))}


@pytest.mark.parametrize(
    "brought",
    [
        {"checks": {"notice_copy": True, "silence_ordered": True}},
        {"checks": {"notice_copy": True}, "fields": {"order": "Orden de no notificar del 2 de marzo de 2026"}},
        {
            "checks": {"notice_needs_order": True},
            "head": {"annexes": (AnnexLine(1, "Non-disclosure order", 1, "0", "en", "provider"),)},
        },
    ],
)
def test_an_order_of_silence_ends_the_warning(brought: dict[str, Any]) -> None:
    assert codes(Fault("", **brought)) == []


def test_an_order_to_give_data_is_no_order_of_silence() -> None:
    found = Fault("", fields={"order": "Order of the court of 2 March 2026"}, checks={"notice_copy": True})
    assert codes(found) == [("warn", "notice.copy_sent")]


def test_each_missing_fact_of_an_emergency_is_named() -> None:
    given_ = {"emergency_who": "V1, 11 years old.", "emergency_why": "A letter takes months."}
    found = Fault("", fields=given_, form=TO_AUTHORITY).found()
    assert [each.field for each in found] == ["emergency_what", "emergency_when"]


def test_what_stops_comes_first() -> None:
    bad = Fault("", "", {"date_range": "x"}, {"contact": Contact("x"), "signatories": ()}, {"language_reviewed": False})
    levels = [each.level for each in bad.found()]
    assert levels == sorted(levels, key=["stop", "warn", "note"].index)
    assert set(levels) == {"stop", "warn", "note"}


def test_two_findings_of_one_kind_can_be_told_apart() -> None:
    two = {"identifiers": (replace(ADDRESS, port=None), replace(ADDRESS, port=None), ACCOUNT)}
    keys = [each.key for each in Fault("", fields=two).found()]
    assert len(keys) == len(set(keys)) == 2
    assert all(key.replace("-", "").replace("_", "").isalnum() for key in keys)


# -- whatever stands in a record, preflight reads it

WORDS = st.text(max_size=60)
LINES = {
    "identifiers": st.builds(
        IdentifierLine,
        label=st.sampled_from(("username", "ip", "url", "display_name", "numeric_id", "?")),
        given=WORDS,
        instants=st.lists(WORDS, max_size=2).map(tuple),
        used=WORDS,
        port=st.none() | st.integers(0, 70000),
    ),
    "offences": st.builds(OffenceLine, article=WORDS, law=WORDS, title=WORDS, text=WORDS),
    "persons": st.builds(PersonLine, code=WORDS, role=st.sampled_from(("victim", "suspect")), name=WORDS),
    "list": WORDS,
    "categories": st.sampled_from(("subscriber", "login", "traffic", "content", "?")),
}
DAYS = st.dates().map(date.isoformat)
TEXTS = WORDS | DAYS | st.tuples(DAYS, DAYS).map("/".join)
VALUES = {
    "statement": st.booleans() | WORDS,
    "date": st.dates(),
    "contact": st.builds(Contact, name=WORDS, email=WORDS),
}


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record with any of the vocabulary's fields, each of its own type."""
    fields: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(VOCABULARY)), max_size=12)):
        kind = VOCABULARY[name]
        if kind in LINES:
            fields[name] = tuple(draw(st.lists(LINES[kind], max_size=3)))
        else:
            fields[name] = draw(VALUES.get(kind, TEXTS))
    return replace(
        GOOD,
        fields=fields,
        measure=draw(st.sampled_from(("preservation", "emergency_mla", "subscriber_disclosure", ""))),
        language=draw(WORDS),
        recipient=Party(draw(WORDS)),
        contact=Contact(draw(WORDS), email=draw(WORDS)),
        signatories=tuple(Signatory(draw(WORDS), "") for _ in range(draw(st.integers(0, 2)))),
        instrument=draw(WORDS),
    )


def checks() -> st.SearchStrategy[Checks]:
    some = st.lists(st.sampled_from(("subscriber", "login", "penal_text", "username", "x")), max_size=3).map(tuple)
    return st.builds(
        Checks,
        today=st.dates(),
        entity=WORDS,
        entities=some,
        required_identifiers=some,
        categories=st.none() | some,
        not_held=some,
        languages=some,
        required_fields=some,
        annexes=some,
        kept_days=st.dictionaries(st.sampled_from(("subscriber", "login")), st.integers(0, 10**6)),
        held_until=st.none() | st.dates(),
        child=st.booleans(),
        cybertips=some,
        user_notice=st.booleans(),
        notice_copy=st.booleans(),
        order_needed=st.booleans(),
        address=st.sampled_from(("", "none", "confirmed")),
        duplicates=some,
        dual_criminality=WORDS,
        basis=st.dictionaries(
            st.sampled_from(sorted({each.rests_on for each in OBJECTIONS.values()})),
            st.builds(Basis, source=st.just(("s",)), verification=st.sampled_from(("read", "unverified"))),
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=records(), known=checks(), form=st.sampled_from((FORM, TO_AUTHORITY)))
def test_preflight_reads_any_record(record: Record, known: Checks, form: Form) -> None:
    for each in preflight(record, form, known):
        assert each.line()
        assert not each.blocks or (each.code in BLOCKING and each.verification != "unverified")
        assert each.prevents in GROUNDS
