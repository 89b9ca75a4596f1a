"""Which avatars and pictures may be asked for: those of entries that are shown, each under a signed name.

A name is a MAC (HMAC-SHA-256, RFC 2104, cut to 120 bits) of kind and source address, under a key that stays with the
coverage's data. Nobody can make one up, it is the same after a restart, and it says nothing of where a picture comes
from. What no entry carries any more has no name that answers.
"""

import base64
import hmac
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from livefeed.model.entry import Entry
from livefeed.model.post import Media, Post
from livefeed.runtime.pictures import Kind

__all__ = ["MOST_PICTURES", "Shown", "Source", "pictures_of"]

MOST_PICTURES = 4
"""Of a post that are shown; the others are described."""
_ENTRIES = 25_000
"""Entries whose pictures may be asked for: a whole board, and older ones that somebody looks at. The one put or looked
at longest ago goes."""
_DROPPED = 10_000
"""Entries remembered that were dropped; past it the one dropped longest ago is forgotten."""
_NAME_BYTES = 15


class Source(NamedTuple):
    """Where a picture comes from, and what it is to become."""

    kind: Kind
    url: str


def pictures_of(post: Post) -> list[tuple[Media, str]]:
    """List what of a post is shown as pictures, and where each comes from."""
    found = [(media, url) for media in post.media if (url := _picture_of(media))]
    return found[:MOST_PICTURES]


def _picture_of(media: Media) -> str | None:
    """Say which address shows a medium as a picture; of film and sound, the picture that announces it."""
    match media.kind:
        case "image":
            return media.url or media.preview
        case "gif":
            return media.preview or media.url
        case _:
            return media.preview


def _sources(post: Post) -> Iterator[Source]:
    if post.author.avatar:
        yield Source("avatar", post.author.avatar)
    for _, url in pictures_of(post):
        yield Source("picture", url)


class Shown:
    """The names of what entries carry.

    Args:
        key: secret.
        limit: entries.
    """

    def __init__(self, key: bytes, limit: int = _ENTRIES) -> None:
        self._key = key
        self._limit = limit
        self._entries: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._dropped: OrderedDict[str, None] = OrderedDict()
        self._sources: dict[str, Source] = {}
        self._carriers: dict[str, int] = {}
        """How many entries carry a source that more than one does."""

    def name(self, kind: Kind, url: str) -> str:
        """Sign a source."""
        message = f"{kind}\0{url}".encode("utf-8", "surrogatepass")
        mac = hmac.digest(self._key, message, "sha256")[:_NAME_BYTES]
        return base64.urlsafe_b64encode(mac).decode("ascii")

    def find(self, name: str) -> Source | None:
        """Give what a name stands for; None where nothing that is shown has it."""
        return self._sources.get(name)

    def hold(self, entry: Entry) -> list[str]:
        """Let what an entry carries now be asked for; returns names that nothing carries any more."""
        sources = {self.name(*source): source for source in _sources(entry.post)}
        for name, source in sources.items():
            if name in self._sources:
                self._carriers[name] = self._carriers.get(name, 1) + 1
            else:
                self._sources[name] = source
        freed = self._release(entry.id)
        self._dropped.pop(entry.id, None)
        self._entries[entry.id] = tuple(sources)
        while len(self._entries) > self._limit:
            freed += self._release(next(iter(self._entries)))
        return freed

    def look_at(self, entry: Entry) -> list[str]:
        """Hold an entry that somebody looks at, if it is not held, and was not dropped while it was being read."""
        known = entry.id in self._entries or entry.id in self._dropped
        return [] if known else self.hold(entry)

    def drop(self, entry_id: str) -> list[str]:
        """Forget an entry that is gone; returns names that nothing carries any more."""
        self._dropped[entry_id] = None
        if len(self._dropped) > _DROPPED:
            self._dropped.popitem(last=False)
        return self._release(entry_id)

    def _release(self, entry_id: str) -> list[str]:
        freed: list[str] = []
        for name in self._entries.pop(entry_id, ()):
            carriers = self._carriers.pop(name, 1) - 1
            if carriers == 0:
                del self._sources[name]
                freed.append(name)
            elif carriers > 1:
                self._carriers[name] = carriers
        return freed
