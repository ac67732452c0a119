"""Long work takes turns with the rest of a round, so that a thousand papers keep no clock and no mail waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Stop(Protocol):
    """What says that no further piece is to be taken: an event, or the end of a turn."""

    def is_set(self) -> bool:
        """Whether to take nothing more."""

    def wait(self, timeout: float) -> bool:
        """Rest for so many seconds, or until asked to stop."""


@dataclass(frozen=True)
class Turn:
    """Over when its time is, or when the worker is asked to stop."""

    stop: Stop
    clock: Callable[[], datetime]
    until: datetime

    @classmethod
    def of(cls, seconds: int, stop: Stop, clock: Callable[[], datetime]) -> Turn:
        """A turn that begins now."""
        return cls(stop, clock, clock() + timedelta(seconds=seconds))

    def is_set(self) -> bool:
        """Whether to take nothing more."""
        return self.stop.is_set() or self.clock() >= self.until

    def wait(self, timeout: float) -> bool:
        """Rest for so many seconds, or until the worker is asked to stop."""
        return self.stop.wait(timeout)
