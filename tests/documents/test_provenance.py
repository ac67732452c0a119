"""The hashes that a frozen paper keeps: they change with what they stand for, and with nothing else."""

from __future__ import annotations

from mlat.documents.provenance import provenance
from mlat.domain.record import Beside
from tests.documents.records import record


def test_template_catalog_and_fonts_are_told_apart() -> None:
    spanish, french = provenance(record("mla_request")), provenance(record("mla_request", "fr"))
    assert spanish["template"] == french["template"]
    assert spanish["catalog"] != french["catalog"]
    assert spanish["fonts"] == french["fonts"]
    assert provenance(record("covering_note"))["template"] != spanish["template"]


def test_a_paper_in_two_languages_keeps_both_catalogs() -> None:
    both = {provenance(record("mla_request", beside=Beside(each)))["catalog"] for each in ("fr", "pt")}
    assert len(both | {provenance(record("mla_request"))["catalog"]}) == 3


def test_they_do_not_depend_on_the_record() -> None:
    assert provenance(record("mla_request", number="other")) == provenance(record("mla_request"))
