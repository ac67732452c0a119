"""A pasted block as it really comes: what is certain, what a person must decide and why, and what is there twice."""

from __future__ import annotations

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from mlat import facts
from mlat.domain.identifiers import TYPES
from mlat.domain.pasting import MOST, Pasted, read_block
from mlat.domain.pasting.lines import LINES
from mlat.domain.pasting.scanning import LABELLED, PIECE
from mlat.domain.pasting.times import times_in

PLATFORMS = facts.load().platforms
ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"


def pieces(block: str) -> tuple[Pasted, ...]:
    return read_block(block, PLATFORMS).pieces


def told(block: str) -> list[tuple[str, str, str]]:
    return [(one.given, one.kind, one.platform) for one in pieces(block)]


@pytest.mark.parametrize(
    ("line", "kind", "certain"),
    [
        ("8.8.8.8", "ip", True),
        ("8.8.8.8:443", "ip", True),
        ("[2001:4860::1]:443", "ip", True),
        ("2001:4860::1", "ip", True),
        ("10.0.0.7", "ip", False),
        ("100.70.1.2", "ip", False),
        ("203.0.113.0/24", "ip", False),
        ("alguien@gmail.com", "email", True),
        ("no-reply@gmail.com", "email", False),
        ("alguien (arroba) gmail [punto] com", "email", True),
        ("+52 1 55 1234 5678", "phone", True),
        ("+52 55 0000 0000", "phone", False),
        ("https://www.instagram.com/juan", "url", True),
        ("hxxps://instagram[.]com/juan", "url", True),
        ("https://una-pagina.org/u/1", "url", False),
        ("https://discord.gg/AbC", "channel_link", True),
        ("https://t.me/c/123/45", "message_link", True),
        ("https://x.com/juan/status/1234567890", "message_link", True),
        (ONION, "onion", True),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "wallet", True),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "wallet", False),
        ("IMEI: 49-015420-323751-8", "imei", True),
        ("IMEI: 49-015420-323751-7", "imei", False),
        ("99999999999", "numeric_id", False),
        ("@una.cuenta", "username", False),
        ("una.cuenta_99", "username", False),
        ("Juan el Bueno", "display_name", False),
    ],
)
def test_the_kind_of_a_line(line: str, kind: str, certain: bool) -> None:
    (found,) = pieces(line)
    assert (found.given, found.kind, found.keep) == (line.removeprefix("IMEI: "), kind, certain)
    assert all(doubt.line() and doubt.remedy for doubt in found.doubts)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("el usuario @juego.falso de Roblox le escribió", [("@juego.falso", "username", "roblox")]),
        (
            "por Instagram: instagram.com/no.existe, y por WhatsApp +52 55 1234 5678.",
            [("instagram.com/no.existe", "url", "instagram"), ("+52 55 1234 5678", "phone", "whatsapp")],
        ),
        (
            "mi snap es: juanxx99 y mi discord es juan_p",
            [("juanxx99", "username", "snapchat"), ("juan_p", "username", "discord")],
        ),
        ("my insta is juan.perez", [("juan.perez", "username", "instagram")]),
        ("wsp: 11 5555-6666", [("11 5555-6666", "phone", "whatsapp")]),
        ("the line said nothing of @juan_p", [("@juan_p", "username", "")]),
        ("Roblox user id: 1234567890", [("1234567890", "numeric_id", "roblox")]),
        ("CyberTipline Report: 1234567890", [("1234567890", "cybertip", "")]),
        (f"un grupo en http://{ONION}/foro dijo", [(f"http://{ONION}/foro", "onion", "")]),
        ("entró a las 21:04:09 del 2026-02-12 21:04:09 con Chrome/98.0.4758.102", []),
        ("CBU 0720461088000036865072", []),
    ],
)
def test_what_stands_within_a_line(line: str, found: list[tuple[str, str, str]]) -> None:
    assert told(line) == found


MAIL = """Delivered-To: victima@correo.com
Received: from smtp.mal.org (unknown [8.8.8.8])
        by mx.correo.com (Postfix) with ESMTPS id 4Xyz;
        Thu, 12 Feb 2026 18:04:09 -0300 (ART)
Message-ID: <CAF123456789@mail.gmail.com>
From: "Juan" <juan.malo+x@gmail.com>
X-Originating-IP: [10.0.0.7]
Date: Thu, 12 Feb 2026 18:04:09 -0300
Subject: hola

hola como estas"""


def test_the_head_of_a_mail() -> None:
    found = {one.given: one for one in pieces(MAIL)}
    assert set(found) == {"victima@correo.com", "8.8.8.8", "juan.malo+x@gmail.com", "10.0.0.7"}
    assert found["8.8.8.8"].instants == ("2026-02-12T21:04:09Z",)
    assert found["8.8.8.8"].keep
    assert [doubt.code for doubt in found["10.0.0.7"].doubts] == ["ip_private"]


CHAT = """[12/2/26, 21:04:09] +52 1 55 1234 5678: hola, cuantos años tenes?
[12/2/26, 21:05:10] Lucía: 11
[12/2/26, 21:06:00] +52 1 55 1234 5678: pasame tu insta, el mio es @juan.perez_99
agregame a https://wa.me/5215512345678
ok
https://www.instagram.com/juan.perez_99/?igsh=abc"""


def test_a_chat_names_each_account_once_in_whatever_notation() -> None:
    assert told(CHAT) == [("+52 1 55 1234 5678", "phone", ""), ("@juan.perez_99", "username", "instagram")]
    assert read_block(CHAT, PLATFORMS).rest == ("[12/2/26, 21:05:10] Lucía: 11", "ok")


TIP = """CyberTipline Report 123456789
Received by NCMEC on 02-12-2026 21:04:09 UTC
Reporting ESP: Snapchat
Suspect
Phone: +1 415 555 2671 (Verified)
Email Address: bad.guy99@yahoo.com (Verified)
Screen/User Name: bad_guy99
Display Name: Bad Guy
ESP User ID: 1234abcd-12ab-34cd-56ef-1234567890ab
IP Address: 73.15.20.31 (Login)
02-13-2026 21:04:09 UTC
IP Address: 2601:646:8e00:1::5 at 02-12-2026 21:04:09 UTC port 51515"""


def test_the_text_of_a_cybertip() -> None:
    found = {one.given: one for one in pieces(TIP)}
    assert {given: one.kind for given, one in found.items()} == {
        "123456789": "cybertip",
        "+1 415 555 2671": "phone",
        "bad.guy99@yahoo.com": "email",
        "bad_guy99": "username",
        "Bad Guy": "display_name",
        "1234abcd-12ab-34cd-56ef-1234567890ab": "numeric_id",
        "73.15.20.31": "ip",
        "2601:646:8e00:1::5": "ip",
    }
    assert [given for given, one in found.items() if not one.keep] == ["Bad Guy", "2601:646:8e00:1::5"]
    assert found["bad_guy99"].platform == "snapchat"
    assert found["73.15.20.31"].instants == ("2026-02-13T21:04:09Z",)
    last = found["2601:646:8e00:1::5"]
    assert (last.port, last.instants) == (51515, ())
    assert "two ways" in last.doubts[0].line()


ROWS = """Timestamp (UTC),IP Address,Port,User,Platform
2026-02-12 21:04:09,8.8.8.8,51515,juan99,Instagram
2026-02-13 21:04:09,8.8.8.8,51516,juan99,Instagram
2026-02-14 22:04:09,"8.8.8.8",51516,juan99,Instagram"""


def test_the_rows_of_a_table_keep_address_port_and_instant_together() -> None:
    first, name, second = pieces(ROWS)
    assert (first.given, first.port, first.instants) == ("8.8.8.8", 51515, ("2026-02-12T21:04:09Z",))
    assert (second.port, second.instants) == (51516, ("2026-02-13T21:04:09Z", "2026-02-14T22:04:09Z"))
    assert (name.given, name.kind, name.platform) == ("juan99", "username", "instagram")
    assert [one.keep for one in (first, name, second)] == [True, True, True]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-12T21:04:09Z", "2026-02-12T21:04:09Z"),
        ("2026-02-12T21:04:09.123+00:00", "2026-02-12T21:04:09Z"),
        ("2026/02/12 18:04:09 -0300", "2026-02-12T21:04:09Z"),
        ("12 Feb 2026 18:04:09 -0300 (ART)", "2026-02-12T21:04:09Z"),
        ("13/02/2026 21:04 UTC-3", "2026-02-14T00:04:00Z"),
        ("02-13-2026 21:04:09 UTC", "2026-02-13T21:04:09Z"),
        ("12 de febrero de 2026 a las 21:04:09 (UTC)", "2026-02-12T21:04:09Z"),
        ("12 de fevereiro de 2026 21:04:09 UTC", "2026-02-12T21:04:09Z"),
        ("Feb 12, 2026 9:04:09 pm GMT+1", "2026-02-12T20:04:09Z"),
        ("12/02/2026 21:04:09 UTC", ""),
        ("2026-02-12 21:04:09 PST", ""),
        ("2026-02-12 21:04:09", ""),
    ],
)
def test_a_time_is_read_only_where_it_is_certain(text: str, instant: str) -> None:
    (found,) = times_in(text)
    assert (found.instant, bool(found.doubt)) == (instant, not instant)


@pytest.mark.parametrize("text", ["2026-02-30 10:00:00Z", "99/99/2026 10:00", "2026-02-12 25:00:00Z", "a 12:30"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert list(times_in(text)) == []


def test_a_platform_named_above_is_certain_only_for_what_a_report_labels() -> None:
    first, second, third = pieces("ESP: Snapchat\nUser name: juan_99\n@otra_99 lo dijo\n+52 1 55 1234 5678")
    assert (first.platform, first.keep) == ("snapchat", True)
    assert (second.platform, second.keep) == ("snapchat", False)
    assert (third.platform, third.keep) == ("", True)


def test_a_time_without_zone_is_asked_about_and_a_heading_is_only_a_hint() -> None:
    (bare,) = pieces("IP 8.8.8.8 2026-02-12T21:04:09")
    assert (bare.instants, bare.keep) == ((), False)
    (hinted,) = pieces("All times are UTC\nIP 8.8.8.8 2026-02-12T21:04:09")
    assert (hinted.instants, hinted.keep) == (("2026-02-12T21:04:09Z",), False)


def test_nobody_guesses_which_time_belongs_to_which_address() -> None:
    both = pieces("8.8.8.8 y 1.1.1.1 a las 2026-02-12 21:04:09Z y 2026-02-13 21:04:09Z")
    assert [(one.instants, one.keep) for one in both] == [((), False), ((), False)]


def test_what_the_case_has_already_is_named_and_not_ticked() -> None:
    known = {("username", "@juan", "instagram"): "A7"}
    block = read_block("@juan en Instagram\n8.8.8.8", PLATFORMS, lambda *piece: known.get(piece, ""))
    assert [(one.code, one.keep) for one in block.pieces] == [("A7", False), ("", True)]


def test_a_story_in_which_nothing_is_found_is_told_apart() -> None:
    block = read_block("Nunca supo quién era ese chico que le hablaba.\n8.8.8.8\nok", PLATFORMS)
    assert [one.given for one in block.pieces] == ["8.8.8.8"]
    assert block.rest == ("Nunca supo quién era ese chico que le hablaba.", "ok")


def test_a_long_block_ends() -> None:
    assert len(pieces("\n".join(f"@cuenta{n}" for n in range(LINES)))) == MOST


@pytest.mark.parametrize(
    "letter", ["a", "1", "a.", ":", "@", "a@", "+1", "https://", "[", "(.)", "1:", "1.1.", "id: ", "a,", "hxxp"]
)
def test_a_hostile_block_comes_to_an_end(letter: str) -> None:
    assert len(pieces("\n".join([f"x {letter * 20_000}"] * 5))) <= MOST


@property_of(st.text(max_size=200))
def test_whatever_is_pasted_every_piece_stands_in_the_block(block: str) -> None:
    for one in pieces(block):
        assert one.given in block or one.given in " ".join(block.split())


def test_every_kind_is_one_that_the_rules_know() -> None:
    kinds = set(PIECE.groupindex) | set(LABELLED.groupindex)
    assert kinds <= set(TYPES)
