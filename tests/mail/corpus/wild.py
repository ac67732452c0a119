"""Phrases as they are met in the wild, several a kind: who adds words to the data adds the mail that lacked them."""

from __future__ import annotations

from mlat.domain.mailed import MailKind
from tests.mail.corpus.building import NUMBER, Case, mail

PHRASES = (
    (
        MailKind.AUTO_REPLY,
        "Thank you for your email. I am currently out of the office with no access to email and will "
        "return on Monday, 7 December. For urgent matters please contact the duty officer at +1 202 "
        "555 0100.",
    ),
    (
        MailKind.AUTO_REPLY,
        "I'm on annual leave until 7 December. In urgent cases please contact my colleague jane@x.example.",
    ),
    (
        MailKind.AUTO_REPLY,
        "Hello, I will be out of the office starting 20/11/2026 and will not return until 07/12/2026. "
        "I will respond to your message when I return.",
    ),
    (
        MailKind.AUTO_REPLY,
        "Gracias por su mensaje. Estaré fuera de la oficina hasta el 7 de diciembre inclusive, sin "
        "acceso al correo electrónico.",
    ),
    (
        MailKind.AUTO_REPLY,
        "Buenos días. Me encuentro fuera de la oficina del 20 de noviembre al 7 de diciembre. Para "
        "asuntos urgentes contacte con...",
    ),
    (MailKind.AUTO_REPLY, "Le informo que estaré ausente por vacaciones hasta el 7 de diciembre."),
    (MailKind.AUTO_REPLY, "Estoy en período de licencia anual. Ante cualquier urgencia comunicarse con la Dra. López."),
    (MailKind.AUTO_REPLY, "Olá! Estou em férias até 07/12. Em caso de urgência, contactar a secretaria."),
    (MailKind.AUTO_REPLY, "Encontro-me ausente do serviço até ao dia 7 de dezembro."),
    (
        MailKind.AUTO_REPLY,
        "Bonjour, absent du bureau jusqu'au 7 décembre inclus, je prendrai connaissance de votre message à mon retour.",
    ),
    (
        MailKind.AUTO_REPLY,
        "Bonjour, je suis actuellement en congés jusqu'au 7 décembre. En cas d'urgence, vous pouvez contacter...",
    ),
    (
        MailKind.AUTO_REPLY,
        "Sehr geehrte Damen und Herren, ich bin bis einschließlich 7. Dezember 2026 nicht im Büro. "
        "Ihre E-Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich bitte an ...",
    ),
    (MailKind.AUTO_REPLY, "Vielen Dank für Ihre Nachricht. Ich bin ab dem 8. Dezember wieder für Sie da."),
    (MailKind.AUTO_REPLY, "Guten Tag, ich befinde mich derzeit im Urlaub."),
    (MailKind.AUTO_REPLY, "Grazie per il messaggio. Sarò assente dall'ufficio fino al 7 dicembre."),
    (MailKind.AUTO_REPLY, "Sono attualmente fuori sede e risponderò appena possibile."),
    (
        MailKind.AUTO_REPLY,
        "Bedankt voor uw bericht. Ik ben tot 7 december afwezig. Voor dringende zaken kunt u contact "
        "opnemen met mijn collega.",
    ),
    (
        MailKind.AUTO_REPLY,
        "Dziękuję za wiadomość. Jestem nieobecny w pracy do 7 grudnia. W pilnych sprawach proszę o kontakt z...",
    ),
    (MailKind.AUTO_REPLY, "Dzień dobry, do 7 grudnia jestem na urlopie i nie mam dostępu do poczty."),
    (
        MailKind.AUTO_REPLY,
        "Kiitos viestistäsi. Olen vuosilomalla 7.12. saakka. Kiireellisissä asioissa ota yhteyttä...",
    ),
    (MailKind.AUTO_REPLY, "Bună ziua, mă aflu în concediu de odihnă în perioada 20.11-07.12."),
    (MailKind.AUTO_REPLY, "Дякую за лист. Перебуваю у щорічній відпустці до 7 грудня."),
    (
        MailKind.AUTO_REPLY,
        "Добрый день! Спасибо за письмо. С 20 ноября по 7 декабря я в отпуске. По срочным вопросам обращайтесь...",
    ),
    (MailKind.AUTO_REPLY, "Здравствуйте. В настоящее время я отсутствую на рабочем месте."),
    (MailKind.AUTO_REPLY, "شكراً لرسالتكم. أنا حالياً خارج المكتب حتى ٧ ديسمبر وسأرد عليكم فور عودتي."),
    (MailKind.AUTO_REPLY, "感谢您的来信。我目前休假中，12月7日返回办公室。紧急事宜请联系同事。"),
    (MailKind.AUTO_REPLY, "您好，我因公出差，暂时无法回复邮件。"),
    (MailKind.AUTO_REPLY, "お世話になっております。誠に勝手ながら、12月7日まで休暇をいただいております。"),
    (MailKind.AUTO_REPLY, "只今不在にしております。"),
    (MailKind.AUTO_REPLY, "धन्यवाद। मैं 7 दिसंबर तक छुट्टी पर हूँ।"),
    (MailKind.AUTO_REPLY, "Terima kasih atas email Anda. Saat ini saya sedang cuti hingga 7 Desember."),
    (MailKind.AUTO_REPLY, "Mesajınız için teşekkürler. 7 Aralık tarihine kadar izinliyim."),
    (MailKind.AUTO_REPLY, "Tack för ditt mejl. Jag är på semester till och med 7 december."),
    (MailKind.AUTO_REPLY, "Tak for din mail. Jeg er på ferie til og med 7. december."),
    (MailKind.AUTO_REPLY, "Děkuji za Váš e-mail. Do 7. prosince čerpám dovolenou."),
    (MailKind.AUTO_REPLY, "Σας ευχαριστώ για το μήνυμά σας. Θα απουσιάζω από το γραφείο έως 7 Δεκεμβρίου."),
    (MailKind.AUTO_REPLY, "Köszönöm levelét. December 7-ig szabadságon vagyok."),
    (MailKind.AUTO_REPLY, "보내주신 메일 감사합니다. 12월 7일까지 휴가 중입니다."),
    (MailKind.AUTO_REPLY, "Cảm ơn bạn đã gửi email. Tôi đang nghỉ phép đến ngày 7 tháng 12."),
    (MailKind.AUTO_REPLY, "ขอบคุณสำหรับอีเมล ขณะนี้ฉันไม่อยู่ที่สำนักงานจนถึงวันที่ 7 ธันวาคม"),
    (
        MailKind.ACKNOWLEDGEMENT,
        "This is to confirm that your request was received by this office on 20 November 2026 and "
        "will be handled in due course.",
    ),
    (
        MailKind.ACKNOWLEDGEMENT,
        "We confirm receipt of your MLA request dated 3 November. Our reference: 26-123-456. Please "
        "use this reference in all future correspondence.",
    ),
    (MailKind.ACKNOWLEDGEMENT, "Received, thank you."),
    (MailKind.ACKNOWLEDGEMENT, "Recibido. Muchas gracias. Saludos"),
    (
        MailKind.ACKNOWLEDGEMENT,
        "Por la presente se acusa recibo de su exhorto, el cual será remitido a la autoridad competente.",
    ),
    (
        MailKind.ACKNOWLEDGEMENT,
        "Nous accusons bonne réception de votre courriel et le transmettons au service compétent.",
    ),
    (
        MailKind.ACKNOWLEDGEMENT,
        "Ihr Ersuchen ist hier am 20.11.2026 eingegangen und wird unter dem Aktenzeichen 9351 E-123/26 bearbeitet.",
    ),
    (MailKind.ACKNOWLEDGEMENT, "Wir haben Ihre Nachricht erhalten und werden uns in Kürze melden."),
    (MailKind.ACKNOWLEDGEMENT, "La vostra richiesta è pervenuta in data odierna."),
    (MailKind.ACKNOWLEDGEMENT, "Wij hebben uw verzoek in goede orde ontvangen."),
    (MailKind.ACKNOWLEDGEMENT, "Państwa wniosek został zarejestrowany pod numerem 123/2026."),
    (MailKind.ACKNOWLEDGEMENT, "Ваш запрос получен и зарегистрирован за № 123-26."),
    (MailKind.ACKNOWLEDGEMENT, "Ваш запит отримано 20 листопада."),
    (MailKind.ACKNOWLEDGEMENT, "您的邮件已收到，我们会尽快处理。"),
    (MailKind.MORE_INFORMATION, "In order to process your request we need the exact username and the time zone used."),
    (MailKind.MORE_INFORMATION, "Could you clarify which account is meant in paragraph 3?"),
    (MailKind.MORE_INFORMATION, "Your request lacks a certified translation. Please provide one within 30 days."),
    (
        MailKind.MORE_INFORMATION,
        "A fin de dar curso a su solicitud, se requiere que amplíe la descripción de los hechos.",
    ),
    (MailKind.MORE_INFORMATION, "¿Podrían indicarnos la fecha exacta del hecho?"),
    (
        MailKind.MORE_INFORMATION,
        "Afin de pouvoir exécuter votre demande, je vous prie de bien vouloir m'indiquer les articles applicables.",
    ),
    (
        MailKind.MORE_INFORMATION,
        "Um Ihr Ersuchen bearbeiten zu können, benötigen wir noch folgende Angaben: Tatzeit und IP-Adresse.",
    ),
    (MailKind.MORE_INFORMATION, "Per poter dare seguito alla richiesta, servono ulteriori informazioni sui fatti."),
    (MailKind.MORE_INFORMATION, "Om uw verzoek te kunnen behandelen hebben wij aanvullende informatie nodig."),
    (MailKind.MORE_INFORMATION, "W celu realizacji wniosku niezbędne są dodatkowe informacje."),
    (MailKind.MORE_INFORMATION, "Для исполнения запроса необходимы дополнительные сведения о владельце счета."),
    (MailKind.MORE_INFORMATION, "为了处理贵方请求，我们需要更多信息。"),
    (MailKind.MORE_INFORMATION, "Precisamos de informações adicionais sobre a conta."),
    (MailKind.REPLY, "The request was executed. The records follow by diplomatic bag."),
    (MailKind.REPLY, "Your request is refused on the ground of ne bis in idem."),
    (MailKind.REPLY, "We will send the answer by 15 January 2027."),
    (
        MailKind.REPLY,
        "Dear Ana, thanks, I have spoken with the prosecutor; he expects the decision next week. Kind regards, Tom",
    ),
    (MailKind.REPLY, "The court granted the order on Tuesday. Please note that I am on leave until 7 December."),
    (
        MailKind.REPLY,
        "Dear Ana,\n\nthe logs went out this morning. I will be out of the office next week. Write to Jane.",
    ),
    (MailKind.REPLY, "El titular falleció en 2025. Estoy de licencia desde el lunes; sigue la causa el Dr. Gómez."),
    (
        MailKind.REPLY,
        "La jueza autorizó el allanamiento. Durante la feria judicial hasta el 31 actúa el juzgado de turno.",
    ),
    (
        MailKind.REPLY,
        "Le juge a signé la commission rogatoire. Je serai absente dès lundi ; Mme Durand suit le dossier.",
    ),
    (MailKind.REPLY, "Das Amtsgericht hat den Beschluss erlassen. Ab Montag bin ich im Urlaub, Herr Meyer übernimmt."),
    (MailKind.REPLY, "Суд вынес постановление об обыске. С понедельника я в отпуске, делом займётся коллега."),
    (MailKind.REPLY, "法院已批准冻结该账户。下周起我正在休假，由王检察官负责。"),
    (MailKind.REPLY, "裁判官が令状を発付しました。来週から不在にしておりますので、田中が担当します。"),
    (
        MailKind.REPLY,
        "The provider answered: this is an automated response, no account matches. The judge wrote to it again.",
    ),
    (MailKind.REPLY, "The user no longer works for the company, as its lawyer told us."),
    (MailKind.AUTO_REPLY, "Dear sender, thank you for writing. From 20 November, Friday, to 7 December I am on leave."),
    (MailKind.AUTO_REPLY, "I'm not in the office this week. I'll reply once I'm back."),
    (MailKind.AUTO_REPLY, "Le agradezco su correo. Disfruto de mi período vacacional; ante algo urgente, llame al 1."),
    (MailKind.AUTO_REPLY, "En este momento no me encuentro en mi puesto de trabajo. Volveré el lunes 7."),
    (MailKind.AUTO_REPLY, "Agradeço o seu contacto. De momento não me encontro ao serviço, regressando no dia 7."),
    (MailKind.AUTO_REPLY, "Guten Tag, ich bin vom 20.11. bis 07.12.2026 nicht am Arbeitsplatz."),
    (MailKind.AUTO_REPLY, "Ik ben tot en met 7 december vrij en lees mijn mail niet."),
    (MailKind.AUTO_REPLY, "Kiitos viestistäsi. En ole töissä juuri nyt, palaan 7.12."),
    (MailKind.AUTO_REPLY, "Tack för ditt mejl. Jag är inte i tjänst förrän den 7 december."),
    (MailKind.AUTO_REPLY, "Добрый день! В данный момент меня нет на рабочем месте."),
    (MailKind.AUTO_REPLY, "Вітаю! Мене не буде на робочому місці до 7 грудня."),
    (MailKind.AUTO_REPLY, "شكراً لرسالتكم. أنا غير متواجد في المكتب حالياً وسأقوم بالرد عليكم فور عودتي."),
    (MailKind.AUTO_REPLY, "안녕하세요. 현재 출장 중으로 메일 확인이 어렵습니다."),
    (
        MailKind.AUTO_REPLY,
        "Bună ziua, mă aflu în concediu. Pentru situații urgente vă rog să contactați secretariatul.",
    ),
    (MailKind.AUTO_REPLY, "Tere, olen puhkusel.\n\nHello, I am on vacation until 7 December."),
    (MailKind.ACKNOWLEDGEMENT, "Dear Ana, it has arrived. I will come back to you."),
    (
        MailKind.MORE_INFORMATION,
        "Para darle curso resulta necesario contar con la fecha y hora exactas de la conexión.",
    ),
    (MailKind.MORE_INFORMATION, "Ohne diese Angabe können wir das Ersuchen nicht weiter bearbeiten."),
    (MailKind.REPLY, "The site made him 'confirm that you are human' 400 times; the trial opens in May."),
    (MailKind.CHALLENGE, "Your message to f@x.example is being held until you verify your address: http://x.example/v"),
    (
        MailKind.CHALLENGE,
        "I use a spam filter. Click the link below to verify that you are a real person: http://x.example/v",
    ),
)
SERVERS = (
    (
        MailKind.BOUNCE,
        "Delivery Status Notification (Failure)",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "** Address not found **\n\nYour message wasn't delivered to bob@x.example because the "
        "address couldn't be found, or is unable to receive mail.\n\nThe response from the remote "
        "server was:\n550 5.1.1 The email account that you tried to reach does not exist.",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "Undeliverable: UFI/2026/REQ-0007",
        "Microsoft Outlook <postmaster@x.example>",
        "Delivery has failed to these recipients or groups:\n\nBob (bob@x.example)\nThe email address "
        "you entered couldn't be found.\n\nDiagnostic information for administrators:\nGenerating "
        "server: AM0.x.example\nbob@x.example\nRemote Server returned '550 5.1.10 "
        "RESOLVER.ADR.RecipientNotFound'\n\nOriginal message headers:\nReceived: from a.b\nFrom: "
        "mesa@fiscalia.example\nTo: other@y.example\nMessage-ID: <q@fiscalia.example>\n",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "Unzustellbar: UFI",
        "System Administrator <sysadmin@x.example>",
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\nFolgende Empfänger konnten "
        "nicht erreicht werden:\n\nbob@x.example am 20.11.2026 10:00\nDas E-Mail-Konto existiert "
        "nicht.",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "Mail delivery failed: returning message to sender",
        "Mail Delivery System <Mailer-Daemon@mx.x.example>",
        "This message was created automatically by mail delivery software.\n\nA message that you sent "
        "could not be delivered to one or more of its\nrecipients. This is a permanent error. The "
        "following address(es) failed:\n\n  bob@x.example\n    host mx.x.example [1.2.3.4]\n    SMTP "
        "error from remote mail server after RCPT TO:<bob@x.example>:\n    550 5.1.1 Recipient not "
        "found\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <mesa@fiscalia.example>\nTo: bob2@x.example\n",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "failure notice",
        "MAILER-DAEMON@yahoo.example",
        "Sorry, we were unable to deliver your message to the following address.\n\n<bob@x.example>:\n"
        "No mx record found for domain=x.example\n\n--- Below this line is a copy of the message.\n\n"
        "Received: from",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "Недоставленное сообщение",
        "mailer-daemon@mail.ru.example",
        "Письмо, отправленное вами, не может быть доставлено:\n\nbob@x.example\n  ошибка: user not found",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "系统退信/Systems bounce",
        "PostMaster@qq.example",
        "抱歉，您的邮件被退回来了……\n收件人：bob@x.example\n退信原因：收件人邮箱不存在",
        ("bob@x.example",),
    ),
    (
        MailKind.BOUNCE,
        "NON-DELIVERY of: UFI",
        "Postmaster@notes.example",
        "Your message\n\n   Subject: UFI\n\nwas not delivered to:\n\n   bob@x.example\n\n"
        "because:\n\n   User bob not listed in Domino Directory",
        ("bob@x.example",),
    ),
    (
        MailKind.DELAYED,
        "Warning: could not send message for past 4 hours",
        "MAILER-DAEMON@x.example",
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE "
        "ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n<bob@x.example>... "
        "Deferred: Connection timed out",
        (),
    ),
    (
        MailKind.DELAYED,
        "Delivery Status Notification (Delay)",
        "mailer-daemon@googlemail.com",
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to "
        "bob@x.example. Gmail will retry for 45 more hours.",
        (),
    ),
    (
        MailKind.DELAYED,
        "Zustellung verzögert: UFI",
        "postmaster@x.example",
        "Die Zustellung an folgende Empfänger verzögert sich: bob@x.example. Es wird weiterhin versucht.",
        (),
    ),
    (
        MailKind.REPLY,
        "Re: UFI",
        "bob@x.example",
        "Your first e-mail could not be delivered because our mailbox was full. It works now; the "
        "court will decide on Friday.",
        (),
    ),
    (
        MailKind.REPLY,
        "Re: Undeliverable: UFI",
        "bob@x.example",
        "I am the postmaster here. The mailbox fiscal@x.example was closed, please write to mesa@x.example.",
        (),
    ),
    (
        MailKind.REPLY,
        "Re: UFI",
        "postmaster@x.example",
        "Dear sir, I forwarded your letter to the competent prosecutor. Best, Bob",
        (),
    ),
    (
        MailKind.READ_RECEIPT,
        "Leído: UFI",
        "bob@x.example",
        "Su mensaje\n\n  Para: bob\n  Asunto: UFI\n  Enviado: viernes\n\n se leyó el viernes.",
        (),
    ),
    (
        MailKind.READ_RECEIPT,
        "Read: UFI/2026/REQ-0007",
        "bob@x.example",
        "Your message\n\n   To: Bob\n   Subject: UFI\n   Sent: Friday\n\n was read on Friday, 20 November.",
        (),
    ),
    (
        MailKind.AUTO_REPLY,
        "Abwesenheitsnotiz: UFI",
        "bob@x.example",
        "Ich bin vom 20.11. bis 7.12. nicht erreichbar.",
        (),
    ),
    (MailKind.AUTO_REPLY, "Autosvar: UFI", "bob@x.example", "Hej!", ()),
    (MailKind.AUTO_REPLY, "Řízení: automatická odpověď", "bob@x.example", "Jsem na dovolené.", ()),
)

MORE_THAN_RECEIVED = (
    "We acknowledge receipt under number 55/2026. Regrettably the assistance sought may not be granted under our law.",
    "We acknowledge receipt under number 55/2026. We return the request, as we are not the competent authority.",
    "We acknowledge receipt under number 55/2026. The court has refused the request for lack of jurisdiction.",
    "We confirm receipt under ticket 999999. The account will be preserved until 1 February 2027.",
    "Acusamos recibo con el expediente 55/2026. El juez ha denegado la asistencia.",
    "Acusamos o recebimento sob o número 55/2026. Esta autoridade não é competente.",
    "Nous accusons réception de votre demande, n° 55/2026. Elle a été transmise au parquet de Lyon.",
    "Wir bestätigen den Eingang unter Aktenzeichen 55/26. Die hiesige Behörde ist nicht zuständig.",
)
"""Acknowledgements that also decide something: they are for a person, who would else never look at them."""

WILD = (
    *(
        Case(f"more-than-received-{at}", mail(text), MailKind.REPLY, reason="words_answer")
        for at, text in enumerate(MORE_THAN_RECEIVED)
    ),
    *(
        Case(
            f"phrase-{at}-{kind}",
            mail(text, subject=f"Re: {NUMBER}"),
            kind,
            kind is MailKind.AUTO_REPLY or kind is MailKind.CHALLENGE,
        )
        for at, (kind, text) in enumerate(PHRASES)
    ),
    *(
        Case(
            f"server-{at}-{kind}",
            mail(text, subject=subject, sender=sender, threaded=False),
            kind,
            kind is MailKind.AUTO_REPLY,
            failed=failed,
        )
        for at, (kind, subject, sender, text, failed) in enumerate(SERVERS)
    ),
)
