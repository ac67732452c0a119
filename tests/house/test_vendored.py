"""What we carry of others is what its list says, is licensed, and holds nothing that is not ours to show."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from mlat import resources

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "mlat" / "web" / "static" / "vendor"
FONTS = tomllib.loads(resources.path("fonts", "fonts.toml").read_text())["font"]
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
THIRD_PARTY = (ROOT / "THIRD-PARTY.md").read_text()


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_every_font_is_listed() -> None:
    assert {font["file"] for font in FONTS} == {file.name for file in resources.path("fonts").glob("*.ttf")}


@pytest.mark.parametrize("font", FONTS, ids=lambda font: str(font["file"]))
def test_a_font_is_the_one_its_list_describes(font: dict[str, str | int]) -> None:
    file = resources.path("fonts", str(font["file"]))
    assert sha256(file) == font["sha256"]
    with TTFont(file) as face:
        assert face["name"].getDebugName(1) == font["family"]
        assert face["OS/2"].usWeightClass == font["weight"]
        assert bool(face["head"].macStyle & 0b10) == (font["style"] == "italic")
        assert f"Version {font['version']}" in face["name"].getDebugName(5)


@pytest.mark.parametrize("font", FONTS, ids=lambda font: str(font["file"]))
def test_a_font_is_whole(font: dict[str, str | int]) -> None:
    """A slice for the web would print wrong letters in every script but Latin."""
    every_letter = font.get("letters", "ÁñßĄőžƏəģŸ Ελλάδαῷ Қазақ тілі Өө Үү Її Ўў ạằễ €№§…—„“«»")
    with TTFont(resources.path("fonts", str(font["file"]))) as face:
        assert {letter for letter in str(every_letter) if ord(letter) not in face.getBestCmap()} == set()


def test_every_built_file_is_the_one_in_the_manifest() -> None:
    files = {
        str(file.relative_to(VENDOR)): sha256(file)
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }
    assert files == MANIFEST["files"]


@pytest.mark.parametrize("sheet", ["app.css", "app.rtl.css"])
def test_the_styles_hold_no_foreign_brand_and_fetch_nothing_from_outside(sheet: str) -> None:
    css = (VENDOR / sheet).read_text()
    assert not re.search(r"gds transport|crest|opengraph|@import", css, re.IGNORECASE)
    for named in re.findall(r'url\("?([^")]+)"?\)', css):
        assert named.startswith("data:") or (VENDOR / named).is_file(), named


def test_everything_carried_is_named_with_its_licence() -> None:
    carried = [Path(name).name for name in MANIFEST["files"] if not name.startswith("images/")]
    carried += [file.name for file in (ROOT / "tests/browser/vendor").iterdir()]
    assert [name for name in carried if name not in THIRD_PARTY] == []
    for package, version in MANIFEST["packages"].items():
        assert any(f"`{package}`" in row and version in row for row in THIRD_PARTY.splitlines()), package
    for font in FONTS:
        package, version = str(font["source"]).removeprefix("npm ").split()
        assert f"`{package}` {version}" in THIRD_PARTY


def test_the_axe_of_the_tests_is_the_version_named() -> None:
    (version,) = re.findall(r"^/\*! axe v([\d.]+)", (ROOT / "tests/browser/vendor/axe.min.js").read_text())
    assert re.search(rf"^\| axe-core.*\| {re.escape(version)} \| MPL-2.0", THIRD_PARTY, re.MULTILINE)
