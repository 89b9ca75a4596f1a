"""Jetstream on both of its wires, and the parts of Bluesky's API that followers use."""

import asyncio
import contextlib
import json

import zstandard
from aiohttp import web

from tests.peers.serving import Served, cut

__all__ = ["START", "V2", "JetstreamServer"]

START = 1_790_942_400_000
"""Milliseconds; events come a second apart from then on."""
LOOKBACK = 36 * 3600 * 1_000_000
V2 = "network.bsky.jetstream.subscribeEvents"
_SECOND_SCALE = 10**15


class JetstreamServer(Served):
    """Replays what happened from a cursor, then sends what happens.

    Attributes:
        urls: paths with queries of the sockets that were opened.
        asked: DIDs whose profiles were asked for.
        shy: DIDs that are shown to signed-in people only.
        nameless: the profiles' part fails.
        dictionary: packs what it sends to those who ask for it: `compress` on the old wire, its number on the new.
        damage: changes a message's bytes once packed.
        reorders: the last events of a replay come twice and in another order, as public servers do it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict] = []
        self.urls: list[str] = []
        self.asked: list[str] = []
        self.shy: set[str] = set()
        self.nameless = False
        self.dictionary: zstandard.ZstdCompressionDict | None = None
        self.damage = lambda packed: packed
        self.reorders = False
        self.silent = False
        self._refusals = 0
        self._keys = 0
        self._sockets: dict[web.WebSocketResponse, asyncio.Queue] = {}
        self.app.add_routes(
            [
                web.get("/subscribe", self._v1),
                web.get(f"/xrpc/{V2}", self._v2),
                web.get("/xrpc/app.bsky.actor.getProfiles", self._profiles),
                web.post("/xrpc/com.atproto.server.createSession", self._session),
                web.get("/xrpc/app.bsky.feed.searchPosts", self._search),
            ]
        )

    @property
    def v1(self) -> str:
        """Address of the old wire."""
        return f"ws://127.0.0.1:{self.port}/subscribe"

    @property
    def v2(self) -> str:
        """Address of the new wire."""
        return f"ws://127.0.0.1:{self.port}/xrpc/{V2}"

    # What happens.

    def happen(self, did: str, kind: str, **parts) -> dict:
        """Let something happen."""
        number = len(self.events) + 1
        event = {"did": did, "time_us": (START + number * 1_000) * 1_000, "kind": kind, "seq": number, **parts}
        self.events.append(event)
        for queue in self._sockets.values():
            queue.put_nowait(event)
        return event

    def say(self, word: dict) -> None:
        """Say something of the server's own, as it stands."""
        for queue in self._sockets.values():
            queue.put_nowait({"own": word})

    def commit(self, did: str, operation: str, collection: str, rkey: str, record: dict | None = None) -> dict:
        """Let a record change."""
        commit = {"rev": f"r{len(self.events)}", "operation": operation, "collection": collection, "rkey": rkey}
        return self.happen(did, "commit", commit=commit | ({} if record is None else {"record": record, "cid": "b"}))

    def post(self, did: str, text: str, **record) -> str:
        """Somebody posts; gives the at-uri."""
        self._keys += 1
        rkey = f"3k{self._keys:05}"
        body = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-10-02T12:00:00.000Z"} | record
        self.commit(did, "create", "app.bsky.feed.post", rkey, body)
        return f"at://{did}/app.bsky.feed.post/{rkey}"

    def delete(self, uri: str) -> None:
        """Somebody deletes."""
        did, collection, rkey = uri.removeprefix("at://").split("/")
        self.commit(did, "delete", collection, rkey)

    def account(self, did: str, *, active: bool, status: str | None = None) -> None:
        """An account's standing changes."""
        self.happen(did, "account", account={"active": active, "did": did} | ({"status": status} if status else {}))

    def noise(self, count: int) -> None:
        """Let others post what is not ours."""
        for number in range(count):
            self.post(f"did:plc:other{number % 7}", f"Nothing about it, number {number} #other")

    def refuse(self, times: int) -> None:
        """Let nobody in for some times."""
        self._refusals = times

    def cut(self) -> None:
        """Break all sockets without a farewell."""
        cut(self._sockets)
        self._sockets.clear()

    @property
    def listeners(self) -> int:
        """How many follow."""
        return len(self._sockets)

    # The wires.

    async def _v1(self, request: web.Request) -> web.StreamResponse:
        cursor = int(request.query.get("cursor", 0))
        floor = (self.events[-1]["time_us"] if self.events else 0) - LOOKBACK
        wanted = request.query.getall("wantedCollections", [])
        dids = request.query.getall("wantedDids", [])
        since = [event for event in self.events if event["time_us"] >= max(cursor, floor)]
        packs = request.query.get("compress") == "true"
        if packs and "Sec-WebSocket-Extensions" in request.headers:
            raise web.HTTPBadRequest(text="compress and permessage-deflate exclude each other")
        return await self._serve(request, since, wanted, dids, _as_v1, packs=packs)

    async def _v2(self, request: web.Request) -> web.StreamResponse:
        number = request.query.get("zstdDictionary", "")
        known = "" if self.dictionary is None else str(self.dictionary.dict_id())
        if {"wantedCollections", "compress"} & set(request.query) or number not in ("", known):
            raise web.HTTPBadRequest(text='{"error":"InvalidRequest"}', content_type="application/json")
        cursor = int(request.query.get("cursor", 0))
        if cursor < _SECOND_SCALE and self.events and cursor < self.events[0]["seq"]:
            raise web.HTTPBadRequest(text='{"error":"CursorTooOld"}', content_type="application/json")
        by_time = cursor >= _SECOND_SCALE
        since = [event for event in self.events if event["time_us" if by_time else "seq"] >= cursor]
        wanted = request.query.getall("collections", [])
        return await self._serve(request, since, wanted, request.query.getall("dids", []), _as_v2, packs=bool(number))

    async def _serve(self, request, since, wanted, dids, shape, *, packs) -> web.StreamResponse:
        self.urls.append(str(request.rel_url))
        if self._refusals:
            self._refusals -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        queue: asyncio.Queue = asyncio.Queue()
        self._sockets[socket] = queue
        if self.reorders and len(since) > 3:
            since = [*since[:-3], since[-1], since[-3], since[-2], since[-3]]
        for event in since:
            queue.put_nowait(event)
        sending = asyncio.create_task(self._send(socket, queue, wanted, dids, shape, packs and self.dictionary))
        try:
            async for _ in socket:
                await socket.close()
        finally:
            sending.cancel()
            self._sockets.pop(socket, None)
        return socket

    async def _send(self, socket, queue, wanted, dids, shape, dictionary) -> None:
        packer = zstandard.ZstdCompressor(dict_data=dictionary) if dictionary else None
        with contextlib.suppress(ConnectionError):
            while True:
                event = await queue.get()
                collection = event.get("commit", {}).get("collection")
                if self.silent or (collection and wanted and collection not in wanted):
                    continue
                if dids and event.get("did") not in dids:
                    continue
                message = json.dumps(event.get("own") or shape(event), ensure_ascii=False, separators=(",", ":"))
                if packer is None:
                    await socket.send_str(message)
                else:
                    await socket.send_bytes(self.damage(packer.compress(message.encode())))

    # The API.

    async def _profiles(self, request: web.Request) -> web.Response:
        if self.nameless:
            raise web.HTTPBadGateway
        actors = request.query.getall("actors")
        self.asked += actors
        dids = [actor if actor.startswith("did:") else f"did:plc:{actor.partition('.')[0]}" for actor in actors]
        return web.json_response({"profiles": [self._profile(did) for did in dids]})

    def _profile(self, did: str) -> dict:
        name = did.rpartition(":")[2]
        labels = [{"src": did, "val": "!no-unauthenticated"}] if did in self.shy else []
        return {"did": did, "handle": f"{name}.example", "displayName": name.title(), "labels": labels}

    async def _session(self, request: web.Request) -> web.Response:
        given = await request.json()
        if given["password"] != "app-password":
            raise web.HTTPUnauthorized(text='{"message":"Invalid password"}', content_type="application/json")
        return web.json_response({"accessJwt": "jwt", "did": "did:plc:me"})

    async def _search(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != "Bearer jwt":
            raise web.HTTPForbidden
        tag = request.query["q"]
        posts = [
            {
                "uri": f"at://{event['did']}/app.bsky.feed.post/{event['commit']['rkey']}",
                "author": self._profile(event["did"]),
                "record": event["commit"]["record"],
                "indexedAt": "2026-10-02T12:00:01.000Z",
            }
            for event in self.events
            if event["kind"] == "commit" and tag in event["commit"].get("record", {}).get("text", "")
        ]
        return web.json_response({"posts": posts})

    async def close(self) -> None:
        """Let sockets go before the server."""
        for socket in list(self._sockets):
            await socket.close()


def _as_v1(event: dict) -> dict:
    return {key: value for key, value in event.items() if key != "seq"}


def _as_v2(event: dict) -> dict:
    micros = event["time_us"]
    from datetime import UTC, datetime

    time = datetime.fromtimestamp(micros // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{micros % 1_000_000:06}Z"
    payload = {"$type": f"{V2}#{event['kind']}", "seq": event["seq"], "did": event["did"], "time": time}
    inner = event.get(event["kind"], {})
    payload |= inner if event["kind"] == "commit" else {event["kind"]: inner}
    return {"$type": "message", "payload": payload}
