"""Read the programme of a coverage file: its `[[session]]` tables."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NoReturn

from livefeed.model.coverage import Session, Words
from livefeed.model.times import parse_iso

__all__ = ["read_programme"]

_KEYS = ("starts", "ends", "title", "room", "speakers")
_LANGUAGES = ("en", "fr")
_MOST = 200
_LONGEST = 200
"""Characters of a title, a room, a name."""
_MOST_SPEAKERS = 20

Refuse = Callable[[str, str, str], NoReturn]
"""Takes the key, what is wrong with it, and what to write instead."""


def read_programme(tables: object, refuse: Refuse) -> tuple[Session, ...]:
    """Check the sessions and put them in order of time."""
    if not isinstance(tables, list):
        refuse("session", f"found {tables!r:.60}", "Begin each session with a line [[session]].")
    if len(tables) > _MOST:
        refuse("session", f"there are {len(tables)} sessions", f"Keep to {_MOST}.")
    sessions = [_session(table, f"session[{number}]", refuse) for number, table in enumerate(tables, 1)]
    return tuple(sorted(sessions, key=lambda session: (session.starts, session.ends)))


def _session(table: object, where: str, refuse: Refuse) -> Session:
    if not isinstance(table, dict):
        refuse(where, f"found {table!r:.60}", "Begin each session with a line [[session]].")
    for key in table:
        if key not in _KEYS:
            refuse(f"{where}.{key}", "is not a key of a session", f"Known keys: {', '.join(_KEYS)}.")
    starts, ends = (_time(table, key, where, refuse) for key in ("starts", "ends"))
    if ends <= starts:
        refuse(f"{where}.ends", "is not after starts", "Write a later time.")
    return Session(
        starts=starts,
        ends=ends,
        title=_title(table.get("title"), where, refuse),
        room=_short(table.get("room", ""), f"{where}.room", 'room = "Room 3"', refuse),
        speakers=_speakers(table.get("speakers", []), where, refuse),
    )


def _time(table: Mapping[str, object], key: str, where: str, refuse: Refuse) -> int:
    value = table.get(key)
    if not isinstance(value, datetime) or value.tzinfo is None or not 1970 < value.year < 2112:
        found = "is missing" if value is None else f"found {value!s:.60}"
        refuse(f"{where}.{key}", found, f"Write date, time and offset: {key} = 2026-10-02T14:00:00-04:00.")
    return parse_iso(value.isoformat())


def _title(value: object, where: str, refuse: Refuse) -> Words:
    remedy = 'Write title = { en = "…", fr = "…" }, or one text for both.'
    words = dict.fromkeys(_LANGUAGES, value) if isinstance(value, str) else value
    if not isinstance(words, dict) or not words or not set(words) <= set(_LANGUAGES):
        refuse(f"{where}.title", "is missing" if value is None else f"found {value!r:.60}", remedy)
    for text in words.values():
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            refuse(f"{where}.title", f"found {text!r:.60}", remedy)
    return dict(words)


def _short(value: object, key: str, example: str, refuse: Refuse) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        refuse(key, f"found {value!r:.60}", f"Write a short text: {example}.")
    return value.strip()


def _speakers(value: object, where: str, refuse: Refuse) -> tuple[str, ...]:
    key, example = f"{where}.speakers", 'speakers = ["Amira Rachid"]'
    if not isinstance(value, list) or len(value) > _MOST_SPEAKERS:
        refuse(key, f"found {value!r:.60}", f"Write a list of names: {example}.")
    return tuple(_short(name, key, example, refuse) for name in value)
