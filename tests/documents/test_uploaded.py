"""A file from outside is looked at: what cannot be read ends in a message, whichever of the readers gives up."""

from __future__ import annotations

from functools import partial

import pytest

from mlat.documents import press
from mlat.documents.uploaded import LARGEST, Upload, examine_upload
from mlat.domain.problems import Problem


def pdf(count: int) -> bytes:
    """One empty page of a file that says it has `count`."""
    return (
        b"%%PDF-1.4\n"
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count %d>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 4>>\n%%%%EOF\n" % count
    )


def test_a_page_without_words_is_read() -> None:
    assert examine_upload(Upload("a.pdf", pdf(1)), LARGEST).pages == 1


def test_pages_that_are_not_there_are_a_broken_file() -> None:
    with pytest.raises(Problem) as caught:
        examine_upload(Upload("a.pdf", pdf(7)), LARGEST)
    assert (caught.value.code, caught.value.where) == ("upload.broken", "file")


def test_what_costs_too_much_to_read_is_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "look_inside", partial(press.look_inside, limits=press.Limits(wall=0.001)))
    with pytest.raises(Problem) as caught:
        examine_upload(Upload("a.pdf", pdf(1)), LARGEST)
    assert (caught.value.code, caught.value.where) == ("upload.costly", "file")
