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

from livefeed.engine.bridges import accounts_of, bridged_names
from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Post, Profile, Put, Quote, Report, Standing

__all__ = ["Gone", "find_gone", "offends", "redacted"]

Parse = Callable[[Frame], list[Report]]

_ITEM = re.compile(r"<(?P<tag>(?:\w+:)?(?:item|entry))\b.*?</(?P=tag)\s*>", re.DOTALL)
_MOST_PARTS = 2_000
"""Parts of a frame that are tried; one with more goes whole."""
_TOKEN = re.compile(r"[^\s\"\\<>]+")
_TELLING = 8
"""Signs of the last part of a post's name by which it is known alone."""
_POINTER_KEYS = 3
"""An object with no more keys only points to a post (`uri`, `cid`, a type), and has none of its words."""


class Gone:
    """Posts and accounts that are to leave a tape, by any of their names.

    Args:
        posts: also these, by id or address.
        accounts: also all of these, by handle (with or without `@`, in any case), id or address.
    """

    def __init__(self, posts: Iterable[str] = (), accounts: Iterable[str] = ()) -> None:
        self._posts: dict[str, set[str | None]] = {name: {None} for name in posts}
        """Who has asked for it; None where the network has checked that it was the author."""
        self._tails = set(map(_tail, posts))
        """Last parts of their names, by which networks name them too; those that are too short are empty."""
        self._accounts = {_account(name) for name in accounts}
        self._until: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._unmet = {*posts, *self._accounts}

    def learn(self, report: Report) -> None:
        """Take in what a report of a tape says is gone."""
        if isinstance(report, Delete):
            self._posts.setdefault(report.id, set()).update(
                (None,) if report.author is None else accounts_of(report.author)
            )
            self._tails.add(_tail(report.id))
        elif isinstance(report, Standing):
            for account in accounts_of(report.author):
                if report.state == "gone":
                    self._until[account] = max(report.until, self._until.get(account, 0))
                elif report.state == "hidden":
                    self._hidden.add(account)
                else:
                    self._hidden.discard(account)
        elif isinstance(report, Profile) and self._is_named(report.author, report.handle):
            # Some networks name an account by its handle here alone.
            self._accounts.update(map(_account, accounts_of(report.author)))
        if self._unmet:
            self._unmet -= _names(report)

    def unmet(self, name: str) -> bool:
        """Whether nothing that was learned from is of a post or an account that was named."""
        return name in self._unmet or _account(name) in self._unmet

    def has(self, post: Post) -> bool:
        """Whether a post is to go; a boost and a quote without words go with what they pass on."""
        author = post.author
        return (
            any(self._is_deleted(name, author.id) for name in (post.id, *post.aliases, *bridged_names(post)))
            or (post.boost_of is not None and self._is_deleted(post.boost_of, None))
            or self._is_named(author.id, author.handle, author.url)
            or author.id in self._hidden
            or post.created_at <= self._until.get(author.id, -1)
        )

    def has_quoted(self, quote: Quote) -> bool:
        """Whether the words that a post quotes are to go."""
        return (
            any(self._is_deleted(name, quote.author) for name in quote.names)
            or self._is_named(quote.author, quote.handle)
            or quote.author in self._hidden
            or quote.author in self._until
        )

    def has_profile(self, profile: Profile) -> bool:
        """Whether what somebody says of themselves is to go."""
        return (
            self._is_named(profile.author, profile.handle)
            or profile.author in self._hidden
            or profile.author in self._until
        )

    def is_named_in(self, payload: str | bytes) -> bool:
        """Whether a payload of which its source makes nothing names what is gone; bytes are not looked into."""
        if isinstance(payload, bytes):
            return False
        return any(
            name in self._posts or name in self._tails or self._is_named(name) or self._is_gone(name)
            for name in _TOKEN.findall(payload)
        )

    def _is_gone(self, account: str) -> bool:
        names = (account, f"nostr:{account}")
        return any(name in self._until or name in self._hidden for name in names)

    def _is_deleted(self, name: str | None, author: str | None) -> bool:
        """Only the author may delete where the network does not check that itself."""
        asked = None if name is None else self._posts.get(name)
        return asked is not None and (None in asked or (author is not None and author in asked))

    def _is_named(self, *names: str | None) -> bool:
        return bool(self._accounts) and any(name and _account(name) in self._accounts for name in names)


def _account(name: str) -> str:
    return name.lstrip("@").casefold()


def _tail(name: str) -> str:
    last = name.rpartition("/")[2].rpartition(":")[2]
    return last if len(last) >= _TELLING else ""


def _names(report: Report) -> set[str]:
    """All by which somebody may name what a report is of."""
    if isinstance(report, Put):
        post, author = report.post, report.post.author
        named = [post.id, *post.aliases, *bridged_names(post)]
        quoted = () if post.quote is None else (post.quote.author, post.quote.handle)
        return set(named) | {_account(name) for name in (author.id, author.handle, author.url, *quoted) if name}
    if isinstance(report, Profile):
        return {_account(name) for name in (report.author, report.handle) if name}
    if isinstance(report, Delete):
        return {report.id}
    return {_account(report.author)} if isinstance(report, Standing) else set()


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
    if not reports and gone.is_named_in(frame.payload):
        counters["removed"] += 1
        return None
    if not _offend(reports, gone):
        counters["kept"] += 1
        return frame
    if not any(isinstance(report, Put) and not gone.has(report.post) for report in reports):
        counters["removed"] += 1
        return None
    cut = _unquoted(frame, reports, parse, gone)
    cut = _without(frame, parse, gone) if cut is None else cut
    counters["removed_whole" if cut is None else "cut"] += 1
    return cut


def offends(frame: Frame, parse: Parse, gone: Gone) -> bool:
    """Whether something in a frame is gone; false where it cannot be parsed."""
    try:
        reports = parse(frame)
        return _offend(reports, gone) or (not reports and gone.is_named_in(frame.payload))
    except PayloadError:
        return False


def _offend(reports: Iterable[Report], gone: Gone) -> bool:
    return any(
        (isinstance(report, Profile) and gone.has_profile(report))
        or (
            isinstance(report, Put)
            and (gone.has(report.post) or (report.post.quote is not None and gone.has_quoted(report.post.quote)))
        )
        for report in reports
    )


def _unquoted(frame: Frame, reports: Iterable[Report], parse: Parse, gone: Gone) -> Frame | None:
    """Take out the quoted posts that are gone, and leave who quotes them; None where that is not all that offends."""
    quotes = [report.post.quote for report in reports if isinstance(report, Put) and report.post.quote is not None]
    names = {name for quote in quotes if gone.has_quoted(quote) for name in quote.names}
    if not names or not isinstance(frame.payload, str):
        return None
    names |= {name.rpartition(":")[2] for name in names if not name.startswith(("http", "at:"))}
    try:
        cut = msgspec.structs.replace(frame, payload=orjson.dumps(_pruned(orjson.loads(frame.payload), names)).decode())
        return None if _offend(parse(cut), gone) else cut
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, PayloadError, RecursionError):
        return None


def _pruned(value: Any, names: set[str]) -> Any:
    """Give JSON without the objects that have one of these names and more than a pointer's keys."""
    if isinstance(value, list):
        return [_pruned(one, names) for one in value if not _is_named(one, names)]
    if not isinstance(value, dict):
        return value
    left = {key: None if _is_named(one, names) else _pruned(one, names) for key, one in value.items()}
    within = left.get("payload")
    if "event" in left and isinstance(within, str) and within.startswith("{"):
        left["payload"] = orjson.dumps(_pruned(orjson.loads(within), names)).decode()
    return left


def _is_named(value: Any, names: set[str]) -> bool:
    return (
        isinstance(value, dict)
        and len(value) > _POINTER_KEYS
        and any(isinstance(name := value.get(key), str) and name in names for key in ("id", "uri", "url"))
    )


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
            if not _offend(parse(cut), gone):
                return cut
        except PayloadError:
            continue
    return None


def _is_offensive(frame: Frame, payload: str, parse: Parse, gone: Gone) -> bool:
    try:
        return _offend(parse(msgspec.structs.replace(frame, payload=payload)), gone)
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
    for frame in frames:
        parse = parse_of(frame)
        if parse is None:
            continue
        with contextlib.suppress(PayloadError):
            for report in parse(frame):
                gone.learn(report)
