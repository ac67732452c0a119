"""Every DOCX opens in LibreOffice, and says there what its page says."""

from __future__ import annotations

import subprocess

import pytest

from mlat.documents import docx, render, textlayer
from mlat.documents.forms import forms
from tests.documents.records import record

pytestmark = pytest.mark.matrix
LANGUAGES = ("es", "ar", "ru", "ja")
"""A script each; the forms are dealt out among them, so that each form is opened once."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Each form's page, and the text that LibreOffice shows of its DOCX."""
    folder = tmp_path_factory.mktemp("docx")
    pages = {}
    for number, form_id in enumerate(sorted(forms())):
        family = forms()[form_id].catalog == "family"
        made = record(form_id, "es" if family else LANGUAGES[number % len(LANGUAGES)])
        (folder / f"{form_id}.docx").write_bytes(docx.write(made))
        pages[form_id] = render.html(made)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{form_id}.docx") for form_id in pages]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *files],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    read = {form_id: (folder / f"{form_id}.txt").read_text(encoding="utf-8-sig") for form_id in pages}
    return {form_id: (pages[form_id], read[form_id]) for form_id in pages}


@pytest.mark.parametrize("form_id", sorted(forms()))
def test_it_opens_and_says_what_the_page_says(form_id: str, opened: dict[str, tuple[str, str]]) -> None:
    page, text = opened[form_id]
    difference = textlayer.check(text, page)
    assert difference.none, difference
