"""An operation with suspects in many States: who is where, and the file by which they come in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mlat.domain.identifiers import TYPES
from mlat.domain.messages import N_
from mlat.domain.problems import Problem, Problems

COLUMNS = ("suspect", "country", "kind", "identifier", "platform")
"""Columns of the CSV file: one account a line; `kind` and `platform` may be empty."""
NEEDED = ("suspect", "country", "identifier")
MOST = 20_000
"""Lines of one file."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class SuspectLine:
    """One account of a suspect, and the State in which that suspect is believed to be."""

    line: int
    suspect: str
    country: str
    kind: str
    identifier: str
    platform: str


def read_suspects(text: str) -> tuple[SuspectLine, ...]:
    """The lines of a CSV file. Raises `Problems`, each naming line and column, and takes nothing then."""
    try:
        return _read(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True), restkey="more"))
    except csv.Error as error:
        says, remedy = N_("is no table: a quotation mark is left open, or a cell is endless."), N_("Close the mark.")
        raise Problems([Problem("table", "file", says, remedy)]) from error


def _read(rows: csv.DictReader[str]) -> tuple[SuspectLine, ...]:
    lacking = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if lacking:
        says, remedy = N_("lacks these columns: %(columns)s."), N_("Name the columns in the first line.")
        raise Problems([Problem("columns", "file", says, remedy, columns=", ".join(lacking))])
    found: list[SuspectLine] = []
    wrong: list[Problem] = []
    for row in rows:
        if not any(isinstance(value, str) and value.strip() for value in row.values()):
            continue
        try:
            found.append(_line(rows.line_num, row))
        except Problem as problem:
            wrong.append(problem)
        if len(found) > MOST:
            raise Problems([Problem("many", "file", N_("has too many lines."), N_("Split it."))])
    if not found and not wrong:
        wrong.append(Problem("empty", "file", N_("holds no line."), N_("Give one account a line.")))
    if wrong:
        raise Problems(wrong)
    return tuple(found)


def _line(number: int, row: Mapping[str, object]) -> SuspectLine:
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    if "more" in row:
        raise _wrong(number, "identifier", N_("has more cells than columns."), N_("Put text with commas in quotes."))
    if not CODE.fullmatch(cells["suspect"]):
        raise _wrong(number, "suspect", N_("is no code."), N_("Use letters, digits, dots and hyphens; never a name."))
    if not re.fullmatch(r"[A-Z]{2}", cells["country"]):
        raise _wrong(number, "country", N_("is no country code."), N_("Use two capital letters, such as MX."))
    if not cells["identifier"]:
        raise _wrong(number, "identifier", N_("is empty."), N_("Give the account exactly as received."))
    kind = cells["kind"] or "unknown"
    if kind not in TYPES:
        raise _wrong(number, "kind", N_("is no kind of account."), N_("Use one of: %(known)s."), known=", ".join(TYPES))
    return SuspectLine(number, cells["suspect"], cells["country"], kind, cells["identifier"], cells["platform"])


def _wrong(number: int, column: str, says: str, remedy: str, **values: object) -> Problem:
    return Problem("line", f"line {number}, {column}", says, remedy, **values)


@dataclass(frozen=True)
class Share:
    """The suspects of one State, each with the accounts that place them there."""

    state: str
    suspects: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account of theirs once, in the order of the suspects."""
        return tuple(dict.fromkeys(code for _, codes in self.suspects for code in codes))


def shared_out(placed: Iterable[tuple[str, str, str]]) -> tuple[Share, ...]:
    """(suspect, account, State) by State, in the order of their codes; who is in two States is in both packages."""
    states: dict[str, dict[str, list[str]]] = {}
    for suspect, account, state in sorted(placed):
        states.setdefault(state, {}).setdefault(suspect, []).append(account)
    return tuple(
        Share(state, tuple((suspect, tuple(codes)) for suspect, codes in found.items()))
        for state, found in sorted(states.items())
    )
