"""What readers are told, in each dialect (docs/protocol.md); what many are told is made once."""

from collections.abc import Sequence

import orjson

from livefeed.model.change import Change
from livefeed.model.times import iso
from livefeed.server.frames import Message
from livefeed.server.room import Dialect, Room

__all__ = ["BOARD", "Telling"]

BOARD = 50
"""Entries of a fresh board."""


class Telling:
    """Makes the messages of one coverage."""

    def __init__(self, room: Room, heartbeat: float) -> None:
        self._room = room
        self._hub = room.running.hub
        self._heartbeat = heartbeat
        self._pulses: dict[Dialect, tuple[int, Message]] = {}

    def hello(self, dialect: Dialect, seq: int, *, resumed: bool) -> Message:
        """Greet a reader who is at a number, or will be when it has the board that follows."""
        running = self._room.running
        return _message(
            "hello",
            {
                "cursor": self._hub.cursor(seq),
                "epoch": self._hub.epoch,
                "now": iso(self._room.now()),
                "speed": running.clock.speed,
                "state": running.state,
                "dialect": dialect,
                "heartbeat": self._heartbeat,
                "resumed": resumed,
            },
        )

    def changes(self, after: int, changes: Sequence[tuple[int, Change]], dialect: Dialect, upto: int) -> Message:
        """Tell the changes between two numbers."""
        cursor = self._hub.cursor(upto)
        bodies = b",".join([self._room.change(seq, change, dialect) for seq, change in changes])
        start = f'{{"type":"changes","after":"{self._hub.cursor(after)}","cursor":"{cursor}","changes":['
        return Message("changes", start.encode() + bodies + b"]}", cursor)

    def board(self, dialect: Dialect, why: str, most: int = BOARD) -> Message:
        """Give the board as it is now, in place of changes that we do not have; say why."""
        entries = [self._room.put(entry, dialect) for entry in self._hub.board.newest(most)]
        cursor = self._hub.cursor()
        return _message("board", {"why": why, "cursor": cursor, "entries": entries}, cursor)

    def heartbeat(self, seq: int) -> Message:
        """Say that all is well, and where everybody is."""
        return _message("heartbeat", {"cursor": self._hub.cursor(seq)})

    def state(self) -> Message:
        """Say that the state is another one now."""
        return _message("state", {"state": self._room.running.state})

    def pulse(self, dialect: Dialect) -> Message:
        """Give the figures, rendered."""
        number, pulse = self._room.pulse()
        made = self._pulses.get(dialect)
        if made is None or made[0] != number:
            html = self._room.renderer.pulse(pulse, dialect.partition("-")[2])
            made = self._pulses[dialect] = number, _message("pulse", {"html": html})
        return made[1]

    @staticmethod
    def goodbye(retry: float) -> Message:
        """Say that the server stops, and after how many seconds to come back."""
        return _message("bye", {"retry": retry})._replace(retry=round(retry * 1000))


def _message(kind: str, parts: dict[str, object], cursor: str | None = None) -> Message:
    return Message(kind, orjson.dumps({"type": kind, **parts}), cursor)
