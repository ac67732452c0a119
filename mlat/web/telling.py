"""Saying a `Problem` in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from mlat.domain.identifiers import TYPES
from mlat.domain.messages import Labels
from mlat.domain.problems import Problem
from mlat.web.labels import FIELDS


def field_of(problem: Problem) -> str:
    """The form field that a problem is about: the last name of its path, without positions."""
    return problem.where.rpartition(".")[2].partition("[")[0]


def tell(problem: Problem, labels: Mapping[str, str] = FIELDS) -> str:
    """One or two sentences: what is wrong with which field, and how to mend it. `labels` are msgids of fields."""
    says = filled(problem.says, problem.values)
    if says[:1].islower():
        label = labels.get(field_of(problem)) or FIELDS.get(field_of(problem))
        says = f"{_(label) if label else field_of(problem).replace('_', ' ').capitalize()} {says}"
    return " ".join(part for part in (says, filled(problem.remedy, problem.values)) if part)


def filled(msgid: str, values: Mapping[str, object]) -> str:
    """The translated sentence with its values put in."""
    text = str(_(msgid)) if msgid else ""
    if "label" in values:  # the label of a form's field is a msgid itself
        values = {**values, "label": _(str(values["label"]))}
    if isinstance(labels := values.get("labels"), Labels):
        values = {**values, "labels": ", ".join(str(_(each)) for each in labels)}
    if "kinds" in values:  # codes of kinds of identifier
        codes = (kind.strip() for kind in str(values["kinds"]).split(","))
        said = (str(_(TYPES[kind].title)) if kind in TYPES else kind for kind in codes)
        values = {**values, "kinds": ", ".join(said)}
    return text % values if values else text
