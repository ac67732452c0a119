"""Signatures: who, when, intact or not; by our reader and by another."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from mlat.documents import pdf, sign
from mlat.domain.problems import Problem
from tests.documents.records import record
from tests.timestamp_server import TimestampServer, stamping

AT = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pdf.write(record("status_inquiry"))


@pytest.fixture(scope="module")
def office() -> tuple[bytes, bytes]:
    return sign.new_office_key("Fiscalía de ejemplo 99", AT)


@pytest.fixture(scope="module")
def sealed(plain: bytes, office: tuple[bytes, bytes]) -> bytes:
    return sign.seal(plain, *office, AT, "Ana Ejemplo")


def test_a_sealed_paper_is_sound_at_the_time_given(sealed: bytes, office: tuple[bytes, bytes]) -> None:
    (found,) = sign.check(sealed, office[1])
    assert (found.signer, found.at, found.intact, found.sound) == ("Fiscalía de ejemplo 99", AT, True, True)


def test_the_seal_only_adds(sealed: bytes, plain: bytes) -> None:
    assert sealed.startswith(plain)


def test_a_second_signer_leaves_the_first_sound(sealed: bytes, office: tuple[bytes, bytes]) -> None:
    other = sign.new_office_key("Segunda", AT)
    both = sign.check(sign.seal(sealed, *other, AT, "Luis"), office[1], other[1])
    assert [each.sound for each in both] == [True, True]


def test_one_flipped_byte_is_seen(sealed: bytes, office: tuple[bytes, bytes]) -> None:
    damaged = bytearray(sealed)
    damaged[sealed.index(b"stream") + 40] ^= 1
    (found,) = sign.check(bytes(damaged), office[1])
    assert not found.intact
    assert not found.sound


def test_a_certificate_that_is_not_trusted_here_is_not_sound(sealed: bytes) -> None:
    (found,) = sign.check(sealed, sign.new_office_key("Otra", AT)[1])
    assert found.intact
    assert not found.sound


def test_an_unsigned_file_has_no_signature(plain: bytes) -> None:
    assert sign.check(plain) == ()


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Problem):
        sign.check(b"no pdf")


def test_a_foreign_key_and_an_old_certificate_are_refused(plain: bytes, office: tuple[bytes, bytes]) -> None:
    with pytest.raises(Problem) as wrong:
        sign.seal(plain, sign.new_office_key("Otra", AT)[0], office[1], AT)
    assert wrong.value.code == "sign.key"
    with pytest.raises(Problem) as late:
        sign.seal(plain, *office, AT + timedelta(days=3650))
    assert late.value.code == "sign.expired"


def test_poppler_agrees(sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    # pdfsig's exit code also tells whether it trusts the certificate, which it cannot
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


@pytest.fixture(scope="module")
def service() -> Iterator[TimestampServer]:
    with stamping(AT + timedelta(seconds=3)) as running:
        yield running


@pytest.fixture(scope="module")
def stamped(plain: bytes, office: tuple[bytes, bytes], service: TimestampServer) -> bytes:
    return sign.seal(plain, *office, AT, "Ana Ejemplo", service.url)


def test_a_time_stamp_says_when(stamped: bytes, office: tuple[bytes, bytes], service: TimestampServer) -> None:
    (found,) = sign.check(stamped, office[1], service.certificate)
    assert (found.at, found.stamped, found.sound) == (AT, service.at, True)


def test_a_time_stamp_of_a_service_that_is_not_trusted_here_is_not_sound(
    stamped: bytes, office: tuple[bytes, bytes]
) -> None:
    (found,) = sign.check(stamped, office[1])
    assert (found.intact, found.sound) == (True, False)


def test_no_time_stamp_is_said_in_one_line(
    plain: bytes, office: tuple[bytes, bytes], service: TimestampServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "says", "text/html")
    for url in (service.url, "http://127.0.0.1:9/"):
        with pytest.raises(Problem) as caught:
            sign.seal(plain, *office, AT, "Ana", url)
        assert caught.value.code == "sign.timestamp"


def test_each_signer_is_named(sealed: bytes, office: tuple[bytes, bytes]) -> None:
    both = sign.check(sign.seal(sealed, *office, AT, "Luis Muestra, Secretario"), office[1])
    assert [each.on_behalf for each in both] == ["Ana Ejemplo", "Luis Muestra, Secretario"]
    assert [each.sound for each in both] == [True, True]


def test_what_is_added_after_the_signature_is_seen(sealed: bytes, office: tuple[bytes, bytes]) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 10, 10)))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    (found,) = sign.check(out.getvalue(), office[1])
    assert not found.sound


@pytest.mark.parametrize("cut", [20, 400, 5000, 40_000])
def test_a_damaged_file_is_refused_or_not_sound(sealed: bytes, office: tuple[bytes, bytes], cut: int) -> None:
    try:
        found = sign.check(sealed[:-cut], office[1])
    except Problem as problem:
        assert problem.code == "sign.unreadable"
    else:
        assert not any(each.sound for each in found)
