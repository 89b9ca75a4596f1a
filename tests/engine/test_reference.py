"""The engine against a slow and obvious one, over any interleaving of what can happen.

The same stories every time. `LIVEFEED_STORIES=5000 pytest --timeout 0 tests/engine/test_reference.py` tries so many of
each kind, and other ones each time.
"""

import os

import pytest
from hypothesis import HealthCheck, given, note, settings

from livefeed.engine.board import Board
from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.model.entry import Entry
from tests.engine.reference import Reference
from tests.engine.reference_posts import Card
from tests.engine.world import ABOUT, Act
from tests.making import make_coverage

MANY = int(os.environ.get("LIVEFEED_STORIES", "0"))
STORIES = settings(
    max_examples=MANY or 100,
    derandomize=not MANY,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def card(entry: Entry) -> Card:
    """What the reference can know of an entry."""
    copies = tuple((copy.id, copy.at, copy.why) for copy in entry.copies)
    assert entry.copy_count == len(copies)
    return Card(
        lead=entry.post.id,
        text=entry.post.text,
        written=entry.post.created_at,
        copies=copies,
        **{
            part: getattr(entry, part)
            for part in ("at", "late", "clock", "edited", "first_seen", "shares", "wave", "accounts", "links")
        },
    )


@pytest.mark.parametrize("window", [1_000, 4])
@pytest.mark.parametrize("about", ABOUT)
def test_the_board_is_the_reference_s_after_each_step(about, window):
    """Whatever the story is about, and whether or not old entries leave the window."""

    @STORIES
    @given(ABOUT[about])
    def compare(story):
        _compare(story, window)

    compare()


def _compare(story: list[Act], window: int) -> None:
    engine, board, reference = Engine(make_coverage(), Limits(posts=window)), Board(), Reference(window)
    for act in story:
        note(str(act))
        at, report, stream = act
        if report is None:
            step = engine.pass_time(at)
            reference.pass_time(at)
        else:
            step = engine.receive(report, received_at=at, stream=stream)
            reference.receive(report, at)
        for change in [] if step is None else step.changes:
            board.apply(change)
        assert [card(entry) for entry in board] == reference.page()
