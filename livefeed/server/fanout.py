"""The fan-out of a coverage: what is new is written once and given to every reader's transport.

Readers are places in a channel, not tasks. A channel is at a number of the journal, and so are its readers; what
follows is made into bytes once, the channel moves on, and who is to get them is fixed, all in one step without
`await`, so that nobody who joins meanwhile misses or repeats anything. Then the bytes are written in slices, so that
pages stay quick. The first change goes out at once, after it one write a reader and tick.
"""

import asyncio
import contextlib
import gc
import os
import socket
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from livefeed.model.change import Change
from livefeed.model.errors import CursorGapError
from livefeed.server.frames import Message, Wire, encode
from livefeed.server.room import Dialect, Room
from livefeed.server.telling import Telling

__all__ = ["BUDGET", "Channel", "Fanout", "Place", "Reader"]

TICK = 0.05
"""Seconds between two writes to a reader: what comes between goes together."""
HEARTBEAT = 20.0
"""Seconds of silence after which readers hear that all is well."""
PULSE = 5.0
"""Seconds between two pulses."""
BUDGET = 64 * 1024
"""Bytes that a reader may leave unread before it is cut; it comes back by its cursor."""
PIECE = 32 * 1024
"""Bytes of changes in one write, and in one message of those that catch up; what is more follows a tick later."""
SLICE = 250
"""Writes between two chances for everything else."""
FREEZE_EVERY = 1_000
"""Readers more after which what they are made of is taken from the garbage collector's sight."""

_PREPARED = 256
_NONE = -1
_AT_ONCE = struct.pack("ii", 1, 0)


class Reader:
    """Someone who follows: a transport, and whether it is still wanted."""

    __slots__ = ("gone", "seq", "transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.seq = 0
        """How far it is, while it catches up."""
        self.gone: asyncio.Future[None] | None = None
        """Done when the fan-out has let it go, for who waits for that."""

    def leave(self) -> None:
        """Be wanted no more."""
        if self.gone is not None and not self.gone.done():
            self.gone.set_result(None)

    def cut(self) -> None:
        """End the connection at once, and let the kernel forget what was not sent: no close frame could get through."""
        raw = self.transport.get_extra_info("socket")
        with contextlib.suppress(OSError, AttributeError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()
        self.leave()

    def place(self) -> "Place":
        """Give what a write to it needs, looked up once."""
        raw = self.transport.get_extra_info("socket")
        encrypted = self.transport.get_extra_info("ssl_object") is not None
        descriptor = _NONE if raw is None or encrypted else raw.fileno()
        return Place(descriptor, self.transport.is_closing, self.transport.get_write_buffer_size, self)


class Place(NamedTuple):
    """A reader in a channel, as the innermost loop needs it."""

    descriptor: int
    """Of its socket, or -1 where bytes must go through the transport."""
    closing: Callable[[], bool]
    buffered: Callable[[], int]
    reader: Reader


class Channel:
    """All readers of one dialect over one kind of wire.

    Attributes:
        seq: how far they all are.
        readers: who is there.
        newcomers: who has come since the last change went out; each is somewhere between `seq` and the tip.
    """

    def __init__(self, dialect: Dialect, wire: Wire, seq: int) -> None:
        self.dialect = dialect
        self.wire: Wire = wire
        self.seq = seq
        self.readers: dict[Reader, Place] = {}
        self.newcomers: dict[Reader, Place] = {}

    def __len__(self) -> int:
        """Count the readers."""
        return len(self.readers) + len(self.newcomers)

    def remove(self, reader: Reader) -> None:
        """Let a reader go."""
        self.readers.pop(reader, None)
        self.newcomers.pop(reader, None)


class Delivery(NamedTuple):
    """The same bytes for some readers."""

    data: bytes
    places: Sequence[Place]


class Fanout:
    """Follows the hub of one coverage, and gives what is new to all who follow."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._hub = room.running.hub
        self.telling = Telling(room, HEARTBEAT)
        self._channels: dict[tuple[Dialect, Wire], Channel] = {}
        self._prepared: OrderedDict[tuple[Dialect, Wire, int, int], bytes] = OrderedDict()
        self._state = room.running.state
        self._pulse_number = -1
        self._frozen_at = 0
        self._hub.watch(self._published)

    def _published(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Forget what was made of words that were deleted; what was made up to an older tip nobody asks for again."""
        self._prepared.clear()
        self._room.forget_erased(changes)

    def channel(self, dialect: Dialect, wire: Wire) -> Channel:
        """Give the channel of a dialect and wire; one without readers is wherever the hub is."""
        channel = self._channels.get((dialect, wire))
        if channel is None:
            channel = self._channels[dialect, wire] = Channel(dialect, wire, self._hub.tip)
        elif not channel:
            channel.seq = self._hub.tip
        return channel

    def readers(self) -> Iterator[tuple[Channel, Reader]]:
        """Walk over all readers."""
        for channel in self._channels.values():
            for reader in (*channel.readers, *channel.newcomers):
                yield channel, reader

    def join(self, reader: Reader, channel: Channel) -> None:
        """Let somebody follow who has everything up to the hub's tip; in the same step in which it was given that."""
        reader.seq = self._hub.tip
        if reader.seq == channel.seq:
            channel.readers[reader] = reader.place()
        else:
            channel.newcomers[reader] = reader.place()
        self._room.readers += 1
        if self._room.readers >= self._frozen_at + FREEZE_EVERY:
            self._frozen_at = self._room.readers
            gc.freeze()

    def dismiss(self, reader: Reader, channel: Channel) -> None:
        """Let a reader go that has left, or never joined."""
        if reader in channel.readers or reader in channel.newcomers:
            channel.remove(reader)
            self._room.readers -= 1
            if self._frozen_at and self._room.readers < self._frozen_at // 2:
                self._frozen_at = 0
                gc.unfreeze()  # a quiet hour: cycles that were left behind may be collected now
        reader.leave()

    def prepared(self, channel: Channel, after: int) -> tuple[bytes, int]:
        """Give the next piece after a number as it goes over the wire, and the number that it reaches.

        Raises:
            CursorGapError: the hub no longer has it.
        """
        key = (channel.dialect, channel.wire, after, self._hub.tip)
        data = self._prepared.get(key)
        if data is not None:
            return data, self._hub.tip
        changes = self._hub.after(after, PIECE // 32)
        data, upto = self.written(channel, after, changes, self._hub.tip)
        if upto == self._hub.tip:
            self._prepared[key] = data
            if len(self._prepared) > _PREPARED:
                self._prepared.popitem(last=False)
        return data, upto

    def written(
        self, channel: Channel, after: int, changes: Sequence[tuple[int, Change]], tip: int
    ) -> tuple[bytes, int]:
        """Write as many changes as make a piece; returns them with the number that they reach."""
        size, count = 0, 0
        for seq, change in changes:
            size += len(self._room.change(seq, change, channel.dialect))
            count += 1
            if size >= PIECE:
                break
        taken = changes[:count]
        upto = taken[-1][0] if taken else tip
        message = self.telling.changes(after, taken, channel.dialect, upto)
        return encode(message, channel.wire), upto

    # The loop.

    async def run(self) -> None:
        """Give out what comes, until cancelled."""
        loop = asyncio.get_running_loop()
        silent_since = pulsed_at = loop.time()
        while True:
            behind = any(channel and channel.seq < self._hub.tip for channel in self._channels.values())
            if not behind:
                seen = self._hub.tip
                await self._hub.wait(seen, max(0.0, min(pulsed_at + PULSE, silent_since + HEARTBEAT) - loop.time()))
            began = loop.time()
            deliveries = list(self._news())
            if deliveries:
                silent_since = began
            elif began - silent_since >= HEARTBEAT:
                silent_since = began
                deliveries = list(self._heartbeats())
            if began - pulsed_at >= PULSE:
                pulsed_at = began
                deliveries += self._figures()
            for delivery in deliveries:
                await self._deliver(delivery)
            await asyncio.sleep(max(0.0, TICK - (loop.time() - began)) if deliveries else 0)

    def _news(self) -> Iterator[Delivery]:
        """Move every channel on, and give what its readers get; one step."""
        changed = self._room.running.state != self._state
        self._state = self._room.running.state
        for channel in self._channels.values():
            if not channel:
                continue
            if channel.seq < self._hub.tip:
                yield from self._changes(channel)
            if changed:
                yield self._to_all(channel, self.telling.state())

    def _changes(self, channel: Channel) -> Iterator[Delivery]:
        try:
            data, upto = self.prepared(channel, channel.seq)
        except CursorGapError as error:
            upto = self._hub.tip
            data = encode(self.telling.board(channel.dialect, error.why), channel.wire)
            self._room.counters["boards"] += len(channel)
        yield Delivery(data, list(channel.readers.values()))
        channel.seq = upto
        for reader, place in list(channel.newcomers.items()):
            if reader.seq < upto:
                data, reader.seq = self.prepared(channel, reader.seq)
                yield Delivery(data, [place])
            if reader.seq == upto:
                channel.readers[reader] = channel.newcomers.pop(reader)

    def _heartbeats(self) -> Iterator[Delivery]:
        for channel in self._channels.values():
            if channel.readers:
                yield Delivery(
                    encode(self.telling.heartbeat(channel.seq), channel.wire), list(channel.readers.values())
                )

    def _figures(self) -> Iterator[Delivery]:
        """Give the pulse to pages, where it is another one."""
        pages = [channel for channel in self._channels.values() if channel and channel.dialect != "json"]
        if not pages:
            return
        number, _ = self._room.pulse()
        if number != self._pulse_number:
            self._pulse_number = number
            for channel in pages:
                yield self._to_all(channel, self.telling.pulse(channel.dialect))

    @staticmethod
    def _to_all(channel: Channel, message: Message) -> Delivery:
        return Delivery(encode(message, channel.wire), [*channel.readers.values(), *channel.newcomers.values()])

    async def _deliver(self, delivery: Delivery) -> None:
        data, places = delivery
        for start in range(0, len(places), SLICE):
            if start:
                await asyncio.sleep(0)
            self._write(data, places[start : start + SLICE])
        self._room.counters["deliveries"] += len(places)

    def _write(self, data: bytes, places: Iterable[Place]) -> None:
        """Give bytes to readers: those in step straight to their sockets, which is a third cheaper than transports.

        A transport that has nothing buffered is between two frames, so nothing of ours gets into one of aiohttp's. What
        a socket does not take goes into the transport's buffer, and so does all that follows until that is empty.
        """
        size = len(data)
        write = os.write
        for descriptor, closing, buffered, reader in places:
            if closing() or descriptor < 0 or buffered():
                self._write_slowly(data, reader)
                continue
            try:
                sent = write(descriptor, data)
            except BlockingIOError:
                sent = 0
            except OSError:
                continue  # the reader has left; the transport will hear of it
            if sent != size:
                reader.transport.write(data[sent:])

    def _write_slowly(self, data: bytes, reader: Reader) -> None:
        """Give bytes to a reader that is not in step; cut it where it has left too much unread."""
        transport = reader.transport
        if transport.is_closing():
            reader.leave()
        elif transport.get_write_buffer_size() > BUDGET:
            self._room.counters["readers_cut"] += 1
            reader.cut()
        else:
            transport.write(data)
