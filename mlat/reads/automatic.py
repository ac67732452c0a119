"""What an office lets go without a click."""

from __future__ import annotations

from dataclasses import dataclass

from mlat.domain.climbing import writing
from mlat.domain.ladder import Rung
from mlat.domain.permissions import Act, Actor
from mlat.model import Office, reading
from mlat.services.access import require, standing_order
from mlat.services.knowledge import world_of


@dataclass(frozen=True)
class Automatic:
    """The rungs that write letters, those let go, by whom, and what keeps all letters from leaving by themselves."""

    rungs: tuple[Rung, ...]
    chosen: tuple[str, ...]
    ordered_by: str
    keeps: tuple[str, ...]

    @property
    def lapsed(self) -> bool:
        """Whether who ordered it may no longer do so: then nothing leaves by itself."""
        return bool(self.chosen) and not self.ordered_by


def automatic(actor: Actor) -> Automatic:
    """As it stands for the actor's office."""
    require(actor, Act.APPROVE)
    with reading() as session:
        office = session.get_one(Office, actor.office_id)
        giver = standing_order(session, office)
        return Automatic(
            writing(world_of(session, office.id).ladders.values()),
            tuple(office.automatic),
            giver.name if giver else "",
            () if office.signing == "office_key" else ("signing",),
        )
