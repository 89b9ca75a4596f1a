"""What tests of the page look at: its entries, what waits, and what is under a reader's eye."""

from livefeed.model.entry import Entry
from tests.browser.crowd import make_entry
from tests.browser.stage import Stage

__all__ = ["UNDER_THE_EYE", "articles", "entry", "ids", "keys", "new", "pill", "scroll_into_the_feed"]

UNDER_THE_EYE = """() => {
  const article = document.elementFromPoint(300, innerHeight / 2).closest("article");
  return [article.dataset.id, article.getBoundingClientRect().top, article.innerText];
}"""
"""The entry in the middle of the view, its place to the pixel, and its words."""


def new(number: int, text: str = "", minutes_ago: float = 0.1, **parts):
    """An entry newer than all of the crowd, where nothing else is said."""
    return make_entry(100 + number, minutes_ago - number / 1000, text or f"Brand new {number}", **parts)


def articles(stage: Stage):
    """All entries in the page."""
    return stage.page.locator('[role="feed"] > article')


def entry(stage: Stage, one: Entry):
    """An entry in the page."""
    return stage.page.locator(f'article[data-id="{one.id}"]')


async def keys(stage: Stage) -> list[str]:
    """Keys of all entries, from the top."""
    return await articles(stage).evaluate_all("all => all.map(one => one.dataset.key)")


async def ids(stage: Stage) -> list[str]:
    """Ids of all entries, from the top."""
    return await articles(stage).evaluate_all("all => all.map(one => one.dataset.id)")


async def scroll_into_the_feed(stage: Stage, by: int = 1500) -> None:
    """Scroll as a reader does, and wait until the page knows."""
    await stage.page.evaluate("by => scrollTo(0, by)", by)
    await stage.page.wait_for_function('() => document.querySelector("[role=feed]").getBoundingClientRect().top < -8')


def pill(stage: Stage):
    """The button behind which new entries wait."""
    return stage.page.locator(".pill")
