"""`livefeed check`: is this coverage file right, and what will it follow?"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from livefeed.cli.trying import follow_for
from livefeed.config.coverage_file import load_coverage
from livefeed.model.coverage import Coverage
from livefeed.model.errors import ForbiddenError, LivefeedError, RefusedError, SilentError, UnreachableError
from livefeed.model.times import SECOND
from livefeed.runtime.following import Following
from livefeed.runtime.health import Health, in_words
from livefeed.runtime.running import RunningCoverage

__all__ = ["check"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option("--connect", is_flag=True, help="Try each stream, and say what came.")
@click.option("--seconds", default=20, show_default=True, type=click.IntRange(1, 600), help="How long to try.")
def check(coverage: Path, connect: bool, seconds: int) -> None:  # noqa: FBT001 - a flag of the command line
    """Check a coverage file and say what it follows.

    An error names the file, the line, the key, what was found and what to write instead; the exit code is then 1. With
    --connect it is 1 too when a stream does not work.
    """
    followed = load_coverage(coverage)
    for line in _summary(followed):
        click.echo(line)
    if connect and not _try(followed, seconds):
        raise LivefeedError(f"{coverage}: not every stream works")
    click.echo(f"{coverage}: fine")


def _try(coverage: Coverage, seconds: int) -> bool:
    """Follow for some seconds; tells whether every stream worked."""
    worked = True

    async def watch(running: RunningCoverage, following: Following) -> None:
        nonlocal worked
        began = running.clock.now()
        while running.clock.now() - began < seconds * SECOND:
            await running.clock.sleep_until(running.clock.now() + SECOND // 4)
            if all(way.payloads or way.state == "stopped" for way in following.health):
                break
        await running.writer.settled()
        now = running.clock.now()
        for way in following.health:
            click.echo(f"  {way.stream}, {way.way}: {in_words(way, now)}; payloads: {way.payloads}")
            advice = _advice(way)
            if advice:
                click.echo(f"    {advice}")
        for stream, (count, last) in sorted(running.intake.unreadable.items()):
            click.echo(f"  {stream}: {count} could not be read; the last: {last}")
        click.echo(f"  entries: {len(running.hub.board)}")
        streams = {way.stream for way in following.health}
        worked = all(any(way.works for way in following.health if way.stream == stream) for stream in streams)

    click.echo(f"Trying for up to {seconds} s …", err=True)
    follow_for(coverage, watch)
    return worked


def _advice(way: Health) -> str:  # noqa: PLR0911 - one line a problem
    """Say what to do about a stream that does not work."""
    match way.problem:
        case RefusedError(status=401 | 403):
            return (
                "Is there a token_env, and does its variable hold a token that is still good, with the right to read?"
            )
        case RefusedError(status=404):
            return "Is the address right?"
        case RefusedError(status=429):
            return "Nothing is wrong: the server wants to be asked later."
        case ForbiddenError():
            return 'A peer on this machine or in a private network must be allowed: [network] allow = ["…"].'
        case UnreachableError():
            return "Is the name of the host right, and is this machine connected?"
        case SilentError():
            return "The server may be overloaded; it is tried again, and others where there are several."
    return ""


def _summary(coverage: Coverage) -> list[str]:
    zone = ZoneInfo(coverage.time_zone)

    def shown(at: int | None) -> str:
        return "any time" if at is None else datetime.fromtimestamp(at / 1000, zone).strftime("%Y-%m-%d %H:%M")

    lines = [
        f"/{coverage.slug}: " + " / ".join(dict.fromkeys(coverage.title.values())),
        f"  from {shown(coverage.starts)} to {shown(coverage.ends)}, {coverage.time_zone}",
    ]
    for label, words in (
        ("any of", [f"#{tag}" for tag in coverage.hashtags]),
        ("all of", [f"#{tag}" for tag in coverage.require]),
        ("none of", list(coverage.exclude)),
        ("only in", list(coverage.languages)),
        ("following", list(coverage.accounts.follow)),
        ("never from", list(coverage.accounts.block)),
    ):
        if words:
            lines.append(f"  {label}: {', '.join(words)}")
    lines += [f"  stream {stream.id}{' (all of it)' if stream.match == 'all' else ''}" for stream in coverage.streams]
    lines += [f"  cause {cause.kind}: {cause.url}" for cause in coverage.causes]
    return lines
