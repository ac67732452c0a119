"""`mlat inbox fetch` and `store`: mail taken in by hand, from the mailbox or from files."""

from __future__ import annotations

from pathlib import Path

import click

from mlat.cli.answer import answer, json_option
from mlat.cli.errors import No


@click.command()
@json_option
def fetch(as_json: bool) -> None:
    """Read the mailbox of the settings once: store what is unseen, read it, and file what files itself."""
    from mlat.cli.core import clock, core
    from mlat.mail.fetching import NoMailbox
    from mlat.services import inbox, mail_fetching

    with core():
        mail_fetching.refuse_without_mailbox()
        try:
            fetched = mail_fetching.fetch(clock)
        except NoMailbox as lost:
            raise No(
                f"The mailbox could not be read ({lost}). Check imap_host, imap_port, imap_user and the folder."
            ) from lost
        inbox.read_waiting(clock())
    answer({"fetched": fetched}, as_json=as_json, words=f"{fetched} mail(s) fetched.")


@click.command()
@click.argument(
    "files",
    metavar="FILE.eml...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@json_option
def store(files: tuple[Path, ...], as_json: bool) -> None:
    """Take mails from files as if they had arrived: the same mail twice is one message."""
    from mlat.cli.core import clock, core
    from mlat.services import inbox

    with core():
        taken = [(str(file), inbox.store(clock(), file.read_bytes(), "file")) for file in files]
        states = [(file, message_id, inbox.read_stored(clock(), message_id)) for file, message_id in taken]
    plain = [{"file": file, "message": message_id, "state": state} for file, message_id, state in states]
    words = "\n".join(f"{file}: {state}" for file, _, state in states)
    answer({"messages": plain}, as_json=as_json, words=words)
