"""The posts that an engine holds, the names that they go by, and the entries that they make up."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

import msgspec

from livefeed.engine.authors import Authors, Expiry
from livefeed.engine.bridges import accounts_of
from livefeed.engine.entries import Entries
from livefeed.engine.fold import Fold, Found, is_bridged
from livefeed.engine.identity import Identities
from livefeed.engine.limits import Limits
from livefeed.engine.quotes import Quotes
from livefeed.engine.rulings import Rulings
from livefeed.engine.said import Said, read
from livefeed.engine.state import Held, Step, Tombstone
from livefeed.engine.text import canonical
from livefeed.model.change import DropEntry
from livefeed.model.entry import Why
from livefeed.model.post import Post

__all__ = ["Shelf"]


class Shelf:
    """Where each post has its place; what moves is written into the step that moves it."""

    def __init__(self, limits: Limits) -> None:
        self.identities = Identities(limits)
        self.entries = Entries(limits)
        self.fold = Fold(limits.posts)
        self.rulings = Rulings(limits)
        self.posts: dict[str, Held] = {}
        self.authors = Authors()
        self.quotes = Quotes()
        self.expiry = Expiry()
        self.entries_made = 0

    def hold(self, held: Held, names: tuple[str, ...] | None = None) -> None:
        """Know a post under all its names; it has no place in an entry yet."""
        self.posts[held.post.id] = held
        self.identities.add(held.post, names)
        self.authors.add(held.post)
        self.quotes.add(held.post)
        self.expiry.add(held.post)

    def release(self, held: Held) -> None:
        """Hold a post no more."""
        self.posts.pop(held.post.id, None)
        self.identities.remove(held.post)
        self.authors.remove(held.post)
        self.quotes.remove(held.post)

    def rewrite(self, held: Held, post: Post) -> None:
        """Put another version of a held post in its place."""
        self.quotes.remove(held.post)
        held.post = post
        self.quotes.add(post)

    def shown(self, name: str) -> Held | None:
        """Find the post of this name that stands in an entry."""
        known = self.identities.find((name,))
        held = None if known is None else self.posts[known]
        return None if held is None or held.hidden or not held.entry else held

    def target(self, post: Post) -> Held | None:
        """Find the held post that this one passes on without words of its own."""
        passed_on = post.boost_of
        if passed_on is None and post.quote_of is not None and not canonical(post.text).words:
            passed_on = post.quote_of
        return None if passed_on is None else self.shown(passed_on)

    # A post finds its place.

    def settle(self, held: Held, step: Step, said: Said | None = None) -> None:
        """Fold a post with words of its own into an entry of the same words, or begin an entry."""
        said = said or read(held.post)
        if not self.rulings:
            self._settle(held, said, step)
            return
        partner = next(self.partners(held), None)
        if partner is not None:
            self.join(held, partner.entry, "editor", step)
        else:
            self._settle(held, said, step)
        for other in list(self.partners(held)):
            self.unite(held.entry, other.entry, step)

    def _settle(self, held: Held, said: Said, step: Step) -> None:
        found = self.find(held, said)
        if found is None:
            self.begin(held, said, step)
            return
        self.gather(found, step)
        self.join(held, found.lead.entry, found.why, step, said)

    def gather(self, found: Found, step: Step) -> None:
        """Bring together the entries of a wave that has just been seen."""
        for lead in found.others:
            if not self.at_odds(lead.entry, found.lead.entry):
                self.merge(lead.entry, found.lead.entry, "wave", step)

    def find(self, held: Held, said: Said) -> Found | None:
        """Find the entry that a post with words of its own belongs to."""
        barred: Callable[[Held], bool] | None = None
        if self.rulings:
            barred = lambda lead: self.barred(held, lead.entry)  # noqa: E731 - one line says it
        original = self._original(held.post)
        if original is not None and not (barred is not None and barred(original)):
            return Found(original, "same")
        return self.fold.find(held, said, self.entries.is_wave, barred)

    def _original(self, post: Post) -> Held | None:
        """Find the held post that this one says it is bridged from; its words must be the same."""
        original = None if post.bridge_of is None else self.shown(post.bridge_of)
        if original is None or original.post.id == post.id or not original.bears_words:
            return None
        return original if is_bridged(post, original.post) else None

    def begin(self, held: Held, said: Said, step: Step) -> None:
        """Begin an entry with a post."""
        held.entry = _entry_id(held.post.id, self.entries_made)
        held.entry_ordinal = self.entries_made
        held.why = None
        self.entries_made += 1
        self.entries.begin(held, self.fold.add(held, said))
        step.held.append(held)
        step.changes.append(self.entries.put(held.entry))

    def join(self, held: Held, entry: str, why: Why, step: Step, said: Said | None = None) -> None:
        """Fold a held post into an entry."""
        lead = self.entries.lead(entry)
        held.entry, held.entry_ordinal, held.why = entry, lead.entry_ordinal, why
        step.held.extend(self.entries.add(held))
        if self.entries.lead(entry) is held:
            self.leave(entry)
            self.enter(entry, said)
        step.changes.append(self.entries.put(entry))

    def merge(self, entry: str, into: str, why: Why, step: Step) -> None:
        """Let an entry become part of another one; its lead is a copy there for this reason."""
        self.leave(entry)
        former = self.entries.drop(entry)
        lead = self.entries.lead(into)
        ordinal, heir = former[0].entry_ordinal, lead.entry_ordinal
        step.changes.append(DropEntry(id=entry, ordinal=ordinal, why="joined", heir=heir))
        former[0].why = why
        for held in former:
            held.entry, held.entry_ordinal = into, lead.entry_ordinal
            step.held.extend(self.entries.add(held))
        if self.entries.lead(into) is not lead:
            self.leave(into)
            self.enter(into)

    def enter(self, entry: str, said: Said | None = None) -> None:
        """Let an entry be found by the words of its lead."""
        lead = self.entries.lead(entry)
        self.entries.set_row(entry, self.fold.add(lead, said or read(lead.post)))

    def telling(self, entry: str) -> bytes | None:
        """Give the canonical text of an entry's lead, encoded, where it tells something."""
        return self.fold.telling(self.entries.row(entry))

    def leave(self, entry: str) -> None:
        """Let an entry be found by its words no more."""
        self.fold.remove(self.entries.row(entry))

    # A post goes.

    def remove(self, held: Held, step: Step, *, why: str = "deleted", author: str | None = None) -> None:
        """Let a post go for good, under all its names."""
        step.gone.append(held.number)
        for name in self.identities.names(held.post):
            self.bury(name, author, step)
        self.release(held)
        if not held.hidden:
            self.take_out(held, step, why)

    def bury(self, name: str, author: str | None, step: Step) -> None:
        """Remember that a post of this name is gone, by the word of its author or of its network (None)."""
        for account in (None,) if author is None else accounts_of(author):
            self.entomb(Tombstone(id=name, author=account), step)

    def entomb(self, tombstone: Tombstone, step: Step) -> None:
        """Remember a tombstone, where it says something new."""
        if self.identities.bury(tombstone):
            step.tombstones.append(tombstone)

    def take_out(self, held: Held, step: Step, why: str) -> None:
        """Take a post out of its entry; the earliest copy takes over, or the entry goes."""
        entry = held.entry
        led = self.entries.lead(entry) is held
        if led:
            self.leave(entry)
        changed = self.entries.remove(held)
        if self.entries.bears_words(entry):
            step.held.extend(changed)
            if led:
                self.enter(entry)
            step.changes.append(self.entries.put(entry, erases=True))
            return
        for boost in self.entries.drop(entry):
            self.release(boost)
            step.gone.append(boost.number)
        step.changes.append(DropEntry(id=entry, ordinal=held.entry_ordinal, why=why))

    def unquote(self, keys: Iterable[str], step: Step, author: str | None = None) -> None:
        """Take the words of what is gone out of the posts that quote it.

        Args:
            keys: names of the post that is gone, or the account that is.
            step: where it is written.
            author: who says so, where the network does not check it; None where it does.
        """
        for post_id in self.quotes.of(keys):
            held = self.posts[post_id]
            if held.post.quote is None or not (author is None or held.post.quote.author in accounts_of(author)):
                continue
            self.rewrite(held, msgspec.structs.replace(held.post, quote=None))
            step.held.append(held)
            if not held.hidden:
                step.changes.append(self.entries.put(held.entry, erases=True))

    # What an editor has ruled.

    def unite(self, one: str, other: str, step: Step) -> None:
        """Let two entries be one, the older of the two, unless an editor holds some of their posts apart."""
        if one == other or self.at_odds(one, other):
            return
        older, younger = sorted((one, other), key=lambda entry: self.entries.lead(entry).entry_ordinal)
        self.merge(younger, older, "editor", step)
        step.changes.append(self.entries.put(older))

    def partners(self, held: Held) -> Iterator[Held]:
        """Walk over the shown posts that an editor wants in one entry with a post, and may have there."""
        for name in self.rulings.together_with(self.identities.names(held.post)):
            partner = self.shown(name)
            if (
                partner is not None
                and partner.entry != held.entry
                and partner.bears_words
                and not self.barred(held, partner.entry)
            ):
                yield partner

    def barred(self, held: Held, entry: str) -> bool:
        """Tell whether an editor has ruled that a post has no place in an entry."""
        for name in self.rulings.apart_from(self.identities.names(held.post)):
            other = self.shown(name)
            if other is not None and other is not held and other.entry == entry:
                return True
        return False

    def at_odds(self, one: str, other: str) -> bool:
        """Tell whether an editor holds posts of two entries apart."""
        return bool(self.rulings) and any(self.barred(held, other) for held in self.entries.members(one))


def _entry_id(post_id: str, ordinal: int) -> str:
    """Name an entry after the post that it began with; the ordinal keeps apart what a digest might not."""
    digest = blake2b(f"{ordinal} {post_id}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"e:{digest}"
