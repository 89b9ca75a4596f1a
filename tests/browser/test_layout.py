"""The page holds whatever people write, on a phone, enlarged, printed, and in colours of the reader's own."""

import pytest

from livefeed.server.app import PAGE
from tests.browser.extremes import extremes
from tests.browser.stage import staged
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

_SIDEWAYS = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const room = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("main *")].filter((one) => {
    const box = one.getBoundingClientRect();
    const clipped = one.closest(".vh, svg, .handle");
    return !clipped && box.width && (box.right > room + 0.5 || box.left < -0.5);
  });
  return [document.documentElement.scrollWidth - room, out.map((one) => one.outerHTML.slice(0, 120))];
}"""
"""How far the page scrolls sideways with all folds open, and what stands out of it."""


@pytest.mark.parametrize(("width", "lang"), [(320, "fr"), (390, "en"), (820, "fr"), (1440, "en")])
async def test_nothing_stands_out_of_the_page(chromium, width, lang):
    """320 px is also a window of 1280 px enlarged to 400 %."""
    async with staged(chromium, lang=lang, viewport={"width": width, "height": 700}) as stage:
        stage.entries = extremes()
        await stage.open()

        assert await stage.page.evaluate(_SIDEWAYS) == [0, []]
        await stage.nothing_went_wrong()


async def test_a_post_of_one_sign_and_one_of_ten_thousand_keep_to_their_room(stage):
    stage.entries = extremes()
    await stage.open()
    heights = await stage.page.locator('[role="feed"] > article').evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )

    assert min(heights) > 60
    assert max(heights) < 1500


async def test_tabs_are_there_on_a_phone_alone_and_lead_to_what_there_is(chromium):
    async with staged(chromium, viewport={"width": 390, "height": 800}) as stage:
        await stage.open()
        tabs = stage.page.locator(".tabs a")

        assert [await tab.text_content() for tab in await tabs.all()] == ["In short", "The feed", "Act"]
        for tab in await tabs.all():
            box = await tab.bounding_box()
            assert box["height"] >= 44
            assert box["y"] + box["height"] <= 800
            assert await stage.page.locator(await tab.get_attribute("href")).count() == 1
        await stage.page.set_viewport_size({"width": 1200, "height": 800})
        assert not await stage.page.locator(".tabs").is_visible()


async def test_focus_never_ends_up_under_the_tabs(chromium):
    """WCAG 2.2, 2.4.11: whatever has focus is not hidden by what is fixed."""
    async with staged(chromium, viewport={"width": 390, "height": 800}) as stage:
        stage.entries = extremes()
        await stage.open()
        top = (await stage.page.locator(".tabs").bounding_box())["y"]
        for _ in range(PAGE):
            await stage.page.keyboard.press("Tab")
            box = await stage.page.evaluate(
                """() => {
                  const { top, bottom } = document.activeElement.getBoundingClientRect();
                  return document.activeElement.closest(".tabs, .skip") ? null : [top, bottom];
                }"""
            )
            assert box is None or box[0] < top


async def test_printed_it_is_a_briefing_without_what_can_only_be_pressed(stage):
    await stage.open()
    await stage.page.emulate_media(media="print")

    for gone in (".tabs", "#pause", ".pager", ".pillrow", ".cause .btn", ".acts >> nth=0", ".mast"):
        assert not await stage.page.locator(gone).first.is_visible()
    for stays in ("h1", ".nums", "article >> nth=0", ".cause >> nth=0"):
        assert await stage.page.locator(stays).is_visible()


async def test_forced_colours_keep_what_is_late_and_where_things_end(stage):
    stage.entries = extremes()
    await stage.open()
    await stage.page.emulate_media(forced_colors="active")

    for framed in (".tag.warn", ".quoted >> nth=0", ".badge"):
        style = await stage.page.locator(framed).first.evaluate("one => getComputedStyle(one).borderInlineStartStyle")
        assert style == "solid", framed


async def test_what_hangs_on_a_post_is_in_the_accessibility_tree(stage):
    """A poll is a list with its shares, a quote is a quote, a card is one link."""
    stage.entries = extremes()[:6]
    await stage.open()
    tree = await stage.page.locator('[role="feed"]').aria_snapshot()

    assert "Oui, mais seulement si le refuge accepte les chiens 86%" in " ".join(tree.split())
    assert "- blockquote:" in tree
    assert 'link "Carte des pannes en temps réel Hydro Orme"' in tree


async def test_what_is_pinned_says_no_words_that_are_gone(stage):
    """An edited one keeps its link, a deleted one goes; without any, the heading goes too."""
    stage.entries = extremes()
    stage.pinned = stage.entries[5:7]
    await stage.open()
    lines = stage.page.locator(".pinned li")
    await stage.put(stage.entries[5])

    assert "hydro" not in await lines.first.inner_text()
    assert "Zoé Roy" in await lines.first.inner_text()
    await stage.drop(stage.entries[6])
    assert await lines.count() == 1
    await stage.drop(stage.entries[5])
    assert not await stage.page.locator(".pinned").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
async def test_axe_finds_nothing_in_extremes_and_on_the_page_of_one(chromium, width):
    async with staged(chromium, lang="fr", viewport={"width": width, "height": 800}, bypass_csp=True) as stage:
        stage.entries = extremes()
        await stage.open()
        await stage.page.evaluate(_SIDEWAYS)
        assert await violations(stage.page) == []
        await stage.page.goto(f"{stage.url}/fr/orme/e/{stage.entries[2].id.removeprefix('e:')}")
        assert await stage.page.evaluate(_SIDEWAYS) == [0, []]
        assert await violations(stage.page) == []
