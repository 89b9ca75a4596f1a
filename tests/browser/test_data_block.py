"""What a page says to search engines is in it, and no browser takes it for script."""

import json

import pytest

from tests.making import make_post
from tests.server.conftest import serve
from tests.server.html import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WATCH = """window.violated = [];
addEventListener("securitypolicyviolation", event => violated.push(`${event.violatedDirective} ${event.blockedURI}`))"""


async def test_the_policy_lets_a_data_block_be_and_nothing_in_it_runs(chromium, tmp_path):
    page = await chromium.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.add_init_script(WATCH)
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(make_post(text=f"{HOSTILE}<!--<script> #demo"))
        await page.goto(f"{served.url}/en/demo")
        await page.locator("live-feed[data-way]").wait_for()
        block = await page.locator('script[type="application/ld+json"]').text_content()

        assert HOSTILE in json.loads(block)["liveBlogUpdate"][0]["articleBody"]
        assert await page.locator("script").count() == 2
        assert await page.evaluate("violated") == []
        assert said == []
    await page.close()
