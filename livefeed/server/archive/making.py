"""A moment of a journal as an archive: a folder of pages, and of the data that they need."""

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from operator import length_hint
from pathlib import Path
from typing import Any

from livefeed import __version__
from livefeed.assets import Assets
from livefeed.engine.board import LIMIT
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.model.errors import ExportError
from livefeed.runtime.journal import Moment
from livefeed.runtime.past import Facts, Past
from livefeed.runtime.picture_store import KeptPictures
from livefeed.runtime.sized import Sized
from livefeed.server.archive.bundle import bundle
from livefeed.server.archive.finding import Index, Posts
from livefeed.server.archive.folder import ArchiveFolder, Mark
from livefeed.server.archive.links import PAGE, Contents, FolderLinks
from livefeed.server.archive.pages import ArchivePages
from livefeed.server.archive.pictures import FolderMedia
from livefeed.server.archive.replaying import all_changes, write_past
from livefeed.server.export.asked import Asked
from livefeed.server.export.making import made
from livefeed.server.past_facts import tell_facts

__all__ = ["Wanted", "make_archive"]

_STATIC = ("icon.svg", "livefeed.css", "replay.css", "print.css", "archive.css")
_SCRIPTS = ("archive-replay.js", "archive-search.js", "pictures.js")
_NOT_HERE = frozenset({"keeping.js"})
"""Modules that need a server."""
_AGAIN = 5
"""Times that all is made anew because something was deleted meanwhile."""

Watch = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be made into an archive, and how."""

    coverage: Coverage
    assets: Assets
    folder: ArchiveFolder
    root: str | None = None
    """Address at which the folder will be, without a slash at its end; None where nobody knows it."""
    pictures: Path | None = None
    """Folder of the pictures that were kept; without it they are described in words."""
    watch: Watch = iter
    """Is handed what is gone through, for who shows progress."""


def make_archive(look: Callable[[], Moment], wanted: Wanted) -> None:
    """Write an archive; the same journal gives the same bytes.

    Args:
        look: opens the journal as it is now.
        wanted: of what, and where to.

    Raises:
        ExportError: it cannot be written, or something is deleted again and again meanwhile.
        JournalError: the journal is damaged.
    """
    try:
        for _ in range(_AGAIN):
            with closing(look()) as moment:
                erased_at = _erased_at(moment.past)
                _Making(moment, wanted).make()
                if _erased_at(moment.past) == erased_at:
                    wanted.folder.finish()
                    return
    except BaseException:
        wanted.folder.abandon()
        raise
    wanted.folder.abandon()
    raise ExportError(
        f"{wanted.folder.path}: something was deleted each time that it was nearly complete; try again later"
    )


def _erased_at(past: Past) -> int:
    """Give the number of the last change that took earlier ones away."""
    return past.changes(0, 0, 0, 1).erased_at


class _Making:
    """One archive in the making."""

    def __init__(self, moment: Moment, wanted: Wanted) -> None:
        self._moment = moment
        self._coverage = coverage = wanted.coverage
        self._assets = wanted.assets
        self._folder = folder = wanted.folder
        self._watch = wanted.watch
        self._contents = Contents(drop for _, drop in moment.drops())
        pictures = wanted.pictures
        media = None if pictures is None else FolderMedia(KeptPictures(pictures), folder.write)
        links = FolderLinks(coverage.slug, self._contents)
        self._pages = ArchivePages(coverage, wanted.assets, links, media, folder.write, wanted.root)

    def make(self) -> None:
        """Write all of it; what states the size comes last."""
        moment, folder = self._moment, self._folder
        folder.begin(Mark(coverage=self._coverage.slug, moment=moment.cursor, livefeed=__version__))
        newest: deque[Entry] = deque(maxlen=LIMIT)
        index = Index()
        for _, entry in self._watch(moment.entries()):
            self._contents.add(entry)
            index.add(entry)
            newest.append(entry)
        index.write(folder.write)
        del index
        facts = moment.past.facts()
        self._write_files()
        about = {"epoch": moment.epoch, **tell_facts(facts, self._coverage.programme)}
        every = Sized(all_changes(moment.past, moment.tip), length_hint(moment.changes()))
        changes = iter(self._watch(every))
        write_past(changes, about, self._pages.version, folder.write)
        first = self._write_entries(facts, newest)
        self._pages.write_replay(moment, facts)
        self._pages.write_search()
        self._pages.write_sheet(newest)
        self._pages.write_known(newest, first)
        self._pages.write_first(first, folder.size)

    def _write_files(self) -> None:
        """Write what is the same in every archive, and the exports."""
        for name in _STATIC:
            self._folder.write(f"files/{name}", self._assets.static(name) or b"")
        read = partial(_source, self._assets)
        for name in _SCRIPTS:
            self._folder.write(f"files/{name}", bundle(name, read, _NOT_HERE))
        for form in ("csv", "ndjson"):
            pieces = made(self._moment, self._coverage, self._assets, Asked(form=form, lang="en"), self._watch)
            self._folder.write(f"files/{self._coverage.slug}.{form}", pieces)

    def _write_entries(self, facts: Facts, newest: deque[Entry]) -> list[Entry]:
        """Write the pages of entries but the first one, whose entries are given back, and what a search shows of all."""
        self._pages.know(newest, facts)
        posts = Posts(self._folder.write)
        entries: list[Entry] = []
        for number, (_, entry) in enumerate(self._watch(self._moment.entries())):
            page = self._contents.page_of(entry.id) or 1
            posts.add(entry, page)
            if entries and (len(self._contents) - number) % PAGE == 0:
                self._pages.write_entries(page + 1, entries[::-1])
                entries = []
            entries.append(entry)
        posts.close()
        return entries[::-1]


def _source(assets: Assets, name: str) -> str:
    return (assets.web / "static" / name).read_text(encoding="utf-8")
