"""The bounds of the engine's memory, and what happens at each."""

import msgspec

__all__ = ["Limits"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much an engine keeps for one coverage."""

    posts: int = 100_000
    """Posts held for folding. Past it the entry to which nothing has come for longest retires into the archive. It
    comes back when one of its posts comes again, is edited, deleted or passed on, and when just its words come again."""

    retired: int = 1_000_000
    """Hashes of names and words of retired entries. Past it the oldest is forgotten, and with it the way back."""

    tombstones: int = 100_000
    """Deletions. Past it the oldest is forgotten."""

    profiles: int = 20_000
    """People whose name came apart from their posts. Past it the one heard of longest ago is forgotten."""

    rulings: int = 10_000
    """Pairs that an editor joined or split. Past it the oldest is forgotten; what it did stays done."""

    listed_copies: int = 100
    """Copies that an entry names one by one; `copy_count` counts all."""
