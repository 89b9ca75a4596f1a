"""The widget's element in sites that mistype, hide and colour it; and what it asks for anew when its line cannot tell."""

import asyncio

import orjson
import pytest
import pytest_asyncio
from playwright.async_api import expect

from livefeed.model.post import Ruling
from tests.browser.hosts import element, frame, hosted
from tests.browser.test_widget import newest, said, script, shown
from tests.making import make_coverage
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TALL = {"viewport": {"width": 900, "height": 6_000}}
COLOURS = """one => ["", ".livefeed-foot a", ".livefeed-at", ".livefeed-new"].map((part) =>
  getComputedStyle(part ? one.querySelector(part) : one).color)"""
WARM, PALE, INK, BLACK = "rgb(34, 34, 34)", "rgb(238, 238, 238)", "rgb(23, 25, 28)", "rgb(0, 0, 0)"


@pytest_asyncio.fixture(loop_scope="module")
async def server(tmp_path):
    """A coverage with fifteen posts, served."""
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage()) as one:
        for number in range(15):
            await one.put(said(number))
        yield one


async def told(host, words: str) -> None:
    """Wait until the console says something of the widget's."""
    try:
        async with asyncio.timeout(30):
            while not any(words in error for error in host.errors):
                await host.page.wait_for_event("console")
    except TimeoutError:
        raise AssertionError(f"{words} is not among {host.errors}") from None


async def test_a_mistake_is_told_in_the_console_and_asks_nobody_else(chromium, server):
    """Also where only the name of an option is wrong, or what is chosen is not there."""
    plain = server.url
    wrong = {
        f'<livefeed-feed src="{plain}"></livefeed-feed>': f'src="{plain}" is not the address of a coverage',
        "<livefeed-feed></livefeed-feed>": 'src="" is not the address of a coverage',
        '<livefeed-feed src="http://"></livefeed-feed>': 'src="http://" is not the address of a coverage',
        f'<livefeed-feed src="{plain}/fr/demo/embed"></livefeed-feed>': '/fr/demo/embed" is not the address',
        f'<livefeed-feed src="{plain}/dmeo"></livefeed-feed>': f"{plain} refuses: there is no coverage 'dmeo'",
        element(plain, 'data-shpe="ticker"'): "data-shpe is no option. Is data-shape meant?",
        element(plain, 'mode="iframe"'): 'mode: found "iframe", write frame',
        element(plain, 'data-network="twitter"'): "network: there is nothing of 'twitter' so far; there is mastodon",
    }  # fmt: skip
    async with hosted(chromium, script(server) + "".join(wrong), css="", **TALL) as host:
        for words in wrong.values():
            await told(host, words)
        assert host.origins() == {server.url}


async def test_options_can_be_written_either_way(chromium, server):
    body = (
        script(server)
        + element(server.url, 'data-lang="en" lang="fr" count="2"')
        + element(server.url, 'data-mode="frame"')
    )
    async with hosted(chromium, body) as host:
        await expect(host.page.locator(".livefeed-foot")).to_have_text("Follow it live")
        await expect(shown(host.page)).to_have_count(2)
        await expect(host.page.locator("iframe")).to_be_visible()


async def test_it_has_the_size_of_letters_and_the_height_that_a_site_wishes(chromium, server):
    """Also where the site counts from other letters than a browser's, and in shapes with a height of their own."""
    css = "html { font-size: 62.5% } body { font-size: 1.8rem } livefeed-feed { --livefeed-height: 300px }"
    shapes = "".join(element(server.url, f'data-shape="{shape}"') for shape in ("list", "compact", "ticker"))
    shapes += element(server.url, 'data-shape="ticker" style="--livefeed-height: initial"')  # as high as was reserved
    async with hosted(chromium, script(server) + shapes, css=css, **TALL) as host:
        widgets = host.page.locator(".livefeed")
        await expect(widgets).to_have_count(4)
        assert await widgets.evaluate_all("all => all.map(one => one.offsetHeight)") == [300, 300, 300, 56]
        assert await shown(host.page).first.evaluate("one => getComputedStyle(one).fontSize") == "18px"


async def test_what_a_site_hides_stays_hidden(chromium, server):
    """A menu that is folded away shows nothing of the widget, and takes no clicks for it."""
    folded = f'<div style="visibility: hidden; pointer-events: none">{element(server.url)}</div>'
    async with hosted(chromium, script(server) + folded) as host:
        await expect(shown(host.page)).to_have_count(10)
        await expect(shown(host.page).first).to_be_hidden()
        assert await host.page.locator(".livefeed").evaluate("one => getComputedStyle(one).pointerEvents") == "none"


async def test_text_can_be_read_in_whatever_colours_a_site_has(chromium, server):
    """Each colour is looked at on what lies behind it; what a picture lies behind is left as it is."""
    own = (INK, "rgb(11, 85, 112)", "rgb(92, 99, 106)", None)
    sites = [
        ("color: #222", "", (WARM, WARM, WARM, BLACK), None),
        ("color: #222; --livefeed-accent: #eee", "", (WARM, WARM, WARM, BLACK), "accent in rgb(238, 238, 238)"),
        (
            "color: #222; --livefeed-muted: #ddd",
            'theme="light"',
            (INK, own[1], INK, None),
            "muted in rgb(221, 221, 221)",
        ),
        ("color: #eee; background: #111", 'accent="#0b5570"', (PALE, PALE, PALE, BLACK), "accent in rgb(11, 85, 112)"),
        ("color: oklch(90% 0 0); background: oklch(95% 0 0)", "", own, "text in oklch(0.9 0 0)"),
        ("color: rgb(0 0 0 / 20%)", "", own, "text in rgba(0, 0, 0, 0.2)"),
        ("color: #eee; background: url(data:,)", "", (PALE, PALE, PALE, BLACK), None),
    ]
    body = "".join(f'<div style="{style}">{element(server.url, how)}</div>' for style, how, _, _ in sites)
    async with hosted(chromium, script(server) + body, **TALL) as host:
        for *_, words in sites:
            if words:
                await told(host, words)
        assert len(host.errors) == len([words for *_, words in sites if words])
        for place, (style, _, colours, _) in enumerate(sites):
            found = await host.page.locator(".livefeed").nth(place).evaluate(COLOURS)
            assert [
                colour for colour, wanted in zip(found, colours, strict=True) if wanted not in (None, colour)
            ] == [], style


async def test_a_ticker_shows_no_button_that_it_has_no_room_for(chromium, server):
    async with hosted(chromium, script(server) + element(server.url, 'data-shape="ticker"')) as host:
        await host.page.get_by_role("button", name="Pause").click()
        await server.put(said(101))
        await server.put(said(102))
        await expect(host.page.locator(".livefeed-new:not([hidden])")).to_have_count(1)
        await expect(host.page.locator(".livefeed-new")).to_be_hidden()
        await host.page.get_by_role("button", name="Reprendre").click()
        await expect(shown(host.page).first).to_contain_text("mot 102")


async def test_where_all_that_is_shown_is_deleted_older_posts_come(chromium, server):
    body = script(server) + element(server.url, 'data-count="2"') + frame(server.url, "?count=2")
    async with hosted(chromium, body) as host:
        inside = host.page.frame_locator("iframe")
        for widget in (host.page, inside):
            await expect(shown(widget)).to_have_count(2)
        for number in (14, 13):
            await server.delete(f"p{number}")
        for widget in (host.page, inside):
            await expect(shown(widget)).to_have_count(2)
            await expect(shown(widget).first).to_contain_text("mot 12")


async def test_the_widget_of_an_entry_follows_it_into_another(chromium, server):
    """Where it joins another one while it is shown, and nothing says in between that it is gone."""
    name = newest(server)
    body = script(server) + element(server.url, f'data-shape="entry" data-entry="{name}"')
    async with hosted(chromium, body + frame(server.url, f"?shape=entry&entry={name}")) as host:
        widgets = (host.page, host.page.frame_locator("iframe"))
        for widget in widgets:
            await expect(shown(widget)).to_contain_text("mot 14")
            await widget.locator(".livefeed-items").evaluate(
                "list => { window.gone = 0; new MutationObserver(() => { window.gone += list.parentNode.children.length - 1 }).observe(list.parentNode, { childList: true }) }"
            )
        await server.write(server.run.report(Ruling(verdict="together", one="p14", other="p3")))
        for widget in widgets:
            await expect(shown(widget)).to_contain_text("mot 3")
            await expect(shown(widget)).to_have_count(1)
            assert await widget.locator("body").evaluate("() => window.gone ?? 0") == 0
        await server.put(said(3, "corrigé", edited_at=said(3).created_at + 1))
        for widget in widgets:
            await expect(shown(widget)).to_contain_text("corrigé")


async def test_what_was_deleted_while_nobody_looked_is_gone_when_the_line_says_a_board(chromium, server):
    """The board of all knows nothing of a lane or of an entry by itself: they ask for their own anew."""
    name = newest(server)
    await server.put(said(50, "un", lang="fr"))
    await server.put(said(51, "deux", lang="fr"))
    lines = []

    def hold(line) -> None:  # it goes no further
        lines.append(line)

    bodies = (element(server.url, 'data-language="fr"'), element(server.url, f'data-shape="entry" data-entry="{name}"'))
    async with hosted(chromium, script(server) + "".join(bodies), **TALL) as host:
        await host.page.route_web_socket("**/live?*", hold)
        await host.page.reload()
        feeds = host.page.locator("livefeed-feed")
        await expect(shown(feeds.nth(0))).to_have_count(2)
        await expect(shown(feeds.nth(1))).to_have_count(1)
        await server.delete("p51")
        await server.delete("p14")
        lines[0].send(orjson.dumps({"type": "board", "why": "too-old", "cursor": "x.1", "entries": []}).decode())
        await expect(shown(feeds.nth(0))).to_have_count(1)
        await expect(shown(feeds.nth(0))).to_contain_text("un")
        await expect(shown(feeds.nth(1))).to_have_count(0)
        await expect(feeds.nth(1)).to_contain_text("n’est plus ici")
