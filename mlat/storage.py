"""Encrypted bytes by content hash: the same bytes are never written twice, and never in clear."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, S3Store

from mlat.domain.problems import Problem
from mlat.keys import CaseKey
from mlat.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Config


class Blobs:
    """Sealed files in a folder or a bucket, each named by the SHA-256 of its sealed bytes."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, key: CaseKey, data: bytes) -> str:
        """Seal and keep `data`; returns the blob's name."""
        return self.put_sealed(key.seal(data, "blob"))

    def put_sealed(self, sealed: bytes) -> str:
        """Keep bytes that are sealed already; returns the blob's name."""
        name = hashlib.sha256(sealed).hexdigest()
        with suppress(AlreadyExistsError):
            obstore.put(self._store, name, sealed, mode="create")
        return name

    def get(self, key: CaseKey, name: str) -> bytes:
        """The plain bytes of a blob; raises `Problem` when they are gone or were changed."""
        return key.open(self.sealed(name), "blob")

    def sealed(self, name: str) -> bytes:
        """The bytes of a blob as they are kept; raises `Problem` when they are gone or were changed."""
        try:
            sealed = bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError as error:
            raise Problem("blob", name, "is not in storage.", "Restore the files folder from a backup.") from error
        if hashlib.sha256(sealed).hexdigest() != name:
            raise Problem("blob", name, "was changed in storage.", "Restore the files folder from a backup.")
        return sealed

    def erase(self, name: str) -> None:
        """Delete a blob; one that is gone already stays gone."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, name)


def folder(path: Path) -> Blobs:
    """Blobs in a folder that only this user of the machine may read; it is made where it is missing."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Blobs(LocalStore(str(path)))


def files(settings: Settings) -> Blobs:
    """Papers, mails, annexes and filed answers: in the files folder, or in the bucket that the settings name."""
    if not settings.files_url:
        return folder(settings.files)
    place = urlsplit(settings.files_url)
    config: S3Config = {
        "region": settings.s3_region,
        "access_key_id": settings.s3_access_key,
        "secret_access_key": settings.s3_secret_key,
    }
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
    plain = settings.s3_endpoint.startswith("http://")
    prefix = place.path.strip("/") or None
    return Blobs(S3Store(place.netloc, prefix=prefix, config=config, client_options={"allow_http": plain}))


def returned(settings: Settings) -> Blobs:
    """What was returned and waits for a custodian: always a folder of this machine, apart from the files.

    It belongs in no backup and in no bucket; each item has a key of its own.
    """
    return folder(settings.returned)
