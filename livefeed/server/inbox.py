"""What is brought to a coverage, signed, and answered when it is durable: posts of programs, rulings of editors."""

from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.runtime.inbox import Inbox, SignatureError
from livefeed.runtime.running import RunningCoverage
from livefeed.sources.base import Source
from livefeed.sources.editor import EditorRulings
from livefeed.sources.post import NormalisedPosts

__all__ = ["MAX_BODY", "MAX_POSTS", "receive_posts", "receive_rulings"]

MAX_BODY = 1024 * 1024
"""Bytes."""
MAX_POSTS = 500


async def receive_posts(request: web.Request, running: RunningCoverage) -> web.Response:
    """Take one post, or a list of them (docs/inbox.md)."""
    return await _receive(request, running, NormalisedPosts(), lambda post: post)


async def receive_rulings(request: web.Request, running: RunningCoverage) -> web.Response:
    """Take one ruling, or a list of them (docs/inbox.md); an entry, or an address of a post, is as good as its id."""
    return await _receive(request, running, EditorRulings(), lambda ruling: _with_ids(ruling, running))


def _with_ids(ruling: Any, running: RunningCoverage) -> Any:
    """Put ids of posts in the place of other names that an editor sees."""
    if not isinstance(ruling, dict) or not isinstance(ruling.get("posts"), list):
        return ruling
    return ruling | {"posts": [_post_id(name, running) if isinstance(name, str) else name for name in ruling["posts"]]}


def _post_id(name: str, running: RunningCoverage) -> str:
    _, marked, anchor = name.rpartition("#e-")
    board = running.hub.board
    entry = board.get(f"e:{anchor}" if marked else name)
    if entry is not None:
        return entry.post.id
    if running.knows(name):
        return name
    for entry in board:
        if entry.post.url == name:
            return entry.post.id
        for copy in entry.copies:
            if copy.url == name:
                return copy.id
    return name


async def _receive(
    request: web.Request, running: RunningCoverage, source: Source, prepare: Callable[[Any], Any]
) -> web.Response:
    inbox = running.inboxes.get(source.name)
    if inbox is None:
        return _answer(
            404, error=f"this coverage takes none: it needs a stream of source {source.name} with secret_env"
        )
    try:
        body = await _body(request)
        if not _check(request, inbox, body, running.clock.now()):
            return _answer(200, accepted=0, repeated=True)
        many = _many(body)
    except _TooMuchError as error:
        return _answer(413, error=str(error))
    except SignatureError as error:
        return _answer(401, error=str(error))
    except PayloadError as error:
        return _answer(400, error=str(error))
    return await _take(running, inbox.stream, source, [prepare(one) for one in many])


class _TooMuchError(Exception):
    """More than is taken at once."""


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MAX_BODY:
            raise _TooMuchError(f"more than {MAX_BODY} bytes")
    return bytes(body)


def _check(request: web.Request, inbox: Inbox, body: bytes, now: int) -> bool:
    timestamp = request.headers.get("X-Livefeed-Timestamp", "")
    signature = request.headers.get("X-Livefeed-Signature", "")
    return inbox.check(timestamp, signature, body, now)


def _many(body: bytes) -> list[Any]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise PayloadError(f"is not JSON: {error}") from error
    many = given if isinstance(given, list) else [given]
    if len(many) > MAX_POSTS:
        raise _TooMuchError(f"more than {MAX_POSTS} at once")
    return many


async def _take(running: RunningCoverage, stream: str, source: Source, many: list[Any]) -> web.Response:
    accepted = 0
    refused: list[dict[str, Any]] = []
    for number, one in enumerate(many):
        payload = orjson.dumps(one).decode()
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
