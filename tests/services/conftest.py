"""What the tests of the services share: quick papers, and an office with its case."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import event

from mlat.model import db
from tests.conftest import NOW, OfficeThere, Sow, an_office, folders_of
from tests.ground import Ground
from tests.services import lives
from tests.services.memory import Memory


def a_pdf(pages: int = 1) -> bytes:
    """A small real PDF without words."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    held = io.BytesIO()
    made.save(held, deterministic_id=True)
    return held.getvalue()


@pytest.fixture
def real_papers() -> None:
    """Asked for by tests that read what a paper says: papers are then laid out in full."""


@pytest.fixture(autouse=True)
def quick_papers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How papers look and are signed is shown elsewhere: here a blank page stands for each."""
    if "real_papers" not in request.fixturenames:
        blank = a_pdf()
        monkeypatch.setattr("mlat.documents.press.write", lambda _record: blank)
        monkeypatch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of remembered lives are kept."""
    return tmp_path_factory.mktemp("lived")


@pytest.fixture
def sown(
    request: pytest.FixtureRequest,
    sow: Sow,
    ground: Ground,
    granary: dict[tuple[str, str], Any],
    home: Path,
    lived: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[OfficeThere, str]:
    """The office of this test, and its case where the test asks for one."""
    name, make = ("services: case", _with_case) if "case_id" in request.fixturenames else ("services: office", _without)
    found = sow(name, make)
    if "real_papers" not in request.fixturenames:
        monkeypatch.setattr(lives, "remembered", Memory(ground, granary, folders_of(home), lived, name))
    return found


def _without() -> tuple[OfficeThere, str]:
    return an_office(NOW, "ONE"), ""


def _with_case() -> tuple[OfficeThere, str]:
    office = an_office(NOW, "ONE")
    return office, lives.a_case(office, NOW)


@pytest.fixture
def office(sown: tuple[OfficeThere, str]) -> OfficeThere:
    """An office with one person of each role."""
    return sown[0]


@pytest.fixture
def case_id(sown: tuple[OfficeThere, str]) -> str:
    """A training case with one account, a child, a suspect and a mother who asked for news."""
    return sown[1]


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """Every statement that this test sends, as it is sent."""
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)
