"""IP addresses (with port and instant) and onion addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from mlat.domain.identifiers.reading import Reading, refanged
from mlat.domain.messages import N_

ADDRESS_AND_PORT = re.compile(
    r"\[(?P<six>[0-9a-fA-F:.%]+)\](?::(?P<six_port>\d{1,5}))?|(?P<four>[0-9.]+):(?P<port>\d{1,5})"
)

RANGES = [
    ("documentation", N_("It lies in a range reserved for documentation: nobody has it."),
     ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")),
    ("loopback", N_("It is the loopback address: every machine calls itself so."),
     ("127.0.0.0/8", "::1/128")),
    ("unspecified", N_("It is a placeholder, not the address of a machine."), ("0.0.0.0/8", "::/128")),
    ("link_local", N_("It is valid only on one cable or radio link."), ("169.254.0.0/16", "fe80::/10")),
    ("multicast", N_("It addresses a group, not a machine."), ("224.0.0.0/4", "ff00::/8")),
    ("reserved", N_("It lies in a range that is reserved or used only for tests."),
     ("240.0.0.0/4", "198.18.0.0/15", "192.0.0.0/24", "192.88.99.0/24", "2001:2::/48", "2001:20::/28", "100::/64",
      "5f00::/16", "::/96")),
    ("private", N_("It is private, inside a home or company network: many networks use the same one."),
     ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10", "64:ff9b:1::/48")),
]  # fmt: skip
"""Ranges (IANA special-purpose registries) in which no provider can find a subscriber."""
CARRIER_NAT = ip_network("100.64.0.0/10")
TRANSLATED = ip_network("64:ff9b::/96")
"""An IPv4 address as a network that speaks only IPv6 writes it (NAT64)."""
NOBODYS = frozenset({"loopback", "unspecified", "link_local", "multicast", "private"})
"""Ranges that every network uses again: the same address in two files says nothing."""


def read_ip(reading: Reading) -> str | None:
    """Normal form of an IPv4 or IPv6 address, the port read out of the text where one stands there."""
    text = _without_port(reading, _refanged(reading))
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        if _is_range(text):
            reading.warn(
                "ip_is_range",
                N_("It is a range of addresses, not one address."),
                N_("Give the one address that was seen, with port and instant."),
            )
        else:
            reading.warn(
                "ip_unreadable",
                N_("It cannot be read as an IP address."),
                N_("Compare it with the source, or choose another type."),
            )
        return None
    address = _unwrapped(reading, address)
    _explain_range(reading, address)
    _ask_for_port_and_instant(reading, address)
    return str(address)


def is_somebodys(normal: str) -> bool:
    """Whether an address (in its normal form) means the same machine or connection in every file."""
    address = ip_address(normal)
    return _range_of(address) not in NOBODYS and address not in CARRIER_NAT


def _range_of(address: IPv4Address | IPv6Address) -> str:
    """The code of the special range in which the address lies; empty for an ordinary one."""
    return next((code for code, _, ranges in RANGES if any(address in ip_network(one) for one in ranges)), "")


def _unwrapped(reading: Reading, address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 notation stands for, and only for."""
    if not isinstance(address, IPv6Address):
        return address
    if address.ipv4_mapped:
        reading.note(
            "ip_mapped", N_("It is the IPv4 address %(address)s written as IPv6."), address=str(address.ipv4_mapped)
        )
        return address.ipv4_mapped
    if address in TRANSLATED:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
        reading.note(
            "ip_translated",
            N_("It is the IPv4 address %(address)s as a network that speaks only IPv6 writes it (NAT64)."),
            N_("Ask about %(address)s."),
            address=str(inner),
        )
        return inner
    return address


def _refanged(reading: Reading) -> str:
    text = refanged(reading.text)
    if text != reading.text:
        reading.note("was_defanged", N_("It was written so that it is no link; dots are read as dots."))
    return text


def _without_port(reading: Reading, text: str) -> str:
    found = ADDRESS_AND_PORT.fullmatch(text)
    if found is None:
        return text
    inside = found["six_port"] or found["port"]
    if inside is not None:
        _take_port(reading, int(inside))
    return found["six"] or found["four"]


def _take_port(reading: Reading, inside: int) -> None:
    if not 1 <= inside <= 65535:
        reading.warn(
            "port_impossible",
            N_("%(port)s is no port."),
            N_("Compare it with the source."),
            "port",
            port=inside,
        )
    elif reading.port is None:
        reading.port = inside
        reading.note("port_in_text", N_("The port %(port)s was read from the text."), "", "port", port=inside)
    elif reading.port != inside:
        reading.warn(
            "port_differs",
            N_("The text says port %(inside)s, the field says %(port)s."),
            N_("Compare both with the source."),
            "port",
            inside=inside,
            port=reading.port,
        )


def _is_range(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _explain_range(reading: Reading, address: IPv4Address | IPv6Address) -> None:
    special = _range_of(address)
    if special:
        says = next(says for code, says, _ in RANGES if code == special)
        if special == "documentation":
            reading.nobody("ip_documentation", says, N_("Compare it with the source."))
        else:
            reading.warn(f"ip_{special}", says, N_("Ask the source for the public address, port and instant."))
        return
    if address in CARRIER_NAT:
        reading.warn(
            "ip_carrier_nat",
            N_("It is an address inside a mobile or access network that many customers share."),
            N_("Only that network can resolve it, with port and instant: ask the source for the public one."),
        )
        return
    if isinstance(address, IPv6Address):
        _explain_tunnel(reading, address)
    reading.somebody()


def _explain_tunnel(reading: Reading, address: IPv6Address) -> None:
    inner = address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None:
        return
    reading.note(
        "ip_tunnel",
        N_("It is an IPv6 tunnel (6to4 or Teredo) that began at the IPv4 address %(address)s."),
        N_("Ask the provider of %(address)s: it knows the subscriber, the tunnel's operator does not."),
        address=str(inner),
    )
    if not is_somebodys(str(inner)):
        reading.warn(
            "ip_tunnel_inside",
            N_("The tunnel began inside a private network, at %(address)s: nobody can be found by it."),
            N_("Ask the source for the public address, port and instant."),
            address=str(inner),
        )


def _ask_for_port_and_instant(reading: Reading, address: IPv4Address | IPv6Address) -> None:
    if reading.at is None:
        reading.warn(
            "ip_without_instant",
            N_("An address without the instant of its use identifies nobody."),
            N_("Give day and time to the second, with the zone."),
            "at",
        )
    if reading.port is None and address.version == 4:
        reading.warn(
            "ip_without_port",
            N_("Many customers can share one IPv4 address at once; the source port tells them apart."),
            N_("Ask the source for the port. Without it the access provider may find nobody."),
            "port",
        )


def read_onion(reading: Reading) -> str | None:
    """The v3 onion host of an address or link; the checksum inside it is verified (Tor rend-spec v3)."""
    found = re.search(r"([a-z0-9]+)\.onion\b", _refanged(reading).lower())
    host = found[1] if found else reading.text.lower()
    if len(host) == 16 and re.fullmatch(r"[a-z2-7]{16}", host):
        reading.warn(
            "onion_v2",
            N_("It is an address of the second version, which the network has not carried since 2021."),
            N_("Ask the source for the address in use, 56 characters long."),
        )
        return f"{host}.onion"
    if not re.fullmatch(r"[a-z0-9]{56}", host):
        reading.warn(
            "onion_unreadable",
            N_("It is no onion address: 56 letters and digits (a-z, 2-7) before .onion."),
            N_("Compare it with the source."),
        )
        return None
    if not _onion_checksum_holds(host):
        reading.nobody(
            "onion_checksum",
            N_("Its checksum is wrong: no such address can exist."),
            N_("A character was misread: compare it with the source."),
        )
    else:
        reading.somebody()
    if "/" in reading.text.split("://")[-1].rstrip("/"):
        reading.note(
            "onion_page",
            N_("A page inside the address is kept as given; the address is compared without it."),
        )
    return f"{host}.onion"


def _onion_checksum_holds(host: str) -> bool:
    if not re.fullmatch(r"[a-z2-7]+", host):
        return False
    raw = base64.b32decode(host.upper())
    key, checksum, version = raw[:32], raw[32:34], raw[34:]
    wanted = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return version == b"\x03" and checksum == wanted
