"""Entries, figures and pages as HTML: complete, escaped, in two languages."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import jinja2
import msgspec
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from hypothesis import given
from hypothesis import strategies as st

from livefeed.assets import Assets
from livefeed.engine.pulse import Pulse, take_pulse
from livefeed.model.coverage import Cause
from livefeed.model.entry import Copy, Entry
from livefeed.model.post import Author, Media, Span
from livefeed.server.render import Pages, Renderer
from livefeed.server.typography import spaced
from livefeed.server.views import BriefingView, CoverageCard, SourceHealth
from livefeed.server.words import load_catalogue
from tests.making import HOUR, MINUTE, NOON, SECOND, make_coverage, make_post

ASSETS = Assets()
RENDERER = Renderer(make_coverage(time_zone="America/Montreal"), assets=ASSETS)

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}&amp;</article>"


class Page(HTMLParser):
    """HTML, taken apart: elements with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, with whitespace as a browser shows it; no-break spaces stay."""
        return re.sub(r"[ \n\t]+", " ", "".join(self.texts)).strip()

    def all(self, tag: str, **attributes) -> list[dict[str, str | None]]:
        """Attributes of all elements of a tag that have these; `class_` for `class`."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [has for name, has in self.elements if name == tag and wanted.items() <= has.items()]


def make_entry(**parts) -> Entry:
    """An entry of Zoé's post, seen a second after it was written."""
    parts = {"id": "e:1", "ordinal": 0, "at": NOON, "late": False, "first_seen": NOON + SECOND, "edited": False} | parts
    return Entry(**{"post": make_post(url="https://a.example/@zoe/1", lang="fr")} | parts)


def make_view(**parts) -> BriefingView:
    """A live page with one entry."""
    view = BriefingView(
        entries=[make_entry()],
        cursor="k3f9.12",
        older=None,
        before=None,
        pulse=take_pulse([make_entry()], NOON + MINUTE),
        state="live",
        speed=1.0,
        now=NOON + MINUTE,
        sources=[],
    )
    return replace(view, **parts)


def rendered(entry: Entry, lang: str = "en") -> Page:
    """An entry, taken apart."""
    return Page(RENDERER.entry(entry, lang))


def page(lang: str = "en", coverage=None, **parts) -> Page:
    """A briefing, taken apart."""
    renderer = RENDERER if coverage is None else Renderer(coverage, assets=ASSETS)
    return Page(renderer.briefing(make_view(**parts), lang))


# An entry.


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
        "article", "span", "header", "b", "bdi", "a", "time", "div", "details", "summary", "p", "br", "ul", "li", "footer"
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
    assert not rendered(make_entry()).all("details")


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
    assert len(one.all("a", href="https://a.example/1")) == 3


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


# The figures.


def test_the_pulse_is_drawn_and_said():
    bars = (2, 1, 2, 3, 24, 20, 2, 1)
    pulse = Pulse(posts=1284, voices=1, per_minute=18.0, first_minute=NOON, bars=bars, usual=2.0, peak=4)
    english, french = Page(RENDERER.pulse(pulse, "en")), Page(RENDERER.pulse(pulse, "fr"))

    assert len(english.all("rect")) == len(bars)
    assert len(english.all("rect", class_="hot")) == 2
    assert len(english.all("line", class_="usual")) == 1
    assert "1,284" in english.texts
    assert "voice" in english.texts
    assert re.search(r"Peak: 24 at 8:04\sa\.m\.", english.all("svg")[0]["aria-label"])
    assert re.search(r"Pic\s: 24 à 08\sh\s04", french.all("svg")[0]["aria-label"])
    assert "1\N{NO-BREAK SPACE}284" in french.texts


def test_no_posts_make_no_drawing():
    empty = Page(RENDERER.pulse(take_pulse([], NOON), "fr"))

    assert not empty.all("svg")
    assert "0" in empty.texts
    assert "message" in empty.texts  # French counts nought as one


@given(bars=st.lists(st.integers(0, 100_000), min_size=1, max_size=96), peak=st.booleans())
def test_any_figures_stay_within_the_drawing(bars, peak):
    pulse = Pulse(posts=sum(bars) or 1, voices=1, per_minute=0.0, first_minute=NOON, bars=tuple(bars), usual=float(min(bars)),
                  peak=bars.index(max(bars)) if peak else None)  # fmt: skip
    for bar in Page(RENDERER.pulse(pulse, "en")).all("rect"):
        assert 0 <= float(bar["x"]) <= 640
        assert 0 <= float(bar["y"]) <= 60
        assert float(bar["x"]) + float(bar["width"]) <= 640.5


# The page.


def test_the_page_shows_entries_as_they_are_pushed():
    """One template: what a first load has is what the socket sends."""
    flat = RENDERER.briefing(make_view(), "fr")

    assert RENDERER.entry(make_entry(), "fr") in flat
    assert RENDERER.pulse(make_view().pulse, "fr") in flat


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("state", ["live", "replay", "ended", "waiting"])
def test_no_page_needs_more_than_the_policy_allows(lang, state):
    """No inline script, style or handler; one module, one sheet, both ours."""
    one = page(lang, state=state, entries=[] if state == "waiting" else [make_entry()])

    assert one.all("html") == [{"lang": lang}]
    assert not one.all("style")
    assert [script["src"] for script in one.all("script")] == [ASSETS.static_url("live-feed.js")]
    for tag, attributes in one.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag in {"img", "link", "script"}:
            assert (attributes.get("src") or attributes["href"]).startswith(("/static/", "?lang="))
    labelled = " ".join(value or "" for _, a in one.elements for name, value in a.items() if name == "aria-labelledby")
    assert set(labelled.split()) <= {attributes.get("id") for _, attributes in one.elements}


@pytest.mark.parametrize(
    ("state", "english", "french"),
    [
        ("live", "Live", "En direct"),
        ("replay", "Replay ×10", "Rediffusion ×10"),
        ("ended", "Ended", "Terminé"),
        ("waiting", "Not begun", "À venir"),
    ],
)
def test_the_state_is_said_in_words(state, english, french):
    assert english in page(state=state, speed=10.0).texts
    assert french in page("fr", state=state, speed=10.0).texts


def test_the_page_carries_what_the_script_needs():
    (feed,) = page("fr", state="replay", speed=30.0).all("live-feed")

    assert feed["src"] == "/demo/live"
    assert feed["after"] == "k3f9.12"
    assert feed["lang"] == "fr"
    words = msgspec.json.decode(feed["data-words"])
    assert words["new"] == ["{count} nouveau message", "{count} nouveaux messages"]
    assert set(words) >= {"live", "replay", "ended", "waiting", "reconnecting", "stopped"}


def test_a_page_of_older_posts_is_not_live():
    older = page(before="f" * 16, older="0123456789abcdef")

    assert not older.all("live-feed")
    assert older.all("div", role="feed")
    assert "Back to the newest" in older.texts
    assert older.all("a", href="?before=0123456789abcdef&lang=en")
    assert "There is nothing older." in page(before="0" * 16, entries=[]).texts


def test_without_script_there_is_a_way_to_what_is_new():
    flat = RENDERER.briefing(make_view(), "en")

    assert flat.index("<noscript>") < flat.index("<article")
    assert 'id="pause" aria-pressed="false" hidden' in flat
    assert page().all("p", class_="pager", hidden=None)
    assert not page(older="0123456789abcdef").all("p", class_="pager", hidden=None)


def test_a_cause_says_what_to_do_and_promises_no_progress():
    causes = (
        Cause(kind="donate", title={"fr": "Soupe : La Marmite", "en": "Soup"}, url="https://c.example/give", goal=5000, unit="CAD"),
        Cause(kind="sign", title={"en": "A letter"}, url="https://c.example/sign"),
    )  # fmt: skip
    one = page("fr", make_coverage(causes=causes))

    assert one.all("a", href="https://c.example/give")
    assert "Donner" in one.texts
    assert "Signer" in one.texts
    assert re.search(r"Objectif\s: 5\s000\s\$", one.text)
    assert one.all("h2", lang="en")
    assert not one.all("progress")
    assert not page("fr", make_coverage()).all("aside")


def test_words_of_another_language_say_which():
    one = page("fr", make_coverage(title={"en": "Only English"}))

    assert one.all("h1", lang="en")
    assert not page("en", make_coverage(title={"en": "Only English"})).all("h1", lang="en")


def test_sources_say_how_they_are_in_words():
    silent = SourceHealth(network="nostr", streams=2, silent=[("relay.example", NOON), ("other.example", None)])
    one = page("fr", sources=[SourceHealth(network="mastodon", streams=1, silent=[]), silent])

    assert re.search(r"relay\.example: muet depuis 08\sh\s00", one.text)
    assert "other.example: rien encore" in one.text
    assert len(one.all("li", class_="slow")) == 1


def test_the_foot_says_how_posts_are_chosen_and_that_nobody_checked():
    one = page("en", make_coverage(hashtags=("demo", "other")))

    assert "#demo, #other" in one.text
    assert "Nobody has checked these posts unless it says so." in one.text
    assert "No cookies" in one.text


def test_the_list_of_coverages_leads_to_each():
    card = CoverageCard(slug="demo", title={"en": HOSTILE}, summary={}, state="ended", updated=NOON + HOUR)
    index = Pages(ASSETS).index([card], "fr")

    assert Page(index).all("a", href="/demo?lang=fr")
    assert "Terminé" in Page(index).texts
    assert "<script>alert" not in index
    assert "Nothing at the moment." in Page(Pages(ASSETS).index([], "en")).texts


@pytest.mark.parametrize(
    ("status", "words"), [(404, "Cette page n’existe pas"), (503, "Beaucoup de monde"), (400, "pas marché")]
)
def test_problems_are_said_in_words(status, words):
    assert words in Page(Pages(ASSETS).problem(status, "fr")).text


def test_a_name_that_a_template_does_not_have_is_an_error():
    """Never an empty place on a page."""
    environment = RENDERER._environments["en"]

    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nothing_of_this_name }}").render()


# Words.


@pytest.fixture(scope="module")
def messages(root) -> set:
    """What templates and code say: single messages, and pairs of singular and plural."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        root, method_map=methods, options_map=options, directory_filter=lambda path: not path.endswith((".venv", ".git"))
    )  # fmt: skip
    return {message for _, _, message, _, _ in found}


def test_french_says_all_that_english_says_and_nothing_else(messages):
    catalogue = {message.id: message for message in load_catalogue(ASSETS.web, "fr") if message.id}

    assert len(messages) > 50
    assert messages - set(catalogue) == set(), "not translated"
    assert set(catalogue) - messages == set(), "no longer said"


def test_every_translation_is_finished_and_keeps_its_places():
    """Each %(name)s and {name} of the English is in the French, in every form."""
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message in load_catalogue(ASSETS.web, "fr"):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        english = (message.id,) if isinstance(message.id, str) else message.id
        french = (message.string,) if isinstance(message.string, str) else message.string
        assert all(french), message.id
        for form in french:
            assert sorted(places.findall(form)) == sorted(places.findall(english[-1])), form


def test_no_french_line_can_break_before_its_punctuation():
    """In the catalogue, and in what an organiser writes into a coverage file."""
    for message in load_catalogue(ASSETS.web, "fr"):
        for form in [message.string] if isinstance(message.string, str) else message.string:
            assert form == spaced(form, "fr") or not message.id, form

    summary = spaced("À 18 h 47 : « Quoi ? » 61 000 foyers, 5 $ ; http://a.example:80 ok", "fr")
    assert summary == (
        "À 18\xa0h\xa047\xa0: «\u202fQuoi\u202f?\u202f» 61\u202f000 foyers, 5\xa0$\u202f; http://a.example:80 ok"
    )
    assert spaced("Quoi? 5 : 4", "en") == "Quoi? 5 : 4"


# Files.


def test_static_files_are_named_by_their_content(tmp_path, monkeypatch):
    url = ASSETS.static_url("livefeed.css")
    assert re.fullmatch(r"/static/livefeed\.css\?v=[0-9a-f]{8}", url)
    assert ASSETS.static("livefeed.css").startswith(b"/*")
    assert ASSETS.static("../templates/base.html") is None

    package = tmp_path / "livefeed"
    (package / "_web" / "static").mkdir(parents=True)
    (package / "_web" / "static" / "livefeed.css").write_text("p {}")
    monkeypatch.setattr("livefeed.assets._PACKAGE", package)
    assert Assets().web == package / "_web"
    assert Assets().static_url("livefeed.css") != url
