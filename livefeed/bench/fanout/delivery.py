"""What a delivery costs the server, beside what it costs others in the same minute."""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from livefeed.bench.fanout.processes import Crowd, Server
from livefeed.bench.fanout.references import NAMES
from livefeed.bench.fanout.rig import Rig, Row, row

__all__ = ["SIZES", "deliver", "delivery", "idle", "pace"]

SIZES = (1_000, 5_000, 10_000)
TOGETHER = 10

_MILLION = 1_000_000
_MOST_TIMES_C, _MOST_TIMES_C_TOGETHER = 1.30, 0.17
_MOST_KIB_A_READER = 16.0
_ROUND = 3_000
"""Milliseconds of a round."""
_WITHIN = 30.0
_C = "C"


def pace(readers: int) -> int:
    """Give the milliseconds between two deliveries that leave a server more than half of its time."""
    return max(50, readers // 25)


def deliver(server: Server, crowd: Crowd, times: int, every: int, together: int = 1) -> float:
    """Let a server deliver; give the CPU-seconds it needed for a million deliveries.

    Raises:
        BenchError: a reader did not get everything, in order and once.
    """
    expected = times * together * crowd.count
    crowd.clear()
    before = server.cpu
    server.go(times, every, together)
    server.gone(times * every / 1_000 + _WITHIN)
    report = crowd.wait(lambda report: report.changes >= expected, _WITHIN, f"deliver {expected:,} changes")
    used = server.cpu - before
    if report.missing or report.again or report.changes != expected:
        raise server.broken(f"delivered wrongly: {report}")
    return used / expected * _MILLION


def delivery(rig: Rig) -> Iterator[Row]:
    """Measure one write each and ten changes together, at each size of the crowd."""
    for size in [size for size in SIZES if size <= rig.most] or [rig.most]:
        rig.say(f"delivery to {size:,} readers: four servers, each with its own")
        yield from _delivery(rig, size)


def _delivery(rig: Rig, size: int) -> Iterator[Row]:
    every = pace(size)
    times = max(3, _ROUND // every)
    costs: dict[str, list[float]] = {name: [] for name in (_C, "livefeed", *NAMES)}
    together: list[float] = []
    with ExitStack() as stack:
        servers = {_C: rig.sender(), "livefeed": rig.livefeed()} | {name: rig.reference(name) for name in NAMES}
        for server in servers.values():
            stack.enter_context(server)
        crowds = {name: stack.enter_context(rig.crowd(server, size)) for name, server in servers.items()}
        for name, server in servers.items():
            deliver(server, crowds[name], 2, every)
        for _ in range(rig.rounds):
            for name, server in servers.items():
                costs[name].append(deliver(server, crowds[name], times, every))
            together.append(deliver(servers["livefeed"], crowds["livefeed"], max(2, times // 2), every, TOGETHER))
    others = ", ".join(f"{name} {median(costs[name]):.2f}" for name in costs if name != "livefeed")
    own = median(costs["livefeed"])
    ratios = [one / limit for one, limit in zip(costs["livefeed"], costs[_C], strict=True)]
    tens = [ten / limit for ten, limit in zip(together, costs[_C], strict=True)]
    yield row(
        f"delivery to {size:,} readers, one write each", ratios, _MOST_TIMES_C, "× C", f"livefeed {own:.2f}, {others}"
    )
    yield row(
        f"delivery to {size:,} readers, ten changes together",
        tens,
        _MOST_TIMES_C_TOGETHER,
        "× C one by one",
        f"livefeed {median(together):.2f}",
    )


def idle(rig: Rig) -> Iterator[Row]:
    """Measure what a reader takes of the server's memory while nothing happens."""
    size = min(rig.most, SIZES[-1])
    taken: dict[str, list[float]] = {name: [] for name in ("livefeed", *NAMES)}
    rig.say(f"memory of {size:,} readers, three servers")
    for _ in range(rig.rounds):
        for name, rounds in taken.items():
            with rig.livefeed() if name == "livefeed" else rig.reference(name) as server:
                before = server.resident
                with rig.crowd(server, size):
                    rounds.append((server.resident - before) / size / 1024)
    others = ", ".join(f"{name} {median(taken[name]):.1f}" for name in NAMES)
    yield row(f"memory of an idle reader, of {size:,}", taken["livefeed"], _MOST_KIB_A_READER, "KiB", others)
