"""An archive in a browser: from a memory stick, and from a file server that knows nothing of livefeed."""

import contextlib
import functools
import http.server
import json
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from livefeed.assets import Assets
from livefeed.engine.asking import ask
from livefeed.engine.tally import Tally
from livefeed.engine.text import bare, tag_key, word_list
from livefeed.server.archive import shards
from livefeed.server.archive.finding import TABLES
from livefeed.server.histogram import histogram
from tests.archiving import ArchivedDay
from tests.browser.asking import LETTERS, SAID, put_posts
from tests.browser.test_accessibility import violations
from tests.browser.test_replay_page import SETTLED, stand_still
from tests.making import HOUR, NOON

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SHOWN = (
    """() => [...document.querySelectorAll('[role="feed"] > article')].map(one => [one.dataset.id, one.dataset.key])"""
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain file server."""

    def log_message(self, *_arguments) -> None:
        """Say nothing."""


@contextlib.contextmanager
def file_server(folder: Path):
    """Serve a folder on loopback, as `python -m http.server` does; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A day, with its archive in files small enough that there are many."""
    one = ArchivedDay(tmp_path_factory.mktemp("day"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "_FULL", 20_000)
        one.folder = one.archive().parent
    return one


@pytest.fixture(scope="module", params=["file", "http"])
def where(request, day):
    """Address of the archive's folder."""
    if request.param == "file":
        yield (day.folder / "archive").as_uri()
    else:
        with file_server(day.folder / "archive") as address:
            yield address


class Reader:
    """A browser's page that must not complain, and must ask for nothing but the folder's own files."""

    def __init__(self, page: Page, where: str) -> None:
        self.page = page
        self.where = where
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    async def open(self, path: str) -> None:
        """Go to a page."""
        await self.page.goto(f"{self.where}/{path}")

    def data(self, kind: str) -> set[str]:
        """Which files of a kind were loaded."""
        return {url.rpartition("/")[2] for url in self.asked if f"/data/{kind}-" in url}

    def went_well(self) -> None:
        """See that it did."""
        assert self.complaints == []
        assert [url for url in self.asked if not url.startswith(f"{self.where}/")] == []


@pytest_asyncio.fixture(loop_scope="module")
async def reader(chromium, where):
    """Somebody who opens the archive."""
    context = await chromium.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    one = Reader(await context.new_page(), where)
    yield one
    await context.close()
    one.went_well()


async def test_the_door_leads_to_both_languages_and_the_pages_to_each_other(reader):
    page = reader.page
    await reader.open("index.html")
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Demo")
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name="Page 2", exact=True).click()
    await expect(page.locator("#h-feed")).to_contain_text("Page 2 of 3")
    await page.get_by_role("link", name="Français").click()
    await expect(page).to_have_url(f"{reader.where}/fr/page-2.html")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Démo en français")


async def test_the_address_of_an_entry_leads_to_it(reader):
    page = reader.page
    await reader.open("en/page-2.html")
    entry = page.locator("#feed > article").nth(40)
    address = await entry.locator("a.at").evaluate("one => one.href")
    await page.goto("about:blank")
    await page.goto(address)
    await expect(page.locator(":target")).to_be_in_viewport()
    assert await page.locator(":target").get_attribute("data-id") == await page.locator("article").nth(
        40
    ).get_attribute("data-id")


async def board(day, at: int, limit: int = 40) -> list[list[str]]:
    """What stood at a moment, as the journal says."""
    with contextlib.closing(day.moment()) as moment:
        return [[entry.id, entry.key] for _, entry in moment.past.board(at, moment.tip, None, limit).entries]


async def test_a_replay_goes_to_any_moment_and_on_from_there(reader, day):
    page = reader.page
    await stand_still(page)
    await reader.open("en/replay.html")
    for time in ("08:20:00", "09:55:10", "08:40:40", "09:10:00"):
        at = await page.evaluate("time => Date.parse(`2026-10-02T${time}-04:00`) + 999", time)
        await page.evaluate("time => { location.hash = `#t=${time}` }", time)
        await page.wait_for_function(SETTLED, arg=at)
        assert (await page.evaluate(SHOWN))[:40] == await board(day, at)
    assert len(reader.data("changes-en")) > 1
    await page.get_by_label("60×").check(force=True)
    await page.get_by_role("button", name="Play").click()
    await page.clock.run_for(10_000)
    await page.get_by_role("button", name="Pause").click()
    at = int(await page.locator("replay-player").get_attribute("data-at"))
    assert at > await page.evaluate("Date.parse('2026-10-02T09:15:00-04:00')")
    assert (await page.evaluate(SHOWN))[:40] == await board(day, at)


async def test_a_replay_goes_down_to_the_oldest(reader, day):
    page = reader.page
    await reader.open("fr/replay.html#t=09:40:00")
    at = await page.evaluate("Date.parse('2026-10-02T09:40:00-04:00') + 999")
    await page.wait_for_function(SETTLED, arg=at)
    oldest = (await board(day, at, 300))[-1][0]
    await page.evaluate(
        "addEventListener('scroll', () => {}); setInterval(() => scrollTo(0, document.body.scrollHeight), 50)"
    )
    await expect(page.locator(f'article[data-id="{oldest}"]')).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=rue42", ["Été à Québec rue42"]),
        ("q=ETE+rue43", ["Été à Montréal rue43"]),
        ("q=%22route+fermee%22+pont57", ["57"]),
        ("q=%22fermee+route%22", []),
        ("q=rue42&network=bluesky", ["rue42"]),
        ("q=rue43&network=bluesky", []),
        ("q=rue42&by=%40anna0", ["rue42"]),
        ("q=rue42&by=anna1", []),
        ("q=rue42&from=08:21&to=08:22", ["rue42"]),
        ("q=rue42&from=08:22", []),
        ("q=__proto__", ["<img src=x"]),
        ("q=constructor+onerror", ["<img src=x"]),
        ("q=rue9", []),
    ],
)
async def test_a_search_finds_words_phrases_authors_networks_and_times(reader, asked, expected):
    await reader.open(f"en/search.html?{asked}")
    status = reader.page.get_by_role("status")
    await expect(status).to_have_text("No post here is like that." if not expected else "1 hit")
    hits = reader.page.locator(".hits li")
    await expect(hits).to_have_count(len(expected))
    for number, words in enumerate(expected):
        await expect(hits.nth(number)).to_contain_text(words)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def modules(chromium):
    """A page that can import our modules."""
    with file_server(Assets().web / "static") as address:
        page = await chromium.new_page()
        await page.goto(f"{address}/")
        yield page
        await page.close()


READ = """async ([said, zone, newest, tables]) => {
  const { ask } = await import("/archive-asking.js");
  const { ZoneClock } = await import("/zone-clock.js");
  return JSON.stringify(said.map(one => ask(one, { clock: new ZoneClock(zone), newest, tables })));
}"""
FOUND = """async ([said, folder, zone]) => {
  const modules = ["archive-asking", "archive-files", "archive-index", "zone-clock"].map(name => import(`/${name}.js`));
  const [{ ask }, { Files }, { Index }, { ZoneClock }] = await Promise.all(modules);
  const index = new Index(new Files(folder));
  const { newest, tables } = await index.about();
  const [found, counted] = [[], []];
  for (const one of said) {
    found.push([]);
    const search = await index.search(ask(one, { clock: new ZoneClock(zone), newest, tables }));
    for await (const hit of search.hits()) found.at(-1).push(hit.post[0]);
    const { parts, isWhole } = await search.tally();
    counted.push([Object.fromEntries(parts), isWhole]);
  }
  return [found, counted];
}"""
SPELT = """async letters => {
  const { bare, tagKey, wordList } = await import("/archive-words.js");
  return JSON.stringify([...letters].map(one => [bare(one), tagKey(one), wordList(`a${one}b`)]));
}"""


@pytest.mark.parametrize("zone", ["America/Montreal", "UTC", "Asia/Kathmandu"])
async def test_a_browser_reads_a_search_as_we_do(modules, zone):
    newest = NOON + 9 * HOUR
    read = json.loads(await modules.evaluate(READ, [SAID, zone, newest, TABLES]))
    for said, query in zip(SAID, read, strict=True):
        asked = ask(said, ZoneInfo(zone), newest)
        assert query == json.loads(msgspec.json.encode(asked.query)) | {"unread": list(asked.unread)}, said


async def test_a_browser_spells_words_as_we_do(modules):
    """Letter by letter, of all that there are."""
    spelt = json.loads(await modules.evaluate(SPELT, LETTERS))
    expected = [[bare(one), tag_key(one), word_list(f"a{one}b")] for one in LETTERS]
    assert [(one, *pair) for one, *pair in zip(LETTERS, spelt, expected, strict=True) if pair[0] != pair[1]] == []


async def test_a_search_finds_and_counts_what_the_journal_has(modules, tmp_path):
    """Whatever is asked for: the same entries as on a server, and as many in each part of time."""
    day = ArchivedDay(tmp_path, posts=60)
    put_posts(day)
    with file_server(day.archive()) as address:
        asked = SAID[:400]
        found, counted = await modules.evaluate(FOUND, [asked, f"{address}/data/", day.coverage.time_zone])
    with contextlib.closing(day.moment()) as moment:
        entries = [entry for _, entry in moment.entries()][::-1]
    zone = ZoneInfo(day.coverage.time_zone)
    for said, ids, (parts, is_whole) in zip(asked, found, counted, strict=True):
        query = ask(said, zone, entries[0].at).query
        expected = [entry for entry in entries if query.takes(entry)]
        assert ids == [entry.id for entry in expected], said
        assert is_whole
        assert {int(part): count for part, count in parts.items()} == Tally.of(entry.at for entry in expected).parts, (
            said
        )


async def test_what_takes_too_many_files_to_count_is_at_least_so_many(modules, tmp_path, monkeypatch):
    """A phrase is looked for in the posts themselves; all that have it are found nevertheless."""
    monkeypatch.setattr(shards, "_FULL", 300)
    day = ArchivedDay(tmp_path, posts=60)
    with file_server(day.archive()) as address:
        (found,), ((parts, is_whole),) = await modules.evaluate(FOUND, [['"Été à"'], f"{address}/data/", "UTC"])

    assert not is_whole
    assert 40 <= sum(parts.values()) < len(found)


DRAWN = """async ([parts, zone]) => {
  const [{ histogram }, { ZoneClock }] = await Promise.all([import("/archive-hours.js"), import("/zone-clock.js")]);
  return histogram(new Map(parts), new ZoneClock(zone));
}"""


@pytest.mark.parametrize("zone", ["America/Montreal", "UTC", "Asia/Kathmandu", "Australia/Lord_Howe"])
@pytest.mark.parametrize("hours", [[], [0], [0, 1, 47], [0, 48], [0, 3, 900], [24 * day for day in range(-40, 40, 3)]])
async def test_a_browser_draws_hours_and_days_as_we_do(modules, zone, hours):
    """Also over the nights on which clocks are set."""
    tally = Tally.of(NOON + hour * HOUR for hour in hours)
    bars = await modules.evaluate(DRAWN, [list(tally.parts.items()), zone])
    expected = histogram(tally, ZoneInfo(zone))

    assert [(bar["start"], bar["end"], bar["count"]) for bar in bars["bars"]] == (
        [] if expected is None else [(bar.start, bar.end, bar.count) for bar in expected.bars]
    )
    assert bars["ofDays"] == (expected is not None and expected.of_days)


async def test_a_search_loads_what_its_words_need_and_leads_to_the_entry(reader):
    page = reader.page
    await reader.open("en/index.html")
    await page.get_by_role("searchbox").fill("rue200")
    await page.get_by_role("button", name="Search").click()
    await page.locator(".hits a").click()
    await expect(page.locator(":target")).to_contain_text("rue200 pont200")
    assert len(reader.data("words")) == 1
    assert len(reader.data("posts")) == 1
    assert not reader.data("changes-en")


async def test_many_hits_come_in_parts_and_are_counted_by_hour(reader, day):
    """Without loading more of them than are shown."""
    page = reader.page
    with contextlib.closing(day.moment()) as moment:
        hours = [(entry.at - NOON) // HOUR + 8 for _, entry in moment.entries()]
    total = len(hours)
    await reader.open("en/search.html?q=demo")
    hits = page.locator(".hits li")
    await expect(hits).to_have_count(50)
    await expect(page.get_by_role("status")).to_have_text(f"{total} hits, most at 9\u00a0a.m.")
    await page.get_by_role("button", name="More").click()
    await expect(hits).to_have_count(100)
    await expect(hits.first).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(hits.nth(1).locator("mark")).to_have_text("#demo")
    assert len(reader.data("posts")) < 4
    bars = page.get_by_role("list", name="Hits by hour").get_by_role("link")
    assert await bars.evaluate_all("all => all.map(one => one.textContent)") == [
        f"{hour}\u00a0a.m., {hours.count(hour)} hits" for hour in (8, 9, 10)
    ]
    await bars.first.click()
    await expect(page.get_by_role("status")).to_have_text(f"{hours.count(8)} hits")
    await expect(page.get_by_role("searchbox")).to_have_value("demo after:2026-10-02T08:00 before:2026-10-02T09:00")


async def test_a_time_that_is_none_is_named(reader):
    await reader.open("en/search.html?q=rue42&from=soon")
    await expect(reader.page.get_by_role("status")).to_contain_text("That is no time.")
    await expect(reader.page.locator("#from")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("name", ["replay", "search"])
async def test_without_script_a_page_says_so_and_leads_to_the_list(chromium, where, name):
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{where}/en/{name}.html")
    assert "let this page run scripts" in await page.locator("noscript").inner_text()
    await page.locator("noscript a").click()
    await expect(page.locator("#feed > article")).to_have_count(100)
    await context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_axe_finds_nothing(chromium, day, scheme, width, lang):
    context = await chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = await context.new_page()
    where = (day.folder / "archive").as_uri()
    for path in ("index.html", f"{lang}/index.html", f"{lang}/page-2.html", f"{lang}/replay.html"):
        await page.goto(f"{where}/{path}")
        assert await violations(page) == [], path
    await page.goto(f"{where}/{lang}/search.html?q=rue42")
    await expect(page.locator(".hits li")).to_have_count(1)
    assert await violations(page) == []
    await context.close()
