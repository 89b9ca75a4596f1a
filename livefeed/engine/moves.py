"""Posts that leave their entry: since their words have changed, or since an editor says so."""

from livefeed.engine.fold import say_same
from livefeed.engine.said import read
from livefeed.engine.shelf import Shelf
from livefeed.engine.state import Held, Step
from livefeed.model.entry import Why
from livefeed.model.post import Post

__all__ = ["reword", "split"]

_BY_WORDS = frozenset(["cross-post", "repost", "text", "near", "link", "wave", "quote"])
"""Reasons of copies that stand where their words, or the want of any, say so."""


def reword(shelf: Shelf, held: Held, post: Post, step: Step) -> None:
    """Put new words in the place of a post's old ones.

    Where they say nearly the same, nothing moves. Otherwise a copy leaves its entry. Of an entry whose lead says
    something else now, the copies of the old words leave, and the entry goes on in another one that says the same.
    What passes a post on without words stays with it.
    """
    entry = held.entry
    leads = shelf.entries.lead(entry) is held
    same = say_same(held.post.text, post.text)
    # Words that are quoted no more go now: when they are deleted, nothing leads from them to here.
    unquotes = held.post.quote is not None and (post.quote is None or post.quote.names != held.post.quote.names)
    shelf.rewrite(held, post)
    held.edited = True
    shelf.expiry.add(post)
    step.held.append(held)
    if leads:
        shelf.leave(entry)
        if same:
            shelf.enter(entry)
            step.changes.append(shelf.entries.put(entry, erases=unquotes))
        else:
            _lead_on(shelf, held, step, erases=unquotes)
    elif same or held.why not in _BY_WORDS:
        step.changes.append(shelf.entries.put(entry, erases=unquotes))
    else:
        _move_out(shelf, [held, *(one for one, _ in _passing(shelf, entry, {held.post.id}))], step)


def _lead_on(shelf: Shelf, held: Held, step: Step, *, erases: bool) -> None:
    """Let an entry go on whose lead has other words now; `erases`: also what it was before is to go."""
    entry = held.entry
    strays = [
        one
        for one in shelf.entries.members(entry)
        if one is not held and one.bears_words and one.why in _BY_WORDS and not say_same(one.post.text, held.post.text)
    ]
    passing = _passing(shelf, entry, {one.post.id for one in strays})
    for one in (*strays, *(one for one, _ in passing)):
        shelf.entries.remove(one)
    said = read(held.post)
    found = shelf.find(held, said)  # among the others: its own entry cannot be found now
    shelf.enter(entry, said)
    if (
        found is not None
        and found.lead.entry != entry
        and not any(shelf.at_odds(entry, lead.entry) for lead in (found.lead, *found.others))
    ):
        shelf.gather(found, step)
        shelf.merge(entry, found.lead.entry, found.why, step)
    # What was seen of the entry with those who leave must go: a deletion would look for them in their new entry only.
    step.changes.append(shelf.entries.put(held.entry, erases=erases or bool(strays or passing)))
    for one in strays:
        one.entry = ""
    for one in strays:
        one.why = None
        shelf.settle(one, step)
    for one, target in passing:
        shelf.join(one, target.entry, one.why or "boost", step)


def _passing(shelf: Shelf, entry: str, ids: set[str]) -> list[tuple[Held, Held]]:
    """List the posts of an entry that pass on some of its posts without words, each with the one it passes on."""
    found = []
    for one in shelf.entries.members(entry):
        target = None if one.bears_words else shelf.target(one.post)
        if target is not None and target.post.id in ids:
            found.append((one, target))
    return found


def split(shelf: Shelf, one: Held, other: Held, step: Step) -> None:
    """Take one of two posts out of the entry that they share, with what passes it on or says the same.

    The lead stays; where neither leads, the later one goes.
    """
    lead = shelf.entries.lead(one.entry)
    goes = other if one is lead or (other is not lead and other.number > one.number) else one
    stay = (lead, one if goes is other else other)
    following = [held for held in shelf.entries.members(one.entry) if _follows(shelf, held, goes, stay)]
    _move_out(shelf, [goes, *following], step)


def _follows(shelf: Shelf, held: Held, goes: Held, stay: tuple[Held, Held]) -> bool:
    """Tell whether a post belongs rather to the one that goes than to those that stay."""
    if held is goes:
        return False
    if not held.bears_words:
        return shelf.target(held.post) is goes
    text = held.post.text
    return say_same(text, goes.post.text) and not any(say_same(text, one.post.text) for one in stay)


def _move_out(shelf: Shelf, moving: list[Held], step: Step) -> None:
    """Let posts that do not lead leave their entry together; the first finds a place, the others follow it."""
    goes, *following = moving
    entry = goes.entry
    whys: list[Why] = [held.why or "same" for held in following]
    for held in moving:
        shelf.entries.remove(held)
    # As above: their words were in versions of this entry, if one of them led it.
    step.changes.append(shelf.entries.put(entry, erases=True))
    goes.why = None
    goes.entry = ""
    shelf.settle(goes, step)
    for held, why in zip(following, whys, strict=True):
        if held.bears_words and shelf.barred(held, goes.entry):
            held.entry, held.why = "", None
            shelf.settle(held, step)
        else:
            shelf.join(held, goes.entry, why, step)
