"""A page in a real browser, before a server that says what a test tells it to say, by whichever way it is asked."""

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC
from types import SimpleNamespace

import orjson
from aiohttp import WSMsgType, web
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from livefeed.assets import Assets
from livefeed.engine.board import Board
from livefeed.engine.choosing import language_of, take_offer
from livefeed.engine.marking import Mark
from livefeed.engine.pulse import take_pulse
from livefeed.engine.tally import PART, Tally
from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry
from livefeed.model.times import iso
from livefeed.server.app import PAGE
from livefeed.server.headers import add_headers
from livefeed.server.looking import Look, look_of
from livefeed.server.parts import Found, Part, part
from livefeed.server.render import Renderer
from livefeed.server.searching import found_view
from livefeed.server.views import BriefingView, EntryView, FoundView, SourceHealth
from tests.browser.crowd import NOW, crowd, ice_storm

__all__ = ["ASSETS", "Stage", "browser", "staged"]

ASSETS = Assets()
_RENDERER = Renderer(ice_storm(), assets=ASSETS)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (v) => window.violations.push(`${v.violatedDirective} ${v.blockedURI}`));
"""
_SOON = "Math.random = () => 0.05;"
"""A random delay before a reader comes back becomes a short one."""
_LOOK = """away => {
  Object.defineProperty(document, "hidden", { value: away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
_LINES = ("/live", "/stream", "/entries.json", "/readyz", "ERR_INTERNET_DISCONNECTED")
"""What the browser itself complains of when a test breaks it."""

Say = Callable[[dict], Awaitable[None]]


class Stage:
    """One coverage, its page, and the line of whoever has it open."""

    def __init__(self, page: Page, url: str, lang: str) -> None:
        self.page = page
        self.url = url
        self.lang = lang
        self.entries: Sequence[Entry] = crowd()
        self.older: str | None = None
        self.pinned: Sequence[Entry] = ()
        self.has: Sequence[Entry] | None = None
        """All that the server has, where pages of it can be asked for; the page itself begins with the newest."""
        self.pages: list[dict[str, str]] = []
        """What was asked of the pages."""
        self.answers = asyncio.Event()
        """Not set: pages are held back."""
        self.answers.set()
        self.state = "live"
        self.speed = 1.0
        self.heartbeat = 20.0
        self.refuses = False
        self.later: dict[str, str] = {}
        self.asked: list[str] = []
        """The cursor of every time that the page asked to follow."""
        self.ways: list[str] = []
        """By which way it asked each time."""
        self.left = 0
        """How many sockets it has closed."""
        self.errors: list[str] = []
        self.origins: set[str] = set()
        self._socket: web.WebSocketResponse | None = None
        self._say: Say | None = None
        self._answers: asyncio.Queue[dict] = asyncio.Queue()
        self._transport: asyncio.Transport | None = None
        self._arrived = asyncio.Condition()
        self._number = 0

    async def open(self, query: str = "") -> None:
        """Open the page, and wait until it follows."""
        before = len(self.asked)
        await self.page.goto(f"{self.url}/{self.lang}/orme{query}")
        await self.follows(before + 1)

    async def follows(self, times: int) -> None:
        """Wait until the page has asked so many times to follow."""
        async with asyncio.timeout(30), self._arrived:
            await self._arrived.wait_for(lambda: len(self.asked) >= times)

    async def leaves(self, times: int) -> None:
        """Wait until the page has closed so many sockets."""
        async with asyncio.timeout(30), self._arrived:
            await self._arrived.wait_for(lambda: self.left >= times)

    @property
    def cursor(self) -> str:
        """The cursor of what was said last."""
        return f"k3f9.{self._number}"

    async def say(self, message: dict) -> None:
        """Say one message."""
        await self._say(message)

    async def change(self, *changes: dict) -> None:
        """Say changes, and wait until the page has taken them in."""
        await self.tell(*changes)
        await self.heard()

    async def tell(self, *changes: dict) -> None:
        """Say changes."""
        after = self.cursor
        self._number += 1
        await self.say({"type": "changes", "after": after, "cursor": self.cursor, "changes": changes})

    async def put(self, *entries: Entry) -> None:
        """Say that entries are there, or changed."""
        await self.change(*(self.written(entry) for entry in entries))

    async def drop(self, entry: Entry) -> None:
        """Say that an entry is gone."""
        await self.change({"op": "drop", "id": entry.id, "why": "deleted"})

    async def board(self, *entries: Entry) -> None:
        """Say how everything stands now."""
        self._number += 1
        written = [self.written(entry) for entry in entries]
        await self.say({"type": "board", "why": "too-old", "cursor": self.cursor, "entries": written})

    async def heard(self) -> None:
        """Wait until the page has taken in all that was said: a mark in its page shows that its turn has come."""
        mark = f"mark-{os.urandom(4).hex()}"
        paused = await self.page.locator("html[data-paused]").count()
        if paused:  # figures stand still then, states do not
            return await self._heard_state()
        await self.say({"type": "pulse", "html": f'<p id="{mark}"></p>'})
        await self.page.locator(f"#{mark}").wait_for(state="attached")
        return None

    async def _heard_state(self) -> None:
        for state in ("ended", self.state):
            await self.say({"type": "state", "state": state})
            await self.page.locator(f"#badge.{state}").wait_for()

    def written(self, entry: Entry, marked: Sequence[Mark] = ()) -> dict:
        """Write an entry as the server does."""
        html = _RENDERER.entry(entry, self.lang, marked)
        put = {"op": "put", "id": entry.id, "key": entry.key, "at": iso(entry.at), "late": entry.late, "html": html}
        chosen_by = {"network": entry.post.network, "language": language_of(entry.post), "lanes": entry.lanes}
        return put | chosen_by

    def cut(self) -> None:
        """Cut the line, without a word."""
        self._transport.abort()

    async def close(self, code: int) -> None:
        """Close with a code."""
        await self._socket.close(code=code)

    async def serve_page(self, request: web.Request) -> web.Response:
        """Give the page."""
        look = look_of(request.query)
        shown = self._part(look) if self.has is not None else Part(list(self.entries), self.older)
        view = BriefingView(
            entries=shown.entries,
            cursor=self.cursor,
            older=shown.older,
            before=look.before,
            look=look,
            offer=take_offer(self.entries),
            pulse=take_pulse(self.entries, NOW),
            state=self.state,
            speed=self.speed,
            now=NOW,
            pinned=self.pinned,
            found=self._found(look, shown),
            marks=shown.marks,
            sources=[
                SourceHealth(network="mastodon", streams=3, silent=[]),
                SourceHealth(network="bluesky", streams=1, silent=[]),
                SourceHealth(network="nostr", streams=2, silent=[("relais.example", NOW - 22 * 60_000)]),
                SourceHealth(network="feed", streams=4, silent=[]),
            ],
        )
        return web.Response(text=_RENDERER.briefing(view, self.lang), content_type="text/html")

    async def serve_entry(self, request: web.Request) -> web.Response:
        """Give the page of one entry."""
        (place,) = [n for n, one in enumerate(self.entries) if one.id == f"e:{request.match_info['id']}"]
        view = EntryView(
            entry=self.entries[place],
            newer=self.entries[max(0, place - 2) : place],
            older=self.entries[place + 1 : place + 3],
            state=self.state,
            now=NOW,
        )
        return web.Response(text=_RENDERER.entry_page(view, self.lang), content_type="text/html")

    def _part(self, look: Look) -> Part:
        """What the server has of a look, read as the real one reads it."""
        board = Board()
        query = look.asked(UTC, NOW).query
        for one in self.has or ():
            if not look.is_search or query.takes(one):
                board.apply(PutEntry(entry=one))
        room = SimpleNamespace(running=SimpleNamespace(hub=SimpleNamespace(board=board)))
        shown = part(room, look, PAGE)
        if not look.is_search:
            return shown
        tally = Tally(parts=Counter(one.at // PART for one in board))
        return shown._replace(found=Found(look.asked(UTC, NOW), tally if look.before is None else None))

    @staticmethod
    def _found(look: Look, shown: Part) -> FoundView | None:
        return found_view(SimpleNamespace(zone=UTC), look, shown.found)

    async def serve_part(self, request: web.Request) -> web.Response:
        """Give a page of entries."""
        self.pages.append(dict(request.query))
        await self.answers.wait()
        if self.refuses:
            return web.Response(status=503)
        look = look_of(request.query)
        shown = self._part(look)
        entries = [self.written(entry, shown.marks(entry)) for entry in shown.entries]
        answer = {"entries": entries, "older": shown.older, "newer": shown.newer}
        if (found := self._found(look, shown)) is not None:
            answer |= {"total": found.total, "found": _RENDERER.found(found, self.lang)}
        return web.json_response(answer)

    async def serve_file(self, request: web.Request) -> web.Response:
        """Give a static file."""
        name = request.match_info["name"]
        return web.Response(body=ASSETS.static(name), content_type=_TYPES[name[name.rindex(".") :]])

    async def serve_manifest(self, _request: web.Request) -> web.Response:
        """Say that there is nothing to install here."""
        return web.json_response({}, content_type="application/manifest+json")

    async def serve_live(self, request: web.Request) -> web.StreamResponse:
        """Let the page follow over a socket."""
        if self.refuses:
            return web.Response(status=503)
        self._socket = socket = web.WebSocketResponse(timeout=0.5)
        await socket.prepare(request)
        await self._greet(request, "socket", socket.send_json)
        async for message in socket:
            assert message.type is WSMsgType.TEXT
        async with self._arrived:
            self.left += 1
            self._arrived.notify_all()
        return socket

    async def serve_stream(self, request: web.Request) -> web.StreamResponse:
        """Let the page follow over events."""
        if self.refuses:
            return web.Response(status=503)
        events = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await events.prepare(request)

        async def send(message: dict) -> None:
            await events.write(b"event: %b\ndata: %b\n\n" % (message["type"].encode(), orjson.dumps(message)))

        await self._greet(request, "events", send)
        await asyncio.Event().wait()  # until the reader leaves
        return events

    async def serve_entries(self, request: web.Request) -> web.StreamResponse:
        """Answer a page that asks for news: the first time at once, then as soon as there are any."""
        if "after" not in request.query:
            return await self.serve_part(request)
        if self.refuses:
            return web.Response(status=503)
        wait, after = int(request.query["wait"]), request.query["after"]
        answer = {"type": "changes", "after": after, "cursor": after, "changes": []}
        if wait == 0:
            await self._arrive(request, "polling", self._answers.put)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                answer = await self._answers.get()
        return web.json_response(answer)

    async def _greet(self, request: web.Request, way: str, say: Say) -> None:
        hello = {"now": iso(NOW), "speed": self.speed, "state": self.state, "heartbeat": self.heartbeat}
        await say({"type": "hello", "cursor": request.query["after"], **hello})
        await self._arrive(request, way, say)

    async def _arrive(self, request: web.Request, way: str, say: Say) -> None:
        self._say, self._transport = say, request.transport
        async with self._arrived:
            self.asked.append(request.query["after"])
            self.ways.append(way)
            self._arrived.notify_all()

    async def serve_ready(self, _request: web.Request) -> web.Response:
        """Say whether a reader would be let in."""
        return web.Response(status=503, headers=self.later) if self.refuses else web.Response()

    async def look(self, *, away: bool) -> None:
        """Go to another tab, or come back."""
        await self.page.evaluate(_LOOK, away)

    def _hear(self, message: ConsoleMessage) -> None:
        by_a_test = any(line in message.location["url"] + message.text for line in _LINES)
        if message.type in {"error", "warning"} and not by_a_test:
            self.errors.append(message.text)

    async def watch(self) -> None:
        """Note what goes wrong in the page, and whom it asks."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.origins.add("/".join(request.url.split("/")[:3])))
        await self.page.add_init_script(_WATCH + _SOON)

    async def nothing_went_wrong(self) -> None:
        """Fail where the page complained, broke its policy, or asked anyone else."""
        assert self.errors == [], self.errors
        assert await self.page.evaluate("window.violations") == []
        assert self.origins <= {self.url}


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A Chromium: the system's, or that of $LIVEFEED_CHROMIUM."""
    path = os.environ.get("LIVEFEED_CHROMIUM") or "/usr/bin/chromium"
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield one
        finally:
            await one.close()


@contextlib.asynccontextmanager
async def staged(chromium: Browser, *, lang: str = "en", **context) -> AsyncIterator[Stage]:
    """A stage with a page of its own; `context` is Playwright's."""
    how = {"viewport": {"width": 1000, "height": 800}, "reduced_motion": "reduce", "locale": "de-DE"} | context
    reader = await chromium.new_context(**how)
    stage = Stage(await reader.new_page(), "", lang)
    app = web.Application()
    app.on_response_prepare.append(add_headers)
    app.add_routes(
        [
            web.get("/{lang}/orme", stage.serve_page),
            web.get("/{lang}/orme/e/{id}", stage.serve_entry),
            web.get("/orme/live", stage.serve_live),
            web.get("/orme/stream", stage.serve_stream),
            web.get("/orme/entries.json", stage.serve_entries),
            web.get("/orme/manifest.webmanifest", stage.serve_manifest),
            web.get("/readyz", stage.serve_ready),
            web.get("/static/{name}", stage.serve_file),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stage.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await stage.watch()
    try:
        yield stage
    finally:
        await reader.close()
        await runner.cleanup()
