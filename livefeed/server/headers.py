"""Headers that every answer carries: what a page may load, who may frame it, and whether it is for search engines."""

import base64
import hashlib
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

__all__ = ["CONFIGURE_POLICY", "POLICY", "add_headers", "embed_policy"]

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

CONFIGURE_POLICY = f"{POLICY}; frame-src 'self'"
"""Of the page that shows how a widget will look."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_INDEXED = frozenset({"text/html", "text/css", "text/javascript", "text/plain", "application/xml"})
"""What search engines may list, or need to see a page; pictures likewise. Data has its pages."""


def embed_policy(sites: Sequence[str], style: str) -> str:
    """Write the policy of a page that others may frame: it loads from us alone, and only those sites may show it.

    Args:
        sites: origins, as a coverage file allows them; our own pages may always.
        style: text of the one style element that the page may have.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    styles = f" 'sha256-{digest}'" if style else ""
    ancestors = "*" if "*" in sites else " ".join(["'self'", *sites])
    rules = [
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self'{styles}",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {ancestors}",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(rules)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on an answer (a signal handler for `on_response_prepare`); a socket shows no page."""
    if isinstance(response, web.WebSocketResponse):
        return
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    kind = response.content_type
    if response.status != HTTPStatus.NOT_MODIFIED and kind not in _INDEXED and not kind.startswith("image/"):
        response.headers.setdefault("X-Robots-Tag", "noindex")
