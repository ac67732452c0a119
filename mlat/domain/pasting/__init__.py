"""A pasted block: what it holds, what of that is certain, and what a person must decide, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mlat.domain.findings import Finding
from mlat.domain.identifiers import compared, examine
from mlat.domain.identifiers.links import account_in, bare_link, sites
from mlat.domain.messages import N_
from mlat.domain.pasting.lines import Line, lines_of
from mlat.domain.pasting.naming import named_in, words_for
from mlat.domain.pasting.plain import Plain
from mlat.domain.pasting.scanning import PORT, Piece, pieces_in
from mlat.domain.pasting.times import Time, times_in
from mlat.domain.platform import Platform

MOST = 100
"""Pieces that are shown."""
SAID = r"(?<!\w)(?P<platform>{names})\s*(?:es|is|:|=|->|→|user|usuario)\s?:?\s+@?(?P<name>[\w.]{{3,30}})(?<!\.)(?!\w)"
MACHINES = re.compile(
    r"^(?:no-?reply|mailer-daemon|postmaster|abuse|support|soporte|security|notifications?|info)\b", re.I
)
ON_A_PLATFORM = frozenset({"username", "numeric_id", "url", "phone", "channel_link", "message_link", "display_name"})
NAME_WORDS = 5
"""A line of more words in which nothing is found tells a story; a shorter one, alone, may be somebody's name."""
SAID_LATER = frozenset({"username_without_date", "ip_without_port", "ip_without_instant", "id_younger_than_use"})
"""Findings that ask for something beside the piece: they are shown once it is kept."""


@dataclass(frozen=True)
class Pasted:
    """A piece exactly as pasted, its line, what it is, and each reason why a person must look.

    `code` is that of the same account, where the case already has it; `same` is what makes two pieces one account.
    """

    given: str
    kind: str
    line: str = ""
    platform: str = ""
    instants: tuple[str, ...] = ()
    port: int | None = None
    doubts: tuple[Finding, ...] = ()
    same: str = field(default="", compare=False)
    code: str = ""

    @property
    def keep(self) -> bool:
        """Whether it is ticked before anybody looked."""
        return not self.doubts and not self.code


@dataclass(frozen=True)
class Block:
    """What a pasted block holds, and the lines in which nothing was found."""

    pieces: tuple[Pasted, ...]
    rest: tuple[str, ...]


def read_block(
    block: str,
    platforms: Mapping[str, Platform],
    known: Callable[[str, str, str], str] = lambda _kind, _given, _platform: "",
) -> Block:
    """Each account of a block once."""
    words = words_for(platforms)
    pieces: dict[str, Pasted] = {}
    rest: list[str] = []
    for line in lines_of(block, words):
        found = list(_pieces(line, words, platforms))
        if not found:
            rest.append(line.text)
        for one in found:
            before = pieces.get(one.same)
            pieces[one.same] = one if before is None else _merged(before, one)
    if not pieces and all(len(line.split()) <= NAME_WORDS and not re.search(r"\d{5}", line) for line in rest):
        pieces = {line: _judged(Pasted(line.strip(), "display_name"), platforms) for line in dict.fromkeys(rest)}
        rest = []
    shown = (replace(one, code=known(one.kind, one.given, one.platform)) for one in list(pieces.values())[:MOST])
    return Block(tuple(shown), tuple(rest))


def _merged(first: Pasted, again: Pasted) -> Pasted:
    """The same account a second time: its times come together, and what one line made certain is certain."""
    better = again if first.doubts and not again.doubts else first
    return replace(better, instants=tuple(dict.fromkeys((*first.instants, *again.instants))))


def _pieces(line: Line, words: Mapping[str, str], platforms: Mapping[str, Platform]) -> Iterator[Pasted]:
    plain = Plain.of(line.text)
    times = list(times_in(plain.text, line.zone))
    port = PORT.search(plain.text)
    found = list(pieces_in(plain, [(one.start, one.end) for one in times] + ([port.span()] if port else [])))
    found += _whole(plain) if not found and not times else ()
    addresses = sum(one.kind == "ip" for one in found)
    for one in (*found, *_told(plain, found, words)):
        pasted = Pasted(one.given, one.kind, line.text)
        beside = named_in(plain.text, one.start, words)
        if one.kind in ON_A_PLATFORM:
            above = line.platform if one.labelled or one.kind == "username" else ""
            pasted = replace(pasted, platform=beside or above)
        if one.kind == "ip":
            pasted = _timed(pasted, times, addresses)
            if port and addresses == 1 and 0 < int(port["port"]) < 65536:
                pasted = replace(pasted, port=int(port["port"]))
        yield _judged(replace(pasted, doubts=(*pasted.doubts, *_unsure(one, pasted, beside))), platforms)


def _whole(plain: Plain) -> Iterator[Piece]:
    """A line that is one number or one word, as in a list."""
    text = plain.text.strip()
    start = plain.text.find(text)
    if re.fullmatch(r"\d{5,20}", text):
        yield Piece(plain.given_at(start, start + len(text)), "numeric_id", start, start + len(text))
    elif re.fullmatch(r"[\w.]{3,30}", text) and re.search(r"[\d._]", text):
        yield Piece(plain.given_at(start, start + len(text)), "username", start, start + len(text))


def _told(plain: Plain, found: list[Piece], words: Mapping[str, str]) -> Iterator[Piece]:
    """Names that somebody tells in a chat: "mi insta es juan.perez"."""
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    for match in re.finditer(SAID.format(names=names), plain.text, re.IGNORECASE) if names else ():
        start, end = match.span("name")
        if not any(start < one.end and one.start < end for one in found):
            yield Piece(plain.given_at(start, end), "username", start, end)


def _timed(pasted: Pasted, times: list[Time], addresses: int) -> Pasted:
    """An address with the times of its line; with several of both, nobody can tell which belongs to which."""
    if addresses > 1 and len(times) > 1:
        return replace(pasted, doubts=(_doubt(N_("Several addresses and times stand in one line."),
                                              N_("Write the times of this one.")),))  # fmt: skip
    return replace(
        pasted,
        instants=tuple(one.instant for one in times if one.instant),
        doubts=tuple(
            _doubt(one.doubt, N_("Write it as an instant with its zone, or leave it empty."), time=one.text)
            for one in times
            if one.doubt
        ),
    )


def _unsure(piece: Piece, pasted: Pasted, beside: str) -> Iterator[Finding]:
    """What the line does not say of a piece; `beside` is the platform that it names."""
    if piece.labelled and (pasted.platform or piece.kind not in ("username", "numeric_id")):
        return
    if piece.kind == "numeric_id":
        says = N_("It is only a number: nothing beside it says whose.")
        yield _doubt(says, N_("Keep it if it is the number of an account, and choose the platform."))
    elif piece.kind == "username" and not pasted.platform:
        yield _doubt(N_("No platform is named beside it."), N_("Choose the platform, or leave it out."))
    elif piece.kind == "username" and not beside:
        yield _doubt(N_("The platform is named only further up."), N_("Check that it is the one."))
    elif piece.kind == "username" and not pasted.given.startswith("@"):
        yield _doubt(N_("It may be a name, or only a word."), N_("Compare it with the source."))
    elif piece.kind == "email" and MACHINES.match(pasted.given):
        yield _doubt(
            N_("It looks like the mailbox of a service, not of a person."), N_("Keep it if it is asked about.")
        )


def _judged(pasted: Pasted, platforms: Mapping[str, Platform]) -> Pasted:
    """The piece with what the rules say of it, and with what makes it one with its other notations."""
    platform = platforms.get(pasted.platform)
    link = pasted.kind in ("url", "message_link", "channel_link")
    seen = examine(pasted.kind, pasted.given, port=pasted.port, platform=None if link else platform)
    doubts = [*pasted.doubts, *(one for one in seen.findings if one.level != "note" and one.code not in SAID_LATER)]
    if link and seen.normal:
        whose = account_in(seen.normal, platforms)
        site = whose.platform if whose else _site(seen.normal, platforms)
        pasted = replace(pasted, platform=site or pasted.platform)
        if not site:
            says, remedy = (
                N_("The facts do not know this site as one of a platform."),
                N_("Keep it if it is asked about."),
            )
            doubts.append(_doubt(says, remedy))
    same = compared(pasted.kind, seen.normal, pasted.platform, platforms) if seen.normal else None
    if same and pasted.kind == "ip":
        same += f" {seen.port}"  # another port is another customer
    return replace(pasted, doubts=tuple(doubts), same=same or f"{pasted.kind}:{seen.normal or pasted.given}")


def _site(normal: str, platforms: Mapping[str, Platform]) -> str:
    host = bare_link(normal).partition("/")[0]
    for platform in platforms.values():
        if any(host == site or host.endswith(f".{site}") for site in sites(platform.accounts)):
            return platform.id
    return ""


def _doubt(says: str, remedy: str = "", **values: str | int) -> Finding:
    return Finding("pasted", "warn", "given", says, remedy, values)
