"""What is deleted is gone from all that tells of a coverage, and says so where there is a way to say it."""

from tests.making import MINUTE, NOON, make_post

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
