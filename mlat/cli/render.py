"""`mlat render`: a record file as PDF, DOCX or field sheet. Needs no settings and no database."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from mlat.cli.answer import answer, json_option
from mlat.documents import docx, pdf, press, sheet
from mlat.documents.provenance import provenance
from mlat.documents.recordfile import read
from mlat.domain.problems import Problem

RECORD = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
@RECORD
@click.option("--form", "form_id", metavar="ID", help="Print it on this form instead of the record's own.")
@click.option("--lang", "language", metavar="CODE", help="In this language instead of the record's own.")
@click.option(
    "--copy",
    "whose",
    type=click.Choice(["provider", "authority", "file", "family"]),
    help="Whose copy it is.",
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--docx", "as_docx", is_flag=True, help="Write an editable DOCX instead of the PDF.")
@click.option("--sheet", "with_sheet", is_flag=True, help="Answer with the fields to copy into a portal.")
@json_option
def render(
    file: Path,
    form_id: str | None,
    language: str | None,
    whose: str | None,
    out: Path,
    as_docx: bool,
    with_sheet: bool,
    as_json: bool,
) -> None:
    """Print a record FILE (JSON or TOML; see docs/record-file.md)."""
    record = read(file, form=form_id, language=language, copy=whose)
    written = docx.write(record) if as_docx else press.write(record)
    _save(out, written)
    fields = sheet.fields(record) if with_sheet else ()
    made: dict[str, object] = {
        "file": str(out),
        "form": record.form,
        "language": record.language,
        "copy": record.copy,
        "pages": None if as_docx else pdf.pages(written),
        "bytes": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
        "made_from": provenance(record),
    }
    if with_sheet:
        made["sheet"] = [{"label": label, "value": value} for label, value in fields]
    lines = [f"{out}: {len(written)} bytes", *(f"{label}: {value}" for label, value in fields)]
    answer(made, as_json=as_json, words="\n".join(lines))


def _save(out: Path, written: bytes) -> None:
    """The whole file or none of it."""
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(written)
        part.replace(out)
    except OSError as error:
        raise Problem(
            "out.unwritable", str(out), "This file cannot be written.", "Choose a folder that exists."
        ) from error
