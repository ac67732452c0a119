"""One paper in two languages, made of its two wordings: in parallel columns, or one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from mlat.documents.paper import Paper
from mlat.domain.locales import Locale

COLUMNS, AFTER = "legal/columns.html", "legal/after.html"
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)


@dataclass(frozen=True)
class Side:
    """One wording: what its own template says in each block, and the whole of its page."""

    paper: Paper
    families: Markup
    items: Any
    """The macros of legal/items.html, which speak this language."""
    blocks: Mapping[str, Markup]
    page: str

    @property
    def language(self) -> Locale:
        """Its language."""
        return self.paper.wording.language

    @property
    def body(self) -> Markup:
        """What stands on its page."""
        found = BODY.search(self.page)
        return Markup(found[1] if found else "")  # noqa: S704  # what our own template gave, escaped by it


def side(environment: Environment, ready: Paper, given: Mapping[str, Any]) -> Side:
    """The wording of a paper, through the form's own template."""
    template = environment.get_template(ready.form.template)
    context = template.new_context(dict(given))
    whole = "".join(template.root_render_func(context))  # fills the context with what the letter imports
    said = {name: Markup("".join(found[0](context))) for name, found in context.blocks.items()}  # noqa: S704  # the same
    return Side(ready, given["families"], context.vars["items"], said, whole)


def together(environment: Environment, first: Side, second: Side, given: Mapping[str, Any]) -> str:
    """The page of both, in the layout of the first; its foot and its head speak both languages."""
    template = environment.get_template(COLUMNS if first.paper.layout == "columns" else AFTER)
    return template.render({**given, "sides": (first, second), "first": first, "second": second})
