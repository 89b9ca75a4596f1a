"""What is deleted is gone from all that tells of a coverage, and says so where there is a way to say it; so is a change of its file."""

from livefeed.model.coverage import Session
from tests.making import MINUTE, NOON, make_coverage, make_post
from tests.server.conftest import serve

WORDS = "Le café solidaire"
OUTPUTS = [
    *(f"/demo/feed.{name}?lang={lang}" for name in ("atom", "rss", "json") for lang in ("en", "fr")),
    "/en/demo",
    "/fr/demo",
    "/demo/entries.json",
]
BY_NAME = ["/demo/outbox.json?page=true"]


async def read(session, served, path: str) -> tuple[int, str]:
    """What an address answers."""
    async with session.get(served.url + path) as answer:
        return answer.status, await answer.text(errors="replace")


async def test_a_deletion_reaches_every_output(served, session):
    await served.put(make_post("https://a.example/1", f"{WORDS} #demo"))
    await served.put(make_post("https://a.example/2", "Route fermée #demo", by="omar", created_at=NOON + MINUTE))
    entry = served.run.page[1].id.removeprefix("e:")
    own = [f"/fr/demo/e/{entry}", f"/en/demo/e/{entry}", f"/demo/e/{entry}/card.png"]
    for path in OUTPUTS:
        assert WORDS in (await read(session, served, path))[1], path
    for path in BY_NAME:
        assert "https://a.example/1" in (await read(session, served, path))[1], path
    for path in own:
        assert (await read(session, served, path))[0] == 200, path
    await served.delete("https://a.example/1")

    for path in [*OUTPUTS, *BY_NAME]:
        status, text = await read(session, served, path)
        assert status == 200, path
        assert WORDS not in text, path
        assert "https://a.example/1" not in text, path
    for path in own:
        status, text = await read(session, served, path)
        assert status == 410, path
        assert WORDS not in text, path
    assert (await read(session, served, "/demo/feed.atom"))[1].count("<at:deleted-entry ") == 1


async def test_nobody_who_has_something_is_told_that_it_is_still_so(served, session):
    """Whoever asks by tag, by time or for the head alone; and what is gone is kept by no cache."""
    await served.put(make_post("https://a.example/1", f"{WORDS} #demo"))
    entry = served.run.page[0].id.removeprefix("e:")
    own = [f"/fr/demo/e/{entry}", f"/demo/e/{entry}/card.png", f"/fr/demo/embed?shape=entry&entry={entry}"]
    paths = [*OUTPUTS, *BY_NAME, *own, "/fr/demo/embed", "/demo/embed.json", "/fr/demo/embed.html", "/fr/demo/print"]
    await served.clock.advance(MINUTE)
    known = {}
    for path in paths:
        async with session.get(served.url + path) as answer:
            headers = answer.headers
        known[path] = {"If-None-Match": headers["ETag"]}
        for conditions in (known[path], {"If-Modified-Since": headers.get("Last-Modified")}):
            if None not in conditions.values():
                async with session.head(served.url + path, headers=conditions) as answer:
                    assert answer.status == 304, (path, conditions)
                known[path] |= conditions
    await served.delete("https://a.example/1")

    for path, conditions in known.items():
        for name, value in conditions.items():
            for ask in (session.get, session.head):
                async with ask(served.url + path, headers={name: value}) as answer:
                    assert answer.status == (410 if path in own else 200), (path, name)
                    assert path not in own or answer.headers["Cache-Control"] == "no-cache", path


async def test_a_deletion_of_the_post_that_leads_leaves_the_words_of_a_copy_alone(served, session):
    await served.put(make_post("https://a.example/1", f"{WORDS} ouvre ses portes à midi #demo"))
    await served.put(
        make_post("https://b.example/1", f"{WORDS} ouvre ses portes à midi #demo", by="omar", created_at=NOON + MINUTE)
    )
    assert "Omar: " not in (await read(session, served, "/demo/feed.atom?lang=en"))[1]
    await served.delete("https://a.example/1")
    _, text = await read(session, served, "/demo/feed.atom?lang=en")

    assert "Omar: " in text
    assert "Zoe" not in text
    assert "deleted-entry " not in text


async def test_what_the_coverage_file_says_anew_reaches_who_has_what_it_said_before(tmp_path, session):
    paths = [*OUTPUTS, "/demo/outbox.json", "/demo/embed.json", "/demo/replay/facts.json"]
    known = {}
    async with serve(tmp_path / "journal.sqlite3") as served:
        await served.put(make_post())
        paths.append(f"/en/demo/e/{served.run.only.id.removeprefix('e:')}")
        for path in paths:
            async with session.get(served.url + path) as answer:
                known[path] = answer.headers.get("ETag")
    programme = (Session(starts=NOON, ends=NOON + MINUTE, title={"en": "Opening"}),)
    renamed = make_coverage(title={"en": "Otherwise", "fr": "Autrement"}, programme=programme)
    async with serve(tmp_path / "journal.sqlite3", coverage=renamed) as served:
        for path in paths:
            if known[path] is None:
                continue
            async with session.get(served.url + path, headers={"If-None-Match": known[path]}) as answer:
                assert answer.status == 200, path
