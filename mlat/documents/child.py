"""The press's child: takes one piece of work after the other, under the limits that it was started with."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date

from mlat.documents import inside, pdf, sign
from mlat.documents.attached import Attachment
from mlat.documents.wire import Message, receive, send
from mlat.domain.problems import Problem


def main(cpu: int, memory: int) -> None:
    """Work until the parent closes its end."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    send(sys.stdout.buffer, Message({"ready": True}))
    while True:
        try:
            message = receive(sys.stdin.buffer)
        except EOFError:
            return
        _allow(cpu)
        send(sys.stdout.buffer, _answer(message))


def _allow(seconds: int) -> None:
    """So many seconds more than were used until now; the kernel ends us after them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _answer(message: Message) -> Message:
    try:
        return TASKS[message.head["task"]](message)
    except Problem as problem:
        plain = {name: str(value) for name, value in problem.values.items()}
        told = {"code": problem.code, "where": problem.where, "says": problem.says, "remedy": problem.remedy}
        return Message({"problem": told | {"values": plain}})


def _lay_out(message: Message) -> Message:
    attached = tuple(
        Attachment(each["name"], each["text"], date.fromisoformat(each["on"])) for each in message.head["attached"]
    )
    return Message({}, pdf.lay_out(pdf.Proof(message.data.decode(), attached)))


def _read_signatures(message: Message) -> Message:
    trusted = (each.encode("ascii") for each in message.head["trusted"])
    found = [asdict(each) for each in sign.check(message.data, *trusted)]
    plain = [{name: _plain(value) for name, value in each.items()} for each in found]
    return Message({"signatures": plain, "title": sign.title(message.data)})


def _look_inside(message: Message) -> Message:
    return Message(asdict(inside.look_inside(message.data)))


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


TASKS: Mapping[str, Callable[[Message], Message]] = {
    "lay_out": _lay_out,
    "look_inside": _look_inside,
    "read_signatures": _read_signatures,
}


if __name__ == "__main__":
    _cpu, _wall, _memory = sys.argv[1:]
    main(int(_cpu), int(_memory))
