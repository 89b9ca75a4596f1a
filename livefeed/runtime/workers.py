"""Parse in a process of its own what a library may take its time over, or die of.

One worker, started when the first such payload comes. It has a limit of memory; a payload that takes too long costs
the worker its life and is counted as unreadable, like one that kills it. Pages and other streams go on meanwhile.
"""

import asyncio
import contextlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Profile, Put, Report, Standing
from livefeed.sources.base import load_source

__all__ = ["Workers"]

SECONDS = 5.0
"""For one payload."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of the worker."""


class _Parsed(msgspec.Struct):
    """What a worker answers; plain data, so that a worker gone wrong can tell us nothing but data."""

    reports: list[tuple[str, msgspec.Raw]]
    problem: str | None = None


_KINDS: dict[str, type[Report]] = {"put": Put, "delete": Delete, "profile": Profile, "standing": Standing}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_encode = msgspec.msgpack.Encoder().encode
_decode_answer = msgspec.msgpack.Decoder(_Parsed).decode


class Workers:
    """Parses frames of heavy sources.

    Args:
        seconds: time for one payload, in real time.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None

    async def parse(self, frame: Frame) -> list[Report]:
        """Parse a frame elsewhere.

        Raises:
            PayloadError: as the source does, or it took too long, or it killed the worker.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await loop.run_in_executor(self._running(), _parse, frame)
        except TimeoutError as error:
            self._kill()
            raise PayloadError(f"takes longer than {self._seconds:g} seconds to read") from error
        except BrokenProcessPool as error:
            self._kill()
            raise PayloadError("cannot be read within the limits of memory") from error
        parsed = _decode_answer(answer)
        if parsed.problem is not None:
            raise PayloadError(parsed.problem)
        return [msgspec.msgpack.decode(raw, type=_KINDS[name]) for name, raw in parsed.reports]

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Neither threads nor open journals may be copied into the worker: it begins from nothing.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
        return self._pool

    def _kill(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - no public way before Python 3.14
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the worker."""
        self._kill()


def _begin() -> None:
    """Set the worker's limits; Ctrl-C is the parent's to handle."""
    import signal  # noqa: PLC0415 - only the worker

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _parse(frame: Frame) -> bytes:
    kind = load_source(frame.source)
    if kind is None:
        return _encode(_Parsed(reports=[], problem="the source is not installed"))
    try:
        reports = kind().parse(frame)
    except PayloadError as error:
        return _encode(_Parsed(reports=[], problem=str(error)))
    return _encode(_Parsed(reports=[(_NAMES[type(report)], msgspec.Raw(_encode(report))) for report in reports]))
