"""What this installation's database knows of a mail that somebody reads from a file; nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from mlat.domain.mailed import Mail
from mlat.domain.problems import Problem

Matcher = Callable[[Mail], dict[str, Any] | None]


@contextmanager
def matcher() -> Iterator[Matcher]:
    """Says to which requests a mail belongs, in the settings' database; None for every mail where there is none."""
    with ExitStack() as stack:
        yield _matched if _opened(stack) else lambda _mail: None


def _opened(stack: ExitStack) -> bool:
    """Open the installation that the settings name; False where it is not there, or not ready."""
    from mlat.settings import load

    try:
        settings = load()
        if not (settings.keys / "current").exists():
            return False
        from sqlalchemy.exc import OperationalError

        from mlat.cli.core import core

        try:
            stack.enter_context(core(settings))
        except OperationalError:
            return False
    except Problem:
        return False
    return True


def _matched(mail: Mail) -> dict[str, Any] | None:
    """The verdict, and each candidate with why; None where no office tends a mailbox."""
    from mlat.model import Request, transaction
    from mlat.services.inbox import tending_office
    from mlat.services.mail_clues import judged

    with transaction() as session:
        try:
            _, found = judged(session, mail, tending_office(session))
        except Problem:
            return None
        rows = [(session.get_one(Request, each.request_id), each) for each in found.candidates]
        candidates = [
            {
                "request": row.number or row.code,
                "id": row.id,
                "weight": each.weight,
                "why": [reason.value for reason in each.reasons],
            }
            for row, each in rows
        ]
    return {"verdict": found.verdict.value, "candidates": candidates}
