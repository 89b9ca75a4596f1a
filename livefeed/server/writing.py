"""Bytes into readers' sockets: the same for all, and no more than each of them reads.

Where nothing waits in a reader's transport, bytes go straight to the descriptor: a third of the work of
`transport.write`, and a loop so much quicker that the readers' side need not be woken for each. What the kernel does
not take, and whatever is encrypted here, goes through the transport as usual, so that order holds.
"""

import asyncio
import contextlib
import os
import socket
import struct
import sys
from collections import Counter
from collections.abc import Callable, Iterable

__all__ = ["BUDGET", "Place", "Reader", "cut", "limit_kernel", "write_all"]

BUDGET = 64 * 1024
"""Bytes that a reader may leave unread before it is cut; it comes back by its cursor."""

_UNSENT = 16 * 1024
"""Bytes that the kernel may hold unsent for a reader: more would make the budget blind."""
_UNANSWERED = 60_000
"""Milliseconds after which a reader that acknowledges nothing is taken for dead."""
_NO_DESCRIPTOR = -1
_AT_ONCE = struct.pack("ii", 1, 0)


class Reader:
    """Someone who follows: a transport, and whether it is still wanted."""

    __slots__ = ("gone", "seq", "transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.seq = 0
        """How far it is, while it catches up."""
        self.gone: asyncio.Future[None] | None = None
        """Done when the fan-out has let it go, for who waits for that."""

    def place(self) -> "Place":
        """Give what a write needs, bound once: looking it up ten thousand times a change would show."""
        transport = self.transport
        return _descriptor(transport), transport.is_closing, transport.get_write_buffer_size, self

    def leave(self) -> None:
        """Be wanted no more."""
        if self.gone is not None and not self.gone.done():
            self.gone.set_result(None)


Place = tuple[int, Callable[[], bool], Callable[[], int], Reader]
"""Descriptor (or -1), whether the transport is closing, how much waits in it, and whose it is."""


def _descriptor(transport: asyncio.Transport) -> int:
    """Give the descriptor that bytes may go to, past the transport: a plain socket's, where sockets are files."""
    raw = transport.get_extra_info("socket")
    if raw is None or os.name != "posix" or transport.get_extra_info("sslcontext") is not None:
        return _NO_DESCRIPTOR
    return int(raw.fileno())


def limit_kernel(transport: asyncio.Transport) -> None:
    """Keep the kernel from taking in what a reader does not read, and from waiting for dead ones.

    `TCP_NOTSENT_LOWAT` where there is one (Linux, macOS), else a small send buffer; `TCP_USER_TIMEOUT` on Linux.
    """
    raw = transport.get_extra_info("socket")
    if raw is None or raw.family not in (socket.AF_INET, socket.AF_INET6):
        return
    with contextlib.suppress(OSError):
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
        else:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUDGET)
        if sys.platform == "linux":
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNANSWERED)


def cut(reader: Reader) -> None:
    """Part from a reader that does not read, without a word: a close frame could not get through.

    The connection is reset, so that the kernel forgets at once what it holds for it.
    """
    raw = reader.transport.get_extra_info("socket")
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    reader.transport.abort()
    reader.leave()


def write_all(data: bytes, places: Iterable[Place], counters: Counter[str]) -> None:
    """Write the same bytes to all, in one step; who has too much unread is cut."""
    write, size, given = os.write, len(data), 0
    for descriptor, closing, waiting, reader in places:
        # In this order, without `await`: the descriptor of a transport that closes may be somebody else's by now.
        if descriptor < 0 or closing() or waiting():
            given += _through_transport(data, reader, counters)
            continue
        try:
            sent = write(descriptor, data)
        except BlockingIOError:
            sent = 0
        except OSError:  # it left; its transport has not heard of it yet
            cut(reader)
            continue
        if sent < size:
            reader.transport.write(data[sent:])
        given += 1
    counters["deliveries"] += given


def _through_transport(data: bytes, reader: Reader, counters: Counter[str]) -> bool:
    """Write to a reader that has not read all; tells whether it gets the bytes."""
    transport = reader.transport
    if transport.is_closing():
        reader.leave()
        return False
    if transport.get_write_buffer_size() > BUDGET:
        counters["readers_cut"] += 1
        cut(reader)
        return False
    transport.write(data)
    return True
