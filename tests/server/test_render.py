"""An entry as HTML: complete, escaped, in two languages."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.entry import Copy, Entry
from livefeed.model.post import Author, Card, Media, Poll, PollOption, Quote, Span
from livefeed.server.render import Renderer
from tests.making import MINUTE, NOON, make_coverage, make_post
from tests.server.html import ASSETS, HOSTILE, RENDERER, Page, make_entry


def rendered(entry: Entry, lang: str = "en") -> Page:
    """An entry, taken apart."""
    return Page(RENDERER.entry(entry, lang))


def test_an_entry_says_who_wrote_what_when_and_where():
    one = rendered(make_entry())

    (article,) = one.all("article")
    assert article["data-id"] == "e:1"
    assert article["data-key"] == make_entry().key
    assert article["tabindex"] == "0"
    assert article["aria-setsize"] == "-1"
    ids = {attributes.get("id") for _, attributes in one.elements}
    assert set(article["aria-labelledby"].split()) <= ids
    assert "Zoe" in one.texts
    assert "@zoe@mastodon.example" in one.texts
    assert one.all("time", datetime="2026-10-02T12:00:00.000Z")
    assert one.all("a", class_="net", href="https://a.example/@zoe/1", rel="nofollow noopener ugc")
    assert one.all("div", class_="text", dir="auto", lang="fr")
    assert "unverified" in one.texts


def test_times_stand_in_the_zone_of_the_coverage():
    """Noon UTC is eight in the morning in Montréal, and the exact time is there to be asked for."""
    assert "8:00\N{NARROW NO-BREAK SPACE}a.m." in rendered(make_entry()).texts
    french = rendered(make_entry(), "fr")
    assert re.search(r"08\sh\s00", french.text)
    assert "vendredi 2 octobre 2026" in french.all("a", class_="at")[0]["title"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_that_a_network_says_becomes_markup(lang):
    """Whatever field it comes in."""
    author = Author(id=HOSTILE, handle=HOSTILE, name=HOSTILE, url=HOSTILE, avatar="https://evil.example/a.png")
    post = make_post(
        post_id=HOSTILE, text=HOSTILE * 12, title=HOSTILE, author=author, network=HOSTILE, lang=HOSTILE, warning=HOSTILE,
        url=f"https://a.example/{HOSTILE}", media=(Media(kind="image", url="https://evil.example/b.png", description=HOSTILE),),
        spans=(Span(start=0, end=5, href=f"https://a.example/{HOSTILE}"),),
    )  # fmt: skip
    copy = Copy(id=HOSTILE, url=HOSTILE, network=HOSTILE, author=HOSTILE, at=NOON, why="cross-post")
    one = rendered(make_entry(id=HOSTILE, post=post, copies=(copy,), copy_count=1, via=(f"mastodon:{HOSTILE}",)), lang)

    assert {tag for tag, _ in one.elements} <= {
        "article", "span", "header", "b", "bdi", "a", "time", "div", "details", "summary", "p", "br", "ul", "li", "footer",
        "blockquote", "svg", "rect", "button",
    }  # fmt: skip
    for _, attributes in one.elements:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "style", "srcset"}]
    assert "<script>alert(1)</script>" in one.text
    assert "{{ 7*7 }}" in one.text


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=1500))
def test_every_word_of_a_text_is_there_once(text):
    """Short or folded: only spaces may be lost, where a text is cut."""
    html = RENDERER.entry(make_entry(post=make_post(text=text)), "en")
    (said,) = re.findall(r'<div class="text".*?</div>\s*</div>', html, re.DOTALL)
    said = re.sub(r"<summary.*?</summary>", "", said, flags=re.DOTALL)

    assert re.sub(r"\s", "", "".join(Page(said).texts)) == re.sub(r"\s", "", text)


def test_links_tags_and_mentions_lead_where_they_say():
    text = "See https://www.b.example/a/very/long/path/that/nobody/reads/to/its/end #demo @max"
    url = text.split()[1]
    tag, mention = text.index("#demo"), text.index("@max")
    spans = (
        Span(start=4, end=4 + len(url), href=url),
        Span(start=tag, end=tag + 5, href="https://a.example/tags/demo", kind="tag"),
        Span(start=mention, end=mention + 4, href="https://a.example/@max", kind="mention"),
    )
    one = rendered(make_entry(post=make_post(text=text, spans=spans)))

    (link,) = one.all("a", href=url)
    assert link["title"] == url
    assert link["rel"] == "nofollow noopener ugc"
    (shown,) = [text for text in one.texts if text.startswith("b.example/a/very")]
    assert len(shown) <= 42
    assert one.all("a", href="https://a.example/tags/demo")
    assert one.all("a", href="https://a.example/@max")


def test_a_long_text_is_folded_and_a_short_one_is_not():
    long = make_post(text="\n\n".join(f"Paragraph {number}: {'word ' * 40}" for number in range(8)))

    assert rendered(make_entry(post=long)).all("details", class_="more")
    assert not rendered(make_entry()).all("details", class_="more")


def test_a_warning_stands_before_what_it_warns_of():
    warned = RENDERER.entry(make_entry(post=make_post(warning="Blood", lang="en")), "fr")
    sensitive = rendered(make_entry(post=make_post(sensitive=True)), "fr")

    assert re.search(
        r'<details class="warned"><summary><span dir="auto" lang="en">Blood</span></summary>\s*<div', warned
    )
    assert "Contenu sensible" in sensitive.texts


def test_media_are_told_of_and_never_loaded():
    """The description stands in, and leads to the post in its network."""
    media = (
        Media(kind="image", url="https://evil.example/1.jpg", description="A blue door"),
        Media(kind="video", url="https://evil.example/2.mp4"),
    )
    one = rendered(make_entry(post=make_post(media=media, url="https://a.example/1")))

    assert "Picture: A blue door" in one.text
    assert "Film, without description" in one.text
    assert "evil.example" not in RENDERER.entry(make_entry(post=make_post(media=media)), "en")
    assert len(one.all("a", href="https://a.example/1")) == 4  # each, the network, and the answer


@pytest.mark.parametrize(
    ("why", "english", "french"),
    [
        ("boost", "shared it", "l’a partagé"),
        ("quote", "quoted it", "l’a cité"),
        ("cross-post", "also on Bluesky", "publié aussi sur Bluesky"),
        ("text", "same words", "mêmes mots"),
        ("same", "same post", "même message"),
    ],
)
def test_a_copy_says_why_it_is_one(why, english, french):
    copy = Copy(id="at://1", url="https://b.example/1", network="bluesky", author="@zoe.example", at=NOON, why=why)
    entry = make_entry(copies=(copy,), copy_count=12)

    assert f"{english}, 8:00" in rendered(entry).text
    assert f"{french}, 08" in rendered(entry, "fr").text
    assert "Seen 13 times · 2 networks" in rendered(entry).text
    assert "Vu 13 fois · 2 réseaux" in rendered(entry, "fr").text
    assert "and 11 more" in rendered(entry).texts
    assert rendered(entry).all("a", href="https://b.example/1", rel="nofollow noopener ugc")


@pytest.mark.parametrize(
    ("evidence", "english", "french"),
    [
        ("account", "same account", "même compte"),
        ("bridge", "bridged account", "compte relié par une passerelle"),
        ("link", "verified link", "lien vérifié"),
        ("claim", "profile says so", "selon son profil"),
        ("name", "same name", "même nom"),
        ("handle", "same handle", "même identifiant"),
    ],
)
def test_a_cross_post_says_how_we_know(evidence, english, french):
    copy = Copy(
        id="at://1", url=None, network="bluesky", author="@zoe.example", at=NOON, why="cross-post", evidence=evidence
    )
    entry = make_entry(copies=(copy,), copy_count=1)

    assert f"@zoe.example also on Bluesky ({english}), 8:00" in rendered(entry).text
    assert f"@zoe.example publié aussi sur Bluesky ({french}), 08" in rendered(entry, "fr").text


def test_a_wave_says_how_many_posts_and_accounts():
    wave = make_entry(wave=140, accounts=12)

    assert "wave of 140 posts, 12 accounts" in rendered(wave).texts
    assert "vague de 140\N{NO-BREAK SPACE}messages, 12 comptes" in rendered(wave, "fr").texts


def test_marks_say_late_edited_and_wrong_clocks():
    late = rendered(make_entry(late=True, edited=True, first_seen=NOON + 20 * MINUTE))
    assert "arrived late, at 8:20\N{NARROW NO-BREAK SPACE}a.m." in late.texts
    assert "edited" in late.texts
    assert any("horloge" in text for text in rendered(make_entry(clock="ahead"), "fr").texts)
    assert "older post" in rendered(make_entry(clock="archived")).texts
    assert not rendered(make_entry()).all("span", class_="tag plain")


def test_the_stream_is_named_where_the_author_does_not_say_it():
    assert "via relay.example" in rendered(make_entry(via=("nostr:relay.example",))).texts
    assert "via" not in rendered(make_entry(via=("mastodon:mastodon.example",))).text
    assert "via" not in rendered(make_entry(via=("bluesky:jetstream",))).text


def test_a_bare_did_is_not_shown_as_a_handle():
    author = Author(id="did:plc:abcdefghijklmnop", handle="@did:plc:abcdefghijklmnop")

    assert "did:plc" not in rendered(make_entry(post=make_post(author=author))).text


@pytest.mark.parametrize(
    ("name", "letters"), [("Zoé Roy", "ZR"), ("Anne de la Tour", "AT"), ("山田", "山"), ("🦊", "·"), ("zoe", "Z")]
)
def test_a_monogram_stands_for_a_picture(name, letters):
    author = msgspec.structs.replace(make_post().author, name=name)
    one = rendered(make_entry(post=make_post(author=author)))

    assert letters in one.texts
    again = rendered(make_entry(id="e:2", post=make_post(author=author)))
    assert one.elements[1] == again.elements[1]  # the same colour every time


# What hangs on a post.


def test_a_poll_shows_its_answers_once_with_their_shares():
    """They are the last lines of the text, too, for who knows no polls."""
    options = (PollOption(text="Oui", votes=7), PollOption(text="Non", votes=5))
    poll = Poll(options=options, voters=12, closes_at=NOON + 120 * MINUTE)
    entry = make_entry(post=make_post(text=f"On y va ?\n{poll.lines}", poll=poll))
    english, french = rendered(entry), rendered(entry, "fr")

    assert english.texts.count("Oui") == 1
    assert "○" not in english.text
    assert [text for text in english.texts if text.endswith("%")] == ["58%", "42%"]
    assert "58\N{NO-BREAK SPACE}%" in french.texts
    assert "12 votes when it came in · until 10:00" in english.text
    assert [rect["width"] for rect in english.all("rect")] == ["58%", "42%"]


def test_a_poll_that_nobody_has_answered_shows_no_shares():
    poll = Poll(options=(PollOption(text="Oui", votes=0), PollOption(text="Non")), multiple=True)
    one = rendered(make_entry(post=make_post(text=poll.lines, poll=poll)), "fr")

    assert not one.all("rect")
    assert "Sondage · plusieurs réponses possibles" in one.text
    assert not one.all("p", class_="title")


def quote(**parts) -> Quote:
    """Somebody else's words."""
    given = {"names": ("q",), "author": "https://b.example/@omar", "handle": "@omar@b.example", "name": "Omar"}
    return Quote(**given | {"url": "https://b.example/@omar/9", "text": "The bridge is closed", "lang": "en"} | parts)


def test_a_quote_says_whose_words_it_has_in_their_own_language():
    one = rendered(make_entry(post=make_post(quote=quote(), lang="fr")))

    assert one.all("blockquote")
    assert one.all("a", href="https://b.example/@omar/9", rel="nofollow noopener ugc")
    assert {"Omar", "@omar@b.example", "The bridge is closed"} <= set(one.texts)
    assert [text["lang"] for text in one.all("div", class_="text", dir="auto")] == ["fr", "en"]


def test_a_quote_keeps_its_own_warning_and_its_length():
    warned = rendered(make_entry(post=make_post(quote=quote(warning="Blood"))))
    long = rendered(make_entry(post=make_post(quote=quote(text="word " * 200))))

    assert "open" not in warned.all("details", class_="warned")[0]
    assert "Blood" in warned.texts
    assert long.all("details", class_="more")


def test_a_card_is_one_link_with_title_and_site():
    card = Card(url="https://www.hydro.example/pannes", title="Carte des pannes")
    one = rendered(make_entry(post=make_post(card=card)))

    assert one.all("a", class_="card", href="https://www.hydro.example/pannes", rel="nofollow noopener ugc")
    assert {"Carte des pannes", "hydro.example"} <= set(one.texts)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_that_hangs_on_a_post_becomes_markup(lang):
    post = make_post(
        text=HOSTILE,
        poll=Poll(options=(PollOption(text=HOSTILE, votes=3),), voters=3),
        quote=quote(text=HOSTILE, handle=HOSTILE, name=HOSTILE, lang=HOSTILE, warning=HOSTILE, url=f"https://a.example/{HOSTILE}"),
        card=Card(url=f"https://a.example/{HOSTILE}", title=HOSTILE, site=HOSTILE),
    )  # fmt: skip
    one = rendered(make_entry(post=post), lang)

    assert "script" not in {tag for tag, _ in one.elements}
    for _, attributes in one.elements:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "style", "srcset"}]
    assert one.text.count("<script>alert(1)</script>") == 8


# What one can do with it.


def test_an_entry_has_an_address_and_can_be_answered_where_it_was_written():
    one = rendered(make_entry())

    assert one.all("a", class_="at", href="/en/demo/e/1")
    assert one.all("button", type="button", **{"data-action": "copy", "data-url": "/en/demo/e/1"})
    assert "Answer on Mastodon" in one.texts
    assert "Répondre sur Mastodon" in rendered(make_entry(), "fr").texts
    assert "Answer" not in rendered(make_entry(post=make_post(network="feed", url="https://a.example/"))).text


def test_a_post_can_be_reported_where_somebody_listens():
    renderer = Renderer(make_coverage(contact="mailto:desk@example.org"), assets=ASSETS)
    one = Page(renderer.entry(make_entry(), "fr"))

    assert one.all("a", href="mailto:desk@example.org?subject=demo/e/1")
    assert "Signaler" in one.texts
    assert "Report" not in rendered(make_entry()).texts


def test_the_tags_of_the_coverage_itself_stand_back():
    """Whatever their case and accents; other tags do not."""
    text = "#DÉMO #other"
    spans = tuple(Span(start=s, end=e, href="https://a.example/", kind="tag") for s, e in ((0, 5), (6, 12)))
    one = rendered(make_entry(post=make_post(text=text, spans=spans)))

    assert len(one.all("a", class_="own")) == 1


def test_shares_and_other_networks_of_the_same_person_are_said():
    copy = Copy(id="at://1", url=None, network="bluesky", author="@zoe.example", at=NOON, why="cross-post")
    entry = make_entry(copies=(copy, copy), copy_count=2, shares=1234)

    assert "also on Bluesky" in rendered(entry).texts
    assert "partagé 1\N{NO-BREAK SPACE}234 fois" in rendered(entry, "fr").text


def test_a_feeds_title_leads_to_the_article():
    post = make_post(
        title="Route fermée", text="Route fermée\n\nDétour par la 132.", network="feed", url="https://r.example/1"
    )

    assert len(rendered(make_entry(post=post)).all("a", href="https://r.example/1", rel="nofollow noopener ugc")) == 2


def test_many_short_lines_are_folded_too():
    assert rendered(make_entry(post=make_post(text="ligne\n" * 60))).all("details", class_="more")
    assert not rendered(make_entry(post=make_post(text="ligne\n" * 12))).all("details", class_="more")
