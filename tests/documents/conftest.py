"""Reading papers back, as their recipients' programs do."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from mlat.documents import pdf

POINTS_OF_THE_FOOT = 71
"""Height of the foot of a page: 25 mm, which both style sheets keep free."""
A4 = (595, 842)

really_lay_out = pdf.lay_out


@pytest.fixture(scope="session", autouse=True)
def laid_out_once() -> Iterator[None]:
    """The same page is the same bytes (`test_archive` lays one out twice), so that a run lays it out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "lay_out", functools.cache(really_lay_out))
        yield


@pytest.fixture
def laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is laid out, whether this run has it already or not."""
    monkeypatch.setattr(pdf, "lay_out", really_lay_out)


def pdfium_text(written: bytes) -> str:
    """The text of every page above its foot."""
    document = pypdfium2.PdfDocument(written)
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
