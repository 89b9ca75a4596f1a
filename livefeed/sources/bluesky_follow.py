"""How Bluesky is followed: all of the network by Jetstream, and once its search where an app password is given.

Sources: github.com/bluesky-social/jetstream (both wires), docs.bsky.app: app.bsky.actor.getProfiles,
app.bsky.feed.searchPosts, com.atproto.server.createSession.

Jetstream names people by DID only. Before a post of somebody new is handed on, their profile is asked for: it brings
the name, and says whether they want to be shown to people who are not signed in. Without an answer nothing is handed
on; the cursor waits, and nothing is lost.
"""

import contextlib
import re
from collections import OrderedDict
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import orjson

from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.times import DAY, HOUR, SECOND, iso, parse_iso
from livefeed.sources.bluesky_embed import NOT_SHOWN
from livefeed.sources.jetstream import Sieve
from livefeed.sources.line import Line, Plan, Way
from livefeed.sources.packed import Dictionary, is_packed
from livefeed.sources.reading import items, load, table, text
from livefeed.sources.text import clean_text

__all__ = ["APPVIEW", "ENDPOINTS", "PDS", "ways"]

ENDPOINTS = (
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream1.us-west.bsky.network/subscribe",
    "wss://jetstream1.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
)
APPVIEW = "https://public.api.bsky.app"
PDS = "https://bsky.social"

SILENCE = 15.0
"""Seconds: the whole network is never so long without a word."""
REWIND = 10 * SECOND
"""How far before the cursor is begun: servers lose and reorder a little where replay meets live."""
LOOKBACK = 36 * HOUR
"""What a server keeps; an older cursor is silently moved up."""

_COLLECTIONS = ("app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile")
_V2 = "network.bsky.jetstream.subscribeEvents"
_KEEP_EVERY = 250
_KNOWN = 20_000
_TAKEN = 5_000
_MOST_DIDS = 100
_SEARCH_PAGES = 10
_MICROS = 1_000
_TIME_US = re.compile(rb'"time_us"\s*:\s*(\d{1,17})')
_TIME = re.compile(rb'"time"\s*:\s*"([^"]{1,40})"')
_SEQ = re.compile(rb'"seq"\s*:\s*(\d{1,17})')
_DID = re.compile(rb'"did"\s*:\s*"(did:[^"\\]{1,300})"')


def ways(plan: Plan) -> list[Way]:
    """Follow Jetstream; search once at the start where there is an app password."""
    network = _Network(plan)
    found = [Way(name="jetstream", follow=network.follow, budget=(100, 8.0))]
    if plan.options.identifier and plan.secrets.get("password_env") and plan.hashtags:
        found.append(Way(name="search", follow=network.search, main=False))
    return found


class _Network:
    """Bluesky, as one stream sees it."""

    def __init__(self, plan: Plan) -> None:
        given = plan.options.endpoint
        self._endpoints = tuple([given] if isinstance(given, str) else given or ENDPOINTS)
        given = plan.options.dictionary_file
        self._dictionary = None if given is None else Dictionary(given)
        self._appview = plan.options.appview.rstrip("/")
        self._tries = 0
        self._known: OrderedDict[str, None] = OrderedDict()
        self._taken: OrderedDict[bytes, None] = OrderedDict()
        self._followed: dict[str, str] = {}

    async def follow(self, line: Line) -> None:
        """Take what matters of all that happens."""
        endpoint = self._endpoints[self._tries % len(self._endpoints)]
        self._tries += 1
        await self._resolve_followed(line)
        plan = line.plan
        dids = tuple(self._followed.values())
        sieve = Sieve(plan.hashtags, dids, line.knows, line.knows_author, everything=plan.stream.match == "all")
        only = dids if not plan.hashtags and plan.stream.match != "all" and len(dids) <= _MOST_DIDS else ()
        if line.mark is None:
            # From here on nothing may be missed, though nothing of ours has come yet.
            await line.keep(orjson.dumps({"us": line.now() * _MICROS}).decode())
        mark = _Mark.read(line.mark)
        late = line.now() - mark.micros // _MICROS > LOOKBACK
        line.note("it was away for more than 36 hours: what was posted before is missing" if late else "")
        cursor = mark.cursor(endpoint)
        try:
            await self._read(line, self._url(endpoint, cursor, only), endpoint, sieve)
        except RefusedError as error:
            if "CursorTooOld" not in error.reason:
                raise
            line.note("it was away for too long: what was posted before is missing")
            await self._read(line, self._url(endpoint, str((line.now() - LOOKBACK) * _MICROS), only), endpoint, sieve)

    async def _read(self, line: Line, url: str, endpoint: str, sieve: Sieve) -> None:
        silence = None if "dids=" in url.lower() else SILENCE
        async with line.socket(url, silence=silence) as socket:
            began = line.now()
            count = 0
            line.live()
            async for came in socket:
                message = self._opened(line, came)
                if sieve.matters(message):
                    await self._take(line, message, endpoint)
                count += 1
                if count % _KEEP_EVERY == 0:
                    await self._keep(line, message, endpoint)
                    if line.now() - began > 30 * SECOND:
                        self._tries = self._endpoints.index(endpoint)  # it serves well: come back to it

    def _opened(self, line: Line, message: bytes) -> bytes:
        """Open a message that is packed; one that cannot be goes on as it came, and is counted as unreadable."""
        if self._dictionary is None or not is_packed(message):
            return message
        opened = self._dictionary.open(message)
        if opened is None:
            line.note("packed messages come that cannot be opened: is dictionary_file the one of this server?")
            return message
        return opened

    def _url(self, endpoint: str, cursor: str, dids: tuple[str, ...]) -> str:
        if _V2 in endpoint:
            asked = [*(("collections", name) for name in _COLLECTIONS), *(("dids", did) for did in dids)]
            packed = [("zstdDictionary", str(self._dictionary.id))] if self._dictionary else []
        else:
            asked = [*(("wantedCollections", name) for name in _COLLECTIONS), *(("wantedDids", did) for did in dids)]
            packed = [("compress", "true")] if self._dictionary else []
        return f"{endpoint}?{urlencode([*asked, ('cursor', cursor), *packed])}"

    async def _take(self, line: Line, message: bytes, endpoint: str) -> None:
        said, word = _word_of_the_server(message)
        if said == "error":
            raise RefusedError(word)
        if said == "info":
            line.note(f"the server says: {word}")
            return
        key = blake2b(message, digest_size=12).digest()
        if key in self._taken:
            return
        found = _DID.search(message)
        did = found[1].decode("utf-8", "replace") if found else ""
        recorded = b'"record"' in message
        returned = not recorded and b'"account"' in message and b'"active":true' in message
        if did and returned:
            await self._welcome_back(line, did, message, endpoint)
        else:
            if did and recorded:
                await self._introduce(line, did)
            await line.take(message, mark=_mark(message, endpoint))
        self._taken[key] = None
        if len(self._taken) > _TAKEN:
            self._taken.popitem(last=False)

    @staticmethod
    async def _keep(line: Line, message: bytes, endpoint: str) -> None:
        mark = _mark(message, endpoint)
        if mark is not None:
            await line.keep(mark)

    async def _introduce(self, line: Line, did: str) -> None:
        """Learn who somebody is, before the first of their posts is handed on."""
        if did in self._known:
            self._known.move_to_end(did)
            return
        profile = await self._profile(line, did)
        if profile is not None:
            await line.take(profile)
        self._known[did] = None
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)

    async def _welcome_back(self, line: Line, did: str, message: bytes, endpoint: str) -> None:
        """Take in that an account is active, unless it is to be shown to signed-in people only: that is asked first.

        Whoever is on a server anew is said to be active too. Handed on before the answer, the word would show posts
        that their author hides.
        """
        profile = await self._profile(line, did)
        if profile is None or NOT_SHOWN.encode() not in profile:
            await line.take(message)
        if profile is not None:
            await line.take(profile)
        await self._keep(line, message, endpoint)

    async def _profile(self, line: Line, did: str) -> bytes | None:
        """Ask how somebody is called and who may see them; None where there is nobody of this name."""
        answer = await line.get(
            f"{self._appview}/xrpc/app.bsky.actor.getProfiles", params=[("actors", did)], expect=(200, 400)
        )
        return answer.body if answer.status == 200 else None

    async def _resolve_followed(self, line: Line) -> None:
        """Find the DIDs of followed accounts; those of other networks are not ours."""
        for account in line.plan.accounts:
            name = account.strip().lstrip("@")
            if name in self._followed or "@" in name or "/" in name:
                continue
            if name.startswith("did:"):
                self._followed[name] = name
            elif "." in name:
                answer = await line.get(
                    f"{self._appview}/xrpc/app.bsky.actor.getProfiles", params=[("actors", name)], expect=(200, 400)
                )
                profiles = items(load(answer.body), "profiles") if answer.status == 200 else []
                did = text(profiles[0], "did") if profiles else ""
                if did:
                    self._followed[name] = did
                    self._known[did] = None
                    await line.take(answer.body)
                else:
                    line.note(f"there is no account {name}")

    # The search, once.

    async def search(self, line: Line) -> None:
        """Bring what was posted before we came; afterwards Jetstream has everything."""
        if line.mark is None:
            await self._search(line)
            await line.keep(iso(line.now()))
        line.live("polling")
        while True:
            await line.pause(3600)

    async def _search(self, line: Line) -> None:
        options = line.plan.options
        pds = options.pds.rstrip("/")
        session = await line.post(
            f"{pds}/xrpc/com.atproto.server.createSession",
            json={"identifier": options.identifier, "password": line.plan.secrets["password_env"]},
        )
        headers = {"Authorization": f"Bearer {text(load(session.body), 'accessJwt')}"}
        starts = line.plan.coverage.starts
        since = max(line.now() - 7 * DAY, line.now() - DAY if starts is None else starts - HOUR)
        for tag in line.plan.hashtags:
            cursor = ""
            for _ in range(_SEARCH_PAGES):
                params = [("q", f"#{tag}"), ("sort", "latest"), ("since", iso(since)), ("limit", "100")]
                params += [("cursor", cursor)] if cursor else []
                answer = await line.get(f"{pds}/xrpc/app.bsky.feed.searchPosts", params=params, headers=headers)
                page = table(load(answer.body))
                if items(page, "posts"):
                    await line.take(answer.body)
                cursor = text(page, "cursor")
                if not cursor:
                    break


class _Mark:
    """A place in Jetstream: a time for every server, and a sequence number for the one that gave it."""

    def __init__(self, micros: int = 0, seq: int = 0, endpoint: str = "") -> None:
        self.micros = micros
        self.seq = seq
        self.endpoint = endpoint

    @classmethod
    def read(cls, kept: str | None) -> "_Mark":
        """Read what was kept."""
        value: dict[str, Any] = table(orjson.loads(kept)) if kept else {}
        return cls(int(value.get("us", 0)), int(value.get("seq", 0)), str(value.get("at", "")))

    def cursor(self, endpoint: str) -> str:
        """Give the cursor to ask a server for; numbers count only on the server that gave them."""
        if self.seq and endpoint == self.endpoint:
            return str(self.seq)
        return str(self.micros - REWIND * _MICROS)


def _word_of_the_server(message: bytes) -> tuple[str, str]:
    """Tell whether a message is the server's own (`error`, `info`), and what it says.

    Only the outermost object counts: within a record anybody may write what looks like one.
    """
    if b'"error"' not in message and b'#info"' not in message:
        return "", ""
    with contextlib.suppress(PayloadError):
        told = table(load(message))
        kind, payload = text(told, "$type"), table(told, "payload")
        if kind == "message" and text(payload, "$type") == f"{_V2}#info":
            kind, told = "info", payload
        if kind in ("error", "info"):
            return kind, clean_text(text(told, "error") or text(told, "name") or text(told, "message"), 200)
    return "", ""


def _mark(message: bytes, endpoint: str) -> str | None:
    found = _TIME_US.search(message)
    if found:
        return orjson.dumps({"us": int(found[1])}).decode()
    time, seq = _TIME.search(message), _SEQ.search(message)
    if time is None or seq is None:
        return None
    try:
        micros = parse_iso(time[1].decode("ascii", "replace")) * _MICROS
    except ValueError:
        return None
    return orjson.dumps({"us": micros, "seq": int(seq[1]), "at": endpoint}).decode()
