"""What is wrong with a case file whose keys are all known: names that name nothing, days that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from mlat.domain.forms import DATA_CATEGORIES, CatalogName
from mlat.domain.identifiers import TYPES
from mlat.domain.instants import read_zone
from mlat.domain.locales import Locale
from mlat.domain.permissions import ALLOWED, Act
from mlat.domain.playbook import (
    KINDS,
    OF_A_REQUEST,
    ON_CLOCKS,
    ON_ORDERS,
    Deed,
    HappeningGiven,
    Playbook,
    RequestWanted,
)
from mlat.domain.preflight.grounds import REFUSALS
from mlat.domain.problems import Problem
from mlat.domain.world import World

REASONED = frozenset(
    {
        *(ON_CLOCKS - {Deed.CLOCK_EXTENDED}),
        *(ON_ORDERS - {Deed.ORDER_RECORDED}),
        Deed.REMINDER_DISMISSED,
        Deed.LETTER_HELD,
        Deed.LEG_RETURNED,
    }
)
"""What nobody does without a reason."""
SOURCE = "en"
"""What stands in for a language that the file leaves out; it is always there."""


def wrong(book: Playbook, world: World, locales: Iterable[Locale]) -> list[Problem]:
    """Everything wrong, each with its key path and the remedy; empty where the file can be lived through."""
    languages = tuple(locales)
    try:
        read_zone(book.office.zone, "office.zone")
    except Problem as problem:
        return [problem]  # no day of the file can be read without it
    rooms = (
        _office(book),
        _offences(book, world),
        _people(book),
        _accounts(book, world),
        _addresses(book, world),
        _languages(book, languages),
    )
    return [*chain(*rooms), *_requests(book, world), *_happenings(book, world)]


def _office(book: Playbook) -> Iterator[Problem]:
    yield from _twice("user", (user.code for user in book.user))
    users = {user.code for user in book.user}
    yield from _known("case.owner", book.case.owner, users, "user")
    if book.case.deputy:
        yield from _known("case.deputy", book.case.deputy, users, "user")
    yield from _may(book, "case.owner", book.case.owner, Act.OPEN_CASE)
    yield from _moment(book, book.case.opened_at, "case.opened_at")


def _offences(book: Playbook, world: World) -> Iterator[Problem]:
    for index, offence in enumerate(book.offence):
        if offence.kind:
            kinds = world.vocabulary.offence_kinds
            yield from _known(f"offence[{index}].kind", offence.kind, kinds, "kind of offence")


def _people(book: Playbook) -> Iterator[Problem]:
    yield from _twice("person", (person.code for person in book.person))
    roles = {person.code: person.role for person in book.person}
    for index, contact in enumerate(book.contact):
        where = f"contact[{index}].person"
        yield from _known(where, contact.person, roles, "person")
        if contact.child:
            yield from _known(f"contact[{index}].child", contact.child, roles, "person")
        if roles.get(contact.person) == "suspect":
            yield Problem("suspect", where, "is a suspect in this case.", "Letters never go to a suspect.")
    texts = [(text.kind, text.language) for text in book.text]
    for index, text in enumerate(book.text):
        if (text.kind, text.language) in texts[:index]:
            yield Problem("twice", f"text[{index}]", "is there already in this language.", "Keep one of the two.")


def _languages(book: Playbook, languages: tuple[Locale, ...]) -> Iterator[Problem]:
    def speaking(catalog: CatalogName) -> list[str]:
        return [locale.code for locale in languages if catalog in locale.catalogs]

    yield from _known("office.language", book.office.language, speaking("legal"), "language of papers")
    for index, user in enumerate(book.user):
        yield from _known(f"user[{index}].language", user.language or SOURCE, speaking("ui"), "language of pages")
    for index, contact in enumerate(book.contact):
        where = f"contact[{index}].language"
        yield from _known(where, contact.language, speaking("family"), "language of letters")
    for index, request in enumerate(book.request):
        where = f"request[{index}].language"
        yield from _known(where, request.language or SOURCE, speaking("legal"), "language of papers")


def _accounts(book: Playbook, world: World) -> Iterator[Problem]:
    yield from _twice("identifier", (identifier.code for identifier in book.identifier))
    people = {person.code for person in book.person}
    for index, identifier in enumerate(book.identifier):
        where = f"identifier[{index}]"
        yield from _known(f"{where}.kind", identifier.kind, TYPES, "kind of identifier")
        if identifier.platform:
            yield from _known(f"{where}.platform", identifier.platform, world.platforms, "platform of the facts")
        for code, _ in identifier.persons:
            yield from _known(f"{where}.persons", code, people, "person")
        for number, at in enumerate(identifier.instants):
            yield from _moment(book, at, f"{where}.instants[{number}]")
        if identifier.synthetic and not book.training:
            yield Problem(
                "synthetic",
                f"{where}.synthetic",
                "stands in a case that is not for training.",
                "Set training = true at the top of the file, or take the mark away.",
            )


def _addresses(book: Playbook, world: World) -> Iterator[Problem]:
    users = {user.code for user in book.user}
    recipients = {*world.platforms, *world.authorities}
    for index, address in enumerate(book.address):
        where = f"address[{index}]"
        yield from _known(f"{where}.recipient", address.recipient, recipients, "platform or authority of the facts")
        yield from _known(f"{where}.entered_by", address.entered_by, users, "user")
        if address.confirmed_by:
            yield from _known(f"{where}.confirmed_by", address.confirmed_by, users, "user")
        if address.confirmed_by == address.entered_by:
            yield Problem("same", f"{where}.confirmed_by", "entered it too.", "Name a second person, or leave it out.")


def _requests(book: Playbook, world: World) -> Iterator[Problem]:
    yield from _twice("request", (request.code for request in book.request))
    measures = {one.measure for one in world.instruments.values()}
    measures |= {also for one in world.instruments.values() for also in one.also_measures}
    for index, request in enumerate(book.request):
        where = f"request[{index}]"
        yield from _known(f"{where}.measure", request.measure, measures, "measure of the facts")
        if request.platform:
            yield from _known(f"{where}.platform", request.platform, world.platforms, "platform of the facts")
        if request.instrument:
            yield from _known(f"{where}.instrument", request.instrument, world.instruments, "instrument of the facts")
        if request.requested and request.requested not in {one.country for one in world.authorities.values()}:
            yield Problem(
                "unknown",
                f"{where}.requested",
                "%(country)s is no state of the facts.",
                "Give its two capital letters, for example MX.",
                country=request.requested,
            )
        yield from _one_request(book, where, request, {earlier.code for earlier in book.request[:index]})


def _one_request(book: Playbook, where: str, request: RequestWanted, earlier: set[str]) -> Iterator[Problem]:
    users = {user.code for user in book.user}
    accounts = {identifier.code for identifier in book.identifier}
    for code in request.identifiers:
        yield from _known(f"{where}.identifiers", code, accounts, "identifier")
    for category in request.data:
        yield from _known(f"{where}.data", category, DATA_CATEGORIES, "data category")
    if request.parent:
        yield from _known(f"{where}.parent", request.parent, earlier, "request above this one")
    if request.drafted_by:
        yield from _known(f"{where}.drafted_by", request.drafted_by, users, "user")
    if request.approved_by:
        yield from _known(f"{where}.approved_by", request.approved_by, users, "user")
        yield from _may(book, f"{where}.approved_by", request.approved_by, Act.APPROVE)
    if not (request.platform or request.requested or request.parent):
        yield Problem("empty", where, "is addressed to nobody.", "Add platform, requested or parent.")
    yield from _moment(book, request.on, f"{where}.on")


def _happenings(book: Playbook, world: World) -> Iterator[Problem]:
    requests = {request.code: request for request in book.request}
    for index, happening in enumerate(book.happening):
        where = f"happening[{index}]"
        yield from _known(f"{where}.kind", happening.kind, KINDS, "kind of happening")
        if happening.kind in OF_A_REQUEST or happening.request:
            yield from _known(f"{where}.request", happening.request, requests, "request")
        if happening.by:
            yield from _known(f"{where}.by", happening.by, {user.code for user in book.user}, "user")
        if happening.contact:
            yield from _known(f"{where}.contact", happening.contact, {one.person for one in book.contact}, "contact")
        yield from _moment(book, happening.at, f"{where}.at", happening.zone)
        yield from _too_early(book, where, happening, requests.get(happening.request))
        yield from _what_it_needs(book, where, happening)
        yield from _of_a_clock_or_order(book, world, where, happening, index)


def _too_early(
    book: Playbook, where: str, happening: HappeningGiven, request: RequestWanted | None
) -> Iterator[Problem]:
    try:
        early = request is not None and (
            book.moment(happening.at, where, happening.zone) < book.moment(request.on, where)
        )
    except Problem:
        return  # said already, at its own key
    if early:
        yield Problem(
            "too_early",
            f"{where}.at",
            "is before %(name)s is made.",
            "Mend this day, or the request's `on`.",
            name=happening.request,
        )


def _what_it_needs(book: Playbook, where: str, happening: HappeningGiven) -> Iterator[Problem]:
    accounts = {identifier.code for identifier in book.identifier}
    for key, pairs in (("came", happening.came), ("missing", happening.missing)):
        for code, category in pairs:
            yield from _known(f"{where}.{key}", code, accounts, "identifier")
            yield from _known(f"{where}.{key}", category, DATA_CATEGORIES, "data category")
    if happening.kind == "promised" and happening.promised_on is None:
        yield Problem("missing", f"{where}.promised_on", "is missing.", "Give the day that was promised.")
    if happening.kind == "link_given" and not happening.link:
        yield Problem("missing", f"{where}.link", "is missing.", "Give the link as they wrote it.")
    if happening.ground:
        yield from _known(f"{where}.ground", happening.ground, REFUSALS, "ground of refusal")
    if happening.kind in REASONED and not happening.note:
        yield Problem("missing", f"{where}.note", "is missing.", "Give the reason.")


def _of_a_clock_or_order(
    book: Playbook, world: World, where: str, happening: HappeningGiven, index: int
) -> Iterator[Problem]:
    endless = not (happening.until or happening.period)
    if happening.kind == Deed.ORDER_EXTENDED and endless:
        yield Problem("missing", f"{where}.until", "is missing.", "Give the last day, or the period.")
    if happening.kind == Deed.CLOCK_EXTENDED and endless:
        yield Problem("missing", f"{where}.clock", "or its new end is missing.", "Give clock, and until or period.")
    elif happening.kind in ON_CLOCKS and not happening.clock:
        yield Problem("missing", f"{where}.clock", "is missing.", "Give the kind of the clock, as in clocks.json.")
    if happening.kind not in ON_ORDERS:
        return
    if not happening.order:
        yield Problem("missing", f"{where}.order", "is missing.", "Give the order a code.")
    elif happening.kind != Deed.ORDER_RECORDED:
        recorded = [one.order for one in book.happening[:index] if one.kind == Deed.ORDER_RECORDED]
        yield from _known(f"{where}.order", happening.order, recorded, "order recorded above")
    if happening.rule:
        yield from _known(f"{where}.rule", happening.rule, world.counting, "counting rule of the facts")


def _known(where: str, name: str, names: Iterable[str], of: str) -> Iterator[Problem]:
    known = sorted(map(str, names))
    if name not in known:
        offer = ", ".join(known) if 0 < len(known) <= 40 else "what docs/case-file.md says"
        yield Problem(
            "unknown",
            where,
            "%(name)r is no %(of)s.",
            "Use one of: %(offer)s.",
            name=name,
            of=of,
            offer=offer,
        )


def _may(book: Playbook, where: str, code: str, act: Act) -> Iterator[Problem]:
    roles = next((user.roles for user in book.user if user.code == code), None)
    if roles is not None and not any(act in ALLOWED[role] for role in roles):
        yield Problem("role", where, "%(name)s may not do this.", "Name a user with the role prosecutor.", name=code)


def _twice(section: str, codes: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield Problem("twice", f"{section}[{index}].code", "%(name)s is taken.", "Choose another code.", name=code)
        seen.add(code)


def _moment(book: Playbook, at: str, where: str, zone: str = "") -> Iterator[Problem]:
    try:
        book.moment(at, where, zone)
    except Problem as problem:
        yield problem
