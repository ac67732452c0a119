"""A catalog with an error in it is refused at set-up, not met by a reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from scripts.compile_catalogs import compile_catalog


def _catalog(tmp_path: Path, entry: str) -> Path:
    po = tmp_path / "es" / "LC_MESSAGES" / "ui.po"
    po.parent.mkdir(parents=True)
    po.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{entry}\n')
    return po


def test_a_good_catalog_is_compiled(tmp_path: Path) -> None:
    po = _catalog(tmp_path, '#, python-format\nmsgid "%(n)s cases"\nmsgstr "%(n)s causas"')
    assert compile_catalog(po) == []
    with po.with_suffix(".mo").open("rb") as compiled:
        assert read_mo(compiled).get("%(n)s cases").string == "%(n)s causas"
    assert [file.suffix for file in po.parent.iterdir() if file != po] == [".mo"]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('#, python-format\nmsgid "%(n)s cases"\nmsgstr "%(name)s causas"', "n"),
        ('msgid "Approve"\nmsgstr "Aprobar"\nodobrit', "misformatted"),
    ],
)
def test_a_wrong_catalog_is_named_and_not_written(tmp_path: Path, entry: str, says: str) -> None:
    po = _catalog(tmp_path, entry)
    (line,) = compile_catalog(po)
    assert line.startswith(str(po))
    assert says in line.removeprefix(str(po))
    assert not po.with_suffix(".mo").exists()
