"""Each act's token is used once: a second press ends where the first one led."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from mlat.model import OnceToken, transaction
from mlat.services import once
from tests.conftest import OfficeThere
from tests.services import lives

TOKEN = "a token of a form"


def test_the_first_press_counts_and_the_second_ends_at_its_outcome(office: OfficeThere, now: datetime) -> None:
    assert once.claim(office.prosecutor, now, TOKEN)
    assert not once.claim(office.prosecutor, now, TOKEN)
    assert once.outcome(office.prosecutor, TOKEN) == ""
    once.settle(TOKEN, "/requests/1")
    assert not once.claim(office.prosecutor, now, TOKEN)
    assert once.outcome(office.prosecutor, TOKEN) == "/requests/1"


def test_two_presses_at_once_count_once(office: OfficeThere, now: datetime) -> None:
    done = lives.at_once(*[lambda: once.claim(office.prosecutor, now, TOKEN)] * 4)
    assert sorted(map(bool, done)) == [False, False, False, True]


def test_an_act_that_was_refused_may_be_sent_again(office: OfficeThere, now: datetime) -> None:
    once.claim(office.prosecutor, now, TOKEN)
    once.release(TOKEN)
    assert once.claim(office.prosecutor, now, TOKEN)
    once.settle(TOKEN, "/done")
    once.release(TOKEN)
    assert not once.claim(office.prosecutor, now, TOKEN)


def test_where_it_led_is_told_to_nobody_else_and_the_token_is_not_kept_in_clear(
    office: OfficeThere, now: datetime
) -> None:
    once.claim(office.prosecutor, now, TOKEN)
    once.settle(TOKEN, "/requests/1")
    assert once.outcome(office.liaison, TOKEN) == ""
    assert once.outcome(office.prosecutor, "another") == ""
    with transaction() as session:
        assert TOKEN not in session.scalars(select(OnceToken.token)).one()
