"""The forms under which texts, hashtags and links are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.text import canonical, tag_key, text_tags, word_keys
from livefeed.engine.urls import canonical_url


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_has_a_canonical_form_and_keys(text):
    """Nothing that a network sends makes it fail, lone surrogates included."""
    canonical(text)
    tag_key(text)
    word_keys(text)


@given(st.text())
def test_the_canonical_form_does_not_change_with_case(text):
    """Except where case folding itself is not stable, which `casefold` of `upper` shows."""
    if text.upper().casefold() == text.casefold():
        assert canonical(text.upper()).text == canonical(text).text


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("#demo", 0), ("🙂🙂", 0), ("un deux trois", 3), ("@zoe https://a.example", 0)]
)
def test_words_are_counted_after_what_copying_changes_is_gone(text, words):
    """Tags, addresses and signs are no words."""
    assert canonical(text).words == words


@pytest.mark.parametrize(
    "written",
    [
        "Le café solidaire",
        "LE CAFE\u0301 SOLIDAIRE",
        "Le ca\u00adfé soli\u200bdaire",
        "Le café\ufe0f sоlidаire",
        "RT @zoe: Le café solidaire…",
        "Le café solidaire (via @zoe)",
        "Le café solidaire &amp; #demo #autre",
        "Le café solidaire https://a.example/x",
        "@zoe@a.example Le café, solidaire !",
    ],
)
def test_what_copying_changes_does_not_count(written):
    """Soft hyphens, joiners, variation selectors and Cyrillic letters among Latin ones included."""
    assert canonical(written.replace("solidaire…", "solidaire et…")).text == "le café solidaire"


def test_another_alphabet_stays_itself():
    """Only what hides among Latin letters is read as Latin."""
    assert canonical("Сегодня в Москве").text == "сегодня в москве"


@pytest.mark.parametrize(
    ("text", "signed"),
    [("RT @x: deux", True), ("deux… ", True), ("deux via @x", True), ("deux https://a.example", True), ("deux", False)],
)
def test_what_is_passed_on_shows_it(text, signed):
    """An address, a credit, a cut."""
    assert canonical(text).passed_on is signed


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://www.A.example/x/", "https://a.example/x"),
        ("http://a.example:80/x#part", "https://a.example/x"),
        ("https://a.example/x?utm_source=m&id=3&fbclid=z", "https://a.example/x?id=3"),
        ("https://youtu.be/abc?si=t", "https://youtube.com/watch?v=abc"),
        ("https://a.example:8443/", "https://a.example:8443"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("mailto:zoe@a.example", "mailto:zoe@a.example"),
        ("https://[bad", "https://[bad"),
    ],
)
def test_a_link_has_one_form(url, same):
    """However it was decorated on the way."""
    assert canonical_url(url) == same


@given(st.text())
def test_the_form_of_a_link_is_final(text):
    """Doing it twice changes nothing."""
    once = canonical_url("https://a.example/" + text)

    assert canonical_url(once) == once


@given(st.text(alphabet="aB1_#·& /.\té＃", max_size=12))
def test_a_hashtag_is_found_as_a_word_with_and_without_what_joins_it(text):
    """Whatever the way taken for the text: what `text_tags` finds is among the words."""
    assert text_tags(text) <= word_keys(text)
