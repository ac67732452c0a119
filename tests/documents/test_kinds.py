"""What a file is, by its own bytes: nothing that may hold more than words passes for text."""

from __future__ import annotations

import pytest

from mlat.documents.kinds import FILEABLE, sniff

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n<!DOCTYPE html><html><img src='data:image/png;base64,iVBOR'></html>",
        BOM + b"<html><body>x</body></html>",
        b"\n\nReceived: from x\nSubject: y\n\nz",
        b" <svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_blanks_before_markup_or_a_mail_make_no_text_of_it(data: bytes) -> None:
    assert sniff(data).kind not in FILEABLE


@pytest.mark.parametrize("data", [b"  Un informe.\n", BOM + "Un informe de interceptación.\n".encode(), b"a,b\n1,2\n"])
def test_words_are_text_also_behind_a_mark_or_blanks(data: bytes) -> None:
    assert sniff(data).kind == "text"
