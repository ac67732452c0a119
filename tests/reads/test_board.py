"""The board: each open request once, what is due first, walked along an index."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from mlat.model import Request, db, transaction
from mlat.reads import board
from mlat.reads.requests import requests_page
from mlat.reads.silence import of_request
from mlat.services import sweeping
from tests.conftest import OfficeThere
from tests.reads.test_turns import populate

DAY = timedelta(days=1)


def walked(office: OfficeThere, now: datetime, side: board.Side, wanted: board.Wanted) -> list[board.Owed]:
    """Every page of one side, three lines at a time."""
    found: list[board.Owed] = []
    after = ""
    while True:
        page = board.owed_page(office.prosecutor, now, now.date(), side, wanted, after, lines=3)
        found += page.lines
        if not page.onward:
            return found
        after = page.onward


def test_each_open_request_stands_once_on_its_side_and_late_is_late(
    app: Flask, office: OfficeThere, now: datetime
) -> None:
    last = populate(office, now, seed=11, requests=9) + 40 * DAY
    for side, balls in board.SIDES.items():
        listed = [one for ball in balls for one in requests_page(office.prosecutor, ball=ball, lines=100).lines]
        whole = walked(office, last, side, board.Wanted())
        assert sorted(one.line.id for one in whole) == sorted(one.id for one in listed)
        dated = [one.line.next_due for one in whole if one.line.next_due]
        assert dated == sorted(dated)
        assert [one.line.next_due for one in whole[len(dated) :]] == [None] * (len(whole) - len(dated))
        late = {one.line.id for one in walked(office, last, side, board.Wanted(late=True))}
        assert late >= {one.line.id for one in whole if one.late}
        assert {one.line.id for one in walked(office, last, side, board.Wanted(country="MX"))} == {
            one.line.id for one in whole
        }
        assert walked(office, last, side, board.Wanted(country="JP")) == []
    (mexico,) = board.countries(office.prosecutor, last, last.date(), board.Wanted())
    assert (mexico.us + mexico.them) == sum(board.totals(office.prosecutor).values())
    assert board.countries(office.liaison, last, last.date(), board.Wanted(mine=True)) == ()


def test_who_owes_is_said_to_be_silent_as_its_own_page_says_it(app: Flask, office: OfficeThere, now: datetime) -> None:
    later = populate(office, now, seed=7, requests=12) + 20 * DAY
    sweeping.sweep(later)
    whole = [one for side in board.SIDES for one in walked(office, later, side, board.Wanted())]
    told = {one.line.id: of_request(office.prosecutor, later, one.line.id) for one in whole}
    silent = {one.line.id: one.silence for one in whole if one.line.ball == "they_owe"}
    assert any(silent.values())
    assert silent == {each: said.silence if (said := told[each]) else None for each in silent}
    assert {one.silence for one in whole if one.line.id not in silent} == {None}


@pytest.mark.parametrize(
    ("narrowed", "index"),
    [
        ("", "ix_requests_office_ball"),
        (" AND requested_state = 'MX'", "ix_requests_board_country"),
        (" AND recipient_id = 'mx-central'", "ix_requests_board_recipient"),
        (" AND measure = 'mla_evidence'", "ix_requests_board_measure"),
    ],
)
def test_every_filter_of_the_board_has_its_index_and_sorts_nothing(app: Flask, narrowed: str, index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        assert index in {each.name for each in Request.__table__.indexes}
        return
    query = (
        "EXPLAIN QUERY PLAN SELECT id FROM requests WHERE office_id = 'x' AND ball = 'they_owe' "
        f"AND next_due IS NOT NULL{narrowed} ORDER BY next_due, id LIMIT 26"
    )
    with transaction() as session:
        plan = " ".join(row[3] for row in session.execute(text(query)))
    assert index in plan
    assert "TEMP B-TREE" not in plan
