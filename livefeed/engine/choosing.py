"""Which entries a reader chooses to see, and between what there is to choose."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from livefeed.model.entry import Entry
from livefeed.model.post import Post

__all__ = ["ANY", "Choice", "Offer", "language_of", "plain_language", "take_offer"]

_MOST_OFFERED = 12
"""Of each kind; the most frequent ones."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader wants to see; what is None does not matter."""

    lane: str | None = None
    network: str | None = None
    """Of the lead: what stands on the entry."""
    language: str | None = None
    """As `language_of` gives it."""

    def takes(self, entry: Entry) -> bool:
        """Tell whether an entry is one of those."""
        return (
            (self.lane is None or self.lane in entry.lanes)
            and (self.network is None or self.network == entry.post.network)
            and (self.language is None or self.language == language_of(entry.post))
        )


ANY = Choice()


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen, the most frequent first: only what there is."""

    lanes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def has(self, choice: Choice) -> bool:
        """Tell whether somebody could have chosen this from what is offered."""
        return (
            (choice.lane is None or choice.lane in self.lanes)
            and (choice.network is None or choice.network in self.networks)
            and (choice.language is None or choice.language in self.languages)
        )


def language_of(post: Post) -> str | None:
    """Give the language of a post without region or script (`fr` of `fr-CA`), where it has one."""
    return plain_language(post.lang)


def plain_language(tag: str | None) -> str | None:
    """Take region and script off a language tag; None for none."""
    return tag.partition("-")[0].lower() if tag else None


def take_offer(entries: Iterable[Entry]) -> Offer:
    """See between what there is to choose."""
    lanes: Counter[str] = Counter()
    networks: Counter[str] = Counter()
    languages: Counter[str | None] = Counter()
    for entry in entries:
        lanes.update(entry.lanes)
        networks[entry.post.network] += 1
        languages[language_of(entry.post)] += 1
    del languages[None]
    return Offer(lanes=_most(lanes), networks=_most(networks), languages=_most(languages))


def _most(counts: Counter[str] | Counter[str | None]) -> tuple[str, ...]:
    """Give the most frequent names; equally frequent ones by name."""
    names = sorted((name for name in counts if name), key=lambda name: (-counts[name], name))
    return tuple(names[:_MOST_OFFERED])
