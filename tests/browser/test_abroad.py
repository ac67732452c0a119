"""The page of a recipient abroad in a real browser: three languages, a telephone, the keyboard, no scripts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from mlat import create_app
from mlat.domain.answering import CHOICES, Entry
from mlat.domain.casefile import Choice
from mlat.domain.permissions import Actor, Role
from mlat.keys import Keyring
from mlat.reads import answering
from mlat.services import inviting, proposing
from mlat.settings import Settings
from tests.conftest import PASSWORD, OfficeThere, an_office
from tests.services import lives
from tests.services.conftest import a_pdf

from .test_pages import AXE, speak

pytestmark = pytest.mark.matrix
LANGUAGES = ["en", "es", "ar"]


@dataclass(frozen=True)
class Answering:
    """Where the site listens, and the path of one page by language."""

    address: str
    paths: dict[str, str]
    officer: tuple[str, str]
    """Mail address and password of one who decides."""
    decided: tuple[str, ...]
    """The pages on which the office sees the link and decides on what was entered."""

    def all_of(self, language: str) -> list[str]:
        """Every page of one link, and that of a link that opens nothing."""
        path = self.paths[language]
        ends = ["", *(f"/{each}" for each in CHOICES), "/code", "/code?sent=yes", "/officer", "/confirmed"]
        return [*(path + end for end in ends), "/answer/2222-3333"]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Answering]:
    """A site with one request in each language."""
    home = tmp_path_factory.mktemp("abroad")
    shutil.copy(sqlite_template, home / "mlat.sqlite")
    settings = Settings(home=home, secret_key="s" * 40)
    Keyring.create(settings.keys)
    app = create_app(settings)
    app.config["LANGUAGES"] = ("es", "en", "ar")
    app.extensions["limiter"].pop().enabled = False
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        blank = a_pdf()
        patch.setattr("mlat.documents.press.write", lambda _record: blank)
        patch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
        at = datetime.now(UTC)
        office = an_office(at, "ONE")
        inviting.set_page(office.actors[Role.ADMINISTRATOR], at, 365)
        case = lives.a_case(office, at)
        paths = {language: _path(office, at, case, language) for language in LANGUAGES}
        decided = _entered(office, at, paths["en"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    officer = ("prosecutor@one.example", PASSWORD)
    yield Answering(f"http://127.0.0.1:{server.server_port}", paths, officer, decided)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        from mlat.model import db

        db.session.remove()
        db.engine.dispose()


def _path(office: OfficeThere, at: datetime, case: str, language: str) -> str:
    wish = Choice(
        measure="mla_evidence", requested="MX", instrument="ar_mx.mlat", identifiers=("RBX",), data=("subscriber",),
        code=f"P{language}", language=language, fields={"measures_sought": "Los datos de la cuenta."},
    )  # fmt: skip
    sent = lives.a_sent(office, at, case, wish, "by_hand")
    who: Actor = office.prosecutor
    link = answering.answer_page(who, at, sent).link
    assert link
    return "/answer/" + link.url.rpartition("/")[2]


def _entered(office: OfficeThere, at: datetime, path: str) -> tuple[str, ...]:
    """A day was named on the page, and nobody has decided yet."""
    entry = Entry("date", lives.MEXICO, reference="FGR-1", on=at.date() + timedelta(days=40))
    assert proposing.propose(at, path.rpartition("/")[2], entry) == "officer"
    (one,) = answering.waiting(office.prosecutor)
    page = f"/requests/{one.request.id}"
    return "/", page, f"{page}/proposals/{one.id}/refuse"


@pytest.fixture
def telephone(browser: Browser, there: Answering) -> Iterator[Page]:
    """A narrow window without scripts, of somebody who has no account."""
    context = browser.new_context(
        base_url=there.address, viewport={"width": 360, "height": 780}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_read_by_everybody(browser: Browser, there: Answering, language: str) -> None:
    context = browser.new_context(base_url=there.address, viewport={"width": 360, "height": 780}, locale=language)
    page, problems = context.new_page(), []
    page.on("console", lambda message: problems.append(message.text) if "Security Policy" in message.text else None)
    for path in there.all_of(language):
        page.goto(path)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
            language,
            "rtl" if language == "ar" else "ltr",
        ]
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            problems.append(f"{path}: wider than a telephone")
        found = page.evaluate(f"() => {{ {AXE}; return axe.run(document, {{rules: {{region: {{enabled: true}}}}}}) }}")
        problems += [f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_can_read_what_is_to_be_decided(browser: Browser, there: Answering, language: str) -> None:
    context = browser.new_context(base_url=there.address, viewport={"width": 360, "height": 780})
    page, problems = context.new_page(), []
    page.goto("/login")
    page.fill("#email", there.officer[0])
    page.fill("#password", there.officer[1])
    page.click("main button")
    speak(page, language)
    for path in there.decided:
        page.goto(path)
        for folded in page.locator("#answer-page ~ details > summary").all():
            folded.click()
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            problems.append(f"{path}: wider than a telephone")
        found = page.evaluate(f"() => {{ {AXE}; return axe.run(document, {{rules: {{region: {{enabled: true}}}}}}) }}")
        problems += [f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_asked_by_keyboard_without_scripts(telephone: Page, there: Answering, language: str) -> None:
    telephone.goto(there.paths[language])
    telephone.focus(".mlat-choices li:nth-child(2) a")
    telephone.keyboard.press("Enter")
    telephone.wait_for_url("**/question")
    telephone.focus("main button")
    telephone.keyboard.press("Enter")
    telephone.click(".govuk-error-summary a")
    telephone.focus("#text")
    telephone.keyboard.type("Which account?")
    telephone.focus("#reference")
    telephone.keyboard.type(f"FGR-{language}")
    telephone.keyboard.press("Enter")
    telephone.wait_for_url("**/officer*")
