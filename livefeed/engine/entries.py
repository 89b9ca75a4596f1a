"""Entries and their members: who leads, who is a copy, and what a reader is given to see."""

from collections.abc import Iterable, Iterator

from livefeed.engine.limits import Limits
from livefeed.engine.state import Held
from livefeed.engine.urls import canonical_url
from livefeed.model.change import PutEntry
from livefeed.model.entry import Copy, Entry, Why

__all__ = ["Entries"]


class Entries:
    """All entries in the fold, each a list of posts in their order: the lead first, then by time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members: dict[str, list[Held]] = {}

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._members)

    def lead(self, entry: str) -> Held:
        """Give the post that leads: the earliest that bears words."""
        return self._members[entry][0]

    def leads(self) -> Iterator[Held]:
        """Walk over the leads of all entries."""
        return (members[0] for members in self._members.values())

    def oldest(self) -> str:
        """Name the entry that was made first."""
        return next(iter(self._members))

    def bears_words(self, entry: str) -> bool:
        """Tell whether a post is left that can lead."""
        return any(held.bears_words for held in self._members[entry])

    def restore(self, held: Iterable[Held]) -> None:
        """Take in posts whose places and reasons are known."""
        for one in sorted(held, key=lambda one: (one.entry_ordinal, one.number)):
            self._members.setdefault(one.entry, []).append(one)
        for members in self._members.values():
            _sort(members)

    def add(self, held: Held) -> list[Held]:
        """Take a post in; returns the posts whose reason changed, itself included."""
        members = self._members.setdefault(held.entry, [])
        before = members[0] if members else None
        members.append(held)
        return _rank(members, before, held.why, held)

    def remove(self, held: Held) -> list[Held]:
        """Take a post out; returns the posts whose reason changed."""
        members = self._members[held.entry]
        before = members[0]
        members.remove(held)
        if before is not held or not any(member.bears_words for member in members):
            return []
        return _rank(members, None, None, None)

    def drop(self, entry: str) -> list[Held]:
        """Take out an entry whole; returns its posts."""
        return self._members.pop(entry)

    def put(self, entry: str, *, erases: bool = False) -> PutEntry:
        """Write the change that shows an entry as it is now."""
        members = self._members[entry]
        lead, copies = members[0], members[1:]
        boosts = sum(1 for held in copies if held.why == "boost")
        passed_on = sum(1 for held in copies if held.why != "cross-post")
        post = lead.post
        return PutEntry(
            entry=Entry(
                id=entry,
                ordinal=lead.entry_ordinal,
                at=lead.at,
                late=lead.late,
                first_seen=min(held.received_at for held in members),
                edited=lead.edited or post.edited_at is not None,
                clock=lead.clock,
                post=post,
                via=lead.streams,
                copies=tuple(_copy(held) for held in copies[: self._limits.listed_copies]),
                copy_count=len(copies),
                shares=passed_on + max(0, post.counts.boosts - boosts),
                links=tuple(dict.fromkeys(canonical_url(link) for link in post.links)),
            ),
            erases=erases,
        )


def _rank(members: list[Held], before: Held | None, why: Why | None, new: Held | None) -> list[Held]:
    """Put members in order and give the reasons that follow from who leads now; returns those that changed.

    The earliest post that bears words leads. Where a newcomer takes over, the former lead is its copy for the reason
    that made the newcomer one.
    """
    _sort(members)
    lead = members[0]
    changed: list[Held] = [] if new is None else [new]
    if before is not None and before is not lead:
        before.why = why
        changed.append(before)
    if lead.why is not None:
        lead.why = None
        if lead is not new:
            changed.append(lead)
    return changed


def _sort(members: list[Held]) -> None:
    """The earliest that bears words first, then all others by time."""
    members.sort(key=lambda held: (not held.bears_words, held.at, held.number))
    members[1:] = sorted(members[1:], key=lambda held: (held.at, held.number))


def _copy(held: Held) -> Copy:
    return Copy(
        id=held.post.id,
        url=held.post.url,
        network=held.post.network,
        author=held.post.author.handle,
        at=held.at,
        why=held.why or "same",
    )
