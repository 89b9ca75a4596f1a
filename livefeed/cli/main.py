"""`livefeed`: the command and its subcommands."""

import sys

import click

from livefeed import __version__
from livefeed.cli.backup import backup
from livefeed.cli.bench import bench
from livefeed.cli.check import check
from livefeed.cli.demo import demo
from livefeed.cli.export import export
from livefeed.cli.importing import import_group
from livefeed.cli.pipe import pipe
from livefeed.cli.post import post
from livefeed.cli.record import record
from livefeed.cli.replay import replay
from livefeed.cli.rulings import join, split
from livefeed.cli.search import search
from livefeed.cli.serve import serve
from livefeed.cli.tape import tape
from livefeed.model.errors import LivefeedError

__all__ = ["livefeed", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="livefeed")
def livefeed() -> None:
    """Live coverage of an event from what people post about it.

    Try `livefeed demo` first: it plays two recordings that come with it and prints the address of the page.
    """


for command in (
    demo,
    serve,
    replay,
    record,
    post,
    join,
    split,
    pipe,
    check,
    search,
    tape,
    import_group,
    export,
    backup,
    bench,
):
    livefeed.add_command(command)


def main() -> None:
    """Run the command line; exit code 0 is fine, 1 failed, 2 wrong use."""
    try:
        livefeed()
    except LivefeedError as error:
        click.echo(f"livefeed: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has enough; Python would complain once more when it flushes at exit.
        sys.stdout = None
        sys.exit(0)
