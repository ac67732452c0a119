"""One's own account: who I am here, password, second factor."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.web.door import needs

account = Blueprint("account", __name__)


@account.get("/account")
@needs(Act.SEE_DESK)
def show() -> ResponseReturnValue:
    """Name, office, roles, and the links to password and second factor."""
    return render_template("account.html")
