"""The entries at which a reader looks: a page of the board, or what a search finds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from livefeed.engine.asking import Asked
from livefeed.engine.choosing import Choice
from livefeed.engine.marking import Mark, marks
from livefeed.engine.tally import Tally
from livefeed.model.entry import Entry
from livefeed.server.looking import Look
from livefeed.server.room import Room

__all__ = ["Found", "Part", "findable", "part", "search"]


class Found(NamedTuple):
    """What is said of a search as a whole."""

    asked: Asked
    tally: Tally | None
    """None on a page that follows another: it was said on the first."""


class Part(NamedTuple):
    """Entries of one look, the newest first."""

    entries: list[Entry]
    older: str | None
    """Key under which more follow, where more do."""
    newer: str | None = None
    """Key above which more stand, where more do; a search does not say it."""
    found: Found | None = None
    """Of a search."""

    def marks(self, entry: Entry) -> list[Mark]:
        """List where in an entry's text the words stand that were searched for."""
        return [] if self.found is None else marks(self.found.asked.query, entry.post.text)


def part(room: Room, look: Look, limit: int) -> Part:
    """Give the entries of the board that a look is at, words apart."""
    board = room.running.hub.board
    if look.above is not None:
        found = list(islice(_taken(board.upwards(look.above), look.choice), limit + 1))
        shown = found[:limit][::-1]
        below = next(_taken(board.downwards(shown[-1].key if shown else look.above), look.choice), None)
        return Part(
            shown,
            older=shown[-1].key if shown and below else None,
            newer=shown[0].key if len(found) > limit else None,
        )
    shown, older = _page(list(islice(_taken(board.downwards(look.before), look.choice), limit + 1)), limit)
    if look.before is None or not shown:
        return Part(shown, older)
    above = next(_taken(board.upwards(shown[0].key), look.choice), None)
    return Part(shown, older, newer=shown[0].key if above else None)


def findable(room: Room, choice: Choice, limit: int) -> list[Entry]:
    """Give the newest entries that a choice takes and whose authors let them be found."""
    entries = _taken(room.running.hub.board, choice)
    return list(islice((entry for entry in entries if entry.post.indexable), limit))


async def search(room: Room, look: Look, limit: int) -> Part:
    """Find entries in all of the journal, also those that have left the board, and count them.

    What was deleted while it was read is in no answer.

    Raises:
        JournalError: the journal is damaged.
    """
    asked = look.asked(room.zone, room.newest())
    place = None if look.before is None else int(look.before, 16)
    reader = room.running.reader

    async def read() -> tuple[list[Entry], Tally | None]:
        found = await reader.search(asked.query, place, limit + 1)
        if place is not None:
            return found, None
        if len(found) <= limit:  # all there is: to go through the index once more would only take longer
            return found, Tally.of(entry.at for entry in found)
        return found, await reader.tally(asked.query)

    entries, tally = await room.undeleted(read)
    shown, older = _page(entries, limit)
    return Part(shown, older, found=Found(asked, tally))


def _taken(entries: Iterable[Entry], choice: Choice) -> Iterator[Entry]:
    return (entry for entry in entries if choice.takes(entry))


def _page(found: list[Entry], limit: int) -> tuple[list[Entry], str | None]:
    """Cut a page off; with the key under which the next begins, where there is one."""
    return found[:limit], found[limit - 1].key if len(found) > limit else None
