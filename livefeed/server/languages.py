"""Which language an answer is in: a page's by its path, what programs ask for by `lang=`, else what the browser prefers.

`/fr/…` and `/en/…` are the pages; the same address without a language gives the one that the reader's browser asks for.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

__all__ = ["LANGUAGES", "language", "page_routes"]

LANGUAGES = ("en", "fr")
_MAX_HEADER = 200


def language(request: web.Request) -> str:
    """Choose the language of an answer."""
    for asked in (request.path.split("/", 2)[1], request.query.get("lang", "")[:2].lower()):
        if asked in LANGUAGES:
            return asked
    return _preferred(request.headers.get("Accept-Language", "")[:_MAX_HEADER])


def page_routes(path: str, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> list[web.RouteDef]:
    """Answer a page in the language of its path, `/fr/…`, and without one in that which the reader's browser asks for."""
    spoken = f"/{{lang:{'|'.join(LANGUAGES)}}}{path}"
    return [web.get(each, handler) for each in dict.fromkeys((path, spoken, spoken.rstrip("/")))]


def _preferred(header: str) -> str:
    """Take the first of our languages by weight (RFC 9110, section 12.5.4)."""
    wishes: list[tuple[float, int, str]] = []
    for number, part in enumerate(header.split(",")):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter.strip() else 1.0
        except ValueError:
            weight = 0.0
        wishes.append((-weight, number, tag.strip()[:2].lower()))
    for weight, _, tag in sorted(wishes):
        if tag in LANGUAGES and weight < 0:
            return tag
    return LANGUAGES[0]
