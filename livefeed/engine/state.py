"""What an engine holds of each post, and what one step gives out.

An engine can be put together again from what its steps gave out: everything that a later decision rests on is in a
`Step`, so that the journal can keep it in the same transaction as the changes.
"""

import msgspec

from livefeed.model.change import Change
from livefeed.model.entry import Clock, Why
from livefeed.model.post import Post, Profile, Ruling

__all__ = ["Held", "Retired", "Saved", "Step", "Tombstone", "tombstone_key"]


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

    @property
    def key(self) -> str:
        """What tells it from others: a stranger's word never stands in for the author's."""
        return tombstone_key(self.id, self.author)


def tombstone_key(name: str, author: str | None) -> str:
    """Name the tombstone of a post by whose word it is."""
    return name if author is None else f"{name}\n{author}"


class Retired(msgspec.Struct, kw_only=True):
    """An entry that has left the window, with all that finds it again."""

    entry: int
    """Its ordinal."""
    place: int
    """Of its first hash in the attic."""
    hashes: tuple[int, ...]
    expires: tuple[tuple[int, str], ...] = ()
    """Times (milliseconds) at which its posts are to go, and their ids."""
    posts: list[Held] = msgspec.field(default_factory=list)
    """Of a step. They are not read again at a start, but when the entry is fetched."""


class Step(msgspec.Struct, kw_only=True):
    """What came of one report."""

    changes: list[Change] = msgspec.field(default_factory=list)
    held: list[Held] = msgspec.field(default_factory=list)
    """Posts that are new or changed in the fold."""
    gone: list[int] = msgspec.field(default_factory=list)
    """Numbers of posts that left it."""
    recalled: list[int] = msgspec.field(default_factory=list)
    """Ordinals of entries that came back from the archive, before anything else of the step happened."""
    retired: list[Retired] = msgspec.field(default_factory=list)
    """Entries that go into the archive; their posts are in `gone`."""
    tombstones: list[Tombstone] = msgspec.field(default_factory=list)
    raised: list[str] = msgspec.field(default_factory=list)
    """Keys of tombstones that are no more: an account that is active again."""
    profiles: list[Profile] = msgspec.field(default_factory=list)
    rulings: list[Ruling] = msgspec.field(default_factory=list)
    outcome: str = "ignored"
    """One word for the counters: put, seen, edited, deleted, unmatched …"""


class Saved(msgspec.Struct, kw_only=True):
    """All that an engine's steps gave out, folded: enough to go on from."""

    held: list[Held] = msgspec.field(default_factory=list)
    """In order of arrival."""
    retired: list[Retired] = msgspec.field(default_factory=list)
    """In the order of their places; without their posts."""
    tombstones: list[Tombstone] = msgspec.field(default_factory=list)
    profiles: list[Profile] = msgspec.field(default_factory=list)
    rulings: list[Ruling] = msgspec.field(default_factory=list)
    """In the order in which they were given."""
    posts_taken: int = 0
    entries_made: int = 0
    newest: int = 0
    attic_tail: int = 0
