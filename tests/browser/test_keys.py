"""The page by keyboard, what is said of it, and what is handed on."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.crowd import crowd
from tests.browser.looking import articles, entry, ids, new, scroll_into_the_feed
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SEARCH = '[name="q"]'
HEARD = """() => {
  window.heard = [];
  const status = document.querySelector('live-feed [role="status"]');
  new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true });
}"""
COPIED = """() => {
  window.copied = [];
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => window.copied.push(text) } });
  Object.defineProperty(navigator, "share", { value: undefined, configurable: true });
  delete Navigator.prototype.share;
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def keyed(stage):
    """An open page."""
    await stage.open()
    return stage


def status(stage):
    """What is said to who cannot see."""
    return stage.page.locator('live-feed [role="status"]')


async def press(stage, *keys: str) -> None:
    for key in keys:
        await stage.page.keyboard.press(key)


async def test_j_and_k_go_from_entry_to_entry(keyed):
    await press(keyed, "j")
    await expect(entry(keyed, crowd()[0])).to_be_focused()
    await press(keyed, "j", "j", "k")
    await expect(entry(keyed, crowd()[1])).to_be_focused()
    await press(keyed, "PageDown")
    await expect(entry(keyed, crowd()[2])).to_be_focused()
    await press(keyed, "PageUp", "PageUp", "PageUp", "k")
    await expect(entry(keyed, crowd()[0])).to_be_focused()


async def test_control_with_home_and_end_leads_out_of_the_feed(keyed):
    await articles(keyed).nth(3).focus()
    await press(keyed, "Control+Home")
    await expect(keyed.page.locator(SEARCH)).to_be_focused()
    await articles(keyed).nth(3).focus()
    await press(keyed, "Control+End")
    await expect(keyed.page.locator(".foot :is(a, button)").first).to_be_focused()


async def test_o_opens_the_entry_in_its_network(keyed):
    await keyed.page.evaluate("() => { window.opened = []; window.open = (...how) => window.opened.push(how) }")
    await articles(keyed).nth(1).focus()
    await press(keyed, "o")

    await expect(articles(keyed).nth(1)).to_be_focused()
    await keyed.page.wait_for_function("() => window.opened.length")
    assert await keyed.page.evaluate("window.opened") == [[crowd()[1].post.url, "_blank", "noopener"]]


async def test_a_slash_leads_to_the_search_where_letters_are_letters(keyed):
    await press(keyed, "j", "/")
    await expect(keyed.page.locator(SEARCH)).to_be_focused()
    await press(keyed, "j", "?")
    await expect(keyed.page.locator(SEARCH)).to_have_value("j?")
    await expect(keyed.page.locator("#help")).to_be_hidden()


async def test_help_lists_the_keys_and_switches_single_ones_off(keyed):
    await press(keyed, "j", "?")
    dialog = keyed.page.locator("#help")
    await expect(dialog).to_be_visible()
    await press(keyed, "j")
    await dialog.get_by_role("checkbox").uncheck()
    await dialog.get_by_role("button", name="Close").click()
    await expect(entry(keyed, crowd()[0])).to_be_focused()
    await press(keyed, "j", "?", "/")
    await expect(entry(keyed, crowd()[0])).to_be_focused()
    await expect(dialog).to_be_hidden()
    await press(keyed, "PageDown")
    await expect(entry(keyed, crowd()[1])).to_be_focused()

    await keyed.page.get_by_role("button", name="Keyboard shortcuts").click()
    await expect(dialog).to_be_visible()


# What is said.


async def test_counts_are_said_at_once_then_every_twenty_seconds_and_never_the_posts(keyed):
    await keyed.page.clock.install()
    await keyed.open()
    await keyed.page.evaluate(HEARD)
    for number in range(1, 6):
        await keyed.put(new(number))
    await keyed.page.clock.run_for(19_000)
    assert await keyed.page.evaluate("window.heard") == ["1 new post"]
    await keyed.page.clock.run_for(1_100)

    assert await keyed.page.evaluate("window.heard") == ["1 new post", "4 new posts"]
    assert await keyed.page.locator("[aria-live], [role=alert]").count() == 0


async def test_announcements_can_be_turned_off_and_paused(keyed):
    switch = keyed.page.get_by_role("button", name="Announcements")
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "false")
    await keyed.put(new(1))
    assert await status(keyed).text_content() == ""
    await switch.click()
    await keyed.page.locator("#pause").click()
    await keyed.put(new(2))
    assert await status(keyed).text_content() == ""


async def test_a_live_update_in_the_accessibility_tree(keyed):
    """The feed is not busy afterwards, the new entry is its first of thirty-one."""
    await keyed.put(new(1, "A tree has fallen"))

    feed = keyed.page.get_by_role("feed", name="The feed")
    await expect(feed).to_have_attribute("aria-busy", "false")
    first = feed.get_by_role("article").first
    await expect(first).to_have_accessible_name(re.compile("^Zoé Roy"))
    await expect(first).to_have_attribute("aria-posinset", "1")
    await expect(first).to_have_attribute("aria-setsize", "31")


async def test_focus_in_an_edited_or_moved_entry_stays(keyed):
    """Also when it moves among others."""
    await entry(keyed, crowd()[4]).focus()
    await keyed.put(crowd()[4])
    await expect(entry(keyed, crowd()[4])).to_be_focused()
    await scroll_into_the_feed(keyed, 900)
    assert crowd()[4].id in await ids(keyed)


# Handed on.


async def test_the_address_is_copied_where_a_device_has_no_sheet_and_it_is_said(keyed):
    await keyed.page.evaluate(COPIED)
    await keyed.page.get_by_role("button", name="Share").click()

    await expect(status(keyed)).to_have_text("The address is copied.")
    await expect(keyed.page.get_by_role("button", name="The address is copied.")).to_be_focused()
    assert await keyed.page.evaluate("window.copied") == [keyed.page.url]


async def test_an_entry_hands_on_its_own_address(keyed):
    """Any button that says what to copy does, also one that came live."""
    await keyed.page.evaluate(COPIED)
    await keyed.page.evaluate("""() => {
      const button = document.createElement("button");
      Object.assign(button.dataset, { action: "copy", url: "/en/orme/e/123", copied: "Copied." });
      document.querySelector("article footer").append(button);
      button.click();
    }""")

    await expect(status(keyed)).to_have_text("Copied.")
    assert await keyed.page.evaluate("window.copied") == [f"{keyed.url}/en/orme/e/123"]


async def test_the_sheet_of_a_device_is_used_where_there_is_one(keyed):
    await keyed.page.evaluate("""() => {
      window.shared = [];
      Object.defineProperty(navigator, "share", { value: async (what) => window.shared.push(what), configurable: true });
    }""")
    await keyed.page.get_by_role("button", name="Share").click()
    await keyed.page.wait_for_function("() => window.shared.length")

    assert await keyed.page.evaluate("window.shared") == [
        {"title": "Ice storm in the Orme valley", "url": keyed.page.url}
    ]
    assert await status(keyed).text_content() == ""


async def test_on_a_phone_what_can_be_pressed_is_as_wide_as_a_finger(chromium):
    async with staged(chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as phone:
        await phone.open()
        for each in await phone.page.locator("#filters :is(a, button, input, select)").filter(visible=True).all():
            box = await each.bounding_box()
            assert box["height"] >= 44, await each.inner_text()
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        await phone.nothing_went_wrong()
