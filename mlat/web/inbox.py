"""The mailbox: what came in and belongs somewhere, decided from the keyboard."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mlat.domain.casefile import ReplyInput
from mlat.domain.mailed import BY_MACHINES, MailKind
from mlat.domain.matching import NAMING, Reason
from mlat.domain.permissions import Act
from mlat.reads import inbox as reads
from mlat.reads.mail_handed import may_take_mail
from mlat.reads.requests import RequestView, request_view
from mlat.services import mail_filing, mail_handing, mail_triage
from mlat.services.access import NotHere
from mlat.services.mail_clues import candidates_for
from mlat.services.mail_fetching import last_looked
from mlat.services.mail_filing import BOUNCED, NOTE, Part
from mlat.services.mail_suggesting import suggested_reference
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.replies import KINDS, bodies_of, given_answer, grounds, pairs_of
from mlat.web.sheet import Sheet
from mlat.web.words import zones

inbox = Blueprint("inbox", __name__)
USUAL = {
    MailKind.ACKNOWLEDGEMENT: "acknowledged",
    MailKind.MORE_INFORMATION: "more_asked",
    MailKind.BOUNCE: BOUNCED,
}
"""What a mail of this kind mostly is; any other is chosen by the person who read it."""

PLAIN = tuple(kind for kind in KINDS if kind not in ("link_given", "transferred"))
"""Kinds of answer that need no field of their own, so that several fit one page."""


@inbox.get("/inbox")
@needs(Act.TEND_MAIL)
def index() -> ResponseReturnValue:
    """The pile, oldest first, and what was decided lately."""
    after = request.args.get("after", "")
    return render_template(
        "inbox/index.html",
        pile=reads.pile(actor(), after),
        after=after,
        lately=reads.decided_lately(actor()),
        looked=last_looked(),
    )


@inbox.get("/inbox/<message_id>")
@needs(Act.TEND_MAIL, Act.SEE_CASE)
def show(message_id: str) -> ResponseReturnValue:
    """One message: who wrote what, which requests it may be about, and what can be done with it."""
    wanted = request.args.get("q", "")[:200]
    view = _view(message_id, wanted)
    return render_template("inbox/message.html", it=view, wanted=wanted, last=_last(), offices=may_take_mail(actor()))


@inbox.route("/inbox/<message_id>/match/<request_id>", methods=["GET", "POST"])
@needs(Act.TEND_MAIL)
def match(message_id: str, request_id: str) -> ResponseReturnValue:
    """File a message with one request, and say what it is."""
    view, about = _waiting(message_id), request_view(actor(), request_id)
    if not about.own:
        raise NotHere("request")
    suggested = suggested_reference(actor(), message_id)
    sheet = Sheet(**_first(view, about), reference=suggested)
    if sheet.sent:
        with sheet.trying():
            if (kind := sheet.one_of("kind", (NOTE, BOUNCED, *KINDS))) == BOUNCED:
                sheet.check()
                mail_filing.match_bounce(actor(), now(), message_id, request_id)
            else:
                answer = None if kind == NOTE else given_answer(sheet, about)
                sheet.check()
                by_a_person = sheet.ticked("by_a_person")
                mail_filing.match(actor(), now(), message_id, request_id, answer, by_a_person=by_a_person)
            return _onward(view, _("Filed with %(who)s.", who=about.line.recipient))
    return render_template(
        "inbox/match.html", it=view, about=about, sheet=sheet, kinds=_kinds(view), pairs=pairs_of(about),
        bodies=bodies_of(about),
        grounds=grounds(), zones=zones(),
        machine=view.line.kind in BY_MACHINES, suggested=suggested,
    ), sheet.status  # fmt: skip


@inbox.route("/inbox/<message_id>/split", methods=["GET", "POST"])
@needs(Act.TEND_MAIL)
def split(message_id: str) -> ResponseReturnValue:
    """File one message with each of the requests that it answers."""
    wanted = request.args.get("q", "")[:200]
    view = _view(message_id, wanted)
    _refuse_decided(view)
    offered = [each.request for each in view.candidates]
    usual = USUAL.get(MailKind(view.line.kind), NOTE) if view.line.kind else NOTE
    named = [each.request.id for each in view.candidates if NAMING & {Reason(one) for one in each.reasons}]
    sheet = Sheet(requests=named, at=_local(view), zone=actor().zone, **{f"kind-{each.id}": usual for each in offered})
    if sheet.sent:
        with sheet.trying():
            parts = [_part(sheet, each.id) for each in offered if each.id in sheet.many("requests")]
            sheet.check()
            by_a_person = sheet.ticked("by_a_person")
            mail_filing.split(actor(), now(), message_id, parts, by_a_person=by_a_person)
            return _onward(view, _("Filed with %(number)s requests.", number=len(parts)))
    return render_template(
        "inbox/split.html", it=view, offered=offered, sheet=sheet, wanted=wanted, zones=zones(),
        kinds=(NOTE, *PLAIN), machine=view.line.kind in BY_MACHINES,
    ), sheet.status  # fmt: skip


@inbox.route("/inbox/<message_id>/dismiss", methods=["GET", "POST"])
@needs(Act.TEND_MAIL)
def dismiss(message_id: str) -> ResponseReturnValue:
    """Put a message aside, with a reason."""
    view = _waiting(message_id)
    sheet = Sheet()
    if sheet.sent:
        with sheet.trying():
            reason = sheet.needed("reason")
            sheet.check()
            mail_triage.dismiss(actor(), now(), message_id, reason)
            return _onward(view, _("Put aside."))
    return render_template("inbox/dismiss.html", it=view, sheet=sheet), sheet.status


@inbox.route("/inbox/<message_id>/hand-over", methods=["GET", "POST"])
@needs(Act.TEND_MAIL)
def hand_over(message_id: str) -> ResponseReturnValue:
    """Give a message to the office that it belongs to: which one and why, then once more with its name."""
    view, offices = _waiting(message_id), dict(may_take_mail(actor()))
    if not offices:
        raise NotHere("office")
    sheet = Sheet()
    asked = ""
    if sheet.sent:
        with sheet.trying():
            office, reason = sheet.one_of("office", tuple(offices)), sheet.needed("reason")
            sheet.check()
            if sheet.ticked("sure"):
                mail_handing.hand_over(actor(), now(), message_id, office, reason)
                flash(_("Handed over to %(office)s.", office=offices[office]))
                return redirect(_next(view))
            asked = offices[office]
    return render_template(
        "inbox/hand_over.html", it=view, sheet=sheet, offices=tuple(offices.items()), asked=asked
    ), sheet.status


@inbox.post("/inbox/<message_id>/undo")
@needs(Act.TEND_MAIL)
def undo(message_id: str) -> ResponseReturnValue:
    """Take back what was decided about a message."""
    mail_triage.undo(actor(), now(), message_id)
    flash(_("Taken back: it waits again."))
    return redirect(url_for("inbox.show", message_id=message_id))


def _view(message_id: str, wanted: str) -> reads.MessageView:
    """The message with its candidates, for those who may match it."""
    view = reads.message_view(actor(), message_id)
    if view.line.state != "waiting":
        return view
    return reads.message_view(actor(), message_id, candidates_for(actor(), message_id), wanted)


def _waiting(message_id: str) -> reads.MessageView:
    view = reads.message_view(actor(), message_id)
    _refuse_decided(view)
    return view


def _refuse_decided(view: reads.MessageView) -> None:
    if view.line.state != "waiting":
        raise NotHere("message")


def _onward(view: reads.MessageView, said: str) -> ResponseReturnValue:
    """On to the next message that waits; from there the step just done can be taken back."""
    flash(said)
    return redirect(_next(view, last=view.line.id))


def _next(view: reads.MessageView, last: str | None = None) -> str:
    """The address of the next message that waits, or of the empty mailbox."""
    if view.onward:
        return url_for("inbox.show", message_id=view.onward, last=last)
    return url_for("inbox.index")


def _last() -> str:
    """The message that was decided before this one."""
    last = request.args.get("last", "")
    return last if len(last) == 32 and last.isalnum() else ""


def _first(view: reads.MessageView, about: RequestView) -> dict[str, object]:
    """What the form begins with: a machine's mail is a note, and anything else as its reading suggests."""
    kind = view.line.kind
    usual = USUAL.get(MailKind(kind), "") if kind else ""
    return {
        "kind": NOTE if kind in BY_MACHINES - {MailKind.BOUNCE} else usual,
        "at": _local(view),
        "zone": actor().zone,
    }


def _local(view: reads.MessageView) -> str:
    """When it was written, as far as that can be believed, at the reader's place."""
    sent = view.mail.sent_at if view.mail else None
    written = min(sent or view.line.stored_at, view.line.stored_at)
    return written.astimezone(ZoneInfo(actor().zone)).strftime("%Y-%m-%dT%H:%M")


def _kinds(view: reads.MessageView) -> tuple[str, ...]:
    return (NOTE, BOUNCED, *KINDS) if view.line.kind in (MailKind.BOUNCE, MailKind.UNREADABLE) else (NOTE, *KINDS)


def _part(sheet: Sheet, request_id: str) -> Part:
    kind = sheet.one_of(f"kind-{request_id}", (NOTE, *PLAIN))
    if kind == NOTE:
        return Part(request_id=request_id)
    if kind == "promised":
        sheet.needed(f"promised-{request_id}")
    answer = ReplyInput(
        kind=kind,
        at=sheet.instant("at"),
        zone=sheet.zone(),
        reference=sheet.text(f"reference-{request_id}"),
        promised_on=sheet.day(f"promised-{request_id}"),
    )
    return Part(request_id=request_id, answer=answer)
