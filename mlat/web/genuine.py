"""Whether a paper is ours, for anybody who holds it: by the code on it, or by the file itself."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.reads.genuine import genuine as find
from mlat.reads.verifying import Verified, verify
from mlat.web.sheet import Sheet

genuine = Blueprint("genuine", __name__)


@genuine.get("/verify/<code>")
def show(code: str) -> ResponseReturnValue:
    """Reference, day, kind and hash of the paper with this proof code; 404 where there is none."""
    found = find(code.strip().upper())
    return render_template("genuine.html", found=found, code=code), 200 if found else 404


@genuine.route("/verify-file", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    """Who of this house signed a file, when, whether it is unchanged, and which paper it is. The file is not kept."""
    sheet = Sheet()
    found: Verified | None = None
    if sheet.sent:
        with sheet.trying():
            data, _name = sheet.upload("file", ("application/pdf",))
            sheet.check()
            found = verify(data)
    return render_template("verify.html", found=found, sheet=sheet), sheet.status
