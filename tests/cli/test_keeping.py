"""What is kept, as an operator meets it: copies while a server runs, damage that is said, figures."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.test_commands import COVERAGE, Server, livefeed, post


@pytest.fixture
def coverage(tmp_path):
    (tmp_path / "coverage.toml").write_text(COVERAGE)
    return tmp_path / "coverage.toml"


def delete(number: int) -> str:
    """One line of a tape: a deletion."""
    return post(number, op="delete")


def texts(answer: dict) -> list[int]:
    """The numbers of the posts of an answer."""
    return [int(entry["post"]["text"].split()[1]) for entry in answer["entries"]]


def test_a_copy_made_while_a_server_writes_can_take_the_journals_place(coverage, tmp_path):
    """With what was there, without what was deleted; readers of the original get a fresh board."""
    read, write = os.pipe()
    server = Server("serve", coverage, "--data", tmp_path / "data", "--stdin", stdin=read)
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as pipe:
        pipe.write("".join(f"{post(n)}\n" for n in range(9)).encode() + delete(4).encode() + b"\n")
        before = server.wait_for("demo/entries.json", lambda answer: texts(answer) == [8, 7, 6, 5, 3, 2, 1, 0])
        copied = livefeed("backup", coverage, "--data", tmp_path / "data", "-o", tmp_path / "copy.sqlite3")
        again = livefeed("backup", coverage, "--data", tmp_path / "data", "-o", tmp_path / "copy.sqlite3")
        pipe.write(post(20).encode() + b"\n")
        server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 9)
    server.stop()
    assert (copied.returncode, again.returncode) == (0, 1)
    assert b"copy.sqlite3: is there already" in again.stderr
    assert b"mot 4" not in (tmp_path / "copy.sqlite3").read_bytes()

    (tmp_path / "other" / "demo").mkdir(parents=True)
    (tmp_path / "copy.sqlite3").rename(tmp_path / "other" / "demo" / "journal.sqlite3")
    server = Server("serve", coverage, "--data", tmp_path / "other", "--offline")
    after = server.get("demo/entries.json?q=mot")
    gone_on = server.get(f"demo/entries.json?after={before['cursor']}")
    server.stop()

    assert [entry | {"marks": []} for entry in before["entries"]] == [e | {"marks": []} for e in after["entries"]]
    assert (gone_on["type"], gone_on["why"]) == ("board", "another-journal")


def test_there_is_nothing_to_copy_where_there_is_no_journal(coverage, tmp_path):
    done = livefeed("backup", coverage, "--data", tmp_path / "data", "-o", tmp_path / "copy.sqlite3")

    assert done.returncode == 1
    assert b"there is no journal" in done.stderr
    assert not (tmp_path / "copy.sqlite3").exists()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("change", "change, row 1: the checksum"),
        ("post", "post, row 0"),
        ("position", "position, row 'tape:"),
    ],
)
def test_a_server_whose_journal_is_damaged_says_where_and_stops(coverage, tmp_path, table, words):
    """At once where it is about the page, soon where nobody has asked for it: it looks by itself."""
    (tmp_path / "tape.ndjson").write_text("".join(f"{post(n)}\n" for n in range(5)))
    server = Server("replay", tmp_path / "tape.ndjson", "--speed", "100", "--data", tmp_path / "data")
    server.wait_for("demo/entries.json", lambda answer: answer["state"] == "ended")
    server.stop()
    file = tmp_path / "data" / "demo" / "journal.sqlite3"
    with sqlite3.connect(file) as db:
        db.execute(f"UPDATE {table} SET body = zeroblob(length(body))")
    db.close()
    done = livefeed("serve", coverage, "--data", tmp_path / "data", "--offline", "--port", "0")

    assert done.returncode == 1
    assert f"journal.sqlite3: damaged: {words}" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_the_journals_figures_come_with_their_references(tmp_path):
    """The journal that was filled is used again."""
    arguments = ("bench", "journal", "--seconds", "1", "--rate", "20", "--changes", "700", "--data", tmp_path / "data")
    done = livefeed(*arguments)
    filled = name_of(tmp_path / "data" / "bench" / "journal.sqlite3")
    livefeed(*arguments)

    assert done.returncode == 0, done.stderr
    for words in ("the journal", "appended and synced", "plain SQLite", "first page", "engine ready"):
        assert words in done.stdout.decode()
    assert name_of(tmp_path / "data" / "bench" / "journal.sqlite3") == filled


def name_of(file: Path) -> str:
    """The name of a journal: one that was made anew has another."""
    db = sqlite3.connect(file)
    ((epoch,),) = db.execute("SELECT value FROM meta WHERE name = 'epoch'")
    db.close()
    return epoch
