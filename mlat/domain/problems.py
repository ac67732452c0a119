"""What is wrong with something a person gave us, said so that the person can mend it."""

from __future__ import annotations


class Problem(Exception):
    """One thing wrong: a stable `code`, `where` (a field or key path), what it `says`, and the `remedy`.

    `says` and `remedy` are English msgids with named `%(placeholders)s` filled from `values`;
    the doors (web, cli) translate them.
    """

    def __init__(self, code: str, where: str, says: str, remedy: str = "", /, **values: object) -> None:
        super().__init__(f"{where}: {says % values if values else says}")
        self.code = code
        self.where = where
        self.says = says
        self.remedy = remedy
        self.values = values

    def line(self) -> str:
        """One English line for a log or a terminal: where, what, remedy."""
        says = self.says % self.values if self.values else self.says
        remedy = self.remedy % self.values if self.values else self.remedy
        return " ".join(part for part in (f"{self.where}: {says}", remedy) if part)


class Problems(Exception):
    """Several `Problem`s found in one input, so that a person mends them all at once."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(problem.line() for problem in found))
        self.found = tuple(found)


class Stale(Exception):
    """Somebody saved in between: `mine` and `theirs` are both kept for a person to merge."""

    def __init__(self, where: str, mine: object, theirs: object, version: int) -> None:
        super().__init__(f"{where}: was saved by somebody else in between")
        self.where = where
        self.mine = mine
        self.theirs = theirs
        self.version = version
