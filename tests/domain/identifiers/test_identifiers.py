"""Identifiers as they really arrive."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from mlat.domain.identifiers import TYPES, Examined, defang, examine, mask, satisfies
from mlat.domain.problems import Problem

AT = "2026-03-01T22:15:30Z"
PLATFORMS = Path(__file__).parents[3] / "mlat/data/platforms"


def codes(seen: Examined) -> set[str]:
    return {finding.code for finding in seen.findings}


def levels(seen: Examined) -> dict[str, str]:
    return {finding.code: finding.level for finding in seen.findings}


@pytest.mark.parametrize(
    ("type_", "given", "normal", "found"),
    [
        ("numeric_id", " 1234567890 ", "1234567890", set()),
        ("numeric_id", "ID: 0012345", "12345", set()),
        ("numeric_id", "١٢٣٤٥", "12345", set()),
        ("numeric_id", "juan99", None, {"id_not_numeric"}),
        ("numeric_id", "0", "0", {"id_impossible"}),
        ("numeric_id", "103547991597142817347", "103547991597142817347", set()),
        ("username", "@Juan.99", "juan.99", {"username_without_date"}),
        ("username", "Juan Pérez", "juan pérez", {"username_without_date", "username_with_spaces"}),
        ("username", "Ju\u0430n", "ju\u0430n", {"username_without_date", "mixed_scripts"}),
        ("display_name", "Juan 🌸", None, {"display_name_insufficient"}),
        ("unknown", "???", None, {"type_unknown"}),
        ("email", "Ana@Gmail.COM", "Ana@gmail.com", set()),
        ("email", "a b", None, {"email_unreadable"}),
        ("email", "a@example.org", "a@example.org", {"email_reserved"}),
        ("url", "hxxps://Instagram[.]com/Juan/", "https://instagram.com/Juan", set()),
        ("url", "instagram.com/juan", "https://instagram.com/juan", set()),
        ("url", "javascript:alert(1)", None, {"link_unreadable"}),
        ("url", "https://instagram.com@evil.com/x", "https://evil.com/x", {"link_with_user"}),
        ("url", "https://xn--80ak6aa92e.com/x", "https://xn--80ak6aa92e.com/x", {"link_look_alike"}),
        ("message_link", "t.me/c/123/45", "https://t.me/c/123/45", set()),
        ("channel_link", "https://t.me/", "https://t.me", {"link_to_site_only"}),
        ("cybertip", "CyberTip #123456789", "123456789", set()),
        ("cybertip", "n/a", None, {"cybertip_unreadable"}),
        ("imei", "49-015420-323751-8", "490154203237518", set()),
        ("imei", "490154203237517", "490154203237517", {"imei_check_digit"}),
        ("imei", "49015420323751", "490154203237518", {"imei_without_check"}),
        ("imei", "4901542032375101", "490154203237518", {"imei_with_version"}),
        ("imei", "123", None, {"imei_unreadable"}),
        ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", set()),
        (
            "wallet",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            {"wallet_checksum"},
        ),
        (
            "wallet",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            set(),
        ),
        (
            "wallet",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            {"wallet_checksum"},
        ),
        ("wallet", "0x" + "AB" * 20, "0x" + "ab" * 20, set()),
        (
            "wallet",
            "rPEPPER7kfTD9w2To4CQk6UCfuHM9c6GDY",
            "rPEPPER7kfTD9w2To4CQk6UCfuHM9c6GDY",
            {"wallet_kind_unknown"},
        ),
        ("onion", "a" * 56 + ".onion", "a" * 56 + ".onion", {"onion_checksum"}),
        ("onion", "0" * 56 + ".onion", "0" * 56 + ".onion", {"onion_checksum"}),
        ("onion", "abcdefghij234567.onion", "abcdefghij234567.onion", {"onion_v2"}),
        ("onion", "example.com", None, {"onion_unreadable"}),
    ],
)
def test_normal_forms_and_doubts(type_: str, given: str, normal: str | None, found: set[str]) -> None:
    seen = examine(type_, given)
    assert (seen.given, seen.normal, codes(seen)) == (given, normal, found)


def test_a_right_onion_address_passes_in_a_link() -> None:
    host = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
    seen = examine("onion", f"http://www.{host}/page")
    assert seen.normal == host
    assert codes(seen) == {"onion_page"}


@pytest.mark.parametrize(
    ("given", "normal", "found"),
    [
        ("+52 1 55 1234 5678", "+525512345678", {"phone_mexican_one"}),
        ("+52 55 1234 5678", "+525512345678", set()),
        ("0052 1 55 1234 5678", "+525512345678", {"phone_zeros", "phone_mexican_one"}),
        ("+54 9 11 2345-6789", "+5491123456789", set()),
        ("+54 11 15 2345-6789", "+5491123456789", {"phone_argentine_fifteen"}),
        ("+54 11 2345-6789", "+541123456789", {"phone_argentine_nine"}),
        ("\u202a+52 55 1234 5678\u202c", "+525512345678", {"hidden_characters"}),
        ("+52 000 000 0000", "+520000000000", {"phone_impossible"}),
        ("+52 55 0000 0000", "+525500000000", {"phone_impossible"}),
        ("11 2345-6789", None, {"phone_without_country"}),
        ("+5", None, {"phone_unreadable"}),
        ("+" + "5" * 300, None, {"phone_unreadable", "very_long"}),
    ],
)
def test_telephone_numbers(given: str, normal: str | None, found: set[str]) -> None:
    seen = examine("phone", given)
    assert (seen.normal, codes(seen)) == (normal, found)


def test_both_forms_of_a_mexican_mobile_are_explained() -> None:
    old, new = examine("phone", "+5215512345678"), examine("phone", "+525512345678")
    assert old.normal == new.normal
    assert "+5215512345678" in old.findings[0].line()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("10.1.2.3", "ip_private"),
        ("192.168.0.1", "ip_private"),
        ("fd12::1", "ip_private"),
        ("127.0.0.1", "ip_loopback"),
        ("::1", "ip_loopback"),
        ("169.254.9.9", "ip_link_local"),
        ("fe80::1%eth0", "ip_link_local"),
        ("100.64.0.1", "ip_carrier_nat"),
        ("192.0.2.7", "ip_documentation"),
        ("2001:db8::7", "ip_documentation"),
        ("3fff::7", "ip_documentation"),
        ("224.0.0.5", "ip_multicast"),
        ("255.255.255.255", "ip_reserved"),
        ("0.0.0.0", "ip_unspecified"),
        ("::ffff:10.0.0.1", "ip_private"),
        ("2002:808:808::1", "ip_tunnel"),
        ("203.0.113.0/24", "ip_is_range"),
        ("300.1.1.1", "ip_unreadable"),
    ],
)
def test_addresses_that_no_provider_can_resolve_are_explained(given: str, code: str) -> None:
    seen = examine("ip", given, port=443, at=AT)
    assert code in codes(seen)
    assert all(finding.remedy for finding in seen.findings if finding.level != "note")


def test_a_public_address_with_port_and_instant_has_nothing_to_say() -> None:
    seen = examine("ip", "8.8.8.8", port=51234, at=AT)
    assert (seen.normal, seen.port, seen.at, seen.findings) == (
        "8.8.8.8",
        51234,
        datetime(2026, 3, 1, 22, 15, 30, tzinfo=UTC),
        (),
    )
    assert examine("ip", "2001:4860:4860:0:0:0:0:8888", at=AT).findings == ()
    assert examine("ip", "2001:4860:4860:0:0:0:0:8888", at=AT).normal == "2001:4860:4860::8888"


def test_an_address_without_port_or_instant_is_kept_and_flagged() -> None:
    assert codes(examine("ip", "8.8.8.8")) == {"ip_without_port", "ip_without_instant"}


@pytest.mark.parametrize(
    ("given", "normal", "port"),
    [
        ("8.8.8.8:51234", "8.8.8.8", 51234),
        ("[2001:4860::1]:443", "2001:4860::1", 443),
        ("8[.]8[.]8[.]8", "8.8.8.8", None),
    ],
)
def test_a_port_in_the_text_is_read(given: str, normal: str, port: int | None) -> None:
    seen = examine("ip", given, at=AT)
    assert (seen.given, seen.normal, seen.port) == (given, normal, port)


def test_two_ports_are_a_question() -> None:
    assert "port_differs" in codes(examine("ip", "8.8.8.8:1", port=2, at=AT))
    assert "port_impossible" in codes(examine("ip", "8.8.8.8:70000", at=AT))


@pytest.mark.parametrize(
    ("type_", "given", "code"),
    [
        ("ip", "203.0.113.7", "ip_documentation"),
        ("phone", "+52 55 0000", "phone_impossible"),
        ("onion", "b" * 56 + ".onion", "onion_checksum"),
        ("email", "x@example.test", "email_reserved"),
        ("cybertip", "000000000", "cybertip_impossible"),
        ("imei", "123456789012345", "imei_check_digit"),
    ],
)
def test_synthetic_values_pass_only_where_allowed(type_: str, given: str, code: str) -> None:
    real, training = examine(type_, given), examine(type_, given, synthetic_allowed=True)
    assert levels(real)[code] == "stop"
    assert code not in codes(training)
    assert "synthetic" in codes(training)
    assert "stop" not in levels(training).values()
    assert real.normal == training.normal


@pytest.mark.parametrize(("type_", "given"), [("ip", "8.8.8.8"), ("phone", "+525512345678"), ("email", "a@gmail.com")])
def test_a_value_that_may_be_real_is_no_training_value(type_: str, given: str) -> None:
    assert "may_be_real" in codes(examine(type_, given, synthetic_allowed=True))
    assert "may_be_real" not in codes(examine(type_, given))


MESSY = [
    "<script>alert(1)</script>",
    "مرحبا بك",
    "a\u202egnp.exe",
    "x" * 300,
    "\u200b\u200b",
    "\ud800",
    "a\x00b",
    "%(x)s",
    "&amp;",
]


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("given", MESSY, ids=range(len(MESSY)))
def test_what_was_really_received_is_kept_and_never_raises(type_: str, given: str) -> None:
    seen = examine(type_, given)
    assert seen.given == given
    assert seen.findings
    assert all(finding.line() for finding in seen.findings)
    shown = defang(given) + mask(seen)
    assert not any(sign in shown for sign in "\u202e\u200b\x00\ud800")
    json.dumps([finding.values for finding in seen.findings])


def test_unusual_text_is_named() -> None:
    assert {"markup"} <= codes(examine("display_name", "<b>x</b>"))
    assert {"right_to_left"} <= codes(examine("display_name", "مرحبا"))
    assert {"very_long"} <= codes(examine("display_name", "x" * 300))
    hidden = next(f for f in examine("display_name", "a\u202eb").findings if f.code == "hidden_characters")
    assert hidden.values == {"found": "U+202E"}


@property_of(st.sampled_from(sorted(TYPES)), st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_text_raises(type_: str, given: str) -> None:
    seen = examine(type_, given, at=AT, port=1)
    assert seen.given == given
    if seen.normal:
        assert examine(type_, seen.normal).normal == seen.normal
    mask(seen)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"type": "nickname"}, "type"),
        ({"given": "  "}, "given"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"at": "2026-02-30T10:00:00Z"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-03-01"}, "at"),
        ({"at": "2026-03-01T10:00:00"}, "at"),
        ({"at": datetime(2026, 3, 1)}, "at"),  # noqa: DTZ001
        ({"at": "1026-03-01T10:00:00Z"}, "at"),
        ({"at": "2026-03-29T02:30:00", "zone": "Europe/Berlin"}, "at"),
        ({"at": AT, "zone": "Buenos Aires"}, "zone"),
        ({"at": AT, "zone": "../etc/passwd"}, "zone"),
        ({"used_from": date(2026, 3, 2), "used_until": date(2026, 3, 1)}, "used_until"),
    ],
)
def test_what_a_person_typed_wrongly_names_its_field(keys: dict[str, Any], where: str) -> None:
    with pytest.raises(Problem) as caught:
        examine(**{"type": "ip", "given": "8.8.8.8", **keys})
    assert caught.value.where == where
    assert caught.value.remedy


def test_local_times_are_read_in_their_zone() -> None:
    seen = examine("ip", "8.8.8.8", at="2026-03-01T19:15", zone="America/Argentina/Buenos_Aires")
    assert seen.at == datetime(2026, 3, 1, 22, 15, tzinfo=UTC)
    offset = examine("ip", "8.8.8.8", at="2026-03-01T19:15-03:00", zone=ZoneInfo("Europe/Berlin"))
    assert offset.at == seen.at
    twice = examine("ip", "8.8.8.8", at="2026-10-25T02:30", zone="Europe/Berlin")
    assert "instant_twice" in codes(twice)
    assert twice.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://t.me/x.y", "hxxps[:]//t[.]me/x[.]y"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("a@b.com", "a[@]b[.]com"),
        ("203.0.113.7", "203[.]0[.]113[.]7"),
        ("@juan", "@juan"),
        ("a\u202eb", "a<U+202E>b"),
    ],
)
def test_nothing_is_shown_as_a_link(given: str, shown: str) -> None:
    assert defang(given) == shown


@pytest.mark.parametrize(
    ("type_", "given", "shown"),
    [
        ("phone", "+52 1 55 1234 5678", "+52•••78"),
        ("email", "ana.perez@gmail.com", "a•••[@]•••.com"),
        ("url", "https://instagram.com/juan", "instagram[.]com/•••"),
        ("url", "javascript:alert(1)", "•••"),
        ("numeric_id", "1234567890", "12•••0"),
        ("numeric_id", "1234", "•••"),
        ("ip", "8.8.8.8", "8.•••8"),
        ("display_name", "Juan Pérez", "•••"),
    ],
)
def test_masks(type_: str, given: str, shown: str) -> None:
    assert mask(examine(type_, given)) == shown


def test_what_platforms_ask_for_can_be_given() -> None:
    assert "user_id_numeric" in satisfies("numeric_id")
    assert "username_plus_relevant_date" in satisfies("username")
    assert "username_plus_relevant_date" not in satisfies("username", dated=False)
    assert "ip_address_and_port_with_time_utc" not in satisfies("ip", port=False)
    assert "date_time_utc" not in satisfies("numeric_id", instant=False)
    assert satisfies("display_name", instant=False, dated=False) == frozenset()
    assert satisfies("nonsense") == frozenset()


def test_every_type_is_mapped_and_only_real_platform_ids_are_named() -> None:
    asked: set[str] = set()
    for file in PLATFORMS.glob("*.toml"):
        asked |= set(tomllib.loads(file.read_text())["required_identifiers"])
    given = frozenset().union(*(satisfies(type_) for type_ in TYPES))
    assert given <= asked
