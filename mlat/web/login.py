"""Log-in by Flask-Security-Too: argon2 passwords, an authenticator as second factor, recovery codes."""

from __future__ import annotations

import hashlib
from typing import cast

import segno
from flask import Flask
from flask_principal import identity_loaded  # type: ignore[import-untyped]  # ships no types
from flask_security.core import RoleMixin, Security, _on_identity_loaded
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.totp import Totp
from flask_security.utils import aware_utcnow

from mlat.model import Role, User, db
from mlat.settings import Settings, secret_key


class DrawnBySegno(Totp):
    """The square code of the second factor, drawn by the library that our papers use too."""

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture as a data address."""
        return segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=5)


class Guard(Security):
    """Flask-Security, without asking for the drawing library that we do not use."""

    def _check_modules(self, module: str, feature: str) -> None:
        if module != "qrcode":
            super()._check_modules(module, feature)  # type: ignore[no-untyped-call]  # theirs


def install(app: Flask, settings: Settings) -> None:
    """Log-in, log-out, change of password, second factor. Nobody registers: an administrator adds users."""
    secret = secret_key(settings)
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of a method)
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_PASSWORD_SALT=hashlib.sha256(b"salt" + secret.encode()).hexdigest(),
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_REGISTERABLE=False,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": hashlib.sha256(b"totp" + secret.encode()).hexdigest()},
        SECURITY_TOTP_ISSUER="MLAT tracker",
        SECURITY_DATETIME_FACTORY=aware_utcnow,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/login",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_USE_VERIFY_PASSWORD_CACHE=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    Guard(app, SQLAlchemyUserDatastore(db, User, cast("type[RoleMixin]", Role)), totp_cls=DrawnBySegno)
    # Who may do what stands in mlat.domain.permissions; no second list of rights is kept beside it.
    identity_loaded.disconnect(_on_identity_loaded, sender=app)
