"""What the templates of an archive are given beside the briefing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livefeed.server.words import Speech

__all__ = ["ArchiveView", "numbers_around", "search_words"]

_AROUND = 2
"""Pages before and after one that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """A page of entries of an archive."""

    number: int
    """From one on: the briefing."""
    pages: int
    numbers: Sequence[int | None]
    """Pages that are named; None where some are left out."""
    links: Sequence[tuple[str, int]]
    """What is linked most, with the posts that do."""
    removed: int
    """How many posts were deleted."""
    size: int | None
    """Bytes of the archive; None on pages that do not say."""
    lanes: Sequence[str] = ()
    """That there are."""
    address: str | None = None
    """Of the page, where it is known."""
    structured: Mapping[str, Any] | None = None
    """For search engines."""
    picture: str | None = None
    """Address of what stands for it where it is linked to."""


def numbers_around(number: int, pages: int) -> list[int | None]:
    """Choose which pages to name on one: the first, the last, and those around it."""
    near = {1, pages, *range(max(1, number - _AROUND), min(pages, number + _AROUND) + 1)}
    numbers: list[int | None] = []
    for each in sorted(near):
        before = numbers[-1] if numbers else 0
        if before is not None and each - before == 2:
            numbers.append(each - 1)
        elif before is not None and each - before > 2:
            numbers.append(None)
        numbers.append(each)
    return numbers


def search_words(speech: Speech) -> dict[str, Any]:
    """Gather what the search of an archive says; {count} and the like are filled in there."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    return {
        "found": [ngettext("%(n)s hit", "%(n)s hits", n) % {"n": "{count}"} for n in (1, 2)],
        "least": _("At least %(n)s hits") % {"n": "{count}"},
        "hour": _("most at %(hour)s") % {"hour": "{time}"},
        "day": _("most on %(day)s") % {"day": "{time}"},
        "hours": _("Hits by hour"),
        "days": _("Hits by day"),
        "none": _("No post here is like that."),
        "failed": _("That did not come. Is the folder complete? Try again."),
        "unread": _("That is no time. Write it like 14:32."),
        "taken": _("Searched for as words:"),
        "warned": _("Sensitive content"),
        "sent": _("sent in"),
    }
