"""The forms under which texts, hashtags and links are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.engine.text import canonical, tag_key, word_keys
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
        assert canonical(text.upper()).key == canonical(text).key


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("#demo", 0), ("🙂🙂", 0), ("un deux trois", 3), ("@zoe https://a.example", 0)]
)
def test_words_are_counted_after_what_copying_changes_is_gone(text, words):
    """Tags, addresses and signs are no words."""
    assert canonical(text).words == words


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
