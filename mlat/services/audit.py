"""Proving that nothing recorded was changed or taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from mlat.domain.chain import link
from mlat.model import Chain, Event, transaction
from mlat.services.journal import as_row


def verify() -> list[str]:
    """Walk every chain; one line for the first bad row of each (empty: all hold)."""
    events = select(Event).order_by(Event.chain, Event.seq).execution_options(yield_per=1000)
    with transaction() as session:
        return walk(session.scalars(events), session.scalars(select(Chain)))


def walk(events: Iterable[Event], chains: Iterable[Chain]) -> list[str]:
    """The same of any events, those of one chain in their order, and of the heads that are known of the chains."""
    bad: dict[str, str] = {}
    heads: dict[str, tuple[int, str]] = {}
    for event in events:
        if event.chain in bad:
            continue
        seq, head = heads.get(event.chain, (0, ""))
        if event.seq != seq + 1:
            bad[event.chain] = f"{event.chain}: row {seq + 1} is missing before row id {event.id}"
        elif event.previous != head or event.hash != link(event.previous, as_row(event)):
            bad[event.chain] = f"{event.chain}: row {event.seq} (id {event.id}) was changed"
        heads[event.chain] = (event.seq, event.hash)
    for chain in chains:
        if chain.name not in bad and heads.get(chain.name, (0, "")) != (chain.seq, chain.head):
            bad[chain.name] = f"{chain.name}: the last rows are missing after row {heads.get(chain.name, (0, ''))[0]}"
    return sorted(bad.values())


def heads_of(chains: Iterable[Chain]) -> str:
    """SHA-256 over the head of every chain: one line that stands for all that was recorded so far."""
    lines = sorted(f"{chain.name} {chain.seq} {chain.head}" for chain in chains)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
