"""Where the pages of an archive find each other: by relative links, since nobody knows where the folder will be."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice

from livefeed.model.change import DropEntry
from livefeed.model.entry import Entry
from livefeed.server.showing import dom_id

__all__ = ["PAGE", "Contents", "FolderLinks", "page_name"]

PAGE = 100
"""Entries of a page."""

_RULES = [
    "default-src 'none'",
    *(f"{what} 'self' file:" for what in ("script-src", "style-src", "img-src", "form-action")),
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types livefeed livefeed-files",
]
"""Without a server nobody says it but the page. `file:` is for browsers to which a file is no part of `'self'`."""


class Contents:
    """All entries of an archive by their names and places, and so on which page each is.

    Args:
        drops: entries that are gone; those that are part of another one now are found where that is.
    """

    def __init__(self, drops: Iterable[DropEntry] = ()) -> None:
        joined = [(drop.id, drop.ordinal, drop.heir) for drop in drops if drop.heir is not None]
        self._joined = {name: heir for name, _, heir in joined}
        self._heirs = {ordinal: heir for _, ordinal, heir in joined}
        self._names = dict.fromkeys(self._joined.values(), "")
        """Of those that others joined, by their ordinals; empty where they are not here."""
        self._ranks: dict[str, int] = {}
        """How many entries are older."""
        self._places = array("q")

    def add(self, entry: Entry) -> None:
        """Put the next entry, the oldest first."""
        self._ranks[entry.id] = len(self._ranks)
        self._places.append(entry.place)
        if entry.ordinal in self._names:
            self._names[entry.ordinal] = entry.id

    def now(self, entry_id: str) -> str:
        """Name the entry that one is part of now, mostly itself."""
        heir = self._joined.get(entry_id)
        if heir is None:
            return entry_id
        while heir in self._heirs:
            heir = self._heirs[heir]
        return self._names[heir]

    def __len__(self) -> int:
        return len(self._ranks)

    @property
    def pages(self) -> int:
        """How many there are; one at least."""
        return max(1, -(-len(self) // PAGE))

    def page_of(self, entry_id: str) -> int | None:
        """Say on which page an entry is; None where it is on none."""
        rank = self._ranks.get(entry_id)
        return None if rank is None else self._page(rank)

    def below(self, key: str) -> tuple[int, str] | None:
        """Find the newest entry below a key: its page, and its name."""
        rank = bisect_left(self._places, int(key, 16)) - 1
        if rank < 0:
            return None
        return self._page(rank), next(islice(self._ranks, rank, None))

    def _page(self, rank: int) -> int:
        return (len(self) - 1 - rank) // PAGE + 1


def page_name(number: int) -> str:
    """Name a page of entries; the first is the briefing."""
    return "index" if number == 1 else f"page-{number}"


_OF_A_SERVER = {"privacy"}
"""Pages that say what a server does."""


class FolderLinks:
    """Addresses of pages for pages, which are all in folders of a language.

    Args:
        slug: of the coverage.
        contents: where its entries are.
    """

    policy = "; ".join(_RULES)
    moment = "#t="

    def __init__(self, slug: str, contents: Contents) -> None:
        self._slug = slug
        self._contents = contents

    @property
    def pages(self) -> int:
        """How many pages of entries there are."""
        return self._contents.pages

    def page(self, path: str, lang: str) -> str:
        """Lead to a page, empty where an archive has none; an entry's own is its place in the list."""
        if not lang:
            return "../index.html"
        if path in _OF_A_SERVER:
            return ""
        name = path.removeprefix(self._slug).removeprefix("/")
        if name.startswith("e/"):
            return self._entry(f"e:{name[2:]}", lang)
        return f"../{lang}/{name or 'index'}.html"

    def _entry(self, entry_id: str, lang: str) -> str:
        entry_id = self._contents.now(entry_id)
        number = self._contents.page_of(entry_id)
        return "" if number is None else f"../{lang}/{page_name(number)}.html#{dom_id(entry_id)}"

    def below(self, slug: str, key: str, lang: str) -> str:  # noqa: ARG002 - there is one coverage
        """Lead to what stands below a key."""
        found = self._contents.below(key)
        return self.page("", lang) if found is None else self._entry(found[1], lang)

    def static(self, name: str) -> str:
        """Lead to a file."""
        return f"../files/{name}"
