"""What went wrong on the way out, in the errors of a line and in plain words."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from websockets.exceptions import ConnectionClosed, InvalidHandshake, WebSocketException

from livefeed.model.errors import ForbiddenError, LineError, UnreachableError
from livefeed.sources.line import Answer

__all__ = ["ForbiddenSocketError", "closed", "plainly", "reason"]


class ForbiddenSocketError(OSError):
    """Raised where a socket would have been made."""


def closed(error: ConnectionClosed) -> str:
    """Say how a WebSocket ended."""
    if error.rcvd is None:
        return "the connection broke"
    return f"it closed the connection: {error.rcvd.reason[:100] or 'without a reason'} ({int(error.rcvd.code)})"


def reason(answer: Answer) -> str:
    """Say what a server says in its own words, short."""
    said: Any = answer.headers.get("x-error-message", "")
    if not said:
        with contextlib.suppress(orjson.JSONDecodeError):
            told = orjson.loads(answer.body[:10_000])
            if isinstance(told, dict):
                said = told.get("error_description") or told.get("message") or told.get("detail") or told.get("error")
    words = " ".join(str(said or "").split())[:200]
    return words or _STATUS.get(answer.status, "it refused")


_STATUS = {
    401: "the token is missing or wrong",
    403: "it is forbidden",
    404: "there is nothing at this address",
    410: "it is gone for good",
    429: "it was asked too often",
    500: "its server has a problem",
    502: "its server has a problem",
    503: "its server is busy",
    504: "its server has a problem",
}


@contextlib.contextmanager
def plainly(url: str) -> Iterator[None]:
    """Turn whatever libraries raise on hostile addresses and answers into the errors of a line, in plain words."""
    host = urlsplit(url).hostname or url[:100]
    try:
        yield
    except (LineError, asyncio.CancelledError):
        raise
    except Exception as error:
        forbidden = _forbidden(error)
        if forbidden is not None:
            raise ForbiddenError(f"{host}: {forbidden}") from error
        raise UnreachableError(_words(error)) from error


def _forbidden(error: BaseException) -> str | None:
    inner = getattr(error, "os_error", error)
    if isinstance(inner, ForbiddenSocketError):
        return str(inner)
    found = str(inner)
    return (
        found
        if "is not an address of the public Internet" in found or "is not one that networks use" in found
        else None
    )


def _words(error: Exception) -> str:  # noqa: PLR0911 - one line an error
    match error:
        case TimeoutError():
            return "no answer in time"
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLCertVerificationError():
            return "its certificate is not right"
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return "there is no host of this name"
        case aiohttp.ClientConnectorError() | ConnectionRefusedError():
            return "nobody answers there"
        case InvalidHandshake() | WebSocketException():
            return f"it does not speak WebSocket: {str(error)[:100]}"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | ConnectionError() | EOFError():
            return "the connection broke"
        case ValueError():
            return str(error)[:200]
    return f"the connection failed: {type(error).__name__}: {str(error)[:100]}"
