"""A paper in two languages: for whom, and what must then be said twice."""

from __future__ import annotations

from mlat.domain.forms import Field, Form
from mlat.domain.problems import Problem
from mlat.domain.record import Record

SAME_IN_ALL = frozenset({"cybertip"})
"""Lists of numbers and names, which no language changes."""


def refuse_unequal(record: Record, form: Form) -> None:
    """Raise `Problem` where this paper cannot stand in two languages.

    A provider reads one language, and a family its own. What a person wrote must be there in both.
    """
    if record.beside is None:
        return
    if form.recipients != "authority" or record.copy not in ("authority", "file"):
        raise Problem(
            "beside.reader", "beside", "Only papers to authorities stand in two languages.", "Choose one language."
        )
    if record.beside.language == record.language:
        raise Problem(
            "beside.same", "beside", "Both languages are the same.", "Choose another second language, or none."
        )
    lacking = unsaid(record, form)
    if lacking:
        raise Problem(
            "beside.unsaid",
            lacking[0].id,
            "is not written in the second language.",
            "Write it in both languages, or choose one language.",
        )


def unsaid(record: Record, form: Form) -> tuple[Field, ...]:
    """The fields that a person wrote in the first language of the paper and not in the second, in their order."""
    if record.beside is None:
        return ()
    said = record.beside.fields
    return tuple(
        each
        for each in form.fields()
        if each.when.holds(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
        and is_wording(each, record.fields.get(each.id))
        and not said.get(each.id)
    )


def is_wording(field: Field, value: object) -> bool:
    """Whether the value is somebody's own sentences, which each language says in its own way."""
    if field.id in SAME_IN_ALL or not value:
        return False
    return field.type in ("paragraphs", "list") or (field.type == "statement" and isinstance(value, str))
