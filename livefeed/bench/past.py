"""How long a player waits for any moment of a journal, and what its past costs on disk and at each commit."""

import json
import random
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import apsw

from livefeed.bench.journal import COVERAGE, made_writes
from livefeed.bench.served import served
from livefeed.engine.board import Board
from livefeed.model.times import parse_iso
from livefeed.runtime.sqlite_journal import SqliteJournal

__all__ = ["Answered", "measure_cost", "measure_past", "measure_sizes"]

_SEED = 11
_FOLDS = 3
_COMMITTED = 4_000
_BATCH = 10
_ROUNDS = 5
_SIZES = """
SELECT name, sum(pgsize) FROM dbstat WHERE name IN ('change_place', 'change_entry', 'volume', 'joined', 'change')
GROUP BY name ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of the table: milliseconds, and the bytes of an answer."""

    what: str
    median: float
    p99: float
    longest: float
    size: float | None = None
    bar: str = ""


def measure_past(folder: Path, path: Path, rounds: int) -> Iterator[Answered]:
    """Ask a server for moments and stretches by chance; then fold to some of the moments from the start.

    Args:
        folder: that has the journal.
        path: of the journal.
        rounds: of each question.
    """
    chance = random.Random(_SEED)  # noqa: S311 - figures, not secrets
    with served(folder) as address:
        facts = json.loads(_get(f"{address}/replay/facts.json"))
        begins, ends = parse_iso(facts["begins"]), parse_iso(facts["ends"])
        epoch, _, tip = facts["cursor"].partition(".")

        def moment() -> int:
            return chance.randint(begins, ends)

        def cursor() -> str:
            return f"{epoch}.{chance.randrange(int(tip))}"

        board = f"{address}/replay/board.json?as=html&lang=fr&at="
        changes = f"{address}/replay/changes.json?limit=500&after="
        yield _answered("board.json, 40 entries as HTML", rounds, lambda: f"{board}{moment()}", "≤ 300 ms")
        yield _answered("  as objects", rounds, lambda: f"{address}/replay/board.json?at={moment()}")
        yield _answered("changes.json, 500 as HTML", max(1, rounds // 4), lambda: f"{changes}{cursor()}&as=html")
        yield _answered("  as objects", rounds, lambda: f"{changes}{cursor()}")
        yield _answered("facts.json, kept while nothing changes", rounds, lambda: f"{address}/replay/facts.json")
    with closing(SqliteJournal(path, COVERAGE.slug)) as journal:
        yield _took("in the journal alone: facts", [_timed(journal.past.facts) for _ in range(_FOLDS)])
        moments = [moment() for _ in range(rounds)]
        asked = [_timed(lambda at=at: journal.past.board(at, journal.tip, None, 40)) for at in moments]  # type: ignore[misc]
        yield _took("in the journal alone: board, 40 entries", asked)
        folded = [_timed(lambda at=at: _fold(journal, at)) for at in moments[:_FOLDS]]  # type: ignore[misc]
        yield _took("reference: folded from the start", folded)


def measure_sizes(path: Path) -> Iterator[tuple[str, int]]:
    """Tell how many bytes of the file the past takes."""
    with closing(apsw.Connection(str(path))) as db:
        for name, size in db.execute(_SIZES):
            yield str(name), int(str(size))


def measure_cost() -> str:
    """Commit the same writes with the index of places and without, in turns; returns what a change costs, in words.

    Processor time, in commits of ten writes, as a busy minute has them.
    """
    writes = list(made_writes(_COMMITTED))
    whole: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        for number in range(_ROUNDS):
            for name, spent in (("whole", whole), ("bare", bare)):
                with closing(SqliteJournal(Path(scratch) / f"{name}-{number}", COVERAGE.slug)) as journal:
                    if name == "bare":
                        db = apsw.Connection(str(journal.path))
                        db.execute("DROP INDEX change_place")
                        db.close()
                    began = time.process_time()
                    for start in range(0, len(writes), _BATCH):
                        journal.commit(writes[start : start + _BATCH])
                    spent.append((time.process_time() - began) / journal.tip * 1e6)
    return f"{min(whole):.1f} µs of processor time, {min(bare):.1f} µs without the index of places"


def _fold(journal: SqliteJournal, at: int) -> Board:
    board = Board()
    for _, _, change in journal.past.changes(0, at, journal.tip, journal.tip).changes:
        board.apply(change)
    return board


def _answered(what: str, rounds: int, address: Callable[[], str], bar: str = "") -> Answered:
    times: list[float] = []
    sizes: list[int] = []
    for _ in range(rounds):
        asked = address()
        began = time.perf_counter()
        sizes.append(len(_get(asked)))
        times.append((time.perf_counter() - began) * 1_000)
    return _took(what, times, statistics.median(sizes), bar)


def _took(what: str, times: list[float], size: float | None = None, bar: str = "") -> Answered:
    times.sort()
    return Answered(what, statistics.median(times), times[int(len(times) * 0.99)], times[-1], size, bar)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - on loopback
        return bytes(answer.read())
