"""The replay page in a browser, before a real server into which a recorded day was played.

Time in the page is a clock that a test moves: nothing plays by itself.
"""

import asyncio
import contextlib
import re
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Page, expect

from livefeed.model.times import parse_iso
from livefeed.server.moments import read_moment, written_moment
from tests.browser.replaying import served_day, states

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TIMES = [
    "12:45:30",
    "13:10:30",
    "13:45:30",
    "14:20:30",
    "14:45:30",
    "15:10:30",
    "15:43:30",
    "16:30:30",
    "17:15:30",
    "18:30:30",
]
PAGE = 40
"""Entries with which a page begins, and down to which all pages can be compared."""
LONG = 60
TICK = 250
SETTLED = "at => document.querySelector('replay-player:not([data-loading])')?.dataset.at === String(at)"


def moment(time: str) -> int:
    """A time of the recorded day, to the end of its second as addresses mean it; milliseconds."""
    return parse_iso(f"2026-10-02T{time}-04:00") + 999


async def stand_still(page: Page) -> None:
    """Let no time pass in a page but what a test lets pass."""
    await page.clock.install(time=0)
    await page.clock.pause_at(60)  # seconds, ahead of what a busy machine needs until it says so


async def recorded_live(chromium, day) -> list[list[list[str]]]:
    """Follow the day live in a page, and note what its feed shows at each of the times."""
    page, tool = await chromium.new_page(reduced_motion="reduce"), await chromium.new_page()
    await stand_still(page)
    await page.goto(f"{day.url}/en/{day.slug}")
    seen = []
    async with aiohttp.ClientSession() as session:
        for time in TIMES:
            await day.until(moment(time))
            async with session.get(f"{day.url}/{day.slug}/entries.json?as=html&lang=en&limit={PAGE}") as answer:
                served = [entry["html"] for entry in (await answer.json())["entries"]]
            expected = await states(page, tool, served)
            async with asyncio.timeout(LONG):  # the page lets in what has come once a second, by its own clock
                while (state := await states(page, tool))[:PAGE] != expected:
                    await page.clock.run_for(1000)
            seen.append(state)
    await page.close()
    await tool.close()
    return seen


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def day(chromium, tmp_path_factory):
    """The conference, when it is over; `day.live` is what a live page showed of it."""
    async with served_day(tmp_path_factory.mktemp("day")) as one:
        one.live = await recorded_live(chromium, one)
        await one.whole()
        yield one


class Replay:
    """A replay page that is open."""

    def __init__(self, page: Page, day, lang: str) -> None:
        self.page = page
        self.day = day
        self.home = f"{day.url}/{lang}/{day.slug}/replay"
        self.status = page.get_by_role("status")
        self.articles = page.locator('[role="feed"] > article')
        self.clock = page.locator("#clock")
        self.play = page.locator("#play")
        self.track = page.get_by_role("slider")

    async def open(self, end: str = "") -> None:
        """Open it at an address, and wait until what it names is there."""
        await self.page.goto(self.home + end)
        await self.page.locator("replay-player:not([data-loading])[data-at]").wait_for()
        await expect(self.track).to_have_attribute("aria-valuetext", re.compile("minute"))

    async def at(self) -> int:
        """The moment that is shown, milliseconds."""
        return int(await self.page.locator("replay-player").get_attribute("data-at"))

    async def shows(self, time: str) -> None:
        """Wait until a time is shown, and what was then."""
        await self.page.wait_for_function(SETTLED, arg=moment(time))

    async def settles(self) -> None:
        """Wait until what was asked for is there, and the address says it."""
        await self.page.locator("replay-player:not([data-loading])").wait_for()
        await self.page.clock.run_for(1000)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def plays_until(self, at: int, speed: int) -> None:
        """Let time pass in the page up to a moment, and not more; the page itself counts in quarters of a second."""
        async with asyncio.timeout(LONG):
            while (left := at - await self.at()) >= speed * TICK:
                await self.page.clock.run_for(TICK * min(4, left // (speed * TICK)))
            await self.page.clock.run_for(left // speed)


def _is_bad(message: ConsoleMessage) -> bool:
    """Whether a page complains, unless it is the browser of what a test refuses."""
    return message.type in {"error", "warning"} and "503" not in message.text


@contextlib.asynccontextmanager
async def replaying(chromium, day, *, lang: str = "en", **context):
    """A replay page; whatever a test does, it must not complain, and must ask nobody else."""
    how = {"viewport": {"width": 1000, "height": 800}, "reduced_motion": "reduce"} | context
    reader = await chromium.new_context(**how)
    page = await reader.new_page()
    errors, origins = [], set()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if _is_bad(message) else None)
    page.on("request", lambda request: origins.add("/".join(request.url.split("/")[:3])))
    await stand_still(page)
    try:
        yield Replay(page, day, lang)
        assert errors == []
        assert origins <= {day.url}
    finally:
        await reader.close()


@pytest_asyncio.fixture(loop_scope="module")
async def replay(chromium, day):
    """A replay page in English."""
    async with replaying(chromium, day) as one:
        yield one


def kept(state: list[list[str]], day, at: int) -> list[list[str]]:
    """Of what a feed shows, the entries of which nothing was deleted later: nobody sees those as they were."""
    return [one for one in state if day.erased.get(one[0], 0) <= at]


@pytest.mark.timeout(600)
async def test_what_was_live_is_the_same_when_it_is_sought(replay, chromium):
    """The same entries in the same order with the same HTML, at ten times of the day."""
    tool = await chromium.new_page()
    for time, live in zip(TIMES, replay.day.live, strict=True):
        await replay.open(f"#t={time}")
        await replay.page.reload()
        await replay.shows(time)
        sought = kept(await states(replay.page, tool), replay.day, moment(time))
        assert len(sought) > PAGE * 3 / 4
        assert sought == kept(live, replay.day, moment(time))[: len(sought)], time
    await tool.close()


@pytest.mark.timeout(600)
async def test_what_was_live_is_the_same_when_it_is_played_sixty_times_as_fast(replay, chromium):
    """From the first report on, through the same ten times: as above, and as far down as the live page goes."""
    tool = await chromium.new_page()
    await replay.open()
    await replay.page.get_by_label("60×").check()
    await replay.page.get_by_label("Skip quiet stretches").uncheck()
    for time, live in zip(TIMES, replay.day.live, strict=True):
        await replay.play.click()
        await replay.plays_until(moment(time), 60)
        await replay.play.click()
        at = await replay.at()
        assert at == pytest.approx(moment(time), abs=60)  # a millisecond of the page, sixty times as fast
        played, of_live = (kept(state, replay.day, at) for state in (await states(replay.page, tool), live))
        depth = min(len(played), len(of_live))
        assert depth > PAGE * 3 / 4
        assert played[:depth] == of_live[:depth], time
    await tool.close()


async def test_what_was_deleted_later_is_in_no_moment_and_is_counted(replay):
    """The live page showed it; only a number is left."""
    gone = set(replay.day.erased) - {entry.id for entry in replay.day.running.hub.board}
    seen = [
        (time, entry) for time, live in zip(TIMES, replay.day.live, strict=True) for entry, _ in live if entry in gone
    ]
    assert len(seen) > 1
    for time, entry in seen:
        await replay.open(f"?at={time}")
        assert entry not in await replay.page.content()
    await expect(replay.page.locator(".facts")).to_contain_text(re.compile(r"\d+ were removed, and stay removed"))


async def test_an_address_names_a_moment_and_follows_it(replay):
    await replay.open("#t=14:32:10")
    await replay.shows("14:32:10")
    await expect(replay.clock).to_have_text("2:32:10 p.m.")
    await expect(replay.page.get_by_role("heading", name="What was known at 2:32 p.m.")).to_be_visible()
    await expect(replay.articles).to_have_count(PAGE)
    await replay.press("ArrowRight")
    await replay.shows("14:32:20")
    await replay.page.clock.run_for(1000)
    assert replay.page.url.endswith("/replay#t=14:32:20")
    await replay.page.evaluate("location.hash = '#t=13:00'")
    await replay.shows("13:00:00")


async def test_what_did_we_know_is_a_link_that_one_can_send(chromium, day):
    """It has a heading of its own, which goes when its reader goes elsewhere."""
    async with replaying(chromium, day, permissions=["clipboard-read", "clipboard-write"]) as replay:
        await replay.open("#t=14:32:10")
        await replay.page.get_by_role("button", name="Copy the link to 2:32 p.m.").click()
        await expect(replay.status).to_have_text("The address is copied.")
        link = await replay.page.evaluate("navigator.clipboard.readText()")
        assert link == f"{replay.home}?at=14:32:10"
        await replay.page.goto(link)
        await replay.shows("14:32:10")
        heading = replay.page.get_by_role("heading", level=1)
        await expect(heading).to_have_text("What did we know at 2:32:10 p.m.?")
        await replay.press("]")
        await replay.settles()
        await expect(heading).to_have_text("Open Causes Montréal 2026")
        assert replay.page.url.startswith(f"{replay.home}#t=")


async def test_while_a_coverage_goes_on_its_line_of_time_can_reach_to_now(replay, day, monkeypatch):
    """What plays stays at its moment; the page is a new one, and so is the line."""
    monkeypatch.setattr(type(day.running), "state", "live")
    await replay.open("#t=14:32:10")
    await replay.page.evaluate("document.title = 'the page of before'")
    await replay.press("ArrowRight")
    await replay.shows("14:32:20")
    async with replay.page.expect_navigation():
        await replay.page.get_by_role("link", name="Let it reach to now").click()
    await replay.shows("14:32:20")
    await expect(replay.page).to_have_title("Replay: Open Causes Montréal 2026")


async def test_a_time_can_be_written_as_people_do(replay):
    await replay.open()
    field = replay.page.get_by_label("Go to a time")
    await field.fill("14 h 32")
    await field.press("Enter")
    await replay.shows("14:32:00")
    await field.fill("noonish")
    await field.press("Enter")
    await expect(replay.page.get_by_role("alert")).to_have_text("That is no time. Write it like 14:32.")
    assert await replay.at() == moment("14:32:00")
    await field.fill("3:02:10 p.m.")
    await field.press("Enter")
    await replay.shows("15:02:10")
    await expect(replay.page.get_by_role("alert")).to_be_empty()


READ = ["14:32:10", "14 h 32", "2:32 p.m.", "25:00", "", "noon", "2026-11-01T01:15", "2026-11-01T06:15:00Z",
    "2026-11-01T08:15:00 02:00", "2026-11-01T08:15:00+0200", "2026-11-02T09:00", "09:00", "9999-01-01T00:00", "1793513700000"]  # fmt: skip


async def test_times_are_read_and_written_as_the_server_does(replay):
    """Over several days, and where clocks are set back."""
    begins, ends = parse_iso("2026-10-31T16:00:00Z"), parse_iso("2026-11-02T20:00:00Z")
    zone, at = ZoneInfo("America/Montreal"), list(range(begins, ends, 31 * 60_000))
    await replay.open()
    read, written = await replay.page.evaluate(
        """async ([begins, ends, said, at]) => {
            const links = [...document.querySelectorAll("link[rel=modulepreload]")];
            const { Times } = await import(links.find((link) => link.href.includes("replay-times")).href);
            const times = new Times({ locale: "en-CA", zone: "America/Montreal", begins, ends });
            return [said.map((one) => times.read(one) ?? null), at.map((one) => times.written(one))];
        }""",
        [begins, ends, READ, at],
    )

    def server_reads(text: str) -> int | None:
        try:
            return read_moment(text, zone, begins, ends)
        except ValueError:
            return None

    assert read == [server_reads(text) for text in READ]
    assert written == [written_moment(one, zone, begins, ends) for one in at]


async def test_an_address_that_names_no_time_says_so(replay):
    await replay.open("#t=banana")
    await expect(replay.page.get_by_role("alert")).to_have_text("That is no time. Write it like 14:32.")
    await replay.page.evaluate("location.hash = '#t=14:32:10'")
    await replay.shows("14:32:10")
    await expect(replay.page.get_by_role("alert")).to_be_empty()


async def test_it_can_be_played_by_keyboard(replay):
    """Space, arrows, brackets, home, end, plus and minus, wherever the focus is not in a field."""
    await replay.open("#t=14:32:10")
    for key, time in {
        "ArrowRight": "14:32:20",
        "ArrowLeft": "14:32:10",
        "Shift+ArrowRight": "14:33:10",
        "Shift+ArrowLeft": "14:32:10",
    }.items():
        await replay.press(key)
        await replay.shows(time)
    for key, mark in {"[": "2:30 p.m.", "]": "3:20 p.m."}.items():
        await replay.press(key)
        await expect(replay.page.locator(".marks [aria-current] time")).to_contain_text(mark.replace(" ", "\u202f"))
    # AltGr, as it comes from a French keyboard under Windows.
    await replay.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '[', altKey: true, ctrlKey: true, bubbles: true}))"
    )
    await expect(replay.page.locator(".marks [aria-current] time")).to_contain_text("2:30\u202fp.m.")
    await replay.press("Home")
    await expect(replay.track).to_have_attribute("aria-valuenow", "0")
    await replay.press("End")
    await expect(replay.track).to_have_attribute("aria-valuenow", await replay.track.get_attribute("aria-valuemax"))
    await replay.press("+", "+", "-")
    await expect(replay.page.get_by_label("60×")).to_be_checked()
    await replay.press("Home", " ")
    await expect(replay.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    await replay.press(" ")
    await expect(replay.page.get_by_role("button", name="Play", exact=True)).to_be_visible()


async def test_keys_can_be_switched_off_and_mean_nothing_in_a_field(replay):
    await replay.open("#t=14:32:10")
    await replay.page.get_by_label("Go to a time").focus()
    await replay.press("ArrowLeft", "[", " ", "+")
    assert await replay.at() == moment("14:32:10")
    await replay.page.get_by_role("button", name="Keys").click()
    await expect(replay.page.get_by_text("10 seconds back, 10 seconds on")).to_be_visible()
    await replay.page.get_by_label("Single keys do this").uncheck()
    await replay.press("Escape")
    await replay.page.locator("body").press("ArrowRight")
    assert await replay.at() == moment("14:32:10")
    await replay.track.focus()  # a slider is moved by its own keys, always
    await replay.press("ArrowRight")
    await replay.shows("14:32:20")


async def test_the_track_says_the_moment_in_words_and_follows_a_finger(chromium, day):
    async with replaying(chromium, day, lang="fr") as replay:
        await replay.open("#t=14:32:10")
        said = await replay.track.get_attribute("aria-valuetext")
        assert re.fullmatch(r"14\u00a0h\u00a032\u00a0min\u00a010\u00a0s, \d+\u00a0messages? par minute", said)
        await expect(replay.track).to_have_accessible_name("Heure")
        box = await replay.track.bounding_box()
        await replay.page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 40)
        await replay.page.mouse.down()
        await replay.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
        await replay.page.mouse.up()
        origin, span = [int(await replay.track.get_attribute(f"data-{name}")) for name in ("origin", "span")]
        assert await replay.at() == pytest.approx(origin + span / 2, abs=span / box["width"] * 2)
        assert await replay.articles.count() >= PAGE


async def test_a_slider_that_has_the_focus_is_not_read_out_all_the_time_while_it_plays(replay):
    await replay.open("#t=14:32:10")
    await replay.track.focus()
    await replay.press(" ")
    said = await replay.track.get_attribute("aria-valuetext")
    await replay.page.clock.run_for(4 * TICK)
    await expect(replay.clock).not_to_have_text("2:32:10 p.m.")
    assert await replay.track.get_attribute("aria-valuetext") == said
    await replay.press("ArrowRight")
    await expect(replay.track).not_to_have_attribute("aria-valuetext", said)


async def test_a_moment_is_announced_once_and_what_comes_is_counted_seldom(replay):
    """One line says it: what the reader did at once, what came by itself every twenty seconds at most."""
    await replay.open("#t=14:32:10")
    said = []

    def note(words: str) -> None:
        said.append(words)

    await replay.page.expose_function("said", note)
    await replay.page.evaluate(
        "new MutationObserver(() => window.said(document.querySelector('[role=status]').textContent))"
        ".observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true })"
    )
    await replay.press("ArrowRight")
    await replay.shows("14:32:20")
    await replay.press(" ")
    await replay.plays_until(moment("14:52:20"), 20)  # a minute of the reader's
    await replay.press(" ")
    await expect(replay.status).to_have_text(re.compile("Paused at"))
    counts = [words for words in said if "new post" in words]
    assert 1 <= len(counts) <= 4
    assert len(said) - len(counts) == 3


async def test_quiet_stretches_are_skipped_unless_one_wants_them(replay):
    """After the closing words of the day little comes: at 1×, five seconds without anything are too many."""
    passed = {}
    for wanted in (True, False):
        await replay.open("?at=18:05")
        await replay.page.get_by_label("1×", exact=True).check()
        await replay.page.get_by_label("Skip quiet stretches").set_checked(wanted)
        await replay.play.click()
        await replay.page.locator("replay-player:not([data-loading])").wait_for()
        await replay.page.clock.run_for(2000)
        passed[wanted] = await replay.at() - moment("18:05:00")
    assert passed[False] <= 2000
    assert passed[True] > 5000


async def test_however_fast_it_goes_the_page_changes_four_times_a_second_at_most(replay):
    await replay.open("#t=15:00")
    await replay.page.get_by_label("600×").check()
    await replay.page.evaluate(
        "window.times = new Set(); new MutationObserver(() => window.times.add(performance.now()))"
        ".observe(document.querySelector('[role=feed]'), { childList: true })"
    )
    await replay.press(" ")
    start = await replay.page.evaluate("performance.now()")
    await replay.plays_until(moment("16:00:00"), 600)
    passed = await replay.page.evaluate("performance.now()") - start
    assert await replay.page.evaluate("window.times.size") <= passed / 250 + 1
    assert await replay.articles.count() <= 200


async def test_time_waits_for_what_has_not_come_yet(replay):
    """Nobody is shown a moment without what happened in it."""
    held = asyncio.Event()

    async def hold(route) -> None:
        await held.wait()
        await route.continue_()

    await replay.page.route("**/changes.json*", hold)
    await replay.open("#t=14:32:10")
    await replay.press(" ")
    await replay.page.clock.run_for(3000)
    assert await replay.at() == moment("14:32:10")
    await expect(replay.page.locator("replay-player[data-loading]")).to_have_count(1)
    async with replay.page.expect_response("**/changes.json*"):
        held.set()
    await replay.plays_until(moment("14:33:10"), 20)


async def test_a_moment_that_does_not_come_is_said_and_what_was_there_stays(replay):
    await replay.open("#t=14:32:10")
    await replay.page.route("**/board.json*", lambda route: route.fulfill(status=503))
    before = await replay.articles.count()
    await replay.page.get_by_role("button", name="Previous mark").click()
    await expect(replay.page.get_by_role("alert")).to_have_text(re.compile("That did not come."))
    assert await replay.at() == moment("14:32:10")
    assert await replay.articles.count() == before


async def test_older_posts_are_those_of_the_moment(replay):
    await replay.open("#t=14:32:10")
    await replay.page.get_by_role("link", name="Older posts").click()
    await expect(replay.articles).to_have_count(2 * PAGE)
    keys = await replay.articles.evaluate_all("all => all.map(one => one.dataset.key)")
    assert keys == sorted(keys, reverse=True)


async def test_what_is_read_stays_where_it_is_while_it_plays(replay):
    await replay.open("#t=15:10")
    await replay.page.evaluate("scrollTo(0, 2500)")
    under = "() => { const one = document.elementFromPoint(300, 400).closest('article'); return [one.dataset.id, one.getBoundingClientRect().top] }"
    before = await replay.page.evaluate(under)
    first = await replay.articles.first.get_attribute("data-id")
    await replay.press(" ")
    await replay.plays_until(moment("15:20:00"), 20)
    assert await replay.articles.first.get_attribute("data-id") != first
    entry, top = await replay.page.evaluate(under)
    assert entry == before[0]
    assert top == pytest.approx(before[1], abs=2)  # a view moves by whole pixels


async def test_the_player_can_be_given_another_source(replay):
    """Files in place of a server: it asks nobody, and takes words and entries as it gets them."""
    module = """
      import { ReplayPlayer } from "/static/replay-player.js";
      const put = n => ({ op: "put", seq: n, t: new Date(start + n * 1000).toISOString(), id: `e:${n}`,
        key: String(n).padStart(16, "0"), html: `<article data-id="e:${n}" data-key="${String(n).padStart(16, "0")}">${n}</article>` });
      const start = Date.parse("2026-10-02T18:00:00Z");
      ReplayPlayer.source = () => ({
        facts: async () => ({ volume: { from: new Date(start).toISOString(), step: 60000, networks: ["a"], counts: [[7]] } }),
        board: async at => ({ cursor: "x.0", older: null, entries: [] }),
        changes: async () => ({ cursor: "x.3", more: false, changes: [put(1), put(2), put(3)] }),
      });
      customElements.define("replay-player", ReplayPlayer);
    """
    await replay.page.route("**/static/replay.js*", lambda r: r.fulfill(body=module, content_type="text/javascript"))
    asked = []
    replay.page.on("request", lambda request: asked.append(request.url) if "/replay/" in request.url else None)
    await replay.open("#t=14:00:00")
    await expect(replay.track).to_have_attribute("aria-valuetext", re.compile("7 posts a minute"))
    await replay.page.get_by_label("1×", exact=True).check()
    await replay.press(" ")
    await replay.plays_until(moment("14:00:02"), 1)
    assert await replay.articles.all_text_contents() == ["2", "1"]
    assert asked == []


async def test_without_script_it_is_a_page_with_links(chromium, day):
    async with replaying(chromium, day, java_script_enabled=False) as replay:
        await replay.page.goto(f"{replay.home}?at=14:32:10")
        await expect(replay.articles).to_have_count(PAGE)
        await expect(replay.page.get_by_role("button", name="Play")).to_be_hidden()
        await replay.page.get_by_role("link", name="10 min later").click()
        await expect(replay.page.get_by_role("heading", level=1)).to_have_text("What did we know at 2:42:10 p.m.?")
        await replay.page.get_by_role("link", name="Older posts").click()
        await expect(replay.page.get_by_role("link", name="Back to the newest of this moment")).to_be_visible()
        await replay.page.get_by_label("Go to a time").fill("3:20 p.m.")
        await replay.page.get_by_role("button", name="Go").click()
        await expect(replay.page.get_by_role("heading", level=1)).to_have_text("What did we know at 3:20 p.m.?")
        await replay.page.get_by_role("link", name="First report").click()
        await expect(replay.articles).to_have_count(1)
