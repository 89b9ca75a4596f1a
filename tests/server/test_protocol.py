"""What the server says has the keys that the protocol's page shows, no more and no fewer."""

import json

import pytest

from livefeed.model.post import Span
from livefeed.server import fanout
from tests.making import MINUTE, NOON, make_post
from tests.server.conftest import serve
from tests.server.test_live import hear, reader
from tests.test_docs import examples


@pytest.fixture(scope="module")
def shown(root) -> dict:
    """The examples of the page."""
    return examples((root / "docs" / "protocol.md").read_text(encoding="utf-8"))


def same_keys(example, answer, path: str = "") -> None:
    """Compare two JSON values by the keys of their objects; elements of arrays by the first."""
    assert type(example) is type(answer) or example is None or answer is None, path
    if isinstance(example, dict) and isinstance(answer, dict):
        assert set(example) == set(answer), path
        for key in example:
            if path.endswith(("title", "summary")):
                continue
            same_keys(example[key], answer[key], f"{path}.{key}")
    elif isinstance(example, list) and example and answer:
        same_keys(example[0], answer[0], f"{path}[]")


async def get(session, served, path: str) -> dict:
    async with session.get(served.url + path) as answer:
        return await answer.json()


async def test_answers_have_the_keys_of_the_page(served, session, shown):
    await served.put(make_post())
    await served.put(make_post("copy", by="omar", created_at=NOON + MINUTE))

    answer = await get(session, served, "/demo/entries.json")
    same_keys(shown["entries"], answer)
    same_keys(shown["put"]["entry"], answer["entries"][0])
    (rendered,) = (await get(session, served, "/demo/entries.json?as=html"))["entries"]
    same_keys(shown["html"], {"seq": 1, "op": "put", **rendered})
    found = await get(session, served, "/demo/entries.json?q=cafe")
    same_keys(shown["search"], found)
    same_keys(shown["put"]["entry"] | {"marks": [[0, 1]]}, found["entries"][0])
    (group,) = (await get(session, served, "/search.json?q=cafe"))["coverages"]
    same_keys(shown["coverages-search"]["coverages"][0], group)
    same_keys(shown["board"], await get(session, served, "/demo/entries.json?after=none"))
    same_keys(shown["coverages"], await get(session, served, "/coverages.json"))
    changes = (await get(session, served, f"/demo/entries.json?after={served.running.hub.epoch}.0"))["changes"]
    same_keys(shown["put"], changes[0])
    told = await get(session, served, f"/demo/entries.json?after={served.running.hub.epoch}.0&as=html&lang=fr")
    same_keys(shown["html"], told["changes"][0])


async def test_the_past_has_the_keys_of_the_page(served, session, shown):
    await served.put(make_post())
    await served.put(make_post("b", "deux #demo", created_at=NOON + MINUTE))
    await served.delete("b")

    same_keys(shown["facts"], await get(session, served, "/demo/replay/facts.json"))
    moment = await get(session, served, f"/demo/replay/board.json?at={NOON + MINUTE}&as=html")
    same_keys(shown["moment"], moment)
    same_keys(shown["html"], {"seq": 1, "op": "put", **moment["entries"][0]})
    (entry,) = (await get(session, served, f"/demo/replay/board.json?at={NOON + MINUTE}"))["entries"]
    same_keys(shown["put"]["entry"], entry)
    told = await get(session, served, f"/demo/replay/changes.json?after={served.running.hub.cursor(1)}")
    same_keys(shown["stretch"], told)
    (put, _) = (await get(session, served, "/demo/replay/changes.json?as=html"))["changes"]
    same_keys({"t": "", **shown["html"]}, put)


async def test_the_widget_is_told_what_the_page_says(served, session, shown):
    link = Span(start=8, end=27, href="https://a.example/x")
    await served.put(make_post(text="Bonjour https://a.example/x #demo", lang="fr-CA", spans=(link,)))
    answer = await get(session, served, "/demo/embed.json?lang=fr")
    same_keys(shown["embed"] | {"entries": answer["entries"]}, answer)
    assert shown["embed"]["words"] == json.loads(json.dumps(answer["words"]).replace("/fr/demo", "/fr/oc-2026"))
    told = await get(session, served, f"/demo/entries.json?after={served.running.hub.epoch}.0&as=widget&lang=fr")
    (put,) = told["changes"]
    same_keys(shown["widget"], put)
    assert set(put["segments"][1]) == set(shown["widget"]["segments"][1])


async def test_messages_have_the_keys_of_the_page(served, session, shown):
    async with reader(session, served) as (socket, hello):
        same_keys(shown["hello"], hello)
        await served.put(make_post())
        await hear(socket, "changes")
        await served.delete("https://a.example/1")
        (drop,) = (await hear(socket, "changes"))["changes"]

    same_keys(shown["drop"], drop)


async def test_silence_is_broken_by_a_heartbeat_with_the_cursor(tmp_path, session, shown, monkeypatch):
    monkeypatch.setattr(fanout, "HEARTBEAT", 0.01)
    async with serve(tmp_path / "journal.sqlite3") as served, reader(session, served) as (socket, hello):
        message = await hear(socket, "heartbeat")

    same_keys(shown["heartbeat"], message)
    assert message["cursor"] == hello["cursor"]


async def test_a_page_is_told_figures_and_the_end(served, session):
    async with reader(session, served, **{"as": "html", "lang": "fr"}) as (socket, _):
        pulse = await hear(socket, "pulse")
        served.running.end()
        await served.put(make_post())
        state = await hear(socket, "state")

    assert "par minute" in pulse["html"]
    assert json.dumps(state) == '{"type": "state", "state": "ended"}'
