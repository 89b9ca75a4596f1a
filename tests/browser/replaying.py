"""A recording that goes the whole way into a real server, on a clock that a test moves, and what pages show of it."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from playwright.async_api import Page

from livefeed.assets import Assets
from livefeed.cli.recordings import find_recording
from livefeed.model.change import Change
from livefeed.model.frame import Frame
from livefeed.model.times import from_micros
from livefeed.runtime.running import RunningCoverage
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.tape import Tape, open_tape
from livefeed.server.app import make_app
from tests.clock import ManualClock
from tests.serving import listening, writing

__all__ = ["Day", "served_day", "states"]

_ARTICLES = """() => [...document.querySelectorAll('[role="feed"] > article')].map(one => one.outerHTML)"""
_PLAIN = """articles => articles.map(html => {
  const template = document.createElement("template");
  template.innerHTML = html;
  const article = template.content.firstElementChild;
  article.classList.remove("is-new");
  for (const name of ["aria-posinset", "aria-setsize", "aria-busy"]) article.removeAttribute(name);
  for (const time of article.querySelectorAll("time")) {
    time.textContent = time.dataset.written ?? time.textContent;
    delete time.dataset.written;
  }
  return [article.dataset.id, article.outerHTML];
})"""
"""What is left out: the colour of what is new to somebody, how deep a page reaches, and "3 min ago" for the time of day."""


class Day:
    """A coverage that is served while its tape is played into it, as far as a test lets it."""

    def __init__(self, running: RunningCoverage, clock: ManualClock, frames: Iterable[Frame], url: str) -> None:
        self.running = running
        self.slug = running.coverage.slug
        self.url = url
        self.erased: dict[str, int] = {}
        """When something of an entry was deleted last, milliseconds."""
        self._clock = clock
        self._frames = iter(frames)
        self._next = next(self._frames, None)
        running.hub.watch(self._note)

    def _note(self, numbered: Iterable[tuple[int, Change]]) -> None:
        self.erased.update((change.entry_id, self._clock.now()) for _, change in numbered if change.erases)

    async def until(self, at: int) -> None:
        """Let everything come that came up to a time, milliseconds."""
        while self._next is not None and from_micros(self._next.t) <= at:
            await self._clock.advance(max(0, from_micros(self._next.t) - self._clock.now()))
            await self.running.take(self._next)
            self._next = next(self._frames, None)
        await self.running.writer.settled()
        await self._clock.advance(max(0, at - self._clock.now()))

    async def whole(self) -> None:
        """Let all of it come."""
        await self.until(self._clock.now() + 86_400_000)


@contextlib.asynccontextmanager
async def served_day(folder: Path, recording: str = "conference") -> AsyncIterator[Day]:
    """Serve a recording's coverage; nothing has come yet."""
    assets = Assets()
    found = find_recording(recording, None, assets)
    with open_tape(found.tape) as raw:
        frames = list(Tape(raw))
    clock = ManualClock(from_micros(frames[0].t) - 1)
    journal = SqliteJournal(folder / "journal.sqlite3", found.coverage.slug)
    running = RunningCoverage(found.coverage, journal, clock)
    async with writing(running), listening(make_app([running], assets)) as port:
        yield Day(running, clock, frames, f"http://127.0.0.1:{port}")


async def states(page: Page, tool: Page, articles: list[str] | None = None) -> list[list[str]]:
    """Give id and HTML of each article of a page's feed, from the top, without what depends on who looks and when.

    Args:
        page: whose feed it is.
        tool: an empty page, whose policy lets HTML be taken apart.
        articles: HTML of articles, where it is not that of the page.
    """
    return await tool.evaluate(_PLAIN, articles if articles is not None else await page.evaluate(_ARTICLES))
