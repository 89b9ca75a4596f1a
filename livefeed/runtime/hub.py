"""The hub: any number of readers follow the journal, each from its own cursor.

Nobody is pushed to. A reader asks for what follows its cursor, gets it or learns that it cannot be continued, and
waits for news; one that reads slowly costs only its own delay.
"""

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import itemgetter

from livefeed.engine.board import Board
from livefeed.model.change import Change
from livefeed.model.errors import CursorGapError

__all__ = ["RING", "Hub"]

RING = 5_000
"""Changes kept for readers that come back; who is further behind gets a fresh board."""

_CURSOR_PARTS = 2
_LONGEST_CURSOR = 64


class Hub:
    """The board of one coverage, its last changes, and who waits for the next.

    Args:
        epoch: the journal's name, part of every cursor.
        board: the journal folded up to `tip`.
        recent: the journal's last changes, in order, up to `tip`. Of entries that joined another the journal keeps what
            the ring does not: it would not be told of a later deletion under the name of the other.
        floor: the number after which `recent` is complete.
        tip: the last number given out.
    """

    def __init__(  # noqa: PLR0913 - the journal's state, part by part
        self,
        *,
        epoch: str,
        board: Board,
        recent: Iterable[tuple[int, Change]] = (),
        floor: int = 0,
        tip: int = 0,
        ring: int = RING,
    ) -> None:
        self.board = board
        self.epoch = epoch
        recent = list(recent)
        self._ring = _left(recent, _erased(recent))
        self._size = ring
        self._floor = floor
        self._tip = tip
        self._erased_at = 0
        self._news = asyncio.Event()
        self._watchers: list[Callable[[Sequence[tuple[int, Change]]], None]] = []

    def watch(self, tell: Callable[[Sequence[tuple[int, Change]]], None]) -> None:
        """Have what is published told in the same step, to who must forget what was deleted."""
        self._watchers.append(tell)

    @property
    def floor(self) -> int:
        """The number after which all changes are still here."""
        return self._floor

    @property
    def erased_at(self) -> int:
        """The number of the last change after which something had to be forgotten; 0 where there was none yet."""
        return self._erased_at

    @property
    def tip(self) -> int:
        """The last number given out."""
        return self._tip

    def cursor(self, seq: int | None = None) -> str:
        """Write a cursor, for the tip unless another number is given."""
        return f"{self.epoch}.{self._tip if seq is None else seq}"

    def seq(self, cursor: str) -> int:
        """Read a cursor.

        Raises:
            CursorGapError: it is not one of this journal's.
        """
        epoch, *rest = cursor[:_LONGEST_CURSOR].split(".")
        if len(rest) != _CURSOR_PARTS - 1 or not rest[0].isascii() or not rest[0].isdigit():
            raise CursorGapError("unreadable")
        seq = int(rest[0])
        if epoch != self.epoch or seq > self._tip:
            raise CursorGapError("another-journal")
        return seq

    def publish(self, numbered: Sequence[tuple[int, Change]]) -> None:
        """Show changes that are durable. Ring, board and tip change in one step."""
        if not numbered:
            return
        erased = _erased(numbered)
        for seq, change in numbered:
            self.board.apply(change)
            self._ring.append((seq, change))
        if erased:
            self._erased_at = max(erased.values())
            self._ring = _left(self._ring, erased)
        while len(self._ring) > self._size:
            self._floor = self._ring.popleft()[0]
        self._tip = numbered[-1][0]
        for tell in self._watchers:
            tell(numbered)
        self._news.set()
        self._news = asyncio.Event()

    def after(self, seq: int, limit: int) -> list[tuple[int, Change]]:
        """Give what follows a number, at most so many.

        Raises:
            CursorGapError: some of it is no longer here.
        """
        if seq < self._floor:
            raise CursorGapError("too-old")
        if seq >= self._tip:
            return []
        first = bisect_right(self._ring, seq, key=itemgetter(0))
        return list(islice(self._ring, first, first + limit))

    async def wait(self, seq: int, seconds: float) -> bool:
        """Wait until there is something after a number; false when the time is up."""
        if self._tip > seq:
            return True
        news = self._news
        try:
            async with asyncio.timeout(seconds):
                await news.wait()
        except TimeoutError:
            return False
        return True


def _erased(numbered: Iterable[tuple[int, Change]]) -> dict[str, int]:
    """Name the entries of which something is erased, with the number of the last change that does."""
    return {change.entry_id: seq for seq, change in numbered if change.erases}


def _left(numbered: Iterable[tuple[int, Change]], erased: dict[str, int]) -> deque[tuple[int, Change]]:
    return deque((seq, change) for seq, change in numbered if seq >= erased.get(change.entry_id, 0))
