"""Pages of others that show the widget, each served as its own site on another port of loopback."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from playwright.async_api import Browser, Page

__all__ = ["AGGRESSIVE", "OBSERVE", "RESERVED", "Host", "element", "frame", "hosted", "strict_policy"]

RESERVED = "livefeed-feed { display: block; min-height: 560px } livefeed-feed[data-shape=ticker] { min-height: 56px }"
"""What a site writes into its own style sheet, so that nothing moves when the widget comes."""

AGGRESSIVE = """
* { margin: 0 !important; padding: 0 !important; box-sizing: content-box; letter-spacing: .08em; line-height: 3 !important }
p, li, a, b, button, ol, h1, h2 { color: #b30000 !important; background: #ff0 !important; text-transform: uppercase; float: left;
  font: italic 30px/3 cursive !important; display: inline !important; list-style: square inside !important; border: 3px solid lime !important }
iframe { max-width: 100% !important; border: 5px solid red !important; filter: none }
div { position: static !important; overflow: visible !important }
"""
"""A theme that styles whatever it finds."""

OBSERVE = """
window.seen = { cls: 0, long: 0, violations: [] };
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.cls += one.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.long = Math.max(window.seen.long, one.duration); })
  .observe({ type: "longtask", buffered: true });
document.addEventListener("securitypolicyviolation", (v) => window.seen.violations.push(`${v.violatedDirective} ${v.blockedURI}`));
"""
"""Notes in a page and in each of its frames what moves, what takes long, and what a policy blocks."""


@dataclass
class Host:
    """A page of others, and what was seen of it."""

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Addresses that were asked for, frames within included."""

    def origins(self) -> set[str]:
        """Whom the page and its frames have asked, itself apart."""
        return {"/".join(url.split("/")[:3]).replace("ws:", "http:") for url in self.asked} - {self.url}

    async def shifts(self) -> float:
        """How far things have moved by themselves (CLS)."""
        return await self.page.evaluate("window.seen.cls")

    async def leaves_nothing_behind(self) -> None:
        """Fail where the widget has stored anything, or complained."""
        assert await self.page.context.cookies() == []
        for frame_of_page in self.page.frames:
            # In a sandbox there is no storage to ask.
            stored = await frame_of_page.evaluate(
                "(() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } })()"
            )
            assert stored == 0
        assert self.errors == []
        assert await self.page.evaluate("window.seen.violations") == []


def element(server: str, attributes: str = "", within: str = "") -> str:
    """Write the element as a site has it, with a list that its server has made."""
    return f'<livefeed-feed src="{server}/demo" {attributes}>{within or fallback(server)}</livefeed-feed>'


def fallback(server: str) -> str:
    """A list of two posts, as links."""
    return f'<a class="fallback" href="{server}/fr/demo">Démo : le direct</a><ul><li>Route fermée</li></ul>'


def frame(
    server: str,
    query: str = "",
    sandbox: str = "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    slug: str = "demo",
) -> str:
    """Write the frame as a site has it."""
    return f'<iframe src="{server}/fr/{slug}/embed{query}" title="Démo" width="100%" height="560" sandbox="{sandbox}"></iframe>'


def strict_policy(server: str) -> str:
    """Write what a strict site allows: what docs/widget.md says, and nothing else."""
    sockets = server.replace("http", "ws")
    return (
        f"default-src 'none'; style-src 'self'; script-src {server}; connect-src {server} {sockets}; img-src {server}; "
        f"frame-src {server}; require-trusted-types-for 'script'; trusted-types 'none'"
    )


@contextlib.asynccontextmanager
async def hosted(
    chromium: Browser, body: str, *, css: str = RESERVED, headers: Mapping[str, str] | None = None, **context: object
) -> AsyncIterator[Host]:
    """Serve a site of one page, and open it."""

    async def give(_request: web.Request) -> web.Response:
        html = (
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<title>Maison</title><link rel="stylesheet" href="/site.css"></head><body><main><h1>Maison</h1>{body}</main></body></html>'
        )
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def style(_request: web.Request) -> web.Response:
        return web.Response(text=css, content_type="text/css")

    async def icon(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.add_routes([web.get("/", give), web.get("/site.css", style), web.get("/favicon.ico", icon)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    how = {"viewport": {"width": 1000, "height": 900}, "reduced_motion": "reduce", "locale": "de-DE"} | context
    reader = await chromium.new_context(**how)
    host = Host(await reader.new_page(), f"http://127.0.0.1:{runner.addresses[0][1]}")
    host.page.on("console", lambda said: said.type in {"error", "warning"} and host.errors.append(said.text))
    host.page.on("pageerror", lambda error: host.errors.append(str(error)))
    host.page.on("request", lambda request: host.asked.append(request.url))
    host.page.on("websocket", lambda socket: host.asked.append(socket.url))
    await host.page.add_init_script(OBSERVE)
    try:
        await host.page.goto(f"{host.url}/")
        yield host
    finally:
        await reader.close()
        await runner.cleanup()
