"""The fan-out: everybody gets everything once, in order; who does not read harms nobody; nothing deleted is kept."""

import asyncio
import contextlib
import json
import random
import socket

import aiohttp
import pytest

from livefeed.server import connected, fanout, writing
from tests.making import NOON, SECOND, make_post
from tests.server.conftest import serve

WITHIN = 20


class Shown:
    """What a reader shows, by the messages alone; strict about order."""

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        self.seq = int(cursor.partition(".")[2])
        self.posts: dict[str, str] = {}

    def hear(self, message: dict) -> None:
        """Take in a message."""
        if message["type"] == "heartbeat":
            assert message["cursor"] == self.cursor
        if message["type"] == "board":  # more happened within a tick than memory holds; it is whole
            assert message["why"] == "too-old"
            self.posts = {put["entry"]["id"]: put["entry"]["post"]["text"] for put in message["entries"]}
            self.cursor = message["cursor"]
            self.seq = int(self.cursor.partition(".")[2])
        if message["type"] != "changes":
            return
        assert message["after"] == self.cursor
        for change in message["changes"]:
            assert change["seq"] > self.seq
            self.seq = change["seq"]
            if change["op"] == "put":
                self.posts[change["entry"]["id"]] = change["entry"]["post"]["text"]
            else:
                self.posts.pop(change["id"], None)
        self.cursor = message["cursor"]


async def over_socket(session, served, shown: Shown, messages: int) -> None:
    """Follow for so many messages of changes."""
    async with session.ws_connect(f"{served.url}/demo/live?after={shown.cursor}") as ws:
        while messages and (message := await ws.receive()).type is aiohttp.WSMsgType.TEXT:
            told = json.loads(message.data)
            shown.hear(told)
            messages -= told["type"] in ("changes", "board")


async def over_events(session, served, shown: Shown, messages: int) -> None:
    """The same over server-sent events."""
    async with session.get(f"{served.url}/demo/stream", headers={"Last-Event-ID": shown.cursor}) as answer:
        assert answer.content_type == "text/event-stream"
        async for line in answer.content:
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                shown.hear(told)
                messages -= told["type"] in ("changes", "board")
            elif line.startswith(b"id: "):
                assert line[4:].strip().decode().partition(".")[0] == served.running.hub.epoch
            if not messages:
                return


async def over_polls(session, served, shown: Shown, messages: int) -> None:
    """The same by asking again and again."""
    for _ in range(messages):
        async with session.get(f"{served.url}/demo/entries.json?after={shown.cursor}&wait=5&limit=7") as answer:
            shown.hear(await answer.json())


WAYS = [over_socket, over_events, over_polls]


@pytest.mark.parametrize("ring", [5_000, 12])
async def test_readers_that_come_and_go_end_with_what_the_board_shows(served, session, ring):
    """Posts, edits and deletions flow; each reader is cut at random and comes back another way."""
    served.running.hub._size = ring
    chance = random.Random(ring)
    over = asyncio.Event()

    async def write() -> None:
        for number in range(150):
            name = f"p{chance.randrange(40)}"
            if chance.random() < 0.25:
                await served.delete(name)
            else:
                edited = NOON + number * SECOND
                await served.put(make_post(name, f"mot{number} #demo", edited_at=edited, created_at=NOON))
        over.set()

    async def follow(shown: Shown, own: random.Random) -> None:
        while not over.is_set() or shown.cursor != served.running.hub.cursor():
            cut = asyncio.timeout(own.uniform(0.01, 0.3) if not over.is_set() else WITHIN)
            with contextlib.suppress(TimeoutError):
                async with cut:
                    await own.choice(WAYS)(session, served, shown, 1 if over.is_set() else own.randint(1, 4))

    readers = [Shown(served.running.hub.cursor()) for _ in range(9)]
    async with asyncio.timeout(3 * WITHIN):
        await asyncio.gather(write(), *(follow(one, random.Random(number)) for number, one in enumerate(readers)))

    board = {entry.id: entry.post.text for entry in served.running.hub.board}
    assert len(board) > 10
    assert [reader.posts for reader in readers] == [board] * 9


async def test_who_does_not_read_is_cut_and_nobody_else_notices(served, session, monkeypatch):
    monkeypatch.setattr(writing, "BUDGET", 8_192)
    reader, writer = await stalled(served)
    counters = served.running_room.counters
    shown = Shown(served.running.hub.cursor())
    following = asyncio.create_task(over_socket(session, served, shown, 1_000_000))
    async with asyncio.timeout(WITHIN):
        number = 0
        while not counters["readers_cut"]:
            number += 1
            await served.put(make_post(f"p{number}", f"mot{number} {'long ' * 500}#demo"))
        following.cancel()
        while shown.cursor != served.running.hub.cursor():
            await over_socket(session, served, shown, 1)
    writer.close()

    assert counters["readers_cut"] == 1
    assert len(shown.posts) == number
    assert reader is not None


async def stalled(served, query=""):
    """A reader with a small buffer that reads only when asked to."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", served.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=2_048)
    writer.write(
        f"GET /demo/live{query} HTTP/1.1\r\n".encode() + b"Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_the_slow_among_many_are_cut_and_the_others_have_it_all(served, session, monkeypatch):
    """Three of thirty; who reads misses nothing."""
    monkeypatch.setattr(writing, "BUDGET", 8_192)
    lame = [await stalled(served) for _ in range(3)]
    counters = served.running_room.counters
    shown = [Shown(served.running.hub.cursor()) for _ in range(27)]
    following = [asyncio.create_task(over_socket(session, served, one, 1_000_000)) for one in shown]
    async with asyncio.timeout(3 * WITHIN):
        number = 0
        while counters["readers_cut"] < 3:
            number += 1
            await served.put(make_post(f"p{number}", f"mot{number} {'long ' * 500}#demo"))
        for task in following:
            task.cancel()
        for one in shown:
            while one.cursor != served.running.hub.cursor():
                await over_socket(session, served, one, 1)
    for _, writer in lame:
        writer.close()

    assert counters["readers_cut"] == 3
    assert {len(one.posts) for one in shown} == {number}


async def test_a_fresh_board_on_a_slow_line_is_not_cut_short(served, monkeypatch):
    """It may be larger than what a reader may leave unread; it follows when it has taken it."""
    monkeypatch.setattr(writing, "BUDGET", 8_192)
    for number in range(50):
        await served.put(make_post(f"p{number}", f"mot{number} {'long ' * 2_000}#demo"))
    reader, writer = await stalled(served, "?after=none")
    await served.put(make_post("q1", "encore #demo"))
    await asyncio.sleep(0)
    await served.put(make_post("q2", "encore #demo"))
    async with asyncio.timeout(WITHIN):
        heard = b""
        while b'"q2"' not in heard:
            heard = heard[-3:] + await reader.read(1_024)
            await asyncio.sleep(0)
    writer.close()

    assert served.running_room.counters["readers_cut"] == 0


class Transport:
    """A transport that keeps what it gets."""

    def __init__(self) -> None:
        self.got = b""

    def get_extra_info(self, _name):
        return None

    def is_closing(self):
        return False

    def get_write_buffer_size(self):
        return 0

    def write(self, data):
        self.got += data


async def test_who_leaves_between_two_slices_gets_nothing_more(served, monkeypatch):
    """It may have been sent a close frame; who stays gets it all."""
    monkeypatch.setattr(fanout, "SLICE", 1)
    channel = served.fanout.channel("json", "socket")
    readers = [writing.Reader(Transport()) for _ in range(3)]
    for reader in readers:
        served.fanout.join(reader, channel)
    delivery = fanout.Delivery(b"news", [reader.place() for reader in readers], channel)
    giving = asyncio.create_task(served.fanout._deliver(delivery, served.fanout._departed))
    await asyncio.sleep(0)
    served.fanout.dismiss(readers[1], channel)
    await giving

    assert [reader.transport.got for reader in readers] == [b"news", b"", b"news"]
    for reader in readers:
        served.fanout.dismiss(reader, channel)


async def test_what_is_deleted_while_the_journal_is_read_is_read_anew(served, session, monkeypatch):
    """Its words were read before they were gone."""
    served.running.hub._size = 1
    cursor = served.running.hub.cursor()
    await served.put(make_post("p1", "lapin bleu #demo"))
    await served.put(make_post("p2", "autre #demo"))
    read = served.running.reader.changes
    reads = []

    async def read_slowly(*asked):
        changes = await read(*asked)
        reads.append(changes)
        if len(reads) == 1:
            await served.delete("p1")
        return changes

    monkeypatch.setattr(served.running.reader, "changes", read_slowly)
    async with session.ws_connect(f"{served.url}/demo/live?after={cursor}") as ws:
        await ws.receive_str(timeout=WITHIN)
        told = await ws.receive_str(timeout=WITHIN)

    assert [len(changes) for changes in reads] == [2, 2]
    assert "lapin" not in told
    assert "lapin" not in repr(served.running_room._encoded)


async def test_a_fan_out_that_fails_sends_its_readers_away(served, session, monkeypatch):
    """No page may only look live."""
    said = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: said.append(context["message"]))

    def fail(*_args):
        raise RuntimeError("on purpose")

    async with session.ws_connect(f"{served.url}/demo/live") as ws:
        await ws.receive_str(timeout=WITHIN)
        monkeypatch.setattr(served.fanout, "prepared", fail)
        await served.put(make_post())
        told = json.loads(await ws.receive_str(timeout=WITHIN))
        await ws.receive(timeout=WITHIN)
        async with session.get(f"{served.url}/readyz") as ready:
            assert ready.status == 503

    assert (told["type"], ws.close_code) == ("bye", 1012)
    assert said == ["the fan-out has failed"]


async def test_many_who_ask_for_the_same_are_answered_from_one(served, session):
    """Pages of programs, changes and boards alike are made and compressed once."""
    await served.put(make_post())
    bodies = served.running_room.bodies
    for query in ("", f"?after={served.running.hub.epoch}.0", "?after=none"):
        for _ in range(5):
            async with session.get(f"{served.url}/demo/entries.json{query}") as answer:
                assert answer.status == 200

    assert len(bodies._bodies) == 3


async def test_what_comes_within_a_tick_goes_together(served, session):
    """After the first, which goes at once."""
    async with session.ws_connect(f"{served.url}/demo/live") as ws:
        await ws.receive_json()
        steps = [served.run.put(make_post(f"p{n}", f"mot{n} #demo")) for n in range(30)]
        for step in steps:
            await served.write(step)
        await served.running.writer.settled()
        heard = []
        while sum(len(told["changes"]) for told in heard) < 30:
            heard.append(json.loads(await ws.receive_str(timeout=WITHIN)))

    assert len(heard) <= 4


async def test_nothing_that_was_deleted_is_kept_ready(served, session):
    """In no cache of bytes, whoever asked for it before."""
    secret = "lapin bleu"
    async with session.ws_connect(f"{served.url}/demo/live?as=html&lang=fr") as ws:
        await ws.receive_json()
        await served.put(make_post("p1", f"{secret} #demo"))
        while (await ws.receive_json(timeout=WITHIN))["type"] != "changes":
            pass
        after = f"/demo/entries.json?after={served.running.hub.epoch}.0"
        for path in ("/demo", "/en/demo", after, "/demo/feed.atom", "/demo/feed.json?lang=fr"):
            async with session.get(served.url + path) as answer:
                assert secret in await answer.text()
        async with session.get(f"{served.url}/demo/e/{served.run.only.id.removeprefix('e:')}/card.png") as answer:
            assert answer.status == 200
        room, out = served.running_room, served.fanout

        def kept() -> str:
            parts = [room.renderer._entries, room.renderer._feed_entries, room.cards, *room.bodies._bodies.values()]
            return repr((room._encoded, out._prepared, list(map(vars, parts))))

        assert kept().count(secret) > 5
        await served.delete("p1")
        assert secret not in kept()


async def test_readers_who_come_cost_no_read_of_the_journal(served, session, monkeypatch):
    for number in range(60):
        await served.put(make_post(f"p{number}", f"mot{number} #demo"))

    def read(*_args, **_how):
        raise AssertionError("the journal was read")

    for name in ("changes", "board", "search", "saved", "position"):
        monkeypatch.setattr(type(served.running.journal), name, read)
    for number in range(20):
        async with session.get(f"{served.url}/{('en', 'fr')[number % 2]}/demo") as answer:
            assert "mot59" in await answer.text()
        async with session.get(f"{served.url}/demo/entries.json") as answer:
            assert len((await answer.json())["entries"]) == 50
        shown = Shown(served.running.hub.cursor(30))
        await over_socket(session, served, shown, 1)
        assert len(shown.posts) == 30


@pytest.mark.parametrize(("limit", "value"), [("READERS", 1), ("ARRIVALS", 1)])
async def test_at_the_limit_readers_are_told_to_come_back(served, session, monkeypatch, limit, value):
    monkeypatch.setattr(connected, limit, value)
    async with session.ws_connect(f"{served.url}/demo/live"), session.get(f"{served.url}/demo/stream") as answer:
        async with session.get(f"{served.url}/readyz") as ready:
            assert (ready.status, await ready.text()) == (503, "full\n")
        for refused in (answer, ready):
            assert refused.status == 503
            assert 1 <= int(refused.headers["Retry-After"]) <= 10


async def test_a_stream_of_events_says_goodbye_and_ends(tmp_path, session):
    async with serve(tmp_path / "journal.sqlite3") as served:
        answer = await session.get(f"{served.url}/demo/stream?as=html&lang=fr")
        first = await answer.content.readuntil(b"\n\n")
        await answer.content.readuntil(b"event: hello")
    rest = await answer.content.read()

    assert first.startswith(b"retry: ")
    assert b"event: bye" in rest
    answer.close()


async def test_events_reach_an_old_proxy_too(served):
    """One that speaks HTTP/1.0, as nginx does unless it is told otherwise, understands no chunks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"GET /demo/stream HTTP/1.0\r\nHost: x\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    await served.put(make_post())
    told = await reader.readuntil(b"event: changes\n")
    writer.close()

    assert b"chunked" not in head.lower()
    assert b"\r\n" not in told


async def test_polling_waits_for_news_and_then_says_that_there_is_none(served, session):
    cursor = served.running.hub.cursor()
    asking = asyncio.create_task(session.get(f"{served.url}/demo/entries.json?after={cursor}&wait=20"))
    await served.put(make_post())
    async with await asking as answer:
        told = await answer.json()
        etag = answer.headers["ETag"]
    async with session.get(
        f"{served.url}/demo/entries.json?after={told['cursor']}&wait=0", headers={"If-None-Match": etag}
    ) as again:
        assert again.status == 304
    async with session.get(f"{served.url}/demo/entries.json?after={told['cursor']}&wait=26") as wrong:
        assert wrong.status == 400

    assert (told["after"], len(told["changes"])) == (cursor, 1)
    assert served.running_room.waiting == 0


def test_one_public_address_brings_so_many_and_a_proxy_any_number(monkeypatch):
    monkeypatch.setattr(connected, "PER_ADDRESS", 1)
    here = connected.Connected()

    async def goodbye(_retry: float) -> None: ...

    with here.stays(goodbye, "8.8.8.8"):
        assert not here.arrives(0.0, "8.8.8.8")
        assert here.arrives(0.0, "1.1.1.1")
    assert here.arrives(0.0, "8.8.8.8")
    for address in ("127.0.0.1", "10.1.2.3", "::1", ""):
        with here.stays(goodbye, address):
            assert here.arrives(0.0, address)


def test_the_limits_are_those_of_the_documentation(root):
    page = (root / "docs" / "limits.md").read_text(encoding="utf-8")

    assert (
        f"{connected.READERS:,}, and {connected.ARRIVALS:,} new ones a second; {connected.PER_ADDRESS:,} from" in page
    )
    assert (writing.BUDGET, fanout.PIECE) == (64 * 1024, 32 * 1024)
