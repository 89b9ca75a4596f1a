"""What programs are told of an archive whose address is known: structured data, a feed, a map of its pages."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.server.archive.links import FolderLinks, page_name
from livefeed.server.archive.shards import Write
from livefeed.server.atom import atom_document
from livefeed.server.feed_items import FeedView, item_of, lasting_id
from livefeed.server.feeds import MOST
from livefeed.server.render import Renderer
from livefeed.server.showing import path_of
from livefeed.server.sitemap import in_languages, site_map
from livefeed.server.structured import UPDATES, Run, live_blog
from livefeed.server.words import LOCALES, wording

__all__ = ["Known"]


class Known:
    """Whole addresses, and what is made of them. Only what its authors let be found is in any of it.

    Args:
        coverage: whose archive it is.
        renderer: of its pages.
        links: where they are in the folder.
        root: address of the folder, without a slash at its end.
    """

    def __init__(self, coverage: Coverage, renderer: Renderer, links: FolderLinks, root: str) -> None:
        self._coverage = coverage
        self._renderer = renderer
        self._links = links
        self._root = root

    def address(self, path: str, lang: str) -> str:
        """Give the address of a page by its path on our server."""
        return f"{self._root}/{self._links.page(path, lang).removeprefix('../')}"

    def structured(self, newest: Collection[Entry], begins: int, lang: str) -> Mapping[str, Any]:
        """Describe the coverage for search engines.

        Args:
            newest: its entries, the newest first.
            begins: when the first report was received, milliseconds.
            lang: of the page.
        """
        run = Run.of(self._coverage, None, next(iter(newest), None), begins, over=True)
        entries = _findable(newest, UPDATES)
        speech = self._renderer.speech(lang)
        return live_blog(
            self._coverage,
            entries,
            run,
            base=self._root,
            address=lambda path: self.address(path, lang),
            picture=None,
            speech=speech,
        )

    def write(self, newest: Collection[Entry], now: int, write: Write) -> None:
        """Write the feed in each language, and the map.

        Args:
            newest: its entries, the newest first.
            now: when it ended, milliseconds.
            write: takes a file.
        """
        for lang in LOCALES:
            write(f"{lang}/feed.atom", self._feed(_findable(newest, MOST), now, lang))
        slug = self._coverage.slug
        paths = [slug, *(f"{slug}/{page_name(number)}" for number in range(2, self._links.pages + 1)), f"{slug}/replay"]
        urls = (url for path in paths for url in self._in_languages(path, now))
        write("sitemap.xml", site_map(urls).encode())

    def _in_languages(self, path: str, now: int) -> Iterable[str]:
        return in_languages({lang: self.address(path, lang) for lang in LOCALES}, None, now)

    def _feed(self, entries: Iterable[Entry], now: int, lang: str) -> bytes:
        coverage, speech, render = self._coverage, self._renderer.speech(lang), self._renderer.feed_entry
        items = []
        for entry in entries:
            address = self.address(f"{coverage.slug}/{path_of(entry)}", lang)
            # Pictures lead upwards from the folder of the language, as on its pages.
            html = render(entry, lang, f"{self._root}/{lang}/", address)
            items.append(item_of(entry, slug=coverage.slug, url=address, html=html, speech=speech))
        feed = FeedView(
            id=lasting_id(coverage.slug, f"archive/{lang}"),
            title=wording(coverage.title, lang)[0],
            summary=wording(coverage.summary, lang)[0],
            lang=lang,
            url=f"{self._root}/{lang}/feed.atom",
            home=self.address(coverage.slug, lang),
            hub=None,
            updated=now,
            items=items,
        )
        return atom_document(feed).encode()


def _findable(newest: Collection[Entry], most: int) -> list[Entry]:
    return list(islice((entry for entry in newest if entry.post.indexable), most))
