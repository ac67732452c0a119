"""The office's address book: nothing is sent to an address that two persons have not confirmed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.addresses import book
from mlat.services import addresses as services
from mlat.web import names
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said

addresses = Blueprint("addresses", __name__)


@addresses.route("/addresses", methods=["GET", "POST"])
@needs(Act.ENTER_FACT)
def index() -> ResponseReturnValue:
    """The book, and the form for a new address."""
    sheet = Sheet(recipient=request.args.get("recipient", ""))
    if sheet.sent:
        with sheet.trying():
            recipient, channel = sheet.needed("recipient"), sheet.one_of("channel", tuple(names.CHANNELS))
            address, source, dated = (
                sheet.given("address").strip(),
                sheet.needed("source"),
                sheet.needed_day("dated"),
            )
            sheet.check()
            services.add_address(actor(), now(), recipient, channel, address, source, dated)
            return redirect(url_for("addresses.index"))
    return render_template(
        "addresses.html",
        book=book(actor()),
        sheet=sheet,
        recipients=recipients(),
        channels=[(code, said(code, "channel")) for code in names.CHANNELS],
        called=dict(recipients()),
    ), sheet.status


@addresses.post("/addresses/<address_id>/confirm")
@needs(Act.ENTER_FACT)
def confirm(address_id: str) -> ResponseReturnValue:
    """Confirm an address as the second person."""
    services.confirm_address(actor(), now(), address_id)
    return redirect(url_for("addresses.index"))


def recipients() -> list[tuple[str, str]]:
    """(id, name) of every company and authority that the facts know."""
    world = house().world
    found = [(one.id, one.name) for one in world.platforms.values()]
    found += [(one.id, f"{one.country} · {one.name_en}") for one in world.authorities.values()]
    return sorted(found, key=lambda pair: pair[1].casefold())
