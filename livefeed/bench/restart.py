"""How long a server takes from its start to its first page, by what its journal holds."""

import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from livefeed.bench.journal import COVERAGE
from livefeed.bench.served import served
from livefeed.engine.board import LIMIT, Board
from livefeed.engine.engine import Engine
from livefeed.runtime.hub import RING
from livefeed.runtime.memory import built_to_stay
from livefeed.runtime.sqlite_journal import SqliteJournal

__all__ = ["Took", "measure_restarts"]

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Took:
    """One line of the table: milliseconds, medians over rounds."""

    what: str
    median: float
    longest: float


def measure_restarts(folder: Path, path: Path) -> Iterator[Took]:
    """Start a server on a journal and kill it, again and again; then look at the parts in this process.

    Args:
        folder: that has the journal.
        path: of the journal.
    """
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        yield _take("an empty journal: first page", lambda: _first_page(Path(scratch)))
    yield _take("this journal: first page, after kill -9", lambda: _first_page(folder))
    with closing(SqliteJournal(path, COVERAGE.slug)) as journal:
        yield _take("  of it the board", lambda: _timed(lambda: _fold(journal)))
        yield _take("  of it the last changes", lambda: _timed(lambda: journal.changes(journal.tip - RING, RING)))
        yield _take("beside the pages: the engine ready again", lambda: _timed(lambda: _restore(journal)))
        yield _take("  of it reading", lambda: _timed(journal.saved))


def _fold(journal: SqliteJournal) -> None:
    board = Board()
    with built_to_stay():
        for change in journal.board(LIMIT):
            board.apply(change)


def _restore(journal: SqliteJournal) -> None:
    with built_to_stay():
        Engine(COVERAGE).restore(journal.saved())


def _take(what: str, measure: Callable[[], float]) -> Took:
    times = [measure() for _ in range(_ROUNDS)]
    return Took(what, median(times), max(times))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _first_page(data: Path) -> float:
    """Start, fetch the page, kill; returns milliseconds to the last byte of the page."""
    began = time.perf_counter()
    with served(data) as address:
        with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310 - on loopback
            page.read()
        return (time.perf_counter() - began) * 1_000
