"""What readers that do not read, or hardly, do to the server and to the others."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from livefeed.bench.fanout.delivery import TOGETHER, deliver
from livefeed.bench.fanout.machine import Peaks, server_sockets
from livefeed.bench.fanout.processes import Crowd, Server
from livefeed.bench.fanout.rig import Rig, Row, noise, row

__all__ = ["slow", "stalled"]

_TICK = 50
_MIB = 1024 * 1024
_MOST_MIB = 32.0
_MOST_TIMES_ALONE = 1.2
_TICKS = 300
"""1.8 MB to each reader: more than sockets hold by themselves."""
_CUT_WITHIN = 20.0
_TO_WARM_UP = 600


def _held(server: Server, fewer_than: int) -> int:
    """Count the server's connections once they are that few, or after a time."""
    until = time.monotonic() + _CUT_WITHIN
    while (held := server_sockets(server.port)) > fewer_than and time.monotonic() < until:
        time.sleep(0.1)
    return held


def _warm_up(rig: Rig, server: Server) -> None:
    """Let what a server keeps of the last changes fill up before its memory is looked at."""
    with rig.crowd(server, 10) as crowd:
        deliver(server, crowd, _TO_WARM_UP, 10, TOGETHER)


def _peak(server: Server, crowd: Crowd, ticks: int) -> float:
    """Give the most memory, MiB, of process and kernel while everything is delivered to a crowd."""
    with Peaks(server.pid) as peaks:
        deliver(server, crowd, ticks, _TICK, TOGETHER)
    return (peaks.process + peaks.kernel) / _MIB


def stalled(rig: Rig) -> Iterator[Row]:
    """Let a tenth of the readers stall: are they cut, and what do they hold until then."""
    size = min(rig.most, 1_000)
    stalls = max(1, size // 10)
    more, left = [], []
    rig.say(f"{stalls:,} of {size:,} readers stall")
    for _ in range(rig.rounds):
        with rig.livefeed() as server:
            _warm_up(rig, server)
            with rig.crowd(server, size - stalls) as crowd:
                without = _peak(server, crowd, _TICKS // 3)
                with rig.crowd(server, stalls, kind="stalled"):
                    more.append(_peak(server, crowd, _TICKS) - without)
                    left.append(_held(server, crowd.count) - crowd.count)
    yield row(f"memory, {stalls:,} of {size:,} readers stalled: kernel and process", more, _MOST_MIB, "MiB more")
    yield Row("… of them cut", f"all {stalls:,}", f"{stalls - max(left):,}", max(left) == 0)


def slow(rig: Rig) -> Iterator[Row]:
    """Compare what readers see alone and beside some that never read and some that read 1 KiB a second."""
    size = min(rig.most, 1_000)
    each = max(1, size // 5)
    alone, beside, left = [], [], []
    rig.say(f"{each:,} that never read and {each:,} slow ones beside {size:,} readers")
    with ExitStack() as stack:
        server = stack.enter_context(rig.livefeed())
        crowd = stack.enter_context(rig.crowd(server, size))
        deliver(server, crowd, 20, _TICK, TOGETHER)
        for _ in range(rig.rounds):
            deliver(server, crowd, _TICKS // 2, _TICK, TOGETHER)
            alone.append(crowd.report().p99)
            with rig.crowd(server, each, kind="stalled"), rig.crowd(server, each, kind="slow"):
                deliver(server, crowd, _TICKS // 2, _TICK, TOGETHER)
                beside.append(crowd.report().p99)
                left.append(_held(server, size) - size)
    yield row(
        f"p99 of {size:,} readers beside {each:,} that never read and {each:,} slow ones",
        [one / other for one, other in zip(beside, alone, strict=True)],
        _MOST_TIMES_ALONE,
        "× alone",
        f"alone {median(alone):.1f} ms {noise(alone)}, beside {median(beside):.1f} ms",
    )
    yield Row("… of them cut", f"all {2 * each:,}", f"{2 * each - max(left):,}", max(left) == 0)
