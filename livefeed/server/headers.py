"""Headers that every answer carries: what a page may load, and who may frame it."""

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


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer (a signal handler for `on_response_prepare`); a socket shows no page."""
    if isinstance(response, web.WebSocketResponse):
        return
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
