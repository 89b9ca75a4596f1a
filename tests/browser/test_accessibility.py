"""What axe and the accessibility tree say of the pages, and what a reader hears of a change that comes in.

The rules are those of WCAG 2.2 A and AA and axe's best practice (https://dequeuniversity.com/rules/axe).
"""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.looking import articles, new
from tests.browser.stage import staged
from tests.making import HOUR, NOON, SECOND, make_post
from tests.server.conftest import serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844), "zoomed": (320, 256)}
"""320 by 256 is 1280 by 1024 at 400 % zoom."""
OPENED = "document.querySelectorAll('details').forEach(one => { one.open = true })"


async def violations(page) -> list[str]:
    """Run axe over a page; one line a broken rule and place."""
    results = await Axe().run(page, options=RULES)
    return [
        f"{broken['id']}: {' '.join(node['target'])}: {node['html'][:120]}"
        for broken in results.response["violations"]
        for node in broken["nodes"]
    ]


LOOKS = {
    f"{width}-{scheme}-{lang}": (width, scheme, lang)
    for width, scheme, lang in [
        ("desktop", "light", "en"),
        ("desktop", "dark", "fr"),
        ("phone", "light", "fr"),
        ("phone", "dark", "en"),
        ("zoomed", "light", "en"),
        ("zoomed", "dark", "fr"),
    ]
}
"""Each width in each theme, languages taking turns: axe takes its time."""


@pytest.fixture(params=LOOKS)
def looked(request) -> tuple[str, str, str]:
    """A width, a theme and a language."""
    return LOOKS[request.param]


@pytest.fixture
def lang(looked) -> str:
    """A language."""
    return looked[2]


@pytest.fixture
def look(looked) -> dict:
    """A width and a theme, for Playwright; the pages' policy would keep axe out as well."""
    width, height = WIDTHS[looked[0]]
    return {"viewport": {"width": width, "height": height}, "color_scheme": looked[1], "bypass_csp": True}


async def test_axe_finds_nothing_in_the_briefing(chromium, look, lang):
    """As it loads, with everything unfolded, paused with posts waiting, and cut off."""
    async with staged(chromium, lang=lang, **look) as stage:
        await stage.open()
        assert await violations(stage.page) == []
        await stage.page.evaluate(OPENED)
        assert await violations(stage.page) == []
        await stage.page.locator("#pause").click()
        await stage.put(new(101), new(102))
        await expect(stage.page.locator(".pill")).to_be_visible()
        assert await violations(stage.page) == []
        stage.refuses = True
        stage.cut()
        await expect(stage.page.locator("#badge.lost")).to_be_visible()
        assert await violations(stage.page) == []


async def test_axe_finds_nothing_in_older_posts(chromium, look, lang):
    """The page below, and the end of all."""
    async with staged(chromium, lang=lang, **look) as stage:
        for stage.older in ("0123456789abcdef", None):
            await stage.page.goto(f"{stage.url}/{lang}/orme?before=ffffffffffffffff")
            assert await violations(stage.page) == []


async def test_axe_finds_nothing_in_the_other_pages(chromium, tmp_path, look, lang):
    """The list of coverages, an empty briefing, what is said of privacy, and where there is no such page."""
    context = await chromium.new_context(**look)
    page = await context.new_page()
    async with serve(tmp_path / "journal.sqlite3") as served:
        for path in ("", "demo", "nowhere", "privacy"):
            await page.goto(f"{served.url}/{lang}/{path}")
            assert await violations(page) == [], path
        await served.put(make_post("p1", "Bonjour #demo", created_at=NOON + SECOND))
        await served.put(make_post("p2", "Bonjour encore #demo", created_at=NOON + 2 * HOUR))
        for path in ("?q=bonjour", "demo?q=bonjour+after:soon", "demo?q=bonjour"):
            await page.goto(f"{served.url}/{lang}/{path}")
            assert await violations(page) == [], path
        await expect(page.locator(".hours a").first).to_be_visible()
    await context.close()


async def test_axe_finds_nothing_in_a_replay(chromium, tmp_path, look, lang):
    """As it loads, played, gone somewhere else, with a time that is none, with the list of keys, and where nothing came."""
    context = await chromium.new_context(**look)
    page = await context.new_page()
    async with serve(tmp_path / "journal.sqlite3") as served:
        await page.goto(f"{served.url}/{lang}/demo/replay")
        assert await violations(page) == []
        for number, network in enumerate(["mastodon", "bluesky", "nostr", "feed", "post", "mastodon"] * 4):
            at = NOON + number * 20 * SECOND
            await served.put(
                make_post(f"p{number}", f"mot {number} #demo", created_at=at, network=network), received_at=at
            )
        await page.goto(f"{served.url}/{lang}/demo/replay?at=12:04")
        await expect(page.get_by_role("slider")).to_be_visible()
        assert await violations(page) == []
        await page.evaluate(OPENED)
        await page.locator("#play").click()
        await page.locator("#previous").click()
        await page.locator("#to").fill("?")
        await page.locator("#jump button").click()
        await expect(page.get_by_role("alert")).not_to_be_empty()
        assert await violations(page) == []
        await page.locator("#play").press("?")
        await expect(page.locator("#help")).to_be_visible()
        assert await violations(page) == []
    await context.close()


async def test_what_comes_in_stands_in_the_accessibility_tree(stage):
    """A feed of articles named by who and when; the newest first, with its words, and only a count said aloud."""
    await stage.open()
    await stage.put(new(201, "Le pont est rouvert."))
    await expect(articles(stage)).to_have_count(31)

    await expect(stage.page.get_by_role("feed", name="The feed")).to_match_aria_snapshot(
        """
        - feed:
          - article /Zoé Roy/:
            - paragraph: Le pont est rouvert.
        """
    )
    await expect(stage.page.get_by_role("feed")).to_have_attribute("aria-busy", "false")
    await expect(articles(stage).first).to_have_attribute("aria-posinset", "1")
    await expect(stage.page.get_by_role("status")).to_have_text("1 new post")


async def test_the_page_has_its_landmarks_and_a_way_past_them(stage):
    """Banner, main and contentinfo once each; the first stop of the keyboard leads to the posts."""
    await stage.open()
    for role in ("banner", "main", "contentinfo"):
        await expect(stage.page.get_by_role(role)).to_have_count(1)
    await expect(stage.page.get_by_role("heading", level=1)).to_have_count(1)
    await stage.page.keyboard.press("Tab")
    await expect(stage.page.get_by_role("link", name="Skip to the posts")).to_be_focused()
