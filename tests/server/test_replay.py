"""`/{slug}/replay`: the page of a moment, as it comes from the server."""

import re

import pytest

from livefeed.engine.volume import take_histogram
from livefeed.server.timeline import draw, per_minute
from livefeed.server.words import Speech
from tests.making import HOUR, MINUTE, NOON, SECOND, make_post

ARTICLE = re.compile(r'<article .*?data-id="([^"]+)"')


async def get(session, served, path: str, lang: str = "en") -> tuple[int, str]:
    """A page: its status, and its HTML with plain spaces."""
    async with session.get(f"{served.url}/{lang}/demo{path and '/'}{path}") as answer:
        return answer.status, (await answer.text()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
async def filled(served):
    """Fifty posts, one every minute from noon on (UTC); the tenth is edited at 12:40, the twentieth deleted at 12:45."""
    for number in range(50):
        post = make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE, by=f"w{number}")
        await served.put(post, received_at=NOON + number * MINUTE)
        if number == 40:
            other = make_post(
                "p10", "autre chose #demo", created_at=NOON + 10 * MINUTE, edited_at=NOON + 40 * MINUTE, by="w10"
            )
            await served.put(other, received_at=NOON + 40 * MINUTE)
        if number == 45:
            await served._write(served.run.delete("p20", received_at=NOON + 45 * MINUTE))
    return served


async def test_a_moment_shows_what_had_come_by_then_and_nothing_else(filled, session):
    status, html = await get(session, filled, "replay?at=12:15")
    assert status == 200
    assert len(ARTICLE.findall(html)) == 16
    assert "mot 15 " in html
    assert "mot 16 " not in html
    assert "What did we know at 12:15 p.m.?" in html


async def test_words_are_those_of_the_moment(filled, session):
    _, before = await get(session, filled, "replay?at=12:39")
    _, after = await get(session, filled, "replay?at=12:41")
    assert ("mot 10 " in before, "autre chose" in before) == (True, False)
    assert ("mot 10 " in after, "autre chose" in after) == (False, True)


async def test_what_was_deleted_later_is_in_no_moment_and_is_counted(filled, session):
    _, html = await get(session, filled, "replay?at=12:30")
    assert "mot 20 " not in html
    assert len(ARTICLE.findall(html)) == 30
    assert "1 was removed, and stays removed." in html


async def test_without_a_moment_it_begins_with_the_first_report(filled, session):
    _, html = await get(session, filled, "replay")
    assert len(ARTICLE.findall(html)) == 1
    assert '<h1 id="headline">Demo</h1>' in html
    assert "First report" in html


async def test_earlier_later_older_and_marks_are_links(filled, session):
    _, html = await get(session, filled, "replay?at=12:45:00")
    links = re.findall(r'href="(\?at=[^"]+)"', html)
    assert {"?at=12%3A35%3A00", "?at=12%3A44%3A00", "?at=12%3A46%3A00"} <= set(links)
    (older,) = [link for link in links if "before=" in link]
    status, below = await get(session, filled, "replay" + older.replace("&amp;", "&"))
    assert status == 200
    shown = ARTICLE.findall(html)
    assert len(shown) == 40
    assert len(ARTICLE.findall(below)) == 5
    assert not set(shown) & set(ARTICLE.findall(below))
    assert "Back to the newest of this moment" in below


async def test_while_a_coverage_goes_on_the_page_says_where_its_line_of_time_ends(filled, session):
    _, html = await get(session, filled, "replay?at=12:15")
    assert "The line of time ends with what had come in when this page was loaded." in html
    assert '<a id="onward" href="?at=12%3A15%3A00">' in html
    filled.running.end()
    _, html = await get(session, filled, "replay?at=12:15")
    assert "onward" not in html


async def test_it_speaks_french(filled, session):
    _, html = await get(session, filled, "replay?at=12:15:10", "fr")
    assert "Que savait‑on à 12 h 15 min 10 s ?" in html
    assert "1 message a été retiré et le reste." in html
    assert 'href="/en/demo/replay?at=12%3A15%3A10"' in html


@pytest.mark.parametrize("path", ["replay?at=noon", "replay?at=25:00", "replay?before=x", "replay?at=12:00&before=zz"])
async def test_an_address_that_makes_no_sense_is_not_found(filled, session, path):
    status, html = await get(session, filled, path)
    assert status == 404
    assert "<main" in html


async def test_where_nothing_has_come_there_is_nothing_to_see(served, session):
    status, html = await get(session, served, "replay?at=12:00")
    assert status == 200
    assert "Nothing has come in yet that could be seen again." in html
    assert "<replay-player" not in html


async def test_the_page_is_known_again(filled, session):
    async with session.get(f"{filled.url}/en/demo/replay?at=12:15") as answer:
        etag = answer.headers["ETag"]
    async with session.get(f"{filled.url}/en/demo/replay?at=12:15", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304


async def test_the_briefing_leads_there(filled, session):
    _, html = await get(session, filled, "")
    assert 'href="/en/demo/replay"' in html
    assert "Watch the replay</a></p>" in html
    assert "It is over." not in html
    filled.running.end()
    _, html = await get(session, filled, "")
    assert "It is over." in html


@pytest.fixture
def speech(root) -> Speech:
    """English in Montréal."""
    return Speech(root / "web", "en", "America/Montreal")


def test_bars_stack_the_networks_in_an_order_that_stays(speech):
    """Mastodon below Bluesky whichever has more; the highest bar fills the box."""
    volume = take_histogram({NOON: {"bluesky": 3, "mastodon": 1}, NOON + MINUTE: {"bluesky": 2}}, NOON, NOON + MINUTE)
    drawing = draw(volume, [], NOON, speech)
    assert [(layer.name, layer.total, layer.path) for layer in drawing.layers] == [
        ("Mastodon", 1, "M0 75.0h8.5v25.0h-8.5z"),
        ("Bluesky", 5, "M0 0.0h8.5v75.0h-8.5zM10 50.0h8.5v50.0h-8.5z"),
    ]
    assert drawing.width == 20


def test_many_steps_make_few_bars(speech):
    volume = take_histogram({NOON + n * MINUTE: {"nostr": 1} for n in range(399)}, NOON, NOON + 398 * MINUTE)
    drawing = draw(volume, [], NOON + 399 * MINUTE, speech)
    assert drawing.layers[0].path.count("M") == 133
    assert drawing.width == pytest.approx(1330)
    assert drawing.past == drawing.width


def test_the_last_bar_ends_with_the_line_of_time(speech):
    """Where it is of fewer minutes than the others, it is narrower."""
    volume = take_histogram({NOON + n * MINUTE: {"nostr": 1} for n in range(145)}, NOON, NOON + 144 * MINUTE)
    drawing = draw(volume, [], NOON, speech)
    assert drawing.width == 725
    assert drawing.layers[0].path.endswith("M720 0.0h5v100.0h-5z")


def test_flags_that_have_no_room_are_left_to_the_list(speech):
    volume = take_histogram({NOON: {"nostr": 1}}, NOON, NOON + 5 * HOUR)
    marks = [NOON + HOUR, NOON + HOUR + SECOND, NOON + HOUR + 2 * SECOND, NOON + HOUR + 3 * SECOND, NOON + 2 * HOUR]
    flags = draw(volume, marks, NOON, speech).flags
    assert [(flag.number, flag.row) for flag in flags] == [(1, 0), (2, 1), (3, 2), (5, 0)]


def test_labels_are_round_in_the_zone(speech):
    volume = take_histogram({NOON: {"nostr": 1}}, NOON, NOON + 5 * HOUR)
    labels = [label for _, label in draw(volume, [], NOON, speech).labels]
    assert labels == ["9:00\u202fa.m.", "10:00\u202fa.m.", "11:00\u202fa.m.", "12:00\u202fp.m."]


def test_how_many_came_a_minute():
    volume = take_histogram({NOON: {"nostr": 30}, NOON + 12 * HOUR: {"nostr": 1}}, NOON, NOON + 12 * HOUR)
    assert volume.step == 2 * MINUTE
    assert [per_minute(volume, at) for at in (NOON - 1, NOON, NOON + 2 * MINUTE, NOON + 13 * HOUR)] == [0, 15, 0, 0]
