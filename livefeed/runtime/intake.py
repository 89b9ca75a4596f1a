"""From a frame to the engine: find its source, parse, hand over what it reports, count.

The one way of a frame: `livefeed pipe`, replays and live streams all go through here.
"""

from collections import Counter

from livefeed.engine.engine import Engine
from livefeed.engine.state import Step
from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Report
from livefeed.model.times import from_micros
from livefeed.sources.base import Source, load_source

__all__ = ["CLOCK", "Intake"]

CLOCK = "clock"
"""Source of frames that only say that time has passed, so that a post with an end goes when nothing else comes."""

_STREAMS = 1_000
"""Streams counted by name; past it a stream's frames are counted under `other`."""


class Intake:
    """Feeds one engine.

    Attributes:
        counters: frames, unreadable payloads, frames of sources that are not installed, and the engine's outcomes.
        unreadable: for each stream, how many payloads could not be read and what was said of the last.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sources: dict[str, Source | None] = {}
        self.counters: Counter[str] = Counter()
        self.last_frame: dict[str, int] = {}
        self.unreadable: dict[str, tuple[int, str]] = {}

    def take(self, frame: Frame) -> list[Step]:
        """Take in a frame; never fails on what a network sent."""
        source = self.source(frame.source)
        if source is None:
            return self.feed(frame, None)
        try:
            reports = source.parse(frame)
        except PayloadError as error:
            return self.feed(frame, error)
        return self.feed(frame, reports)

    def feed(self, frame: Frame, reports: list[Report] | PayloadError | None) -> list[Step]:
        """Take in what a frame was parsed into; None where its source is not installed."""
        self.counters["frames"] += 1
        received_at = from_micros(frame.t)
        steps = [expired] if (expired := self._engine.pass_time(received_at)) is not None else []
        if frame.source == CLOCK:
            return steps
        stream = frame.stream if frame.stream in self.last_frame or len(self.last_frame) < _STREAMS else "other"
        self.last_frame[stream] = received_at
        if reports is None:
            self.counters["unknown_source"] += 1
        elif isinstance(reports, PayloadError):
            self.counters["unreadable"] += 1
            count, _ = self.unreadable.get(stream, (0, ""))
            self.unreadable[stream] = (count + 1, str(reports))
        else:
            for report in reports:
                step = self._engine.receive(report, received_at=received_at, stream=frame.stream)
                self.counters[step.outcome] += 1
                steps.append(step)
        return steps

    def source(self, name: str) -> Source | None:
        """Find a source, once; None where it is not installed."""
        if name not in self._sources:
            if len(self._sources) >= _STREAMS:
                return None
            kind = load_source(name)
            self._sources[name] = None if kind is None else kind()
        return self._sources[name]
