"""The ways on which a paper travels."""

from __future__ import annotations

from typing import Literal, get_args

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

Channel = Literal["mail", "portal", "post", "courier", "pouch", "by_hand", "telephone"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
BY_LETTER = frozenset({"mail", "post", "courier", "by_hand"})
"""Ways on which a company gets a letter, so that another one can ask after it; a portal is looked into."""


def check_channel(channel: str) -> None:
    """Raise `Problem` unless `channel` is a way to send."""
    if channel not in CHANNELS:
        says, known = N_("%(channel)s is not a way to send."), ", ".join(CHANNELS)
        raise Problem("channel", "channel", says, N_("Choose of: %(known)s."), channel=channel, known=known)
