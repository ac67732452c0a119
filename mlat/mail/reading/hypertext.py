"""The words of an HTML mail: read in one pass, so that no markup can make it slow. Nothing is fetched."""

from __future__ import annotations

import re
from html import unescape

BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
UNSEEN = frozenset({"head", "script", "style", "title", "template"})
TAG = re.compile(r"\s*(/?)\s*([a-zA-Z][\w:-]{0,30})")
LINK = re.compile(r"""href\s*=\s*["']?(https?://[^"'\s>]{1,2000})""", re.IGNORECASE)
QUOTE = "> "


def text_of(html: str) -> str:
    """What a reader sees, line by line; a quoted block gets "> " before its lines, a link its address after it."""
    page = _Page()
    at = 0
    while at < len(html):
        opening = html.find("<", at)
        if opening < 0:
            page.say(html[at:])
            break
        page.say(html[at:opening])
        at = _tag(html, opening, page)
    return page.text()


def _tag(html: str, opening: int, page: _Page) -> int:
    """Read one tag; where the text goes on."""
    if html.startswith("<!--", opening):
        end = html.find("-->", opening + 4)
        return len(html) if end < 0 else end + 3
    tag = TAG.match(html, opening + 1)
    if not tag and html[opening + 1 : opening + 2] not in ("!", "?"):
        page.say("<")
        return opening + 1
    closing = html.find(">", opening)
    if closing < 0:
        page.say(html[opening:])
        return len(html)
    if not tag:
        return closing + 1
    name, ends = tag[2].lower(), bool(tag[1])
    if name in UNSEEN - page.never_closed and not ends:
        if found := re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, closing):
            return found.end()
        # An unclosed title hides nothing: better too many words than none.
        page.never_closed.add(name)
    page.tag(name, html[opening + 1 : min(closing, opening + 5_000)], ends=ends)
    return closing + 1


class _Page:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.links: list[str] = []
        self.never_closed: set[str] = set()

    def say(self, text: str) -> None:
        """Words between tags."""
        if text:
            self.line.append(unescape(text))

    def tag(self, name: str, inside: str, *, ends: bool) -> None:
        """What a tag changes: a new line, the depth of quoting, a link."""
        if name in BLOCKS:
            self.end_line()
        if name == "blockquote":
            self.depth = max(0, self.depth - 1) if ends else min(self.depth + 1, 20)
        elif name == "a" and not ends:
            link = LINK.search(inside)
            self.links.append(unescape(link[1]) if link else "")
        elif name == "a" and self.links:
            link_to = self.links.pop()
            if link_to and link_to not in "".join(self.line[-3:]):
                self.line.append(f" ({link_to})")
        elif name in ("td", "th"):
            self.line.append(" ")

    def end_line(self) -> None:
        """Close the line; several empty ones become one."""
        said = " ".join("".join(self.line).replace("\u00a0", " ").split())
        self.line.clear()
        if said or (self.lines and self.lines[-1].strip("> ")):
            self.lines.append(QUOTE * self.depth + said)

    def text(self) -> str:
        """All lines."""
        self.end_line()
        return "\n".join(self.lines).strip()
