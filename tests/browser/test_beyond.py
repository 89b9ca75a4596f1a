"""Endless both ways, and back to where one was: the page holds a stretch of all entries, and asks for the rest."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.crowd import crowd, make_entry
from tests.browser.looking import UNDER_THE_EYE, articles, entry, ids, keys, new, pill

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EYE = "() => document.elementFromPoint(300, innerHeight / 2)?.closest('article')?.dataset.id"
TO_THE_END = "scrollTo(0, document.body.scrollHeight)"


@pytest_asyncio.fixture(loop_scope="module")
async def long(stage):
    """A page that begins with the newest forty of many entries."""
    stage.has = stage.entries = [*crowd(), *(make_entry(400 + n, 200 + n, f"Older {n}") for n in range(300))]
    await stage.open()
    return stage


async def scroll_down(stage, least: int) -> None:
    """Scroll to the end until the page has so many entries."""
    while await articles(stage).count() < least:
        shown = await ids(stage)
        await stage.page.evaluate(TO_THE_END)
        await expect(articles(stage).last).not_to_have_attribute("data-id", shown[-1])


async def test_the_next_entries_come_before_the_end_is_reached(long):
    assert await articles(long).count() == 40
    assert long.pages == []
    await scroll_down(long, 80)

    shown = await keys(long)
    assert shown == sorted(shown, reverse=True)
    assert shown == [one.key for one in long.has[: len(shown)]]
    assert len(shown) == len(set(shown))
    await expect(long.page.locator(".pager a")).to_have_attribute("href", re.compile(f"before={shown[-1]}$"))
    await expect(articles(long).nth(50)).to_have_attribute("aria-posinset", "51")
    await expect(articles(long).nth(50)).to_have_attribute("aria-setsize", "-1")


async def test_the_end_is_the_end(long):
    """The link goes, and how many there are is known where all of them are here."""
    long.has = long.has[:60]
    await long.open()
    await scroll_down(long, 60)

    await expect(long.page.locator(".pager")).to_be_hidden()
    await expect(articles(long).first).to_have_attribute("aria-setsize", "60")


async def test_a_page_that_does_not_come_leaves_the_link(long):
    """It is not asked for over and over; the link leads to it once there is a server again."""
    long.refuses = True
    await long.page.evaluate(TO_THE_END)
    await long.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((one) => one.name.includes('before='))"
    )
    asked = len(long.pages)
    await long.page.evaluate("scrollBy(0, -5)")
    await long.page.evaluate(TO_THE_END)
    long.refuses = False
    await long.page.locator(".pager a").click()

    await expect(long.page).to_have_url(re.compile("before="))
    assert asked == len(long.pages) == 1
    assert (await ids(long))[0] == long.has[40].id


async def test_what_is_deleted_while_a_page_is_on_its_way_does_not_come_with_it(long):
    """And what was edited comes with its new words."""
    long.answers.clear()
    await long.page.evaluate(TO_THE_END)
    async with long.page.expect_response(re.compile("before=")):
        while not long.pages:
            await long.heard()
        await long.drop(long.has[41])
        await long.put(make_entry(412, 212, "Edited meanwhile"))
        long.answers.set()

    await expect(entry(long, long.has[42])).to_contain_text("Edited meanwhile")
    await expect(entry(long, long.has[41])).to_have_count(0)


async def test_new_posts_are_counted_where_the_page_has_let_go_of_its_top_and_lead_there(long):
    await scroll_down(long, 200)
    await scroll_down_until_top_is_gone(long)
    fresh = [new(1), new(2)]
    long.has = [*reversed(fresh), *long.has]
    await long.put(*fresh)

    await expect(pill(long)).to_have_text("2 new posts")
    await pill(long).click()
    await expect(entry(long, new(2))).to_be_focused()
    assert (await ids(long))[:3] == [new(2).id, new(1).id, crowd()[0].id]
    await expect(pill(long)).to_be_hidden()


async def scroll_down_until_top_is_gone(stage) -> None:
    while crowd()[0].id in await ids(stage):
        shown = await ids(stage)
        await stage.page.evaluate(TO_THE_END)
        await expect(articles(stage).last).not_to_have_attribute("data-id", shown[-1])


@pytest.mark.parametrize("how", ["reload", "back"])
async def test_coming_back_leads_to_the_entry_that_was_read(long, how):
    """Far down the page, and although others have come meanwhile."""
    await scroll_down(long, 120)
    await long.page.wait_for_function("() => history.state?.key")
    await long.page.evaluate("scrollBy(0, -1500)")
    eye = await long.page.evaluate(UNDER_THE_EYE)
    await long.page.wait_for_function(
        "id => history.state?.key === document.querySelector(`[data-id='${id}']`).dataset.key", arg=eye[0]
    )
    long.has = [new(2), new(1), *long.has]
    if how == "reload":
        await long.page.reload()
    else:
        await long.page.goto("about:blank")
        await long.page.go_back()

    await long.page.wait_for_function(f"id => ({EYE})() === id", arg=eye[0])
    after = await long.page.evaluate(UNDER_THE_EYE)
    assert after[1] == pytest.approx(eye[1], abs=1.5)


async def test_the_top_is_one_jump_away_however_far_down_somebody_is(long):
    await scroll_down(long, 200)
    await scroll_down_until_top_is_gone(long)
    await long.page.evaluate("scrollTo(0, 0)")

    await expect(articles(long).first).to_have_attribute("data-id", crowd()[0].id)
    await expect(articles(long)).to_have_count(40)
