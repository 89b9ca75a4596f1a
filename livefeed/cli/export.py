"""`livefeed export`: a coverage as a file, also while its server runs."""

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console
from rich.progress import track

from livefeed.assets import Assets
from livefeed.cli.pdf import sheet_html, write_pdf
from livefeed.cli.site import write_site
from livefeed.cli.unfinished import Unfinished
from livefeed.cli.units import Moment, read_address
from livefeed.config.coverage_file import load_coverage
from livefeed.engine.choosing import Choice
from livefeed.model.coverage import Coverage
from livefeed.model.errors import CursorGapError
from livefeed.runtime.running import journal_path
from livefeed.runtime.sqlite_moment import SqliteMoment
from livefeed.server.export.asked import Asked, moment_of
from livefeed.server.export.making import made

__all__ = ["export"]

_FORMS = {
    "ndjson": "ndjson",
    "csv": "csv",
    "html": "html",
    "markdown": "md",
    "atom": "atom",
    "pdf": "pdf",
    "site": "site",
}


@click.command()
@click.argument("coverage", metavar="COVERAGE.toml", type=click.Path(path_type=Path))
@click.option("--data", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the journals.")
@click.option(
    "--format", "form", required=True, type=click.Choice(list(_FORMS)), help="docs/export.md says what each has."
)
@click.option(
    "-o",
    "--output",
    default="-",
    type=click.Path(path_type=Path, allow_dash=True),
    help="File to write, or folder of a site, as FILE.part until it is complete; replaced where it is there. "
    "- is standard output.",
    show_default=True,
)
@click.option("--resume", is_flag=True, help="Go on with FILE.part, unless something was deleted since it was begun.")
@click.option("--from", "begin", type=Moment(), help="Only what stands at this time or later.")
@click.option("--to", "end", type=Moment(), help="Only what stands before this time.")
@click.option("--lane", help="Only entries of a lane.")
@click.option("--network", help="Only entries whose lead is of a network.")
@click.option("--language", help="Only entries whose lead is in a language: fr, with fr-CA.")
@click.option(
    "--changes", is_flag=True, help="All changes as the journal has them, not the entries as they are (ndjson)."
)
@click.option(
    "--lang", default="en", show_default=True, type=click.Choice(["en", "fr"]), help="Language of our own words."
)
@click.option(
    "--paper", default="a4", show_default=True, type=click.Choice(["a4", "letter"]), help="On which a PDF is printed."
)
@click.option("--media", is_flag=True, help="With the avatars and pictures that the server has kept (site).")
@click.option(
    "--public-url", metavar="URL", help="Where the coverage is served, for links to its pages; where a site will be."
)
def export(  # noqa: PLR0913, PLR0917 - one argument an option
    coverage: Path,
    data: Path,
    form: str,
    output: Path,
    resume: bool,  # noqa: FBT001 - a flag of the command line
    begin: int | None,
    end: int | None,
    lane: str | None,
    network: str | None,
    language: str | None,
    changes: bool,  # noqa: FBT001 - as above
    lang: str,
    paper: Literal["a4", "letter"],
    media: bool,  # noqa: FBT001 - as above
    public_url: str | None,
) -> None:
    """Write all entries of a coverage, the oldest first: of one moment, and also those that have left its page.

    A PDF is the briefing on paper instead: figures, what is pinned, and the newest. Chromium makes it, where there is
    one. A site is an archive: a folder of pages with replay and search, for any file server or a memory stick. The server
    may run meanwhile. What people delete after that is still in the file: make it anew, or delete it.

    \b
    Example: livefeed export coverage.toml --data ./data --format csv -o coverage.csv
    """
    _check_place(output, form)
    if str(output) == "-" and (resume or form == "pdf"):
        raise click.UsageError(f"{'--resume' if resume else '--format pdf'}: needs -o FILE")
    if resume and form == "pdf":
        raise click.UsageError("--resume: a PDF is made at once")
    origin = read_address("--public-url", public_url)
    if form == "site":
        _only_a_site(output, (begin, end, lane, network, language), resume or changes)
        write_site(data, load_coverage(coverage), output, _watched, media=media, root=origin)
        return
    if media:
        raise click.UsageError("--media: only a site has pictures")
    try:
        asked = Asked(
            form=_FORMS[form],
            lang=lang,
            choice=Choice(lane=lane, network=network, language=language and language.lower()),
            begin=begin,
            end=end,
            changes=changes,
            origin=origin,
        )
    except ValueError as problem:
        raise click.UsageError(str(problem)) from None
    followed = load_coverage(coverage)
    path = journal_path(data, followed)
    if form == "pdf":
        with closing(SqliteMoment(path, followed.slug)) as moment, Console(stderr=True).status("Printing …"):
            write_pdf(sheet_html(moment, followed, Assets(), asked, paper), output)
        click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)
        return
    if str(output) == "-":
        with closing(SqliteMoment(path, followed.slug)) as moment:
            for piece in made(moment, followed, Assets(), asked, _watched):
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        return
    _write(path, followed, asked, Unfinished(output), resume=resume)


def _check_place(output: Path, form: str) -> None:
    """See that what is written can have the name that it is to have."""
    if output.is_dir() and form != "site":
        raise click.UsageError(f"-o {output}: is a folder")
    if output.name in {"", ".."}:
        raise click.UsageError(f"-o {output}: takes the place of what is there; name a folder of its own")


def _only_a_site(output: Path, parts: Iterable[object], flags: bool) -> None:  # noqa: FBT001 - what was said
    """See that nothing is asked of a site that it cannot be."""
    if str(output) == "-":
        raise click.UsageError("--format site: needs -o FOLDER")
    if flags or any(part is not None for part in parts):
        raise click.UsageError("--format site: a site is made at once, of all of a coverage, in both languages")


def _write(path: Path, coverage: Coverage, asked: Asked, file: Unfinished, *, resume: bool) -> None:
    """Write a file, going on with what there is of it where that is wanted and may be."""
    assets = Assets()
    begun = file.of() if resume else ""
    moment, goes_on = _moment(path, coverage.slug, begun)
    with closing(moment):
        name = asked.tag(moment.cursor, assets.version)
        if resume and not (goes_on and name == begun):
            click.echo(f"{file.path}: begun anew, since {_why(begun, goes_on=goes_on)}", err=True)
        pieces = made(moment, coverage, assets, asked, _watched)
        try:
            size = file.write(pieces, name, go_on=goes_on and name == begun)
        except KeyboardInterrupt:
            click.echo(f"\n{file.path}: --resume goes on with what is there of it", err=True)
            raise
    click.echo(f"{file.path}: {size:,} bytes", err=True)


def _moment(path: Path, slug: str, begun: str) -> tuple[SqliteMoment, bool]:
    """Open the moment of which a file is the beginning, or this one; says whether it is the former."""
    if begun:
        try:
            return SqliteMoment(path, slug, moment_of(begun)), True
        except CursorGapError:
            pass
    return SqliteMoment(path, slug), False


def _why(begun: str, *, goes_on: bool) -> str:
    if not begun:
        return "there is no beginning of it"
    return "the beginning is of something else" if goes_on else "something was deleted meanwhile"


def _watched(entries: Iterable[Any]) -> Iterable[Any]:
    """Show progress on a terminal."""
    console = Console(stderr=True)
    return track(entries, "Entries", total=None, console=console, disable=not console.is_terminal, transient=True)
