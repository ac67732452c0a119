"""Whether the one vocabulary holds: what instruments and platforms require is what forms can ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlat.domain.forms import VOCABULARY, Form
from mlat.domain.problems import Problem
from mlat.domain.world import World


def check(world: World, forms: Iterable[Form] = ()) -> list[Problem]:
    """Every id of a requirement, an identifier or a form field that the vocabulary does not have."""
    return [*_fields(world), *_requirements(world), *_identifiers(world), *_forms(world, forms)]


def _fields(world: World) -> Iterator[Problem]:
    for name in sorted(VOCABULARY.keys() ^ world.vocabulary.fields.keys()):
        says = "This field is known to the forms or to the vocabulary, not to both."
        yield Problem("vocabulary.field", f"vocabulary.toml: fields.{name}", says, "Add it where it is missing.")


def _requirements(world: World) -> Iterator[Problem]:
    known = world.vocabulary.requirements
    used = {name for each in world.instruments.values() for name in each.required_contents}
    for instrument in world.instruments.values():
        for name in instrument.required_contents:
            if name not in known:
                at = f"instruments/{instrument.id}.toml: required_contents"
                remedy = "Add it to vocabulary.toml: requirements."
                yield Problem("vocabulary.requirement", at, "%(name)s is not in the vocabulary.", remedy, name=name)
    for name, fulfilled_by in known.items():
        at = f"vocabulary.toml: requirements.{name}"
        if name not in used:
            yield Problem("vocabulary.unused", at, "No instrument requires this.", "Remove it.")
        for field in fulfilled_by:
            if field not in world.vocabulary.fields:
                remedy = "Use a field of vocabulary.toml: fields."
                yield Problem("vocabulary.field", at, "%(field)s is no field of a form.", remedy, field=field)


def _identifiers(world: World) -> Iterator[Problem]:
    for platform in world.platforms.values():
        for name in platform.required_identifiers:
            if name not in world.vocabulary.identifiers:
                at = f"platforms/{platform.id}.toml: required_identifiers"
                remedy = "Add it to vocabulary.toml: identifiers."
                yield Problem("vocabulary.identifier", at, "%(name)s is not in the vocabulary.", remedy, name=name)


def _forms(world: World, forms: Iterable[Form]) -> Iterator[Problem]:
    by_id = {each.id: each for each in forms}
    for each in world.instruments.values():
        form = by_id.get(each.form)
        for measure in (each.measure, *each.also_measures) if by_id and each.form else ():
            if form is None or measure not in form.measures:
                at, says = f"instruments/{each.id}.toml: form", "%(form)s is no form for %(measure)s."
                remedy = "Name another form, or none, or add the measure to that form."
                yield Problem("instruments.form", at, says, remedy, form=each.form, measure=measure)
    measures = {each.measure for each in world.instruments.values()} | world.vocabulary.papers.keys()
    for form in by_id.values():
        for field in form.fields():
            if field.id not in world.vocabulary.fields:
                at = f"forms/{form.id}.toml"
                remedy = "Add it to vocabulary.toml: fields."
                yield Problem("vocabulary.field", at, "%(field)s is not in the vocabulary.", remedy, field=field.id)
        for measure in form.measures:
            if measure not in measures:
                at = f"forms/{form.id}.toml: measures"
                remedy = "Use a measure of the instruments, or add it to vocabulary.toml: papers."
                yield Problem("forms.measure", at, "%(measure)s is no measure.", remedy, measure=measure)
