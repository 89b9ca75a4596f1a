"""The briefing on paper: what stands there, chosen by an address."""

import re

import pytest

from livefeed.model.coverage import Cause
from tests.making import MINUTE, NOON, make_coverage, make_post
from tests.server.conftest import serve


async def get(session, url: str, status: int = 200) -> str:
    """A page."""
    async with session.get(url) as answer:
        assert answer.status == status
        return await answer.text()


def said(page: str) -> list[str]:
    """What the entries say, the newest first."""
    return re.findall(r'<p class="said"[^>]*>(.*?)</p>', page)


@pytest.fixture
async def filled(tmp_path):
    """A coverage with a cause, five posts in two networks, two of which link to the same."""
    causes = (
        Cause(kind="donate", title={"en": "Soup", "fr": "De la soupe"}, url="https://soup.example/give", goal=5000),
    )
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(causes=causes)) as served:
        for n in range(5):
            await served.put(
                make_post(
                    f"p{n}",
                    f"mot {n} de la matinée https://plan.example/{n // 2} #demo",
                    links=(f"https://plan.example/{n // 2}",),
                    created_at=NOON + n * MINUTE,
                    network="bluesky" if n == 3 else "mastodon",
                )
            )
        yield served


async def test_a_sheet_says_where_things_stand(filled, session):
    page = await get(session, f"{filled.url}/fr/demo/print")

    assert [text.split()[1] for text in said(page)] == ["4", "3", "2", "1", "0"]
    for part in ("<h1>Démo</h1>", "De la soupe", "soup.example/give", "Les liens les plus partagés", "qr-code"):
        assert part in page
    assert re.findall(r'<li><a href="(https://plan[^"]+)">.*?<span>(.*?)</span>', page) == [
        ("https://plan.example/0", "2\N{NO-BREAK SPACE}messages"),
        ("https://plan.example/1", "2\N{NO-BREAK SPACE}messages"),
    ]
    assert "<script" not in page


async def test_a_sheet_is_of_what_one_chooses_on_the_paper_one_has(filled, session):
    page = await get(session, f"{filled.url}/en/demo/print?network=bluesky&paper=letter")
    assert [text.split()[1] for text in said(page)] == ["3"]
    assert '<body class="letter">' in page
    assert len(said(await get(session, f"{filled.url}/en/demo/print?limit=2"))) == 2
    assert "<body>" in await get(session, f"{filled.url}/en/demo/print?paper=%22x")
    for query in ("limit=0", "limit=201", "limit=x", f"lane={'x' * 101}"):
        await get(session, f"{filled.url}/en/demo/print?{query}", 404)


async def test_a_title_is_not_said_twice_and_what_is_warned_of_not_at_all(served, session):
    await served.put(make_post("a", "Le titre\n\nLe texte #demo", title="Le titre"))
    await served.put(make_post("b", "Secret #demo", warning="Araignées", created_at=NOON + MINUTE))
    await served.put(
        make_post("c", "Caché\n\nautre #demo", title="Caché", sensitive=True, created_at=NOON + 2 * MINUTE)
    )
    page = await get(session, f"{served.url}/en/demo/print")

    assert said(page) == ["Sensitive content", "Araignées", "Le texte #demo"]
    assert page.count("Le titre") == 1
    assert "Secret" not in page
    assert "Caché" not in page


async def test_a_hostile_post_is_text_on_paper(served, session):
    await served.put(make_post("a", "<script>alert(1)</script><style>*{} #demo", title='"><img src=x>'))
    page = await get(session, f"{served.url}/en/demo/print")

    assert "<script>" not in page
    assert "<img" not in page
    assert "<style>" not in page


async def test_the_page_leads_to_paper_and_files(served, session):
    page = await get(session, f"{served.url}/fr/demo")

    for link in ("/fr/demo/print", "/demo/export.html?lang=fr", "/demo/export.csv", "/demo/export.ndjson"):
        assert f'href="{link}"' in page
        await get(session, f"{served.url}{link}")
