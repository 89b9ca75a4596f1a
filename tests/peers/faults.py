"""A proxy in front of a peer that breaks connections in the ways in which networks break them."""

import asyncio
import contextlib
import socket
import struct
from collections import Counter

__all__ = ["FaultProxy"]

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
        self._flowing = asyncio.Event()
        self._flowing.set()
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
        self._flowing.set()
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
        """Forward nothing, close nothing: a partition."""
        self.fired["stall"] += bool(self._open)
        self._flowing.clear()

    def heal(self) -> None:
        """Forward again."""
        self._flowing.set()

    async def strike(self, fault: str) -> None:
        """Let a fault happen: `reset`, `truncate`, `stall` or `refuse`."""
        match fault:
            case "reset":
                self.reset_all()
            case "truncate":
                self.truncate_after(100)
                self.reset_all()
            case "stall":
                self.stall()
            case "refuse":
                await self.refuse()

    async def mend(self) -> None:
        """Let everything work again."""
        self.truncate_after(None)
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
            asyncio.create_task(self._pump(reader, up_writer, None)),
            asyncio.create_task(self._pump(up_reader, writer, self._cut_after)),
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

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut_after: int | None) -> None:
        passed = 0
        with contextlib.suppress(ConnectionError, OSError):
            while piece := await reader.read(_CHUNK):
                await self._flowing.wait()
                if cut_after is not None and passed + len(piece) >= cut_after:
                    writer.write(piece[: cut_after - passed])
                    await writer.drain()
                    self.fired["truncate"] += 1
                    return
                passed += len(piece)
                writer.write(piece)
                await writer.drain()
