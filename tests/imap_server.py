"""A real Dovecot on a private port, with a certificate of our own; as root or as an ordinary user."""

from __future__ import annotations

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mail_server import HOST, a_certificate, free_port

USER, PASSWORD = "mesa@fiscalia.example", "mailbox-of-a-test"
MISSING = "There is no Dovecot here: install it with `apt-get install dovecot-imapd`."
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = {host}
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
default_internal_user = {user}
default_login_user = {login_user}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
mail_access_groups =
first_valid_uid = 0
first_valid_gid = 0
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """A running server: where it is, whom to trust, and the mailbox in it."""

    port: int
    starttls_port: int
    authority: Path

    def put(self, *mails: bytes) -> None:
        """Lay mails into the inbox, unseen."""
        with self._client() as client:
            for mail in mails:
                assert client.append("INBOX", "", None, mail)[0] == "OK"  # type: ignore[arg-type]

    def flags(self) -> list[bool]:
        """Of each mail, in the order in which they came, whether it is marked as seen."""
        with self._client() as client:
            client.select("INBOX", readonly=True)
            _, found = client.uid("FETCH", "1:*", "(FLAGS)")
            return [b"\\Seen" in line for line in found if isinstance(line, bytes)]

    @contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        trusted = ssl.create_default_context(cafile=self.authority)
        with imaplib.IMAP4_SSL(HOST, self.port, ssl_context=trusted) as client:
            client.login(USER, PASSWORD)
            yield client


@contextmanager
def serving() -> Iterator[ImapServer]:
    """A running Dovecot with an empty inbox. Fails with the remedy where there is none on this machine.

    Its files are apart from pytest's own folders: these are closed to every other user, and as root the log-in of
    Dovecot runs as a user of its own, which must be able to walk down to its sockets.
    """
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.fail(MISSING)
    with tempfile.TemporaryDirectory(prefix="mlat-imap-") as made:
        folder = Path(made)
        folder.chmod(0o711)
        with _running(program, folder) as server:
            yield server


@contextmanager
def _running(program: str, folder: Path) -> Iterator[ImapServer]:
    certificate, key = a_certificate(folder)
    root = os.geteuid() == 0
    server = ImapServer(free_port(), free_port(), certificate)
    config = folder / "dovecot.conf"
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    # As root the mail belongs to Dovecot's own user: it serves no mailbox as root.
    owner = pwd.getpwnam("dovecot") if root else pwd.getpwuid(os.getuid())
    for name in ("mail", "home"):
        (folder / name).mkdir()
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    config.write_text(
        CONFIG.format(
            folder=folder, host=HOST, certificate=certificate, key=key, password=PASSWORD, uid=owner.pw_uid,
            gid=owner.pw_gid, port=server.port, starttls_port=server.starttls_port, group="dovecot" if root else group,
            user="dovecot" if root else me, login_user="dovenull" if root else me,
        )
    )  # fmt: skip
    process = subprocess.Popen(
        [program, "-F", "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait(process, server, folder / "dovecot.log")
        yield server
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def _wait(process: subprocess.Popen[str], server: ImapServer, log: Path) -> None:
    """Until it takes connections. Each attempt blocks until it is answered or refused; the log says why not."""
    trusted = ssl.create_default_context(cafile=server.authority)
    for _ in range(2000):
        if process.poll() is not None:
            said = process.stdout.read() if process.stdout else ""
            pytest.fail(f"Dovecot did not start: {said}{log.read_text() if log.exists() else ''}")
        try:
            imaplib.IMAP4_SSL(HOST, server.port, ssl_context=trusted, timeout=30).shutdown()
        except ConnectionRefusedError:
            try:
                process.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail(f"Dovecot takes no connection: {log.read_text() if log.exists() else ''}")
