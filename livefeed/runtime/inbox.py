"""Who may bring posts to a coverage: whoever can sign with its secret.

The signature is an HMAC-SHA256 (RFC 2104) over the time and the body, so a message can neither be changed nor kept for
later: it counts for five minutes, and once.
"""

import hashlib
import hmac
from collections import OrderedDict

from livefeed.model.times import MINUTE, SECOND

__all__ = ["Inbox", "SignatureError", "sign"]

WINDOW = 5 * MINUTE
_REMEMBERED = 10_000
"""Signatures within the window; past it the oldest is forgotten (its posts are still known by their ids)."""


class SignatureError(Exception):
    """A message is not signed as it should be; says what is wrong."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a message.

    Args:
        secret: shared by sender and coverage.
        timestamp: seconds since 1970 UTC, as it stands in the header.
        body: exactly as it is sent.
    """
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Inbox:
    """The inbox of one stream."""

    def __init__(self, stream: str, secret: str) -> None:
        self.stream = stream
        self._secret = secret
        self._seen: OrderedDict[str, None] = OrderedDict()

    def check(self, timestamp: str, signature: str, body: bytes, now: int) -> bool:
        """Check a message; returns false for one that was taken before.

        Args:
            timestamp: seconds since 1970 UTC.
            signature: as `sign` gives it.
            body: as it came.
            now: milliseconds.

        Raises:
            SignatureError: it must not be taken.
        """
        if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
            raise SignatureError("X-Livefeed-Timestamp: write the time in whole seconds since 1970")
        if abs(int(timestamp) * SECOND - now) > WINDOW:
            raise SignatureError("X-Livefeed-Timestamp: is more than five minutes from now; is your clock right?")
        if not hmac.compare_digest(sign(self._secret, timestamp, body).encode(), signature.encode("utf-8", "replace")):
            raise SignatureError("X-Livefeed-Signature: is not that of this message")
        if signature in self._seen:
            return False
        self._seen[signature] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True
