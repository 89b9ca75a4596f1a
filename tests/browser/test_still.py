"""Nothing that somebody reads moves, to the pixel: in browsers that hold the view by themselves, and in those that do not."""

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.crowd import crowd, make_entry
from tests.browser.looking import UNDER_THE_EYE, articles, entry, ids, new, pill, scroll_into_the_feed
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BY_HAND = 'document.body.style.overflowAnchor = "none"'


@pytest_asyncio.fixture(loop_scope="module", params=["anchored", "by hand"])
async def reading(request, chromium):
    """A page in the middle of which somebody reads; once without the browser's own anchoring."""
    async with staged(chromium) as stage:
        stage.has = stage.entries = [*crowd(), *(make_entry(400 + n, 200 + n, f"Older {n} " * 9) for n in range(300))]
        await stage.open()
        if request.param == "by hand":
            await stage.page.evaluate(BY_HAND)
        await scroll_into_the_feed(stage)
        yield stage
        await stage.nothing_went_wrong()


def longer(one, words: str = "Much longer. "):
    """The same entry, edited to many more words."""
    return msgspec.structs.replace(
        one, edited=True, post=msgspec.structs.replace(one.post, text=words * 60, spans=(), warning=None)
    )


async def above(stage, number: int):
    """An entry of the crowd so many above the eye; below it where the number is negative."""
    eye = (await stage.page.evaluate(UNDER_THE_EYE))[0]
    shown = await ids(stage)
    one = shown[shown.index(eye) - number]
    return next(each for each in stage.entries if each.id == one)


async def unmoved(stage, before) -> None:
    """Fail where other words are under the eye now, or they moved by half a pixel."""
    await stage.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    after = await stage.page.evaluate(UNDER_THE_EYE)
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1], abs=0.5)
    assert after[2] == before[2]


@pytest.mark.parametrize("number", [1, 3, -1, -3])
async def test_an_edit_moves_nothing(reading, number):
    """Out of sight above, in sight above, and below."""
    before = await reading.page.evaluate(UNDER_THE_EYE)
    edited = longer(await above(reading, number))
    await reading.put(edited)

    await unmoved(reading, before)
    await expect(entry(reading, edited)).to_contain_text("Much longer.")


@pytest.mark.parametrize("number", [1, 3, -1, -3])
async def test_a_deletion_moves_nothing(reading, number):
    before = await reading.page.evaluate(UNDER_THE_EYE)
    gone = await above(reading, number)
    await reading.drop(gone)

    await unmoved(reading, before)
    await expect(entry(reading, gone)).to_have_count(0)


async def test_many_changes_at_once_move_nothing(reading):
    """New, late, edited and deleted, above and below, in one message."""
    before = await reading.page.evaluate(UNDER_THE_EYE)
    changes = [reading.written(new(number)) for number in range(5)]
    changes.append(reading.written(new(6, "I was there", minutes_ago=1, late=True)))
    changes.append(reading.written(new(7, "And I", minutes_ago=90, late=True)))
    changes += [reading.written(longer(await above(reading, number))) for number in (2, -2)]
    changes += [{"op": "drop", "id": (await above(reading, number)).id, "why": "deleted"} for number in (1, 4, -1)]
    await reading.change(*changes)

    await unmoved(reading, before)
    await expect(pill(reading)).to_have_text("7 new posts")


async def test_a_picture_that_arrives_above_moves_nothing(reading):
    """Its room was not kept: where the browser does not hold the view by itself, a picture must keep its own room."""
    if await reading.page.evaluate("document.body.style.overflowAnchor"):
        pytest.skip("nobody is told when a picture takes room")
    before = await reading.page.evaluate(UNDER_THE_EYE)
    await reading.page.evaluate("""() => {
      const picture = new Image(600, 300);
      picture.src = "/static/icon.svg";
      picture.style.display = "block";
      document.querySelector("article .body").append(picture);
    }""")

    await unmoved(reading, before)


async def test_the_room_of_a_deleted_entry_goes_when_it_is_out_of_sight_above(reading):
    before = await reading.page.evaluate(UNDER_THE_EYE)
    await reading.drop(await above(reading, 1))
    await expect(reading.page.locator(".gone")).to_have_count(1)
    await reading.page.evaluate("scrollBy(0, 700)")

    await expect(reading.page.locator(".gone")).to_have_count(0)
    after = await entry(reading, next(one for one in reading.entries if one.id == before[0])).bounding_box()
    assert after["y"] == pytest.approx(before[1] - 700, abs=1)


async def test_what_is_read_stays_when_entries_above_it_are_let_go_and_brought_back(reading):
    """Down until the page has let go of its top, then up until it has it again: no jump at either end."""
    for _ in range(30):
        shown = await ids(reading)
        if reading.entries[0].id not in shown:
            break
        await reading.page.evaluate("scrollTo(0, document.body.scrollHeight - innerHeight - 900)")
        before = await reading.page.evaluate(UNDER_THE_EYE)
        await expect(articles(reading).last).not_to_have_attribute("data-id", shown[-1])
        await unmoved(reading, before)
    else:
        pytest.fail("the page has not let go of its top")
    assert len(await ids(reading)) <= 200
    for _ in range(30):
        shown = await ids(reading)
        if shown[0] == reading.entries[0].id:
            break
        await reading.page.evaluate("scrollBy(0, 900 + document.querySelector('article').getBoundingClientRect().top)")
        before = await reading.page.evaluate(UNDER_THE_EYE)
        await expect(articles(reading).first).not_to_have_attribute("data-id", shown[0])
        await unmoved(reading, before)
    assert (await ids(reading))[0] == reading.entries[0].id
