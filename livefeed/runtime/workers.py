"""Parse heavy payloads in a limited process.

One worker, started when the first such payload comes. A payload that takes too long costs the worker its life and is
counted as unreadable, like one that kills it.
"""

import msgspec

from livefeed.model.errors import LimitError, PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Profile, Put, Report, Standing
from livefeed.runtime.limited import LimitedProcess
from livefeed.sources.base import load_source

__all__ = ["Workers"]

SECONDS = 5.0
"""For one payload."""


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
        self._process = LimitedProcess(seconds)

    async def parse(self, frame: Frame) -> list[Report]:
        """Parse a frame elsewhere.

        Raises:
            PayloadError: as the source does, or it took too long, or it killed the worker.
        """
        try:
            parsed = _decode_answer(await self._process.run(_parse, frame))
        except LimitError as error:
            raise PayloadError(str(error)) from error
        if parsed.problem is not None:
            raise PayloadError(parsed.problem)
        return [msgspec.msgpack.decode(raw, type=_KINDS[name]) for name, raw in parsed.reports]

    def close(self) -> None:
        """End the worker."""
        self._process.end()


def _parse(frame: Frame) -> bytes:
    kind = load_source(frame.source)
    if kind is None:
        return _encode(_Parsed(reports=[], problem="the source is not installed"))
    try:
        reports = kind().parse(frame)
    except PayloadError as error:
        return _encode(_Parsed(reports=[], problem=str(error)))
    return _encode(_Parsed(reports=[(_NAMES[type(report)], msgspec.Raw(_encode(report))) for report in reports]))
