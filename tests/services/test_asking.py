"""What is asked of the law: of the law as it is on the office's own day."""

from __future__ import annotations

from datetime import datetime, timedelta

from mlat.house import house
from mlat.model import Case, transaction
from mlat.services import asking
from tests.conftest import OfficeThere
from tests.services import lives


def test_in_the_evening_the_law_is_still_that_of_the_offices_day(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    evening = now.replace(hour=23) + timedelta(hours=2)  # already the next day in UTC, not yet in Buenos Aires
    drafted = lives.the(lives.a_draft(office, now, case_id))
    with transaction() as session:
        wished = asking.of_choice(
            session, evening, house().world, session.get_one(Case, case_id), lives.HOLD, parent=None
        )
        again = asking.of_request(session, evening, house().world, drafted)
    assert wished.on == again.on == now.date()
