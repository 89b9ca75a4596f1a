"""A Mastodon server, as far as followers of hashtags see one.

Behaves as the real one was measured to: ids are snowflakes, a deletion may overtake the post that it deletes, the
second spelling of a hashtag is swallowed, streaming keeps no history.
"""

import asyncio
import contextlib
import unicodedata
from collections.abc import Iterable

import orjson
from aiohttp import WSMsgType, web

from tests.peers.serving import Served, cut

__all__ = ["TOKEN", "MastodonServer"]

TOKEN = "good-token"
START = 1_790_942_400_000


class MastodonServer(Served):
    """In memory.

    Attributes:
        requests: path and query of each request, in order.
        invert: a deletion is sent before the post that it deletes, and edits before what they edit.
        deaf: pings are not answered and nothing is sent: a connection that is dead without being closed.
        wrong_scope: the token is let in, and then refused in a frame.
        snowflakes: ids have the time in them; otherwise letters and numbers that grow, as GoToSocial's do.
        unknown_tags: a hashtag that nobody has used yet is not found.
        unchanged_full: pages with statuses on them that were answered with 304.
        needs_token: timelines are for people with a token.
        announced: where it says that streaming is, if not at its own address.
    """

    def __init__(self) -> None:
        super().__init__()
        self.statuses: dict[str, dict] = {}
        self.requests: list[tuple[str, dict]] = []
        self.invert = False
        self.wrong_scope = False
        self.needs_token = False
        self.snowflakes = True
        self.unknown_tags = False
        self.unchanged_full = 0
        self.announced: str | None = None
        self._limited = 0
        self._number = 0
        self._sockets: dict[web.WebSocketResponse, dict[str, str]] = {}
        self._held_back: list[tuple[str, object]] = []
        self.app.add_routes(
            [
                web.get("/api/v2/instance", self._instance),
                web.get("/api/v1/timelines/tag/{tag}", self._timeline),
                web.get("/api/v1/statuses/{id}", self._status),
                web.get("/api/v1/accounts/lookup", self._lookup),
                web.get("/api/v1/accounts/{id}/statuses", self._of_account),
                web.get("/api/v1/streaming", self._streaming),
            ]
        )

    # What people do.

    async def post(
        self, text: str, *, tags: Iterable[str] = ("demo",), account: str = "zoe", back: int = 0, **parts
    ) -> dict:
        """Somebody posts; `back` gives a fetched post's id, which its own date puts behind others (milliseconds)."""
        self._number += 1
        at = START + self._number * 1_000 - back
        number = str(at << 16 | self._number & 0xFFFF) if self.snowflakes else f"01M{at:011d}{self._number:012d}"
        status = {
            "id": number,
            "created_at": _iso(at),
            "edited_at": None,
            "uri": f"{self.url}/users/{account}/statuses/{number}",
            "url": f"{self.url}/@{account}/{number}",
            "content": f"<p>{text}</p>",
            "visibility": "public",
            "language": "en",
            "spoiler_text": "",
            "sensitive": False,
            "account": {
                "id": account,
                "acct": account,
                "display_name": account.title(),
                "url": f"{self.url}/@{account}",
            },
            "tags": [{"name": tag, "url": f"{self.url}/tags/{tag}"} for tag in tags],
            "media_attachments": [],
            "mentions": [],
        } | parts
        self.statuses[number] = status
        await self._send("update", status)
        return status

    async def edit(self, number: str, text: str) -> None:
        """Somebody edits."""
        self._number += 1
        status = self.statuses[number]
        status |= {"content": f"<p>{text}</p>", "edited_at": _iso(START + self._number * 1_000)}
        await self._send("status.update", status)

    async def delete(self, number: str) -> None:
        """Somebody deletes."""
        await self._send("delete", self.statuses.pop(number))

    def limit(self, requests: int) -> None:
        """Answer the next requests with 429."""
        self._limited = requests

    async def cut(self) -> None:
        """Break all sockets without a farewell."""
        cut(self._sockets)
        self._sockets.clear()

    @property
    def listeners(self) -> int:
        """How many sockets have a subscription."""
        return sum(1 for tags in self._sockets.values() if tags)

    def expected(self, tag: str = "demo") -> list[str]:
        """What a follower of a hashtag must end with, counted here and by nobody else."""
        return sorted(
            status["uri"]
            for status in self.statuses.values()
            if status["visibility"] == "public" and _fold(tag) in {_fold(one["name"]) for one in status["tags"]}
        )

    # Streaming.

    async def _send(self, event: str, status: dict) -> None:
        if status["visibility"] != "public":
            return
        if self.invert and event != "delete":
            self._held_back.append((event, dict(status)))
            return
        await self._push(event, status)

    async def let_go(self) -> None:
        """Send what was held back, the last first."""
        held, self._held_back = self._held_back[::-1], []
        for event, status in held:
            await self._push(event, status)

    async def _push(self, event: str, status: dict) -> None:
        payload = status["id"] if event == "delete" else orjson.dumps(status).decode()
        for socket, tags in list(self._sockets.items()):
            for tag in status["tags"]:
                spelled = tags.get(_fold(tag["name"]))
                if spelled is not None:
                    frame = {"stream": ["hashtag", spelled], "event": event, "payload": payload}
                    with contextlib.suppress(ConnectionError):
                        await socket.send_str(orjson.dumps(frame).decode())

    async def _streaming(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise web.HTTPUnauthorized(headers={"X-Error-Message": "Missing access token"})
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets[socket] = {}
        try:
            if self.wrong_scope:
                refusal = {"error": "Access token does not have the required scopes", "status": 401}
                await socket.send_str(orjson.dumps(refusal).decode())
            async for message in socket:
                if message.type is WSMsgType.BINARY:
                    await socket.close(code=1003)
                elif message.type is WSMsgType.TEXT:
                    self._subscribe(self._sockets.get(socket, {}), message.data)
        finally:
            self._sockets.pop(socket, None)
        return socket

    @staticmethod
    def _subscribe(tags: dict[str, str], written: str) -> None:
        try:
            asked = orjson.loads(written)
        except orjson.JSONDecodeError:
            return
        if asked.get("type") == "subscribe" and asked.get("stream") == "hashtag":
            tags.setdefault(_fold(asked["tag"]), asked["tag"])  # the second spelling is swallowed

    # REST.

    def _check(self, request: web.Request) -> None:
        self.requests.append((request.path, dict(request.query)))
        if self._limited:
            self._limited -= 1
            raise web.HTTPTooManyRequests(headers={"X-RateLimit-Reset": _iso(START + 30_000)})
        if self.needs_token and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise web.HTTPUnauthorized(
                text='{"error":"This method requires an authenticated user"}', content_type="application/json"
            )

    async def _instance(self, _request: web.Request) -> web.Response:
        about: dict = {"configuration": {"urls": {"streaming": self.announced or self.url.replace("http", "ws")}}}
        about["api_versions"] = {"mastodon": 6}
        return web.json_response(about)

    async def _timeline(self, request: web.Request) -> web.Response:
        self._check(request)
        tags = {_fold(request.match_info["tag"]), *map(_fold, request.query.getall("any[]", []))}
        found = [s for s in self.statuses.values() if tags & {_fold(tag["name"]) for tag in s["tags"]}]
        if not found and self.unknown_tags:
            raise web.HTTPNotFound(text='{"error":"Record not found"}', content_type="application/json")
        return self._page(request, found)

    async def _lookup(self, request: web.Request) -> web.Response:
        self._check(request)
        name = request.query["acct"]
        if not any(status["account"]["acct"] == name for status in self.statuses.values()):
            raise web.HTTPNotFound
        return web.json_response({"id": name, "acct": name, "url": f"{self.url}/@{name}"})

    async def _of_account(self, request: web.Request) -> web.Response:
        self._check(request)
        name = request.match_info["id"]
        return self._page(request, [s for s in self.statuses.values() if s["account"]["id"] == name])

    def _page(self, request: web.Request, statuses: list[dict]) -> web.Response:
        limit = min(40, int(request.query.get("limit", 20)))
        found = sorted((s for s in statuses if s["visibility"] == "public"), key=_order)
        if "max_id" in request.query:
            found = [s for s in found if _order(s) < _order({"id": request.query["max_id"]})]
        if "min_id" in request.query:
            page = [s for s in found if _order(s) > _order({"id": request.query["min_id"]})][:limit]
        else:
            page = found[-limit:]
        answer = self.versioned(request, orjson.dumps(page[::-1]), **{"Content-Type": "application/json"})
        self.unchanged_full += answer.status == 304 and bool(page)
        return answer

    async def _status(self, request: web.Request) -> web.Response:
        self._check(request)
        status = self.statuses.get(request.match_info["id"])
        if status is None:
            raise web.HTTPNotFound(text='{"error":"Record not found"}', content_type="application/json")
        return web.json_response(status)

    async def close(self) -> None:
        """Let sockets go before the server."""
        for socket in list(self._sockets):
            await socket.close()
        await asyncio.sleep(0)


def _order(status: dict) -> tuple[int, str]:
    return len(status["id"]), status["id"]


def _fold(tag: str) -> str:
    """Fold a hashtag as the server does."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", tag).lower())
    return "".join(c for c in text if c.isalnum() or c == "_")


def _iso(at: int) -> str:
    from livefeed.model.times import iso

    return iso(at)
