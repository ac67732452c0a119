"""What a reader program copies, searches and speaks is what the page shows, in every script.

WeasyPrint tells a reader one text for each glyph. That cannot be right in three scripts, so that two of its
functions are wrapped here, once, before the first paper:

- *Devanagari, Thai and their kin* draw the letters of a syllable in another order than they are written.
  Each drawn line stands in a marked span that says the line's own text (ActualText, ISO 32000-1, 14.9.4).
  The same span names the language of a line that is not in the language of the paper.
- *Arabic script* runs from right to left, and readers turn such a line around letter by letter; a text for
  the whole line would come back reversed. Here each glyph gets the one letter that the font draws with it,
  and lam with alef, drawn as one, the one code point that stands for both.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont

from mlat.documents import fonts

REORDERED = re.compile("[\u0900-\u109f\u1780-\u17ff]")
"""The scripts of India and South East Asia, from Devanagari to Myanmar, and Khmer."""
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
BEH = 0x0628
"""A letter that every font of Arabic script draws."""
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""Code points of Unicode for joined forms, among them lam with alef as one."""


def mend() -> None:
    """Wrap WeasyPrint's drawing of text. Harmless when called again."""
    from weasyprint import draw
    from weasyprint.pdf.stream import Stream

    if hasattr(draw.draw_text, "__wrapped__"):
        return
    draw.draw_text = _with_its_text(draw.draw_text)
    Stream.add_font = _with_known_glyphs(Stream.add_font)


def _with_its_text(draw_text: Any) -> Any:
    from weasyprint.pdf.stream import pydyf

    def drawn(stream: Any, textbox: Any, *rest: Any) -> None:
        told = {}
        if REORDERED.search(textbox.text):
            told["ActualText"] = pydyf.String(_line(textbox))
        if textbox.style["lang"] != textbox.style.root_style["lang"]:
            told["Lang"] = pydyf.String(textbox.style["lang"] or "")
        if not told:
            draw_text(stream, textbox, *rest)
            return
        stream.begin_marked_content("Span", pydyf.Dictionary(told))
        draw_text(stream, textbox, *rest)
        stream.end_marked_content()

    drawn.__wrapped__ = draw_text  # type: ignore[attr-defined]  # marks it as ours
    return drawn


def _line(textbox: Any) -> str:
    """The text of the line as it is drawn: the first of its Pango layout."""
    layout = textbox.pango_layout
    layout.reactivate(textbox.style)
    line, _ = layout.get_first_line()
    encoded = layout.text.encode()[line.start_index : line.start_index + line.length]
    layout.deactivate()
    return str(encoded.decode())


class _Known(dict[int, str]):
    """Texts by glyph, where what the font itself says goes before what the place suggests."""

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self.known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self.known.get(glyph, text))


def _with_known_glyphs(add_font: Any) -> Any:
    def added(stream: Any, pango_font: Any) -> Any:
        font, size = add_font(stream, pango_font)
        if not isinstance(font.to_unicode, _Known):
            font.to_unicode = _Known(glyphs(font.file_content) if BEH in fonts.drawn((font.family,)) else {})
        return font, size

    return added


@lru_cache(maxsize=16)
def glyphs(content: bytes) -> Mapping[int, str]:
    """The letters of Arabic script that each glyph of a font stands for."""
    with TTFont(io.BytesIO(content), lazy=True) as font:
        points = font.getBestCmap()
        texts: dict[str, str] = {}
        for point in sorted(points):
            if ARABIC.match(chr(point)):
                texts.setdefault(points[point], chr(point))
        _follow(font, texts)
        whole = {name: chr(point) for point, name in points.items() if FORMS.match(chr(point))}
        texts = whole | {name: text for name, text in texts.items() if name not in whole or _letters(text) == 1}
        return {font.getGlyphID(name): text for name, text in texts.items()}


def _follow(font: TTFont, texts: dict[str, str]) -> None:
    """Add the glyphs that the font puts in the place of those known: a form of a letter, or several in one."""
    while True:
        known = len(texts)
        for table in (each for lookup in font["GSUB"].table.LookupList.Lookup for each in lookup.SubTable):
            plain = getattr(table, "ExtSubTable", table)
            if plain.LookupType == 1:
                for one, other in plain.mapping.items():
                    if one in texts:
                        texts.setdefault(other, texts[one])
            elif plain.LookupType == 4:
                for first, ligatures in plain.ligatures.items():
                    for each in ligatures:
                        parts = (first, *each.Component)
                        if all(part in texts for part in parts):
                            texts.setdefault(each.LigGlyph, "".join(texts[part] for part in parts))
        if len(texts) == known:
            return


def _letters(text: str) -> int:
    """How many letters besides the marks above and below them; marks alone count as one."""
    return sum(not unicodedata.combining(each) for each in text) or 1
