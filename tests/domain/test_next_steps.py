"""What can be tried after a refusal or a gap."""

from __future__ import annotations

import pytest

from mlat.domain.completeness import Cell
from mlat.domain.next_steps import NextStep, next_steps

CAME, GONE = Cell("A1", "subscriber", "came"), Cell("A1", "content", "refused")


def steps(state: str, ground: str = "", measure: str = "content_disclosure", **more: object) -> tuple[NextStep, ...]:
    given: dict[str, object] = {
        "of_company": True, "country": "US", "accounts": ("A1",), "data": ("subscriber", "content"),
        "cells": (CAME, GONE), "others": ("A2",),
    }  # fmt: skip
    return next_steps(state=state, measure=measure, ground=ground, **(given | more))  # type: ignore[arg-type]


def test_content_refused_by_a_company_is_asked_for_by_mutual_assistance_and_only_what_is_missing() -> None:
    (step,) = steps("refused", "needs_cooperation")
    assert step == NextStep(
        why="by_assistance", measure="mla_evidence", accounts=("A1",), data=("content",), requested="US"
    )


@pytest.mark.parametrize(
    ("state", "ground", "more", "whys"),
    [
        ("refused", "missing_papers", {}, ["mended", "by_assistance"]),
        ("partly_answered", "", {}, ["by_assistance"]),
        ("no_records", "", {"cells": (Cell("A1", "content", "no_records"),)}, ["other_accounts"]),
        ("refused", "", {"of_company": False}, ["by_assistance"]),
        ("refused", "", {"of_company": False, "measure": "mla_evidence"}, ["other_way"]),
        ("refused", "not_translated", {"of_company": False, "measure": "mla_evidence"}, ["mended"]),
        ("refused", "", {"measure": "preservation", "cells": ()}, ["by_authority"]),
        ("answered", "", {"cells": (CAME,)}, []),
        ("acknowledged", "", {}, []),
        ("held", "", {"measure": "preservation", "cells": ()}, []),
    ],
)
def test_each_ending_has_its_next_steps(state: str, ground: str, more: dict[str, object], whys: list[str]) -> None:
    assert [each.why for each in steps(state, ground, **more)] == whys
