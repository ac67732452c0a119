"""Open work taken over: true dates, running clocks, and files of which every wrong cell is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from mlat.domain.casefile import OpenRequest
from mlat.domain.problems import Problem, Problems
from mlat.model import Event, Reference, Request, transaction
from mlat.services import rebuilding, sweeping, takeover, transit
from tests.conftest import ZONE, OfficeThere
from tests.services import lives

DAY = timedelta(days=1)
HEAD = "code,measure,recipient,instrument,sent_at,zone,channel,reference,identifiers,data,confirmed_at"
GOOD = (
    "OLD-1,preservation,roblox,us.sca.2703f.preservation,2026-01-12T10:00,America/Los_Angeles,portal,RBX-9,RBX,"
    "subscriber,"
)


@pytest.fixture
def given(now: datetime) -> OpenRequest:
    """A preservation that left fifty days ago and was confirmed two days later."""
    return OpenRequest(
        code="OLD",
        measure="preservation",
        recipient="roblox",
        instrument="us.sca.2703f.preservation",
        sent_at=now - 50 * DAY,
        zone=lives.PACIFIC,
        channel="portal",
        reference="RBX 9/77",
        number="UFE/2025/0099",
        identifiers=("RBX",),
        data=("subscriber",),
        confirmed_at=now - 48 * DAY,
    )


def requests_there() -> int:
    with transaction() as session:
        return len(session.scalars(select(Request)).all())


def test_its_clocks_run_from_the_true_dates(
    office: OfficeThere, case_id: str, now: datetime, given: OpenRequest
) -> None:
    request_id = takeover.take_over(office.liaison, now, case_id, given)
    hold = lives.clocks(request_id)["hold"]
    assert (hold.started_at, hold.confirmed, hold.legal_due) == (now - 50 * DAY, True, "2026-04-11")
    row = lives.the(request_id)
    assert (row.state, row.taken_over, row.number) == ("held", True, "UFE/2025/0099")
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.kind == "taken_over")).one()
        folded = set(session.scalars(select(Reference.folded).where(Reference.request_id == request_id)))
    assert (event.at, event.recorded_at) == (now - 50 * DAY, now)
    assert folded == {"rbx977", "ufe20250099"}
    assert rebuilding.rebuild(now, check=True) == []


def test_what_fell_due_long_ago_is_done_now_once(
    office: OfficeThere, case_id: str, now: datetime, given: OpenRequest
) -> None:
    takeover.take_over(office.liaison, now, case_id, replace(given, confirmed_at=None))
    in_their_hours = now + timedelta(hours=6)
    assert sweeping.sweep(in_their_hours) >= 1
    assert sweeping.sweep(in_their_hours) == 0


def test_by_post_it_protects_nothing_until_it_arrived(
    office: OfficeThere, case_id: str, now: datetime, given: OpenRequest
) -> None:
    posted = replace(given, channel="post", confirmed_at=None)
    request_id = takeover.take_over(office.liaison, now, case_id, posted)
    assert set(lives.clocks(request_id)) == {"transmission"}
    leg = lives.legs(request_id)[0].id
    transit.record_received(office.liaison, now, leg, now - 40 * DAY, lives.PACIFIC)
    assert lives.clocks(request_id)["hold"].started_at == now - 40 * DAY


WRONG: list[tuple[dict[str, object], str]] = [
    ({"instrument": "no.such"}, "instrument"),
    ({"recipient": "friendster"}, "recipient"),
    ({"measure": "wishing"}, "measure"),
    ({"channel": "pigeon"}, "channel"),
    ({"identifiers": ("NOBODY",)}, "identifiers"),
    ({"zone": "Pacific"}, "zone"),
    ({"sent_at": datetime.fromisoformat("2026-01-12T10:00")}, "sent_at"),
    ({"sent_at": datetime.fromisoformat("2036-01-12T10:00Z")}, "sent_at"),
    ({"confirmed_at": datetime.fromisoformat("2026-01-01T10:00Z")}, "confirmed_at"),
    ({"code": ""}, "code"),
]


def test_what_cannot_be_is_named_and_changes_nothing(
    office: OfficeThere, case_id: str, now: datetime, given: OpenRequest
) -> None:
    for change, where in WRONG:
        wrong = replace(given, **change)  # type: ignore[arg-type]
        found = lives.refused(partial(takeover.take_over, office.liaison, now, case_id, wrong))
        assert [problem.where for problem in found] == [where]
    assert requests_there() == 0


def test_a_code_names_one_request(office: OfficeThere, case_id: str, now: datetime, given: OpenRequest) -> None:
    takeover.take_over(office.liaison, now, case_id, given)
    with pytest.raises(Problem, match="already names"):
        takeover.take_over(office.liaison, now, case_id, given)


def test_the_next_draft_finds_a_free_code(office: OfficeThere, case_id: str, now: datetime, given: OpenRequest) -> None:
    takeover.take_over(office.liaison, now, case_id, replace(given, code="R2"))
    assert lives.the(lives.a_draft(office, now, case_id)).code == "R3"


# -- files


def test_a_file_is_taken_over_row_by_row(office: OfficeThere, case_id: str, now: datetime) -> None:
    second = GOOD.replace("OLD-1", "OLD-2").replace("2026-01-12T10:00", "2026-01-12T18:00Z")
    ids = takeover.import_csv(office.liaison, now, case_id, f"\ufeff{HEAD}\n{GOOD}\n\n{second}\n")
    assert [lives.the(each).code for each in ids] == ["OLD-1", "OLD-2"]
    assert {lives.legs(each)[0].sent_at for each in ids} == {datetime.fromisoformat("2026-01-12T18:00:00+00:00")}


BAD_ROWS = [
    GOOD.replace("America/Los_Angeles", "California"),
    GOOD.replace("2026-01-12T10:00", "12/01/2026"),
    GOOD.replace("2026-01-12T10:00", "2026-03-08T02:30"),
    GOOD.replace("2026-01-12T10:00", ""),
    GOOD.replace("portal", ""),
]


def test_every_cell_that_cannot_be_read_is_named_by_line_and_column(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    with pytest.raises(Problems) as refused:
        takeover.import_csv(office.liaison, now, case_id, "\n".join([HEAD, GOOD, *BAD_ROWS]))
    assert [problem.where for problem in refused.value.found] == [
        "line 3, zone",
        "line 4, sent_at",
        "line 5, sent_at",
        "line 6, sent_at",
        "line 7, channel",
    ]
    assert all(problem.remedy for problem in refused.value.found)
    assert requests_there() == 0


def test_every_cell_that_names_what_is_not_there_is_named_too(office: OfficeThere, case_id: str, now: datetime) -> None:
    rows = [
        GOOD,
        GOOD,
        GOOD.replace("OLD-1", "OLD-3").replace("roblox,", "friendster,"),
        GOOD.replace("OLD-1", "OLD-4").replace("preservation,roblox", "wishing,roblox"),
        GOOD.replace("OLD-1", "OLD-5").replace(",RBX,", ",NOBODY,"),
        GOOD.replace("OLD-1", "OLD-6").replace("portal", "pigeon"),
    ]
    with pytest.raises(Problems) as refused:
        takeover.import_csv(office.liaison, now, case_id, "\n".join([HEAD, *rows]))
    assert [problem.where for problem in refused.value.found] == [
        "line 3, code",
        "line 4, recipient",
        "line 5, measure",
        "line 6, identifiers",
        "line 7, channel",
    ]
    assert requests_there() == 0


def test_a_file_that_is_no_such_file_is_refused(office: OfficeThere, case_id: str, now: datetime) -> None:
    for text, where in [
        ("", "first line"),
        ("a;b;c\n1;2;3", "first line"),
        (HEAD.replace("zone,", "") + "\n" + GOOD, "first line"),
        (HEAD + ",colour\n" + GOOD + ",red", "first line"),
        (HEAD, "file"),
        (HEAD + "\n\n", "file"),
        (HEAD + "\n" + "x" * 200_000, "line 2"),
    ]:
        with pytest.raises(Problem) as refused:
            takeover.import_csv(office.liaison, now, case_id, text)
        assert (refused.value.where, bool(refused.value.remedy)) == (where, True)
    assert requests_there() == 0


def test_a_zone_of_its_own_is_the_zone_of_its_clocks(office: OfficeThere, case_id: str, now: datetime) -> None:
    (made,) = takeover.import_csv(office.liaison, now, case_id, f"{HEAD}\n{GOOD}")
    assert lives.clocks(made)["hold"].zone == lives.PACIFIC != ZONE
