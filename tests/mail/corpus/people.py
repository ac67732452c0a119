"""What people write: replies, acknowledgements, questions, and mail that has nothing to do with us."""

from __future__ import annotations

from mlat.domain.mailed import MailKind
from tests.mail.corpus.building import NUMBER, OURS, Case, attached, mail, parts, said

ANSWERS = {
    "en": (
        "Dear colleague,\n\nPlease find attached the subscriber records for the first account.\n\nKind regards\nJ. Doe"
    ),
    "es": (
        "Estimada colega:\n\nSe remite la información solicitada. No existen registros de la "
        "segunda cuenta.\n\nAtentamente"
    ),
    "fr": "Madame,\n\nLa demande a été exécutée le 12 novembre ; les pièces suivent par courrier.\n\nCordialement",
    "de": (
        "Sehr geehrte Damen und Herren,\n\ndas Ersuchen wurde abgelehnt, weil beiderseitige "
        "Strafbarkeit fehlt.\n\nIm Auftrag"
    ),
    "uk": "Шановні колеги!\n\nЗа вашим запитом нічого не виявлено.\n\nЗ повагою",
    "ja": "ご担当者様\n\n照会の件、該当する記録はありません。回答いたします。\n\n敬具",
}
RECEIVED = {
    "en": (
        "Dear colleagues,\n\nWe acknowledge receipt of your request. It has been registered under "
        "our reference 881-A/26.\n\nKind regards"
    ),
    "es": "Estimados:\n\nAcusamos recibo de su solicitud, que tramita como expediente 4412/2026.\n\nSaludos cordiales",
    "pt": "Prezados,\n\nConfirmamos o recebimento do pedido, que está em análise.\n\nAtenciosamente",
    "fr": "Madame, Monsieur,\n\nJ'accuse réception de votre demande du 3 novembre.\n\nCordialement",
    "de": (
        "Sehr geehrte Damen und Herren,\n\nhiermit bestätige ich den Eingang Ihres Ersuchens vom "
        "3. November.\n\nIm Auftrag"
    ),
    "it": "Gentili colleghi,\n\nsi accusa ricevuta della richiesta in oggetto.\n\nDistinti saluti",
    "nl": "Geachte collega,\n\nHierbij bevestig ik de ontvangst van uw rechtshulpverzoek.\n\nHoogachtend",
    "pl": "Szanowni Państwo,\n\npotwierdzam otrzymanie wniosku.\n\nZ poważaniem",
    "fi": "Hei,\n\nolemme vastaanottaneet oikeusapupyyntönne.\n\nYstävällisin terveisin",
    "ro": "Stimați colegi,\n\nConfirmăm primirea cererii dumneavoastră.\n\nCu stimă",
    "ru": "Уважаемые коллеги!\n\nПодтверждаем получение вашего запроса.\n\nС уважением",
    "ar": "السادة الزملاء،\n\nنؤكد استلام طلبكم المؤرخ في ٣ نوفمبر.\n\nمع التحية",
    "zh": "尊敬的同事：\n\n贵方请求已收到，正在处理。\n\n此致",
    "ja": "ご担当者様\n\n本日、要請書を受領いたしました。\n\n敬具",
    "hi": "महोदय,\n\nआपका अनुरोध प्राप्त हो गया है।\n\nसादर",
    "id": "Yth. Rekan,\n\nPermintaan Anda telah kami terima.\n\nHormat kami",
    "tr": "Sayın meslektaşlarımız,\n\nTalebiniz kayda alınmıştır.\n\nSaygılarımla",
    "sw": "Mheshimiwa,\n\nTunathibitisha kupokea ombi lako.\n\nKwa heshima",
}
QUESTIONS = {
    "en": "We acknowledge receipt. Before we can proceed, please provide the full URL of the profile.",
    "es": "Se acusa recibo. Sírvase indicar la zona horaria de las conexiones.",
    "pt": "Recebemos o pedido. Solicitamos o envio da tradução do anexo II.",
    "fr": "Nous avons bien reçu la demande. Veuillez préciser les dates et l'heure UTC.",
    "de": "Der Eingang wird bestätigt. Wir bitten um Übersendung einer Übersetzung der Anlage 2.",
    "it": "Si prega di fornire l'indirizzo IP completo della porta sorgente.",
    "nl": "Kunt u ons de exacte periode meedelen?",
    "pl": "Uprzejmie prosimy o uzupełnienie wniosku o tłumaczenie.",
    "fi": "Pyydämme toimittamaan lisätietoja tilistä.",
    "ro": "Vă rugăm să ne transmiteți traducerea cererii.",
    "uk": "Просимо уточнити часовий пояс з'єднань.",
    "ru": "Просим предоставить перевод постановления.",
    "ar": "نرجو موافاتنا بترجمة القرار.",
    "zh": "请提供完整的网址和时区。",
    "ja": "接続日時の時間帯をご教示ください。",
    "hi": "कृपया खाते का पूरा पता उपलब्ध कराएं।",
    "id": "Mohon melengkapi permintaan dengan terjemahan putusan.",
    "tr": "Bağlantıların saat dilimini bildirmenizi rica ederiz.",
}
TRAIL = (
    f"\n\nOn Fri, 13 Nov 2026 at 09:00, Mesa <{OURS}> wrote:\n> We ask for the records of "
    f"{NUMBER}.\n> Please provide them by December."
)

PEOPLE = (
    *(Case(f"answer-{code}", mail(text), MailKind.REPLY) for code, text in ANSWERS.items()),
    Case(
        "a-summons-that-did-not-arrive",
        mail("The summons could not be delivered: the witness moved to Chile.", subject=f"Undelivered, {NUMBER}"),
        MailKind.REPLY,
    ),
    *(Case(f"received-{code}", mail(text + TRAIL), MailKind.ACKNOWLEDGEMENT) for code, text in RECEIVED.items()),
    *(Case(f"asks-{code}", mail(text + TRAIL), MailKind.MORE_INFORMATION) for code, text in QUESTIONS.items()),
    Case(
        "received-and-only-if",
        mail("We acknowledge receipt of your request. Should we require additional information, we will write to you."),
        MailKind.ACKNOWLEDGEMENT,
    ),
    Case(
        "received-quote-our-number",
        mail("Your request has been received. Please indicate our case number 77-B/2026 in every letter."),
        MailKind.ACKNOWLEDGEMENT,
    ),
    Case(
        "received-with-a-file-is-read-by-a-person",
        parts(said("We acknowledge receipt of your request."), attached("filename=letter.pdf")),
        MailKind.REPLY,
        attachments=("letter.pdf",),
    ),
    Case(
        "away-but-answers",
        parts(said("I am out of the office until Monday, but attached is the reply."), attached("filename=answer.pdf")),
        MailKind.REPLY,
        attachments=("answer.pdf",),
    ),
    Case(
        "away-but-asks",
        mail("I am on leave until Monday. Could you please send my colleague the date of the first contact?"),
        MailKind.REPLY,
        reason="words_out_of_office",
    ),
    Case(
        "hours-in-the-signature",
        mail(
            "The records were handed to the courier today.\n\nBest regards\nA. Smith\nI am out of the "
            "office on Fridays."
        ),
        MailKind.REPLY,
    ),
    Case(
        "hours-below-the-dashes",
        mail("The hearing is on 4 December.\n\n-- \nI am currently out of the office every Friday."),
        MailKind.REPLY,
    ),
    Case(
        "trail-of-an-automatic-subject",
        mail("Back in office. The court decides on 4 December.", subject=f"RE: Automatic reply: {NUMBER}"),
        MailKind.REPLY,
    ),
    Case(
        "automatic-subject-kept-by-a-person",
        parts(
            said("As promised, the first batch."),
            attached("filename=batch.pdf"),
            subject=f"Automatic reply: {NUMBER}",
        ),
        MailKind.REPLY,
        attachments=("batch.pdf",),
    ),
    Case(
        "bounce-quoted-in-a-reply",
        mail(
            "Your first letter went to a closed mailbox; this one came in today and goes to the court.\n\n"
            "-----Original Message-----\nFrom: MAILER-DAEMON@x.example\nSent: Monday\nTo: me\n"
            "Subject: Undelivered Mail Returned to Sender\n\n550 5.1.1 User unknown",
        ),
        MailKind.REPLY,
    ),
    Case(
        "bounce-attached-to-a-reply",
        parts(
            said("See what your server answered us; the court has your letter since Tuesday."),
            "Content-Type: message/rfc822\n\nFrom: MAILER-DAEMON@x.example\nSubject: failure\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=in\n\n"
            "--in\nContent-Type: text/plain\n\nUser unknown\n--in\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--in--\n",
        ),
        MailKind.REPLY,
        attachments=("failure.eml",),
    ),
    Case(
        "refers-by-number-only",
        mail(f"Your letter {NUMBER} is before the judge.", subject="Legal assistance", threaded=False),
        MailKind.REPLY,
    ),
    Case(
        "newsletter",
        mail(
            "Our spring catalogue is here!",
            subject="News",
            heads="List-Unsubscribe: <https://x.example>\n",
            threaded=False,
        ).replace(b"k3v9tq", b"x"),
        MailKind.UNRELATED,
        reason="sent_in_bulk",
    ),
    Case(
        "spam",
        mail("Cheap toner, best prices!", subject="Offer", threaded=False).replace(b"mesa+k3v9tq", b"mesa"),
        MailKind.UNRELATED,
        reason="no_sign_of_an_answer",
    ),
    Case(
        "answer-through-a-list",
        mail("The judge signed today.", heads="List-Id: <mla.autoridad.example>\nPrecedence: list\n"),
        MailKind.REPLY,
    ),
)
