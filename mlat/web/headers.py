"""What every answer carries: a request id, a nonce, the security headers, and one line in the log."""

from __future__ import annotations

import json
import logging
import re
import secrets
from time import perf_counter

from flask import Flask, Response, g, request

from mlat.services import journal

log = logging.getLogger("mlat.web")
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def install(app: Flask) -> None:
    """Before every request a fresh id and nonce; after it the headers and the log line."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.jinja_env.globals["nonce"] = lambda: g.nonce
    for written in (log, journal.log):
        _to_stderr(written)


def _to_stderr(written: logging.Logger) -> None:
    """One JSON line each, for whoever gathers the logs."""
    if not written.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        written.addHandler(handler)
        written.setLevel(logging.INFO)
        written.propagate = False


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    journal.page_request.set(g.request_id)
    g.nonce = secrets.token_urlsafe(16)
    g.began = perf_counter()


def _finish(answer: Response) -> Response:
    if "request_id" not in g:  # refused before it began
        _begin()
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=g.nonce)
    answer.headers["X-Request-Id"] = g.request_id
    for name, value in FIXED.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
        log.info(json.dumps(_line(answer)))
    return answer


def _line(answer: Response) -> dict[str, object]:
    """No path, query, address or name: an endpoint says enough."""
    reader = g.get("reader")
    return {
        "request": g.request_id,
        "method": request.method,
        "endpoint": request.endpoint or "",
        "status": answer.status_code,
        "ms": round((perf_counter() - g.began) * 1000),
        "user": reader.actor.user_id if reader else "",
    }
