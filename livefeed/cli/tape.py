"""`livefeed tape`: look at tapes, cut them, put them together, and take out what was deleted."""

import contextlib
import heapq
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.progress import track

from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.model.times import parse_iso
from livefeed.runtime.intake import CLOCK
from livefeed.runtime.recorder import Recorder
from livefeed.runtime.tape import Tape, open_tape
from livefeed.runtime.tape_facts import TapeFacts, read_header, tape_facts
from livefeed.runtime.tape_redact import Gone, find_gone, redacted
from livefeed.sources.base import load_source

__all__ = ["tape"]

_ENDLESS = 1 << 62
_TAPE = click.Path(path_type=Path, dir_okay=False)


class _Moment(click.ParamType[int]):
    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a time as microseconds since 1970 UTC."""
        if isinstance(value, int):
            return value
        try:
            return parse_iso(value) * 1_000
        except ValueError:
            self.fail(f"found {value}; write 2026-10-02T14:00:00-04:00", param, ctx)


@click.group()
def tape() -> None:
    """Look at tapes, cut them, put them together, and take out what was deleted.

    No command changes the tape that it reads: each writes another file.
    """


_output = click.option("-o", "--output", required=True, type=_TAPE, help="File to write; must not be there yet.")


@tape.command()
@click.argument("path", metavar="TAPE", type=_TAPE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def info(path: Path, *, as_json: bool) -> None:
    """Say what is on a tape: its header, how long it runs, what each stream brought.

    \b
    Example: livefeed tape info replay_data/conference/tape.ndjson.zst
    """
    facts = tape_facts(path)
    click.echo(orjson.dumps(_as_data(facts)) if as_json else _in_words(path, facts))


@tape.command()
@click.argument("path", metavar="TAPE", type=_TAPE)
def verify(path: Path) -> None:
    """Read every line and parse every payload; exit code 1 where something cannot be read.

    \b
    Example: livefeed tape verify monday.ndjson.zst
    """
    bad: Counter[str] = Counter()
    last: dict[str, str] = {}
    parsers = _Parsers()
    with open_tape(path) as raw:
        frames = Tape(raw, sort=False)
        for frame in _watched(frames):
            parse = parsers.of(frame)
            if parse is None:
                bad[f"{frame.stream}: source {frame.source} is not installed"] += frame.source != CLOCK
                continue
            try:
                parse(frame)
            except PayloadError as error:
                bad[frame.stream] += 1
                last[frame.stream] = str(error)
    troubles = {name: count for name, count in frames.counters.items() if name != "frames"}
    for name, count in sorted(troubles.items()):
        click.echo(f"{path}: {count} lines are {name.replace('_', ' ')}")
    for name, count in sorted((+bad).items()):
        click.echo(f"{name}: {count} payloads cannot be read" + (f"; the last: {last[name]}" if name in last else ""))
    click.echo(f"{path}: {frames.counters['frames']} frames" + ("" if troubles or +bad else ", all well"))
    if troubles or +bad:
        sys.exit(1)


@tape.command()
@click.argument("path", metavar="TAPE", type=_TAPE)
@_output
@click.option("--from", "begin", type=_Moment(), default=0, help="Received at this time or later.", show_default=False)
@click.option("--to", "end", type=_Moment(), default=_ENDLESS, help="Received before this time.", show_default=False)
@click.option("--stream", "streams", multiple=True, help="Only this stream; may be given several times.")
def cut(path: Path, output: Path, begin: int, end: int, streams: tuple[str, ...]) -> None:
    """Keep a span of time, or some streams, of a tape.

    Posts of before the span are not on the new tape: what is said of them there (edits, deletions, boosts) means
    nothing to who plays it.

    \b
    Example: livefeed tape cut day.ndjson.zst -o hour.ndjson.zst --from 2026-10-02T14:00-04:00 --to 2026-10-02T15:00-04:00
    """
    if begin >= end:
        raise click.UsageError("--from: is not before --to")
    with open_tape(path) as raw:
        source = Tape(raw, sort=False)
        kept = (f for f in _watched(source) if begin <= f.t < end and (not streams or f.stream in streams))
        _written(output, read_header(path), kept)
    _say_skipped(path, source)


@tape.command()
@click.argument("paths", metavar="TAPE TAPE...", type=_TAPE, nargs=-1, required=True)
@_output
def merge(paths: tuple[Path, ...], output: Path) -> None:
    """Put tapes together in order of time; the header is that of the first. A frame that is on several is kept once.

    \b
    Example: livefeed tape merge monday.ndjson.zst monday.2.ndjson.zst -o whole.ndjson.zst
    """
    with contextlib.ExitStack() as opened:
        tapes = [Tape(opened.enter_context(open_tape(path))) for path in paths]
        frames = _once(heapq.merge(*tapes, key=lambda frame: frame.t))
        _written(output, read_header(paths[0]), frames)
    for path, one in zip(paths, tapes, strict=True):
        _say_skipped(path, one)


@tape.command()
@click.argument("path", metavar="TAPE", type=_TAPE)
@_output
@click.option("--post", "posts", multiple=True, help="Also this post, by its id or address.")
@click.option("--account", "accounts", multiple=True, help="Also all of this account, by its handle or id.")
def redact(path: Path, output: Path, posts: tuple[str, ...], accounts: tuple[str, ...]) -> None:
    """Take out what its authors have deleted by the end of the tape, and what you name.

    A frame that holds other posts too keeps them. What cannot be parsed is left out: nobody can tell what is in it.
    That something was deleted stays on the tape, without its words.

    \b
    Example: livefeed tape redact day.ndjson.zst -o public.ndjson.zst --account @zoe@a.example
    """
    parsers = _Parsers()
    gone = Gone(posts, accounts)
    with open_tape(path) as raw:
        find_gone(_watched(Tape(raw, sort=False)), parsers.of, gone)
    counters: Counter[str] = Counter()

    def left(frames: Tape) -> Iterator[Frame]:
        for frame in _watched(frames):
            parse = parsers.of(frame)
            if frame.source == CLOCK:
                yield frame
            elif parse is None:
                counters["unreadable"] += 1
            elif (one := redacted(frame, parse, gone, counters)) is not None:
                yield one

    with open_tape(path) as raw:
        source = Tape(raw, sort=False)
        _written(output, read_header(path), left(source))
    _say_skipped(path, source)
    click.echo(
        f"frames kept as they were: {counters['kept']}, cut: {counters['cut']}, removed: {counters['removed']}, "
        f"removed with other posts: {counters['removed_whole']}, left out unread: {counters['unreadable']}",
        err=True,
    )


class _Parsers:
    """Sources by name, loaded once."""

    def __init__(self) -> None:
        self._known: dict[str, Callable[[Frame], list[Any]] | None] = {}

    def of(self, frame: Frame) -> Callable[[Frame], list[Any]] | None:
        """Give what parses a frame; None where its source is not installed."""
        if frame.source not in self._known:
            kind = load_source(frame.source)
            self._known[frame.source] = None if kind is None else kind().parse
        return self._known[frame.source]


def _watched(frames: Iterable[Frame]) -> Iterable[Frame]:
    """Show progress on a terminal."""
    console = Console(stderr=True)
    return track(frames, "Frames", total=None, console=console, disable=not console.is_terminal, transient=True)


def _once(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Leave out what is the same as a frame of the same microsecond."""
    at, seen = -1, set[tuple[str, str | bytes]]()
    for frame in frames:
        if frame.t != at:
            at, seen = frame.t, set()
        if (frame.stream, frame.payload) not in seen:
            seen.add((frame.stream, frame.payload))
            yield frame


def _written(path: Path, header: dict[str, Any], frames: Iterable[Frame]) -> None:
    """Write a tape as one file.

    Raises:
        TapeError: there is a file of this name, or it cannot be written; then none is left behind.
    """
    recorder = Recorder(path, header, most_bytes=_ENDLESS, longest=_ENDLESS)
    try:
        for frame in frames:
            recorder.write(frame)
    except TapeError:
        recorder.close()
        path.unlink(missing_ok=True)
        raise
    recorder.close()
    click.echo(f"{path}: {recorder.frames} frames, {path.stat().st_size:,} bytes", err=True)


def _say_skipped(path: Path, read: Tape) -> None:
    for name, count in sorted(read.counters.items()):
        if name != "frames":
            click.echo(f"{path}: {count} lines skipped: {name.replace('_', ' ')}", err=True)


def _time(micros: int) -> str:
    return datetime.fromtimestamp(micros / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _in_words(path: Path, facts: TapeFacts) -> str:
    lines = [f"{path}: {facts.frames:,} frames, {facts.size:,} bytes"]
    lines += [f"{key}: {value if isinstance(value, str) else orjson.dumps(value).decode()}" for key, value in facts.header.items()]  # fmt: skip
    if facts.first is not None and facts.last is not None:
        lines.append(f"from {_time(facts.first)} to {_time(facts.last)}")
    if facts.backwards:
        lines.append(f"frames received before the one above them: {facts.backwards:,}")
    lines += [
        f"  {name}: {one.frames:,} frames, {one.bytes:,} bytes, {_time(one.first)} to {_time(one.last)}"
        for name, one in sorted(facts.streams.items())
    ]
    lines += [f"{count} lines are {name.replace('_', ' ')}" for name, count in facts.troubles.items()]
    return "\n".join(lines)


def _as_data(facts: TapeFacts) -> dict[str, Any]:
    return {
        "header": facts.header,
        "size": facts.size,
        "frames": facts.frames,
        "first": facts.first,
        "last": facts.last,
        "backwards": facts.backwards,
        "streams": {
            name: {"frames": one.frames, "bytes": one.bytes, "first": one.first, "last": one.last}
            for name, one in sorted(facts.streams.items())
        },
        "troubles": facts.troubles,
    }
