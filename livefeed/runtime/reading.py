"""Read a journal off the loop, beside its commits: for readers who are behind, and for searches."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple, Unpack

from livefeed.engine.query import Query
from livefeed.engine.tally import Tally
from livefeed.model.change import Change
from livefeed.model.entry import Entry
from livefeed.runtime.journal import Journal
from livefeed.runtime.past import Past

__all__ = ["QUESTIONS", "SEARCHES", "JournalReader"]

T = TypeVar("T")
Args = TypeVarTuple("Args")

SEARCHES = 100
"""Searches that may wait; past it whoever asks is told to come back."""

QUESTIONS = 50
"""Questions about the past that may wait, as above."""


class JournalReader:
    """Reads in threads of its own: one for searches, one for the past, one for all else.

    So many who ask cost the loop nothing, and who searches or looks back keeps nobody from catching up.

    A journal may be ahead of its hub for a moment: what is committed is read here before it is published there.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal-reader")
        self._searching = ThreadPoolExecutor(1, thread_name_prefix="journal-search")
        self._searches = 0
        self._looking_back = ThreadPoolExecutor(1, thread_name_prefix="journal-past")
        self._questions = 0

    @property
    def is_busy(self) -> bool:
        """Whether too many searches wait for one more."""
        return self._searches >= SEARCHES

    async def changes(self, after: int, limit: int, upto: int) -> list[tuple[int, Change]]:
        """Give the changes that follow a number, up to another one (included), in order, at most so many.

        Erased ones are missing, so that fewer than `upto - after` is no hole.

        Raises:
            JournalError: the journal is damaged.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.changes, after, limit, upto)

    async def last(self, entry: str) -> Change | None:
        """Give the last change of an entry, as `Journal.last` does.

        Raises:
            JournalError: the journal is damaged.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._journal.last, entry)

    async def search(self, query: Query, before: int | None, limit: int) -> list[Entry]:
        """Find the entries that a query takes, as `Journal.search` does.

        Raises:
            JournalError: the journal is damaged.
        """
        return await self._searched(self._journal.search, query, before, limit)

    async def tally(self, query: Query) -> Tally:
        """Count the entries that a query takes, as `Journal.tally` does.

        Raises:
            JournalError: the journal is damaged.
        """
        return await self._searched(self._journal.tally, query)

    async def _searched(self, act: Callable[[Unpack[Args]], T], *args: *Args) -> T:
        self._searches += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._searching, act, *args)
        finally:
            self._searches -= 1

    @property
    def looks_back_much(self) -> bool:
        """Whether too many questions about the past wait for one more."""
        return self._questions >= QUESTIONS

    async def past(self, question: Callable[[Past], T]) -> T:
        """Ask how things were; the question is asked in a thread.

        Raises:
            JournalError: the journal is damaged.
        """
        self._questions += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._looking_back, question, self._journal.past)
        finally:
            self._questions -= 1

    def close(self) -> None:
        """Let the reads that go on end, and no other begin."""
        for thread in (self._thread, self._searching, self._looking_back):
            thread.shutdown(wait=True, cancel_futures=True)
