"""How a command answers: plain words, or JSON with stable keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def json_option(command: Command) -> Command:
    """The option `--json`, which every command has; it arrives as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(command)


def answer(values: dict[str, Any], *, as_json: bool, words: str) -> None:
    """Print `values` as JSON, or `words`."""
    click.echo(json.dumps(values, ensure_ascii=False, indent=2) if as_json else words)
