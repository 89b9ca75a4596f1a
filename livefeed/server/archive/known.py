"""What programs are told of an archive whose address is known: structured data, a picture, a feed, names, a map."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

import orjson

from livefeed.engine.choosing import take_offer
from livefeed.engine.pulse import Pulse
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.server.archive.links import FolderLinks, page_name
from livefeed.server.archive.shards import Write
from livefeed.server.atom import atom_document
from livefeed.server.collection import collection, collection_page
from livefeed.server.drawing import draw_card
from livefeed.server.feed_items import FeedView, item_of, lasting_id
from livefeed.server.feeds import MOST
from livefeed.server.render import Renderer
from livefeed.server.share_card import coverage_words
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
        self._named = 0
        own = [lang for lang in coverage.title if lang in LOCALES]
        self._first = (own or list(LOCALES))[0]

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
            picture=self.picture(lang),
            speech=speech,
        )

    def picture(self, lang: str) -> str:
        """Give the address of the picture that links bring along."""
        return f"{self._root}/{lang}/card.png"

    def write_names(self, number: int, entries: Collection[Entry], write: Write) -> None:
        """Write a page of the collection: the names of what stands on a page of entries, in the archive's first language.

        Args:
            number: of the page, from one on.
            entries: on it, the newest first.
            write: takes a file.
        """
        slug, whole = self._coverage.slug, f"{self._root}/outbox.json"
        said = collection_page(
            self._names(number),
            whole=whole,
            entries=entries,
            page_of=lambda entry: self.address(f"{slug}/{path_of(entry)}", self._first),
            around={
                "next": self._names(number + 1) if number < self._links.pages else None,
                "prev": self._names(number - 1) if number > 1 else None,
            },
        )
        self._named += len(said["orderedItems"])
        write(f"outbox/{number}.json", orjson.dumps(said))

    def _names(self, number: int) -> str:
        return f"{self._root}/outbox/{number}.json"

    def write(self, newest: Collection[Entry], now: int, pulse: Pulse, write: Write) -> None:
        """Write the picture and the feed in each language, the collection whose pages are written, and the map.

        Args:
            newest: its entries, the newest first.
            now: when it ended, milliseconds.
            pulse: its figures.
            write: takes a file.
        """
        networks, last = len(take_offer(newest).networks), next(iter(newest), None)
        for lang in LOCALES:
            write(f"{lang}/feed.atom", self._feed(_findable(newest, MOST), now, lang))
            card = coverage_words(
                self._coverage,
                self._renderer.speech(lang),
                state="ended",
                newest=None if last is None else last.at,
                figures=(pulse, networks),
                address=self._root,
            )
            write(f"{lang}/card.png", draw_card(card))
        said = collection(
            f"{self._root}/outbox.json",
            name=wording(self._coverage.title, self._first)[0],
            page=self.address(self._coverage.slug, self._first),
            total=self._named,
            ends=(self._names(1), self._names(self._links.pages)),
        )
        write("outbox.json", orjson.dumps(said))
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
