"""What is the same: which entry a post is a copy in, and why.

This holds the certain part: boosts and wordless quotes of a post that we hold, and texts that are equal once
everything that copying changes is taken away (`text.canonical`).
"""

from bisect import insort

from livefeed.engine.state import Held
from livefeed.engine.text import Canonical, canonical
from livefeed.engine.urls import canonical_url
from livefeed.model.entry import Why
from livefeed.model.post import Author, Post
from livefeed.model.times import DAY, HOUR

__all__ = ["TextIndex", "same_person", "text_reason"]

_WINDOW = DAY
"""Equal words further apart than this are said anew, not copied."""

_CROSS_POST_WINDOW = HOUR

_LINKS_DO_NOT_MATTER = 8
"""From so many equal words on, two different (short) links do not keep posts apart."""


class TextIndex:
    """Entries by the canonical text of their lead, the oldest entry first."""

    def __init__(self) -> None:
        self._entries: dict[bytes, list[tuple[int, str]]] = {}

    def add(self, lead: Held) -> None:
        """Index an entry by its lead."""
        key = canonical(lead.post.text).key
        if key is not None:
            insort(self._entries.setdefault(key, []), (lead.entry_ordinal, lead.entry))

    def remove(self, lead: Held) -> None:
        """Take an entry out again; the lead must be as it was when it was added."""
        key = canonical(lead.post.text).key
        if key is None:
            return
        entries = self._entries[key]
        entries.remove((lead.entry_ordinal, lead.entry))
        if not entries:
            del self._entries[key]

    def candidates(self, text: Canonical) -> list[str]:
        """List the entries with this very text."""
        return [] if text.key is None else [entry for _, entry in self._entries.get(text.key, ())]


def text_reason(post: Post, at: int, lead: Held, text: Canonical) -> Why | None:
    """Say why a post with the same canonical text as a lead is its copy, or None where it is not.

    Short texts ("thank you all!") are copies only when the same person says them again on another network: the
    thanks of fifty people are fifty people's.
    """
    apart = abs(at - lead.at)
    if same_person(post.author, lead.post.author):
        if post.network != lead.post.network:
            return "cross-post" if apart <= _CROSS_POST_WINDOW else None
        return "text" if text.telling and apart <= _WINDOW else None
    if not text.telling or apart > _WINDOW:
        return None
    if text.words < _LINKS_DO_NOT_MATTER and not _links_agree(post, lead.post):
        return None
    return "text"


def same_person(one: Author, other: Author) -> bool:
    """Tell whether two accounts are one person's, by id or by the name that they show and the handle they chose.

    Used only where the words are equal too; it never merges people anywhere else.
    """
    if one.id == other.id:
        return True
    if one.name and one.name.casefold() == other.name.casefold():
        return True
    return _local_part(one.handle) == _local_part(other.handle)


def _local_part(handle: str) -> str:
    """Take what the person chose of a handle: `zoe` of `@zoe@a.example` and of `@zoe.example`."""
    return handle.lstrip("@").partition("@")[0].partition(".")[0].casefold()


def _links_agree(one: Post, other: Post) -> bool:
    if not one.links or not other.links:
        return True
    return not {canonical_url(link) for link in one.links}.isdisjoint(canonical_url(link) for link in other.links)
