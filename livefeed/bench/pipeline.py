"""The whole engine with its journal: posts a second, and how long the event loop pauses meanwhile."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import orjson

from livefeed.bench.posts import made_posts
from livefeed.bench.rows import Row, middle, noise
from livefeed.engine.engine import Engine
from livefeed.model.coverage import Coverage
from livefeed.model.frame import Frame
from livefeed.model.post import Put
from livefeed.model.times import iso
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.journal import Write
from livefeed.runtime.running import RunningCoverage
from livefeed.sources.jetstream import Sieve

__all__ = ["measure_pause", "measure_unmatched", "measure_whole"]

_COVERAGE = Coverage(slug="bench", title={}, hashtags=("demo",))
_STREAM = "mastodon:a.example"
_BATCH = 500
_ONE_THREAD = 15_000
_WITH_WRITER = 30_000
_UNMATCHED = 150_000
_PAUSE = 20.0
_RATE = 2_000


def measure_whole(count: int, rounds: int) -> Iterator[Row]:
    """Let reports become durable changes: in one thread, then with the journal in its own."""
    puts = [Put(post=post) for post in made_posts(count)]
    alone, beside, bare = [], [], []
    for _ in range(rounds):
        bare.append(_without_journal(puts))
        alone.append(_with_journal(_one_thread, puts))
        beside.append(_with_journal(_two_threads, puts))
    known = (f"without a journal: {middle(bare):,.0f}",)
    for what, rates, bar in (
        ("engine and journal with search, one thread: posts a second", alone, _ONE_THREAD),
        ("the same, the writer in its thread", beside, _WITH_WRITER),
    ):
        yield Row(what, f"{middle(rates):,.0f}", f"≥ {bar:,}", middle(rates) >= bar, known, noise(rates))


def measure_unmatched(lines: Sequence[bytes], rounds: int, seconds: float = 0.3) -> Iterator[Row]:
    """Turn recorded posts away as the live way does: by the sieve, which decodes each message."""
    posts = [line for line in lines if b'"app.bsky.feed.post"' in line and b'"record"' in line]
    if not posts:
        return
    sieve = Sieve(("nobodyhasthis",), (), lambda _: False, lambda _: False)
    own = [_per_second(sieve.matters, posts, seconds) for _ in range(rounds)]
    decoded = [_per_second(orjson.loads, posts, seconds) for _ in range(rounds)]
    yield Row(
        "posts of others turned away by the sieve, frames a second",
        f"{middle(own):,.0f}",
        f"≥ {_UNMATCHED:,}",
        middle(own) >= _UNMATCHED,
        (f"only decoded by orjson: {middle(decoded):,.0f}",),
        noise(own),
    )


def measure_pause(seconds: float, rounds: int, rate: int = _RATE) -> Iterator[Row]:
    """Ingest frames at a rate all the way to the hub, and see how late a sleep of a millisecond ends."""
    payloads = _payloads(int(seconds * rate))
    slowest, longest = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as folder:
            late = sorted(asyncio.run(_probe(Path(folder), payloads, rate)))
        slowest.append(late[len(late) * 99 // 100])
        longest.append(late[-1])
    yield Row(
        f"pause of the event loop at {rate:,} posts a second, p99 ms",
        f"{middle(slowest):.1f}",
        f"≤ {_PAUSE:.0f}",
        middle(slowest) <= _PAUSE,
        (f"longest: {middle(longest):.1f}",),
        noise(slowest),
    )


def _without_journal(puts: Sequence[Put]) -> float:
    engine = Engine(_COVERAGE)
    began = time.perf_counter()
    for put in puts:
        engine.receive(put, received_at=put.post.created_at, stream=_STREAM)
    return len(puts) / (time.perf_counter() - began)


def _with_journal(take: Callable[[RunningCoverage, Sequence[Put]], Awaitable[None]], puts: Sequence[Put]) -> float:
    async def run(folder: Path) -> float:
        running = RunningCoverage.open(_COVERAGE, folder, SystemClock())
        try:
            began = time.perf_counter()
            await take(running, puts)
            return len(puts) / (time.perf_counter() - began)
        finally:
            running.close()

    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as folder:
        return asyncio.run(run(Path(folder)))


async def _one_thread(running: RunningCoverage, puts: Sequence[Put]) -> None:
    writes = list[Write]()
    for write in _writes(puts):
        writes.append(write)
        if len(writes) == _BATCH:
            running.journal.commit(writes)
            writes.clear()
            if running.journal.untidy:
                running.journal.tidy()
    running.journal.commit(writes)


async def _two_threads(running: RunningCoverage, puts: Sequence[Put]) -> None:
    writing = asyncio.create_task(running.writer.run())
    for write in _writes(puts):
        await running.writer.write(write)
    await running.writer.settled()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


def _writes(puts: Sequence[Put]) -> Iterator[Write]:
    engine = Engine(_COVERAGE)
    for put in puts:
        step = engine.receive(put, received_at=put.post.created_at, stream=_STREAM)
        yield Write(steps=[step], counters=engine.counters)


def _per_second(work: Callable[[bytes], object], things: Sequence[bytes], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds or not done:
        for thing in things:
            work(thing)
        done += len(things)
    return done / took


def _payloads(count: int) -> list[bytes]:
    return [
        orjson.dumps(
            {
                "op": "put",
                "id": post.id,
                "url": post.url,
                "created_at": iso(post.created_at),
                "author": {"id": post.author.id, "handle": post.author.handle, "name": post.author.name},
                "text": post.text,
                "hashtags": post.hashtags,
            }
        )
        for post in made_posts(count)
    ]


async def _probe(folder: Path, payloads: Sequence[bytes], rate: int) -> list[float]:
    """Give milliseconds by which sleeps ended late."""
    running = RunningCoverage.open(_COVERAGE, folder, SystemClock())
    late: list[float] = []

    async def probe() -> None:
        while True:
            due = time.perf_counter() + 0.001
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - due) * 1_000)

    await running.ready()
    tasks = [asyncio.create_task(running.writer.run()), asyncio.create_task(probe())]
    began, start = time.perf_counter(), SystemClock().now() * 1_000
    try:
        for number, payload in enumerate(payloads):
            ahead = number / rate - (time.perf_counter() - began)
            await asyncio.sleep(max(0.0, ahead))
            await running.take(
                Frame(t=start + number * 1_000_000 // rate, stream="post:bench", source="post", payload=payload)
            )
        await running.writer.settled()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        running.close()
    return late
