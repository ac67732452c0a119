"""What an archive states of itself can be kept and shown, whoever made it."""

from __future__ import annotations

import io
import json
import tarfile

from mlat.documents.archives import listing


def tape(name: str, encoding: str) -> bytes:
    """A tape archive of one empty file."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as made:
        made.addfile(tarfile.TarInfo(name))
    return held.getvalue()


def test_a_name_that_is_no_utf_8_can_be_written_down() -> None:
    found = listing(tape("informe de interceptación.txt", "latin-1"))
    assert found is not None
    assert found.names == (("informe de interceptaci?n.txt", 0),)
    assert json.dumps(found.to_json(), ensure_ascii=False).encode()


def test_a_name_in_utf_8_stays_as_it_is() -> None:
    found = listing(tape("informe de interceptación.txt", "utf-8"))
    assert found is not None
    assert found.names == (("informe de interceptación.txt", 0),)
