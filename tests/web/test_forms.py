"""Bad input gets a message at its field with the remedy, and changes nothing."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import Choice, OpenRequest
from mlat.services import drafting, takeover
from mlat.web.sheet import UPLOAD_LIMIT, Sheet

from .conftest import NOW, Site, once_of, press, token_of

PDF = b"%PDF-1.7\n"


def multipart(fields: dict[str, str], data: bytes | None, name: str) -> dict[str, Any]:
    """A form with a file as bytes: the test client's own encoder leaves a temporary file open for large ones."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    if data is not None:
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    return {"data": b"".join(parts) + b"--edge--\r\n", "content_type": "multipart/form-data; boundary=edge"}


@pytest.fixture
def sent(site: Site) -> str:
    """A request that was sent before, so that answers to it can be recorded."""
    with site.app.app_context():
        actor = site.people["prosecutor@uno.example"]
        given = OpenRequest(
            code=f"R{len(OPENED) + 100}",
            measure="preservation",
            recipient="roblox",
            instrument="us.sca.2703f.preservation",
            sent_at=NOW,
            zone="UTC",
            channel="portal",
            identifiers=("A1",),
            data=("subscriber",),
        )
        OPENED.append(takeover.take_over(actor, NOW, site.case_id, given))
    return OPENED[-1]


OPENED: list[str] = []


def test_an_empty_reference_is_named_with_its_remedy(prosecutor: FlaskClient) -> None:
    answer = press(prosecutor, "/cases/new", reference="  ")
    assert answer.status_code == 422
    assert 'href="#reference"' in answer.text
    assert "Reference is empty. Fill it in." in answer.text
    assert "<title>Error:" in answer.text


def test_what_was_written_stays_in_the_form(site: Site, prosecutor: FlaskClient) -> None:
    answer = press(
        prosecutor, f"/cases/{site.case_id}/accounts", code="A9", kind="ip", given="192.0.2.7 kept", port="70000x"
    )
    assert answer.status_code == 422
    assert "192.0.2.7 kept" in answer.text
    assert "is not a whole number" in answer.text
    assert "<bdi>A9</bdi>" not in prosecutor.get(f"/cases/{site.case_id}").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "answered", "at": "2026-02-30T10:00", "zone": "UTC"}, "is not a date and time that exists"),
        ({"kind": "answered", "at": "2026-03-01T10:00", "zone": ""}, "a time without its zone is a guess"),
        ({"kind": "answered", "at": "2026-03-01T10:00", "zone": "Mars/Base"}, "a time without its zone is a guess"),
        ({"kind": "made_up", "at": "2026-03-01T10:00", "zone": "UTC"}, "is not chosen"),
        ({"kind": "answered", "at": "", "zone": "UTC"}, "is empty"),
        ({"kind": "answered", "at": "2099-03-01T10:00", "zone": "UTC"}, "lies in the future"),
        (
            {"kind": "promised", "at": "2026-03-02T14:00", "zone": "UTC", "promised_on": "2026-13-01"},
            "is not a date that exists",
        ),
        (
            {
                "kind": "answered",
                "at": "2026-03-02T14:00",
                "zone": "UTC",
                "what": "content",
                "size": "3",
                "sha256": "abc",
                "place": "x",
                "custodian": "y",
            },
            "is not a SHA-256 hash",
        ),
    ],
)
def test_a_wrong_answer_is_not_recorded(
    sent: str, prosecutor: FlaskClient, fields: dict[str, str], message: str
) -> None:
    answer = press(prosecutor, f"/requests/{sent}/reply", **fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Answered" not in prosecutor.get(f"/requests/{sent}").text


def test_an_answer_is_recorded_with_its_local_time(sent: str, prosecutor: FlaskClient) -> None:
    answer = press(
        prosecutor,
        f"/requests/{sent}/reply",
        kind="acknowledged",
        at="2026-03-02T11:00",
        zone="America/Argentina/Buenos_Aires",
        reference="RBX-9",
    )
    assert answer.status_code == 302
    page = prosecutor.get(f"/requests/{sent}").text
    assert 'datetime="2026-03-02T14:00+00:00"' in page
    assert "RBX-9" in page


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "empty.pdf", "holds no bytes"),
        (b"MZ\x90", "letter.pdf", "is not of a kind that can be kept here"),
        (PDF + b"x" * UPLOAD_LIMIT, "big.pdf", "is larger than 10 MB"),
        (None, "", "is missing"),
    ],
)
def test_a_wrong_file_is_refused(
    site: Site, prosecutor: FlaskClient, data: bytes | None, name: str, message: str
) -> None:
    path = f"/requests/{site.request_id}/annexes"
    page = prosecutor.get(path)
    fields = {
        "csrf_token": token_of(page),
        "once": once_of(page),
        "kind": "Court order",
        "language": "es",
        "audience": "authority",
    }
    answer = prosecutor.post(path, **multipart(fields, data, name))
    assert answer.status_code == 422
    assert message in answer.text


def test_a_body_beyond_every_limit_has_its_page(site: Site, prosecutor: FlaskClient) -> None:
    token = token_of(prosecutor.get("/"))
    answer = prosecutor.post(
        f"/requests/{site.request_id}/annexes",
        headers={"X-CSRFToken": token},
        **multipart({}, b"x" * (UPLOAD_LIMIT + 2 * 1024 * 1024), "big.pdf"),
    )
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_paths_are_stripped_from_a_files_name(site: Site) -> None:
    from mlat.web.sheet import Sheet

    for given in ("../../etc/passwd.pdf", "C:\\\\Users\\\\x\\\\passwd.pdf", "/tmp/passwd.pdf"):
        with site.app.test_request_context(method="POST", data={"file": (io.BytesIO(PDF), given)}):
            assert Sheet().upload("file", ("application/pdf",)) == (PDF, "passwd.pdf")


def test_a_stale_save_shows_both_texts_and_loses_neither(site: Site, prosecutor: FlaskClient) -> None:
    path = f"/cases/{site.case_id}/texts?kind=facts&language=en"
    first, second = prosecutor.get(path), prosecutor.get(path)
    common = {"csrf_token": token_of(first), "status": "human"}
    version = re.search(r'name="version" value="(\d+)"', first.text)
    assert version
    saved = prosecutor.post(
        path, data=common | {"once": once_of(first), "version": version[1], "text": "Theirs, saved first."}
    )
    assert saved.status_code == 302
    answer = prosecutor.post(
        path, data=common | {"once": once_of(second), "version": version[1], "text": "Mine, typed meanwhile."}
    )
    assert answer.status_code == 409
    assert "Mine, typed meanwhile." in answer.text
    assert "Theirs, saved first." in answer.text
    assert "Theirs, saved first." in prosecutor.get(path).text


def test_a_pasted_block_is_shown_before_anything_is_kept(site: Site, prosecutor: FlaskClient) -> None:
    made = press(prosecutor, "/cases/new", reference="PASTE 1", training="yes").headers["Location"].split("/")[2]
    page = prosecutor.get(f"/cases/{made}/accounts")
    block = "+52 1 55 1234 5678\n\n192.0.2.9 puerto 51515 2026-02-12 21:04:09Z\nquien.sabe\nUna historia que nada dice."
    form = {"csrf_token": token_of(page), "once": once_of(page), "block": block}
    shown = prosecutor.post(f"/cases/{made}/accounts/paste", data=form)
    assert shown.status_code == 200
    certain, _, doubtful = shown.text.partition('id="doubtful"')
    assert re.findall(r'name="(keep\d)" value="yes"( checked)?', certain) == [("keep0", " checked")]
    assert re.findall(r'name="(keep\d)" value="yes"( checked)?', doubtful) == [("keep1", ""), ("keep2", "")]
    assert "reserved for documentation" in doubtful
    assert "No platform is named beside it." in doubtful
    assert "Una historia que nada dice." in doubtful
    assert 'value="51515"' in doubtful
    assert "2026-02-12T21:04:09Z</textarea>" in doubtful
    assert "quien.sabe" not in prosecutor.get(f"/cases/{made}").text
    kept = form | {
        "once": once_of(shown), "keep": "yes", "synthetic": "yes", "keep0": "yes", "kind0": "phone",
        "keep1": "yes", "kind1": "ip", "port1": "51515", "kind2": "username",
    }  # fmt: skip
    assert prosecutor.post(f"/cases/{made}/accounts/paste", data=kept).status_code == 302
    page = prosecutor.get(f"/cases/{made}")
    assert "+52 1 55 1234 5678" in page.text
    assert "port 51515" in page.text
    assert "quien.sabe" not in page.text
    entry = prosecutor.get(f"/cases/{made}/accounts")
    form |= {"once": once_of(entry), "block": "wa.me/525512345678"}
    again = prosecutor.post(f"/cases/{made}/accounts/paste", data=form)
    assert "Already in this case as A1." in again.text
    assert " checked" not in again.text


def test_a_wrong_port_in_a_pasted_block_keeps_nothing(site: Site, prosecutor: FlaskClient) -> None:
    made = press(prosecutor, "/cases/new", reference="PASTE 2", training="yes").headers["Location"].split("/")[2]
    page = prosecutor.get(f"/cases/{made}/accounts")
    form = {"csrf_token": token_of(page), "once": once_of(page), "block": "8.8.8.8\n@juan en Instagram"}
    chosen = {"keep": "yes", "keep0": "yes", "kind0": "ip", "port0": "99999", "keep1": "yes", "kind1": "username"}
    answer = prosecutor.post(f"/cases/{made}/accounts/paste", data=form | chosen)
    assert answer.status_code == 422
    assert "@juan" not in prosecutor.get(f"/cases/{made}").text


def test_the_same_account_in_another_case_and_another_office_is_said_and_nothing_more(
    site: Site, prosecutor: FlaskClient, stranger: FlaskClient
) -> None:
    account = {"code": "A1", "kind": "username", "platform": "instagram", "certainty": "possible"}
    paths = []
    for client, reference, given in (
        (prosecutor, "TWIN 1", "@gemela.una"),
        (prosecutor, "TWIN 2", "@Gemela.Una"),
        (stranger, "HIDDEN 3", "@gemela.una"),
    ):
        made = press(client, "/cases/new", reference=reference, training="yes").headers["Location"].split("/")[2]
        answer = press(client, f"/cases/{made}/accounts", **account, given=given, synthetic="yes")
        assert answer.status_code == 302, answer.text
        paths.append(f"/cases/{made}")
    for path in (paths[1], f"{paths[1]}/accounts"):
        page = prosecutor.get(path).text
        assert "TWIN 1" in page
        assert "Fiscalía dos" in page
        assert "+54 11 0000 0000" in page
        assert "mesa@dos.example" in page
        assert "HIDDEN" not in page
    there = stranger.get(paths[2]).text
    assert "Fiscalía uno" in there
    assert "TWIN" not in there
    assert "tel:" not in there
    assert "mailto:" not in there
    found = prosecutor.get("/search", query_string={"q": "https://instagram.com/gemela.una"}).text
    assert "TWIN 1" in found
    assert "TWIN 2" in found
    assert "HIDDEN" not in found
    assert "TWIN" not in stranger.get("/search", query_string={"q": "@gemela.una"}, follow_redirects=True).text


def test_a_csv_in_another_encoding_is_named(site: Site, prosecutor: FlaskClient) -> None:
    page = prosecutor.get(f"/cases/{site.case_id}/take-over")
    answer = prosecutor.post(
        f"/cases/{site.case_id}/import",
        data={
            "csrf_token": token_of(page),
            "once": once_of(page),
            "file": (io.BytesIO("código".encode("latin-1")), "x.csv"),
        },
    )
    assert answer.status_code == 422
    assert "is not written in UTF-8" in answer.text


def test_an_address_needs_a_second_person(site: Site, prosecutor: FlaskClient) -> None:
    made = press(
        prosecutor,
        "/addresses",
        recipient="roblox",
        channel="portal",
        address="https://portal.example",
        source="carta",
        dated="2026-03-01",
    )
    assert made.status_code == 302
    assert "entered by you" in prosecutor.get("/addresses").text
    other = site.enter("liaison@uno.example")
    page = other.get("/addresses")
    confirm = re.search(r'action="(/addresses/[0-9a-f]+/confirm)"', page.text)
    assert confirm
    answer = other.post(confirm[1], data={"csrf_token": token_of(page), "once": once_of(page)})
    assert answer.status_code == 302
    assert confirm[1] not in other.get("/addresses").text


def test_a_fact_is_confirmed_with_source_and_date(site: Site, prosecutor: FlaskClient) -> None:
    path = "/facts/platforms/roblox/correct?path=preservation.period_days"
    assert press(prosecutor, path, value="x", source="s", dated="2026-03-01").status_code == 422
    assert press(prosecutor, path, value="90", source="", dated="2026-03-01").status_code == 422
    assert press(prosecutor, path, value="90", source="carta de Roblox", dated="2026-03-01").status_code == 302
    assert "carta de Roblox" in prosecutor.get("/facts/platforms/roblox").text
    assert "carta de Roblox" not in site.enter("prosecutor@dos.example").get("/facts/platforms/roblox").text


def test_an_account_is_completed_later_and_what_was_received_stays(site: Site, prosecutor: FlaskClient) -> None:
    case = press(prosecutor, "/cases/new", reference="LATER 1", training="yes").headers["Location"].split("/")[2]
    press(prosecutor, f"/cases/{case}/accounts", code="A1", kind="ip", given="192.0.2.77 ", synthetic="yes")
    found = re.search(rf'href="(/cases/{case}/accounts/[0-9a-f]+)"', prosecutor.get(f"/cases/{case}/accounts").text)
    assert found
    path = found[1]
    fields = {"kind": "ip", "instants": "2026-02-12T21:04:09Z", "port": "51515", "certainty": "possible"}
    assert press(prosecutor, path, version="1", user_in="mexico", **fields).status_code == 422
    assert press(prosecutor, path, version="1", user_in="mx", **fields).status_code == 302
    page = prosecutor.get(f"/cases/{case}").text
    assert all(text in page for text in ("192.0.2.77 ", "port 51515", "2026-02-12T21:04:09Z", "Mexico"))
    stale = press(prosecutor, path, version="1", user_in="US", **fields)
    assert stale.status_code == 409
    assert "US" in stale.text
    assert "MX" in stale.text


def test_a_draft_that_must_be_mended_offers_no_approval_and_leads_to_the_remedy(
    site: Site, prosecutor: FlaskClient
) -> None:
    wish = Choice(measure="mla_evidence", requested="US", identifiers=("A1",), data=("subscriber",))
    with site.app.app_context():
        made = drafting.draft(site.people["prosecutor@uno.example"], NOW, site.case_id, wish)
    page = prosecutor.get(f"/requests/{made}/approve").text
    assert "Must be mended" in page
    assert 'name="version"' not in page
    assert f"/requests/{made}/draft#measures_sought" in page
    assert "It can be approved once" in page


def test_a_length_of_time_is_a_number_and_its_unit(site: Site) -> None:
    read = []
    for text, unit in (("10", "D"), ("3", "M"), ("10", ""), ("10", "X"), ("P10D", "M"), ("", "D"), ("ten", "D")):
        with site.app.test_request_context(method="POST", data={"period": text, "period_unit": unit}):
            read.append(Sheet().period("period"))
    assert read == ["P10D", "P3M", "P10D", "P10D", "P10D", "", "ten"]
