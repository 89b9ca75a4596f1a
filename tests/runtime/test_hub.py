"""Readers follow by cursor: everything once, in order, or they are told."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefeed.engine.board import Board
from livefeed.model.change import DropEntry
from livefeed.model.errors import CursorGapError
from livefeed.runtime.hub import Hub


def make_hub(**parts) -> Hub:
    """An empty hub."""
    return Hub(**{"epoch": "abcd", "board": Board()} | parts)


def changes(first: int, last: int, *, erases: bool = False):
    """Numbered changes, each about an entry of its own."""
    return [
        (seq, DropEntry(id=f"e:{seq}", ordinal=seq, why="deleted", erases=erases)) for seq in range(first, last + 1)
    ]


@pytest.mark.parametrize("cursor", ["", "abcd", "abcd.", "abcd.-1", "abcd.1.2", "abcd.x", "abcd.١", "x" * 5000])
def test_a_cursor_that_is_none_is_unreadable(cursor):
    with pytest.raises(CursorGapError, match="unreadable"):
        make_hub().seq(cursor)


@pytest.mark.parametrize("cursor", ["dcba.0", "abcd.7", "abcd.99999999999999999999"])
def test_a_cursor_of_another_journal_or_of_the_future_is_refused(cursor):
    with pytest.raises(CursorGapError, match="another-journal"):
        make_hub(tip=6).seq(cursor)


def test_a_cursor_comes_back_as_it_was_written():
    hub = make_hub(tip=6)

    assert hub.seq(hub.cursor()) == 6
    assert hub.seq(hub.cursor(3)) == 3


def test_a_reader_too_far_behind_is_told():
    hub = make_hub(ring=4)
    hub.publish(changes(1, 10))

    assert [seq for seq, _ in hub.after(6, 100)] == [7, 8, 9, 10]
    with pytest.raises(CursorGapError, match="too-old"):
        hub.after(5, 100)


def test_what_was_erased_is_given_to_nobody_any_more():
    """A reader that comes back gets the deletion, not the words before it."""
    hub = make_hub()
    hub.publish(changes(1, 3))
    hub.publish([(4, DropEntry(id="e:2", ordinal=2, why="deleted", erases=True))])

    assert [seq for seq, _ in hub.after(0, 100)] == [1, 3, 4]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 6), max_size=30), st.data())
def test_readers_that_come_and_go_see_every_change_once_in_order(batches, data):
    """Whatever was cut, and wherever."""
    hub = make_hub()
    seen: dict[int, list[int]] = {0: [], 1: [], 2: []}
    cursors = dict.fromkeys(seen, hub.cursor())
    tip = 0
    for size in batches:
        hub.publish(changes(tip + 1, tip + size))
        tip += size
        for reader in data.draw(st.lists(st.sampled_from(sorted(seen)), max_size=4)):
            got = hub.after(hub.seq(cursors[reader]), data.draw(st.integers(1, 5)))
            seen[reader] += [seq for seq, _ in got]
            if got:
                cursors[reader] = hub.cursor(got[-1][0])
    for reader, numbers in seen.items():
        numbers += [seq for seq, _ in hub.after(hub.seq(cursors[reader]), 10_000)]
        assert numbers == list(range(1, tip + 1))


async def test_who_waits_hears_of_news_at_once_and_of_none_in_time():
    hub = make_hub()
    waiting = asyncio.create_task(hub.wait(0, 60))
    await asyncio.sleep(0)
    hub.publish(changes(1, 1))

    assert await waiting
    assert await hub.wait(0, 60)
    assert not await hub.wait(1, 0)
