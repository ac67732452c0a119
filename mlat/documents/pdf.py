"""HTML to PDF: tagged, written as PDF/UA-1, with our own fonts, fetching nothing.

WeasyPrint is imported at the first paper, not before: it costs two seconds and needs Pango.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any, NoReturn

from mlat.documents import fonts
from mlat.documents.render import html
from mlat.domain.problems import Problem
from mlat.domain.record import Record

VARIANT = "pdf/ua-1"


def write(paper: Record | str) -> bytes:
    """The PDF of a record (or of its page, as `render.html` gave it). Identical input, identical bytes.

    Raises `Problem`: `pango.missing` where the machine lacks the library, `pdf.fetch` where the page asks
    for anything outside itself, `pdf.warning` where WeasyPrint is not content with it, and whatever
    `render.html` refuses.
    """
    page = html(paper) if isinstance(paper, Record) else paper
    weasyprint = _weasyprint()
    fatal = weasyprint.urls.FatalURLFetchingError

    def refuse(url: str) -> NoReturn:
        raise fatal(url)

    try:
        with _warnings_are_errors():
            written: bytes = weasyprint.HTML(string=page, url_fetcher=refuse).write_pdf(pdf_variant=VARIANT)
    except fatal as asked:
        raise Problem(
            "pdf.fetch",
            "template",
            "The page asks for %(url)s, and a paper fetches nothing.",
            "Take it out of the template or the style sheet.",
            url=str(asked),
        ) from asked
    return written


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
