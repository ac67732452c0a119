"""A house of its own under the output folder: nothing of this installation is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from mlat import create_core
from mlat.domain.problems import Problem
from mlat.keys import Keyring
from mlat.model import db
from mlat.model.migrations import upgrade
from mlat.settings import Settings

WORK = ".play"


@contextmanager
def stage_in(folder: Path) -> Iterator[Flask]:
    """An application whose whole state is in `folder`/.play, its context pushed; the state goes at the end.

    `folder` is made, or may exist if it is empty: raises `Problem` otherwise. When anything is raised
    inside, nothing is left in it.
    """
    was_there = folder.exists()
    if was_there and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem("out", str(folder), "is not an empty folder.", "Name a new or an empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(home=(folder / WORK).absolute())
        Keyring.create(settings.keys)
        app = create_core(settings)
        upgrade(app)
        with app.app_context():
            try:
                yield app
            finally:
                db.engine.dispose()
        shutil.rmtree(folder / WORK)
    except BaseException:
        _empty(folder)
        if not was_there:
            folder.rmdir()
        raise


def _empty(folder: Path) -> None:
    for child in folder.iterdir():
        if child.is_dir():
            shutil.rmtree(child)
        else:
            child.unlink()
