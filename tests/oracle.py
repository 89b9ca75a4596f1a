"""Read a tape of simple posts and say what every reader must end with; knows nothing of livefeed.

Simple: of the source `post`, no two alike, so that nothing folds. The last version of a post counts, and what was
deleted once never comes back.
"""

import json
from collections.abc import Sequence

__all__ = ["Expected", "foresee", "whole"]


class Expected:
    """What must be shown at the end, and what must be nowhere."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.deleted: set[str] = set()
        self.forbidden: set[str] = set()
        """Texts of deleted posts, whatever version."""


def foresee(lines: Sequence[str]) -> Expected:
    """Say what the lines of a tape must come to."""
    expected = Expected()
    versions: dict[str, set[str]] = {}
    for line in lines:
        post = json.loads(json.loads(line)["payload"])
        name = post["id"]
        if post["op"] == "delete":
            expected.deleted.add(name)
            expected.shown.pop(name, None)
        else:
            versions.setdefault(name, set()).add(post["text"])
            if name not in expected.deleted:
                expected.shown[name] = post["text"]
    expected.forbidden = set().union(*(versions.get(name, set()) for name in expected.deleted))
    return expected


def whole(lines: Sequence[str], shown: dict[str, str]) -> Expected | None:
    """Find the longest beginning of a tape that comes to just this; None where there is none."""
    for end in range(len(lines), -1, -1):
        expected = foresee(lines[:end])
        if expected.shown == shown:
            return expected
    return None
