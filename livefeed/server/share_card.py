"""`/{slug}/card.png` and `/{slug}/e/{id}/card.png`: the pictures that links to us bring along where they are shared."""

from aiohttp import web

from livefeed.engine.pulse import Pulse
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.runtime.running import State
from livefeed.server import permalink, showing
from livefeed.server.drawing import CardWords
from livefeed.server.keys import base_of, room_of
from livefeed.server.languages import language
from livefeed.server.packed import Body, is_known
from livefeed.server.room import Room
from livefeed.server.words import Speech, state_words, wording

__all__ = ["coverage_card", "coverage_words", "entry_card", "give_card"]

_COVERAGE_LASTS = 300
"""Seconds that a cache may keep the picture of a coverage."""
_ENTRY_LASTS = 60
"""Of an entry: as long may its words outlive a deletion there."""
_WORDS = 280
"""Characters of a post."""


async def coverage_card(request: web.Request) -> web.StreamResponse:
    """Answer with the picture of a coverage."""
    room, lang = room_of(request), language(request)
    picture = await room.cards.get(_coverage_words(room, lang, base_of(request)))
    return give_card(request, picture, _COVERAGE_LASTS, indexed=True)


async def entry_card(request: web.Request) -> web.StreamResponse:
    """Answer with the picture of an entry.

    Raises:
        web.HTTPNotFound, web.HTTPGone: as its page does.
    """
    room, lang, name = room_of(request), language(request), request.match_info["id"]
    hub = room.running.hub
    while True:
        tip = hub.tip
        entry = await permalink.find(room, name)
        picture = await room.cards.get(_entry_words(room, entry, lang))
        if hub.erased_at <= tip:
            return give_card(request, picture, _ENTRY_LASTS, indexed=entry.post.indexable)
        room.cards.forget()  # something was deleted while it was drawn


def _coverage_words(room: Room, lang: str, base: str) -> CardWords:
    newest = next(iter(room.running.hub.board.newest(1)), None)
    return coverage_words(
        room.running.coverage,
        room.renderer.speech(lang),
        state=room.running.state,
        newest=None if newest is None else newest.at,
        figures=(room.pulse()[1], len(room.offer().networks)),
        address=f"{base}/{room.slug}",
    )


def coverage_words(  # noqa: PLR0913 - what stands on it
    coverage: Coverage, speech: Speech, *, state: State, newest: int | None, figures: tuple[Pulse, int], address: str
) -> CardWords:
    """Say what stands on the picture of a coverage.

    Args:
        coverage: which.
        speech: the language of our words.
        state: how it is.
        newest: when its newest entry happened, milliseconds; None where there is none.
        figures: the board's, and the number of networks.
        address: of its page.
    """
    return CardWords(
        badge=state_words(speech, state),
        tone="live" if state == "live" else "calm",
        beside="" if newest is None else f"{speech.when(newest, 0)}, {speech.zone_name()}",
        words=wording(coverage.title, speech.lang)[0],
        instead=coverage.slug,
        figures=_figures(*figures, speech),
        foot=address.rpartition("://")[2],
        lang=speech.lang,
    )


def _figures(pulse: Pulse, networks: int, speech: Speech) -> str:
    ngettext = speech.translations.ngettext
    if not pulse.posts:
        return ""
    counted = [(pulse.posts, ngettext("post", "posts", pulse.posts))]
    if pulse.voices is not None:
        counted.append((pulse.voices, ngettext("voice", "voices", pulse.voices)))
    said = [f"{speech.number(count)} {what}" for count, what in counted]
    said.append(ngettext("%(count)s network", "%(count)s networks", networks) % {"count": networks})
    return " · ".join(said)


def _entry_words(room: Room, entry: Entry, lang: str) -> CardWords:
    speech, post = room.renderer.speech(lang), entry.post
    _ = speech.translations.gettext
    title = wording(room.running.coverage.title, lang)[0]
    unverified = [_("unverified")] if entry.state == "unverified" else []
    network = showing.network_name(post.network)
    return CardWords(
        badge=showing.shown_name(post.author),
        beside=" · ".join(part for part in (showing.shown_handle(post.author), network) if part),
        words=showing.gist(post, speech, _WORDS),
        instead=title,
        foot=" · ".join([title, speech.when(entry.at, 0), *unverified]),
        lang=lang,
    )


def give_card(request: web.Request, picture: Body, lasts: int, *, indexed: bool) -> web.Response:
    """Answer with a picture that a cache may keep for so many seconds, or with 304 where the reader has it."""
    headers = {
        "ETag": f'"{picture.etag}"',
        "Cache-Control": f"public, max-age={lasts}",
        "Vary": "Accept-Language",
        **({} if indexed else {"X-Robots-Tag": "noindex"}),
    }
    if is_known(request, picture.etag):
        return web.Response(status=304, headers=headers)
    return web.Response(body=picture.data, content_type="image/png", headers=headers)
