"""The page in a real browser: how it follows, what it says, and the room it takes."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.crowd import crowd
from tests.browser.looking import UNDER_THE_EYE, articles, entry, ids, new, pill, scroll_into_the_feed
from tests.browser.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


NOTE_DELAYS = """() => {
  const set = window.setTimeout;
  window.delays = [];
  window.setTimeout = (act, delay) => { delays.push(Math.round(delay)); return set(act, delay); };
}"""
DELAYS = """async () => {
  const { Backoff } = await import("/static/backoff.js");
  const next = (chance, times, backoff) => Array.from({ length: times }, () => { Math.random = () => chance; return backoff.next(); });
  const polite = new Backoff();
  polite.ask(3);
  return { most: next(1, 8, new Backoff()), least: next(0, 2, new Backoff()), asked: next(0, 2, polite) };
}"""


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
    """Seen at once; heard by who cannot see at most every twenty seconds, whatever the line does."""
    await stage.page.clock.install()
    await stage.open()
    stage.refuses = True
    stage.cut()
    await stage.page.clock.run_for(4_000)

    await expect(stage.page.locator("#state")).to_have_text("Reconnecting")
    await expect(stage.page.locator(".notice")).to_have_text(re.compile(r"Not live since 2:52\sp\.m\., trying again"))
    await expect(stage.page.locator('[role="status"]')).to_contain_text("Not live since")
    stage.refuses = False
    await stage.follows(2)
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(stage.page.locator(".notice")).to_be_hidden()
    await stage.page.clock.run_for(20_000)
    await expect(stage.page.locator('[role="status"]')).to_have_text("Live again.")


async def test_a_silent_line_is_a_dead_one(stage):
    """Silent for two and a half heartbeats, whose pace the server told."""
    stage.heartbeat = 8.0
    await stage.page.clock.install()
    await stage.open()
    await stage.page.clock.run_for(21_000)

    await stage.follows(2)


async def test_what_is_not_of_our_making_ends_the_line(stage):
    await stage.open()
    await stage.say(["captive portal"])

    await stage.follows(2)


async def test_delays_double_until_a_line_has_held_for_ten_seconds(stage):
    await stage.page.clock.install()
    await stage.open()
    await stage.page.evaluate(NOTE_DELAYS)
    for times in (2, 3, 4):
        await stage.close(1012)
        await stage.follows(times)
    await stage.page.clock.run_for(10_000)
    await stage.close(1012)
    await stage.follows(5)

    delays = await stage.page.evaluate("delays")
    assert [delay for delay in delays if delay < 1_000] == [25, 50, 100, 25]  # a twentieth of 500, 1,000, 2,000, 500


async def test_a_full_server_says_when_to_come_back(stage):
    await stage.open()
    await stage.page.evaluate(NOTE_DELAYS)
    stage.refuses, stage.later = True, {"Retry-After": "3"}
    await stage.close(1012)
    # Three seconds, and a twentieth of 1,000 ms: it is the second delay.
    await stage.page.wait_for_function("() => delays.includes(3050)")
    stage.refuses = False

    await stage.follows(2)


async def test_delays_are_random_up_to_thirty_seconds_after_what_the_server_asks_for(stage):
    await stage.open()
    delays = await stage.page.evaluate(DELAYS)

    assert delays["most"] == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
    assert delays["least"] == [0, 0]
    assert delays["asked"] == [3_000, 0]


@pytest.mark.parametrize("code", [1008, 4001, 4099])
async def test_a_final_close_is_final_and_offers_to_load_again(stage, code):
    await stage.open()
    await stage.close(code)

    await expect(stage.page.locator("#state")).to_have_text("Stopped")
    await expect(stage.page.locator(".notice")).to_contain_text("no longer kept up to date")
    await stage.page.locator("#pause").click()
    await stage.page.locator("#pause").click()
    assert stage.asked == ["k3f9.0"]
    await stage.page.get_by_role("link", name="Load it again").click()
    await stage.follows(2)


@pytest.mark.parametrize("code", [1000, 1011, 1013, 3999, 4100])
async def test_other_closes_are_not_final(stage, code):
    await stage.open()
    await stage.close(code)

    await stage.follows(2)


async def test_without_a_network_the_page_says_that_it_is_the_device(french):
    await french.page.clock.install()
    await french.open()
    await french.page.context.set_offline(True)
    await french.page.clock.run_for(4_000)

    await expect(french.page.locator("#state")).to_have_text("Reconnexion")
    await expect(french.page.locator(".notice")).to_contain_text("cet appareil n’a pas de réseau")
    await french.page.context.set_offline(False)
    await french.follows(2)
    await expect(french.page.locator("#state")).to_have_text("En direct")
    await expect(french.page.locator(".notice")).to_be_hidden()


# Out of sight.


async def test_a_page_out_of_sight_rests_and_catches_up_when_seen(stage):
    stage.heartbeat = 3_600.0
    await stage.page.clock.install()
    await stage.open()
    await stage.put(new(1))
    await stage.look(away=True)
    await stage.page.clock.run_for(179_000)
    await stage.drop(crowd()[0])
    assert stage.left == 0
    await stage.page.clock.run_for(1_000)
    await stage.leaves(1)
    await stage.page.clock.run_for(1_800_000)
    assert stage.asked == ["k3f9.0"]

    await stage.look(away=False)
    await stage.follows(2)
    assert stage.asked == ["k3f9.0", "k3f9.2"]
    await stage.put(new(2))
    await expect(entry(stage, new(2))).to_be_attached()
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await expect(stage.page.locator('[role="status"]')).not_to_contain_text("Live again")


async def test_a_short_look_elsewhere_keeps_the_line(stage):
    stage.heartbeat = 3_600.0
    await stage.page.clock.install()
    await stage.open()
    for _ in range(3):
        await stage.look(away=True)
        await stage.page.clock.run_for(120_000)
        await stage.look(away=False)
    await stage.put(new(1))

    assert stage.asked == ["k3f9.0"]


async def test_who_comes_back_is_told_only_where_catching_up_takes_long(stage):
    stage.heartbeat = 3_600.0
    await stage.page.clock.install()
    await stage.open()
    await stage.page.clock.run_for(30_000)  # into the middle of a minute: what time it is the line says a moment later
    await stage.look(away=True)
    await stage.page.clock.run_for(185_000)
    await stage.leaves(1)
    stage.refuses = True
    await stage.look(away=False)
    await expect(stage.page.locator("#state")).to_have_text("Live")
    await stage.page.clock.run_for(4_000)

    await expect(stage.page.locator("#state")).to_have_text("Reconnecting")
    await expect(stage.page.locator(".notice")).to_contain_text("Not live since 2:55")


async def test_out_of_sight_no_time_ticks(stage):
    stage.heartbeat = 3_600.0
    await stage.page.clock.install()
    await stage.open()
    first = articles(stage).nth(3).locator("time")
    await expect(first).to_have_text("2 mins ago")
    await stage.look(away=True)
    await stage.page.clock.run_for(150_000)
    await expect(first).to_have_text("2 mins ago")
    await stage.look(away=False)

    await expect(first).to_have_text("4 mins ago")


# A fresh board.


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
    await stage.page.clock.run_for(40_000)

    await expect(first).to_have_text(re.compile(r"^2[12] mins ago$"))  # the page's timer may be a moment ahead of it


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
        await stage.page.goto(f"{stage.url}/{stage.lang}/orme")

        await expect(articles(stage)).to_have_count(30)
        await expect(stage.page.get_by_role("link", name="Refresh to see what is new")).to_be_visible()
        await expect(stage.page.get_by_role("link", name="Older posts")).to_be_visible()
        await expect(stage.page.locator("#pause")).to_be_hidden()
        await articles(stage).nth(3).locator(".same summary").click()
        await expect(articles(stage).nth(3).locator(".same li")).to_have_count(6)
