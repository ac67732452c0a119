"""Mail as it really comes: raw eight bits, lies about charsets, broken heads, names that want to be paths."""

from __future__ import annotations

from base64 import b64encode

from mlat.domain.mailed import MailKind
from tests.mail.corpus.building import NUMBER, SENT, THEIRS, Case, attached, mail, parts, said


def raw(head: bytes, body: bytes = b"The judge signed on 4 December.") -> bytes:
    """A mail from bytes, from an authority, in answer to ours."""
    return b"From: " + THEIRS.encode() + b"\r\nIn-Reply-To: " + SENT.encode() + b"\r\n" + head + b"\r\n\r\n" + body


WORD = "=?windows-1251?B?" + b64encode("Ответ по запросу".encode("cp1251")).decode() + "?="
SPLIT = (
    f"=?utf-8?B?{b64encode('日本'.encode()[:4]).decode()}?=\r\n =?utf-8?B?{b64encode('日本'.encode()[4:]).decode()}?="
)
LONG_NAME = "filename*0*=utf-8''Respuesta%20del%20; filename*1*=Juzgado%20N%C2%BA%203; filename*2=\" (copia).pdf\""

MESSY = (
    Case("utf8-in-the-head", raw("Subject: Contestación".encode()), MailKind.REPLY, subject="Contestación"),
    Case("latin1-in-the-head", raw("Subject: Contestación".encode("latin-1")), MailKind.REPLY, subject="Contestación"),
    Case(
        "cp1251-in-the-head",
        raw("Subject: Ответ на запрос".encode("cp1251")),
        MailKind.REPLY,
        subject="Ответ на запрос",
    ),
    Case(
        "koi8-in-the-head", raw("Subject: Ответ на запрос".encode("koi8-r")), MailKind.REPLY, subject="Ответ на запрос"
    ),
    Case(
        "charset-of-the-body-helps-the-head",
        raw(
            "Subject: 关于协助请求".encode("gb2312") + b"\r\nContent-Type: text/plain; charset=gb2312",
            "法官已签字。".encode("gb2312"),
        ),
        MailKind.REPLY,
        subject="关于协助请求",
        fresh="法官已签字。",
    ),
    Case(
        "charset-of-a-part-helps-the-head-and-the-name",
        raw(
            "Subject: 照会の回答\r\nContent-Type: multipart/mixed; boundary=a".encode("cp932"),
            (
                "--a\r\nContent-Type: text/plain; charset=shift_jis\r\n\r\n令状。\r\n"
                '--a\r\nContent-Type: application/pdf; name="令状.pdf"\r\n\r\n%PDF\r\n--a--\r\n'
            ).encode("cp932"),
        ),
        MailKind.REPLY,
        subject="照会の回答",
        attachments=("令状.pdf",),
        fresh="令状。",
    ),
    Case(
        "japanese-that-shifts-in-the-head",
        raw("Subject: Re: 照会に対する回答".encode("iso2022_jp")),
        MailKind.REPLY,
        subject="Re: 照会に対する回答",
    ),
    Case(
        "a-name-for-old-programs-beside-the-real-one",
        parts(said("x"), attached("filename=\"Resolucion.pdf\"; filename*=UTF-8''Resoluci%C3%B3n.pdf")),
        MailKind.REPLY,
        attachments=("Resolución.pdf",),
    ),
    Case("encoded-cp1251", raw(f"Subject: {WORD}".encode()), MailKind.REPLY, subject="Ответ по запросу"),
    Case("a-letter-over-two-words", raw(f"Subject: {SPLIT}".encode()), MailKind.REPLY, subject="日本"),
    Case("broken-base64-word", raw(b"Subject: =?utf-8?B?SGVsbG8?="), MailKind.REPLY, subject="Hello"),
    Case("unknown-charset-word", raw(b"Subject: =?x-none?Q?Hello=20you?="), MailKind.REPLY, subject="Hello you"),
    Case(
        "newline-in-the-subject",
        raw(b"Subject: =?utf-8?Q?Ours=0D=0ABcc:_all=40x.example?="),
        MailKind.REPLY,
        subject="Ours Bcc: all@x.example",
    ),
    Case(
        "unknown-charset",
        raw(b"Content-Type: text/plain; charset=klingon", "Señal".encode()),
        MailKind.REPLY,
        fresh="Señal",
    ),
    Case(
        "utf8-called-latin1",
        raw(b"Content-Type: text/plain; charset=iso-8859-1", "Señal".encode()),
        MailKind.REPLY,
        fresh="Señal",
    ),
    Case(
        "latin1-called-utf8",
        raw(b"Content-Type: text/plain; charset=utf-8", "Señal".encode("latin-1")),
        MailKind.REPLY,
        fresh="Señal",
    ),
    Case(
        "latin1-called-ascii",
        raw(b"Content-Type: text/plain; charset=us-ascii", "Señal".encode("latin-1")),
        MailKind.REPLY,
        fresh="Señal",
    ),
    Case(
        "a-codec-that-is-no-charset",
        raw(b"Content-Type: text/plain; charset=rot13", b"Ham"),
        MailKind.REPLY,
        fresh="Ham",
    ),
    Case("broken-message-id", raw(b"Message-ID: <[x\r\nReferences: <a@b> <<c@d> e@f>"), MailKind.REPLY),
    Case("broken-date", raw(b"Date: Fri, 99 Foo 20266 99:99:99 +9999"), MailKind.REPLY),
    Case("no-content-type", raw(b"X: y"), MailKind.REPLY),
    Case("a-boundary-that-never-comes", raw(b"Content-Type: multipart/mixed; boundary=zz"), MailKind.REPLY),
    Case("no-boundary-at-all", raw(b"Content-Type: multipart/mixed"), MailKind.REPLY),
    Case(
        "names-of-rfc2231",
        parts(said("x"), attached(LONG_NAME)),
        MailKind.REPLY,
        attachments=("Respuesta del Juzgado Nº 3 (copia).pdf",),
    ),
    Case(
        "name-as-encoded-word",
        parts(said("x"), attached(f'filename="{WORD}.pdf"')),
        MailKind.REPLY,
        attachments=("Ответ по запросу.pdf",),
    ),
    Case(
        "name-in-raw-bytes",
        parts(said("x"), attached('filename="Resolución.pdf"')),
        MailKind.REPLY,
        attachments=("Resolución.pdf",),
    ),
    Case(
        "name-in-an-unknown-charset",
        parts(said("x"), attached("filename*=klingon''a%C3%B1o.pdf")),
        MailKind.REPLY,
        attachments=("año.pdf",),
    ),
    Case("name-that-climbs", parts(said("x"), attached('filename="../../etc/x"')), MailKind.REPLY, attachments=("x",)),
    Case(
        "name-of-windows",
        parts(said("x"), attached(r'filename="C:\\docs\\x.pdf"')),
        MailKind.REPLY,
        attachments=("x.pdf",),
    ),
    Case(
        "name-that-turns",
        parts(said("x"), attached('filename="a\u202efdp.exe"')),
        MailKind.REPLY,
        attachments=("afdp.exe",),
    ),
    Case("name-only-dots", parts(said("x"), attached('filename=".."')), MailKind.REPLY, attachments=("unnamed.pdf",)),
    Case(
        "winmail",
        parts(said("x"), attached("filename=winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22\x01")),
        MailKind.REPLY,
        attachments=("winmail.dat",),
    ),
    Case(
        "a-message-within",
        parts(
            said("For your file."),
            "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: Resolution 3\n"
            "Content-Type: multipart/mixed; boundary=in\n\n--in\n\nI am out of the office.\n"
            "--in\nContent-Type: application/pdf; name=resolution.pdf\n\n%PDF\n--in--\n",
            heads=f"References: {SENT}\n",
        ),
        MailKind.REPLY,
        attachments=("Resolution 3.eml", "resolution.pdf"),
        fresh="For your file.",
    ),
    Case(
        "html-only",
        mail(
            "<html><head><style>p{}</style><title>T</title></head><body><p>Se accedi&oacute; al pedido.</p>"
            "<p>Descarga: <a href='https://x.example/d/1'>aquí</a></p><!-- x --><div class=gmail_quote>"
            "El vie, 20 nov 2026 a las 10:00, Mesa (mesa@x.example) escribió:<br>"
            "<blockquote>Sírvase remitir los datos.</blockquote></div></body></html>",
            html=True,
        ),
        MailKind.REPLY,
        fresh="Se accedió al pedido.\n\nDescarga: aquí (https://x.example/d/1)",
    ),
    Case(
        "both-versions",
        parts(said("The judge signed."), "Content-Type: text/html\n\n<p>The judge signed.</p>", subtype="alternative"),
        MailKind.REPLY,
        fresh="The judge signed.",
    ),
    Case("empty", b"", MailKind.UNREADABLE, reason="empty"),
    Case("a-picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), MailKind.UNREADABLE, reason="no_head"),
    Case(
        "nested-too-deep",
        b"From: a@b.example\nSubject: deep\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(120)),
        MailKind.UNREADABLE,
        reason="too_deep",
        subject="deep",
    ),
    Case(
        "nested-beyond-any-parser",
        b"From: a@b.example\nSubject: deeper\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1500)),
        MailKind.UNREADABLE,
        reason="too_many_parts",
        subject="deeper",
    ),
    Case(
        "more-parts-than-anybody-sends",
        parts(*["\nx"] * 1200, subject=NUMBER),
        MailKind.UNREADABLE,
        reason="too_many_parts",
    ),
)
