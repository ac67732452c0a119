"""The forms of the program, read from forms/<id>.toml."""

from __future__ import annotations

from functools import lru_cache

from mlat.domain.forms import Form
from mlat.domain.problems import Problem
from mlat.facts.reader import read_toml
from mlat.resources import path


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Every form by its id. Raises `Problems` where a file is wrong."""
    read = (read_toml(each, Form) for each in sorted(path("forms").glob("*.toml")))
    return {form.id: form for form in read}


def form(form_id: str) -> Form:
    """The form `form_id`. Raises `Problem` where there is none."""
    try:
        return forms()[form_id]
    except KeyError:
        raise Problem(
            "form.unknown",
            "form",
            "There is no form %(form)s.",
            "Use one of: %(forms)s.",
            form=form_id,
            forms=", ".join(forms()),
        ) from None
