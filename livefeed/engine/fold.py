"""What is the same: which entry a post is a copy in, and why.

From certain to likely: equal texts (`text.canonical`), texts broken off, nearly equal texts (`near.compare`), one link
under hardly different words, and waves, templates that many fill in differently at once. Posts that pass on another
one by its id (boosts, wordless quotes) are the engine's own business.
"""

from collections.abc import Callable
from typing import NamedTuple

from livefeed.engine.leads import Leads
from livefeed.engine.near import compare, opens_with, tells_of
from livefeed.engine.persons import is_cross_post
from livefeed.engine.said import Said
from livefeed.engine.state import Held
from livefeed.engine.text import Canonical, canonical, is_repost
from livefeed.engine.urls import canonical_url
from livefeed.model.entry import Why
from livefeed.model.post import Post
from livefeed.model.times import DAY, HOUR

__all__ = ["WAVE", "Fold", "Found", "is_bridged", "say_same"]

WAVE = 5
"""So many variants of one template within the hour, by several accounts, are a wave."""

_WAVE_ACCOUNTS = 3
"""Fewer do not make a wave: an office that sends bulletin after bulletin says something new each time."""

_WINDOW = DAY
"""Equal words further apart than this are said anew, not copied, unless a credit or the same link says otherwise."""

_WAVE_WINDOW = HOUR

_LINKS_DO_NOT_MATTER = 8
"""From so many equal words on, two different (short) links do not keep posts apart."""

_MENDED = 0.5


class Found(NamedTuple):
    """Where a post belongs, and why."""

    lead: Held
    why: Why
    others: tuple[Held, ...] = ()
    """Leads of other entries that belong there too: a wave has just been seen."""


class Fold:
    """The leads of all entries, by what they say and by what they link to.

    Args:
        capacity: how many entries are expected at most.
    """

    def __init__(self, capacity: int) -> None:
        self._leads: Leads[Held] = Leads(capacity)

    def add(self, lead: Held, said: Said) -> int:
        """Take in an entry by its lead; returns the row by which it is removed."""
        return self._leads.add(lead.entry_ordinal, lead, said)

    def remove(self, row: int) -> None:
        """Take an entry out again."""
        self._leads.remove(row)

    def telling(self, row: int) -> bytes | None:
        """Give the canonical text of an entry that was taken in, encoded, where it tells something."""
        return self._leads.telling(row)

    def says(self, said: Said) -> bool:
        """Tell whether a lead says just this."""
        return bool(self._leads.equal(said))

    def find(
        self, held: Held, said: Said, is_wave: Callable[[str], bool], barred: Callable[[Held], bool] | None = None
    ) -> Found | None:
        """Find the entry that a post with words of its own is a copy in; the oldest where there are several.

        Args:
            held: the post.
            said: what it says.
            is_wave: tells of an entry whether it is a wave.
            barred: tells of a lead whether its entry is closed to the post; None where none is.
        """
        if not said.text.words or not self._leads.meets(said):
            return None
        for lead in self._leads.equal(said):
            if barred is not None and barred(lead):
                continue
            why = _equal_reason(held, lead, said.text)
            if why is not None:
                return Found(lead, why)
        if not said.text.telling:
            return None
        return self._find_alike(held, said, is_wave, barred) or self._find_linked(held, said, barred)

    def _find_alike(
        self, held: Held, said: Said, is_wave: Callable[[str], bool], barred: Callable[[Held], bool] | None
    ) -> Found | None:
        text = said.text
        variants: list[Held] = []
        for lead, lead_text in self._leads.alike(said):
            apart = abs(held.at - lead.at)
            if apart > _WINDOW or lead_text.text == text.text or (barred is not None and barred(lead)):
                continue
            if opens_with(lead_text, text) or opens_with(text, lead_text):
                return Found(lead, _reason(held, lead, "near"))
            verdict = compare(text, lead_text)
            if verdict == "same":
                return Found(lead, _reason(held, lead, "near"))
            if verdict == "variant":
                if is_wave(lead.entry):
                    return Found(lead, "wave")
                if apart <= _WAVE_WINDOW:
                    variants.append(lead)
        if len(variants) + 1 < WAVE:
            return None
        accounts = {lead.post.author.id for lead in variants} | {held.post.author.id}
        return Found(variants[0], "wave", tuple(variants[1:])) if len(accounts) >= _WAVE_ACCOUNTS else None

    def _find_linked(self, held: Held, said: Said, barred: Callable[[Held], bool] | None) -> Found | None:
        for link in said.links:
            for lead, lead_text in self._leads.linked(link):
                if abs(held.at - lead.at) > _WINDOW or (barred is not None and barred(lead)):
                    continue
                if tells_of(said.text, lead_text) and link in _links(lead.post):
                    return Found(lead, _reason(held, lead, "link"))
        return None


def say_same(one: str, other: str) -> bool:
    """Tell whether two texts say nearly the same, as an edit that mends a slip does."""
    return compare(canonical(one), canonical(other), _MENDED) == "same"


def is_bridged(post: Post, original: Post) -> bool:
    """Tell whether the words of a post bear out that it was bridged: a bridge may cut them off."""
    text, whole = canonical(post.text), canonical(original.text)
    return text.text == whole.text or opens_with(whole, text) or compare(text, whole, _MENDED) == "same"


def _equal_reason(held: Held, lead: Held, text: Canonical) -> Why | None:
    """Say why a post with the same canonical text as a lead is its copy, or None where it is not.

    Short texts ("thank you all!") are copies only under the same link, or when the same person says them again on
    another network: the thanks of fifty people are fifty people's.
    """
    post = held.post
    if abs(held.at - lead.at) > _WINDOW and not is_repost(post.text) and not _share_a_link(post, lead.post):
        return None
    if is_cross_post(held, lead, words="equal" if text.telling else "few"):
        return "cross-post"
    if not text.telling:
        return _reason(held, lead, "text") if _share_a_link(post, lead.post) else None
    if (
        post.author.id != lead.post.author.id
        and text.words < _LINKS_DO_NOT_MATTER
        and not _links_agree(post, lead.post)
    ):
        return None
    return _reason(held, lead, "text")


def _reason(held: Held, lead: Held, why: Why) -> Why:
    """Name the better reason where there is one: the same person elsewhere, or a text that says it passes on."""
    if is_cross_post(held, lead, words="alike"):
        return "cross-post"
    return "repost" if is_repost(held.post.text) else why


def _links(post: Post) -> frozenset[str]:
    return frozenset(map(canonical_url, post.links))


def _links_agree(one: Post, other: Post) -> bool:
    return not one.links or not other.links or _share_a_link(one, other)


def _share_a_link(one: Post, other: Post) -> bool:
    return not _links(one).isdisjoint(_links(other))
