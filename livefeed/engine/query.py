"""A search: what an entry must have, must not have, and when it must have happened."""

from collections.abc import Sequence

import msgspec

from livefeed.engine.finding import entry_terms
from livefeed.model.entry import Entry

__all__ = ["Group", "Phrase", "Query"]

Phrase = tuple[str, ...]
"""Terms that stand one after the other (`entry_terms`); mostly one alone."""

Group = tuple[Phrase, ...]
"""Phrases of which an entry must have one."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """All of it must be true of an entry. Times in milliseconds since 1970 UTC."""

    wanted: tuple[Group, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    since: int | None = None
    """The first moment."""
    until: int | None = None
    """The moment after the last."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == _NOTHING

    def takes(self, entry: Entry) -> bool:
        """Tell whether an entry is one of those."""
        if (self.since is not None and entry.at < self.since) or (self.until is not None and entry.at >= self.until):
            return False
        terms = entry_terms(entry)
        known = set(terms)
        return (
            bool(terms)
            and all(any(_stands(phrase, terms, known) for phrase in group) for group in self.wanted)
            and not any(_stands(phrase, terms, known) for phrase in self.unwanted)
        )


_NOTHING = Query()


def _stands(phrase: Phrase, terms: Sequence[str], known: set[str]) -> bool:
    """Tell whether terms stand one after the other."""
    if not known.issuperset(phrase):
        return False
    length = len(phrase)
    return length == 1 or any(tuple(terms[n : n + length]) == phrase for n in range(len(terms) - length + 1))
