"""A second factor can be set up, and is then asked for."""

from __future__ import annotations

import re

from mlat.model import User, transaction
from mlat.services import admin

from .conftest import NOW, WORD, Site, token_of


def test_a_second_factor_is_set_up_and_then_asked_for(site: Site) -> None:
    with site.app.app_context():
        office = site.people["prosecutor@uno.example"].office_id
        admin.add_user(NOW, office, "segundo@uno.example", "Segundo", ("prosecutor",), WORD, language="en")
    client = site.enter("segundo@uno.example")
    page = client.get("/tf-setup")
    shown = client.post("/tf-setup", data={"csrf_token": token_of(page), "setup": "authenticator"})
    assert "data:image/svg+xml" in shown.text
    action = re.search(r'action="(/tf-setup/[^"]+)"', shown.text)
    assert action, shown.text
    secret = re.search(r"<div>([A-Z2-7]{4}(?:-[A-Z2-7]{4})+)</div>", shown.text)
    assert secret, shown.text
    done = client.post(action[1], data={"csrf_token": token_of(shown), "code": _code(site, secret[1])})
    assert done.status_code == 302
    with site.app.app_context(), transaction() as session:
        assert session.query(User).filter_by(email="segundo@uno.example").one().tf_primary_method == "authenticator"
    again = site.app.test_client()
    asked = again.post(
        "/login", data={"email": "segundo@uno.example", "password": WORD, "csrf_token": token_of(again.get("/login"))}
    )
    assert "/tf-validate" in asked.headers["Location"]
    assert again.get("/cases").status_code == 302


def _code(site: Site, secret: str) -> str:
    """What the telephone would show for this key."""
    from passlib.totp import TOTP  # the library behind Flask-Security

    return str(TOTP(key=secret.replace("-", "")).generate().token)
