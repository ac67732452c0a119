"""The feed of one person: where there are too many dates, those that somebody waits for stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from mlat.domain.casefile import CaseInput
from mlat.domain.permissions import Role
from mlat.reads import feed
from mlat.services import intake, rota, waking
from tests.conftest import OfficeThere


def test_a_rota_of_a_year_leaves_every_other_date_in_the_feed(office: OfficeThere, now: datetime) -> None:
    me, administrator = office.prosecutor, office.actors[Role.ADMINISTRATOR]
    assert rota.plan(administrator, now, [me.user_id or ""], "daily", now.date(), 390, 9) == 390
    case_id = intake.open_case(me, now, CaseInput(reference="R 1/2026", training=True))
    waking.wake(me, now, case_id, now.date() + timedelta(days=7))
    kinds = [one.kind for one in feed.entries(me, now)]
    assert (len(kinds), kinds.count("wake")) == (feed.MOST, 1)
