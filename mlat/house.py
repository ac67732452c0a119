"""What every service needs from outside the database, put together once at start."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from mlat.domain.world import World
from mlat.keys import Keyring
from mlat.mail.sending import Post
from mlat.settings import Settings
from mlat.storage import Blobs


@dataclass(frozen=True)
class House:
    """Settings, facts, keys, storage and mail of one installation."""

    settings: Settings
    world: World
    keyring: Keyring
    blobs: Blobs
    returned: Blobs
    """What was returned and waits for a custodian; `blobs` never holds a byte of it."""
    post: Post
    drop: Post
    """Where training cases send, whatever the settings say."""


def house() -> House:
    """The house of the running application."""
    found: House = current_app.extensions["mlat"]
    return found
