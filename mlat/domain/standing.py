"""Whether an instrument may be used for what is asked: what the law says, then the conditions of the case."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.instrument import Instrument
from mlat.domain.law import Law, Standing, concerns
from mlat.domain.messages import N_
from mlat.domain.routes import Ask, Reason


def standing(law: Law, instrument: Instrument, ask: Ask, state: str) -> Standing:
    """Force, parties and openness of `instrument` towards `state`; then its conditions."""
    found = law.between(instrument, state)
    if found.grounds:
        return found
    if conditions := tuple(_conditions(law, instrument, ask, state)):
        return Standing(conditions, (), found.decisive)
    told = tuple(_told(law, instrument, ask, state))
    return Standing((), found.notes + told, found.decisive) if told else found


def _conditions(law: Law, instrument: Instrument, ask: Ask, state: str) -> Iterator[Reason]:
    needs, source = instrument.conditions, instrument.source
    if needs.organised_group and not ask.organised:
        yield Reason(
            "needs_organised_group",
            N_("Needs an organised criminal group: not for a lone offender."),
            {},
            source,
        )
    years = needs.min_penalty_years
    if years is not None and ask.penalty_years is not None and ask.penalty_years < years:
        says = N_("Needs an offence punishable by %(years)s years or more; this one carries %(has)s.")
        yield Reason("penalty_too_low", says, {"years": years, "has": ask.penalty_years}, source)
    if years is not None and ask.penalty_years is None and needs.organised_group:
        says = N_("Needs an offence punishable by %(years)s years or more; the penalty was not given.")
        yield Reason("penalty_not_given", says, {"years": years}, source)
    if needs.offence_kinds and not needs.offence_kinds & ask.offences:
        says = N_("Covers only: %(kinds)s.")
        yield Reason("offence_not_covered", says, {"kinds": ", ".join(sorted(needs.offence_kinds))}, source)
    if needs.no_other_treaty and (other := law.assistance_treaty(state)):
        says = N_("Only where no treaty on mutual legal assistance binds both States; %(treaty)s does.")
        yield Reason("other_treaty", says, {"treaty": other.name}, source)
    if instrument.basis == "transport" and not carried(law, instrument, ask, state):
        says = N_("A way to transmit only: it needs a treaty under it, and none of those it serves may be used here.")
        yield Reason("no_underlying_treaty", says, {}, source)


def carried(law: Law, transport: Instrument, ask: Ask, state: str) -> Instrument | None:
    """The treaty whose requests this way transmits: one of those it names, else the closest of all."""
    for each in law.instruments:
        of_evidence = each.measure == "mla_evidence" and not each.conditions.circumstance
        named = each.id in transport.carries if transport.carries else of_evidence and each.basis == "treaty"
        if named and concerns(each, law.home, state) and standing(law, each, ask, state).usable:
            return each
    return None


def _told(law: Law, instrument: Instrument, ask: Ask, state: str) -> Iterator[Reason]:
    """Conditions that the program cannot judge and a person must."""
    years = instrument.conditions.min_penalty_years
    if years is not None and ask.penalty_years is None:
        says = N_("The offence must be punishable by %(years)s years or more: check it.")
        yield Reason("check_penalty", says, {"years": years}, instrument.source)
    for says in instrument.conditions.says:
        yield Reason("condition", N_("%(condition)s"), {"condition": says}, instrument.source)
    if instrument.basis == "transport" and (under := carried(law, instrument, ask, state)):
        says = N_("It only carries a request made under %(treaty)s: cite that in the request.")
        yield Reason("carries", says, {"treaty": under.name}, under.source)
