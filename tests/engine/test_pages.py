"""Paging by keys while posts arrive above and below, and while entries go."""

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.board import Board
from livefeed.model.entry import Entry
from tests.making import HOUR, NOON, SECOND, Run, make_post

TIMES = st.integers(0, 5).map(lambda second: NOON + second * SECOND)
"""Few moments for many posts, so that most stand at equal times."""


class Reader:
    """Turns pages of a board, by `before` as the pages do, or by walking on from a key as `entries.json` does."""

    def __init__(self, board: Board, size: int, *, walks: bool) -> None:
        self._board, self._size, self._walks = board, size, walks
        self.seen: list[str] = []

    def turn(self) -> bool:
        """Read the next page; false where there is none."""
        page = self._board.newest(self._size)
        if self.seen:
            page = list(islice(self._board.downwards(self.seen[-1]), self._size)) if self._walks else self._page()
        self.seen += [entry.key for entry in page]
        return bool(page)

    def _page(self) -> list[Entry]:
        page = self._board.before(self.seen[-1], self._size)
        assert len(page) <= self._size
        return page


def _put(run: Run, board: Board, number: int, at: int) -> None:
    step = run.put(make_post(f"p{number}", f"mot {number} #demo", created_at=at), received_at=NOON + HOUR)
    for change in step.changes:
        board.apply(change)


@given(
    there=st.lists(TIMES, min_size=1, max_size=30),
    coming=st.lists(st.lists(st.one_of(TIMES, st.integers(0, 29)), max_size=6), max_size=30),
    size=st.integers(1, 7),
    walks=st.booleans(),
)
def test_pages_never_skip_or_repeat(there, coming, size, walks):
    """What stood there at the start and stays is read once, whatever comes or goes between two pages."""
    run, board = Run(), Board()
    for number, at in enumerate(there):
        _put(run, board, number, at)
    reader = Reader(board, size, walks=walks)
    stood = {entry.post.id: entry.key for entry in board}
    number = len(there)
    while reader.turn():
        for news in coming.pop() if coming else []:
            if news >= NOON:
                _put(run, board, number, news)
                number += 1
            else:
                stood.pop(f"p{news}", None)
                for change in run.delete(f"p{news}").changes:
                    board.apply(change)

    assert reader.seen == sorted(set(reader.seen), reverse=True)
    assert set(stood.values()) <= set(reader.seen)


@given(st.permutations(range(12)), st.integers(1, 5))
def test_equal_times_lose_nobody_on_any_page(order, size):
    """Each has a key of its own, in whatever order the board hears of them."""
    run, board = Run(), Board()
    steps = [run.put(make_post(f"p{number}", f"mot {number} #demo")) for number in range(12)]
    for number in order:
        board.apply(steps[number].changes[0])
    reader = Reader(board, size, walks=False)
    while reader.turn():
        pass

    assert reader.seen == [entry.key for entry in run.page]
    assert len(set(reader.seen)) == 12
