"""`/healthz`: that the process answers, and what it counts."""

import orjson
from aiohttp import web

from livefeed.runtime.health import in_words
from livefeed.server.room import Room

__all__ = ["counted"]


def counted(rooms: dict[str, Room]) -> web.Response:
    """Say of each coverage what is counted, and how its streams do."""
    body = {
        slug: {
            "state": room.running.state,
            "readers": room.readers,
            **room.counts(),
            "streams": [
                {
                    "stream": way.stream,
                    "way": way.way,
                    "state": way.state,
                    "payloads": way.payloads,
                    "words": in_words(way),
                }
                for way in room.running.health()
            ],
            **({} if room.running.recording is None else {"tape": room.running.recording()}),
        }
        for slug, room in rooms.items()
    }
    return web.Response(body=orjson.dumps({"ok": True, "coverages": body}), content_type="application/json")
