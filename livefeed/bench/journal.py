"""How long it takes until a post is durable, and what the same disk does with the same bytes without a journal."""

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from livefeed.bench.posts import made_posts
from livefeed.engine.attic import Archive
from livefeed.engine.engine import Engine
from livefeed.model.coverage import Coverage
from livefeed.model.post import Put
from livefeed.runtime.archive import JournalArchive, TemporaryArchive
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.writer import JournalWriter

__all__ = ["COVERAGE", "Waited", "fill", "made_writes", "measure_commits"]

COVERAGE = Coverage(slug="bench", title={"en": "Bench", "fr": "Banc d’essai"}, hashtags=("demo",))

T = TypeVar("T")

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Waited:
    """One line of the table: milliseconds from handing over to durable."""

    what: str
    posts: int
    median: float
    p99: float
    longest: float


def made_writes(count: int, archive: Archive | None = None, every: int = 100) -> Iterator[Write]:
    """Let an engine take posts in, one every so many milliseconds; yields what each brings, one change at least."""
    engine = Engine(COVERAGE, archive=TemporaryArchive() if archive is None else archive)
    for post in made_posts(count, every=every):
        t = post.created_at + 1_000
        step = engine.receive(Put(post=post), received_at=t, stream="post:bench")
        yield Write(steps=[step], t=t, counters=engine.counters, position=("bench", post.id))


def fill(folder: Path, changes: int, progress: Callable[[int], None], every: int = 100) -> Path:
    """Write a journal of so many changes, unless the folder has it already; returns its file.

    Args:
        folder: of journals.
        changes: at least.
        progress: is told how many are written.
        every: milliseconds between two posts.
    """
    path = folder / COVERAGE.slug / "journal.sqlite3"
    with closing(SqliteJournal(path, COVERAGE.slug)) as journal:
        if journal.tip >= changes:
            return path
    for file in path.parent.iterdir():
        file.unlink()
    with closing(SqliteJournal(path, COVERAGE.slug)) as journal:
        archive = JournalArchive(journal)
        batch: list[Write] = []
        for write in made_writes(2 * changes, archive, every):
            batch.append(write)
            if len(batch) == _BATCH:
                journal.commit(batch)
                archive.durable(step for write in batch for step in write.steps)
                batch.clear()
                if journal.untidy:
                    journal.tidy()
                progress(journal.tip)
                if journal.tip >= changes:
                    break
    return path


def measure_commits(seconds: float, rate: float) -> Iterator[Waited]:
    """Hand posts over at an even rate, to the journal and to its references, each for so many seconds."""
    count = int(seconds * rate)
    writes = list(made_writes(count))
    bodies = [msgspec.msgpack.encode(write) for write in writes]
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        folder = Path(scratch)
        yield asyncio.run(_measure_journal(folder, writes, rate))
        with (folder / "bare").open("wb", buffering=0) as file:

            async def keep_bare(body: bytes) -> None:
                file.write(body)
                os.fsync(file.fileno())

            yield asyncio.run(_measure("bare: appended and synced", bodies, rate, keep_bare))
        with closing(sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)) as plain:
            plain.execute("PRAGMA journal_mode = WAL")
            plain.execute("PRAGMA synchronous = FULL")
            plain.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")

            async def keep_plain(body: bytes) -> None:
                plain.execute("INSERT INTO row (body) VALUES (?)", (body,))

            yield asyncio.run(_measure("plain SQLite: a row each", bodies, rate, keep_plain))


async def _measure_journal(folder: Path, writes: Sequence[Write], rate: float) -> Waited:
    with closing(SqliteJournal(folder / "journal.sqlite3", COVERAGE.slug)) as journal:
        writer = JournalWriter(journal, lambda _: None, lambda _: None)
        writing = asyncio.create_task(writer.run())

        async def keep(write: Write) -> None:
            await writer.write(write)
            await writer.durable()

        try:
            return await _measure("the journal", writes, rate, keep)
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)


async def _measure(what: str, things: Sequence[T], rate: float, keep: Callable[[T], Awaitable[None]]) -> Waited:
    """Hand one over after the other on time, whether those before are durable or not."""
    waited: list[float] = []

    async def one(thing: T) -> None:
        began = time.perf_counter()
        await keep(thing)
        waited.append((time.perf_counter() - began) * 1_000)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number, thing in enumerate(things):
            await asyncio.sleep(began + number / rate - time.perf_counter())
            tasks.create_task(one(thing))
    waited.sort()
    return Waited(what, len(waited), statistics.median(waited), waited[int(len(waited) * 0.99)], waited[-1])
