"""One inquiry in three tones: two go the way of the request, the third to the authority of our own that sent it on."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from mlat.documents.forms import form
from mlat.domain.problems import Problem
from mlat.domain.record import Tone
from mlat.services import drafting, inquiring, issuing, transit
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=40)


@pytest.fixture
def silent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A treaty request that went through the own ministry, and of which nothing is heard."""
    return lives.a_sent(office, now, case_id, lives.EVIDENCE, "by_hand")


@pytest.mark.parametrize("tone", ["gentle", "firm"])
def test_the_recipient_is_asked_on_the_way_of_the_request(
    office: OfficeThere, silent: str, now: datetime, tone: Tone
) -> None:
    made = lives.the(inquiring.inquire(office.liaison, now + DAY, silent, tone))
    assert (made.recipient_id, made.parent_id) == (lives.the(silent).recipient_id, silent)
    assert [leg.to_body for leg in lives.legs(made.id)] == [leg.to_body for leg in lives.legs(silent)][:2]
    assert drafting.record(office.prosecutor, now + DAY, made.id).tone == tone


def test_the_third_goes_to_the_own_authority_and_reaches_it_at_once(
    office: OfficeThere, silent: str, now: datetime
) -> None:
    made = inquiring.inquire(office.liaison, now + DAY, silent, "own_authority")
    row = lives.the(made)
    assert (row.recipient_id, row.language, row.requested_state) == ("ar-central", "es", "MX")
    assert [(leg.to_body, leg.reaches_recipient) for leg in lives.legs(made)] == [("ar-central", True)]
    record = drafting.record(office.prosecutor, now + DAY, made)
    assert (record.tone, record.recipient.country, record.legs) == ("own_authority", "AR", ())
    codes = {each.code for each in drafting.findings(office.prosecutor, now + DAY, made)}
    assert not codes & {"language.unread", "route.refused"}
    lives.approve(office, now + DAY, made)
    assert len(issuing.issue(office.prosecutor, now + DAY, made)) == 1, "no covering note to the one who is addressed"
    transit.record_sent(office.liaison, now + DAY, lives.legs(made)[0].id, "by_hand", now + DAY, ZONE)
    assert (lives.the(made).ball, lives.clocks(made)) == ("done", {})


def test_what_nobody_has_cannot_be_asked_after(office: OfficeThere, case_id: str, now: datetime) -> None:
    drafted = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    company = lives.a_sent(office, now, case_id)
    for request_id in (drafted, company):
        assert lives.refused(partial(inquiring.inquire, office.liaison, now, request_id, "gentle"))


def test_the_tones_are_data_the_mildest_first() -> None:
    assert [each.tone for each in form("status_inquiry").tones] == ["gentle", "firm", "own_authority"]
    assert [each.to_own_authority for each in form("status_inquiry").tones] == [False, False, True]
    with pytest.raises(Problem):
        form("mla_request").in_tone("gentle")
