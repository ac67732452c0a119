"""Issuing many approved requests at once: begin, progress, stop, resume, and what failed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.reads import batches as reads
from mlat.services import batching
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.telling import tell

batches = Blueprint("batches", __name__)


@batches.get("/batches")
@needs(Act.ISSUE)
def index() -> ResponseReturnValue:
    """What waits to be issued, and the batches until now."""
    return render_template("batches.html", ready=reads.ready(actor()), found=reads.batches(actor()))


@batches.post("/batches")
@needs(Act.ISSUE)
def begin() -> ResponseReturnValue:
    """Plant a batch of all approved requests; the workers issue them."""
    return _to(batching.plant(actor(), now()))


@batches.get("/batches/<batch_id>")
@needs(Act.ISSUE)
def show(batch_id: str) -> ResponseReturnValue:
    """How far a batch has come, and its failures one by one."""
    found = reads.batch_view(actor(), batch_id)
    return render_template("batch.html", it=found, failures=[(each, tell(each.problem)) for each in found.failures])


@batches.post("/batches/<batch_id>/stop")
@needs(Act.ISSUE)
def stop(batch_id: str) -> ResponseReturnValue:
    """Take nothing more of it."""
    batching.stop(actor(), now(), batch_id)
    return _to(batch_id)


@batches.post("/batches/<batch_id>/resume")
@needs(Act.ISSUE)
def resume(batch_id: str) -> ResponseReturnValue:
    """Go on, and try again what failed."""
    batching.resume(actor(), now(), batch_id)
    return _to(batch_id)


def _to(batch_id: str) -> ResponseReturnValue:
    return redirect(url_for("batches.show", batch_id=batch_id))
