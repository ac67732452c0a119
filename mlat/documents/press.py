"""Where papers are laid out and strange files are read: in child processes with limits, which stay warm.

A page or a file can be hostile: a word of a million letters, boxes in boxes without end. The child then dies,
or is ended, and whoever asked gets a `Problem` for that one paper; the next one finds a fresh child. The child
gets no setting and no secret, and answers in JSON and plain bytes, so that nothing it says is ever executed.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import BoundedSemaphore, Lock, Timer
from typing import Any

from mlat.documents import pdf
from mlat.documents.inside import Inside
from mlat.documents.legible import texts_of
from mlat.documents.sign import Signed
from mlat.documents.wire import Message, receive, send
from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.resources import PACKAGE

CORES = os.cpu_count() or 1
"""As many children as cores."""
RUNS = 500
"""After so many pieces a child is replaced, whatever it has piled up."""
KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "XDG_CACHE_HOME", "COVERAGE_PROCESS_START")
"""What a child may know of the environment: no setting of ours, no password."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may cost."""

    cpu: int = 40
    """Seconds of computing; a letter takes one."""
    wall: float = 300
    """Seconds altogether, on however busy a machine."""
    memory: int = 2 * 1024**3
    """Bytes of address space of the child."""


LIMITS = Limits()
STARTING = 120
"""Seconds that a child may take until it is there."""


def write(record: Record, limits: Limits = LIMITS) -> bytes:
    """The PDF of this record's copy, laid out in a child. Identical input, identical bytes.

    Raises `Problem`: `paper.limit` where it costs too much to lay out, and whatever `pdf.write` refuses.
    """
    try:
        return lay_out(pdf.proof(record), limits)
    except Problem as problem:
        if problem.code != "paper.limit":
            raise
        remedy = N_("Shorten it, or add it as an annex.")
        raise Problem("paper.limit", _longest(record), problem.says, remedy) from problem


def lay_out(proof: pdf.Proof, limits: Limits = LIMITS) -> bytes:
    """The PDF of a page, laid out in a child."""
    attached = [{"name": each.name, "text": each.text, "on": each.on.isoformat()} for each in proof.attached]
    return _ask(Message({"task": "lay_out", "attached": attached}, proof.page.encode("utf-8", "replace")), limits).data


def read_signatures(data: bytes, trusted: tuple[bytes, ...], limits: Limits = LIMITS) -> tuple[tuple[Signed, ...], str]:
    """What `sign.check` finds, and the file's title, in a child: anybody may have given us the file.

    Raises `Problem` as `sign.check` does, and `paper.limit` where reading it costs too much.
    """
    head = {"task": "read_signatures", "trusted": [each.decode("ascii") for each in trusted]}
    answer = _ask(Message(head, data), limits).head
    return tuple(_signed(each) for each in answer["signatures"]), answer["title"]


def look_inside(data: bytes, limits: Limits = LIMITS) -> Inside:
    """What `inside.look_inside` finds in somebody's PDF, in a child.

    Raises `Problem` as it does, and `paper.limit` where reading the file costs too much.
    """
    found = _ask(Message({"task": "look_inside"}, data), limits).head
    return Inside(found["pages"], tuple(found["words"]), found["holds_files"], found["pictures"])


def _signed(plain: dict[str, Any]) -> Signed:
    instants = {name: datetime.fromisoformat(plain[name]) if plain[name] else None for name in ("at", "stamped")}
    return Signed(**plain | instants)


def _longest(record: Record) -> str:
    """The field that most probably is the reason."""
    sizes = {name: sum(len(text) for text in texts_of(value)) for name, value in record.fields.items()}
    return max(sizes, key=lambda name: sizes[name], default="record")


def _ask(message: Message, limits: Limits) -> Message:
    with _child(limits) as child:
        answer = child.work(message)
    if "problem" in answer.head:
        told = answer.head["problem"]
        raise Problem(told["code"], told["where"], told["says"], told["remedy"], **told["values"])
    return answer


class Child:
    """One child process, alive until it fails, is too old, or we end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.runs = 0
        known = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mlat.documents.child", *(str(each) for each in asdict(limits).values())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=known | {"PYTHONPATH": str(PACKAGE.parent)},
        )
        self._wait()

    @property
    def usable(self) -> bool:
        """Whether it may be given another piece."""
        return self.process.poll() is None and self.runs < RUNS

    def _wait(self) -> None:
        """Until it says that it is there."""
        try:
            self._answer(STARTING)
        except EOFError:
            self.close()
            says, remedy = (
                N_("The process that lays out papers does not start."),
                N_("See memory and limits of the service."),
            )
            raise Problem("server.press", "press", says, remedy) from None

    def work(self, message: Message) -> Message:
        """Its answer; a child that gives none within the limits is ended."""
        self.runs += 1
        try:
            return self._answer(self.limits.wall, message)
        except (BrokenPipeError, EOFError):
            self.close()
            raise Problem(
                "paper.limit", "record", N_("This is more than can be laid out as one paper."), N_("Shorten it.")
            ) from None

    def _answer(self, seconds: float, message: Message | None = None) -> Message:
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101  # both are pipes
        end = Timer(seconds, self.process.kill)
        end.start()
        try:
            if message is not None:
                send(self.process.stdin, message)
            return receive(self.process.stdout)
        finally:
            end.cancel()

    def close(self) -> None:
        """End it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)
        self.process.wait()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:  # it still held what the child did not take
        return


_slots = BoundedSemaphore(CORES)
_lock = Lock()
_idle: list[Child] = []


@contextmanager
def _child(limits: Limits) -> Iterator[Child]:
    """A child that nobody else uses meanwhile: a warm one where there is one with these limits."""
    with _slots:
        child = _taken(limits) or Child(limits)
        try:
            yield child
        finally:
            if child.usable:
                with _lock:
                    _idle.append(child)
            else:
                child.close()


def _taken(limits: Limits) -> Child | None:
    with _lock:
        for child in reversed(_idle):
            if child.limits == limits:
                _idle.remove(child)
                if child.usable:
                    return child
                child.close()
                return None
    return None


@atexit.register
def close() -> None:
    """End every idle child."""
    with _lock:
        while _idle:
            _idle.pop().close()
