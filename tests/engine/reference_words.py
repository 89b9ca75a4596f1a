"""Which entry a post is a copy in, found by comparing it with the lead of each."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from livefeed.engine import near, text, urls
from livefeed.engine.bridges import bridged_names
from livefeed.engine.near import opens_with, tells_of
from livefeed.engine.persons import is_cross_post
from livefeed.engine.text import is_repost
from livefeed.model.post import Post
from tests.making import DAY, HOUR

__all__ = ["WRITTEN_AGAIN", "Found", "Known", "canonical", "canonical_url", "find", "names_of"]

WRITTEN_AGAIN = ("text", "near", "link", "wave")
"""Reasons of copies that somebody wrote rather than passed on."""

# The same few texts come again and again.
canonical, compare, canonical_url = cache(text.canonical), cache(near.compare), cache(urls.canonical_url)


class Found(NamedTuple):
    """An entry, why a post is a copy there, and other entries that are then part of it."""

    entry: int
    why: str
    others: tuple[int, ...] = ()


@dataclass(eq=False, kw_only=True)
class Known:
    """A post, where it stands, and in which entry."""

    post: Post
    at: int
    clock: str
    late: bool
    received_at: int
    number: int
    entry: int | None = None
    """None: in no entry, since its author is hidden."""
    why: str | None = None
    edited: bool = False
    leads_a_wave: bool = False

    @property
    def bears_words(self) -> bool:
        return self.why not in ("boost", "quote")

    @property
    def names(self) -> tuple[str, ...]:
        return names_of(self.post)

    @property
    def moment(self) -> tuple[int, int]:
        return self.at, self.number


def names_of(post: Post) -> tuple[str, ...]:
    """List all names of a post."""
    return (post.id, *post.aliases, *bridged_names(post))


def find(known: Known, leads: list[Known]) -> Found | None:
    """Find where a post belongs by its words, among leads of which the oldest entry's comes first."""
    return _equal(known, leads) or _alike(known, leads) or _linked(known, leads)


def _equal(known: Known, leads: list[Known]) -> Found | None:
    text = canonical(known.post.text)
    for lead in leads:
        if text.words and text.text == canonical(lead.post.text).text:
            why = _why_equal(known, lead)
            if why is not None:
                return Found(lead.entry, why)
    return None


def _alike(known: Known, leads: list[Known]) -> Found | None:
    text, variants = canonical(known.post.text), []
    for lead in leads:
        lead_text = canonical(lead.post.text)
        apart = abs(known.at - lead.at)
        if not text.telling or apart > DAY or text.text == lead_text.text:
            continue
        verdict = compare(text, lead_text)
        if verdict == "same" or opens_with(text, lead_text) or opens_with(lead_text, text):
            return Found(lead.entry, _why_alike(known, lead, "near"))
        if verdict == "variant" and lead.leads_a_wave:
            return Found(lead.entry, "wave")
        if verdict == "variant" and apart <= HOUR:
            variants.append(lead)
    if len(variants) < 4 or len({one.post.author.id for one in (known, *variants)}) < 3:
        return None
    return Found(variants[0].entry, "wave", tuple(lead.entry for lead in variants[1:]))


def _linked(known: Known, leads: list[Known]) -> Found | None:
    text = canonical(known.post.text)
    for link in dict.fromkeys(map(canonical_url, known.post.links)):
        for lead in leads:
            if (
                text.telling
                and link in map(canonical_url, lead.post.links)
                and abs(known.at - lead.at) <= DAY
                and tells_of(text, canonical(lead.post.text))
            ):
                return Found(lead.entry, _why_alike(known, lead, "link"))
    return None


def _why_equal(known: Known, lead: Known) -> str | None:
    """Say why a post with the words of a lead is its copy, or None where it is not."""
    one, other = known.post, lead.post
    text = canonical(one.text)
    one_links, other_links = set(map(canonical_url, one.links)), set(map(canonical_url, other.links))
    share_a_link = bool(one_links & other_links)
    other_news = bool(one_links) and bool(other_links) and not share_a_link
    if abs(known.at - lead.at) > DAY and not is_repost(one.text) and not share_a_link:
        return None
    if is_cross_post(known, lead, words="equal" if text.telling else "few"):
        return "cross-post"
    if not text.telling and not share_a_link:
        return None
    if text.telling and text.words < 8 and other_news and one.author.id != other.author.id:
        return None
    return _why_alike(known, lead, "text")


def _why_alike(known: Known, lead: Known, why: str) -> str:
    """Name the better reason where there is one."""
    if is_cross_post(known, lead, words="alike"):
        return "cross-post"
    return "repost" if is_repost(known.post.text) else why
