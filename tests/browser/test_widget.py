"""The widget in pages of others: plain, strict, and with a theme that styles whatever it finds."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.hosts import AGGRESSIVE, RESERVED, element, frame, hosted, strict_policy
from tests.browser.test_accessibility import violations
from tests.making import MINUTE, NOON, SECOND, make_coverage, make_post
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
SHAPES = ["list", "compact", "ticker", "entry", "badge"]
SAME = """async (server) => {
  const data = await (await fetch(`${server}/demo/embed.json?lang=fr`)).json();
  const parts = await (await fetch(`${server}/fr/demo/embed.html`)).text();
  const there = new DOMParser().parseFromString(parts, "text/html").querySelectorAll(".livefeed-item");
  const shown = document.querySelector("livefeed-feed").shadowRoot.querySelectorAll(".livefeed-item");
  return [...shown].map((one, place) => one.isEqualNode(there[place])).concat(shown.length === there.length, data.entries.length === shown.length);
}"""
TEXTS = "all => all.map(one => one.querySelector('.livefeed-words')?.textContent)"


def said(number: int, text: str = "", **parts):
    """A post by somebody else each time, newer with each number."""
    how = {"by": f"voix{number}", "created_at": NOON - 10 * MINUTE + number * SECOND} | parts
    return make_post(f"p{number}", f"{text or f'mot {number}'} #demo", **how)


def script(served) -> str:
    """The line that loads the element."""
    return f'<script src="{served.url}/embed.js" async></script>'


def newest(served) -> str:
    """The id of the newest entry, as addresses have it."""
    return next(iter(served.running.hub.board)).id.removeprefix("e:")


def shown(scope):
    """Entries of a widget, in a page or a frame."""
    return scope.locator(".livefeed-item")


def way(scope):
    """The link of a widget to the page of all."""
    return scope.locator(".livefeed-foot a, .livefeed-badge-link")


@pytest_asyncio.fixture(loop_scope="module")
async def server(tmp_path):
    """A coverage with fifteen posts, served."""
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage()) as one:
        for number in range(15):
            await one.put(said(number))
        yield one


@pytest.fixture(params=["plain", "strict", "aggressive"])
def site(request, server) -> dict:
    """How a host is served."""
    return {
        "plain": {"css": RESERVED},
        "strict": {"css": RESERVED, "headers": {"Content-Security-Policy": strict_policy(server.url)}},
        "aggressive": {"css": RESERVED + AGGRESSIVE},
    }[request.param]


async def test_two_widgets_are_live_and_ask_nobody_but_us(chromium, server, site):
    """An element and a frame in each of three sites: complete, live, nothing moves, stores, complains or asks others."""
    body = script(server) + element(server.url, 'lang="fr"') + frame(server.url)
    async with hosted(chromium, body, **site) as host:
        inside = host.page.frame_locator("iframe")
        for widget in (host.page.locator("livefeed-feed"), inside):
            await expect(shown(widget)).to_have_count(10)
            await expect(widget.locator(".livefeed-state")).to_have_text("En direct")
        await server.put(said(100, "tout neuf"))
        for widget in (host.page.locator("livefeed-feed"), inside):
            await expect(shown(widget).first).to_contain_text("tout neuf")
            await expect(shown(widget)).to_have_count(10)
        assert await host.shifts() == 0
        await server.delete("p100")
        for widget in (host.page.locator("livefeed-feed"), inside):
            await expect(widget.get_by_text("tout neuf")).to_have_count(0)

        assert host.origins() == {server.url}
        await host.leaves_nothing_behind()


async def test_two_elements_share_one_line(chromium, server):
    body = script(server) + element(server.url) + element(server.url, 'data-shape="compact" data-count="3"')
    async with hosted(chromium, body) as host:
        for place, count in ((0, 10), (1, 3)):
            await expect(shown(host.page.locator("livefeed-feed").nth(place))).to_have_count(count)
        await server.put(said(100, "pour les deux"))
        for place in (0, 1):
            await expect(shown(host.page.locator("livefeed-feed").nth(place)).first).to_contain_text("pour les deux")
        assert len([url for url in host.asked if url.startswith("ws")]) == 1


async def test_what_the_script_makes_is_what_the_server_makes(chromium, server):
    """Node for node, also of hostile words, links, right-to-left names, and what is warned of."""
    await server.put(said(101, '<b onclick="x()">gras</b>\n\nderux  lignes\u202e https://a.example/x'))
    await server.put(said(102, "مرحبا", lang="ar", by="أميرة"))
    await server.put(said(103, "caché", warning="Sang & <b>"))
    await server.put(said(104, "x" * 3_000))
    async with hosted(chromium, script(server) + element(server.url, 'lang="fr"')) as host:
        await expect(shown(host.page)).to_have_count(10)
        assert set(await host.page.evaluate(SAME, server.url)) == {True}


async def test_a_hostile_post_can_do_nothing(chromium, server):
    """It is words in its own box: no markup, no sideways scrolling, and nothing of the page around is turned about."""
    await server.put(
        said(101, "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>")
    )
    await server.put(said(102, "W" * 2_500))
    await server.put(said(103, "\u202eevil\u2066 bidi", by="\u202eeman"))
    body = script(server) + element(server.url) + frame(server.url)
    async with hosted(chromium, body) as host:
        for widget in (host.page.locator("livefeed-feed"), host.page.frame_locator("iframe")):
            await expect(shown(widget)).to_have_count(10)
            await expect(widget.locator(".livefeed-words img, .livefeed-words script")).to_have_count(0)
            box = widget.locator(".livefeed-scroll")
            assert await box.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert await host.page.title() == "Maison"
        await host.leaves_nothing_behind()


async def test_a_page_from_right_to_left_turns_nothing_of_ours_about(chromium, server):
    """The widget speaks English or French; a post from right to left is so in its own box."""
    await server.put(said(101, "مرحبا", lang="ar"))
    body = f'<div dir="rtl">{script(server)}{element(server.url)}</div>'
    async with hosted(chromium, body) as host:
        await expect(shown(host.page)).to_have_count(10)
        for what, direction in ((".livefeed-at", "ltr"), (".livefeed-words", "rtl"), (".livefeed-note", "ltr")):
            assert await host.page.locator(what).first.evaluate("one => getComputedStyle(one).direction") == direction


@pytest.mark.parametrize("shape", SHAPES)
async def test_in_a_column_of_two_hundred_pixels_all_can_be_read(chromium, server, shape):
    """Nothing sticks out, and neither title nor words are squeezed away."""
    body = script(server) + element(server.url, f'data-shape="{shape}" data-entry="{newest(server)}"')
    async with hosted(chromium, body, css=RESERVED + " main { width: 200px }") as host:
        widget = host.page.locator(".livefeed")
        await expect(widget).to_be_visible()
        assert await widget.evaluate("one => one.scrollWidth <= one.clientWidth && one.offsetWidth <= 200")
        read = ".livefeed-words" if shape in {"ticker", "entry"} else ".livefeed-title"
        assert (await widget.locator(read).first.bounding_box())["width"] > 60


async def test_the_list_within_stays_until_the_posts_have_come(chromium, server):
    """Without script, with a script that cannot be had, and where the page does not let it ask: the site's own list is there."""
    body = script(server) + element(server.url)
    for how in (
        {"java_script_enabled": False},
        {"headers": {"Content-Security-Policy": f"default-src 'none'; style-src 'self'; script-src {server.url}"}},
    ):
        async with hosted(chromium, body, **how) as host:
            await expect(host.page.get_by_text("Route fermée")).to_be_visible()


async def test_the_console_says_what_a_page_has_to_allow(chromium, server):
    policy = f"default-src 'none'; style-src 'self'; script-src {server.url}"
    async with hosted(
        chromium, script(server) + element(server.url), headers={"Content-Security-Policy": policy}
    ) as host:
        async with host.page.expect_console_message(lambda said: said.text.startswith("livefeed:")) as waited:
            await host.page.reload()
        words = (await waited.value).text
        assert f"Allow it: connect-src {server.url} {server.url.replace('http', 'ws')}" in words
        await expect(host.page.get_by_text("Route fermée")).to_be_visible()


async def test_nothing_is_asked_for_before_it_is_nearly_in_view(chromium, server):
    body = f'{script(server)}<div style="height:3000px"></div>{element(server.url)}'
    async with hosted(chromium, body) as host:
        await host.page.wait_for_function("() => customElements.get('livefeed-feed')")
        await host.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        assert not [url for url in host.asked if "/demo/" in url]
        await host.page.locator("livefeed-feed").scroll_into_view_if_needed()
        await expect(shown(host.page)).to_have_count(10)


async def test_a_reader_who_has_scrolled_is_not_moved(chromium, server):
    """Neither by what is new, nor by what is deleted above; the button says how many wait, and shows them."""
    async with hosted(chromium, script(server) + element(server.url)) as host:
        await expect(shown(host.page)).to_have_count(10)
        scroll = host.page.locator(".livefeed-scroll")
        await scroll.evaluate("one => { one.scrollTop = 300 }")
        read = shown(host.page).nth(5)
        words, before = await read.locator(".livefeed-words").inner_text(), (await read.bounding_box())["y"]
        for number in (101, 102, 103):
            await server.put(said(number))
        await expect(host.page.get_by_role("button", name="3 nouveaux messages")).to_be_visible()
        await server.delete("p14")
        await expect(host.page.get_by_text("mot 14 ")).to_have_count(0)
        same = host.page.locator(".livefeed-item", has_text=words)
        assert abs((await same.bounding_box())["y"] - before) < 1
        await host.page.get_by_role("button", name="3 nouveaux messages").click()
        await expect(shown(host.page).first).to_contain_text("mot 103")
        await expect(shown(host.page).first).to_be_in_viewport()


async def test_a_paused_widget_stands_still_but_for_what_is_deleted(chromium, server):
    async with hosted(chromium, script(server) + element(server.url)) as host:
        await expect(shown(host.page)).to_have_count(10)
        await host.page.get_by_role("button", name="Pause").click()
        await server.put(said(101))
        await expect(host.page.get_by_role("button", name="1 nouveau message")).to_be_visible()
        await server.delete("p14")
        await expect(host.page.get_by_text("mot 14 ")).to_have_count(0)
        assert "mot 13" in (await shown(host.page).evaluate_all(TEXTS))[0]
        await host.page.get_by_role("button", name="Reprendre").click()
        await expect(shown(host.page).first).to_contain_text("mot 101")


async def test_an_edit_is_shown_at_once_even_while_paused(chromium, server):
    """It corrects, or withdraws words; nothing above or below changes its place in the order."""
    async with hosted(chromium, script(server) + element(server.url)) as host:
        await expect(shown(host.page)).to_have_count(10)
        await host.page.get_by_role("button", name="Pause").click()
        await server.put(said(13, "corrigé", edited_at=NOON))
        await expect(shown(host.page).nth(1)).to_contain_text("corrigé")
        await expect(host.page.get_by_text("mot 13 ")).to_have_count(0)
        await expect(host.page.locator(".livefeed-new")).to_be_hidden()


async def test_lanes_languages_and_networks_are_kept_apart(chromium, server):
    async with hosted(chromium, script(server) + element(server.url, 'data-language="fr"')) as host:
        await expect(host.page.get_by_text("Rien n’est encore arrivé.")).to_be_visible()
        await server.put(said(101, "en anglais", lang="en"))
        await server.put(said(102, "en français", lang="fr-CA"))
        await expect(shown(host.page)).to_have_count(1)
        await expect(shown(host.page)).to_contain_text("en français")


async def test_a_line_goes_on_from_its_cursor_after_a_cut(chromium, server):
    async with hosted(chromium, script(server) + element(server.url)) as host:
        await expect(shown(host.page)).to_have_count(10)
        await expect(host.page.locator(".livefeed-state")).to_have_text("En direct")
        await host.page.wait_for_function("() => performance.getEntriesByType('resource').length > 0")
        async with host.page.expect_websocket():
            for _, reader in list(server.fanout.readers()):
                reader.transport.abort()
            await server.put(said(101))
            await server.delete("p14")
        await expect(shown(host.page).first).to_contain_text("mot 101")
        await expect(host.page.get_by_text("mot 14 ")).to_have_count(0)


async def test_when_a_coverage_ends_nobody_is_asked_to_follow_it_live(chromium, server):
    """All shapes, as elements and as frames, say so at once and lead to the replay."""
    name = newest(server)
    elements = (element(server.url, f'data-shape="{shape}" data-entry="{name}"') for shape in SHAPES)
    frames = (frame(server.url, f"?shape={shape}&entry={name}") for shape in SHAPES)
    over = {"entry": "C’est terminé. Voir la rediffusion\xa0: Démo", "badge": "TerminéDémo"}
    body = script(server) + "".join((*elements, *frames))
    async with hosted(chromium, body, viewport={"width": 1_000, "height": 6_000}) as host:
        widgets = [
            (shape, scope(kind).nth(place))
            for kind, scope in (("livefeed-feed", host.page.locator), ("iframe", host.page.frame_locator))
            for place, shape in enumerate(SHAPES)
        ]
        for _, widget in widgets:
            await expect(way(widget)).to_have_attribute("href", re.compile("/fr/demo$"))
        server.running.end()
        await server.put(said(100))
        for shape, widget in widgets:
            await expect(way(widget)).to_have_attribute("href", re.compile("/fr/demo/replay$"))
            await expect(way(widget)).to_have_text(over.get(shape, "Voir la rediffusion"))
            if shape != "entry":
                await expect(widget.locator(".livefeed-state")).to_have_text("Terminé")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_any_shape_and_theme(chromium, server, scheme):
    """As elements in a page and each by itself in a frame."""
    name = newest(server)
    elements = [element(server.url, f'data-shape="{shape}" data-entry="{name}" data-theme="auto"') for shape in SHAPES]
    tall = {"viewport": {"width": 1_000, "height": 4_000}}
    async with hosted(
        chromium, script(server) + "".join(elements), color_scheme=scheme, bypass_csp=True, **tall
    ) as host:
        await expect(host.page.locator(".livefeed")).to_have_count(len(SHAPES))
        assert await violations(host.page) == []
        for shape in SHAPES:
            address = f"{server.url}/fr/demo/embed?shape={shape}&entry={name}"
            for colours in ("", "&accent=ff0&background=fe0&ink=ccc"):
                await host.page.goto(address + colours)
                assert await violations(host.page) == [], shape


async def test_axe_finds_nothing_where_a_widget_is_put_together(chromium, server):
    for scheme in ("light", "dark"):
        async with hosted(chromium, "", color_scheme=scheme, bypass_csp=True) as host:
            await host.page.goto(f"{server.url}/fr/demo/embed/configure?accent=ff0")
            await expect(host.page.frame_locator("iframe").locator(".livefeed-item").first).to_be_visible()
            assert await violations(host.page) == []


async def test_a_widget_put_together_is_shown_at_once_and_copied(chromium, server):
    async with hosted(chromium, "", permissions=["clipboard-read", "clipboard-write"]) as host:
        await host.page.goto(f"{server.url}/fr/demo/embed/configure")
        await host.page.get_by_label("Forme").select_option("compact")
        await host.page.get_by_label("Messages", exact=True).fill("3")
        await expect(shown(host.page.frame_locator("iframe"))).to_have_count(3)
        line = host.page.locator("#line-element")
        await expect(line).to_contain_text('data-shape="compact" data-count="3"')
        await host.page.get_by_role("button", name="Copier").first.click()
        assert await host.page.evaluate("navigator.clipboard.readText()") == await line.inner_text()
        assert "count=3" in host.page.url


async def test_what_makes_no_sense_is_said_beside_what_does(chromium, server):
    """In the page's language, at the field that is wrong; the other wishes are heeded, and nothing typed is lost."""
    async with hosted(chromium, "", permissions=[]) as host:
        await host.page.goto(f"{server.url}/fr/demo/embed/configure?count=3&accent=bleu&shape=entry")
        wrong = host.page.get_by_label("Couleur des liens")
        for _ in range(2):  # as the server writes it, and as its script does
            await expect(wrong).to_have_value("bleu")
            await expect(wrong).to_have_accessible_description(
                "Couleur des liens\xa0: écrivez une couleur comme #0b5570."
            )
            await expect(wrong).to_have_attribute("aria-invalid", "true")
            await expect(shown(host.page.frame_locator("iframe"))).to_have_count(3)
            await expect(host.page.get_by_role("status")).to_contain_text("Collez l’adresse de la page du message.")
            await host.page.get_by_label("Coins, en pixels").fill("4")
            await expect(host.page.locator("#line-element")).to_contain_text('data-count="3" data-radius="4"')
        await wrong.fill("")
        await expect(wrong).not_to_have_attribute("aria-invalid", "true")
        await host.page.get_by_label("Identifiant du message").fill(f"{server.url}/fr/demo/e/{newest(server)}")
        await expect(host.page.get_by_role("status")).to_be_empty()
        await expect(shown(host.page.frame_locator("iframe"))).to_have_count(1)
        await host.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        await host.page.get_by_role("button", name="Copier").first.click()
        await expect(host.page.get_by_role("button", name="Sélectionnez")).to_be_visible()


async def test_the_line_to_copy_works_where_it_is_put(chromium, server):
    """With the locked script, which the browser holds to its checksum."""
    async with hosted(chromium, "") as maker:
        await maker.page.goto(f"{server.url}/fr/demo/embed/configure?count=4")
        lines = [await maker.page.locator(f"#line-{name}").inner_text() for name in ("element", "locked", "frame")]
    for line in lines:
        async with hosted(chromium, line) as host:
            widget = host.page.frame_locator("iframe") if "<iframe" in line else host.page
            await expect(shown(widget)).to_have_count(4)
            assert host.errors == []
