"""A scene: people post, boost, edit and delete; streams deliver, late and twice; the truth is written down.

Scenarios say what happens (`say`, `boost`, `edit`, `delete`, `publish`, `cut`); the scene turns it into frames with
believable delays and keeps what a reader of the tape has to find out for themselves.
"""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from replay_data.generator import wire
from replay_data.generator.wire import Account, Draft, Item, Media

__all__ = ["Feed", "Scene"]

Json = dict[str, Any]

SECOND = 1_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
FUTURE = 2 * MINUTE
MILLENNIUM = 946_684_800_000


@dataclass
class Feed:
    """A feed as it stands: its kind, its rolling window, and what it holds."""

    name: str
    kind: str
    """`atom`, `rss` or `json`."""
    url: str
    home: str
    title: str
    lang: str
    window: int = 12
    items: list[Item] = field(default_factory=list)

    def document(self, at: int) -> str:
        """Write the document as a poll would find it."""
        if self.kind == "atom":
            return wire.atom(self.url, self.home, self.title, self.lang, self.items, at)
        if self.kind == "rss":
            return wire.rss(self.home, self.title, self.lang, self.items, at)
        return wire.json_feed(self.url, self.home, self.title, self.lang, self.items)


@dataclass
class _Frame:
    t: int
    stream: str
    payload: str
    key: str
    what: str
    tag: str = ""


@dataclass
class _Cut:
    stream: str
    begin: int
    end: int


class Scene:
    """One recording in the making.

    Args:
        slug: of the coverage.
        seed: of everything that is drawn.
        title: of the tape, by language.
        tag: the hashtag under which Mastodon's streams are subscribed.
        servers: Mastodon servers that are followed.
        relays: Nostr relays that are followed.
        more_tags: further hashtags that are subscribed; a status with two of them arrives once for each.
    """

    def __init__(
        self,
        *,
        slug: str,
        seed: int,
        title: dict[str, str],
        tag: str,
        servers: Sequence[str],
        relays: Sequence[str],
        more_tags: Sequence[str] = (),
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.title = title
        self.tag = tag
        self.tags = (tag, *more_tags)
        self.servers = tuple(servers)
        self.relays = tuple(relays)
        self.random = random.Random(seed)
        self.accounts: dict[str, Account] = {}
        self.feeds: dict[str, Feed] = {}
        self.drafts: dict[str, Draft] = {}
        self.moments: list[Json] = []
        self.links: list[Json] = []
        self._frames: list[_Frame] = []
        self._truth: dict[str, Json] = {}
        self._cuts: list[_Cut] = []
        self._introduced: dict[tuple[str, str], int] = {}
        self._events: dict[str, Json] = {}
        self._post_keys = 0

    # People

    def add(self, *accounts: Account) -> None:
        """Make accounts known."""
        for account in accounts:
            if account.key in self.accounts:
                raise ValueError(f"two accounts are called {account.key}")
            self.accounts[account.key] = account

    def who(self, key: str) -> Account:
        """Find an account."""
        return self.accounts[key]

    # What happens; times are milliseconds since 1970 UTC

    def say(
        self,
        who: str,
        at: int,
        text: str,
        *,
        key: str | None = None,
        lang: str | None = "",
        delay: int | None = None,
        claims: int | None = None,
        reply_to: str | None = None,
        quote_of: str | None = None,
        media: Sequence[Media] = (),
        warning: str = "",
        poll: Sequence[str] = (),
        copy_of: str | None = None,
        why: str | None = None,
        asks: bool = False,
        answers: str | None = None,
        lane: str | None = None,
        tags: Sequence[str] = (),
    ) -> str:
        """Let somebody post.

        Args:
            who: key of the account.
            at: when it is written.
            text: mentions as `@[account key]`.
            key: name in the truth file; made up when missing.
            lang: the account's when empty, None for a network that does not say.
            delay: milliseconds until the first stream has it; drawn by network when missing.
            claims: what the author's clock says, where it lies.
            reply_to: key of a post.
            quote_of: key of a post.
            media: pictures.
            warning: content warning.
            poll: options.
            copy_of: key of the post that this one copies.
            why: reason of the copy: cross-post, text, near, quote, link.
            asks: whether it is a question that wants an answer.
            answers: key of the question that it answers.
            lane: question, help-wanted, help-offered, cause, news, official.
            tags: hashtags that are not written in the text (Nostr, the `post` source).
        """
        account = self.who(who)
        self._post_keys += 1
        key = key or f"p{self._post_keys}"
        if key in self.drafts:
            raise ValueError(f"two posts are called {key}")
        draft = Draft(
            key=key,
            account=account,
            at=at if claims is None else claims,
            text=text,
            lang=account.lang if lang == "" else lang,
            reply_to=self.drafts[parent] if (parent := reply_to or answers) else None,
            quote_of=self.drafts[quote_of] if quote_of else None,
            media=media,
            warning=warning,
            poll=poll,
            tags=tags,
        )
        if draft.reply_to is not None and draft.reply_to.account.network != account.network:
            draft.reply_to = None
        self._identify(draft, at)
        self.drafts[key] = draft
        self._note(draft, copy_of, why, {"asks": asks, "answers": answers, "lane": lane})
        for stream, t in self._arrivals(account, at, delay):
            for n, tag in enumerate(self._channels(draft)):
                self._emit(stream, t + 3 * n, key, "put", self._payload(draft, stream, t, tag), tag)
        return key

    def boost(self, who: str, of: str, at: int, *, key: str | None = None, delay: int | None = None) -> str:
        """Let somebody pass a post on; on the same network as the post, as networks have it."""
        account, original = self.who(who), self.drafts[of]
        if account.network != original.account.network:
            raise ValueError(f"{who} cannot boost {of}: another network")
        key = key or f"boost-{of}-{who}"
        draft = Draft(key=key, account=account, at=at, text="", lang=None)
        self._identify(draft, at, boost_of=original)
        self.drafts[key] = draft
        self._note(draft, of, "boost", {})
        for stream, t in self._arrivals(account, at, delay)[:1]:
            self._emit(stream, t, key, "put", self._boost_payload(draft, original, stream, t))
        return key

    def edit(self, key: str, at: int, text: str) -> None:
        """Let an author change a post (Mastodon, Bluesky, the `post` source; Nostr has no edits)."""
        draft = self.drafts[key]
        if draft.account.network == "nostr":
            raise ValueError("Nostr has no edits")
        edited = replace(draft, text=text, edited_at=at)
        self.drafts[key] = edited
        self._truth[draft.id]["edited"] = True
        for frame in [frame for frame in self._frames if frame.key == key and frame.what == "put"]:
            t = max(at + self._delay(draft.account, frame.stream), frame.t + 50)
            self._emit(frame.stream, t, key, "edit", self._payload(edited, frame.stream, t, frame.tag), frame.tag)

    def delete(self, key: str, at: int, *, before_arrival: bool = False) -> None:
        """Let an author delete a post; `before_arrival`: every stream brings the deletion before the post."""
        draft = self.drafts[key]
        truth = self._truth[draft.id]
        truth["deleted"] = True
        truth["deleted_before_arrival"] = before_arrival
        for frame in [frame for frame in self._frames if frame.key == key and frame.what == "put"]:
            t = max(at + self._delay(draft.account, frame.stream), frame.t + 200)
            if before_arrival:
                t = frame.t - 1 - self.random.randrange(1, 9)
            self._emit(frame.stream, t, key, "delete", self._delete_payload(draft, frame.stream, t, at, frame.tag))

    def publish(self, feed: str, item: Item, at: int, *, delay: int, lane: str = "news") -> str:
        """Let a feed carry an item, new or changed; a poll finds it after `delay`."""
        source = self.feeds[feed]
        known = next((i for i, old in enumerate(source.items) if old.id == item.id), None)
        if known is None:
            source.items.insert(0, item)
        else:
            source.items[known] = item
        del source.items[source.window :]
        t = at + delay
        self._emit(f"feed:{feed}", t, item.id, "put" if known is None else "edit", source.document(at))
        if known is not None:
            self._truth[item.id]["edited"] = True
            return item.id
        account = Account(key=feed, network="feed", user="", host="", name=source.title)
        draft = Draft(key=item.id, account=account, at=item.published, text=item.title, id=item.id)
        self.drafts[item.id] = draft
        self._note(draft, None, None, {"lane": lane}, author=source.url)
        return item.id

    def cut(self, stream: str, begin: int, end: int) -> None:
        """Let a stream fail; when it returns, what it missed comes all at once and in disorder."""
        self._cuts.append(_Cut(stream, begin, end))

    def raw(self, stream: str, t: int, payload: str) -> None:
        """Add a frame that carries no post of the scene: noise of a network."""
        self._emit(stream, t, "", "noise", payload)

    def moment(self, name: dict[str, str], onset: int, first_post: str, words: Sequence[str]) -> None:
        """Write down when something broke, and who said so first."""
        self.moments.append(
            {"name": name, "kind": "burst", "onset": onset, "first_post": first_post, "words": list(words)}
        )

    def link(self, canonical: str, variants: Sequence[str], posts: Iterable[str]) -> None:
        """Write down which addresses are one."""
        self.links.append({"canonical": canonical, "variants": list(variants), "posts": list(posts)})

    # What comes of it

    def frames(self) -> list[Json]:
        """Give the frames in the order in which they were received."""
        self._introduce_all()
        self._deliver_after_cuts()
        ordered = sorted(enumerate(self._frames), key=lambda numbered: (numbered[1].t, numbered[0]))
        return [
            {
                "t": frame.t * 1000 + number % 1000,
                "stream": frame.stream,
                "source": frame.stream.partition(":")[0],
                "payload": frame.payload,
            }
            for number, frame in ordered
        ]

    def header(self) -> Json:
        """Give the first line of the tape."""
        return {
            "tape": 1,
            "title": self.title,
            "coverage": self.slug,
            "provenance": "Made by replay_data/generator. Everybody and everything in it is invented.",
            "licence": "CC0-1.0",
        }

    def truth(self) -> Json:
        """Give what there is to find out; call it after `frames`."""
        first: dict[str, int] = {}
        streams: dict[str, list[str]] = {}
        for frame in sorted(self._frames, key=lambda frame: frame.t):
            if frame.what == "put":
                first.setdefault(frame.key, frame.t)
                streams.setdefault(frame.key, [])
                if frame.stream not in streams[frame.key]:
                    streams[frame.key].append(frame.stream)
        for post in self._truth.values():
            key, claimed = post["key"], post.pop("claimed")
            received = first[key]
            post["clock"] = _clock(claimed, received)
            post["late"] = post["clock"] == "ok" and received - claimed >= MINUTE
            post |= {"at": wire.iso(claimed), "received": wire.iso(received), "streams": sorted(streams[key])}
        return {
            "truth": 1,
            "seed": self.seed,
            "counts": self._counts(),
            "posts": self._truth,
            "moments": [
                m | {"onset": wire.iso(m["onset"]), "first_post": self._id(m["first_post"])} for m in self.moments
            ],
            "questions": self._questions(first),
            "links": [link | {"posts": [self._id(key) for key in link["posts"]]} for link in self.links],
            "gaps": [{"stream": c.stream, "from": wire.iso(c.begin), "to": wire.iso(c.end)} for c in self._cuts],
        }

    def _counts(self) -> Json:
        networks: dict[str, int] = {}
        for post in self._truth.values():
            networks[post["network"]] = networks.get(post["network"], 0) + 1
        authors = {post["author"] for post in self._truth.values()}
        return {"frames": len(self._frames), "posts": len(self._truth), "accounts": len(authors), "networks": networks}

    def _questions(self, first: dict[str, int]) -> list[Json]:
        questions = []
        for post_id, post in self._truth.items():
            if post["asks"]:
                found = [
                    (first[other["key"]], other_id)
                    for other_id, other in self._truth.items()
                    if other["answers"] == post_id
                ]
                found.sort()
                answered = wire.iso(found[0][0]) if found else None
                questions.append({"post": post_id, "answers": [other for _, other in found], "answered_at": answered})
        return questions

    def _id(self, key: str) -> str:
        return self.drafts[key].id

    # How posts are named and delivered

    def _identify(self, draft: Draft, at: int, boost_of: Draft | None = None) -> None:
        account = draft.account
        draft.number = (at << 16) | self.random.getrandbits(16)
        if account.network == "mastodon":
            ending = "/activity" if boost_of is not None else ""
            draft.id = f"https://{account.host}/users/{account.user}/statuses/{draft.number}{ending}"
        elif account.network == "bluesky":
            collection = "app.bsky.feed.post" if boost_of is None else "app.bsky.feed.repost"
            draft.id = f"at://{account.id}/{collection}/{wire.tid(at, self.random.randrange(1 << 20))}"
        elif account.network == "nostr":
            event = (
                wire.nostr_note(draft, self.who)
                if boost_of is None
                else wire.nostr_repost(draft, self._events[boost_of.key])
            )
            self._events[draft.key] = event
            draft.id = "nostr:" + event["id"]
        else:
            draft.id = f"https://{account.host}/{account.user}/{draft.number}"

    def _note(self, draft: Draft, copy_of: str | None, why: str | None, marks: Json, author: str | None = None) -> None:
        answers = marks.get("answers")
        self._truth[draft.id] = {
            "key": draft.key,
            "author": author or draft.account.id,
            "network": draft.account.network,
            "claimed": draft.at,
            "copy_of": self._id(copy_of) if copy_of else None,
            "why": why if copy_of else None,
            "asks": bool(marks.get("asks")),
            "answers": self._id(answers) if answers else None,
            "edited": False,
            "deleted": False,
            "deleted_before_arrival": False,
            "lane": marks.get("lane"),
        }

    def _arrivals(self, account: Account, at: int, delay: int | None) -> list[tuple[str, int]]:
        """Say when which stream has a post."""
        streams = self._streams(account)
        delays = [self._delay(account, stream) for stream in streams]
        if delay is not None:
            shift = delay - min(delays)
            delays = [one + shift for one in delays]
        return sorted(
            ((stream, at + one) for stream, one in zip(streams, delays, strict=True)), key=lambda arrival: arrival[1]
        )

    def _streams(self, account: Account) -> list[str]:
        if account.network == "mastodon":
            others = [server for server in self.servers if server != account.host]
            home = [account.host] if account.host in self.servers else []
            more = self.random.sample(others, k=self.random.choice((0, 1, 1, 2) if home else (1, 1, 2)))
            return [f"mastodon:{server}" for server in (*home, *more)]
        if account.network == "nostr":
            return [f"nostr:{relay}" for relay in self.random.sample(self.relays, k=self.random.choice((1, 2)))]
        if account.network == "bluesky":
            return ["bluesky:jetstream"]
        return [f"{account.network}:{account.host.partition('.')[0]}"]

    def _delay(self, account: Account, stream: str) -> int:
        draw = self.random
        if account.network == "mastodon":
            if stream == f"mastodon:{account.host}":
                return draw.randrange(120, 2_000)
            if draw.random() < 0.04:
                return draw.randrange(2 * MINUTE, 7 * MINUTE)
            return draw.randrange(600, 40_000) if draw.random() < 0.3 else draw.randrange(500, 6_000)
        if account.network == "bluesky":
            return draw.randrange(300, 2_500)
        if account.network == "nostr":
            return draw.randrange(1_000, 5_000)
        return draw.randrange(100, 900)

    def _emit(self, stream: str, t: int, key: str, what: str, payload: str, tag: str = "") -> None:
        self._frames.append(_Frame(t, stream, payload, key, what, tag))

    def _channels(self, draft: Draft) -> list[str]:
        """List the hashtag streams on which a Mastodon server sends a status; one nameless channel elsewhere."""
        if draft.account.network != "mastodon":
            return [""]
        written = {words.lower() for kind, words in wire.segments(draft.text) if kind == "tag"}
        return [tag for tag in self.tags if f"#{tag.lower()}" in written] or [self.tag]

    def _payload(self, draft: Draft, stream: str, t: int, tag: str) -> str:
        network, _, name = stream.partition(":")
        if network == "mastodon":
            self._number(draft, name, t)
            if draft.quote_of is not None:
                self._number(draft.quote_of, name, t - MINUTE)
            event = "update" if draft.edited_at is None else "status.update"
            return wire.mastodon_frame(tag, event, wire.dumps(wire.mastodon_status(draft, name, self.who)))
        if network == "bluesky":
            self._introduce(draft.account, stream, t)
            return wire.bluesky_post(draft, t * 1000, self.who)
        if network == "nostr":
            self._introduce(draft.account, stream, t)
            return wire.nostr_message(self._events[draft.key])
        return wire.normalised_post(draft, self.who)

    def _boost_payload(self, draft: Draft, original: Draft, stream: str, t: int) -> str:
        network, _, name = stream.partition(":")
        if network == "mastodon":
            self._number(draft, name, t)
            self._number(original, name, t - MINUTE)
            status = wire.mastodon_boost(draft, original, name, self.who)
            return wire.dumps({"stream": ["user"], "event": "update", "payload": wire.dumps(status)})
        self._introduce(draft.account, stream, t)
        if network == "bluesky":
            return wire.bluesky_repost(draft, original, t * 1000)
        return wire.nostr_message(self._events[draft.key])

    def _delete_payload(self, draft: Draft, stream: str, t: int, at: int, tag: str) -> str:
        network, _, name = stream.partition(":")
        if network == "mastodon":
            return wire.mastodon_delete(tag, draft.local_ids[name])
        if network == "bluesky":
            return wire.bluesky_delete(draft, t * 1000)
        if network == "nostr":
            return wire.nostr_message(wire.nostr_delete(draft.account, at, draft.id.removeprefix("nostr:")))
        return wire.normalised_delete(draft)

    def _number(self, draft: Draft, server: str, t: int) -> None:
        """Give a status the number that a server makes of the time when it has it."""
        if server not in draft.local_ids:
            home = server == draft.account.host
            draft.local_ids[server] = draft.number if home else (t << 16) | self.random.getrandbits(16)

    def _introduce(self, account: Account, stream: str, t: int) -> None:
        """Remember when somebody is first heard on a stream."""
        first = self._introduced.get((account.key, stream))
        if first is None or t < first:
            self._introduced[account.key, stream] = t

    def _introduce_all(self) -> None:
        """Let the networks say who somebody is, shortly before their first post on a stream."""
        draw = random.Random(self.seed + 7)
        for (key, stream), t in self._introduced.items():
            account = self.accounts[key]
            before = t - 30_000 - draw.randrange(20_000)
            if account.network == "bluesky":
                self._emit(stream, before, "", "noise", wire.bluesky_identity(account, before * 1000))
                self._emit(stream, before + 40, "", "noise", wire.bluesky_profile(account, (before + 40) * 1000))
            else:
                self._emit(stream, before, "", "noise", wire.nostr_message(wire.nostr_profile(account, before - DAY)))

    def _deliver_after_cuts(self) -> None:
        for cut in self._cuts:
            missed = [frame for frame in self._frames if frame.stream == cut.stream and cut.begin <= frame.t < cut.end]
            for frame in missed:
                frame.t = cut.end + (20_000 if frame.what == "put" else 60_000) + self.random.randrange(20_000)


def _clock(claimed: int, received: int) -> str:
    if claimed > received + FUTURE:
        return "ahead"
    if claimed < MILLENNIUM:
        return "behind"
    return "archived" if claimed < received - DAY else "ok"


def dump_truth(truth: Json) -> str:
    """Write a truth file: sorted, so that a change reads well."""
    return json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
