"""Both training cases lived through the real services: papers, recipients, legs, clocks, mails, letters."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument

from mlat import resources
from mlat.cli import mlat

UNTIL = "2026-11-20"


@dataclass(frozen=True)
class Played:
    """What a play left behind."""

    folder: Path
    answer: dict[str, Any]
    timeline: list[dict[str, Any]]
    clocks: list[dict[str, Any]]

    def mails(self) -> list[EmailMessage]:
        return [self._mail(self.folder / name) for name in self.answer["mails"]]

    @staticmethod
    def _mail(file: Path) -> EmailMessage:
        read = email.message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(read, EmailMessage)
        return read

    def text(self, name: str) -> str:
        """The text of a paper or letter whose name contains `name`; the first of them."""
        found = next(each for each in self.answer["papers"] + self.answer["letters"] if name in each)
        document = PdfDocument(self.folder / found)
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return " ".join(words.split())

    def events(self, kind: str, request: str | None = None) -> list[dict[str, Any]]:
        return [line for line in self.timeline if line["event"] == kind and request in (None, line["request"])]

    def running(self, request: str, kind: str) -> list[dict[str, Any]]:
        return [c for c in self.clocks if c["request"] == request and c["kind"] == kind and not c["ended"]]

    def not_done(self) -> dict[str, list[str]]:
        return {line["request"]: line["data"]["why"] for line in self.events("not_done")}


def play(folder: Path, sample: str) -> Played:
    casefile = str(resources.path("samples", sample))
    ran = CliRunner().invoke(mlat, ["play", casefile, "--until", UNTIL, "--out", str(folder), "--json"])
    assert ran.exit_code == 0, ran.output
    read = [json.loads((folder / f"{name}.json").read_text()) for name in ("timeline", "clocks")]
    return Played(folder, json.loads(ran.stdout), *read)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that a play must never make or touch."""
    home = tmp_path_factory.mktemp("elsewhere") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLAT_HOME", str(home))
        patch.setenv("MLAT_DATABASE_URL", "postgresql+psycopg://nobody@192.0.2.1/nowhere")
        patch.setenv("MLAT_MAIL", "smtp")
        yield home


@pytest.fixture(scope="module")
def mexico(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("play") / "mexico", "case-1-grooming-mexico.toml")


@pytest.fixture(scope="module")
def onion(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("play") / "onion", "case-2-telegram-onion.toml")


@pytest.mark.matrix
class TestMexico:
    def test_everything_that_the_file_wants_is_done(self, mexico: Played) -> None:
        assert mexico.not_done() == {}

    def test_nothing_but_the_output_is_left(self, mexico: Played, elsewhere: Path) -> None:
        left = {child.name for child in mexico.folder.iterdir()}
        assert left == {"papers", "mails", "letters", "timeline.json", "clocks.json"}
        assert not elsewhere.exists()

    def test_data_are_asked_to_be_kept_the_same_day_where_the_user_is_served(self, mexico: Played) -> None:
        sent = {line["request"]: line for line in mexico.events("sent")}
        for code, company in (
            ("roblox-hold", "Roblox Corporation"),
            ("instagram-hold", "Meta Platforms, Inc."),
            ("whatsapp-hold", "WhatsApp LLC"),
        ):
            assert sent[code]["instant"].startswith("2026-03-02")
            assert sent[code]["data"]["channel"] == "portal"
            number = mexico.events("issued", code)[0]["data"]["number"].replace("/", "-")
            text = mexico.text(f"{number}-provider_preservation-en")
            assert company in text
            assert "United States" in text

    def test_no_company_reads_a_name_of_the_child_or_of_its_family(self, mexico: Played) -> None:
        for name in mexico.answer["papers"]:
            if "provider" in name:
                assert "Ejemplo Uno" not in mexico.text(Path(name).stem)
                assert "Ejemplo Dos" not in mexico.text(Path(name).stem)

    @pytest.mark.parametrize("code", ["roblox-hold", "instagram-hold", "whatsapp-hold"])
    def test_each_hold_is_renewed_before_it_ends(self, mexico: Played, code: str) -> None:
        first = [c for c in mexico.clocks if c["request"] == code and c["kind"] == "hold"]
        extension = next(
            line
            for line in mexico.events("drafted")
            if line["data"]["measure"] == "preservation_extension" and line["request"].startswith(code)
        )
        renewed = [c for c in mexico.clocks if c["request"] == extension["request"] and c["kind"] == "hold"]
        assert mexico.events("sent", extension["request"])[0]["instant"][:10] < min(c["safe_due"] for c in first)
        assert any(c["confirmed"] and c["safe_due"] > first[0]["legal_due"] for c in renewed)

    def test_information_goes_to_a_prosecutor_in_mexico_and_is_marked_unverified(self, mexico: Played) -> None:
        assert mexico.events("drafted", "mx-info")[0]["data"]["instrument"] == "aiamp.agreement"
        text = mexico.text("spontaneous_information-es")
        assert "Fiscalía General de la República" in text
        assert "no ha sido confirmada" in text

    def test_the_treaty_request_travels_by_the_foreign_ministry(self, mexico: Played) -> None:
        drafted = mexico.events("drafted", "mx-mla")[0]["data"]
        assert (drafted["instrument"], drafted["recipient"]) == ("ar_mx.mlat", "mx-central")
        legs = [
            (line["event"], line["data"]["to"], line["data"]["reaches"])
            for line in mexico.timeline
            if line["request"] == "mx-mla" and line["event"] in ("sent", "received")
        ]
        assert legs == [
            ("sent", "ar-central", False),
            ("received", "ar-central", False),
            ("sent", "mx-central", False),
            ("received", "mx-central", True),
        ]
        text = mexico.text("mla_request-es")
        assert "Ley 26.137" in text
        assert "Budapest" not in text
        assert "Dirección de Asistencia Jurídica Internacional" in text

    def test_the_request_asks_to_be_told_date_and_place_of_execution(self, mexico: Played) -> None:
        text = mexico.text("mla_request-es")
        assert "V.1" in text

    def test_the_foreign_ministry_gets_a_covering_note_by_mail_with_the_sealed_annex(self, mexico: Played) -> None:
        mail = next(m for m in mexico.mails() if "REQ-0008" in m["Subject"])
        assert mail["To"] == "asistencia.internacional@cancilleria.example"
        names = [part.get_filename() for part in mail.iter_attachments()]
        assert any("REQ" in name for name in names)
        assert any("NOTE" in name for name in names)
        assert "annex-1.pdf" in names
        assert "Ejemplo Uno" not in mexico.text("mla_request-es")

    def test_silence_is_asked_about_through_the_own_ministry_citing_what_the_treaty_has(self, mexico: Played) -> None:
        inquiry = next(line for line in mexico.events("drafted") if line["data"]["measure"] == "status_inquiry")
        sent = mexico.events("sent", inquiry["request"])[0]
        assert sent["data"]["to"] == "ar-central"
        text = mexico.text("status_inquiry-es")
        assert "V.2" in text
        assert "XVI.4" in text

    def test_an_inquiry_is_not_itself_chased(self, mexico: Played) -> None:
        asked = [line["request"] for line in mexico.events("drafted") if line["data"]["measure"] == "status_inquiry"]
        assert asked
        assert all(code.count("-Q") == 1 for code in asked)

    def test_a_promise_counts_to_its_day(self, mexico: Played) -> None:
        promise = next(c for c in mexico.clocks if c["kind"] == "promise")
        assert promise["legal_due"] == "2026-10-15"
        assert promise["party"] == "them"

    def test_what_was_answered_is_no_longer_awaited(self, mexico: Played) -> None:
        for code in ("roblox-data", "whatsapp-data"):
            assert not mexico.running(code, "answer")
        assert mexico.running("mx-mla", "answer")

    def test_a_provider_s_ticket_is_quoted_when_its_hold_is_renewed(self, mexico: Played) -> None:
        extension = next(
            line["request"]
            for line in mexico.events("drafted")
            if line["data"]["measure"] == "preservation_extension" and line["request"].startswith("roblox")
        )
        number = mexico.events("issued", extension)[0]["data"]["number"].replace("/", "-")
        assert "RBX-T-0017" in mexico.text(number)

    def test_the_family_reads_in_its_languages_and_only_what_is_safe(self, mexico: Played) -> None:
        languages = {name.rsplit("-", 1)[1] for name in mexico.answer["letters"]}
        assert languages == {"es.pdf", "pt.pdf"}
        for name in mexico.answer["letters"]:
            text = mexico.text(Path(name).stem)
            for kept_out in (
                "Roblox",
                "Instagram",
                "WhatsApp",
                "Meta",
                "V1",
                "S1",
                "Ejemplo Uno",
                "REQ-",
                "IP",
            ):
                assert kept_out not in text, name

    def test_the_family_is_not_flooded(self, mexico: Played) -> None:
        """Nine months of work: at most one letter a fortnight to each of two people."""
        assert 4 <= len(mexico.answer["letters"]) <= 36

    def test_every_clock_says_how_it_was_counted(self, mexico: Played) -> None:
        for clock in mexico.clocks:
            assert {"kind", "request", "party", "legal_due", "safe_due", "working", "ended"} <= set(clock)
            if clock["legal_due"]:
                assert clock["working"] or clock["kind"] == "promise"

    def test_time_only_goes_forward(self, mexico: Played) -> None:
        recorded = [line["recorded"] for line in mexico.timeline]
        assert recorded == sorted(recorded)
        assert recorded[-1][:10] <= UNTIL


@pytest.mark.matrix
class TestOnion:
    def test_papers_in_four_languages(self, onion: Played) -> None:
        languages = {name.rsplit("-", 1)[1].removesuffix(".pdf") for name in onion.answer["papers"]}
        assert {each for name in languages for each in name.split("+")} == {"en", "fr", "es", "pt"}

    def test_an_onion_address_is_refused_with_its_grounds(self, onion: Played) -> None:
        assert list(onion.not_done()) == ["onion-hold"]
        grounds = onion.events("not_done", "onion-hold")[0]["data"]["grounds"]
        assert any("are not known: find it first" in ground for ground in grounds)

    def test_no_hold_runs_where_none_was_promised(self, onion: Played) -> None:
        assert not [clock for clock in onion.clocks if clock["kind"] == "hold"]

    @pytest.mark.parametrize(
        ("code", "instrument", "to"),
        [
            ("telegram-data", "provider_policy.disclosure", "telegram"),
            ("telegram-data-fr", "provider_policy.disclosure", "telegram"),
            ("fr-info", "budapest.art26.spontaneous", "fr-central"),
            ("pt-mla", "ar_pt.mlat", "ar-central"),
        ],
    )
    def test_each_goes_where_it_belongs(self, onion: Played, code: str, instrument: str, to: str) -> None:
        assert onion.events("drafted", code)[0]["data"]["instrument"] == instrument
        assert onion.events("sent", code)[0]["data"]["to"] == to

    def test_telegram_is_written_to_in_a_language_that_it_reads(self, onion: Played) -> None:
        names = [name for name in onion.answer["papers"] if "provider_disclosure" in name]
        assert [name.rsplit("-", 1)[1] for name in names] == ["en.pdf", "fr.pdf"]
        assert "suspect" in onion.text("provider_disclosure-en")

    def test_a_company_that_was_asked_by_mail_is_asked_for_news_and_told_nothing(self, onion: Played) -> None:
        names = [name for name in onion.answer["papers"] if "provider_inquiry" in name]
        assert {name.rsplit("-", 1)[1] for name in names} == {"en.pdf", "fr.pdf"}
        asked = [line["data"].get("made") for line in onion.events("inquired", "telegram-hold")]
        assert asked == ["telegram-hold-Q1", "telegram-hold-Q2", None]
        text = onion.text("provider_inquiry-en")
        number = onion.events("issued", "telegram-hold")[0]["data"]["number"]
        assert number in text
        assert "please confirm in writing that they are preserved" in text
        accounts = [
            mark for mark in ("suspect", "@", "t.me") if mark in text.replace("cooperacion@fiscalia.example", "")
        ]
        assert accounts == []
