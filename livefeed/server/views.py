"""What the templates are given to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from livefeed.engine.choosing import Offer
from livefeed.engine.pulse import Pulse
from livefeed.model.coverage import Words
from livefeed.model.entry import Entry
from livefeed.runtime.running import State
from livefeed.server.looking import Look

__all__ = ["BriefingView", "CoverageCard", "SourceHealth", "StreamTrouble"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTrouble:
    """A stream that does not work as it should."""

    name: str
    since: int
    """Milliseconds since 1970 UTC."""
    polling: bool
    """Whether its posts come another way meanwhile, later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How the streams of a network are doing. Times in milliseconds since 1970 UTC."""

    network: str
    streams: int
    silent: Sequence[tuple[str, int | None]]
    """Streams that bring nothing while others do, each with the time when it last did."""
    troubled: Sequence[StreamTrouble] = ()
    """Streams that do not work as they should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingView:
    """A coverage's page at one time."""

    entries: Sequence[Entry]
    """The newest first."""
    cursor: str
    older: str | None
    """Key to ask for the page below, where there is one."""
    before: str | None
    """Key that this page was asked for by; None on the live page."""
    pulse: Pulse
    state: State
    speed: float
    now: int
    sources: Sequence[SourceHealth]
    look: Look = field(default_factory=Look)
    offer: Offer = field(default_factory=Offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCard:
    """A coverage in the list of coverages."""

    slug: str
    title: Words
    summary: Words
    state: State
    updated: int | None
