"""Recipients, silence in words and as a curve, the figures of a period, and letters without a click."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from html import unescape

import pytest
from flask import session
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.silence import Pace, Silence, curve
from mlat.model import Leg, Office, Request, Wait, new_id, transaction
from mlat.reads.statistics import FIGURES
from mlat.services import issuing, transit
from mlat.web import silences, statistics
from tests.conftest import ZONE
from tests.services import lives

from .conftest import NOW, Site, once_of, press, token_of

DAY = timedelta(days=1)
SEEN = Pace(40, 38, 30, 12, 40, 140, 190)


@pytest.fixture(scope="module")
def asked(site: Site) -> str:
    """A request of the first office that was sent, and twenty like it that were answered."""
    office = site.office()
    with site.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlat.documents.press.write", lambda _record: b"%PDF-1.4")
        patch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
        patch.setattr("mlat.documents.pdf.pages", lambda _data: 1)
        request_id = lives.a_draft(office, NOW, site.case_id, replace(lives.HOLD, identifiers=("A1",)))
        lives.approve(office, NOW, request_id)
        issuing.issue(office.prosecutor, NOW, request_id)
        transit.record_sent(office.liaison, NOW, lives.legs(request_id)[0].id, "portal", NOW, ZONE)
        with transaction() as held:
            row = held.get_one(Request, request_id)
            columns = {each.key: getattr(row, each.key) for each in Request.__mapper__.column_attrs}
            for number in range(20):
                fresh = {"id": new_id(), "code": f"Y{number}", "ball": "done", "proof_code": None}
                made = Request(**columns | fresh)
                held.add(made)
                held.flush()
                times = {"theirs": (number + 1) * 86_400, "contact": 3_600, "answer": (number + 1) * 86_400}
                held.add(
                    Wait(
                        request_id=made.id, office_id=row.office_id, recipient_id=row.recipient_id, since=None,
                        measure=row.measure, training=True, began_at=NOW, spoken=times["theirs"], **times,
                    )
                )  # fmt: skip
    return request_id


@pytest.fixture
def liaison(site: Site) -> FlaskClient:
    """A browser of the liaison officer, reading English."""
    client = site.enter("liaison@uno.example")
    client.post("/language", data={"csrf_token": token_of(client.get("/")), "language": "en"})
    return client


# -- words


def test_the_words_of_a_silence(site: Site) -> None:
    with site.app.test_request_context():
        session["language"] = "en"
        stalled = Silence(203, True, SEEN, 190, "answer")
        assert silences.brief(stalled) == "silent for 203 days; half answer within 140 days"
        assert silences.sentences(stalled, "Mexico's authority") == [
            "Mexico's authority answered half of such requests within 140 days.",
            "This one has been silent for 203 days.",
            "It is stalled: four in five such requests were answered within 190 days.",
        ]
        own = Silence(1, False, Pace(limit=1), 1, "limit")
        assert silences.brief(own) == "silent for 1 day"
        assert silences.sentences(own, "X") == [
            "This one has been silent for 1 day.", "The office's own limit is 1 day.",
        ]  # fmt: skip
        few = Silence(9, False, Pace(3, 2, 1))
        assert silences.sentences(few, "X")[0].endswith("3 such requests: 2 heard of, 1 answered.")
        never = Silence(900, True, Pace(40, 30, 10, 12, 400, None, None))
        assert any("no 80th percentile" in each for each in silences.sentences(never, "X"))
        assert "fewer than half" in silences.brief(never)


def test_a_curve_is_drawn_within_its_field_and_mirrored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    curves = curve({2: 2, 10: 1}, {30: 1}), curve({10: 1}, {30: 3})
    with site.app.test_request_context():
        drawn = silences.drawing(curves, 20)
        assert drawn is not None and drawn.marker == silences.LEFT + silences.WIDE
        points = [(line.x1, line.y1) for line in (*drawn.contact, *drawn.answer)]
        assert all(0 <= x <= 100 and silences.TOP <= y <= silences.TOP + silences.DEEP for x, y in points)
        monkeypatch.setattr(silences, "direction", lambda: "rtl")
        other = silences.drawing(curves, 20)
        assert other is not None and other.marker == pytest.approx(100 - drawn.marker)
        assert silences.drawing((curve({}, {5: 3}), curve({}, {5: 3}))) is None
        assert silences.table(curves)[-1] == (10, Fraction(3, 4), Fraction(1, 4))


# -- pages


def test_the_page_of_a_recipient_says_what_is_open_how_soon_they_answer_and_the_hour(
    liaison: FlaskClient, asked: str
) -> None:
    listed = liaison.get("/recipients").text
    path = re.search(r'href="(/recipients/roblox)"', listed)
    assert path
    page = liaison.get(path[1]).text
    assert f"/requests/{asked}" in page
    assert 'role="img"' in page and "The same as a table" in page
    assert "answered half of such requests within" in page
    assert "Hours there: 09:00-17:00" in page and "assumed" in page
    assert "unverified" in page or "read in the source" in page


def test_the_request_says_its_silence_with_the_picture(liaison: FlaskClient, asked: str) -> None:
    page = liaison.get(f"/requests/{asked}").text
    assert "This one has been silent for" in page
    assert 'class="mlat-bar mlat-curve" role="img"' in page


def test_the_desk_says_it_in_one_line(liaison: FlaskClient, asked: str) -> None:
    assert re.search(r"silent for \d+ days; half answer within \d+ days", liaison.get("/").text)


def test_another_offices_recipients_are_empty(stranger: FlaskClient, asked: str) -> None:
    assert "/recipients/roblox" not in stranger.get("/recipients").text
    page = stranger.get("/recipients/roblox").text
    assert asked not in page and "answered half" not in page
    assert stranger.get("/recipients/nobody").status_code == 404


def test_the_offices_own_limit(site: Site, prosecutor: FlaskClient, liaison: FlaskClient, asked: str) -> None:
    path = "/recipients/roblox/limit?measure=preservation"
    assert liaison.get(path).status_code == 404
    assert prosecutor.get("/recipients/roblox/limit?measure=nothing").status_code == 404
    assert press(prosecutor, path, days="zero").status_code == 422
    assert press(prosecutor, path, days="4").status_code == 302
    assert "Stalled after 4 days: the office's own limit." in unescape(liaison.get("/recipients/roblox").text)
    assert press(prosecutor, path, days="").status_code == 302


def test_the_figures_stand_beside_their_definitions(liaison: FlaskClient, asked: str) -> None:
    page = liaison.get("/statistics?from=2026-03-01&to=2026-03-31").text
    for figure in FIGURES:
        assert statistics.LABELS[figure] in page
    assert "Requests that came back unexecuted" in page
    assert liaison.get("/statistics?from=nonsense&to=2026-03-31").status_code == 200


def sent_in_march(site: Site) -> int:
    """How many preservation requests of the first office left in March 2026, whoever's test sent them."""
    with site.app.app_context(), transaction() as held:
        left = (
            select(Leg.request_id)
            .where(Leg.sent_at >= datetime(2026, 3, 1, 3, tzinfo=UTC))
            .where(Leg.sent_at < datetime(2026, 4, 1, 3, tzinfo=UTC))
        )
        asked = select(Request).where(Request.office_id == site.office().id, Request.measure == "preservation")
        return len(held.scalars(asked.where(Request.id.in_(left))).all())


def test_the_file_for_the_annual_report_holds_no_formula_and_nothing_of_others(
    site: Site, liaison: FlaskClient, stranger: FlaskClient, asked: str
) -> None:
    with site.app.app_context(), transaction() as held:
        held.get_one(Request, asked).recipient_name = '=HYPERLINK("http://evil.example")'
    answer = liaison.get("/statistics.csv?from=2026-03-01&to=2026-03-31")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    sent = [row for row in rows if row["figure"] == "sent" and row["measure"] == "preservation"]
    assert sum(int(row["value"]) for row in sent) == sent_in_march(site)
    assert len(sent) == len({row["recipient"] for row in sent}), "one line a recipient"
    assert all(row["definition"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    others = stranger.get("/statistics.csv?from=2026-03-01&to=2026-03-31").text
    assert "HYPERLINK" not in others and "preservation" not in others


def test_letters_go_without_a_click_only_by_an_approvers_word(
    site: Site, prosecutor: FlaskClient, liaison: FlaskClient
) -> None:
    path = "/office/automatic"
    assert liaison.get(path).status_code == 404
    page = prosecutor.get(path)
    assert 'value="authority_gentle"' in page.text and "authority_liaison" not in page.text
    assert press(prosecutor, path, rungs="authority_gentle").status_code == 302
    refused = prosecutor.post(
        path, data={"csrf_token": token_of(page), "once": once_of(prosecutor.get(path)), "rungs": "hold_30"}
    )
    assert refused.status_code == 422
    with site.app.app_context(), transaction() as held:
        office = held.get_one(Office, site.office().id)
        assert (office.automatic, office.automatic_by) == (["authority_gentle"], site.office().prosecutor.user_id)
    assert "It is ordered by" in prosecutor.get(path).text
    with site.app.app_context(), transaction() as held:
        held.get_one(Office, site.office().id).automatic_by = site.office().liaison.user_id
    lapsed = prosecutor.get(path).text
    assert "who ordered what is ticked below may no longer do so" in lapsed
    assert "leaves by itself." not in lapsed
    assert press(prosecutor, path).status_code == 302


def test_a_recipient_is_described_in_the_readers_words(site: Site, asked: str) -> None:
    reader = site.enter("liaison@uno.example")
    reader.post("/language", data={"csrf_token": token_of(reader.get("/")), "language": "es"})
    page = unescape(reader.get("/recipients/mx-central").text)
    reader.post("/language", data={"csrf_token": token_of(reader.get("/")), "language": "en"})
    assert "en Ciudad de México" in page and "Mexico City" not in page
    assert "Idiomas que acepta" in page and ">español<" in page
    assert "Navidad" in page or "Año Nuevo" in page
