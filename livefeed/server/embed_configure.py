"""`/{slug}/embed/configure`: a widget put together by hand, looked at, and the line to copy."""

from html import escape
from urllib.parse import urlencode

from aiohttp import web

from livefeed.assets import integrity_of
from livefeed.server.embed_options import SHAPES, THEMES, EmbedOptions, colours_of, kept_options
from livefeed.server.embed_view import ConfigureView
from livefeed.server.headers import CONFIGURE_POLICY
from livefeed.server.keys import ASSETS, base_of, room_of
from livefeed.server.languages import LANGUAGES, language
from livefeed.server.packed import named_body, respond

__all__ = ["answer"]

_COLOURS = ("accent", "background", "ink")


async def answer(request: web.Request) -> web.StreamResponse:
    """Give the page; what makes no sense is said on it and left out, and the rest is heeded."""
    room, lang = room_of(request), language(request)
    options, troubles = kept_options(request.query)
    speaks = request.query.get("speaks", lang)
    speaks = speaks if speaks in LANGUAGES else lang
    coverage = room.running.coverage
    view = ConfigureView(
        options=options,
        offer=room.offer(),
        speaks=speaks,
        frame=options.address(f"/{speaks}/{room.slug}/embed"),
        lines=_lines(request, room.renderer.title(speaks)[0], f"/{speaks}/{room.slug}", options, speaks),
        adjusted=_adjusted(options),
        troubles=troubles,
        typed={trouble.names[0]: request.query.get(trouble.names[0], "") for trouble in troubles},
        allowed=bool(coverage.embed),
    )
    headers = {
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Content-Language": lang,
        "Content-Security-Policy": CONFIGURE_POLICY,
    }
    body = named_body(room.renderer.configure(view, lang, shapes=SHAPES, themes=THEMES))
    return respond(request, body, "text/html", headers)


def _adjusted(options: EmbedOptions) -> list[tuple[str, str, str]]:
    """List colours that are shown otherwise than they were asked for."""
    changes: dict[str, tuple[str, str, str]] = {}
    for scheme in ("light", "dark"):
        shown = colours_of(options, scheme)
        for name in _COLOURS:
            asked = getattr(options, name)
            if asked is not None and shown[name] != asked:
                changes.setdefault(name, (name, asked, shown[name]))
    return list(changes.values())


def _lines(request: web.Request, title: str, path: str, options: EmbedOptions, speaks: str) -> dict[str, str]:
    """Write what is copied into a page of others."""
    base, assets = base_of(request), request.app[ASSETS]
    slug = path.rpartition("/")[2]
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in options.query().items())
    element = (
        f'<livefeed-feed src="{base}/{slug}" lang="{speaks}"{attributes} style="display:block;min-height:{options.height}px">\n'
        f'  <a href="{base}{path}">{escape(title)}</a>\n</livefeed-feed>'
    )
    made = assets.locked(assets.embed_version) or b""
    locked = f'{base}/embed/{assets.embed_version}.js" integrity="{integrity_of(made)}" crossorigin="anonymous'
    frame = options.address(f"{base}{path}/embed")
    query = urlencode(options.query())
    return {
        "element": f'<script src="{base}/embed.js" async></script>\n{element}',
        "locked": f'<script src="{locked}" async></script>\n{element}',
        "frame": (
            f'<iframe src="{escape(frame)}" title="{escape(title)}" width="100%" height="{options.height}" loading="lazy" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" referrerpolicy="strict-origin" '
            'style="border:0"></iframe>'
        ),
        "include": f"{base}{path}/embed.html{'?' if query else ''}{query}",
    }
