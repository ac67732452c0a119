"""Which article of an instrument stands behind which line of a paper."""

from __future__ import annotations

from mlat.domain.instrument import Instrument


def clauses(instrument: Instrument) -> dict[str, str]:
    """The `Record.clauses` of this instrument: field id (or status code) -> article.

    `answer_owed` is there only where an article obliges the recipient to answer an inquiry. Where none does,
    the first article of its `inquiry` gives reasons for not executing and the second returns the request.
    """
    found = {each.code: each.article for each in instrument.formalities if each.article}
    if instrument.confidentiality and instrument.confidentiality.article:
        found["confidentiality"] = instrument.confidentiality.article
    inquiry = instrument.inquiry
    if inquiry is None:
        return found
    if inquiry.ask_in_request:
        found["notice_of_execution"] = inquiry.ask_in_request
    if inquiry.obliges_answer:
        found["answer_owed"] = ", ".join(inquiry.articles)
    else:
        found |= dict(zip(("reasons_when_not_executed", "return_with_cause"), inquiry.articles, strict=False))
    return found
