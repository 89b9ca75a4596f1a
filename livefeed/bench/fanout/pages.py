"""How long others wait for a page while a crowd is served."""

import socket
import threading
import time
from collections.abc import Iterator
from statistics import median, quantiles

from livefeed.bench.fanout.delivery import deliver, pace
from livefeed.bench.fanout.processes import Server
from livefeed.bench.fanout.rig import Rig, Row, noise, row

__all__ = ["pages"]

_MOST_MS = 15.0
_SECONDS = 5
_BETWEEN = 0.01
_REQUEST = b"GET /bench HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class _Visitor(threading.Thread):
    """Asks for the page again and again over one connection, until told to stop."""

    def __init__(self, server: Server) -> None:
        super().__init__(name="visitor")
        self.took: list[float] = []
        self._port = server.port
        self._over = threading.Event()

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", self._port), timeout=30.0) as connection:
            while not self._over.wait(_BETWEEN):
                began = time.perf_counter()
                connection.sendall(_REQUEST)
                _take_answer(connection)
                self.took.append((time.perf_counter() - began) * 1_000)

    def p99(self) -> float:
        """Stop; give the time of all but the slowest hundredth, milliseconds."""
        self._over.set()
        self.join()
        return quantiles(self.took, n=100)[98]


def _take_answer(connection: socket.socket) -> None:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _some(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2]) for line in head.splitlines() if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += _some(connection)


def _some(connection: socket.socket) -> bytes:
    if not (some := connection.recv(1 << 18)):
        raise ConnectionError("the server hung up on a visitor")
    return some


def pages(rig: Rig) -> Iterator[Row]:
    """Ask for the page while everything is quiet, and while changes go to all readers."""
    size = min(rig.most, 10_000)
    every = pace(size)
    quiet, busy = [], []
    rig.say(f"pages while {size:,} readers are served")
    with rig.livefeed() as server, rig.crowd(server, size) as crowd:
        deliver(server, crowd, 2, every)
        for _ in range(rig.rounds):
            visitor = _Visitor(server)
            visitor.start()
            time.sleep(_SECONDS / 2)
            quiet.append(visitor.p99())
            visitor = _Visitor(server)
            visitor.start()
            deliver(server, crowd, _SECONDS * 1_000 // every, every)
            busy.append(visitor.p99())
    yield row(
        f"GET of the page while {size:,} readers are served, p99",
        busy,
        _MOST_MS,
        "ms",
        f"while it is quiet {median(quiet):.1f} ms {noise(quiet)}",
    )
