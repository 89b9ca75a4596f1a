"""`/{slug}/replay/card.png?at=…`: the picture that a link to a moment of the replay brings along where it is shared.

It says when, and what is asked there. Nobody's words are on it, so no deletion reaches it.
"""

from aiohttp import web

from livefeed.model.times import SECOND
from livefeed.server.drawing import CardWords
from livefeed.server.keys import REPLAYS, base_of, room_of
from livefeed.server.languages import language
from livefeed.server.past import Replays
from livefeed.server.replay import moment_of
from livefeed.server.room import Room
from livefeed.server.share_card import give_card
from livefeed.server.words import wording

__all__ = ["moment_card"]

_LASTS = 300
"""Seconds that a cache may keep it."""


async def moment_card(request: web.Request) -> web.StreamResponse:
    """Answer with the picture of a moment.

    Raises:
        web.HTTPNotFound: the address names no moment, or nothing has come yet.
        web.HTTPServiceUnavailable: too many pictures wait to be drawn, or too many look back.
    """
    room = room_of(request)
    words = await _words(request, room, request.app[REPLAYS][room.slug])
    return give_card(request, await room.cards.get(words), _LASTS, indexed=False)


async def _words(request: web.Request, room: Room, replays: Replays) -> CardWords:
    lang, asked = language(request), request.query.get("at")
    facts = await replays.ask(lambda past: past.facts())
    if not asked or facts.begins is None or facts.ends is None:
        raise web.HTTPNotFound
    speech = room.renderer.speech(lang)
    _ = speech.translations.gettext
    at = moment_of(asked, speech.zone, facts.begins, facts.ends)
    time = speech.to_the_second(at) if at // SECOND % 60 else speech.time(at)
    host = base_of(request).partition("://")[2]
    return CardWords(
        badge=_("Replay"),
        beside=speech.date(at),
        words=_("What was known at {time}").format(time=time),
        figures=wording(room.running.coverage.title, lang)[0],
        foot=f"{host}/{room.slug} · {speech.zone_name()}",
        lang=lang,
    )
