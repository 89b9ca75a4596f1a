"""The pictures of links: of the right size, the same for the same words, of no deleted words, and drawn in any script."""

import asyncio
import io
import threading

import pytest
from aiohttp import web
from PIL import Image

from livefeed.model.post import Media
from livefeed.server import card_pictures
from livefeed.server.card_pictures import KEPT, WAITING, CardPictures
from livefeed.server.drawing import HEIGHT, WIDTH, CardWords, _broken, draw_card
from livefeed.server.fonts import font, writable
from livefeed.server.share_card import _coverage_words, _entry_words
from tests.making import MINUTE, NOON, make_coverage, make_post
from tests.server.conftest import serve
from tests.server.html import Page

LONG = "Une phrase qui ne finit pas de finir et recommence toujours. " * 20


def card(words: str = "Demo", **parts) -> CardWords:
    """A card in English that says something."""
    return CardWords(**{"badge": "Live", "words": words, "lang": "en"} | parts)


def opened(data: bytes) -> Image.Image:
    """A picture, as PNG and nothing else."""
    picture = Image.open(io.BytesIO(data), formats=["PNG"])
    picture.load()
    return picture.convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are not paper."""
    part = picture.crop(box)
    paper = part.getpixel((0, 0))
    return sum(count for count, colour in part.getcolors(1 << 20) if colour != paper)


MIDDLE = (30, 160, WIDTH, 480)


@pytest.mark.parametrize(
    "words",
    [
        "Demo",
        "Élections à Montréal : ce qu’on sait",
        LONG,
        "D" * 2_000,
        "Катастрофа",
        "Ελλάδα",
        "يفتح المقهى أبوابه #demo",
    ],
)
def test_what_can_be_written_stands_within_the_card(words):
    picture = opened(draw_card(card(words, figures=LONG, foot=LONG, beside=LONG)))

    assert picture.size == (WIDTH, HEIGHT)
    assert inked(picture, MIDDLE) > 1_000
    assert inked(picture, (WIDTH - 40, 0, WIDTH, HEIGHT)) == 0
    assert inked(picture, (30, 0, WIDTH, 50)) == 0


@pytest.mark.parametrize("words", ["喫茶店は正午に開店します", "🎉🎉🎉", "", "\u0600\U000e0041\x00"])
def test_what_cannot_be_written_is_left_out_and_something_else_said(words):
    assert draw_card(card(words, instead="Demo")) == draw_card(card("Demo", instead="Demo"))


def test_emoji_go_and_words_stay():
    assert writable("Le café 🎉 est ouvert\n\nà midi ✅") == ("Le café est ouvert à midi", "sans")
    assert writable("Zut\u202f!\n 14\u00a0h\u00a032 \u00a0 🎉") == ("Zut\u00a0! 14\u00a0h\u00a032", "sans")
    assert writable("喫茶店は正午に開店 abc") == ("", "sans")
    assert writable("مرحبا demo")[1] == "arabic"


def test_a_line_is_not_broken_where_french_has_a_blank():
    chosen = font("sans", 76, 700)

    assert _broken("Ce qu’on savait à 14\u00a0h\u00a032\u00a0min\u00a010\u00a0s", chosen, 3)[0] == [
        "Ce qu’on savait à",
        "14\u00a0h\u00a032\u00a0min\u00a010\u00a0s",
    ]


def test_the_same_words_make_the_same_bytes():
    assert draw_card(card(LONG)) == draw_card(card(LONG))
    assert draw_card(card("Un")) != draw_card(card("Deux"))


def test_a_long_title_is_smaller_than_a_short_one_and_ends_in_an_ellipsis_at_worst():
    short, long = (opened(draw_card(card(words))) for words in ("Panne", "Panne générale au centre-ville de Montréal"))
    assert inked(long, MIDDLE) > inked(short, MIDDLE)
    assert draw_card(card(LONG)) == draw_card(card(LONG + "Et plus encore."))


async def fetch(session, served, path: str, status: int = 200, **headers) -> tuple[bytes, dict]:
    """What an address answers."""
    async with session.get(served.url + path, headers=headers) as answer:
        assert answer.status == status, path
        return await answer.read(), answer.headers


async def test_a_coverage_has_a_picture_in_each_language(served, session):
    await served.put(make_post())
    english, headers = await fetch(session, served, "/demo/card.png?lang=en")
    french, _ = await fetch(session, served, "/demo/card.png?lang=fr")

    assert headers["Content-Type"] == "image/png"
    assert headers["Cache-Control"] == "public, max-age=300"
    assert "X-Robots-Tag" not in headers
    assert english != french
    assert opened(english).size == (WIDTH, HEIGHT)
    await fetch(session, served, "/demo/card.png?lang=en", 304, **{"If-None-Match": headers["ETag"]})
    await fetch(session, served, "/nothing/card.png", 404)


async def test_it_says_how_things_stand(tmp_path):
    coverage = make_coverage(time_zone="America/Montreal")
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage) as served:
        room = served.running_room
        assert _coverage_words(room, "en", "https://live.example").figures == ""
        await served.clock.advance(MINUTE)
        for number in range(3):
            await served.put(make_post(f"p{number}", f"mot {number} #demo", created_at=NOON + number * MINUTE))
        words = _coverage_words(room, "fr", "https://live.example")
        entry = _entry_words(room, served.run.page[0], "fr")

    assert (words.badge, words.tone, words.words, words.foot) == ("En direct", "live", "Démo", "live.example/demo")
    assert words.figures == "3 messages · 1 voix · 1 réseau"
    assert words.beside == "2 oct., 08\u00a0h\u00a002, heure de l’Est"
    assert (entry.badge, entry.beside) == ("Zoe", "@zoe@mastodon.example · Mastodon")
    assert (entry.words, entry.foot) == ("mot 2 #demo", "Démo · 2 oct., 08\u00a0h\u00a002 · non vérifié")


async def test_a_moment_of_the_replay_has_a_picture_and_what_is_no_moment_has_none(served, session):
    await fetch(session, served, "/demo/replay/card.png?at=12:00", 404)
    await served.put(make_post())
    await served.put(make_post("p2", "Autre chose #demo", by="omar"), received_at=NOON + 2 * MINUTE)
    pictures = set()
    for lang in ("en", "fr"):
        for at in ("12:01", "12:01:30"):
            picture, headers = await fetch(session, served, f"/demo/replay/card.png?at={at}&lang={lang}")
            assert opened(picture).size == (WIDTH, HEIGHT)
            assert headers["Cache-Control"] == "public, max-age=300"
            pictures.add(picture)
            await fetch(
                session, served, f"/demo/replay/card.png?at={at}&lang={lang}", 304, **{"If-None-Match": headers["ETag"]}
            )
    assert len(pictures) == 4
    for at in ("nothing", "", "99:99"):
        await fetch(session, served, f"/demo/replay/card.png?at={at}", 404)


async def test_what_an_author_warns_of_is_not_in_the_picture(served):
    await served.put(make_post("p1", "Du sang partout #demo", warning="Accident"))
    await served.put(make_post("p2", "Un genou ouvert #demo", by="omar", sensitive=True))
    words = {_entry_words(served.running_room, entry, "en").words for entry in served.run.page}

    assert words == {"Accident", "Sensitive content"}


async def test_a_post_without_words_is_pictured_by_what_it_carries(served):
    picture = Media(kind="image", description="Une rue barrée")
    await served.put(make_post("p1", "", hashtags=("demo",), media=(picture,)))
    await served.put(make_post("p2", "", by="omar", hashtags=("demo",), created_at=NOON + MINUTE))
    nothing, carried = (_entry_words(served.running_room, entry, "en") for entry in served.run.page)

    assert carried.words == "Picture: Une rue barrée"
    assert (nothing.words, nothing.instead) == ("", "Demo")


async def test_an_entry_has_a_picture_until_it_is_deleted(served, session):
    await served.put(make_post(indexable=False))
    path = f"/demo/e/{served.run.only.id.removeprefix('e:')}/card.png?lang=en"
    _, headers = await fetch(session, served, path)
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["X-Robots-Tag"] == "noindex"
    await served.delete("https://a.example/1")

    gone, _ = await fetch(session, served, path, 410)
    assert "This post is no longer here" in Page(gone.decode()).texts
    assert not served.running_room.cards._drawn
    await fetch(session, served, path, 410, **{"If-None-Match": headers["ETag"]})


async def test_what_is_deleted_while_it_is_drawn_is_not_given_out(served, session, monkeypatch):
    await served.put(make_post())
    path = f"/demo/e/{served.run.only.id.removeprefix('e:')}/card.png?lang=en"
    begun, go_on = threading.Event(), threading.Event()

    def draw(words):
        begun.set()
        go_on.wait(20)
        return draw_card(words)

    monkeypatch.setattr(card_pictures, "draw_card", draw)
    asked = asyncio.create_task(fetch(session, served, path, 410))
    await asyncio.to_thread(begun.wait, 20)
    await served.delete("https://a.example/1")
    go_on.set()
    await asked

    assert not served.running_room.cards._drawn


async def test_so_many_are_kept_and_so_many_wait(monkeypatch):
    go_on = threading.Event()

    def draw(words):
        go_on.wait(20)
        return words.words.encode()

    monkeypatch.setattr(card_pictures, "draw_card", draw)
    pictures = CardPictures()
    asked = [asyncio.create_task(pictures.get(card(str(number)))) for number in range(WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(web.HTTPServiceUnavailable):
        await pictures.get(card("one more"))
    go_on.set()
    bodies = await asyncio.gather(*asked)
    for number in range(KEPT):
        await pictures.get(card(f"later {number}"))

    assert [body.data.decode() for body in bodies] == [str(number) for number in range(WAITING)]
    assert len(pictures._drawn) == KEPT
