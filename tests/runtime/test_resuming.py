"""Readers who come back get the same from memory as from the journal, also after a restart, and nothing that was deleted."""

from hypothesis import HealthCheck, example, given, settings

from livefeed.engine.board import Board
from livefeed.engine.keeping import version_of
from livefeed.model.change import PutEntry
from livefeed.runtime.hub import Hub
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.runtime.past_conformance import ALL, Story, happenings


class Published:
    """A journal whose commits go on to hubs: one that was there from the start, and one of the last restart."""

    def __init__(self, journal: SqliteJournal) -> None:
        self.journal = journal
        self.hubs = [Hub(epoch=journal.epoch, board=Board())]

    def restart(self) -> None:
        """Begin a second hub from what is written."""
        board = Board()
        for change in self.journal.board(ALL):
            board.apply(change)
        recent = self.journal.changes(0, ALL)
        self.hubs[1:] = [Hub(epoch=self.journal.epoch, board=board, recent=recent, tip=self.journal.tip)]

    def commit(self, writes):
        """Write, and publish what was written."""
        numbered = self.journal.commit(writes)
        for hub in self.hubs:
            hub.publish(numbered)
        return numbered


def board_with(entries, changes) -> list:
    """What a reader has who had these entries and gets these changes."""
    board = Board()
    for entry in entries:
        board.apply(PutEntry(entry=entry))
    for _, change in changes:
        board.apply(change)
    return list(board)


@given(happened=happenings)
@example(happened=[("put", 0, 0, 0), ("put", 1, 1, 0), ("together", 0, 1, 0), ("delete", 1, 0, 0)])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cursor_goes_on_to_the_same_board_from_memory_and_from_the_journal(tmp_path_factory, happened):
    journal = SqliteJournal(tmp_path_factory.mktemp("resuming") / "journal.sqlite3", "demo")
    published = Published(journal)
    story = Story(published)
    had = {0: []}
    for one in happened:
        published.restart()
        story.let(*one)
        had[journal.tip] = list(published.hubs[0].board)

    for hub in published.hubs:
        for seq, entries in had.items():
            assert board_with(entries, hub.after(seq, ALL)) == had[journal.tip]
            assert board_with(entries, journal.changes(seq, ALL)) == had[journal.tip]
        for _, change in hub.after(0, ALL):
            names = version_of(change.entry) if isinstance(change, PutEntry) else None
            assert names is None or not story.deleted & {names.lead, *names.copies, *names.quoted}
    assert published.hubs[0].after(0, ALL) == published.hubs[-1].after(0, ALL)
    journal.close()
