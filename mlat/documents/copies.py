"""Whose copy it is decides what stands in it: one record, several renderings.

What a copy must not show is taken out of the record before anything is laid out, so it cannot reach the
text, the metadata, a bookmark or a property of the file. A child's name stands in the sealed annex alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mlat.documents.legible import texts_of
from mlat.domain.children import names_of_children, plain
from mlat.domain.forms import Form
from mlat.domain.problems import Problem
from mlat.domain.record import AnnexLine, Contact, IdentifierLine, Party, PersonLine, Record, Value

SEALED = "sealed_identity"
"""The one form that names a child; for authorities and the file only."""
WITHOUT_THE_CASE = frozenset({"family", "translator"})
"""Copies that tell neither the case's number nor its law, its annexes or the bodies on its way."""
GLUED = re.compile(
    "[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words, or none between a name and a particle (Hebrew, Arabic, Korean)."""


def reduced(record: Record, form: Form) -> Record:
    """What this copy may show. Raises `Problem` where a child's name would still stand in it."""
    if form.id == SEALED:
        if record.copy not in ("authority", "file"):
            raise Problem(
                "copy.sealed",
                "copy",
                "A child's identity is not for the %(copy)s's copy.",
                "Make the sealed annex for an authority or for the file.",
                copy=record.copy,
            )
        shown = {key: _victims(value) for key, value in _shown(record, form).items()}
        return replace(record, fields=shown, annexes=(), page_url="", never=())
    copy = replace(
        record,
        never=(),
        fields={key: _without_names(record, value) for key, value in _shown(record, form).items()},
        annexes=tuple(each for each in record.annexes if record.copy != "provider" or _for_a_company(each)),
        # Whoever holds this link speaks for the authority: a copy that others may read does not carry it.
        page_url=record.page_url if record.copy == "authority" and form.answer_page else "",
    )
    if record.copy in WITHOUT_THE_CASE:
        copy = replace(copy, instrument="", article="", clauses={}, annexes=(), legs=(), case_reference="")
    _refuse_names(copy, names_of_children(record))
    return copy


def _for_a_company(annex: AnnexLine) -> bool:
    return annex.audience in ("provider", "recipient") and not annex.sealed


def _shown(record: Record, form: Form) -> dict[str, Value]:
    ids = {
        field.id
        for field in form.fields()
        if field.when.holds(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
    }
    return {key: value for key, value in record.fields.items() if key in ids}


def _without_names(record: Record, value: Value) -> Value:
    if not (isinstance(value, tuple) and value and isinstance(value[0], PersonLine)):
        return value
    persons = [each for each in value if isinstance(each, PersonLine)]
    if record.copy == "provider":
        return tuple(replace(each, name="", latin="", note="") for each in persons)
    return tuple(replace(each, name="", latin="") if each.role == "victim" else each for each in persons)


def _victims(value: Value) -> Value:
    """Of the persons, those whose identity is sealed."""
    if not (isinstance(value, tuple) and value and isinstance(value[0], PersonLine)):
        return value
    return tuple(each for each in value if isinstance(each, PersonLine) and each.role == "victim")


def _refuse_names(copy: Record, names: tuple[str, ...]) -> None:
    written = replace(copy, sender=Party(""), contact=Contact(""), signatories=())  # the office's own head is no text
    if copy.copy not in WITHOUT_THE_CASE:
        written = replace(written, fields={key: _unspelt(value) for key, value in copy.fields.items()})
    said = [f" {plain(text)} " for text in texts_of(written)]
    for name in names:
        if any(_stands(plain(name), text) for text in said):
            raise Problem(
                "copy.names_child",
                "persons",
                "The name of a victim stands in the text of this copy.",
                "Write the code name instead; the name belongs in the sealed annex.",
            )


def _unspelt(value: Value) -> Value:
    """Accounts without how they are spelt: a child's own account may spell its name, and is found by nothing else."""
    if not (isinstance(value, tuple) and value and isinstance(value[0], IdentifierLine)):
        return value
    return tuple(replace(each, given="") for each in value if isinstance(each, IdentifierLine))


def _stands(name: str, text: str) -> bool:
    """Whether every word of a plain name stands in a plain text; in glued scripts, whether the name does as a whole."""
    words = name.split()
    if words and all(f" {word} " in text for word in words):
        return True
    bare = "".join(words)
    return len(bare) > 1 and bool(GLUED.search(bare)) and bare in text.replace(" ", "")
