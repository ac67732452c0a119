"""`mlat play`: live a case file and see every paper, mail and clock of it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from mlat.cli.answer import answer, json_option
from mlat.domain.problems import Problem

if TYPE_CHECKING:
    from mlat.play.telling import Told


@click.command()
@click.argument("casefile", type=click.Path(path_type=Path))
@click.option("--until", required=True, metavar="YYYY-MM-DD", help="The last day, at the office's place.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A new or empty folder.")
@json_option
def play(casefile: Path, until: str, out: Path, as_json: bool) -> None:
    """Live CASEFILE (docs/case-file.md) day by day and write what would have been written.

    It happens in a throwaway database under --out; mail is only written as files.
    """
    from mlat import facts
    from mlat.facts.casefile import read_case_file
    from mlat.i18n import locales

    book = read_case_file(casefile, facts.load(), locales())
    day = _day(until)
    end = datetime.combine(day, time(23, 59, 59), ZoneInfo(book.office.zone))
    if end < book.moment(book.case.opened_at, "case.opened_at"):
        raise Problem("until", "--until", "is before the case was opened.", "Give a later day.")

    from mlat.play.live import live
    from mlat.play.telling import tell
    from mlat.play.throwaway import stage_in

    with stage_in(out):
        told = tell(live(book, end), out)
    answer(told.to_json(), as_json=as_json, words=_words(told, out))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Problem("date", "--until", "%(text)s is not a day.", "Write 2026-11-20.", text=text) from wrong


def _words(told: Told, out: Path) -> str:
    """What a person wants to know first: what was written, what was refused, which clocks run."""
    lines = [f"{len(told.papers)} papers, {len(told.mails)} mails, {len(told.letters)} letters in {out}"]
    lines += [f"  {name}" for name in (*told.papers, *told.mails, *told.letters)]
    refused = [line for line in told.timeline if line["event"] == "not_done"]
    if refused:
        lines.append("Not done:")
        lines += [words for line in refused for words in _refusal(line)]
    running = [clock for clock in told.clocks if clock["ended"] is None]
    lines.append(f"{len(running)} of {len(told.clocks)} clocks still run:")
    lines += [f"  {_clock(clock)}" for clock in running]
    return "\n".join(lines)


def _refusal(line: dict[str, Any]) -> list[str]:
    """What was not done, why, and the first grounds (timeline.json has them all)."""
    data = line["data"]
    head = f"  {line['instant'][:10]} {line['request'] or ''} {data['act']}: {' '.join(data['why'])}"
    return [head, *(f"    {ground}" for ground in data["grounds"][:3])]


def _clock(clock: dict[str, Any]) -> str:
    due = clock["safe_due"] or "no date in law"
    later = f" (at the latest {clock['legal_due']})" if clock["legal_due"] not in (None, clock["safe_due"]) else ""
    return f"{clock['request'] or ''} {clock['kind']}: {due}{later}"
