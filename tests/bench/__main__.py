"""`python -m tests.bench [--json] [SUBJECT ...]`: ratios with their bounds; exit 1 where one is not kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping

from tests.bench import letter, listing, sweep, working_days
from tests.bench.measure import Broken, Ratio

SUBJECTS: Mapping[str, Callable[[], Iterator[Ratio]]] = {
    "working_days": working_days.run,
    "letter": letter.run,
    "sweep": sweep.run,
    "list": listing.run,
}


def main(arguments: list[str]) -> int:
    """Measure the subjects asked for (all by default); 0 where every bound is kept."""
    asked = _parse(arguments)
    found: list[Ratio] = []
    broken: dict[str, str] = {}
    for subject in asked.subjects or SUBJECTS:
        try:
            for ratio in SUBJECTS[subject]():
                found.append(ratio)
                if not asked.json:
                    print(_line(ratio), flush=True)
        except Broken as reason:
            broken[subject] = str(reason)
            print(f"{subject}: {reason}", file=sys.stderr)
    kept = not broken and all(ratio.passed for ratio in found)
    if asked.json:
        print(json.dumps({"passed": kept, "ratios": [one.plain() for one in found], "broken": broken}, indent=1))
    return 0 if kept else 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed, as ratios of one run.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of: {', '.join(SUBJECTS)} (default: all)")
    asked = parser.parse_args(arguments)
    for subject in asked.subjects:
        if subject not in SUBJECTS:
            parser.error(f"there is no subject {subject}; choose of: {', '.join(SUBJECTS)}")
    return asked


def _line(ratio: Ratio) -> str:
    verdict = "    " if ratio.at_most is None else "PASS" if ratio.passed else "FAIL"
    bound = "reported" if ratio.at_most is None else f"<= {ratio.at_most:g}"
    times = f"{ratio.ours * 1000:.2f} ms / {ratio.baseline * 1000:.2f} ms"
    return f"{verdict}  {ratio.name:<28} {ratio.ratio:>8.4f}  {bound:<9}  {times:<24}  against {ratio.against}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
