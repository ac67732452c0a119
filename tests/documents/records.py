"""Records to print in tests: one of each form, about the same invented case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mlat.documents.forms import form
from mlat.domain.milestones import BodyKind, Code, Milestone
from mlat.domain.record import (
    AnnexLine,
    Contact,
    Copy,
    IdentifierLine,
    OffenceLine,
    Party,
    PersonLine,
    Record,
    Signatory,
    Value,
)

ZONE = "America/Argentina/Buenos_Aires"
CHILD = "Lucía Inventada Ferreyra"
SUSPECT = "Ramón Supuesto"
SECRET_FACTS = "Los hechos completos constan en el expediente reservado."
CODES: tuple[tuple[Code, BodyKind | None], ...] = (
    ("request_sent_abroad", "company"),
    ("request_sent_abroad", "authority"),
    ("received", "company"),
    ("received", "authority"),
    ("needs_more", "company"),
    ("needs_more", "authority"),
    ("first_answer", "company"),
    ("first_answer", "authority"),
    ("still_waiting", "company"),
    ("still_waiting", "authority"),
    ("finished", None),
    ("person_to_call", None),
)

OFFENCE = OffenceLine(
    "art. 131", "Código Penal de la Nación Argentina", "Contacto con un menor", "6 meses a 4 años", "Texto."
)
ACCOUNTS = (
    IdentifierLine("username", "skydiver_77", "Instagram", used="2026-01-20/2026-02-14", synthetic=True),
    IdentifierLine("ip", "203.0.113.77", instants=("2026-02-11T01:42:07Z",), port=51544, synthetic=True),
)
PERSONS = (
    PersonLine("V1", "victim", "11", "vive en el barrio inventado", CHILD),
    PersonLine("S1", "suspect", "", "accede desde México", SUSPECT),
)
SECOND = Contact("Guardia", "Turno", "guardia@fiscalia.example", "+54 11 0000 0001", "24 h")

FILLED: dict[str, Value] = {
    "identifiers": ACCOUNTS,
    "persons": PERSONS,
    "offences": (OFFENCE,),
    "data_categories": ("subscriber", "login"),
    "date_range": "2026-01-20/2026-03-05",
    "deadline_wish": date(2026, 4, 1),
    "mla_date": date(2026, 3, 20),
    "second_contact": SECOND,
    "facts": SECRET_FACTS,
    "information": SECRET_FACTS,
    "milestones": tuple(Milestone(code, date(2026, 3, 1 + number), kind) for number, (code, kind) in enumerate(CODES)),
    "wait_months": "6-24",
    "support": ("Línea de ayuda 000, todos los días",),
}


def _filled(form_id: str) -> dict[str, Value]:
    """A value for every field of the form."""
    values: dict[str, Value] = {}
    for field in form(form_id).fields():
        if field.id in FILLED:
            values[field.id] = FILLED[field.id]
        elif field.type == "statement":
            values[field.id] = True
        elif field.type == "date":
            values[field.id] = date(2026, 3, 20)
        elif field.type == "list":
            values[field.id] = (f"uno {field.id}", f"dos {field.id}")
        elif field.type in ("text", "paragraphs"):
            values[field.id] = f"Texto de {field.id}, art. 1."
    return values


def record(form_id: str, language: str = "es", copy: Copy | None = None, **changes: object) -> Record:
    """A record of this form with every field filled."""
    shape = form(form_id)
    whose: dict[str, Copy] = {
        "provider": "provider",
        "authority": "authority",
        "family": "family",
        "translator": "translator",
    }
    made = Record(
        form=form_id,
        copy=copy or whose[shape.recipients],
        language=language,
        title=shape.title,
        sender=Party("Fiscalía de ejemplo 99", ("Calle Ficticia 100",), "AR", "America/Argentina/Buenos_Aires"),
        recipient=Party("Destinatario de ejemplo", ("Calle Lejana 1",), "MX", "America/Mexico_City"),
        contact=Contact(
            "Secretaría",
            "Cooperación",
            "cooperacion@fiscalia.example",
            "+54 11 0000 0000",
            "9 a 18",
            ZONE,
        ),
        place="Buenos Aires",
        on=date(2026, 3, 5),
        number="F99-2026-0007",
        proof_code="K7QX-2M4D",
        case_reference="CCC 12345/2026",
        instrument="Ley 26.137",
        article="art. XVI",
        measure=shape.measures[0],
        clauses={"confidentiality": "XVI.5", "notice_of_execution": "V.1", "no_legalisation": "XIX"},
        fields=_filled(form_id),
        annexes=(
            AnnexLine(
                1,
                "court_order",
                2,
                "ab" * 32,
                "es",
                "recipient",
                issuer="Juzgado Ficticio 3",
                issued_on=date(2026, 3, 2),
            ),
            AnnexLine(2, "sealed_identity", 1, "cd" * 32, "es", "authority", sealed=True),
        ),
        signatories=(
            Signatory("Ana Ejemplo", "Fiscal", "ink"),
            Signatory("Luis Muestra", "Secretario", "token"),
        ),
        legs=("Cancillería", "Autoridad central"),
        marks=("training",),
        verify_url="https://mlat.example/v/K7QX",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names fields of Record
