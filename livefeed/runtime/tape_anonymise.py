"""Make the frames of a tape fit to be published: everybody under another name, the same event as before.

Each frame is taken apart by its source's structure (`livefeed.runtime.pseudonyms`), put together anew, and then looked at
as a source looks at it: the same reports must come out of it, and none of the names that were in it. What does not pass
is left out and counted.
"""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Post, Profile, Put, Report, Standing
from livefeed.runtime.intake import CLOCK
from livefeed.runtime.pseudonyms.feeds import Feeds
from livefeed.runtime.pseudonyms.known import Known
from livefeed.runtime.pseudonyms.names import Pseudonyms
from livefeed.runtime.pseudonyms.nostr import Notes
from livefeed.runtime.pseudonyms.shapes import Shapes
from livefeed.runtime.pseudonyms.words import Texts

__all__ = ["Anonymiser"]

Parse = Callable[[Frame], list[Report]]

_TELLING = 6
"""Letters that a name must have to be looked for in what was rewritten; shorter ones stand in too many words."""


class Anonymiser:
    """Rewrites the frames of one tape.

    Args:
        key: secret and random; thrown away with this.
        words: whether words are replaced too.

    Attributes:
        counters: `rewritten`, `kept` (said nothing of anybody), `untaken` (could not be taken apart), `unlike` (did not
            say the same afterwards), `telling` (a name was still in it).
    """

    def __init__(self, key: bytes, *, words: bool = False) -> None:
        self._names = Pseudonyms(key)
        self._known = Known()
        texts = Texts(self._names, self._known, words=words)
        self._shapes = Shapes(self._names, texts)
        self._notes = Notes(self._names, texts)
        self._feeds = Feeds(self._names, texts)
        self._words = words
        self.counters: Counter[str] = Counter()

    def learn(self, frames: Iterable[Frame], parse_of: Callable[[Frame], Parse | None]) -> None:
        """Look at a whole tape first: who is on it, and which notes name each other."""
        for frame in frames:
            with contextlib.suppress(PayloadError):
                for report in parse(frame) if (parse := parse_of(frame)) is not None else ():
                    self._known.learn(report)
            if frame.source == "nostr":
                self._notes.learn(frame.payload)
        self._notes.ready()

    def frames(self, frames: Iterable[Frame], parse_of: Callable[[Frame], Parse | None]) -> Iterator[Frame]:
        """Give the frames of the new tape."""
        for frame in frames:
            parse = parse_of(frame)
            if frame.source == CLOCK and not frame.payload:
                self.counters["kept"] += 1
                yield frame
            elif parse is None:
                self.counters["untaken"] += 1
            elif (one := self._frame(frame, parse)) is not None:
                self.counters["rewritten"] += 1
                yield one

    def _frame(self, frame: Frame, parse: Parse) -> Frame | None:
        try:
            before = parse(frame)
            new = msgspec.structs.replace(frame, stream=self.stream(frame), payload=self._payload(frame))
        except (PayloadError, RecursionError, ValueError):
            self.counters["untaken"] += 1
            return None
        try:
            after = parse(new)
        except PayloadError:
            after = []
        if list(map(self._gist, before)) != list(map(self._gist, after)):
            self.counters["unlike"] += 1
            return None
        written = new.payload.casefold() if isinstance(new.payload, str) else ""
        if any(name.casefold() in written for report in before for name in _telling(report)):
            self.counters["telling"] += 1
            return None
        return new

    def stream(self, frame: Frame) -> str:
        """Name a stream: what is called after its host by a pseudonym, others by what the coverage calls them."""
        source, _, name = frame.stream.partition(":")
        is_host = source in ("mastodon", "nostr") or (source == "feed" and "." in name)
        return f"{source}:{self._names.host(name)}" if is_host else frame.stream

    def _payload(self, frame: Frame) -> str:
        if frame.source == "nostr":
            return self._notes.rewrite(frame.payload)
        if frame.source == "feed":
            return self._feeds.rewrite(frame.payload)
        return self._shapes.rewrite(frame.source, frame.payload)

    def _gist(self, report: Report) -> tuple[object, ...]:
        """What of a report must be as before."""
        if isinstance(report, Put):
            post = report.post
            said = (bool(post.text), len(post.text.split()) if self._words else None)
            return (
                "put", post.created_at, post.edited_at, post.hashtags, post.lang, *said, len(post.media),
                post.boost_of is None, post.reply_to is None, post.quote_of is None, post.quote is None,
                post.sensitive, post.indexable, post.expires_at, post.counts, post.poll is None, post.card is None,
            )  # fmt: skip
        if isinstance(report, Standing):
            return ("standing", report.state, report.until)
        return (type(report).__name__,)


def _telling(report: Report) -> Iterator[str]:
    """Names that must not be in what was rewritten."""
    names: list[str | None] = []
    if isinstance(report, Put):
        post: Post = report.post
        author = post.author
        names = [post.id, post.url, *post.aliases, author.id, author.handle.lstrip("@"), author.avatar, author.url]
        names += [post.reply_to, post.boost_of, post.quote_of]
        names += [] if post.quote is None else [post.quote.author, post.quote.handle.lstrip("@"), *post.quote.names]
    elif isinstance(report, Delete | Profile | Standing):
        names = [report.id] if isinstance(report, Delete) else [report.author]
        if isinstance(report, Profile):
            names += [(report.handle or "").lstrip("@"), report.avatar]
    for name in names:
        bare = (name or "").rpartition(":")[2] if (name or "").startswith(("nostr:", "mastodon:")) else name or ""
        if len(bare) >= _TELLING:
            yield bare
