"""The media proxy: avatars and pictures of what is shown, fetched by us, made small and safe, kept for a while.

A reader's browser asks us by a signed name (`Shown`). What is not on disk is fetched over the guarded network, once
for all who ask, and shrunk in a limited process. What is deleted goes from the disk in the step in which the page
learns of it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from livefeed.model.addresses import Allowed
from livefeed.model.change import Change, PutEntry
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.model.errors import ForbiddenError, LimitError, LineError, PictureError, RefusedError
from livefeed.model.times import MINUTE
from livefeed.runtime.budget import Rate
from livefeed.runtime.clock import Clock
from livefeed.runtime.hub import Hub
from livefeed.runtime.limited import LimitedProcess
from livefeed.runtime.network import Network
from livefeed.runtime.picture_store import PictureStore, Stored
from livefeed.runtime.pictures import shrink
from livefeed.runtime.setbacks import Setbacks
from livefeed.runtime.shown import Shown, Source
from livefeed.runtime.turns import Turns

__all__ = ["Absent", "MediaProxy", "Picture"]

MOST_BYTES = 8_000_000
"""Of a file as it comes."""
SECONDS = 10.0
"""To decode and encode one."""
PATIENCE = 4.0
"""Seconds that a request waits; a browser has few connections, and the page needs them too."""
AT_ONCE = 8
PER_HOST = 2
MOST = 400
MOST_PER_HOST = 60
"""Pictures that are fetched or wait to be."""
MOST_WAITING = 1_000
"""Requests that wait."""
_TIDY_EVERY = 10 * MINUTE
_SLICE = 200
"""Entries looked at in one go."""
_RATE = Rate(burst=60, per_second=4)
_ACCEPT = {"Accept": "image/webp, image/png, image/jpeg, image/gif"}
_LASTING = frozenset({401, 403, 404, 410, 451})

Absent = Literal["unknown", "failed", "busy"]
"""Why there is no picture: nothing shown has this name, it cannot be had, or not just now."""


class Picture(NamedTuple):
    """A WebP of ours, and what tells it from the one that we may make of the same source another time."""

    data: bytes
    tag: str


class MediaProxy:
    """Pictures of one coverage.

    Args:
        coverage: says how much is kept, and who on loopback may be dialled.
        hub: its board says what may be asked for.
        clock: of the coverage.
        folder: for the pictures, its own.
        patience: seconds that a request waits for its picture.
    """

    def __init__(self, coverage: Coverage, hub: Hub, clock: Clock, folder: Path, *, patience: float = PATIENCE) -> None:
        self._clock = clock
        self._network = Network(clock, Allowed(coverage.allow))
        self._store = PictureStore(folder, quota=coverage.media.quota, keep=coverage.media.keep)
        self._process = LimitedProcess(SECONDS)
        self._turns = Turns(at_once=AT_ONCE, per_host=PER_HOST, most=MOST, most_per_host=MOST_PER_HOST)
        self._setbacks = Setbacks()
        self._coming: dict[str, asyncio.Task[Picture | Absent]] = {}
        self._patience = patience
        self._waiting = 0
        self.counters: Counter[str] = Counter()
        self.shown = Shown(self._store.key)
        self._board = hub.board
        self._opened = asyncio.Event()
        hub.watch(self._follow)

    async def open(self) -> None:
        """Look what is shown, and what is on disk, beside everything else: pages come first.

        Raises:
            OSError: the folder cannot be read.
        """
        await self._store.open()
        for number, entry_id in enumerate([entry.id for entry in self._board][::-1]):
            entry = self._board.get(entry_id)
            if entry is not None:
                self.look_at(entry)
            if number % _SLICE == 0:
                await asyncio.sleep(0)
        self._store.tidy(self._clock.now(), self._is_shown)
        self._opened.set()

    def _follow(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Let what is shown be asked for, and take off the disk what is not any more."""
        for _, change in changes:
            if isinstance(change, PutEntry):
                self._let_go(self.shown.hold(change.entry))
            else:
                self._let_go(self.shown.drop(change.id))

    def look_at(self, entry: Entry) -> None:
        """Let what an entry carries be asked for that has left the board, since somebody looks at it."""
        self._let_go(self.shown.look_at(entry))

    def _let_go(self, names: Iterable[str]) -> None:
        for name in names:
            self._store.remove(name)
            self._setbacks.forget(name)

    async def keep(self) -> None:
        """Open, then tidy up the disk now and then; until cancelled.

        Raises:
            OSError: the folder cannot be read.
        """
        await self.open()
        while True:
            await self._clock.sleep_until(self._clock.now() + _TIDY_EVERY)
            self._store.tidy(self._clock.now(), self._is_shown)

    def _is_shown(self, name: str) -> bool:
        return self.shown.find(name) is not None

    async def close(self) -> None:
        """Stop fetching."""
        coming = list(self._coming.values())
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)
        await self._network.close()
        self._process.end()

    async def get(self, name: str) -> Picture | Absent:
        """Give a picture by its name; one that is not here yet is waited for, not for long."""
        try:
            async with asyncio.timeout(self._patience):
                await self._opened.wait()
                return await self._get(name)
        except TimeoutError:
            return "busy"

    async def _get(self, name: str) -> Picture | Absent:
        source = self.shown.find(name)
        if source is None:
            return "unknown"
        found = await self._store.read(name)
        if found is not None:
            return _picture(*found) if self._is_shown(name) else "unknown"
        if self._setbacks.waits(name, self._clock.now()):
            return "failed"
        task = self._coming.get(name) or self._begin(name, source)
        if task is None or self._waiting >= MOST_WAITING:
            self.counters["media_turned_away"] += 1
            return "busy"
        self._waiting += 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting -= 1

    def _begin(self, name: str, source: Source) -> asyncio.Task[Picture | Absent] | None:
        """Begin to fetch, if there is room in the line."""
        host = urlsplit(source.url).netloc  # sources let no address through that cannot be split
        if not self._turns.claim(host):
            return None
        task = self._coming[name] = asyncio.create_task(self._bring(name, source, host), name="picture")
        task.add_done_callback(lambda _: self._coming.pop(name))
        return task

    async def _bring(self, name: str, source: Source, host: str) -> Picture | Absent:
        async with self._turns.turn(host):
            if not self._is_shown(name):
                return "unknown"
            try:
                data = await self._fetch(source)
            except (LineError, PictureError, LimitError) as error:
                self.counters["media_failed"] += 1
                self._setbacks.add(name, self._clock.now(), lasting=_lasts(error), retry_at=_retry_at(error))
                return "failed"
        self.counters["media_fetched"] += 1
        self._setbacks.forget(name)
        stored = await self._store.write(name, data, self._clock.now(), wanted=lambda: self._is_shown(name))
        return _picture(data, stored) if self._is_shown(name) else "unknown"

    async def _fetch(self, source: Source) -> bytes:
        answer = await self._network.request("GET", source.url, headers=_ACCEPT, limit=MOST_BYTES, rate=_RATE)
        return await self._process.run(shrink, answer.body, source.kind)


def _picture(data: bytes, stored: Stored) -> Picture:
    return Picture(data, f"{stored.at:x}-{stored.size:x}")


def _lasts(error: Exception) -> bool:
    """Tell whether the same would go wrong in a minute."""
    if isinstance(error, RefusedError):
        return error.status in _LASTING
    return isinstance(error, PictureError | ForbiddenError | LimitError)


def _retry_at(error: Exception) -> int | None:
    return error.retry_at if isinstance(error, RefusedError) else None
