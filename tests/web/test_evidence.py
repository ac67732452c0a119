"""Pages of what came back: the answer's form, what came of what was asked, and the custodian's way."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.model import EvidenceItem, Reply, Request, transaction
from mlat.services import drafting, transit
from tests.services import lives
from tests.web.conftest import NOW, Site, once_of, press, token_of

PICTURE = b"\x89PNG\r\n\x1a\n" + b"not really a picture"
LINK = "https://transfer.example/deep?token=7"
LIMIT = "Used only for the case stated."
ZONE = "America/Argentina/Buenos_Aires"


@pytest.fixture
def asked(site: Site) -> str:
    """A request for log-in and subscriber data that a company has in its portal."""
    with site.app.app_context():
        office = site.office()
        wish = Choice(
            measure="subscriber_disclosure", platform="roblox", identifiers=("A1",), data=("subscriber", "login")
        )
        request_id = drafting.draft(office.prosecutor, NOW, site.case_id, wish)
        with transaction() as session:
            row = session.get_one(Request, request_id)
            row.state, row.ball = "issued", "we_owe"
        transit.record_sent(office.prosecutor, NOW, lives.legs(request_id)[0].id, "portal", NOW, ZONE)
        return request_id


@pytest.fixture
def custodian(site: Site) -> FlaskClient:
    return site.enter("custodian@uno.example")


def answer(client: FlaskClient, request_id: str, kind: str, **fields: object) -> str:
    """Record an answer on its form; returns the text of the page that follows."""
    at = {"kind": kind, "at": "2026-03-02T09:00", "zone": ZONE}
    sent = press(client, f"/requests/{request_id}/reply", **at, **fields)
    assert sent.status_code == 302, sent.text
    return client.get(sent.headers["Location"]).text


def the_item(site: Site, request_id: str) -> EvidenceItem:
    with site.app.app_context(), transaction() as session:
        return session.scalars(select(EvidenceItem).where(EvidenceItem.request_id == request_id)).one()


def test_a_refusal_shows_what_is_left_and_one_click_leads_to_the_next_step(
    site: Site, prosecutor: FlaskClient, asked: str
) -> None:
    page = answer(prosecutor, asked, "refused", ground="needs_cooperation", came="A1:subscriber", missing="A1:login")
    assert "Asked: 2. Came: 1. In part: 0. Did not come: 1. Awaited: 0." in page
    assert "These data are given only through judicial cooperation." in page
    href = page.partition("What can be done about the rest")[2].partition('href="')[2].partition('"')[0]
    assert "measure=mla_evidence" in href
    assert "identifiers=A1" in href
    assert "data=login" in href
    assert "data=subscriber" not in href
    chosen = prosecutor.get(href.replace("&amp;", "&"))
    assert chosen.status_code == 200
    assert "Mutual legal assistance" in chosen.text


def test_a_part_of_the_period_stays_a_gap(site: Site, prosecutor: FlaskClient, asked: str) -> None:
    page = answer(
        prosecutor, asked, "partly_answered",
        **{"came": "A1:login", "first:A1:login": "2026-02-01", "last:A1:login": "2026-02-02"},
    )  # fmt: skip
    assert "came in part" in page
    assert "In part: 1." in page


def test_a_picture_is_set_aside_and_goes_only_through_the_custodian(
    site: Site, prosecutor: FlaskClient, custodian: FlaskClient, asked: str
) -> None:
    page = answer(prosecutor, asked, "answered", file=(io.BytesIO(PICTURE), "x.pdf"))
    item = the_item(site, asked)
    assert (item.kind, item.declared) == ("image", "application/pdf")
    assert f"/evidence/{item.id}" in page
    own = f"/evidence/{item.id}"
    assert "Nobody has opened it" in prosecutor.get(own).text
    assert prosecutor.get(f"{own}/hand-over").status_code == 404
    seen = custodian.get("/evidence")
    assert "1 returned file waits" in seen.text
    page = custodian.get(own)
    taken = custodian.post(f"{own}/take", data={"csrf_token": token_of(page), "once": once_of(page)})
    assert taken.data == PICTURE
    assert taken.headers["Content-Disposition"] == f"attachment; filename={item.id}.bin"
    assert (taken.mimetype, taken.headers["Cache-Control"]) == ("application/octet-stream", "no-store")
    wrong = press(custodian, f"{own}/hand-over", place="Safe 3", sha256="0" * 64)
    assert (wrong.status_code, "is not the hash of what came" in wrong.text) == (422, True)
    done = press(custodian, f"{own}/hand-over", place="Safe 3", sha256=hashlib.sha256(PICTURE).hexdigest())
    assert done.status_code == 302
    assert list((site.home / "returned").iterdir()) == []
    assert "Safe 3" in prosecutor.get(f"/requests/{asked}").text


def test_a_text_is_declared_free_by_a_tick_then_opened_and_listed(
    site: Site, prosecutor: FlaskClient, asked: str
) -> None:
    answer(prosecutor, asked, "no_records", file=(io.BytesIO(b"No hay registros."), "nota.txt"))
    own = f"/evidence/{the_item(site, asked).id}"
    assert press(prosecutor, f"{own}/declare").status_code == 422
    assert press(prosecutor, f"{own}/declare", sure="yes").status_code == 302
    page = prosecutor.get(own)
    form = {"csrf_token": token_of(page), "once": once_of(page)}
    assert prosecutor.post(f"{own}/open", data=form).data == b"No hay registros."
    page = prosecutor.get(own)
    form = {"csrf_token": token_of(page), "once": once_of(page)}
    assert prosecutor.post(f"{own}/rehash", data=form).status_code == 302
    assert "it is what came" in prosecutor.get(own).text
    page = prosecutor.get(f"/requests/{asked}")
    form = {"csrf_token": token_of(page), "once": once_of(page)}
    register = prosecutor.post(f"/requests/{asked}/evidence.csv", data=form)
    assert "limits_of_use" in register.text
    assert "No hay registros" not in register.text


def test_a_link_is_a_duty_of_ours_and_only_the_custodian_reads_it(
    site: Site, prosecutor: FlaskClient, custodian: FlaskClient, asked: str
) -> None:
    with site.app.app_context(), transaction() as session:
        row = session.get_one(Request, asked)
        row.route = row.route | {"use_limits": [{"code": "case_only", "says": LIMIT, "article": "art. 5"}]}
    until = (NOW + timedelta(days=5)).date().isoformat()
    page = answer(prosecutor, asked, "link_given", link=LINK, until=until)
    assert "Record what came" in page
    assert "transfer.example" not in page
    with site.app.app_context(), transaction() as session:
        reply = session.scalars(select(Reply.id).where(Reply.request_id == asked)).one()
    seen = custodian.get("/evidence")
    form = {"csrf_token": token_of(seen), "once": once_of(seen)}
    shown = custodian.post(f"/evidence/links/{reply}", data=form)
    assert LIMIT in shown.text
    assert LINK.replace("&", "&amp;") in shown.text
    assert f'href="{LINK}' not in shown.text
    form["csrf_token"] = token_of(prosecutor.get("/"))
    assert prosecutor.post(f"/evidence/links/{reply}", data=form).status_code == 404
    assert press(prosecutor, f"/requests/{asked}/link-ended", at="2026-03-02T09:30", zone=ZONE).status_code == 302
    assert standing_of(site, asked) == ("acknowledged", "they_owe")


def standing_of(site: Site, request_id: str) -> tuple[str, str]:
    with site.app.app_context(), transaction() as session:
        row = session.get_one(Request, request_id)
        return row.state, row.ball


def test_no_picture_gets_in_as_a_proof(site: Site, prosecutor: FlaskClient, asked: str) -> None:
    with site.app.app_context():
        leg = lives.legs(asked)[0].id
    sent = press(
        prosecutor, f"/requests/{asked}/legs/{leg}", what="received", at="2026-03-02T09:00", zone=ZONE,
        proof=(io.BytesIO(PICTURE), "receipt.pdf"),
    )  # fmt: skip
    assert sent.status_code == 422
    assert "is not of a kind that can be kept here" in sent.text
