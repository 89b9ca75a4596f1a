"""What a page says first: whether it is live, how its sources do, and what is new since a reader was here."""

from collections.abc import Sequence

from livefeed.model.change import PutEntry
from livefeed.model.entry import Entry
from livefeed.model.errors import CursorGapError, RefusedError, SilentError
from livefeed.model.times import MINUTE, parse_iso
from livefeed.runtime.health import Health
from livefeed.server.room import Room
from livefeed.server.views import CatchUp, Problem, SourceHealth, Standing, StreamTrouble

__all__ = ["catch_up", "since_when", "sources_of", "standing_of"]

_QUIET = 10 * MINUTE
"""A stream that has brought nothing for so long, while others have, is shown as silent."""
_PUSHED = frozenset({"mastodon", "bluesky", "nostr"})
_LOOKS_BACK = 200
"""Changes before a cursor among which the newest entry of its time is looked for."""
_ABOVE = 20
"""New entries above the oldest on the page where a reader begins to catch up."""
_LONGEST = 64


def sources_of(room: Room) -> list[SourceHealth]:
    """Say of each network whether its streams work and bring posts; feeds may be silent for hours, others may not."""
    last = room.running.intake.last_frame
    newest = max(last.values(), default=0)
    ways = room.running.health()
    networks: dict[str, list[str]] = {}
    for stream in room.running.streams():
        networks.setdefault(stream.partition(":")[0], []).append(stream)
    return [
        SourceHealth(
            network=network,
            streams=len(streams),
            silent=[
                (stream.partition(":")[2], last.get(stream))
                for stream in streams
                if not ways and network in _PUSHED and newest - last.get(stream, 0) > _QUIET
            ],
            troubled=[
                _trouble(way, ways)
                for way in ways
                if way.stream in streams and way.main and way.state in ("waiting", "stopped")
            ],
        )
        for network, streams in networks.items()
    ]


def _trouble(way: Health, ways: Sequence[Health]) -> StreamTrouble:
    problem: Problem = "unreached"
    if isinstance(way.problem, RefusedError):
        problem = "refused"
    elif isinstance(way.problem, SilentError):
        problem = "silent"
    return StreamTrouble(
        name=way.stream.partition(":")[2],
        since=way.since,
        polling=any(other.works for other in ways if other.stream == way.stream),
        problem=problem,
        retry_at=way.retry_at if way.state == "waiting" else None,
        stopped=way.state == "stopped",
    )


def standing_of(room: Room) -> Standing:
    """Say whether what the networks bring gets here: not live where no stream does, catching up before the first."""
    ways = room.running.health() if room.running.state == "live" else []
    if not ways or any(way.works for way in ways):
        return Standing()
    since = [way.since for way in ways if way.main and way.state in ("waiting", "stopped")]
    return Standing(lost_since=max(since)) if since else Standing(catching_up=True)


async def since_when(room: Room, asked: str) -> int | None:
    """Read from which time on a reader wants what is new (milliseconds): a time, or a cursor; None where it is neither.

    A cursor stands for the time when the newest entry of its moment came.

    Raises:
        JournalError: the journal is damaged.
    """
    if not asked or len(asked) > _LONGEST:
        return None
    try:
        return parse_iso(asked.replace(" ", "+"))  # a plus sign that nobody has escaped
    except ValueError:
        pass
    try:
        seq = room.running.hub.seq(asked)
    except CursorGapError:
        return None
    before = await room.running.reader.changes(max(0, seq - _LOOKS_BACK), _LOOKS_BACK, seq)
    return max((change.entry.first_seen for _, change in before if isinstance(change, PutEntry)), default=0)


def catch_up(room: Room, since: int | None, shown: Sequence[Entry]) -> CatchUp | None:
    """Say what is new since a time, and where to begin with it.

    Args:
        room: the coverage.
        since: milliseconds; None where nobody asks.
        shown: the entries of the page.
    """
    if since is None:
        return None
    new = [entry for entry in room.running.hub.board if entry.first_seen > since]
    if not new:
        return CatchUp(since=since, new=0, first=None, page=None)
    first = new[-1]
    if any(entry.id == first.id for entry in shown):
        return CatchUp(since=since, new=len(new), first=first.id, page=None)
    above = new[-min(_ABOVE, len(new))]
    return CatchUp(since=since, new=len(new), first=first.id, page=f"{above.place + 1:016x}")
