"""What the reader chooses to see: by links and a form, at once, in the address, and back again."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.crowd import crowd
from tests.browser.looking import articles, ids, new, pill
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def choosing(stage):
    """A page of a server that knows the crowd."""
    stage.has = stage.entries
    await stage.open()
    return stage


def chip(stage, name: str):
    """A link or button of the filters."""
    return stage.page.locator("#filters .chip", has_text=re.compile(f"^{name}$"))


def status(stage):
    """What is said to who cannot see."""
    return stage.page.locator('live-feed [role="status"]')


def of(network: str) -> list[str]:
    """Ids of the crowd's entries of a network."""
    return [one.id for one in crowd() if one.post.network == network]


async def test_a_press_chooses_a_network_in_page_and_address_and_another_takes_it_back(choosing):
    await chip(choosing, "Bluesky").click()

    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    assert await ids(choosing) == of("bluesky")
    await expect(choosing.page).to_have_url(re.compile(r"\?network=bluesky$"))
    await expect(chip(choosing, "Bluesky")).to_have_attribute("aria-current", "true")
    await expect(chip(choosing, "All")).not_to_have_attribute("aria-current", "true")
    await expect(status(choosing)).to_have_text(f"{len(of('bluesky'))} posts found.")
    await expect(chip(choosing, "Bluesky")).to_be_focused()
    await chip(choosing, "Bluesky").click()
    await expect(articles(choosing)).to_have_count(30)
    await expect(choosing.page).to_have_url(re.compile(r"/orme$"))


async def test_back_and_forward_go_through_what_was_chosen(choosing):
    await chip(choosing, "Bluesky").click()
    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    await chip(choosing, "Nostr").click()
    await expect(articles(choosing)).to_have_count(len(of("nostr")))
    await choosing.page.go_back()
    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    await choosing.page.go_back()
    await expect(articles(choosing)).to_have_count(30)
    await choosing.page.go_forward()
    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    assert len(choosing.asked) == 1, "the page follows all the while"


async def test_live_posts_that_were_not_chosen_are_counted_and_not_shown(choosing):
    await chip(choosing, "Bluesky").click()
    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    await choosing.put(new(1), new(2, network="bluesky"), new(3))

    await expect(articles(choosing).first).to_have_attribute("data-id", new(2).id)
    assert await ids(choosing) == [new(2).id, *of("bluesky")]
    await expect(choosing.page.locator("#elsewhere")).to_have_text("2 new posts left out")
    choosing.has = [new(3), new(2, network="bluesky"), new(1), *crowd()]
    await chip(choosing, "All").click()
    await expect(articles(choosing)).to_have_count(33)
    await expect(choosing.page.locator("#elsewhere")).to_have_text("")


async def test_a_shared_address_begins_with_what_was_chosen(choosing):
    await choosing.open("?language=en&network=bluesky")

    wanted = [one.id for one in crowd() if one.post.network == "bluesky" and one.post.lang == "en"]
    assert await ids(choosing) == wanted != []
    await expect(choosing.page.locator("select")).to_have_value("en")
    await choosing.put(new(1), new(2, network="bluesky", post={"lang": "en-GB"}))
    await expect(articles(choosing)).to_have_count(len(wanted) + 1)
    await choosing.page.locator("select").select_option("")
    await expect(articles(choosing)).to_have_count(len(of("bluesky")))
    await expect(choosing.page).to_have_url(re.compile(r"\?network=bluesky$"))


async def test_a_search_follows_what_is_typed_and_says_what_it_found(choosing):
    """It asks once for what was typed in one go, makes one step of history, and an empty answer has words."""
    await choosing.page.locator('[name="q"]').press_sequentially("REFUGES")
    found = [one.id for one in crowd() if "refuges" in one.post.text.lower()]
    await expect(articles(choosing)).to_have_count(len(found))
    await expect(status(choosing)).to_have_text(re.compile(r"^\d+ posts? found\.$"))
    assert await ids(choosing) == found
    assert [asked["q"] for asked in choosing.pages] == ["REFUGES"]
    await choosing.page.locator('[name="q"]').press_sequentially("xyz")
    await expect(choosing.page.locator(".empty")).to_have_text(
        "No post here is like that. Others may come in at any moment."
    )
    await expect(status(choosing)).to_have_text("No post here is like that. Others may come in at any moment.")
    await expect(choosing.page.locator('[name="q"]')).to_be_focused()
    await choosing.page.go_back()
    await expect(articles(choosing)).to_have_count(30)
    await expect(choosing.page.locator('[name="q"]')).to_have_value("")


async def test_a_search_says_how_many_there_are_and_when_and_marks_the_words(choosing):
    """As one types and when the page is loaded; a bar leads to its hour; without a search nothing is said."""
    page = choosing.page
    await expect(page.locator("#found")).to_be_hidden()
    await page.locator('[name="q"]').fill("refuge -from:nobody")
    await expect(page.locator("#found b")).to_have_text(re.compile(r"^\d+ hits?$"))
    said = (await page.locator("#found").inner_html()).strip()
    await expect(page.locator("mark").first).to_have_text(re.compile("refuge", re.IGNORECASE))
    await page.reload()
    assert (await page.locator("#found").inner_html()).strip() == said
    await page.locator('[name="q"]').fill("-nobody")
    await expect(page.locator(".hours a")).to_have_count(2)
    await page.locator(".hours a").first.click()
    await expect(page.locator('[name="q"]')).to_have_value(re.compile("^-nobody after:.* before:"))
    await expect(articles(choosing)).to_have_count(4)
    await chip(choosing, "All").click()
    await expect(page.locator("#found")).to_be_hidden()


async def test_an_old_answer_never_overtakes_a_new_one(choosing):
    choosing.answers.clear()
    await chip(choosing, "Bluesky").click()
    await chip(choosing, "Nostr").click()
    choosing.answers.set()

    await expect(articles(choosing)).to_have_count(len(of("nostr")))
    assert await ids(choosing) == of("nostr")


async def test_what_comes_during_a_search_is_counted_and_searched_again(choosing):
    """Only the server can tell what has the words."""
    await choosing.open("?q=refuges")
    found = await ids(choosing)
    match = new(1, "Deux refuges de plus")
    await choosing.put(match, new(2))

    assert await ids(choosing) == found
    await expect(pill(choosing)).to_have_text("Search again: 2 new posts")
    choosing.has = [new(2), match, *crowd()]
    await pill(choosing).click()
    await expect(articles(choosing).first).to_have_attribute("data-id", match.id)
    await expect(pill(choosing)).to_be_hidden()


async def test_only_new_shows_what_came_since_the_page_was_opened_or_paused(choosing):
    await chip(choosing, "Only new").click()
    await expect(articles(choosing).first).to_be_hidden()
    await choosing.put(new(1))
    await expect(articles(choosing).filter(visible=True)).to_have_count(1)
    await expect(articles(choosing).first).to_have_attribute("aria-setsize", "1")

    await choosing.page.locator("#pause").click()
    await expect(articles(choosing).filter(visible=True)).to_have_count(0)
    await choosing.page.locator("#pause").click()
    await choosing.put(new(2))
    await expect(articles(choosing).filter(visible=True)).to_have_count(1)
    await chip(choosing, "Only new").click()
    await expect(articles(choosing).filter(visible=True)).to_have_count(32)


async def test_everything_works_without_script(chromium):
    """Links and a form lead to pages that the server has made."""
    async with staged(chromium, java_script_enabled=False) as stage:
        stage.has = stage.entries
        await stage.page.goto(f"{stage.url}/en/orme")
        await chip(stage, "Bluesky").click()
        assert await ids(stage) == of("bluesky")
        await stage.page.locator('[name="q"]').fill("généatrice OR arena")
        await stage.page.locator('[name="q"]').fill("arena")
        await stage.page.get_by_role("button", name="Search").click()
        await expect(stage.page).to_have_url(re.compile(r"network=bluesky"))
        assert set(await ids(stage)) <= set(of("bluesky"))
        assert len(await ids(stage)) < len(of("bluesky"))
        await expect(stage.page.locator("#only-new, #pause, #aloud, .scripted").filter(visible=True)).to_have_count(0)
