"""What makes a match certain, and what is only for a person to decide."""

from __future__ import annotations

import pytest

from mlat.domain.matching import WEIGHTS, Clue, Judged, Reason, Verdict, fold, judge, wordings

R = Reason


def judged(*clues: tuple[str, Reason], own: bool = False) -> Judged:
    return judge((Clue(request_id, reason) for request_id, reason in clues), own=own)


def test_the_thread_of_our_own_mail_from_a_known_address_is_certain() -> None:
    found = judged(("a", R.KNOWN_ADDRESS), ("a", R.THREAD))
    assert found.verdict is Verdict.CERTAIN
    assert found.candidates[0].reasons == (R.THREAD, R.KNOWN_ADDRESS)


@pytest.mark.parametrize("reason", [R.THREAD, R.REPLY_ADDRESS, R.PROOF_CODE, R.OUR_NUMBER_IN_SUBJECT])
def test_whom_the_office_does_not_know_is_a_stranger_whatever_they_name(reason: Reason) -> None:
    assert judged(("a", reason)).verdict is Verdict.STRANGER


@pytest.mark.parametrize("reason", sorted(set(R) - {R.THREAD, R.REPLY_ADDRESS}))
def test_what_can_be_guessed_or_copied_is_never_certain(reason: Reason) -> None:
    assert judged(("a", reason), ("a", R.KNOWN_ADDRESS)).verdict is Verdict.GUESS


def test_a_mail_that_names_two_requests_is_a_conflict_even_where_one_is_proved() -> None:
    found = judged(("a", R.THREAD), ("a", R.KNOWN_ADDRESS), ("b", R.OUR_NUMBER))
    assert found.verdict is Verdict.CONFLICT
    assert [each.request_id for each in found.candidates] == ["a", "b"]


def test_other_requests_of_the_same_recipient_do_not_stand_against_the_one_that_is_meant() -> None:
    clues = [("a", R.THREAD), *((each, R.KNOWN_ADDRESS) for each in "abc")]
    assert judged(*clues).verdict is Verdict.CERTAIN


def test_a_copy_of_our_own_mail_matches_nothing_by_itself() -> None:
    assert judged(("a", R.THREAD), ("a", R.KNOWN_ADDRESS), own=True).verdict is Verdict.OWN


def test_without_a_clue_there_is_nothing() -> None:
    assert judged() == Judged(Verdict.NOTHING)


def test_the_subject_says_more_than_the_text_and_both_count_once() -> None:
    only_text = judged(("a", R.OUR_NUMBER)).candidates[0].weight
    both = judged(("a", R.OUR_NUMBER), ("a", R.OUR_NUMBER_IN_SUBJECT)).candidates[0]
    assert both.reasons == (R.OUR_NUMBER_IN_SUBJECT,)
    assert both.weight > only_text


def test_every_reason_has_a_weight() -> None:
    assert set(WEIGHTS) == set(Reason)


@pytest.mark.parametrize(
    "text",
    [
        "RE: [UFE/2026/REQ-0007]",
        "Ref.:UFE/2026/REQ-0007, gracias",
        "su nota “ufe 2026 req 0007”",
        "> UFE/2026/\n> REQ-0007",
        "UFE-2026-REQ-0007.pdf",
        "ufe/2026/REQ\u20110007",
        "\u200fUFE\u200e/2026/REQ\u2013 0007",
        "ＵＦＥ／２０２６／ＲＥＱ－０００７",
        "UFE/٢٠٢٦/REQ-٠٠٠٧",
    ],
)
def test_a_reference_is_found_however_it_is_written(text: str) -> None:
    assert "ufe2026req0007" in wordings(text)


def test_what_is_noted_is_folded_as_what_is_looked_for() -> None:
    assert fold("Ｅxp. ١٢-３４") == "exp1234"
    assert fold("Nº 12") == "nº12"


def test_words_alone_and_short_numbers_are_no_references() -> None:
    assert wordings("hola, le escribo por la nota") == ()
    assert wordings("12 345 de") == ("12345", "12345de", "345de")


def test_a_very_long_text_costs_a_bounded_search() -> None:
    assert len(wordings("9 a " * 100_000)) <= 12000
