"""Reading a mail that a stranger wrote: never raising, within limits, opening nothing that travels with it."""

from mlat.mail.reading.reading import attachments_of, read_mail

__all__ = ["attachments_of", "read_mail"]
