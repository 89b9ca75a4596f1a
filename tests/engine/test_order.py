"""Where posts stand, and what is said of clocks that lie."""

from itertools import islice

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.board import Board
from livefeed.engine.order import is_late, place
from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.entry import order_key
from tests.making import DAY, HOUR, MINUTE, NOON, SECOND, Run, make_post


@pytest.mark.parametrize(
    ("claimed", "placed"),
    [
        (NOON - 3 * SECOND, (NOON - 3 * SECOND, "ok")),
        (NOON + MINUTE, (NOON, "ok")),
        (NOON + HOUR, (NOON, "ahead")),
        (0, (NOON, "behind")),
        (-(10**15), (NOON, "behind")),
        (NOON - 2 * DAY, (NOON - 2 * DAY, "archived")),
        (10**18, (NOON, "ahead")),
    ],
)
def test_an_entry_stands_at_the_earlier_of_claim_and_receipt(claimed, placed):
    """And a clock that lies is clamped and marked."""
    assert place(claimed, NOON) == placed


@pytest.mark.parametrize(
    ("claimed", "network_at", "placed"),
    [
        (NOON - 2 * HOUR, NOON - HOUR, (NOON - 2 * HOUR, "ok")),
        (NOON - HOUR + MINUTE, NOON - HOUR, (NOON - HOUR, "ok")),
        (NOON - 30 * MINUTE, NOON - HOUR, (NOON - HOUR, "ahead")),
        (NOON + HOUR, NOON - HOUR, (NOON - HOUR, "ahead")),
        (0, NOON - HOUR, (NOON - HOUR, "behind")),
        (NOON - HOUR, NOON - 2 * DAY, (NOON - 2 * DAY, "archived")),
        (NOON - 2 * DAY, NOON - HOUR, (NOON - 2 * DAY, "archived")),
        (NOON - MINUTE, NOON + HOUR, (NOON - MINUTE, "ok")),
        (NOON + HOUR, NOON + 30 * MINUTE, (NOON, "ahead")),
        (NOON - MINUTE, 0, (NOON - MINUTE, "ok")),
    ],
)
def test_nobody_wrote_what_their_network_had_before(claimed, network_at, placed):
    """What its network says bounds what an author claims, where that says something believable itself."""
    assert place(claimed, NOON, network_at) == placed


def test_what_comes_after_a_cut_stands_where_it_would_have_stood():
    """Whether we were there or not, when somebody's clock is an hour ahead."""
    there, after = Run(), Run()
    for run, received_at in ((there, NOON + SECOND), (after, NOON + 3 * HOUR)):
        run.put(make_post(created_at=NOON + HOUR, network_at=NOON + SECOND), received_at=received_at)

    assert [(run.only.at, run.only.clock) for run in (there, after)] == [(NOON + SECOND, "ahead")] * 2


def test_an_edit_keeps_what_the_network_first_said():
    """It comes with the time of the edit."""
    run = Run()
    run.put(make_post(network_at=NOON + SECOND))
    run.put(make_post(text="deux #demo", edited_at=NOON + HOUR, network_at=NOON + HOUR), received_at=NOON + HOUR)

    assert (run.only.post.text, run.only.post.network_at) == ("deux #demo", NOON + SECOND)


def test_late_means_behind_the_newest_and_behind_its_own_receipt():
    """A quiet hour makes nobody late, nor does an overtaking by seconds."""
    assert is_late(NOON, NOON + 2 * MINUTE, newest=NOON + 2 * MINUTE)
    assert not is_late(NOON, NOON + 2 * MINUTE, newest=NOON - HOUR)
    assert not is_late(NOON, NOON + 2 * SECOND, newest=NOON + 2 * SECOND)
    assert not is_late(NOON, NOON + 2 * SECOND, newest=NOON + HOUR), "another stream's frames may be ahead"


def test_a_late_post_goes_to_its_place_and_is_marked():
    """It is not dropped, and not put on top."""
    run = Run()
    run.put(make_post("early", "un #demo"))
    run.put(make_post("newest", "deux #demo", created_at=NOON + 30 * MINUTE))
    run.put(make_post("late", "trois #demo", created_at=NOON + 5 * MINUTE), received_at=NOON + 31 * MINUTE)

    assert [(entry.post.id, entry.late) for entry in run.page] == [("newest", False), ("late", True), ("early", False)]


def test_an_archived_post_does_not_make_others_late_and_is_not_late():
    """An old post pulled in is old, not late."""
    run = Run()
    run.put(make_post("old", "un #demo", created_at=NOON - 3 * DAY), received_at=NOON)

    assert (run.only.clock, run.only.late) == ("archived", False)


def test_equal_times_lose_nobody():
    """Ties are broken by arrival."""
    run = Run()
    for number in range(50):
        run.put(make_post(f"p{number}", f"mot {number} #demo"))

    assert [entry.post.id for entry in run.page] == [f"p{number}" for number in reversed(range(50))]


@given(st.integers(0, 2**41 - 1), st.integers(0, 2**20 - 1), st.integers(0, 2**41 - 1), st.integers(0, 2**20 - 1))
def test_keys_sort_as_time_and_ordinal_do(at, ordinal, other_at, other_ordinal):
    """The page may compare them as text."""
    assert (order_key(at, ordinal) < order_key(other_at, other_ordinal)) == ((at, ordinal) < (other_at, other_ordinal))


def _entries(count: int):
    run = Run()
    for number in range(count):
        run.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + (number * 7919) % 1000 * SECOND))
    return list(run.entries.values())


def test_the_board_is_bounded_and_lets_the_lowest_go():
    """Past the limit the entries furthest down leave."""
    board = Board(limit=8)
    entries = sorted(_entries(9), key=lambda entry: entry.key)
    for entry in entries:
        board.apply(PutEntry(entry=entry))

    assert [entry.key for entry in board] == [entry.key for entry in reversed(entries[2:])]
    board.apply(DropEntry(id=entries[0].id, ordinal=entries[0].ordinal, why="deleted"))
    assert len(board) == 7


def test_two_entries_of_one_place_do_not_break_the_board():
    """Of one millisecond, and exactly as many entries apart as a key can tell."""
    run, board = Run(), Board()
    run.put(make_post())
    one = run.only
    other = msgspec.structs.replace(one, id="e:other", ordinal=one.ordinal + (1 << 20))
    for change in (PutEntry(entry=one), PutEntry(entry=other), DropEntry(id=one.id, ordinal=one.ordinal, why="x")):
        board.apply(change)
    assert [entry.id for entry in board] == ["e:other"]
    board.apply(DropEntry(id="e:other", ordinal=99, why="x"))

    assert len(board) == 0


def test_what_stands_right_above_a_place_is_found():
    board = Board()
    entries = sorted(_entries(9), key=lambda entry: entry.key, reverse=True)
    for entry in entries:
        board.apply(PutEntry(entry=entry))

    assert [*islice(board.upwards(entries[5].key), 2)] == entries[3:5][::-1]
    assert [*board.upwards(entries[1].key)] == entries[:1]
    assert [*board.upwards(entries[0].key)] == []
    assert [*islice(board.upwards("0" * 16), 3)] == entries[-3:][::-1]


def test_pinned_entries_are_known_until_they_leave():
    board = Board(limit=8)
    entries = sorted(_entries(9), key=lambda entry: entry.key)
    for entry in entries[:4]:
        board.apply(PutEntry(entry=msgspec.structs.replace(entry, pinned=True)))
    assert [entry.id for entry in board.pinned] == [entry.id for entry in entries[3::-1]]
    board.apply(PutEntry(entry=entries[3]))
    board.apply(DropEntry(id=entries[2].id, ordinal=entries[2].ordinal, why="deleted"))
    assert [entry.id for entry in board.pinned] == [entries[1].id, entries[0].id]
    for entry in entries[2:]:
        board.apply(PutEntry(entry=entry))

    assert board.pinned == []
