"""The engine of one coverage: reports in, changes out.

Every decision rests on the reports, the times given with them, and nothing else; the same reports give the same
changes. `Step` carries what must be kept to go on after a stop (`Engine.restore`).
"""

import msgspec

from livefeed.engine.fold import say_same
from livefeed.engine.identity import account_key
from livefeed.engine.limits import Limits
from livefeed.engine.match import Matcher
from livefeed.engine.order import is_late, place
from livefeed.engine.people import People
from livefeed.engine.shelf import Shelf
from livefeed.engine.state import Held, Saved, Step, Tombstone
from livefeed.model.change import DropEntry
from livefeed.model.coverage import Coverage
from livefeed.model.post import Delete, Post, Profile, Put, Report, Ruling, Standing

__all__ = ["Engine"]


class Engine:
    """Match, fold and order for one coverage."""

    def __init__(self, coverage: Coverage, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._matcher = Matcher(coverage)
        self._people = People(self._limits.profiles)
        self._shelf = Shelf(self._limits)
        self._posts_taken = 0
        self._newest = 0

    def receive(self, report: Report, *, received_at: int, stream: str) -> Step:
        """Take in one report, received at this time (milliseconds) from this stream."""
        match report:
            case Put(post=post):
                return self._put(post, received_at, stream)
            case Delete():
                return self._delete(report)
            case Profile():
                news = self._people.learn(report)
                return Step(profiles=[] if news is None else [news], outcome="profile")
            case Standing():
                return self._stand(report)
            case Ruling():
                return self._rule(report)

    def pass_time(self, now: int) -> Step | None:
        """Let posts go whose authors gave them an end (milliseconds); None where none is due."""
        if not self._shelf.expiry.is_due(now):
            return None
        step = Step(outcome="expired")
        for post_id in self._shelf.expiry.take_due(now):
            held = self._shelf.posts.get(post_id)
            if held is not None and held.post.expires_at is not None and held.post.expires_at <= now:
                self._shelf.remove(held, step, why="expired")
        return self._tidy(step)

    def is_due(self, now: int) -> bool:
        """Tell whether a post may have to go by now (milliseconds)."""
        return self._shelf.expiry.is_due(now)

    def knows(self, name: str) -> bool:
        """Tell whether a post of this name is shown, or was and can still be deleted."""
        return (
            self._shelf.identities.find((name,)) is not None or self._shelf.identities.find_retired((name,)) is not None
        )

    def knows_author(self, author: str) -> bool:
        """Tell whether a post of this author is held, or would not be shown."""
        return author in self._shelf.authors or self._shelf.identities.is_hidden(author)

    def held_from(self, stream: str) -> list[Post]:
        """List the held posts that came over a stream, in order of arrival."""
        return [held.post for held in self._shelf.posts.values() if stream in held.streams and not held.hidden]

    def restore(self, saved: Saved) -> None:
        """Go on from what the steps of an engine gave out; only for an engine that has received nothing."""
        self._people.restore(saved.profiles)
        for retired in saved.retired:
            self._shelf.identities.restore_retired(retired)
        for tombstone in saved.tombstones:
            self._shelf.identities.bury(tombstone)
        for ruling in saved.rulings:
            self._shelf.rulings.learn(ruling)
        for held in saved.held:
            self._shelf.hold(held)
        self._shelf.entries.restore(held for held in saved.held if not held.hidden)
        for lead in self._shelf.entries.leads():
            self._shelf.fold.add(lead)
        self._posts_taken = saved.posts_taken
        self._shelf.entries_made = saved.entries_made
        self._newest = saved.newest

    @property
    def counters(self) -> tuple[int, int, int]:
        """Posts taken, entries made, newest event time: they belong to what is kept."""
        return self._posts_taken, self._shelf.entries_made, self._newest

    # A post, for the first time or again.

    def _put(self, post: Post, received_at: int, stream: str) -> Step:  # noqa: PLR0911 - one line a reason not to
        if self._matcher.blocked(post.author):
            return Step(outcome="blocked")
        if self._shelf.identities.is_buried(post):
            return Step(outcome="buried")
        if self._shelf.identities.is_hidden(post.author.id):
            return Step(outcome="hidden")
        if post.expires_at is not None and post.expires_at <= received_at:
            return Step(outcome="expired")
        names = self._shelf.identities.names(post)
        known = self._shelf.identities.find(names)
        if known is not None:
            return self._put_again(self._shelf.posts[known], post, stream)
        if self._shelf.identities.find_retired(names) is not None:
            return Step(outcome="retired")
        post = msgspec.structs.replace(post, author=self._people.introduce(post.author))
        target = self._shelf.target(post)
        if target is None and (post.boost_of is not None or not self._matcher.matches(post, stream)):
            return Step(outcome="unmatched")
        return self._take(post, target, received_at, stream)

    def _take(self, post: Post, target: Held | None, received_at: int, stream: str) -> Step:
        """Hold a post that is new and ours."""
        at, clock = place(post.created_at, received_at)
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
        self._shelf.hold(held)
        step = Step(outcome="put")
        if target is not None:
            self._shelf.join(held, target.entry, "boost" if post.boost_of is not None else "quote", step)
        else:
            self._shelf.settle(held, step)
        if clock != "archived":
            self._newest = max(self._newest, at)
        self._shelf.retire_oldest(step)
        return step

    def _put_again(self, held: Held, post: Post, stream: str) -> Step:
        """Take in another sight of a post: over another stream, by another name, or edited."""
        step = Step(outcome="seen")
        aliases = dict.fromkeys((*held.post.aliases, *self._shelf.identities.names(post)))
        aliases.pop(held.post.id, None)
        if tuple(aliases) != held.post.aliases or stream not in held.streams:
            held.post = msgspec.structs.replace(held.post, aliases=tuple(aliases))
            held.streams = tuple(dict.fromkeys((*held.streams, stream)))
            self._shelf.identities.add(held.post)
            step.held.append(held)
        if held.bears_words and post.author.id == held.post.author.id and _is_newer(held.post, post):
            self._edit(held, post, step)
        return step

    def _edit(self, held: Held, post: Post, step: Step) -> None:
        """Put new words in the place of the old; a copy whose words are no longer the same leaves its entry."""
        step.outcome = "edited"
        entry = held.entry
        lead = self._shelf.entries.lead(entry)
        self._shelf.fold.remove(lead)
        same_words = say_same(held.post.text, post.text)
        held.post = msgspec.structs.replace(
            post,
            id=held.post.id,
            aliases=held.post.aliases,
            created_at=held.post.created_at,
            author=self._people.introduce(post.author),
        )
        held.edited = True
        self._shelf.expiry.add(held.post)
        step.held = [held]
        if held is lead or same_words or held.why == "editor":
            self._shelf.fold.add(self._shelf.entries.lead(entry))
            step.changes.append(self._shelf.entries.put(entry))
            return
        step.held.extend(self._shelf.entries.remove(held))
        self._shelf.fold.add(self._shelf.entries.lead(entry))
        step.changes.append(self._shelf.entries.put(entry))
        self._shelf.settle(held, step)

    # A post that is gone.

    def _delete(self, delete: Delete) -> Step:
        known = self._shelf.identities.find((delete.id,))
        if known is None:
            return self._delete_unknown(delete)
        held = self._shelf.posts[known]
        if delete.author is not None and delete.author != held.post.author.id:
            return Step(outcome="foreign_delete")
        step = Step(outcome="deleted")
        self._shelf.remove(held, step, author=delete.author)
        return step

    def _delete_unknown(self, delete: Delete) -> Step:
        """Remember a deletion that came before its post, or carry out one of a retired post."""
        tombstone = Tombstone(id=delete.id, author=delete.author)
        step = Step(outcome="buried", tombstones=[tombstone] if self._shelf.identities.bury(tombstone) else [])
        retired = self._shelf.identities.find_retired((delete.id,))
        if retired is not None and delete.author in (None, retired.author):
            step.gone = self._shelf.identities.forget_retired(retired.entry)
            step.changes.append(DropEntry(id=retired.entry, why="deleted"))
            step.outcome = "deleted"
        return step

    # An account that goes, hides or comes back.

    def _stand(self, standing: Standing) -> Step:
        step = Step(outcome=f"account_{standing.state}")
        match standing.state:
            case "gone":
                self._purge(standing, step)
            case "hidden":
                self._hide(standing, step)
            case "active":
                self._show_again(standing, step)
        return self._tidy(step)

    def _tidy(self, step: Step) -> Step:
        """Let a step that moved many posts say of each only what became of it in the end."""
        changed = {held.post.id: held for held in step.held if self._shelf.posts.get(held.post.id) is held}
        step.held = list(changed.values())
        return step

    def _purge(self, standing: Standing, step: Step) -> None:
        tombstone = Tombstone(id=account_key(standing.author), until=standing.until)
        if self._shelf.identities.bury(tombstone):
            step.tombstones.append(tombstone)
        for post_id in self._shelf.authors.posts_of(standing.author):
            held = self._shelf.posts.get(post_id)
            if held is not None and held.post.created_at <= standing.until:
                self._shelf.remove(held, step)
        for entry in self._shelf.identities.retired_entries_of(standing.author):
            step.gone.extend(self._shelf.identities.forget_retired(entry))
            step.changes.append(DropEntry(id=entry, why="deleted"))

    def _hide(self, standing: Standing, step: Step) -> None:
        tombstone = Tombstone(id=account_key(standing.author), hides=True)
        if self._shelf.identities.bury(tombstone):
            step.tombstones.append(tombstone)
        for post_id in self._shelf.authors.posts_of(standing.author):
            held = self._shelf.posts.get(post_id)
            if held is not None and not held.hidden:
                self._shelf.take_out(held, step, "hidden")
                held.hidden = True
                step.held.append(held)

    def _show_again(self, standing: Standing, step: Step) -> None:
        raised = self._shelf.identities.raise_account(standing.author)
        if raised is not None:
            step.raised.append(raised)
        for post_id in self._shelf.authors.posts_of(standing.author):
            held = self._shelf.posts[post_id]
            if held.hidden:
                held.hidden = False
                target = self._shelf.target(held.post)
                if target is None and held.post.boost_of is None:
                    self._shelf.settle(held, step)
                elif target is not None:
                    self._shelf.join(held, target.entry, "boost" if held.post.boost_of is not None else "quote", step)
                else:
                    self._shelf.release(held)
                    step.gone.append(held.post.id)

    # An editor's word.

    def _rule(self, ruling: Ruling) -> Step:
        """Join or split the entries of two posts now, and remember it for posts to come."""
        one, other = self._shown(ruling.one), self._shown(ruling.other)
        if ruling.one == ruling.other or (one is not None and one is other):
            return Step(outcome="ignored")
        if not self._shelf.rulings.learn(ruling):
            return Step(outcome="seen")
        step = Step(rulings=[ruling], outcome=ruling.verdict)
        if one is None or other is None or not (one.bears_words and other.bears_words):
            return step
        if ruling.verdict == "together":
            self._shelf.unite(one.entry, other.entry, step)
        elif one.entry == other.entry:
            self._shelf.split(one, other, step)
        return self._tidy(step)

    def _shown(self, name: str) -> Held | None:
        """Find the post of this name that stands in an entry."""
        known = self._shelf.identities.find((name,))
        held = None if known is None else self._shelf.posts[known]
        return None if held is None or held.hidden else held


def _is_newer(held: Post, post: Post) -> bool:
    """Tell whether a post is a later version of the one held.

    Where the network says when it was edited, that decides; where it does not (feeds, programs), other words do. Two
    servers' markup of one post may differ in its links: that is no edit.
    """
    if post.edited_at != held.edited_at:
        return post.edited_at is not None and (held.edited_at is None or post.edited_at > held.edited_at)
    return any(getattr(post, part) != getattr(held, part) for part in _WORDS)


_WORDS = ("text", "title", "warning")
