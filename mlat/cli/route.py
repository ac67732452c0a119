"""`mlat route`: which law, which recipient, which way. Needs no settings and no database."""

from __future__ import annotations

from datetime import datetime

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.country import Country
from mlat.cli.errors import No
from mlat.domain.instrument import Clause
from mlat.domain.routes import Ask, ClockRule, Refusal, Route, Routing
from mlat.domain.routing import route as route_of
from mlat.facts import load


@click.command()
@click.option("--from", "requesting", required=True, type=Country(), metavar="CC", help="State that asks, such as AR.")
@click.option("--to", "requested", type=Country(), metavar="CC", help="State that is asked.")
@click.option("--platform", metavar="ID", help="Platform that is asked, or where the account is.")
@click.option("--user-in", type=Country(), metavar="CC", help="Where the account's user is believed to be.")
@click.option("--measure", required=True, help="What is wanted, such as mla_evidence or preservation.")
@click.option("--data", multiple=True, help="subscriber, traffic or content; may be given again.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today where it is left out.")
@click.option("--urgent", is_flag=True, help="The request is urgent.")
@click.option("--organised", is_flag=True, help="An organised criminal group is involved.")
@click.option("--penalty-years", type=click.IntRange(0, 100), help="Highest penalty of the offence, in years.")
@click.option("--offence", multiple=True, help="Kind of offence, such as grooming or abuse_material.")
@click.option("--given", multiple=True, help="What is so: consent, realtime, cybertip or summons.")
@click.option("--under", metavar="ID", help="Instrument of the request that a status inquiry asks after.")
@json_option
def route(
    requesting: str,
    requested: str | None,
    platform: str | None,
    user_in: str | None,
    measure: str,
    data: tuple[str, ...],
    on: datetime | None,
    urgent: bool,
    organised: bool,
    penalty_years: int | None,
    offence: tuple[str, ...],
    given: tuple[str, ...],
    under: str | None,
    as_json: bool,
) -> None:
    """Every lawful way, the best first, and every refused one with its ground."""
    ask = Ask(
        requesting=requesting,
        requested=requested,
        platform=platform,
        user_in=user_in,
        measure=measure,
        data=frozenset(each for part in data for each in part.split(",")),
        on=(on or datetime.now().astimezone()).date(),
        urgent=urgent,
        organised=organised,
        penalty_years=penalty_years,
        offences=frozenset(offence),
        given=frozenset(given),
        under=under,
    )
    found = route_of(load(), ask)
    answer(found.to_json(), as_json=as_json, words=_words(found))
    if not found.routes:
        raise No("no law gives a route for this.")


def _words(found: Routing) -> str:
    blocks = [_route(number, each) for number, each in enumerate(found.routes, start=1)]
    return "\n\n".join([*blocks, "Refused:\n" + "\n".join(_refusals(found.refused))])


def _route(number: int, best: Route) -> str:
    way = " > ".join(leg.to for leg in best.legs)
    lines = [
        f"{number}. {best.instrument}  {best.name}{', art. ' + best.article if best.article else ''}",
        f"   to {best.recipient.name} ({best.recipient.country}), by {way}",
        f"   channel: {best.channel}; language: {'/'.join(best.languages) or best.language_rule}",
        f"   form: {_forms(best)}; {best.verification}",
    ]
    if best.own_basis:
        lines.append(f"   own law: {best.own_basis}")
    lines += [f"   clock: {_clock(each)}" for each in best.clocks]
    lines += [f"   formality: {_cited(each)}" for each in best.formalities]
    lines += _left_open(best)
    lines += [f"   annex: {each}" for each in best.requires_annexes]
    if best.must_carry:
        lines.append(f"   must carry: {', '.join(best.must_carry)}")
    lines += [f"   own duty: {_cited(each)}" for each in best.own_duties]
    lines += [f"   use: {_cited(each)}" for each in best.use_limits]
    if best.confidentiality:
        lines.append(f"   secrecy: {_cited(best.confidentiality)}")
    if best.expected_answer:
        lines.append(f"   answer: {best.expected_answer}")
    lines += [f"   - {each.text()}" for each in best.reasons]
    if best.unverified:
        lines.append(f"   unverified: {', '.join(best.unverified)}")
    lines += [f"   source: {each}" for each in best.source]
    return "\n".join(lines)


def _forms(best: Route) -> str:
    """Our form, and the one that the instrument itself gives."""
    ours = best.form or "none yet"
    return f"{ours} ({best.official_form})" if best.official_form else ours


def _cited(clause: Clause) -> str:
    return f"{clause.says} (art. {clause.article})" if clause.article else clause.says


def _left_open(best: Route) -> list[str]:
    """The formal points that no source read settles, in one line."""
    silent = [each.point for each in best.formal if not each.read]
    return [f"   not read, so ask: {', '.join(silent)}"] if silent else []


def _clock(clock: ClockRule) -> str:
    most = f", at most {clock.at_most} at its discretion" if clock.at_most else ""
    return f"{clock.kind} {clock.value} from {clock.starts}{most} ({clock.rule}, {clock.verification})"


def _refusals(refused: tuple[Refusal, ...]) -> list[str]:
    """One line a ground: instruments that fail for the same reason stand together."""
    together: dict[str, list[str]] = {}
    for each in refused:
        together.setdefault(each.reason.text(), []).append(each.instrument)
    return [f"   {', '.join(instruments)}: {says}" for says, instruments in together.items()]
