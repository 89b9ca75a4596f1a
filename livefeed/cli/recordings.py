"""Find a tape and its coverage by name or file, and set the clock for playing it."""

import hashlib
import re
import tempfile
from datetime import datetime, time, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from livefeed.assets import Assets
from livefeed.cli.serving import Feeder
from livefeed.cli.tape_files import say_skipped
from livefeed.config.coverage_file import load_coverage
from livefeed.model.coverage import Coverage
from livefeed.model.errors import TapeError
from livefeed.model.times import from_micros, parse_iso
from livefeed.runtime.clock import ScaledClock
from livefeed.runtime.player import play
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.tape import Tape, frames_before, open_tape

__all__ = ["Recording", "find_recording", "scratch_folder"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


class Recording:
    """A tape with the coverage that it belongs to."""

    def __init__(self, tape: Path, coverage: Coverage) -> None:
        self.tape = tape
        self.coverage = coverage

    def start(
        self, *, data: Path, speed: float, begin: str | None, alone: bool = False
    ) -> tuple[RunningCoverage, Feeder]:
        """Open the coverage's journal and make ready to play, from where the journal stops if it has begun.

        Args:
            data: folder of the journals.
            speed: above zero.
            begin: `HH:MM[:SS]` in the coverage's time zone, on the tape's first day or the next, or a whole time;
                what comes before it is taken in at once.
            alone: what comes before it is left out.
        """
        with open_tape(self.tape) as raw:
            name = f"tape:{hashlib.file_digest(raw, lambda: hashlib.blake2b(digest_size=8)).hexdigest()}"
            raw.seek(0)
            first = next(iter(Tape(raw)), None)
        if first is None:
            raise TapeError(f"{self.tape}: there is no readable frame in it")
        start = from_micros(first.t) if begin is None else _time(begin, from_micros(first.t), self.coverage.time_zone)
        clock = ScaledClock(start, speed)
        running = RunningCoverage.open(self.coverage, data, clock, replay=True)
        skip = running.begin_at(name)
        if alone:
            skip = max(skip, frames_before(self.tape, start * 1_000))
        tape = Tape(open_tape(self.tape), skip=skip)

        async def feed() -> None:
            left = iter(tape)
            next_frame = next(left, None)
            if next_frame is not None:
                if skip:
                    clock.set(max(start, from_micros(next_frame.t)))
                await play(chain([next_frame], left), running, clock, tape=name, after=skip)
            running.end()
            say_skipped(Path(self.tape.name), tape)

        return running, feed


def find_recording(name: str, coverage: Path | None, assets: Assets) -> Recording:
    """Find a recording that comes with livefeed by its name, or a tape by its file.

    Raises:
        TapeError: there is no such tape, or no coverage file beside it.
        ConfigError: the coverage file is wrong.
    """
    folder = assets.recordings / name
    if _NAME.match(name) and (folder / "tape.ndjson.zst").is_file():
        return Recording(folder / "tape.ndjson.zst", load_coverage(coverage or folder / "coverage.toml"))
    tape = Path(name)
    if not tape.is_file():
        ours = ", ".join(sorted(path.parent.name for path in assets.recordings.glob("*/tape.ndjson.zst")))
        raise TapeError(f"{name}: neither a file nor a recording of ours ({ours})")
    beside = coverage or tape.parent / "coverage.toml"
    if coverage is None and not beside.is_file():
        raise TapeError(f"{name}: there is no coverage.toml beside it\n  Name one: --coverage FILE.toml")
    return Recording(tape, load_coverage(beside))


def scratch_folder(data: Path | None) -> tuple[Path, "tempfile.TemporaryDirectory[str] | None"]:
    """Give the data folder, or a temporary one that goes when it is closed."""
    if data is not None:
        return data, None
    scratch = tempfile.TemporaryDirectory(prefix="livefeed-")
    return Path(scratch.name), scratch


def _time(text: str, first: int, zone: str) -> int:
    """Read `--from`; a time of day is the first such time that is not before the tape's first frame's hour."""
    try:
        of_day = time.fromisoformat(text)
    except ValueError:
        try:
            return parse_iso(text)
        except ValueError as error:
            raise click.BadParameter(
                f"{text!r} is no time; write 14:00 or 2026-10-02T14:00:00-04:00", param_hint="--from"
            ) from error
    begins = datetime.fromtimestamp(first / 1000, ZoneInfo(zone))
    moment = datetime.combine(begins.date(), of_day, ZoneInfo(zone))
    if moment < begins - timedelta(hours=1):
        moment += timedelta(days=1)
    return parse_iso(moment.isoformat())
