"""What the templates are given to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from livefeed.engine.choosing import Offer
from livefeed.engine.marking import Mark, Piece
from livefeed.engine.pulse import Pulse
from livefeed.model.coverage import Words
from livefeed.model.entry import Entry
from livefeed.runtime.running import State
from livefeed.server.looking import Look

__all__ = [
    "BriefingView",
    "CatchUp",
    "CoverageCard",
    "CoverageHits",
    "EntryView",
    "FoundBar",
    "FoundView",
    "HitView",
    "Paper",
    "Problem",
    "SheetView",
    "SourceHealth",
    "Standing",
    "StreamTrouble",
]

Problem = Literal["unreached", "refused", "silent"]
"""What is wrong with a stream: nobody answers, the answer is no, or nothing comes."""

Paper = Literal["", "a4", "letter"]
"""Empty: what the printer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTrouble:
    """A stream that does not work as it should."""

    name: str
    since: int
    """Milliseconds since 1970 UTC."""
    polling: bool
    """Whether its posts come another way meanwhile, later."""
    problem: Problem = "unreached"
    retry_at: int | None = None
    """When it is tried again, milliseconds."""
    stopped: bool = False
    """Whether trying again is of no use."""


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
class Standing:
    """Whether what the networks bring gets here."""

    catching_up: bool = False
    lost_since: int | None = None
    """Since when no stream works, milliseconds; None while one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """What is new for a reader who comes back."""

    since: int
    """Milliseconds since 1970 UTC."""
    new: int
    first: str | None
    """The entry to begin with: the new one furthest down."""
    page: str | None
    """Key of the page on which it stands; None where it is on this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry's own page: what it says, and what stands around it."""

    entry: Entry
    newer: Sequence[Entry]
    """Right above it, the newest first."""
    older: Sequence[Entry]
    """Right below it, the newest first."""
    state: State
    now: int
    base: str = ""
    """Begins our addresses where others need them whole, without a slash at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBar:
    """An hour or a day of a search."""

    start: int
    """Milliseconds since 1970 UTC."""
    count: int
    height: int
    """Of a hundred."""
    query: str | None
    """The part of an address that leads to what was found in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """What a search has found as a whole."""

    total: int
    is_whole: bool
    """Whether all were counted."""
    unread: Sequence[str]
    """Operators that made no sense, as they were written."""
    of_days: bool
    """Whether a bar is a day, not an hour."""
    most: int | None
    """Beginning of the highest bar; None where nothing was found."""
    bars: Sequence[FoundBar]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """An entry in a short list of what was found."""

    path: str
    author: str
    at: int
    when: str
    """That time, in the coverage's zone."""
    lang: str | None
    snippet: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageHits:
    """What a search over all coverages has found in one."""

    slug: str
    title: Words
    found: FoundView
    hits: Sequence[HitView]
    query: str
    """The part of an address that leads to all of it."""


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
    standing: Standing = Standing()
    caught_up: CatchUp | None = None
    """What is new since a reader was here, where they ask."""
    pinned: Sequence[Entry] = ()
    """Entries that an editor keeps on top."""
    base: str = ""
    """As of `EntryView`."""
    structured: Mapping[str, Any] | None = None
    """The same for search engines (JSON-LD), on the page of what is newest."""
    look: Look = field(default_factory=Look)
    offer: Offer = field(default_factory=Offer)
    found: FoundView | None = None
    """Of a search."""
    marks: Callable[[Entry], Sequence[Mark]] = lambda _: ()
    """Where in an entry the words stand that were searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCard:
    """A coverage in the list of coverages."""

    slug: str
    title: Words
    summary: Words
    state: State
    updated: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A coverage at one time, for paper."""

    entries: Sequence[Entry]
    """The newest first."""
    pinned: Sequence[Entry]
    links: Sequence[tuple[str, int]]
    """What is linked most, with the posts that do."""
    pulse: Pulse
    state: State | None
    """None where nobody knows: the journal alone does not say."""
    now: int
    """Milliseconds since 1970 UTC."""
    paper: Paper
    address: str | None
    """Of the coverage's page."""
    qr: str | None
    """The same as an SVG."""
