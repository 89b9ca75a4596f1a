"""Pages of others for the gallery: two widgets in each, live from a replay, and what a browser saw of them."""

import http.server
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.hosts import AGGRESSIVE, OBSERVE, RESERVED, strict_policy

__all__ = ["AGGRESSIVE_SITE", "HOUSE", "STRICT_SITE", "in_a_site"]

LIVE = 6_000
"""Milliseconds for which a page is watched while posts come."""


@dataclass(frozen=True)
class Site:
    """A page of others. `{url}` and `{slug}` in its body are those of the coverage."""

    css: str
    body: str
    policy: Callable[[str], str] = lambda _server: ""


HOUSE = Site(
    css="""
:root { color-scheme: light dark } body { margin: 0; background: light-dark(#f6f1e7, #1d1a24); color: light-dark(#2a2233, #ece6f2); font: 18px/1.6 Georgia, serif }
header { padding: 1rem 4vw; background: #4a2545; color: #fff; font-size: 1.3rem; font-weight: 700 } header + livefeed-feed { display: block; min-height: 56px }
main { display: flex; flex-wrap: wrap; gap: 2rem 3rem; max-width: 68rem; margin: auto; padding: 2rem 4vw } main > div { flex: 1 1 20rem } h1 { line-height: 1.1 }
main livefeed-feed { flex: 1 1 20rem; min-height: 560px }""",
    body="""<header>Maison de la rive</header>
<livefeed-feed src="{url}/{slug}" shape="ticker" theme="auto"></livefeed-feed>
<main><div><h1>Nous y sommes, venez nous voir</h1><p>Notre équipe est au colloque toute la journée : à la table près de la grande salle, ou ici, en direct.</p>
<p>Le goûter est à seize heures, pour tout le monde.</p></div><livefeed-feed src="{url}/{slug}"></livefeed-feed></main>""",
)
"""An organisation that shows a ticker and a list."""

_TWO = """<h1>Maison de la rive</h1><livefeed-feed src="{url}/{slug}"></livefeed-feed>
<iframe src="{url}/fr/{slug}/embed" title="Le direct" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>"""
_SIZED = f"{RESERVED} body {{ max-width: 40rem; margin: auto }} iframe {{ width: 100%; height: 560px; border: 0 }}"
STRICT_SITE = Site(css=_SIZED, body=_TWO, policy=strict_policy)
AGGRESSIVE_SITE = Site(css=_SIZED + AGGRESSIVE, body=_TWO)


def in_a_site(site: Site) -> Callable[[Page, subprocess.Popen], None]:
    """Show the coverage of a page in a site instead, until posts have come, and print what was asked of whom."""

    def show(page: Page, _server: subprocess.Popen) -> None:
        base, _, slug = page.url.partition("/fr/")
        asked: Counter[str] = Counter()
        page.on("request", lambda request: asked.update([urlsplit(request.url).netloc]))
        page.on("websocket", lambda socket: asked.update([urlsplit(socket.url).netloc]))
        page.add_init_script(OBSERVE)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(site, base, slug)) as served:
            threading.Thread(target=served.serve_forever, daemon=True).start()
            page.goto(f"http://127.0.0.1:{served.server_port}/")
            page.locator(".livefeed-list .livefeed-item").nth(1).wait_for()
            page.wait_for_timeout(LIVE)
            served.shutdown()
        seen = [frame.evaluate("window.seen") for frame in page.frames]
        ours = asked.pop(urlsplit(base).netloc)
        del asked[f"127.0.0.1:{served.server_port}"]
        print(
            f"  asked of us: {ours}, of others: {asked.total()}; layout shift: {sum(one['cls'] for one in seen):.4f};"
            f" longest task over 50 ms: {max(one['long'] for one in seen):.0f} ms; blocked: {sum(len(one['violations']) for one in seen)}"
        )

    return show


def _handler(site: Site, base: str, slug: str) -> type[http.server.BaseHTTPRequestHandler]:
    html = (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Maison de la rive</title><link rel="stylesheet" href="/site.css"></head><body>'
        f'{site.body.format(url=base, slug=slug)}<script src="{base}/embed.js"></script></body></html>'
    )

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = {"/": ("text/html", html), "/site.css": ("text/css", site.css)}.get(
                self.path, ("text/plain", "")
            )
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if policy := site.policy(base):
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_parts: object) -> None:
            pass

    return Handler
