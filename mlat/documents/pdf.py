"""HTML to PDF: tagged, written as PDF/A-3a and PDF/UA-1, with our own fonts, fetching nothing.

WeasyPrint is imported at the first paper, not before: it costs two seconds and needs Pango. Services do not
call it here: they go through `mlat.documents.press`, which lays out in a child process with limits.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident
from typing import Any, NoReturn

from mlat.documents import archive, copyable, fonts
from mlat.documents.attached import Attachment, attachments
from mlat.documents.forms import form
from mlat.documents.legible import texts_of
from mlat.documents.paper import paper
from mlat.documents.render import page
from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.domain.record import Record

LONGEST, LONGEST_WORD = 150_000, 4_000
"""Characters of one value, about fifty pages, and of one word, as printed: layout breaks them apart again and again."""


@dataclass(frozen=True)
class Proof:
    """A page ready to be laid out, and what is attached to it."""

    page: str
    attached: tuple[Attachment, ...] = ()


def write(given: Record | str) -> bytes:
    """The PDF of a record (or of its page, as `render.html` gave it). Identical input, identical bytes.

    Raises whatever `proof` and `lay_out` refuse.
    """
    return lay_out(proof(given) if isinstance(given, Record) else Proof(given))


def proof(record: Record) -> Proof:
    """The page of this record's copy with its attachments; nothing is laid out yet.

    Raises `Problem`: `record.long` where a value is too long, and whatever `render.html` refuses.
    """
    ready = paper(record, form(record.form))
    _refuse_long(ready.record)
    return Proof(page(ready), attachments(ready))


def _refuse_long(record: Record) -> None:
    for name, value in record.fields.items():
        texts = texts_of(value)
        _refuse_over(name, sum(map(len, texts)), LONGEST, N_("has %(length)s characters; a paper takes %(most)s."))
        longest = max((len(word) for text in texts for word in text.split()), default=0)
        _refuse_over(name, longest, LONGEST_WORD, N_("has a word of %(length)s characters; a paper takes %(most)s."))


def _refuse_over(name: str, length: int, most: int, says: str) -> None:
    if length > most:
        raise Problem("record.long", name, says, N_("Shorten it, or add it as an annex."), length=length, most=most)


def lay_out(given: Proof) -> bytes:
    """The PDF of a page.

    Raises `Problem`: `pango.missing` where the machine lacks the library, `pdf.fetch` where the page asks
    for anything outside itself, `pdf.warning` where WeasyPrint is not content with it.
    """
    weasyprint = _weasyprint()
    fatal = weasyprint.urls.FatalURLFetchingError

    def refuse(url: str) -> NoReturn:
        raise fatal(url)

    try:
        with _warnings_are_errors():
            written: bytes = weasyprint.HTML(string=given.page, url_fetcher=refuse).write_pdf(
                pdf_variant=archive.VARIANT,
                output_intent=archive.INTENT,
                color_profiles={archive.INTENT: archive.Colours()},
                finisher=archive.identify,
                attachments=[_file(weasyprint, each) for each in given.attached],
            )
    except fatal as asked:
        raise Problem(
            "pdf.fetch",
            "template",
            "The page asks for %(url)s, and a paper fetches nothing.",
            "Take it out of the template or the style sheet.",
            url=str(asked),
        ) from asked
    return written


def _file(weasyprint: Any, attached: Attachment) -> Any:
    return weasyprint.Attachment(
        string=attached.text,
        name=attached.name,
        description="The request as data",
        created=attached.at,
        modified=attached.at,
        relationship="Data",
    )


def _weasyprint() -> Any:
    fonts.use_ours()
    try:
        import weasyprint
    except OSError as lacking:  # its cffi libraries: Pango and what Pango needs
        raise Problem(
            "pango.missing",
            "pdf",
            "This machine lacks the library that lays out text (Pango).",
            "An administrator must run: apt-get install -y libpango-1.0-0 libpangoft2-1.0-0",
        ) from lacking
    copyable.mend()
    return weasyprint


class _Noted(logging.Handler):
    """Keeps what WeasyPrint warned of in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = get_ident()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.said.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    noted = _Noted()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(noted)
    try:
        yield
    finally:
        logger.removeHandler(noted)
    if noted.said:
        raise Problem(
            "pdf.warning",
            "template",
            "The page cannot be laid out as written: %(warning)s",
            "Mend the template or its style sheet.",
            warning=noted.said[0],
        )


def pages(written: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(written)) as opened:
        return len(opened.pages)
