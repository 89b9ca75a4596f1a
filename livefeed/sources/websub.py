"""WebSub (W3C Recommendation): find a feed's hub, and know what comes from it.

Pure: what is asked and what is answered goes through a line and the server.
"""

import hmac
import re
from collections.abc import Mapping
from urllib.parse import urljoin

__all__ = ["LEASE", "Offer", "find_hub", "is_signed", "renew_after"]

LEASE = 10 * 24 * 3600
"""Seconds that a subscription is asked for."""

_LINK = re.compile(r"<([^<>]{1,2048})>\s*((?:;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+)\s*)*)")
_REL = re.compile(r";\s*rel\s*=\s*\"?([^\";,]+)\"?", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:\w+:)?link\b([^>]{1,4096})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_JSON_HUB = re.compile(rb'"hubs"\s*:\s*\[\s*\{[^\]]{0,2000}?"url"\s*:\s*"(https?://[^"\\]{1,2048})"', re.DOTALL)
_HEAD = 64 * 1024
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})


class Offer:
    """A hub that offers to tell about a topic."""

    def __init__(self, hub: str, topic: str) -> None:
        self.hub = hub
        self.topic = topic


def find_hub(headers: Mapping[str, str], body: bytes, url: str) -> Offer | None:
    """Find what a feed offers: in its HTTP headers first, then in its links; None where it offers nothing.

    Args:
        headers: of the answer, names in small letters.
        body: the feed.
        url: where it came from; its own name for itself counts before it.
    """
    found: dict[str, str] = {}
    for address, rest in _LINK.findall(headers.get("link", "")[:8_192]):
        rel = _REL.search(rest)
        for name in rel[1].lower().split() if rel else ():
            found.setdefault(name, address)
    if "hub" not in found:
        for name, address in _links(body[:_HEAD]):
            found.setdefault(name, address)
    hub = urljoin(url, found.get("hub", ""))
    if "hub" not in found or not hub.startswith(("http://", "https://")):
        return None
    return Offer(hub, urljoin(url, found.get("self", url)))


def _links(body: bytes) -> list[tuple[str, str]]:
    hub = _JSON_HUB.search(body)
    found = [("hub", hub[1].decode("utf-8", "replace"))] if hub else []
    for element in _ELEMENT.findall(body):
        attributes = {name.lower(): (one or other) for name, one, other in _ATTRIBUTE.findall(element)}
        address = attributes.get(b"href", b"").decode("utf-8", "replace").replace("&amp;", "&")
        names = attributes.get(b"rel", b"").decode("utf-8", "replace").lower().split()
        found += [(name, address) for name in names if address]
    return found


def is_signed(secret: str, header: str, body: bytes) -> bool:
    """Check `X-Hub-Signature: method=hex` of a delivery, by the method that it names (WebSub, 7.1)."""
    method, _, given = header.partition("=")
    if method not in _METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode("utf-8", "replace"))


def renew_after(lease: int) -> int:
    """Give the seconds after which a subscription is renewed, at four fifths of what the hub granted."""
    return max(60, min(lease, 90 * 24 * 3600) * 4 // 5)
