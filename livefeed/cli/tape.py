"""`livefeed tape`: look at tapes, check them, cut them, and put them together."""

import contextlib
import heapq
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from livefeed.cli.tape_anonymise import anonymise
from livefeed.cli.tape_files import RECORDED, output, say_skipped, watched, write_tape
from livefeed.cli.tape_redact import redact
from livefeed.cli.units import Moment
from livefeed.model.errors import PayloadError, TapeError
from livefeed.model.frame import Frame
from livefeed.runtime.intake import CLOCK
from livefeed.runtime.tape import END_OF_TIME, Tape, damaged_pieces, has_index, in_words, open_tape
from livefeed.runtime.tape_clean import Parsers
from livefeed.runtime.tape_facts import TapeFacts, read_header, tape_facts
from livefeed.runtime.tape_index import Piece, index_is_damaged

__all__ = ["tape"]


@click.group()
def tape() -> None:
    """Look at tapes, check them, cut them, put them together, take out what was deleted, make them fit to publish.

    No command changes the tape that it reads: each writes another file.
    """


tape.add_command(redact)
tape.add_command(anonymise)


@tape.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def info(path: Path, *, as_json: bool) -> None:
    """Say what is on a tape: its header, how long it runs, what each stream brought.

    \b
    Example: livefeed tape info replay_data/conference/tape.ndjson.zst
    """
    facts = tape_facts(path)
    click.echo(orjson.dumps(_as_data(facts)) if as_json else _in_words(path, facts))


@tape.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
def verify(path: Path) -> None:
    """Check every checksum, read every line, parse every payload; exit code 1 where something is wrong.

    Says where a damaged piece is and what was in it. All other pieces can be read and played: `tape index` writes a
    tape of them.

    \b
    Example: livefeed tape verify monday.ndjson.zst
    """
    damaged = [_where(path, piece) for piece in damaged_pieces(path)]
    troubles, bad, count = _read_all(path)
    for words in damaged or [f"{path}: {in_words(name, number)}" for name, number in troubles if name == "damaged"]:
        click.echo(words)
    for name, number in troubles:
        if name != "damaged":
            click.echo(f"{path}: {in_words(name, number)}")
    for words in bad:
        click.echo(words)
    with open_tape(path) as raw:
        index_damaged = index_is_damaged(raw)
    if index_damaged:
        click.echo(f"{path}: its index is damaged: `livefeed tape index` writes the tape anew")
    fine = not (damaged or troubles or bad or index_damaged)
    index = "with an index" if has_index(path) else "without an index"
    click.echo(f"{path}: {count} frames, {index}" + (", all well" if fine else ""))
    if not fine:
        sys.exit(1)


def _read_all(path: Path) -> tuple[list[tuple[str, int]], list[str], int]:
    """Parse all of a tape: what is wrong with it, with its payloads in words, and how many frames it has."""
    bad: Counter[str] = Counter()
    last: dict[str, str] = {}
    parsers = Parsers()
    with open_tape(path) as raw:
        frames = Tape(raw, sort=False)
        for frame in watched(frames):
            parse = parsers.of(frame)
            if parse is None:
                bad[f"{frame.stream}: source {frame.source} is not installed"] += frame.source != CLOCK
                continue
            try:
                parse(frame)
            except PayloadError as error:
                bad[frame.stream] += 1
                last[frame.stream] = str(error)
    words = [
        f"{name}: {count} payloads cannot be read" + (f"; the last: {last[name]}" if name in last else "")
        for name, count in sorted((+bad).items())
    ]
    return (
        sorted((name, n) for name, n in frames.counters.items() if name != "frames" and n),
        words,
        frames.counters["frames"],
    )


@tape.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
@output
def index(path: Path, output: Path) -> None:
    """Write the same frames in pieces with checksums and an index, so that times are found without reading it all.

    Recordings of ours have an index, unless their writer was killed. What is damaged is left out and counted.

    \b
    Example: livefeed tape index old.ndjson -o old.ndjson.zst
    """
    if not output.name.endswith(".zst"):
        raise click.BadParameter("only a tape in zstd has an index: NAME.ndjson.zst", param_hint="-o")
    with open_tape(path) as raw:
        source = Tape(raw, sort=False)
        write_tape(output, read_header(path), watched(source))
    say_skipped(path, source)


@tape.command()
@click.argument("path", metavar="TAPE", type=RECORDED)
@output
@click.option(
    "--from", "begin", type=Moment(1_000), default=0, help="Received at this time or later.", show_default=False
)
@click.option(
    "--to", "end", type=Moment(1_000), default=END_OF_TIME, help="Received before this time.", show_default=False
)
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
        source = Tape(raw, sort=False, begin=begin, end=end)
        kept = (frame for frame in watched(source) if not streams or frame.stream in streams)
        write_tape(output, read_header(path), _some(kept, path))
    say_skipped(path, source)


def _some(frames: Iterable[Frame], path: Path) -> Iterator[Frame]:
    """Give frames of a tape.

    Raises:
        TapeError: there are none; says what the tape has.
    """
    one = None
    for one in frames:
        yield one
    if one is None:
        streams = tape_facts(path).streams.items()
        there = "; ".join(f"{name}, {_time(of.first)} to {_time(of.last)}" for name, of in sorted(streams))
        raise TapeError(f"{path}: nothing to keep; on it are {there or 'no frames'}")


@tape.command()
@click.argument("paths", metavar="TAPE TAPE...", type=RECORDED, nargs=-1, required=True)
@output
def merge(paths: tuple[Path, ...], output: Path) -> None:
    """Put tapes together in order of time. A frame that is on several is kept once.

    Title and coverage are those of the first; what else a header says stays where all say the same.

    \b
    Example: livefeed tape merge monday.ndjson.zst monday.2.ndjson.zst -o whole.ndjson.zst
    """
    with contextlib.ExitStack() as opened:
        tapes = [Tape(opened.enter_context(open_tape(path))) for path in paths]
        frames = _once(heapq.merge(*tapes, key=lambda frame: frame.t))
        write_tape(output, _header_of_all(paths), frames)
    for path, one in zip(paths, tapes, strict=True):
        say_skipped(path, one)


def _header_of_all(paths: Sequence[Path]) -> dict[str, Any]:
    """Give the header of several tapes that become one."""
    first, *others = map(read_header, paths)
    named = {key: first[key] for key in ("title", "coverage") if key in first}
    return named | {key: value for key, value in first.items() if all(one.get(key) == value for one in others)}


def _once(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Leave out what is the same as a frame of the same microsecond."""
    at, seen = -1, set[tuple[str, str | bytes]]()
    for frame in frames:
        if frame.t != at:
            at, seen = frame.t, set()
        if (frame.stream, frame.payload) not in seen:
            seen.add((frame.stream, frame.payload))
            yield frame


def _where(path: Path, piece: Piece) -> str:
    """Say where a damaged piece is, and what was in it."""
    where = f"{path}: damaged: bytes {piece.offset:,} to {piece.offset + piece.size:,}"
    if not piece.frames:
        return where
    return f"{where}: {piece.frames} frames from {_time(piece.first)} to {_time(piece.last)}"


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
    lines += [in_words(name, count) for name, count in facts.troubles.items()]
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
