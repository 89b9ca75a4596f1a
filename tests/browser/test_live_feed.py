"""The page in a real browser: what comes in is shown, and nothing that somebody reads moves."""

import re

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.crowd import crowd, make_entry
from tests.browser.stage import browser, staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

UNDER_THE_EYE = """() => {
  const article = document.elementFromPoint(300, innerHeight / 2).closest("article");
  return [article.dataset.id, article.getBoundingClientRect().top, article.innerText];
}"""
"""The entry in the middle of the view, its place to the pixel, and its words."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium():
    """One browser for all tests of this file."""
    async with browser() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def stage(chromium):
    """A page in English; whatever a test does, the page must not complain, and must ask nobody else."""
    async with staged(chromium) as one:
        yield one
        await one.nothing_went_wrong()


@pytest_asyncio.fixture(loop_scope="module")
async def french(chromium):
    """A page in French, as above."""
    async with staged(chromium, lang="fr") as one:
        yield one
        await one.nothing_went_wrong()


def new(number: int, text: str = "", minutes_ago: float = 0.1, **parts):
    """An entry newer than all of the crowd, where nothing else is said."""
    return make_entry(100 + number, minutes_ago - number / 1000, text or f"Brand new {number}", **parts)


def articles(stage):
    """All entries in the page."""
    return stage.page.locator('[role="feed"] > article')


def entry(stage, one):
    """An entry in the page."""
    return stage.page.locator(f'article[data-id="{one.id}"]')


async def keys(stage) -> list[str]:
    """Keys of all entries, from the top."""
    return await articles(stage).evaluate_all("all => all.map(one => one.dataset.key)")


async def ids(stage) -> list[str]:
    """Ids of all entries, from the top."""
    return await articles(stage).evaluate_all("all => all.map(one => one.dataset.id)")


async def scroll_into_the_feed(stage, by: int = 1500) -> None:
    """Scroll as a reader does, and wait until the page knows."""
    await stage.page.evaluate("by => scrollTo(0, by)", by)
    await stage.page.wait_for_function('document.querySelector("[role=feed]").getBoundingClientRect().top < -8')


def pill(stage):
    """The button behind which new entries wait."""
    return stage.page.locator(".pill")


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
    gone, top, words = await stage.page.evaluate(UNDER_THE_EYE)
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
    await expect(stage.page.locator(".pager a")).to_have_attribute("href", re.compile(f"before={last}&lang=en$"))
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


# The line.


async def test_after_a_cut_the_page_comes_back_with_its_cursor_and_shows_nothing_twice(stage):
    await stage.open()
    await stage.put(new(1))
    stage.cut()
    await stage.follows(2)
    await stage.put(new(1))
    await stage.put(new(2))

    assert stage.asked == ["k3f9.0", "k3f9.1"]
    await expect(entry(stage, new(2))).to_be_attached()
    assert len(await ids(stage)) == len(set(await ids(stage))) == 32


async def test_a_hello_does_not_count_as_heard(stage):
    """Its cursor is where changes begin; cut before they come, the page asks for them again."""
    await stage.open()
    stage._number = 7
    stage.cut()
    await stage.follows(2)
    stage.cut()
    await stage.follows(3)

    assert stage.asked == ["k3f9.0", "k3f9.0", "k3f9.0"]


async def test_a_server_that_says_goodbye_is_asked_again(stage):
    await stage.open()
    await stage.say({"type": "bye", "retry": 0.05})
    await stage.close(1012)

    await stage.follows(2)


async def test_a_line_that_stays_cut_is_told_of_until_it_is_back(stage):
    await stage.open()
    stage.refuses = True
    stage.cut()

    await expect(stage.page.locator("#state")).to_have_text("Reconnecting")
    await expect(stage.page.locator(".notice")).to_contain_text(re.compile(r"Not live since 2:52\sp\.m\."))
    stage.refuses = False
    await stage.follows(2)
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(stage.page.locator(".notice")).to_be_hidden()
    await expect(stage.page.locator('[role="status"]')).to_have_text("Live again.")


async def test_a_silent_line_is_a_dead_one(stage):
    await stage.page.clock.install()
    await stage.open()
    await stage.page.clock.run_for(61_000)

    await stage.follows(2)


async def test_a_final_close_is_final_and_offers_to_load_again(stage):
    await stage.open()
    await stage.close(4001)

    await expect(stage.page.locator("#state")).to_have_text("Stopped")
    await expect(stage.page.locator(".notice")).to_contain_text("no longer kept up to date")
    await stage.page.locator("#pause").click()
    await stage.page.locator("#pause").click()
    assert stage.asked == ["k3f9.0"]
    await stage.page.get_by_role("link", name="Load it again").click()
    await stage.follows(2)


async def test_a_fresh_board_replaces_everything_and_says_so(stage):
    await stage.open()
    await stage.board(new(1), *crowd()[:4])

    await expect(articles(stage)).to_have_count(5)
    await expect(stage.page.locator(".notice")).to_contain_text("this is how things stand now")
    stage.cut()
    await stage.follows(2)
    assert stage.asked == ["k3f9.0", "k3f9.1"]


async def test_a_fresh_board_leaves_a_reader_where_they_are_if_it_can(stage):
    await stage.open()
    await scroll_into_the_feed(stage)
    before = await stage.page.evaluate(UNDER_THE_EYE)
    await stage.board(*(new(number) for number in range(9, 0, -1)), *crowd())
    await expect(articles(stage)).to_have_count(39)

    after = await stage.page.evaluate(UNDER_THE_EYE)
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=1)


# Pause, words, and room.


async def test_pause_holds_everything_that_moves(stage):
    await stage.open()
    figures = await stage.page.locator("#pulse").inner_html()
    await stage.page.get_by_role("button", name="Pause").click()
    await stage.say({"type": "pulse", "html": "<p>Other figures</p>"})
    await stage.put(new(1))

    assert "e:101" not in await ids(stage)
    assert await stage.page.locator("#pulse").inner_html() == figures
    await expect(pill(stage)).to_have_text("1 new post")
    assert await stage.page.title() == "Ice storm in the Orme valley"
    await expect(stage.page.locator('[role="status"]')).to_have_text("")
    await stage.page.get_by_role("button", name="Resume").click()
    await expect(entry(stage, new(1))).to_be_attached()
    await expect(stage.page.locator("#pulse")).to_have_text("Other figures")


async def test_deletions_happen_while_paused(stage):
    await stage.open()
    await stage.page.locator("#pause").click()
    await stage.drop(crowd()[0])

    await expect(entry(stage, crowd()[0])).to_have_count(0)


async def test_who_cannot_see_hears_how_many_at_most_every_twenty_seconds(stage):
    await stage.page.clock.install()
    await stage.open()
    status = stage.page.locator('[role="status"]')
    await stage.put(new(1))
    await expect(status).to_have_text("1 new post")
    for number in range(2, 5):
        await stage.put(new(number))
    await expect(status).to_have_text("1 new post")

    await stage.page.clock.run_for(20_000)
    await expect(status).to_have_text("3 new posts")


async def test_the_page_speaks_french(french):
    await french.open()
    await expect(french.page.locator("#state")).to_have_text("En direct")
    await expect(french.page.locator("#updated")).to_have_text(re.compile(r"Mis à jour à 14\sh\s52, heure de l’Est"))
    await expect(articles(french).nth(2).locator("time")).to_have_text(re.compile(r"il y a 1\smin"))
    await scroll_into_the_feed(french)
    await french.put(new(1))
    await expect(pill(french)).to_have_text("1 nouveau message")
    await french.put(new(2), new(3))
    await expect(pill(french)).to_have_text("3 nouveaux messages")
    await french.say({"type": "state", "state": "ended"})
    await expect(french.page.locator("#state")).to_have_text("Terminé")


async def test_a_replay_says_how_fast_it_runs(french):
    french.state, french.speed = "replay", 10.0
    await french.open()

    await expect(french.page.locator("#state")).to_have_text("Rediffusion ×10")


async def test_times_follow_the_clock_of_the_coverage_not_the_readers(stage):
    """The coverage is in 2026 at a replay's pace; the reader's clock says something else."""
    await stage.page.clock.install(time=0)
    stage.speed, stage.state = 30.0, "replay"
    await stage.open()
    first = articles(stage).nth(3).locator("time")
    await expect(first).to_have_text("2 mins ago")
    await stage.page.clock.run_for(20_000)

    await expect(first).to_have_text("12 mins ago")


@pytest.mark.parametrize("width", [320, 390, 768])
async def test_nothing_scrolls_sideways(chromium, width):
    """With the longest words, in the longer language, and with what is open."""
    async with staged(chromium, lang="fr", viewport={"width": width, "height": 640}) as stage:
        stage.older = crowd()[-1].key
        await stage.open()
        await stage.page.evaluate('document.querySelectorAll("details").forEach(one => (one.open = true))')
        await scroll_into_the_feed(stage)
        await stage.put(new(1))

        assert await stage.page.evaluate("document.documentElement.scrollWidth") <= width
        await stage.nothing_went_wrong()


async def test_without_script_the_page_is_complete(chromium):
    async with staged(chromium, java_script_enabled=False) as stage:
        stage.older = crowd()[-1].key
        await stage.page.goto(f"{stage.url}/orme")

        await expect(articles(stage)).to_have_count(30)
        await expect(stage.page.get_by_role("link", name="Refresh to see what is new")).to_be_visible()
        await expect(stage.page.get_by_role("link", name="Older posts")).to_be_visible()
        await expect(stage.page.locator("#pause")).to_be_hidden()
        await articles(stage).nth(3).locator("summary").click()
        await expect(articles(stage).nth(3).locator("details li")).to_have_count(6)
