"""The pages of an archive, in each language, by the templates of our server's pages."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from livefeed.assets import Assets
from livefeed.engine.choosing import ANY, Offer, take_offer
from livefeed.engine.pulse import Pulse, take_pulse
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.runtime.journal import Moment
from livefeed.runtime.past import Facts
from livefeed.server.archive.known import Known
from livefeed.server.archive.links import FolderLinks, page_name
from livefeed.server.archive.pictures import FolderMedia
from livefeed.server.archive.shards import Write
from livefeed.server.archive.view import ArchiveView, numbers_around
from livefeed.server.past_facts import marks_of
from livefeed.server.render import Renderer
from livefeed.server.replay_view import ReplayView
from livefeed.server.sheet import ENTRIES, PINNED, top_links
from livefeed.server.views import BriefingView, SheetView
from livefeed.server.words import LOCALES

__all__ = ["ArchivePages"]

_BOARD = 40
"""Entries with which the replay begins."""


class ArchivePages:
    """Writes pages.

    Args:
        coverage: whose they are.
        assets: templates and translations.
        links: where pages and files are.
        media: where pictures are; without it they are described in words.
        write: takes a file.
        root: address of the folder, without a slash at its end, where it is known.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what pages need, part by part
        self,
        coverage: Coverage,
        assets: Assets,
        links: FolderLinks,
        media: FolderMedia | None,
        write: Write,
        root: str | None = None,
    ) -> None:
        self._coverage = coverage
        self._renderer = Renderer(coverage, assets=assets, media=media, links=links, kept=True)
        self.version = self._renderer.version
        self._links = links
        self._known = None if root is None else Known(coverage, self._renderer, links, root)
        self._write = write
        self._pulse: Pulse = take_pulse([], 0)
        self._now = coverage.ends or coverage.starts or 0
        self._pinned: Sequence[Entry] = ()
        self._most: Sequence[tuple[str, int]] = ()
        self._offer = Offer()
        self._removed = 0
        self._begins = self._now

    def know(self, newest: Collection[Entry], facts: Facts) -> None:
        """Hear how it ended.

        Args:
            newest: entries, the oldest first.
            facts: what is known of all of it.
        """
        self._now = max((entry.first_seen for entry in newest), default=self._now)
        self._pulse = take_pulse(newest, self._now)
        self._pinned = [entry for entry in reversed(list(newest)) if entry.pinned][:PINNED]
        self._most = top_links(newest, ANY)
        self._offer = take_offer(newest)
        self._removed = facts.removed
        self._begins = self._now if facts.begins is None else facts.begins

    def write_entries(self, number: int, entries: Sequence[Entry], size: int | None = None) -> None:
        """Write a page of entries, the newest first; the first one is the briefing."""
        pages = self._links.pages
        briefing = BriefingView(
            entries=entries,
            cursor="",
            older=None,
            before=None,
            pulse=self._pulse,
            state="ended",
            speed=1,
            now=self._now,
            sources=(),
            pinned=self._pinned if number == 1 else (),
        )
        view = ArchiveView(
            number=number,
            pages=pages,
            numbers=numbers_around(number, pages),
            links=self._most if number == 1 else (),
            removed=self._removed,
            size=size,
            lanes=self._offer.lanes,
        )
        if self._known is not None and number > 1:
            self._known.write_names(number, entries, self._write)
        for lang in LOCALES:
            told = self._told(number, entries, lang)
            self._put(lang, page_name(number), self._renderer.archive(briefing, replace(view, **told), lang))

    def _told(self, number: int, entries: Sequence[Entry], lang: str) -> dict[str, Any]:
        """Say to programs what a page of entries is, where its address is known."""
        if self._known is None:
            return {}
        slug = self._coverage.slug
        address = self._known.address(slug if number == 1 else f"{slug}/{page_name(number)}", lang)
        return {
            "address": address,
            "structured": self._known.structured(entries, self._begins, lang) if number == 1 else None,
            "picture": self._known.picture(lang),
        }

    def write_known(self, newest: Collection[Entry], first: Sequence[Entry]) -> None:
        """Write what programs are told beside the pages, where the address of the folder is known.

        Args:
            newest: entries, the oldest first.
            first: those of the first page, the newest first; all other pages are written.
        """
        if self._known is not None:
            self._known.write_names(1, first, self._write)
            self._known.write(list(newest)[::-1], self._now, self._pulse, self._write)

    def write_first(self, entries: Sequence[Entry], size: int) -> None:
        """Write the briefing, and the page that leads to it in each language.

        Args:
            entries: the newest first.
            size: of all else, bytes.
        """
        self.write_entries(1, entries, size)
        own = [lang for lang in self._coverage.title if lang in LOCALES]
        langs = list(dict.fromkeys([*own, *LOCALES]))
        self._write("index.html", self._renderer.archive_door(langs, size).encode())

    def write_replay(self, moment: Moment, facts: Facts) -> None:
        """Write the page of the replay, as it stood when the first change had come."""
        at = facts.begins or 0
        stood = moment.past.board(at, moment.tip, None, _BOARD)
        view = ReplayView(
            facts=facts,
            marks=marks_of(facts, self._coverage.programme),
            cursor=f"{moment.epoch}.{stood.seq}",
            entries=[entry for _, entry in stood.entries],
            older=stood.older,
            at=at,
            asked=False,
            before=None,
            state="ended",
        )
        for lang in LOCALES:
            self._put(lang, "replay", self._renderer.replay(view, lang, "archive_replay.html"))

    def write_search(self) -> None:
        """Write the page of the search."""
        for lang in LOCALES:
            self._put(lang, "search", self._renderer.archive_search(self._offer, lang))

    def write_sheet(self, newest: Collection[Entry]) -> None:
        """Write the briefing for paper."""
        view = SheetView(
            entries=list(newest)[: -ENTRIES - 1 : -1],
            pinned=self._pinned,
            links=self._most,
            pulse=self._pulse,
            state="ended",
            now=self._now,
            paper="",
            address=None,
            qr=None,
        )
        for lang in LOCALES:
            self._put(lang, "print", self._renderer.sheet(view, lang))

    def _put(self, lang: str, name: str, page: str) -> None:
        self._write(f"{lang}/{name}.html", page.encode())
