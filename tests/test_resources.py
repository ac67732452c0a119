"""The one door to the files beside the code, in a checkout and in a wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mlat import resources
from mlat.domain.problems import Problem

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("room", sorted(resources.BESIDE))
def test_in_a_checkout_the_rooms_beside_the_package_come_first(room: str) -> None:
    assert resources.path(room) == ROOT / room


def test_a_room_inside_the_package() -> None:
    assert resources.path("fonts", "fonts.toml") == ROOT / "mlat" / "fonts" / "fonts.toml"


def test_in_a_wheel_the_shipped_copy_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "mlat" / "_shipped"
    (shipped / "forms").mkdir(parents=True)
    monkeypatch.setattr(resources, "CHECKOUT", tmp_path)
    monkeypatch.setattr(resources, "SHIPPED", shipped)
    assert resources.path("forms") == shipped / "forms"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((), "resource.no-room"),
        (("static",), "resource.no-room"),
        (("fonts", "absent.ttf"), "resource.missing"),
        (("fonts", "..", "settings.py"), "resource.outside"),
        (("forms", "/etc/passwd"), "resource.outside"),
    ],
)
def test_a_wrong_path_says_what_is_wrong(parts: tuple[str, ...], code: str) -> None:
    with pytest.raises(Problem) as caught:
        resources.path(*parts)
    assert caught.value.code == code
    assert caught.value.remedy


@pytest.mark.matrix
def test_a_built_wheel_carries_every_file_and_finds_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)

    for room in resources.BESIDE:
        wanted = _files(ROOT / room)
        assert wanted <= _files(installed / "mlat" / "_shipped" / room)
    for room in (*resources.INSIDE, "web/static"):
        assert _files(ROOT / "mlat" / room) <= _files(installed / "mlat" / room)
    assert not list(installed.rglob("tests")), "the suite does not belong into the wheel"

    ask = "from mlat import resources; print(*(resources.path(r) for r in ('forms', 'fonts')), sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.split() == [str(installed / "mlat/_shipped/forms"), str(installed / "mlat/fonts")]


def _files(folder: Path) -> set[str]:
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.name != ".gitkeep"
    }
