"""Which names are the same post, and which posts are gone for good."""

from collections.abc import Iterable

from livefeed.engine.bridges import bridged_names
from livefeed.engine.limits import Limits
from livefeed.engine.state import Tombstone, tombstone_key
from livefeed.model.post import Post, Quote

__all__ = ["Identities", "gone_key", "hidden_key"]


def gone_key(author: str) -> str:
    """Name the tombstone of an account that has ended; no post is called so."""
    return f"account:{author}"


def hidden_key(author: str) -> str:
    """Name the tombstone of an account that hides; no post is called so."""
    return f"hidden:{author}"


class Identities:
    """Ids and aliases of posts held, and tombstones of posts deleted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ids: dict[str, str] = {}
        self._tombstones: dict[str, Tombstone] = {}

    def find(self, names: Iterable[str]) -> str | None:
        """Give the id of the held post that goes by one of these names."""
        for name in names:
            known = self._ids.get(name)
            if known is not None:
                return known
        return None

    def names(self, post: Post) -> tuple[str, ...]:
        """List all names of a post."""
        return (post.id, *post.aliases, *bridged_names(post))

    def add(self, post: Post, names: tuple[str, ...] | None = None) -> None:
        """Remember a held post under all its names; they need not be listed again where somebody has."""
        for name in self.names(post) if names is None else names:
            self._ids.setdefault(name, post.id)

    def remove(self, post: Post) -> None:
        """Forget a post that is held no more."""
        for name in self.names(post):
            if self._ids.get(name) == post.id:
                del self._ids[name]

    def bury(self, tombstone: Tombstone) -> bool:
        """Remember that a post is gone; false when that was known."""
        known = self._tombstones.get(tombstone.key)
        if known is not None and (tombstone.until is None or (known.until or 0) >= tombstone.until):
            return False
        if tombstone.author is not None and tombstone.id in self._tombstones:
            return False
        self._tombstones.pop(tombstone.key, None)
        self._tombstones[tombstone.key] = tombstone
        if len(self._tombstones) > self._limits.tombstones:
            del self._tombstones[next(iter(self._tombstones))]
        return True

    def is_buried(self, post: Post, names: tuple[str, ...]) -> bool:
        """Tell whether a post of these names was deleted, by somebody who may."""
        return bool(self._tombstones) and any(
            name in self._tombstones or tombstone_key(name, post.author.id) in self._tombstones for name in names
        )

    def is_of_the_gone(self, post: Post) -> bool:
        """Tell whether a post was written before the end of its author's account."""
        account = self._tombstones.get(gone_key(post.author.id)) if self._tombstones else None
        return account is not None and account.until is not None and post.created_at <= account.until

    def is_quotable(self, quote: Quote) -> bool:
        """Tell whether a quoted post may be shown: neither it nor its author's account is known to be gone."""
        if not self._tombstones:
            return True
        keys = [*quote.names, *(tombstone_key(name, quote.author) for name in quote.names)]
        keys += [gone_key(quote.author), hidden_key(quote.author)]
        return not any(key in self._tombstones for key in keys)

    def is_hidden(self, author: str) -> bool:
        """Tell whether an account is not to be shown for now."""
        return bool(self._tombstones) and hidden_key(author) in self._tombstones

    def raise_account(self, author: str) -> str | None:
        """Let an account be shown again; returns the key of the tombstone that went."""
        key = hidden_key(author)
        return None if self._tombstones.pop(key, None) is None else key
