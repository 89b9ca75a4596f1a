"""`/{slug}/e/{id}`: an entry by itself, also where it has left the page; gone for good where it was deleted."""

import re
from itertools import islice

from aiohttp import web

from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry
from livefeed.server.packed import Body
from livefeed.server.room import Room
from livefeed.server.views import EntryView

__all__ = ["find", "page"]

_AROUND = 5
"""Entries above it, and below it."""
_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)


async def find(room: Room, name: str) -> Entry:
    """Find an entry, also where it has left the board; of one that joined another, the one that it is part of now.

    Args:
        room: the coverage.
        name: the entry's id as it stands in addresses, without `e:`.

    Raises:
        web.HTTPNotFound: there never was such an entry, or its author does not want to be shown for now.
        web.HTTPGone: it was deleted or has come to its end, or what it was part of.
        JournalError: the journal is damaged.
    """
    if _ID.fullmatch(name) is None:
        raise web.HTTPNotFound
    entry = room.running.hub.board.get(f"e:{name}")
    if entry is None:
        entry = _standing(await room.undeleted(lambda: room.running.reader.last(f"e:{name}")))
    return entry


async def page(room: Room, name: str, lang: str, base: str) -> Body:
    """Render an entry's page.

    Args:
        room: the coverage.
        name: as for `find`.
        lang: the page's language.
        base: address under which the world reaches us, without a slash at its end.

    Raises:
        web.HTTPMovedPermanently: it is part of another entry now, whose page it is.
        web.HTTPNotFound, web.HTTPGone, JournalError: as `find` does.
    """
    entry = await find(room, name)
    if (now := entry.id.removeprefix("e:")) != name:
        # An editor may part them again, so nobody is to remember it. The address is relative: the language stays.
        raise web.HTTPMovedPermanently(now, headers={"Cache-Control": "no-cache"})
    etag = f"{room.running.hub.cursor()}-{room.running.state}-{lang}-{room.version}-e-{name}"
    return room.bodies.get(("entry", name, lang, base), etag, lambda: _rendered(room, entry, lang, base))


def _standing(last: Change | None) -> Entry:
    if isinstance(last, PutEntry):
        return last.entry
    if last is None or last.why == "hidden":
        raise web.HTTPNotFound
    raise web.HTTPGone


def _rendered(room: Room, entry: Entry, lang: str, base: str) -> bytes:
    board = room.running.hub.board
    around = board.get(entry.id) is not None
    view = EntryView(
        entry=entry,
        newer=list(islice(board.upwards(entry.key), _AROUND))[::-1] if around else (),
        older=board.before(entry.key, _AROUND) if around else (),
        state=room.running.state,
        now=room.now(),
        base=base,
    )
    return room.renderer.entry_page(view, lang).encode()
