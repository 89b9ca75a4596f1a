"""Take out of frames what authors have deleted, and leave all that others have said.

A frame may hold many posts (a page of a timeline, a feed). What belongs to one of them is found by trying: each part
that could be one is taken away, and what the source then no longer reports was in it.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import orjson

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Post, Put, Report, Standing

__all__ = ["Gone", "find_gone", "redacted"]

Parse = Callable[[Frame], list[Report]]

_ITEM = re.compile(r"<(?P<tag>(?:\w+:)?(?:item|entry))\b.*?</(?P=tag)\s*>", re.DOTALL)
_MOST_PARTS = 2_000
"""Parts of a frame that are tried; one with more goes whole."""


class Gone:
    """Posts and accounts that are to leave a tape, by any of their names."""

    def __init__(self, posts: Iterable[str] = (), accounts: Iterable[str] = ()) -> None:
        self.posts = set(posts)
        self.accounts = set(accounts)
        self._until: dict[str, int] = {}

    def learn(self, report: Report, known: dict[str, str]) -> None:
        """Take in what a report says is gone.

        Args:
            report: of a frame of the tape.
            known: author of each post named so far: only its own author may delete a post where the network does not
                check that itself.
        """
        if isinstance(report, Delete):
            if report.author is None or known.get(report.id) in {None, report.author}:
                self.posts.add(report.id)
        elif isinstance(report, Standing) and report.state == "gone":
            self._until[report.author] = max(report.until, self._until.get(report.author, 0))
        elif isinstance(report, Put):
            for name in (report.post.id, *report.post.aliases):
                known.setdefault(name, report.post.author.id)

    def has(self, post: Post) -> bool:
        """Whether a post is to go; a boost and a quote without words go with what they pass on."""
        names = {post.id, *post.aliases, *([post.boost_of] if post.boost_of else [])}
        author = post.author
        return (
            not self.posts.isdisjoint(names)
            or not self.accounts.isdisjoint({author.id, author.handle})
            or post.created_at <= self._until.get(author.id, -1)
        )


def redacted(frame: Frame, parse: Parse, gone: Gone, counters: Counter[str]) -> Frame | None:
    """Give a frame without what is gone; None where nothing is left, or nothing can be taken out of it cleanly.

    What cannot be parsed is left out too: nobody can tell what is in it.

    Args:
        frame: of a tape.
        parse: its source's.
        gone: what is to go.
        counters: `kept`, `cut` (a part taken out), `removed` (all of it was gone), `removed_whole` (more went than was
            gone), `unreadable`.
    """
    try:
        reports = parse(frame)
    except PayloadError:
        counters["unreadable"] += 1
        return None
    if not _offends(reports, gone):
        counters["kept"] += 1
        return frame
    if not any(isinstance(report, Put) and not gone.has(report.post) for report in reports):
        counters["removed"] += 1
        return None
    cut = _without(frame, parse, gone)
    counters["removed_whole" if cut is None else "cut"] += 1
    return cut


def _offends(reports: Iterable[Report], gone: Gone) -> bool:
    return any(isinstance(report, Put) and gone.has(report.post) for report in reports)


def _without(frame: Frame, parse: Parse, gone: Gone) -> Frame | None:
    """Take the parts out that offend, one by one, the last first; None where that does not help."""
    text = frame.payload if isinstance(frame.payload, str) else None
    if text is None:
        return None
    for split in (_json_parts, _markup_parts):
        parts = split(text)
        if parts is None:
            continue
        kept = [part for part in parts.parts if not _is_offensive(frame, parts.only(part), parse, gone)]
        cut = msgspec.structs.replace(frame, payload=parts.join(kept))
        try:
            if not _offends(parse(cut), gone):
                return cut
        except PayloadError:
            continue
    return None


def _is_offensive(frame: Frame, payload: str, parse: Parse, gone: Gone) -> bool:
    try:
        return _offends(parse(msgspec.structs.replace(frame, payload=payload)), gone)
    except PayloadError:
        return True


class _Parts:
    """A payload as parts of which each may be a post, and what is around them."""

    def __init__(self, parts: list[Any], join: Callable[[list[Any]], str]) -> None:
        self.parts = parts
        self.join = join

    def only(self, part: Any) -> str:
        """The payload with one part alone."""
        return self.join([part])


def _json_parts(text: str) -> _Parts | None:
    """A list, or the longest list of objects directly in an object."""
    try:
        whole = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if isinstance(whole, list):
        return _bounded(_Parts(whole, lambda kept: orjson.dumps(kept).decode()))
    if not isinstance(whole, dict):
        return None
    lists = {key: value for key, value in whole.items() if isinstance(value, list) and value}
    if not lists:
        return None
    name = max(lists, key=lambda key: len(lists[key]))
    return _bounded(_Parts(lists[name], lambda kept: orjson.dumps({**whole, name: kept}).decode()))


def _markup_parts(text: str) -> _Parts | None:
    """The items of a feed, with the text around them."""
    found = list(_ITEM.finditer(text))
    if not found:
        return None
    head, tail = text[: found[0].start()], text[found[-1].end() :]
    return _bounded(_Parts([one.group() for one in found], lambda kept: head + "\n".join(kept) + tail))


def _bounded(parts: _Parts) -> _Parts | None:
    return parts if len(parts.parts) <= _MOST_PARTS else None


def find_gone(frames: Iterable[Frame], parse_of: Callable[[Frame], Parse | None], gone: Gone) -> None:
    """Learn from all frames of a tape what is gone by its end."""
    known: dict[str, str] = {}
    for frame in frames:
        parse = parse_of(frame)
        if parse is None:
            continue
        with contextlib.suppress(PayloadError):
            for report in parse(frame):
                gone.learn(report, known)
