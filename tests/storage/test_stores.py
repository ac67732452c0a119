"""Where sealed bytes are kept: a folder or a bucket through one interface; what was returned never in a bucket.

The bucket itself was tried by hand against moto's S3 server; here its interface is that of a store in memory.
"""

from __future__ import annotations

from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from mlat import storage
from mlat.domain.problems import Problem
from mlat.keys import CaseKey
from mlat.settings import load

KEY = CaseKey(b"k" * 32)
BUCKET = {"MLAT_FILES_URL": "s3://mlat/office", "MLAT_S3_ACCESS_KEY": "who", "MLAT_S3_SECRET_KEY": "word"}


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return LocalStore(str(tmp_path)) if request.param == "folder" else MemoryStore()


def test_bytes_are_kept_sealed_found_again_and_erased(store: ObjectStore) -> None:
    blobs = storage.Blobs(store)
    name = blobs.put(KEY, b"plain")
    assert blobs.get(KEY, name) == b"plain"
    assert b"plain" not in bytes(obstore.get(store, name).bytes())
    obstore.put(store, name, b"forged")
    with pytest.raises(Problem, match="was changed in storage"):
        blobs.get(KEY, name)
    blobs.erase(name)
    blobs.erase(name)
    with pytest.raises(Problem, match="is not in storage"):
        blobs.get(KEY, name)


def test_with_a_bucket_set_only_what_was_returned_stays_in_a_folder(tmp_path: Path) -> None:
    settings = load({"MLAT_HOME": str(tmp_path), **BUCKET})
    assert isinstance(storage.files(settings)._store, S3Store)
    assert isinstance(storage.returned(settings)._store, LocalStore)
    assert "word" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (BUCKET | {"MLAT_FILES_URL": "https://mlat"}, "files_url: names no bucket"),
        (BUCKET | {"MLAT_S3_SECRET_KEY": ""}, "s3_access_key: is missing"),
        (BUCKET | {"MLAT_S3_ENDPOINT": "store.example"}, "s3_endpoint: is not a web address"),
    ],
)
def test_half_a_bucket_is_refused(tmp_path: Path, given: dict[str, str], says: str) -> None:
    with pytest.raises(Problem) as refusal:
        load({"MLAT_HOME": str(tmp_path), **given})
    assert says in refusal.value.line()
