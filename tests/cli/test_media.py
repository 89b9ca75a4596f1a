"""Pictures as an operator switches them on and off: fetched by `serve`, not by a replay, unless told otherwise."""

import asyncio
import os
import re
import urllib.error
import urllib.request

import pytest

from tests.cli.test_commands import COVERAGE, Server, post
from tests.peers.picture_server import PictureServer, draw


@pytest.fixture
async def site():
    """A site with one avatar."""
    async with PictureServer() as one:
        one.files["/a"] = draw()
        yield one


def written(tmp_path, site, more: str = ""):
    """A coverage that may dial the site, and a tape of a post by somebody with an avatar there."""
    author = {"handle": "@zoe@a.example", "avatar": f"{site.url}/a"}
    (tmp_path / "coverage.toml").write_text(f'{COVERAGE}{more}\n[network]\nallow = ["127.0.0.1:{site.port}"]\n')
    (tmp_path / "tape.ndjson").write_text(f"{post(1, author=author)}\n")
    return tmp_path / "coverage.toml", tmp_path / "tape.ndjson"


def fetched(server: Server) -> str | None:
    """What the page's avatar comes as; None where it shows none."""
    server.wait_for("demo/entries.json", lambda answer: len(answer["entries"]) == 1)
    with urllib.request.urlopen(f"{server.url}en/demo", timeout=10) as page:
        found = re.search(r'src="/(media/[^"]+)"', page.read().decode())
    if found is None:
        return None
    for _ in range(20):  # the server itself waits a few seconds each time, and its process may have to begin
        try:
            with urllib.request.urlopen(server.url + found[1], timeout=30) as answer:
                return answer.headers["Content-Type"]
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
    return "busy"


@pytest.mark.parametrize(
    ("more", "options", "comes_as"),
    [
        ("", [], "image/webp"),
        ("[media]\nquota_mb = 10\nkeep_days = 1", [], "image/webp"),
        ("[media]\nfetch = false", [], None),
        ("", ["--no-media"], None),
    ],
)
async def test_serve_fetches_unless_it_is_told_not_to(tmp_path, site, more, options, comes_as):
    coverage, tape = written(tmp_path, site, more)
    read, write = os.pipe()
    server = await asyncio.to_thread(
        lambda: Server("serve", coverage, "--data", tmp_path / "data", "--stdin", *options, stdin=read)
    )
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as pipe:
        pipe.write(tape.read_bytes())
    try:
        assert await asyncio.to_thread(fetched, server) == comes_as
    finally:
        assert await asyncio.to_thread(server.stop) == 0
    assert site.asked.total() == (comes_as is not None)
    assert len(list(tmp_path.glob("data/demo/media/*.webp"))) == (comes_as is not None)


@pytest.mark.parametrize(("options", "comes_as"), [([], None), (["--media"], "image/webp")])
async def test_a_replay_asks_nobody_unless_it_is_told_to(tmp_path, site, options, comes_as):
    _, tape = written(tmp_path, site)
    server = await asyncio.to_thread(lambda: Server("replay", tape, *options))
    try:
        assert await asyncio.to_thread(fetched, server) == comes_as
    finally:
        await asyncio.to_thread(server.stop)
    assert site.asked.total() == (comes_as is not None)


async def test_the_demo_shows_no_picture_that_it_would_have_to_fetch():
    server = await asyncio.to_thread(lambda: Server("demo"))
    try:
        await asyncio.to_thread(server.wait_for, "oc-2026/entries.json", lambda answer: len(answer["entries"]) > 20)
        page = await asyncio.to_thread(lambda: urllib.request.urlopen(f"{server.url}oc-2026", timeout=10).read())
        assert b"/media/" not in page
    finally:
        await asyncio.to_thread(server.stop)
