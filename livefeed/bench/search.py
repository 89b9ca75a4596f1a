"""How long a search takes in a journal of many entries, beside FTS5 as it comes and a look through all texts."""

import random
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from pathlib import Path

from msgspec import structs

from livefeed.bench.journal import COVERAGE
from livefeed.bench.posts import BEGAN, made_posts, made_texts
from livefeed.engine.asking import ask
from livefeed.engine.state import Step
from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry, lowest_place
from livefeed.model.times import HOUR, iso
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.sqlite_search import open_search

__all__ = ["BAR", "Asking", "fill_entries", "measure_searches"]

BAR = 50.0
"""Milliseconds that the slowest of a hundred searches may take."""

PAGE = 41
"""Entries that a page asks for: one more than it shows."""

_BATCH = 500
_SITES = 500
_NETWORKS = ("mastodon", "mastodon", "bluesky", "nostr")
_LANGUAGES = ("fr", "en", "de")
_FREQUENT = 5
"""Words that are in a tenth to a third of all texts."""
_SAMPLE = 50_000
"""Texts from which words are taken."""
_FEW = 5
"""Searches of each kind that the references do: some of theirs take seconds."""

_PLAIN = """
DROP TABLE IF EXISTS text;
DROP TABLE IF EXISTS plain;
PRAGMA synchronous = OFF;
CREATE TABLE text (place INTEGER PRIMARY KEY, text TEXT);
CREATE VIRTUAL TABLE plain USING fts5(text, content='');
"""


@dataclass(frozen=True, slots=True)
class Asking:
    """One line of the table: milliseconds for a page of hits and their number by hour."""

    what: str
    hits: str
    """Of the one with the most."""
    median: float
    p99: float
    processor: float
    """The 99th of a hundred in processor time, which others at work on the machine do not change."""
    plain: float | None
    """Median of plain FTS5 for the same; None where it has nothing like it."""
    scan: float | None
    """Median of a look through all texts."""


def _entries(count: int) -> Iterator[Entry]:
    """Make entries, ten a second, each of a post of its own."""
    for ordinal, post in enumerate(made_posts(count)):
        link = f"https://t{ordinal % _SITES}.example/{ordinal}"
        network, lang = _NETWORKS[ordinal % len(_NETWORKS)], _LANGUAGES[ordinal % len(_LANGUAGES)]
        yield Entry(
            id=f"e:{ordinal:016x}",
            ordinal=ordinal,
            at=post.created_at,
            late=False,
            first_seen=post.created_at + 1_000,
            edited=False,
            post=structs.replace(post, network=network, lang=lang, links=(link,)),
            links=(link,),
        )


def fill_entries(folder: Path, count: int, progress: Callable[[int], None]) -> Path:
    """Write a journal of so many entries, and a plain FTS5 table of their texts, unless the folder has them already.

    Args:
        folder: of journals.
        count: of entries.
        progress: is told how many are written.
    """
    path, plain = folder / COVERAGE.slug / "journal.sqlite3", folder / "plain.sqlite3"
    with closing(SqliteJournal(path, COVERAGE.slug)) as journal, closing(sqlite3.connect(plain)) as db:
        if journal.tip == count:
            return path
        db.executescript(_PLAIN)
        made = _entries(count)
        while batch := list(islice(made, _BATCH)):
            steps = [Step(changes=[PutEntry(entry=entry)]) for entry in batch]
            last = batch[-1]
            counters = (last.ordinal + 1, last.ordinal + 1, last.at, 0)
            journal.commit([Write(steps=[step], counters=counters) for step in steps])
            if journal.untidy:
                journal.tidy()
            rows = [(entry.place, entry.post.text) for entry in batch]
            db.executemany("INSERT INTO text VALUES (?, ?)", rows)
            db.executemany("INSERT INTO plain(rowid, text) VALUES (?, ?)", rows)
            db.commit()
            progress(last.ordinal + 1)
    return path


@dataclass(frozen=True, slots=True)
class _Case:
    """Searches of one kind, and what says the same to plain FTS5 and to a scan, where something does."""

    what: str
    queries: Sequence[str]
    match: Callable[[str], str] | None = None
    like: Callable[[str], str] | None = None


def measure_searches(folder: Path, path: Path, count: int, rounds: int) -> Iterator[Asking]:
    """Ask for the first page and the count of each search, when it is warm.

    Args:
        folder: with the plain table.
        path: of the journal.
        count: of entries in it.
        rounds: searches of each kind.
    """
    with (
        open_search(path, COVERAGE.slug) as search,
        closing(sqlite3.connect(folder / "plain.sqlite3")) as db,
    ):
        for case in _cases(count, rounds):
            asked = [ask(query, UTC, BEGAN + 100 * count).query for query in case.queries]
            most = max((search.tally(query) for query in asked), key=lambda tally: tally.total)
            walls, processors = [], []
            for query in asked:
                search.find(query, None, PAGE)
                wall, processor = time.perf_counter(), time.thread_time()
                if len(search.find(query, None, PAGE)) == PAGE:  # as the server does: fewer are all there is
                    search.tally(query)
                processors.append(1_000 * (time.thread_time() - processor))
                walls.append(1_000 * (time.perf_counter() - wall))
            yield Asking(
                case.what,
                f"{most.total:,}" + ("" if most.is_whole else " at least"),
                statistics.median(walls),
                _p99(walls),
                _p99(processors),
                _plain(db, case.match, case.queries[:_FEW]),
                _scan(db, case.like, case.queries[:_FEW]),
            )


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def _plain(db: sqlite3.Connection, match: Callable[[str], str] | None, queries: Sequence[str]) -> float | None:
    """Do the same with words as they are: a page of texts, and all hits by hour."""
    if match is None:
        return None
    took = []
    for query in queries:
        began = time.perf_counter()
        db.execute(
            "SELECT text.text FROM plain JOIN text ON text.place = plain.rowid WHERE plain MATCH ? "
            "ORDER BY plain.rowid DESC LIMIT ?",
            (match(query), PAGE),
        ).fetchall()
        db.execute(
            "SELECT rowid / ?, count(*) FROM plain WHERE plain MATCH ? GROUP BY 1", (lowest_place(HOUR), match(query))
        ).fetchall()
        took.append(1_000 * (time.perf_counter() - began))
    return statistics.median(took)


def _scan(db: sqlite3.Connection, like: Callable[[str], str] | None, queries: Sequence[str]) -> float | None:
    if like is None:
        return None
    took = []
    for query in queries:
        began = time.perf_counter()
        db.execute(
            "SELECT place / ?, count(*) FROM text WHERE text LIKE ? GROUP BY 1",
            (lowest_place(HOUR), f"%{like(query)}%"),
        ).fetchall()
        took.append(1_000 * (time.perf_counter() - began))
    return statistics.median(took)


def _cases(count: int, rounds: int) -> Iterator[_Case]:
    """Choose searches of each kind from what was written, the same ones every time."""
    texts = [text for text, _ in islice(made_texts(count), min(count, _SAMPLE))]
    words = [word for word, _ in Counter(word for text in texts for word in set(text.split()[:6])).most_common()]
    words = [word for word in words if word.isalpha() and len(word) > 1]
    chance = random.Random(11)  # noqa: S311 - figures, not secrets
    rare, middling, frequent = words[-len(words) // 3 :], words[50:200], words[:_FREQUENT]
    pairs = [chance.choice(texts).split()[:2] for _ in range(rounds)]

    def some(of: Sequence[str]) -> list[str]:
        return [chance.choice(of) for _ in range(rounds)]

    def both(one: str, other: str) -> str:
        return f"{one} {other}"

    plain, quoted = str, lambda query: query.strip('"')
    yield _Case("a rare word", some(rare), plain, plain)
    yield _Case("a frequent word", some(middling), plain, plain)
    yield _Case("a word of every third post", some(frequent), plain, plain)
    yield _Case("the hashtag of all posts", ["#demo"] * rounds, lambda _: "demo", plain)
    yield _Case("two frequent words", list(map(both, some(middling), some(frequent))), plain)
    yield _Case("a phrase that somebody wrote", [f'"{one} {other}"' for one, other in pairs], plain, quoted)
    yield _Case(
        "a phrase of the most frequent words",
        [f'"{both(*chance.sample(frequent, 2))}"' for _ in range(rounds)],
        plain,
        quoted,
    )
    yield _Case("an author", [f"from:@u{chance.randrange(5_000)}" for _ in range(rounds)])
    yield _Case("a network", some(["network:nostr", "network:mastodon"]))
    yield _Case("a site", [f"link:t{chance.randrange(_SITES)}.example" for _ in range(rounds)])
    yield _Case(
        "an address", [f"link:t{n % _SITES}.example/{n}" for n in (chance.randrange(count) for _ in range(rounds))]
    )
    yield _Case(
        "a frequent word, but not another",
        [f"{one} -{other}" for one, other in zip(some(frequent), some(middling), strict=True)],
    )
    yield _Case("an hour", [_hour(chance.randrange(count)) for _ in range(rounds)])
    yield _Case("a frequent word in an hour", [f"{word} {_hour(chance.randrange(count))}" for word in some(frequent)])


def _hour(number: int) -> str:
    at = BEGAN + 100 * number
    return f"after:{iso(at)} before:{iso(at + HOUR)}"
