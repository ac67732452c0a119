"""The routes of an office in Argentina, as a person reviewed them.

After a change of facts or law, write the table again and read the difference:
`MLAT_WRITE_GOLDEN=1 .venv/bin/pytest tests/domain/test_route_table.py`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from mlat.domain.route_table import routes_table
from mlat.facts import load

GOLDEN = Path(__file__).parents[1] / "golden" / "routes-AR.txt"


def test_the_routes_from_argentina_are_those_reviewed() -> None:
    table = routes_table(load(), "AR", date(2026, 11, 22))
    if os.environ.get("MLAT_WRITE_GOLDEN"):
        GOLDEN.write_text(table, encoding="utf-8")
    assert table == GOLDEN.read_text(encoding="utf-8")
