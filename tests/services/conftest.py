"""What the tests of the services share: quick papers, a case, and requests that have come some way."""

from __future__ import annotations

import io
from datetime import datetime

import pikepdf
import pytest

from tests.conftest import OfficeThere
from tests.services import lives


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
        monkeypatch.setattr("mlat.documents.pdf.write", lambda _record: blank)
        monkeypatch.setattr("mlat.documents.sign.seal", lambda data, *_: data)


@pytest.fixture
def case_id(office: OfficeThere, now: datetime) -> str:
    """A training case with one account, a child, a suspect and a mother who asked for news."""
    return lives.a_case(office, now)
