"""The children of a record, and their names as they are compared: however they are spelt."""

from __future__ import annotations

import unicodedata

from mlat.domain.record import PersonLine, Record

STROKES = str.maketrans("łđøħı", "ldohi")
"""Letters that no decomposition parts from their stroke or dot."""


def children(record: Record) -> tuple[PersonLine, ...]:
    """The victims among the persons of a record, whether its form speaks of them or not."""
    persons = record.fields.get("persons", ())
    lines = persons if isinstance(persons, tuple) else ()
    return tuple(each for each in lines if isinstance(each, PersonLine) and each.role == "victim")


def names_of_children(record: Record) -> tuple[str, ...]:
    """Every name that must not stand in a text, each once."""
    names = (*record.never, *(name for each in children(record) for name in (each.name, each.latin)))
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def plain(text: str) -> str:
    """Letters and digits only, without accents, strokes or case, words apart by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(STROKES)
    # Vowel signs go as accents do, and what is not seen in print (a soft hyphen) parts no word.
    letters = (each for each in decomposed if unicodedata.category(each) not in ("Mn", "Mc", "Me", "Cf"))
    return " ".join("".join(each if each.isalnum() else " " for each in letters).split())
