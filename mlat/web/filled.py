"""How a draft's fields stand on the page, and what a person wrote into them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from mlat.documents.forms import form
from mlat.domain.filling import SECOND, SECOND_LANGUAGE, SECOND_LAYOUT, YES, typed
from mlat.domain.forms import copies_of
from mlat.i18n import locale
from mlat.reads.drafts import DraftView
from mlat.services.second_language import offered, written_in
from mlat.web.objections import Part
from mlat.web.sheet import Sheet
from mlat.web.words import language_name


@dataclass(frozen=True)
class PaperLanguage:
    """A language in which the paper can be written: whether its recipient reads it, and whether anyone reviewed it."""

    code: str
    name: str
    read: bool
    reviewed: bool

    @property
    def pair(self) -> tuple[str, str]:
        """Its code, and what a person must know to choose it."""
        who = _("the recipient reads it") if self.read else _("not a language that the recipient is known to read")
        mark = _("reviewed by a lawyer") if self.reviewed else _("draft: nobody has reviewed it")
        return self.code, f"{self.name} · {who} · {mark}"


def paper_languages(view: DraftView) -> list[PaperLanguage]:
    """The languages in which this paper can be written: those that its recipient reads first, then by name."""
    reads = view.route.get("languages") or [view.route.get("language", "")]
    found = [
        PaperLanguage(code, language_name(code), code in reads, locale(code).reviewed("legal"))
        for code in written_in(view.form)
    ]
    return sorted(found, key=lambda each: (not each.read, each.name))


def second_languages(view: DraftView) -> list[tuple[str, str]]:
    """(code, name) of the languages in which this paper can stand too; none for a provider's."""
    if view.recipient_kind == "provider":
        return []
    return [(code, language_name(code)) for code in offered(view.form) if code != view.language]


def parts_of(view: DraftView) -> list[Part]:
    """The sections with the fields that a person fills in and that exist for this measure and instrument."""
    shape = form(view.form)
    copies = copies_of(shape, view.recipient_kind)
    here = {
        one.id
        for one in typed(shape)
        if one.when.holds_in_any(copies, measure=view.line.measure, instrument=view.instrument)
    }
    parts = [Part(section.title, tuple(one for one in section.fields if one.id in here)) for section in shape.sections]
    return [part for part in parts if part.fields]


def folded(part: Part, view: DraftView, named: set[str]) -> Part:
    """The section with its optional, empty fields put apart, unless something was said about them."""
    spare = tuple(
        one for one in part.fields if not (one.required or one.id in named or view.fields.get(one.id, "").strip())
    )
    return Part(part.title, tuple(one for one in part.fields if one not in spare), spare)


def first_values(view: DraftView) -> dict[str, object]:
    """Field values as the page shows them: statements as yes, ranges as two days, categories as ticks."""
    found: dict[str, object] = {
        SECOND_LANGUAGE: view.fields.get(SECOND_LANGUAGE, ""),
        SECOND_LAYOUT: view.fields.get(SECOND_LAYOUT) or "columns",
    }
    for part in parts_of(view):
        for one in part.fields:
            found[SECOND + one.id] = view.fields.get(SECOND + one.id, "")
            text = view.fields.get(one.id, "")
            match one.type:
                case "range":
                    first, _, last = text.partition("/")
                    found |= {f"{one.id}_from": first, f"{one.id}_until": last or first}
                case "categories":
                    found[one.id] = text.split()
                case "statement" if one.sentence:
                    found |= {
                        one.id: "yes" if text == YES else "",
                        f"{one.id}_text": "" if text == YES else text,
                    }
                case _:
                    found[one.id] = text
    return found


def filled(sheet: Sheet, view: DraftView) -> dict[str, str]:
    """What was filled in, in the form's own shape."""
    found: dict[str, str] = {}
    if second_languages(view):
        found = {SECOND_LANGUAGE: sheet.text(SECOND_LANGUAGE), SECOND_LAYOUT: sheet.text(SECOND_LAYOUT)}
    for part in parts_of(view):
        for one in part.fields:
            if sheet.given(SECOND + one.id) or view.fields.get(SECOND + one.id):
                found[SECOND + one.id] = sheet.given(SECOND + one.id)
            match one.type:
                case "range":
                    first, last = sheet.text(f"{one.id}_from"), sheet.text(f"{one.id}_until")
                    found[one.id] = f"{first}/{last or first}" if first else ""
                case "categories":
                    found[one.id] = " ".join(sheet.many(one.id))
                case "statement" if one.sentence:
                    found[one.id] = sheet.text(f"{one.id}_text") or (YES if sheet.ticked(one.id) else "")
                case _:
                    found[one.id] = sheet.given(one.id)
    return found
