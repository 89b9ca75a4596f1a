"""Which posts belong."""

import pytest

from livefeed.engine.match import Matcher
from livefeed.model.coverage import Accounts, Stream
from tests.making import make_coverage, make_post

STREAM = "mastodon:a.example"


@pytest.mark.parametrize(
    "text", ["Été ! #CausesOuvertes26", "#causesouvertes26", "＃CausesOuvertes26", "x #CAUSESOUVERTES26."]
)
def test_a_hashtag_matches_however_it_is_written(text):
    """In any case, in the text alone, with a full-width sign."""
    assert Matcher(make_coverage(hashtags=("CausesOuvertes26",))).matches(make_post(text=text), STREAM)


@pytest.mark.parametrize(
    "text", ["CausesOuvertes26", "#CausesOuvertes", "https://a.example/#CausesOuvertes26", "x#CausesOuvertes26"]
)
def test_what_is_no_such_hashtag_does_not_match(text):
    """A word, a part, an address are no hashtag."""
    assert not Matcher(make_coverage(hashtags=("CausesOuvertes26",))).matches(make_post(text=text), STREAM)


def test_accents_do_not_part_hashtags():
    """Mastodon's servers compare them so."""
    assert Matcher(make_coverage(hashtags=("Séisme",))).matches(make_post(text="#seisme"), STREAM)


def test_all_required_hashtags_must_be_there():
    """`require` is and, `hashtags` is or."""
    matcher = Matcher(make_coverage(require=("montreal",)))

    assert matcher.matches(make_post(text="#demo #Montréal"), STREAM)
    assert not matcher.matches(make_post(text="#demo"), STREAM)


@pytest.mark.parametrize("text", ["#demo #giveaway", "#demo Giveaway!"])
def test_an_excluded_word_or_hashtag_keeps_a_post_out(text):
    """Whether it is marked or not."""
    assert not Matcher(make_coverage(exclude=("giveaway",))).matches(make_post(text=text), STREAM)


def test_other_languages_are_left_out_but_not_unknown_ones():
    """We do not guess."""
    matcher = Matcher(make_coverage(languages=("fr",)))

    assert matcher.matches(make_post(lang="fr-CA"), STREAM)
    assert matcher.matches(make_post(lang=None), STREAM)
    assert not matcher.matches(make_post(lang="en"), STREAM)


def test_followed_accounts_need_no_hashtag_and_can_be_the_only_ones():
    """A portal by following."""
    follow = Accounts(only=True, follow=("@zoe@mastodon.example",))
    matcher = Matcher(make_coverage(accounts=follow))

    assert matcher.matches(make_post(text="bonjour"), STREAM)
    assert not matcher.matches(make_post(by="omar"), STREAM)


def test_blocked_accounts_are_known_by_handle_id_or_address():
    """However the editor wrote them."""
    for name in ("@zoe@mastodon.example", "zoe@mastodon.example", "https://mastodon.example/@zoe"):
        assert Matcher(make_coverage(accounts=Accounts(block=(name,)))).blocked(make_post().author)


def test_a_stream_can_be_taken_whole():
    """A feed's items need no hashtag."""
    stream = Stream(id="feed:radio", source="feed", match="all")
    matcher = Matcher(make_coverage(streams=(stream,)))

    assert matcher.matches(make_post(text="bonjour"), "feed:radio")
    assert not matcher.matches(make_post(text="bonjour"), "feed:other")
