"""Pictures in a real browser: from our address alone, never in the way of what is read, and only when they may be."""

import contextlib

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import expect

from livefeed.model.post import Media
from tests.browser.test_accessibility import violations
from tests.making import MINUTE, NOON, make_coverage, make_post
from tests.peers.picture_server import PictureServer, draw
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

LONG = 30_000
"""Milliseconds for a process that has to begin."""
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((all) => all.getEntries().forEach((one) => { window.shifts += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""
LOADED = "image => image.complete && image.naturalWidth > 1"
BLANK = "[...document.querySelectorAll('article img')].every((one) => one.naturalWidth === 1)"
HEIGHTS = "all => all.map(one => one.getBoundingClientRect().height)"
SAVES = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"


@pytest_asyncio.fixture(loop_scope="module")
async def site():
    """A site with an avatar and pictures."""
    async with PictureServer() as one:
        one.files |= {"/a": draw("JPEG", (400, 400)), "/1": draw(size=(1600, 800)), "/2": draw(size=(300, 900))}
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def served(site, tmp_path):
    """A coverage that fetches from the site."""
    coverage = make_coverage(allow=(f"127.0.0.1:{site.port}",))
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, media=True) as one:
        one.running.media._patience = 60
        yield one


def post(site, number: int = 1, *paths: str, avatar: str = "/a", **parts):
    """A post with pictures; the first says its shape, the others do not."""
    shapes = {"/1": (1600, 800)}
    media = [Media(kind="image", url=site.url + p, description=f"Vue de {p}", shape=shapes.get(p)) for p in paths]
    made = make_post(
        f"p{number}", f"mot {number} #demo", media=tuple(media), created_at=NOON + number * MINUTE, **parts
    )
    return msgspec.structs.replace(made, author=msgspec.structs.replace(made.author, avatar=site.url + avatar))


@contextlib.asynccontextmanager
async def reading(chromium, served, *scripts: str, path: str = "en/demo", **context):
    """A page, and whom it asks for what; it must ask nobody but us, and complain of nothing."""
    reader = await chromium.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce", **context)
    page = await reader.new_page()
    page.asked, errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    # A browser's own page round a picture wants to style it, which a picture's policy does not let it.
    page.on("console", lambda said: errors.append(said.text) if _ours(said, page) else None)
    for script in (SHIFTS, *scripts):
        await page.add_init_script(script)
    await page.goto(f"{served.url}/{path}")
    try:
        yield page
        assert errors == []
        assert all(url.startswith(served.url) for url in page.asked)
    finally:
        await reader.close()


def _ours(said, page) -> bool:
    return "Content Security" in said.text and "/media/" not in page.url


def pictures_asked(page) -> int:
    """How many pictures the page has asked for."""
    return sum("/media/" in url for url in page.asked)


async def shown(locator) -> None:
    """Wait until a picture is there."""
    await locator.scroll_into_view_if_needed()
    handle = await locator.element_handle()
    await locator.page.wait_for_function(LOADED, arg=handle, timeout=LONG)


async def test_pictures_come_and_nothing_moves(chromium, served, site):
    """One whose shape is known, one whose shape is not, an avatar, and one more that comes live."""
    await served.put(post(site, 1, "/2"))
    await served.put(post(site, 2, "/1"))
    site.gate.clear()
    async with reading(chromium, served) as page:
        pictures = page.locator(".pic img")
        await expect(pictures).to_have_count(2)
        before = await page.locator("article").evaluate_all(HEIGHTS)
        await page.evaluate("window.shifts = 0")
        site.gate.set()
        for number in range(2):
            await shown(pictures.nth(number))
        await shown(page.locator(".mono img").first)
        assert await page.locator("article").evaluate_all(HEIGHTS) == before
        assert await page.evaluate("window.shifts") == 0

        await served.put(post(site, 3, "/1"))
        await expect(page.locator(".pic img")).to_have_count(3)
        await shown(page.locator(".pic img").first)
        assert site.asked == {"/a": 1, "/1": 1, "/2": 1}


async def test_an_avatar_that_does_not_come_leaves_its_monogram(chromium, served, site):
    """And a picture leaves its room, with the link that was under it."""
    await served.put(post(site, 1, "/nothing", avatar="/none"))
    async with reading(chromium, served) as page:
        mono, room = page.locator(".mono"), await page.locator("article").evaluate_all(HEIGHTS)
        await page.wait_for_function(BLANK, timeout=LONG)
        assert await page.locator("article").evaluate_all(HEIGHTS) == room
        await expect(page.get_by_text("Open the picture")).to_be_visible()
        await expect(mono).to_have_text("Z")
        look = await mono.screenshot()
        await mono.locator("img").evaluate("image => image.remove()")
        assert await mono.screenshot() == look  # a picture that is not there shows nothing of itself


async def test_a_warned_picture_is_asked_for_when_its_warning_is_opened(chromium, served, site):
    await served.put(post(site, 1, "/1", "/2", warning="Sang", sensitive=True))
    async with reading(chromium, served) as page:
        await shown(page.locator(".mono img"))
        assert pictures_asked(page) == 1
        await page.locator(".warned > summary").click()
        for number in range(2):
            await shown(page.locator(".pic img").nth(number))
        assert pictures_asked(page) == 3
        assert await page.locator(".pic img").first.get_attribute("alt") == "Vue de /1"


async def test_without_script_a_warned_picture_is_a_link(chromium, served, site):
    await served.put(post(site, 1, "/1", warning="Sang", sensitive=True))
    async with reading(chromium, served, java_script_enabled=False) as page:
        await page.locator(".warned > summary").click()
        await expect(page.locator(".pic img")).to_have_count(0)
        async with page.expect_navigation():
            await page.get_by_text("Open the picture").click()
        assert page.url.endswith(".webp?asked")
        assert (await page.request.get(page.url)).headers["content-type"] == "image/webp"


async def test_who_saves_data_sees_pictures_when_they_are_pressed(chromium, served, site):
    await served.put(post(site, 1, "/1"))
    async with reading(chromium, served, SAVES, extra_http_headers={"Save-Data": "on"}) as page:
        link = page.locator("a[data-picture]")
        await expect(link).to_be_visible()
        await expect(page.locator(".pic img")).to_be_hidden()
        assert not site.asked
        caption = page.locator("figcaption [dir]")
        assert await caption.get_attribute("aria-hidden") is None  # nothing else says what there is to see
        await link.click()
        await shown(page.locator(".pic img"))
        assert await caption.get_attribute("aria-hidden") == "true"
        assert site.asked == {"/1": 1}


async def test_a_deleted_post_goes_with_its_pictures(chromium, served, site):
    await served.put(post(site, 1, "/1"))
    async with reading(chromium, served) as page:
        await shown(page.locator(".pic img"))
        address = await page.locator(".pic img").evaluate("image => image.src")
        await served.delete("p1")
        await expect(page.locator("article")).to_have_count(0)
        assert (await page.request.get(address)).status == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_axe_finds_nothing_in_pictures_there_missing_and_warned(chromium, served, site, scheme, lang):
    film = Media(kind="video", preview=f"{site.url}/1", description="La marche")
    await served.put(post(site, 1, "/1", "/2", "/nothing"))
    await served.put(msgspec.structs.replace(post(site, 2), media=(film,), url="https://a.example/2"))
    await served.put(post(site, 3, "/1", warning="Sang", sensitive=True))
    how = {"color_scheme": scheme, "bypass_csp": True}
    async with reading(chromium, served, path=f"{lang}/demo", **how) as page:
        await page.locator(".warned > summary").click()
        await shown(page.locator(".warned .pic img"))
        assert await violations(page) == []
