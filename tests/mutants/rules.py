"""The engine's rules, each broken by hand: the file, what stands there, and what is wrong in its place.

What stands there has to be found once, so that this list moves with the code.
"""

from typing import NamedTuple

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
        # Identity.
        (
            "aliases are names",
            "identity.py",
            "(post.id, *post.aliases, *bridged_names(post))",
            "(post.id, *bridged_names(post))",
        ),
        ("bridged ids are names", "identity.py", "*post.aliases, *bridged_names(post))", "*post.aliases)"),
        ("new aliases are kept", "engine.py", "self._shelf.identities.add(held.post)", "pass"),
        ("a bridge is believed of its network only", "bridges.py", 'if post.network != "mastodon":', "if False:"),
        (
            "a claim of being bridged needs equal words",
            "shelf.py",
            "return original if is_bridged(post, original.post) else None",
            "return original",
        ),
        ("nothing is bridged from itself", "shelf.py", "or original.post.id == post.id or", "or"),
        # What is passed on.
        (
            "a boost of what is not shown is not shown",
            "engine.py",
            "(post.boost_of is not None or not self._matcher.matches(post, stream))",
            "not self._matcher.matches(post, stream)",
        ),
        ("a quote with words stands by itself", "shelf.py", "and not canonical(post.text).words", ""),
        ("a boost never leads", "state.py", 'self.why not in ("boost", "quote")', 'self.why != "quote"'),
        (
            "boosts alone do not keep an entry",
            "shelf.py",
            "if self.entries.bears_words(entry):",
            "if self.entries.members(entry):",
        ),
        ("a credit makes a repost", "fold.py", 'return "repost" if is_repost(held.post.text) else why', "return why"),
        (
            "our own count of boosts is not counted twice",
            "entries.py",
            'shares - group.count("boost")',
            "shares",
        ),
        ("a cross-post is no share", "entries.py", 'group.count("cross-post", "editor")', 'group.count("editor")'),
        # Words.
        (
            "equal words a day apart are said anew",
            "fold.py",
            "if abs(held.at - lead.at) > _WINDOW and not is_repost",
            "if False and not is_repost",
        ),
        (
            "short words of two people stay apart",
            "fold.py",
            'return _reason(held, lead, "text") if _share_a_link(post, lead.post) else None',
            'return _reason(held, lead, "text")',
        ),
        ("few words under two links stay apart", "fold.py", "and not _links_agree(post, lead.post)", "and False"),
        (
            "a text broken off is a copy of the whole",
            "fold.py",
            "if opens_with(lead_text, text) or opens_with(text, lead_text):",
            "if False:",
        ),
        ("only what is cut is broken off", "near.py", "if not part.cut or not part.telling", "if not part.telling"),
        (
            "the whole may come after the cut",
            "fold.py",
            "opens_with(lead_text, text) or opens_with(text, lead_text)",
            "opens_with(lead_text, text)",
        ),
        (
            "other numbers are other news",
            "near.py",
            "renumbered = _numbers_differ(words - other_words, other_words - words, short=short)",
            "renumbered = False",
        ),
        ("another word in a short text is other news", "near.py", "_ALIKE_SHORT = 0.75", "_ALIKE_SHORT = 0.4"),
        (
            "without a sign of passing on, nearly is not enough",
            "near.py",
            "_ALIKE_UNSIGNED = 0.9",
            "_ALIKE_UNSIGNED = 0.5",
        ),
        (
            "scripts without spaces are compared by characters",
            "near.py",
            "_SHINGLE_UNSPACED = 3",
            "_SHINGLE_UNSPACED = 300",
        ),
        ("scripts without spaces tell with twelve characters", "text.py", "count = ENOUGH_WORDS\n", "pass\n"),
        ("the oldest entry takes a copy in", "leads.py", "for row in reversed(rows) if", "for row in rows if"),
        ("leads that leave are not found", "fold.py", "self._leads.remove(row)", "pass"),
        # Links and waves.
        ("a link counts under its headline only", "fold.py", "if tells_of(said.text, lead_text) and link", "if link"),
        ("links have one form", "said.py", "canonical_urls(post.links)", "post.links"),
        ("a copy is found by words in its midst", "said.py", "[: 1 - _WORDS_A_SHINGLE])[:_SMALLEST]", "[:0])"),
        ("five make a wave", "fold.py", "WAVE = 5", "WAVE = 4"),
        ("an office makes no wave", "fold.py", "_WAVE_ACCOUNTS = 3", "_WAVE_ACCOUNTS = 1"),
        ("a wave takes an hour", "fold.py", "_WAVE_WINDOW = HOUR", "_WAVE_WINDOW = 2 * DAY"),
        ("a wave takes in its variants", "shelf.py", "self.gather(found, step)", "pass"),
        ("a wave counts its accounts", "entries.py", "accounts=group.accounts() if", "accounts=again if"),
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
            "if found is not None and found.lead.entry != entry",
            "if False",
        ),
        (
            "boosts go with the copy that leaves",
            "moves.py",
            "[held, *(one for one, _ in _passing(shelf, entry, {held.post.id}))]",
            "[held]",
        ),
        ("an edit keeps its place", "engine.py", "created_at=held.post.created_at,", ""),
        # What goes.
        (
            "a deletion may come first",
            "engine.py",
            "self._bury(Tombstone(id=delete.id, author=delete.author), step)",
            "pass",
        ),
        (
            "a stranger deletes nothing",
            "engine.py",
            "if delete.author is not None and delete.author != held.post.author.id:",
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
            "for name in self.identities.names(held.post):\n            tombstone",
            "for name in [held.post.id]:\n            tombstone",
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
        # The window.
        ("the window is bounded", "window.py", "if len(shelf.posts) <= self._limit:", "if True:"),
        ("a name fetches its entry", "window.py", "self._fetch(self._attic.find(name_hash(name)), step)", "pass"),
        (
            "words passed on fetch their entry",
            "window.py",
            "self._fetch(self._attic.find(text_hash(said.data)), step)",
            "pass",
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
            "who is named in a split does not follow",
            "moves.py",
            "if held is goes or any(held is one for one in stay):",
            "if held is goes:",
        ),
        (
            "the last ruling counts",
            "rulings.py",
            "self._rulings[pair] = ruling",
            "self._rulings.setdefault(pair, former or ruling)",
        ),
        # What is quoted.
        ("quoted words go with their post", "engine.py", "self._shelf.unquote(keys, step, author)", "pass"),
        ("a deletion before the quote wins", "engine.py", "post = self._without_gone(post)", "pass"),
        (
            "nobody else takes quoted words away",
            "shelf.py",
            "or author not in (None, held.post.quote.author)",
            "",
        ),
        ("quoted words go from the archive", "engine.py", "self._window.fetch_quoting(keys, step)", "pass"),
        # Order.
        ("the future is clamped", "order.py", 'return Placed(received_at, "ahead")', 'return Placed(claimed, "ahead")'),
        (
            "a clock that was never set is clamped",
            "order.py",
            'return Placed(received_at, "behind")',
            'return Placed(claimed, "behind")',
        ),
        ("what is archived is not late", "engine.py", 'late=clock != "archived" and', "late="),
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
