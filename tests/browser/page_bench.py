"""What the briefing page costs a reader's browser, beside what others' pages cost: `make page-bench`.

The real server, a real Chromium, loopback. Throttling is that of Lighthouse's phone profile, applied by the browser:
1.6 Mbit/s and 150 ms of round trip (as "devtools" throttling: 562.5 ms a request), a processor four times slower.
https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
"""

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, CDPSession, Page, expect

from tests.browser.stage import browser
from tests.making import NOON, SECOND, make_post
from tests.server.conftest import Served, serve

__all__ = ["RATE", "Row", "a_post", "main", "metrics", "show"]

RATE, SECONDS = 8, 60
BURST = 300
MANY = 10_000
LOADS = 5

_OBSERVE = """
window.seen = { lcp: 0, cls: 0, long: [] };
new PerformanceObserver((list) => { window.seen.lcp = list.getEntries().at(-1).startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.cls += one.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.seen.long.push(one.duration); })
  .observe({ type: "longtask", buffered: true });
"""
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map((one) => [new URL(one.name).pathname, one.encodedBodySize])"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, what it may be, and what others' pages are known to need."""

    name: str
    figure: str
    bar: str = ""
    met: bool | None = None
    peers: str = ""


def a_post(number: int):
    """A post of the length that posts have, like no other: alike ones would fold."""
    words = " ".join(f"mot{number * step % 99_991}" for step in range(7, 25))
    return make_post(
        f"p{number}",
        f"Car {number}: {words} #demo",
        created_at=NOON + number * SECOND // RATE,
        by=f"voix{number % 50}",
    )


async def _fill(served: Served, count: int) -> None:
    for number in range(count):
        await served.put(a_post(number - count))


@contextlib.asynccontextmanager
async def _opened(chromium: Browser, served: Served, *, phone: bool) -> AsyncIterator[tuple[Page, CDPSession]]:
    size = {"width": 412, "height": 823} if phone else {"width": 1350, "height": 940}
    context = await chromium.new_context(viewport=size, device_scale_factor=1.75 if phone else 1)
    page = await context.new_page()
    await page.add_init_script(_OBSERVE)
    line = await context.new_cdp_session(page)
    await line.send("Performance.enable")
    if phone:
        await line.send("Network.enable")
        await line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 562.5, "downloadThroughput": 1.6e6 * 0.9 / 8, "uploadThroughput": 750e3 * 0.9 / 8},
        )  # fmt: skip
        await line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    try:
        await page.goto(f"{served.url}/fr/demo")
        await expect(page.locator("live-feed")).to_have_attribute("data-way", "socket", timeout=20_000)
        yield page, line
    finally:
        await context.close()


async def metrics(line: CDPSession) -> dict[str, float]:
    """Read what the browser counts of a page."""
    return {one["name"]: one["value"] for one in (await line.send("Performance.getMetrics"))["metrics"]}


async def _loads(chromium: Browser, served: Served, *, phone: bool) -> list[Row]:
    lcp, cls = [], []
    weight: dict[str, int] = {}
    for _ in range(LOADS):
        async with _opened(chromium, served, phone=phone) as (page, _line):
            await page.wait_for_timeout(1_500)
            seen = await page.evaluate("window.seen")
            lcp.append(seen["lcp"])
            cls.append(seen["cls"])
            weight = dict(await page.evaluate(_WEIGHT))
    bar = 1_800 if phone else 800
    where = "phone" if phone else "desktop"
    paint, shift = statistics.median(lcp), max(cls)
    rows = [
        Row(f"LCP, {where}", f"{paint:.0f} ms ({min(lcp):.0f} to {max(lcp):.0f})", f"≤ {bar} ms", paint <= bar),
        Row(f"CLS at load, {where}", f"{shift:.4f}", "≤ 0.01", shift <= 0.01),
    ]
    return rows if phone else [*_weights(weight), *rows]


def _weights(weight: dict[str, int]) -> list[Row]:
    sheets = sum(size for path, size in weight.items() if path.endswith(".css"))
    scripts = sum(size for path, size in weight.items() if path.endswith(".js"))
    whole = sum(weight.values())
    return [
        Row("CSS, compressed", f"{sheets / 1000:.1f} kB", "≤ 8 kB", sheets <= 8_000, "fediwall 31 kB"),
        Row("scripts at first view, compressed", f"{scripts / 1000:.1f} kB", "≤ 12 kB", scripts <= 12_000, "fediwall 122 kB"),
        Row("first view without pictures", f"{whole / 1000:.1f} kB", "≤ 80 kB", whole <= 80_000, "a tweet embedded 460 to 600 kB"),
    ]  # fmt: skip


async def _steady(chromium: Browser, served: Served) -> list[Row]:
    """A reader in the middle of the feed, eight posts a second, for a minute."""
    rows = []
    for reading in (False, True):
        async with _opened(chromium, served, phone=False) as (page, line):
            if reading:
                await page.evaluate("scrollTo(0, 1500)")
            await page.wait_for_timeout(1_000)
            await page.evaluate("window.seen.long = []; window.seen.cls = 0")
            before, begun = await metrics(line), time.perf_counter()
            for number in range(RATE * SECONDS):
                served.run_number += 1
                await served.put(a_post(served.run_number))
                await asyncio.sleep(max(0, begun + (number + 1) / RATE - time.perf_counter()))
            after, seen = await metrics(line), await page.evaluate("window.seen")
            share = (after["TaskDuration"] - before["TaskDuration"]) / (time.perf_counter() - begun)
            where = "reading" if reading else "at the top"
            longest = max(seen["long"], default=0)
            rows += [
                Row(f"main thread at {RATE} posts/s, {where}", f"{share:.1%}", "≤ 5 %", share <= 0.05, "fediwall 22 %"),
                Row(f"long tasks, {where}", f"{len(seen['long'])} (longest {longest:.0f} ms)", "none > 50 ms", not seen["long"]),
            ]  # fmt: skip
            if reading:
                rows.append(Row("CLS live, reading", f"{seen['cls']:.4f}", "0", seen["cls"] == 0, "prepending 5.5"))
    return rows


async def _burst(chromium: Browser, served: Served) -> list[Row]:
    """Three hundred posts in a minute, here at once in ticks: all have to be reachable afterwards."""
    async with _opened(chromium, served, phone=False) as (page, _line):
        first = served.run_number + 1
        for _ in range(BURST):
            served.run_number += 1
            await served.put(a_post(served.run_number))
        wanted = {f"Car {number}:" for number in range(first, served.run_number + 1)}
        found: set[str] = set()
        address = "/fr/demo"
        for _ in range(20):
            await page.goto(served.url + address)
            text = await page.locator('[role="feed"]').inner_text()
            found |= {one for one in wanted if one in text}
            link = page.locator(".pager a")
            if found == wanted or not await link.is_visible():
                break
            address = await link.get_attribute("href")
    return [Row(f"of a burst of {BURST}, reachable", str(len(found)), str(BURST), len(found) == BURST, "Flowics: “some posts might never be displayed”")]  # fmt: skip


async def _memory(chromium: Browser, served: Served) -> list[Row]:
    """Ten thousand entries through one open page."""
    async with _opened(chromium, served, phone=False) as (page, line):
        marks = []
        for part in range(5):
            for _ in range(MANY // 5):
                served.run_number += 1
                await served.put(a_post(served.run_number))
            await page.wait_for_timeout(2_500)
            await line.send("HeapProfiler.collectGarbage")
            counted = await metrics(line)
            marks.append((counted["JSHeapUsedSize"] / 1e6, int(counted["Nodes"])))
            print(f"  {(part + 1) * MANY // 5} entries: {marks[-1][0]:.1f} MB, {marks[-1][1]} nodes", file=sys.stderr)
    growth = marks[-1][0] / marks[1][0]
    figure = f"{marks[1][0]:.1f} → {marks[-1][0]:.1f} MB, {marks[1][1]} → {marks[-1][1]} nodes"
    return [Row(f"heap, from {MANY * 2 // 5} to {MANY} entries", figure, "flat (≤ 1.2 times)", growth <= 1.2)]


async def _measure() -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        async with serve(Path(folder) / "journal.sqlite3") as served, browser() as chromium:
            served.run_number = 0
            await _fill(served, 60)
            for part in (
                _loads(chromium, served, phone=False),
                _loads(chromium, served, phone=True),
                _steady(chromium, served),
                _burst(chromium, served),
                _memory(chromium, served),
            ):
                rows += await part
    return rows


def main() -> None:
    """Measure, and print a table."""
    show(asyncio.run(_measure()))


def show(rows: list[Row]) -> None:
    """Print figures as a table of a document."""
    print("| | figure | bar | | others |\n|---|---|---|---|---|")
    for row in rows:
        word = {True: "met", False: "missed", None: ""}[row.met]
        print(f"| {row.name} | {row.figure} | {row.bar} | {word} | {row.peers} |")


if __name__ == "__main__":
    main()
