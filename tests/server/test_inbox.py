"""Posts are taken from whoever can sign, once, and answered when they are durable."""

import io
import json

import aiohttp
import pytest

from livefeed.runtime.inbox import Inbox, SignatureError, sign
from livefeed.sources.post import NormalisedPosts
from tests.making import NOON, make_coverage, make_post
from tests.server.conftest import serve

SECRET = "s3cret"
NOW = str(NOON // 1000)
POST = {
    "op": "put",
    "id": "https://a.example/1",
    "created_at": "2026-10-02T12:00:00Z",
    "author": {"handle": "@zoe@a.example"},
    "text": "The doors open at nine #demo",
}


async def send(served, body, *, timestamp=NOW, secret=SECRET, signature=None, door="inbox"):
    """Bring something to the inbox."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Livefeed-Timestamp": timestamp, "X-Livefeed-Signature": signature or sign(secret, timestamp, raw)}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{served.url}/demo/{door}", data=io.BytesIO(raw), headers=headers) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def open_inbox(tmp_path):
    """A served coverage with an inbox."""
    async with serve(tmp_path / "journal.sqlite3") as served:
        served.running.inboxes["post"] = Inbox("post:inbox", SECRET)
        yield served


async def test_a_post_is_accepted_when_it_is_in_the_journal(open_inbox):
    status, answer = await send(open_inbox, POST)

    assert (status, answer) == (200, {"accepted": 1, "refused": []})
    assert [change.entry.post.id for _, change in open_inbox.running.journal.changes(0, 10)] == [POST["id"]]


async def test_many_at_once_the_wrong_ones_are_named(open_inbox):
    status, answer = await send(open_inbox, [POST, POST | {"id": ""}, {"op": "delete", "id": POST["id"]}, 7])

    assert (status, answer["accepted"]) == (200, 2)
    assert [(one["index"], one["error"]) for one in answer["refused"]] == [
        (1, "id: is required, a text"),
        (3, "is no object"),
    ]
    assert len(open_inbox.running.hub.board) == 0


async def test_a_message_counts_once_and_the_same_post_again_is_no_second(open_inbox):
    await send(open_inbox, POST)
    again = await send(open_inbox, POST)
    anew = await send(open_inbox, POST, timestamp=str(int(NOW) + 1))

    assert again == (200, {"accepted": 0, "repeated": True})
    assert anew[1]["accepted"] == 1
    assert len(open_inbox.running.hub.board) == 1


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"secret": "wrong"}, "is not that of this message"),
        ({"signature": "sha256=é"}, "is not that of this message"),
        ({"timestamp": str(int(NOW) - 301)}, "more than five minutes"),
        ({"timestamp": str(int(NOW) + 301)}, "more than five minutes"),
        ({"timestamp": "soon"}, "whole seconds"),
    ],
)
async def test_who_cannot_sign_is_refused(open_inbox, how, words):
    if not how.get("signature", "x").isascii():
        how["signature"] = "sha256=00"
    status, answer = await send(open_inbox, POST, **how)

    assert status == 401
    assert words in answer["error"]
    assert len(open_inbox.running.hub.board) == 0


async def test_what_is_too_much_or_no_json_is_refused(open_inbox):
    assert (await send(open_inbox, b" " * 1_100_000))[0] == 413
    assert (await send(open_inbox, [POST] * 501))[0] == 413
    assert (await send(open_inbox, b"{"))[0] == 400
    assert (await send(open_inbox, {"op": "put"}))[0] == 400


async def test_without_a_secret_there_is_no_inbox(tmp_path):
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage()) as served:
        assert (await send(served, POST))[0] == 404


def test_every_byte_of_a_message_counts():
    body = json.dumps(POST).encode()
    good = sign(SECRET, NOW, body)
    for position in range(0, len(body), 7):
        forged = body[:position] + bytes([body[position] ^ 1]) + body[position + 1 :]
        with pytest.raises(SignatureError):
            Inbox("post:inbox", SECRET).check(NOW, good, forged, NOON)
    assert Inbox("post:inbox", SECRET).check(NOW, good, body, NOON)
    assert NormalisedPosts.name == "post"


async def rule(served, op: str, *posts: str):
    """Let an editor decide."""
    return await send(served, {"op": op, "posts": list(posts)}, door="rulings")


@pytest.fixture
async def with_editor(served):
    """A served coverage of two posts with the same words, and an editor."""
    served.running.inboxes["editor"] = Inbox("editor:rulings", SECRET)
    await served.put(make_post("https://a.example/1", url="https://a.example/@zoe/1"))
    await served.put(make_post("https://b.example/2", by="omar", created_at=NOON + 1_000, url="https://b.example/@o/2"))
    return served


async def test_an_editor_splits_and_joins_by_whatever_name_is_seen(with_editor):
    """By the address on the page, the entry, the post, or where it was posted."""
    board = with_editor.running.hub.board
    (entry,) = board
    split = await rule(
        with_editor, "split", f"{with_editor.url}/demo#{entry.id.replace(':', '-')}", "https://b.example/@o/2"
    )
    assert split == (200, {"accepted": 1, "refused": []})
    one, other = board
    assert {one.post.id, other.post.id} == {"https://a.example/1", "https://b.example/2"}

    await rule(with_editor, "join", one.id, "https://a.example/1")
    (joined,) = board
    assert [copy.why for copy in joined.copies] == ["editor"]


async def test_the_secret_of_programs_is_not_that_of_editors(with_editor):
    """Who may bring posts may not therefore decide."""
    with_editor.running.inboxes = {"post": Inbox("post:inbox", SECRET)}

    assert (await rule(with_editor, "split", "a", "b"))[0] == 404


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        ({"op": "split", "posts": ["a"]}, "posts: is required, a list of two ids"),
        ({"op": "split", "posts": ["a", 7]}, "posts: is required, a list of two ids"),
        ({"op": "join", "posts": ["a", "a"]}, "posts: names one post twice"),
        ({"op": "merge", "posts": ["a", "b"]}, "op: found merge; write join or split"),
        (["split"], "is no object"),
    ],
)
async def test_a_ruling_that_makes_no_sense_is_refused(with_editor, ruling, words):
    status, answer = await send(with_editor, ruling, door="rulings")

    assert (status, answer["refused"][0]["error"]) == (400, words)
