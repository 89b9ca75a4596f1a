"""What the template of a replay is given to show, and what its scripts say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.model.entry import Entry
from livefeed.model.times import MINUTE
from livefeed.runtime.running import State
from livefeed.server.moments import written_moment
from livefeed.server.volume import Mark, Volume, draw
from livefeed.server.words import Speech, wording

__all__ = ["SPEEDS", "Facts", "ReplayView", "Then", "replay_context"]

SPEEDS = (1, 5, 20, 60, 600)
"""Seconds of the coverage in one of the reader's."""
_SPEED = 20
"""The one to begin with: an afternoon in a quarter of an hour."""
_STEPS = (-10 * MINUTE, -MINUTE, MINUTE, 10 * MINUTE)
"""How far the links lead that stand in for the player where no script runs."""
_FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of all of a coverage's past. Times in milliseconds since 1970 UTC, of receipt."""

    begins: int
    ends: int
    entries: int
    removed: int
    """Entries that were deleted: nothing else of them is known."""
    volume: Volume
    marks: Sequence[Mark] = ()
    """In order of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A page of the board as it was at a moment."""

    cursor: str
    """Of the last change that had come by then."""
    entries: Sequence[Entry]
    """The newest first."""
    older: str | None
    """Key to ask for the page below, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayView:
    """A coverage as it was at a moment."""

    facts: Facts | None
    """None where nothing has come in yet."""
    then: Then
    at: int
    """The moment that is shown, milliseconds."""
    asked: bool
    """Whether the address names the moment."""
    before: str | None
    state: State


def replay_context(view: ReplayView, speech: Speech) -> dict[str, Any]:
    """Put together what the template shows of a replay that has something to show."""
    facts = view.facts
    if facts is None:
        return {}
    drawing = draw(facts.volume, facts.marks, view.at, speech)
    number = len([mark for mark in facts.marks if mark.at <= view.at])
    steps = [view.at + step for step in _STEPS]

    def written(at: int) -> str:
        return written_moment(at, speech.zone, facts.begins, facts.ends)

    return {
        "drawing": drawing,
        "marks": [(mark, written(mark.at), _title(mark, speech)) for mark in facts.marks],
        "current": number,
        "written": written(view.at),
        "several_days": "T" in written(view.at),
        "rate": facts.volume.per_minute(view.at),
        "steps": [(at, written(at)) if facts.begins <= at <= facts.ends else None for at in steps],
        "speeds": SPEEDS,
        "speed": _SPEED,
        "words": _words(speech),
        "box": facts.volume,
    }


def _title(mark: Mark, speech: Speech) -> tuple[str, str]:
    """Name a mark in the reader's language, or in another; says which."""
    if mark.title:
        return wording(mark.title, speech.lang)
    _ = speech.translations.gettext
    if mark.kind == "first":
        return _("First report"), speech.lang
    if mark.kind == "peak" and mark.rate:
        n = round(mark.rate) if mark.rate >= _FEW else mark.rate
        ngettext = speech.translations.ngettext
        return ngettext("Peak: {n} post a minute", "Peak: {n} posts a minute", int(n)).format(
            n=speech.number(n)
        ), speech.lang
    return _("Peak") if mark.kind == "peak" else _("Key moment"), speech.lang


def _words(speech: Speech) -> dict[str, Any]:
    """Gather what the player says; {count}, {time} and the like are filled in there."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    return {
        "time": _("Time"),
        "play": _("Play"),
        "pause": _("Pause"),
        "rate": [ngettext("{count} post a minute", "{count} posts a minute", n) for n in (1, 2)],
        "new": [ngettext("{count} new post", "{count} new posts", n) for n in (1, 2)],
        "then": _("What was known at {time}"),
        "copy": _("Copy the link to {time}"),
        "paused": _("Paused at {time}."),
        "playing": _("Playing from {time}, {speed} times as fast."),
        "at": _("{time}, {rate}."),
        "speed": _("{speed} times as fast."),
        "skipped": _("A quiet stretch was skipped: it is {time}."),
        "end": _("That is all so far."),
        "loading": _("Loading…"),
        "failed": _("That did not come. Is there a network? Try again."),
        "unread": _("That is no time. Write it like 14:32."),
        "yours": _("Your time: {time}"),
        "gone": _("This post is no longer here."),
    }
