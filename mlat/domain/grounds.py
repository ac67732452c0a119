"""What a route to an authority tells: what it rests on, which test it must meet, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain import recipients
from mlat.domain.companies import CATEGORY
from mlat.domain.instrument import Inquiry, Instrument
from mlat.domain.law import Law, Standing, concerns
from mlat.domain.messages import N_
from mlat.domain.routes import Ask, LegPlan, Reason, Recipient
from mlat.domain.standing import standing
from mlat.domain.world import World


def basis(law: Law, instrument: Instrument, ask: Ask, state: str, found: Standing) -> Iterator[Reason]:
    """What the route rests on: a treaty, or none, or none that was looked for."""
    pair = {"from": ask.requesting, "to": state}
    doubtful = any(each.code == "membership_unverified" for each in found.notes)
    if instrument.bilateral:
        yield Reason("bilateral", N_("A treaty between %(from)s and %(to)s."), pair, instrument.source)
    elif instrument.convention and not doubtful:
        yield Reason("both_bound", N_("Binds both %(from)s and %(to)s."), pair, instrument.source)
    if instrument.basis in ("custom", "domestic_law"):
        yield from _without_treaty(law, instrument, ask, state)
    elif _leaves_room(instrument) and not law.listed(state):
        yield _not_looked_up(pair)
    if own := instrument.own_basis.get(ask.requesting):
        yield Reason("own_basis", N_("Your own law for it: %(law)s."), {"law": own}, instrument.source)
    elif instrument.own_basis:
        says = N_("On which law of %(from)s such a request rests was not read: name it.")
        yield Reason("own_basis_unknown", says, pair, instrument.source)


def _without_treaty(law: Law, instrument: Instrument, ask: Ask, state: str) -> Iterator[Reason]:
    values = {"from": ask.requesting, "to": state}
    if closer := _closer(law, instrument, ask, state):
        says = N_("It rests on no treaty, though %(treaty)s may be used: use that first.")
        yield Reason("closer_treaty", says, {"treaty": closer.name}, closer.source)
    elif table := law.listed(state):
        says = N_(
            "Rests on no treaty: none is among those listed for %(listed)s (%(day)s; that none is listed is no proof). "
            "On reciprocity, which is offered."
        )
        values = {**values, "listed": table.lists_treaties_of, "day": table.as_of}
        yield Reason("no_treaty", says, values, table.source)
    else:
        yield _not_looked_up(values)


def unsure(instrument: Instrument, told: tuple[Reason, ...]) -> bool:
    """Whether what is not known leaves the whole route in doubt, whatever its single facts say.

    So where the own law for it or the addressee was not read, and where it serves only if no treaty is there and
    none was looked up.
    """
    codes = {each.code for each in told}
    by_absence = instrument.basis in ("custom", "domestic_law") or instrument.conditions.no_other_treaty
    not_read = codes & {"own_basis_unknown", "own_provision_unknown", "representative_unverified"}
    return bool(not_read) or ("treaties_unknown" in codes and by_absence)


def _closer(law: Law, instrument: Instrument, ask: Ask, state: str) -> Instrument | None:
    """The first treaty under which evidence may be asked for in this very case."""
    for each in law.instruments:
        of_evidence = each.measure == "mla_evidence" and not each.conditions.circumstance
        is_treaty = of_evidence and each.basis in ("treaty", "union_law") and concerns(each, ask.requesting, state)
        if is_treaty and standing(law, each, ask, state).usable:
            return each
    return None


def _leaves_room(instrument: Instrument) -> bool:
    """Whether a closer treaty between the two would come first: so for every convention of many States."""
    evidence = instrument.measure == "mla_evidence" or instrument.conditions.no_other_treaty
    return evidence and instrument.basis == "treaty" and not instrument.bilateral


def _not_looked_up(pair: dict[str, str]) -> Reason:
    says = N_(
        "Which other treaties on mutual legal assistance bind %(from)s and %(to)s was not looked up: look first, "
        "a closer one comes before this."
    )
    return Reason("treaties_unknown", says, pair)


def tests(world: World, ask: Ask, state: str) -> tuple[Instrument, ...]:
    """The laws of the requested State that set the test for the data asked for, the strictest data last."""
    wanted = {CATEGORY[ask.measure]} if ask.measure in CATEGORY else set(ask.data)
    wanted = {"traffic" if each == "login" else each for each in wanted} or {"subscriber", "traffic", "content"}
    found = [each for each in world.instruments.values() if each.standard_of and state in each.applies_in]
    return tuple(each for each in found if wanted & set(each.standard_of))


def told_tests(world: World, instrument: Instrument, ask: Ask, state: str, *, instead: bool) -> Iterator[Reason]:
    """Each of those tests as a sentence, for a request for evidence."""
    if not (instead or instrument.measure == "mla_evidence"):
        return
    for each in tests(world, ask, state):
        says = N_("The requested State gives %(data)s data under %(article)s: the request must meet that test.")
        yield Reason("standard", says, {"data": ", ".join(each.standard_of), "article": each.article}, each.source)


def whom(world: World, recipient: Recipient, instrument: Instrument) -> Iterator[Reason]:
    """Where the body it goes to is not the one the instrument means, or is not known."""
    body = world.authorities.get(recipient.id)
    if instrument.recipient_role == "executing_authority":
        says = N_("It goes straight to the judicial authority in %(country)s that will execute it: find out which.")
        yield Reason("executing_unknown", says, {"country": recipient.country}, instrument.source)
    elif body and instrument.channel_kind == "24_7" and body.role != "24_7_point":
        says = N_("The facts name no 24/7 point of %(country)s: it goes to the central authority.")
        yield Reason("no_24_7_point", says, {"country": recipient.country}, body.source)
    elif body is None:
        says = N_("The facts do not name this body in %(country)s: the office must find and confirm it.")
        yield Reason("recipient_unknown", says, {"country": recipient.country})


def through(world: World, ask: Ask, planned: tuple[LegPlan, ...]) -> Iterator[Reason]:
    """Where the own body that passes the request on is not known."""
    if recipients.own_unknown(world, ask, planned):
        says = N_("Which body of your own State, %(state)s, passes it on is not in the facts: name it.")
        yield Reason("own_body_unknown", says, {"state": ask.requesting})


def urgent(instrument: Instrument, ask: Ask) -> Iterator[Reason]:
    """What the instrument lets an urgent request do."""
    if in_haste(ask) and (way := instrument.when_urgent):
        values = {"condition": way.says, "article": way.article}
        yield Reason("when_urgent", N_("Urgent: %(condition)s (%(article)s)"), values, instrument.source)


def in_haste(ask: Ask) -> bool:
    """Whether the request is urgent by what is said or by what is asked."""
    return ask.urgent or ask.measure in ("emergency_mla", "emergency_disclosure")


def cited(status: Instrument, inquiry: Inquiry | None) -> Reason:
    """Whether a question about progress has a clause that obliges an answer."""
    if inquiry is None:
        says = N_("No clause on questions about progress was read: ask as a courtesy, citing none.")
        return Reason("no_clause_known", says, {}, status.source)
    if inquiry.obliges_answer:
        says = N_("Article %(article)s obliges the other side to answer.")
        return Reason("answer_owed", says, {"article": ", ".join(inquiry.articles)}, status.source)
    says = N_("No clause obliges an answer: cite %(article)s. In the request itself, ask under %(ask)s to be told.")
    values = {"article": ", ".join(inquiry.articles), "ask": inquiry.ask_in_request}
    return Reason("no_answer_owed", says, values, status.source)
