"""Settings refuse to start half-configured, and secrets may come from files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mlat.domain.problems import Problem
from mlat.settings import Settings, load, secret_key


def test_without_anything_the_embedded_database_lies_in_home(tmp_path: Path) -> None:
    settings = load({"MLAT_HOME": str(tmp_path)})
    assert settings.database == f"sqlite:///{tmp_path}/mlat.sqlite"
    assert settings.embedded
    assert settings.mail == "drop"


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "mlat.toml").write_text('language = "en"\nsmtp_port = 2525\n')
    settings = load({"MLAT_HOME": str(tmp_path), "MLAT_LANGUAGE": "es"})
    assert (settings.language, settings.smtp_port) == ("es", 2525)


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hidden\n")
    environment = {
        "MLAT_HOME": str(tmp_path),
        "MLAT_SMTP_USER": "u",
        "MLAT_SMTP_PASSWORD_FILE": str(tmp_path / "password"),
    }
    assert load(environment).smtp_password == "hidden"


@pytest.mark.parametrize(
    ("file", "environment", "where"),
    [
        ("colour = 1\n", {}, "colour"),
        ("language = \n", {}, "mlat.toml"),
        ("", {"MLAT_SMTP_PORT": "many"}, "smtp_port"),
        ("", {"MLAT_MAIL": "pigeon"}, "mail"),
        ("", {"MLAT_MAIL": "smtp"}, "smtp_host"),
        ("", {"MLAT_SMTP_USER": "u"}, "smtp_password"),
        ("", {"MLAT_PUBLIC_URL": "example.org"}, "public_url"),
        ("", {"MLAT_TSA_URL": "https://tsa.example/"}, "tsa_ca_file"),
        ("", {"MLAT_TSA_URL": "ftp://tsa.example/", "MLAT_TSA_CA_FILE": "/x.pem"}, "tsa_url"),
        ("", {"MLAT_TICK_SECONDS": "0"}, "tick_seconds"),
        ("", {"MLAT_MAIL_FROM": "Office <a@b.example>"}, "mail_from"),
        ("", {"MLAT_IMAP_HOST": "mx"}, "imap_user"),
        ("", {"MLAT_IMAP_HOST": "mx", "MLAT_IMAP_USER": "u", "MLAT_IMAP_PASSWORD": "p"}, "mail_office"),
        ("", {"MLAT_IMAP_PASSWORD": "p"}, "imap_host"),
        ("", {"MLAT_IMAP_TLS": "none"}, "imap_tls"),
        ("", {"MLAT_REPLY_ADDRESS": "a+b@c.example", "MLAT_MAIL_OFFICE": "ONE"}, "reply_address"),
        ("", {"MLAT_REPLY_ADDRESS": "a@c.example"}, "mail_office"),
        ("", {"MLAT_TRUSTED_PROXIES": "-1"}, "trusted_proxies"),
        ("", {"MLAT_SMTP_PASSWORD_FILE": "/nowhere/password"}, "MLAT_SMTP_PASSWORD_FILE"),
        ("language = 1\n", {}, "language"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(
    tmp_path: Path, file: str, environment: dict[str, str], where: str
) -> None:
    if file:
        (tmp_path / "mlat.toml").write_text(file)
    with pytest.raises(Problem) as wrong:
        load({"MLAT_HOME": str(tmp_path)} | environment)
    assert where in wrong.value.where
    assert wrong.value.remedy


def test_the_session_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    settings = load({"MLAT_HOME": str(tmp_path)})
    first = secret_key(settings)
    assert secret_key(settings) == first
    assert stat.S_IMODE((settings.keys / "session.key").stat().st_mode) == 0o600


def test_what_is_printed_for_a_log_holds_no_secret() -> None:
    shown = repr(
        Settings(home=Path("x"), secret_key="one", smtp_password="two", database_url="postgresql://u:three@h/d")
    )
    assert [word for word in ("one", "two", "three") if word in shown] == []
