"""`/healthz`: that the process answers, and what it counts."""

import msgspec
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
            **_tape(room),
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
        }
        for slug, room in rooms.items()
    }
    return web.Response(body=orjson.dumps({"ok": True, "coverages": body}), content_type="application/json")


def _tape(room: Room) -> dict[str, object]:
    """Say how recording is doing, where somebody records."""
    recording = room.running.recording
    return {} if recording is None else {"tape": msgspec.structs.asdict(recording.health)}
