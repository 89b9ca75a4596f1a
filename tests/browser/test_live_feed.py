"""The live feed in a real browser: what comes in is shown, and nothing that somebody reads moves."""

import re

import msgspec
import pytest
from playwright.async_api import expect

from tests.browser.crowd import crowd
from tests.browser.looking import UNDER_THE_EYE, articles, entry, ids, keys, new, pill, scroll_into_the_feed

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


# At the top and looking.


async def test_the_first_load_is_complete_and_follows_from_its_cursor(stage):
    await stage.open()

    assert await ids(stage) == [one.id for one in crowd()]
    assert stage.asked == ["k3f9.0"]
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(pill(stage)).to_be_hidden()
    assert await articles(stage).evaluate_all("all => all.map(one => one.ariaPosInSet)") == [
        str(n) for n in range(1, 31)
    ]


async def test_at_the_top_entries_come_in_by_themselves_in_order(stage):
    await stage.open()
    await stage.put(new(2), new(1))

    assert (await ids(stage))[:2] == ["e:102", "e:101"]
    assert await keys(stage) == sorted(await keys(stage), reverse=True)
    await expect(articles(stage).first).to_have_attribute("aria-posinset", "1")
    await expect(stage.page.locator('[role="feed"]')).to_have_attribute("aria-busy", "false")


async def test_no_more_than_one_batch_a_second_comes_in(stage):
    await stage.page.clock.install()
    await stage.open()
    await stage.put(new(1))
    await expect(entry(stage, new(1))).to_be_visible()
    await stage.put(new(2))
    await stage.put(new(3))

    assert "e:102" not in await ids(stage)
    await expect(pill(stage)).to_be_hidden()
    await stage.page.clock.run_for(1000)
    assert (await ids(stage))[:3] == ["e:103", "e:102", "e:101"]


async def test_a_late_entry_goes_to_its_place(stage):
    await stage.open()
    late = new(1, "I was there", minutes_ago=10, late=True)
    await stage.put(late)

    assert (await keys(stage)).index(late.key) == sum(one.key > late.key for one in crowd())
    await expect(entry(stage, late).locator(".tag.warn")).to_contain_text("arrived late")


async def test_what_belongs_below_the_end_of_the_page_is_left_to_the_next(stage):
    stage.older = crowd()[-1].key
    await stage.open()
    await stage.put(new(1, minutes_ago=500))

    assert "e:101" not in await ids(stage)
    await expect(pill(stage)).to_be_hidden()


# Scrolled, and reading.


async def test_who_reads_is_not_moved_by_a_pixel(stage):
    """New, late, edited above and deleted above: the words under the eye stay where they are."""
    await stage.open()
    await scroll_into_the_feed(stage)
    before = await stage.page.evaluate(UNDER_THE_EYE)
    first, second = crowd()[:2]
    for number in range(8):
        await stage.put(new(number))
    await stage.put(new(9, "I was there", minutes_ago=10, late=True))
    longer = msgspec.structs.replace(
        first, edited=True, post=msgspec.structs.replace(first.post, text="Much longer. " * 40)
    )
    await stage.put(longer)
    await stage.drop(second)

    after = await stage.page.evaluate(UNDER_THE_EYE)
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=1)
    assert after[2] == before[2]
    await expect(pill(stage)).to_have_text("9 new posts")
    assert await stage.page.title() == "(9) Ice storm in the Orme valley"


async def test_the_row_of_the_button_takes_no_room(stage):
    """Neither what is above nor what is below it moves when it appears."""
    await stage.open()
    await stage.page.evaluate('document.querySelector("article").focus()')
    before = await articles(stage).first.bounding_box()
    await stage.put(new(1))

    await expect(pill(stage)).to_be_visible()
    assert await articles(stage).nth(0).bounding_box() == before


@pytest.mark.parametrize("how", ["press", "key"])
async def test_asking_for_what_waits_leads_to_the_first_new_entry(stage, how):
    await stage.open()
    await scroll_into_the_feed(stage)
    await stage.put(new(1), new(2))
    await (pill(stage).click() if how == "press" else stage.page.keyboard.press("."))

    await expect(entry(stage, new(2))).to_be_focused()
    await expect(entry(stage, new(2))).to_be_in_viewport(ratio=1)
    await expect(pill(stage)).to_be_hidden()
    assert (await ids(stage))[:2] == ["e:102", "e:101"]
    assert await stage.page.title() == "Ice storm in the Orme valley"


async def test_back_at_the_top_what_waits_comes_in(stage):
    await stage.open()
    await scroll_into_the_feed(stage)
    await stage.put(new(1))
    await stage.page.evaluate("scrollTo(0, 0)")

    await expect(entry(stage, new(1))).to_be_attached()
    await expect(pill(stage)).to_be_hidden()


async def test_keyboard_readers_are_not_moved_either(stage):
    """Focus in the feed is reading, at the top too; leaving it lets entries in."""
    await stage.open()
    await articles(stage).first.focus()
    await stage.page.keyboard.press("PageDown")
    await expect(articles(stage).nth(1)).to_be_focused()
    await stage.put(new(1))
    assert "e:101" not in await ids(stage)
    await stage.page.keyboard.press("PageUp")
    await expect(entry(stage, crowd()[0])).to_be_focused()
    assert "e:101" not in await ids(stage)

    await stage.page.evaluate("document.activeElement.blur()")
    await expect(entry(stage, new(1))).to_be_attached()


# Edits and deletions.


async def test_an_edit_happens_in_place_and_keeps_what_is_open(stage):
    await stage.open()
    entry_with_copies = crowd()[3]
    await entry(stage, entry_with_copies).locator("details.same summary").click()
    text = "Four shelters are open now"
    edited = msgspec.structs.replace(
        entry_with_copies, edited=True, post=msgspec.structs.replace(entry_with_copies.post, text=text, spans=())
    )  # fmt: skip
    await stage.put(edited)

    await expect(entry(stage, edited)).to_contain_text(text)
    await expect(entry(stage, edited).locator("details.same")).to_have_attribute("open", "")
    await expect(articles(stage)).to_have_count(30)


async def test_new_words_of_a_moved_entry_are_shown_before_it_moves(stage):
    """Its lead may have been deleted: the old words must go even while somebody reads."""
    await stage.open()
    await scroll_into_the_feed(stage)
    moved = msgspec.structs.replace(
        crowd()[0], at=crowd()[5].at - 1000, post=msgspec.structs.replace(crowd()[0].post, text="Another lead", spans=())
    )  # fmt: skip
    await stage.put(moved)

    assert (await ids(stage))[0] == moved.id
    await expect(entry(stage, moved)).to_contain_text("Another lead")
    await expect(pill(stage)).to_be_hidden()
    await stage.page.evaluate("scrollTo(0, 0)")
    await expect(articles(stage).nth(5)).to_have_attribute("data-id", moved.id)
    await expect(stage.page.locator(".gone")).to_have_count(0)
    assert await keys(stage) == sorted(await keys(stage), reverse=True)


async def test_edits_and_deletions_reach_what_waits(stage):
    await stage.open()
    await scroll_into_the_feed(stage)
    await stage.put(new(1, "Wrong"), new(2), new(3))
    await stage.put(new(1, "Right"))
    await stage.drop(new(3))

    await expect(pill(stage)).to_have_text("2 new posts")
    await pill(stage).click()
    await expect(entry(stage, new(1))).to_contain_text("Right")
    assert (await ids(stage))[:2] == ["e:102", "e:101"]


async def test_a_deleted_entry_goes_at_once_and_leaves_its_room_where_it_is_seen(stage):
    await stage.open()
    await scroll_into_the_feed(stage)
    gone = (await stage.page.evaluate(UNDER_THE_EYE))[0]
    deleted = next(one for one in crowd() if one.id == gone)
    below = crowd()[crowd().index(deleted) + 1]
    before = await entry(stage, below).bounding_box()
    await stage.drop(deleted)

    await expect(entry(stage, deleted)).to_have_count(0)
    await expect(stage.page.locator(".gone")).to_have_text("A post was deleted by its author.")
    assert await entry(stage, below).bounding_box() == before
    await stage.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(stage.page.locator(".gone")).to_have_count(0)


async def test_focus_in_a_deleted_entry_goes_to_the_next_and_it_is_said(stage):
    """Past the room that another deletion left, too."""
    await stage.open()
    await entry(stage, crowd()[1]).focus()
    await stage.drop(crowd()[2])
    await stage.drop(crowd()[1])

    await expect(entry(stage, crowd()[3])).to_be_focused()
    await expect(stage.page.locator('[role="status"]')).to_have_text("A post was deleted by its author.")


# Bounds.


async def test_the_page_holds_two_hundred_entries_and_links_to_the_rest(stage):
    await stage.open()
    await expect(stage.page.locator(".pager")).to_be_hidden()
    await stage.put(*(new(number) for number in range(190)))

    await expect(articles(stage)).to_have_count(200)
    last = (await keys(stage))[-1]
    await expect(stage.page.locator(".pager a")).to_have_attribute("href", re.compile(f"before={last}$"))
    await expect(stage.page.locator(".pager")).to_be_visible()


async def test_what_waits_is_bounded_and_counted(stage):
    await stage.open()
    await stage.page.locator("#pause").click()
    for hundred in range(3):
        await stage.put(*(new(hundred * 100 + number) for number in range(100)))

    await expect(pill(stage)).to_have_text("300 new posts")
    await pill(stage).click()
    await expect(articles(stage)).to_have_count(200)
    assert (await ids(stage))[0] == new(299).id
    assert (await ids(stage))[-1] == new(100).id
    await expect(stage.page.locator(".pager")).to_be_visible()
