"""Read a journal off the loop, beside its commits: for readers who are behind, and for searches."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from livefeed.model.change import Change
from livefeed.model.entry import Entry
from livefeed.runtime.journal import Journal

__all__ = ["JournalReader"]


class JournalReader:
    """Reads in a thread of its own, one after the other, so that many who ask cost the loop nothing.

    A journal may be ahead of its hub for a moment: what is committed is read here before it is published there.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal-reader")

    async def changes(self, after: int, limit: int, upto: int) -> list[tuple[int, Change]]:
        """Give the changes that follow a number, up to another one (included), in order, at most so many.

        Erased ones are missing, so that fewer than `upto - after` is no hole.

        Raises:
            JournalError: the journal is damaged.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.changes, after, limit, upto)

    async def search(self, words: frozenset[str], before: int | None, limit: int) -> list[Entry]:
        """Find the entries that have all of these words, as `Journal.search` does.

        Raises:
            JournalError: the journal is damaged.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._journal.search, words, before, limit
        )

    def close(self) -> None:
        """Let the read that goes on end, and no other begin."""
        self._thread.shutdown(wait=True, cancel_futures=True)
