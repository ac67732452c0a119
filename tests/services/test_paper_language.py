"""A draft written in another language: the case's own words follow, what a person wrote stays."""

from __future__ import annotations

from datetime import datetime

import pytest

from mlat.domain.filling import SECOND_LANGUAGE
from mlat.domain.problems import Problem, Stale
from mlat.reads.drafts import draft_view
from mlat.services import drafting
from mlat.services.paper_language import write_in
from tests.conftest import OfficeThere
from tests.services import lives


def test_the_cases_words_follow_and_what_a_person_wrote_stays(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    version = drafting.save(office.liaison, now, request_id, 1, {"measures_sought": "Lo que yo escribí."})
    spanish = draft_view(office.liaison, request_id)
    assert (spanish.language, spanish.fields["facts"]) == ("es", "Los hechos, con V1 y S1.")
    assert write_in(office.liaison, now, request_id, version, "en") == version + 1
    english = draft_view(office.liaison, request_id)
    assert (english.language, english.fields["facts"]) == ("en", "The facts, with V1 and S1.")
    assert english.fields["measures_sought"] == "Lo que yo escribí."
    assert "language.unread" in {each.code for each in drafting.findings(office.liaison, now, request_id)}


def test_a_second_language_does_not_stand_beside_itself(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    version = drafting.save(office.liaison, now, request_id, 1, {SECOND_LANGUAGE: "en"})
    write_in(office.liaison, now, request_id, version, "en")
    assert not draft_view(office.liaison, request_id).fields.get(SECOND_LANGUAGE)


def test_only_an_offered_language_and_the_newest_version(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    with pytest.raises(Problem):
        write_in(office.liaison, now, request_id, 1, "qu")
    with pytest.raises(Stale):
        write_in(office.liaison, now, request_id, 7, "en")
