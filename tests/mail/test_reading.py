"""Any bytes can be read: the kind, who, what travels along; and nothing that a stranger sends makes it raise."""

from __future__ import annotations

import json
from base64 import b64encode, encodebytes
from datetime import UTC, datetime
from hashlib import sha256
from time import process_time

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from mlat.domain.mailed import MailKind
from mlat.mail.reading import attachments_of, read_mail, reading
from mlat.mail.reading.hypertext import text_of
from tests.mail.corpus.building import (
    NUMBER,
    OURS,
    RETURNED,
    SENT,
    THEIRS,
    Case,
    attached,
    delivery_report,
    mail,
    recipient,
    said,
    status,
)
from tests.mail.corpus.building import parts as several
from tests.mail.corpus.machines import MACHINES
from tests.mail.corpus.messy import MESSY
from tests.mail.corpus.people import PEOPLE
from tests.mail.corpus.wild import WILD

CORPUS = (*PEOPLE, *MACHINES, *MESSY, *WILD)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_what_must_be_read_of_it(case: Case) -> None:
    read = read_mail(case.raw)
    assert (read.kind, read.is_auto_reply) == (case.kind, case.auto), read.reasons
    assert read.is_bounce == (case.kind is MailKind.BOUNCE)
    assert read.failed_recipients == case.failed
    assert tuple(each.name for each in read.attachments) == case.attachments
    assert case.reason in ("", *read.reasons)
    assert case.fresh in (None, read.fresh_text)
    assert case.subject in (None, read.subject)
    assert read.reasons


def test_the_corpus_is_wide() -> None:
    assert len(CORPUS) == len({case.name for case in CORPUS}) > 100
    assert {case.kind for case in CORPUS} == set(MailKind)


def test_who_wrote_to_whom_and_when() -> None:
    read = read_mail(
        mail(
            "Text",
            sender="=?utf-8?Q?Jos=C3=A9_P=C3=A9rez?= <Jose@Autoridad.example>",
            heads="Delivered-To: inner@x.example\n",
        )
    )
    assert (read.sender.address, read.sender.name) == ("jose@autoridad.example", "José Pérez")
    assert [each.address for each in read.recipients] == [OURS, "inner@x.example"]
    assert read.sent_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (read.message_id, read.in_reply_to, read.references) == ("<x1@autoridad.example>", (SENT,), (SENT,))
    assert read.subject == f"Re: {NUMBER}"


def test_ids_and_addresses_survive_what_breaks_the_library() -> None:
    raw = (
        b"From: Doe, John, Prosecutor john@x.example\r\nMessage-ID: <[x\r\n"
        b"References: <a@b.example>,<c@d.example>\r\n\t<e@f.example>\r\nIn-Reply-To: g@h.example\r\n"
        b"Date: nonsense\r\n\r\nText"
    )
    read = read_mail(raw)
    assert read.sender.address == "john@x.example"
    assert (read.message_id, read.sent_at) == ("", None)
    assert read.references == ("<a@b.example>", "<c@d.example>", "<e@f.example>")
    assert read.in_reply_to == ("<g@h.example>",)


def test_of_an_endless_thread_root_and_end_are_kept() -> None:
    thread = " ".join(f"<{at}@x.example>" for at in range(400))
    kept = read_mail(f"Subject: x\r\nReferences: {thread}\r\n\r\nText".encode()).references
    assert (kept[0], kept[-1], len(kept)) == ("<0@x.example>", "<399@x.example>", 200)


def test_an_attachment_is_known_by_name_size_and_hash_and_its_bytes_come_in_the_same_order() -> None:
    raw = several(
        said("Attached."), attached("filename=a.pdf", data=b"AAA"), attached("filename=b.zip", "application/zip", b"PK")
    )
    read = read_mail(raw)
    assert [(each.name, each.declared_type, each.size) for each in read.attachments] == [
        ("a.pdf", "application/pdf", 3),
        ("b.zip", "application/zip", 2),
    ]
    assert read.attachments[0].sha256 == sha256(b"AAA").hexdigest()
    assert list(attachments_of(raw)) == [("a.pdf", "application/pdf", b"AAA"), ("b.zip", "application/zip", b"PK")]


def test_what_lies_in_an_attached_message_says_where_it_lay() -> None:
    within = next(case for case in MESSY if case.name == "a-message-within")
    outer, inner = read_mail(within.raw).attachments
    assert (outer.within, inner.within) == ((), ("Resolution 3.eml",))
    (_, _, whole), (_, _, pdf) = attachments_of(within.raw)
    assert pdf.strip() == b"%PDF"
    assert b"Subject: Resolution 3" in whole


def test_a_report_names_the_mail_it_is_about_and_its_parts_are_no_attachments() -> None:
    raw = delivery_report(said("Failed."), status(recipient("fiscal@x.example", "failed", "5.1.1")), RETURNED)
    read = read_mail(raw)
    assert read.original_message_ids == (SENT,)
    assert NUMBER in read.original_text
    assert NUMBER not in read.text
    assert (read.attachments, list(attachments_of(raw))) == ((), [])


def test_the_copy_below_a_bounce_that_is_only_text_is_found() -> None:
    qmail = read_mail(next(case.raw for case in MACHINES if case.name == "text-bounce-qmail"))
    assert qmail.original_message_ids == (SENT,)
    assert "other@x.example" not in qmail.failed_recipients


def test_a_letter_within_its_seal_is_read() -> None:
    key, certificate = _key()
    inner = several(said("The judge signed."), attached("filename=order.pdf")).replace(b"To:", b"X-To:")
    body = inner[inner.index(b"Content-Type") :]
    sealed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(body)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    raw = mail(
        "",
        heads="Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
        "Content-Transfer-Encoding: base64\n",
    )
    read = read_mail(raw + b64encode(sealed))
    assert read.text == "The judge signed."
    assert [each.name for each in read.attachments] == ["order.pdf"]


def _key() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    at = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(at).not_valid_after(at.replace(year=2030))
    return key, builder.sign(key, hashes.SHA256())


def test_the_whole_text_is_kept_beside_the_fresh_one() -> None:
    read = read_mail(mail("Yes.\n\nOn Fri, 13 Nov 2026 at 09:00, Mesa <m@x.example> wrote:\n> Is it?\n"))
    assert read.fresh_text == "Yes."
    assert "> Is it?" in read.text


def test_what_the_parser_stumbles_over_is_still_shown_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr(reading, "parts_of", stumble)
    read = read_mail(mail("Text"))
    assert (read.kind, read.reasons) == (MailKind.UNREADABLE, ("not_parsed",))
    assert (read.sender.address, read.subject) == (THEIRS, f"Re: {NUMBER}")


def test_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 500)
    read = read_mail(mail("x" * 1000))
    assert (read.kind, read.reasons, read.subject) == (MailKind.UNREADABLE, ("too_large",), f"Re: {NUMBER}")


def test_what_a_seal_wraps_is_counted_as_well_before_it_is_parsed() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(25))
    wrapped = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data", "content": nested + b"--zz\n" * 100_000},
            "signer_infos": [],
        }
    )
    sealed = cms.ContentInfo({"content_type": "signed_data", "content": wrapped}).dump()
    for kind, data in (("application/pkcs7-mime", sealed), ("text/rfc822-headers", nested + b"--zz\n" * 100_000)):
        head = mail("", heads=f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n")
        read = read_mail(head + encodebytes(data))
        assert (read.kind, read.reasons) == (MailKind.UNREADABLE, ("too_many_parts",))


def test_what_no_database_could_hold_is_not_read_into_a_text_or_a_type() -> None:
    halves = read_mail(mail("hola +2AA- adios", heads="Content-Type: text/plain; charset=utf-7\n"))
    assert halves.text == "hola ? adios"
    assert halves.text.encode()
    escapes = read_mail(mail(r"hola \x41", heads="Content-Type: text/plain; charset=unicode_escape\n"))
    assert (escapes.text, escapes.defects) == (r"hola \x41", ("unknown_charset",))
    (odd,) = read_mail(several(said("Attached."), attached("filename=a.bin", "application/x\0y"))).attachments
    assert odd.declared_type == "application/x y"


def test_hostile_markup_takes_one_pass() -> None:
    assert text_of("<a" * 200_000).startswith("<a")
    assert text_of("<style>" * 50_000 + "words") == "words"
    assert text_of("< " * 200_000 + ">").endswith(">")
    assert text_of("before<!--" + "<!--" * 100_000) == "before"


@pytest.mark.parametrize("line", ["a", "1", "[#1", "-", "1-", "/2026/a-"])
@pytest.mark.parametrize("before", ["\r\n", "X-Failed-Recipients: "])
def test_a_line_without_end_takes_no_time(line: str, before: str) -> None:
    began = process_time()
    read_mail(f"From: mailer-daemon@x.example\r\n{before}[#{line * 30_000}\r\n\r\nUser unknown".encode())
    assert process_time() - began < 2, "seconds"


TOKENS = st.sampled_from(
    [
        b"\r\n",
        b"\n\n",
        b"\0",
        b"\xff",
        b"=?utf-8?B?",
        b"?=",
        b"--b1",
        b"--=b1",
        b"<",
        b'"',
        b"(",
        b";",
        b"''",
        b"filename*0*=",
    ]
    + [b"Content-Type: ", b"multipart/mixed; boundary=b1", b"message/rfc822", b"message/delivery-status", b"text/html"]
    + [
        b"charset*=utf-16''x",
        b"charset=\0",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Date: Mon, 1 Jan 0000 24:61:00 -9999\n",
    ]
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.sampled_from([case.raw for case in CORPUS if len(case.raw) < 8_000]),
    st.lists(st.tuples(st.floats(0, 1), TOKENS | st.binary(max_size=12), st.integers(0, 30)), max_size=12),
)
def test_nothing_mangled_makes_it_raise(raw: bytes, changes: list[tuple[float, bytes, int]]) -> None:
    for where, token, dropped in changes:
        at = int(where * len(raw))
        raw = raw[:at] + token + raw[at + dropped :]
    read = read_mail(raw)
    assert [name for name, _, _ in attachments_of(raw)] == [each.name for each in read.attachments]
    assert read.subject.isprintable() or not any(c in read.subject for c in "\r\n\0")
    json.dumps([read.subject, read.text, read.sender.name], ensure_ascii=False).encode()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert read_mail(raw).reasons
    assert read_mail(b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n" + raw).reasons
