"""From what a paper was made: the hashes that a frozen paper keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from mlat.documents import fonts
from mlat.documents.forms import form
from mlat.domain.forms import CatalogName
from mlat.domain.record import Record
from mlat.i18n import SOURCE, po_file
from mlat.resources import path


def provenance(record: Record) -> dict[str, str]:
    """SHA-256 of the template (with its form), the catalogs of its languages and the fonts that print this record."""
    shape = form(record.form)
    return {
        "template": _template(record.form),
        "catalog": _catalog(tuple(each.language for each in record.wordings()), shape.catalog),
        "fonts": _fonts(),
    }


def _hash(files: Iterable[Path]) -> str:
    """One hash over names and bytes, in a fixed order."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


@lru_cache(maxsize=64)
def _template(form_id: str) -> str:
    folder = path("templates", "documents")
    family = form(form_id).template.split("/")[0]
    parts = [*(folder / "shared").iterdir(), *(folder / family).iterdir()]
    return _hash([*(each for each in parts if each.is_file()), path("forms", f"{form_id}.toml")])


@lru_cache(maxsize=64)
def _catalog(languages: tuple[str, ...], catalog: str) -> str:
    """English has no catalog: its texts stand in the template and the form."""
    name: CatalogName = "family" if catalog == "family" else "legal"
    files = [po_file(each, name) for each in languages if each != SOURCE]
    return _hash([*files, path("locale", "locales.toml")])


@lru_cache(maxsize=1)
def _fonts() -> str:
    return _hash(fonts.files())
