"""What the widget costs a page of others, beside what peers' widgets are known to cost: `make widget-bench`.

The real server on one port of loopback and a site on another, a real Chromium, two widgets in the page: an element and a
frame. Figures of others are quoted, not measured here.
"""

import asyncio
import gzip
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, expect

from livefeed.assets import Assets
from tests.browser.hosts import element, frame, hosted
from tests.browser.page_bench import RATE, Row, a_post, metrics, show
from tests.browser.stage import browser
from tests.server.conftest import Served, serve

__all__ = ["main"]

SECONDS = 30
BUDGET = 8_000
PEERS = "mastodon-embed-timeline 11.3 kB, without live updates; fediwall 122 kB; bsky-embed 241 kB"
_WEIGHT = (
    """() => performance.getEntriesByType("resource").map((one) => [new URL(one.name).pathname, one.encodedBodySize])"""
)


def _script(served: Served) -> str:
    return f'<script src="{served.url}/embed.js" async></script>'


def _packed(*names: str) -> int:
    """Bytes of files, each compressed by itself with gzip."""
    assets = Assets()
    return sum(len(gzip.compress(assets.static(name) or b"", 6)) for name in names)


def _weights() -> list[Row]:
    one, other = _packed("embed.js"), _packed("embed-frame.js", "embed.css")
    return [
        Row("element: all of it before posts, gzip", f"{one / 1000:.1f} kB", "≤ 8 kB", one <= BUDGET, PEERS),
        Row("frame: script and style, gzip", f"{other / 1000:.1f} kB", "≤ 8 kB", other <= BUDGET, "an embedded post of X 460 to 600 kB"),
        Row("loaded later: other shapes; colours and options", f"{_packed('embed-shapes.css') / 1000:.1f}; {_packed('widget-check.js') / 1000:.1f} kB"),
    ]  # fmt: skip


async def _sizes(page: Page, server: str) -> dict[str, int]:
    """Load the page anew, and count what comes over the line for each address of ours, headers included."""
    paths: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def begin(event: dict) -> None:
        if event["response"]["url"].startswith(server):
            paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def end(event: dict) -> None:
        if event["requestId"] in paths:
            sizes[paths[event["requestId"]]] = round(event["encodedDataLength"])

    line = await page.context.new_cdp_session(page)
    line.on("Network.responseReceived", begin)
    line.on("Network.loadingFinished", end)
    await line.send("Network.enable")
    await line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await page.reload()
    await expect(page.locator(".livefeed-item")).to_have_count(10)
    await page.wait_for_timeout(1_000)
    return sizes


async def _load(chromium: Browser, served: Served) -> list[Row]:
    """What is asked for, by address, until the posts are there and live."""
    async with hosted(chromium, _script(served) + element(served.url)) as host:
        await expect(host.page.locator(".livefeed-item")).to_have_count(10)
        sizes = await _sizes(host.page, served.url)
        requests = ", ".join(f"`{path}` {size:,}" for path, size in sizes.items())
        shift = await host.shifts()
        strangers = host.origins() - {served.url}
    return [
        Row("element: requests, bytes over the line", requests),
        Row("hosts asked besides ours", str(len(strangers)), "0", not strangers, "mastowall 4; fediwall each server"),
        Row("layout shift at load", f"{shift:.4f}", "0", shift == 0),
    ]


async def _steady(chromium: Browser, served: Served, name: str, body: str) -> list[Row]:
    """Eight posts a second for half a minute."""
    async with hosted(chromium, body) as host:
        scope = host.page.frame_locator("iframe") if "<iframe" in body else host.page
        await expect(scope.locator(".livefeed-item")).to_have_count(10)
        await host.page.wait_for_timeout(2_000)
        where = host.page.frames[-1] if "<iframe" in body else host.page  # a sandboxed frame has a process of its own
        line = await host.page.context.new_cdp_session(where)
        await line.send("Performance.enable")
        for each in host.page.frames:
            await each.evaluate("window.seen.cls = window.seen.long = 0")
        before, begun = await metrics(line), time.perf_counter()
        for number in range(RATE * SECONDS):
            served.run_number += 1
            await served.put(a_post(served.run_number))
            await asyncio.sleep(max(0, begun + (number + 1) / RATE - time.perf_counter()))
        after = await metrics(line)
        share = (after["TaskDuration"] - before["TaskDuration"]) / (time.perf_counter() - begun)
        seen = [await each.evaluate("window.seen") for each in host.page.frames]
    longest, shift = max(one["long"] for one in seen), max(one["cls"] for one in seen)
    return [
        Row(f"{name}: main thread at {RATE} posts/s", f"{share:.1%}", "< 6 %", share < 0.06, "fediwall 22 %"),
        Row(f"{name}: longest task over 50 ms", f"{longest:.0f} ms" if longest else "none", "none", not longest),
        Row(f"{name}: layout shift, live", f"{shift:.4f}", "0", shift == 0, "prepending 5.5"),
    ]


async def _measure() -> list[Row]:
    rows = _weights()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(Path(folder) / "journal.sqlite3") as served, browser() as chromium:
            served.run_number = 0
            for number in range(30):
                await served.put(a_post(number - 30))
            rows += await _load(chromium, served)
            rows += await _steady(chromium, served, "element", _script(served) + element(served.url))
            rows += await _steady(chromium, served, "frame", frame(served.url))
    return rows


def main() -> None:
    """Measure, and print a table."""
    show(asyncio.run(_measure()))


if __name__ == "__main__":
    main()
