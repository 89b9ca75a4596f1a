"""The engine of one coverage: reports in, changes out.

Every decision rests on the reports, the times given with them, and nothing else; the same reports give the same
changes. `Step` carries what must be kept to go on after a stop (`Engine.restore`).
"""

from collections.abc import Iterator

from msgspec.structs import replace

from livefeed.engine.attic import Archive, MemoryArchive
from livefeed.engine.bridges import accounts_of
from livefeed.engine.identity import gone_key, hidden_key
from livefeed.engine.limits import Limits
from livefeed.engine.match import Matcher
from livefeed.engine.moves import reword, split
from livefeed.engine.order import is_late, place
from livefeed.engine.people import People
from livefeed.engine.said import read
from livefeed.engine.shelf import Shelf
from livefeed.engine.state import Held, Saved, Step, Tombstone
from livefeed.engine.text import canonical
from livefeed.engine.window import Window
from livefeed.model.coverage import Coverage
from livefeed.model.post import Delete, Post, Profile, Put, Report, Ruling, Standing

__all__ = ["Engine"]


class Engine:
    """Match, fold and order for one coverage.

    Args:
        coverage: what to follow.
        limits: of memory.
        archive: where entries go that leave the window; without one, memory.
    """

    def __init__(self, coverage: Coverage, limits: Limits | None = None, archive: Archive | None = None) -> None:
        limits = limits or Limits()
        self._matcher = Matcher(coverage)
        self._people = People(limits.profiles)
        self._shelf = Shelf(limits)
        self._window = Window(self._shelf, limits, MemoryArchive() if archive is None else archive)
        self._posts_taken = 0
        self._newest = 0

    def receive(self, report: Report, *, received_at: int, stream: str) -> Step:
        """Take in one report, received at this time (milliseconds) from this stream."""
        step = Step()
        match report:
            case Put(post=post):
                step.outcome = self._put(post, received_at, stream, step)
            case Delete():
                step.outcome = self._delete(report, step)
            case Profile():
                news = self._people.learn(report)
                return Step(profiles=[] if news is None else [news], outcome="profile")
            case Standing():
                step.outcome = self._stand(report, step)
            case Ruling():
                step.outcome = self._rule(report, step)
        return self._given(step)

    def pass_time(self, now: int) -> Step | None:
        """Let posts go whose authors gave them an end (milliseconds); None where none is due."""
        if not self._shelf.expiry.is_due(now):
            return None
        step = Step(outcome="expired")
        for post_id in self._shelf.expiry.take_due(now):
            self._window.fetch_named([post_id], step)
            held = self._shelf.posts.get(post_id)
            if held is not None and held.post.expires_at is not None and held.post.expires_at <= now:
                self._remove(held, step, why="expired")
        self._tidy(step)
        return self._given(step)

    def _given(self, step: Step) -> Step:
        """Give a step out: what it holds of posts stays as it is now, whatever becomes of them."""
        self._window.let_go(step)
        step.held = [replace(held) for held in step.held]
        return step

    def is_due(self, now: int) -> bool:
        """Tell whether a post may have to go by now (milliseconds)."""
        return self._shelf.expiry.is_due(now)

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name is shown or quoted, or may be: the archive is known by hashes."""
        shelf, window = self._shelf, self._window
        held = shelf.identities.find((name,)) is not None or name in shelf.quotes
        return held or window.knows(name) or window.quotes(name)

    def knows_author(self, author: str) -> bool:
        """Tell whether words of this author are kept, or would not be shown."""
        return any(
            account in self._shelf.authors
            or account in self._shelf.quotes
            or self._shelf.identities.is_hidden(account)
            or self._window.knows_author(account)
            or self._window.quotes(account)
            for account in accounts_of(author)
        )

    def held_from(self, stream: str) -> list[Post]:
        """List the held posts that came over a stream, in order of arrival."""
        return [held.post for held in self._shelf.posts.values() if stream in held.streams and not held.hidden]

    def restore(self, saved: Saved) -> None:
        """Go on from what the steps of an engine gave out; only for an engine that has received nothing."""
        for _ in self.restoring(saved):
            pass

    def restoring(self, saved: Saved) -> Iterator[None]:
        """Restore piece by piece, for whoever may have to stop in the middle: such an engine is of no use to anybody."""
        self._people.restore(saved.profiles)
        yield from self._window.restoring(saved.retired, saved.attic_tail)
        for tombstone in saved.tombstones:
            self._shelf.identities.bury(tombstone)
        for ruling in saved.rulings:
            self._shelf.rulings.learn(ruling)
        for held in saved.held:
            self._shelf.hold(held)
            yield
        self._shelf.entries.restore(held for held in saved.held if not held.hidden)
        for lead in self._shelf.entries.leads():
            self._shelf.enter(lead.entry)
            yield
        self._posts_taken = saved.posts_taken
        self._shelf.entries_made = saved.entries_made
        self._newest = saved.newest

    @property
    def counters(self) -> tuple[int, int, int, int]:
        """Posts taken, entries made, newest event time, the attic's tail: they belong to what is kept."""
        return self._posts_taken, self._shelf.entries_made, self._newest, self._window.tail

    # A post, for the first time or again.

    def _put(self, post: Post, received_at: int, stream: str, step: Step) -> str:  # noqa: PLR0911 - one line a reason not to
        identities = self._shelf.identities
        names = identities.names(post)
        if self._matcher.blocked(post.author):
            return "blocked"
        if identities.is_buried(post, names):
            return self._put_buried(post, names, step)
        if identities.is_of_the_gone(post):
            return "buried"
        if identities.is_hidden(post.author.id):
            return "hidden"
        if post.expires_at is not None and post.expires_at <= received_at:
            return "expired"
        post = self._without_gone(post)
        self._window.fetch_named((*names, post.boost_of, post.quote_of, post.bridge_of), step)
        known = identities.find(names)
        if known is not None:
            return self._put_again(self._shelf.posts[known], post, stream, step)
        author = self._people.introduce(post.author)
        if author is not post.author:
            post = replace(post, author=author)
        target = self._shelf.target(post)
        if target is None and (post.boost_of is not None or not self._matcher.matches(post, stream)):
            return "unmatched"
        held = self._hold(post, names, received_at, stream)
        if target is not None:
            self._shelf.join(held, target.entry, "boost" if post.boost_of is not None else "quote", step)
        else:
            self._settle(held, step)
        return "put"

    def _hold(self, post: Post, names: tuple[str, ...], received_at: int, stream: str) -> Held:
        """Hold a post that is new and ours."""
        at, clock = place(post.created_at, received_at, post.network_at)
        held = Held(
            post=post,
            entry="",
            entry_ordinal=0,
            number=self._posts_taken,
            at=at,
            clock=clock,
            late=clock != "archived" and is_late(at, received_at, self._newest),
            received_at=received_at,
            streams=(stream,),
        )
        self._posts_taken += 1
        self._shelf.hold(held, names)
        if clock != "archived":
            self._newest = max(self._newest, at)
        return held

    def _settle(self, held: Held, step: Step) -> None:
        """Let a post with words find its place, also among what has left the window."""
        said = read(held.post)
        self._window.fetch_saying(said, step)
        if self._shelf.rulings:
            names = self._shelf.identities.names(held.post)
            self._window.fetch_named(self._shelf.rulings.together_with(names), step)
        self._shelf.settle(held, step, said)

    def _put_buried(self, post: Post, names: tuple[str, ...], step: Step) -> str:
        """Refuse a post that was deleted under one of its names, under all of them; where we hold it, it goes."""
        self._window.fetch_named(names, step)
        known = self._shelf.identities.find(names)
        held = None if known is None else self._shelf.posts[known]
        if held is None or held.post.author.id != post.author.id:
            for name in names:
                self._shelf.bury(name, post.author.id, step)
            return "buried"
        self._remove(held, step, author=post.author.id)
        self._tidy(step)
        return "deleted"

    def _put_again(self, held: Held, post: Post, stream: str, step: Step) -> str:
        """Take in another sight of a post: over another stream, by another name, or edited."""
        aliases = dict.fromkeys((*held.post.aliases, *self._shelf.identities.names(post)))
        aliases.pop(held.post.id, None)
        if tuple(aliases) != held.post.aliases or stream not in held.streams:
            held.post = replace(held.post, aliases=tuple(aliases))
            held.streams = tuple(dict.fromkeys((*held.streams, stream)))
            self._shelf.identities.add(held.post)
            step.held.append(held)
        if post.author.id != held.post.author.id:
            return "seen"
        if not _is_newer(held.post, post):
            return self._complete(held, post, step)
        if not held.bears_words and (held.why == "boost" or not canonical(post.text).words):
            return "seen"
        post = replace(
            post,
            id=held.post.id,
            aliases=held.post.aliases,
            created_at=held.post.created_at,
            network_at=held.post.network_at,
            author=self._people.introduce(post.author),
        )
        self._window.fetch_saying(read(post), step)
        reword(self._shelf, held, post, step)
        self._tidy(step)
        return "edited"

    def _complete(self, held: Held, post: Post, step: Step) -> str:
        """Learn from another sight of a post what the former did not tell: servers look at links when they have time."""
        missing = {
            part: getattr(post, part)
            for part in _TOLD_LATER
            if getattr(held.post, part) is None and getattr(post, part) is not None
        }
        if not missing or post.edited_at != held.post.edited_at or held.hidden or not held.bears_words:
            return "seen"
        self._shelf.rewrite(held, replace(held.post, **missing))
        step.held.append(held)
        step.changes.append(self._shelf.entries.put(held.entry))
        return "completed"

    # A post that is gone.

    def _delete(self, delete: Delete, step: Step) -> str:
        self._window.fetch_named([delete.id], step)
        known = self._shelf.identities.find((delete.id,))
        if known is None:
            self._shelf.bury(delete.id, delete.author, step)
            self._unquote((delete.id,), step, delete.author)
            return "buried"
        held = self._shelf.posts[known]
        if delete.author is not None and held.post.author.id not in accounts_of(delete.author):
            return "foreign_delete"
        self._remove(held, step, author=delete.author)
        self._tidy(step)
        return "deleted"

    def _remove(self, held: Held, step: Step, *, why: str = "deleted", author: str | None = None) -> None:
        """Let a post go for good, and its words wherever they are quoted."""
        self._unquote(self._shelf.identities.names(held.post), step, author)
        self._shelf.remove(held, step, why=why, author=author)

    def _unquote(self, keys: tuple[str, ...], step: Step, author: str | None = None) -> None:
        self._window.fetch_quoting(keys, step)
        self._shelf.unquote(keys, step, author)

    def _without_gone(self, post: Post) -> Post:
        """Leave out what a post quotes where that, or who wrote it, is not to be shown."""
        quote = post.quote
        if quote is None or (self._matcher.lets_quote(quote) and self._shelf.identities.is_quotable(quote)):
            return post
        return replace(post, quote=None)

    # An account that goes, hides or comes back.

    def _stand(self, standing: Standing, step: Step) -> str:
        for account in accounts_of(standing.author):
            self._window.fetch_by(account, step)
            match standing.state:
                case "gone":
                    self._purge(account, standing.until, step)
                case "hidden":
                    self._hide(account, step)
                case "active":
                    self._show_again(account, step)
        self._tidy(step)
        return f"account_{standing.state}"

    def _tidy(self, step: Step) -> None:
        """Let a step that moved many posts say of each only what became of it in the end."""
        changed = {held.post.id: held for held in step.held if self._shelf.posts.get(held.post.id) is held}
        step.held = list(changed.values())

    def _purge(self, author: str, until: int, step: Step) -> None:
        self._shelf.entomb(Tombstone(id=gone_key(author), until=until), step)
        for post_id in self._shelf.authors.posts_of(author):
            held = self._shelf.posts.get(post_id)
            if held is not None and held.post.created_at <= until:
                self._remove(held, step)
        self._unquote((author,), step)

    def _hide(self, author: str, step: Step) -> None:
        self._shelf.entomb(Tombstone(id=hidden_key(author), hides=True), step)
        for post_id in self._shelf.authors.posts_of(author):
            held = self._shelf.posts.get(post_id)
            if held is not None and not held.hidden:
                self._shelf.take_out(held, step, "hidden")
                held.hidden = True
                step.held.append(held)
        self._unquote((author,), step)

    def _show_again(self, author: str, step: Step) -> None:
        raised = self._shelf.identities.raise_account(author)
        if raised is not None:
            step.raised.append(raised)
        for post_id in self._shelf.authors.posts_of(author):
            held = self._shelf.posts[post_id]
            if held.hidden:
                held.hidden, held.entry, held.why = False, "", None
                target = self._shelf.target(held.post)
                if target is not None:
                    self._shelf.join(held, target.entry, "boost" if held.post.boost_of is not None else "quote", step)
                elif held.post.boost_of is None:
                    self._settle(held, step)
                else:
                    self._shelf.release(held)
                    step.gone.append(held.number)

    # An editor's word.

    def _rule(self, ruling: Ruling, step: Step) -> str:
        """Join or split the entries of two posts now, and remember it for posts to come."""
        self._window.fetch_named([ruling.one, ruling.other], step)
        one, other = self._shelf.shown(ruling.one), self._shelf.shown(ruling.other)
        if ruling.one == ruling.other or (one is not None and one is other):
            return "ignored"
        if not self._shelf.rulings.learn(ruling):
            return "seen"
        step.rulings.append(ruling)
        if one is None or other is None or not (one.bears_words and other.bears_words):
            return ruling.verdict
        if ruling.verdict == "together":
            self._shelf.unite(one.entry, other.entry, step)
        elif one.entry == other.entry:
            split(self._shelf, one, other, step)
        self._tidy(step)
        return ruling.verdict


def _is_newer(held: Post, post: Post) -> bool:
    """Tell whether a post is a later version of the one held.

    Where the network says when it was edited, that decides; where it does not (feeds, programs), other words do. Two
    servers' markup of one post may differ in its links: that is no edit.
    """
    if post.edited_at != held.edited_at:
        return post.edited_at is not None and (held.edited_at is None or post.edited_at > held.edited_at)
    return any(getattr(post, part) != getattr(held, part) for part in _WORDS)


_TOLD_LATER = ("poll", "quote", "card")
_WORDS = ("text", "title", "warning")
