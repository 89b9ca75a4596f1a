"""`POST /{slug}/inbox`: posts that other programs bring, signed; answered when they are durable."""

from typing import Any

import orjson
from aiohttp import web

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.runtime.inbox import SignatureError
from livefeed.runtime.running import RunningCoverage
from livefeed.sources.post import NormalisedPosts

__all__ = ["MAX_BODY", "MAX_POSTS", "receive"]

MAX_BODY = 1024 * 1024
"""Bytes."""
MAX_POSTS = 500


async def receive(request: web.Request, running: RunningCoverage) -> web.Response:  # noqa: PLR0911 - one line a no
    """Take one post, or a list of them (docs/inbox.md)."""
    inbox = running.inbox
    if inbox is None:
        return _answer(404, error="this coverage has no inbox: it needs a stream of source post with secret_env")
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MAX_BODY:
            return _answer(413, error=f"more than {MAX_BODY} bytes")
    timestamp = request.headers.get("X-Livefeed-Timestamp", "")
    signature = request.headers.get("X-Livefeed-Signature", "")
    try:
        new = inbox.check(timestamp, signature, bytes(body), running.clock.now())
    except SignatureError as error:
        return _answer(401, error=str(error))
    if not new:
        return _answer(200, accepted=0, repeated=True)
    try:
        given = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        return _answer(400, error=f"is not JSON: {error}")
    posts = given if isinstance(given, list) else [given]
    if len(posts) > MAX_POSTS:
        return _answer(413, error=f"more than {MAX_POSTS} posts")
    return await _take(running, inbox.stream, posts)


async def _take(running: RunningCoverage, stream: str, posts: list[Any]) -> web.Response:
    source = NormalisedPosts()
    accepted = 0
    refused: list[dict[str, Any]] = []
    for number, post in enumerate(posts):
        payload = orjson.dumps(post).decode()
        try:
            source.parse(Frame(t=running.clock.now() * 1_000, stream=stream, source=source.name, payload=payload))
        except PayloadError as error:
            refused.append({"index": number, "error": str(error)})
            continue
        await running.receive(stream, source.name, payload)
        accepted += 1
    await running.writer.durable()
    return _answer(200 if accepted or not refused else 400, accepted=accepted, refused=refused)


def _answer(status: int, **parts: Any) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(parts), content_type="application/json")
