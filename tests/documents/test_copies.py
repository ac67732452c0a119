"""What each copy must not hold, in the text, the metadata and the properties of PDF and DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest

from mlat.documents import copies, docx, pdf, render, sheet
from mlat.documents.forms import form, forms
from mlat.domain.problems import Problem
from mlat.domain.record import AnnexLine, Copy, IdentifierLine, PersonLine, Record, Tone
from tests.documents.conftest import pdfium_text
from tests.documents.records import CHILD, PERSONS, SECRET_FACTS, SUSPECT, record

PROVIDER_FORMS = [each.id for each in forms().values() if each.recipients == "provider"]


def everything_in(made: Record) -> str:
    """All that the PDF, the DOCX and the field sheet say, visibly or not, in one line."""
    written = pdf.write(made)
    parts = [pdfium_text(written)]
    if made.copy != "family":
        parts += [value for _, value in sheet.fields(made)]
    with pikepdf.open(io.BytesIO(written)) as opened:
        parts += [str(value) for value in opened.docinfo.values()]
        parts.append(opened.Root.Metadata.read_bytes().decode())
        parts += [str(name) for name in opened.attachments]
        parts += [file.get_file().read_bytes().decode() for file in opened.attachments.values()]
        parts += [str(item.title) for item in opened.open_outline().root]
    with zipfile.ZipFile(io.BytesIO(docx.write(made))) as archive:
        parts += archive.namelist()
        parts += [
            re.sub(r"<[^>]+>", "", archive.read(name).decode())
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        ]
    return " ".join(" ".join(parts).split())


COPIES: dict[str, tuple[Copy, ...]] = {
    "provider": ("provider", "file"),
    "authority": ("authority", "file"),
    "family": ("family",),
    "translator": ("translator", "file"),
}
EVERY_COPY = sorted(
    (each.id, copy)
    for each in forms().values()
    for copy in {*COPIES[each.recipients], *((each.second_copy,) if each.second_copy else ())}
)
LATIN = "Latina Ferreyrova"
COURT = "Juzgado Reservado 3"
OF_THE_CHILD = (CHILD, "Ferreyra", LATIN)
OF_THE_CASE = (
    SUSPECT, SECRET_FACTS, "barrio inventado", "V1", "skydiver", "203.0.113.77", "Instagram", "26.137", "Cancillería",
    "CCC 12345/2026", "art. 131", COURT, "abababab", "cdcdcdcd",
)  # fmt: skip
NOT_FOR: dict[Copy, tuple[str, ...]] = {
    "provider": (*OF_THE_CHILD, SUSPECT, SECRET_FACTS, "barrio inventado", "V1", COURT, "cdcdcdcd"),
    "authority": OF_THE_CHILD,
    "file": OF_THE_CHILD,
    "family": (*OF_THE_CHILD, *OF_THE_CASE),
    "translator": (*OF_THE_CHILD, *OF_THE_CASE),
}


def with_every_secret(form_id: str, copy: Copy) -> Record:
    """A record of this form and copy to which everything that a case holds was given."""
    given, whole = record(form_id, copy=copy), record("mla_request")
    child, *others = PERSONS
    persons = (replace(child, latin=LATIN), *others)
    own = AnnexLine(3, "court_order", 2, "ef" * 32, "es", "authority", issuer=COURT)
    more = {"persons": persons, "facts": SECRET_FACTS, "identifiers": whole.fields["identifiers"]}
    return replace(given, fields=whole.fields | given.fields | more, annexes=(*given.annexes, own))


@pytest.mark.matrix
@pytest.mark.parametrize(("form_id", "copy"), EVERY_COPY)
def test_no_form_says_in_any_of_its_files_what_is_not_for_its_reader(form_id: str, copy: Copy) -> None:
    if form_id == copies.SEALED:
        return  # the one that names the child, below
    said = everything_in(with_every_secret(form_id, copy))
    of_others = [
        f"Texto de {each.id}, art. 1."
        for each in form(form_id).fields()
        if each.when.copies and copy not in each.when.copies and each.type in ("text", "paragraphs")
    ]
    assert [secret for secret in (*NOT_FOR[copy], *of_others) if secret in said] == []


@pytest.mark.parametrize(
    "form_id",
    [
        each
        if each in ("provider_disclosure", "provider_extension", "provider_inquiry")
        else pytest.param(each, marks=pytest.mark.matrix)
        for each in PROVIDER_FORMS
    ],
)
def test_a_company_sees_no_person_and_no_facts(form_id: str) -> None:
    given = record(form_id)
    given = replace(
        given,
        fields=given.fields | {"facts": SECRET_FACTS, "persons": record("mla_request").fields["persons"]},
    )
    said = everything_in(given)
    for secret in (
        CHILD,
        SUSPECT,
        "barrio inventado",
        SECRET_FACTS,
        "V1",
        "lacrado",
        "(reservado)",
        "cdcdcdcd",
    ):
        assert secret not in said, secret
    assert "203.0.113.77" in said or form_id in ("provider_extension", "provider_inquiry")


@pytest.mark.parametrize("tone", ["gentle", pytest.param("firm", marks=pytest.mark.matrix)])
def test_a_letter_that_asks_a_company_for_news_tells_nothing_of_the_investigation(tone: Tone) -> None:
    """Every value that a case and a request hold is given to it: only what finds the request there is printed."""
    given, whole = (
        record("provider_inquiry", language="en", tone=tone),
        with_every_secret("provider_inquiry", "provider"),
    )
    asked, disclosure = record("provider_preservation"), record("provider_disclosure")
    named = {"identifiers": asked.fields["identifiers"], "offences": asked.fields["offences"], "order": COURT}
    said = everything_in(
        replace(whole, language="en", tone=tone, fields=disclosure.fields | whole.fields | named | given.fields)
    )
    for secret in (
        *OF_THE_CHILD, SUSPECT, SECRET_FACTS, "V1", "S1", "skydiver", "Instagram", "203.0.113.77", "2026-02-11",
        "art. 131", "Contacto con un menor", "sexual exploitation", COURT, "Texto de link_account_offence",
        "Texto de necessity", "Texto de data_sought", "Subscriber information", "cdcdcdcd",
    ):  # fmt: skip
        assert secret not in said, secret
    for needed in ("Texto de previous_request", "Texto de foreign_reference", "Texto de legal_basis", "20 March 2026"):
        assert needed in said, needed


@pytest.mark.parametrize("copy", ["authority", "file"])
def test_an_authority_sees_the_code_of_the_child_only(copy: Copy) -> None:
    said = everything_in(record("mla_request", copy=copy))
    assert CHILD not in said
    assert "Ferreyra" not in said
    assert "V1" in said
    assert SUSPECT in said


def test_a_family_sees_milestones_only() -> None:
    given = record("mla_request")
    letter = record("family_status")
    said = everything_in(replace(letter, fields=given.fields | letter.fields, legs=given.legs))
    for secret in (
        CHILD, SUSPECT, SECRET_FACTS, "Instagram", "skydiver", "203.0.113.77", "V1", "26.137", "Cancillería",
        "CCC 12345/2026", "art. 131",
    ):  # fmt: skip
        assert secret not in said, secret
    assert "5 de marzo de 2026" in said


def test_the_sealed_annex_names_the_child_for_authorities_only() -> None:
    said = everything_in(record(copies.SEALED))
    assert CHILD in said
    assert SUSPECT not in said
    for whose in ("provider", "family"):
        with pytest.raises(Problem) as caught:
            render.html(record(copies.SEALED, copy=whose))
        assert caught.value.code == "copy.sealed"


@pytest.mark.parametrize("text", [f"La niña {CHILD} fue contactada.", "FERREYRA, Lucia Inventada"])
@pytest.mark.parametrize("copy", ["authority", "file"])
def test_a_name_in_free_text_is_refused(text: str, copy: Copy) -> None:
    given = record("mla_request", copy=copy)
    given = replace(given, fields=given.fields | {"facts": text})
    with pytest.raises(Problem) as caught:
        render.html(given)
    assert caught.value.code == "copy.names_child"


@pytest.mark.parametrize("form_id", ["provider_preservation", "mla_request"])
def test_an_account_that_spells_the_childs_name_is_printed_as_it_is(form_id: str) -> None:
    given = record(form_id, never=("Ana Sol",))
    account = IdentifierLine("username", "ana.sol", "Roblox", used="2026-01-20/2026-02-14")
    given = replace(given, fields=given.fields | {"identifiers": (account,)})
    assert "ana.sol" in render.html(given)
    noted = replace(given, fields=given.fields | {"identifiers": (replace(account, note="of Ana Sol"),)})
    with pytest.raises(Problem) as caught:
        render.html(noted)
    assert caught.value.code == "copy.names_child"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("王小明", "被害人王小明在家中被联系。"),
        ("山田 太郎", "被害者は山田太郎です。"),
        ("김민수", "피해자 김민수가 연락을 받았다."),
        ("สมชาย ใจดี", "ผู้เสียหายคือสมชายใจดีถูกติดต่อ"),
        ("مريم أحمد", "تم الاتصال بمريم احمد"),
        ("Łucja Żak", "Lucja Zak fue contactada."),
        ("Lucía Sol", "La niña Lu\u00adcía Sol fue contactada."),
    ],
)
def test_a_name_is_found_as_its_script_writes_it(name: str, text: str) -> None:
    given = record("mla_request", never=(name,))
    given = replace(given, fields=given.fields | {"facts": text})
    with pytest.raises(Problem) as caught:
        copies.reduced(given, form("mla_request"))
    assert caught.value.code == "copy.names_child"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("李", "李子"),
        ("กิ่ง", "ผู้ต้องหาใช้แพลตฟอร์ม"),
        ("王 文", "国王的文件"),
        ("Ana Sol", "Banana Solar"),
        ("¿?", "La niña"),
    ],
)
def test_a_name_is_not_found_in_other_words(name: str, text: str) -> None:
    given = record("mla_request", never=(name,))
    assert copies.reduced(replace(given, fields=given.fields | {"facts": text}), form("mla_request"))


def test_a_name_is_looked_for_in_every_text_of_the_copy() -> None:
    given = record("provider_preservation")
    people = (PersonLine("V1", "victim", name="Ana Sol"),)
    with pytest.raises(Problem):
        copies.reduced(
            replace(given, fields=given.fields | {"persons": people}, case_reference="Causa Ana Sol"),
            form("provider_preservation"),
        )


def test_a_family_copy_keeps_nothing_that_could_be_printed_by_mistake() -> None:
    letter = record("family_status")
    copy = copies.reduced(replace(letter, fields=record("mla_request").fields | letter.fields), form(letter.form))
    assert (copy.instrument, copy.article, copy.case_reference, copy.legs, copy.annexes) == ("", "", "", (), ())
    assert copy.clauses == {}
    assert copy.fields.keys() == {"milestones", "wait_months", "support"}
