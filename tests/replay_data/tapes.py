"""Reads a recording on its own terms: what each post, edit and deletion on a tape says, without the project's parsers."""

import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import zstandard

__all__ = ["FOLDER", "Arrival", "Recording", "Seen", "Tape", "canonical", "millis"]

FOLDER = Path(__file__).parents[2] / "replay_data"
Json = dict[str, Any]
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Arrival:
    """One frame that brought a post or a new form of it."""

    t: int
    stream: str
    claimed: int
    text: str
    edit: bool = False


@dataclass
class Seen:
    """What a tape says about one post; times in milliseconds."""

    id: str
    author: str
    network: str
    arrivals: list[Arrival] = field(default_factory=list)
    deletions: list[int] = field(default_factory=list)
    reply_to: str = ""
    boost_of: str = ""
    quote_of: str = ""
    tags: set[str] = field(default_factory=set)

    @property
    def first(self) -> Arrival:
        """The first frame that brought it."""
        return min(self.arrivals, key=lambda arrival: arrival.t)


@dataclass
class Tape:
    """A whole tape."""

    header: Json
    frames: list[Json]
    posts: dict[str, Seen]
    signed: list[Json]
    """Every signed object of Nostr, in order."""


def canonical(text: str) -> str:
    """Drop case, addresses, mentions, hashtags, signs and "RT @x:"; what is left are the words."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"^rt @\S+", " ", text)
    text = re.sub(r"https?://\S+|@[\w.-]+(?:@[\w.-]+)?|#\w+", " ", text)
    text = text.replace("\ufe0f", "")
    return " ".join("".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text).split())


def millis(text: str) -> int:
    """Read RFC 3339 into milliseconds since 1970 UTC."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


class Recording:
    """One of ours, by its name, and what is known of it; each file is read once, when it is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def tape(self) -> Tape:
        """Its tape."""
        return _read_tape(self.name)

    @cached_property
    def truth(self) -> Json:
        """Its truth file."""
        return json.loads((FOLDER / self.name / "truth.json").read_text(encoding="utf-8"))

    @property
    def posts(self) -> Json:
        """The posts of the truth, by their ids."""
        return self.truth["posts"]

    def seen(self, post_id: str) -> Seen:
        """What the tape says of a post."""
        return self.tape.posts[post_id]

    def words(self, post_id: str) -> str:
        """The words of a post, as it came first."""
        return canonical(self.seen(post_id).first.text)


def _read_tape(name: str) -> Tape:
    """Read the tape of a recording."""
    with (FOLDER / name / "tape.ndjson.zst").open("rb") as file:
        raw = zstandard.ZstdDecompressor().stream_reader(file).read()
    lines = [json.loads(line) for line in io.BytesIO(raw)]
    tape = Tape(lines[0], lines[1:], {}, [])
    local: dict[str, str] = {}
    for frame in tape.frames:
        reader = {"mastodon": _mastodon, "bluesky": _bluesky, "nostr": _nostr, "feed": _feed, "post": _post}
        reader[frame["source"]](tape, frame, local)
    return tape


def _put(tape: Tape, frame: Json, post_id: str, author: str, arrival: Arrival) -> Seen:
    seen = tape.posts.setdefault(post_id, Seen(post_id, author, frame["source"]))
    assert seen.author == author, f"{post_id} changed hands"
    seen.arrivals.append(arrival)
    return seen


def _delete(tape: Tape, frame: Json, post_id: str) -> None:
    seen = tape.posts.setdefault(post_id, Seen(post_id, "", frame["source"]))
    seen.deletions.append(frame["t"] // 1000)


def _mastodon(tape: Tape, frame: Json, local: dict[str, str]) -> None:
    message = json.loads(frame["payload"])
    server = frame["stream"].partition(":")[2]
    if message["event"] == "delete":
        # The deletion names the server's own number, which may come before the post: keep it until that is known.
        known = local.get(f"{server} {message['payload']}")
        waiting = f"{server} {message['payload']}"
        _delete(tape, frame, known or waiting)
        return
    status = json.loads(message["payload"])
    name = f"{server} {status['id']}"
    local[name] = status["uri"]
    text = _plain(status["content"])
    arrival = Arrival(
        frame["t"] // 1000, frame["stream"], millis(status["created_at"]), text, message["event"] == "status.update"
    )
    early = tape.posts.pop(name, None)
    if early and (old := tape.posts.get(status["uri"])):
        old.deletions += early.deletions
    elif early:
        tape.posts[status["uri"]] = Seen(status["uri"], status["account"]["url"], "mastodon", deletions=early.deletions)
    seen = _put(tape, frame, status["uri"], status["account"]["url"], arrival)
    seen.tags |= {tag["name"] for tag in status["tags"]}
    seen.reply_to = local.get(f"{server} {status['in_reply_to_id']}", "") or seen.reply_to
    seen.boost_of = (status["reblog"] or {}).get("uri", "")
    seen.quote_of = status.get("quote", {}).get("quoted_status", {}).get("uri", "") or seen.quote_of


def _plain(content: str) -> str:
    content = content.replace("</p><p>", "\n\n").replace("<br />", "\n")
    return html.unescape(re.sub(r"<[^>]*>", "", content))


def _bluesky(tape: Tape, frame: Json, _: dict[str, str]) -> None:
    message = json.loads(frame["payload"])
    commit = message.get("commit")
    if commit is None or commit["collection"] == "app.bsky.actor.profile":
        return
    post_id = f"at://{message['did']}/{commit['collection']}/{commit['rkey']}"
    if commit["operation"] == "delete":
        _delete(tape, frame, post_id)
        return
    record = commit["record"]
    text = _whole_links(record, post_id)
    edit = commit["operation"] == "update"
    arrival = Arrival(frame["t"] // 1000, frame["stream"], millis(record["createdAt"]), text, edit)
    seen = tape.posts.setdefault(post_id, Seen(post_id, message["did"], "bluesky"))
    seen.author = message["did"]
    seen.arrivals.append(arrival)
    seen.tags |= {f["features"][0].get("tag", "").lower() for f in record.get("facets", [])}
    seen.reply_to = record.get("reply", {}).get("parent", {}).get("uri", "") or seen.reply_to
    seen.boost_of = record.get("subject", {}).get("uri", "")
    seen.quote_of = record.get("embed", {}).get("record", {}).get("uri", "") or seen.quote_of


def _whole_links(record: Json, post_id: str) -> str:
    """Write a text with its addresses whole; facets count bytes."""
    raw = record.get("text", "").encode()
    for facet in reversed(record.get("facets", [])):
        begin, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        feature = facet["features"][0]
        piece = raw[begin:end].decode()
        assert "tag" not in feature or piece == "#" + feature["tag"], f"a facet of {post_id} stands beside its tag"
        raw = raw[:begin] + feature.get("uri", piece).encode() + raw[end:]
    return raw.decode()


def _nostr(tape: Tape, frame: Json, _: dict[str, str]) -> None:
    kind, _sub, signed = json.loads(frame["payload"])
    assert kind == "EVENT"
    tape.signed.append(signed)
    marks = {mark[0]: mark for mark in signed["tags"]}
    if signed["kind"] == 5:
        _delete(tape, frame, "nostr:" + marks["e"][1])
    if signed["kind"] not in (1, 6):
        return
    arrival = Arrival(frame["t"] // 1000, frame["stream"], signed["created_at"] * 1000, signed["content"])
    author = "nostr:" + signed["pubkey"]
    seen = tape.posts.setdefault("nostr:" + signed["id"], Seen("nostr:" + signed["id"], author, "nostr"))
    seen.author = author
    seen.arrivals.append(arrival)
    seen.tags |= {mark[1] for mark in signed["tags"] if mark[0] == "t"}
    target = "nostr:" + marks["e"][1] if "e" in marks else ""
    seen.reply_to, seen.boost_of = (target, "") if signed["kind"] == 1 else ("", target)
    seen.quote_of = "nostr:" + marks["q"][1] if "q" in marks else ""


def _items(payload: str) -> Iterator[tuple[str, str, int, str]]:
    """Give (id, words, claimed, everything) of each item of a feed."""
    if payload.startswith("{"):
        for item in json.loads(payload)["items"]:
            words = f"{item['title']}\n{item['content_text']}"
            yield item["id"], words, millis(item["date_published"]), json.dumps(item)
        return
    root = ET.fromstring(payload)
    for item in root.iter("item"):
        part = {child.tag: child.text or "" for child in item}
        published = round(parsedate_to_datetime(part["pubDate"]).astimezone(UTC).timestamp() * 1000)
        yield part["guid"], f"{part['title']}\n{part['description']}", published, repr(part)
    for entry in root.iter(f"{_ATOM}entry"):
        part = {child.tag.removeprefix(_ATOM): child.text or "" for child in entry}
        claimed = millis(part.get("published") or part["updated"])
        yield part["id"], f"{part['title']}\n{part['summary']}", claimed, repr(part)


def _feed(tape: Tape, frame: Json, local: dict[str, str]) -> None:
    for post_id, text, claimed, whole in _items(frame["payload"]):
        digest = sha256(whole.encode()).hexdigest()
        if local.get(post_id) == digest:
            continue
        edit = post_id in local
        local[post_id] = digest
        arrival = Arrival(frame["t"] // 1000, frame["stream"], claimed, text, edit)
        _put(tape, frame, post_id, frame["stream"], arrival)


def _post(tape: Tape, frame: Json, _: dict[str, str]) -> None:
    told = json.loads(frame["payload"])
    if told["op"] == "delete":
        _delete(tape, frame, told["id"])
        return
    arrival = Arrival(frame["t"] // 1000, frame["stream"], millis(told["created_at"]), told["text"])
    seen = _put(tape, frame, told["id"], told["author"]["id"], arrival)
    seen.tags |= {tag.lower() for tag in told["hashtags"]}
    seen.reply_to = told["reply_to"] or ""
