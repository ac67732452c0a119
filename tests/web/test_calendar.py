"""The calendar page: a year at a glance, own days with their sources, and the question before anything moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mlat.domain.casefile import OpenRequest, ReplyInput
from mlat.model import Event, Office, OfficeDayRow, transaction
from mlat.services import takeover, tracking

from .conftest import NOW, Site, once_of, press, token_of

DAYS = {
    "type": "closure",
    "name": "Mudanza <b>",
    "first": "2026-03-10",
    "last": "2026-03-11",
    "source": "Resolución 5/2026",
}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on Monday 2 March 2026."""
    for room in ("dates", "calendars", "once"):
        monkeypatch.setattr(f"mlat.web.{room}.now", lambda: datetime(2026, 3, 2, 13, 0, tzinfo=UTC))


@pytest.fixture
def administrator(site: Site) -> Iterator[FlaskClient]:
    """A browser of the administrator; what the office entered is taken away again."""
    yield site.enter("administrator@uno.example")
    with site.app.app_context(), transaction() as session:
        session.query(OfficeDayRow).delete()
        office = session.query(Office).filter_by(code="UNO").one()
        office.calendars, office.subdivision, office.counting_rule = [], "", "ar_cppf_114"


@pytest.fixture(scope="session")
def question(site: Site) -> str:
    """A request on which we owe an answer within ten of our working days of 2 March; returns its id."""
    with site.app.app_context():
        actor = site.people["prosecutor@uno.example"]
        given = OpenRequest(
            code="CAL",
            measure="mla_evidence",
            recipient="mx-central",
            instrument="ar_mx.mlat",
            sent_at=NOW,
            zone="America/Argentina/Buenos_Aires",
            channel="portal",
            identifiers=("A1",),
            data=("subscriber",),
        )
        request_id = takeover.take_over(actor, NOW, site.case_id, given)
        tracking.record_reply(actor, NOW, request_id, ReplyInput(kind="more_asked", at=NOW, zone="America/Mexico_City"))
        return request_id


def confirm(client: FlaskClient, path: str, asked: TestResponse) -> TestResponse:
    """Press the button of the question as it stands, with its hidden fields."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.text):
        fields.setdefault(name, []).append(value.replace("&lt;", "<").replace("&gt;", ">"))
    fields |= {"csrf_token": [token_of(asked)], "once": [once_of(asked)]}
    return client.post(path, data=fields, follow_redirects=True)


def test_a_year_at_a_glance_names_its_days(prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/calendar?year=2026").text
    assert page.count('<table class="mlat-month">') == 12
    assert re.search(r'mlat-day--holiday[^>]*><a href="#d2026-05-25" title="Holiday: [^"]+">25<', page)
    assert 'id="d2026-05-25"' in page
    assert 'aria-current="date">2<' in page
    assert "provisional" not in page


def test_a_year_that_is_not_decreed_says_so(prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/calendar?year=2027").text
    assert "not decreed yet" in page
    assert "mlat-mark--unverified" in page


@pytest.mark.parametrize("year", ["soon", "1", "99999", "-1", "²"])
def test_a_year_that_cannot_be_is_not_there(prosecutor: FlaskClient, year: str) -> None:
    assert prosecutor.get("/calendar", query_string={"year": year}).status_code == 404


def plural(number: int, one: str, many: str) -> str:
    """The number with its words, as a page says them."""
    return f"{number} {one if number == 1 else many}"


def test_days_are_entered_after_a_look_at_what_would_move(
    site: Site, administrator: FlaskClient, prosecutor: FlaskClient, question: str
) -> None:
    asked = press(administrator, "/calendar/days/new", **DAYS)
    assert asked.status_code == 200
    assert "would be counted anew" in asked.text
    assert "16 March 2026" in asked.text
    assert "18 March 2026" in asked.text
    assert "CFP 77/2026" not in asked.text, "an administrator sees no cases"
    with site.app.app_context(), transaction() as session:
        assert session.query(OfficeDayRow).count() == 0
        before = session.query(Event).count()
    told = confirm(administrator, "/calendar/days/new", asked)
    with site.app.app_context(), transaction() as session:
        written = session.query(Event).order_by(Event.id).offset(before).all()
        anew = {event.request_id: event.data["recounts"] for event in written if event.kind == "recounted"}
    assert [each["legal_due"] for each in anew[question]] == ["2026-03-18"]
    clocks = [each for recounts in anew.values() for each in recounts]
    moved = [each for each in clocks if any(each["was"][due] != each[due] for due in ("legal_due", "safe_due"))]
    assert f"{plural(len(clocks), 'running clock was', 'running clocks were')} counted anew" in told.text
    assert f"{plural(len(moved), 'date', 'dates')} moved" in told.text
    page = administrator.get("/calendar?year=2026").text
    assert "Mudanza &lt;b&gt;" in page
    assert "Resolución 5/2026" in page
    assert page.count("mlat-day--closure") >= 3
    seen = prosecutor.get(re.search(r"/calendar/changes/\d+", page)[0]).text  # type: ignore[index]
    assert f"/requests/{question}" in seen
    timeline = prosecutor.get(f"/requests/{question}").text
    assert "Counted anew" in timeline
    assert "16 March 2026" in timeline


def test_a_row_is_changed_and_taken_out_and_nothing_is_deleted(site: Site, administrator: FlaskClient) -> None:
    confirm(administrator, "/calendar/days/new", press(administrator, "/calendar/days/new", **DAYS))
    path = re.search(r"/calendar/days/[0-9a-f]{32}", administrator.get("/calendar").text)[0]  # type: ignore[index]
    assert 'value="2026-03-11"' in administrator.get(path).text
    confirm(administrator, path, press(administrator, path, **DAYS | {"last": "2026-03-10", "type": "recess"}))
    assert administrator.get(path).status_code == 404
    new = re.search(r"/calendar/days/[0-9a-f]{32}", administrator.get("/calendar").text)[0]  # type: ignore[index]
    confirm(administrator, f"{new}/retire", administrator.get(f"{new}/retire"))
    assert "The office has entered no days" in administrator.get("/calendar").text
    with site.app.app_context(), transaction() as session:
        assert [row.retired_at is not None for row in session.query(OfficeDayRow)] == [True, True]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": " "}, "Name is empty"),
        ({"source": ""}, "Source is empty"),
        ({"type": "party"}, "Kind of day is not chosen"),
        ({"first": "2026-02-30"}, "is not a date that exists"),
        ({"last": "2026-03-09"}, "Last day lies before the first day"),
        ({"last": "2028-03-09"}, "more than a year after"),
    ],
)
def test_what_is_wrong_names_its_field(administrator: FlaskClient, changed: dict[str, str], message: str) -> None:
    answer = press(administrator, "/calendar/days/new", **DAYS | changed)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Resolución 5/2026" in answer.text or "source" in changed


def test_rule_and_calendars_are_chosen_with_their_marks(site: Site, administrator: FlaskClient, question: str) -> None:
    form = administrator.get("/calendar/settings").text
    assert "Ley 27.063" in form
    assert "unverified" in form
    assert "us_hold" not in form
    version = re.search(r'name="version" value="(\d+)"', form)[1]  # type: ignore[index]
    wanted = {
        "counting_rule": "ar_ccyc_6",
        "subdivision": "B",
        "tables": ["ar-federal-recess"],
        "version": version,
    }
    asked = press(administrator, "/calendar/settings", **wanted)
    assert "keep the rule with which they began" in asked.text
    told = confirm(administrator, "/calendar/settings", asked).text
    assert "ar_ccyc_6" in told
    page = administrator.get("/calendar?year=2026").text
    assert "Civil and Commercial Code" in page
    assert "Buenos Aires" in page
    assert "feria judicial de invierno" in page
    assert "mlat-day--recess" in page
    stale = press(administrator, "/calendar/settings", **wanted)
    assert stale.status_code == 409


def test_counting_anew_by_hand_says_when_nothing_changes(administrator: FlaskClient, question: str) -> None:
    confirm(administrator, "/calendar/recount", administrator.get("/calendar/recount"))
    asked = administrator.get("/calendar/recount")
    assert "No running clock is touched" in asked.text
    assert "No date moved" in confirm(administrator, "/calendar/recount", asked).text


def test_only_the_administrator_finds_the_forms(site: Site, prosecutor: FlaskClient, stranger: FlaskClient) -> None:
    for path in ("/calendar/days/new", "/calendar/settings", "/calendar/recount"):
        assert prosecutor.get(path).status_code == 404
    assert "Enter days" not in prosecutor.get("/calendar").text
    with site.app.app_context(), transaction() as session:
        office = session.query(Office).filter_by(code="DOS").one()
        row = OfficeDayRow(
            office_id=office.id, first=date(2026, 5, 4), last=date(2026, 5, 4), type="closure", name="Ajena",
            source="x", entered_at=NOW,
        )  # fmt: skip
        session.add(row)
        session.flush()
        foreign = row.id
    assert "Ajena" in stranger.get("/calendar?year=2026").text
    assert "Ajena" not in prosecutor.get("/calendar?year=2026").text
    assert site.enter("administrator@uno.example").get(f"/calendar/days/{foreign}").status_code == 404


def test_the_picture_speaks_the_readers_language(site: Site) -> None:
    client = site.enter("prosecutor@uno.example")
    with client.session_transaction() as session:
        session["language"] = "es"
    assert "Navidad" in client.get("/calendar?year=2026").text
