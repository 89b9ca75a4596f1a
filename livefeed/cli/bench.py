"""`livefeed bench`: how fast it is on this machine."""

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from livefeed.assets import Assets
from livefeed.bench.chart import write_chart
from livefeed.bench.engine import ROWS, Wanted, measure_engine
from livefeed.bench.fanout.cases import CASES
from livefeed.bench.fanout.publishing import COVERAGE, publish_on_order
from livefeed.bench.fanout.rig import Rig
from livefeed.bench.journal import fill, measure_commits
from livefeed.bench.past import measure_cost, measure_past, measure_sizes
from livefeed.bench.restart import measure_restarts
from livefeed.bench.search import BAR, fill_entries, measure_searches
from livefeed.bench.sources import measure
from livefeed.cli.serving import run_until_stopped
from livefeed.model.errors import BenchError
from livefeed.model.times import DAY
from livefeed.runtime.clock import SystemClock
from livefeed.runtime.memory import run_long
from livefeed.runtime.running import RunningCoverage

__all__ = ["bench"]


@click.group()
def bench() -> None:
    """Measure speed on this machine, each figure beside its references; docs/performance.md says what was measured."""


@bench.command()
@click.option(
    "--jetstream", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Recorded messages, one a line."
)
def sources(jetstream: Path | None) -> None:
    """Payloads parsed and matched a second and core, and how fast others' posts are turned away."""
    table = Table("what", "payloads", "a second, one core", "noise")
    for line in measure(sorted(Assets().recordings.glob("*/tape.ndjson.zst")), jetstream):
        table.add_row(line.what, str(line.payloads), f"{line.per_second:,.0f}", f"±{line.spread / 2:.0%}")
    Console().print(table)


@bench.command()
@click.option(
    "--seconds", default=20.0, show_default=True, type=click.FloatRange(1, 600), help="For each kind of commit."
)
@click.option("--rate", default=100.0, show_default=True, type=click.FloatRange(1, 2_000), help="Posts a second.")
@click.option(
    "--changes", default=1_000_000, show_default=True, type=click.IntRange(1), help="In the journal restarted."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for that journal, which takes minutes to fill; used again the next time.",
)
def journal(seconds: float, rate: float, changes: int, data: Path | None) -> None:
    """How long until a post is durable, and until a restarted server has its first page.

    The references keep the same bytes without changes, engine's memory and index: appended to a file, and as rows of
    plain SQLite.
    """
    console = Console()
    run_long()
    table = Table("until durable", "posts", "median ms", "p99 ms", "longest ms")
    for line in measure_commits(seconds, rate):
        table.add_row(line.what, str(line.posts), f"{line.median:.2f}", f"{line.p99:.2f}", f"{line.longest:.1f}")
    console.print(table)
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        folder = data or Path(scratch)
        with Progress(console=Console(stderr=True), disable=not console.is_terminal, transient=True) as progress:
            filling = progress.add_task("Filling a journal", total=changes)
            path = fill(folder, changes, lambda written: progress.update(filling, completed=written))
        table = Table(f"restart, {changes:,} changes, {path.stat().st_size / 1e6:,.0f} MB", "median ms", "longest ms")
        for took in measure_restarts(folder, path):
            table.add_row(took.what, f"{took.median:,.0f}", f"{took.longest:,.0f}")
        console.print(table)


@bench.command()
@click.option("--posts", default=200_000, show_default=True, type=click.IntRange(1_000), help="Of a day; 1000000 too.")
@click.option("--rounds", default=200, show_default=True, type=click.IntRange(1, 10_000), help="Of each question.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the journal, which takes minutes to fill; used again the next time.",
)
def past(posts: int, rounds: int, data: Path | None) -> None:
    """How long a player waits for any moment of a day, over HTTP, beside a fold from the start."""
    console = Console()
    run_long()
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        folder = (data or Path(scratch)) / f"day-{posts}"
        with Progress(console=Console(stderr=True), disable=not console.is_terminal, transient=True) as progress:
            filling = progress.add_task("Filling a journal", total=posts)
            path = fill(folder, posts, lambda written: progress.update(filling, completed=written), DAY // posts)
        table = Table(f"a day of {posts:,} posts", "median ms", "p99 ms", "longest ms", "kB", "bar")
        for line in measure_past(folder, path, rounds):
            size = "" if line.size is None else f"{line.size / 1e3:,.0f}"
            figures = (f"{line.median:,.2f}", f"{line.p99:,.2f}", f"{line.longest:,.1f}")
            table.add_row(line.what, *figures, size, line.bar)
        console.print(table)
        for what, taken in measure_sizes(path):
            console.print(f"{what}: {taken / 1e6:,.1f} MB", style="dim", highlight=False)
        console.print(f"a change at commit: {measure_cost()}", style="dim", highlight=False)


@bench.command()
@click.option("--entries", default=1_000_000, show_default=True, type=click.IntRange(1_000), help="In the journal.")
@click.option("--rounds", default=100, show_default=True, type=click.IntRange(1), help="Searches of each kind.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for that journal, which takes minutes to fill; used again the next time.",
)
def search(entries: int, rounds: int, data: Path | None) -> None:
    """How long a search takes: the first page of hits, and how many there are in which hours.

    The references know no authors, links or times, and keep words that were deleted: an FTS5 table of the texts as they
    are, and a look through all texts for the same letters.
    """
    console = Console()
    with tempfile.TemporaryDirectory(prefix="livefeed-bench-") as scratch:
        folder = data or Path(scratch)
        with Progress(console=Console(stderr=True), disable=not console.is_terminal, transient=True) as progress:
            filling = progress.add_task("Filling a journal", total=entries)
            path = fill_entries(folder, entries, lambda written: progress.update(filling, completed=written))
        title = f"{entries:,} entries, {path.stat().st_size / 1e6:,.0f} MB"
        table = Table(title, "hits", "median ms", "p99 ms", "", "p99 ms of processor", "plain FTS5 ms", "scan ms")
        for line in measure_searches(folder, path, entries, rounds):
            mark = "[green]met[/]" if line.p99 <= BAR else "[red]missed[/]"
            figures = [f"{line.median:.1f}", f"{line.p99:.1f}", mark, f"{line.processor:.1f}"]
            others = ["" if other is None else f"{other:.1f}" for other in (line.plain, line.scan)]
            table.add_row(line.what, line.hits, *figures, *others)
        console.print(table)


@bench.command()
@click.option("--readers", default=10_000, show_default=True, type=click.IntRange(1, 50_000), help="At most so many.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 99), help="Of each measurement.")
@click.option("--only", "names", multiple=True, type=click.Choice(list(CASES)), help="This case; can be given again.")
def fanout(readers: int, rounds: int, names: tuple[str, ...]) -> None:
    """Delivery to thousands of readers: what it costs, and what it stands. Takes eight minutes, and a C compiler.

    The server has one core, the readers another. CPU-seconds are the server's, for a million deliveries.
    """
    table = Table("what", "bar", "figure", "", "noise", "beside it")
    failed: list[BenchError] = []
    with Rig(readers, rounds, lambda words: click.echo(f"{words} …", err=True)) as rig:
        for name in names or CASES:
            try:
                for line in CASES[name](rig):
                    mark = "[green]met[/]" if line.met else "[red]missed[/]"
                    table.add_row(line.what, line.bar, line.figure, mark, line.noise, line.reference)
            except BenchError as error:
                failed.append(error)
                table.add_row(name, "", "", "[red]broke off[/]", "", "")
    Console().print(table)
    if failed:
        raise BenchError("\n".join(map(str, failed)))


@bench.command(hidden=True)
@click.option("--data", required=True, type=click.Path(path_type=Path, file_okay=False))
def fanout_server(data: Path) -> None:
    """Serve readers changes that are made on order; `livefeed bench fanout` starts this and gives the orders."""
    running = RunningCoverage.open(COVERAGE, data, SystemClock())

    async def feed() -> None:
        await publish_on_order(running)

    run_until_stopped([running], [feed], host="127.0.0.1", port=0)


@bench.command()
@click.option("--only", multiple=True, type=click.Choice(ROWS), help="Measure this alone; may be given again.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 50), help="Figures are their medians.")
@click.option("--window", default=1_000_000, show_default=True, type=click.IntRange(1_000), help="Posts in the fold.")
@click.option(
    "--pairs",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Labelled pairs, one a line: a, b, label (copy, counter or different).",
)
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw growth into this SVG.")
def engine(only: tuple[str, ...], rounds: int, window: int, pairs: Path | None, plot: Path | None) -> None:
    """The engine: what it finds, how fast, in how much memory, beside what others use.

    `make bench` installs the references; without it their figures are missing.
    """
    console = Console()
    table = Table("what", "bar", "figure", "", "noise", "beside it")
    wanted = Wanted(Assets().recordings, rounds, window, pairs)
    run_long()
    with console.status("Measuring"):
        for row in measure_engine(wanted, only or ROWS):
            mark = "" if row.passed is None else ("[green]met[/]" if row.passed else "[red]missed[/]")
            spread = "" if row.spread is None else f"±{row.spread / 2:.0%}"
            table.add_row(row.what, row.bar, row.figure, mark, spread, "\n".join(row.references))
            console.print(f"{row.what}: {row.figure}", style="dim", highlight=False)
    console.print(table)
    if plot is not None and wanted.growth:
        write_chart(plot, wanted.growth)
