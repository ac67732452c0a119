"""Compile every locale/<code>/LC_MESSAGES/*.po to the .mo beside it; refuse a catalog with an error in it.

Exit 0 done, 1 a catalog is wrong (nothing is written for it).
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalog(po: Path) -> list[str]:
    """Write the .mo of one catalog; its errors, one line each, instead of writing when there are any."""
    try:
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3], abort_invalid=True)
    except PoFileError as error:
        return [f"{po}: {error}"]
    # pybabel only prints these and still exits 0: a wrong variable name would raise while a page is shown
    errors = [f"{po}:{message.lineno}: {error}" for message, found in catalog.check() for error in found]
    if not errors:
        part = po.with_suffix(".mo.part")
        with part.open("wb") as target:
            write_mo(target, catalog)
        part.replace(po.with_suffix(".mo"))
    return errors


def main() -> int:
    errors = [line for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) for line in compile_catalog(po)]
    for line in errors:
        print(line, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
