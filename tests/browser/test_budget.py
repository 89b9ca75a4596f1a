"""What a page loads before anybody touches it is small: measured on what the browser is really given."""

import gzip
from pathlib import Path

import pytest

from tests.browser.stage import ASSETS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

STATIC = Path(__file__).parents[2] / "web" / "static"
KILOBYTE = 1_000

RULES = """(css) => {
  const bare = (text) => text.replace(/\\s*([,:])\\s*/g, "$1");
  const walk = (rules) => [...rules].flatMap((rule) => [
    [rule.constructor.name, rule.selectorText, bare(rule.conditionText ?? ""), bare(rule.style?.cssText ?? "")],
    ...walk(rule.cssRules ?? []),
  ]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return walk(sheet.cssRules);
}"""
"""Lists the rules of a style sheet as the browser understands them; blanks of values apart, which it keeps as written."""


async def loaded(stage) -> dict[str, bytes]:
    """The static files that the page has asked for, by name."""
    files: dict[str, bytes] = {}

    async def note(response) -> None:
        path = response.url.partition("?")[0]
        if "/static/" in path:
            files[path.rpartition("/")[2]] = await response.body()

    stage.page.on("response", note)
    await stage.open()
    await stage.page.wait_for_load_state("networkidle")
    return files


def packed(files: dict[str, bytes], suffix: str) -> int:
    """Bytes on the wire of all files of a kind, each compressed by itself."""
    return sum(len(gzip.compress(data, 6)) for name, data in files.items() if name.endswith(suffix))


async def test_the_first_view_loads_twelve_kilobytes_of_script_and_eight_of_style_at_most(stage):
    files = await loaded(stage)

    assert "live-feed.js" in files
    assert packed(files, ".js") <= 12 * KILOBYTE
    assert packed(files, ".css") <= 8 * KILOBYTE


async def test_what_the_first_view_needs_is_named_in_the_page_and_nothing_else_is(stage):
    """So no module waits until another one that imports it has come, and none is fetched for nothing."""
    files = await loaded(stage)

    assert {name for name in files if name.endswith(".js")} == set(ASSETS.graph("live-feed.js"))


async def test_every_module_reads_the_same_slimmed(stage):
    """It has no comments left, and gives out what it gave out before."""
    await stage.open()
    for path in sorted(STATIC.glob("*.js")):
        slim = ASSETS.static(path.name).decode()
        assert "/**" not in slim
        assert len(slim) < path.stat().st_size
        if path.name in {
            "configure.js",
            "widget-frame.js",
            "widget-style.js",
        }:  # of other pages; what it holds is put in later
            continue
        if "customElements" not in slim and "createPolicy" not in slim and "self.addEventListener" not in slim:
            names = await stage.page.evaluate("name => import(`/static/${name}`).then(Object.keys)", path.name)
            assert all(f" {name}" in path.read_text() for name in names)


async def test_every_style_sheet_means_the_same_slimmed(stage):
    """A blank less, and a rule is about other elements: `.a :is(b)` in an `@layer` or a nested rule loses its own."""
    await stage.open()
    for path in sorted(STATIC.glob("*.css")):
        whole, slim = path.read_text(), ASSETS.static(path.name).decode()
        assert "/*" not in slim
        assert await stage.page.evaluate(RULES, slim) == await stage.page.evaluate(RULES, whole), path.name


async def test_the_widget_weighs_eight_kilobytes_before_posts():
    """An element is one file; a frame has a script and a style sheet."""
    for names in (["embed.js"], ["embed-frame.js", "embed.css"]):
        assert sum(len(gzip.compress(ASSETS.static(name), 6)) for name in names) <= 8 * KILOBYTE, names
