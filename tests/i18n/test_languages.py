"""The list of languages: each can be begun with one command, none is offered before it is whole."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from babel import Locale as Formats
from babel.messages.pofile import read_po

from mlat import i18n
from mlat.documents import fonts
from mlat.domain.problems import Problem
from mlat.resources import path
from tests.i18n.test_catalogs import catalogs as catalogs  # the script as a module

LEGAL = ["en", "es", "pt", "fr", "de", "it", "pl", "fi", "nl", "ro", "uk", "ru", "ar", "zh", "ja"]
FAMILY = [*LEGAL, *["hi", "id", "ms", "kk", "mn", "ne", "ps", "sw", "ur", "wo", "ln", "gn", "qu", "tl"]]
BEGUN = [(each.code, name) for each in i18n.locales() for name in each.unfinished]
VOWEL_MARKS = re.compile("[\u064b-\u0652\u0670]")


def test_every_language_of_papers_and_letters_is_on_the_list() -> None:
    def known(name: str) -> set[str]:
        return {each.code for each in i18n.locales() if name in (*each.catalogs, *each.unfinished)}

    assert known("legal") == set(LEGAL)
    assert known("family") == set(FAMILY)


@pytest.mark.parametrize("code", FAMILY)
def test_its_entry_is_sound(code: str) -> None:
    known = i18n.locale(code)
    assert fonts.undrawn(known.own, known.fonts) == ""
    assert Formats.parse(known.formats).territories["MX"]
    assert known.direction == Formats.parse(known.formats).text_direction
    assert not set(known.catalogs) & set(known.unfinished)


@pytest.mark.parametrize("code", sorted({code for code, name in BEGUN}))
def test_one_command_begins_it(
    catalogs: ModuleType, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = catalogs.Catalog()
    template.add("Whom to call")
    template.add(("%(num)d page", "%(num)d pages"))
    monkeypatch.setattr(catalogs, "collected", lambda name: template)
    monkeypatch.setattr(catalogs, "po_file", lambda code, name: tmp_path / f"{name}.po")
    monkeypatch.setattr(catalogs, "ROOT", tmp_path)
    unfinished = i18n.locale(code).unfinished
    catalogs.update([code], unfinished)
    assert {file.stem for file in tmp_path.glob("*.po")} == set(unfinished)
    assert catalogs.check([code], unfinished) == []


@pytest.mark.parametrize(("code", "name"), BEGUN)
def test_what_is_not_whole_is_refused(code: str, name: str) -> None:
    with pytest.raises(Problem) as caught:
        i18n.texts(code, name)  # type: ignore[arg-type]  # a name of the list
    assert caught.value.code == "catalog.off"


@pytest.mark.parametrize("code", [each.code for each in i18n.locales() if "Vazirmatn" in each.fonts])
def test_arabic_script_is_written_without_vowel_marks(code: str) -> None:
    for po in path("locale").glob(f"{code}/LC_MESSAGES/*.po"):
        with po.open("rb") as source:
            assert not [each.string for each in read_po(source) if VOWEL_MARKS.search(str(each.string))]
