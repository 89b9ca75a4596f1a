"""The past in a SQLite journal: bounded, checked, and without what was deleted in any byte."""

import threading

import apsw
import pytest

from livefeed.model.errors import JournalError
from livefeed.runtime import sqlite_past, sqlite_volume
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.making import MINUTE, NOON, WORDS, Run, make_post
from tests.runtime.test_sqlite_journal import on_disk


@pytest.fixture
def path(tmp_path):
    return tmp_path / "demo" / "journal.sqlite3"


def commit(journal: SqliteJournal, run: Run, step) -> None:
    """Write what just happened."""
    journal.commit([Write(steps=[step], t=run.received_at, counters=run.engine.counters)])


def test_versions_that_stay_have_nothing_of_what_was_deleted_on_disk(path):
    """A copy under its author's name, and words of a lead that is a copy by then."""
    journal, run = SqliteJournal(path, "demo"), Run()
    for at, post in enumerate(
        (
            make_post("second", f"{WORDS} CANARI #demo", by="second", created_at=NOON + 5 * MINUTE),
            make_post("first", f"{WORDS} CANARI #demo", by="first"),
            make_post("third", f"{WORDS} CANARI #demo", by="canari-trois", created_at=NOON + 6 * MINUTE),
        )
    ):
        commit(journal, run, run.put(post, received_at=NOON + (10 + at) * MINUTE))
    assert on_disk(path.parent).count(b"canari-trois") > 0
    commit(journal, run, run.delete("third", received_at=NOON + 20 * MINUTE))
    journal.tidy()
    assert b"canari-trois" not in on_disk(path.parent)
    assert [seq for _, seq, _ in journal.past.changes(0, NOON + 20 * MINUTE, 9, 9).changes] == [1, 2, 4]
    commit(journal, run, run.delete("second", received_at=NOON + 21 * MINUTE))
    journal.tidy()

    assert b"@second@" not in on_disk(path.parent)
    assert [seq for _, seq, _ in journal.past.changes(0, NOON + 21 * MINUTE, 9, 9).changes] == [5]
    commit(journal, run, run.delete("first", received_at=NOON + 22 * MINUTE))
    journal.tidy()
    assert b"CANARI" not in on_disk(path.parent)
    journal.close()


def test_what_left_its_entry_by_an_edit_is_deleted_from_that_entry_s_past_too(path):
    """It led the entry once, so its old words were in versions of it."""
    journal, run = SqliteJournal(path, "demo"), Run()
    commit(journal, run, run.put(make_post("later", f"{WORDS} canari #demo", by="zoe", created_at=NOON + MINUTE)))
    commit(journal, run, run.put(make_post("first", f"{WORDS} Canari #demo", by="omar", created_at=NOON)))
    edited = make_post(
        "later", "Tout autre chose ici #demo", by="zoe", created_at=NOON + MINUTE, edited_at=NOON + 9 * MINUTE
    )
    commit(journal, run, run.put(edited, received_at=NOON + 9 * MINUTE))
    commit(journal, run, run.delete("later"))
    journal.tidy()

    assert len(run.page) == 1
    assert b" canari " not in on_disk(path.parent)
    assert b"@zoe@" not in on_disk(path.parent)
    journal.close()


def test_a_change_of_another_time_is_noticed(path):
    """The time is part of the checksum."""
    journal, run = SqliteJournal(path, "demo"), Run()
    commit(journal, run, run.put(make_post("a")))
    commit(journal, run, run.put(make_post("b", "un autre #demo", created_at=NOON + MINUTE)))
    journal.close()
    db = apsw.Connection(str(path))
    db.execute("UPDATE change SET t = t + 1 WHERE seq = 1")
    db.close()
    journal = SqliteJournal(path, "demo")

    with pytest.raises(JournalError, match="damaged: change, row 1"):
        journal.past.changes(0, NOON + MINUTE, 2, 9)
    with pytest.raises(JournalError, match="change, row 1"):
        journal.check(threading.Event())
    journal.close()


def test_volume_never_runs_over(path, monkeypatch):
    """Past so many rows each stands for twice as long; no post is lost."""
    monkeypatch.setattr(sqlite_volume, "MOST", 10)
    monkeypatch.setattr(sqlite_volume, "NETWORKS", 3)
    journal, run = SqliteJournal(path, "demo"), Run()
    for number in range(100):
        post = make_post(
            f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE, network=f"n{number % 7}"
        )
        commit(journal, run, run.put(post))
    facts = journal.past.facts()

    assert facts.step == 16 * MINUTE
    assert len(facts.volume) <= 10
    assert all(start % facts.step == 0 for start in facts.volume)
    assert all(len(counts) <= 3 for counts in facts.volume.values())
    assert sum(sum(counts.values()) for counts in facts.volume.values()) == 100
    journal.close()
    again = SqliteJournal(path, "demo")
    assert again.past.facts() == facts
    again.close()


def test_a_board_among_what_came_later_is_read_in_pieces(path, monkeypatch):
    """Old posts were brought in all at once: of the thousand places below the moment, few were taken by then."""
    monkeypatch.setattr(sqlite_past, "PLACES", 10)
    journal, run = SqliteJournal(path, "demo"), Run()
    for number in range(60):
        post = make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE)
        commit(journal, run, run.put(post, received_at=NOON + 100 * MINUTE + number))
    at, found, before, asked = NOON + 100 * MINUTE + 4, [], None, 0
    while asked == 0 or before is not None:
        part = journal.past.board(at, journal.tip, before, 3)
        found += [entry.post.id for _, entry in part.entries]
        before = None if part.older is None else int(part.older, 16)
        asked += 1

    assert found == ["p4", "p3", "p2", "p1", "p0"]
    assert asked <= 8
    journal.close()
