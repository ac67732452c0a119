"""Whether an instrument may be used between two States on a day: force, parties, openness, conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mlat.domain.instrument import Instrument
from mlat.domain.messages import N_
from mlat.domain.parties import Convention, Membership
from mlat.domain.routes import Ask, Reason
from mlat.domain.world import World


@dataclass(frozen=True, slots=True)
class Standing:
    """What speaks against an instrument (`grounds`), what one should know (`notes`), and what it rests on.

    `decisive` are the ids of those facts; `only_unverified`: every ground rests on an unverified one.
    """

    grounds: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    decisive: tuple[str, ...]
    only_unverified: bool = False

    @property
    def usable(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.grounds


def concerns(instrument: Instrument, requesting: str, requested: str) -> bool:
    """Whether the instrument has to do with this pair of States at all."""
    if instrument.bilateral:
        return {requesting, requested} == set(instrument.bilateral)
    if instrument.applies_in and requested not in instrument.applies_in:
        return False
    if instrument.one_side and (requesting in instrument.one_side) == (requested in instrument.one_side):
        return False
    return requested not in instrument.not_in


def standing(world: World, instrument: Instrument, ask: Ask, requested: str) -> Standing:
    """Force, parties and openness of `instrument` towards the State `requested`; then its conditions."""
    law = _law(world, instrument, ask, requested)
    if law.grounds:
        return law
    conditions = tuple(_conditions(world, instrument, ask, requested))
    notes = law.notes + tuple(_told(instrument, ask))
    return Standing(conditions, notes, law.decisive)


def _law(world: World, instrument: Instrument, ask: Ask, requested: str) -> Standing:
    """Only what the law itself says: in force, binding both, open to the one who asks."""
    here = f"instruments.{instrument.id}"
    force = _not_in_force(instrument, ask.on)
    if force:
        return Standing((force,), (), (f"{here}.in_force",))
    if instrument.open_to and ask.requesting not in instrument.open_to:
        says = N_("Open only to authorities of %(open)s, not of %(state)s.")
        values = {"open": ", ".join(instrument.open_to), "state": ask.requesting}
        return Standing((Reason("not_open", says, values, instrument.source),), (), (here,))
    if not instrument.convention:
        return Standing((), (), (here,))
    return _between_parties(world, instrument, ask, requested)


def _not_in_force(instrument: Instrument, on: date) -> Reason | None:
    if instrument.in_force is False:
        return Reason("not_in_force", N_("Not in force."), {}, instrument.source)
    if isinstance(instrument.in_force, date) and on < instrument.in_force:
        values = {"date": instrument.in_force.isoformat()}
        return Reason("not_yet_in_force", N_("Applies only from %(date)s."), values, instrument.source)
    return None


def _between_parties(world: World, instrument: Instrument, ask: Ask, requested: str) -> Standing:
    convention = world.parties[instrument.convention]
    here, table = f"instruments.{instrument.id}", f"parties.{convention.id}"
    if convention.in_force is False:
        says = N_("Not in force: %(needs)s.")
        return Standing((Reason("not_in_force", says, {"needs": convention.needs}, convention.source),), (), (here,))
    if isinstance(convention.in_force, date) and ask.on < convention.in_force:
        says, values = N_("In force only from %(date)s."), {"date": convention.in_force.isoformat()}
        return Standing((Reason("not_yet_in_force", says, values, convention.source),), (), (here,))
    grounds: list[Reason] = []
    notes: list[Reason] = []
    weak: list[bool] = []
    states = _must_be_bound(instrument, convention, ask.requesting, requested)
    for state in states:
        ground, note, unverified = _bound(world, instrument, convention, state, ask)
        if ground:
            grounds.append(ground)
            weak.append(unverified)
        elif note:
            notes.append(note)
    decisive = (here, *(f"{table}.{state}" for state in states))
    return Standing(tuple(grounds), tuple(notes), decisive, bool(weak) and all(weak))


def _must_be_bound(instrument: Instrument, convention: Convention, requesting: str, requested: str) -> tuple[str, ...]:
    if instrument.bilateral:  # a table of one State's own treaties lists only the other side
        return tuple(state for state in (requesting, requested) if state in convention.members)
    return {"requesting": (requesting,), "requested": (requested,), "both": (requesting, requested)}[instrument.binds]


def _bound(
    world: World, instrument: Instrument, convention: Convention, state: str, ask: Ask
) -> tuple[Reason | None, Reason | None, bool]:
    """(ground against, note, whether it rests on an unverified membership) for one State."""
    member = member_of(convention, state)
    unverified = member.verification == "unverified"
    values = {"state": state, "treaty": convention.name, "note": member.note}
    source = member.source or convention.source
    if member.status not in ("party", "ratified"):
        return _unbound(instrument, member, values, source, state == ask.requesting), None, unverified
    if not member.since:
        note = Reason("membership_unverified", _UNVERIFIED, values, source) if unverified else None
        return None, note, unverified
    values = {**values, "date": member.since}
    if member.since > ask.on.isoformat():
        says = N_("Binds %(state)s only from %(date)s.")
        return Reason("not_yet_bound", says, values, source), None, unverified
    if len(member.since) == 4 and int(member.since) == ask.on.year:
        says = N_("Binds %(state)s from some day in %(date)s: the day was not found.")
        return None, Reason("since_year_only", says, values, source), True
    return (
        None,
        Reason("membership_unverified", _UNVERIFIED, values, source) if unverified else None,
        unverified,
    )


_UNVERIFIED = N_("That %(state)s is bound by %(treaty)s is unverified: confirm it before relying on it.")


def _unbound(
    instrument: Instrument, member: Membership, values: dict[str, str], source: tuple[str, ...], asks: bool
) -> Reason:
    """The sentence for a State that is not bound; confirming a membership opens the route."""
    if asks and instrument.basis == "union_law":
        return Reason(
            "not_open",
            N_("Only authorities of the Member States bound by it may use it; %(state)s is not."),
            values,
            source,
        )
    if member.status == "signed":
        return Reason("signed_only", N_("%(state)s signed %(treaty)s and has not ratified it."), values, source)
    if member.status == "unknown":
        return Reason(
            "membership_unknown",
            N_("Whether %(state)s is bound by %(treaty)s is not known: check it."),
            values,
            source,
        )
    if member.verification == "unverified":
        says = N_("%(state)s is not among the Parties to %(treaty)s as far as known; unverified: confirm it.")
        return Reason("not_party_unverified", says, values, source)
    if member.note:
        says = N_("%(state)s is not a Party to %(treaty)s: %(note)s. The office may confirm otherwise.")
        return Reason("not_party", says, values, source)
    return Reason("not_party", N_("%(state)s is not a Party to %(treaty)s."), values, source)


def member_of(convention: Convention, state: str) -> Membership:
    """The membership of `state`; one not listed is a party only where the treaty is nearly universal."""
    listed = convention.members.get(state)
    if listed:
        return listed
    status: Literal["party", "not_party"] = "party" if convention.near_universal else "not_party"
    return Membership(status=status, verification="read" if convention.closed else "unverified")


def _conditions(world: World, instrument: Instrument, ask: Ask, requested: str) -> Iterator[Reason]:
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
    if needs.no_other_treaty and (other := _other_treaty(world, ask, requested)):
        says = N_("Only where no treaty on mutual legal assistance binds both States; %(treaty)s does.")
        yield Reason("other_treaty", says, {"treaty": other.name}, source)
    if needs.underlying_treaty and not _other_treaty(world, ask, requested):
        yield Reason("no_underlying_treaty", N_("A way to transmit only: it needs a treaty under it."), {}, source)


def _other_treaty(world: World, ask: Ask, requested: str) -> Instrument | None:
    """The first treaty on mutual legal assistance as such that binds both States."""
    for other in sorted(world.instruments.values(), key=lambda each: (each.rank, each.id)):
        if (
            other.general_mla
            and concerns(other, ask.requesting, requested)
            and _law(world, other, ask, requested).usable
        ):
            return other
    return None


def _told(instrument: Instrument, ask: Ask) -> Iterator[Reason]:
    """Conditions that the program cannot judge and a person must."""
    years = instrument.conditions.min_penalty_years
    if years is not None and ask.penalty_years is None:
        says = N_("The offence must be punishable by %(years)s years or more: check it.")
        yield Reason("check_penalty", says, {"years": years}, instrument.source)
    for says in instrument.conditions.says:
        yield Reason("condition", N_("%(condition)s"), {"condition": says}, instrument.source)
