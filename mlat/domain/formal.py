"""What every request must settle on paper: original, copies, legalisation, seal, who signs. Silence is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from mlat.domain.instrument import Clause
from mlat.domain.messages import N_
from mlat.domain.platform import Platform
from mlat.domain.routes import FormalPoint

Point = Literal["original", "copies", "legalisation", "seal", "signatory"]

POINTS: tuple[Point, ...] = ("original", "copies", "legalisation", "seal", "signatory")
SETTLES: Mapping[str, Point] = {
    "signed_original": "original",
    "counts_as_original": "original",
    "original_on_request": "original",
    "copies": "copies",
    "no_legalisation": "legalisation",
    "seal": "seal",
    "signatory": "signatory",
}
"""Code of a formality -> the point that it settles."""


def of_instrument(clauses: Iterable[Clause]) -> tuple[FormalPoint, ...]:
    """Each point as the clauses settle it, or as one that no source read says anything about."""
    settled = {SETTLES[each.code]: each for each in clauses if each.code in SETTLES}
    return tuple(
        FormalPoint(point=point, says=settled[point].says, article=settled[point].article)
        if point in settled
        else _silent(point)
        for point in POINTS
    )


def of_company(platform: Platform) -> tuple[FormalPoint, ...]:
    """What a company says about the paper it wants; seals, copies and legalisation are no matter of companies."""
    formats = ", ".join(platform.file_formats)
    signing = ", ".join(each for each in platform.request_must_carry if "signature" in each or "letterhead" in each)
    return (
        FormalPoint(point="original", says=formats) if formats else _silent("original"),
        FormalPoint(point="signatory", says=signing) if signing else _silent("signatory"),
    )


def _silent(point: Point) -> FormalPoint:
    return FormalPoint(point=point, says=N_("Not read: ask the recipient, and assume nothing."), read=False)
