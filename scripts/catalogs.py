"""The catalogs of every language: collect the texts, begin a language, and check that all is fresh and sound.

    scripts/catalogs.py                  collect the texts again into every catalog that is there
    scripts/catalogs.py CODE             the same for one language of locale/locales.toml (begins it, if new)
    scripts/catalogs.py --only legal     one kind of catalog (ui, legal, family)
    scripts/catalogs.py --check          change nothing: freshness, gaps, placeholders, plural rule, msgfmt, pofilter

Exit 0 done, 1 the check found something, 2 wrong use.
"""

from __future__ import annotations

import argparse
import ast
import io
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from mlat.domain.locales import Locale
from mlat.domain.problems import Problem, Problems
from mlat.i18n import SOURCE, locale, locales

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("ui", "legal", "family")
KEYWORDS = {
    "N_": None,
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SPOKEN = {"Problem": (2, 3), "Finding": (3, 4), "Stale": ()}
"""Where a call to one of ours holds what it says and its remedy."""
SAID = ("says", "remedy")
"""Names under which such a text is held before the call, and its keywords."""
PAPER_SOURCES = ("abroad", "names", "marks", "wording", "paper", "render", "phrases", "mailtext")
POFILTER = (
    "printf",
    "variables",
    "escapes",
    "newlines",
    "tabs",
    "doublespacing",
    "startwhitespace",
    "endwhitespace",
    "blank",
)
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every header: a catalog changes when its texts do, and at no other time."""

Found = tuple[str, object]


def collected(name: str) -> Catalog:
    """Every text of one kind of catalog, in the order of the files."""
    catalog = Catalog(project="mlat", charset="utf-8", creation_date=FIXED)
    for where, message in _texts(name):
        catalog.add(message, locations=[(where, 0)])  # type: ignore[arg-type]  # a text or (singular, plural)
    return catalog


def _texts(name: str) -> Iterator[Found]:
    yield from _forms(name)
    if name == "ui":
        for file in sorted(ROOT.glob("mlat/**/*.py")):
            yield from _python(file)
            yield from _spoken(file)
        folders = ("web", "mail")
    else:
        files = PAPER_SOURCES if name == "legal" else ("marks",)
        for stem in sorted(files):
            yield from _python(ROOT / "mlat" / "documents" / f"{stem}.py")
        if name == "legal":
            yield from _python(ROOT / "mlat" / "domain" / "forms.py")
        folders = (f"documents/{name}", "documents/shared")
    for folder in folders:
        for file in sorted((ROOT / "templates" / folder).rglob("*")):
            if file.suffix in (".html", ".txt"):
                yield from _jinja(file)


def _forms(name: str) -> Iterator[Found]:
    """What a form prints goes to its own catalog; the pages show all of it, and the help."""
    for file in sorted((ROOT / "forms").glob("*.toml")):
        form = tomllib.loads(file.read_text(encoding="utf-8"))
        if name not in ("ui", form["catalog"]):
            continue
        where = str(file.relative_to(ROOT))
        yield where, form["title"]
        tones = form.get("tones", ())
        yield from ((where, each[key]) for each in tones for key in ("opening", "of_many") if each.get(key))
        for section in form.get("sections", ()):
            yield where, section["title"]
            for field in section["fields"]:
                keys = ("label", "sentence", "help") if name == "ui" else ("label", "sentence")
                yield from ((where, field[key]) for key in keys if field.get(key))


def _python(file: Path) -> Iterator[Found]:
    with file.open("rb") as source:
        for _line, message, _comments, _context in extract("python", source, KEYWORDS, (), {}):
            yield str(file.relative_to(ROOT)), message


def _jinja(file: Path) -> Iterator[Found]:
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    with file.open("rb") as source:
        for _line, message, _comments, _context in extract("jinja2.ext:babel_extract", source, KEYWORDS, (), options):
            yield str(file.relative_to(ROOT)), message


def _spoken(file: Path) -> Iterator[Found]:
    """What problems and findings say, and their remedies: plain literals at known places, or under those names."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPOKEN:
            said = [node.args[at] for at in SPOKEN[node.func.id] if at < len(node.args)]
            said += [each.value for each in node.keywords if each.arg in SAID]
        elif isinstance(node, ast.Assign):
            said = [value for name, value in _named(node.targets[0], node.value) if name in SAID]
        for each in said:
            for one in (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
                    yield str(file.relative_to(ROOT)), one.value


def _named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Each name of an assignment with what it is given."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, given in zip(target.elts, value.elts, strict=False):
            yield from _named(each, given)


def po_file(code: str, name: str) -> Path:
    """Where a catalog stands."""
    return ROOT / "locale" / code / "LC_MESSAGES" / f"{name}.po"


def fresh(known: Locale, name: str, template: Catalog) -> Catalog:
    """The catalog of this language with the texts as they are now; a changed one is to be translated again."""
    po = po_file(known.code, name)
    catalog = Catalog(locale=known.code, project="mlat", charset="utf-8", creation_date=FIXED)
    if po.is_file():
        with po.open("rb") as source:
            catalog = read_po(source, locale=known.code)
    catalog.mime_headers = [("Plural-Forms", known.plural)]
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def written(catalog: Catalog, known: Locale) -> bytes:
    """The bytes of the .po file: no date that moves, no line numbers, the plural rule of locales.toml."""
    catalog.header_comment = (
        f"# {known.english} ({known.own}). Refresh with scripts/catalogs.py; see locale/locales.toml."
    )
    catalog.creation_date = catalog.revision_date = FIXED
    catalog.last_translator = catalog.language_team = "mlat"
    target = io.BytesIO()
    write_po(target, catalog, width=110, include_lineno=False, sort_output=False)
    lines = target.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"Generated-By:')).encode()


def update(codes: list[str], names: tuple[str, ...]) -> None:
    """Write the catalogs of these languages again."""
    for name in names:
        template = collected(name)
        for known in _kept(codes, name, begin=len(codes) == 1):
            po = po_file(known.code, name)
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_bytes(written(fresh(known, name, template), known))


def _kept(codes: list[str], name: str, *, begin: bool) -> list[Locale]:
    """The languages with this catalog: switched on, or unfinished and begun (or to be begun now)."""
    known = [locale(code) for code in codes if code != SOURCE]
    return [
        each
        for each in known
        if name in each.catalogs or (name in each.unfinished and (begin or po_file(each.code, name).is_file()))
    ]


def check(codes: list[str], names: tuple[str, ...]) -> list[str]:
    """Everything wrong with the catalogs, one line each; only an unfinished one may have gaps."""
    wrong: list[str] = []
    for name in names:
        template = collected(name)
        for known in _kept(codes, name, begin=False):
            po = po_file(known.code, name)
            wrong += _check_one(po, known, name, template) if po.is_file() else [f"{po}: there is no such file"]
    return wrong


def _check_one(po: Path, known: Locale, name: str, template: Catalog) -> list[str]:
    where = str(po.relative_to(ROOT))
    wrong = []
    if written(fresh(known, name, template), known) != po.read_bytes():
        wrong.append(f"{where}: not fresh; run scripts/catalogs.py {known.code}")
    with po.open("rb") as source:
        catalog = read_po(source, locale=known.code)
    for message in catalog:
        if message.id and name in known.catalogs and (message.fuzzy or not _complete(message.string)):
            wrong.append(f"{where}: not translated: {message.id!r}")
    wrong += [f"{where}: {message.id!r}: {error}" for message, errors in catalog.check() for error in errors]
    return wrong + _tool(["msgfmt", "--check", "-o", "/dev/null", str(po)], where) + _pofilter(po, where)


def _complete(said: object) -> bool:
    return all(said) if isinstance(said, tuple) else bool(said)


def _tool(command: list[str], where: str) -> list[str]:
    if shutil.which(command[0]) is None:
        return []
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return [f"{where}: {command[0]}: {line}" for line in ran.stderr.splitlines()] if ran.returncode else []


def _pofilter(po: Path, where: str) -> list[str]:
    tool = shutil.which("pofilter", path=str(Path(sys.executable).parent))
    if tool is None:
        return []
    tests = [part for each in POFILTER for part in ("-t", each)]
    ran = subprocess.run([tool, "--progress=none", *tests, str(po), "-"], capture_output=True, text=True, check=False)
    notes = [line for line in ran.stdout.splitlines() if line.startswith("# (pofilter)")]
    return [f"{where}: {line.removeprefix('# ')}" for line in notes]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code", nargs="?", help="one language of locale/locales.toml")
    parser.add_argument("--only", choices=NAMES, help="one kind of catalog")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    asked = parser.parse_args()
    names = (asked.only,) if asked.only else NAMES
    try:
        codes = [locale(asked.code).code] if asked.code else [each.code for each in locales()]
    except (Problem, Problems) as problem:
        print(f"{problem} Add its entry to locale/locales.toml first.", file=sys.stderr)
        return 2
    if not asked.check:
        update(codes, names)
        return 0
    wrong = check(codes, names)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
