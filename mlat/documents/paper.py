"""The paper as its reader meets it: numbered sections of labelled items, in the words of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mlat.documents import fonts
from mlat.documents.copies import reduced
from mlat.documents.fonts import MONO
from mlat.documents.legible import legible, map_texts
from mlat.documents.marks import IN_FRAME, MARKS
from mlat.documents.wording import Wording
from mlat.domain.forms import Field, FieldType, Form
from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.domain.record import Layout, Record, Value
from mlat.domain.two_languages import refuse_unequal
from mlat.i18n import locale, texts


@dataclass(frozen=True)
class Item:
    """One labelled value. `value` is text, paragraphs, or the record's own lines, as `type` says."""

    id: str
    type: FieldType
    label: str
    value: Value | tuple[str, ...]
    clause: str = ""
    """The article of the instrument that this item rests on."""


@dataclass(frozen=True)
class NumberedSection:
    """A section that has something to say."""

    number: int | str
    """Its place, or the letter of the section of an official certificate."""
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Paper:
    """A record reduced to its copy, ready for a template."""

    record: Record
    form: Form
    wording: Wording
    title: str
    sections: tuple[NumberedSection, ...]
    marks: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    """The marks that also stand in a frame at the head."""
    beside: Paper | None = None
    """The same paper in its second language."""
    layout: Layout = "columns"

    @property
    def item(self) -> Mapping[str, Item]:
        """Every item by its field id."""
        return {item.id: item for section in self.sections for item in section.items}

    @property
    def after_sections(self) -> int | str:
        """The number of what follows the last section; none after letters."""
        return "" if self.form.official else len(self.sections) + 1

    @property
    def fonts(self) -> str:
        """The font families as a style sheet names them."""
        return ", ".join(f'"{family}"' for family in fonts.families(self.wording.language.fonts))

    @property
    def name(self) -> str:
        """Title and number, for the file's metadata; the titles of both languages."""
        titles = (self.title, self.beside.title) if self.beside else (self.title,)
        return " ".join(part for part in (" / ".join(titles), self.record.number) if part)


def paper(record: Record, form: Form) -> Paper:
    """The paper of this record's copy.

    Raises `Problem` where the language is not complete, a value is of the wrong kind, or the copy would
    show what its reader must not see.
    """
    if record.beside is None:
        return _in_one_language(record, form)
    refuse_unequal(record, form)
    first, second = (_in_one_language(each, form) for each in record.wordings())
    return replace(first, beside=second, layout=record.beside.layout)


def _in_one_language(record: Record, form: Form) -> Paper:
    language = locale(record.language)
    catalog = texts(record.language, form.catalog)
    _refuse_undrawn(record.language, catalog.texts, language.fonts)
    wording = Wording(language, catalog)
    _refuse_empty_letter(record, form)
    points = fonts.drawn((*fonts.families(language.fonts), MONO))
    copy = map_texts(reduced(record, form), lambda text: legible(text, points))
    sections = _sections(copy, form, wording)
    marks = _marks(copy, form, wording)
    framed = tuple(said for code, said in marks.items() if code in IN_FRAME)
    return Paper(copy, form, wording, wording.say(record.title), sections, tuple(marks.values()), framed)


def _refuse_empty_letter(record: Record, form: Form) -> None:
    """A request leaves out what is empty; a letter to a family says nothing without what it tells."""
    if form.catalog != "family":
        return
    for field in form.required(measure=record.measure, instrument=record.instrument_id, copy=record.copy):
        if not record.value(field.id):
            raise Problem("record.missing", field.id, "A letter cannot be made without it.", "Fill it in.")


def _refuse_undrawn(code: str, catalog: Mapping[str, str], families: tuple[str, ...]) -> None:
    lacking = fonts.undrawn("".join(catalog.values()), families)
    if lacking:
        raise Problem(
            "fonts.incomplete",
            "language",
            "The fonts of %(language)s do not draw: %(letters)s",
            "Add a font that draws them, or choose another language.",
            language=code,
            letters=lacking,
        )


def _sections(record: Record, form: Form, wording: Wording) -> tuple[NumberedSection, ...]:
    found: list[NumberedSection] = []
    for section in form.sections:
        items = tuple(item for field in section.fields if (item := _item(record, field, wording)) is not None)
        if items:
            found.append(NumberedSection(section.letter or len(found) + 1, wording.say(section.title), items))
    return tuple(found)


def _item(record: Record, field: Field, wording: Wording) -> Item | None:
    if not field.when.holds(measure=record.measure, instrument=record.instrument_id, copy=record.copy):
        return None
    value = record.value(field.id)
    if value is None or value in (False, "", ()):
        return None
    article = record.clauses.get(field.id, "")
    clause = wording.say(N_("Article %(article)s."), article=article) if article else ""
    return Item(field.id, field.type, wording.say(field.label), _worded(field, value, wording), clause)


def _worded(field: Field, value: Value, wording: Wording) -> Value | tuple[str, ...]:
    """The value in this language; lines of accounts, persons and the like stay as they are."""
    try:
        return _WORDED.get(field.type, _as_it_is)(field, value, wording)
    except (TypeError, AttributeError):
        raise Problem(
            "record.value",
            field.id,
            "This value is not of the kind %(type)s.",
            "See docs/record-file.md.",
            type=field.type,
        ) from None


def _as_it_is(field: Field, value: Value, wording: Wording) -> Value:
    return value


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a free text: an empty line parts them."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _statement(field: Field, value: Value, wording: Wording) -> tuple[str, ...]:
    return (wording.say(field.sentence),) if value is True else paragraphs(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _lines(value: Value) -> tuple[str, ...]:
    if not isinstance(value, tuple):
        raise TypeError
    return tuple(_text(each) for each in value)


def _day(field: Field, value: Value, wording: Wording) -> str:
    if not isinstance(value, date):
        raise TypeError
    return wording.day(value)


_WORDED: Mapping[FieldType, Callable[[Field, Value, Wording], Value | tuple[str, ...]]] = {
    "text": lambda field, value, wording: _text(value),
    "paragraphs": lambda field, value, wording: paragraphs(_text(value)),
    "statement": _statement,
    "date": _day,
    "range": lambda field, value, wording: wording.period(_text(value)),
    "list": lambda field, value, wording: _lines(value),
    "categories": lambda field, value, wording: tuple(wording.category(each) for each in _lines(value)),
}


def _marks(record: Record, form: Form, wording: Wording) -> dict[str, str]:
    """The lines that say plainly what this paper is not; a legal paper in a draft language says so."""
    codes = [*record.marks, *(["official_form"] if form.official else [])]
    if form.catalog == "legal" and not wording.language.reviewed("legal"):
        codes.append("translation_not_certified")
    unknown = [code for code in codes if code not in MARKS]
    if unknown:
        raise Problem(
            "record.mark",
            "marks",
            "There is no mark %(given)s.",
            "Use one of: %(codes)s.",
            given=unknown[0],
            codes=", ".join(MARKS),
        )
    return {code: wording.say(MARKS[code]) for code in codes}
