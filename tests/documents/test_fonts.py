"""Our own fonts, whatever else is installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlat.documents import fonts
from mlat.resources import path


def test_another_installation_of_the_account_leaves_our_fonts_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    ours = fonts.use_ours.__wrapped__()
    assert os.environ["FONTCONFIG_FILE"] == str(ours)
    monkeypatch.setattr(fonts, "path", lambda *_: tmp_path / "elsewhere")
    fonts.use_ours.__wrapped__()
    assert f"<dir>{path('fonts')}</dir>" in ours.read_text(encoding="utf-8")
