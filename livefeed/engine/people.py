"""How people are called and what is theirs, where that comes apart from their posts."""

from collections.abc import Iterable

import msgspec

from livefeed.model.post import Author, Profile

__all__ = ["People"]


class People:
    """A bounded directory; the one heard of longest ago goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._profiles: dict[str, Profile] = {}

    def learn(self, profile: Profile) -> Profile | None:
        """Take in what a profile says; None leaves what was known. Returns what is new, or None."""
        known = self._profiles.pop(profile.author, None)
        merged = profile if known is None else _merge(known, profile)
        self._profiles[profile.author] = merged
        if len(self._profiles) > self._limit:
            del self._profiles[next(iter(self._profiles))]
        return None if merged == known else merged

    def restore(self, profiles: Iterable[Profile]) -> None:
        """Take in what was known before, the oldest first."""
        for profile in profiles:
            self.learn(profile)

    def introduce(self, author: Author) -> Author:
        """Complete an author by what is known of them."""
        profile = self._profiles.get(author.id)
        if profile is None:
            return author
        return msgspec.structs.replace(
            author,
            handle=profile.handle or author.handle,
            name=author.name or profile.name or "",
            avatar=author.avatar or profile.avatar,
            links=author.links or profile.links or (),
            claims=author.claims or profile.claims or (),
        )


def _merge(known: Profile, new: Profile) -> Profile:
    # What a handle proved is not proved of the next one.
    proved = known.links if new.handle in (None, known.handle) else None
    return Profile(
        author=new.author,
        handle=new.handle if new.handle is not None else known.handle,
        name=new.name if new.name is not None else known.name,
        avatar=new.avatar if new.avatar is not None else known.avatar,
        links=new.links if new.links is not None else proved,
        claims=new.claims if new.claims is not None else known.claims,
    )
