"""Bytes on the wire, made once for all who get them: WebSocket frames, events, chunks."""

from typing import Literal, NamedTuple

__all__ = ["Message", "Wire", "encode"]

Wire = Literal["socket", "events", "plain-events"]
"""How a reader is spoken to: a WebSocket, server-sent events in chunks, or without (HTTP/1.0)."""

_TEXT = 0x81
_SHORT, _LONG = 126, 127


class Message(NamedTuple):
    """One thing that readers are told."""

    kind: str
    body: bytes
    """JSON on one line; its `type` is the kind."""
    cursor: str | None = None
    """How far a reader is who has it; None where it does not move anybody."""
    retry: int | None = None
    """Milliseconds after which a browser that follows events is to come back by itself, where it is told."""


def encode(message: Message, wire: Wire) -> bytes:
    """Write a message as it goes over the wire.

    A whole text frame, not masked (RFC 6455, 5.2), or an event (HTML, 9.2), which is a chunk (RFC 9112, 7.1).
    """
    if wire == "socket":
        return _frame(message.body)
    place = b"" if message.cursor is None else b"id: " + message.cursor.encode() + b"\n"
    again = b"" if message.retry is None else b"retry: %d\n" % message.retry
    event = b"event: " + message.kind.encode() + b"\n" + place + again + b"data: " + message.body + b"\n\n"
    return event if wire == "plain-events" else b"%x\r\n%b\r\n" % (len(event), event)


def _frame(payload: bytes) -> bytes:
    size = len(payload)
    if size < _SHORT:
        return bytes((_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((_TEXT, _SHORT)) + size.to_bytes(2, "big") + payload
    return bytes((_TEXT, _LONG)) + size.to_bytes(8, "big") + payload
