"""The pictures of links that were drawn last, and a queue for those to be drawn."""

import asyncio
import hashlib
from collections import OrderedDict

from aiohttp import web

from livefeed.server.drawing import CardWords, draw_card
from livefeed.server.packed import Body

__all__ = ["KEPT", "WAITING", "CardPictures"]

KEPT = 32
"""Pictures kept, a coverage; the one asked for longest ago goes."""
WAITING = 20
"""Pictures that may wait to be drawn, a coverage; one more is answered with 503."""


class CardPictures:
    """The pictures drawn last, by what stands on them."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[CardWords, Body] = OrderedDict()
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def get(self, words: CardWords) -> Body:
        """Draw a picture beside the loop, one after the other, or give it from memory.

        Raises:
            web.HTTPServiceUnavailable: too many wait.
        """
        if words not in self._drawn:
            if self._waiting >= WAITING:
                raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
            self._waiting += 1
            try:
                async with self._turn:
                    if words not in self._drawn:
                        data = await asyncio.to_thread(draw_card, words)
                        self._drawn[words] = Body(data, hashlib.blake2b(data, digest_size=8).hexdigest())
            finally:
                self._waiting -= 1
        body = self._drawn[words]
        self._drawn.move_to_end(words)
        if len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)
        return body

    def forget(self) -> None:
        """Keep nothing, since words were deleted."""
        self._drawn.clear()
