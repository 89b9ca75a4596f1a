"""The archive of what has left the window: in the journal, or in a file of its own, it gives back the same."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.model.post import Delete, Put, Standing
from livefeed.runtime.archive import JournalArchive, TemporaryArchive
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.making import NOON, SECOND, make_coverage, make_post

LIMITS = Limits(posts=3)
WORDS = ["Le café solidaire ouvre à midi https://cafe.example", "La marche part du parc", "Merci", "Il neige encore"]


@st.composite
def reports(draw):
    """Few posts of few people, so that those who have left are met again."""
    post_id, by = f"id{draw(st.integers(0, 9))}", draw(st.sampled_from(["zoe", "omar"]))
    match draw(st.sampled_from(["put", "put", "put", "edit", "boost", "delete", "gone", "hidden", "active"])):
        case "delete":
            return Delete(id=post_id)
        case "gone" | "hidden" | "active" as state:
            return Standing(author=make_post(by=by).author.id, state=state, until=NOON)
        case "boost":
            return Put(post=make_post(f"boost-{post_id}", "", by=by, boost_of=post_id))
        case "edit":
            edited = NOON + draw(st.integers(1, 9)) * SECOND
            return Put(post=make_post(post_id, f"{draw(st.sampled_from(WORDS))} #demo", by=by, edited_at=edited))
    return Put(post=make_post(post_id, f"{draw(st.sampled_from(WORDS))} {post_id} #demo", by=by))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(reports(), st.booleans()), max_size=40))
def test_the_journal_gives_back_what_a_file_does_whenever_it_commits(stream):
    """Also where an entry leaves, comes back and leaves again before any of it is durable."""
    with tempfile.TemporaryDirectory() as folder:
        journal = SqliteJournal(Path(folder) / "journal.sqlite3", "demo")
        archive = JournalArchive(journal)
        engine, other = Engine(make_coverage(), LIMITS, archive), Engine(make_coverage(), LIMITS, TemporaryArchive())
        waiting = []
        for number, (report, commits) in enumerate(stream):
            when = {"received_at": NOON + number * SECOND, "stream": "mastodon:a.example"}
            step = engine.receive(report, **when)
            waiting.append(Write(steps=[step], counters=engine.counters))

            assert step.changes == other.receive(report, **when).changes
            if commits:
                journal.commit(waiting)
                archive.durable(step for write in waiting for step in write.steps)
                waiting = []
        journal.commit(waiting)
        later = Engine(make_coverage(), LIMITS, JournalArchive(journal))
        later.restore(journal.saved())

        assert later.counters == engine.counters
        for post_id in {f"id{n}" for n in range(10)}:
            report = Delete(id=post_id)
            when = {"received_at": NOON + 100 * SECOND, "stream": "mastodon:a.example"}
            assert later.receive(report, **when).changes == other.receive(report, **when).changes
        journal.close()


@pytest.mark.parametrize("deleted", ["old", "copy"])
def test_words_deleted_in_the_archive_are_gone_from_the_disk(tmp_path, deleted):
    path = tmp_path / "journal.sqlite3"
    journal = SqliteJournal(path, "demo")
    engine = Engine(make_coverage(), Limits(posts=2), JournalArchive(journal))
    secret = "un lapin saute par dessus la barrière bleue #demo"
    reports = [Put(post=make_post("old", secret)), Put(post=make_post("copy", f"RT @zoe: {secret}", by="omar"))]
    reports += [Put(post=make_post(f"p{n}", f"mot {n} #demo")) for n in range(4)]
    reports += [Delete(id=name) for name in ("old", "copy")]
    for number, report in enumerate(reports):
        step = engine.receive(report, received_at=NOON + number * SECOND, stream="mastodon:a.example")
        journal.commit([Write(steps=[step], counters=engine.counters)])
    journal.tidy()

    assert deleted.encode() in path.read_bytes()  # the deletion itself is remembered
    assert b"lapin" not in path.read_bytes() + Path(f"{path}-wal").read_bytes()
    journal.close()
