"""Runs `mlat worker` in a process of its own, as its target: imported by the child."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def work(arguments: tuple[str, ...], environment: dict[str, str], said: Path) -> None:
    """`mlat worker ARGUMENTS` with `environment`; its answer goes to the file `said`, errors beside it."""
    os.environ.update(environment)
    sys.argv = ["mlat", "worker", *arguments]
    with said.open("w", encoding="utf-8") as out, said.with_suffix(".errors").open("w", encoding="utf-8") as errors:
        sys.stdout, sys.stderr = out, errors
        from mlat.cli import main

        main()
