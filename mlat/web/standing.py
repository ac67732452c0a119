"""Where a request stands, in one sentence."""

from __future__ import annotations

from flask_babel import gettext as _

from mlat.reads.requests import RequestView
from mlat.web.dates import due, in_days
from mlat.web.words import said


def sentence(view: RequestView) -> str:
    """What holds now, by whom something is owed, and until when."""
    line = view.line
    running = [clock for clock in view.clocks if clock.ended_at is None]
    owed = next((clock for clock in running if clock.party == "them" and clock.legal_due), None)
    hold = next((clock for clock in running if clock.kind == "hold" and clock.confirmed and clock.safe_due), None)
    if line.ball == "we_owe":
        return str(_("%(step)s: the next step is ours.", step=said(line.state, "owed")))
    if line.state == "held" and hold:
        return str(
            _(
                "%(recipient)s holds the data until %(day)s, %(days)s.",
                recipient=line.recipient,
                day=due(hold.safe_due).striptags(),
                days=in_days(hold.safe_due),
            )
        )
    if line.ball == "promised" and owed:
        return str(
            _(
                "%(recipient)s promised an answer for %(day)s, %(days)s.",
                recipient=line.recipient,
                day=due(owed.legal_due).striptags(),
                days=in_days(owed.legal_due),
            )
        )
    if line.ball == "they_owe":
        since = next(
            (
                one.at
                for one in view.timeline
                if one.kind in ("sent", "taken_over", "acknowledged", "partly_answered", "received", "more_given")
            ),
            None,
        )
        words = in_days(since) if since else ""
        if owed:
            return str(
                _(
                    "%(recipient)s owes an answer by %(day)s, %(days)s. Last heard or sent: %(since)s.",
                    recipient=line.recipient,
                    day=due(owed.legal_due).striptags(),
                    days=in_days(owed.legal_due),
                    since=words,
                )
            )
        return str(
            _(
                "%(recipient)s owes an answer; no law gives a date. Last heard or sent: %(since)s.",
                recipient=line.recipient,
                since=words,
            )
        )
    return str(_("%(state)s. Nothing is owed.", state=said(line.state, "state")))
