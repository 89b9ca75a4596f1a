"""How a reader comes to follow: it is greeted, given what it missed, and handed to the fan-out, whatever the wire."""

import asyncio
import contextlib
import socket
import sys

from aiohttp import web

from livefeed.model.errors import CursorGapError
from livefeed.server.fanout import BUDGET, PIECE, Channel, Fanout, Reader
from livefeed.server.frames import Message, encode
from livefeed.server.languages import language
from livefeed.server.room import HTML_DIALECTS, Dialect, Room

__all__ = ["CATCH_UP", "dialect", "follow", "join", "limit_kernel"]

CATCH_UP = 5_000
"""Changes that a reader who comes back can get beyond those in memory; who missed more gets a fresh board."""
SEND_WITHIN = 15.0
"""Seconds that a reader may take for a piece of what it missed; then it is cut."""

_LOOK_AGAIN = 0.02
_UNSENT = 16 * 1024
"""Bytes that the kernel may hold unsent for a reader: more would make the budget blind."""
_UNANSWERED = 60_000
"""Milliseconds after which a reader that acknowledges nothing is taken for dead."""


class SlowReaderError(Exception):
    """A reader does not read."""


def dialect(request: web.Request) -> Dialect:
    """Tell how a reader wants entries: as objects, or rendered in a language."""
    return HTML_DIALECTS[language(request)] if request.query.get("as", "json") == "html" else "json"


def limit_kernel(transport: asyncio.Transport) -> None:
    """Keep the kernel from taking in what a reader does not read, and from waiting for dead ones.

    `TCP_NOTSENT_LOWAT` where there is one (Linux, macOS), else a small send buffer; `TCP_USER_TIMEOUT` on Linux.
    """
    raw = transport.get_extra_info("socket")
    if raw is None or raw.family not in (socket.AF_INET, socket.AF_INET6):
        return
    with contextlib.suppress(OSError):
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
        else:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUDGET)
        if sys.platform == "linux":
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNANSWERED)


def join(room: Room, fanout: Fanout, reader: Reader, channel: Channel, cursor: str | None) -> asyncio.Task[None]:
    """Begin to let a reader follow; who cannot be brought up to date is cut."""
    joining = asyncio.create_task(follow(room, fanout, reader, channel, cursor), name="joining")
    joining.add_done_callback(lambda task: _joined(task, room, reader))
    return joining


def _joined(task: asyncio.Task[None], room: Room, reader: Reader) -> None:
    if task.cancelled() or task.exception() is None:
        return
    room.counters["readers_cut" if isinstance(task.exception(), SlowReaderError) else "readers_failed"] += 1
    reader.cut()


async def follow(room: Room, fanout: Fanout, reader: Reader, channel: Channel, cursor: str | None) -> None:
    """Greet a reader, give it what follows its cursor, and let it follow; without a cursor, what is new from now.

    What it missed comes from memory, or from the journal; all of it, or a fresh board that says why.

    Raises:
        SlowReaderError: it did not take what it was given; it is to be cut.
        JournalError: the journal is damaged.
    """
    hub = room.running.hub
    try:
        seq = hub.tip if cursor is None else hub.seq(cursor)
        await _miss_not_too_much(room, seq)
    except CursorGapError as error:
        _say(reader, channel, fanout.telling.hello(channel.dialect, hub.tip, resumed=False))
        _give_board(room, fanout, reader, channel, error.why)
        return
    _say(reader, channel, fanout.telling.hello(channel.dialect, seq, resumed=cursor is not None))
    while seq < hub.tip:
        try:
            data, upto = fanout.prepared(channel, seq)
        except CursorGapError:
            tip = hub.tip
            changes = await room.running.reader.changes(seq, PIECE // 32, tip)
            data, upto = fanout.written(channel, seq, changes, tip)
        reader.transport.write(data)
        seq = upto
        if seq < hub.tip:
            await _taken(reader)
    if channel.dialect != "json":
        _say(reader, channel, fanout.telling.pulse(channel.dialect))
    room.counters["resumed" if cursor is not None else "joined"] += 1
    fanout.join(reader, channel)


async def _miss_not_too_much(room: Room, seq: int) -> None:
    """Ask the journal, off the loop, whether more was missed than is made up for; only of who is behind memory.

    Raises:
        CursorGapError: it is.
    """
    floor = room.running.hub.floor
    if seq < floor and len(await room.running.reader.changes(seq, CATCH_UP + 1, floor)) > CATCH_UP:
        raise CursorGapError("too-old")


def _give_board(room: Room, fanout: Fanout, reader: Reader, channel: Channel, why: str) -> None:
    room.counters["boards"] += 1
    _say(reader, channel, fanout.telling.board(channel.dialect, why))
    fanout.join(reader, channel)


def _say(reader: Reader, channel: Channel, message: Message) -> None:
    reader.transport.write(encode(message, channel.wire))


async def _taken(reader: Reader) -> None:
    """Wait until a reader has taken most of what it was given."""
    try:
        async with asyncio.timeout(SEND_WITHIN):
            while reader.transport.get_write_buffer_size() > PIECE // 2:
                if reader.transport.is_closing():
                    raise SlowReaderError
                await asyncio.sleep(_LOOK_AGAIN)
    except TimeoutError:
        raise SlowReaderError from None
