"""The rules by themselves: what is quoted, what closes a letter, which words decide, and in how many languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlat.domain.mail_kinds import NO_MORE, judge
from mlat.domain.mail_quotes import fresh_text, said
from mlat.domain.mail_reports import fates
from mlat.domain.mail_seen import Seen
from mlat.domain.mail_words import LanguageOfMail, MailWords, plain
from mlat.domain.mailed import BY_MACHINES, MailKind
from mlat.domain.problems import Problems
from mlat.facts.mail_words import load_mail_words
from mlat.i18n import locales

WORDS = load_mail_words()

ABOVE = {
    "gmail-en": "On Fri, Nov 20, 2026 at 10:00 AM Mesa <m@x.example> wrote:",
    "gmail-es": "El vie, 20 nov 2026 a las 10:00, Mesa (<m@x.example>) escribió:",
    "gmail-pt": "Em sex., 20 de nov. de 2026 às 10:00, Mesa <m@x.example> escreveu:",
    "gmail-fr": "Le ven. 20 nov. 2026 à 10:00, Mesa <m@x.example> a écrit :",
    "gmail-de": "Am Fr., 20. Nov. 2026 um 10:00 Uhr schrieb Mesa <m@x.example>:",
    "gmail-it": "Il giorno ven 20 nov 2026 alle ore 10:00 Mesa <m@x.example> ha scritto:",
    "gmail-nl": "Op vr 20 nov 2026 om 10:00 schreef Mesa <m@x.example>:",
    "gmail-pl": "pt., 20 lis 2026 o 10:00 Mesa <m@x.example> napisał(a):",
    "gmail-ru": "пт, 20 нояб. 2026 г. в 10:00, Mesa <m@x.example>:",
    "gmail-uk": "пт, 20 лист. 2026 р. о 10:00 Mesa <m@x.example> пише:",
    "gmail-ro": "vin., 20 nov. 2026 la 10:00, Mesa <m@x.example> a scris:",
    "gmail-fi": "pe 20. marrask. 2026 klo 10.00 Mesa (m@x.example) kirjoitti:",
    "gmail-tr": "Mesa <m@x.example>, 20 Kas 2026 Cum, 10:00 tarihinde şunu yazdı:",
    "gmail-ja": "2026年11月20日(金) 10:00 Mesa <m@x.example>:",
    "gmail-zh": "Mesa <m@x.example> 于2026年11月20日周五 10:00写道：",
    "gmail-ar": "في الجمعة، ٢٠ نوفمبر ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة ‪Mesa‬‏ <‪m@x.example‬‏>:",
    "gmail-hi": "शुक्र, 20 नव॰ 2026 को 10:00 am बजे Mesa <m@x.example> ने लिखा:",
    "gmail-id": "Pada tanggal Jum, 20 Nov 2026 pukul 10.00 Mesa <m@x.example> menulis:",
    "over-two-lines": "El vie, 20 nov 2026 a las 10:00, Mesa de Entradas\n(<m@x.example>) escribió:",
    "outlook-en": "From: Mesa\nSent: Friday, 20 November 2026 10:00\nTo: me\nSubject: x",
    "outlook-es": "De: Mesa\nEnviado el: viernes, 20 de noviembre\nPara: yo\nAsunto: x",
    "outlook-de": "Von: Mesa\nGesendet: Freitag\nAn: mich\nBetreff: x",
    "outlook-fr": "De : Mesa\nEnvoyé : vendredi\nÀ : moi\nObjet : x",
    "outlook-ru": "От: Mesa\nОтправлено: пятница\nКому: мне\nТема: x",
    "outlook-zh": "发件人: Mesa\n发送时间: 2026年11月20日\n收件人: 我\n主题: x",
    "outlook-ja": "差出人: Mesa\n送信日時: 2026年11月20日\n宛先: 私\n件名: x",
    "outlook-bold": "*From:* Mesa\n*Sent:* Friday\n*To:* me\n*Subject:* x",
    "rule-en": "-----Original Message-----",
    "rule-es": "-----Mensaje original-----",
    "rule-pt": "---------- Mensagem encaminhada ----------",
    "rule-de": "-------- Ursprüngliche Nachricht --------",
    "apple": "Begin forwarded message:",
}


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
def test_what_is_quoted_is_not_fresh(above: str) -> None:
    assert fresh_text(f"The judge signed.\n\n{above}\n\nPlease provide the records.", WORDS) == "The judge signed."


@pytest.mark.parametrize("above", [ABOVE[each] for each in ABOVE if each.startswith("gmail")])
def test_answers_between_quoted_lines_are_fresh(above: str) -> None:
    assert fresh_text(f"{above}\n> When?\nOn Friday.\n> Where?\nIn court.", WORDS) == "On Friday.\nIn court."


@pytest.mark.parametrize(
    "text",
    [
        "We need from you the following:\n1. the URL\n2. the dates of 2026",
        "From: 1 May 2026\nTo: 3 May 2026\nare the dates of the records.",
        "El juez escribió lo siguiente:\nSe hace lugar.",
    ],
)
def test_a_letter_that_only_looks_like_a_quotation_stays_whole(text: str) -> None:
    assert fresh_text(text, WORDS) == text


def test_a_signature_says_nothing() -> None:
    assert (
        said("The judge signed.\n\nMit freundlichen Grüßen\nIch bin derzeit nicht im Büro", WORDS)
        == "The judge signed."
    )
    assert said("The judge signed.\n-- \nI am out of the office", WORDS) == "The judge signed."
    assert said("Regards from Rome, where the judge signed the order today at last.", WORDS).startswith("Regards")


def _seen(text: str, subject: str = "", **heads: str) -> Seen:
    lines = {name.replace("_", "-"): (value,) for name, value in heads.items()}
    return Seen(heads=lines, subject=subject, sender="a@b.example", text=text, fresh=text, threaded=True, words=WORDS)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Automatic reply: x", MailKind.AUTO_REPLY),
        ("Re: Automatic reply: x", MailKind.REPLY),
        ("AW: Automatische Antwort: x", MailKind.REPLY),
        ("Antw[2]: Afwezig", MailKind.REPLY),
        ("Risposta automatica: x", MailKind.AUTO_REPLY),
    ],
)
def test_only_a_subject_that_begins_so_is_automatic(subject: str, kind: MailKind) -> None:
    assert judge(_seen("The court sits again in December.", subject)).kind is kind


def test_a_question_in_a_conditional_is_none() -> None:
    assert judge(_seen("If you need additional information, call us. The judge signed.")).kind is MailKind.REPLY
    assert judge(_seen("We need additional information on the account.")).kind is MailKind.MORE_INFORMATION


def test_whom_to_ask_in_urgent_cases_is_no_question_to_us() -> None:
    away = "I am on leave. In urgent cases, could you please write to Jane?"
    assert judge(_seen(away)).kind is MailKind.AUTO_REPLY
    assert judge(_seen("I am on leave. Could you please send the order to Jane?")).kind is MailKind.REPLY


def test_who_answers_first_and_is_away_then_has_answered() -> None:
    answered = judge(_seen("Dear Ana,\n\nThe judge signed on Tuesday.\n\nI am on leave until 7 December."))
    assert (answered.kind, "says_more_first" in answered.reasons) == (MailKind.REPLY, True)
    assert judge(_seen("Dear Ana,\n\nThanks for all.\n\nI am on leave.")).kind is MailKind.AUTO_REPLY
    assert judge(_seen("We sit in Rome. I am on leave.", auto_submitted="auto-replied")).kind is MailKind.AUTO_REPLY
    assert judge(_seen("We sit in Rome. I am on leave.", "Automatic reply: x")).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("text", "no_more"),
    [
        (
            "Dear Ana,\n\nWe received your request. Our reference: 881-A/26. It will be handled in due course.",
            True,
        ),
        ("Acusamos recibo de su nota del 3 de noviembre. Expediente 4412/2026.", True),
        ("Wir haben Ihre Nachricht erhalten und werden uns in Kürze melden.", True),
        ("We have received your request. The holder is John Doe of Leeds.", False),
        ("Hemos recibido su solicitud y le comunicamos que el titular es Juan Pérez.", False),
        ("Acuso recibo. El testigo declaró ayer.", False),
        ("Wir haben Ihr Ersuchen erhalten. Expediente 4412 pertenece a Juan Pérez de Lima.", False),
    ],
)
def test_only_a_receipt_that_says_no_more_may_file_itself(text: str, no_more: bool) -> None:
    verdict = judge(_seen(text))
    assert (verdict.kind, NO_MORE in verdict.reasons) == (MailKind.ACKNOWLEDGEMENT, no_more)


def test_our_number_is_ours_however_its_hyphen_is_typed() -> None:
    assert not _seen("Our reference: UFI/2026/REQ\u20110007").gives_number
    assert _seen("Our reference: 881\u201126").gives_number


@pytest.mark.parametrize("head", ["auto_submitted", "x_autoreply", "precedence"])
def test_each_mark_of_a_machine_is_enough(head: str) -> None:
    value = "auto_reply" if head == "precedence" else "auto-replied"
    verdict = judge(_seen("Tere!", **{head: value}))
    assert (verdict.kind, verdict.is_auto_reply) == (MailKind.AUTO_REPLY, True)


def test_a_status_speaks_where_the_action_is_missing() -> None:
    told = fates([{"reporting-mta": "dns; x"}, {"final-recipient": "rfc822; A@b.example", "status": "4.2.2"}])
    assert (told.failed, told.delayed, told.known) == ((), ("a@b.example",), True)
    assert not fates([{"reporting-mta": "dns; x"}]).known


def test_what_machines_write_is_never_an_answer() -> None:
    assert not BY_MACHINES & {MailKind.REPLY, MailKind.ACKNOWLEDGEMENT, MailKind.MORE_INFORMATION}


def test_every_language_of_the_house_can_say_that_somebody_is_away() -> None:
    assert {each.code for each in locales()} <= {each.code for each in WORDS.languages}


def test_words_are_compared_loosely_and_whole() -> None:
    known = MailWords(
        [LanguageOfMail(code="en", away=("I'm away", "we * have*"), asks=("we have ... received",), needs=("不在",))]
    )
    assert known.says("away", plain("I’m  AWÁY!"))
    assert not known.says("away", plain("I'm awaying"))
    assert known.says("asks", plain("We have, on the fifth, received"))
    assert known.says("needs", plain("休暇で不在です"))


def test_a_wrong_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "mail_words.toml").write_text('[[language]]\ncode = "en"\naway = ["gone out"]\nhollidays = []\n')
    with pytest.raises(Problems, match="hollidays"):
        load_mail_words(tmp_path)
    (tmp_path / "mail_words.toml").write_text('[[language]]\ncode = "en"\naway = ["*"]\n' * 2)
    with pytest.raises(Problems) as wrong:
        load_mail_words(tmp_path)
    assert {each.code for each in wrong.value.found} == {"facts.twice", "facts.wrong_value"}
