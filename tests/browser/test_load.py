"""A page in a burst, and after days: everything can be reached, and nothing piles up. Counted, not timed."""

import pytest
from playwright.async_api import expect

from tests.browser.crowd import crowd
from tests.browser.looking import UNDER_THE_EYE, articles, ids, new, pill, scroll_into_the_feed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TO_THE_END = "scrollTo(0, document.body.scrollHeight)"


async def burst(stage, count: int) -> list[str]:
    """Let so many posts come, ten in a message; gives their ids, the newest first."""
    posts = [new(number) for number in range(count)]
    for first in range(0, count, 10):
        await stage.put(*posts[first : first + 10])
    stage.has = [*reversed(posts), *crowd()]
    return [one.id for one in reversed(posts)]


async def reached(stage) -> set[str]:
    """Go down the page until it ends, and note what was there."""
    seen: set[str] = set()
    while True:
        shown = await ids(stage)
        seen.update(shown)
        if not await stage.page.locator(".pager").is_visible():
            return seen
        await stage.page.evaluate(TO_THE_END)
        await expect(articles(stage).last).not_to_have_attribute("data-id", shown[-1])


@pytest.mark.parametrize("where", ["at the top", "reading", "paused"])
async def test_in_a_burst_of_three_hundred_every_post_can_be_reached_and_who_reads_is_not_moved(stage, where):
    stage.has = stage.entries
    await stage.open()
    if where == "reading":
        await scroll_into_the_feed(stage)
    if where == "paused":
        await stage.page.locator("#pause").click()
    before = await stage.page.evaluate(UNDER_THE_EYE) if where == "reading" else None
    wanted = await burst(stage, 300)
    if before is not None:
        assert await stage.page.evaluate(UNDER_THE_EYE) == before
    if where != "at the top":
        await expect(pill(stage)).to_have_text("300 new posts")
        await pill(stage).click()
    await expect(articles(stage).first).to_have_attribute("data-id", wanted[0])

    assert set(wanted) | {one.id for one in crowd()} == await reached(stage)


async def test_ten_thousand_posts_leave_no_more_behind_than_one_thousand(stage):
    """Nodes and listeners, after everything that can go has gone."""
    await stage.page.clock.install()
    await stage.open()
    browser = await stage.page.context.new_cdp_session(stage.page)
    patterns = [stage.written(new(number, f"Post of a long day {number} " * 5)) for number in range(3)]

    def made(number: int) -> dict:
        """One more post; rendering ten thousand would be the server's work, not the page's."""
        pattern, key = patterns[number % 3], f"{int(patterns[0]['key'], 16) + number * 1_048_576:016x}"
        old, one = pattern["id"].removeprefix("e:"), str(10_000 + number)
        html = (
            pattern["html"].replace(f"e-{old}", f"e-{one}").replace(f"e:{old}", f"e:{one}").replace(pattern["key"], key)
        )
        return pattern | {"id": f"e:{one}", "key": key, "html": html}

    async def come(first: int, last: int) -> dict:
        for number in range(first, last, 100):
            await stage.change(*(made(each) for each in range(number, number + 100)))
            await stage.page.clock.run_for(1_000)
        assert (await ids(stage))[0] == f"e:{10_000 + last - 1}"
        await expect(articles(stage)).to_have_count(200)
        await browser.send("HeapProfiler.collectGarbage")
        return await browser.send("Memory.getDOMCounters")

    early = await come(0, 1_000)
    late = await come(1_000, 10_000)

    assert late["nodes"] <= early["nodes"] * 1.1
    assert late["jsEventListeners"] <= early["jsEventListeners"] + 5
    assert late["documents"] == early["documents"]
