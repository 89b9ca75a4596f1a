"""An entry: what a reader sees as one card, a lead post and the copies folded into it."""

import re
from typing import Literal

import msgspec

from livefeed.model.post import Post

__all__ = ["Clock", "Copy", "Entry", "Evidence", "Why", "is_key", "lowest_place", "order_key"]

Why = Literal["same", "boost", "quote", "repost", "cross-post", "text", "near", "link", "wave", "editor"]
"""Why a post is a copy; docs/glossary.md says each in words."""

Evidence = Literal["account", "bridge", "link", "claim", "name", "handle"]
"""How we know that a cross-post is by the lead's author, the strongest first; docs/glossary.md says each in words."""

Clock = Literal["ok", "ahead", "behind", "archived"]
"""What we think of the author's clock: it claimed the future, an absurd past, or more than a day ago."""

_ORDINALS = 1 << 20


class Copy(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A post folded into an entry, and why."""

    id: str
    url: str | None
    network: str
    author: str
    """The author's handle."""
    at: int
    why: Why
    evidence: Evidence | None = None
    """Of a cross-post: what speaks for its being by the same person as the lead; otherwise None."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One card. Times in milliseconds since 1970 UTC."""

    id: str
    """`e:…`, kept for the life of the entry, whichever post leads."""
    ordinal: int
    """How many entries of this coverage came before it: breaks ties between equal times."""
    at: int
    """Event time of the lead: where the entry stands on the page."""
    late: bool
    first_seen: int
    edited: bool
    clock: Clock = "ok"
    post: Post
    via: tuple[str, ...] = ()
    """Streams that brought the lead."""
    copies: tuple[Copy, ...] = ()
    """The earliest copies, at most `livefeed.engine.limits.Limits.listed_copies`."""
    copy_count: int = 0
    """All copies, listed or not."""
    shares: int = 0
    """How often others passed it on, as far as we know."""
    wave: int = 0
    """How many posts say it in these or nearly these words, where many do; otherwise 0."""
    accounts: int = 0
    """How many accounts such a wave comes from; otherwise 0."""
    lanes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Canonical forms of the lead's links."""
    pinned: bool = False
    state: str = "unverified"

    @property
    def key(self) -> str:
        """Place on the page: greater is newer; unique; also the cursor of `before=`."""
        return order_key(self.at, self.ordinal)

    @property
    def place(self) -> int:
        """The key as a number."""
        return _place(self.at, self.ordinal)


def order_key(at: int, ordinal: int) -> str:
    """Write time and ordinal as 16 hexadecimal digits that sort as text.

    41 bits of milliseconds and 20 of ordinal; times before 1970 sort as 1970.
    """
    return f"{_place(at, ordinal):016x}"


def lowest_place(at: int) -> int:
    """Give the lowest place, as a number, at which an entry of a time stands."""
    return _place(at, 0)


def is_key(written: str) -> bool:
    """Tell whether something that a reader sends has the form of an entry's key."""
    return re.fullmatch("[0-9a-f]{16}", written, re.ASCII) is not None


def _place(at: int, ordinal: int) -> int:
    return max(at, 0) * _ORDINALS + ordinal % _ORDINALS
