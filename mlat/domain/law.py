"""What the law itself says between two States on a day: in force, binding both, open to the one who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mlat.domain.instrument import Instrument
from mlat.domain.messages import N_
from mlat.domain.parties import Convention, Membership
from mlat.domain.routes import Reason
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


class Law:
    """The law of one day as an office of the State `home` meets it; each answer is worked out once.

    `instruments` are in their order, the best first.
    """

    def __init__(self, world: World, home: str, on: date) -> None:
        self.world, self.home, self.on = world, home, on
        self.instruments = tuple(sorted(world.instruments.values(), key=lambda each: (each.rank, each.id)))
        self._known: dict[tuple[str, str], Standing] = {}
        self._treaties: dict[str, Instrument | None] = {}

    def between(self, instrument: Instrument, state: str) -> Standing:
        """Force, parties and openness of `instrument` from the home State towards `state`."""
        key = (instrument.id, state)
        if key not in self._known:
            self._known[key] = self._work_out(instrument, state)
        return self._known[key]

    def assistance_treaty(self, state: str) -> Instrument | None:
        """The first treaty on mutual legal assistance as such that binds both States."""
        if state not in self._treaties:
            self._treaties[state] = next((each for each in self.instruments if self._assists(each, state)), None)
        return self._treaties[state]

    def _assists(self, instrument: Instrument, state: str) -> bool:
        general = instrument.general_mla and concerns(instrument, self.home, state)
        return general and self.between(instrument, state).usable

    def listed(self, state: str) -> Convention | None:
        """The table that lists all bilateral treaties known of the home State or of `state`, where there is one."""
        tables = self.world.parties.values()
        return next((each for each in tables if each.lists_treaties_of in (self.home, state)), None)

    def _work_out(self, instrument: Instrument, state: str) -> Standing:
        here = f"instruments.{instrument.id}"
        if force := _not_in_force(instrument, self.on):
            return Standing((force,), (), (f"{here}.in_force",))
        if instrument.open_to and self.home not in instrument.open_to:
            says = N_("Open only to authorities of %(open)s, not of %(state)s.")
            values = {"open": ", ".join(instrument.open_to), "state": self.home}
            return Standing((Reason("not_open", says, values, instrument.source),), (), (here,))
        if not instrument.convention:
            return Standing((), (), (here,))
        return self._between_parties(instrument, self.world.parties[instrument.convention], state)

    def _between_parties(self, instrument: Instrument, convention: Convention, state: str) -> Standing:
        here = f"instruments.{instrument.id}"
        if convention.in_force is False:
            says = N_("Not in force: %(needs)s.")
            needs = Reason("not_in_force", says, {"needs": convention.needs}, convention.source)
            return Standing((needs,), (), (here,))
        if isinstance(convention.in_force, date) and self.on < convention.in_force:
            says, values = N_("In force only from %(date)s."), {"date": convention.in_force.isoformat()}
            return Standing((Reason("not_yet_in_force", says, values, convention.source),), (), (here,))
        grounds: list[Reason] = []
        notes: list[Reason] = []
        weak: list[bool] = []
        states = _must_be_bound(instrument, convention, self.home, state)
        for each in states:
            ground, told, unverified = self._bound(instrument, convention, each)
            notes += told
            if ground:
                grounds.append(ground)
                weak.append(unverified)
        decisive = (here, *(f"parties.{convention.id}.{each}" for each in states))
        return Standing(tuple(grounds), () if grounds else tuple(notes), decisive, bool(weak) and all(weak))

    def _bound(
        self, instrument: Instrument, convention: Convention, state: str
    ) -> tuple[Reason | None, list[Reason], bool]:
        """(ground against, notes, whether it rests on an unverified membership) for one State."""
        member = member_of(convention, state)
        unverified = member.verification == "unverified"
        values = {"state": state, "treaty": convention.name, "note": member.note}
        source = member.source or convention.source
        if member.status not in ("party", "ratified"):
            return _unbound(instrument, member, values, source, state == self.home), [], unverified
        if instrument.id in member.reserved:
            says = N_("%(state)s reserved the right not to apply it: %(note)s.")
            return Reason("reserved", says, values, source), [], unverified
        if member.since and member.since > self.on.isoformat():
            values["date"] = member.since
            says = N_("Binds %(state)s only from %(date)s.")
            return Reason("not_yet_bound", says, values, source), [], unverified
        notes = []
        if len(member.since) == 4 and int(member.since) == self.on.year:
            values["date"] = member.since
            says = N_("Binds %(state)s from some day in %(date)s: the day was not found.")
            notes.append(Reason("since_year_only", says, values, source))
        elif unverified:
            notes.append(Reason("membership_unverified", _UNVERIFIED, values, source))
        if state != self.home and (remark := member.remarks.get(instrument.id)):
            notes.append(Reason("reservation", N_("%(condition)s"), {"condition": remark}, source))
        return None, notes, unverified


_UNVERIFIED = N_("That %(state)s is bound by %(treaty)s is unverified: confirm it before relying on it.")


def concerns(instrument: Instrument, requesting: str, requested: str) -> bool:
    """Whether the instrument has to do with this pair of States at all."""
    if instrument.bilateral:
        return {requesting, requested} == set(instrument.bilateral)
    if instrument.applies_in and requested not in instrument.applies_in:
        return False
    if instrument.one_side and (requesting in instrument.one_side) == (requested in instrument.one_side):
        return False
    return requested not in instrument.not_in


def member_of(convention: Convention, state: str) -> Membership:
    """The membership of `state`; one not listed is a party only where the treaty is nearly universal."""
    listed = convention.members.get(state)
    if listed:
        return listed
    status: Literal["party", "not_party"] = "party" if convention.near_universal else "not_party"
    return Membership(status=status, verification="read" if convention.closed else "unverified")


def _not_in_force(instrument: Instrument, on: date) -> Reason | None:
    if instrument.in_force is False:
        return Reason("not_in_force", N_("Not in force."), {}, instrument.source)
    if isinstance(instrument.in_force, date) and on < instrument.in_force:
        values = {"date": instrument.in_force.isoformat()}
        return Reason("not_yet_in_force", N_("Applies only from %(date)s."), values, instrument.source)
    return None


def _must_be_bound(instrument: Instrument, convention: Convention, requesting: str, requested: str) -> tuple[str, ...]:
    if instrument.bilateral:  # a table of one State's own treaties lists only the other side
        return tuple(state for state in (requesting, requested) if state in convention.members)
    return {"requesting": (requesting,), "requested": (requested,), "both": (requesting, requested)}[instrument.binds]


def _unbound(
    instrument: Instrument, member: Membership, values: dict[str, str], source: tuple[str, ...], asks: bool
) -> Reason:
    """The sentence for a State that is not bound; confirming a membership opens the route."""
    if instrument.basis == "union_law":
        if asks:
            says = N_("Only authorities of the Member States bound by it may use it; %(state)s is not.")
            return Reason("not_open", says, values, source)
        return Reason("not_party", N_("It does not bind %(state)s."), values, source)
    if member.status == "signed":
        return Reason("signed_only", N_("%(state)s signed %(treaty)s and has not ratified it."), values, source)
    if member.status == "unknown":
        says = N_("Whether %(state)s is bound by %(treaty)s is not known: check it.")
        return Reason("membership_unknown", says, values, source)
    if member.verification == "unverified":
        says = N_("%(state)s is not among the Parties to %(treaty)s as far as known; unverified: confirm it.")
        return Reason("not_party_unverified", says, values, source)
    if member.note:
        says = N_("%(state)s is not a Party to %(treaty)s: %(note)s. The office may confirm otherwise.")
        return Reason("not_party", says, values, source)
    return Reason("not_party", N_("%(state)s is not a Party to %(treaty)s."), values, source)
