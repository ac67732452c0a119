"""What machines write: out of office, bounces, delays, receipts, challenges, complaints."""

from __future__ import annotations

from mlat.domain.mailed import MailKind
from tests.mail.corpus.building import (
    NUMBER,
    RETURNED,
    SENT,
    Case,
    attached,
    delivery_report,
    mail,
    parts,
    recipient,
    said,
    status,
)

AWAY = {
    "en": "Hello, I am out of the office until 5 December with limited access to e-mail.\n\nRegards",
    "es": "Hola: me encuentro de licencia hasta el 5 de diciembre. Por urgencias, llamar al conmutador.\n\nSaludos",
    "pt": "Olá, estou de férias até 5 de dezembro.\n\nAtenciosamente",
    "fr": "Bonjour, je suis absente jusqu'au 5 décembre.\n\nCordialement",
    "de": "Guten Tag, ich bin derzeit nicht im Büro und ab dem 5. Dezember wieder erreichbar.\n\nViele Grüße",
    "it": "Buongiorno, sono in ferie fino al 5 dicembre.\n\nCordiali saluti",
    "nl": "Goedendag, ik ben momenteel niet op kantoor.\n\nMet vriendelijke groet",
    "pl": "Dzień dobry, przebywam na urlopie do 5 grudnia.\n\nPozdrawiam",
    "fi": "Hei, olen lomalla 5.12. asti.\n\nYstävällisin terveisin",
    "ro": "Bună ziua, sunt în concediu până la 5 decembrie.\n\nCu stimă",
    "uk": "Вітаю! Я у відпустці до 5 грудня.\n\nЗ повагою",
    "ru": "Здравствуйте! Я нахожусь в отпуске до 5 декабря.\n\nС уважением",
    "ar": "السلام عليكم، أنا في إجازة حتى ٥ ديسمبر.\n\nمع التحية",
    "zh": "您好，我正在休假，12月5日回来后处理您的邮件。",
    "ja": "ただいま休暇中です。12月5日に戻り次第ご連絡いたします。",
    "hi": "नमस्ते, मैं 5 दिसंबर तक... मैं अवकाश पर हूँ।",
    "id": "Halo, saya sedang cuti sampai 5 Desember.",
    "tr": "Merhaba, 5 Aralık'a kadar yıllık izindeyim.",
    "sw": "Habari, niko likizo hadi tarehe 5 Desemba.",
    "kk": "Сәлеметсіз бе! Мен демалыстамын.",
    "mn": "Сайн байна уу. Би ээлжийн амралттай байна.",
    "ne": "नमस्कार, म बिदामा छु।",
    "ps": "سلام، زه په رخصتۍ یم.",
    "ur": "السلام علیکم، میں چھٹی پر ہوں۔",
    "ms": "Salam, saya sedang bercuti.",
    "tl": "Magandang araw, ako ay nakabakasyon.",
    "gn": "Mba'éichapa, ndaipóri che mba'apohápe.",
    "qu": "Allillanchu, manam llamk'anaypichu kachkani.",
    "ln": "Mbote, nazali na congé.",
    "wo": "Nanga def, nekkuma ci biro bi.",
}
HUMAN = {
    "en": "To deliver your message, please confirm that you are human: https://x.example/c/1",
    "es": "Para que su mensaje sea entregado, confirme que es una persona: https://x.example/c/1",
    "fr": "Pour que votre message soit remis, vous devez confirmer que vous êtes humain : https://x.example/c/1",
    "de": "Bitte bestätigen Sie, dass Sie ein Mensch sind: https://x.example/c/1",
    "ru": "Чтобы ваше письмо было доставлено, подтвердите, что вы человек: https://x.example/c/1",
}
TEXT_BOUNCES = {
    "qmail": (
        "Hi. This is the qmail-send program at mx.x.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<fiscal@x.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nReturn-Path: "
        f"<mesa@fiscalia.example>\nMessage-ID: {SENT}\nTo: other@x.example\n"
    ),
    "exchange-es": (
        "Error de entrega a estos destinatarios o grupos:\n\nFiscal (fiscal@x.example)\nNo se "
        "encontró la dirección de correo.\n"
    ),
    "exchange-de": (
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder "
        "Verteilerlisten:\n\nfiscal@x.example\nDie Nachricht konnte nicht zugestellt werden.\n"
    ),
    "exchange-ja": "次の受信者にメールを配信できませんでした。\n\nfiscal@x.example\n",
    "exchange-pl": "Nie można dostarczyć wiadomości do następujących adresatów:\n\nfiscal@x.example\n",
    "sendmail": (
        "   ----- The following addresses had permanent fatal errors -----\n<fiscal@x.example>\n   "
        " (reason: 550 5.1.1 User unknown)\n"
    ),
}
DAEMON = "Mail Delivery Subsystem <mailer-daemon@x.example>"
MDN = (
    "Content-Type: message/disposition-notification\n\nReporting-UA: "
    "mail.x.example\nFinal-Recipient: rfc822; fiscal@x.example\n"
    f"Original-Message-ID: {SENT}\nDisposition: manual-action/MDN-sent-manually; displayed\n"
)
ARF = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n"
FAILED = recipient("fiscal@x.example", "failed", "5.1.1")
LATER = recipient("mesa@x.example", "delayed", "4.4.1")

MACHINES = (
    *(
        Case(f"away-{code}", mail(text, subject=f"Re: {NUMBER}"), MailKind.AUTO_REPLY, True)
        for code, text in AWAY.items()
    ),
    *(Case(f"human-{code}", mail(text), MailKind.CHALLENGE, True) for code, text in HUMAN.items()),
    *(
        Case(
            f"text-bounce-{code}",
            mail(text, subject="failure notice", sender=DAEMON, threaded=False),
            MailKind.BOUNCE,
            failed=("fiscal@x.example",),
        )
        for code, text in TEXT_BOUNCES.items()
    ),
    Case(
        "away-quotes-our-number-and-text",
        mail(
            f"Thank you for your message about {NUMBER}.\nI am away until 5 December.\n\n"
            f"-----Original Message-----\nFrom: Mesa\nSent: Friday\nTo: me\nSubject: {NUMBER}\n\nPlease "
            f"provide the records.",
            subject=f"Automatic reply: {NUMBER}",
            heads="Auto-Submitted: auto-replied\n",
        ),
        MailKind.AUTO_REPLY,
        True,
        reason="head_auto_submitted",
    ),
    Case(
        "automatic-subject-alone",
        mail("Ihre Nachricht ist angekommen.", subject=f"Automatische Antwort: {NUMBER}"),
        MailKind.AUTO_REPLY,
        True,
    ),
    Case(
        "automatic-by-its-head-alone",
        mail("Aitäh kirja eest.", heads="X-Autoreply: yes\n"),
        MailKind.AUTO_REPLY,
        True,
        reason="head_autoreply",
    ),
    Case(
        "ticket-with-their-number",
        mail(
            "We have received your request. Ticket 20261120-88.",
            subject=f"[#48213] {NUMBER}",
            heads="Auto-Submitted: auto-replied\n",
        ),
        MailKind.ACKNOWLEDGEMENT,
        True,
        reason="gives_their_number",
    ),
    Case(
        "ticket-that-refuses",
        mail(
            "Your request was received on 3 November under case number 88123. No records exist for this account.",
            heads="Auto-Submitted: auto-generated\n",
        ),
        MailKind.AUTO_REPLY,
        True,
    ),
    Case(
        "ticket-with-a-file",
        parts(
            said("Your request was received on 3 November under case number 88123."),
            attached("filename=a.pdf"),
            heads="Auto-Submitted: auto-generated\n",
        ),
        MailKind.AUTO_REPLY,
        True,
        attachments=("a.pdf",),
    ),
    Case(
        "automatic-thanks-without-number",
        mail(f"We have received your message {NUMBER}.", heads="Auto-Submitted: auto-replied\n"),
        MailKind.AUTO_REPLY,
        True,
    ),
    Case(
        "ticket-system-asks",
        mail("Please provide the account's URL.", heads="Auto-Submitted: auto-generated\n"),
        MailKind.MORE_INFORMATION,
        True,
    ),
    Case("not-automatic", mail("The judge signed.", heads="Auto-Submitted: no\n"), MailKind.REPLY),
    Case(
        "failed",
        delivery_report(said("It failed."), status(FAILED), RETURNED),
        MailKind.BOUNCE,
        failed=("fiscal@x.example",),
    ),
    Case(
        "failed-for-two-delayed-for-one",
        delivery_report(
            said("See below."),
            status(
                FAILED,
                LATER,
                recipient("b@x.example", "failed", "5.2.2"),
                recipient("c@x.example", "delivered", "2.0.0"),
            ),
            RETURNED,
        ),
        MailKind.BOUNCE,
        failed=("fiscal@x.example", "b@x.example"),
    ),
    Case(
        "delayed",
        delivery_report(said("Will be retried."), status(LATER), subject="Delivery delayed"),
        MailKind.DELAYED,
        reason="report_delayed",
    ),
    Case(
        "delayed-at-last-failed",
        delivery_report(
            said("It was delayed and will not be tried again."), status(recipient("mesa@x.example", "failed", "4.4.7"))
        ),
        MailKind.BOUNCE,
        failed=("mesa@x.example",),
    ),
    Case(
        "original-recipient-counts",
        delivery_report(
            said("-"),
            status(recipient("u17@inner.example", "failed", "5.1.1", "\nOriginal-Recipient: rfc822;Fiscal@x.example")),
        ),
        MailKind.BOUNCE,
        failed=("fiscal@x.example",),
    ),
    Case(
        "report-of-success",
        delivery_report(
            said("Delivered."), status(recipient("a@x.example", "delivered", "2.0.0")), subject="Delivered"
        ),
        MailKind.AUTO_REPLY,
        True,
        reason="report_delivered",
    ),
    Case(
        "report-without-its-fields",
        delivery_report(said("<fiscal@x.example>: host said: 550 5.1.1 User unknown")),
        MailKind.BOUNCE,
        failed=("fiscal@x.example",),
    ),
    Case(
        "fields-beside-a-text",
        parts(said("Your mail failed."), status(FAILED), RETURNED, subject="Returned mail", sender=DAEMON),
        MailKind.BOUNCE,
        failed=("fiscal@x.example",),
    ),
    Case(
        "exim",
        mail(
            "This message was created automatically.\nA message that you sent could not be "
            "delivered:\n\n  fiscal@x.example\n    Unrouteable address\n",
            subject="Mail delivery failed: returning message to sender",
            heads="X-Failed-Recipients: fiscal@x.example\nAuto-Submitted: auto-replied\n",
            sender=DAEMON,
        ),
        MailKind.BOUNCE,
        failed=("fiscal@x.example",),
    ),
    Case(
        "exim-still-tries",
        mail(
            "A message that you sent has not yet been delivered to fiscal@x.example; it will be "
            "retried.\nNo action is required on your part.",
            subject="Warning: message 1x delayed 24 hours",
            sender=DAEMON,
        ),
        MailKind.DELAYED,
    ),
    Case(
        "displayed",
        parts(said("Displayed."), MDN, subtype="report; report-type=disposition-notification"),
        MailKind.READ_RECEIPT,
    ),
    *(
        Case(f"automatic-in-the-subject-{at}", mail("-", subject=subject), MailKind.AUTO_REPLY, True)
        for at, subject in enumerate(
            ("[Auto-Reply] x", "【自動返信】x", "【自动回复】x", "Автоматичен отговор: x", "Automātiska atbilde: x")
            + ("Samodejni odgovor: x", "Automatski odgovor: x", "Automatinis atsakymas: x", "\u200fرد تلقائي: x")
        )
    ),
    Case(
        "displayed-by-zimbra",
        mail("It has been displayed. This is no guarantee that it was understood.", subject="Read-Receipt: x"),
        MailKind.READ_RECEIPT,
    ),
    Case(
        "displayed-in-words",
        mail("Ihre Nachricht wurde am 20.11. gelesen.", subject=f"Gelesen: {NUMBER}"),
        MailKind.READ_RECEIPT,
    ),
    Case(
        "complaint",
        parts(said("Abuse report."), ARF, RETURNED, subtype="report; report-type=feedback-report"),
        MailKind.COMPLAINT_REPORT,
    ),
)
