"""One letter with new text each time against a naive call; two workers against one; what a signature costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from mlat.documents import archive, pdf, press, sign
from mlat.domain.record import AnnexLine, Contact, IdentifierLine, OffenceLine, Party, Record, Signatory
from tests.bench.measure import Ratio, compare, require

ROUNDS = 5
AT_MOST = 0.70
"""Of the time of a naive call."""
TWO = 1 / 1.7
"""What two workers take of the time of one, on two cores."""
BATCH = 8
AT = datetime(2026, 3, 2, tzinfo=UTC)


def run() -> Iterator[Ratio]:
    """The whole way from record to file, tagged; then many letters by one worker and by two; then a signature."""
    require(pdf.write(letter(0)).startswith(b"%PDF-1.7"), "no PDF was written")
    import weasyprint  # only after ours: the first paper points fontconfig at our fonts

    pages = [pdf.proof(letter(turn)).page for turn in range(ROUNDS + 1)]
    naive = [_naive(page) for page in pages]

    def ours(turn: int) -> bytes:
        return pdf.write(letter(turn))

    def layout(page: str) -> bytes:
        written: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant=archive.VARIANT)
        return written

    yield compare(
        "letter",
        ours,
        lambda turn: layout(naive[turn]),
        against="HTML(string=...).write_pdf() with columns that measure their text",
        at_most=AT_MOST,
        rounds=ROUNDS,
    )
    same = "HTML(string=...).write_pdf() of our own page"
    yield compare("letter.same_page", ours, lambda turn: layout(pages[turn]), against=same, rounds=ROUNDS)
    yield from _workers()
    yield _signature()


def _naive(page: str) -> str:
    """The page as one would write it first: each pair of columns as wide as its text wants."""
    flexible = re.sub(r"display: table; table-layout: fixed; width: 100%", "display: flex", page)
    require(flexible != page, "the page has no fixed columns")
    return flexible.replace("display: table-cell; vertical-align: top", "").replace("table-layout: fixed", "")


def _workers() -> Iterator[Ratio]:
    def by(workers: int, turn: int) -> None:
        with ThreadPoolExecutor(workers) as pool:
            made = list(pool.map(press.write, [letter(turn * BATCH + each) for each in range(BATCH)]))
        require(all(each.startswith(b"%PDF-1.7") for each in made), "a letter is missing")

    yield compare(
        "letter.two_workers",
        lambda turn: by(2, turn),
        lambda turn: by(1, turn),
        against=f"the same {BATCH} letters by one worker",
        at_most=TWO if press.CORES > 1 else None,
        rounds=3,
    )


def _signature() -> Ratio:
    key, certificate = sign.new_office_key("Example", AT)
    plain = pdf.write(letter(0))
    return compare(
        "letter.signature",
        lambda turn: sign.seal(plain, key, certificate, AT, "Ana Ejemplo"),
        lambda turn: pdf.write(letter(turn)),
        against="the letter that is signed",
        rounds=ROUNDS,
    )


def letter(turn: int) -> Record:
    """A preservation request to a company, as a case of today has it; `turn` changes number and text."""
    return Record(
        form="provider_preservation",
        copy="provider",
        language="en",
        title="Request to preserve account data",
        sender=Party(
            "Unidad Fiscal Especializada en Delitos Informáticos",
            ("Calle de Ejemplo 100", "Buenos Aires"),
            "AR",
            "America/Argentina/Buenos_Aires",
        ),
        recipient=Party("Example Games Inc.", ("Law Enforcement Response", "1 Example Way"), "US"),
        contact=CONTACT,
        place="Buenos Aires",
        on=date(2026, 3, 2),
        number=f"UFE-P-2026-{turn:05}",
        proof_code=f"7KQ2-{turn:04}",
        case_reference="FCB 1234/2026",
        instrument="Ley 27.411",
        article="art. 16",
        measure="preservation",
        instrument_id="coe.185.preservation",
        fields={
            "identifiers": ACCOUNTS,
            "data_categories": ("subscriber", "traffic", "content"),
            "data_sought": "Log-in addresses with ports and instants.\n\nDevices, linked accounts, messages.",
            "date_range": "2025-12-01/2026-03-02",
            "legal_basis": "Article 16 of the Convention on Cybercrime, in force for Argentina since 2018.",
            "offences": (OffenceLine("131", "Código Penal", "Grooming", "6 months to 4 years"),),
            "link_account_offence": (
                f"The accounts wrote to a child of eleven years on {turn + 3} days of February 2026, "
                "in a game and then in two messengers, posing as a child of the same age.\n\n"
                "One of them asked for pictures."
            ),
            "necessity": "Log-in records are kept for a short time only, and the accounts are still in use.",
            "child_safety_statement": True,
            "cybertip": ("000000001",),
            "no_notice": True,
            "intent_mla": True,
            "deadline_wish": date(2026, 3, 9),
        },
        annexes=(AnnexLine(1, "court_order", 3, "0" * 64, "es", "provider"),),
        signatories=(Signatory("Ana Ejemplo", "Prosecutor", "ink"),),
        marks=("training",),
        verify_url=f"https://mlat.example.org/check/7KQ2-{turn:04}",
    )


CONTACT = Contact(
    name="Ana Ejemplo",
    function="Prosecutor",
    email="office@example.org",
    phone="+54 11 0000 0000",
    hours="Monday to Friday, 8 to 20",
    zone="America/Argentina/Buenos_Aires",
)
ACCOUNTS = (
    IdentifierLine("numeric_id", "0000000001", "Example Games", synthetic=True),
    IdentifierLine("username", "example_child_11", "Example Pictures", used="2026-02-01/2026-02-20", synthetic=True),
    IdentifierLine("ip", "192.0.2.44", instants=("2026-02-11T22:04:31Z",), port=51123, synthetic=True),
    IdentifierLine("ip", "198.51.100.7", instants=("2026-02-14T01:15:02Z",), port=40112, synthetic=True),
)
