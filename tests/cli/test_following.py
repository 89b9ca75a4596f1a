"""`serve`, `check --connect`, `record` and `post` as people type them, against peers on loopback."""

import asyncio
import contextlib
import json
import os
import sys

import aiohttp
import pytest
from aiohttp import web

from livefeed.runtime.tape import Tape, open_tape
from tests.peers.mastodon import TOKEN, MastodonServer
from tests.peers.serving import Served


async def livefeed(*arguments, stdin: bytes = b"", **environ) -> tuple[int, str]:
    """Run the command; gives exit code and all that it said."""
    process = await _start(*arguments, **environ)
    out, _ = await process.communicate(stdin)
    return process.returncode, out.decode()


async def _start(*arguments, **environ):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "livefeed", *map(str, arguments),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env=os.environ | environ,
    )  # fmt: skip


@pytest.fixture
async def mastodon():
    """A server with a post."""
    async with MastodonServer() as server:
        await server.post("The doors open at nine #demo")
        yield server


def coverage(tmp_path, server, more=""):
    """A coverage file that follows it."""
    path = tmp_path / "coverage.toml"
    path.write_text(
        f'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\nstarts = 2026-10-02T00:00:00Z\n[[stream]]\nsource = "mastodon"\nserver = "{server.url}"\n'
        f'token_env = "T"\n{more}\n[network]\nallow = ["127.0.0.1"]\n',
        encoding="utf-8",
    )
    return path


async def test_check_says_what_came_of_each_stream(tmp_path, mastodon):
    code, said = await livefeed("check", coverage(tmp_path, mastodon), "--connect", "--seconds", "3", T=TOKEN)

    assert code == 0, said
    assert "streaming: live" in said
    assert "entries: 1" in said


async def test_check_says_what_to_do_about_a_stream_that_does_not_work(tmp_path, mastodon):
    mastodon.needs_token = True
    file = coverage(tmp_path, mastodon)
    code, said = await livefeed("check", file, "--connect", "--seconds", "2", T="revoked")

    assert code == 1
    assert "streaming: refused, Missing access token (401)" in said
    assert "a token that is still good" in said

    file.write_text(file.read_text(encoding="utf-8").replace('allow = ["127.0.0.1"]', "allow = []"), encoding="utf-8")
    code, said = await livefeed("check", file, "--connect", "--seconds", "2", T=TOKEN)

    assert code == 1
    assert "is not an address of the public Internet" in said
    assert "must be allowed" in said


async def test_what_is_recorded_can_be_played_and_is_what_came(tmp_path, mastodon):
    file, tape = coverage(tmp_path, mastodon), tmp_path / "day.ndjson.zst"
    process = await _start("record", file, "-o", tape, "--for", "3s", T=TOKEN)
    async with asyncio.timeout(30):
        while not mastodon.listeners:  # noqa: ASYNC110 - another process's doing
            await asyncio.sleep(0.02)
    gone = await mastodon.post("Said too early #demo")
    await mastodon.delete(gone["id"])
    out, _ = await process.communicate()

    assert process.returncode == 0, out
    with open_tape(tape) as raw:
        frames = list(Tape(raw))
    assert len(frames) == 3
    code, said = await livefeed("pipe", file, stdin=tape.read_bytes())
    assert code == 0
    assert '"op":"put"' in said
    assert '"op":"drop"' in said
    assert (await livefeed("record", file, "-o", tape))[0] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["record", "c.toml", "-o", "x.txt"], "must end in .ndjson"),
        (["record", "c.toml", "-o", "x.ndjson", "--for", "soon"], "write 90s"),
        (["record", "c.toml", "-o", "x.ndjson", "--rotate-size", "0K"], "write 500K"),
        (["post", "http://127.0.0.1:1/demo", "Hello"], "LIVEFEED_SECRET is not set"),
        (["split", "http://127.0.0.1:1/demo", "a", "b"], "LIVEFEED_EDITOR is not set"),
    ],
)
async def test_wrong_use_is_explained(tmp_path, mastodon, arguments, words):
    arguments = [str(coverage(tmp_path, mastodon)) if one == "c.toml" else one for one in arguments]
    code, said = await livefeed(*arguments)

    assert code == 2
    assert words in said


async def test_posts_are_brought_from_the_command_line(tmp_path, mastodon):
    more = (
        '[[stream]]\nsource = "post"\nsecret_env = "LIVEFEED_SECRET"\nmatch = "all"\n'
        '[[stream]]\nsource = "editor"\nsecret_env = "LIVEFEED_EDITOR"\n'
    )
    file = coverage(tmp_path, mastodon, more)
    secret = {"LIVEFEED_SECRET": "s3cret", "LIVEFEED_EDITOR": "sk"}
    server = await _start("serve", file, "--data", tmp_path / "data", "--port", "0", T=TOKEN, **secret)
    try:
        async with asyncio.timeout(30):
            while b"Listening on " not in (line := await server.stdout.readline()):
                assert line
        address = line.decode().rpartition(" ")[2].strip() + "demo"
        said = [
            await livefeed(
                "post", address, "The doors open at ten", "--as", "@desk@org.example", "--id", "urn:1", **secret
            ),
            await livefeed("post", address, "--delete", "--id", "urn:1", **secret),
            await livefeed("post", address, stdin=json.dumps({"op": "put"}).encode(), **secret),
            await livefeed("post", address, "Hello", "--as", "@x", LIVEFEED_SECRET="wrong"),
            await livefeed("post", address, "Hello", **secret),
            await livefeed("split", address, "urn:2", "urn:3", **secret),
            await livefeed("join", address, "urn:2", "urn:2", **secret),
            await livefeed("post", address, " ", "--as", "@x", **secret),
            await livefeed("post", "http://127.0.0.1:1/demo", "Hello", "--as", "@x", **secret),
        ]
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.terminate()
        await server.communicate()

    assert said[0] == (0, "accepted: 1\n")
    assert said[1] == (0, "accepted: 1\n")
    assert said[2] == (1, "refused: post 1: id: is required, a text\naccepted: 0\n")
    assert (said[3][0], "is not that of this message" in said[3][1]) == (1, True)
    assert (said[4][0], "--as: say who" in said[4][1]) == (2, True)
    assert said[5] == (0, "Ruled, and remembered.\n")
    assert (said[6][0], "names one post twice" in said[6][1]) == (1, True)
    assert (said[7][0], "TEXT: is empty" in said[7][1]) == (2, True)
    assert (said[8][0], "http://127.0.0.1:1/demo/inbox: nobody answers" in said[8][1]) == (1, True)
    assert server.returncode == 0


@pytest.mark.parametrize("body", ["<html>Hello</html>", "[]", '{"hello": 1}'])
async def test_an_address_where_something_else_answers_is_said(body):
    async def hello(_request):
        return web.Response(text=body)

    other = Served()
    other.app.add_routes([web.post("/{anything:.*}", hello)])
    async with other:
        code, said = await livefeed("post", other.url, "Hello", "--as", "@x", LIVEFEED_SECRET="s")

    assert code == 1
    assert f"{other.url}/inbox: what answers there is no livefeed" in said


async def test_a_hub_is_named_in_feeds_and_told_of_them(tmp_path):
    """Both languages of each format, from the command line's words alone."""
    told: set[str] = set()
    heard = asyncio.Event()

    async def publish(request):
        told.add((await request.post())["hub.url"])
        heard.set()
        return web.Response(status=204)

    hub = Served()
    hub.app.add_routes([web.post("/hub", publish)])
    file = tmp_path / "c.toml"
    async with hub:
        file.write_text(
            f'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n[network]\nallow = ["127.0.0.1:{hub.port}"]\n'
        )
        addresses = ("--hub", f"{hub.url}/hub", "--public-url", "https://live.example/")
        server = await _start("serve", file, "--data", tmp_path / "data", "--port", "0", *addresses)
        try:
            async with asyncio.timeout(60):
                while b"Listening on " not in (line := await server.stdout.readline()):
                    assert line
                while len(told) < 6:
                    await heard.wait()
                    heard.clear()
            address = line.decode().rpartition(" ")[2].strip()
            async with aiohttp.ClientSession() as session, session.get(f"{address}demo/feed.json?lang=fr") as answer:
                feed = await answer.json(content_type=None)
        finally:
            with contextlib.suppress(ProcessLookupError):
                server.terminate()
            await server.communicate()

    assert told == {
        f"https://live.example/demo/feed.{name}?lang={lang}"
        for name in ("atom", "rss", "json")
        for lang in ("en", "fr")
    }
    assert feed["hubs"] == [{"type": "WebSub", "url": f"{hub.url}/hub"}]
    assert feed["feed_url"] in told
    assert server.returncode == 0
