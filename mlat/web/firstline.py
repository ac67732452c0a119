"""The first line of a desk: the answer to the question with which its reader comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from mlat.reads.duties import Duty
from mlat.reads.seconds import Second
from mlat.web.dates import due, in_days
from mlat.web.door import Reader


@dataclass(frozen=True)
class Waiting:
    """How much waits, by its kind."""

    us: int = 0
    them: int = 0
    arrived: int = 0
    letters: int = 0
    texts: int = 0
    unconfirmed: int = 0
    returned: int = 0
    bare: int = 0
    """Accounts whose data can vanish any day."""


def first_line(who: Reader, seconds: Sequence[Second], duties: Sequence[Duty], waiting: Waiting) -> str:
    """What must leave today, who owes whom, or what is to be read: what is most pressing for this reader, first."""
    said = []
    if seconds:
        said.append(
            ngettext(
                "%(num)d emergency request waits for a second person: you can be it.",
                "%(num)d emergency requests wait for a second person: you can be it.",
                len(seconds),
            )
        )
    if who.may("see_case"):
        said.append(_duties(duties, waiting.bare if who.is_a("prosecutor") else 0))
    if who.is_a("liaison"):
        line = _("We owe %(us)s, they owe %(them)s; %(new)s came in since yesterday.")
        said.append(line % {"us": waiting.us, "them": waiting.them, "new": waiting.arrived})
    elif who.is_a("family_officer"):
        words = ngettext("%(num)d letter waits.", "%(num)d letters wait.", waiting.letters)
        said.append(words if waiting.letters else _("No letter waits."))
    if who.is_a("translator"):
        words = ngettext("%(num)d text is yours to translate.", "%(num)d texts are yours to translate.", waiting.texts)
        said.append(words if waiting.texts else _("No text waits for you."))
    if who.may("keep_evidence"):
        words = ngettext(
            "%(num)d returned file or link waits for you.",
            "%(num)d returned files or links wait for you.",
            waiting.returned,
        )
        said.append(words if waiting.returned else _("No returned file waits for you."))
    return " ".join(map(str, said)) or str(_("Nothing waits for you.") if not waiting.unconfirmed else "")


def _duties(duties: Sequence[Duty], bare: int) -> str:
    today = sum(one.left is not None and one.left <= 0 for one in duties)
    if today:
        return str(ngettext("%(num)d thing must leave today.", "%(num)d things must leave today.", today))
    if bare:
        words = ngettext(
            "Nothing is due today, but the data of %(num)d account can vanish any day.",
            "Nothing is due today, but the data of %(num)d accounts can vanish any day.",
            bare,
        )
        return str(words)
    dated = [one for one in duties if one.left is not None]
    if not dated:
        return str(_("Nothing must leave today."))
    first = min(dated, key=lambda one: one.left or 0)
    line = _("Nothing must leave today. The next is due on %(day)s, %(days)s.")
    return str(line % {"day": due(first.due).striptags(), "days": in_days(first.due)})
