"""A state as an option: two letters of ISO 3166-1 that the locale data know."""

from __future__ import annotations

import click
from babel import Locale


class Country(click.ParamType[str]):
    """`ar` and `AR` are the same; what is no state is refused with the remedy."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The two letters in upper case."""
        code = value.upper()
        if len(code) != 2 or not code.isalpha() or code not in Locale("en").territories or code in ("ZZ", "EU", "UN"):
            self.fail(f"{value} is no state. Write its two letters, such as MX.", param, ctx)
        return code
