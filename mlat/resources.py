"""The one place that knows where the files beside the code are: in a checkout first, else in the wheel."""

from __future__ import annotations

from pathlib import Path

from mlat.domain.problems import Problem

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
SHIPPED = PACKAGE / "_shipped"

# Rooms that stand beside the package in a checkout and are packed into it by the wheel (pyproject.toml).
BESIDE = frozenset({"forms", "locale", "templates"})
# Rooms that are part of the package everywhere.
INSIDE = frozenset({"data", "fonts", "samples"})


def path(*parts: str) -> Path:
    """Where the file or folder `parts` is, for example `path("data", "platforms")`.

    The first part names the room: data, fonts, forms, locale, samples or templates.
    Raises `Problem` when there is no such room or no such file in it.
    """
    room = parts[0] if parts else ""
    if room not in BESIDE | INSIDE:
        raise Problem(
            "resource.no-room",
            room or "resources",
            "There is no room of this name.",
            "Use one of: %(rooms)s.",
            rooms=", ".join(sorted(BESIDE | INSIDE)),
        )
    root = PACKAGE if room in INSIDE else _beside()
    found = (root / Path(*parts)).resolve()
    if not found.is_relative_to(root / room):
        where = "/".join(parts)
        raise Problem("resource.outside", where, "This path leaves its room.", "Name a file inside it.")
    if not found.exists():
        raise Problem(
            "resource.missing",
            str(found),
            "This file belongs to the program and is missing.",
            "Install the program again, or restore the file from the repository.",
        )
    return found


def _beside() -> Path:
    """The checkout when we run in one (an editable install leaves a stale copy behind), else the wheel."""
    return CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "forms").is_dir() else SHIPPED
