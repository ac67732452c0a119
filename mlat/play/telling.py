"""What a play leaves behind: papers, mails, letters, and two lists that a machine can read."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mlat.house import house
from mlat.model import Clock, Dispatch, Event, Paper, Request, transaction
from mlat.play.stage import Stage
from mlat.services.covering import COVERING
from mlat.services.vault import key_of


@dataclass(frozen=True)
class Told:
    """What was written, by its path under the folder."""

    papers: tuple[str, ...]
    mails: tuple[str, ...]
    letters: tuple[str, ...]
    timeline: tuple[dict[str, Any], ...]
    clocks: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """The answer of `mlat play --json`."""
        return {
            "papers": list(self.papers),
            "mails": list(self.mails),
            "letters": list(self.letters),
            "timeline": "timeline.json",
            "clocks": "clocks.json",
            "events": len(self.timeline),
            "not_done": [line for line in self.timeline if line["event"] == "not_done"],
        }


def tell(stage: Stage, folder: Path) -> Told:
    """Write everything into `folder`, which exists."""
    papers, letters = _papers(stage, folder)
    told = Told(papers, _mails(stage, folder), letters, timeline(stage), clocks(stage))
    _write(folder / "timeline.json", told.timeline)
    _write(folder / "clocks.json", told.clocks)
    return told


def _write(file: Path, rows: tuple[dict[str, Any], ...]) -> None:
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _papers(stage: Stage, folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every frozen paper in the order in which it was made; letters to families apart."""
    papers: list[str] = []
    letters: list[str] = []
    with transaction() as session:
        key = key_of(session, stage.case_id)
        rows = session.scalars(
            select(Paper)
            .where(Paper.case_id == stage.case_id)
            .order_by(Paper.frozen_at, Paper.form == COVERING, Paper.number)
        )
        for paper in rows:
            room, names = ("letters", letters) if paper.letter_id else ("papers", papers)
            name = f"{len(names) + 1:02}-{_flat(paper.number)}-{paper.form}-{paper.language}.pdf"
            (folder / room).mkdir(exist_ok=True)
            (folder / room / name).write_bytes(house().blobs.get(key, paper.blob))
            names.append(f"{room}/{name}")
    return tuple(papers), tuple(letters)


def _mails(stage: Stage, folder: Path) -> tuple[str, ...]:
    """Every mail that was dropped, in the order in which it was queued, named after its request."""
    names: list[str] = []
    with transaction() as session:
        rows = session.scalars(
            select(Dispatch)
            .where(Dispatch.case_id == stage.case_id, Dispatch.state == "sent")
            .order_by(Dispatch.settled_at, Dispatch.queued_at, Dispatch.id)
        )
        for mail in rows:
            row = session.get(Request, mail.request_id) if mail.request_id else None
            name = f"{len(names) + 1:02}-{_flat(row.number or row.code) if row else 'letter'}.eml"
            (folder / "mails").mkdir(exist_ok=True)
            dropped = house().settings.drop / f"{mail.message_id.strip('<>').partition('@')[0]}.eml"
            shutil.copy(dropped, folder / "mails" / name)
            names.append(f"mails/{name}")
    return tuple(names)


def _flat(number: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in number)


def timeline(stage: Stage) -> tuple[dict[str, Any], ...]:
    """Everything that happened, and what was refused, in order of time."""
    people = {actor.user_id: code for code, actor in stage.cast.people.items()}
    codes = _codes(stage)
    with transaction() as session:
        rows = session.scalars(
            select(Event).where(Event.office_id == stage.cast.office_id).order_by(Event.recorded_at, Event.id)
        )
        lines = [
            {
                "event": event.kind,
                "instant": _iso(event.at, event.zone),
                "recorded": _iso(event.recorded_at, "UTC"),
                "actor": people.get(event.actor, event.actor),
                "request": codes.get(event.request_id or ""),
                "data": _readable(event.data, codes),
            }
            for event in rows
        ]
    lines += [
        {
            "event": "not_done",
            "instant": _iso(each.instant, stage.cast.zone),
            "recorded": _iso(each.instant, "UTC"),
            "actor": each.actor,
            "request": each.request or None,
            "data": {"act": each.act, "why": list(each.why), "grounds": list(each.grounds)},
        }
        for each in stage.refused
    ]
    return tuple(sorted(lines, key=lambda line: str(line["recorded"])))


KEPT = (
    "channel", "to", "reaches", "on", "until", "number", "language", "measure", "instrument", "recipient",
    "rung", "act", "made", "came", "missing", "version", "roles", "from", "error",
)  # fmt: skip
"""What a reader of the timeline can use; ids and hashes are left to the audit chain."""


def _readable(data: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
    """What a reader can use of an event's data; ids of requests as their codes, clocks by kind and dates."""
    found = {name: data[name] for name in KEPT if data.get(name) not in (None, "", [])}
    if found.get("made") in codes:
        found["made"] = codes[found["made"]]
    if "opens" in data:
        found["opens"] = [f"{each['kind']} {each['safe_due'] or '(no date in law)'}" for each in data["opens"]]
    if "ends" in data:
        found["ends"] = [why for _, why in data["ends"]]
    return found


def clocks(stage: Stage) -> tuple[dict[str, Any], ...]:
    """Every clock that ever ran in the case, in the order in which they were opened."""
    codes = _codes(stage)
    with transaction() as session:
        rows = session.scalars(
            select(Clock).where(Clock.case_id == stage.case_id).order_by(Clock.opened_event, Clock.kind)
        )
        return tuple(
            {
                "kind": clock.kind,
                "request": codes.get(clock.request_id or ""),
                "party": clock.party,
                "legal_due": clock.legal_due or None,
                "safe_due": clock.safe_due or None,
                "working": clock.working,
                "started": _iso(clock.started_at, clock.zone),
                "ended": _iso(clock.ended_at, clock.zone) if clock.ended_at else None,
                "ended_why": clock.ended_why or None,
                "rule": clock.rule or None,
                "period": clock.period or None,
                "source": clock.source or None,
                "verification": clock.verification,
                "covers": clock.covers,
                "confirmed": clock.confirmed,
            }
            for clock in rows
        )


def _codes(stage: Stage) -> dict[str, str]:
    with transaction() as session:
        rows = session.execute(select(Request.id, Request.code).where(Request.case_id == stage.case_id))
        return {row.id: row.code for row in rows}


def _iso(instant: datetime, zone: str) -> str:
    """ISO 8601 in the zone of the place, with its offset."""
    return instant.astimezone(UTC if zone == "UTC" else ZoneInfo(zone)).isoformat(timespec="seconds")
