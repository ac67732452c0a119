"""What is new in the text of a mail: without the letters it quotes, and for the rules without its signature."""

from __future__ import annotations

import re
from functools import lru_cache

from mlat.domain.mail_words import MailWords, plain

LOOKED_AT = 200_000
"""Characters within which a quotation is looked for; a longer text goes on unread."""
LONGEST_LINE_ABOVE = 300
"""Characters of "On ... X wrote:", over at most three lines."""
HEAD_LINES = 6
"""So many lines below "From:" may belong to a quoted head."""

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
TIME = re.compile(r"\d{1,2} ?[:.h時시点點] ?\d{2}")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[٠-٩۰-۹०-९]{4}")
RULES = ("--", "__", "==", "—", "──")
INVISIBLE = " \t\u00a0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069*"
SIGNATURE = re.compile(r"^(?:-- ?|—|_{2,5})$")


def fresh_text(text: str, words: MailWords) -> str:
    """`text` without what it quotes, best effort: answers between quoted lines stay.

    Where it is wrong, it is wrong by showing too much or too little of a text that is always kept whole.
    """
    lines = text[:LOOKED_AT].splitlines()
    kept: list[str] = []
    rest = text[LOOKED_AT:]
    at = 0
    while at < len(lines):
        if _is_quoted(lines[at]):
            at += 1
        elif _is_rule(lines[at], words) or _is_head(lines, at, words):
            rest = ""
            break
        elif above := _line_above(lines, at, words):
            at += above
            if not _quoted_next(lines, at):
                rest = ""
                break
        else:
            kept.append(lines[at].rstrip())
            at += 1
    return ("\n".join(kept) + rest).strip()


def said(fresh: str, words: MailWords) -> str:
    """What `fresh` says before it closes: the signature, with its opening hours, tells nothing about this mail."""
    kept: list[str] = []
    for line in fresh.splitlines():
        if SIGNATURE.match(line.strip()):
            break
        if any(map(str.strip, kept)) and len(line) < 60 and words.begins("closings", plain(line)):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _quoted_next(lines: list[str], at: int) -> bool:
    """Whether the next line with anything on it is quoted (or there is none)."""
    following = next((line for line in lines[at:] if line.strip()), ">")
    return _is_quoted(following)


def _is_rule(line: str, words: MailWords) -> bool:
    """-----Original Message-----"""
    ruled = line.lstrip().startswith(RULES)
    if len(line) > 120 or not (ruled or _ends_with_colon(line)):
        return False
    inner = plain(line).strip("-_=*—–─ ")
    return words.begins("original", inner) and (ruled or len(inner) < 40)


def _is_head(lines: list[str], at: int, words: MailWords) -> bool:
    """From, sent, to, subject: the head that Outlook copies above the old letter."""
    if not _labelled(lines[at], ("from_labels", "head_labels"), words):
        return False
    block = [line for line in lines[at : at + HEAD_LINES + 2] if line.strip()][:HEAD_LINES]
    labelled = [line for line in block if _labelled(line, ("from_labels", "head_labels"), words)]
    return len(labelled) >= 3 and any(_labelled(line, ("from_labels",), words) for line in labelled)


def _labelled(line: str, lists: tuple[str, ...], words: MailWords) -> bool:
    label, colon, _ = line[:60].replace("：", ":").partition(":")
    return bool(colon) and _is_label(label, lists, words)


@lru_cache(maxsize=4096)
def _is_label(label: str, lists: tuple[str, ...], words: MailWords) -> bool:
    bare = plain(label.replace("*", ""))
    return any(words.is_one(bare, each) for each in lists)


def _line_above(lines: list[str], at: int, words: MailWords) -> int:
    """How many lines the "On ... X wrote:" takes that begins here; 0 where none does."""
    joined = ""
    for count, line in enumerate(lines[at : at + 3], start=1):
        if not line.strip() or _is_quoted(line):
            return 0
        joined += " " + line
        if len(joined) > LONGEST_LINE_ABOVE:
            return 0
        if _ends_with_colon(line):
            quoted = at + count < len(lines) and _quoted_next(lines, at + count)
            return count if _introduces(plain(joined), words, quoted=quoted) else 0
    return 0


def _ends_with_colon(line: str) -> bool:
    return line.rstrip(INVISIBLE).endswith((":", "："))


def _introduces(bare: str, words: MailWords, *, quoted: bool) -> bool:
    wrote = words.says("wrote", bare)
    when = bool(TIME.search(bare))
    who = bool(ADDRESS.search(bare))
    if quoted:
        return (wrote or who) and bool(when or YEAR.search(bare) or who)
    return (wrote and (when or who)) or (who and when)
