"""Each measurement of the engine runs, and counts what it should; how fast is not asked here."""

import gc
import sys

import msgspec
import pytest

from livefeed.assets import Assets
from livefeed.bench.chart import write_chart
from livefeed.bench.copies import count_copies
from livefeed.bench.detectors import REFERENCES, Engine, ExactHash, is_installed
from livefeed.bench.engine import ROWS, Wanted, measure_engine
from livefeed.bench.fold import helds
from livefeed.bench.pairs import Pair, score
from livefeed.runtime.memory import run_long

WORDS = "the northern line is closed between Camden and Euston after a flood in the tunnel"


@pytest.fixture
def wanted(tmp_path) -> Wanted:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_bytes(b"\n".join(map(msgspec.json.encode, [
        Pair(a=WORDS, b=f"RT @x: {WORDS}", label="copy"),
        Pair(a=WORDS, b="Nobody has seen the mayor since lunch, says his driver", label="different"),
    ])) + b"\n")  # fmt: skip
    return Wanted(Assets().recordings, rounds=1, window=1_000, pairs=pairs, posts=200, seconds=0.1)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_can_be_measured(wanted, name):
    rows = list(measure_engine(wanted, [name]))

    assert rows
    assert all(row.figure and row.bar for row in rows)


def test_pairs_are_scored_one_by_one():
    pairs = [
        Pair(a=WORDS, b=WORDS, label="copy"),
        Pair(a=WORDS, b=WORDS, label="different"),
        Pair(a=WORDS, b="something else that nobody would take for the same", label="copy"),
    ]

    assert score(pairs, Engine)[:2] == (0.5, 0.5)
    assert score(pairs, ExactHash)[:2] == (0.5, 0.5)


@pytest.mark.parametrize("name", ["engine", *REFERENCES])
def test_what_left_the_window_is_not_found(name):
    """All detectors hold the same window, or their memory and speed could not be compared."""
    if name != "engine" and not is_installed(name):
        pytest.skip(f"{name} is not installed")
    detector = {"engine": Engine, **REFERENCES}[name](10)
    posts = helds(40)
    first, again = posts[0], msgspec.structs.replace(posts[0], number=12)
    assert not detector.take(first)
    assert detector.take(msgspec.structs.replace(first, number=1))
    for held in posts[2:12]:
        detector.take(held)

    assert not detector.take(again)


def test_copies_are_counted_on_a_recording():
    copies = count_copies(Assets().recordings / "conference")

    assert copies.there > 500
    assert 0 < copies.found <= copies.there
    assert 0 < copies.right <= copies.folded


def test_the_chart_has_a_point_for_each_size(tmp_path):
    write_chart(tmp_path / "growth.svg", [(1_000, 20.0), (10_000, 21.0), (100_000, 22.5)])

    drawn = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert drawn.count("<circle") == 3
    assert "100,000" in drawn


def test_cycles_are_looked_for_seldom_but_still_are_and_threads_take_turns_fast():
    before, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(700)
    sys.setswitchinterval(0.005)
    try:
        run_long()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 700
        assert sys.getswitchinterval() < 0.005
        assert gc.get_freeze_count() > 0
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        sys.setswitchinterval(turn)
