"""Edits of the pages that a coverage names, and of no others, through every cut."""

import json

import pytest
from aiohttp import web

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.sources.wikipedia import Wikipedia
from tests.following import follow, outage
from tests.making import NOON
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.serving import Served


def change(number, title="Séisme de la Baie", wiki="fr.wikipedia.org", **parts):
    """An edit as the stream has it."""
    return {
        "meta": {"uri": f"https://{wiki}/wiki/x", "domain": wiki, "dt": "2026-10-02T12:00:00Z"},
        "type": "edit", "namespace": 0, "title": title, "comment": "mag", "parsedcomment": "<b>magnitude</b> & lieu",
        "timestamp": NOON // 1000, "user": "Zoé B", "bot": False, "server_name": wiki,
        "length": {"old": 100, "new": 223}, "revision": {"old": number - 1, "new": number},
    } | parts  # fmt: skip


def parse(payload):
    """What comes of an event."""
    return Wikipedia().parse(
        Frame(t=NOON * 1000, stream="wikipedia:fr.wikipedia.org", source="wikipedia", payload=json.dumps(payload))
    )


def test_an_edit_is_a_post_by_who_made_it():
    (report,) = parse(change(7))

    assert report.post.text == "Modification de « Séisme de la Baie » (+123 octets)\n\nmagnitude & lieu"
    assert (report.post.author.handle, report.post.lang) == ("Zoé B@fr.wikipedia.org", "fr")
    assert report.post.url == "https://fr.wikipedia.org/w/index.php?diff=7"
    assert parse(change(7, type="log")) == []
    with pytest.raises(PayloadError):
        parse({})


class EventStreams(Served):
    """Sends what happened since the last event that a client has, some events a connection."""

    def __init__(self) -> None:
        super().__init__()
        self.events = []
        self.asked = []
        self.app.add_routes([web.get("/stream", self._stream)])

    async def _stream(self, request):
        last = request.headers.get("Last-Event-ID", "-1")
        self.asked.append(last)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b":ok\n\n")
        for number in range(int(last) + 1, min(len(self.events), int(last) + 4)):
            data = json.dumps(self.events[number])
            await response.write(f"event: message\r\nid: {number}\r\ndata: {data}\r\n\r\n".encode())
        return response


async def test_only_named_pages_come_and_every_cut_is_resumed(tmp_path):
    async with EventStreams() as server:
        server.events = [
            change(1), change(2, "Autre page"), change(3, "séisme_de_la_Baie"), change(4, wiki="en.wikipedia.org"),
            change(5, bot=True), change(6, "Séisme de la Baie"), change(7),
        ]  # fmt: skip
        pages = 'pages = ["séisme de la Baie"]'
        toml = (
            f'[[stream]]\nsource = "wikipedia"\nwiki = "fr.wikipedia.org"\n{pages}\nendpoint = "{server.url}/stream"\n'
        )
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: len(follower.frames) >= 4)

            assert [json.loads(frame.payload)["revision"]["new"] for frame in follower.frames] == [1, 3, 6, 7]
            assert server.asked[:2] == ["-1", "2"]


async def test_through_every_fault_no_edit_is_lost_or_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with EventStreams() as server, FaultProxy(server.port) as proxy:
        endpoint = f'endpoint = "http://127.0.0.1:{proxy.port}/stream"'
        toml = (
            f'[[stream]]\nsource = "wikipedia"\nwiki = "fr.wikipedia.org"\npages = ["Séisme de la Baie"]\n{endpoint}\n'
        )
        async with follow(toml, tmp_path, speed=120) as follower:
            for number, fault in enumerate(FAULTS):
                server.events += [change(100 + 2 * number), change(7, "Autre page")]
                await follower.until(lambda: f"https://fr.wikipedia.org/revision/{100 + 2 * number}" in follower.ids)
                async with outage(follower, proxy, fault, "events"):
                    server.events.append(change(101 + 2 * number))
            expected = [f"https://fr.wikipedia.org/revision/{100 + number}" for number in range(2 * len(FAULTS))]
            await follower.until(lambda: follower.ids == expected)

            assert follower.replayed == follower.running.hub.board.newest(1_000)
