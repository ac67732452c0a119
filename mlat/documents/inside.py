"""What lies inside a PDF that was made elsewhere: the press's child looks, for the file may be hostile.

The readers are imported by who looks, as in `sign`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from mlat.domain.messages import N_
from mlat.domain.problems import Problem


@dataclass(frozen=True)
class Inside:
    """The number of pages, the words of the text layer in lower case, and what else is there."""

    pages: int
    words: tuple[str, ...]
    holds_files: bool
    """Whether other files travel inside it."""
    pictures: bool
    """Whether there is any picture on its pages."""


def look_inside(data: bytes) -> Inside:
    """Raises `Problem` for what is no PDF, or a broken one."""
    import pikepdf
    from pypdfium2 import PdfiumError

    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return Inside(
                len(opened.pages),
                tuple(words(data)),
                len(opened.attachments) > 0,
                any(len(page.get_images()) for page in opened.pages),
            )
    except (pikepdf.PdfError, PdfiumError) as error:
        raise Problem("upload.broken", "file", N_("cannot be read as a PDF."), N_("Save it again.")) from error


def words(data: bytes) -> list[str]:
    """Every word of a PDF's text layer, in lower case; none where the file is a scan."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        return [word.casefold() for page in document for word in page.get_textpage().get_text_range().split()]
    finally:
        document.close()
