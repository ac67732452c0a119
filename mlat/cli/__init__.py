"""The command line: every act an operator needs, one module per group."""

from __future__ import annotations

import sys

from mlat.cli.errors import report
from mlat.cli.group import mlat

__all__ = ["main", "mlat"]


def main() -> None:
    """Run `mlat`. Exit 0 done, 1 the answer is no, 2 wrong use, 3 the environment failed."""
    try:
        code = mlat.main(prog_name="mlat", standalone_mode=False)
    except BaseException as error:
        # The one place that catches everything: an operator gets a line, never a traceback.
        code = report(error)
    sys.exit(code if isinstance(code, int) else 0)
