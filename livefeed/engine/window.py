"""What the engine holds of a long coverage: the newest posts; older entries go into an archive, and come back.

An entry that is needed again is fetched before anything else is decided, so that it behaves as if it had never left.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from livefeed.engine.attic import Archive, Attic, name_hash, quoted_hash, text_hash
from livefeed.engine.limits import Limits
from livefeed.engine.quotes import quote_keys
from livefeed.engine.said import Said
from livefeed.engine.shelf import Shelf
from livefeed.engine.state import Held, Retired, Step

__all__ = ["FETCHED_BY_WORDS", "Window"]

FETCHED_BY_WORDS = 4
"""Entries of just the same words that are fetched for a post, those last that retired. More there are only of what a
program writes for many people, each with a link of its own; to fetch them all for each of these would never end."""


class Window:
    """Lets the entries go at the limit to which nothing has come for longest, and fetches those that are met again."""

    def __init__(self, shelf: Shelf, limits: Limits, archive: Archive) -> None:
        self._shelf = shelf
        self._limit = limits.posts
        self._archive = archive
        self._attic = Attic(limits.retired)

    @property
    def tail(self) -> int:
        """The place of the next hash in the attic: it belongs to what is kept."""
        return self._attic.tail

    def restoring(self, retired: Iterable[Retired], tail: int) -> Iterator[None]:
        """Know again what is in the archive, in the order of their places; piece by piece."""
        self._attic.tail = tail
        for one in retired:
            self._attic.put(one.place, one.entry, one.hashes)
            for at, post_id in one.expires:
                self._shelf.expiry.expect(at, post_id)
            yield

    def knows(self, name: str) -> bool:
        """Tell whether an entry in the archive may have a post of this name."""
        return next(self._attic.find(name_hash(name)), None) is not None

    def knows_author(self, author: str) -> bool:
        """Tell whether an entry in the archive has a post of an author."""
        return bool(self._attic) and bool(self._archive.entries_of(author))

    def fetch_named(self, names: Iterable[str | None], step: Step) -> None:
        """Fetch the entries that have posts of these names."""
        if self._attic:
            for name in names:
                if name is not None and self._shelf.identities.find((name,)) is None:
                    self._fetch(self._attic.find(name_hash(name)), step)

    def fetch_quoting(self, keys: Iterable[str], step: Step) -> None:
        """Fetch the entries whose posts quote a post of these names, or somebody of these ids."""
        if self._attic:
            for key in keys:
                self._fetch(self._attic.find(quoted_hash(key)), step)

    def quotes(self, key: str) -> bool:
        """Tell whether an entry in the archive may quote a post of this name, or somebody of this id."""
        return next(self._attic.find(quoted_hash(key)), None) is not None

    def fetch_saying(self, said: Said, step: Step) -> None:
        """Fetch the entries whose leads say just what somebody passes on, or what nobody in the window says."""
        if self._attic and said.text.telling and (said.text.passed_on or not self._shelf.fold.says(said)):
            self._fetch(islice(self._attic.find(text_hash(said.data)), FETCHED_BY_WORDS), step)

    def fetch_by(self, author: str, step: Step) -> None:
        """Fetch the entries that have posts of an author."""
        if self._attic:
            self._fetch(self._archive.entries_of(author), step)

    def _fetch(self, entries: Iterable[int], step: Step) -> None:
        for entry in list(entries):
            posts = self._archive.recall(entry)
            if not posts:
                continue
            for held in posts:
                self._shelf.hold(held)
            name = self._shelf.entries.recall(posts)
            self._shelf.enter(name)
            self._attic.forget(entry, _hashes(self._shelf, posts, self._shelf.telling(name)))
            step.recalled.append(entry)
            step.held.extend(posts)

    def let_go(self, step: Step) -> None:
        """Keep to the limit of posts: entries retire to which nothing has come for longest, never one of this step.

        A post that many pass on stays, however old it is: to fetch it for each of them would cost all of them each time.
        """
        shelf = self._shelf
        if len(shelf.posts) <= self._limit:
            return
        about = {change.entry_id for change in step.changes}
        while len(shelf.posts) > self._limit and len(shelf.entries) > 1:
            entry = shelf.entries.quietest()
            if entry in about:
                break
            telling = shelf.telling(entry)
            shelf.leave(entry)
            self._retire(shelf.entries.drop(entry), telling, step)
        step.held = [held for held in step.held if shelf.posts.get(held.post.id) is held]

    def _retire(self, posts: list[Held], telling: bytes | None, step: Step) -> None:
        hashes = _hashes(self._shelf, posts, telling)
        for held in posts:
            self._shelf.release(held)
            step.gone.append(held.number)
        retired = Retired(
            entry=posts[0].entry_ordinal,
            place=self._attic.tail,
            hashes=hashes,
            expires=tuple((held.post.expires_at, held.post.id) for held in posts if held.post.expires_at is not None),
            posts=posts,
        )
        self._attic.put(retired.place, retired.entry, hashes)
        self._archive.keep(retired)
        step.retired.append(retired)


def _hashes(shelf: Shelf, posts: list[Held], telling: bytes | None) -> tuple[int, ...]:
    """List the hashes that lead to an entry: of all names, of what is quoted, and of the lead's words.

    Args:
        shelf: knows the names.
        posts: of the entry.
        telling: the lead's canonical text, encoded; None where it tells nothing.
    """
    names = {name_hash(name) for held in posts for name in shelf.identities.names(held.post)}
    names.update(quoted_hash(key) for held in posts for key in quote_keys(held.post.quote))
    if telling is not None:
        names.add(text_hash(telling))
    return tuple(sorted(names))
