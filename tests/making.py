"""Make posts, coverages and engines in one line each."""

from livefeed.engine.engine import Engine
from livefeed.engine.limits import Limits
from livefeed.engine.state import Saved, Step
from livefeed.model.change import PutEntry
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.model.post import Author, Delete, Post, Put, Ruling

NOON = 1_790_942_400_000
"""2026-10-02T12:00:00Z, milliseconds."""
SECOND = 1_000
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

WORDS = "Le café solidaire ouvre ses portes à midi"


def make_coverage(**parts) -> Coverage:
    """A coverage of #demo, with other parts where a test says so."""
    return Coverage(**{"slug": "demo", "title": {"en": "Demo", "fr": "Démo"}, "hashtags": ("demo",)} | parts)


def make_post(post_id: str = "https://a.example/1", text: str = f"{WORDS} #demo", **parts) -> Post:
    """A post by Zoé on Mastodon at noon, with other parts where a test says so."""
    by = parts.pop("by", "zoe")
    network = parts.pop("network", "mastodon")
    author = Author(id=f"https://{network}.example/@{by}", handle=f"@{by}@{network}.example", name=by.title())
    return Post(**{"id": post_id, "network": network, "created_at": NOON, "author": author, "text": text} | parts)


class Run:
    """An engine, the board it makes, and what would be kept of it."""

    def __init__(self, coverage: Coverage | None = None, limits: Limits | None = None) -> None:
        self.engine = Engine(coverage or make_coverage(), limits)
        self.entries: dict[str, Entry] = {}
        self.changes = []
        self.steps: list[Step] = []
        self.received_at = 0
        """When the last report came."""

    def put(self, post: Post, received_at: int | None = None, stream: str = "mastodon:a.example") -> Step:
        """Let a post arrive; a second after its time where no time is given."""
        return self._step(Put(post=post), post.created_at + SECOND if received_at is None else received_at, stream)

    def delete(self, post_id: str, author: str | None = None, received_at: int = NOON + HOUR) -> Step:
        """Let a deletion arrive."""
        return self._step(Delete(id=post_id, author=author), received_at, "mastodon:a.example")

    def rule(self, verdict: str, one: str, other: str) -> Step:
        """Let an editor speak."""
        return self.report(Ruling(verdict=verdict, one=one, other=other))

    def report(self, report, received_at: int = NOON) -> Step:
        """Let anything arrive."""
        return self._step(report, received_at, "mastodon:a.example")

    def _step(self, report, received_at: int, stream: str) -> Step:
        self.received_at = received_at
        step = self.engine.receive(report, received_at=received_at, stream=stream)
        self.show(step)
        return step

    def show(self, step: Step) -> None:
        """Let the board see a step."""
        self.steps.append(step)
        for change in step.changes:
            self.changes.append(change)
            if isinstance(change, PutEntry):
                self.entries[change.entry.id] = change.entry
            else:
                del self.entries[change.id]

    @property
    def page(self) -> list[Entry]:
        """The entries as a reader sees them, the newest first."""
        return sorted(self.entries.values(), key=lambda entry: entry.key, reverse=True)

    @property
    def only(self) -> Entry:
        """The one entry there is."""
        (entry,) = self.entries.values()
        return entry


def fold_steps(steps: list[Step], counters: tuple[int, int, int, int]) -> Saved:
    """Fold what steps gave out, in memory, as the journal does on disk."""
    held, retired, tombstones, profiles, rulings = {}, {}, {}, {}, {}
    for step in steps:
        for entry in step.recalled:
            del retired[entry]
        for number in step.gone:
            held.pop(number, None)
        held.update((one.number, one) for one in step.held)
        retired.update((one.entry, one) for one in step.retired)
        for tombstone in step.tombstones:
            tombstones.pop(tombstone.key, None)
            tombstones[tombstone.key] = tombstone
        for name in step.raised:
            tombstones.pop(name, None)
        for ruling in step.rulings:
            pair = frozenset((ruling.one, ruling.other))
            rulings.pop(pair, None)
            rulings[pair] = ruling
        for profile in step.profiles:
            profiles.pop(profile.author, None)
            profiles[profile.author] = profile
    return Saved(
        held=sorted(held.values(), key=lambda one: one.number),
        retired=sorted(retired.values(), key=lambda one: one.place),
        tombstones=list(tombstones.values()),
        profiles=list(profiles.values()),
        rulings=list(rulings.values()),
        posts_taken=counters[0],
        entries_made=counters[1],
        newest=counters[2],
        attic_tail=counters[3],
    )
