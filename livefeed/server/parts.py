"""The entries at which a reader looks: a page of the board, or what a search finds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from livefeed.engine.choosing import Choice
from livefeed.model.entry import Entry
from livefeed.server.looking import Look
from livefeed.server.room import Room

__all__ = ["Part", "findable", "part", "search"]

_LOOKS = 10
"""Pages of the index that one search of a lane goes through; the reader asks for the next where it finds fewer."""


class Part(NamedTuple):
    """Entries of one look, the newest first."""

    entries: list[Entry]
    older: str | None
    """Key under which more follow, where more do."""
    newer: str | None = None
    """Key above which more stand, where more do; a search does not say it."""


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
    """Find entries by words in all of the journal, also those that have left the board."""
    found: list[Entry] = []
    place = None if look.before is None else int(look.before, 16)
    for _ in range(_LOOKS):
        batch = await room.running.reader.search(look.words, place, limit + 1)
        found.extend(_taken(batch, look.choice))
        if len(found) > limit or len(batch) <= limit:
            return Part(*_page(found, limit))
        place = batch[-1].place
    return Part(found, f"{place:016x}")


def _taken(entries: Iterable[Entry], choice: Choice) -> Iterator[Entry]:
    return (entry for entry in entries if choice.takes(entry))


def _page(found: list[Entry], limit: int) -> tuple[list[Entry], str | None]:
    """Cut a page off; with the key under which the next begins, where there is one."""
    return found[:limit], found[limit - 1].key if len(found) > limit else None
