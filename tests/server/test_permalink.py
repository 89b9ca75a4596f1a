"""An entry's own page: complete without script, found wherever the entry is, gone where it is gone."""

import pytest

from livefeed.engine.board import Board
from livefeed.model.post import Ruling, Standing
from tests.making import HOUR, MINUTE, NOON, make_post
from tests.server.html import Page


async def get(session, served, path: str, status: int = 200) -> Page:
    """A page, taken apart."""
    async with session.get(served.url + path) as answer:
        assert answer.status == status
        return Page(await answer.text())


def address(entry) -> str:
    """The address of an entry's page."""
    return f"/en/demo/e/{entry.id.removeprefix('e:')}"


async def test_it_says_all_of_the_entry_and_what_stands_around_it(served, session):
    for number in range(13):
        text = f"mot {number} #demo"
        await served.put(make_post(f"p{number}", text, created_at=NOON + number * MINUTE, by=f"omar{number}"))
    (entry,) = [one for one in served.run.page if one.post.id == "p6"]
    one = await get(session, served, address(entry))

    shown = [article["data-id"] for article in one.all("article")]
    place = [each.id for each in served.run.page].index(entry.id)
    ids = [each.id for each in served.run.page]
    assert shown == [entry.id, *ids[place - 5 : place], *ids[place + 1 : place + 6]]
    assert one.all("link", rel="canonical", href=f"{served.url}{address(entry)}")
    assert one.all("meta", property="og:description", content="mot 6 #demo")
    assert one.all("meta", property="og:title")[0]["content"].startswith("Omar6, Friday, October 2, 2026")
    assert one.all("a", href="/en/demo")
    assert not one.all("script")


async def test_nobody_is_asked_to_follow_live_what_has_ended(served, session):
    await served.put(make_post())
    path = address(served.run.only)
    assert "Follow it live" in (await get(session, served, path)).texts
    served.running.end()
    over = await get(session, served, path)

    assert "Follow it live" not in over.texts
    assert over.all("a", href="/en/demo")
    assert over.all("a", href="/en/demo/replay")


async def test_its_copies_are_unfolded_there(served, session):
    await served.put(make_post())
    await served.put(make_post("copy", by="omar", created_at=NOON + MINUTE))
    one = await get(session, served, address(served.run.only))

    assert "open" in one.all("details", class_="same")[0]
    assert "@omar@mastodon.example" in one.texts


async def test_a_link_says_no_more_than_the_author_lets_be_seen(served, session):
    """The warning, not what it warns of; and no search engine where the author does not want to be found."""
    await served.put(make_post(text="Du sang partout #demo", warning="Accident", indexable=False))
    one = await get(session, served, address(served.run.only))

    assert one.all("meta", property="og:description", content="Accident")
    assert one.all("meta", name="robots", content="noindex")


async def test_an_entry_that_has_left_the_page_is_found(served, session, monkeypatch):
    await served.put(make_post())
    entry = served.run.only
    monkeypatch.setattr(served.running.hub, "board", Board())
    one = await get(session, served, address(entry))

    assert [article["data-id"] for article in one.all("article")] == [entry.id]


async def test_what_was_deleted_is_gone_and_says_nothing_of_it(served, session):
    await served.put(make_post())
    path = address(served.run.only)
    await get(session, served, path)
    await served.delete("https://a.example/1")
    gone = await get(session, served, path, status=410)
    french = await get(session, served, path.replace("/en/", "/fr/"), status=410)

    assert "This post is no longer here" in gone.texts
    assert "Ce message n’est plus ici" in french.texts
    assert "café" not in gone.text


async def test_an_entry_that_joined_another_leads_to_it_as_long_as_that_is_there(served, session):
    """In the language in which it was asked for; past several of them, and nobody is to remember the way."""
    for number, name in enumerate(("first", "second", "third")):
        await served.put(make_post(name, f"mot {number} #demo", by=name, created_at=NOON + number * MINUTE))
    third, second, first = served.run.page
    for one, other in (("third", "second"), ("second", "first")):
        await served.write(served.run.report(Ruling(verdict="together", one=one, other=other)))
    await served.running.writer.settled()
    for prefix in ("/en", "/fr", ""):
        path = address(third).replace("/en", prefix)
        async with session.get(served.url + path, allow_redirects=False) as answer:
            assert answer.status == 301
            assert answer.headers["Cache-Control"] == "no-cache"
        async with session.get(served.url + path) as answer:
            assert answer.url.path == address(first).replace("/en", prefix)
            assert "mot 0" in await answer.text()

    await served.delete("third")
    assert (await get(session, served, address(third))).all("article")[0]["data-id"] == first.id
    await served.delete("first")
    await served.delete("second")
    for entry in (first, second, third):
        await get(session, served, address(entry), status=410)


async def test_an_entry_s_picture_widget_and_embedding_go_with_it(served, session):
    await served.put(make_post("first", "mot 0 #demo", by="first"))
    await served.put(make_post("second", "mot 1 #demo", by="second", created_at=NOON + MINUTE))
    second, first = served.run.page
    await served.write(served.run.report(Ruling(verdict="together", one="second", other="first")))
    await served.running.writer.settled()
    name, now = (entry.id.removeprefix("e:") for entry in (second, first))

    async with session.get(f"{served.url}/demo/embed.json?shape=entry&entry={name}") as answer:
        told = await answer.json()
    assert (told["options"]["entry"], [entry["id"] for entry in told["entries"]]) == (now, [first.id])
    async with session.get(f"{served.url}/oembed?url={served.url}{address(second)}") as answer:
        assert f"/e/{now}" in (await answer.json())["html"]
    async with session.get(f"{served.url}/demo/e/{name}/card.png") as answer:
        assert answer.status == 200


async def test_who_hides_for_now_is_not_there_and_comes_back(served, session):
    await served.put(make_post())
    path, author = address(served.run.only), make_post().author.id
    for state, status in (("hidden", 404), ("active", 404)):
        step = served.run.report(Standing(author=author, state=state, until=NOON + HOUR))
        await served.write(step)
        await served.running.writer.settled()
        await get(session, served, path, status=status)

    await get(session, served, address(served.run.only))


@pytest.mark.parametrize("name", ["0123456789abcdef", "x", "e:0123456789abcdef", "0123456789ABCDEF", "1" * 400])
async def test_what_never_was_is_not_there(served, session, name):
    await get(session, served, f"/en/demo/e/{name}", status=404)
    await get(session, served, f"/nothing/e/{name}", status=404)


async def test_it_is_not_sent_again_until_something_changes(served, session):
    await served.put(make_post())
    path = address(served.run.only)
    async with session.get(served.url + path) as answer:
        tag = answer.headers["ETag"]
    async with session.get(served.url + path, headers={"If-None-Match": tag}) as again:
        assert again.status == 304
    await served.put(make_post(text="Autrement #demo", edited_at=NOON + HOUR))
    async with session.get(served.url + path, headers={"If-None-Match": tag}) as after:
        assert after.status == 200
        assert "Autrement" in await after.text()
