"""Nearly the same words: how alike two texts are."""

import re
from typing import Literal

from livefeed.engine.denials import contradict
from livefeed.engine.text import Canonical

__all__ = ["compare", "hardly_alike", "opens_with", "tells_of"]

_ENOUGH_WORDS = 5
_ALIKE = 0.5
"""Character shingles in common, of all: from here on, texts that were passed on are copies."""
_ALIKE_UNSIGNED = 0.9
"""The same where neither bears a sign of being passed on: people in one room say things alike."""
_HARDLY = 0.4
"""Words in common, of all: below it, a closer look is in vain."""
_SURELY = 0.8
_SURELY_UNSIGNED = 0.95
"""Words in common, where the one text has all of the other's: a closer look, which costs the most, is not needed."""
_SHORT = 10
"""In so few words, one word in the place of another makes other news ("… is now trending in …"), and so do the same
words in another order ("… beats …")."""
_SHORT_UNSPACED = 24
"""Characters, where words are not parted."""
_ALIKE_SHORT = 0.75
_CONTAINED = 0.8
"""Words of the shorter text that a long one must have for both to be about the same."""
_ALIKE_UNDER_ONE_LINK = 0.35
_SHINGLE = 5
_SHINGLE_UNSPACED = 3

_DIGIT = re.compile(r"\d")
_SPELT = frozenset([
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "deux", "trois", "quatre", "cinq", "sept",
    "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "vingt", "trente", "quarante",
    "cinquante", "cent", "mille",
])  # fmt: skip
"""Numbers as newspapers write the small ones; not those that are articles."""
_UNSPACED_NUMBER = re.compile("[0-9]+|[〇一二三四五六七八九十百千万]+")
"""Numbers in scripts that do not part words; those of Chinese and Japanese are words otherwise."""

Verdict = Literal["same", "variant", "other"]


def compare(one: Canonical, other: Canonical, alike: float | None = None) -> Verdict:
    """Say whether two texts are nearly the same; `alike` is the least share of character shingles in common.

    `variant`: one template, filled with other numbers or, in a short text, with other words. By itself that is other
    news; many of them at once are a wave. What takes the other back is never more than other news: a wave is where a
    denial would be seen least.
    """
    if one.text == other.text:
        return "same"
    if min(one.words, other.words) < _ENOUGH_WORDS or one.spaced != other.spaced:
        return "other"
    listed, other_listed = one.text.split(), other.text.split()
    verdict = _weigh(one, other, listed, other_listed, alike)
    if verdict != "other" and contradict(listed, other_listed, cut=one.cut, other_cut=other.cut, spaced=one.spaced):
        return "other"
    return verdict


def _weigh(
    one: Canonical, other: Canonical, listed: list[str], other_listed: list[str], alike: float | None
) -> Verdict:
    """Say how much alike two texts are by their words and numbers, whatever they deny."""
    words, other_words = set(listed), set(other_listed)
    common = len(words & other_words)
    replaced = False
    if one.spaced:
        if hardly_alike(len(words), len(other_words), common):
            return "other"
        replaced = common < len(words) and common < len(other_words)
    short = _is_short(one) or _is_short(other)
    if one.spaced and short:
        replaced = replaced or (common == len(words) == len(other_words) and listed != other_listed)
    renumbered = _numbers_differ(_numbers(one, listed), _numbers(other, other_listed), short=short)
    if one.spaced and not replaced and not renumbered:
        surely = _SURELY if one.passed_on or other.passed_on else _SURELY_UNSIGNED
        if common >= surely * max(len(words), len(other_words)):
            return "same"
    likeness = _likeness(one, other)
    if renumbered or (replaced and short and likeness < _ALIKE_SHORT):
        return "variant" if likeness >= _ALIKE else "other"
    if alike is None:
        alike = _ALIKE if one.passed_on or other.passed_on else _ALIKE_UNSIGNED
    return "same" if likeness >= alike else "other"


def hardly_alike(words: int, other_words: int, common: int) -> bool:
    """Tell of two texts that part words by spaces whether they have too few in common for a closer look.

    Args:
        words: different ones of a text.
        other_words: of the other.
        common: those that both have.
    """
    return common < _HARDLY * (words + other_words - common)


def tells_of(one: Canonical, other: Canonical) -> bool:
    """Tell whether two texts under the same link hardly differ, or one is the headline of the other."""
    shorter, longer = sorted((one, other), key=lambda text: text.words)
    if not shorter.telling or shorter.spaced != longer.spaced:
        return False
    if not shorter.spaced or longer.words <= 2 * shorter.words:
        return compare(one, other, _ALIKE_UNDER_ONE_LINK) == "same"
    words, article = shorter.text.split(), longer.text.split()
    # What comes behind the headline in an article is not cut off on purpose.
    if contradict(words, article[: len(words) + _ENOUGH_WORDS], cut=True, other_cut=False, spaced=True):
        return False
    return len(set(words).intersection(article)) > _CONTAINED * len(set(words))


def opens_with(whole: Canonical, part: Canonical) -> bool:
    """Tell whether a text is another one broken off."""
    if not part.cut or not part.telling or len(part.text) > len(whole.text):
        return False
    if not whole.text.startswith(part.text):
        return False
    return not part.spaced or len(whole.text) == len(part.text) or whole.text[len(part.text)] == " "


def _is_short(text: Canonical) -> bool:
    return text.words <= _SHORT if text.spaced else len(text.text) <= _SHORT_UNSPACED


def _numbers_differ(some: list[str], others: list[str], *, short: bool) -> bool:
    """Tell whether two texts give numbers, in their order, that are not the other's; `short`: whether one of them is.

    A long text may give more of them than the other.
    """
    if some == others:
        return False
    return short or not (_runs_through(some, others) or _runs_through(others, some))


def _numbers(text: Canonical, words: list[str]) -> list[str]:
    """List the numbers of a text, which these words make up, in their order."""
    if text.spaced:
        if _SPELT.isdisjoint(words) and not _DIGIT.search(text.text):
            return []
        return [word for word in words if word in _SPELT or _DIGIT.search(word)]
    return _UNSPACED_NUMBER.findall(text.text)


def _runs_through(some: list[str], more: list[str]) -> bool:
    """Tell whether all of some numbers are among more, in the same order."""
    left = iter(more)
    return all(number in left for number in some)


def _likeness(one: Canonical, other: Canonical) -> float:
    """Give the Jaccard similarity of two texts' character shingles."""
    shingles, other_shingles = _shingles(one), _shingles(other)
    common = len(shingles & other_shingles)
    return common / (len(shingles) + len(other_shingles) - common)


def _shingles(text: Canonical) -> set[str]:
    size = _SHINGLE if text.spaced else _SHINGLE_UNSPACED
    padded = f" {text.text} " if text.spaced else text.text.replace(" ", "")
    return {padded[i : i + size] for i in range(max(1, len(padded) - size + 1))}
