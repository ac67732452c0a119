"""What was approved, kept as hashes: of the whole record, and of each of its parts under the case's own key."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from mlat.documents.forms import form
from mlat.documents.recordfile import dump
from mlat.domain.messages import N_, Labels
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.keys import CaseKey

AT_ISSUE = frozenset({"number", "proof_code", "verify_url", "page_url", "on"})
"""What is given only when the paper is issued."""
PARTS = "approved_parts"
"""Where a request's route keeps the hashes of the parts."""
HEAD = {
    "annexes": N_("Annexes"),
    "beside": N_("Second language"),
    "contact": N_("Contact"),
    "recipient": N_("Recipient"),
    "sender": N_("Authority"),
    "signatories": N_("Signatories"),
}
"""What a reader calls the parts that are no field of the form."""
SHORT = 16


def digest(record: Record) -> str:
    """SHA-256 of the record as it will be issued, without what is given only then."""
    return hashlib.sha256(_text(_plain(record)).encode()).hexdigest()


def parts(record: Record, key: CaseKey) -> dict[str, str]:
    """A keyed hash of each part: it tells what changed, and nothing any more once the case's key is gone."""
    plain = _plain(record)
    named = {**{name: value for name, value in plain.items() if name != "fields"}, **plain["fields"]}
    secret = key.apart(PARTS).secret
    return {
        name: hmac.new(secret, f"{name}:{_text(value)}".encode(), hashlib.sha256).hexdigest()[:SHORT]
        for name, value in named.items()
    }


def refuse_changed(record: Record, key: CaseKey, approved: str | None, before: dict[str, str]) -> None:
    """Raise `Problem` where the record is not the one that was approved, naming what changed."""
    if approved == digest(record):
        return
    changed = _changed(record, key, before)
    remedy = N_("Take the approval back, read it again and approve anew.")
    if not before or not changed:
        raise Problem("approval.drift", "request", N_("was changed since it was approved."), remedy)
    says = N_("was changed since it was approved: %(labels)s.")
    raise Problem("approval.drift", "request", says, remedy, labels=_labels(record, changed), parts=changed)


def changed_since(record: Record, key: CaseKey, before: dict[str, str]) -> Labels:
    """What changed since an approval that was taken back, in the reader's words; who signs follows from the next."""
    changed = _changed(record, key, before) if before else []
    return _labels(record, [name for name in changed if name != "signatories"])


def _changed(record: Record, key: CaseKey, before: dict[str, str]) -> list[str]:
    after = parts(record, key)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _plain(record: Record) -> dict[str, Any]:
    plain = {name: value for name, value in dump(record).items() if name not in AT_ISSUE}
    return plain | {"marks": [mark for mark in plain["marks"] if mark != "draft"]}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _labels(record: Record, changed: list[str]) -> Labels:
    fields = {each.id: each.label for each in form(record.form).fields()}
    return Labels(fields.get(name) or HEAD.get(name) or name.replace("_", " ") for name in changed)
