"""What one text takes back of another that has nearly the same words: by a denial, or by a word's opposite.

"Not" is one word of many, so that a text and its denial are near copies by all that counts words alike. Both texts are
laid side by side: where one has words that the other has not, these take back what follows if a denial is among them,
unless the other text has one there as well, or there is evidence that it is about something else: it comes with words
enough to tell something by themselves, or the other text was cut off before it.
"""

from difflib import SequenceMatcher
from itertools import takewhile

from livefeed.engine.negations import DENIALS, NE_NEGATIONS, NEGATIONS, OPPOSITES, SAYS_FALSE, TRUE, UNSPACED, WITH_T

__all__ = ["contradict"]

_TELLING = DENIALS.union(*(some | others for some, others in OPPOSITES))
_NE = frozenset(["ne", "n"])
_NEAR_NE = 3
_DO = frozenset(["does", "did", "doesn", "didn"])
"""Before a denial in English: the verb has another form then ("broke", "did not break")."""
_ENOUGH_WORDS = 5
_ENOUGH_CHARACTERS = 12
"""A stretch of so many tells something by itself; shorter, it can only be about the rest."""
_STEM = 4
"""Letters by which a word is known in another form."""
_LOOKED_AT = 60
"""Words from the first on that is not the same; to align more would take time by the square."""


def _denies(words: list[str], at: int) -> bool:
    """Tell whether a word of a text denies something; `at`: which one."""
    word = words[at]
    if word == "t":
        return at > 0 and words[at - 1] in WITH_T
    if word == "no":
        return at + 1 == len(words) or not words[at + 1][0].isdigit()  # "No. 6"
    if word in NE_NEGATIONS:
        return not _NE.isdisjoint(words[max(0, at - _NEAR_NE) : at + 2])
    return word in NEGATIONS


def contradict(one: list[str], other: list[str], *, cut: bool, other_cut: bool, spaced: bool) -> bool:
    """Tell whether one of two texts takes back what the other says.

    Args:
        one: words of a text, in order.
        other: of the other.
        cut: whether the text was cut off at its end.
        other_cut: whether the other was.
        spaced: whether words are parted in their script; if not, those given are anything between spaces.
    """
    if not spaced:
        one, other = UNSPACED.findall(" ".join(one)), UNSPACED.findall(" ".join(other))
    if _TELLING.isdisjoint(one) and _TELLING.isdisjoint(other):
        return False
    before = _alike(one, other)
    after = _alike(one[before:][::-1], other[before:][::-1])
    middle, other_middle = one[before : len(one) - after], other[before : len(other) - after]
    if _TELLING.isdisjoint(middle) and _TELLING.isdisjoint(other_middle):
        return False
    aligned = SequenceMatcher(None, middle[:_LOOKED_AT], other_middle[:_LOOKED_AT], autojunk=False)
    for tag, begin, end, other_begin, other_end in aligned.get_opcodes():
        if tag == "equal":
            continue
        here = _Stretch(one, before + begin, before + end)
        there = _Stretch(other, before + other_begin, before + other_end)
        enough = _ENOUGH_WORDS if spaced else _ENOUGH_CHARACTERS
        denied = not (other_cut and here.ends) and _takes_back(here, there, enough)
        other_denied = not (cut and there.ends) and _takes_back(there, here, enough)
        if denied != other_denied or _opposed(here.words, there.words):
            return True
    return False


class _Stretch:
    """Words of a text that another one has not there."""

    __slots__ = ("all", "begin", "end")

    def __init__(self, words: list[str], begin: int, end: int) -> None:
        self.all, self.begin, self.end = words, begin, end

    @property
    def words(self) -> list[str]:
        return self.all[self.begin : self.end]

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return self.end == len(self.all)


def _alike(one: list[str], other: list[str]) -> int:
    """Count the words at the beginning that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _takes_back(here: _Stretch, there: _Stretch, enough: int) -> bool:
    """Tell whether a stretch of a text takes back what stands around it, and in the other text as well."""
    words = here.words
    if not SAYS_FALSE.isdisjoint(words):
        return True
    denying = [at for at in range(here.begin, here.end) if _denies(here.all, at)]
    if not denying or not TRUE.isdisjoint(words):
        return bool(denying)
    last = denying[-1]
    if last == here.end - 1:
        return len(words) < enough  # right before what both say; or at the end, where German has it
    if here.begin == 0 or here.ends or len(words) >= enough:
        return False  # a remark in front or behind ("No way!"), which denies what it says itself
    # Where other words stand in the place, what is denied must be said by them.
    return (
        not there.words
        or here.all[last - 1] in _DO
        or not _stems(here.all[last + 1 : here.end]).isdisjoint(_stems(there.words))
    )


def _stems(words: list[str]) -> set[str]:
    return {word[:_STEM] for word in words}


def _opposed(some: list[str], others: list[str]) -> bool:
    """Tell whether there is a word among some whose opposite is among others."""
    return any(
        not (one.isdisjoint(some) or other.isdisjoint(others)) or not (one.isdisjoint(others) or other.isdisjoint(some))
        for one, other in OPPOSITES
    )
