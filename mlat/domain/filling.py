"""From what a drafter types to what a paper prints, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mlat.domain.forms import DATA_CATEGORIES, Field, Form
from mlat.domain.problems import Problem, Problems
from mlat.domain.record import Beside, Layout, Value
from mlat.domain.two_languages import is_wording

FROM_THE_CASE = frozenset({"offences", "identifiers", "persons", "contact", "milestones"})
"""Types whose values are the case's own lines: nobody types them into a form."""
YES = "yes"
"""What stands in a draft for a statement that the form itself words."""
SECOND_LANGUAGE, SECOND_LAYOUT = "second_language", "second_layout"
"""Where a draft keeps that its paper stands in two languages, and how."""
SECOND = "second."
"""Before the id of a field: its text in the second language."""


def typed(form: Form) -> tuple[Field, ...]:
    """The fields that a person fills in."""
    return tuple(field for field in form.fields() if field.type not in FROM_THE_CASE)


def values(form: Form, draft: Mapping[str, str]) -> dict[str, Value]:
    """The values of a draft. Raises `Problems`, each naming its field, for what cannot be read."""
    found: dict[str, Value] = {}
    wrong: list[Problem] = []
    for field in typed(form):
        text = draft.get(field.id, "").strip()
        if not text:
            continue
        try:
            found[field.id] = _value(field, text)
        except Problem as problem:
            wrong.append(problem)
    if wrong:
        raise Problems(wrong)
    return found


def second_wording(form: Form, draft: Mapping[str, str]) -> Beside | None:
    """What a draft says in its second language; `None` where it has one language. Raises `Problems` per field.

    Only what a person wrote in the first language is looked for in the second: all else is worded by the form.
    """
    language = draft.get(SECOND_LANGUAGE, "")
    if not language or form.recipients != "authority":
        return None
    first = values(form, draft)
    said = {each.id: draft.get(SECOND + each.id, "") for each in typed(form) if is_wording(each, first.get(each.id))}
    layout: Layout = "after" if draft.get(SECOND_LAYOUT) == "after" else "columns"
    return Beside(language, layout, fields=values(form, said))


def refuse_unknown(form: Form, draft: Mapping[str, str]) -> None:
    """Raise `Problem` for a field that the form does not have."""
    known = {field.id for field in typed(form)}
    for name in draft:
        if name.removeprefix(SECOND) not in known and name not in (SECOND_LANGUAGE, SECOND_LAYOUT):
            raise Problem(
                "unknown",
                name,
                "is not a field of the form %(form)s.",
                "Known are: %(known)s.",
                form=form.id,
                known=", ".join(sorted(known)),
            )


def _value(field: Field, text: str) -> Value:
    match field.type:
        case "statement":
            return True if text == YES else text
        case "date":
            return _day(field.id, text)
        case "range":
            first, _, last = text.partition("/")
            if _day(field.id, first) > _day(field.id, last or first):
                raise Problem("range", field.id, "ends before it begins.", "Give the earlier day first.")
            return text
        case "list":
            return _lines(text)
        case "categories":
            categories = tuple(part for line in _lines(text) for part in line.replace(",", " ").split())
            for category in categories:
                if category not in DATA_CATEGORIES:
                    raise Problem(
                        "category",
                        field.id,
                        "%(category)s is not a data category.",
                        "Choose of: %(known)s.",
                        category=category,
                        known=", ".join(DATA_CATEGORIES),
                    )
            return categories
        case _:
            return text


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Problem("date", field, "%(text)s is not a day.", "Write it as 2026-03-02.", text=text) from error
