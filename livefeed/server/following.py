"""How a reader comes to follow: it is greeted, given what it missed, and handed to the fan-out, whatever the wire."""

import asyncio

from aiohttp import web

from livefeed.model.errors import CursorGapError
from livefeed.server.fanout import MOST, PIECE, Channel, Fanout
from livefeed.server.frames import Message, encode
from livefeed.server.languages import language
from livefeed.server.room import DIALECTS, Dialect, Room, has_figures
from livefeed.server.writing import Reader, cut

__all__ = ["Following", "dialect"]

SEND_WITHIN = 15.0
"""Seconds that a reader may take for a piece of what it missed; then it is cut."""

_LOOK_AGAIN = 0.02


class SlowReaderError(Exception):
    """A reader does not read."""


def dialect(request: web.Request) -> Dialect:
    """Tell how a reader wants entries: as objects, rendered, or in stretches of text in a language."""
    return DIALECTS.get((request.query.get("as", "json"), language(request)), "json")


class Following:
    """One reader, from its first word to its last."""

    def __init__(self, room: Room, fanout: Fanout, reader: Reader, channel: Channel) -> None:
        self._room = room
        self._fanout = fanout
        self._reader = reader
        self._channel = channel
        self._joining: asyncio.Task[None] | None = None

    def begin(self, cursor: str | None) -> None:
        """Begin to bring the reader up to date; one that cannot be is cut. Without a cursor: what is new from now."""
        self._joining = asyncio.create_task(self._join(cursor), name="joining")
        self._joining.add_done_callback(self._joined)

    def end(self) -> None:
        """Write nothing more to the reader, from this moment on. Can be called again."""
        if self._joining is not None:
            self._joining.cancel()
        self._fanout.dismiss(self._reader, self._channel)

    def bid_farewell(self, retry: float) -> None:
        """Say that the server stops and after how many seconds to come back, and nothing more."""
        if not self._reader.transport.is_closing():
            self._say(self._fanout.telling.goodbye(retry))
        self.end()

    def _joined(self, task: asyncio.Task[None]) -> None:
        self._joining = None
        if task.cancelled() or task.exception() is None:
            return
        slow = isinstance(task.exception(), SlowReaderError)
        self._room.counters["readers_cut" if slow else "readers_failed"] += 1
        cut(self._reader)

    async def _join(self, cursor: str | None) -> None:
        """Greet the reader, give it what follows its cursor, and let it follow.

        What it missed comes from memory, or from the journal; all of it, or a fresh board that says why.

        Raises:
            SlowReaderError: it did not take what it was given.
            JournalError: the journal is damaged.
        """
        hub, telling, reader = self._room.running.hub, self._fanout.telling, self._reader
        try:
            reader.seq = hub.tip if cursor is None else self._room.continued(cursor)
        except CursorGapError as error:
            self._room.counters["boards"] += 1
            reader.seq = hub.tip
            self._say(telling.hello(self._channel.dialect, reader.seq, resumed=False))
            self._say(telling.board(self._channel.dialect, error.why))
        else:
            self._room.counters["joined" if cursor is None else "resumed"] += 1
            self._say(telling.hello(self._channel.dialect, reader.seq, resumed=cursor is not None))
        if has_figures(self._channel.dialect):
            self._say(telling.pulse(self._channel.dialect))
        await self._catch_up()
        # Nothing is awaited between the look at the tip and this.
        self._fanout.join(reader, self._channel)

    async def _catch_up(self) -> None:
        """Give what is missing piece by piece, each when most of the one before is taken."""
        hub, reader = self._room.running.hub, self._reader
        await self._taken()
        while reader.seq < hub.tip:
            try:
                data, upto = self._fanout.prepared(self._channel, reader.seq)
            except CursorGapError:
                changes, tip = await self._room.from_journal(reader.seq, MOST)
                data, upto = self._fanout.written(self._channel, reader.seq, changes, tip)
            reader.transport.write(data)
            reader.seq = upto
            await self._taken()

    async def _taken(self) -> None:
        """Wait until the reader has taken most of what it was given."""
        transport = self._reader.transport
        try:
            async with asyncio.timeout(SEND_WITHIN):
                while transport.get_write_buffer_size() > PIECE // 2:
                    if transport.is_closing():
                        raise SlowReaderError
                    await asyncio.sleep(_LOOK_AGAIN)
        except TimeoutError:
            raise SlowReaderError from None

    def _say(self, message: Message) -> None:
        self._reader.transport.write(encode(message, self._channel.wire))
