"""`/{slug}/print`: where a coverage stands, on paper, for who hands it around."""

from collections import Counter
from collections.abc import Iterable

from aiohttp import web

from livefeed.engine.choosing import ANY, Choice
from livefeed.model.entry import Entry
from livefeed.server.keys import base_of
from livefeed.server.looking import Look, choice_of
from livefeed.server.parts import part
from livefeed.server.room import Room
from livefeed.server.views import SheetView
from livefeed.server.wall import draw_qr

__all__ = ["ENTRIES", "PINNED", "sheet_page", "top_links"]

ENTRIES = 40
"""Entries on paper, where nobody says another number."""
PINNED = 5
_MOST = 200
_LINKS = 8


def sheet_page(request: web.Request, room: Room, lang: str) -> str:
    """Make the page that is asked for.

    Raises:
        web.HTTPNotFound: a parameter makes no sense.
    """
    query = request.query
    limit, paper = query.get("limit", str(ENTRIES)), query.get("paper", "")
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= _MOST:
        raise web.HTTPNotFound
    try:
        choice = choice_of(query)
    except ValueError:
        raise web.HTTPNotFound from None
    board = room.running.hub.board
    address = f"{base_of(request)}/{room.slug}"
    view = SheetView(
        entries=part(room, Look(choice=choice), int(limit)).entries,
        pinned=board.pinned[:PINNED] if choice == ANY else (),
        links=top_links(board, choice),
        pulse=room.pulse()[1],
        state=room.running.state,
        now=room.now(),
        paper="a4" if paper == "a4" else "letter" if paper == "letter" else "",
        address=address,
        qr=draw_qr(address),
    )
    return room.renderer.sheet(view, lang)


def top_links(entries: Iterable[Entry], choice: Choice) -> list[tuple[str, int]]:
    """Find what is linked most, by more than one post; equally often by address."""
    counts: Counter[str] = Counter()
    for entry in entries:
        if choice.takes(entry):
            for link in set(entry.links):
                counts[link] += 1 + entry.copy_count
    often = sorted((-count, link) for link, count in counts.items() if count > 1)
    return [(link, -count) for count, link in often[:_LINKS]]
