"""Reading papers back, as their recipients' programs do."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

POINTS_OF_THE_FOOT = 71
"""Height of the foot of a page: 25 mm, which both style sheets keep free."""
A4 = (595, 842)


def pdfium_text(pdf: bytes) -> str:
    """The text of every page above its foot."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(
            page.get_textpage().get_text_bounded(bottom=POINTS_OF_THE_FOOT).replace("\r", "") for page in document
        )
    finally:
        document.close()


@pytest.fixture
def poppler_text(tmp_path: Path) -> Callable[[bytes], str]:
    """The same by another reader."""

    def read(pdf: bytes) -> str:
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf)
        size = ["-x", "0", "-y", "0", "-W", str(A4[0]), "-H", str(A4[1] - POINTS_OF_THE_FOOT)]
        command = ["pdftotext", "-r", "72", *size, str(file), "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return read
