"""What a player must know of a coverage before it plays: from when to when, how much came when, where to jump to."""

from collections.abc import Sequence
from typing import Any

from livefeed.engine.volume import find_peaks, take_histogram
from livefeed.model.coverage import Session
from livefeed.model.times import iso
from livefeed.runtime.past import Facts
from livefeed.server.words import LOCALES, wording

__all__ = ["marks_of", "tell_facts"]

_MARKS = 50
_PEAKS = 5


def tell_facts(facts: Facts, programme: Sequence[Session]) -> dict[str, Any]:
    """Write what is known, as `facts.json` has it without its cursor."""
    begins, ends = facts.begins, facts.ends
    about: dict[str, Any] = {
        "begins": None if begins is None else iso(begins),
        "ends": None if ends is None else iso(ends),
        "entries": facts.entries,
        "removed": facts.removed,
        "volume": None,
        "marks": [],
    }
    if begins is None or ends is None:
        return about
    shown = take_histogram(facts.volume, begins, ends)
    about["volume"] = {
        "from": iso(shown.begins),
        "step": shown.step,
        "networks": shown.networks,
        "counts": shown.counts,
    }
    about["marks"] = [{**mark, "at": iso(mark["at"])} for mark in marks_of(facts, programme)]
    return about


def marks_of(facts: Facts, programme: Sequence[Session]) -> list[dict[str, Any]]:
    """List where one may want to go, in order of time; of a long programme, sessions from all of it."""
    begins, ends = facts.begins, facts.ends
    if begins is None or ends is None:
        return []
    peaks = find_peaks(facts.volume, facts.step, _PEAKS)
    marks = [
        _mark(begins, "first", entry=facts.first),
        *(_mark(max(peak.at, begins), "peak", rate=round(peak.rate)) for peak in peaks),
    ]
    sessions = [session for session in programme if begins <= session.starts <= ends]
    room = _MARKS - len(marks)
    if len(sessions) > room:
        sessions = [sessions[number * len(sessions) // room] for number in range(room)]
    marks += [
        _mark(one.starts, "session", title={lang: wording(one.title, lang)[0] for lang in LOCALES}) for one in sessions
    ]
    return sorted(marks, key=lambda mark: mark["at"])


def _mark(at: int, kind: str, **more: object) -> dict[str, Any]:
    return {"at": at, "kind": kind, "title": None, "entry": None, "rate": None, **more}
