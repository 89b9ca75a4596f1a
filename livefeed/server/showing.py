"""What a template needs to know of a post to show it: paragraphs, links as people read them, monograms."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from livefeed.engine.marking import Mark, pieces
from livefeed.model.entry import Entry
from livefeed.model.post import Author, Card, Poll, Post, Quote, Span
from livefeed.server.words import Speech

__all__ = [
    "Part",
    "also_on",
    "brought_by",
    "dom_id",
    "excerpt",
    "gist",
    "has_mark",
    "hue",
    "initials",
    "network_name",
    "networks",
    "opening",
    "path_of",
    "quote_author",
    "shortened",
    "shown_handle",
    "shown_link",
    "shown_name",
    "site",
    "tallies",
    "touched",
    "untitled",
    "updated",
]


_LINE = 30
"""Characters that a line counts for at least."""


class Fold(NamedTuple):
    """Characters of a text from which on its rest is folded, and characters that are shown at least."""

    after: int
    opening: int


FOLD = Fold(after=700, opening=450)
FOLD_QUOTE = Fold(after=400, opening=260)
_HUES = 12
_NETWORKS = {"mastodon": "Mastodon", "bluesky": "Bluesky", "nostr": "Nostr", "feed": "RSS"}
_LINK = 42
_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")
"""Blanks at which a line may be broken: French has others before its signs, which stay."""
_SAY_ENOUGH = {"bluesky", "feed"}
"""Networks of which every post comes the same way, or whose author is the stream."""


class Part(NamedTuple):
    """A stretch of a line, and where it leads."""

    text: str
    href: str | None
    kind: str
    is_marked: bool = False
    """Whether somebody has searched for it."""


Paragraph = list[list[Part]]


def dom_id(entry_id: str) -> str:
    """Name an entry in the page."""
    return entry_id.replace(":", "-")


def network_name(network: str) -> str:
    """Name a network as people do; posts that a program sent in have none."""
    return _NETWORKS.get(network, "" if network == "post" else network.title())


def initials(author: Author) -> str:
    """Take up to two letters of a name for its monogram."""
    words = [word for word in shown_name(author).split() if word[0].isalpha()]
    letters = [word[0] for word in (words if len(words) < 3 else [words[0], words[-1]])]
    return unicodedata.normalize("NFC", "".join(letters[:2]).upper()) or "·"


def hue(author: Author) -> int:
    """Choose one of twelve colours for an author, always the same."""
    return blake2b(author.id.encode("utf-8", "surrogatepass"), digest_size=1).digest()[0] % _HUES


def shown_name(author: Author) -> str:
    """Give the name that people see, or what the handle has of one."""
    return author.name or shown_handle(author).lstrip("@").partition("@")[0]


def shown_handle(author: Author) -> str:
    """Give a handle that can be read; a bare DID says nothing to anyone."""
    if author.handle.startswith("@did:"):
        return f"@{author.handle[-6:]}"
    return author.handle


def shown_link(href: str) -> str:
    """Show a link by its site and the beginning of its path."""
    parts = urlsplit(href)
    path = unquote(parts.path, errors="replace").rstrip("/")
    path = "".join(c for c in path if c.isprintable())
    text = (parts.hostname or "").removeprefix("www.") + path
    return text if len(text) <= _LINK else text[: _LINK - 1] + "…"


def opening(said: Post | Quote, marked: Sequence[Mark] = ()) -> tuple[list[Paragraph], list[Paragraph]]:
    """Cut what a post says, or quotes, into paragraphs that are shown at once, and the rest where the text is long.

    Args:
        said: what it is.
        marked: stretches of its text that somebody has searched for.
    """
    text, spans, fold = (said.text, (), FOLD_QUOTE) if isinstance(said, Quote) else (_own_words(said), said.spans, FOLD)
    paragraphs = _paragraphs(text, spans, marked)
    lengths = [sum(map(_length, paragraph)) for paragraph in paragraphs]
    if sum(lengths) <= fold.after:
        return paragraphs, []
    shown = 0
    for number, length in enumerate(lengths):
        shown += length
        if shown >= fold.opening:
            if shown <= fold.after:
                return paragraphs[: number + 1], paragraphs[number + 1 :]
            return _cut(paragraphs, number, fold.opening - shown + length)
    return paragraphs, []


def _length(line: list[Part]) -> int:
    """Measure a line by the room that it takes: a short one takes a whole line, too."""
    return max(_LINE, sum(len(part.text) for part in line))


def _own_words(post: Post) -> str:
    """Give a post's text without the options of its poll, which are shown as such."""
    return post.text if post.poll is None else post.text.removesuffix(post.poll.lines).rstrip()


def _cut(paragraphs: list[Paragraph], number: int, room: int) -> tuple[list[Paragraph], list[Paragraph]]:
    """Fold within a paragraph, after so many characters of it."""
    first: Paragraph = []
    rest: Paragraph = []
    for line in paragraphs[number]:
        head: list[Part] = []
        tail: list[Part] = []
        after = room - _length(line)
        for part in line:
            if room <= 0:
                tail.append(part)
            elif part.kind != "text" or len(part.text) <= room:
                head.append(part)
                room -= len(part.text)
            else:
                place = part.text.rfind(" ", 0, room)
                place = room if place <= 0 else place
                head.append(part._replace(text=part.text[:place]))
                tail.append(part._replace(text=part.text[place:].lstrip()))
                room = 0
        room = min(room, after)
        if head:
            first.append(head)
        if tail:
            rest.append(tail)
    return [*paragraphs[:number], first], [*([rest] if rest else []), *paragraphs[number + 1 :]]


def _paragraphs(text: str, spans: Sequence[Span], marked: Sequence[Mark]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = [[[]]]
    for part in _parts(text, spans, marked):
        for number, block in enumerate(part.text.split("\n\n")):
            if number:
                paragraphs.append([[]])
            for line_number, line in enumerate(block.split("\n")):
                if line_number:
                    paragraphs[-1].append([])
                if line:
                    paragraphs[-1][-1].append(part._replace(text=line))
    filled = [[line for line in paragraph if line] for paragraph in paragraphs]
    return [paragraph for paragraph in filled if paragraph]


def _parts(text: str, spans: Sequence[Span], marked: Sequence[Mark]) -> Iterator[Part]:
    position = 0
    for span in spans:
        if span.end > len(text):
            break
        if span.start > position:
            yield from _plain(text[position : span.start], marked, position)
        words = text[span.start : span.end].replace("\n", " ")
        shown = shown_link(span.href) if span.kind == "link" and "://" in words else words
        yield Part(shown, span.href, span.kind, any(span.start < end and start < span.end for start, end in marked))
        position = span.end
    yield from _plain(text[position:], marked, position)


def _plain(text: str, marked: Sequence[Mark], offset: int) -> Iterator[Part]:
    for piece in pieces(text, marked, offset):
        yield Part(piece.text, None, "text", piece.is_marked)


def has_mark(paragraphs: Iterable[Paragraph]) -> bool:
    """Tell whether something in them was searched for."""
    return any(part.is_marked for paragraph in paragraphs for line in paragraph for part in line)


class Tally(NamedTuple):
    """One option of a poll as it is shown."""

    text: str
    votes: int
    percent: int | None
    """Of all votes, or of all who voted where one may choose several; None where nobody has voted yet."""


def tallies(poll: Poll) -> list[Tally]:
    """Count a poll; votes of the moment when it came in."""
    votes = [option.votes or 0 for option in poll.options]
    whole = (poll.voters or 0) if poll.multiple else sum(votes)
    return [
        Tally(option.text, count, min(100, round(100 * count / whole)) if whole else None)
        for option, count in zip(poll.options, votes, strict=True)
    ]


def site(card: Card) -> str:
    """Name the site of a card, or its host."""
    return card.site or (urlsplit(card.url).hostname or "").removeprefix("www.")


def quote_author(quote: Quote) -> Author:
    """Give who is quoted in the form in which authors are shown."""
    return Author(id=quote.author, handle=quote.handle, name=quote.name)


def also_on(entry: Entry) -> list[str]:
    """Name the other networks on which the same person has posted it."""
    networks = [copy.network for copy in entry.copies if copy.why == "cross-post"]
    return list(dict.fromkeys(network_name(one) for one in networks if one != entry.post.network and network_name(one)))


def path_of(entry: Entry) -> str:
    """Give the end of an entry's address."""
    return f"e/{entry.id.removeprefix('e:')}"


def updated(entry: Entry) -> int:
    """Tell when an entry's words came to be as they are, milliseconds: its time, or that of an edit."""
    return max(entry.at, entry.post.edited_at or entry.at)


def touched(entry: Entry) -> int:
    """Tell when a page with an entry changed by it, milliseconds: late posts stand in the past, and come now."""
    return max(updated(entry), entry.first_seen)


def excerpt(post: Post, length: int = 200) -> str:
    """Give the beginning of a post for where there is room for a line; what its author warns of instead, if they do."""
    return shortened(post.warning or "" if post.warning or post.sensitive else _own_words(post), length)


def gist(post: Post, speech: Speech, length: int = 200) -> str:
    """Give the beginning of a post, or say what there is of one that has no words; empty where there is nothing."""
    if words := excerpt(post, length):
        return words
    if post.warning or post.sensitive:
        return speech.translations.gettext("Sensitive content")
    carried = speech.carried(post.media[0]) if post.media else post.card.title if post.card else ""
    return shortened(carried, length)


def shortened(text: str, length: int) -> str:
    """Give the beginning of a text on one line, at most so many characters."""
    words = _BREAKABLE.sub(" ", text).strip()
    return words if len(words) <= length else f"{words[: length - 1].rsplit(' ', 1)[0]}…"


def untitled(post: Post) -> Post:
    """Give a post without the title that its text begins with, for where that stands by itself."""
    if not post.title or not post.text.startswith(post.title):
        return post
    return msgspec.structs.replace(post, text=post.text[len(post.title) :].lstrip(), spans=())


def brought_by(entry: Entry) -> str:
    """Name the server, relay or form that brought an entry to us, where its author's name does not say it already."""
    network, _, name = entry.via[0].partition(":") if entry.via else ("", "", "")
    author = entry.post.author
    said = network in _SAY_ENOUGH or name in author.handle or name in (author.url or "")
    return "" if said else name


def networks(entry: Entry) -> int:
    """Count the networks on which an entry was seen."""
    return len({entry.post.network, *(copy.network for copy in entry.copies)})
