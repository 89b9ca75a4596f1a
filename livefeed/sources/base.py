"""What a source is, and how sources are found.

A source is a plug-in under the entry-point group `livefeed.sources`; ours come in by the same door as anyone's.
"""

from importlib.metadata import entry_points
from typing import ClassVar, Protocol

import msgspec

from livefeed.model.frame import Frame
from livefeed.model.post import Report
from livefeed.sources.line import Plan, Way

__all__ = ["GROUP", "Source", "installed_sources", "load_source"]

GROUP = "livefeed.sources"


class Source(Protocol):
    """One kind of network: checks its options, names its stream, says how to follow it, and reads its payloads.

    No I/O and no clock of its own: what it needs of the world comes through a `Line` (docs/write-a-source.md).
    """

    name: ClassVar[str]
    """As in `source = "…"` of a coverage file."""

    takes_all: ClassVar[bool]
    """Whether what a configured stream brings belongs to the coverage without a matching hashtag (a feed's items do)."""

    heavy: ClassVar[bool]
    """Whether its payloads are parsed in a process of its own, with limits: for libraries that may take their time."""

    Options: ClassVar[type[msgspec.Struct]]
    """The keys of a `[[stream]]` table of this source; unknown keys are refused."""

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream that these options set up; with the source's name it makes `<source>:<name>`."""
        ...

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """List the ways in which a stream is followed; an empty list where nothing is to be connected to.

        Raises:
            ValueError: something that the plan needs is missing; the message says what to write.
        """
        ...

    def parse(self, frame: Frame) -> list[Report]:
        """Read a payload.

        Must give the same reports for the same frame, whatever came before.

        Raises:
            PayloadError: the payload is not what the network's documentation promises.
        """
        ...


def installed_sources() -> list[str]:
    """Name the sources that are installed, in alphabetical order."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def load_source(name: str) -> type[Source] | None:
    """Load a source by its name; None where no such source is installed."""
    for point in entry_points(group=GROUP, name=name):
        loaded: type[Source] = point.load()
        return loaded
    return None
