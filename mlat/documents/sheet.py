"""The field sheet: what a person copies, field by field, into a company's portal."""

from __future__ import annotations

from mlat.documents.forms import form
from mlat.documents.paper import Item, Paper, paper
from mlat.documents.wording import Wording
from mlat.domain.problems import Problem
from mlat.domain.record import Contact, IdentifierLine, OffenceLine, PersonLine, Record


def fields(record: Record) -> tuple[tuple[str, str], ...]:
    """(label, value) for every line of the paper's copy, in its order and language; values are plain text.

    Raises `Problem` for a family letter, and for what `render.html` refuses.
    """
    ready = paper(record, form(record.form))
    if ready.form.catalog == "family":
        raise Problem("sheet.family", "form", "A letter to a family has no portal.", "Print it or send it.")
    head = [
        (ready.wording.say("Number"), ready.record.number),
        (ready.wording.say("Case"), ready.record.case_reference),
        (ready.wording.say("Recipient"), ready.record.recipient.name),
    ]
    lines = [line for section in ready.sections for item in section.items for line in _lines(item, ready)]
    return tuple((label, value) for label, value in [*head, *lines] if value)


def _lines(item: Item, ready: Paper) -> list[tuple[str, str]]:
    if item.type == "identifiers" and isinstance(item.value, tuple):
        accounts = [each for each in item.value if isinstance(each, IdentifierLine)]
        return [(f"{item.label} {n}", _account(each, ready.wording)) for n, each in enumerate(accounts, start=1)]
    return [(item.label, _text(item.value, ready))]


def _account(line: IdentifierLine, words: Wording) -> str:
    """The identifier first and alone on its line, so that it can be copied by itself."""
    about = [words.kind(line.label), line.platform, words.span(line.used) if line.used else ""]
    port = f"{words.say('Port')} {line.port}" if line.port is not None else ""
    rest = [", ".join(each for each in about if each), port, *(words.instant(each) for each in line.instants)]
    return "\n".join([line.given, *(each for each in rest if each)])


def _text(value: object, ready: Paper) -> str:
    match value:
        case str():
            return value
        case Contact():
            zone = ready.wording.zone(value.zone, ready.record.on) if value.zone else ""
            hours = f"{value.hours} ({zone})" if value.hours and zone else value.hours
            return "\n".join(each for each in (value.name, value.function, value.email, value.phone, hours) if each)
        case OffenceLine():
            return ", ".join(each for each in (value.title, value.article, value.law, value.penalty) if each)
        case PersonLine():
            role = ready.wording.role(value.role)
            return ", ".join(each for each in (value.code, value.name, role, value.age, value.note) if each)
        case tuple():
            return "\n".join(_text(each, ready) for each in value)
        case _:
            return str(value)
