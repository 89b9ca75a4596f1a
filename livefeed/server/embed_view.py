"""What the templates of a widget are given to show, and what its script says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.engine.choosing import Offer
from livefeed.runtime.running import State
from livefeed.server.embed_options import EmbedOptions, OptionError, Shape
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
    troubles: list[OptionError]
    typed: dict[str, str]
    """What was written where it makes no sense, by the name of its field."""
    allowed: bool
    """Whether any site may show the widget."""


def widget_words(speech: Speech, slug: str, title: str, shape: Shape, state: State) -> dict[str, Any]:
    """Gather what a widget says, and where its link leads (`ways`), by how the coverage stands."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    empty = _("Nothing came in.") if state == "ended" else _("Nothing has come in yet.")
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
        "empty": _("This post is no longer here.") if shape == "entry" else empty,
        "ways": _ways(speech, f"/{speech.lang}/{slug}", title, shape),
    }


def _ways(speech: Speech, page: str, title: str, shape: Shape) -> dict[State, dict[str, str]]:
    """Write the link of a widget for each state: what is over is followed by nobody any more, but can be seen again."""
    _ = speech.translations.gettext
    live = {"words": _("Follow it live"), "path": page}
    over = {"words": _("Watch the replay"), "path": f"{page}/replay"}
    if shape == "entry":  # it has no head that says how things stand, and no title
        over["words"] = _("It is over. Watch the replay")
    ways: dict[State, dict[str, str]] = {
        "waiting": live,
        "live": live,
        "replay": {"words": _("Follow the replay"), "path": page},
        "ended": over,
    }
    if shape != "entry":
        return ways
    return {state: way | {"words": f"{way['words']}{_(':')} {title}"} for state, way in ways.items()}
