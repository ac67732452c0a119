"""A key per case, wrapped by a master key; what was sealed opens only where it was sealed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mlat.domain.problems import Problem
from mlat.keys import CaseKey, Keyring
from mlat.storage import folder


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys")


@pytest.fixture
def key(keyring: Keyring) -> CaseKey:
    return keyring.case_key("c1", keyring.new_case_key("c1"))


def test_keys_are_for_their_owner_alone(keyring: Keyring) -> None:
    modes = {stat.S_IMODE(file.stat().st_mode) for file in keyring.folder.glob("*.*")}
    assert modes == {0o600}
    assert stat.S_IMODE(keyring.folder.stat().st_mode) == 0o700


def test_making_keys_again_changes_nothing(keyring: Keyring) -> None:
    before = {file.name: file.read_bytes() for file in keyring.folder.iterdir()}
    Keyring.create(keyring.folder)
    assert {file.name: file.read_bytes() for file in keyring.folder.iterdir()} == before


def test_a_missing_key_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="holds no master key") as missing:
        Keyring(tmp_path)
    assert "mlat init" in missing.value.remedy


def test_what_is_sealed_opens_again(key: CaseKey) -> None:
    assert key.text(key.seal("Ñandú", "persons:1:name"), "persons:1:name") == "Ñandú"
    assert key.seal("a", "p") != key.seal("a", "p")


@pytest.mark.parametrize("place", ["persons:2:name", "persons:1:note"])
def test_a_value_moved_to_another_row_or_column_is_refused(key: CaseKey, place: str) -> None:
    with pytest.raises(Problem, match="changed or moved"):
        key.open(key.seal("Ñandú", "persons:1:name"), place)


def test_a_key_of_another_case_opens_nothing(keyring: Keyring, key: CaseKey) -> None:
    other = keyring.case_key("c2", keyring.new_case_key("c2"))
    with pytest.raises(Problem):
        other.open(key.seal("a", "p"), "p")


def test_a_wrapped_key_belongs_to_its_case(keyring: Keyring) -> None:
    wrapped = keyring.new_case_key("c1")
    with pytest.raises(Problem):
        keyring.case_key("c2", wrapped)


def test_a_new_master_key_still_opens_what_the_old_one_wrapped(keyring: Keyring) -> None:
    wrapped = keyring.new_case_key("c1")
    newer = keyring.add_master()
    assert newer.current != keyring.current
    assert newer.case_key("c1", wrapped).secret == keyring.case_key("c1", wrapped).secret
    assert newer.new_case_key("c1")[:8].decode() == newer.current


def test_an_erased_case_has_no_key(keyring: Keyring) -> None:
    with pytest.raises(Problem, match="erased"):
        keyring.case_key("c1", None)


def test_the_same_account_is_found_within_an_office_only(keyring: Keyring) -> None:
    assert keyring.lookup("one", "phone:+54") == keyring.lookup("one", "phone:+54")
    assert keyring.lookup("one", "phone:+54") != keyring.lookup("two", "phone:+54")


def test_bytes_are_kept_sealed_and_come_back(tmp_path: Path, key: CaseKey) -> None:
    blobs = folder(tmp_path / "files")
    name = blobs.put(key, b"%PDF plain")
    assert blobs.get(key, name) == b"%PDF plain"
    kept = (tmp_path / "files" / name).read_bytes()
    assert b"plain" not in kept


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(lambda file: file.write_bytes(b"x" * 40), "was changed"), (Path.unlink, "is not in storage")],
)
def test_bytes_changed_or_gone_are_named(tmp_path: Path, key: CaseKey, spoil: object, says: str) -> None:
    blobs = folder(tmp_path / "files")
    name = blobs.put(key, b"plain")
    spoil(tmp_path / "files" / name)  # type: ignore[operator]
    with pytest.raises(Problem, match=says):
        blobs.get(key, name)
