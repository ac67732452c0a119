"""Files of a form stay in memory: what was returned never touches a temporary file in clear."""

from __future__ import annotations

import io
from typing import IO

from flask import Request


class HeldInMemory(Request):
    """A request whose uploads are bounded (MAX_CONTENT_LENGTH) and never spooled to disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()
