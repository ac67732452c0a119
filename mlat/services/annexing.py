"""What travels with a request: numbered annexes, and the sealed one that alone names a child."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mlat.documents import pdf, press
from mlat.documents.copies import SEALED
from mlat.documents.forms import form, forms
from mlat.documents.locked import lock, new_passphrase
from mlat.documents.uploaded import LARGEST, Upload, examine_upload
from mlat.domain.clock_parts import ORDER_ENDS
from mlat.domain.filling import YES
from mlat.domain.forms import Form
from mlat.domain.permissions import Act, Actor
from mlat.domain.preflight.annexes import ORDER, WANTED
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.domain.set_days import on_day
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Annex, Case, Event, Office, RemovedAnnex, Request, new_id, transaction
from mlat.services import journal
from mlat.services.access import NotHere, find_request
from mlat.services.caseclocks import turn_case
from mlat.services.recording import build
from mlat.services.vault import key_of

SAYS_SO = "sealed_annex"
"""The field in which a letter speaks of its sealed annex."""
ORDERS = ORDER | {"Non-disclosure order"}
"""Kinds of annex that name a court and a day."""
APART = "sealed_annex"
"""Purpose of the key under which sealed annexes are kept."""


@dataclass(frozen=True, kw_only=True)
class AnnexInput:
    """Something to travel with a request. `kind` is a msgid; pictures are refused.

    An order of a court names its `issuer` (court and number) and its day, and its last one where it ends.
    """

    kind: str
    name: str
    data: bytes
    language: str
    audience: str = "authority"
    sealed: bool = False
    translation_of: int = 0
    """Number of the annex that it translates."""
    issuer: str = ""
    issued_on: date | None = None
    ends_on: date | None = None


def add_annex(actor: Actor, now: datetime, request_id: str, given: AnnexInput) -> str:
    """Add a numbered annex to a draft; returns its id. A sealed one is locked and encrypted apart.

    The end of an order becomes a clock of the case. Raises `Problem` for a picture, a file that carries others
    inside, an order without court and day, and a translation of what is not there.
    """
    seen = examine_upload(Upload(given.name, given.data), LARGEST)
    if seen.holds_files:
        raise Problem("upload.files", "file", "carries other files inside.", "Print it as a new PDF, and add that.")
    _check_order(given)
    with transaction() as session:
        row = _draft(session, actor, request_id, Act.DRAFT)
        _check_translation(session, row, given)
        if given.sealed and (row.recipient_kind == "provider" or given.audience == "provider"):
            raise Problem("audience", "audience", "of a sealed annex is never a company.", "Choose the authority.")
        return _add(session, now, actor, row, given, seen.pages, only_picture=seen.only_picture)


def add_sealed_identity(actor: Actor, now: datetime, request_id: str) -> str:
    """Make the sealed annex that names the victims, for an authority; returns its id."""
    with transaction() as session:
        row = _draft(session, actor, request_id, Act.SEE_NAMES)
        if row.recipient_kind == "provider":
            says = "with a child's identity never goes to a company."
            raise Problem("audience", "annex", says, "Send it to the authority only.")
        record = _identity(session, row, now)
    data = press.write(record)
    given = AnnexInput(
        kind="Identity of the victims (sealed)", name="sealed.pdf", data=data, language=record.language, sealed=True
    )
    with transaction() as session:
        return _add(session, now, actor, _draft(session, actor, request_id, Act.SEE_NAMES), given, pdf.pages(data))


def add_required_forms(actor: Actor, now: datetime, request_id: str) -> list[str]:
    """Make the annexes that the instrument requires and that are forms of ours, for others to complete; their ids.

    What is already among the annexes is not made again; a paper that takes no annex gets none.
    """
    with transaction() as session:
        if not form(find_request(session, actor, request_id, Act.DRAFT).form).takes_annexes:
            return []
        row = _draft(session, actor, request_id, Act.DRAFT)
        wanted = forms_wanted(row.route.get("requires_annexes", ()), _kinds(session, row))
        records = [_blank(build(session, row, now, None), shape) for shape in wanted]
    if not records:
        return []
    made = [(record, press.write(record)) for record in records]
    with transaction() as session:
        row = _draft(session, actor, request_id, Act.DRAFT)
        return [
            _add(session, now, actor, row, _form_annex(record, data), pdf.pages(data))
            for record, data in made
            if forms_wanted((form(record.form).annex_of,), _kinds(session, row))
        ]


def forms_wanted(codes: Iterable[str], there: Iterable[str]) -> list[Form]:
    """The forms of ours that are annexes required by these codes and are not among the kinds of annex `there`."""
    by_code = {each.annex_of: each for each in forms().values() if each.annex_of}
    kinds = frozenset(there)
    return [by_code[code] for code in codes if code in by_code and not kinds & WANTED[code].kinds]


def passphrase(actor: Actor, now: datetime, annex_id: str) -> str:
    """What opens a sealed annex, to be told by another way than the annex itself; each look is an event."""
    with transaction() as session:
        annex = session.get(Annex, annex_id)
        if annex is None:
            raise NotHere("annex")
        row = find_request(session, actor, annex.request_id, Act.SEE_NAMES)
        journal.write(
            session, now, actor, "passphrase_seen",
            office_id=row.office_id, case_id=row.case_id, request_id=row.id, data={"annex": annex.id},
        )  # fmt: skip
        return key_of(session, row.case_id).text(annex.passphrase_sealed, f"annexes:{annex.id}:passphrase")


def annex_file(actor: Actor, annex_id: str) -> tuple[bytes, str]:
    """An annex as it travels, and a file name that tells nothing; a sealed one is opened nowhere here."""
    with transaction() as session:
        annex = session.get(Annex, annex_id)
        if annex is None:
            raise NotHere("annex")
        row = find_request(session, actor, annex.request_id)
        if annex.sealed or row.office_id != actor.office_id:
            raise NotHere("annex")
        return annex_bytes(key_of(session, row.case_id), annex), f"annex-{annex.number}.pdf"


def annex_bytes(key: CaseKey, annex: Annex) -> bytes:
    """The exact bytes of an annex as it travels."""
    return house().blobs.get(key.apart(APART) if annex.sealed else key, annex.blob)


def annexes_for(session: Session, row: Request) -> list[Annex]:
    """The annexes that may go to the recipient of a request, in their order."""
    rows = session.scalars(select(Annex).where(Annex.request_id == row.id).order_by(Annex.number))
    allowed = ("provider",) if row.recipient_kind == "provider" else ("provider", "authority")
    return [annex for annex in rows if annex.audience in allowed]


def numbered(session: Session, row: Request, number: int) -> Annex | None:
    """The annex of a request with this number."""
    return session.scalar(select(Annex).where(Annex.request_id == row.id, Annex.number == number))


def note_change(
    session: Session, now: datetime, actor: Actor, row: Request, annex: Annex, kind: str, **more: object
) -> Event:
    """Note that an annex came or went; the letter speaks of a sealed one only while there is one."""
    session.flush()
    if annex.sealed:
        _say_sealed(session, row, key_of(session, row.case_id))
    row.version += 1
    return journal.write(
        session, now, actor, kind, office_id=row.office_id, case_id=row.case_id, request_id=row.id,
        data={"annex": annex.id, "sha256": annex.sha256, "sealed": annex.sealed} | more,
    )  # fmt: skip


def watch_order(session: Session, now: datetime, actor: Actor, row: Request, annex: Annex) -> None:
    """The end of an order is a date of the case, until somebody has dealt with it."""
    if annex.ends_on is None:
        return
    case, zone = session.get_one(Case, row.case_id), session.get_one(Office, row.office_id).zone
    if annex.ends_on >= now.astimezone(ZoneInfo(zone)).date():
        opening = on_day(ORDER_ENDS, annex.id, annex.ends_on, now, zone)
        turn_case(session, now, actor, case, "order_annexed", [opening], data={"annex": annex.id, "request": row.id})


def _check_order(given: AnnexInput) -> None:
    if given.kind not in ORDERS:
        if given.issuer or given.issued_on or given.ends_on:
            says = "is no order of a court: it has no court, day and end."
            raise Problem("kind", "kind", says, "Choose the order, or leave these empty.")
        return
    if not given.issuer.strip() or given.issued_on is None:
        says, remedy = "and day of the order are needed.", "Name the court with the number, and the day."
        raise Problem("order", "issuer" if not given.issuer.strip() else "issued_on", says, remedy)
    if given.ends_on and given.ends_on < given.issued_on:
        raise Problem("range", "ends_on", "comes before the day of the order.", "Give the last day of the order.")


def _check_translation(session: Session, row: Request, given: AnnexInput) -> None:
    if not given.translation_of:
        return
    source = numbered(session, row, given.translation_of)
    if source is None:
        raise Problem("unknown", "translation_of", "is no annex of this request.", "Choose one of the list.")
    if source.language == given.language:
        says = "is the language of that annex itself."
        raise Problem("language", "language", says, "Choose the language of the translation.")


def _draft(session: Session, actor: Actor, request_id: str, act: Act) -> Request:
    row = find_request(session, actor, request_id, act)
    if row.state != "draft":
        raise Problem("state", "annex", "can only be added to a draft.", "Take the approval back first.")
    if not form(row.form).takes_annexes:
        says = "does not go with this paper: it carries codes and references only."
        raise Problem("no_annexes", "annex", says, "Send what must go along by a request of its own.")
    return row


def _kinds(session: Session, row: Request) -> list[str]:
    return list(session.scalars(select(Annex.kind).where(Annex.request_id == row.id)))


def _blank(record: Record, shape: Form) -> Record:
    """A form that somebody else will complete: it is whole as it stands, and nobody of ours signs it."""
    marks = tuple(each for each in record.marks if each != "draft")
    return replace(
        record, form=shape.id, title=shape.title, measure=shape.measures[0], marks=marks, annexes=(), signatories=(),
        legs=(), article=record.clauses.get(shape.annex_of, record.article), beside=None,
    )  # fmt: skip


def _form_annex(record: Record, data: bytes) -> AnnexInput:
    kind = WANTED[form(record.form).annex_of].label
    return AnnexInput(kind=kind, name=f"{record.form}.pdf", data=data, language=record.language)


def _identity(session: Session, row: Request, now: datetime) -> Record:
    """As it stands: what goes out locked can never be made again without its mark of a draft."""
    built = build(session, row, now, "authority")
    marks = tuple(each for each in built.marks if each != "draft")
    return replace(built, form=SEALED, title=form(SEALED).title, marks=marks, beside=None)


def _add(
    session: Session,
    now: datetime,
    actor: Actor,
    row: Request,
    given: AnnexInput,
    pages: int,
    *,
    only_picture: bool = False,
) -> str:
    key = key_of(session, row.case_id)
    words = new_passphrase() if given.sealed else ""
    data = lock(given.data, words) if given.sealed else given.data
    annex = Annex(
        id=new_id(), case_id=row.case_id, request_id=row.id, kind=given.kind, pages=pages, size=len(data),
        number=_next_number(session, row),
        sha256=hashlib.sha256(data).hexdigest(), language=given.language, audience=given.audience, sealed=given.sealed,
        blob=house().blobs.put(key.apart(APART) if given.sealed else key, data), name_sealed=b"",
        translation_of=given.translation_of or None, issued_on=given.issued_on, ends_on=given.ends_on,
        only_picture=only_picture,
    )  # fmt: skip
    issuer = given.issuer.strip()
    annex.issuer_sealed = key.seal(issuer, f"annexes:{annex.id}:issuer") if issuer else None
    annex.name_sealed = key.seal(given.name, f"annexes:{annex.id}:name")
    annex.passphrase_sealed = key.seal(words, f"annexes:{annex.id}:passphrase") if words else None
    session.add(annex)
    note_change(session, now, actor, row, annex, "annex_added")
    watch_order(session, now, actor, row, annex)
    return annex.id


def _next_number(session: Session, row: Request) -> int:
    """After every number that an annex of the request has or had."""
    last = [
        session.scalar(select(func.max(each.number)).where(each.request_id == row.id)) for each in (Annex, RemovedAnnex)
    ]
    return max(number or 0 for number in last) + 1


def _say_sealed(session: Session, row: Request, key: CaseKey) -> None:
    """The letter says that a sealed annex goes with it while one does, and no longer."""
    if all(field.id != SAYS_SO for field in form(row.form).fields()):
        return
    place = f"requests:{row.id}:draft"
    draft = json.loads(key.text(row.draft_sealed, place) or "{}")
    draft.pop(SAYS_SO, None)
    if session.scalar(select(Annex.id).where(Annex.request_id == row.id, Annex.sealed).limit(1)):
        draft[SAYS_SO] = YES
    row.draft_sealed = key.seal(json.dumps(draft, ensure_ascii=False), place)
