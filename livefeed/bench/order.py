"""Putting what arrives in its place among a million entries."""

import importlib
import random
import time
from bisect import insort
from collections.abc import Callable, Iterator
from typing import Any

from livefeed.bench.detectors import is_installed
from livefeed.bench.posts import BEGAN
from livefeed.bench.rows import Row, middle, noise
from livefeed.engine.board import Board
from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry
from livefeed.model.post import Author, Post

__all__ = ["measure_order"]

_P50 = 1.0
_P99 = 5.0
_STEP = 100
"""Milliseconds between two entries."""


def measure_order(size: int, rounds: int, inserts: int = 20_000) -> Iterator[Row]:
    """Insert into each structure in turn; every insert is timed by itself, the stopwatch's own time included."""
    entries = [_entry(number, BEGAN + _STEP * number) for number in range(size)]
    chance = random.Random(7)  # noqa: S311 - figures, not secrets
    later = [_entry(size + n, BEGAN + _STEP * (size + n) - _delay(chance)) for n in range(rounds * inserts)]
    keys = [entry.place for entry in entries]
    board = Board(limit=size + len(later) + 1)
    for entry in entries:
        board.apply(PutEntry(entry=entry))
    ways: dict[str, tuple[Callable[[Any], object], Callable[[Entry], Any]]] = {
        "the board's order": (lambda key: insort(keys, key), lambda entry: entry.place),
        "Board.apply, whole": (board.apply, lambda entry: PutEntry(entry=entry)),
    }
    bare = list(keys)
    ways["bisect.insort on integers"] = (lambda key: insort(bare, key), lambda entry: entry.place)
    if is_installed("sortedcontainers"):
        ways["SortedList"] = (importlib.import_module("sortedcontainers").SortedList(keys).add, lambda e: e.place)
    halves: dict[str, list[float]] = {name: [] for name in ways}
    slowest: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name, (insert, shape) in ways.items():
            took = _times(insert, [shape(entry) for entry in later[turn * inserts : (turn + 1) * inserts]])
            halves[name].append(took[len(took) // 2])
            slowest[name].append(took[len(took) * 99 // 100])
    own, *others = ways
    missing = () if "SortedList" in ways else ("sortedcontainers: not installed",)
    p50, p99 = middle(halves[own]), middle(slowest[own])
    yield Row(
        f"ordered insert at {size:,}, p50 / p99 µs",
        f"{p50:.2f} / {p99:.2f}",
        f"≤ {_P50:.0f} / ≤ {_P99:.0f}",
        p50 <= _P50 and p99 <= _P99,
        (*(f"{name}: {middle(halves[name]):.2f} / {middle(slowest[name]):.2f}" for name in others), *missing),
        noise(halves[own]),
    )


def _times(insert: Callable[[Any], object], things: list[Any]) -> list[float]:
    """Give microseconds for each, in order of size."""
    took = []
    clock = time.perf_counter_ns
    for thing in things:
        began = clock()
        insert(thing)
        took.append((clock() - began) / 1_000)
    return sorted(took)


def _delay(chance: random.Random) -> int:
    """Give milliseconds: seven in ten come at once, a quarter over other servers, the rest by feeds."""
    kind = chance.random()
    if kind < 0.7:
        return int(chance.expovariate(1 / 500))
    return int(chance.expovariate(1 / 20_000)) if kind < 0.95 else int(chance.uniform(0, 900_000))


def _entry(number: int, at: int) -> Entry:
    return Entry(id=f"e:{number}", ordinal=number, at=at, late=False, first_seen=at, edited=False, post=_POST)


_POST = Post(
    id="https://a.example/1",
    network="mastodon",
    created_at=BEGAN,
    author=Author(id="https://a.example/@u", handle="@u@a.example", name="U"),
    text="words",
)
