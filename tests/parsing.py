"""Give a source a payload, and see what it makes of it."""

import json

from livefeed.model.frame import Frame
from livefeed.model.post import Post, Put
from livefeed.sources.base import load_source

__all__ = ["T", "one", "parse"]

T = 1_790_942_400_000_000
"""2026-10-02T12:00:00Z, microseconds."""


def parse(source: str, payload, stream: str = "x.example"):
    """What a source makes of a payload."""
    text = payload if isinstance(payload, str | bytes) else json.dumps(payload)
    return load_source(source)().parse(Frame(t=T, stream=f"{source}:{stream}", source=source, payload=text))


def one(source: str, payload, **how) -> Post:
    """The one post of a payload."""
    (report,) = parse(source, payload, **how)
    assert isinstance(report, Put)
    return report.post
