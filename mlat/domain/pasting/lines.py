"""A pasted block as lines: a mail's head unfolded, a table's rows under their headings, what is said above."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlat.domain.pasting.naming import named_in
from mlat.domain.pasting.times import HEADING_ZONE, TIME, times_in

LINES, LONGEST = 500, 2000
"""Lines of a block and characters of a line in which something is looked for."""
HEADER = re.compile(r"^(?P<name>[A-Z][A-Za-z-]{1,40}):\s")
HEADERS_LEFT = frozenset(
    {"message-id", "references", "in-reply-to", "dkim-signature", "arc-seal", "arc-message-signature",
     "arc-authentication-results", "authentication-results", "received-spf", "content-type", "mime-version",
     "content-transfer-encoding", "x-google-dkim-signature", "x-gm-message-state", "x-google-smtp-source", "x-received",
     "date", "x-mailer", "user-agent", "list-unsubscribe", "feedback-id", "thread-index"}
)  # fmt: skip
"""Lines of a mail's head that hold only the marks of programs; the others name people and machines."""
HEADERS = HEADERS_LEFT | frozenset(
    {"from", "to", "cc", "bcc", "reply-to", "return-path", "sender", "received", "delivered-to", "x-originating-ip",
     "x-sender-ip", "x-source-ip", "x-forwarded-for", "x-forwarded-to", "envelope-from", "subject"}
)  # fmt: skip
COLUMN = re.compile(
    r"\b(?:ip|date|time|timestamp|fecha|hora|user|usuario|username|phone|tel|email|correo|id|port|puerto|plat(?:form|aforma))\b",
    re.IGNORECASE,
)
TIMES = re.compile(r"date|time|fecha|hora|zon[ea]", re.IGNORECASE)
SIGNS = (",", ";", "\t", "|")
REPORTER = re.compile(
    r"^\s*(?:(?:reporting\s)?esp|submitter|submitted by|provider|platform|plataforma|servicio|company)\b[^:]{0,20}:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """One line, with the zone and the platform that the block names above it (empty where it does not)."""

    text: str
    zone: str
    platform: str


def lines_of(block: str, words: Mapping[str, str]) -> Iterator[Line]:
    """The lines of a block with what stands above them: a zone, a reporting company, the columns of a table."""
    zone = platform = ""
    columns: tuple[str, ...] = ()
    sign = ""
    for text in _unfolded(block.split("\n")[:LINES]):
        if not text.strip():
            continue
        header = HEADER.match(text)
        if header and header["name"].lower() in HEADERS_LEFT:
            continue
        if REPORTER.match(text):
            platform = named_in(text, len(text), words) or platform
        cells = _cells(text, sign) if columns else ()
        if columns and len(cells) == len(columns):
            yield _row(columns, cells, zone, platform)
            continue
        columns = ()
        sign = next((one for one in SIGNS if _are_headings(_cells(text, one))), "")
        if sign:
            columns = _cells(text, sign)
            continue
        if HEADING_ZONE.search(text) and not any(times_in(text)):
            zone = "UTC"
        yield Line(text[:LONGEST], zone, platform)


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """The lines; those of a mail's head whole again where it was folded, and a lone time with what stands above it."""
    held = ""
    for line in lines:
        name = HEADER.match(held)
        folded = name is not None and name["name"].lower() in HEADERS and line[:1] in (" ", "\t")
        timed = bool(held.strip()) and TIME.fullmatch(line.strip()) is not None and TIME.search(held) is None
        if line.strip() and (folded or timed):
            held += f" {line.strip()}"
            continue
        yield held
        held = line
    yield held


def _cells(text: str, sign: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip() for cell in next(csv.reader([text[:LONGEST]], delimiter=sign)))
    except (csv.Error, StopIteration):
        return ()


def _are_headings(cells: tuple[str, ...]) -> bool:
    return sum(bool(COLUMN.search(cell)) for cell in cells) > 1 and not any(re.search(r"\d{5}", cell) for cell in cells)


def _row(columns: tuple[str, ...], cells: tuple[str, ...], zone: str, platform: str) -> Line:
    """A row of a table as a line in which each cell has its heading as its label; dates and times stay together."""
    utc = " UTC" if any(HEADING_ZONE.search(head) for head in columns) else ""
    labelled = (
        cell + (utc if ":" in cell else "") if TIMES.search(head) else f"{head}: {cell}"
        for head, cell in zip(columns, cells, strict=True)
    )
    return Line(" ".join(labelled)[:LONGEST], zone, platform)
