"""The page behind the code on a paper: it says whether the paper is ours, to anybody who holds it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.reads.genuine import genuine as find

genuine = Blueprint("genuine", __name__)


@genuine.get("/verify/<code>")
def show(code: str) -> ResponseReturnValue:
    """Reference, day, kind and hash of the paper with this proof code; 404 where there is none."""
    found = find(code.strip().upper())
    return render_template("genuine.html", found=found, code=code), 200 if found else 404
