"""A live site in a thread, a browser, and somebody who has logged in."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from mlat import create_app
from mlat.domain.casefile import (
    CaseInput,
    Choice,
    ContactInput,
    FileInput,
    IdentifierInput,
    OffenceInput,
    OpenRequest,
    PersonInput,
    ReplyInput,
    TextInput,
)
from mlat.domain.orders import OrderInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.playbook import OfficeGiven
from mlat.keys import Keyring
from mlat.model import Clock, EvidenceItem, Identifier, Paper, Person, Request, User, transaction
from mlat.services import (
    admin,
    annexing,
    batching,
    clocking,
    drafting,
    inbox,
    intake,
    issuing,
    operations,
    orders,
    referring,
    takeover,
    tracking,
    translating,
)
from mlat.settings import Settings
from mlat.worker.operations import refer_planted
from tests.conftest import OfficeThere
from tests.services import lives

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
WORD = "una-palabra-larga"


@dataclass(frozen=True)
class Law:
    """Ids of what the law engine's own pages show, in a case of its own."""

    case: str
    person: str
    account: str
    order: str
    birthday: str
    running: str
    """Path of a running clock."""
    resting: str
    """Path of one that is paused."""


@dataclass(frozen=True)
class Written:
    """Ids of what the pages about papers show."""

    lacking: str
    """A draft in two languages, one of which is not written."""
    urgent: str
    """An emergency request that waits for its second person."""
    batch: str
    """A batch in which one failed and others wait."""
    paper: str


class Live:
    """Where the site listens, and the paths of what is in it."""

    def __init__(
        self, address: str, case: str, draft: str, sent: str, letter: str, text: str, issued: Request, law: Law,
        mail: str, returned: tuple[str, ...], written: Written,
    ) -> None:  # fmt: skip
        self.address, self.case, self.draft, self.sent, self.letter, self.text = (
            address,
            case,
            draft,
            sent,
            letter,
            text,
        )
        self.issued, self.proof = issued.id, issued.proof_code
        self.law, self.mail = law, mail
        self.answered, *self.items = returned
        self.written = written


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Live]:
    """One office with a case, a draft, a sent request and a letter; also in Arabic, which is mirrored."""
    home = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, home / "mlat.sqlite")
    settings = Settings(home=home, secret_key="s" * 40)
    Keyring.create(settings.keys)
    app = create_app(settings)
    app.config["LANGUAGES"] = ("es", "en", "ar")
    app.extensions["limiter"].pop().enabled = False
    with app.app_context():
        made = _fill()
        mail = _mail(made[5].number)
        returned = _returned(made[0])
        written = _written(made[0], made[5])
        from mlat.model import db

        db.session.remove()
        db.engine.dispose()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Live(f"http://127.0.0.1:{server.server_port}", *made, mail, returned, written)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def _mail(number: str | None) -> str:
    """A mail that waits in the mailbox; its id."""
    head = f"From: Legal <legal@a-company-with-a-long-name.example>\r\nSubject: Re: {number}\r\n"
    raw = f"{head}\r\nhttps://x.example/{'y' * 90}"
    message_id = inbox.store(NOW, raw.encode(), "file")
    inbox.read_stored(NOW, message_id)
    return message_id


def _returned(case: str) -> tuple[str, ...]:
    """A request answered in part, and with a link; its id, and those of an archive and a text that came with it."""
    with transaction() as session:
        user = session.scalars(select(User).where(User.email == "todo@uno.example")).one()
        actor = Actor(user.office_id, user.id, frozenset(Role), "en", "America/Argentina/Buenos_Aires")
    old = OpenRequest(
        code="R7", measure="subscriber_disclosure", recipient="roblox", instrument="us.sca.2703c2.subscriber",
        sent_at=NOW, zone="UTC", channel="portal", identifiers=("A1",), data=("subscriber", "login"),
    )  # fmt: skip
    request_id = takeover.take_over(actor, NOW, case, old)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a-folder/with-a-very-long-name-that-must-break-somewhere/photograph-0001.jpg", b"x")
    files = (
        FileInput(name="export-of-everything.zip", declared="application/zip", data=packed.getvalue()),
        FileInput(name="carta.txt", declared="text/plain", data=b"No hay registros."),
    )
    link = ReplyInput(kind="link_given", at=NOW, zone="UTC", link=f"https://x.example/{'y' * 90}")
    tracking.record_reply(actor, NOW, request_id, link)
    answer = ReplyInput(
        kind="partly_answered", at=NOW, zone="UTC", came=(("A1", "login"),), missing=(("A1", "subscriber"),),
        spans={("A1", "login"): (date(2026, 2, 1), date(2026, 2, 2))}, files=files,
    )  # fmt: skip
    tracking.record_reply(actor, NOW, request_id, answer)
    with transaction() as session:
        kinds = select(EvidenceItem.id).where(EvidenceItem.request_id == request_id).order_by(EvidenceItem.kind)
        return request_id, *session.scalars(kinds)


def _written(case: str, issued: Request) -> Written:
    """What the pages about papers need, and an operation under way in the same case."""
    with transaction() as session:
        user = session.scalars(select(User).where(User.email == "todo@uno.example")).one()
        actor = Actor(user.office_id, user.id, frozenset(Role), "en", "America/Argentina/Buenos_Aires")
        paper = session.scalars(select(Paper.id).where(Paper.request_id == issued.id)).first()
    assert paper
    wish = Choice(measure="mla_evidence", requested="MX", identifiers=("A1",), data=("subscriber",))
    lacking = drafting.draft(actor, NOW, case, replace(wish, code="TWO"))
    both = {"measures_sought": "Obtener los datos de la cuenta.", "second_language": "fr", "second_layout": "columns"}
    drafting.save(actor, NOW, lacking, 1, both)
    wish = Choice(measure="emergency_disclosure", platform="roblox", identifiers=("A1",), data=("subscriber",))
    urgent = drafting.draft(actor, NOW, case, replace(wish, code="URGENT"))
    wish = Choice(measure="preservation", platform="roblox", identifiers=("A1",), data=("subscriber",))
    many = [drafting.draft(actor, NOW, case, replace(wish, code=f"MANY{number}")) for number in range(3)]
    there = OfficeThere(actor.office_id, {Role.PROSECUTOR: actor, Role.LIAISON: actor})
    for each in (urgent, *many):
        lives.approve(there, NOW, each)
    batch = batching.plant(actor, NOW, (urgent, many[0]))
    for _ in range(2):
        taken = batching.take(NOW)
        assert taken
        batching.work(NOW, taken)
    batching.stop(actor, NOW, batch)
    wish = operations.Wish("OP1")
    lines = "suspect,country,identifier,platform\nX1,CL,uno.uno,roblox\nX2,DE,dos.dos,roblox\nX3,AR,tres,\n"
    referring.plant_suspects(actor, NOW, case, wish, lines)
    refer_planted(threading.Event(), lambda: NOW)
    referring.plant_packages(actor, NOW, case, wish)
    return Written(lacking, urgent, batch, paper)


def _fill() -> tuple[str, str, str, str, str, Request, Law]:
    office = admin.create_office(
        NOW,
        OfficeGiven(
            code="UNO",
            name="Fiscalía Especializada de Ejemplo",
            country="AR",
            zone="America/Argentina/Buenos_Aires",
            language="es",
            place="Buenos Aires",
            email="mesa@uno.example",
            phone="+54 11 0000 0000",
            signing="office_key",
        ),
        training=True,
    )
    roles = tuple(Role)
    user = admin.add_user(NOW, office, "todo@uno.example", "Persona de Ejemplo", roles, WORD, language="en")
    actor = Actor(office, user, frozenset(roles), "en", "America/Argentina/Buenos_Aires")
    case = intake.open_case(
        actor,
        NOW,
        CaseInput(
            reference="CFP 77/2026",
            training=True,
            offences=(OffenceInput(code="O1", article="art. 131", law="Código Penal", title="Contacto con menor"),),
            persons=(
                PersonInput(code="V1", role="victim", born=date(2014, 5, 6)),
                PersonInput(code="C1", role="contact"),
            ),
            identifiers=(
                IdentifierInput(
                    code="A1",
                    kind="username",
                    given="una.cuenta.muy.larga.que.no.existe",
                    platform="roblox",
                    user_in="MX",
                    synthetic=True,
                ),
            ),
            texts=(TextInput(language="es", text="Hechos en orden."),),
            contacts=(ContactInput(person="C1", language="pt", wants_letters=True),),
        ),
    )
    second = admin.add_user(NOW, office, "enlace@uno.example", "Segunda Persona", (Role.LIAISON,), WORD, language="en")
    liaison = Actor(office, second, frozenset({Role.LIAISON}), "en", "America/Argentina/Buenos_Aires")
    there = OfficeThere(office, {Role.PROSECUTOR: actor, Role.LIAISON: liaison})
    draft = drafting.draft(
        actor, NOW, case, Choice(measure="preservation", platform="roblox", identifiers=("A1",), data=("subscriber",))
    )
    sent = takeover.take_over(
        actor,
        NOW,
        case,
        OpenRequest(
            code="R9",
            measure="preservation",
            recipient="roblox",
            instrument="us.sca.2703f.preservation",
            sent_at=NOW,
            zone="UTC",
            channel="portal",
            identifiers=("A1",),
            data=("subscriber", "login"),
            confirmed_at=NOW,
            reference="RBX-1",
        ),
    )
    lives.reachable(there, NOW, draft)
    text = translating.assign_text(actor, NOW, case, "facts", "pt", "es", user)
    return case, draft, sent, lives.letters(case)[0].id, text, _issued(there, case), _of_the_law(there)


TWIN = IdentifierInput(code="A1", kind="username", given="cuenta.en.dos.causas", platform="tiktok", synthetic=True)


def _of_the_law(office: OfficeThere) -> Law:
    """A case with an order, a birthday ahead, a clock that runs and one that rests, and an account known elsewhere.

    Nobody said where the account's user is, so the choice of a route asks for it.
    """
    actor, zone = office.prosecutor, "America/Argentina/Buenos_Aires"
    intake.open_case(actor, NOW, CaseInput(reference="CFP 79/2026", training=True, identifiers=(TWIN,)))
    offence = OffenceInput(
        code="O1", article="art. 128", law="Código Penal", title="Distribución", years=6, kind="abuse_material"
    )
    victim = PersonInput(code="V1", role="victim", born=date(2009, 5, 6))
    case = intake.open_case(
        actor,
        NOW,
        CaseInput(reference="CFP 78/2026", training=True, offences=(offence,), persons=(victim,), identifiers=(TWIN,)),
    )
    asked = [_asked(actor, case, code) for code in ("R1", "R2")]
    given = OrderInput(kind="file_secrecy", ordered_at=NOW, zone=zone, rule="ar_secrecy_234", period="P10D")
    order = orders.record_order(actor, NOW, case, given)
    with transaction() as session:
        rows = session.scalars(select(Clock).where(Clock.case_id == case, Clock.ended_at.is_(None))).all()
        ours = {row.request_id: row.id for row in rows if row.kind == "our_answer"}
        birthday = next(row.id for row in rows if row.kind == "majority")
        person = session.scalars(select(Person.id).where(Person.case_id == case)).one()
        account = session.scalars(select(Identifier.id).where(Identifier.case_id == case)).one()
    resting = clocking.pause_clock(actor, NOW, ours[asked[1]], "The court must allow it.", NOW)
    clocks = [
        f"/requests/{request}/clocks/{clock}" for request, clock in zip(asked, (ours[asked[0]], resting), strict=True)
    ]
    return Law(case, person, account, order, birthday, *clocks)


def _asked(actor: Actor, case: str, code: str) -> str:
    """A hold whose recipient asked a question: our answer is due."""
    old = OpenRequest(
        code=code, measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation", sent_at=NOW,
        zone="UTC", channel="portal", identifiers=("A1",), data=("subscriber",), confirmed_at=NOW,
    )  # fmt: skip
    request_id = takeover.take_over(actor, NOW, case, old)
    tracking.record_reply(actor, NOW, request_id, ReplyInput(kind="more_asked", at=NOW, zone="UTC"))
    return request_id


def _issued(office: OfficeThere, case: str) -> Request:
    """A request with a frozen paper and a sealed annex, ready to be sent."""
    actor = office.prosecutor
    request_id = drafting.draft(
        actor,
        NOW,
        case,
        Choice(
            measure="mla_evidence",
            requested="MX",
            identifiers=("A1",),
            data=("subscriber",),
            fields={
                "measures_sought": "Obtener los datos de la cuenta.",
                "link_account_offence": "La cuenta escribió a la víctima.",
            },
        ),
    )
    annexing.add_sealed_identity(actor, NOW, request_id)
    lives.approve(office, NOW, request_id)
    issuing.issue(actor, NOW, request_id)
    with transaction() as session:
        return session.get_one(Request, request_id)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """A window of somebody who holds every role and has logged in."""
    context = browser.new_context(base_url=live.address, viewport={"width": 1280, "height": 900}, locale="en-GB")
    window = context.new_page()
    window.goto("/login")
    window.fill("#email", "todo@uno.example")
    window.fill("#password", WORD)
    window.click("main button")
    yield window
    context.close()
