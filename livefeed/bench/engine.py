"""All that is claimed of the engine, each claim measured: the rows of `livefeed bench engine`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livefeed.bench.copies import measure_copies
from livefeed.bench.fold import growth_row, measure_fold, measure_growth
from livefeed.bench.order import measure_order
from livefeed.bench.pairs import measure_pairs
from livefeed.bench.pipeline import measure_pause, measure_unmatched, measure_whole
from livefeed.bench.rows import Row
from livefeed.bench.sources import bluesky_lines, read_frames

__all__ = ["ROWS", "Wanted", "measure_engine"]

_POSTS = 20_000
"""Through the whole engine, in one round."""
_SECONDS = 5.0
"""Of ingesting, in one round."""


@dataclass
class Wanted:
    """What is measured, and how large."""

    recordings: Path
    rounds: int
    window: int
    pairs: Path | None = None
    posts: int = _POSTS
    seconds: float = _SECONDS
    growth: list[tuple[int, float]] = field(default_factory=list)
    """Filled by the row `growth`: size of the window, microseconds a post."""


def measure_engine(wanted: Wanted, rows: Sequence[str]) -> Iterator[Row]:
    """Measure the rows of these names, in the order of the table."""
    for name, measure in _MEASURES.items():
        if name in rows:
            yield from measure(wanted)


def _grow(wanted: Wanted) -> Iterator[Row]:
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size < wanted.window]
    wanted.growth = measure_growth([*sizes, wanted.window], wanted.rounds)
    yield growth_row(wanted.growth)


def _turn_away(wanted: Wanted) -> Iterator[Row]:
    frames = [frame for tape in sorted(wanted.recordings.glob("*/tape.ndjson.zst")) for frame in read_frames(tape)]
    yield from measure_unmatched(bluesky_lines(frames), wanted.rounds)


_MEASURES: dict[str, Callable[[Wanted], Iterator[Row]]] = {
    "pairs": lambda wanted: measure_pairs(wanted.pairs),
    "copies": lambda wanted: measure_copies(wanted.recordings),
    "fold": lambda wanted: measure_fold(wanted.window, wanted.rounds),
    "order": lambda wanted: measure_order(wanted.window, wanted.rounds),
    "whole": lambda wanted: measure_whole(wanted.posts, wanted.rounds),
    "unmatched": _turn_away,
    "pause": lambda wanted: measure_pause(wanted.seconds, wanted.rounds),
    "growth": _grow,
}

ROWS = tuple(_MEASURES)
"""Names of the rows; `fold` gives two, posts a second and bytes a post."""
