"""Pages of others, each with two widgets live from a recording that is played into a real server."""

import contextlib

import pytest
import pytest_asyncio
from playwright.async_api import expect

from livefeed.model.times import parse_iso
from tests.browser.hosts import AGGRESSIVE, RESERVED, frame, hosted, strict_policy
from tests.browser.replaying import served_day

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SHOWN = 10


def moment(time: str) -> int:
    """A time of the recorded day, milliseconds."""
    return parse_iso(f"2026-10-02T{time}-04:00")


@pytest_asyncio.fixture(loop_scope="module")
async def day(tmp_path):
    """The first quarter of an hour of a conference, served; more comes when a test lets it."""
    async with served_day(tmp_path) as one:
        await one.until(moment("12:45:00"))
        yield one


def sites(server: str) -> dict[str, dict]:
    """How three hosts are served: plain, with a strict policy, and with a theme that styles whatever it finds."""
    return {
        "plain": {},
        "strict": {"headers": {"Content-Security-Policy": strict_policy(server)}},
        "aggressive": {"css": RESERVED + AGGRESSIVE},
    }


async def test_three_sites_with_two_widgets_each_follow_a_replay(chromium, day, record_property):
    """All show what the board has; nobody but us is asked, and nothing moves, complains or stays behind."""
    element = f'<livefeed-feed src="{day.url}/{day.slug}" lang="fr"></livefeed-feed>'
    body = f'<script src="{day.url}/embed.js" async></script>{element}{frame(day.url, slug=day.slug)}'
    async with contextlib.AsyncExitStack() as opened:
        hosts = {
            name: await opened.enter_async_context(
                hosted(chromium, body, viewport={"width": 1_000, "height": 1_800}, **how)
            )
            for name, how in sites(day.url).items()
        }
        widgets = [
            widget
            for host in hosts.values()
            for widget in (host.page.locator("livefeed-feed"), host.page.frame_locator("iframe"))
        ]
        for widget in widgets:
            await expect(widget.locator(".livefeed-item")).to_have_count(SHOWN)
        for time in ("12:47:00", "12:50:00"):
            await day.until(moment(time))
            newest = [entry.id for entry in day.running.hub.board][:SHOWN]
            for widget in widgets:
                await expect(widget.locator(".livefeed-item")).to_have_count(SHOWN)
                for place, name in enumerate(newest):
                    await expect(widget.locator(".livefeed-item").nth(place)).to_have_attribute("data-id", name)
        for name, host in hosts.items():
            seen = [await each.evaluate("window.seen") for each in host.page.frames]
            assert host.origins() == {day.url}, name
            assert [one["cls"] for one in seen] == [0, 0], name
            # Of a busy machine a test can only say how long; `make widget-bench` holds it to 50 ms.
            record_property(f"{name}: requests, longest task", (len(host.asked), max(one["long"] for one in seen)))
            await host.leaves_nothing_behind()
