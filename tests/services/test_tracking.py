"""What comes back, and what a person decides about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mlat.domain.casefile import EvidenceInput, ReplyInput
from mlat.domain.problems import Problem
from mlat.model import Event, EvidenceItem, Reply, transaction
from mlat.services import tracking, withdrawing
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)


@pytest.fixture
def sent(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A preservation request that a company has in its portal."""
    return lives.a_sent(office, now, case_id)


def replies_kept() -> int:
    with transaction() as session:
        return len(session.scalars(select(Reply)).all())


def test_an_acknowledgement_stops_the_first_clock_only(office: OfficeThere, sent: str, now: datetime) -> None:
    lives.replies(office, now + DAY, sent, "acknowledged", reference="RBX-1")
    assert lives.clocks(sent, ended=True).keys() == {"acknowledgement"}
    assert lives.clocks(sent).keys() == {"hold", "answer"}
    assert not lives.clocks(sent)["hold"].confirmed


def test_a_hold_protects_from_its_confirmation_and_is_counted_from_the_request(
    office: OfficeThere, sent: str, now: datetime
) -> None:
    waiting = lives.clocks(sent)["hold"]
    lives.replies(office, now + 4 * DAY, sent, "hold_confirmed")
    hold = lives.clocks(sent)["hold"]
    assert (waiting.confirmed, hold.confirmed) == (False, True)
    assert (hold.started_at, hold.legal_due, hold.covers) == (now, waiting.legal_due, ["RBX"])
    assert lives.the(sent).state == "held"
    assert lives.the(sent).next_due == hold.safe_at


def test_a_second_confirmation_changes_nothing(office: OfficeThere, sent: str, now: datetime) -> None:
    lives.replies(office, now + DAY, sent, "hold_confirmed")
    first = lives.clocks(sent)["hold"]
    lives.replies(office, now + 3 * DAY, sent, "hold_confirmed")
    assert lives.clocks(sent)["hold"].id == first.id


def test_what_came_and_what_is_missing_is_kept_and_content_stays_outside(
    office: OfficeThere, sent: str, now: datetime
) -> None:
    item = EvidenceInput(what="archive", size=4096, sha256="a" * 64, place="Safe 3", custodian="Custodian 7")
    lives.replies(
        office, now, sent, "partly_answered", came=(("RBX", "subscriber"),), missing=(("RBX", "login"),),
        evidence=(item,), note="They promise the rest.",
    )  # fmt: skip
    with transaction() as session:
        reply = session.scalars(select(Reply)).one()
        kept = session.scalars(select(EvidenceItem)).one()
        event = session.scalars(select(Event).where(Event.kind == "partly_answered")).one()
    assert (reply.came, reply.missing) == ([["RBX", "subscriber"]], [["RBX", "login"]])
    assert b"promise" not in (reply.note_sealed or b"")
    assert (kept.sha256, kept.place, kept.reply_id) == ("a" * 64, "Safe 3", reply.id)
    assert event.data["evidence"] == ["a" * 64]
    assert "promise" not in str(event.data)


WRONG: list[tuple[dict[str, object], str, str]] = [
    ({"kind": "liked"}, "kind", "no kind of answer"),
    ({"kind": "issued"}, "kind", "no kind of answer"),
    ({"kind": "promised"}, "promised_on", "is empty"),
    ({"at": datetime.fromisoformat("2026-03-02T09:00")}, "at", "without a zone"),
    ({"at": datetime.fromisoformat("2036-03-09T13:00:00Z")}, "at", "future"),
    ({"zone": "Mexico"}, "zone", "no time zone"),
]


def test_a_wrong_answer_is_named_and_changes_nothing(office: OfficeThere, sent: str, now: datetime) -> None:
    for change, where, says in WRONG:
        given = replace(ReplyInput(kind="acknowledged", at=now, zone=ZONE), **change)  # type: ignore[arg-type]
        with pytest.raises(Problem, match=says) as refused:
            tracking.record_reply(office.liaison, now, sent, given)
        assert (refused.value.where, bool(refused.value.remedy)) == (where, True)
    assert replies_kept() == 0
    assert lives.the(sent).state == "sent"


def test_nothing_comes_back_from_what_was_not_sent(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    with pytest.raises(Problem, match="has not been sent"):
        lives.replies(office, now, request_id, "acknowledged")


def test_a_question_is_ours_to_answer(office: OfficeThere, sent: str, now: datetime) -> None:
    lives.replies(office, now, sent, "more_asked")
    assert lives.the(sent).ball == "we_owe"
    assert lives.clocks(sent)["our_answer"].party == "us"
    tracking.give_more(office.liaison, now + DAY, sent, now + DAY, ZONE)
    assert lives.the(sent).ball == "they_owe"
    assert "our_answer" not in lives.clocks(sent)


def test_the_end_of_a_request_ends_its_clocks_and_lets_nothing_more_happen(
    office: OfficeThere, sent: str, now: datetime
) -> None:
    withdrawing.withdraw(office.prosecutor, now, sent)
    assert lives.clocks(sent) == {}
    with pytest.raises(Problem, match="nothing more happens"):
        lives.replies(office, now, sent, "answered")
    tracking.close(office.liaison, now, sent)
    assert (lives.the(sent).state, lives.the(sent).ball, lives.the(sent).next_due) == ("closed", "done", None)
