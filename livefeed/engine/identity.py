"""Which names are the same post, and which posts are gone for good."""

from collections.abc import Iterable

from livefeed.engine.bridges import bridged_names
from livefeed.engine.limits import Limits
from livefeed.engine.state import Held, Retired, Tombstone
from livefeed.model.post import Post

__all__ = ["Identities", "account_key"]


def account_key(author: str) -> str:
    """Name the tombstone of an account; no post is called so."""
    return f"account:{author}"


class Identities:
    """Ids and aliases of posts held or retired, and tombstones of posts deleted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ids: dict[str, str] = {}
        self._retired: dict[str, Retired] = {}
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

    def add(self, post: Post) -> None:
        """Remember a held post under all its names."""
        for name in self.names(post):
            self._ids.setdefault(name, post.id)

    def remove(self, post: Post) -> None:
        """Forget a post that is held no more."""
        for name in self.names(post):
            if self._ids.get(name) == post.id:
                del self._ids[name]

    def retire(self, held: Held) -> list[Retired]:
        """Keep of a post only who wrote it and which entry it was in; returns that, for each of its names."""
        self.remove(held.post)
        names = list(self.names(held.post))
        for name in names:
            self.restore_retired(Retired(name=name, entry=held.entry, author=held.post.author.id))
        return [self._retired[name] for name in names if name in self._retired]

    def restore_retired(self, retired: Retired) -> None:
        """Remember a retired post by one of its names."""
        self._retired[retired.name] = retired
        if len(self._retired) > self._limits.retired:
            del self._retired[next(iter(self._retired))]

    def find_retired(self, names: Iterable[str]) -> Retired | None:
        """Give what is kept of the retired post that goes by one of these names."""
        for name in names:
            retired = self._retired.get(name)
            if retired is not None:
                return retired
        return None

    def forget_retired(self, entry: str) -> list[str]:
        """Forget all retired posts of an entry that was dropped; returns their names."""
        names = [name for name, retired in self._retired.items() if retired.entry == entry]
        for name in names:
            del self._retired[name]
        return names

    def retired_entries_of(self, author: str) -> list[str]:
        """List the entries that retired posts of an author are in."""
        return list(dict.fromkeys(one.entry for one in self._retired.values() if one.author == author))

    def bury(self, tombstone: Tombstone) -> bool:
        """Remember that a post is gone; false when that was known."""
        known = self._tombstones.get(tombstone.id)
        if known == tombstone or (known is not None and known.author is None and tombstone.until is None):
            return False
        self._tombstones[tombstone.id] = tombstone
        if len(self._tombstones) > self._limits.tombstones:
            del self._tombstones[next(iter(self._tombstones))]
        return True

    def is_buried(self, post: Post) -> bool:
        """Tell whether a post was deleted, by somebody who may."""
        for name in self.names(post):
            tombstone = self._tombstones.get(name)
            if tombstone is not None and tombstone.author in (None, post.author.id):
                return True
        account = self._tombstones.get(account_key(post.author.id))
        return account is not None and account.until is not None and post.created_at <= account.until

    def is_hidden(self, author: str) -> bool:
        """Tell whether an account is not to be shown for now."""
        tombstone = self._tombstones.get(account_key(author))
        return tombstone is not None and tombstone.hides

    def raise_account(self, author: str) -> str | None:
        """Let an account be shown again; returns the id of the tombstone that went."""
        key = account_key(author)
        if not self.is_hidden(author):
            return None
        del self._tombstones[key]
        return key
