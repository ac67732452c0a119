"""The copy of another reader, made beside the recipient's own: of a production order, the enforcing authority's.

It has a number of its own and never travels with the recipient's: what it says more is not for the recipient.
"""

from __future__ import annotations

from dataclasses import replace

from mlat.documents.forms import form
from mlat.domain.forms import second_copy
from mlat.domain.record import Copy, Party, Record

MARK = "-EA"
"""What its number adds to that of the recipient's copy, so that no file name is the same."""


def for_second_reader(record: Record) -> list[Record]:
    """The record for the other reader whom the form's own field names; none where it names nobody."""
    shape = form(record.form)
    return [_for_the_other(record, copy, shape.second_reader) for copy in second_copy(record, shape)]


def as_second_reader(record: Record) -> Record:
    """The same for a preview: as if its reader were named already."""
    return _for_the_other(record, form(record.form).second_copy or record.copy, form(record.form).second_reader)


def _for_the_other(record: Record, copy: Copy, reader: str) -> Record:
    name, *lines = str(record.value(reader) or "").strip().splitlines() or [""]
    number = f"{record.number}{MARK}" if record.number else ""
    whose = Party(name, tuple(lines), record.recipient.country)
    bare = replace(record, proof_code="", verify_url="", page_url="", legs=())
    return replace(bare, copy=copy, recipient=whose, number=number)
