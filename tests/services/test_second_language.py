"""The office's language beside the recipient's: by itself where nothing is missing, by choice otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mlat.domain.casefile import Choice
from mlat.domain.problems import Problem
from mlat.model import Paper, transaction
from mlat.services import drafting, issuing
from tests.conftest import OfficeThere
from tests.services import lives

SPONTANEOUS = Choice(
    measure="spontaneous", requested="JP", instrument="untoc.art18.spontaneous", language="en", organised=True,
    penalty_years=4, identifiers=("RBX",),
)  # fmt: skip
JAPAN = replace(
    lives.EVIDENCE, requested="JP", instrument="untoc.art18.mla", organised=True, language="en", penalty_years=4
)
TYPED = {"measures_sought": "Obtain the data of the account."}


def second(office: OfficeThere, now: datetime, request_id: str) -> dict[str, object]:
    """What the record says in its second language; empty for one language."""
    found = drafting.record(office.liaison, now, request_id).beside
    return {"language": found.language, "layout": found.layout, **found.fields} if found else {}


def test_it_stands_beside_the_recipients_where_every_text_is_there(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(JAPAN, fields={}))
    found = second(office, now, request_id)
    assert (found["language"], found["layout"]) == ("es", "columns")
    assert found["facts"] == "Los hechos, con V1 y S1."


def test_a_text_that_somebody_typed_keeps_it_away_until_it_is_written_too(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(JAPAN, fields=TYPED))
    assert second(office, now, request_id) == {}
    save(office, now, request_id, second_language="es")
    assert second(office, now, request_id)["facts"] == "Los hechos, con V1 y S1."
    lacking = [each for each in drafting.findings(office.liaison, now, request_id) if each.code == "language.unsaid"]
    assert [(each.field, each.blocks) for each in lacking] == [("measures_sought", False)]
    save(office, now, request_id, **{"second.measures_sought": "Obtener los datos.", "second_layout": "after"})
    found = second(office, now, request_id)
    assert (found["measures_sought"], found["layout"]) == (("Obtener los datos.",), "after")
    save(office, now, request_id, second_language="")
    assert second(office, now, request_id) == {}


def save(office: OfficeThere, now: datetime, request_id: str, **fields: str) -> None:
    drafting.save(office.liaison, now, request_id, lives.the(request_id).version, fields)


def test_a_company_reads_one_language(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id)
    assert second(office, now, request_id) == {}
    with pytest.raises(Problem) as caught:
        save(office, now, request_id, second_language="es")
    assert caught.value.code == "beside.language"


def test_a_language_that_is_not_whole_is_not_offered(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    with pytest.raises(Problem) as caught:
        save(office, now, request_id, second_language="hi")
    assert caught.value.code == "beside.language"


def test_a_frozen_paper_names_both_languages_and_its_note_one(office: OfficeThere, now: datetime, case_id: str) -> None:
    request_id = lives.a_draft(office, now, case_id, replace(JAPAN, fields={}))
    lives.approve(office, now, request_id)
    papers = issuing.issue(office.prosecutor, now, request_id)
    with transaction() as session:
        languages = [session.get_one(Paper, each).language for each in papers]
    assert languages[0] == "en+es"
    assert set(languages[1:]) <= {"es"}
