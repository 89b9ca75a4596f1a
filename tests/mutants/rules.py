"""The engine's rules, each broken by hand: the file, what stands there, and what is wrong in its place.

What stands there has to be found once, so that this list moves with the code.
"""

from typing import NamedTuple

from tests.mutants.sameness import SAMENESS

__all__ = ["MUTANTS", "Mutant"]


class Mutant(NamedTuple):
    """One rule, broken."""

    rule: str
    file: str
    old: str
    new: str


MUTANTS = [
    Mutant(*mutant)
    for mutant in (
        *SAMENESS,
        # Identity.
        (
            "aliases are names",
            "identity.py",
            "(post.id, *post.aliases, *bridged_names(post))",
            "(post.id, *bridged_names(post))",
        ),
        ("bridged ids are names", "identity.py", "*post.aliases, *bridged_names(post))", "*post.aliases)"),
        ("new aliases are kept", "engine.py", "self._shelf.identities.add(held.post)", "pass"),
        ("a bridge is believed of its network only", "bridges.py", 'post.network != "mastodon" or', ""),
        (
            "a claim of being bridged needs equal words",
            "shelf.py",
            "return original if is_bridged(post, original.post) else None",
            "return original",
        ),
        ("nothing is bridged from itself", "shelf.py", "or original.post.id == post.id or", "or"),
        ("a bridge is believed of its own host only", "bridges.py", "or not post.id.startswith(_BRIDGES)", ""),
        (
            "who deletes deletes what was made of it",
            "bridges.py",
            "return author, f\"https://mostr.pub/users/{author.removeprefix('nostr:')}\"",
            "return (author,)",
        ),
        (
            "an account takes along what was made of it",
            "bridges.py",
            'return author, f"https://bsky.brid.gy/ap/{author}"',
            "return (author,)",
        ),
        # Edits.
        ("the newest edit wins", "engine.py", "post.edited_at > held.edited_at", "post.edited_at < held.edited_at"),
        (
            "only the author edits",
            "engine.py",
            'if post.author.id != held.post.author.id:\n            return "seen"',
            'if False:\n            return "seen"',
        ),
        (
            "a copy with other words leaves",
            "moves.py",
            "elif same or held.why not in _BY_WORDS:",
            "else:\n        step.changes.append(shelf.entries.put(entry))\n    if False:",
        ),
        (
            "copies of a lead's old words leave",
            "moves.py",
            "and not say_same(one.post.text, held.post.text)",
            "and False",
        ),
        (
            "an edited lead joins what says the same",
            "moves.py",
            "found is not None\n        and found.lead.entry != entry",
            "False",
        ),
        (
            "boosts go with the copy that leaves",
            "moves.py",
            "[held, *(one for one, _ in _passing(shelf, entry, {held.post.id}))]",
            "[held]",
        ),
        ("an edit keeps its place", "engine.py", "created_at=held.post.created_at,", ""),
        (
            "the lead's edit is no copy's",
            "entries.py",
            "edited=lead.edited or post.edited_at is not None",
            "edited=any(one.edited or one.post.edited_at is not None for one in group.members)",
        ),
        ("the lead's streams are no copy's", "entries.py", "via=lead.streams", "via=group.members[-1].streams"),
        ("an edit is shown as one", "moves.py", "held.edited = True", "pass"),
        ("who mends a slip stays", "moves.py", "same = say_same(held.post.text, post.text)", "same = False"),
        (
            "boosts go with the copies of old words",
            "moves.py",
            "passing = _passing(shelf, entry, {one.post.id for one in strays})",
            "passing = _passing(shelf, entry, set())",
        ),
        # What goes.
        (
            "a deletion may come first",
            "engine.py",
            "self._shelf.bury(delete.id, delete.author, step)",
            "pass",
        ),
        (
            "a stranger deletes nothing",
            "engine.py",
            "if delete.author is not None and held.post.author.id not in accounts_of(delete.author):",
            "if False:",
        ),
        (
            "a stranger's word does not stand for the author's",
            "state.py",
            'return name if author is None else f"{name}\\n{author}"',
            "return name",
        ),
        (
            "all names of a deleted post are gone",
            "shelf.py",
            "for name in self.identities.names(held.post):\n            self.bury",
            "for name in [held.post.id]:\n            self.bury",
        ),
        (
            "the earliest copy takes over",
            "entries.py",
            "(i for i, member in enumerate(members) if member.bears_words)",
            "(i for i, member in reversed(list(enumerate(members))) if member.bears_words)",
        ),
        ("an account's end is the latest one", "identity.py", "(known.until or 0) >= tombstone.until", "False"),
        ("an account that is gone may write anew", "identity.py", "and post.created_at <= account.until", ""),
        ("hidden accounts stay hidden", "engine.py", "if identities.is_hidden(post.author.id):", "if False:"),
        ("hidden posts come back", "engine.py", 'held.hidden, held.entry, held.why = False, "", None', "continue"),
        ("posts with an end go", "engine.py", "held.post.expires_at <= now:", "held.post.expires_at < now - 10**12:"),
        (
            "a deletion erases what was shown",
            "shelf.py",
            "            step.changes.append(self.entries.put(entry, erases=True))\n            return",
            "            step.changes.append(self.entries.put(entry))\n            return",
        ),
        ("tombstones are bounded", "identity.py", "if len(self._tombstones) > self._limits.tombstones:", "if False:"),
        # The window.
        ("the window is bounded", "window.py", "if len(shelf.posts) <= self._limit:", "if True:"),
        ("a name fetches its entry", "window.py", "self._fetch(self._attic.find(name_hash(name)), step)", "pass"),
        (
            "words passed on fetch their entry",
            "window.py",
            "self._fetch(islice(self._attic.find(text_hash(said.data)), FETCHED_BY_WORDS), step)",
            "pass",
        ),
        (
            "few entries are fetched by words",
            "window.py",
            "text_hash(said.data)), FETCHED_BY_WORDS)",
            "text_hash(said.data)), None)",
        ),
        (
            "an account's end reaches the archive",
            "window.py",
            "self._fetch(self._archive.entries_of(author), step)",
            "pass",
        ),
        (
            "what retired still ends",
            "window.py",
            "for held in posts if held.post.expires_at is not None),",
            "for held in ()),",
        ),
        ("just the same words fetch their entry", "window.py", "or not self._shelf.fold.says(said))", ")"),
        (
            "what is passed on stays in the window",
            "entries.py",
            "self.newest = max(self.newest, held.number)",
            "self.newest = held.number if self.newest < 0 else self.newest",
        ),
        ("an entry is as old as what is left of it", "entries.py", "if held.number == self.newest:", "if False:"),
        ("the attic is bounded", "attic.py", "node = place % self._limit", "node = place"),
        # Rulings.
        (
            "what was split stays apart",
            "shelf.py",
            "barred = lambda lead: self.barred(held, lead.entry)",
            "barred = None",
        ),
        ("joins may come before posts", "shelf.py", "partner = next(self.partners(held), None)", "partner = None"),
        (
            "apart is stronger than together",
            "shelf.py",
            "if one == other or self.at_odds(one, other):",
            "if one == other:",
        ),
        ("what an editor joined stays", "moves.py", '"link", "wave", "quote"]', '"link", "wave", "quote", "editor"]'),
        (
            "the last ruling counts",
            "rulings.py",
            "self._rulings[pair] = ruling",
            "self._rulings.setdefault(pair, former or ruling)",
        ),
        (
            "a split takes along what says the same",
            "moves.py",
            "return say_same(text, goes.post.text) and not any(",
            "return False and not any(",
        ),
        (
            "an edit brings nothing together in a wave that is held apart",
            "moves.py",
            "any(shelf.at_odds(entry, lead.entry) for lead in (found.lead, *found.others))",
            "shelf.at_odds(entry, found.lead.entry)",
        ),
        (
            "a wave takes in nothing that is held apart",
            "shelf.py",
            "if not self.at_odds(lead.entry, found.lead.entry):",
            "if True:",
        ),
        (
            "a ruling is about any name",
            "shelf.py",
            "self.rulings.apart_from(self.identities.names(held.post))",
            "self.rulings.apart_from((held.post.id,))",
        ),
        (
            "a ruling fetches its posts",
            "engine.py",
            "self._window.fetch_named([ruling.one, ruling.other], step)",
            "pass",
        ),
        (
            "rulings outlive a stop",
            "engine.py",
            "self._shelf.rulings.learn(ruling)\n        for held",
            "pass\n        for held",
        ),
        # What is quoted.
        ("quoted words go with their post", "engine.py", "self._shelf.unquote(keys, step, author)", "pass"),
        ("a deletion before the quote wins", "engine.py", "post = self._without_gone(post)", "pass"),
        (
            "nobody else takes quoted words away",
            "shelf.py",
            "or not (author is None or held.post.quote.author in accounts_of(author))",
            "",
        ),
        ("quoted words go from the archive", "engine.py", "self._window.fetch_quoting(keys, step)", "pass"),
        # Order.
        ("the future is clamped", "order.py", "at = min(claimed, seen_at)", "at = claimed"),
        (
            "nobody wrote what their network had before",
            "engine.py",
            "place(post.created_at, received_at, post.network_at)",
            "place(post.created_at, received_at)",
        ),
        ("a network's clock may lie ahead", "order.py", "<= network_at < received_at", "<= network_at"),
        ("a network's clock may lie behind", "order.py", "_EARLIEST_BELIEVABLE <= network_at", "network_at"),
        ("an edit is not when the network had it", "engine.py", "network_at=held.post.network_at,", ""),
        (
            "a clock that was never set is clamped",
            "order.py",
            'return Placed(seen_at, "behind")',
            'return Placed(claimed, "behind")',
        ),
        ("what is archived is not late", "engine.py", 'late=clock != "archived" and', "late="),
        ("a clock may run two minutes ahead", "order.py", "FUTURE_TOLERANCE = 2 * MINUTE", "FUTURE_TOLERANCE = 0"),
        ("after a day it is archived", "order.py", "ARCHIVED_AFTER = DAY", "ARCHIVED_AFTER = 9 * DAY"),
        ("late is a minute", "order.py", "LATE_AFTER = MINUTE", "LATE_AFTER = 1"),
        ("late is behind its own receipt", "order.py", "<= min(received_at, newest)", "<= newest"),
        ("the earliest leads", "entries.py", "or _moment(held) < _moment(members[0])", ""),
        ("equal times are parted by arrival", "entries.py", "return held.at, held.number", "return held.at, 0"),
        ("a page begins below its key", "board.py", "end = bisect_left(", "end = 1 + bisect_left("),
        (
            "a page ends where the next begins",
            "board.py",
            "self._keys[max(0, end - limit) : end]",
            "self._keys[max(0, end - limit - 1) : end]",
        ),
        (
            "an entry that moves leaves its place",
            "board.py",
            "del self._keys[bisect_left(self._keys, entry.place)]",
            "pass",
        ),
    )
]
