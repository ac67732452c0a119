"""The pages lead to what follows a request: the confirmation that is owed, the answer to a question, an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.domain.permissions import Role
from mlat.model import Request, transaction
from mlat.services import dispatch, drafting, intake, issuing, outbox
from mlat.services.translating import assign_text
from tests.services import lives
from tests.web.conftest import CASE, NOW, Site, once_of, press, token_of

pytestmark = pytest.mark.matrix

ASKED = Choice(
    measure="mla_evidence",
    requested="MX",
    instrument="ar_mx.mlat",
    identifiers=("A1",),
    data=("subscriber",),
    fields={"measures_sought": "Los datos.", "link_account_offence": "La cuenta escribió."},
)


def pressed(client: FlaskClient, page: str, act: str) -> str:
    """Press the button of a page that leads to `act`; where it leads."""
    shown = client.get(page)
    assert f'action="{act}"' in shown.text
    answer = client.post(act, data={"csrf_token": token_of(shown), "once": once_of(shown)})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def the(site: Site, location: str) -> Request:
    with site.app.app_context(), transaction() as session:
        return session.scalars(select(Request).where(Request.id == location.rpartition("/")[2])).one()


def test_a_duty_offers_its_confirmation(site: Site, prosecutor: FlaskClient) -> None:
    office = site.office()
    with site.app.app_context():
        wish = replace(ASKED, requested="BR", instrument="sanluis.art6.mla", language="es")
        request_id = lives.a_draft(office, NOW, site.case_id, wish)
        lives.knows(office, NOW, lives.legs(request_id)[0].to_body, "mail", "central@example.org")
        lives.approve(office, NOW, request_id)
        issuing.issue(office.prosecutor, NOW, request_id)
        dispatch.send_mail(office.liaison, NOW, request_id)
        while (mail := outbox.take(NOW)) is not None:
            outbox.deliver(NOW, mail)
        duty = lives.clocks(request_id)["own_duty"].id
    made = pressed(prosecutor, f"/requests/{request_id}", f"/requests/{request_id}/clocks/{duty}/confirmation")
    row = the(site, made)
    assert (row.form, row.parent_id) == ("urgent_confirmation", request_id)
    page = prosecutor.get(made).text
    assert "Confirm a request that was sent by faster means" in page
    assert prosecutor.get(f"{made}/draft").status_code == 200


def test_a_question_offers_its_answer(site: Site, prosecutor: FlaskClient) -> None:
    office = site.office()
    with site.app.app_context():
        request_id = lives.a_sent(office, NOW, site.case_id, ASKED, "post")
        lives.replies(office, NOW, request_id, "more_asked", zone=lives.MEXICO)
    made = pressed(prosecutor, f"/requests/{request_id}", f"/requests/{request_id}/answer")
    assert the(site, made).form == "more_information"


def test_an_order_is_drafted_from_the_text(site: Site, prosecutor: FlaskClient, stranger: FlaskClient) -> None:
    office = site.office()
    with site.app.app_context():
        translator = office.actors[Role.TRANSLATOR].user_id or ""
        case_id = intake.open_case(office.prosecutor, NOW, replace(CASE, reference="CFP 78/2026"))
        text_id = assign_text(office.prosecutor, NOW, case_id, "facts", "fr", "es", translator)
    path = f"/cases/{case_id}/texts/{text_id}/order"
    assert path in prosecutor.get(f"/cases/{case_id}/translations").text
    assert "is empty" in press(prosecutor, path, work="sworn").text
    due = (datetime.now(tz=NOW.tzinfo) + timedelta(days=9)).date().isoformat()
    answer = press(prosecutor, path, due=due, work="sworn", cost="100", currency="EUR")
    assert answer.status_code == 302, answer.text
    made = answer.headers["Location"]
    assert the(site, made).recipient_kind == "translator"
    assert prosecutor.get(made).status_code == 200
    assert prosecutor.get(f"{made}/draft").status_code == 200
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize(
    ("measure", "place", "instrument", "form"),
    [
        ("preservation", "CL", "budapest.art29.preservation", "state_preservation"),
        ("partial_disclosure_traffic", "CL", "budapest.art30.partial_disclosure", "state_preservation"),
        ("preservation_extension", "CL", "budapest.art29.extension", "state_preservation_extension"),
        ("emergency_disclosure", "CL", "budapest.art35.247", "state_emergency"),
        ("transfer_of_proceedings", "ES", "ar_es.transfer", "transfer_of_proceedings"),
    ],
)
def test_the_page_of_wishes_offers_each_form_to_a_state(
    site: Site, prosecutor: FlaskClient, measure: str, place: str, instrument: str, form: str
) -> None:
    asked = f"/cases/{site.case_id}/choose?measure={measure}&requested={place}&identifiers=A1&data=subscriber"
    shown = prosecutor.get(asked)
    tick = next(line for line in shown.text.split('value="') if f"|{instrument}|" in line.partition('"')[0])
    assert "disabled" not in tick.partition(">")[0]
    answer = prosecutor.post(
        asked,
        data={"csrf_token": token_of(shown), "once": once_of(shown), "route": tick.partition('"')[0]},
    )
    assert answer.status_code == 302, answer.text
    made = answer.headers["Location"].removesuffix("/draft")
    assert the(site, made).form == form
    with site.app.app_context():
        assert drafting.preview(site.people["prosecutor@uno.example"], NOW, made.rpartition("/")[2])[:5] == b"%PDF-"
