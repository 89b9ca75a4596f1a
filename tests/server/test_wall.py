"""The wall as it is first given: its zones, its cards, and what never stands on it."""

import re

import pytest

from livefeed.model.coverage import Cause, Session
from livefeed.server.cards import LONGEST, card_of
from tests.making import MINUTE, NOON, SECOND, make_coverage, make_post
from tests.server.conftest import serve
from tests.server.html import make_entry

COVERAGE = make_coverage(
    programme=(
        Session(starts=NOON - 90 * MINUTE, ends=NOON - 45 * MINUTE, title={"en": "Doors"}),
        Session(starts=NOON - 10 * MINUTE, ends=NOON + 35 * MINUTE, title={"fr": "Des réponses"}, room="Salle 3"),
    ),
    causes=(Cause(kind="donate", title={"en": "The walk"}, url="https://walk.example/give"),),
)


@pytest.fixture
async def hall(tmp_path):
    """A coverage with a programme and a cause, served."""
    async with serve(tmp_path / "journal.sqlite3", coverage=COVERAGE) as one:
        yield one


def said(number: int, text: str = "", **parts):
    """A post by somebody else each time."""
    parts = {"by": f"voix{number}", "created_at": NOON - MINUTE + number * SECOND} | parts
    return make_post(f"p{number}", f"{text or f'mot {number}'} #demo", **parts)


async def wall(session, served, query: str = "", lang: str = "en", status: int = 200) -> str:
    """The page."""
    async with session.get(f"{served.url}/{lang}/demo/wall{query}") as answer:
        assert answer.status == status
        return await answer.text()


def cards(page: str) -> list[str]:
    """Words of the cards that stand, the large one first."""
    standing = page.partition("<template>")[0]
    return re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", standing)


async def test_the_newest_stand_one_a_voice_without_what_the_header_says(hall, session):
    for number in range(1, 7):
        await hall.put(said(number))
    await hall.put(said(7, "encore", by="voix6"))
    page = await wall(session, hall)

    assert cards(page) == ["encore", "mot 5", "mot 4", "mot 3"]
    assert '<p class="tags">#demo</p>' in page


@pytest.mark.parametrize("parts", [{"sensitive": True}, {"warning": "Blood"}])
async def test_what_is_warned_of_stands_in_no_hall(hall, session, parts):
    await hall.put(said(1))
    await hall.put(said(2, "nicht hier", **parts))
    async with session.get(f"{hall.url}/demo/entries.json?after={hall.running.hub.epoch}.0&as=wall&lang=en") as answer:
        changes = (await answer.json())["changes"]

    assert "nicht hier" not in await wall(session, hall)
    assert [bool(change["html"]) for change in changes] == [True, False]


async def test_a_hostile_post_is_text_on_the_wall(hall, session):
    await hall.put(said(1, "<img src=x onerror=alert(1)>", by='"><script>'))
    page = await wall(session, hall)

    assert "<img src=x" not in page
    assert page.count("<script") == 1


async def test_each_zone_has_its_content_or_takes_no_room(hall, session, tmp_path):
    page = await wall(session, hall, lang="fr")
    assert "Salle 3" in page
    assert "The walk" in page
    assert re.search(r'<svg[^>]* class="qr-code"', page)
    assert f"{hall.url.partition('://')[2]}/demo" in page
    assert re.search(r"<li[^>]*\bhidden[^>]*>\s*<time[^>]*>[^<]*</time>\s*<div><b[^>]*>Doors", page)

    async with serve(tmp_path / "other.sqlite3") as bare:
        page = await wall(session, bare)
        assert "z-programme" not in page
        assert "z-cause" not in page
        assert "z-qr" in page
        assert '<p class="empty">' in page


async def test_zones_are_picked_in_the_address(hall, session):
    page = await wall(session, hall, "?zones=qr,programme")
    assert page.index("z-qr") < page.index("z-programme")
    assert "z-cause" not in page
    assert 'class="stream"' not in page
    assert 'class="light"' in await wall(session, hall, "?theme=light")
    assert 'class="stream"' in await wall(session, hall, "?zones=question")


@pytest.mark.parametrize(
    ("query", "lang", "words"),
    [
        ("?zones=stream,clock", "en", "no zone “clock”"),
        ("?zones=%3Cb%3E", "fr", "pas de zone «\u202f&lt;b&gt;\u202f»"),
        ("?zones=stream,programme,cause,qr,moments", "en", "too many zones"),
    ],
)
async def test_a_wrong_zone_is_refused_in_words_that_name_the_right_ones(hall, session, query, lang, words):
    page = await wall(session, hall, query, lang, status=400)

    assert words in page
    for name in ("stream", "question", "programme", "moments", "cause", "qr"):
        assert f"<b>{name}</b>" in page


async def test_a_wall_that_has_not_changed_is_not_sent_again(hall, session):
    async with session.get(f"{hall.url}/en/demo/wall") as first:
        etag = first.headers["ETag"]
    async with session.get(f"{hall.url}/en/demo/wall", headers={"If-None-Match": etag}) as second:
        assert second.status == 304


@pytest.mark.parametrize("delay", ["-1", "x", "601", "1e2", "²"])
async def test_a_wrong_delay_is_refused(hall, session, delay):
    await wall(session, hall, f"?delay={delay}", status=400)


async def test_a_delay_is_kept_and_said(hall, session):
    await hall.put(said(1), received_at=NOON - 40 * SECOND)
    await hall.put(said(2), received_at=NOON - 20 * SECOND)

    assert cards(await wall(session, hall, "?delay=30")) == ["mot 1"]
    assert "shown after 30 seconds" in await wall(session, hall, "?delay=30")
    assert "affichés après 30 secondes" in await wall(session, hall, "?delay=30", "fr")
    assert len(cards(await wall(session, hall))) == 2


@pytest.mark.parametrize(
    ("text", "shown", "size"),
    [
        ("Bref. #demo", "Bref.", 1),
        ("On est #demo ensemble", "On est #demo ensemble", 1),
        ("Mot #autre #demo", "Mot", 1),
        ("#demo Mot", "Mot", 1),
        ("Mot #autre", "Mot #autre", 1),
        ("Voir https://a.example/x ici", "Voir ici", 1),
        ("x" * 120, "x" * 120, 2),
        ("Une phrase. " * 15, ("Une phrase. " * 15).strip(), 3),
        ("Une phrase. " * 40, ("Une phrase. " * 23).strip(), 3),
    ],
)
def test_a_text_is_made_fit_for_the_back_of_a_hall(text, shown, size):
    card = card_of(make_entry(post=make_post(text=text)), ["demo"])

    assert (card.text, card.size) == (shown, size)


@pytest.mark.parametrize("text", ["mot " * 200, "x" * 1_000, "日本語" * 200, "#a " * 300])
def test_a_card_is_never_longer_than_can_be_read(text):
    card = card_of(make_entry(post=make_post(text=text)), ["demo"])

    assert len(card.text) <= LONGEST
    assert card.text.endswith("…")


@pytest.mark.parametrize("text", ["", "#demo", "https://a.example/only"])
def test_without_words_there_is_no_card(text):
    assert card_of(make_entry(post=make_post(text=text)), ["demo"]) is None


async def test_the_same_words_stand_once_whoever_says_them(hall, session):
    await hall.put(said(1, "Le pain est prêt"))
    await hall.put(said(2, "Le pain est prêt"))

    assert (await wall(session, hall)).count("Le pain est prêt</blockquote>") == 1


@pytest.mark.parametrize("host", ["a b", 'a"b', "<b>", "a/b", "x" * 300, "a@b"])
async def test_a_strange_host_breaks_nothing(hall, session, host):
    """A browser never sends one; somebody else may."""
    async with session.get(f"{hall.url}/en/demo/wall", headers={"Host": host}) as answer:
        assert answer.status in (200, 400)
        assert "<b>/demo" not in await answer.text()
