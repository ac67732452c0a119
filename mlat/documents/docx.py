"""The same paper as an editable DOCX: made from the very page that becomes the PDF, so both say the same.

It walks the few elements that our templates use. No time, no author of this machine: identical records
give identical bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Open
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import html as markup  # type: ignore[import-untyped]  # python-docx brings it, without types

from mlat.documents.fonts import MONO
from mlat.documents.forms import form
from mlat.documents.paper import Paper, paper
from mlat.documents.render import page
from mlat.domain.record import Record

FONT = "Noto Sans"
INK, GREY = RGBColor(0x16, 0x16, 0x16), RGBColor(0x55, 0x55, 0x55)
QUIET = frozenset({"quiet", "clause", "under", "lines", "seal", "day"})
SIDE_BY_SIDE = frozenset({"pair", "head"})
"""Boxes whose children stand beside one another. Those of the class "row" follow each other as one table."""
BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "ul", "table", "section", "header"})
SKIPPED = frozenset({"style", "footer", "svg", "head"})
AFTER_BIDI = ("w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
"""What must stand behind the direction among a paragraph's properties."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write(record: Record) -> bytes:
    """The DOCX of this record's copy. Raises `Problem` for what `render.html` refuses."""
    ready = paper(record, form(record.form))
    document = Document()
    _dress(document, ready)
    _blocks(document, markup.document_fromstring(page(ready)).find("body"))
    _foot(document, ready)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _dress(document: Open, ready: Paper) -> None:
    """Page, fonts, language and the file's own properties."""
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin, sheet.right_margin = Mm(28), Mm(22)
    sheet.top_margin, sheet.bottom_margin = Mm(18), Mm(24)
    code = ready.wording.language.code
    styles: Any = document.styles
    for name, size in (("Normal", 9.5), ("Title", 15), ("Heading 1", 10.5)):
        style = styles[name]
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().attrib.clear()  # the template's theme fonts would win over ours
        style.font.name, style.font.size = FONT, Pt(size)
        for scripts in ("w:cs", "w:eastAsia"):  # Arabic and Indian scripts; Chinese and Japanese
            properties.rFonts.set(qn(scripts), ready.wording.language.fonts[0])
        style.font.bold, style.font.color.rgb = name != "Normal", INK
    styles["Normal"].element.get_or_add_rPr().append(_element("w:lang", {"w:val": code}))
    styles["Normal"].paragraph_format.space_after = Pt(4)
    about = document.core_properties
    about.title, about.author, about.language = ready.name, ready.record.sender.name, code
    about.comments = about.keywords = about.subject = about.last_modified_by = about.category = ""
    about.created = about.modified = datetime.combine(ready.record.on, time(), UTC)
    about.revision = 1


def _blocks(into: Open | _Cell, parent: Any) -> None:
    """The block elements under `parent`, one after the other."""
    for are_rows, found in groupby(parent, _is_row):
        if are_rows:
            _table(into, found)
        else:
            _one_by_one(into, found)


def _is_row(element: Any) -> bool:
    return isinstance(element.tag, str) and "row" in element.classes


def _one_by_one(into: Open | _Cell, elements: Iterable[Any]) -> None:
    for element in elements:
        match element.tag:
            case tag if tag in SKIPPED or not isinstance(tag, str):
                continue
            case "h1":
                _runs(_paragraph(into, "Title"), element)
            case "h2":
                _runs(_paragraph(into, "Heading 1"), element)
            case "ul":
                for each in element:
                    _runs(_paragraph(into, "List Bullet"), each)
            case "table":
                _table(into, element.iterfind(".//tr"))
            case "div" if SIDE_BY_SIDE & set(element.classes):
                _table(into, [element])
            case "p" | "h3":
                _runs(_paragraph(into), element)
            case _ if any(each.tag in BLOCKS for each in element):
                _blocks(into, element)
            case _:
                _runs(_paragraph(into), element)


def _table(into: Open | _Cell, rows: Iterable[Any]) -> None:
    """Rows whose children are the cells: of a table, or of two blocks side by side."""
    given = list(rows)
    found = [list(row) for row in given]
    width = max(len(row) for row in found)
    table: Any = into.add_table(len(found), width)
    if _right_to_left(given[0]):
        table.table_direction = WD_TABLE_DIRECTION.RTL
    for row, made in zip(found, table.rows, strict=True):
        for cell, place in zip(row, made.cells, strict=False):
            if width == 2:
                place.width = Mm(44) if cell.tag in ("h3", "th") else Mm(80)
            if cell.tag not in ("td", "th"):
                _blocks(place, [cell])
            elif any(each.tag in BLOCKS for each in cell):
                _blocks(place, cell)
            else:
                _runs(_paragraph(place), cell)
    _paragraph(into).paragraph_format.space_after = Pt(0)


def _paragraph(into: Open | _Cell, style: str | None = None) -> Paragraph:
    """A new paragraph, in the plain style unless another is named; a cell is born with an empty one, used first."""
    if isinstance(into, _Cell) and len(into.paragraphs) == 1 and not into.text and not into.tables:
        first: Paragraph = into.paragraphs[0]
        if style:  # the library reads all its styles to find one
            first.style = style
        return first
    added: Paragraph = into.add_paragraph(style=style)
    return added


def _runs(paragraph: Paragraph, element: Any, bold: bool = False, quiet: bool = False) -> None:
    """The text of an element as runs, with the little weight and grey that our pages use."""
    bold = bold or element.tag == "b" or "office" in element.classes
    quiet = quiet or element.tag in ("h3", "th") or bool(QUIET & set(element.classes))
    turned = _right_to_left(element)
    if turned and not paragraph.text:
        paragraph._p.get_or_add_pPr().insert_element_before(_element("w:bidi", {}), *AFTER_BIDI)
    _run(paragraph, element.text, bold, quiet, mono="id" in element.classes, turned=turned)
    for child in element:
        if child.tag not in SKIPPED:
            _runs(paragraph, child, bold, quiet)
            if "number" in child.classes:
                paragraph.add_run("  ")
        _run(paragraph, child.tail, bold, quiet, turned=turned)


def _right_to_left(element: Any) -> bool:
    """Whether the lines of an element run from right to left: as it says, or the nearest around it that says."""
    said = (each.get("dir") for each in (element, *element.iterancestors()))
    return next((each for each in said if each), "ltr") == "rtl"


def _run(
    paragraph: Paragraph, text: str | None, bold: bool, quiet: bool, mono: bool = False, turned: bool = False
) -> None:
    said = re.sub(r"\s+", " ", text or "")
    if not said.strip() and not (said and paragraph.text):
        return
    run = paragraph.add_run(said if paragraph.text else said.lstrip())
    run.bold = bold or None
    if mono:
        run.font.name = MONO
    if quiet:
        run.font.size, run.font.color.rgb = Pt(8), GREY
    if turned:
        run.font.rtl = True


def _foot(document: Open, ready: Paper) -> None:
    """Number, proof code, page and marks, as in the PDF."""
    line: Any = document.sections[0].footer.paragraphs[0]
    record = ready.record
    wordings = [ready, ready.beside] if ready.beside else [ready]
    marks = [mark for each in wordings for mark in each.marks]
    _small(line, " · ".join(each for each in (record.number, record.proof_code, *marks) if each) + "\t")
    for number, each in enumerate(wordings):
        counted = each.wording.say("Page %(page)s of %(pages)s", page="\0PAGE\0", pages="\0NUMPAGES\0")
        _counted(line, (" · " if number else "") + counted)


def _counted(line: Any, text: str) -> None:
    for part in text.split("\0"):
        if part in ("PAGE", "NUMPAGES"):
            field = _element("w:fldSimple", {"w:instr": part})
            field.append(_element("w:r", {}))
            line._p.append(field)
        else:
            _small(line, part)


def _small(line: Any, text: str) -> None:
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = Pt(7.5), GREY


def _element(tag: str, attributes: Mapping[str, str]) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made


def _timeless(written: bytes) -> bytes:
    """The same archive without the machine's clock in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, ZIP_TIME), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
