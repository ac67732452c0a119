"""The next step after a refusal or a gap: what the law engine offers, one click away and filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from mlat.domain.casefile import Choice
from mlat.domain.messages import N_
from mlat.domain.next_steps import NextStep, next_steps
from mlat.domain.permissions import Act, allowed
from mlat.domain.problems import Problem, Problems
from mlat.domain.routes import Route
from mlat.reads.completeness import Came
from mlat.reads.requests import RequestView
from mlat.services import drafting
from mlat.web.clock import now
from mlat.web.door import actor

WHY = {
    "mended": N_("Mend the request and ask again"),
    "by_assistance": N_("Ask for it through mutual legal assistance"),
    "by_authority": N_("Have the authority of that State preserve the data"),
    "other_way": N_("Ask again in another way"),
    "other_accounts": N_("Ask about the other accounts of the case"),
}


@dataclass(frozen=True)
class Offer:
    """A next step with the way that the law gives it, and where the filled-in choice stands."""

    says: str
    step: NextStep
    route: Route | None
    """None where each account is routed on its own."""
    href: str


def offers(view: RequestView, came: Came) -> tuple[Offer, ...]:
    """What can be done now about what did not come; nothing for who may not draft."""
    if not (view.own and allowed(actor(), Act.DRAFT)):
        return ()
    steps = next_steps(
        state=view.line.state,
        measure=view.line.measure,
        of_company=view.recipient_kind == "provider",
        country=view.line.country,
        ground=came.ground,
        accounts=view.identifiers,
        data=view.data,
        cells=came.cells,
        others=came.others,
    )
    return tuple(_offered(view, steps))


def _offered(view: RequestView, steps: tuple[NextStep, ...]) -> Iterator[Offer]:
    for step in steps:
        href = url_for(
            "choosing.choose", case_id=view.line.case_id, measure=step.measure, requested=step.requested or None,
            identifiers=step.accounts, data=step.data,
        )  # fmt: skip
        if step.why == "other_accounts":
            yield Offer(WHY[step.why], step, None, href)
            continue
        route = _best(view, step)
        if route is not None:
            yield Offer(WHY[step.why], step, route, href)


def _best(view: RequestView, step: NextStep) -> Route | None:
    """The first way that the law gives; another one than before where it is to be another."""
    platform = None if step.requested else view.platform or None
    wish = Choice(
        measure=step.measure, identifiers=step.accounts, data=step.data, platform=platform,
        requested=step.requested or None,
    )  # fmt: skip
    try:
        routes = drafting.options(actor(), now(), view.line.case_id, wish).routes
    except (Problem, Problems):
        return None
    same = view.instrument if step.why == "other_way" else ""
    return next((each for each in routes if each.instrument != same), None)
