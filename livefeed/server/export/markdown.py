"""Markdown: a text to read and to paste, in which nothing that somebody posted is markup.

A backslash takes its meaning from any sign of ASCII that has one (CommonMark 0.31, 2.4). What begins a block is
escaped where a line begins; addresses and names are kept from becoming links, which GFM would make of them.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from livefeed.model.coverage import Coverage
from livefeed.model.entry import Copy, Entry
from livefeed.server import showing
from livefeed.server.words import Speech, wording

__all__ = ["Markdown", "escaped"]

_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&|~^$@]|(?<=[A-Za-z]):(?=\S)|(?<=\w)\.(?=[^\W\d_])")
"""Signs of markup wherever they stand; and of addresses and names: the colon, the point, the at sign."""

_BEGINS_A_BLOCK = re.compile(r"[-+=#:%!]|[0-9]{1,9}(?=[.)])")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%"
_WEB = ("https://", "http://")


def escaped(text: str) -> list[str]:
    """Give the lines of a text as Markdown that says just that; blanks around them go."""
    lines = _UNSEEN.sub("", text).replace("\t", " ").splitlines()
    return [_line(line.strip()) for line in lines]


def _line(line: str) -> str:
    begin = _BEGINS_A_BLOCK.match(line)
    if begin is None:
        return _ANYWHERE.sub(r"\\\g<0>", line)
    number = begin.end() if begin[0].isdigit() else 0
    return f"{line[:number]}\\{line[number]}" + _ANYWHERE.sub(r"\\\g<0>", line[number + 1 :])


class Markdown:
    """Entries as quotations, under a heading for each day.

    Args:
        coverage: what is exported.
        speech: of the reader.
    """

    def __init__(self, coverage: Coverage, speech: Speech) -> None:
        self._coverage = coverage
        self._speech = speech
        self._say = speech.translations.gettext
        self._day = ""

    def head(self) -> bytes:
        """Name the coverage."""
        title, _ = wording(self._coverage.title, self._speech.lang)
        summary, _ = wording(self._coverage.summary, self._speech.lang)
        _ = self._say
        parts = [f"# {_flat(title)}", _flat(summary), _("Nobody has checked these posts unless it says so.")]
        return _written(parts)

    def entry(self, seq: int, entry: Entry) -> bytes:  # noqa: ARG002 - a text says what is, not when it became so
        """Quote a post, and say whose and when it is."""
        parts = []
        day = self._speech.day(entry.at)
        if day != self._day:
            self._day = day
            parts.append(f"## {_flat(day)}")
        return _written([*parts, self._who(entry), "\n".join(_quoted(self._said(entry))), *self._copies(entry)])

    def foot(self) -> bytes:
        """End with the last entry."""
        return b""

    def _who(self, entry: Entry) -> str:
        _ = self._say
        post = entry.post
        network = _flat(showing.network_name(post.network) or _("sent in"))
        said = [
            f"**{_flat(showing.shown_name(post.author)) or '·'}**",
            _flat(showing.shown_handle(post.author)),
            _flat(self._speech.time(entry.at)),
            f"[{network}](<{_address(post.url)}>)" if post.url and post.url.startswith(_WEB) else network,
            _("edited") if entry.edited else "",
            _("pinned") if entry.pinned else "",
            _("unverified") if entry.state == "unverified" else "",
        ]
        return " · ".join(part for part in said if part)

    def _said(self, entry: Entry) -> Iterator[str]:
        """Give the lines of a quotation: the post, what it shows, and what it quotes in turn."""
        _ = self._say
        post = entry.post
        if post.warning or post.sensitive:
            yield from (f"⚠ {_flat(post.warning or _('Sensitive content'))}", "")
        if title := _flat(post.title):
            yield from (f"**{title}**", "")
        yield from escaped(showing.untitled(post).text)
        for media in post.media:
            what = _flat(media.description) or _("without description")
            yield from ("", f"({_flat(media.kind)}) {what}")
        rest = [link for link in post.links if link not in post.text]
        for link in rest:
            yield from ("", f"→ {_flat(link)}")
        if post.quote is not None:
            author = showing.quote_author(post.quote)
            yield from ("", f"> {_flat(showing.shown_name(author))} {_flat(showing.shown_handle(author))}", ">")
            yield from _quoted(escaped(post.quote.text))

    def _copies(self, entry: Entry) -> Iterator[str]:
        if not entry.copy_count:
            return
        translations = self._speech.translations
        count = entry.copy_count + 1
        seen = translations.ngettext("Seen %(count)s time", "Seen %(count)s times", count) % {"count": count}
        listed = ", ".join(self._copy(copy) for copy in entry.copies)
        yield f"{_flat(seen)} ({listed})"

    def _copy(self, copy: Copy) -> str:
        author = _flat(copy.author)
        return f"[{author}](<{_address(copy.url)}>)" if copy.url and copy.url.startswith(_WEB) else author


def _flat(text: str) -> str:
    """Give a text as one line."""
    return " ".join(line for line in escaped(text) if line)


def _quoted(lines: Iterator[str] | list[str]) -> Iterator[str]:
    """Quote lines; those of one paragraph are broken where they were."""
    listed = list(lines)
    while listed and not listed[-1]:
        listed.pop()
    for number, line in enumerate(listed):
        following = listed[number + 1] if number + 1 < len(listed) else ""
        breaks = line and following and not line.startswith(">") and not following.startswith(">")
        yield f"> {line}\\" if breaks else f"> {line}".rstrip()


def _address(url: str) -> str:
    """Write an address between `<` and `>`, where an ampersand could begin an entity."""
    return quote(url, safe=_IN_ADDRESSES, errors="replace").replace("&", "&amp;")


def _written(parts: list[str]) -> bytes:
    return "".join(f"{part}\n\n" for part in parts if part).encode("utf-8", "replace")
