"""What the templates of a widget are given to show, and what its script says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.engine.choosing import Offer
from livefeed.runtime.running import State
from livefeed.server.embed_options import EmbedOptions
from livefeed.server.words import Speech

__all__ = ["ConfigureView", "EmbedView", "widget_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedView:
    """A widget at one time."""

    options: EmbedOptions
    told: dict[str, Any]
    """What the script is told of the options."""
    entries: Sequence[dict[str, Any]]
    """As `as=widget` writes them, the newest first."""
    cursor: str
    state: State
    base: str
    """Of our server: `https://live.example`; nothing where a page of ours shows it."""
    style: str = ""
    """Custom properties, as a rule of a style sheet says them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigureView:
    """The page on which a widget is put together."""

    options: EmbedOptions
    offer: Offer
    speaks: str
    """Language of the widget."""
    frame: str
    """Address of the frame that is looked at."""
    lines: dict[str, str]
    """What to copy, by the way of embedding."""
    adjusted: list[tuple[str, str, str]]
    """Colours that text could not be read in: name, as asked for, as shown."""
    problem: str
    allowed: bool
    """Whether any site may show the widget."""


def widget_words(speech: Speech) -> dict[str, Any]:
    """Gather what the widget's script says."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    return {
        "live": _("Live"),
        "replay": _("Replay"),
        "ended": _("Ended"),
        "waiting": _("Not begun"),
        "lost": _("Reconnecting"),
        "final": _("Stopped"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "new": [ngettext("{count} new post", "{count} new posts", n) for n in (1, 2)],
        "more": _("Read on"),
        "all": _("Follow it live"),
        "gone": _("This post is no longer here."),
        "empty": _("Nothing has come in yet."),
        "colon": _(":"),
    }
