"""A page kept for times without a network: because the reader asked, without what was deleted, until the reader says otherwise."""

import contextlib

import pytest
from playwright.async_api import expect

from tests.making import NOON, SECOND, make_post
from tests.peers.serving import free_port
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

STORED = """async () => {
  const names = [];
  for (const each of await caches.keys()) {
    for (const request of await (await caches.open(each)).keys()) names.push(new URL(request.url).pathname);
  }
  return [names.filter((name) => !name.startsWith("/static/")), names.length,
          (await navigator.serviceWorker.getRegistrations()).length, localStorage.length, document.cookie];
}"""
NOTHING = [[], 0, 0, 0, ""]


def post(number: int):
    """One of many posts with words of its own."""
    return make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND)


@contextlib.asynccontextmanager
async def opened(chromium, url: str):
    """A page of a reader who has never been here."""
    context = await chromium.new_context(reduced_motion="reduce")
    page = await context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(url)
    await expect(page.locator("live-feed")).to_have_attribute("data-way", "socket")
    try:
        yield page
        assert errors == []
    finally:
        await context.close()


async def keep(page) -> None:
    """Ask for the page to be kept."""
    await page.get_by_role("button", name="Keep for offline").click()
    await expect(page.locator('live-feed [role="status"]')).to_contain_text("Kept.")


async def test_nothing_is_stored_until_it_is_asked_for_and_nothing_after_it_is_forgotten(chromium, tmp_path):
    async with serve(tmp_path / "journal.sqlite3") as served, opened(chromium, f"{served.url}/en/demo") as page:
        assert await page.evaluate(STORED) == NOTHING
        await keep(page)
        assert (await page.evaluate(STORED))[0] == ["/en/demo"]
        await expect(page.get_by_role("button", name="Forget what is kept")).to_be_focused()

        await page.get_by_role("button", name="Forget what is kept").click()
        await expect(page.locator('live-feed [role="status"]')).to_contain_text("Forgotten.")
        assert await page.evaluate(STORED) == NOTHING


async def test_a_kept_page_is_readable_without_a_server_says_so_and_catches_up(chromium, tmp_path):
    """Of what is live, nothing is stored."""
    journal, port = tmp_path / "journal.sqlite3", free_port()
    url = f"http://127.0.0.1:{port}/en/demo"
    async with contextlib.AsyncExitStack() as readers:
        async with serve(journal, port=port) as served:
            await served.put(post(1))
            page = await readers.enter_async_context(opened(chromium, url))
            await keep(page)
            await served.put(post(2))
            await expect(page.locator("article")).to_have_count(2)
            await page.goto(url)
            await expect(page.get_by_role("button", name="Forget what is kept")).to_be_visible()
            await page.evaluate("fetch('/demo/entries.json').then((answer) => answer.text())")
            assert (await page.evaluate(STORED))[0] == ["/en/demo"]
        await page.goto(url)
        await expect(page.locator("article")).to_have_count(2)
        await expect(page.locator(".notice")).to_contain_text("Not live since")
        async with serve(journal, port=port) as served:
            await served.put(post(3))
            await expect(page.locator("article")).to_have_count(3, timeout=60_000)


async def test_a_deletion_takes_the_copy_away_and_it_is_made_anew_without(chromium, tmp_path):
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(post(1))
        await served.put(post(2))
        async with opened(chromium, f"{served.url}/en/demo") as page:
            await keep(page)
            await page.reload()
            await expect(page.locator("article")).to_have_count(2)
            await expect(page.locator("live-feed")).to_have_attribute("data-way", "socket")
            await served.delete("p1")
            await expect(page.locator("article")).to_have_count(1)

            await page.wait_for_function("""async () => {
              const copy = await caches.match("/en/demo");
              return copy && !(await copy.text()).includes("mot 1 ");
            }""")
            assert "mot 2 " in await page.evaluate("caches.match('/en/demo').then((copy) => copy.text())")


OTHER_PAGES = ("wall", "widget", "replay", "archive", "configure", "zone-clock")
"""What scripts are called that no briefing loads."""


async def test_the_worker_keeps_all_that_a_page_may_load(chromium, tmp_path):
    """A name that is no file would keep it from being installed at all; one that is missing would be missed offline."""
    from livefeed.assets import Assets

    async with serve(tmp_path / "journal.sqlite3") as served, opened(chromium, f"{served.url}/en/demo") as page:
        await keep(page)
        kept = await page.evaluate("""async () => {
          const [name] = await caches.keys();
          return (await (await caches.open(name)).keys()).map((one) => one.url.split("/").pop().split("?")[0]);
        }""")
        assets = Assets()
        modules = {path.name for path in (assets.web / "static").glob("*.js")}
        elsewhere = {name for name in modules if name.startswith(OTHER_PAGES)}
        assert {name for name in kept if name.endswith(".js")} == modules - elsewhere - {"worker.js"}


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_a_page_can_be_installed_in_two_languages(chromium, tmp_path, lang):
    async with serve(tmp_path / "journal.sqlite3") as served, opened(chromium, f"{served.url}/{lang}/demo") as page:
        manifest = await page.evaluate("fetch(document.querySelector('[rel=manifest]').href).then((one) => one.json())")
        assert manifest["start_url"] == f"/{lang}/demo"
        assert manifest["display"] == "standalone"
        assert (await page.evaluate("url => fetch(url).then((one) => one.status)", manifest["icons"][0]["src"])) == 200
