"""A coverage as readers meet it: what runs, how it is rendered, who is in.

Everything that many readers ask for is made once: a change in each dialect, the pulse in each language.
"""

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import orjson
from msgspec.structs import replace

from livefeed.assets import Assets
from livefeed.engine.choosing import Offer, language_of, take_offer
from livefeed.engine.marking import Mark
from livefeed.engine.pulse import Pulse, take_pulse
from livefeed.model.change import Change, PutEntry
from livefeed.model.entry import Entry
from livefeed.model.errors import CursorGapError
from livefeed.model.times import SECOND, iso
from livefeed.model.wire import change_to_wire, entry_to_wire
from livefeed.runtime.running import RunningCoverage
from livefeed.server.card_pictures import CardPictures
from livefeed.server.lately import Lately
from livefeed.server.media import MediaAddresses
from livefeed.server.packed import Bodies
from livefeed.server.render import Renderer

__all__ = ["CATCH_UP", "DIALECTS", "Dialect", "Room", "has_figures"]

T = TypeVar("T")

Dialect = Literal["json", "html-en", "html-fr", "wall-en", "wall-fr", "widget-en", "widget-fr"]
"""How a reader wants entries: as objects, rendered in a language for a page or for a wall, or in stretches of text."""

DIALECTS: dict[tuple[str, str], Dialect] = {
    ("html", "en"): "html-en",
    ("html", "fr"): "html-fr",
    ("wall", "en"): "wall-en",
    ("wall", "fr"): "wall-fr",
    ("widget", "en"): "widget-en",
    ("widget", "fr"): "widget-fr",
}
"""By what is asked for, and the language."""

CATCH_UP = 5_000
"""Numbers of the journal that a reader may be behind what is in memory; who is further gets a fresh board."""
_ENCODED = 6_000
_PULSE_EVERY = 5 * SECOND


def has_figures(dialect: Dialect) -> bool:
    """Tell whether who follows in a dialect is told the figures."""
    return dialect.startswith(("html", "wall"))


class Room:
    """One coverage with its readers."""

    def __init__(self, running: RunningCoverage, assets: Assets) -> None:
        self.running = running
        media = None if running.media is None else MediaAddresses(running.coverage.slug, running.media)
        self.renderer = Renderer(running.coverage, assets=assets, media=media)
        self.version = _version(running, assets)
        """Changes with all that answers are made of beside the journal."""
        self.zone = ZoneInfo(running.coverage.time_zone)
        self.bodies = Bodies()
        self.cards = CardPictures()
        self.lately = Lately(running.hub, self.now)
        self.readers = 0
        self.waiting = 0
        """Requests that wait for news."""
        self.counters: Counter[str] = Counter()
        self._encoded: OrderedDict[tuple[int, Dialect], tuple[str, bytes]] = OrderedDict()
        self._pulse: tuple[int, int, Pulse] | None = None
        self._offer: tuple[int, Offer] | None = None

    @property
    def slug(self) -> str:
        """The coverage's name in addresses."""
        return self.running.coverage.slug

    def now(self) -> int:
        """Tell the coverage's time, milliseconds."""
        return self.running.clock.now()

    def change(self, seq: int, change: Change, dialect: Dialect) -> bytes:
        """Give a change as JSON; made once for all readers, kept for as many as the hub's ring holds."""
        key = (seq, dialect)
        known = self._encoded.get(key)
        if known is None:
            known = self._encoded[key] = (change.entry_id, orjson.dumps(self._written(seq, change, dialect)))
            if len(self._encoded) > _ENCODED:
                self._encoded.popitem(last=False)
        return known[1]

    def continued(self, cursor: str) -> int:
        """Read a cursor from which a reader can get everything that follows, in memory or in the journal.

        Raises:
            CursorGapError: it is none, or of another journal, or too far behind.
        """
        hub = self.running.hub
        seq = hub.seq(cursor)
        if hub.floor - seq > CATCH_UP:
            raise CursorGapError("too-old")
        return seq

    async def from_journal(self, after: int, limit: int) -> tuple[list[tuple[int, Change]], int]:
        """Read what follows a number, at most so many changes, up to the hub's tip; returns that too.

        Raises:
            JournalError: the journal is damaged.
        """

        async def read() -> tuple[list[tuple[int, Change]], int]:
            tip = self.running.hub.tip
            self.counters["journal_reads"] += 1
            return await self.running.reader.changes(after, limit, tip), tip

        return await self.undeleted(read)

    async def undeleted(self, read: Callable[[], Awaitable[T]]) -> T:
        """Read the journal; anew where something was deleted meanwhile, as that is in nobody's hands any more."""
        hub = self.running.hub
        while True:
            tip = hub.tip
            result = await read()
            if hub.erased_at <= tip:
                return result

    def forget_erased(self, changes: Sequence[tuple[int, Change]]) -> None:
        """Drop what was written of entries of which something is deleted now: none of its words is kept."""
        erased = {change.entry_id for _, change in changes if change.erases}
        if erased:
            self.bodies.forget()
            self.cards.forget()
            self.renderer.forget(erased)
            for key in [key for key, (entry, _) in self._encoded.items() if entry in erased]:
                del self._encoded[key]

    def _written(self, seq: int, change: Change, dialect: Dialect) -> dict[str, Any]:
        if dialect == "json" or not isinstance(change, PutEntry):
            return change_to_wire(change, seq)
        return {"seq": seq, "op": "put", **self.rendered(change.entry, dialect)}

    def put(self, entry: Entry, dialect: Dialect) -> dict[str, Any]:
        """Give an entry of a fresh board."""
        return {
            "op": "put",
            **({"entry": entry_to_wire(entry)} if dialect == "json" else self.rendered(entry, dialect)),
        }

    def newest(self) -> int:
        """Tell when the newest entry happened, milliseconds; now, where there is none."""
        return next((entry.at for entry in self.running.hub.board), self.now())

    def rendered(
        self, entry: Entry, dialect: Dialect, marked: Sequence[Mark] = (), *, of_now: bool = True
    ) -> dict[str, Any]:
        """Give an entry as a page places it, with marks in its text where somebody searched for words of it.

        What it is made of is kept, unless it is of another time.
        """
        return {
            "id": entry.id,
            "key": entry.key,
            "at": iso(entry.at),
            "late": entry.late,
            "network": entry.post.network,
            "language": language_of(entry.post),
            "lanes": entry.lanes,
            **self._drawn(entry, dialect, marked, of_now=of_now),
        }

    def _drawn(self, entry: Entry, dialect: Dialect, marked: Sequence[Mark], *, of_now: bool) -> dict[str, Any]:
        kind, _, lang = dialect.partition("-")
        if kind == "wall":
            return {"pinned": entry.pinned, "html": self.renderer.card(entry, lang)}
        if kind == "widget":
            return self.renderer.segments(entry, lang)
        return {"html": self.renderer.entry(entry, lang, marked) if of_now else self.renderer.version(entry, lang)}

    def pulse(self) -> tuple[int, Pulse]:
        """Give the board's figures and their number, taken anew every five seconds at most."""
        now, tip = self.now(), self.running.hub.tip
        every = int(_PULSE_EVERY * self.running.clock.speed)
        if self._pulse is None or now - self._pulse[1] >= every or (self._pulse[0] == 0 and tip > 0):
            self._pulse = (tip, now, take_pulse(self.running.hub.board, now))
        return self._pulse[1], self._pulse[2]

    def offer(self) -> Offer:
        """Give what readers can choose between, taken anew with the figures."""
        number, _ = self.pulse()
        if self._offer is None or self._offer[0] != number:
            self._offer = number, take_offer(self.running.hub.board)
        return self._offer[1]

    def counts(self) -> dict[str, int]:
        """Give all counters of the coverage."""
        others = [part.counters for part in (self.running.media, self.running.pings) if part is not None]
        return dict(sorted(sum(others, self.running.intake.counters + self.counters).items()))


def _version(running: RunningCoverage, assets: Assets) -> str:
    """Name templates, files, and what the coverage file says; not how its streams are reached, which may be secret."""
    said = replace(running.coverage, streams=()), running.media is not None
    return f"{assets.version}.{hashlib.blake2b(repr(said).encode(), digest_size=4).hexdigest()}"
