"""The journal on SQLite: durable, checked, and without what was deleted in any byte of its files."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC
from pathlib import Path

import apsw
import pytest
import zstandard

from livefeed.engine.asking import ask
from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.model.change import DropEntry
from livefeed.model.errors import JournalError
from livefeed.model.post import Standing
from livefeed.runtime import sqlite_memory
from livefeed.runtime.archive import JournalArchive
from livefeed.runtime.journal import Journal
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.making import MINUTE, NOON, SECOND, Run, make_coverage, make_post
from tests.runtime.conformance import JournalConformance, write
from tests.runtime.past_conformance import PastConformance


class TestSqliteJournal(JournalConformance, PastConformance):
    """One file in a folder."""

    @staticmethod
    def open(place: Path) -> Journal:
        return SqliteJournal(place / "journal.sqlite3", "demo")

    def back_up(self, journal: Journal, place: Path) -> None:
        place.mkdir()
        journal.backup(place / "journal.sqlite3")


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "demo" / "journal.sqlite3"


def on_disk(folder: Path) -> bytes:
    """Every byte of the files of a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


# What is deleted is gone.


def test_what_was_deleted_is_not_in_the_bytes_on_disk(path):
    """Nor in the write-ahead log, nor in the index, whatever the case."""
    run = Run()
    journal = SqliteJournal(path, "demo")
    for number in range(100):
        post = make_post(f"p{number}", f"CANARI{number} chante #demo", by=f"canari-{number}")
        journal.commit([write(run, run.put(post))])
        journal.commit([write(run, run.put(make_post(f"q{number}", f"reste {number} là #demo")))])
    assert on_disk(path.parent).lower().count(b"canari") > 100
    for number in range(100):
        journal.commit([write(run, run.delete(f"p{number}"))])
        journal.tidy()

    assert b"canari" not in on_disk(path.parent).lower()
    assert not journal.untidy
    journal.close()


def test_a_hidden_post_that_is_deleted_is_not_in_the_bytes_on_disk(path):
    """Though no reader sees a change."""
    run = Run()
    journal = SqliteJournal(path, "demo")
    author = make_post().author.id
    for step in (
        run.put(make_post("a", "CANARI #demo")),
        run.report(Standing(author=author, state="hidden", until=NOON)),
    ):
        journal.commit([write(run, step)])
    journal.tidy()
    assert b"CANARI" in on_disk(path.parent)
    assert journal.commit([write(run, run.delete("a"))]) == []
    assert journal.untidy
    journal.tidy()

    assert b"CANARI" not in on_disk(path.parent)
    journal.close()


def test_digests_of_what_was_deleted_leave_the_index(path):
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(50)])
    journal.commit([write(run, run.delete(f"p{n}")) for n in range(50)])
    journal.close()
    db = apsw.Connection(str(path))
    db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'row')")

    assert db.execute("SELECT count(*) FROM temp.terms").get == 0


def test_a_reader_in_the_way_puts_off_the_emptying_of_the_log(path):
    """Such as a backup that takes long: commits go on, and the words go when it is done."""
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post("a", "CANARI #demo")))])
    reader = apsw.Connection(str(path))
    reader.execute("BEGIN; SELECT count(*) FROM change").fetchall()
    journal.commit([write(run, run.delete("a"))])
    journal.tidy()
    assert journal.untidy
    assert b"CANARI" in on_disk(path.parent)
    journal.commit([write(run, run.put(make_post("b", "encore #demo")))])
    reader.close()
    journal.tidy()

    assert not journal.untidy
    assert b"CANARI" not in on_disk(path.parent)
    journal.close()


def test_words_that_a_killed_process_left_in_the_log_go_at_the_start(path, tmp_path):
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post("a", "CANARI #demo")))])
    journal.commit([write(run, run.delete("a"))])
    left = tmp_path / "left"
    left.mkdir()
    for file in path.parent.glob("journal.sqlite3*"):
        (left / file.name).write_bytes(file.read_bytes())
    journal.close()
    assert b"CANARI" in on_disk(left)
    SqliteJournal(left / path.name, "demo").close()

    assert b"CANARI" not in on_disk(left)


def test_a_backup_has_nothing_of_what_was_deleted(path, tmp_path):
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post("a", "CANARI #demo"))), write(run, run.delete("a"))])
    journal.backup(tmp_path / "copy.sqlite3")
    journal.close()

    assert b"CANARI" not in (tmp_path / "copy.sqlite3").read_bytes()
    assert list(tmp_path.glob("*.part*")) == []


def test_a_backup_takes_no_file_s_place(path, tmp_path):
    journal = SqliteJournal(path, "demo")
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(JournalError, match="mine: is there already"):
        journal.backup(tmp_path / "mine")
    with pytest.raises(JournalError, match=r"No such file|unable to open"):
        journal.backup(tmp_path / "nowhere" / "copy")
    journal.close()

    assert (tmp_path / "mine").read_text() == "precious"


# Damage is noticed, and said.


def filled(path: Path) -> None:
    """Write a journal with a row in each table."""
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit(
        [write(run, run.put(make_post(f"p{n}", f"mot {n} #demo")), position=("tape:x", "17")) for n in range(9)]
    )
    journal.commit([write(run, run.delete("p8")), write(run, run.rule("apart", "p1", "p2"))])
    journal.close()


def damage(path: Path, table: str, key: str) -> None:
    """Flip one bit in the middle of a row's body, on the disk."""
    db = sqlite3.connect(path)
    ((body,),) = db.execute(f"SELECT body FROM {table} ORDER BY {key} LIMIT 1").fetchall()
    db.close()
    data = bytearray(path.read_bytes())
    assert data.count(body) == 1
    data[data.find(body) + len(body) // 2] ^= 1
    path.write_bytes(data)


READS = {
    "change": ("seq", "change, row 1", lambda journal: journal.changes(0, 10)),
    "post": ("number", "post, row 0", lambda journal: journal.saved()),
    "tombstone": ("id", "tombstone, row 'p8'", lambda journal: journal.saved()),
    "ruling": ("pair", r"ruling, row 'p1\np2'", lambda journal: journal.saved()),
    "volume": ("start", f"volume, row {NOON}", lambda journal: journal.past.facts()),
    "position": ("name", "position, row 'tape:x'", lambda journal: journal.position("tape:x")),
}


@pytest.mark.parametrize("table", READS)
def test_a_flipped_bit_is_noticed_by_who_reads_and_by_the_check(path, table):
    """With table and row, and not before it is read: what is sound can be served meanwhile."""
    filled(path)
    key, where, read = READS[table]
    damage(path, table, key)
    journal = SqliteJournal(path, "demo")

    with pytest.raises(JournalError) as read_error:
        read(journal)
    with pytest.raises(JournalError) as check_error:
        journal.check(threading.Event())
    for error in (read_error, check_error):
        assert f"damaged: {where}: the checksum" in str(error.value).replace("\\n", "\n") or where in str(error.value)
    journal.close()


def test_a_change_under_another_number_is_noticed(path):
    """The number is part of the checksum: rows do not change places unseen."""
    filled(path)
    db = apsw.Connection(str(path))
    db.execute("UPDATE change SET seq = 100 WHERE seq = 1; UPDATE change SET seq = 1 WHERE seq = 2")
    db.execute("UPDATE change SET seq = 2 WHERE seq = 100")
    db.close()
    journal = SqliteJournal(path, "demo")

    with pytest.raises(JournalError, match="change, row 1"):
        journal.changes(0, 10)
    journal.close()


def test_a_journal_that_lost_its_end_is_refused(path):
    filled(path)
    db = apsw.Connection(str(path))
    db.execute("DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)")
    db.close()

    with pytest.raises(JournalError, match="the last row is 8, and 10 was written"):
        SqliteJournal(path, "demo")


def test_every_table_with_a_body_is_checked(path):
    """A new one cannot be forgotten: the check asks the schema."""
    filled(path)
    db = apsw.Connection(str(path))
    db.execute("CREATE TABLE later (id TEXT PRIMARY KEY, body BLOB); INSERT INTO later VALUES ('x', x'00')")
    db.close()
    journal = SqliteJournal(path, "demo")

    with pytest.raises(JournalError, match="later, row 'x'"):
        journal.check(threading.Event())
    journal.close()


def test_pages_that_were_overwritten_are_noticed(path):
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(300)])
    journal.close()
    data = bytearray(path.read_bytes())
    data[4096 * 20 : 4096 * 40] = b"\x00" * (4096 * 20)
    path.write_bytes(data)

    with pytest.raises(JournalError):
        SqliteJournal(path, "demo").check(threading.Event())


def test_a_check_stops_when_it_is_told_to(path):
    filled(path)
    damage(path, "post", "number")
    journal = SqliteJournal(path, "demo")
    stop = threading.Event()
    stop.set()

    journal.check(stop)  # what it would have found comes after the first slice
    journal.close()


def test_reading_what_is_remembered_stops_when_it_is_told_to(path):
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post(f"p{n}", f"mot {n} #demo"))) for n in range(1_000)])
    stop = threading.Event()
    assert len(journal.saved(stop).held) == 1_000
    stop.set()

    with pytest.raises(JournalError, match=r"[Ii]nterrupt"):
        journal.saved(stop)
    journal.close()


def test_the_journal_of_another_coverage_is_refused(path):
    SqliteJournal(path, "demo").close()

    with pytest.raises(JournalError, match="journal of 'demo'"):
        SqliteJournal(path, "other")


def write_older(path: Path, form: int) -> None:
    """Put a file there that the program of that time wrote."""
    path.parent.mkdir()
    path.write_bytes(
        zstandard.decompress((Path(__file__).parent / "older" / f"format-{form}.sqlite3.zst").read_bytes())
    )


@pytest.mark.parametrize("form", [1, 2])
def test_a_journal_of_an_older_form_becomes_one_of_this(path, form):
    """A file that the program of that time wrote, byte for byte (format 1 had no rulings).

    Readers go on from where they were, the engine too, and what was written before is found by its words.
    """
    write_older(path, 2)
    if form == 1:
        db = sqlite3.connect(path)
        db.executescript("DROP TABLE ruling; UPDATE meta SET value = 1 WHERE name = 'format'")
        db.close()
    SqliteJournal(path, "demo").close()
    journal = SqliteJournal(path, "demo")
    journal.check(threading.Event())
    saved = journal.saved()
    run = Run()
    run.engine.restore(saved)

    assert (journal.epoch, journal.tip, journal.position("tape:x")) == ("f661aeb3", 9, "12")
    assert [seq for seq, _ in journal.changes(0, 100)] == [1, 2, 4, 5, 6, 7, 8, 9]
    board = [change.entry.post.id for change in journal.board(100)]
    assert board == ["p0", "lead", "p1", "p3", "p4"]
    found = journal.search(ask("mot ete", UTC, NOON).query, None, 9)
    assert [entry.post.id for entry in found] == ["p4", "p3", "p0"]
    assert [len(saved.held), len(saved.profiles), len(saved.rulings)] == [6, 1, form - 1]
    assert (saved.posts_taken, saved.entries_made) == (7, 6)
    assert run.put(make_post("p2", "Mot 2 d'été #demo")).outcome == "buried"
    (change,) = journal.commit([write(run, run.put(make_post("later", by="lea")))])
    assert (change[0], change[1].entry.post.id, change[1].entry.copy_count) == (10, "lead", 2)
    journal.close()


def test_a_journal_with_an_archive_becomes_one_of_this_form(path):
    """Format 3 found entries, posts and authors by name: what the archive has comes back, deletions reach everything."""
    write_older(path, 3)
    SqliteJournal(path, "demo").close()
    journal = SqliteJournal(path, "demo")
    journal.check(threading.Event())
    run = Run()
    run.engine = Engine(make_coverage(), Limits(posts=5), JournalArchive(journal))
    run.engine.restore(journal.saved())
    run.entries = {change.entry.id: change.entry for change in journal.board(100)}

    assert (journal.epoch, journal.tip, journal.position("tape:x")) == ("6bed4022", 11, "13")
    assert [seq for seq, _ in journal.changes(0, 100)] == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert [change.entry.post.id for change in journal.board(100)] == ["p0", "p2", "p3", "lead", "q0", "q1", "q2"]
    found = journal.search(ask("mot ete", UTC, NOON).query, None, 9)
    assert [entry.post.id for entry in found] == ["p2", "p0"]
    assert journal.last(found[1].id).entry == found[1]
    (gone,) = [change for _, change in journal.changes(0, 100) if isinstance(change, DropEntry)]
    assert journal.last(gone.id) == gone
    zoe = run.report(Standing(author=make_post(by="zoe").author.id, state="gone", until=NOON + MINUTE))
    journal.commit([write(run, zoe)])
    journal.commit([write(run, run.delete("p3"))])
    journal.tidy()
    assert [change.entry.post.id for change in journal.board(100)] == ["copy", "q0", "q1", "q2"]
    assert journal.search(ask("mot", UTC, NOON).query, None, 9) == []
    assert b"Mot " not in on_disk(path.parent)
    journal.close()


def test_a_journal_without_times_becomes_one_of_this_form(path):
    """Format 4 did not say when changes were received: it is guessed, and never runs back. What is there is counted."""
    write_older(path, 4)
    SqliteJournal(path, "demo").close()
    journal = SqliteJournal(path, "demo")
    journal.check(threading.Event())
    told = journal.past.changes(0, NOON + 30 * MINUTE, journal.tip, 100)
    facts = journal.past.facts()

    assert (journal.epoch, journal.tip, journal.position("tape:x")) == ("b777ba6c", 11, "11")
    minutes = [(seq, (t - NOON) / MINUTE) for t, seq, _ in told.changes]
    second = 1 / 60
    assert minutes == [
        (1, second),
        (2, 1 + second),
        (3, 2),
        (5, 2),
        (6, 2),
        (7, 6 + second),
        (8, 7 + second),
        (9, 8 + second),
        (10, 9 + second),
        (11, 20),
    ]
    assert [(change.entry.post.id, change.entry.copy_count) for change in journal.board(100)] == [
        ("lead", 1), ("p1", 0), ("lead2", 1), ("q0", 0), ("q1", 0), ("q2", 0),
    ]  # fmt: skip
    then = journal.past.board(NOON + 7 * MINUTE, journal.tip, None, 9)
    assert [(seq, entry.post.id, entry.copy_count) for seq, entry in then.entries] == [
        (7, "lead2", 0), (5, "p1", 0), (3, "lead", 1),
    ]  # fmt: skip
    assert (facts.begins, facts.ends, facts.removed, then.erased_at) == (NOON + SECOND, NOON + 20 * MINUTE, 1, 11)
    assert sum(sum(counts.values()) for counts in facts.volume.values()) == 8
    assert facts.volume[NOON + 2 * MINUTE] == {"bluesky": 1}
    journal.close()


def test_an_index_of_an_older_form_is_written_anew(path):
    """Format 5 knew no phrases and no authors."""
    run, journal = Run(), SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post(f"p{n}", f"un mot {n} #demo"))) for n in range(3)])
    journal.close()
    with closing(apsw.Connection(str(path))) as db:
        db.execute(
            """
            DROP TABLE words;
            CREATE VIRTUAL TABLE words USING fts5(digests, content='', columnsize=0, detail=none, tokenize='ascii');
            INSERT INTO words(rowid, digests) VALUES (1, 'abcd');
            UPDATE meta SET value = 5 WHERE name = 'format';
            """
        )
    journal = SqliteJournal(path, "demo")

    found = journal.search(ask('"mot 1" from:zoe', UTC, NOON).query, None, 9)
    assert [entry.post.id for entry in found] == ["p1"]
    journal.commit([write(run, run.delete("p1"))])
    assert journal.tally(ask("mot", UTC, NOON).query).total == 2
    journal.close()


def test_a_journal_of_a_form_to_come_is_refused(path):
    SqliteJournal(path, "demo").close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = 99 WHERE name = 'format'")
    db.close()

    with pytest.raises(JournalError, match="format 99"):
        SqliteJournal(path, "demo")


def test_a_file_that_is_no_journal_is_refused(path):
    path.parent.mkdir()
    path.write_text("not a database, by far " * 100)

    with pytest.raises(JournalError):
        SqliteJournal(path, "demo")


def test_a_journal_in_use_is_refused(path):
    journal = SqliteJournal(path, "demo")

    with pytest.raises(JournalError, match=r"[Bb]usy|locked"):
        SqliteJournal(path, "demo")
    journal.close()


def test_a_failed_commit_leaves_nothing_behind(path):
    """All of it, or none."""
    run = Run()
    journal = SqliteJournal(path, "demo")
    journal.commit([write(run, run.put(make_post("a", "un #demo")))])
    journal._db.execute("PRAGMA query_only = ON")
    with pytest.raises(JournalError):
        journal.commit([write(run, run.put(make_post("b", "deux #demo")))])
    journal._db.execute("PRAGMA query_only = OFF")

    assert journal.tip == 1
    assert len(journal.changes(0, 10)) == 1


def test_commits_are_synchronous_in_full(path):
    """NORMAL would lose what was accepted when the power fails."""
    journal = SqliteJournal(path, "demo")

    assert journal._db.execute("PRAGMA synchronous").fetchall() == [(2,)]
    assert journal._db.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    assert journal._db.execute("PRAGMA secure_delete").fetchall() == [(1,)]


KILLED = """
import sys
from pathlib import Path
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.making import Run, make_post
run, journal = Run(), SqliteJournal(Path(sys.argv[1]), "demo")
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
    journal = SqliteJournal(path, "demo")
    kept = journal.changes(0, 20_000)

    assert len(kept) >= len(said)
    assert [seq for seq, _ in kept] == list(range(1, len(kept) + 1))
    assert int(journal.position("n")) == len(kept) - 1


def test_a_library_with_the_corruption_bug_is_refused(path, monkeypatch):
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.50.1")

    with pytest.raises(JournalError, match="too old"):
        SqliteJournal(path, "demo")


def test_a_start_does_not_read_what_the_attic_has_forgotten(path, monkeypatch):
    """An entry of which one hash of two is remembered is read; two engines know the same."""
    limits = Limits(posts=1, retired=5)
    monkeypatch.setattr(sqlite_memory, "_LIMITS", limits)
    journal = SqliteJournal(path, "demo")
    run = Run()
    run.engine = Engine(make_coverage(), limits, JournalArchive(journal))
    for number in range(8):
        post = make_post(
            f"p{number}", f"mot {number} #demo", aliases=(f"a{number}",), created_at=NOON + number * MINUTE
        )
        journal.commit([write(run, run.put(post))])
    saved = journal.saved()
    again = Engine(make_coverage(), limits, JournalArchive(journal))
    again.restore(saved)

    names = [f"{kind}{number}" for number in range(8) for kind in "pa"]
    assert [one.entry for one in saved.retired] == [4, 5, 6]
    assert [again.knows(name) for name in names] == [run.engine.knows(name) for name in names]
    journal.close()


def test_what_is_remembered_of_strangers_is_bounded_on_disk_too(path, monkeypatch):
    """Deletions of posts that were never ours do not fill the disk."""
    monkeypatch.setattr(sqlite_memory, "_BOUNDED", (("tombstone", 10, "tombstones"),))
    run = Run()
    journal = SqliteJournal(path, "demo")
    for number in range(50):
        journal.commit([write(run, run.delete(f"p{number}"))])

    assert [one.id for one in journal.saved().tombstones] == [f"p{number}" for number in range(40, 50)]
