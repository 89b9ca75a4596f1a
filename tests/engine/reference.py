"""A slow and obvious engine, to hold the real one against.

It has no index, no cache and no limit but the window. Of the real engine it uses only functions of texts, links, people
and times that have tests of their own.
"""

from collections.abc import Iterator

import msgspec

from livefeed.engine.bridges import accounts_of
from livefeed.engine.fold import is_bridged, say_same
from livefeed.engine.order import is_late, place
from livefeed.engine.text import is_repost
from livefeed.model.post import Delete, Post, Put, Report, Ruling, Standing
from tests.engine.reference_posts import Remembered
from tests.engine.reference_words import WRITTEN_AGAIN, Found, Known, canonical, find, names_of

__all__ = ["Reference"]

_BY_WORDS = ("cross-post", "repost", "quote", *WRITTEN_AGAIN)


class Reference(Remembered):
    """What the engine of the coverage `tests.making.make_coverage()` should do."""

    def __init__(self, window: int) -> None:
        super().__init__(window)
        self._deleted: set[tuple[str, str | None]] = set()
        self._gone: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._rulings: dict[frozenset[str], str] = {}
        self._taken = 0
        self._entries = 0
        self._newest = 0

    def receive(self, report: Report, received_at: int) -> None:
        """Take in one report."""
        self._about = set()
        match report:
            case Put(post=post):
                self._put(post, received_at)
            case Delete(id=name, author=author):
                self._recall(lambda known: name in known.names)
                self._delete(name, author)
            case Standing():
                for account in accounts_of(report.author):
                    self._recall(lambda known, account=account: known.post.author.id == account)
                    self._stand(msgspec.structs.replace(report, author=account))
            case Ruling():
                self._recall(lambda known: not {report.one, report.other}.isdisjoint(known.names))
                self._rule(report)
        self._let_go()

    def pass_time(self, now: int) -> None:
        """Let posts go whose authors gave them an end."""
        self._about = set()
        for known in list(self._known):
            if known in self._known and known.post.expires_at is not None and known.post.expires_at <= now:
                self._away.discard(known.entry)
                self._bury(known, None)
        self._let_go()

    # Posts.

    def _put(self, post: Post, received_at: int) -> None:
        if self._is_deleted(post):
            self._recall(lambda known: not set(names_of(post)).isdisjoint(known.names))
            self._deleted |= _asked(names_of(post), post.author.id)
            known = self._find(names_of(post))
            if known is not None and known.post.author.id == post.author.id:
                self._bury(known, post.author.id)
            return
        if self._has_ended(post) or post.author.id in self._hidden:
            return
        if post.expires_at is not None and post.expires_at <= received_at:
            return
        met = {*names_of(post), post.boost_of, post.quote_of, post.bridge_of}
        self._recall(lambda known: not met.isdisjoint(known.names))
        known = self._find(names_of(post))
        if known is not None:
            self._put_again(known, post)
            return
        original = self._passed_on(post)
        if original is None and (post.boost_of is not None or "#demo" not in post.text):
            return
        at, clock = place(post.created_at, received_at, post.network_at)
        late = clock != "archived" and is_late(at, received_at, self._newest)
        known = Known(post=post, at=at, clock=clock, late=late, received_at=received_at, number=self._taken)
        self._taken += 1
        self._known.append(known)
        self._take_place(known, original)
        if clock != "archived":
            self._newest = max(self._newest, at)

    def _is_deleted(self, post: Post) -> bool:
        return any((name, author) in self._deleted for name in names_of(post) for author in (None, post.author.id))

    def _has_ended(self, post: Post) -> bool:
        return post.author.id in self._gone and post.created_at <= self._gone[post.author.id]

    def _put_again(self, known: Known, post: Post) -> None:
        aliases = dict.fromkeys((*known.post.aliases, *names_of(post)))
        aliases.pop(known.post.id, None)
        known.post = msgspec.structs.replace(known.post, aliases=tuple(aliases))
        if known.post.author.id != post.author.id or not is_newer(post, known.post):
            return
        if known.bears_words or (known.why == "quote" and canonical(post.text).words):
            self._recall_words(post)
            self._edit(known, post)

    def _edit(self, known: Known, post: Post) -> None:
        """Put new words in the place of old ones; what stood together by the old words is parted."""
        leads = known is self._lead(known.entry)
        same = say_same(known.post.text, post.text)
        known.post = msgspec.structs.replace(
            post, id=known.post.id, aliases=known.post.aliases, created_at=known.post.created_at
        )
        known.edited = True
        self._about.add(known.entry)
        if same:
            return
        if leads:
            self._lead_on(known)
        elif known.why in _BY_WORDS:
            self._move_out(known, [one for one in self._members(known.entry) if self._passes_on(one, known)])

    def _lead_on(self, lead: Known) -> None:
        """Send away the copies of a lead's old words, and look where its new words are said."""
        members = self._members(lead.entry)
        strays = [
            one
            for one in members
            if one is not lead
            and one.bears_words
            and one.why in _BY_WORDS
            and not say_same(one.post.text, lead.post.text)
        ]
        passing = [(one, stray) for stray in strays for one in members if self._passes_on(one, stray)]
        for one in (*strays, *(one for one, _ in passing)):
            one.entry = None
        found = self._look(lead)
        if found is not None and not any(self._at_odds(lead.entry, other) for other in (found.entry, *found.others)):
            self._merge_all(found)
            self._merge(lead.entry, found.entry, found.why)
        for stray in strays:
            stray.why = None
            self._settle(stray)
        for one, stray in passing:
            self._join(one, stray.entry, one.why)

    def _take_place(self, known: Known, original: Known | None) -> None:
        if original is None:
            self._recall_words(known.post)
            partners = set(self._ruled(known, "together"))
            self._recall(lambda one: not partners.isdisjoint(one.names))
            self._settle(known)
        else:
            self._join(known, original.entry, "quote" if known.post.boost_of is None else "boost")

    def _passed_on(self, post: Post) -> Known | None:
        """Find what a boost or a wordless quote passes on."""
        name = post.boost_of
        if name is None and not canonical(post.text).words:
            name = post.quote_of
        return None if name is None else self._shown(name)

    def _passes_on(self, known: Known, original: Known) -> bool:
        return not known.bears_words and self._passed_on(known.post) is original

    # Entries.

    def _settle(self, known: Known) -> None:
        """Give a post with words its entry: by an editor's word, by identity, by its words, or a new one."""
        partner = next(self._partners(known), None)
        if partner is not None:
            self._join(known, partner.entry, "editor")
        else:
            self._fold(known)
        for other in list(self._partners(known)):
            self._unite(known.entry, other.entry)

    def _fold(self, known: Known) -> None:
        found = self._look(known)
        if found is None:
            known.entry, known.why = self._entries, None
            self._about.add(known.entry)
            self._entries += 1
        else:
            self._merge_all(found)
            self._join(known, found.entry, found.why)

    def _merge_all(self, found: Found) -> None:
        for other in found.others:
            self._merge(other, found.entry, found.why)

    def _look(self, known: Known) -> Found | None:
        """Find the entry, the oldest where there are several, in which a post is a copy."""
        original = None if known.post.bridge_of is None else self._shown(known.post.bridge_of)
        if (
            original is not None
            and original is not known
            and original.bears_words
            and is_bridged(known.post, original.post)
            and not self._barred(known, original.entry)
        ):
            return Found(original.entry, "same")
        leads = [self._lead(entry) for entry in self._all_entries() if entry not in self._away | {known.entry}]
        for lead in leads:
            lead.leads_a_wave = any(one.why == "wave" for one in self._members(lead.entry))
        leads = [lead for lead in leads if not self._barred(known, lead.entry)]
        return find(known, leads)

    def _join(self, known: Known, entry: int, why: str) -> None:
        """Let a post be a copy; one that was earlier than the lead leads, and the lead is its copy."""
        former = self._lead(entry)
        self._about.add(entry)
        known.entry, known.why = entry, why
        if known.bears_words and known.moment < former.moment:
            known.why = None
            if why == "repost" or why in WRITTEN_AGAIN:
                why = "repost" if is_repost(former.post.text) else "text" if why == "repost" else why
            former.why = why

    def _merge(self, entry: int, into: int, why: str) -> None:
        if self._at_odds(entry, into):
            return
        lead = self._lead(entry)
        members = [known for known in self._members(entry) if known is not lead]
        self._join(lead, into, why)
        for known in members:
            known.entry = into

    def _unite(self, one: int, other: int) -> None:
        if one != other:
            self._merge(max(one, other), min(one, other), "editor")

    # What goes.

    def _delete(self, name: str, author: str | None) -> None:
        known = self._find((name,))
        if known is None:
            self._deleted |= _asked((name,), author)
        elif author is None or known.post.author.id in accounts_of(author):
            self._bury(known, author)

    def _bury(self, known: Known, author: str | None) -> None:
        self._deleted |= _asked(known.names, author)
        self._known.remove(known)
        self._leave(known)

    def _leave(self, known: Known) -> None:
        """Let a post leave its entry; where no words are left, the boosts are forgotten."""
        entry, known.entry = known.entry, None
        if entry is None:
            return
        self._about.add(entry)
        members = self._members(entry)
        lead = next((one for one in members if one.bears_words), None)
        if lead is not None:
            lead.why = None
        else:
            self._known = [one for one in self._known if one not in members]

    def _stand(self, standing: Standing) -> None:
        author = standing.author
        theirs = [known for known in self._known if known.post.author.id == author]
        match standing.state:
            case "gone":
                self._gone[author] = max(standing.until, self._gone.get(author, standing.until))
                for known in theirs:
                    if known in self._known and known.post.created_at <= standing.until:
                        self._bury(known, None)
            case "hidden":
                self._hidden.add(author)
                for known in theirs:
                    if known in self._known:
                        self._leave(known)
            case "active":
                self._hidden.discard(author)
                for known in theirs:
                    if known.entry is None:
                        self._show_again(known)

    def _show_again(self, known: Known) -> None:
        original = self._passed_on(known.post)
        if original is None and known.post.boost_of is not None:
            self._known.remove(known)
        else:
            self._take_place(known, original)

    # What an editor says.

    def _rule(self, ruling: Ruling) -> None:
        one, other = self._find((ruling.one,)), self._find((ruling.other,))
        if ruling.one == ruling.other or (one is not None and one is other):
            return
        pair = frozenset((ruling.one, ruling.other))
        if self._rulings.get(pair) == ruling.verdict:
            return
        self._rulings[pair] = ruling.verdict
        if not all(known is not None and known.entry is not None and known.bears_words for known in (one, other)):
            return
        if ruling.verdict == "together":
            self._unite(one.entry, other.entry)
        elif one.entry == other.entry:
            self._split(one, other)

    def _split(self, one: Known, other: Known) -> None:
        """Take one of two out, and with it what belongs rather to it than to those that stay."""
        lead = self._lead(one.entry)
        if lead in (one, other):
            goes = other if lead is one else one
        else:
            goes = max(one, other, key=lambda known: known.number)
        stay = {lead, one, other} - {goes}
        members = [known for known in self._members(goes.entry) if known is not goes and known not in stay]
        self._move_out(goes, [known for known in members if self._follows(known, goes, stay)])

    def _follows(self, known: Known, goes: Known, stay: set[Known]) -> bool:
        if not known.bears_words:
            return self._passes_on(known, goes)
        text = known.post.text
        return say_same(text, goes.post.text) and not any(say_same(text, one.post.text) for one in stay)

    def _move_out(self, goes: Known, following: list[Known]) -> None:
        """Let a copy leave its entry and find a place, and others follow it where they may."""
        self._about.add(goes.entry)
        for known in (goes, *following):
            known.entry = None
        self._settle(goes)
        for known in following:
            if known.bears_words and self._barred(known, goes.entry):
                self._settle(known)
            else:
                self._join(known, goes.entry, known.why)

    def _ruled(self, known: Known, verdict: str) -> list[str]:
        """List the names of what was ruled to be together with a post, or apart from it."""
        pairs = [(name, pair) for name in known.names for pair in sorted(map(sorted, self._rulings)) if name in pair]
        return [one for name, pair in pairs if self._rulings[frozenset(pair)] == verdict for one in pair if one != name]

    def _ruled_here(self, known: Known, verdict: str) -> list[Known]:
        found = [self._shown(name) for name in self._ruled(known, verdict)]
        return [one for one in found if one is not None and one is not known and one.entry not in self._away]

    def _partners(self, known: Known) -> Iterator[Known]:
        for other in self._ruled_here(known, "together"):
            if other.entry != known.entry and other.bears_words and not self._barred(known, other.entry):
                yield other

    def _barred(self, known: Known, entry: int) -> bool:
        return any(other.entry == entry for other in self._ruled_here(known, "apart"))

    def _at_odds(self, one: int, other: int) -> bool:
        return any(self._barred(known, other) for known in self._members(one))


def _asked(names: tuple[str, ...], author: str | None) -> set[tuple[str, str | None]]:
    """List under which names and by whose word a post is gone."""
    return {(name, account) for name in names for account in ((None,) if author is None else accounts_of(author))}


def is_newer(post: Post, held: Post) -> bool:
    """Tell whether a post is an edit of the one that is known."""
    if post.edited_at != held.edited_at:
        return post.edited_at is not None and (held.edited_at is None or post.edited_at > held.edited_at)
    return (post.text, post.title, post.warning) != (held.text, held.title, held.warning)
