"""The replay page in a browser, before a real server into which a recorded day was played."""

import asyncio

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from livefeed.model.times import parse_iso
from tests.browser.replaying import served_day, states

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TIMES = ("12:45:30", "13:10:30", "13:45:30", "14:20:30", "14:45:30", "15:10:30", "15:43:30", "16:30:30", "17:15:30", "18:30:30")
MOMENTS = [parse_iso(f"2026-10-02T{time}-04:00") for time in TIMES]
PAGE = 40
LONG = 60


async def recorded_live(chromium, day) -> list[list[list[str]]]:
    """Follow the day live in a page, and note what its feed shows at each of the moments."""
    page = await chromium.new_page(reduced_motion="reduce")
    tool = await chromium.new_page()
    await page.clock.install()
    await page.goto(f"{day.url}/en/{day.slug}")
    seen = []
    async with aiohttp.ClientSession() as session:
        for at in MOMENTS:
            await day.until(at)
            async with session.get(f"{day.url}/{day.slug}/entries.json?as=html&lang=en&limit={PAGE}") as answer:
                served = [entry["html"] for entry in (await answer.json())["entries"]]
            expected = await states(page, tool, served)
            async with asyncio.timeout(LONG):  # it takes in what comes once a second, by its own clock
                while (state := await states(page, tool))[:PAGE] != expected:
                    await page.clock.run_for(1000)
            seen.append(state)
    await page.close()
    await tool.close()
    return seen


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def day(chromium, tmp_path_factory):
    """The conference, over, with what a live page showed of it in `day.live`."""
    async with served_day(tmp_path_factory.mktemp("day")) as one:
        one.live = await recorded_live(chromium, one)
        await one.whole()
        yield one
