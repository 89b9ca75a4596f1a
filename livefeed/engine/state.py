"""What an engine holds of each post, and what one step gives out.

An engine can be put together again from what its steps gave out: everything that a later decision rests on is in a
`Step`, so that the journal can keep it in the same transaction as the changes.
"""

import msgspec

from livefeed.model.change import Change
from livefeed.model.entry import Clock, Why
from livefeed.model.post import Post, Profile, Ruling

__all__ = ["Held", "Retired", "Saved", "Step", "Tombstone"]


class Held(msgspec.Struct, kw_only=True):
    """A post in the fold."""

    post: Post
    entry: str
    """The entry that it belongs to."""
    entry_ordinal: int
    number: int
    """How many posts were taken in before it: the order of arrival."""
    at: int
    clock: Clock
    late: bool
    received_at: int
    streams: tuple[str, ...]
    why: Why | None = None
    """Why it is a copy; None for the post that the entry began with."""
    edited: bool = False
    hidden: bool = False
    """In no entry, since its author's account is not to be shown."""

    @property
    def bears_words(self) -> bool:
        """Whether it can lead an entry: a boost has nothing of its own to show."""
        return self.why not in ("boost", "quote")


class Tombstone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A post of this id is not to be shown, whenever it comes."""

    id: str
    author: str | None = None
    """Whose word it is; None where the network has checked."""
    until: int | None = None
    """Of an account: all that it wrote up to this time, milliseconds."""
    hides: bool = False
    """Of an account: not for ever, but until it is active again."""


class Retired(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is kept of a post that is too old to be folded: enough for a deletion to find it."""

    name: str
    """One of its names."""
    entry: str
    author: str


class Step(msgspec.Struct, kw_only=True):
    """What came of one report."""

    changes: list[Change] = msgspec.field(default_factory=list)
    held: list[Held] = msgspec.field(default_factory=list)
    """Posts that are new or changed in the fold."""
    gone: list[str] = msgspec.field(default_factory=list)
    """Ids of posts that left it."""
    retired: list[Retired] = msgspec.field(default_factory=list)
    """Names of posts of which only these, their author and their entry are kept."""
    tombstones: list[Tombstone] = msgspec.field(default_factory=list)
    raised: list[str] = msgspec.field(default_factory=list)
    """Ids of tombstones that are no more: an account that is active again."""
    profiles: list[Profile] = msgspec.field(default_factory=list)
    rulings: list[Ruling] = msgspec.field(default_factory=list)
    outcome: str = "ignored"
    """One word for the counters: put, seen, edited, deleted, unmatched …"""


class Saved(msgspec.Struct, kw_only=True):
    """All that an engine's steps gave out, folded: enough to go on from."""

    held: list[Held] = msgspec.field(default_factory=list)
    """In order of arrival."""
    retired: list[Retired] = msgspec.field(default_factory=list)
    """The oldest first."""
    tombstones: list[Tombstone] = msgspec.field(default_factory=list)
    profiles: list[Profile] = msgspec.field(default_factory=list)
    rulings: list[Ruling] = msgspec.field(default_factory=list)
    """In the order in which they were given."""
    posts_taken: int = 0
    entries_made: int = 0
    newest: int = 0
