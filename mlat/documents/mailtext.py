"""The few lines of a mail that carries papers: a reference, what is attached, whom to answer. Never facts."""

from __future__ import annotations

from collections.abc import Sequence

from mlat.documents.wording import Wording
from mlat.domain.messages import N_
from mlat.i18n import locale, texts


def covering_mail(language: str, number: str, office: str, papers: Sequence[str], annexes: int) -> tuple[str, str]:
    """(subject, text) in `language`: the number and the office, nothing that tells what the case is about."""
    wording = Wording(locale(language), texts(language, "legal"))
    lines = [
        wording.say(N_("To the competent officer,")),
        "",
        wording.say(N_("Please find attached our papers: %(papers)s."), papers=", ".join(papers)),
    ]
    if annexes:
        lines.append(wording.say(N_("Number of annexes: %(count)s."), count=annexes))
    lines += [
        wording.say(
            N_("Please quote our reference %(number)s in your answer and keep this message confidential."),
            number=number,
        ),
        "",
        office,
        "",
    ]
    return wording.say(N_("Our reference %(number)s"), number=number), "\n".join(lines)
