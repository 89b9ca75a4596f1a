"""A proxy in front of a peer that breaks connections in the ways in which networks break them."""

import asyncio
import contextlib
import socket
import struct
from collections import Counter

__all__ = ["FAULTS", "FaultProxy"]

FAULTS = ("reset", "truncate", "stall", "partition", "refuse")

_CHUNK = 16 * 1024


class FaultProxy:
    """Forwards TCP on loopback until told otherwise.

    Attributes:
        port: where it listens; the same for its whole life.
        fired: how often each fault really hit a connection.
        connections: how many were accepted.
    """

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task] = set()
        self._down, self._up = asyncio.Event(), asyncio.Event()
        self.heal()
        self._held_by = ""
        self._resetting = False
        self._cut_after: int | None = None
        self.port = 0
        self.connections = 0
        self.fired: Counter[str] = Counter()

    async def __aenter__(self) -> "FaultProxy":
        """Listen."""
        await self.accept()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and close everything."""
        self.heal()
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def accept(self) -> None:
        """Listen (again), on the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Let nobody connect, and break what is connected."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self.fired["refuse"] += 1
        self.reset_all()

    def reset_all(self) -> None:
        """Break every connection as a crash does: RST, no farewell."""
        for writer in list(self._open):
            self.fired["reset"] += 1
            sock = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def truncate_after(self, size: int | None) -> None:
        """End each new connection after so many bytes from upstream; None ends that."""
        self._cut_after = size

    def stall(self) -> None:
        """Hold back what upstream says, close nothing: it hears and does not answer."""
        self._held_by = "stall"
        self._down.clear()

    def partition(self) -> None:
        """Let nothing through either way, close nothing."""
        self._held_by = "partition"
        self._down.clear()
        self._up.clear()

    def heal(self) -> None:
        """Forward again, what was held back too."""
        self._down.set()
        self._up.set()

    async def strike(self, fault: str, cut_after: int = 100) -> None:
        """Let one of FAULTS happen; `cut_after` bytes are what a truncated answer has left."""
        match fault:
            case "reset":
                # Answers too, until mended: a client that asks now and then has nothing open at this moment.
                self._resetting = True
                self.reset_all()
            case "truncate":
                self.truncate_after(cut_after)
                self.reset_all()
            case "stall":
                self.stall()
            case "partition":
                self.partition()
            case "refuse":
                await self.refuse()
            case _:
                raise ValueError(fault)

    async def mend(self) -> None:
        """Let everything work again."""
        self.truncate_after(None)
        self._resetting = False
        if self._server is None:
            await self.accept()
        self.heal()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        except OSError:
            writer.transport.abort()
            self._tasks.discard(task)
            return
        self._open |= {writer, up_writer}
        forward = [
            asyncio.create_task(self._pump(reader, up_writer, self._up, None)),
            asyncio.create_task(self._pump(up_reader, writer, self._down, self._cut_after)),
        ]
        try:
            with contextlib.suppress(asyncio.CancelledError):  # the proxy is being closed
                await asyncio.wait(forward, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in forward:
                one.cancel()
            await asyncio.gather(*forward, return_exceptions=True)
            for one in (writer, up_writer):
                self._open.discard(one)
                one.close()
            self._tasks.discard(task)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, flowing: asyncio.Event, cut_after: int | None
    ) -> None:
        passed = 0
        with contextlib.suppress(ConnectionError, OSError):
            while piece := await reader.read(_CHUNK):
                if not flowing.is_set():
                    self.fired[self._held_by] += 1
                    await flowing.wait()
                if self._resetting:
                    self.reset_all()
                    return
                if cut_after is not None and passed + len(piece) >= cut_after:
                    writer.write(piece[: cut_after - passed])
                    await writer.drain()
                    self.fired["truncate"] += 1
                    return
                passed += len(piece)
                writer.write(piece)
                await writer.drain()
