"""Every finding of preflight by its code: the ground it prevents, the fact it rests on, and the few that block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.preflight.grounds import GROUNDS


@dataclass(frozen=True, slots=True)
class Objection:
    """`prevents` is a code of the grounds; `rests_on` a name in `Checks.basis`, or the draft itself shows it."""

    prevents: str
    rests_on: str = ""


BLOCKING = frozenset(
    {
        "recipient.missing",
        "legal_basis.missing",
        "identifiers.missing",
        "signatory.missing",
        "address.unconfirmed",
    }
)
"""Without these nothing goes out; anything else may be overridden with a reason."""

OBJECTIONS: Mapping[str, Objection] = {
    "recipient.missing": Objection("wrong_entity"),
    "legal_basis.missing": Objection("no_legal_basis"),
    "identifiers.missing": Objection("wrong_identifier"),
    "signatory.missing": Objection("not_signed"),
    "address.unconfirmed": Objection("unsafe_address"),
    "field.missing": Objection("missing_information"),
    "field.required_by_law": Objection("missing_information", "instrument"),
    "deadline.no_reason": Objection("missing_information"),
    "entity.wrong": Objection("wrong_entity", "entity"),
    "entity.place_unknown": Objection("wrong_entity", "entity"),
    "route.refused": Objection("no_legal_basis", "route"),
    "legal_basis.no_article": Objection("no_legal_basis"),
    "offence.no_article": Objection("no_legal_basis"),
    "link.missing": Objection("no_nexus"),
    "link.thin": Objection("no_nexus"),
    "link.long": Objection("child_exposed"),
    "dual_criminality.not_shown": Objection("no_offence_there", "dual_criminality"),
    "identifier.none_enough": Objection("wrong_identifier", "identifiers"),
    "identifier.display_name": Objection("wrong_identifier"),
    "identifier.vanity": Objection("wrong_identifier", "identifiers"),
    "identifier.username_undated": Objection("wrong_identifier", "identifiers"),
    "ip.no_instant": Objection("shared_address"),
    "ip.no_port": Objection("shared_address"),
    "instant.not_utc": Objection("shared_address"),
    "category.content": Objection("needs_cooperation"),
    "category.not_covered": Objection("needs_cooperation", "categories"),
    "category.beyond_measure": Objection("needs_cooperation", "instrument"),
    "category.not_held": Objection("no_such_data", "categories"),
    "range.missing": Objection("too_broad"),
    "range.unreadable": Objection("too_broad"),
    "range.reversed": Objection("too_broad"),
    "range.future": Objection("not_prospective"),
    "range.wide": Objection("too_broad"),
    "retention.expired": Objection("no_such_data", "retention"),
    "retention.partly": Objection("no_such_data", "retention"),
    "hold.ended": Objection("no_such_data", "hold"),
    "hold.lapses": Objection("no_such_data", "hold"),
    "child.not_stated": Objection("ordinary_case", "child"),
    "cybertip.not_quoted": Objection("missing_information"),
    "notice.not_excluded": Objection("user_told", "notice"),
    "notice.needs_order": Objection("user_told", "notice"),
    "notice.copy_sent": Objection("user_told", "notice"),
    "text.child_name": Objection("child_exposed"),
    "child.named": Objection("child_exposed"),
    "text.describes_material": Objection("child_exposed"),
    "language.unread": Objection("not_translated", "languages"),
    "language.draft": Objection("not_translated"),
    "language.unsaid": Objection("not_translated"),
    "translation.missing": Objection("not_translated"),
    "translation.machine": Objection("not_translated"),
    "translation.stale": Objection("not_translated"),
    "translation.uncertified": Objection("not_translated"),
    "sender.no_mailbox": Objection("sender_unproven"),
    "sender.free_mail": Objection("sender_unproven"),
    "sender.foreign_domain": Objection("sender_unproven"),
    "annex.missing": Objection("missing_papers", "instrument"),
    "annex.no_order": Objection("missing_papers", "order"),
    "annex.no_judge": Objection("missing_papers"),
    "annex.order_ended": Objection("no_legal_basis"),
    "annex.only_picture": Objection("missing_papers"),
    "emergency.facts_missing": Objection("no_emergency"),
    "request.duplicate": Objection("asked_twice"),
    "request.settled": Objection("asked_twice"),
    "account.elsewhere": Objection("asked_twice"),
    "account.other_office": Objection("asked_twice"),
}


def judged(found: Finding, checks: Checks) -> Finding:
    """The finding with its ground and its source, at the level that it may have.

    The one place of the rule: only `BLOCKING` codes block, and none of them on a fact that nobody has verified.
    """
    objection = OBJECTIONS[found.code]
    basis = checks.basis.get(objection.rests_on) or GROUNDS[objection.prevents].basis
    level = found.level
    if found.code in BLOCKING and basis.verification != "unverified":
        level = "stop"
    elif level == "stop":
        level = "warn"
    return replace(
        found, level=level, prevents=objection.prevents, source=basis.source, verification=basis.verification
    )
