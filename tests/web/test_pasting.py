"""What a pasted block holds, and of which kind each piece seems to be."""

from __future__ import annotations

import pytest

from mlat.domain.identifiers import TYPES
from mlat.web.pasting import LINES, MOST, PIECE, SHAPES, pieces_of

PLATFORMS = {"roblox": "Roblox", "instagram": "Instagram (with Threads)", "whatsapp": "WhatsApp", "x": "X (Twitter)"}
ONION = "abcdefghij234567abcdefghij234567abcdefghij234567abcdefgh.onion"


@pytest.mark.parametrize(
    ("line", "kind", "doubtful"),
    [
        ("192.0.2.1", "ip", False),
        ("192.0.2.1:443", "ip", False),
        ("[2001:db8::1]:443", "ip", False),
        ("2001:db8::1", "ip", False),
        ("somebody@mail.example", "email", False),
        ("+52 55 0000 0000", "phone", False),
        ("https://www.example/u/1", "url", False),
        ("https://t.me/group", "channel_link", True),
        (ONION, "onion", False),
        ("99999999999", "numeric_id", True),
        ("@una.cuenta", "username", True),
        ("Juan el Bueno", "display_name", True),
    ],
)
def test_the_kind_of_a_line(line: str, kind: str, doubtful: bool) -> None:
    (found,) = pieces_of(line, {})
    assert (found.given, found.kind, found.doubtful, found.keep) == (line, kind, doubtful, True)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("el usuario @juego.falso de Roblox le escribió", [("@juego.falso", "username", "roblox")]),
        (
            "por Instagram: instagram.com/no.existe, y por WhatsApp +52 55 0000 0000.",
            [("instagram.com/no.existe", "url", "instagram"), ("+52 55 0000 0000", "phone", "whatsapp")],
        ),
        ("correo: nadie@mail.example", [("nadie@mail.example", "email", "")]),
        ("desde [2001:db8::2]:443 o 192.0.2.1:80", [("[2001:db8::2]:443", "ip", ""), ("192.0.2.1:80", "ip", "")]),
        ("CyberTipline Report: 1234567890", [("1234567890", "cybertip", "")]),
        (f"un grupo en {ONION} dijo", [(ONION, "onion", "")]),
        ("entró a las 21:04:09 del 2026-02-12 21:04:09 con 99999999999", [("99999999999", "numeric_id", "")]),
    ],
)
def test_what_stands_within_a_line(line: str, pieces: list[tuple[str, str, str]]) -> None:
    assert [(one.given, one.kind, one.platform) for one in pieces_of(line, PLATFORMS)] == pieces


def test_a_time_with_its_zone_goes_to_the_address_beside_it() -> None:
    (found,) = pieces_of("IP 192.0.2.41:51515 2026-02-12T21:04:09Z y 2026-02-13T01:00:00-03:00", {})
    assert found.instants == ("2026-02-12T21:04:09Z", "2026-02-13T01:00:00-03:00")
    assert pieces_of("IP 192.0.2.41 2026-02-12T21:04:09", {})[0].instants == ()


def test_a_story_in_which_nothing_is_found_is_shown_but_not_ticked() -> None:
    (found,) = pieces_of("Nunca supo quién era ese chico que le hablaba.", PLATFORMS)
    assert (found.kind, found.keep) == ("unknown", False)


def test_lines_are_kept_exactly_and_empty_ones_left_out() -> None:
    assert [one.given for one in pieces_of("  a b  \n\n \nc", {})] == ["  a b  ", "c"]


def test_a_piece_is_shown_once_and_a_long_block_ends() -> None:
    assert len(pieces_of("192.0.2.1\n192.0.2.1", {})) == 1
    assert len(pieces_of("\n".join(f"@cuenta{n}" for n in range(LINES)), {})) == MOST


@pytest.mark.parametrize("letter", ["a", "1", "a.", ":", "@", "a@", "+1", "https://"])
def test_a_hostile_block_comes_to_an_end(letter: str) -> None:
    assert len(pieces_of("\n".join([f"x {letter * 20_000}"] * 5), PLATFORMS)) <= MOST


def test_every_kind_is_one_that_the_rules_know() -> None:
    assert {kind for _shape, kind, _doubtful in SHAPES} | set(PIECE.groupindex) - {"instant"} <= set(TYPES)
