"""The widget in a frame: sandboxed, as high as it should be, deaf to strangers, and a way in and out by keyboard."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.hosts import element, frame, hosted
from tests.browser.test_widget import newest, said, script, shown
from tests.making import make_coverage
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WORDPRESS = "<script>" + """
window.heard = [];
addEventListener("message", ({ data, source }) => {
  const frame = document.querySelector("iframe");
  if (source !== frame.contentWindow || !data || data.secret !== "Abc123XyZ0" || /[^a-zA-Z0-9]/.test(data.secret)) return;
  window.heard.push([data.message, data.value]);
  if (data.message === "height") frame.height = Math.min(1000, Math.max(200, Number(data.value)));
});
""" + "</script>"  # fmt: skip
"""What WordPress does with messages of a frame (wp-includes/js/wp-embed.js)."""
HOSTILE = """async () => {
  const frame = document.querySelector("iframe");
  const say = (data) => frame.contentWindow.postMessage(data, "*");
  for (const data of [null, 3, "x", {}, { message: "ready" }, { message: "ready", secret: "<img>" }, { message: "ready", secret: { toString() {} } },
    { message: "height", value: 9, secret: "a" }, { type: "livefeed:height", height: 1 }, { __proto__: null }])
    try { say(data) } catch {}
  const tries = [() => frame.contentDocument.body, () => frame.contentWindow.document, () => frame.contentWindow.livefeed];
  return tries.map((one) => { try { return Boolean(one()) } catch { return false } });
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def server(tmp_path):
    """A coverage with fifteen posts, served."""
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage()) as one:
        for number in range(15):
            await one.put(said(number))
        yield one


async def test_a_frame_is_complete_without_script_on_either_side(chromium, server):
    async with hosted(chromium, frame(server.url, sandbox=""), java_script_enabled=False) as host:
        await expect(shown(host.page.frame_locator("iframe"))).to_have_count(10)


async def test_buttons_have_their_room_before_their_script_is_there(chromium, server):
    heads = []
    for script_runs in (False, True):
        async with hosted(chromium, frame(server.url), java_script_enabled=script_runs) as host:
            head = host.page.frame_locator("iframe").locator(".livefeed-head")
            if script_runs:
                await expect(head.locator(".livefeed-pause")).to_be_visible()
            heads.append([await part.bounding_box() for part in (head, head.locator(".livefeed-title"))])
    assert heads[0] == heads[1]


async def test_wordpress_makes_it_as_high_as_it_says_and_follows_its_links(chromium, server):
    """In the sandbox that WordPress puts around it: scripts, and nothing else."""
    body = WORDPRESS + frame(server.url, "?height=480#?secret=Abc123XyZ0", sandbox="allow-scripts")
    async with hosted(chromium, body) as host:
        inside = host.page.frame_locator("iframe")
        await expect(host.page.locator("iframe")).to_have_attribute("height", "480")
        await server.put(said(100, "tout neuf"))
        await expect(shown(inside).first).to_contain_text("tout neuf")
        await shown(inside).first.locator(".livefeed-at").click()
        await host.page.wait_for_function("() => window.heard.some(([what]) => what === 'link')")
        (link,) = [value for what, value in await host.page.evaluate("window.heard") if what == "link"]
        assert link.startswith(f"{server.url}/fr/demo/e/")
        await host.leaves_nothing_behind()


async def test_a_link_opens_our_page_of_the_post(chromium, server):
    async with hosted(chromium, frame(server.url)) as host:
        inside = host.page.frame_locator("iframe")
        async with host.page.context.expect_page() as opened:
            await shown(inside).first.locator(".livefeed-at").click()
        page = await opened.value
        await expect(page.locator("article.alone")).to_contain_text("mot 14")
        assert await page.evaluate("window.opener") is None
        assert host.page.url == f"{host.url}/"


async def test_where_no_window_may_open_the_post_is_shown_in_the_frame(chromium, server):
    async with hosted(chromium, frame(server.url, sandbox="allow-scripts")) as host:
        inside = host.page.frame_locator("iframe")
        await shown(inside).nth(1).locator(".livefeed-at").click()
        await expect(shown(inside)).to_have_count(1)
        await expect(shown(inside)).to_contain_text("mot 13")


async def test_an_element_makes_the_frame_and_heeds_only_that(chromium, server):
    """A height counts from the frame's own window, as a number within reason."""
    name = newest(server)
    body = script(server) + element(server.url, f'mode="frame" data-shape="entry" data-entry="{name}"')
    async with hosted(chromium, body) as host:
        made = host.page.locator("iframe")
        await expect(made).to_have_attribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox")
        await expect(made).to_have_attribute("title", "Démo : le direct")
        await expect(made).not_to_have_attribute("height", "560")
        height = await made.get_attribute("height")
        await host.page.evaluate('postMessage({ type: "livefeed:height", height: 3000 }, "*")')
        await host.page.evaluate("() => new Promise((done) => setTimeout(done))")
        assert await made.get_attribute("height") == height


async def test_a_hostile_page_gets_nothing_out_of_the_frame_and_does_it_no_harm(chromium, server):
    async with hosted(chromium, frame(server.url)) as host:
        inside = host.page.frame_locator("iframe")
        await expect(shown(inside)).to_have_count(10)
        assert await host.page.evaluate(HOSTILE) == [False, False, False]
        await server.put(said(100, "encore en direct"))
        await expect(shown(inside).first).to_contain_text("encore en direct")
        assert host.page.url == f"{host.url}/"


async def test_only_allowed_sites_can_frame_it_and_nobody_the_other_pages(chromium, tmp_path):
    async with serve(tmp_path / "other.sqlite3", coverage=make_coverage(embed=("https://org.example",))) as served:
        for path in ("/fr/demo/embed", "/fr/demo", "/fr/demo/embed/configure"):
            async with hosted(chromium, f'<iframe title="x" src="{served.url}{path}"></iframe>') as host:
                assert any("frame-ancestors" in error for error in host.errors)


async def test_the_keyboard_goes_in_and_out_and_the_title_is_in_the_pages_language(chromium, server):
    body = '<button id="before">Avant</button>' + frame(server.url, "?count=2") + '<button id="after">Après</button>'
    async with hosted(chromium, body) as host:
        await expect(shown(host.page.frame_locator("iframe"))).to_have_count(2)
        await host.page.locator("#before").focus()
        for _ in range(12):
            await host.page.keyboard.press("Tab")
            if await host.page.evaluate("document.activeElement.id") == "after":
                break
        assert await host.page.evaluate("document.activeElement.id") == "after"
        for _ in range(12):
            await host.page.keyboard.press("Shift+Tab")
            if await host.page.evaluate("document.activeElement.id") == "before":
                break
        assert await host.page.evaluate("document.activeElement.id") == "before"
        inner = host.page.frames[1]
        assert await inner.title() == "Démo"
        assert await inner.evaluate("document.documentElement.lang") == "fr"
