"""A page before the real server: by every way it ends as if nothing had ever been cut, lost or restarted."""

import msgspec
import pytest
from playwright.async_api import expect

from tests.making import MINUTE, NOON, SECOND, make_post
from tests.peers.middlebox import Middlebox
from tests.peers.serving import free_port
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SHOWN = "all => all.map(one => [one.dataset.id, one.dataset.key, one.querySelector('.text').textContent.trim()])"


def post(number: int, **parts):
    """One of many posts with words of its own."""
    return make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND, **parts)


async def edit(served, number: int) -> None:
    """Let an author say something else."""
    other = msgspec.structs.replace(post(number), text="autre chose #demo", edited_at=NOON + MINUTE)
    await served.put(other, received_at=NOON + MINUTE)


@pytest.mark.parametrize("way", ["socket", "events", "polling"])
async def test_a_page_ends_with_what_a_page_shows_that_was_never_cut(chromium, tmp_path, way):
    """Posts, one lost on the way, an edit, a deletion, a restart, and posts that came meanwhile."""
    journal, port = tmp_path / "journal.sqlite3", free_port()
    page = await chromium.new_page(reduced_motion="reduce")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    feed, articles = page.locator("live-feed"), page.locator("article")
    async with Middlebox(f"http://127.0.0.1:{port}") as box:
        box.refuses_upgrades, box.refuses_streams = way != "socket", way == "polling"
        async with serve(journal, port=port) as served:
            await page.goto(f"{box.url}/fr/demo")
            await expect(feed).to_have_attribute("data-way", way)
            for number in range(1, 4):
                await served.put(post(number))
            await expect(articles).to_have_count(3)
            box.loses = way != "polling"
            for number in (4, 5):
                await served.put(post(number))
            await expect(articles).to_have_count(5)
            await expect(feed).to_have_attribute("data-holes", str(int(box.fired["lost"])))
            await edit(served, 2)
            await served.delete("p3")
            await expect(articles).to_have_count(4)
        async with serve(journal, port=port) as served:
            for number in (6, 7):
                await served.put(post(number))
            await expect(articles).to_have_count(6)
            await served.put(post(8))
            await expect(articles).to_have_count(7)
            fresh = await chromium.new_page()
            await fresh.goto(f"{box.url}/fr/demo")

            shown = await articles.evaluate_all(SHOWN)
            assert shown == await fresh.locator("article").evaluate_all(SHOWN)
            assert await feed.get_attribute("data-way") == way
            await expect(page.locator("#state")).to_have_text("En direct")
            assert errors == []
            await fresh.close()
            await page.close()
