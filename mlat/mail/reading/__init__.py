"""Reading a mail that a stranger wrote: never raising, within limits, opening nothing that travels with it."""

from mlat.mail.reading.guarding import LARGEST
from mlat.mail.reading.reading import attachments_of, read_mail

__all__ = ["LARGEST", "attachments_of", "read_mail"]
