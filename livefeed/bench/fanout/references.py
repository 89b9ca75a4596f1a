"""What others do: one message to all readers, by aiohttp's `send_str` in a loop and by `websockets.broadcast()`.

`python -m livefeed.bench.fanout.references aiohttp|websockets`: a server that takes `orders`.
"""

import asyncio
import sys
from collections.abc import Iterator

from aiohttp import web
from websockets.asyncio.server import ServerConnection, broadcast, serve

from livefeed.bench.fanout.orders import SIZE, mark, obey

__all__ = ["NAMES"]

NAMES = ("aiohttp", "websockets")


def _messages() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        start = f'{{"type":"changes","cursor":"r.{number}","changes":"{mark(number)}'
        yield start.ljust(SIZE - 2, ".") + '"}'


async def _aiohttp() -> None:
    sockets: set[web.WebSocketResponse] = set()
    messages = _messages()

    async def follow(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        sockets.add(socket)
        async for _ in socket:
            pass
        sockets.discard(socket)
        return socket

    async def publish(together: int) -> None:
        for _ in range(together):
            message = next(messages)
            for socket in list(sockets):
                await socket.send_str(message)

    app = web.Application()
    app.add_routes([web.get("/", follow)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    _say(runner.addresses[0][1])
    await obey(publish)


async def _websockets() -> None:
    connections: set[ServerConnection] = set()
    messages = _messages()

    async def follow(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    async def publish(together: int) -> None:
        for _ in range(together):
            broadcast(connections, next(messages))

    async with serve(follow, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=1024) as server:
        _say(next(iter(server.sockets)).getsockname()[1])
        await obey(publish)


def _say(port: int) -> None:
    sys.stdout.write(f"Listening on http://127.0.0.1:{port}/\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run({"aiohttp": _aiohttp, "websockets": _websockets}[sys.argv[1]]())
