"""Which earlier versions of an entry may stay in the journal when something of it was deleted."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from livefeed.model.entry import Entry

__all__ = ["LOOKED_AT", "Version", "may_stay", "sift", "version_of"]

LOOKED_AT = 200
"""Versions of an entry of which it is looked whether they may stay, the earliest; the others go."""

T = TypeVar("T")


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What one version of an entry names: words and names that somebody may take back."""

    lead: str
    copies: frozenset[str]
    unnamed: int = 0
    """Copies that are only counted."""
    quoted: tuple[str, ...] = ()
    """Names of the post whose words the lead quotes, and its author's; empty where it quotes none."""


def version_of(entry: Entry) -> Version:
    """Say what an entry names."""
    quote = entry.post.quote
    return Version(
        lead=entry.post.id,
        copies=frozenset([copy.id for copy in entry.copies]),
        unnamed=entry.copy_count - len(entry.copies),
        quoted=() if quote is None else (*quote.names, quote.author),
    )


def may_stay(earlier: Version, now: Version) -> bool:
    """Tell whether an earlier version names nothing that the entry does not name now.

    A quote may stay only with the lead that has it still: of a copy the entry does not say what it quotes. Where copies
    were only counted, nobody can tell whether one of them was deleted.
    """
    if earlier.unnamed or not (earlier.copies | {earlier.lead} <= now.copies | {now.lead}):
        return False
    return not earlier.quoted or (earlier.lead == now.lead and earlier.quoted == now.quoted)


def sift(versions: Sequence[T], named: Callable[[T], Version], now: Version | None) -> list[T]:
    """Give the versions that may stay when something is deleted.

    Args:
        versions: all before it, in order.
        named: says what one names.
        now: what the entry names after it; None where it is gone, and all goes.
    """
    return [] if now is None else [one for one in versions[:LOOKED_AT] if may_stay(named(one), now)]
