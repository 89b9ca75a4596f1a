"""The whole way: posts into `livefeed serve`, its journal on the disk, out of the readers' sockets."""

import math
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from livefeed.bench.fanout.orders import mark
from livefeed.bench.fanout.processes import Crowd, Report, Server
from livefeed.bench.fanout.rig import Rig, Row, row
from livefeed.bench.posts import made_texts

__all__ = ["ingest", "storm"]

_COVERAGE = 'slug = "bench"\ntitle = "Bench"\nhashtags = ["bench"]\n'
_POSTS_A_SECOND = 20
_SECONDS = 5
_WITHIN = 30.0
_MOST_MS = 250.0

_JITTER = 10_000
_MISSED = 40
_MOST_BACK_S, _MOST_HANDSHAKE_MS, _MOST_MIB = 15.0, 1_500.0, 400.0


class _Posts:
    """Posts that say different things, written to a server as lines of a tape."""

    def __init__(self) -> None:
        self.written = 0
        texts = ((text, number) for number, (text, origin) in enumerate(made_texts(1_000_000)) if number == origin)
        self._texts = (text for text, _ in texts)

    def write(self, server: Server) -> None:
        self.written += 1
        number, at = self.written, time.time_ns()
        payload = {
            "op": "put",
            "id": f"https://a.example/{number}",
            "created_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at // 1_000_000_000)),
            "author": {"id": f"https://a.example/@u{number}", "handle": f"@u{number}@a.example", "name": "U"},
            "hashtags": ["bench"],
            "text": f"{next(self._texts)} {mark(number)}",
        }
        frame = {"t": at // 1_000, "stream": "post:bench", "source": "post", "payload": orjson.dumps(payload).decode()}
        server.tell(orjson.dumps(frame))

    def write_steadily(self, server: Server, count: int) -> None:
        """Write so many posts, at the rate of the bar."""
        due = time.monotonic()
        for _ in range(count):
            time.sleep(max(0.0, due - time.monotonic()))
            self.write(server)
            due += 1 / _POSTS_A_SECOND


def _coverage(rig: Rig) -> tuple[Path, Path]:
    folder = rig.new_folder()
    (folder / "coverage.toml").write_text(_COVERAGE, encoding="utf-8")
    return folder / "coverage.toml", folder / "data"


def _all_got(crowd: Crowd, posts: _Posts) -> Report:
    """Wait until all readers are there and have the last post; those that never get it are in the figures."""
    return crowd.watch(lambda report: report.open == crowd.count and report.least >= posts.written, _WITHIN)


def ingest(rig: Rig) -> Iterator[Row]:
    """Measure from the byte that comes in to the byte in a reader's socket."""
    size = min(rig.most, 5_000)
    count = _POSTS_A_SECOND * _SECONDS
    posts = _Posts()
    p99, wrong = [], 0
    rig.say(f"{_POSTS_A_SECOND} posts a second to {size:,} readers, through the journal")
    with rig.serving(*_coverage(rig)) as server, rig.crowd(server, size) as crowd:
        posts.write_steadily(server, 10)
        _all_got(crowd, posts)
        for _ in range(rig.rounds):
            crowd.clear()
            posts.write_steadily(server, count)
            report = _all_got(crowd, posts)
            p99.append(report.p99)
            wrong += report.missing + report.again + abs(report.changes - count * size)
    yield row(f"ingest to the sockets of {size:,} readers, 20 posts/s, p99", p99, _MOST_MS, "ms")
    yield Row("… missing or twice", "0", f"{wrong:,}", wrong == 0)


def storm(rig: Rig) -> Iterator[Row]:
    """Kill the server under its readers, start it again, and let them all come back within their jitter."""
    size = min(rig.most, 10_000)
    back, handshakes, memory = [], [], []
    wrong = 0
    for number in range(rig.rounds):
        rig.say(f"storm {number + 1} of {rig.rounds}: {size:,} readers come back to a server that was killed")
        report, most = _storm(rig, size)
        back.append(report.back if report.open == size else math.inf)
        handshakes.append(report.handshake_p99)
        memory.append(most / 1024 / 1024)
        wrong += report.missing + report.again + report.boards + abs(report.changes - _MISSED * size)
    yield row(f"storm of {size:,}, 10 s of jitter: all are back after", back, _MOST_BACK_S, "s")
    yield row("… handshake p99", handshakes, _MOST_HANDSHAKE_MS, "ms")
    yield row("… server's memory at most", memory, _MOST_MIB, "MiB")
    yield Row("… missed changes that were not given, or twice", "0", f"{wrong:,}", wrong == 0)


def _storm(rig: Rig, size: int) -> tuple[Report, int]:
    coverage, data = _coverage(rig)
    posts = _Posts()
    with rig.serving(coverage, data) as first, rig.crowd(first, size, jitter=_JITTER) as crowd:
        posts.write_steadily(first, 5)
        _all_got(crowd, posts)
        crowd.clear()
        first.kill()
        with rig.serving(coverage, data, first.port) as second:
            posts.write_steadily(second, _MISSED)
            report = _all_got(crowd, posts)
            return report, second.most_resident
