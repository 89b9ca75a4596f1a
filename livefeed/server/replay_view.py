"""What the template of a replay is given to show, and what its scripts say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.engine.volume import take_histogram
from livefeed.model.entry import Entry
from livefeed.model.times import MINUTE
from livefeed.runtime.past import Facts
from livefeed.runtime.running import State
from livefeed.server.moments import several_days, written_moment
from livefeed.server.timeline import draw, per_minute, span
from livefeed.server.words import Speech, wording

__all__ = ["SPEEDS", "ReplayView", "replay_context"]

SPEEDS = (1, 5, 20, 60, 600)
"""Seconds of the coverage in one of the reader's."""
_SPEED = 20
"""The one to begin with: an afternoon in a quarter of an hour."""
_STEPS = (-10 * MINUTE, -MINUTE, MINUTE, 10 * MINUTE)
"""How far the links lead that stand in for the player where no script runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayView:
    """A coverage as it was at a moment."""

    facts: Facts
    marks: Sequence[Mapping[str, Any]]
    """As `facts.json` has them, with times in milliseconds."""
    cursor: str
    """Of the last change that had come by then."""
    entries: Sequence[Entry]
    """A page of the board as it was, the newest first."""
    older: str | None
    """Key to ask for the page below, where there may be one."""
    at: int
    """The moment that is shown, milliseconds."""
    asked: bool
    """Whether the address names the moment."""
    before: str | None
    state: State
    base: str = ""
    """As of `EntryView`."""


def replay_context(view: ReplayView, speech: Speech) -> dict[str, Any]:
    """Put together what the template shows of a replay that has something to show."""
    facts, at, speech_zone = view.facts, view.at, speech.zone
    begins, ends = facts.begins, facts.ends
    if begins is None or ends is None:
        return {"begins": None}
    volume = take_histogram(facts.volume, begins, ends)

    def written(at: int) -> str:
        return written_moment(at, speech_zone, begins, ends)

    return {
        "begins": begins,
        "ends": ends,
        "volume": volume,
        "span": span(volume),
        "came": sum(map(sum, volume.counts)),
        "drawing": draw(volume, [mark["at"] for mark in view.marks], at, speech),
        "marks": [(mark, written(mark["at"]), _title(mark, speech)) for mark in view.marks],
        "current": len([mark for mark in view.marks if mark["at"] <= at]),
        "written": written(at),
        "several_days": several_days(speech_zone, begins, ends),
        "rate": per_minute(volume, at),
        "steps": [(to, written(to)) if begins <= to <= ends else None for to in (at + step for step in _STEPS)],
        "speeds": SPEEDS,
        "speed": _SPEED,
        "words": _words(speech, is_over=view.state == "ended"),
    }


def _title(mark: Mapping[str, Any], speech: Speech) -> tuple[str, str]:
    """Name a mark in the reader's language, or in another; says which."""
    if mark["title"]:
        return wording(mark["title"], speech.lang)
    _ = speech.translations.gettext
    if mark["kind"] == "first":
        return _("First report"), speech.lang
    if mark["kind"] == "peak":
        n = mark["rate"]
        return speech.translations.ngettext("Peak: {n} post a minute", "Peak: {n} posts a minute", n).format(
            n=speech.number(n)
        ), speech.lang
    return _("Key moment"), speech.lang


def _words(speech: Speech, *, is_over: bool) -> dict[str, Any]:
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
        "end": _("That is all.") if is_over else _("That is all that had come in when this page was loaded."),
        "failed": _("That did not come. Is there a network? Try again."),
        "unread": _("That is no time. Write it like 14:32."),
        "yours": _("Your time: {time}"),
        "gone": _("This post is no longer here."),
    }
