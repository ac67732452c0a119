"""The plain lines that say what a paper is not, and the neutral words for outside; in both catalogs."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.domain.messages import N_

MARKS: Mapping[str, str] = {
    "training": N_("TRAINING: not a real paper"),
    "draft": N_("DRAFT: not approved and not sent"),
    "official_form": N_("Draft for the official form"),
    "unverified_route": N_("This way of sending has not been confirmed by the office"),
    "translation_not_certified": N_("Translation not yet certified"),
}
IN_FRAME = ("training", "draft", "official_form")
"""These also stand in a frame at the head of the page."""
FAMILY_SUBJECT = N_("A letter for you")
"""What an envelope or a subject line may say to a family: nothing."""
