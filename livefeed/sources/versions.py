"""Ask for documents only where they have changed: conditional requests.

Source: RFC 9110 (8.8: validators; 13: conditional requests; 15.4.5: 304).
A version belongs to one whole address, query included. It counts from when the contents were taken in: who is cut
between answer and taking in asks for the whole document again.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec

from livefeed.sources.line import Answer, Line

__all__ = ["Version", "Versions"]

_LONGEST = 500
"""Characters of a version's name; a document whose name is longer is asked for whole, since half a name is none."""

Had = TypeVar("Had")


class Version(msgspec.Struct, frozen=True):
    """What a server calls the state of a document, exactly as it wrote it."""

    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, answer: Answer) -> "Version":
        """Read what a server calls what it has sent."""
        etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
        return cls(etag if len(etag) <= _LONGEST else "", modified if len(modified) <= _LONGEST else "")

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the document only if it has changed since."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


class Versions(Generic[Had]):
    """The versions that we have of documents, and for each what we know of its contents.

    Args:
        most: documents; past it the one used longest ago is forgotten, and asked for whole.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, tuple[Version, Had]] = OrderedDict()

    async def ask(  # noqa: PLR0913 - the parts of a request
        self,
        line: Line,
        url: str,
        *,
        params: Collection[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        expect: Collection[int] = (200,),
    ) -> Answer:
        """Ask for a document as `Line.get` does; 304 is an answer only where we said which version we have."""
        name = _name(url, params)
        conditions: dict[str, str] = {}
        if name in self._held:
            conditions = self._held[name][0].conditions
            self._held.move_to_end(name)
        size: dict[str, Any] = {} if limit is None else {"limit": limit}
        accepted = (*expect, 304) if conditions else expect
        sent = {**(headers or {}), **conditions}
        return await line.get(url, params=params, headers=sent, expect=accepted, **size)

    def learn(self, url: str, version: Version, had: Had, params: Collection[tuple[str, str]] = ()) -> None:
        """Remember which version of a document was taken in, and what of it we shall need."""
        name = _name(url, params)
        self._held.pop(name, None)
        if version.conditions:
            self._held[name] = version, had
        if len(self._held) > self._most:
            self._held.popitem(last=False)

    def had(self, url: str, params: Collection[tuple[str, str]] = ()) -> Had:
        """Give what we know of a document that has not changed.

        Raises:
            KeyError: we have none; never after a 304 that `ask` gave.
        """
        return self._held[_name(url, params)][1]


def _name(url: str, params: Collection[tuple[str, str]]) -> str:
    return f"{url}?{urlencode(list(params))}"
