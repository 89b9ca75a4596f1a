"""Headers that every answer carries: what a page may load, who may frame it, and whether it is for search engines."""

from http import HTTPStatus

from aiohttp import web

__all__ = ["POLICY", "add_headers"]

_RULES = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types livefeed",
]

POLICY = "; ".join(_RULES)

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_INDEXED = frozenset({"text/html", "text/css", "text/javascript", "text/plain", "application/xml"})
"""What search engines may list, or need to see a page; pictures likewise. Data has its pages."""


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer (a signal handler for `on_response_prepare`); a socket shows no page."""
    if isinstance(response, web.WebSocketResponse):
        return
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    kind = response.content_type
    if response.status != HTTPStatus.NOT_MODIFIED and kind not in _INDEXED and not kind.startswith("image/"):
        response.headers.setdefault("X-Robots-Tag", "noindex")
