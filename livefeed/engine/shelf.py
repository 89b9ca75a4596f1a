"""The posts that an engine holds, the names that they go by, and the entries that they make up."""

from collections.abc import Callable, Iterator
from hashlib import blake2b

from livefeed.engine.authors import Authors, Expiry
from livefeed.engine.entries import Entries
from livefeed.engine.fold import Fold, is_bridged, say_same
from livefeed.engine.identity import Identities
from livefeed.engine.limits import Limits
from livefeed.engine.rulings import Rulings
from livefeed.engine.state import Held, Step, Tombstone
from livefeed.engine.text import canonical
from livefeed.model.change import DropEntry
from livefeed.model.entry import Why
from livefeed.model.post import Post

__all__ = ["Shelf"]


class Shelf:
    """Where each post has its place; what moves is written into the step that moves it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.identities = Identities(limits)
        self.entries = Entries(limits)
        self.fold = Fold()
        self.rulings = Rulings(limits)
        self.posts: dict[str, Held] = {}
        self.authors = Authors()
        self.expiry = Expiry()
        self.entries_made = 0

    def settle(self, held: Held, step: Step) -> None:
        """Fold a post with words of its own into an entry of the same words, or begin an entry."""
        if not self.rulings:
            self._settle(held, step)
            return
        partner = next(self._partners(held), None)
        if partner is not None:
            self.join(held, partner.entry, "editor", step)
        else:
            self._settle(held, step, lambda lead: self._barred(held, lead.entry))
        for other in list(self._partners(held)):
            self.unite(held.entry, other.entry, step)

    def _settle(self, held: Held, step: Step, barred: Callable[[Held], bool] | None = None) -> None:
        original = self.original(held.post)
        if original is not None and not (barred is not None and barred(original)):
            self.join(held, original.entry, "same", step)
            return
        found = self.fold.find(held, self.entries.is_wave, barred)
        if found is not None:
            entry = found.lead.entry
            for lead in found.others:
                if not self._at_odds(lead.entry, entry):
                    self.merge(lead.entry, entry, "wave", step)
            self.join(held, entry, found.why, step)
            return
        held.entry = _entry_id(held.post.id, self.entries_made)
        held.entry_ordinal = self.entries_made
        held.why = None
        self.entries_made += 1
        self.entries.add(held)
        self.fold.add(held)
        step.held.append(held)
        step.changes.append(self.entries.put(held.entry))

    def join(self, held: Held, entry: str, why: Why, step: Step) -> None:
        """Fold a held post into an entry."""
        lead = self.entries.lead(entry)
        held.entry, held.entry_ordinal, held.why = entry, lead.entry_ordinal, why
        self.fold.remove(lead)
        step.held.extend(self.entries.add(held))
        self.fold.add(self.entries.lead(entry))
        step.changes.append(self.entries.put(entry))

    def merge(self, entry: str, into: str, why: Why, step: Step) -> None:
        """Let an entry become part of another one; its lead is a copy there for this reason."""
        self.fold.remove(self.entries.lead(entry))
        former = self.entries.drop(entry)
        step.changes.append(DropEntry(id=entry, why="joined"))
        former[0].why = why
        lead = self.entries.lead(into)
        self.fold.remove(lead)
        for held in former:
            held.entry, held.entry_ordinal = into, lead.entry_ordinal
            step.held.extend(self.entries.add(held))
        self.fold.add(self.entries.lead(into))

    def unite(self, one: str, other: str, step: Step) -> None:
        """Let two entries be one, the older of the two, unless an editor holds some of their posts apart."""
        if one == other or self._at_odds(one, other):
            return
        older, younger = sorted((one, other), key=lambda entry: self.entries.lead(entry).entry_ordinal)
        self.merge(younger, older, "editor", step)
        step.changes.append(self.entries.put(older))

    def split(self, one: Held, other: Held, step: Step) -> None:
        """Take one of two posts out of the entry that they share, with what passes it on or says the same.

        The lead stays; where neither leads, the later one goes.
        """
        entry = one.entry
        lead = self.entries.lead(entry)
        goes = other if one is lead or (other is not lead and other.number > one.number) else one
        following = [held for held in self.entries.members(entry) if self._follows(held, goes, lead)]
        whys = [held.why or "same" for held in following]
        self.fold.remove(lead)
        for held in (goes, *following):
            self.entries.remove(held)
        self.fold.add(lead)
        step.changes.append(self.entries.put(entry))
        goes.why = None
        self.settle(goes, step)
        for held, why in zip(following, whys, strict=True):
            self.join(held, goes.entry, why, step)

    def _follows(self, held: Held, goes: Held, lead: Held) -> bool:
        """Tell whether a post belongs rather to the one that goes than to the lead that stays."""
        if held is goes or held is lead:
            return False
        if not held.bears_words:
            return self.target(held.post) is goes
        text = held.post.text
        return say_same(text, goes.post.text) and not say_same(text, lead.post.text)

    def _partners(self, held: Held) -> Iterator[Held]:
        """Walk over the shown posts that an editor wants in one entry with a post, and may have there."""
        for name in self.rulings.together_with(self.identities.names(held.post)):
            known = self.identities.find((name,))
            partner = None if known is None else self.posts[known]
            if (
                partner is not None
                and partner.entry
                and partner.entry != held.entry
                and not partner.hidden
                and partner.bears_words
                and not self._barred(held, partner.entry)
            ):
                yield partner

    def _barred(self, held: Held, entry: str) -> bool:
        """Tell whether an editor has ruled that a post has no place in an entry."""
        for name in self.rulings.apart_from(self.identities.names(held.post)):
            known = self.identities.find((name,))
            if known is not None and self.posts[known] is not held and self.posts[known].entry == entry:
                return not self.posts[known].hidden
        return False

    def _at_odds(self, one: str, other: str) -> bool:
        """Tell whether an editor holds posts of two entries apart."""
        return bool(self.rulings) and any(self._barred(held, other) for held in self.entries.members(one))

    def target(self, post: Post) -> Held | None:
        """Find the held post that this one passes on without words of its own."""
        passed_on = post.boost_of
        if passed_on is None and post.quote_of is not None and not canonical(post.text).words:
            passed_on = post.quote_of
        if passed_on is None:
            return None
        known = self.identities.find((passed_on,))
        return None if known is None or self.posts[known].hidden else self.posts[known]

    def original(self, post: Post) -> Held | None:
        """Find the held post that this one says it is bridged from; its words must be the same."""
        known = None if post.bridge_of is None else self.identities.find((post.bridge_of,))
        if known is None:
            return None
        original = self.posts[known]
        return original if original.bears_words and not original.hidden and is_bridged(post, original.post) else None

    def remove(self, held: Held, step: Step, *, why: str = "deleted", author: str | None = None) -> None:
        """Let a post go for good, under all its names."""
        step.gone.append(held.post.id)
        for name in self.identities.names(held.post):
            tombstone = Tombstone(id=name, author=author)
            if self.identities.bury(tombstone):
                step.tombstones.append(tombstone)
        self.release(held)
        if not held.hidden:
            self.take_out(held, step, why)

    def take_out(self, held: Held, step: Step, why: str) -> None:
        """Take a post out of its entry; the earliest copy takes over, or the entry goes."""
        entry = held.entry
        self.fold.remove(self.entries.lead(entry))
        changed = self.entries.remove(held)
        if self.entries.bears_words(entry):
            step.held.extend(changed)
            self.fold.add(self.entries.lead(entry))
            step.changes.append(self.entries.put(entry, erases=True))
            return
        for boost in self.entries.drop(entry):
            self.release(boost)
            step.gone.append(boost.post.id)
        step.changes.append(DropEntry(id=entry, why=why))

    def hold(self, held: Held) -> None:
        """Know a post under all its names; it has no place in an entry yet."""
        self.posts[held.post.id] = held
        self.identities.add(held.post)
        self.authors.add(held.post)
        self.expiry.add(held.post)

    def release(self, held: Held) -> None:
        """Hold a post no more."""
        self.posts.pop(held.post.id, None)
        self.identities.remove(held.post)
        self.authors.remove(held.post)

    def retire_oldest(self, step: Step) -> None:
        """Keep to the limit of posts: the oldest entries retire, never the one that this step is about."""
        while len(self.posts) > self._limits.posts and len(self.entries) > 1:
            entry = self.entries.oldest()
            if any(change.entry_id == entry for change in step.changes):
                return
            self.fold.remove(self.entries.lead(entry))
            for held in self.entries.drop(entry):
                self.posts.pop(held.post.id, None)
                self.authors.remove(held.post)
                step.gone.append(held.post.id)
                step.retired.extend(self.identities.retire(held))


def _entry_id(post_id: str, ordinal: int) -> str:
    """Name an entry after the post that it began with; the ordinal keeps apart what a digest might not."""
    digest = blake2b(f"{ordinal} {post_id}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"e:{digest}"
