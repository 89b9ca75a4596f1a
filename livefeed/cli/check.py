"""`livefeed check`: is this coverage file right, and what will it follow?"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from livefeed.config.coverage_file import load_coverage
from livefeed.model.coverage import Coverage

__all__ = ["check"]


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
def check(coverage: Path) -> None:
    """Check a coverage file and say what it follows.

    An error names the file, the line, the key, what was found and what to write instead; the exit code is then 1.
    """
    for line in _summary(load_coverage(coverage)):
        click.echo(line)
    click.echo(f"{coverage}: fine")


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
