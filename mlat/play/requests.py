"""A wanted request from its draft to its sending, through the real services."""

from __future__ import annotations

from datetime import datetime

from mlat.domain.casefile import Choice
from mlat.domain.channels import Channel
from mlat.domain.permissions import Act
from mlat.domain.playbook import RequestWanted
from mlat.play.stage import Stage, legs, request
from mlat.services import annexing, approving, dispatch, drafting, issuing, transit


def make(stage: Stage, now: datetime, wanted: RequestWanted) -> None:
    """Draft, approve, issue and send. The first act that is refused ends it, with its reason noted."""
    actor = stage.cast.who(wanted.drafted_by, Act.DRAFT)
    parent = stage.find(wanted.parent) if wanted.parent else None
    choice = Choice(
        measure=wanted.measure,
        identifiers=wanted.identifiers,
        platform=wanted.platform,
        requested=wanted.requested,
        user_in=wanted.user_in,
        data=wanted.data,
        instrument=wanted.instrument,
        language=wanted.language,
        urgent=wanted.urgent,
        organised=wanted.organised,
        parent=parent,
        code=wanted.code,
        fields=wanted.fields,
    )
    made = stage.attempt(now, "draft", wanted.code, actor, lambda: drafting.draft(actor, now, stage.case_id, choice))
    if made is None:
        routing = drafting.options(actor, now, stage.case_id, choice)
        if not routing.routes:
            stage.explain(tuple(f"{one.instrument}: {one.says % one.values}" for one in routing.refused))
        return
    stage.codes[wanted.code] = made
    if wanted.seal_identity:
        signer = stage.cast.who(wanted.approved_by, Act.SEE_NAMES)
        stage.attempt(
            now, "seal_identity", wanted.code, signer, lambda: annexing.add_sealed_identity(signer, now, made)
        )
    finish(stage, now, made, wanted.send, wanted.approved_by, wanted.drafted_by, wanted.reference, wanted.in_spite)


def finish(
    stage: Stage,
    now: datetime,
    request_id: str,
    channel: Channel | None,
    approver: str = "",
    sender: str = "",
    reference: str = "",
    in_spite: str = "",
) -> None:
    """Approve, issue and send a draft by `channel`; None leaves it issued and unsent.

    `in_spite` is the approver's reason for every warning; without it a warning keeps the request a draft.
    """
    code = request(request_id).code
    judge = stage.cast.who(approver, Act.APPROVE)
    messenger = stage.cast.who(sender, Act.SEND)

    def approve() -> bool:
        found = drafting.findings(judge, now, request_id)
        reasons = {each.key: in_spite for each in found}
        approving.approve(judge, now, request_id, request(request_id).version, reasons)
        return True

    if not stage.attempt(now, "approve", code, judge, approve):
        return
    if not stage.attempt(now, "issue", code, judge, lambda: issuing.issue(judge, now, request_id)):
        return
    if channel == "mail":
        stage.attempt(now, "send", code, messenger, lambda: dispatch.send_mail(messenger, now, request_id))
    elif channel:
        leg, zone = legs(request_id)[0].id, stage.cast.zone
        stage.attempt(
            now,
            "send",
            code,
            messenger,
            lambda: transit.record_sent(messenger, now, leg, channel, now, zone, reference),
        )
