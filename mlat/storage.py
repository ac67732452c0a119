"""Encrypted bytes by content hash: the same bytes are never written twice, and never in clear."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore

from mlat.domain.problems import Problem
from mlat.keys import CaseKey


class Blobs:
    """A folder of sealed files, each named by the SHA-256 of its sealed bytes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._store = LocalStore(str(folder))

    def put(self, key: CaseKey, data: bytes) -> str:
        """Seal and keep `data`; returns the blob's name."""
        sealed = key.seal(data, "blob")
        name = hashlib.sha256(sealed).hexdigest()
        with suppress(AlreadyExistsError):
            obstore.put(self._store, name, sealed, mode="create")
        return name

    def get(self, key: CaseKey, name: str) -> bytes:
        """The plain bytes of a blob; raises `Problem` when they are gone or were changed."""
        try:
            sealed = bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError as error:
            raise Problem("blob", name, "is not in storage.", "Restore the files folder from a backup.") from error
        if hashlib.sha256(sealed).hexdigest() != name:
            raise Problem("blob", name, "was changed in storage.", "Restore the files folder from a backup.")
        return key.open(sealed, "blob")
