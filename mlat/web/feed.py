"""The calendar feed: open to whoever knows its address, for programs that cannot log in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response

from mlat.house import house
from mlat.mail.feedfile import Dated
from mlat.mail.feedfile import feed as written
from mlat.reads import feed as reads
from mlat.services import feeds
from mlat.web.clock import now

feed = Blueprint("feed", __name__)


@feed.get("/feed/<token>.ics")
def show(token: str) -> Response:
    """The dates of whose feed it is. Unknown, revoked or switched off: the same answer as for a page that is not."""
    actor, at = feeds.reader_of(token), now()
    entries = reads.entries(actor, at)
    url = house().settings.public_url
    numbers = feeds.numbered(actor, at, {one.uid: repr((one.kind, one.at, one.until, one.names)) for one in entries})
    dated = [
        Dated(one.uid, one.kind, one.at, one.until, url + one.path, one.names, *numbers[one.uid]) for one in entries
    ]
    data = written(actor.language, urlsplit(url).hostname or "localhost", dated)
    return Response(data, content_type="text/calendar; charset=utf-8")
