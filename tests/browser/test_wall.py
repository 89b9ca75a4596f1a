"""The wall in a real browser: new cards one at a time, what is deleted gone at once, and the same after a day."""

import contextlib

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import expect

from livefeed.model.coverage import Cause, Session
from tests.browser.test_accessibility import violations
from tests.making import MINUTE, NOON, SECOND, make_coverage, make_post
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

COVERAGE = make_coverage(
    time_zone="America/Montreal",
    programme=tuple(
        Session(starts=NOON + n * 30 * MINUTE, ends=NOON + (n * 30 + 25) * MINUTE, title={"fr": f"Séance {n}"}, room="Salle 3")
        for n in range(-1, 12)
    ),
    causes=(Cause(kind="donate", title={"fr": "La marche"}, url="https://marche.example/don", goal=5_000, unit="CAD"),),
)  # fmt: skip
STANDING = "all => all.map(one => one.querySelector('.card:not(.going) blockquote')?.textContent ?? '')"
SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160), "portrait": (1080, 1920), "laptop": (1280, 720)}
FITS = """() => [document.documentElement, ...document.querySelectorAll('.card blockquote, .zone, live-wall')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.className || one.tagName)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('live-wall *')]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((one) => !one.closest('kbd, svg'))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""

DAY = """async (hours) => {
  const { Cards } = await import("/static/wall-cards.js");
  const stream = document.querySelector(".stream");
  const cards = new Cards(stream, 30_000);
  const card = (n) => `<article class="card size-${1 + (n % 3)}" data-id="e:${n}" data-key="${String(n).padStart(16, "0")}"
    data-by="${n % 40}" data-size="${1 + (n % 3)}"><blockquote>Mot ${n}</blockquote><footer></footer></article>`;
  const put = (n) => ({ op: "put", id: `e:${n}`, key: String(n).padStart(16, "0"), html: card(n), pinned: n > 0 && n % 500 === 0 });
  let n = 0, most = 0, changed = 0, blank = 0;
  for (let now = 0; now < hours * 3600_000; now += 4000) {
    if (now % 20_000 === 0) cards.change(put(++n), now);
    if (now % 60_000 === 0) cards.change({ op: "drop", id: `e:${n - 3}`, why: "deleted" }, now);
    if (now % 90_000 === 0) cards.change(put(n - 1), now);
    if (now % 3600_000 === 0) cards.replaceAll([put(n), put(n - 1), put(n - 2)], now);
    changed += cards.settle(now);
    most = Math.max(most, stream.querySelectorAll("*").length);
    if (now > 60_000 && !stream.querySelector(".hero .card")) blank += 1;
  }
  return { n, most, changed, blank };
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def hall(tmp_path):
    """A coverage with a programme and a cause, served."""
    async with serve(tmp_path / "journal.sqlite3", coverage=COVERAGE) as one:
        yield one


def said(number: int, text: str = "", **parts):
    """A post by somebody else each time."""
    return make_post(
        f"p{number}",
        f"{text or f'mot {number}'} #demo",
        **{"by": f"voix{number}", "created_at": NOON - MINUTE + number * SECOND} | parts,
    )


@contextlib.asynccontextmanager
async def projected(chromium, url: str, size: str = "1080p", **how):
    """The wall on a screen; nothing may go wrong in it."""
    width, height = SIZES[size]
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, **{"reduced_motion": "reduce"} | how
    )
    page = await context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.clock.install()
    await page.goto(url)
    try:
        yield page
        assert errors == []
    finally:
        await context.close()


def slots(page):
    """The places for cards, the large one first."""
    return page.locator(".slot")


async def filled(hall, count: int = 4) -> None:
    """Let so many people say something."""
    for number in range(1, count + 1):
        await hall.put(said(number))


async def follows(page) -> None:
    """Wait until the wall follows: figures come over the line."""
    await expect(page.locator("#pulse .nums")).to_be_visible()
    await expect(page.locator(".buttons")).to_be_visible()


async def test_new_cards_come_one_at_a_time_in_place_of_the_oldest(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        await follows(page)
        before = await slots(page).evaluate_all(STANDING)
        assert before == ["mot 4", "mot 3", "mot 2", "mot 1"]
        for number in (5, 6):
            await hall.put(said(number))
        await hall.put(msgspec.structs.replace(said(1), text="mot 1, revu #demo", edited_at=NOON))
        await expect(page.locator(".stream")).to_contain_text("revu")  # all before it has been heard
        await page.clock.run_for(10_000)
        await expect(slots(page).nth(3).locator(".card:not(.going)")).to_contain_text("mot 5")
        assert (await slots(page).evaluate_all(STANDING))[:2] == ["mot 4", "mot 3"]
        await page.clock.run_for(3_000)
        await expect(slots(page).nth(2).locator(".card:not(.going)")).to_contain_text("mot 6")


@pytest.mark.parametrize("how", ["deleted", "warned", "edited"])
async def test_what_may_no_longer_be_read_is_gone_at_once(chromium, hall, how):
    """Also while the wall is paused; another card takes the place, and the wall is never blank."""
    await filled(hall, 6)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        await follows(page)
        await page.keyboard.press("p")
        await expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
        hero = slots(page).first
        await expect(hero).to_contain_text("mot 6")
        if how == "deleted":
            await hall.delete("p6")
        else:
            parts = {"warning": "sang"} if how == "warned" else {"text": "autre chose #demo"}
            await hall.put(msgspec.structs.replace(said(6), edited_at=NOON + MINUTE, **parts))
        await expect(page.locator(".stream")).not_to_contain_text("mot 6")
        await expect(hero.locator(".card")).to_contain_text("autre chose" if how == "edited" else "mot 2")


async def test_what_waits_and_is_deleted_never_comes(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall?delay=20") as page:
        await follows(page)
        await hall.put(said(5))
        await hall.put(said(6))
        await hall.delete("p5")
        await hall.delete("p1")  # it stands: once it is gone, all before it has been heard
        await expect(page.locator(".stream")).not_to_contain_text("mot 1")
        await page.clock.run_for(15_000)
        await expect(page.locator(".stream")).not_to_contain_text("mot 6")
        await page.clock.run_for(60_000)
        await expect(page.locator(".stream")).to_contain_text("mot 6")
        await expect(page.locator(".stream")).not_to_contain_text("mot 5")


async def test_edited_words_wait_as_long_as_new_ones(chromium, hall):
    """Who is let onto the wall with harmless words cannot change them there at once."""
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall?delay=20") as page:
        await page.clock.run_for(1_000)
        await expect(slots(page).first).to_contain_text("mot 4")
        await hall.put(msgspec.structs.replace(said(4), edited_at=NOON + MINUTE, text="autre chose #demo"))
        await expect(page.locator(".stream")).not_to_contain_text("mot 4")
        await expect(page.locator(".stream")).not_to_contain_text("autre chose")
        await page.clock.run_for(40_000)
        await expect(page.locator(".stream")).to_contain_text("autre chose")


BOARDS = """async (steps) => {
  const { Cards } = await import("/static/wall-cards.js");
  const stream = document.querySelector(".stream");
  const cards = new Cards(stream, 0);
  const put = (n, by, words, pinned = false) => ({ op: "put", id: `e:${n}`, key: String(n).padStart(16, "0"), pinned,
    html: `<article class="card size-1" data-id="e:${n}" data-key="${String(n).padStart(16, "0")}" data-by="${by}"
      data-size="1"><blockquote>${words}</blockquote><footer></footer></article>` });
  const boards = { first: [1, 2, 3, 4], later: [5, 6, 7, 8] };
  let now = 100_000;
  const settle = () => { for (let n = 0; n < 40; n += 1) cards.settle(now += 2_000); };
  const seen = () => [...stream.querySelectorAll(".slot")].map(
    (one) => one.querySelector(".card:not(.going) blockquote")?.textContent ?? "");
  cards.replaceAll(boards.first.map((n) => put(n, n, `mot ${n}`)).reverse(), now);
  settle();
  if (steps === "pinned") {
    cards.change(put(9, 9, "mot 9", true), now);
    settle();
    cards.replaceAll(boards.later.map((n) => put(n, n, `mot ${n}`)).reverse(), now);
  } else if (steps === "board") cards.replaceAll(boards.later.map((n) => put(n, n, `mot ${n}`)).reverse(), now);
  else if (steps === "twice") for (const n of [5, 6]) cards.change(put(n, n, "même chose"), now);
  settle();
  return [seen(), stream.querySelectorAll(".pinned").length];
}"""


@pytest.mark.parametrize(
    ("steps", "seen"),
    [("board", {5, 6, 7, 8}), ("pinned", {5, 6, 7, 8})],
)
async def test_a_fresh_board_comes_onto_the_wall(chromium, hall, steps, seen):
    """Also where what was pinned is no longer there: its place is free again."""
    async with projected(chromium, f"{hall.url}/fr/demo/wall?zones=stream,qr") as page:
        shown, pinned = await page.evaluate(BOARDS, steps)
        assert set(shown) == {f"mot {number}" for number in seen}
        assert pinned == 0


async def test_the_same_words_stand_once_whoever_says_them(chromium, hall):
    async with projected(chromium, f"{hall.url}/fr/demo/wall?zones=stream,qr") as page:
        shown, _ = await page.evaluate(BOARDS, "twice")
        assert shown.count("même chose") == 1


async def test_the_wall_darkens_where_nothing_changes(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        await expect(page.locator("live-wall:not([data-still])")).to_be_visible()
        await page.clock.fast_forward(21 * MINUTE)
        await page.clock.run_for(2_000)
        await expect(page.locator("live-wall[data-still]")).to_be_visible()


async def test_a_cut_line_keeps_what_stands_and_says_so(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        await follows(page)
        await page.context.set_offline(True)
        await page.clock.run_for(6_000)
        await expect(page.locator("#state")).to_contain_text("Pas en direct depuis")
        assert (await slots(page).evaluate_all(STANDING)) == ["mot 4", "mot 3", "mot 2", "mot 1"]


async def test_paused_nothing_moves_until_it_is_resumed(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        await follows(page)
        await page.get_by_role("button", name="Pause").click()
        await expect(page.locator("#state")).to_contain_text("En pause")
        await hall.put(said(5))
        await page.clock.run_for(30_000)
        await expect(page.locator(".stream")).not_to_contain_text("mot 5")
        await page.keyboard.press("p")
        await page.clock.run_for(3_000)
        await expect(page.locator(".stream")).to_contain_text("mot 5")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_all_of_it_fits_and_can_be_read_from_the_back(chromium, hall, size, theme):
    """No scroll bar, no cut word, nothing below 23 px at 1080p; axe finds nothing."""
    texts = ["x" * 280, "Un mot. " * 11, "日本語の文章です。" * 17, "الطريق إلى المدرسة مغلق " * 5]
    for number, text in enumerate(texts, 1):
        await hall.put(said(5 - number, text))
    async with projected(chromium, f"{hall.url}/fr/demo/wall?theme={theme}", size, bypass_csp=True) as page:
        await follows(page)
        await page.clock.run_for(1_000)
        assert await page.evaluate(FITS) == []
        width, height = SIZES[size]
        per_rem = min(width, height * 16 / 9) / 100 if width > height else min(width * 16 / 9, height) / 100
        assert await page.evaluate(SMALLEST) >= 1.2 * per_rem - 0.1
        assert await violations(page) == []


async def test_the_programme_says_what_is_on_and_the_time_left(chromium, hall):
    await hall.clock.advance(30_000)
    async with projected(chromium, f"{hall.url}/fr/demo/wall?zones=programme,qr") as page:
        await follows(page)
        await expect(page.locator(".now b")).to_have_text("Séance 0")
        await expect(page.locator(".now .left")).to_have_text("fin dans 25 min")
        await page.clock.run_for(
            40_000
        )  # shorter than the silence after which the line is made anew, with the server's time
        await expect(page.locator(".now .left")).to_have_text("fin dans 24 min")


async def test_a_day_leaves_as_much_as_an_hour(chromium, hall):
    """Twenty-one thousand posts, deletions, edits and fresh boards; the clock is passed in."""
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall") as page:
        line = await page.context.new_cdp_session(page)
        heap = []
        for hours in (1, 24):
            day = await page.evaluate(DAY, hours)
            await page.clock.run_for(2_000)  # the last fade
            await line.send("HeapProfiler.collectGarbage")
            heap.append((await line.send("Runtime.getHeapUsage"))["usedSize"])
            assert day["n"] == hours * 180
            assert day["changed"] > hours * 140
            assert day["blank"] == 0
            assert day["most"] < 60
        assert heap[1] < heap[0] * 1.1


async def test_without_script_the_wall_is_complete_and_asks_again(chromium, hall):
    await filled(hall)
    async with projected(chromium, f"{hall.url}/fr/demo/wall", java_script_enabled=False) as page:
        assert (await slots(page).all_inner_texts())[0].startswith("mot 4")
        await expect(page.locator(".buttons")).to_be_hidden()
        assert await page.locator('meta[http-equiv="refresh"]').count() == 1
