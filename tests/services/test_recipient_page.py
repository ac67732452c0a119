"""A recipient abroad answers on a page: what it enters is a proposal, and its link tells a stranger nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from mlat.documents import render
from mlat.domain.answering import CODE_TRIES, CODES_A_DAY, MOST_WAITING, Entry
from mlat.domain.permissions import Role
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Dispatch, Event, Proposal, RecipientLink, Reply, Request, transaction
from mlat.reads.answering import answer_page
from mlat.services import erasing, inquiring, inviting, issuing, linking, outbox, proposing, withdrawing
from mlat.services.access import NotHere
from mlat.services.recording import build
from mlat.services.vault import key_of
from tests.conftest import OfficeThere, Sow
from tests.services import lives

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ASKED = replace(lives.EVIDENCE, language="en")
"""In English: the words of the mail are its msgids."""
INBOX = "central@fgr.example"
RECEIVED = Entry("received", lives.MEXICO, reference="FGR-7/2026")
QUESTION = Entry("question", lives.MEXICO, text="Which account do you mean?")


@dataclass(frozen=True)
class There:
    """A request that an authority abroad has, and the token of its page."""

    request: str
    token: str


def token_of(request_id: str, now: datetime) -> str:
    with transaction() as session:
        link = linking.live_link(session, request_id, now)
        return linking.token_of(session, link.case_id, link.id) if link else ""


@pytest.fixture
def there(sow: Sow, office: OfficeThere, case_id: str, now: datetime) -> There:
    def make() -> There:
        inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 90)
        sent = lives.a_sent(office, now, case_id, ASKED, "by_hand")
        return There(sent, token_of(sent, now))

    return sow("page", make)


@pytest.fixture
def reached(office: OfficeThere, there: There, now: datetime) -> There:
    """The same, with a mailbox of the authority that two persons confirmed."""
    lives.knows(office, now, lives.the(there.request).recipient_id, "mail", INBOX)
    return there


def mailed(request_id: str) -> list[tuple[str, str]]:
    """(address, text) of each mail about the request, in the order in which they were queued."""
    with transaction() as session:
        rows = session.scalars(
            select(Dispatch).where(Dispatch.request_id == request_id, Dispatch.leg_id.is_(None)).order_by(Dispatch.id)
        ).all()
        found = []
        for row in rows:
            key = key_of(session, row.case_id)
            message = message_from_bytes(house().blobs.get(key, row.blob), policy=policy.default)
            body = message.get_body()
            assert body is not None
            found.append((key.text(row.recipient_sealed, f"dispatches:{row.id}:recipient"), body.get_content()))
        return found


def the_code(request_id: str) -> str:
    ((to, text),) = mailed(request_id)
    assert to == INBOX
    (code,) = re.findall(r"^(\d{8})\r?$", text, re.MULTILINE)
    return str(code)


def codes(request_id: str) -> set[str]:
    """Every code that was mailed to the authority about the request."""
    return {code for _to, text in mailed(request_id) for code in re.findall(r"^(\d{8})\r?$", text, re.MULTILINE)}


def the_proposal() -> Proposal:
    with transaction() as session:
        return session.scalars(select(Proposal)).one()


def events(request_id: str, *kinds: str) -> list[Event]:
    with transaction() as session:
        return list(
            session.scalars(
                select(Event).where(Event.request_id == request_id, Event.kind.in_(kinds)).order_by(Event.id)
            )
        )


def standing(request_id: str) -> tuple[object, ...]:
    """Where a request stands, its clocks and what was answered."""
    row = lives.the(request_id)
    with transaction() as session:
        answers = len(session.scalars(select(Reply).where(Reply.request_id == request_id)).all())
    return row.state, row.ball, row.next_due, lives.clocks(request_id).keys(), answers


# -- the link


def test_it_is_off_until_an_administrator_switches_it_on(office: OfficeThere, case_id: str, now: datetime) -> None:
    sent = lives.a_sent(office, now, case_id, ASKED, "by_hand")
    assert token_of(sent, now) == ""
    with pytest.raises(Problem, match="not switched it on"):
        inviting.make_link(office.liaison, now, sent)
    with pytest.raises(NotHere):
        inviting.set_page(office.prosecutor, now, 90)
    with pytest.raises(Problem):
        inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 10_000)
    inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 90)
    with transaction() as session:
        written = session.scalars(select(Event).where(Event.kind == "recipient_page_set")).one()
    assert (written.data, written.case_id, written.office_id) == ({"days": 90}, None, office.id)


def test_a_company_and_whoever_reads_another_copy_never_gets_a_link(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 90)
    asked = lives.a_sent(office, now, case_id)
    with transaction() as session:
        assert session.scalars(select(RecipientLink)).all() == []
        record = build(session, session.get_one(Request, asked), now, None)
    with pytest.raises(Problem, match="company"):
        inviting.make_link(office.liaison, now, asked)
    assert record.page_url == ""
    forged = replace(record, page_url="https://mlat.example/answer/AAAA")
    assert "/answer/" not in render.html(forged)
    assert "/answer/" not in render.html(replace(forged, copy="file"))


def test_the_token_is_made_before_the_paper_and_only_its_keyed_hash_is_kept(there: There, now: datetime) -> None:
    assert len(re.sub(r"[^2-9A-HJ-NP-Z]", "", there.token)) == 28
    with transaction() as session:
        link = session.scalars(select(RecipientLink)).one()
        row = session.get_one(Request, there.request)
        record = build(session, row, now, None)
    assert record.page_url == f"{house().settings.public_url}/answer/{there.token}"
    assert record.page_url in render.html(record)
    assert there.token not in str(vars(link))
    assert [each.kind for each in events(there.request, "link_made", "issued")] == ["link_made", "issued"]
    assert link.until == now + 90 * DAY


def test_issued_again_after_a_crash_the_paper_says_the_same(office: OfficeThere, case_id: str, now: datetime) -> None:
    inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 90)
    request_id = lives.a_draft(office, now, case_id, ASKED)
    lives.approve(office, now, request_id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OSError, match="crash"):
        patch.setattr(issuing, "_make", lambda *_: (_ for _ in ()).throw(OSError("crash")))
        issuing.issue(office.prosecutor, now, request_id)
    before = token_of(request_id, now)
    issuing.issue(office.prosecutor, now, request_id)
    assert before == token_of(request_id, now) != ""


def test_a_link_opens_its_own_request_while_it_lasts_and_every_use_is_an_event(there: There, now: datetime) -> None:
    opened = proposing.visit(now, there.token.lower().replace("-", " "))
    assert opened is not None
    assert (opened.office, opened.zones[0]) == ("Fiscalía de ejemplo ONE", lives.MEXICO)
    assert proposing.visit(now + 89 * DAY, there.token)
    (first, _second) = events(there.request, "page_opened")
    assert (first.actor, set(first.data)) == ("recipient", {"link"})
    with transaction() as session:
        assert session.scalars(select(RecipientLink)).one().uses == 2
    assert proposing.visit(now + 90 * DAY, there.token) is None


@pytest.mark.parametrize("how", ["unknown", "revoked", "renewed", "off", "withdrawn", "erased", "expired"])
def test_every_other_link_opens_nothing_and_leaves_no_trace(
    office: OfficeThere, there: There, case_id: str, now: datetime, how: str
) -> None:
    token, admin = there.token, office.actors[Role.ADMINISTRATOR]
    match how:
        case "unknown":
            token = "2222-" + token[5:]
        case "revoked":
            inviting.revoke_link(office.liaison, now, there.request)
        case "renewed":
            inviting.make_link(office.liaison, now, there.request)
            assert proposing.visit(now, token_of(there.request, now))
        case "off":
            inviting.set_page(admin, now, 0)
        case "withdrawn":
            withdrawing.withdraw(office.prosecutor, now, there.request)
        case "erased":
            erasing.ask_erasure(office.prosecutor, now, case_id)
            erasing.confirm_erasure(admin, now, case_id)
        case "expired":
            now += 90 * DAY
    before = lives.whole_database()
    assert proposing.visit(now, token) is None
    assert proposing.propose(now, token, RECEIVED) is None
    assert proposing.confirm(now, token, "12345678") is None
    assert lives.whole_database() == before


def test_an_erased_case_has_no_page_to_show(office: OfficeThere, there: There, now: datetime) -> None:
    assert proposing.propose(now, there.token, QUESTION) == "officer"
    shown = answer_page(office.prosecutor, now, there.request)
    assert shown.link is not None and len(shown.proposals) == 1
    lives.erase(office, now, lives.the(there.request).case_id)
    shown = answer_page(office.prosecutor, now, there.request)
    assert (shown.closed, shown.link, shown.proposals) == (True, None, ())


def test_an_inquiry_carries_the_link_of_the_request_that_it_asks_after(
    office: OfficeThere, there: There, now: datetime
) -> None:
    later = now + 80 * DAY
    inquiry = inquiring.inquire(office.liaison, later, there.request, "gentle")
    lives.approve(office, later, inquiry)
    issuing.issue(office.prosecutor, later, inquiry)
    with transaction() as session:
        said = build(session, session.get_one(Request, inquiry), later, None).page_url
        assert session.scalars(select(RecipientLink)).one().until == later + 90 * DAY
    assert said.endswith(there.token)


def test_a_letter_that_asks_after_several_carries_none(office: OfficeThere, there: There, now: datetime) -> None:
    other = lives.a_sent(office, now, lives.the(there.request).case_id, replace(ASKED, code="TWO"), "by_hand")
    with transaction() as session:
        rows = [session.get_one(Request, each) for each in (there.request, other)]
        made = session.get_one(Request, inquiring.ask(session, office.liaison, now, rows, "gentle"))
        assert linking.spoken_of(session, made) is None
        assert linking.page_url(session, made, now) == ""


def test_the_link_is_mailed_to_the_confirmed_address_only(office: OfficeThere, there: There, now: datetime) -> None:
    with pytest.raises(Problem, match="no confirmed mail address"):
        inviting.mail_link(office.liaison, now, there.request)
    lives.knows(office, now, lives.the(there.request).recipient_id, "mail", INBOX)
    inviting.mail_link(office.liaison, now, there.request)
    ((to, text),) = mailed(there.request)
    assert to == INBOX
    assert there.token in text
    assert lives.CHILD not in text
    assert [each.kind for each in events(there.request, "link_mailed", "mail_sent")] == ["link_mailed"]
    taken = outbox.take(now)
    assert taken
    assert outbox.deliver(now, taken) == "sent"
    (went,) = events(there.request, "mail_sent")
    assert went.data["dispatch"] == taken


# -- what is entered


@pytest.mark.parametrize(
    "entry",
    [
        RECEIVED,
        QUESTION,
        Entry("date", lives.MEXICO, on=date(2026, 5, 1)),
        Entry("wrong", lives.MEXICO, text="Ask the other one."),
    ],
)
def test_a_proposal_alone_moves_nothing(reached: There, now: datetime, entry: Entry) -> None:
    before = standing(reached.request)
    assert proposing.propose(now + DAY, reached.token, entry) == "code"
    assert standing(reached.request) == before
    (written,) = events(reached.request, "proposed")
    assert written.actor == "recipient"
    assert set(written.data) == {"link", "proposal", "proposes", "dispatch"}
    assert not [said for said in (entry.text, entry.reference) if said and said in str(lives.whole_database())]


def test_the_code_from_its_mailbox_makes_it_the_answer_of_the_day_it_was_entered(reached: There, now: datetime) -> None:
    at = now + DAY
    proposing.propose(at, reached.token, RECEIVED)
    assert proposing.confirm(at + MINUTE, reached.token, the_code(reached.request)) == "confirmed"
    (written,) = events(reached.request, "acknowledged")
    assert (written.at, written.zone, written.actor) == (at, lives.MEXICO, "recipient")
    assert (written.data["source"], written.data["confirmed"]) == ("recipient_page", "code")
    with transaction() as session:
        reply = session.scalars(select(Reply)).one()
    assert (reply.reference, reply.id) == ("FGR-7/2026", the_proposal().reply_id)
    assert lives.the(reached.request).state == "acknowledged"
    assert proposing.confirm(at + MINUTE, reached.token, the_code(reached.request)) == "wrong"


def test_a_code_is_not_guessed_and_does_not_last(reached: There, now: datetime) -> None:
    proposing.propose(now, reached.token, RECEIVED)
    code = the_code(reached.request)
    assert proposing.confirm(now + DAY, reached.token, code) == "wrong"
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"
    for _ in range(CODE_TRIES):
        assert proposing.confirm(now + MINUTE, reached.token, wrong) == "wrong"
    assert proposing.confirm(now + MINUTE, reached.token, code) == "wrong"
    assert the_proposal().state == "waiting"
    assert len(events(reached.request, "code_wrong")) == CODE_TRIES + 2


def test_what_is_entered_again_after_its_code_is_past_gets_a_new_code(reached: There, now: datetime) -> None:
    """An honest clerk who missed the first mail must not be told of a code that never comes."""
    proposing.propose(now, reached.token, RECEIVED)
    first = codes(reached.request)
    assert proposing.propose(now + DAY, reached.token, RECEIVED) == "code"
    (code,) = (second := codes(reached.request)) - first
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for _ in range(CODE_TRIES):
        proposing.confirm(now + DAY, reached.token, wrong)
    assert proposing.propose(now + DAY + MINUTE, reached.token, RECEIVED) == "officer", "no mail for each five guesses"
    assert codes(reached.request) == second
    assert proposing.propose(now + 2 * DAY, reached.token, RECEIVED) == "code"
    (new,) = codes(reached.request) - second
    assert proposing.confirm(now + 2 * DAY, reached.token, new) == "confirmed"
    (written,) = events(reached.request, "acknowledged")
    assert written.at == now, "it holds from the day on which it was first said"


def test_without_a_confirmed_mailbox_an_officer_decides(office: OfficeThere, there: There, now: datetime) -> None:
    promised = Entry("date", lives.MEXICO, on=date(2026, 5, 1))
    assert proposing.propose(now, there.token, promised) == "officer"
    assert mailed(there.request) == []
    reply = proposing.accept(office.liaison, now + MINUTE, there.request, the_proposal().id)
    assert lives.the(there.request).ball == "promised"
    (written,) = events(there.request, "promised")
    assert (written.data["on"], written.data["confirmed"]) == ("2026-05-01", "officer")
    assert (written.actor, the_proposal().reply_id) == (office.liaison.user_id, reply)
    with pytest.raises(Problem, match="accepted"):
        proposing.refuse(office.liaison, now, there.request, the_proposal().id, "No.")


def test_a_question_and_a_wrong_address_hand_the_ball_to_us(office: OfficeThere, there: There, now: datetime) -> None:
    proposing.propose(now, there.token, QUESTION)
    proposing.accept(office.liaison, now, there.request, the_proposal().id)
    assert (lives.the(there.request).state, lives.clocks(there.request)["our_answer"].party) == ("more_asked", "us")
    proposing.propose(now, there.token, Entry("wrong", lives.MEXICO))
    with transaction() as session:
        waiting = session.scalars(select(Proposal.id).where(Proposal.state == "waiting")).one()
    proposing.accept(office.liaison, now, there.request, waiting)
    assert lives.the(there.request).state == "returned"
    assert events(there.request, "returned")[0].data["why"] == "wrong_addressee"


def test_an_officer_refuses_with_a_reason_that_is_sealed(
    office: OfficeThere, reached: There, other_office: OfficeThere, now: datetime
) -> None:
    before = standing(reached.request)
    proposing.propose(now, reached.token, RECEIVED)
    code, proposal = the_code(reached.request), the_proposal().id
    with pytest.raises(NotHere):
        proposing.accept(other_office.prosecutor, now, reached.request, proposal)
    with pytest.raises(Problem):
        proposing.refuse(office.liaison, now, reached.request, proposal, " ")
    proposing.refuse(office.liaison, now, reached.request, proposal, "They called: it was not them.")
    assert lives.reasons(lives.the(reached.request).case_id) == [("proposal_refused", "They called: it was not them.")]
    assert proposing.confirm(now, reached.token, code) == "wrong"
    assert standing(reached.request) == before


def test_what_the_code_confirms_but_does_not_fit_waits_for_an_officer(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    inviting.set_page(office.actors[Role.ADMINISTRATOR], now, 90)
    issued = lives.an_issued(office, now, case_id, ASKED)  # nobody recorded yet that it went
    lives.knows(office, now, lives.the(issued).recipient_id, "mail", INBOX)
    token = token_of(issued, now)
    proposing.propose(now, token, RECEIVED)
    assert proposing.confirm(now, token, the_code(issued)) == "officer"
    found = the_proposal()
    assert (found.state, found.code_given_at, found.code_hash) == ("waiting", now, None)
    assert lives.the(issued).state == "issued"


def test_what_cannot_be_taken_is_not_kept(there: There, now: datetime) -> None:
    with pytest.raises(Problem):
        proposing.propose(now, there.token, Entry("date", lives.MEXICO, on=date(2099, 1, 1)))
    with transaction() as session:
        assert session.scalars(select(Proposal)).all() == []


def test_a_mailbox_is_not_flooded_and_no_honest_word_is_buried(reached: There, now: datetime) -> None:
    for turn in range(MOST_WAITING):
        entry = replace(QUESTION, text=f"Question {turn}?")
        outcome = proposing.propose(now + turn * MINUTE, reached.token, entry)
        assert outcome == ("code" if turn < CODES_A_DAY else "officer")
        assert proposing.propose(now + turn * MINUTE, reached.token, entry) == outcome, "sent twice it is one"
    assert len(mailed(reached.request)) == CODES_A_DAY
    with pytest.raises(Problem, match="too much"):
        proposing.propose(now + DAY, reached.token, RECEIVED)


def test_of_two_who_enter_the_code_at_once_one_is_heard(app: object, reached: There, now: datetime) -> None:
    proposing.propose(now, reached.token, RECEIVED)
    code = the_code(reached.request)
    done = lives.at_once(*[lambda: proposing.confirm(now, reached.token, code)] * 2)
    assert sorted(map(str, done)) == ["confirmed", "wrong"]
    assert len(events(reached.request, "acknowledged")) == 1
