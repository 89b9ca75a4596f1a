"""`/{slug}/websub/{token}`: what hubs ask and deliver (WebSub, 5.3 and 7)."""

import asyncio

from aiohttp import web

from livefeed.runtime.pushes import Pushes
from livefeed.sources.websub import is_signed

__all__ = ["deliver", "verify"]

MAX_BODY = 2 * 1024 * 1024
"""Bytes of a delivery."""


async def verify(request: web.Request, pushes: Pushes) -> web.Response:
    """Confirm a subscription that we asked for, and no other."""
    subscription = pushes.find(request.match_info["token"])
    if subscription is None or request.query.get("hub.topic") != subscription.topic:
        raise web.HTTPNotFound
    match request.query.get("hub.mode"):
        case "subscribe":
            lease = request.query.get("hub.lease_seconds", "")
            subscription.state = "active"
            subscription.lease = int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 10 else 0
            return web.Response(text=request.query.get("hub.challenge", "")[:2_048])
        case "denied":
            subscription.state = "denied"
            subscription.reason = request.query.get("hub.reason", "")[:200]
            return web.Response(text="")
        case _:
            raise web.HTTPNotFound  # we did not ask to unsubscribe


async def deliver(request: web.Request, pushes: Pushes) -> web.Response:
    """Take a delivery; one that is not signed right is answered like any other, and dropped."""
    subscription = pushes.find(request.match_info["token"])
    if subscription is None:
        raise web.HTTPGone
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MAX_BODY:
            raise web.HTTPRequestEntityTooLarge(MAX_BODY, len(body))
    if not is_signed(subscription.secret, request.headers.get("X-Hub-Signature", ""), bytes(body)):
        subscription.dropped += 1
        return web.Response(status=202)
    try:
        subscription.deliveries.put_nowait(bytes(body))
    except asyncio.QueueFull:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"}) from None
    return web.Response(status=202)
