"""Asking a virus scanner (clamd) about bytes, over its own socket: they are streamed to it and nothing is written."""

from __future__ import annotations

import socket
import struct
from typing import Literal

Verdict = Literal["clean", "found", "unread"]
CHUNK = 64 * 1024
PATIENCE = 60
"""Seconds that one answer may take."""


def scan(place: str, data: bytes) -> Verdict:
    """What clamd at `place` (a path, or host:port) says; `unread` where it cannot judge, as of too large a stream.

    Raises `OSError` where it is not reached, or breaks off and answers nothing else either: then nothing is known.
    """
    with _connected(place) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            answer = _streamed(line, data)
        except OSError:
            answer = b""
    if not answer:
        _ping(place)  # it is there: what broke it off, or keeps it busy for too long, are these very bytes
        return "unread"
    if answer.endswith(b"FOUND"):
        return "found"
    return "clean" if answer.endswith(b"OK") else "unread"


def _ping(place: str) -> None:
    """Raise `OSError` where it does not answer."""
    with _connected(place) as line:
        line.sendall(b"zPING\0")
        if not line.recv(CHUNK).startswith(b"PONG"):
            raise ConnectionError("clamd broke off without a word")


def _streamed(line: socket.socket, data: bytes) -> bytes:
    try:
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            line.sendall(struct.pack(">L", len(chunk)) + chunk)
        line.sendall(struct.pack(">L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it hangs up on a stream that is too large for it, and says so first
    answer = b""
    while not answer.endswith(b"\0") and (more := line.recv(CHUNK)):
        answer += more
    return answer.rstrip(b"\0\n ")


def _connected(place: str) -> socket.socket:
    host, colon, port = place.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line
