"""The past over HTTP: what readers saw, moment by moment, without what was deleted later."""

import asyncio
import json

import pytest

from livefeed.engine.pulse import take_past_pulse
from livefeed.model.change import PutEntry
from livefeed.model.coverage import Session
from livefeed.runtime import reading
from livefeed.server import past
from tests.making import HOUR, MINUTE, NOON, SECOND, make_coverage, make_post
from tests.server.conftest import serve
from tests.server.test_live import hear, reader


async def get(session, served, path: str, status: int = 200):
    """Ask for an answer of the replay."""
    async with session.get(f"{served.url}/demo/replay/{path}") as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


def ids(answer) -> list[str]:
    """The leads' ids, the newest first."""
    return [entry["post"]["id"] for entry in answer["entries"]]


async def test_the_board_of_a_moment_is_what_readers_saw_then(served, session):
    """Nothing that came later, and copies only once they came."""
    for number in range(5):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
    await served.put(make_post("copy", "mot 1 un deux trois quatre #demo", by="omar", created_at=NOON + HOUR))

    answer = await get(session, served, f"board.json?at={NOON + 2 * MINUTE + SECOND}")
    assert ids(answer) == ["p2", "p1", "p0"]
    assert answer["cursor"].endswith(".3")
    assert answer["older"] is None
    assert ids(await get(session, served, f"board.json?at={NOON + 2 * MINUTE}")) == ["p1", "p0"]
    assert ids(await get(session, served, f"board.json?at={NOON}")) == []
    assert len(ids(await get(session, served, "board.json"))) == 6


async def test_a_time_may_have_an_offset_or_be_milliseconds(served, session):
    await served.put(make_post("a"))

    for at in (NOON + SECOND, "2026-10-02T12:00:01Z", "2026-10-02T08:00:01-04:00", "2026-10-02T14:00:01+02:00"):
        assert ids(await get(session, served, f"board.json?at={at}")) == ["a"], at
        assert (await get(session, served, f"board.json?at={at}"))["at"] == "2026-10-02T12:00:01.000Z"
    for path in ("board.json?at=noon", "board.json?limit=0", "board.json?before=top", "changes.json?upto=2026-13-01"):
        assert "error" in await get(session, served, path, status=400)


async def test_a_board_is_read_page_by_page(served, session):
    for number in range(7):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
    at = NOON + 5 * MINUTE + SECOND
    first = await get(session, served, f"board.json?at={at}&limit=4")
    second = await get(session, served, f"board.json?at={at}&limit=4&before={first['older']}")

    assert ids(first) == ["p5", "p4", "p3", "p2"]
    assert ids(second) == ["p1", "p0"]
    assert second["older"] is None


async def test_changes_are_byte_for_byte_what_readers_got_live(served, session):
    """Rendered, in order, each with the time when it was received."""
    live = []
    async with reader(session, served, **{"as": "html", "lang": "fr"}) as (socket, _):
        for number in range(3):
            await served.put(make_post(f"p{number}", f"mot {number} <b> #demo", created_at=NOON + number * MINUTE))
        await served.put(make_post("p1", "autrement #demo", created_at=NOON + MINUTE, edited_at=NOON + 9 * MINUTE))
        while len(live) < 4:
            live += (await hear(socket, "changes"))["changes"]
    answer = await get(session, served, "changes.json?as=html&lang=fr")

    times = [change.pop("t") for change in answer["changes"]]
    assert json.dumps(answer["changes"]) == json.dumps(live)
    assert times[:3] == [f"2026-10-02T12:0{n}:01.000Z" for n in range(3)]
    assert not answer["more"]
    board = await get(session, served, f"board.json?at={NOON + MINUTE + SECOND}&as=html&lang=fr")
    assert [entry["html"] for entry in board["entries"]] == [live[1]["html"], live[0]["html"]]


async def test_changes_come_in_pieces_up_to_a_moment(served, session):
    for number in range(6):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
    at = NOON + 4 * MINUTE + SECOND
    seen, after, more = [], f"{served.running.hub.epoch}.1", True
    while more:
        piece = await get(session, served, f"changes.json?after={after}&upto={at}&limit=2")
        assert piece["after"] == after
        seen += [change["seq"] for change in piece["changes"]]
        after, more = piece["cursor"], piece["more"]

    assert seen == [2, 3, 4, 5]
    assert after.endswith(".5")


async def test_a_cursor_of_another_journal_is_gone(served, session):
    await served.put(make_post())

    assert (await get(session, served, "changes.json?after=00000000.1", 410))["error"] == "another-journal"
    assert (await get(session, served, "changes.json?after=x", 400))["error"] == "unreadable"


async def test_what_was_deleted_later_is_in_no_moment(served, session):
    """Its words are gone from all of the past, and nothing older is served, by us or by who asks with what they have."""
    await served.put(make_post("lead", created_at=NOON))
    await served.put(make_post("bad", "CANARI #demo", created_at=NOON + MINUTE))
    await served.put(make_post("copy-of-omar", by="omar", created_at=NOON + 2 * MINUTE))
    path = f"{served.url}/demo/replay/board.json?at={NOON + 2 * MINUTE + SECOND}&as=html&lang=en"
    async with session.get(path) as answer:
        etag, body = answer.headers["ETag"], await answer.text()
    assert "CANARI" in body
    async with session.get(path, headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304
    await served.delete("bad")
    await served.delete("copy-of-omar")

    async with session.get(path, headers={"If-None-Match": etag}) as answer:
        assert answer.status == 200
        body = await answer.text()
    assert "CANARI" not in body
    assert "omar" not in body
    assert len(json.loads(body)["entries"]) == 1, "the lead stays as it was before the copy"
    changes = (await get(session, served, "changes.json?as=html"))["changes"]
    assert [change["seq"] for change in changes] == [1, 4, 5]
    assert "CANARI" not in json.dumps(changes)
    assert (await get(session, served, "facts.json"))["removed"] == 1


async def test_what_is_deleted_while_an_answer_is_made_is_not_in_it(served, session, monkeypatch):
    """Here between the reading and the rendering."""
    for number in range(9):
        await served.put(make_post(f"p{number}", f"CANARI{number} #demo", created_at=NOON + number * MINUTE))
    ask, room = served.running.reader.past, served.running_room
    rendered = room.rendered
    deleted = []

    async def delete_first(question):
        answer = await ask(question)
        if not deleted:
            deleted.append("p3")
            await served.delete("p3")
        return answer

    monkeypatch.setattr(served.running.reader, "past", delete_first)
    answer = await get(session, served, "board.json?as=html")

    assert rendered
    assert deleted
    assert "CANARI3" not in json.dumps(answer)
    assert len(answer["entries"]) == 8


async def test_the_figures_are_those_of_the_moment(served, session):
    for number in range(5):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
    at = NOON + 2 * MINUTE + SECOND
    before = (await get(session, served, f"board.json?at={at}&as=html&lang=en"))["pulse"]
    async with serve(served.running.journal.path.parent / "then.sqlite3") as then:
        for number in range(3):
            await then.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
        await then.clock.advance(at - NOON)
        room = then.running_room
        expected = room.renderer.pulse(room.pulse()[1], "en")

    assert before == expected
    assert (await get(session, served, f"board.json?at={at}"))["pulse"] is None


@pytest.mark.parametrize("asked", ["board.json?as=html", "board.json?as=html&at=9999-12-31T23:59:59Z"])
async def test_what_is_after_the_end_is_the_end(served, session, asked):
    """Without a time too: it is not the year 9999, in which nothing has come for long."""
    for number in range(3):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * SECOND))
    told = await get(session, served, asked)

    assert told["at"] == "2026-10-02T12:00:03.000Z"
    assert told == await get(session, served, f"board.json?as=html&at={NOON + 3 * SECOND}")
    assert told["pulse"] != (await get(session, served, f"board.json?as=html&at={NOON + 2 * SECOND}"))["pulse"]


async def test_of_a_large_board_the_figures_are_what_had_come_in(served, session, monkeypatch):
    """Up to the last whole minute, and without the voices, which only the posts would tell."""
    monkeypatch.setattr(past, "_COUNTED", 2)
    for number in range(6):
        post = make_post(f"p{number}", f"mot {number} #demo", created_at=NOON, by=f"w{number}")
        await served.put(post, received_at=NOON + number * 20 * SECOND)
    at = NOON + MINUTE + 50 * SECOND
    told = (await get(session, served, f"board.json?at={at}&as=html&lang=en"))["pulse"]

    assert "<dt>posts</dt><dd>3</dd>" in told
    assert "voices" not in told
    assert told == served.running_room.renderer.pulse(take_past_pulse({NOON: {"mastodon": 3}}, at), "en")


async def test_facts_say_when_how_much_and_where_to_jump(tmp_path, session):
    sessions = tuple(
        Session(starts=NOON + n * HOUR, ends=NOON + (n + 1) * HOUR, title={"en": f"Talk {n}"}) for n in range(100)
    )
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(programme=sessions)) as served:
        empty = await get(session, served, "facts.json")
        for number in range(40):
            at = NOON + (3 * HOUR if number >= 10 else 2 * number * MINUTE)
            network = "bluesky" if number % 4 == 0 else "mastodon"
            await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=at, network=network))
        facts = await get(session, served, "facts.json")
        first = served.running.journal.changes(0, 1)[0][1].entry_id

    assert (empty["begins"], empty["volume"], empty["marks"], empty["entries"]) == (None, None, [], 0)
    assert (facts["begins"], facts["ends"]) == ("2026-10-02T12:00:01.000Z", "2026-10-02T15:00:01.000Z")
    assert (facts["entries"], facts["removed"]) == (40, 0)
    volume = facts["volume"]
    assert (volume["from"], volume["step"], volume["networks"]) == (
        "2026-10-02T12:00:00.000Z",
        MINUTE,
        ["mastodon", "bluesky"],
    )
    assert len(volume["counts"]) == 181
    assert [sum(column) for column in zip(*volume["counts"], strict=True)] == [30, 10]
    assert volume["counts"][0] == [0, 1]
    assert [(mark["kind"], mark["at"][11:19]) for mark in facts["marks"]] == [
        ("first", "12:00:01"),
        ("session", "13:00:00"),
        ("session", "14:00:00"),
        ("peak", "15:00:00"),
        ("session", "15:00:00"),
    ]
    assert facts["marks"][0]["entry"] == first
    assert facts["marks"][3]["rate"] == 30
    assert facts["marks"][4]["title"] == {"en": "Talk 3", "fr": "Talk 3"}


async def test_who_asks_while_too_many_wait_is_told_to_come_back(served, session, monkeypatch):
    await served.put(make_post())
    monkeypatch.setattr(reading, "QUESTIONS", 0)
    for path in ("facts.json", "board.json", "changes.json"):
        async with session.get(f"{served.url}/demo/replay/{path}") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_the_past_stays_after_a_restart(tmp_path, session):
    path = tmp_path / "journal.sqlite3"
    async with serve(path) as served:
        await served.put(make_post("a", "un #demo"))
        await served.put(make_post("b", "deux #demo", created_at=NOON + MINUTE))
        asked = f"board.json?at={NOON + SECOND}&as=html"
        before = await get(session, served, asked)
    async with serve(path) as served:
        assert await get(session, served, asked) == before
        (change,) = [change for _, change in served.running.journal.changes(0, 1)]
        assert isinstance(change, PutEntry)


async def test_many_who_look_back_at_once_get_the_same(served, session):
    for number in range(30):
        await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
    answers = await asyncio.gather(*(get(session, served, "board.json?as=html") for _ in range(20)))

    assert all(answer == answers[0] for answer in answers)
    assert len(answers[0]["entries"]) == 30
