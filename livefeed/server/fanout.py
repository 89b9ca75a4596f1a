"""The fan-out of a coverage: what is new is written once and given to every reader's transport.

Readers are places in a channel, not tasks. A channel is at a number of the journal, and so are its readers; what
follows is made into bytes once, the channel moves on, and who is to get them is fixed, all in one step without
`await`, so that nobody who joins meanwhile misses or repeats anything. Then the bytes are written in slices, so that
pages stay quick. The first change goes out at once, after it one write a reader and tick.
"""

import asyncio
import gc
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from livefeed.model.change import Change
from livefeed.model.errors import CursorGapError
from livefeed.server.frames import Message, Wire, encode
from livefeed.server.room import Dialect, Room, has_figures
from livefeed.server.telling import Telling
from livefeed.server.writing import Place, Reader, write_all

__all__ = ["MOST", "PIECE", "Channel", "Fanout"]

TICK = 0.05
"""Seconds between two writes to a reader: what comes between goes together."""
HEARTBEAT = 20.0
"""Seconds of silence after which readers hear that all is well."""
PULSE = 5.0
"""Seconds between two pulses."""
PIECE = 32 * 1024
"""Bytes of changes in one write, and in one message of those that catch up; what is more follows a tick later."""
MOST = 1_024
"""Changes looked at for a piece."""
SLICE = 250
"""Writes between two chances for everything else."""
FREEZE_EVERY = 250
"""Readers more after which what they are made of is taken from the garbage collector's sight. What they left behind is
collected before; so few leave little to walk over."""

_PREPARED = 256


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
    """The same bytes for some readers of a channel."""

    data: bytes
    places: Sequence[Place]
    channel: Channel


class Fanout:
    """Follows the hub of one coverage, and gives what is new to all who follow."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._hub = room.running.hub
        self.telling = Telling(room, HEARTBEAT)
        self._channels: dict[tuple[Dialect, Wire], Channel] = {}
        self._prepared: OrderedDict[tuple[Dialect, Wire, int], tuple[bytes, int]] = OrderedDict()
        """Pieces by where they begin, up to the tip that the hub has now."""
        self._state = room.running.state
        self._pulse_number = -1
        self._frozen_at = 0
        self._departed = 0
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
            gc.collect(0)
            gc.freeze()

    def dismiss(self, reader: Reader, channel: Channel) -> None:
        """Let a reader go that has left, or never joined."""
        if reader in channel.readers or reader in channel.newcomers:
            channel.remove(reader)
            self._departed += 1
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
        key = (channel.dialect, channel.wire, after)
        piece = self._prepared.get(key)
        if piece is None:
            piece = self.written(channel, after, self._hub.after(after, MOST), self._hub.tip)
            self._prepared[key] = piece
            if len(self._prepared) > _PREPARED:
                self._prepared.popitem(last=False)
        return piece

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
            began, departed = loop.time(), self._departed
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
                await self._deliver(delivery, departed)
            took = loop.time() - began
            if deliveries:
                self._room.counters["fan_outs"] += 1
                self._room.counters["fan_out_microseconds"] += round(took * 1e6)
            await asyncio.sleep(max(0.0, TICK - took) if deliveries else 0)

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
            yield self._board(channel, error.why)
            return
        yield Delivery(data, list(channel.readers.values()), channel)
        channel.seq = upto
        for reader, place in list(channel.newcomers.items()):
            if reader.seq < upto:
                data, reader.seq = self.prepared(channel, reader.seq)
                yield Delivery(data, [place], channel)
            if reader.seq == upto:
                channel.readers[reader] = channel.newcomers.pop(reader)

    def _board(self, channel: Channel, why: str) -> Delivery:
        """Give everybody a fresh board: more came in one tick than the hub keeps."""
        self._room.counters["boards"] += len(channel)
        channel.readers.update(channel.newcomers)
        channel.newcomers.clear()
        channel.seq = self._hub.tip
        return self._to_all(channel, self.telling.board(channel.dialect, why))

    def _heartbeats(self) -> Iterator[Delivery]:
        for channel in self._channels.values():
            if channel.readers:
                data = encode(self.telling.heartbeat(channel.seq), channel.wire)
                yield Delivery(data, list(channel.readers.values()), channel)

    def _figures(self) -> Iterator[Delivery]:
        """Give the pulse to pages, where it is another one."""
        pages = [channel for channel in self._channels.values() if channel and has_figures(channel.dialect)]
        if not pages:
            return
        number, _ = self._room.pulse()
        if number != self._pulse_number:
            self._pulse_number = number
            for channel in pages:
                yield self._to_all(channel, self.telling.pulse(channel.dialect))

    @staticmethod
    def _to_all(channel: Channel, message: Message) -> Delivery:
        places = [*channel.readers.values(), *channel.newcomers.values()]
        return Delivery(encode(message, channel.wire), places, channel)

    async def _deliver(self, delivery: Delivery, departed: int) -> None:
        """Write in slices. Who has left meanwhile gets nothing more: nothing may follow a close frame.

        Args:
            delivery: what to write, to whom.
            departed: how many had left when that was fixed.
        """
        data, places, channel = delivery
        for start in range(0, len(places), SLICE):
            if start:
                await asyncio.sleep(0)
            some = places[start : start + SLICE]
            if departed != self._departed:
                some = [place for place in some if place[3] in channel.readers or place[3] in channel.newcomers]
            write_all(data, some, self._room.counters)
