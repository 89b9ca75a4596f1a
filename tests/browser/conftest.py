"""A browser for each file of tests, and a page for each test."""

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.stage import browser, staged

# Milliseconds: no bar, only where a test that hangs ends. On a busy machine what takes one second takes ten.
expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium():
    """One browser for all tests of this file."""
    async with browser() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def stage(chromium):
    """A page in English; whatever a test does, the page must not complain, and must ask nobody else."""
    async with staged(chromium) as one:
        yield one
        await one.nothing_went_wrong()


@pytest_asyncio.fixture(loop_scope="module")
async def french(chromium):
    """A page in French, as above."""
    async with staged(chromium, lang="fr") as one:
        yield one
        await one.nothing_went_wrong()
