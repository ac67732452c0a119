"""A key per case, wrapped by a master key that stays outside the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mlat.domain.problems import Problem

NONCE = 12
NAME = 8


@dataclass(frozen=True)
class CaseKey:
    """Seals and opens what belongs to one case; `place` (table:row:column) binds a value to where it stands."""

    secret: bytes

    def seal(self, value: str | bytes, place: str) -> bytes:
        """AES-256-GCM with a fresh nonce; `place` is associated data."""
        data = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, data, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes; raises `Problem` when they were moved to another place or changed."""
        try:
            return AESGCM(self.secret).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except InvalidTag as error:
            raise Problem(
                "sealed",
                place,
                "was changed or moved.",
                "Restore it from a backup and verify the audit chain.",
            ) from error

    def apart(self, purpose: str) -> CaseKey:
        """Another key of the same case, for what is kept apart; it dies with the case's key."""
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self.secret)
        return CaseKey(derived)

    def text(self, sealed: bytes | None, place: str) -> str:
        """Like `open`, as text; empty where nothing was sealed."""
        return self.open(sealed, place).decode() if sealed else ""


class Keyring:
    """The master keys in `folder`, one file each (32 bytes, mode 0600); `current` names the one that wraps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "current").exists():
            raise Problem("keys", str(folder), "holds no master key.", "Run `mlat init`.")
        self._look_again()
        self._lookup = (folder / "lookup.key").read_bytes()
        # its own key: who learns one hash of an account must not know the other
        self._shared = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lookup over all offices").derive(
            self._lookup
        )

    @classmethod
    def create(cls, folder: Path) -> Keyring:
        """Make the folder and a first master key where there are none; harmless when repeated."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / "current").exists():
            _write_once(folder / "lookup.key", secrets.token_bytes(32))
            _add_master(folder)
        return cls(folder)

    def add_master(self) -> Keyring:
        """Add a master key and make it the one that wraps; the old ones still open."""
        _add_master(self.folder)
        return Keyring(self.folder)

    def _look_again(self) -> None:
        """Another process may have renewed the master key since this one started."""
        self.current = (self.folder / "current").read_text(encoding="ascii").strip()
        self._masters = {file.stem: file.read_bytes() for file in self.folder.glob("*.master")}

    def wrap(self, secret: bytes, place: str) -> bytes:
        """Wrap a secret under the current master key, bound to `place`."""
        self._look_again()
        return self.current.encode() + CaseKey(self._masters[self.current]).seal(secret, place)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """The secret; raises `Problem` where its master key is not here."""
        name = wrapped[:NAME].decode("ascii", "replace")
        if name not in self._masters:
            self._look_again()
        if name not in self._masters:
            raise Problem(
                "keys",
                place,
                "is wrapped by a master key that is not here.",
                "Put %(name)s.master back.",
                name=name,
            )
        return CaseKey(self._masters[name]).open(wrapped[NAME:], place)

    def new_case_key(self, case_id: str) -> bytes:
        """A fresh case key, wrapped."""
        return self.wrap(secrets.token_bytes(32), f"case_keys:{case_id}")

    def new_own_key(self, place: str) -> tuple[CaseKey, bytes]:
        """A fresh key for one thing that belongs to no case yet, and the same key wrapped for `place`."""
        secret = secrets.token_bytes(32)
        return CaseKey(secret), self.wrap(secret, place)

    def own_key(self, wrapped: bytes, place: str) -> CaseKey:
        """The key that `new_own_key` made; raises `Problem` where its master key is not here."""
        return CaseKey(self.unwrap(wrapped, place))

    def case_key(self, case_id: str, wrapped: bytes | None) -> CaseKey:
        """The key of a case; raises `Problem` when the case was erased."""
        if wrapped is None:
            raise Problem("erased", "case", "was erased: its key no longer exists.")
        return CaseKey(self.unwrap(wrapped, f"case_keys:{case_id}"))

    def lookup(self, office_id: str, normal: str) -> str:
        """A keyed hash that finds the same account again without opening anything."""
        return hmac.new(self._lookup, f"{office_id}:{normal}".encode(), hashlib.sha256).hexdigest()

    def shared_lookup(self, normal: str) -> str:
        """The same over all offices of this house: it tells only that another file exists."""
        return hmac.new(self._shared, normal.encode(), hashlib.sha256).hexdigest()

    def reply_token(self, request_id: str) -> str:
        """26 small letters and digits for the reply address of a request: 128 bits that nobody can guess."""
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"reply addresses").derive(self._lookup)
        made = hmac.new(key, request_id.encode(), hashlib.sha256).digest()[:16]
        return base64.b32encode(made).decode().rstrip("=").lower()


def _add_master(folder: Path) -> None:
    name = secrets.token_hex(NAME // 2)
    _write_once(folder / f"{name}.master", secrets.token_bytes(32))
    pointer = folder / "current.new"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(folder / "current")


def _write_once(file: Path, data: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
