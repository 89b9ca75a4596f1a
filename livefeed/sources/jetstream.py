"""A cheap look at Jetstream's messages: which of them matter, before any is parsed.

The whole network comes, about 50 posts a second, and nearly none is ours. A search of the bytes that would never lose
a match costs more than decoding them. So the look decodes, but makes objects only of what decides, and asks nothing
else (a property test holds it to losing nothing that the parser and the coverage's rules take).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from livefeed.engine.text import tag_key, text_tags
from livefeed.sources.text import clean_text, is_clean

__all__ = ["Sieve"]

_POST = "app.bsky.feed.post"
_REPOST = "app.bsky.feed.repost"
_NULL = msgspec.Raw(b"null")


class _Message(msgspec.Struct, gc=False):
    """A message. The older wire puts what happened into a commit, the newer everything into a payload."""

    did: str = ""
    operation: str | None = None
    collection: str | None = None
    rkey: str = ""
    record: msgspec.Raw = _NULL
    commit: "_Message | None" = None
    payload: "_Message | None" = None


class _Index(msgspec.Struct, gc=False):
    start: int = msgspec.field(name="byteStart")
    end: int = msgspec.field(name="byteEnd")


class _Feature(msgspec.Struct, gc=False):
    tag: Any = msgspec.UNSET


class _Facet(msgspec.Struct, gc=False):
    index: _Index
    features: list[_Feature] = []


class _Post(msgspec.Struct, gc=False):
    text: str = ""
    tags: list[str] = []
    facets: list[_Facet] = []


class _Subject(msgspec.Struct, gc=False):
    uri: str


class _Repost(msgspec.Struct, gc=False):
    subject: _Subject


_read_message = msgspec.json.Decoder(_Message).decode
_read_post = msgspec.json.Decoder(_Post).decode
_read_repost = msgspec.json.Decoder(_Repost).decode


class Sieve:
    """What one coverage looks for.

    Args:
        hashtags: any of these makes a post matter.
        accounts: DIDs whose posts matter whatever their hashtags.
        knows: tells whether a post of this at-uri was taken in.
        knows_author: tells whether a DID's posts were taken in.
        everything: all posts matter.
    """

    def __init__(
        self,
        hashtags: Iterable[str],
        accounts: Iterable[str],
        knows: Callable[[str], bool],
        knows_author: Callable[[str], bool],
        *,
        everything: bool = False,
    ) -> None:
        self._keys = frozenset(tag_key(tag) for tag in hashtags) - {""}
        self._accounts = frozenset(accounts)
        self._knows = knows
        self._knows_author = knows_author
        self._everything = everything

    def matters(self, message: bytes) -> bool:
        """Look at a message of either wire; where what decides is not what it should be it matters: the parser counts it."""
        try:
            told = _read_message(message)
            told = told.payload or told
            return not told.did or self._happening_matters(told, told.commit or told)
        except (ValueError, RecursionError):  # a ValueError is also what msgspec and bytes that are no text raise
            return True

    def _happening_matters(self, told: _Message, commit: _Message) -> bool:
        if commit.record == _NULL:
            deleted = commit.collection is not None and commit.operation == "delete"
            return self._knows(_uri(told, commit)) if deleted else self._knows_author(told.did)
        if commit.collection == _POST:
            return self._post_matters(told, commit)
        if commit.collection == _REPOST:
            return self._knows(_read_repost(commit.record).subject.uri)
        return self._knows_author(told.did)

    def _post_matters(self, told: _Message, commit: _Message) -> bool:
        if self._everything or told.did in self._accounts:
            return True
        if self._keys and self._is_tagged(_read_post(commit.record)):
            return True
        # An edit may take the hashtag away from a post that we hold.
        return commit.operation == "update" and self._knows(_uri(told, commit))

    def _is_tagged(self, post: _Post) -> bool:
        """Tell whether a post may be said to have one of the hashtags: in its text, hidden, or marked by offsets."""
        keys, text = self._keys, post.text
        if ("#" in text or "＃" in text) and not keys.isdisjoint(
            text_tags(text if is_clean(text) else clean_text(text))
        ):
            return True
        if post.tags and not keys.isdisjoint(map(tag_key, post.tags)):
            return True
        return bool(post.facets) and not keys.isdisjoint(_marked(text.encode(), post.facets))


def _uri(told: _Message, commit: _Message) -> str:
    return f"at://{told.did}/{commit.collection}/{commit.rkey}"


def _marked(text: bytes, facets: list[_Facet]) -> Iterator[str]:
    """Walk over the hashtags that facets mark in a text, in the form of `tag_key`."""
    for facet in facets:
        for feature in facet.features:
            if feature.tag is not msgspec.UNSET:
                yield tag_key(text[facet.index.start : facet.index.end].decode("utf-8", "replace"))
                break
