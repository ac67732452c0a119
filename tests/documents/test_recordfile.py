"""Records as files: there and back, and every wrong key named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlat.documents.forms import forms
from mlat.documents.recordfile import dump, load, read
from mlat.domain.problems import Problem, Problems
from tests.documents.records import record


@pytest.mark.parametrize("form_id", sorted(forms()))
def test_there_and_back(form_id: str, tmp_path: Path) -> None:
    made = record(form_id)
    file = tmp_path / "record.json"
    file.write_text(json.dumps(dump(made)), encoding="utf-8")
    assert read(file) == made


def test_another_form_brings_its_own_title(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(dump(record("mla_request"))), encoding="utf-8")
    assert read(file, form="covering_note", language="pt").title == "Covering note for transmission abroad"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"fields": {"nope": 1}}, "fields: nope"),
        ({"fields": {"deadline_wish": "soon"}}, "deadline_wish"),
        ({"fields": {"identifiers": [{"label": "ip"}]}}, "identifiers[0].given"),
        ({"on": "2026-02-30"}, "on"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_key_is_named(change: dict[str, object], where: str) -> None:
    with pytest.raises(Problems) as caught:
        load(dump(record("mla_request")) | change)
    assert where in caught.value.found[0].where


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read(file)
    assert str(file) in caught.value.where
