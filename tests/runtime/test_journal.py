"""The journal: durable, in order, and without what was deleted."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.errors import JournalError
from livefeed.runtime import journal as journal_module
from livefeed.runtime.journal import Journal, Write
from tests.making import MINUTE, NOON, Run, make_post


def write(run: Run, *steps, position=None) -> Write:
    """Write steps of a run."""
    return Write(steps=steps, counters=run.engine.counters, position=position)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "demo" / "journal.sqlite3"


def test_changes_are_numbered_from_one_and_come_back_as_they_were(path):
    run = Run()
    journal = Journal(path, "demo")
    numbered = journal.commit(
        [write(run, run.put(make_post("a", "un #demo"))), write(run, run.put(make_post("b", "deux #demo")))]
    )
    epoch = journal.epoch
    journal.close()
    again = Journal(path, "demo")

    assert [seq for seq, _ in numbered] == [1, 2]
    assert again.changes(0, 10) == numbered
    assert (again.tip, again.epoch) == (2, epoch)
    assert again.changes(1, 10) == numbered[1:]


def test_two_journals_have_two_names(tmp_path):
    assert Journal(tmp_path / "a", "demo").epoch != Journal(tmp_path / "b", "demo").epoch


def test_a_position_is_written_with_what_was_taken_in(path):
    run = Run()
    journal = Journal(path, "demo")
    journal.commit([write(run, run.put(make_post()), position=("tape:x", "17"))])
    journal.close()

    assert Journal(path, "demo").position("tape:x") == "17"


def test_an_engine_goes_on_from_the_journal(path):
    run = Run()
    journal = Journal(path, "demo")
    journal.commit([write(run, run.put(make_post("lead"))), write(run, run.delete("gone"))])
    journal.close()
    later = Run()
    later.engine.restore(Journal(path, "demo").saved())

    step = later.put(make_post("copy", by="omar", created_at=NOON + MINUTE))
    assert isinstance(step.changes[0], PutEntry)
    assert step.changes[0].entry.post.id == "lead"
    assert later.put(make_post("gone")).outcome == "buried"


def test_the_board_is_made_of_the_last_change_of_each_entry(path):
    run = Run()
    journal = Journal(path, "demo")
    journal.commit(
        [
            write(run, run.put(make_post("a", "un #demo"))),
            write(run, run.put(make_post("b", "deux #demo"))),
            write(run, run.put(make_post("a", "trois #demo", edited_at=NOON + MINUTE))),
            write(run, run.delete("b")),
        ]
    )

    board = [change for _, change in journal.board_changes()]
    assert [type(change) for change in board] == [PutEntry, DropEntry]
    assert board[0].entry.post.text == "trois #demo"


def test_what_was_deleted_is_not_in_the_bytes_on_disk(path):
    """Nor in the write-ahead log."""
    run = Run()
    journal = Journal(path, "demo")
    for number in range(50):
        journal.commit([write(run, run.put(make_post(f"p{number}", f"CANARI numéro {number} chante #demo")))])
    assert b"CANARI" in b"".join(file.read_bytes() for file in path.parent.iterdir())
    for number in range(50):
        journal.commit([write(run, run.delete(f"p{number}"))])

    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"CANARI" not in left


def test_a_copy_that_was_deleted_is_not_in_earlier_changes_of_its_entry(path):
    run = Run()
    journal = Journal(path, "demo")
    for step in (
        run.put(make_post("lead")),
        run.put(make_post("copy-of-omar", by="omar")),
        run.delete("copy-of-omar"),
    ):
        journal.commit([write(run, step)])

    assert [seq for seq, _ in journal.changes(0, 10)] == [3]
    journal.close()
    bodies = b"".join(row[0] for row in sqlite3.connect(path).execute("SELECT body FROM change"))
    assert b"@omar" not in bodies


def test_the_journal_of_another_coverage_is_refused(path):
    Journal(path, "demo").close()

    with pytest.raises(JournalError, match="journal of 'demo'"):
        Journal(path, "other")


def test_a_journal_of_the_format_before_gains_what_it_lacks(path):
    """It had no rulings."""
    run = Run()
    journal = Journal(path, "demo")
    journal.commit([write(run, run.put(make_post()))])
    journal.close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE ruling")
        old.execute("UPDATE meta SET value = 1 WHERE name = 'format'")
    old.close()
    again = Journal(path, "demo")
    again.commit([write(run, run.rule("apart", "a", "b"))])
    again.close()

    saved = Journal(path, "demo").saved()
    assert [(ruling.one, ruling.other) for ruling in saved.rulings] == [("a", "b")]
    assert len(saved.held) == 1


def test_a_damaged_journal_is_refused_loudly(path):
    run = Run()
    journal = Journal(path, "demo")
    for number in range(300):
        journal.commit([write(run, run.put(make_post(f"p{number}", f"mot {number} #demo")))])
    journal.close()
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\x00" * (4096 * 6)
    path.write_bytes(data)

    with pytest.raises(JournalError):
        Journal(path, "demo")


def test_a_file_that_is_no_journal_is_refused(path):
    path.parent.mkdir()
    path.write_text("not a database, by far " * 100)

    with pytest.raises(JournalError):
        Journal(path, "demo")


def test_a_journal_in_use_is_refused(path):
    journal = Journal(path, "demo")

    with pytest.raises(JournalError, match=r"[Bb]usy|locked"):
        Journal(path, "demo")
    journal.close()


def test_a_failed_commit_leaves_nothing_behind(path):
    """All of it, or none."""
    run = Run()
    journal = Journal(path, "demo")
    journal.commit([write(run, run.put(make_post("a", "un #demo")))])
    journal._db.execute("PRAGMA query_only = ON")
    with pytest.raises(JournalError):
        journal.commit([write(run, run.put(make_post("b", "deux #demo")))])
    journal._db.execute("PRAGMA query_only = OFF")

    assert journal.tip == 1
    assert len(journal.changes(0, 10)) == 1


def test_commits_are_synchronous_in_full(path):
    """NORMAL would lose what was accepted when the power fails."""
    journal = Journal(path, "demo")

    assert journal._db.execute("PRAGMA synchronous").fetchall() == [(2,)]
    assert journal._db.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    assert journal._db.execute("PRAGMA secure_delete").fetchall() == [(1,)]


KILLED = """
import os, sys
from pathlib import Path
from livefeed.runtime import journal as journal_module
from livefeed.runtime.journal import Journal, Write
from tests.making import Run, make_post
run, journal = Run(), Journal(Path(sys.argv[1]), "demo")
for number in range(10_000):
    step = run.put(make_post(f"p{number}", f"mot {number} #demo"))
    journal.commit([Write(steps=[step], counters=run.engine.counters, position=("n", str(number)))])
    print(number, flush=True)
"""


def test_what_was_committed_survives_a_kill(path, root):
    """Every number that was said is there, and the position is that of the data."""
    program = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, cwd=root)
    said = [int(program.stdout.readline()) for _ in range(100)]
    program.kill()
    said += [int(line) for line in program.stdout.read().split()]
    program.stdout.close()
    program.wait()
    journal = Journal(path, "demo")
    kept = journal.changes(0, 20_000)

    assert len(kept) >= len(said)
    assert [seq for seq, _ in kept] == list(range(1, len(kept) + 1))
    assert int(journal.position("n")) == len(kept) - 1


def test_a_library_with_the_corruption_bug_is_refused(path, monkeypatch):
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.50.1")

    with pytest.raises(JournalError, match="too old"):
        Journal(path, "demo")


def test_what_is_remembered_of_strangers_is_bounded_on_disk_too(path, monkeypatch):
    """Deletions of posts that were never ours do not fill the disk."""
    monkeypatch.setattr(journal_module, "_BOUNDED", (("tombstone", 10, "tombstones"),))
    run = Run()
    journal = Journal(path, "demo")
    for number in range(50):
        journal.commit([write(run, run.delete(f"p{number}"))])

    assert [one.id for one in journal.saved().tombstones] == [f"p{number}" for number in range(40, 50)]
