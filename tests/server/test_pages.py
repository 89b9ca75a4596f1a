"""Figures and pages as HTML: complete, within the policy, in two languages."""

import re
from dataclasses import replace

import jinja2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.pulse import Pulse, take_pulse
from livefeed.model.coverage import Cause
from livefeed.server.render import Pages, Renderer
from livefeed.server.views import BriefingView, CoverageCard, SourceHealth
from tests.making import HOUR, MINUTE, NOON, make_coverage
from tests.server.html import ASSETS, HOSTILE, RENDERER, Page, make_entry


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


def page(lang: str = "en", coverage=None, **parts) -> Page:
    """A briefing, taken apart."""
    renderer = RENDERER if coverage is None else Renderer(coverage, assets=ASSETS)
    return Page(renderer.briefing(make_view(**parts), lang))


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
            assert (attributes.get("src") or attributes["href"]).startswith(
                ("/static/", "/en/demo", "/fr/demo", "/demo")
            )
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
    assert words["new"] == ["{count}\N{NO-BREAK SPACE}nouveau message", "{count}\N{NO-BREAK SPACE}nouveaux messages"]
    assert set(words) >= {"live", "replay", "ended", "waiting", "reconnecting", "stopped"}


def test_a_page_names_itself_in_every_language():
    """A crawler and the switch find the same page in the other language, page of older posts or not."""
    for query in ("", "?before=0123456789abcdef"):
        one = page("fr", before=query.partition("=")[2] or None)
        assert one.all("link", hreflang="fr", href=f"/fr/demo{query}")
        assert one.all("link", hreflang="en", href=f"/en/demo{query}")
        assert one.all("link", hreflang="x-default", href=f"/demo{query}")
        assert one.all("a", hreflang="en", href=f"/en/demo{query}")


def test_a_page_of_older_posts_is_not_live():
    older = page(before="f" * 16, older="0123456789abcdef")

    assert not older.all("live-feed")
    assert older.all("div", role="feed")
    assert "Back to the newest" in older.texts
    assert older.all("a", href="/en/demo?before=0123456789abcdef")
    assert "There is nothing older." in page(before="0" * 16, entries=[]).texts


def test_without_script_there_is_a_way_to_what_is_new():
    flat = RENDERER.briefing(make_view(), "en")

    assert flat.index("<noscript>") < flat.index("<article")
    assert "scripted" in page().all("button", id="pause")[0]["class"]
    assert b"(scripting:none){.scripted{display:none" in ASSETS.static("livefeed.css").replace(b" ", b"")
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

    assert re.search(r"relay\.example\s: muet depuis 08\sh\s00", one.text)
    assert "other.example\N{NO-BREAK SPACE}: rien encore" in one.text
    assert len(one.all("li", class_="slow")) == 1


def test_the_foot_says_how_posts_are_chosen_and_that_nobody_checked():
    one = page("en", make_coverage(hashtags=("demo", "other")))

    assert "#demo, #other" in one.text
    assert "Nobody has checked these posts unless it says so." in one.text
    assert "No cookies" in one.text


def test_the_list_of_coverages_leads_to_each():
    card = CoverageCard(slug="demo", title={"en": HOSTILE}, summary={}, state="ended", updated=NOON + HOUR)
    index = Pages(ASSETS).index([card], "fr")

    assert Page(index).all("a", href="/fr/demo")
    assert "Terminé" in Page(index).texts
    assert "<script>alert" not in index
    assert "Nothing at the moment." in Page(Pages(ASSETS).index([], "en")).texts


@pytest.mark.parametrize(
    ("status", "words"), [(404, "Cette page n’existe pas"), (503, "Beaucoup de monde"), (400, "pas marché")]
)
def test_problems_are_said_in_words(status, words):
    problem = Page(Pages(ASSETS).problem(status, "fr"))

    assert len([text for text in problem.texts if words in text]) == 2, "title and heading"
    assert not [link for link in problem.all("link", rel="alternate") if "hreflang" in link]


def test_a_name_that_a_template_does_not_have_is_an_error():
    """Never an empty place on a page."""
    environment = RENDERER._environments["en"]

    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nothing_of_this_name }}").render()


def test_page_and_server_agree_on_what_a_whole_board_is():
    """The page offers older posts below a fresh board only where it is whole."""
    from livefeed.server.telling import BOARD

    assert f"const BOARD={BOARD};" in ASSETS.static("live-feed.js").decode()
