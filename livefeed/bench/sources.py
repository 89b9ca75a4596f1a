"""How fast payloads are parsed, and how fast the rest of a network is turned away."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson

from livefeed.engine.match import Matcher
from livefeed.model.coverage import Coverage
from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Put
from livefeed.runtime.tape import Tape, open_tape
from livefeed.sources.base import Source, load_source
from livefeed.sources.jetstream import Sieve

__all__ = ["Measured", "bluesky_lines", "measure", "read_frames"]

T = TypeVar("T")

_SECONDS = 0.5
"""For one round of one measurement."""
_ROUNDS = 5
_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table: medians over rounds, and how far the rounds lie apart."""

    what: str
    payloads: int
    per_second: float
    spread: float
    """(largest - smallest) / median."""


def measure(tapes: Sequence[Path], jetstream: Path | None = None) -> Iterable[Measured]:
    """Measure parsing and matching for each source on tapes, and the sieve on Jetstream's lines.

    Args:
        tapes: recorded frames.
        jetstream: a file of Jetstream messages, one a line; without it those of the tapes are taken.
    """
    frames = [frame for tape in tapes for frame in read_frames(tape)]
    matcher = Matcher(Coverage(slug="bench", title={}, hashtags=("nobodyhasthis",)))
    for name in sorted({frame.source for frame in frames}):
        kind = load_source(name)
        if kind is not None:
            own = [frame for frame in frames if frame.source == name][:_MOST]
            yield _measure(f"{name}: parsed and matched", own, _parsing(kind(), matcher))
    lines = (
        bluesky_lines(frames) if jetstream is None else [line for line in jetstream.read_bytes().splitlines() if line]
    )
    posts = [line for line in lines if b'"app.bsky.feed.post"' in line and b'"record"' in line]
    sieve = Sieve(("nobodyhasthis", "Été"), (), lambda _: False, lambda _: False)
    for what, some in (("all that Jetstream sends", lines), ("posts alone", posts)):
        yield _measure(f"{what}: turned away", some, sieve.matters)
        yield _measure(f"{what}: only decoded, for comparison", some, orjson.loads)


def read_frames(tape: Path) -> list[Frame]:
    """Read a tape whole."""
    with open_tape(tape) as raw:
        return list(Tape(raw))


def bluesky_lines(frames: list[Frame]) -> list[bytes]:
    """List what Jetstream sent, as it was sent."""
    return [
        frame.payload if isinstance(frame.payload, bytes) else frame.payload.encode()
        for frame in frames
        if frame.source == "bluesky"
    ]


def _parsing(source: Source, matcher: Matcher) -> Callable[[Frame], object]:
    def parse(frame: Frame) -> None:
        try:
            for report in source.parse(frame):
                if isinstance(report, Put):
                    matcher.matches(report.post, frame.stream)
        except PayloadError:
            return

    return parse


def _measure(what: str, things: Sequence[T], work: Callable[[T], object]) -> Measured:
    rounds = []
    for _ in range(_ROUNDS):
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < _SECONDS:
            for thing in things:
                work(thing)
            done += len(things)
        rounds.append(done / (time.perf_counter() - began))
    middle = statistics.median(rounds)
    return Measured(what, len(things), middle, (max(rounds) - min(rounds)) / middle)
