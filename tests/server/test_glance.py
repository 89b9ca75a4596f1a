"""What a page says first: is it live, how do the sources do, what is new since a reader was here."""

import re

import pytest

from livefeed.engine.burst import Burst
from livefeed.engine.pulse import Pulse
from livefeed.model.errors import RefusedError, SilentError, UnreachableError
from livefeed.model.times import iso
from livefeed.runtime.health import Health
from livefeed.server import app
from livefeed.server.glance import sources_of, standing_of
from livefeed.server.views import CatchUp, SourceHealth, Standing, StreamTrouble
from tests.making import HOUR, MINUTE, NOON, SECOND, make_post
from tests.server.html import RENDERER, Page
from tests.server.test_pages import make_view, page


def way(stream: str = "mastodon:a.example", **parts) -> Health:
    """A way of a stream that was refused at noon."""
    return Health(**{"stream": stream, "way": "stream", "main": True, "since": NOON, "state": "waiting"} | parts)


# In words.


@pytest.mark.parametrize(
    ("trouble", "english", "french"),
    [
        ({}, "not reached since 8:00 a.m., trying again by itself", "injoignable depuis 08 h 00, nouvel essai"),
        (
            {"problem": "refused", "stopped": True},
            "has not let us in since 8:00 a.m., given up",
            "nous refuse l’accès",
        ),
        (
            {"problem": "silent", "polling": True},
            "has said nothing since 8:00 a.m., posts come later",
            "arrivent plus tard",
        ),
        ({"retry_at": NOON + HOUR}, "next try at 9:00 a.m.", "prochain essai à 09 h 00"),
        ({"retry_at": NOON + MINUTE}, "trying again by itself", "nouvel essai automatique"),
    ],
)
def test_what_is_wrong_with_a_source_is_said_with_what_happens_next(trouble, english, french):
    stream = StreamTrouble(**{"name": "a.example", "since": NOON, "polling": False} | trouble)
    health = SourceHealth(network="mastodon", streams=1, silent=[], troubled=[stream])

    assert english in plain(page(sources=[health]).text)
    assert french in plain(page("fr", sources=[health]).text)


def plain(text: str) -> str:
    """A text with plain spaces."""
    return re.sub(r"\s", " ", text)


def test_not_live_and_catching_up_are_said_beside_the_badge():
    lost = page("fr", standing=Standing(lost_since=NOON))

    assert "Plus rien n’arrive depuis 08 h 00, nouvel essai automatique" in plain(lost.text)
    assert "Catching up" in page(standing=Standing(catching_up=True)).texts
    assert not page().all("span", class_="trouble")


@pytest.mark.parametrize(
    ("burst", "english", "french"),
    [
        (
            Burst(at=NOON, posts=42, times=6.2, accounts=31, networks=3, lead=27 * MINUTE),
            (
                "Peak at 8:00 a.m., 6 times the usual. 31 independent accounts, 3 networks."
                " The first post came 27 mins before the first news feed. See the posts of 8:00 a.m."
            ),
            (
                "Pic à 08 h 00, 6 fois la normale. 31 comptes indépendants, 3 réseaux."
                " Le premier message est arrivé 27 min avant le premier fil d’actualité. Voir les messages de 08 h 00"
            ),
        ),
        (
            Burst(at=NOON, posts=42, times=None, accounts=1, networks=1, lead=None),
            "Peak at 8:00 a.m.: 42 posts in a minute. See the posts",
            "Pic à 08 h 00 : 42 messages en une minute. Voir les messages",
        ),
    ],
)
def test_a_burst_is_said_in_a_sentence(burst, english, french):

    pulse = Pulse(
        posts=99, voices=31, per_minute=3.0, first_minute=NOON, bars=(42, 2, 3), usual=3.0, peak=0, burst=burst
    )

    assert english in plain(Page(RENDERER.pulse(pulse, "en")).text)
    assert french in plain(Page(RENDERER.pulse(pulse, "fr")).text)


def test_what_does_not_stand_out_takes_no_room():
    one = page()

    assert not one.all("p", class_="burst")
    assert not one.all("p", class_="catch")
    assert not one.all("nav", class_="tabs")
    assert not one.all("section", class_="pinned")


def test_who_comes_back_is_told_what_is_new_and_where_to_begin():
    here = page("en", caught_up=CatchUp(since=NOON, new=14, first="e:1", page=None))
    below = page("fr", caught_up=CatchUp(since=NOON, new=1, first="e:9", page="0" * 16))

    assert "Since 8:00 a.m.: 14 new" in plain(here.text)
    assert here.all("a", class_="btn", href="#e-1")
    assert "Depuis 08 h 00 : 1 nouveau" in plain(below.text)
    assert below.all("a", class_="btn", href="/fr/demo?before=0000000000000000#e-9")
    assert "nothing new" in page(caught_up=CatchUp(since=NOON, new=0, first=None, page=None)).text


def test_pinned_entries_stand_on_top():
    entry = make_view().entries[0]
    one = page(pinned=[entry])

    assert one.all("section", class_="pinned")
    assert one.all("a", href="/en/demo/e/1")


# What the words rest on.


@pytest.mark.parametrize(
    ("problem", "said"),
    [(UnreachableError("x"), "unreached"), (RefusedError("x", status=403), "refused"), (SilentError("x"), "silent")],
)
async def test_a_stream_in_trouble_says_which(served, monkeypatch, problem, said):
    room = served.running_room
    ways = [way(problem=problem, retry_at=NOON + HOUR), way(main=False, state="polling")]
    monkeypatch.setattr(room.running, "health", lambda: ways)
    monkeypatch.setattr(room.running, "streams", lambda: ["mastodon:a.example"])
    ((trouble,),) = [source.troubled for source in sources_of(room)]

    assert (trouble.problem, trouble.retry_at, trouble.polling) == (said, NOON + HOUR, True)


async def test_a_page_is_not_live_where_no_stream_is(served, monkeypatch):
    room = served.running_room
    ways = [way(), way("nostr:r.example", since=NOON + MINUTE, state="stopped")]
    monkeypatch.setattr(room.running, "health", lambda: ways)

    assert standing_of(room) == Standing(lost_since=NOON + MINUTE)
    ways.append(way("bluesky:jetstream", state="connecting"))
    assert standing_of(room).lost_since == NOON + MINUTE
    ways.append(way("bluesky:jetstream", main=False, state="polling"))
    assert standing_of(room) == Standing()
    ways[:] = [way(state="connecting")]
    assert standing_of(room) == Standing(catching_up=True)


# Since.


async def look(session, served, since: str) -> Page:
    async with session.get(f"{served.url}/en/demo", params={"since": since}) as answer:
        assert answer.status == 200
        return Page(await answer.text())


async def fill(served, count: int) -> str:
    """Posts a minute apart, each of other words; gives the cursor after the first three."""
    cursor = ""
    for number in range(count):
        text = f"mot {number} #demo"
        await served.put(make_post(f"p{number}", text, created_at=NOON + number * MINUTE, by=f"omar{number}"))
        if number == 2:
            cursor = served.running.hub.cursor()
    return cursor


@pytest.mark.parametrize("how", ["time", "offset", "cursor"])
async def test_a_time_or_a_cursor_says_since_when(served, session, how):
    cursor = await fill(served, 8)
    seen = NOON + 2 * MINUTE + SECOND
    since = {"time": iso(seen), "offset": "2026-10-02T08:02:01-04:00", "cursor": cursor}[how]
    one = await look(session, served, since)
    (link,) = [link for link in one.all("a", class_="btn") if link["href"].startswith("#e-")]

    assert "5 new" in one.text
    (third,) = [entry for entry in served.run.page if entry.post.id == "p3"]
    assert link["href"] == f"#e-{third.id.removeprefix('e:')}"


async def test_where_the_oldest_new_one_is_further_down_the_link_leads_there(served, session, monkeypatch):
    monkeypatch.setattr(app, "PAGE", 30)
    await fill(served, 50)
    one = await look(session, served, iso(NOON + 2 * MINUTE + SECOND))
    (link,) = [link for link in one.all("a", class_="btn") if "#e-" in link["href"]]
    async with session.get(served.url + link["href"].partition("#")[0]) as answer:
        below = Page(await answer.text())

    (first,) = below.all("article", id=link["href"].partition("#")[2])
    assert first
    assert len(below.all("article")) == 23  # twenty new ones, and the three that were known


@pytest.mark.parametrize("since", ["", "gestern", "k3f9.12", "x" * 5000, "999999-01-01T00:00:00Z", "../../etc"])
async def test_what_is_no_time_is_no_reason_to_refuse(served, session, since):
    await fill(served, 1)

    assert not (await look(session, served, since)).all("p", class_="catch")
