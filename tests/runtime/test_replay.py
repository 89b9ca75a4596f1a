"""A replay is the live way with another clock: the same changes, at any speed, cut or not."""

import asyncio
import contextlib
import io
import itertools

import pytest

from livefeed.config.coverage_file import load_coverage
from livefeed.model.times import from_micros
from livefeed.model.wire import change_to_wire
from livefeed.runtime.clock import ScaledClock
from livefeed.runtime.player import play
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.tape import Tape
from tests.clock import ManualClock
from tests.making import NOON, make_coverage
from tests.replay_data.tapes import FOLDER
from tests.replay_data.test_recordings import run, tape_bytes
from tests.runtime.test_tape import line
from tests.serving import writing

FAR = 4_000_000_000_000


@contextlib.asynccontextmanager
async def running(path, coverage, clock):
    """A coverage whose journal is written."""
    one = RunningCoverage(coverage, SqliteJournal(path, coverage.slug), clock, replay=True)
    async with writing(one):
        yield one


@pytest.mark.parametrize("name", ["conference", "earthquake"])
async def test_the_journal_of_a_replay_is_what_pipe_writes(name, tmp_path):
    """Also when it is stopped in the middle and goes on; only what was deleted is no longer there."""
    frames = list(Tape(io.BytesIO(tape_bytes(name))))
    coverage = load_coverage(FOLDER / name / "coverage.toml")
    clock = ManualClock(FAR)
    half = len(frames) // 2
    async with running(tmp_path / "journal", coverage, clock) as one:
        await play(frames[:half], one, clock, tape="t")
    async with running(tmp_path / "journal", coverage, clock) as one:
        assert one.begin_at("t") == half
        await play(frames[half:], one, clock, tape="t", after=half)
        journal = [change_to_wire(change, seq) for seq, change in one.journal.changes(0, 1_000_000)]
        board = {entry.id for entry in one.hub.board}

    import orjson

    piped = [orjson.loads(row) for row in run(name)[0].splitlines()]
    dropped = {change["id"] for change in piped if change["op"] == "drop"}
    kept = {change["seq"] for change in journal}
    assert journal == [change for change in piped if change["seq"] in kept]
    assert all(_entry(change) in dropped or _erased(change, piped) for change in piped if change["seq"] not in kept)
    assert board == set(run(name)[1])


def _entry(change: dict) -> str:
    return change["id"] if change["op"] == "drop" else change["entry"]["id"]


def _erased(change: dict, piped: list[dict]) -> bool:
    """Whether a copy left this entry later, so that what was kept of it had to go."""
    later = [c for c in piped if c["seq"] > change["seq"] and _entry(c) == _entry(change) and c["op"] == "put"]
    counts = [change["entry"]["copy_count"], *(c["entry"]["copy_count"] for c in later)]
    return any(after < before for before, after in itertools.pairwise(counts))


async def test_frames_come_when_the_clock_says_so(tmp_path):
    clock = ManualClock(NOON)
    frames = list(Tape(io.BytesIO(b"\n".join(line((NOON + n * 1000) * 1000) for n in range(3)))))
    async with running(tmp_path / "journal", make_coverage(), clock) as one:
        playing = asyncio.create_task(play(frames, one, clock, tape="t"))
        seen = []
        for _ in range(3):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append(one.intake.counters["frames"])
            await clock.advance(1000)
        await playing

    assert seen == [1, 2, 3]


def test_a_scaled_clock_runs_as_fast_as_it_says(monkeypatch):
    """By the monotonic clock, so that setting the machine's clock changes nothing."""
    from livefeed.runtime import clock as clock_module

    ours = iter([100.0, 101.0, 103.0, 110.0, 111.0])
    monkeypatch.setattr(clock_module.time, "monotonic", lambda: next(ours))
    clock = ScaledClock(from_micros(5_000_000), 10)

    assert clock.now() == 5_000 + 10_000
    assert clock.now() == 5_000 + 30_000
    clock.set(0)
    assert clock.now() == 10_000


async def test_a_replay_lets_time_pass_by_its_tape_alone(tmp_path):
    """Else the same tape would not make the same journal."""
    running = RunningCoverage.open(make_coverage(), tmp_path, ManualClock(NOON), replay=True)
    await running.keep_time()
    running.close()
