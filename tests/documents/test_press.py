"""The press: the same bytes as in this process, and a hostile page costs that page alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib

import pytest

from mlat.documents import pdf, press
from mlat.domain.problems import Problem
from tests.documents.records import record

ENDLESS = "<table><tr><td>" * 400 + "word " * 30_000
HOSTILE = {
    "a word of a million letters": "a" * 1_000_000,
    "a flood of words": "a " * 100_000,
    "lines turned around": "\u202e" * 30_000,
    "nothing that can be seen": "\u200b" * 30_000,
    "joiners without end": "\u0628\u200d" * 5_000,
}


def test_a_child_gives_the_same_bytes() -> None:
    assert press.write(record("status_inquiry")) == pdf.write(record("status_inquiry"))


def test_what_is_refused_here_is_refused_there_in_the_same_words() -> None:
    page = pdf.Proof('<html lang="en"><head><title>x</title></head><body><img src="https://a.example/" alt="x">')
    with pytest.raises(Problem) as there:
        press.lay_out(page)
    with pytest.raises(Problem) as here:
        pdf.lay_out(page)
    assert (there.value.code, there.value.line()) == ("pdf.fetch", here.value.line())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_field_is_named(text: str) -> None:
    made = record("status_inquiry", fields={"what_is_owed": (text,), "own_reference": "REQ-1"})
    with pytest.raises(Problem) as caught:
        press.write(made)
    assert (caught.value.code, caught.value.where) == ("record.long", "what_is_owed")


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(press.Limits(cpu=1), id="computing", marks=pytest.mark.matrix),  # and below, with the field
        pytest.param(press.Limits(wall=1), id="waiting"),
        pytest.param(press.Limits(memory=500 * 1024**2), id="memory"),
    ],
)
def test_what_costs_too_much_is_ended_and_the_next_is_printed(limits: press.Limits) -> None:
    page = f'<html lang="en"><head><title>x</title></head><body>{ENDLESS}</body></html>'
    with pytest.raises(Problem) as caught:
        press.lay_out(pdf.Proof(page), limits)
    assert caught.value.code == "paper.limit"
    assert press.write(record("status_inquiry")).startswith(b"%PDF-")


def test_the_field_that_makes_a_paper_too_dear_is_named() -> None:
    made = record("status_inquiry", fields={"what_is_owed": ("a " * 70_000,), "own_reference": "REQ-1"})
    with pytest.raises(Problem) as caught:
        press.write(made, press.Limits(cpu=1))
    assert (caught.value.code, caught.value.where) == ("paper.limit", "what_is_owed")


def test_a_child_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Problem) as caught:
        press.write(record("status_inquiry"), press.Limits(cpu=7))
    assert caught.value.code == "server.press"


def test_a_child_that_was_killed_is_replaced() -> None:
    press.write(record("status_inquiry"))
    for child in press._idle:
        child.process.kill()
        child.process.wait()
    assert press.write(record("status_inquiry")).startswith(b"%PDF-")


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLAT_SECRET_KEY", "geheim")
    child = press.Child(press.LIMITS)
    try:
        with open(f"/proc/{child.process.pid}/environ", "rb") as file:  # noqa: PTH123 (a file of the kernel)
            assert b"MLAT" not in file.read()
    finally:
        child.close()


def test_a_strange_file_is_read_in_a_child() -> None:
    with pytest.raises(Problem) as caught:
        press.read_signatures(b"%PDF-1.7 nothing more", ())
    assert caught.value.code == "sign.unreadable"
    assert press.read_signatures(pdf.write(record("status_inquiry")), ())[0] == ()


def bomb(size: int) -> bytes:
    """A small PDF whose one page unfolds to so many bytes: compressed twice over."""
    packed, inner = zlib.compressobj(9), zlib.compressobj(9)
    stream = b"".join(packed.compress(inner.compress(bytes(1024**2))) for _ in range(size // 1024**2))
    stream += packed.compress(inner.flush()) + packed.flush()
    return (
        b"%%PDF-1.4\n"
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
        b"4 0 obj\n<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%b\nendstream\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 5>>\n%%%%EOF\n" % (len(stream), stream)
    )


def test_a_file_that_unfolds_without_end_brings_nobody_down() -> None:
    data = bomb(256 * 1024**2)
    assert len(data) < 2_000
    with pytest.raises(Problem) as caught:
        press.look_inside(data, press.Limits(memory=500 * 1024**2))
    assert caught.value.code == "paper.limit"
    assert press.look_inside(pdf.write(record("status_inquiry"))).pages >= 1


@pytest.mark.matrix
def test_printing_imports_no_layout_and_no_signing_here() -> None:
    """A web process stays light: what lays out and signs is imported by the children, or at the first signature."""
    code = (
        "import sys; from mlat import create_app; from mlat.documents import press\n"
        "from tests.documents.records import record\n"
        "assert press.write(record('status_inquiry', language='en')).startswith(b'%PDF-')\n"
        "print([name for name in ('weasyprint', 'pyhanko', 'pikepdf') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ)
    assert ran.stdout.strip() == "[]", ran.stderr
