"""What went wrong, as one line on stderr and an exit code; never a traceback."""

from __future__ import annotations

import os
import secrets
import traceback
from pathlib import Path

import click

from mlat.domain.problems import Problem, Problems

NO, WRONG_USE, ENVIRONMENT = 1, 2, 3

OF_THE_ENVIRONMENT = (
    "settings",
    "keys",
    "database",
    "schema",
    "resource",
    "pango",
    "fonts",
    "blob",
    "sealed",
    "server",
)
"""How the codes of those problems begin that this machine has, not the person who asks."""


class No(Exception):
    """The answer is no: nothing failed and nothing was used wrongly."""


def report(error: BaseException) -> int:
    """Say on stderr what happened, in one line; return the exit code."""
    code, line = _judge(error)
    if line:
        click.echo(f"mlat: {' '.join(line.split())}", err=True)
    return code


def _judge(error: BaseException) -> tuple[int, str]:
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code, ""
    if isinstance(error, SystemExit):
        return (error.code if isinstance(error.code, int) else ENVIRONMENT), ""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return WRONG_USE, "stopped."
    if isinstance(error, click.UsageError):
        remedy = f" Try `{error.ctx.command_path} --help`." if error.ctx else ""
        return WRONG_USE, error.format_message() + remedy
    if isinstance(error, click.ClickException):
        return WRONG_USE, error.format_message()
    if type(error).__module__ == "sqlalchemy.exc":
        return ENVIRONMENT, f"database: {_unexpected(error)}"
    if (type(error).__module__, type(error).__name__) == ("mlat.services.access", "NotHere"):
        return WRONG_USE, f"{error}: there is none of this name, or not for this person. Check it, and who --by is."
    if isinstance(error, No):
        return NO, str(error)
    if isinstance(error, Problem):
        return _code(error), error.line()
    if isinstance(error, Problems):
        return max(map(_code, error.found)), "; ".join(problem.line() for problem in error.found)
    return ENVIRONMENT, _unexpected(error)


def _code(problem: Problem) -> int:
    return ENVIRONMENT if problem.code.partition(".")[0] in OF_THE_ENVIRONMENT else WRONG_USE


def _unexpected(error: BaseException) -> str:
    """Name the error by an id; the traceback goes to the log under MLAT_HOME, where there is one."""
    name = secrets.token_hex(4)
    says = f"{type(error).__name__} (error {name})."
    home = Path(os.environ.get("MLAT_HOME", "var"))
    try:
        with (home / "errors.log").open("a", encoding="utf-8") as log:
            log.write(f"error {name}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"{says} Set MLAT_HOME to a folder that exists to keep its traceback."
    return f"{says} Its traceback is in {home / 'errors.log'}."
