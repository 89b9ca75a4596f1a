"""Check addresses in a `[[stream]]`: encrypted, except to this machine itself."""

from collections.abc import Mapping
from urllib.parse import urlsplit

__all__ = ["HTTP", "WEBSOCKET", "address"]

HTTP = {"https": "http"}
WEBSOCKET = {"wss": "ws"}
"""The scheme to write, and the one that is good for this machine alone."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def address(key: str, written: str, example: str, schemes: Mapping[str, str] = HTTP) -> str:
    """Check an address; gives what names the stream: its host, with the port where one is written.

    Raises:
        ValueError: it is none; the message begins with the key and says what to write.
    """
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname
    clear = host in _THIS_MACHINE and parts.scheme in schemes.values()
    if not host or (parts.scheme not in schemes and not clear) or parts.username is not None:
        raise ValueError(f'{key}: write the whole address, such as {key} = "{example}"')
    return host if port is None else f"{host}:{port}"
