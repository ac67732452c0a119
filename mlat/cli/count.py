"""`mlat count`: one period under one rule, with both due dates and the working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from typing import get_args
from zoneinfo import ZoneInfo

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.holidays import calendar_for
from mlat.domain.counting import CountingRule, Due, Kind, Roll, Step, in_english, plain, written
from mlat.domain.counting import count as count_period
from mlat.domain.instants import check_year, is_ambiguous, read_instant, read_zone
from mlat.domain.periods import Period, Unit, parse_period
from mlat.domain.problems import Problem
from mlat.facts import load

PLAIN = "plain"


@click.command()
@click.option("--rule", required=True, help="A rule of the facts such as eu_1182, or plain.")
@click.option("--period", help="ISO 8601: P10D, P2W, P1M, P1Y, PT48H; -P45D counts back.")
@click.option("--count", "number", type=int, help="Instead of --period, with --unit; negative counts back.")
@click.option("--unit", type=click.Choice([unit.value for unit in Unit]), help="What --count counts.")
@click.option("--roll", type=click.Choice(get_args(Roll)), help="plain only: where a last day of rest moves.")
@click.option("--count-start-day", is_flag=True, help="plain only: the starting day is day one.")
@click.option("--start", required=True, help="2026-10-15T09:00 in --zone, or with an offset; or a day.")
@click.option("--zone", help="IANA zone of the place where the event takes effect; UTC where left out.")
@click.option("--holidays", default="none", help="AR or DE-BY, dates with commas, a file of dates, or none.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="The rule's own if left out.")
@click.option("--running-until", help="The day on which the hold ends that a renewal prolongs.")
@json_option
def count(
    rule: str,
    period: str | None,
    number: int | None,
    unit: str | None,
    roll: Roll | None,
    count_start_day: bool,
    start: str,
    zone: str | None,
    holidays: str,
    kind: str | None,
    running_until: str | None,
    as_json: bool,
) -> None:
    """Count a period: legal_due, the most generous correct reading, and safe_due, the earliest."""
    with _options_named():
        counted = _period(period, number, unit)
        how = _rule(rule, roll, count_start_day)
        place = read_zone(zone or "UTC")
        instant, remarks = _start(start, place)
        if zone is None:
            remarks.append(Step("zone_assumed"))
        due = count_period(
            how,
            counted,
            instant,
            place,
            calendar_for(holidays, counted, instant.astimezone(place).date()),
            kind=Kind(kind) if kind else None,
            running_until=_day(running_until, "running_until") if running_until else None,
        )
    due = replace(due, working=(*remarks, *due.working))
    answer(due.to_json(), as_json=as_json, words=_words(due))


@contextmanager
def _options_named() -> Iterator[None]:
    """Problems name a field; here they name the option that fills it."""
    try:
        yield
    except Problem as problem:
        if problem.where.startswith("-") or not problem.where.isidentifier():
            raise
        option = f"--{problem.where.replace('_', '-')}"
        raise Problem(problem.code, option, problem.says, problem.remedy, **problem.values) from None


def _period(period: str | None, number: int | None, unit: str | None) -> Period:
    if period is not None and number is None and unit is None:
        return parse_period(period)
    if period is None and number is not None and unit is not None:
        return Period(number, Unit(unit))
    raise Problem(
        "which_period",
        "period",
        "the length of the period must be given once.",
        "Give either --period P10D, or --count 10 together with --unit days.",
    )


def _rule(rule_id: str, roll: Roll | None, count_start_day: bool) -> CountingRule:
    if rule_id == PLAIN:
        return plain(roll=roll or "none", count_start_day=count_start_day)
    if roll is not None or count_start_day:
        option = "roll" if roll is not None else "count_start_day"
        remedy = "Leave it out, or use --rule plain."
        raise Problem("rule_decides", option, "%(rule)s decides this itself.", remedy, rule=rule_id)
    rules = load().counting
    if rule_id not in rules:
        raise Problem(
            "unknown_rule",
            "rule",
            "“%(rule)s” is no rule of the facts.",
            "Use one of: %(known)s. Where the law is not known, use unknown.",
            rule=rule_id[:40],
            known=", ".join([PLAIN, *rules]),
        )
    return rules[rule_id]


def _start(text: str, zone: ZoneInfo) -> tuple[datetime, list[Step]]:
    """The instant of the event, and what must be said about how it was read."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        instant = read_instant(text, zone, "start")
        return instant, [Step("start_came_twice")] if is_ambiguous(text, zone) else []
    check_year(day, "start")
    return datetime.combine(day, time(), zone), [Step("start_is_a_day")]


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Problem(
            "day_impossible",
            where,
            "“%(day)s” is not a day that exists.",
            "Write it like 2026-04-15.",
            day=text[:40],
        ) from None


def _words(due: Due) -> str:
    lines = [f"legal due: {_when(due.legal_due, due.zone)}", f"safe due:  {_when(due.safe_due, due.zone)}"]
    return "\n".join([*lines, "", "How it was counted:", *(f"- {in_english(step)}" for step in due.working)])


def _when(due: date | datetime, zone: str) -> str:
    end = "" if isinstance(due, datetime) else ", end of that day"
    return f"{due:%a} {written(due)}{end} ({zone})"
