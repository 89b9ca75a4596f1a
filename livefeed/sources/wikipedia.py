"""Edits of pages of a Wikipedia, from Wikimedia's EventStreams: a page that many edit is news.

Sources: wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service, schema mediawiki/recentchange, the
server-sent events of the HTML standard.
"""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Post, Put, Report
from livefeed.model.times import SECOND, from_micros
from livefeed.sources.html import html_to_text
from livefeed.sources.line import Line, Plan, Way
from livefeed.sources.options import address
from livefeed.sources.reading import boolean, guarded, load, number, table, text
from livefeed.sources.text import clean_name, clean_text, find_spans, fit_spans

__all__ = ["Wikipedia", "WikipediaOptions"]

ENDPOINT = "https://stream.wikimedia.org/v2/stream/recentchange"
SILENCE = 60.0
"""Seconds: some wiki is always edited."""
_KEEP_EVERY = 500
_KINDS = ("edit", "new")
_MAX_EVENT = 512 * 1024
_WORDS = {
    "en": ("Edited", "Created", "bytes"),
    "fr": ("Modification de", "Création de", "octets"),
}


class WikipediaOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `wikipedia`."""

    wiki: str
    pages: list[str]
    bots: bool = False
    endpoint: str = ENDPOINT


class Wikipedia:
    """Edits of the pages that the stream names."""

    name: ClassVar[str] = "wikipedia"
    takes_all: ClassVar[bool] = True
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = WikipediaOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream after the wiki.

        Raises:
            ValueError: the wiki is no host, or no page is named.
        """
        assert isinstance(options, WikipediaOptions)  # noqa: S101 - for the type checker
        if "." not in options.wiki or "/" in options.wiki:
            raise ValueError('wiki: write its host, such as wiki = "fr.wikipedia.org"')
        if not options.pages or len(options.pages) > 100:
            raise ValueError('pages: name up to a hundred, such as pages = ["Séisme"]')
        address("endpoint", options.endpoint, ENDPOINT)
        return options.wiki.lower()

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow the stream of all edits."""
        return [Way(name="events", follow=_Edits(plan).follow)]

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a recent change.

        Raises:
            PayloadError: it is none.
        """
        change = table(load(frame.payload))
        meta = table(change, "meta")
        if not meta or not text(change, "title"):
            raise PayloadError("is no recent change")
        if text(change, "type") in _KINDS and text(meta, "domain") != "canary":
            yield Put(post=_post(change, meta, frame))


def _post(change: dict[str, Any], meta: dict[str, Any], frame: Frame) -> Post:
    wiki = text(change, "server_name") or text(meta, "domain")
    revision = number(table(change, "revision"), "new")
    if not revision or not urlsplit(f"https://{wiki}/").hostname:
        raise PayloadError("an edit without its revision")
    lang = wiki.partition(".")[0]
    edited, created, size = _WORDS.get(lang, _WORDS["en"])
    lengths = table(change, "length")
    grown = number(lengths, "new") - number(lengths, "old")
    title = clean_name(text(change, "title"))
    comment = html_to_text(text(change, "parsedcomment")).text or clean_text(text(change, "comment"), 500)
    verb = created if text(change, "type") == "new" else edited
    body = clean_text(f"{verb} « {title} » ({grown:+d} {size})" + (f"\n\n{comment}" if comment else ""))
    user = clean_name(text(change, "user")) or "?"
    url = f"https://{wiki}/w/index.php?diff={revision}"
    home = f"https://{wiki}/wiki/User:{quote(user.replace(' ', '_'), safe='')}"
    return Post(
        id=f"https://{wiki}/revision/{revision}",
        network="wikipedia",
        url=url,
        created_at=number(change, "timestamp") * SECOND or from_micros(frame.t),
        author=Author(id=home, handle=f"{user}@{wiki}", name=user, url=home, bot=boolean(change, "bot")),
        text=body,
        spans=fit_spans(body, find_spans(body)),
        lang=lang if lang in _WORDS else None,
        links=(f"https://{wiki}/wiki/{quote(title.replace(' ', '_'), safe='')}",),
    )


class _Edits:
    """The stream of all edits, and which of them are wanted."""

    def __init__(self, plan: Plan) -> None:
        self._options = plan.options
        self._wiki = plan.options.wiki.lower()
        self._needle = b'"%s"' % self._wiki.encode("ascii", "replace")
        self._pages = frozenset(_title(page) for page in plan.options.pages)

    async def follow(self, line: Line) -> None:
        """Read events until the server ends them, which it does every quarter of an hour."""
        headers = {"Accept": "text/event-stream"}
        if line.mark is not None:
            headers["Last-Event-ID"] = line.mark
        async with line.lines(self._options.endpoint, headers=headers, silence=SILENCE) as lines:
            line.live()
            mark, data, count = "", b"", 0
            async for part in lines:
                if part.startswith(b"id:"):
                    mark = part[3:].strip().decode("utf-8", "replace")
                elif part.startswith(b"data:"):
                    data += (b"\n" if data else b"") + part[5:].removeprefix(b" ")
                    data = data[:_MAX_EVENT]
                elif not part and data:
                    count += 1
                    if self._wanted(data):
                        await line.take(data, mark=mark or None)
                    elif mark and count % _KEEP_EVERY == 0:
                        await line.keep(mark)
                    mark, data = "", b""

    def _wanted(self, data: bytes) -> bool:
        """Look at the bytes first: nearly all that comes is of other wikis."""
        if self._needle not in data:
            return False
        try:
            change = table(load(data))
        except PayloadError:
            return False
        return (
            text(change, "server_name") == self._wiki
            and text(change, "type") in _KINDS
            and (self._options.bots or not boolean(change, "bot"))
            and _title(text(change, "title")) in self._pages
        )


def _title(written: str) -> str:
    """Write a title as MediaWiki does: spaces for underscores, the first letter large."""
    title = " ".join(written.replace("_", " ").split())
    return title[:1].upper() + title[1:]
