"""`/{slug}/wall`: a coverage on a big screen in the hall (docs/wall.md)."""

from collections.abc import Callable, Sequence

import segno
from aiohttp import web

from livefeed.model.entry import Entry
from livefeed.model.times import SECOND
from livefeed.server.cards import LARGE, card_of
from livefeed.server.keys import base_of
from livefeed.server.room import Room
from livefeed.server.wall_view import ZONES, WallView

__all__ = ["draw_qr", "wall_page"]

_SIDE = 3
"""Zones beside the stream; the ones named first."""
_CARDS = 4
_SPARE = 8
_SEARCHED = 400
"""Entries among which cards are looked for, the newest first."""
_LONGEST_DELAY = 600
_DELAYS = "seconds from 0 to 600"


def wall_page(request: web.Request, room: Room, lang: str) -> tuple[str, int]:
    """Make the page that is asked for: HTML, and the status."""
    asked = [name.strip().lower() for name in request.query.get("zones", "").split(",") if name.strip()]
    unknown = [name for name in asked if name not in ZONES]
    if unknown or len(set(asked)) > 1 + _SIDE:
        return room.renderer.no_such_zone(unknown, lang), 400
    delay = _delay(request.query.get("delay", "0"))
    address = f"{base_of(request)}/{room.slug}"
    view = _view(room, asked, delay, light=request.query.get("theme") == "light", address=address)
    return room.renderer.wall(view, lang), 200


def _delay(written: str) -> int:
    if not (written.isascii() and written.isdigit() and int(written[:6]) <= _LONGEST_DELAY):
        raise web.HTTPBadRequest(text=f"delay: write {_DELAYS}")
    return int(written)


def _view(room: Room, asked: Sequence[str], delay: int, *, light: bool, address: str) -> WallView:
    running, coverage = room.running, room.running.coverage
    now = room.now()
    filled: dict[str, Callable[[], bool]] = {
        "programme": lambda: any(session.ends > now for session in coverage.programme),
        "cause": lambda: bool(coverage.causes),
        "qr": lambda: True,
    }
    wanted = asked or ZONES
    side = [zone for zone in wanted if zone in filled and filled[zone]()][:_SIDE]
    shown = [
        entry for entry in running.hub.board.newest(_SEARCHED) if not delay or entry.first_seen + delay * SECOND <= now
    ]
    pinned = next((entry for entry in shown if entry.pinned and card_of(entry, coverage.hashtags)), None)
    cards, spare = _cards(shown, coverage.hashtags, pinned)
    return WallView(
        zones=side,
        stream="stream" in wanted or not side,
        light=light,
        delay=delay,
        cards=cards,
        spare=spare,
        pinned=pinned,
        cursor=running.hub.cursor(),
        pulse=room.pulse()[1],
        state=running.state,
        speed=running.clock.speed,
        now=now,
        address=address.partition("://")[2],
        qr=draw_qr(address) if "qr" in side else None,
    )


def _cards(entries: Sequence[Entry], hashtags: Sequence[str], pinned: Entry | None) -> tuple[list[Entry], list[Entry]]:
    """Choose the newest that are for a hall, one an author, no words twice, and some more; long ones fit into the large place alone."""
    chosen = [pinned] if pinned is not None else []
    spare: list[Entry] = []
    authors = {entry.post.author.id for entry in chosen}
    said = {entry.post.text.lower() for entry in chosen}
    for entry in entries:
        card = card_of(entry, hashtags)
        if card is None or entry.post.author.id in authors or entry.post.text.lower() in said:
            continue
        said.add(entry.post.text.lower())
        authors.add(entry.post.author.id)
        if len(chosen) < _CARDS and (not chosen or card.size < LARGE):
            chosen.append(entry)
        elif len(spare) < _SPARE:
            spare.append(entry)
        else:
            break
    return chosen, spare


def draw_qr(address: str) -> str:
    """Draw an address; attributes alone, which the pages' policy allows."""
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=1, border=2, omitsize=True, svgclass="qr-code", lineclass=None
    )
    return drawn
