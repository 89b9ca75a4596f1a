"""Read what somebody writes into the search field: words, phrases, operators. Any text means something."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

import msgspec

from livefeed.engine.choosing import plain_language
from livefeed.engine.daytimes import DayTime, read_daytime
from livefeed.engine.finding import author_key, link_key, term
from livefeed.engine.query import Group, Phrase, Query
from livefeed.engine.text import bare, tag_key, word_list

__all__ = ["NETWORKS", "OPERATORS", "PARAMETERS", "Asked", "ask"]

_PART = re.compile(
    r"(?P<no>[-\u2212])?(?:(?P<name>[^\W\d_]+):)?"
    r"(?:\"(?P<straight>[^\"]*)\"?|«(?P<french>[^»]*)»?|“(?P<curly>[^”]*)”?|(?P<plain>\S+))"
)
"""A word, or what stands between quotation marks, with what may stand before it. A mark that is not closed ends it all."""

OPERATORS = {
    "from": "from", "de": "from", "par": "from",
    "network": "network", "reseau": "network",
    "lane": "lane", "rubrique": "lane",
    "language": "language", "lang": "language", "langue": "language",
    "link": "link", "lien": "link",
    "tag": "tag", "hashtag": "tag",
    "since": "since", "after": "since", "depuis": "since", "apres": "since",
    "until": "until", "before": "until", "jusque": "until", "avant": "until",
}  # fmt: skip
"""By what people write, without accents: what it means."""

PARAMETERS = ("from", "network", "lane", "language", "link", "tag", "since", "until")
"""The meanings, which are names of parameters too."""

_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")

NETWORKS = {"rss": "feed", "twitter": "x"}
"""Names of networks as people say them, where they are not ours."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for."""

    query: Query
    unread: tuple[str, ...] = ()
    """Operators as they were written that make no sense, and were taken for words."""


def ask(said: str, zone: tzinfo, newest: int, given: Mapping[str, Sequence[str]] | None = None) -> Asked:
    """Read a search.

    Args:
        said: what stands in the field.
        zone: of times without one.
        newest: when the newest entry happened (milliseconds): a time without a day is the last one before it.
        given: more of it, which must be true as well, by the names of `PARAMETERS`; values of one name are
            alternatives, as in the field.
    """
    reading = _Reading(zone, newest)
    for part in _PART.finditer(said):
        reading.take(part)
    reading.close()
    for name, values in (given or {}).items():
        for value in values:
            if not reading.operator(name, value, excludes=False):
                reading.unread.append(f"{name}={value}")
    return Asked(query=reading.query(), unread=tuple(reading.unread))


class _Reading:
    """One search that is being read."""

    def __init__(self, zone: tzinfo, newest: int) -> None:
        self.unread: list[str] = []
        self._zone = zone
        self._newest = newest
        self._words: list[Group] = []
        self._alternatives: dict[str, list[Phrase]] = {}
        self._unwanted: list[Phrase] = []
        self._spans: dict[str, list[DayTime]] = {"since": [], "until": []}

    def take(self, part: re.Match[str]) -> None:
        """Take one part in."""
        excludes = part["no"] is not None
        quoted = next((part[kind] for kind in ("straight", "french", "curly") if part[kind] is not None), None)
        written = part.group()[excludes:]
        name = OPERATORS.get(tag_key(part["name"] or ""))
        if name is not None and self.operator(name, part["plain"] if quoted is None else quoted, excludes=excludes):
            return
        if name is not None or (written.endswith(":") and tag_key(written) in OPERATORS):
            self.unread.append(part.group().strip())
        if quoted is None:
            self._word(_written(written), excludes=excludes)
        else:
            self._word((tuple(word_list(part["name"] or "")),), excludes=excludes)
            self._word((tuple(word_list(quoted)),), excludes=excludes)

    def operator(self, name: str, value: str, *, excludes: bool) -> bool:
        """Take an operator in; tells whether it makes sense."""
        if name in self._spans:
            moment = read_daytime(value, self._zone, self._newest)
            if moment is None or excludes:
                return False
            self._spans[name].append(moment)
            return True
        key = _KEYS[name](value)
        if not key:
            return False
        phrase = (term(name, key),)
        if excludes:
            self._unwanted.append(phrase)
        elif name in ("link", "tag"):  # a post has several, so that all may be wanted
            self._words.append((phrase,))
        else:
            self._alternatives.setdefault(name, []).append(phrase)
        return True

    def _word(self, group: Group, *, excludes: bool) -> None:
        phrases = tuple(phrase for phrase in group if phrase)
        if phrases and excludes:
            self._unwanted += phrases
        elif phrases:
            self._words.append(phrases)

    def close(self) -> None:
        """Let what is taken in from here on be no alternative to what was."""
        self._words += [tuple(phrases) for phrases in self._alternatives.values()]
        self._alternatives.clear()

    def query(self) -> Query:
        """Put together what was read. Of several spans what is in all of them is meant."""
        sinces = [moment.last_before(self._newest) for moment in self._spans["since"]]
        since = max(sinces, default=None)
        untils = [moment.of_the_day if since is None else moment.first_after(since) for moment in self._spans["until"]]
        self.close()
        return Query(
            wanted=tuple(dict.fromkeys(self._words)),
            unwanted=tuple(dict.fromkeys(self._unwanted)),
            since=since,
            until=min(untils, default=None),
        )


def _written(word: str) -> Group:
    """Read a word as it is written: a hashtag, an address, an account, or words that are not parted by blanks."""
    words = tuple(word_list(word))
    if word.startswith(("#", "\uff03")):
        key = tag_key(word)
        return ((term("tag", key),),) if key else (words,)
    if "://" in word or _SITE.fullmatch(word):
        link = link_key(word)
        return (words,) if link is None else ((term("link", link),), words)
    if word.startswith("@") and words:
        return (words, (term("from", author_key(word)),))
    return (words,)


_KEYS: dict[str, Callable[[str], str | None]] = {
    "from": author_key,
    "network": lambda value: NETWORKS.get(bare(value).strip(), bare(value).strip()),
    "lane": lambda value: bare(value).strip(),
    "language": lambda value: plain_language(value.strip()),
    "link": link_key,
    "tag": tag_key,
}
"""By operator: what its value is in terms; nothing where it makes no sense."""
