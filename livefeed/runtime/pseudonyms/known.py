"""Names that people on a tape bear, found again where others write them without an `@`."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from livefeed.engine.persons import bare, tells
from livefeed.model.post import Post, Profile, Put, Report

__all__ = ["MOST_NAMES", "Known"]

MOST_NAMES = 500_000
"""Names of a tape that are looked for; what comes beyond them stays a word."""

_SHORTEST = 6
"""Letters of a name that is looked for; shorter ones stand in too many sentences."""
_MOST_WORDS = 6
_WORD = re.compile(r"(?<![\w#＃])\w+")
_APART = re.compile(r"[ \u00a0\u202f.'’_-]{1,2}")
"""What may stand between two words of one name."""
_SIGNS = re.compile(r"[\W_]+")


class Known:
    """Finds names in texts, whatever their case and accents."""

    def __init__(self) -> None:
        self._shown: dict[str, set[tuple[str, ...]]] = {}
        """Names as they are shown, in words, by their first word."""
        self._chosen: set[str] = set()
        """What people chose as their handles."""
        self._count = 0

    def learn(self, report: Report) -> None:
        """Remember the names in a report."""
        for name, handle in _names(report):
            if self._count < MOST_NAMES:
                self._learn(name, handle.lstrip("@").partition("@")[0])

    def _learn(self, name: str, chosen: str) -> None:
        words = tuple(_bare(word) for word in _SIGNS.split(name) if _bare(word))
        if len(words) <= _MOST_WORDS and _is_looked_for("".join(words)):
            of = self._shown.setdefault(words[0], set())
            self._count += words not in of
            of.add(words)
        first = _bare(chosen if chosen.startswith("did:") else chosen.partition(".")[0])
        if _is_looked_for(first) and first not in self._chosen:
            self._chosen.add(first)
            self._count += 1

    def replaced(
        self, text: str, name: Callable[[str], str], user: Callable[[str], str], word: Callable[[str], str]
    ) -> str:
        """Rewrite a text.

        Args:
            text: what was written.
            name: renames what somebody is shown as.
            user: renames what somebody chose as their handle.
            word: rewrites any other word.
        """
        out, at = "", 0
        found = list(_WORD.finditer(text))
        number = 0
        while number < len(found):
            count = self._borne(text, found[number : number + _MOST_WORDS])
            start, end = found[number].start(), found[number + max(count, 1) - 1].end()
            written = text[start:end]
            if not count:
                written = user(written) if _bare(written) in self._chosen else word(written)
            else:
                written = name(written)
            out += text[at:start] + written
            at = end
            number += max(count, 1)
        return out + text[at:]

    def _borne(self, text: str, words: list[re.Match[str]]) -> int:
        """Count the words at the head of these that are a name, as many as can be."""
        names = self._shown.get(_bare(words[0].group()))
        if names is None:
            return 0
        said: tuple[str, ...] = ()
        longest = 0
        for number, one in enumerate(words):
            if number and not _APART.fullmatch(text, words[number - 1].end(), one.start()):
                break
            said += (_bare(one.group()),)
            longest = len(said) if said in names else longest
        return longest


@lru_cache(maxsize=16_384)
def _bare(word: str) -> str:
    return bare(word)


def _is_looked_for(name: str) -> bool:
    return len(name) >= _SHORTEST and tells(name)


def _names(report: Report) -> Iterator[tuple[str, str]]:
    """Give each name that is in a report, and the handle with it."""
    if isinstance(report, Put):
        post: Post = report.post
        yield post.author.name, post.author.handle
        if post.quote is not None:
            yield post.quote.name, post.quote.handle
    elif isinstance(report, Profile):
        yield report.name or "", report.handle or ""
