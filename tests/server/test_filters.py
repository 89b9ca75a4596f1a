"""What can be chosen on a page, by its address alone; and what an installed page needs."""

from livefeed.engine.choosing import ANY, Choice, Offer, take_offer
from livefeed.server.looking import Look
from tests.making import NOON, SECOND, make_post
from tests.server.html import Page, make_entry


def count(page: Page) -> int:
    """How many entries a page shows."""
    return sum(tag == "article" for tag, _ in page.elements)


def test_only_what_there_is_is_offered_the_most_frequent_first():
    """A language with all its regions; no language is none."""
    entries = [
        make_entry(post=make_post("1", network="bluesky", lang="fr-CA"), lanes=("question",)),
        make_entry(post=make_post("2", network="mastodon", lang="FR")),
        make_entry(post=make_post("3", network="mastodon", lang="en")),
        make_entry(post=make_post("4", network="mastodon")),
    ]

    offer = take_offer(entries)
    assert offer == Offer(lanes=("question",), networks=("mastodon", "bluesky"), languages=("fr", "en"))
    assert offer.has(ANY)
    assert offer.has(Choice(network="bluesky", language="fr", lane="question"))
    assert not offer.has(Choice(network="nostr"))
    many = take_offer(make_entry(post=make_post(str(n), network=f"n{n}")) for n in range(99))
    assert len(many.networks) == 12


def test_an_address_says_what_is_chosen_and_leads_on_to_something_else():
    look = Look(choice=Choice(network="a&b"), q="é ?")

    assert look.query() == "?network=a%26b&q=%C3%A9+%3F"
    assert look.query(network=None, language="fr") == "?language=fr&q=%C3%A9+%3F"
    assert Look().query() == ""
    assert (look.is_all, Look().is_all, Look(before="0" * 16).is_all) == (False, True, True)


async def test_filters_and_search_are_pages_of_their_own(served, session):
    """Complete without script, with links that lead on to the same choice."""
    for number in range(60):
        network = "bluesky" if number % 3 == 0 else "mastodon"
        how = {"network": network, "lang": "fr" if number % 2 else "en", "created_at": NOON + number * SECOND}
        await served.put(make_post(f"p{number}", f"mot {number} #demo", **how))

    async def page(query: str) -> Page:
        async with session.get(f"{served.url}/en/demo{query}") as answer:
            assert answer.status == 200
            return Page(await answer.text())

    bluesky = await page("?network=bluesky")
    assert count(bluesky) == 20
    one = await page("?q=mot+7&network=mastodon")
    assert count(one) == 1
    mastodon = await page("?network=mastodon&language=fr")
    assert count(mastodon) == 20
    async with session.get(f"{served.url}/en/demo?network=mastodon") as answer:
        text = await answer.text()
    assert "/en/demo?network=mastodon&amp;language=" not in text
    assert '<option value="fr">French</option>' in text
    for refused in ("?before=zz", f"?network={'x' * 101}", "?above=0000000000000001&q=mot"):
        async with session.get(f"{served.url}/en/demo{refused}") as answer:
            assert answer.status == 404


async def test_what_is_searched_for_is_text_on_the_page(served, session):
    async with session.get(
        f"{served.url}/en/demo?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&network=%22%3E%3Cb%3E"
    ) as answer:
        text = await answer.text()

    assert "<script>alert" not in text
    assert "<b>" not in text


async def test_the_worker_is_served_from_the_root_and_the_manifest_in_two_languages(served, session):
    async with session.get(f"{served.url}/worker.js") as answer:
        assert (answer.content_type, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    async with session.get(f"{served.url}/demo/manifest.webmanifest?lang=fr") as answer:
        assert answer.content_type == "application/manifest+json"
        assert (await answer.json(content_type=None))["start_url"] == "/fr/demo"
