"""A coverage's past over HTTP, kept in memory: what replays are made of, for tests of the page."""

from bisect import bisect_right
from collections import deque

import orjson
from aiohttp import web

from livefeed.engine.board import Board
from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.times import MINUTE, iso
from livefeed.server.replay_view import Facts, Then
from livefeed.server.volume import Mark, Volume

__all__ = ["KeptPast"]


class KeptPast:
    """Every change with its time of receipt; those of what was deleted are gone."""

    def __init__(self, room) -> None:
        self.room = room
        self.times: deque[int] = deque()
        self.changes: list[tuple[int, int, object]] = []
        self.removed = 0
        self.asked: list[str] = []
        room.running.hub.watch(self.note)

    def note(self, numbered) -> None:
        for seq, change in numbered:
            if change.erases:
                self.changes = [one for one in self.changes if one[2].entry_id != change.entry_id]
                self.removed += isinstance(change, DropEntry)
            self.changes.append((self.times.popleft(), seq, change))

    async def facts(self) -> Facts | None:
        puts, first = [], {}
        for t, _, change in self.changes:
            if isinstance(change, PutEntry) and change.entry_id not in first:
                first[change.entry_id] = t
                puts.append((t, change.entry.post.network))
        if not puts:
            return None
        begins, ends = self.changes[0][0], self.changes[-1][0]
        origin = begins - begins % MINUTE
        networks = list(dict.fromkeys(network for _, network in puts))
        counts = [[0] * len(networks) for _ in range((ends - origin) // MINUTE + 1)]
        for t, network in puts:
            counts[(t - origin) // MINUTE][networks.index(network)] += 1
        peak = max(range(len(counts)), key=lambda n: sum(counts[n]))
        marks = [Mark(at=begins, kind="first"), Mark(at=origin + peak * MINUTE, kind="peak", rate=sum(counts[peak]))]
        marks += [Mark(at=s.starts, kind="session", title=s.title) for s in self.room.running.coverage.programme]
        return Facts(
            begins=begins,
            ends=ends,
            entries=len(first),
            removed=self.removed,
            volume=Volume(begins=origin, step=MINUTE, networks=networks, counts=counts),
            marks=sorted((mark for mark in marks if begins <= mark.at <= ends), key=lambda mark: mark.at),
        )

    async def board(self, at: int, limit: int, before: str | None) -> Then:
        end = bisect_right(self.changes, at, key=lambda one: one[0])
        board = Board()
        for _, _, change in self.changes[:end]:
            board.apply(change)
        found = [entry for entry in board if before is None or entry.key < before][: limit + 1]
        seq = self.changes[end - 1][1] if end else 0
        older = found[limit - 1].key if len(found) > limit else None
        return Then(cursor=self.room.running.hub.cursor(seq), entries=found[:limit], older=older)

    async def serve_facts(self, _request) -> web.Response:
        facts = await self.facts()
        volume = facts.volume
        return web.json_response(
            {
                "epoch": self.room.running.hub.epoch,
                "begins": iso(facts.begins),
                "ends": iso(facts.ends),
                "volume": {
                    "from": iso(volume.begins),
                    "step": volume.step,
                    "networks": volume.networks,
                    "counts": volume.counts,
                },
            }
        )

    async def serve_board(self, request) -> web.Response:
        self.asked.append(f"board {request.query_string}")
        lang = request.query["lang"]
        then = await self.board(int(request.query["at"]), int(request.query["limit"]), request.query.get("before"))
        entries = [self.room.put(entry, f"html-{lang}") for entry in then.entries]
        return self._json({"cursor": then.cursor, "older": then.older, "entries": entries})

    async def serve_changes(self, request) -> web.Response:
        self.asked.append(f"changes {request.query_string}")
        lang, limit = request.query["lang"], int(request.query["limit"])
        after = self.room.running.hub.seq(request.query["after"])
        following = [one for one in self.changes if one[1] > after and one[0] <= int(request.query["upto"])]
        written = []
        for t, seq, change in following[:limit]:
            said = self.room._written(seq, change, f"html-{lang}")
            written.append({"t": iso(t), **said})
        cursor = self.room.running.hub.cursor(following[:limit][-1][1] if following else after)
        return self._json({"cursor": cursor, "more": len(following) > limit, "changes": written})

    @staticmethod
    def _json(body) -> web.Response:
        response = web.Response(body=orjson.dumps(body), content_type="application/json")
        response.enable_compression()
        return response
