"""A coverage for search engines: schema.org's LiveBlogPosting with its updates (schema.org/LiveBlogPosting), as JSON-LD.

Search engines publish no schema of it. The properties are those that Google recommends for articles, and those of
LiveBlogPosting itself. Only what its authors let be found is in it.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from livefeed.engine.choosing import ANY
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.model.times import DAY
from livefeed.server import showing
from livefeed.server.feed_items import headline
from livefeed.server.parts import findable
from livefeed.server.room import Room
from livefeed.server.words import Speech, wording

__all__ = ["UPDATES", "Run", "live_blog", "structured"]

UPDATES = 20
"""Entries; the newest."""
_BODY = 500
"""Characters of each."""


class Run(NamedTuple):
    """From when to when a coverage goes, milliseconds since 1970 UTC."""

    begins: int
    ends: int
    """Announced, or a day after the newest entry while it goes on: search engines want an end, and it moves along."""

    @classmethod
    def of(cls, coverage: Coverage, oldest: Entry | None, newest: Entry | None, now: int, *, over: bool) -> "Run":
        """Tell it of a coverage."""
        begins = coverage.starts if coverage.starts is not None else oldest.at if oldest is not None else now
        last = max(begins, newest.at) if newest is not None else begins
        ends = coverage.ends if coverage.ends is not None else last if over else last + DAY
        return cls(begins, max(begins, ends))


def structured(room: Room, base: str, lang: str) -> dict[str, Any]:
    """Describe what a coverage's page shows at this moment."""
    running = room.running
    board, coverage = running.hub.board, running.coverage
    oldest, newest = next(board.upwards("0" * 16), None), next(iter(board), None)
    run = Run.of(coverage, oldest, newest, room.now(), over=running.state == "ended")
    return live_blog(
        coverage,
        findable(room, ANY, UPDATES),
        run,
        base=base,
        address=lambda path: f"{base}/{lang}/{path}",
        picture=f"{base}/{coverage.slug}/card.png?lang={lang}",
        speech=room.renderer.speech(lang),
    )


def live_blog(  # noqa: PLR0913 - what search engines want to hear of
    coverage: Coverage,
    entries: Sequence[Entry],
    run: Run,
    *,
    base: str,
    address: Callable[[str], str],
    picture: str | None,
    speech: Speech,
) -> dict[str, Any]:
    """Describe a coverage.

    Args:
        coverage: what is described.
        entries: its newest ones, of which all let themselves be found.
        run: from when to when it goes.
        base: address under which the world reaches us, without a slash at its end.
        address: gives that of a page by its path, without the language.
        picture: address of one that stands for the page.
        speech: the page's language, and the zone of its times.
    """
    page = address(coverage.slug)
    title, summary = wording(coverage.title, speech.lang)[0], wording(coverage.summary, speech.lang)[0]
    publisher = {"@type": "Organization", "name": urlsplit(base).hostname or "livefeed", "url": f"{base}/"}
    modified = max(map(showing.touched, entries), default=run.begins)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "headline": title,
        "inLanguage": speech.lang,
        "datePublished": speech.stamp(run.begins),
        "dateModified": speech.stamp(max(run.begins, modified)),
        "coverageStartTime": speech.stamp(run.begins),
        "coverageEndTime": speech.stamp(run.ends),
        "author": publisher,
        "publisher": publisher,
        "liveBlogUpdate": [
            _update(entry, address(f"{coverage.slug}/{showing.path_of(entry)}"), speech) for entry in entries
        ],
    }
    if picture is not None:
        said["image"] = [picture]
    if summary:
        said["description"] = summary
    if coverage.starts is not None:
        said["about"] = {"@type": "Event", "name": title, "startDate": speech.stamp(coverage.starts)}
        if coverage.ends is not None:
            said["about"]["endDate"] = speech.stamp(coverage.ends)
    return said


def _update(entry: Entry, address: str, speech: Speech) -> dict[str, Any]:
    post = entry.post
    author = {"@type": "Organization" if post.network == "feed" else "Person", "name": showing.shown_name(post.author)}
    if post.author.url:
        author["url"] = post.author.url
    said: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": address,
        "url": address,
        "headline": headline(entry, speech),
        "datePublished": speech.stamp(entry.at),
        "dateModified": speech.stamp(showing.updated(entry)),
        "author": author,
    }
    if body := showing.gist(post, speech, _BODY):
        said["articleBody"] = body
    if post.lang:
        said["inLanguage"] = post.lang
    return said
