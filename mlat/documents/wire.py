"""How the press and its children speak: a head in JSON, then plain bytes, each with its length before it."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import IO, Any

_LENGTHS = struct.Struct(">QQ")


@dataclass(frozen=True)
class Message:
    """A question or its answer."""

    head: dict[str, Any]
    data: bytes = b""


def send(pipe: IO[bytes], message: Message) -> None:
    """Put a message on the pipe. Raises `BrokenPipeError` where nobody reads it."""
    head = json.dumps(message.head).encode("ascii")
    pipe.write(_LENGTHS.pack(len(head), len(message.data)) + head + message.data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Message:
    """The next message. Raises `EOFError` where the other side has ended."""
    head, data = _LENGTHS.unpack(_whole(pipe, _LENGTHS.size))
    return Message(json.loads(_whole(pipe, head)), _whole(pipe, data))


def _whole(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found
