"""Turn a network's HTML into plain text with spans; no HTML goes further than this."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from livefeed.model.post import Span
from livefeed.sources.text import MAX_LINKS, clean_text, find_spans, fit_spans, safe_url

__all__ = ["Read", "html_to_text"]

MAX_HTML = 64 * 1024
"""Characters of markup that are looked at."""

_TAGS = {"a", "p", "br", "span", "div", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "pre", "em", "strong"}
_ATTRIBUTES = {"a": {"href", "class"}, "p": {"class"}, "span": {"class"}}
_SURROGATES = re.compile("[\ud800-\udfff]")
_QUOTED_INLINE = "quote-inline"
_BLOCKS = {"p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "pre"}


class Read(NamedTuple):
    """Plain text, and where it leads."""

    text: str
    spans: tuple[Span, ...]


def html_to_text(html: str, *, quotes: bool = False) -> Read:
    """Read HTML as people do: paragraphs apart by an empty line, links as spans.

    Mastodon hides parts of long addresses by class (`invisible`, `ellipsis`); here they are whole.

    Args:
        html: what a network sent.
        quotes: what is quoted is known apart from it. The line of class `quote-inline` ("RE: …"), which Mastodon and
            others write for servers that know no quotes, and some servers take off again, is then no part of the text.
    """
    whole = _SURROGATES.sub("", html[:MAX_HTML])
    cleaned = nh3.clean(whole, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    reader = _Reader(_QUOTED_INLINE if quotes else None)
    reader.feed(cleaned)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    """Walks over markup that nh3 has made well-formed."""

    def __init__(self, left_out: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self._left_out = left_out
        self._within: list[str] = []
        """Elements that are open from the one on that is left out."""
        self._parts: list[tuple[str, str, str]] = []
        self._link: list[str] | None = None
        self._href = ""
        self._class = ""
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._within or self._left_out in (given.get("class") or "").split():
            self._within += [] if tag == "br" else [tag]
        elif tag in _BLOCKS:
            self._break("\n\n")
            self._pre += tag == "pre"
        elif tag == "br":
            self._break("\n")
        elif tag == "li":
            self._break("\n")
            self._add("• ")
        elif tag == "a":
            self._end_link()
            self._link, self._href, self._class = [], given.get("href") or "", given.get("class") or ""

    def handle_endtag(self, tag: str) -> None:
        if self._within:
            self._within.pop()
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS:
            self._pre -= tag == "pre"
            self._break("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self._add(data if self._pre else " ".join(data.split("\n")))

    def _add(self, text: str) -> None:
        if self._link is not None:
            self._link.append(text)
        else:
            self._parts.append((text, "", ""))

    def _break(self, text: str) -> None:
        if self._link is not None:
            self._link.append(" ")
        else:
            self._parts.append((text, "", ""))

    def _end_link(self) -> None:
        if self._link is None:
            return
        shown = "".join(self._link).strip()
        href = safe_url(self._href)
        self._link = None
        if href is None or not shown:
            self._parts.append((shown, "", ""))
        elif "hashtag" in self._class.split() or shown.startswith("#"):
            self._parts.append((shown, href, "tag"))
        elif shown.startswith("@"):
            self._parts.append((shown, href, "mention"))
        else:
            whole = href if _is_address(shown, href) else shown
            self._parts.append((whole, href, "link"))

    def result(self) -> Read:
        self._end_link()
        written = ""
        spans: list[Span] = []
        for text, href, kind in self._parts:
            if set(text) == {"\n"}:
                written = written.rstrip(" ")
                have = len(written) - len(written.rstrip("\n"))
                written += "\n" * (max(0, len(text) - have) if written else 0)
                continue
            text = clean_part(text if written and not written.endswith("\n") else text.lstrip())  # noqa: PLW2901
            if kind and len(spans) < MAX_LINKS and text:
                spans.append(Span(start=len(written), end=len(written) + len(text), href=href, kind=kind))  # type: ignore[arg-type]
            written += text
        text = clean_text(written)
        if written[: len(text)] != text:
            spans = find_spans(text)
        taken = [span for span in find_spans(text) if not any(s.start < span.end and span.start < s.end for s in spans)]
        return Read(text, fit_spans(text, [*spans, *taken]))


def clean_part(text: str) -> str:
    """Clean a part of a text without taking the spaces at its ends."""
    stripped = text.strip()
    if not stripped:
        return " " if text else ""
    cleaned = clean_text(stripped)
    return f"{' ' if text[0].isspace() else ''}{cleaned}{' ' if text[-1].isspace() else ''}"


def _is_address(shown: str, href: str) -> bool:
    """Tell whether a link's text is its own address, whole or shortened."""
    bare = href.partition("://")[2].removeprefix("www.")
    text = shown.rstrip("…").rstrip(".").partition("://")[2] or shown.rstrip("…").rstrip(".")
    return bool(text) and bare.startswith(text.removeprefix("www."))
