"""Entries and their members: who leads, who is a copy, and what a reader is given to see."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush, heapreplace
from operator import is_not

from livefeed.engine.fold import WAVE
from livefeed.engine.limits import Limits
from livefeed.engine.persons import cross_post_evidence
from livefeed.engine.state import Held
from livefeed.engine.text import is_repost
from livefeed.engine.urls import canonical_urls
from livefeed.model.change import PutEntry
from livefeed.model.entry import Copy, Entry, Why
from livefeed.model.post import Post

__all__ = ["Entries"]

_BY_WORDS: tuple[Why, ...] = ("text", "near", "link", "wave")
"""Reasons of a copy that somebody wrote again rather than passed on."""

_SPARE = 1_000
"""So many entries that are no more may be among those by age, beside as many as there are."""


class Entries:
    """All entries in the fold, each a group of posts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._groups: dict[str, _Group] = {}
        self._by_age: list[tuple[int, str]] = []
        """A heap of entries by the number of their newest post, or of one before it; empty until somebody asks."""

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._groups)

    def lead(self, entry: str) -> Held:
        """Give the post that leads: the earliest that bears words."""
        return self._groups[entry].members[0]

    def leads(self) -> Iterator[Held]:
        """Walk over the leads of all entries."""
        return (group.members[0] for group in self._groups.values())

    def quietest(self) -> str:
        """Name the entry whose newest post came before that of all others."""
        by_age = self._by_age
        if not by_age:
            by_age.extend((group.newest, entry) for entry, group in self._groups.items())
            heapify(by_age)
        while True:
            number, entry = by_age[0]
            group = self._groups.get(entry)
            if group is None:
                heappop(by_age)
            elif group.newest != number:
                heapreplace(by_age, (group.newest, entry))
            else:
                return entry

    def _age(self, entry: str) -> None:
        """Have an entry among the others by age that was not there, or has become older."""
        if len(self._by_age) > 2 * len(self._groups) + _SPARE:
            self._by_age.clear()
        elif self._by_age:
            heappush(self._by_age, (self._groups[entry].newest, entry))

    def row(self, entry: str) -> int:
        """Give the row under which the lead is found by its words."""
        return self._groups[entry].row

    def set_row(self, entry: str, row: int) -> None:
        """Remember the row of the lead."""
        self._groups[entry].row = row

    def bears_words(self, entry: str) -> bool:
        """Tell whether a post is left that can lead."""
        members = self._groups[entry].members
        return bool(members) and members[0].bears_words

    def is_wave(self, entry: str) -> bool:
        """Tell whether an entry holds many variants of one template."""
        return self._groups[entry].count("wave") > 0

    def restore(self, held: Iterable[Held]) -> None:
        """Take in posts whose places and reasons are known."""
        for one in sorted(held, key=lambda one: (one.entry_ordinal, one.number)):
            self._groups.setdefault(one.entry, _Group()).take(one)

    def begin(self, held: Held, row: int) -> None:
        """Take in the first post of an entry, and the row under which it is found."""
        group = self._groups[held.entry] = _Group()
        group.take(held)
        group.row = row
        self._age(held.entry)

    def add(self, held: Held) -> list[Held]:
        """Take a post in; returns the posts whose reason changed, itself included."""
        return self._groups.setdefault(held.entry, _Group()).add(held)

    def remove(self, held: Held) -> list[Held]:
        """Take a post out; returns the posts whose reason changed."""
        group = self._groups[held.entry]
        newest = group.newest
        changed = group.remove(held)
        if group.newest < newest and group.members:
            self._age(held.entry)
        return changed

    def drop(self, entry: str) -> list[Held]:
        """Take out an entry whole; returns its posts, the lead first."""
        return self._groups.pop(entry).members

    def recall(self, members: Iterable[Held]) -> str:
        """Take in an entry that had left the window; returns its name."""
        group = _Group()
        for held in members:
            group.take(held)
        lead = group.members[0]
        self._groups[lead.entry] = group
        self._age(lead.entry)
        return lead.entry

    def members(self, entry: str) -> list[Held]:
        """List the posts of an entry, the lead first."""
        return self._groups[entry].members

    def put(self, entry: str, *, erases: bool = False) -> PutEntry:
        """Write the change that shows an entry as it is now."""
        group = self._groups[entry]
        lead = group.members[0]
        post = lead.post
        count = len(group.members) - 1
        again, shares = 1, post.counts.boosts
        if count:
            again += group.count(*_BY_WORDS)
            shares = count - group.count("cross-post", "editor") + max(0, shares - group.count("boost"))
        return PutEntry(
            entry=Entry(
                id=entry,
                ordinal=lead.entry_ordinal,
                at=lead.at,
                late=lead.late,
                first_seen=group.first_seen(),
                edited=lead.edited or post.edited_at is not None,
                clock=lead.clock,
                post=post,
                via=lead.streams,
                copies=group.copies(self._limits.listed_copies) if count else (),
                copy_count=count,
                shares=max(0, shares),
                wave=again if again >= WAVE else 0,
                accounts=group.accounts() if again >= WAVE else 0,
                links=canonical_urls(post.links),
            ),
            erases=erases,
        )


class _Group:
    """The posts of one entry in their order: the lead first, then by time.

    The earliest post that bears words leads. What is shown of all of them is kept count of from the second on, so that
    the ten thousandth boost costs no more than the first, and the many entries of one post cost next to nothing.
    """

    __slots__ = ("_authors", "_copied", "_copies", "_first_seen", "_whys", "members", "newest", "row")

    def __init__(self) -> None:
        self.members: list[Held] = []
        self.row = -1
        self.newest = -1
        """The number of the post that came last."""
        self._whys: Counter[Why | None] | None = None
        self._authors: Counter[str] | None = None
        """Of those who wrote it (again) themselves."""
        self._first_seen: int | None = None
        self._copied: list[Post] = []
        self._copies: tuple[Copy, ...] = ()

    def count(self, *whys: Why) -> int:
        """Count the copies that are there for some reasons."""
        if self._whys is None:
            return 0
        return sum([self._whys[why] for why in whys])

    def accounts(self) -> int:
        """Count those who wrote it, or wrote it again, themselves."""
        return 1 if self._authors is None else len(self._authors)

    def first_seen(self) -> int:
        if self._first_seen is None:
            self._first_seen = min(held.received_at for held in self.members)
        return self._first_seen

    def copies(self, limit: int) -> tuple[Copy, ...]:
        lead, listed = self.members[0], self.members[1 : 1 + limit]
        posts = [held.post for held in (lead, *listed)]
        if not self._copies or len(posts) != len(self._copied) or any(map(is_not, posts, self._copied)):
            self._copied = posts
            self._copies = tuple(_copy(held, lead) for held in listed)
        return self._copies

    def take(self, held: Held) -> None:
        """Put a post in its place, its reason unchanged."""
        members = self.members
        self.newest = max(self.newest, held.number)
        if not members:
            members.append(held)
            self._first_seen = held.received_at
            return
        if held.bears_words and (not members[0].bears_words or _moment(held) < _moment(members[0])):
            insort(members, members[0], lo=1, key=_moment)
            members[0] = held
        else:
            insort(members, held, lo=1, key=_moment)
        if self._first_seen is not None:
            self._first_seen = min(self._first_seen, held.received_at)
        self._count(held, 1)

    def add(self, held: Held) -> list[Held]:
        """Take a post in.

        Where a newcomer takes over, the former lead is its copy for the reason that made the newcomer one.
        """
        former = self.members[0] if self.members else None
        why = held.why
        self.take(held)
        changed = [held]
        if former is not None and self.members[0] is held:
            self._rename(former, _reason_of_former(former, why))
            changed.append(former)
        if self.members[0] is held:
            self._rename(held, None)
        return changed

    def remove(self, held: Held) -> list[Held]:
        """Take a post out; the earliest that bears words takes over from a lead."""
        members = self.members
        self._count(held, -1)
        self._first_seen = None
        if members[0] is not held:
            del members[bisect_left(members, _moment(held), lo=1, key=_moment)]
            self._age_without(held)
            return []
        del members[0]
        self._age_without(held)
        heir = next((i for i, member in enumerate(members) if member.bears_words), None)
        if heir is None:
            return []
        members.insert(0, members.pop(heir))
        self._rename(members[0], None)
        return [members[0]]

    def _age_without(self, held: Held) -> None:
        if held.number == self.newest:
            self.newest = max((member.number for member in self.members), default=-1)

    def _rename(self, held: Held, why: Why | None) -> None:
        if held.why != why:
            self._count(held, -1)
            held.why = why
            self._count(held, 1)
        self._copies = ()

    def _count(self, held: Held, by: int) -> None:
        self._copies = ()
        if self._whys is None or self._authors is None:
            self._whys, self._authors = Counter(), Counter()
            for member in self.members:
                if member is not held:
                    self._count(member, 1)
            if by < 0:
                return
        self._whys[held.why] += by
        if held.why is None or held.why in _BY_WORDS:
            author = held.post.author.id
            self._authors[author] += by
            if not self._authors[author]:
                del self._authors[author]


def _reason_of_former(former: Held, why: Why | None) -> Why | None:
    """Say why a former lead is a copy of a newcomer that was to be one for a reason: a credit is its own affair."""
    if why == "repost" or why in _BY_WORDS:
        if is_repost(former.post.text):
            return "repost"
        return "text" if why == "repost" else why
    return why


def _moment(held: Held) -> tuple[int, int]:
    return held.at, held.number


def _copy(held: Held, lead: Held) -> Copy:
    """Say what a copy is to the post that leads now.

    A cross-post of a former lead need not be by the present one's author: without evidence it has the same words.
    """
    evidence = cross_post_evidence(held, lead) if held.why == "cross-post" else None
    why = "text" if held.why == "cross-post" and evidence is None else held.why
    return Copy(
        id=held.post.id,
        url=held.post.url,
        network=held.post.network,
        author=held.post.author.handle,
        at=held.at,
        why=why or "same",
        evidence=evidence,
    )
