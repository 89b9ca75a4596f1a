"""A frame: bytes as they came, with their stream and the time we received them."""

import msgspec

__all__ = ["Frame"]


class Frame(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of a tape, or one message from a network."""

    t: int
    """Microseconds since 1970 UTC, time of receipt."""
    stream: str
    """`<source>:<name>`, such as `mastodon:mastodon.example`."""
    source: str
    payload: str | bytes
    """Text exactly as the network sent it; bytes where they are not UTF-8."""
