"""What the template of a wall is given to show, and what its script says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.engine.pulse import Pulse
from livefeed.model.entry import Entry
from livefeed.runtime.running import State
from livefeed.server.words import Speech

__all__ = ["ZONES", "WallView", "wall_words"]

ZONES = ("stream", "question", "programme", "moments", "cause", "qr")


@dataclass(frozen=True, slots=True, kw_only=True)
class WallView:
    """A wall at one time."""

    zones: Sequence[str]
    """Those beside the stream."""
    stream: bool
    light: bool
    delay: int
    """Seconds that a post waits before it may be shown."""
    cards: Sequence[Entry]
    """The first is the large one."""
    spare: Sequence[Entry]
    """What may fill a place that becomes free."""
    pinned: Entry | None
    cursor: str
    pulse: Pulse
    state: State
    speed: float
    now: int
    address: str
    """Of the briefing, as people type it."""
    qr: str | None
    """The same as an SVG."""


def wall_words(speech: Speech) -> dict[str, Any]:
    """Gather what the wall's script says."""
    _ = speech.translations.gettext
    return {
        "live": _("Live"),
        "replay": _("Replay"),
        "ended": _("Ended"),
        "waiting": _("Not begun"),
        "lost": _("Not live since {time}"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "paused": _("Paused"),
        "left": _("{minutes} min left"),
        "soon": _("in {minutes} min"),
    }
