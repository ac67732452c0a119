"""An identifier at its platform: what fits, what a number tells, and when two notations are one account."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from mlat import facts
from mlat.domain.identifiers import TYPES, compared, defang, examine, inert
from mlat.domain.identifiers.links import account_in
from mlat.domain.identifiers.notations import notations
from mlat.domain.identifiers.reading import refanged

WORLD = facts.load()
PLATFORMS = WORLD.platforms
DISCORD = "175928847299117063"  # its own documentation's example: 2016-04-30 11:18:25.796 UTC


def codes(kind: str, given: str, platform: str, **more: object) -> set[str]:
    seen = examine(kind, given, platform=PLATFORMS[platform], used_from=date(2026, 1, 1), **more)  # type: ignore[arg-type]
    assert all(finding.line() and (finding.remedy or finding.level == "note") for finding in seen.findings)
    return {finding.code for finding in seen.findings}


@pytest.mark.parametrize(
    ("platform", "kind", "given", "found"),
    [
        ("roblox", "numeric_id", "1234567890", set()),
        ("roblox", "numeric_id", "12345678901234567890", {"id_shape"}),
        ("roblox", "username", "juego_falso", set()),
        ("roblox", "username", "un nombre visible", {"username_with_spaces", "handle_shape"}),
        ("roblox", "phone", "+525512345678", {"kind_not_asked_for"}),
        ("discord", "numeric_id", DISCORD, {"id_born"}),
        ("discord", "numeric_id", "12345", {"id_shape"}),
        ("discord", "username", "Juan#1234", set()),
        ("x", "username", "@juan_99", set()),
        ("x", "username", "@un.nombre.imposible", {"handle_shape"}),
        ("whatsapp", "phone", "+525512345678", set()),
        ("whatsapp", "username", "juan", {"kind_not_asked_for"}),
        ("whatsapp", "numeric_id", "123456789", {"kind_not_asked_for"}),
        ("telegram", "username", "@juan_99", set()),
        ("telegram", "username", "@99juan", {"handle_shape"}),
        ("telegram", "numeric_id", "-1001234567890", set()),
        ("snapchat", "numeric_id", "1234ABCD-12ab-34cd-56ef-1234567890ab", set()),
        ("steam", "numeric_id", "76561198000000000", set()),
        ("steam", "numeric_id", "123", {"id_shape"}),
        ("epic-games", "numeric_id", "0123456789abcdef0123456789abcdef", set()),
        ("youtube", "url", "https://www.youtube.com/channel/UC" + "a" * 22, set()),
        ("instagram", "url", "https://www.instagram.com/juan/", set()),
        ("instagram", "url", "https://instagrarn.com/juan", {"link_other_site"}),
        ("instagram", "ip", "8.8.8.8", {"ip_without_instant", "ip_without_port"}),
    ],
)
def test_what_fits_a_platform(platform: str, kind: str, given: str, found: set[str]) -> None:
    assert codes(kind, given, platform) == found


def test_the_number_of_an_account_tells_when_it_was_given() -> None:
    seen = examine("numeric_id", DISCORD, platform=PLATFORMS["discord"])
    assert [finding.values for finding in seen.findings] == [{"instant": "2016-04-30T11:18:25Z"}]
    younger = examine("numeric_id", DISCORD, platform=PLATFORMS["discord"], used_from=date(2015, 5, 1))
    assert "id_younger_than_use" in {finding.code for finding in younger.findings}


def test_an_impossible_number_is_as_it_should_be_in_training() -> None:
    for platform, kind, given in (("roblox", "numeric_id", "9" * 20), ("x", "username", "un.nombre.sintetico")):
        seen = examine(kind, given, platform=PLATFORMS[platform], used_from=date(2026, 1, 1), synthetic_allowed=True)
        assert {finding.code for finding in seen.findings} == {"synthetic"}


def test_every_shape_of_the_facts_reads_its_own_links() -> None:
    for platform in PLATFORMS.values():
        re.compile(platform.accounts.id)
        re.compile(platform.accounts.handle)
        for link in platform.accounts.links:
            assert "://" not in link
            assert len(re.findall(r"{(?:id|handle|phone)}", link)) == 1


@pytest.mark.parametrize(
    ("kind", "given", "platform", "same"),
    [
        ("username", "@Juan.P", "instagram", "username:instagram:juan.p"),
        ("url", "https://www.instagram.com/Juan.P/?igsh=abc", "", "username:instagram:juan.p"),
        ("url", "hxxps://m[.]instagram[.]com/juan.p", "", "username:instagram:juan.p"),
        ("username", "juan.p", "x", "username:x:juan.p"),
        ("url", "https://twitter.com/Juan_P", "", "username:x:juan_p"),
        ("url", "https://www.roblox.com/es/users/123/profile", "", "numeric_id:roblox:123"),
        ("numeric_id", "0123", "roblox", "numeric_id:roblox:123"),
        ("url", "https://www.facebook.com/profile.php?id=10001&sk=about", "", "numeric_id:facebook:10001"),
        ("url", "https://es-la.facebook.com/juan.perez.5", "", "username:facebook:juan.perez.5"),
        ("url", "https://www.facebook.com/groups", "", "link:facebook.com/groups"),
        ("channel_link", "https://t.me/Juan_99", "", "username:telegram:juan_99"),
        ("channel_link", "https://t.me/joinchat/AbC", "", "link:t.me/joinchat/AbC"),
        ("message_link", "https://t.me/c/123/45", "", "link:t.me/c/123/45"),
        ("url", "https://wa.me/5215512345678", "", "phone:+525512345678"),
        ("phone", "+52 1 55 1234 5678", "", "phone:+525512345678"),
        ("phone", "+54 9 11 2345-6789", "whatsapp", "phone:+541123456789"),
        ("phone", "+54 11 2345-6789", "", "phone:+541123456789"),
        ("email", "Ana.Perez+x@googlemail.com", "", "email:anaperez@gmail.com"),
        ("email", "Ana.Perez@Yahoo.com", "", "email:ana.perez@yahoo.com"),
        ("ip", "::ffff:8.8.8.8", "", "ip:8.8.8.8"),
        ("ip", "192.168.0.1", "", None),
        ("ip", "100.64.0.1", "", None),
        ("display_name", "Juan", "", None),
        ("cybertip", "Report 123456789", "", "cybertip:123456789"),
    ],
)
def test_one_account_in_every_notation(kind: str, given: str, platform: str, same: str | None) -> None:
    normal = examine(kind, given).normal
    assert (compared(kind, normal, platform, PLATFORMS) if normal else None) == same


def test_a_name_of_the_platform_itself_is_no_account() -> None:
    assert account_in("https://instagram.com/explore", PLATFORMS) is None
    assert account_in("https://help.instagram.com/juan", PLATFORMS) is None


@pytest.mark.parametrize(
    ("typed", "kind", "given", "platform"),
    [
        ("52 1 55 1234-5678", "phone", "+525512345678", None),
        ("0052 55 1234 5678", "phone", "+5215512345678", None),
        ("+54 9 11 2345 6789", "phone", "+541123456789", None),
        ("https://instagram.com/Juan", "username", "@juan", "instagram"),
        ("JUAN", "url", "https://www.instagram.com/juan/", None),
        ("8[.]8[.]8[.]8", "ip", "8.8.8.8", None),
        ("49-015420-323751-8", "imei", "490154203237518", None),
        ("1234567890", "url", "https://www.roblox.com/users/1234567890/profile", None),
    ],
)
def test_any_notation_that_is_typed_finds_the_account(typed: str, kind: str, given: str, platform: str | None) -> None:
    normal = examine(kind, given).normal or ""
    assert compared(kind, normal, platform, PLATFORMS) in notations(typed, PLATFORMS)


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("64:ff9b::8.8.8.8", "ip_translated", "8.8.8.8"),
        ("2002:808:808::1", "ip_tunnel", "8.8.8.8"),
        ("2002:a00:1::1", "ip_tunnel_inside", "10.0.0.1"),
        ("2001:0:4136:e378:8000:63bf:f7f7:f7f7", "ip_tunnel", "8.8.8.8"),
        ("fec0::1", "ip_private", ""),
        ("192.88.99.1", "ip_reserved", ""),
    ],
)
def test_what_hides_an_address_is_explained(given: str, code: str, told: str) -> None:
    seen = examine("ip", given, port=1, at="2026-03-01T10:00:00Z")
    finding = next(one for one in seen.findings if one.code == code)
    assert told in finding.line()
    assert finding.remedy


@property_of(
    st.sampled_from(sorted(TYPES)),
    st.text(min_size=1, max_size=40).filter(str.strip),
    st.sampled_from(sorted(PLATFORMS)),
)
def test_normal_forms_are_stable_and_nothing_given_is_changed(kind: str, given: str, platform: str) -> None:
    seen = examine(kind, given, platform=PLATFORMS[platform])
    assert seen.given == given
    if seen.normal:
        again = examine(kind, seen.normal, platform=PLATFORMS[platform])
        assert again.normal == seen.normal
        compared(kind, seen.normal, platform, PLATFORMS)


LIVE = re.compile(r"https?://|\w@\w|\w\.\w|\b(?:javascript|mailto|tel|data):\S", re.I | re.A)


@property_of(
    st.text(max_size=60) | st.from_regex(r"(https?://|mailto:|)[a-z]{1,9}(@[a-z]{2,5})?\.(com|onion)(/[a-z]*)?")
)
def test_what_is_defanged_holds_no_live_link(text: str) -> None:
    assert not LIVE.search(defang(text))


@property_of(st.text(max_size=60))
def test_what_was_made_harmless_is_made_whole_once(text: str) -> None:
    assert refanged(refanged(text)) == refanged(text)
    assert inert(inert(text)) == inert(text)
