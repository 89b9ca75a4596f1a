"""What the reference remembers: one list of all posts, read through for every question."""

from collections.abc import Callable
from dataclasses import dataclass

from livefeed.engine.persons import cross_post_evidence
from livefeed.model.post import Post
from tests.engine.reference_words import WRITTEN_AGAIN, Known, canonical, canonical_url

__all__ = ["Card", "Remembered"]


@dataclass(frozen=True, kw_only=True)
class Card:
    """An entry as a reader sees it, without its name."""

    lead: str
    text: str
    written: int
    """What the author's clock claimed when it was first seen."""
    at: int
    late: bool
    clock: str
    edited: bool
    first_seen: int
    copies: tuple[tuple[str, int, str], ...]
    """Id, time and reason of each, by time."""
    shares: int
    wave: int
    accounts: int
    links: tuple[str, ...]


class Remembered:
    """All posts that are known, the entries that they make up, and the window out of which old entries go."""

    def __init__(self, window: int) -> None:
        self._known: list[Known] = []
        self._window = window
        self._away: set[int] = set()
        """Entries that have left the window: on the page, but not met by near words."""
        self._about: set[int] = set()
        """Entries that have changed just now."""

    def page(self) -> list[Card]:
        """Show all entries, the newest first."""
        leads = [self._lead(entry) for entry in self._all_entries()]
        leads.sort(key=lambda lead: (lead.at, lead.entry), reverse=True)
        return [self._card(lead) for lead in leads]

    def _find(self, names: tuple[str, ...]) -> Known | None:
        for name in names:
            for known in self._known:
                if name in known.names:
                    return known
        return None

    def _recall(self, meant: Callable[[Known], bool]) -> None:
        """Let entries come back of which a post is meant."""
        self._away -= {known.entry for known in self._known if meant(known)}

    def _recall_words(self, post: Post) -> None:
        """Let entries come back whose leads say just what somebody passes on, or what no lead that is here says."""
        text = canonical(post.text)
        here = [self._lead(entry) for entry in self._all_entries() if entry not in self._away]
        said = any(canonical(lead.post.text).text == text.text for lead in here)
        if text.telling and (text.passed_on or not said):
            leads = [self._lead(entry) for entry in self._away]
            self._away -= {lead.entry for lead in leads if canonical(lead.post.text).text == text.text}

    def _let_go(self) -> None:
        """Let those entries go whose newest post is oldest, until few enough posts are left, but none changed just now."""
        while True:
            here = {known.entry for known in self._known} - self._away - {None}
            if sum(known.entry not in self._away for known in self._known) <= self._window or len(here) <= 1:
                return
            quietest = min(here, key=lambda entry: max(known.number for known in self._members(entry)))
            if quietest in self._about:
                return
            self._away.add(quietest)

    def _all_entries(self) -> list[int]:
        return sorted({known.entry for known in self._known if known.entry is not None})

    def _members(self, entry: int) -> list[Known]:
        return sorted((known for known in self._known if known.entry == entry), key=lambda known: known.moment)

    def _lead(self, entry: int) -> Known:
        return next(known for known in self._members(entry) if known.bears_words)

    def _shown(self, name: str) -> Known | None:
        known = self._find((name,))
        return None if known is None or known.entry is None else known

    def _card(self, lead: Known) -> Card:
        members = self._members(lead.entry)
        copies = [known for known in members if known is not lead]
        whys = [copy.why for copy in copies]
        written = [lead, *(copy for copy in copies if copy.why in WRITTEN_AGAIN)]
        is_wave = len(written) >= 5
        passed_on = [why for why in whys if why not in ("cross-post", "editor")]
        return Card(
            lead=lead.post.id,
            text=lead.post.text,
            written=lead.post.created_at,
            at=lead.at,
            late=lead.late,
            clock=lead.clock,
            edited=lead.edited or lead.post.edited_at is not None,
            first_seen=min(known.received_at for known in members),
            copies=tuple((copy.post.id, copy.at, _shown_why(copy, lead)) for copy in copies),
            shares=len(passed_on) + max(0, lead.post.counts.boosts - whys.count("boost")),
            wave=len(written) if is_wave else 0,
            accounts=len({known.post.author.id for known in written}) if is_wave else 0,
            links=tuple(dict.fromkeys(map(canonical_url, lead.post.links))),
        )


def _shown_why(copy: Known, lead: Known) -> str:
    """Name a copy's reason as it is to the post that leads now: a cross-post is one of the same person."""
    return "text" if copy.why == "cross-post" and cross_post_evidence(copy, lead) is None else copy.why
