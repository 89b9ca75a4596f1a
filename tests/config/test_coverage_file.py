"""Coverage files: read, and refused in words that help."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.config.coverage_file import load_coverage, parse_coverage
from livefeed.model.errors import ConfigError

GOOD = """\
slug = "oc-2026"
title = { en = "Open Causes", fr = "Causes ouvertes" }
time_zone = "America/Montreal"
hashtags = ["#OpenCauses26", "CausesOuvertes26"]
starts = 2026-10-02T09:00:00-04:00

[[stream]]
source = "mastodon"
server = "https://mastodon.example"

[[stream]]
source = "feed"
url = "https://radio.example/news.rss"
name = "radio"

[accounts]
follow = ["@org@mastodon.example"]

[[cause]]
kind = "walk"
title = { en = "The walk", fr = "La marche" }
url = "https://walk.example/"
goal = 5000
unit = "CAD"
"""


def read(text: str):
    """Check a coverage file's text."""
    return parse_coverage(text.encode(), "oc.toml")


def test_a_good_file_is_read_whole():
    coverage = read(GOOD)

    assert coverage.hashtags == ("OpenCauses26", "CausesOuvertes26")
    assert coverage.starts == 1_790_946_000_000
    assert [(stream.id, stream.match) for stream in coverage.streams] == [
        ("mastodon:mastodon.example", "rules"),
        ("feed:radio", "all"),
    ]
    assert coverage.causes[0].goal == 5000


@pytest.mark.parametrize(
    ("contact", "leads_to"),
    [("desk@example.org", "mailto:desk@example.org"), ("https://example.org/report", "https://example.org/report")],
)
def test_readers_may_be_told_where_to_report(contact, leads_to):
    assert read(f'slug = "x"\ntitle = "X"\nhashtags = ["a"]\ncontact = "{contact}"').contact == leads_to
    assert read('slug = "x"\ntitle = "X"\nhashtags = ["a"]').contact is None


def test_one_title_serves_both_languages():
    assert read('slug = "x"\ntitle = "Verglas"\nhashtags = ["a"]').title == {"en": "Verglas", "fr": "Verglas"}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('slug = "oc-2026"', 'slug = "OC 2026"', 1, ['slug: found "OC 2026"', "small letters"]),
        ('slug = "oc-2026"', 'slug = "static"', 1, ["an address of livefeed's own"]),
        ('slug = "oc-2026"', 'slug = "fr"', 1, ["an address of livefeed's own"]),
        ('slug = "oc-2026"\n', "", None, ["slug: is missing", 'slug = "oc-2026"']),
        ("hashtags =", "hashtag =", 4, ["hashtag: is not a key", "Did you mean `hashtags`?"]),
        ('["#OpenCauses26", "CausesOuvertes26"]', '"OpenCauses26"', 4, ["Write a list"]),
        ("America/Montreal", "Montreal", 3, ['found "Montreal"', 'time_zone = "America/Montreal"']),
        ("America/Montreal", "../../etc/passwd", 3, ["no time zone"]),
        ("2026-10-02T09:00:00-04:00", "2026-10-02T09:00:00", 5, ["without its offset"]),
        ("2026-10-02T09:00:00-04:00", '"demain"', 5, ['found "demain"', "without quotes"]),
        ('source = "mastodon"', 'source = "mastodonn"', 8, ["stream[1].source", "Did you mean `mastodon`?"]),
        (
            'source = "feed"',
            'source = "fax"',
            12,
            ["stream[2].source", "Installed sources: bluesky, editor, feed, hazards"],
        ),
        ('name = "radio"', 'nmae = "radio"', 14, ["stream[2].nmae", "Did you mean `name`?"]),
        ('url = "https://radio.example/news.rss"\n', "", 11, ["stream[2]", "url"]),
        ('kind = "walk"', 'kind = "run"', 20, ["cause[1].kind", "donate, join, sign"]),
        ("goal = 5000", 'goal = "5000"', 23, ["cause[1].goal", "without quotes"]),
        ('url = "https://walk.example/"', 'url = "javascript:alert(1)"', 22, ["cause[1].url"]),
        (
            'slug = "oc-2026"',
            'slug = "oc-2026"\ncontact = "javascript:alert(1)"',
            2,
            ["contact: found", "a mail address"],
        ),
        ('slug = "oc-2026"', 'slug = "oc-2026"\ncontact = "desk@example.org?bcc=x"', 2, ["contact: found"]),
        ("[accounts]", "[media]\nfetch = 1\n[accounts]", 17, ["media.fetch: found 1", "without quotes"]),
        ("[accounts]", "[media]\nquota_mb = -1\n[accounts]", 17, ["media.quota_mb: found -1", "above zero"]),
        ("[accounts]", '[media]\nkeep_days = "7"\n[accounts]', 17, ['media.keep_days: found "7"', "keep_days = 7"]),
        ("[accounts]", "[media]\nquota = 5\n[accounts]", 17, ["media.quota: is not a key", "`quota_mb`"]),
        ('["@org@mastodon.example"]', '["npub1qqqqqqqqqqqqq"]', 17, ["accounts.follow", "checksum is wrong"]),
        ("[accounts]", "[acounts]", 16, ["acounts", "Did you mean `accounts`?"]),
        (
            'title = { en = "Open Causes", fr = "Causes ouvertes" }',
            'title = { de = "Offen" }',
            2,
            ['"de" is not a language'],
        ),
        ('slug = "oc-2026"', "slug = oc-2026", 1, ["is not TOML"]),
        ('unit = "CAD"\n', "unit", 24, ["is not TOML"]),
        ("2026-10-02T09:00:00-04:00", "0001-01-01T00:00:00+14:00", 5, ["found the year 1", "1971 to 2111"]),
        ('"CausesOuvertes26"', '"Causes Ouvertes"', 4, ['"Causes Ouvertes" is no hashtag', "in one word"]),
        ('"CausesOuvertes26"', '"#"', 4, ['"" is no hashtag', "in one word"]),
        ("time_zone =", 'require = ["!!"]\ntime_zone =', 3, ['"!!" is no hashtag']),
        ("time_zone =", 'languages = ["français"]\ntime_zone =', 3, ['"français" is no code', '["fr", "en"]']),
        ("goal = 5000", "goal = nan", 23, ["cause[1].goal"]),
    ],
)
def test_a_mistake_is_refused_with_line_key_and_remedy(old, new, line, said):
    assert old in GOOD
    with pytest.raises(ConfigError) as refused:
        read(GOOD.replace(old, new, 1))

    assert refused.value.line == line
    assert refused.value.remedy
    for words in said:
        assert words in str(refused.value)


def test_a_nostr_key_is_one_account_however_it_is_written():
    """The example of NIP-19."""
    key = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"
    name = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
    for written in (name, f"nostr:{name}", key, key.upper(), f"nostr:{key}"):
        accounts = read(GOOD.replace("@org@mastodon.example", written)).accounts
        assert accounts.follow == (f"nostr:{key}",)


def test_a_stream_that_is_set_up_twice_is_refused():
    twice = GOOD + '[[stream]]\nsource = "mastodon"\nserver = "https://mastodon.example"\n'

    with pytest.raises(ConfigError, match="set up twice"):
        read(twice)


def test_nothing_to_follow_is_refused():
    with pytest.raises(ConfigError, match="at least one hashtag"):
        read('slug = "x"\ntitle = "y"')


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_coverage(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('slug = "x"\ntitle = "Éte"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="is not UTF-8") as refused:
        load_coverage(tmp_path / "latin.toml")
    assert refused.value.line == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["source", "url", "kind", "title", "en", "only", "x"]), inner, max_size=3)
        ),
    ),
    st.sampled_from(["slug", "title", "hashtags", "stream", "accounts", "cause", "time_zone", "starts", "languages"]),
)
def test_any_value_is_read_or_refused_never_worse(value, key):
    """Whatever a person wrote."""
    from livefeed.config.coverage_file import _Reader

    document = {"slug": "x", "title": "y", "hashtags": ["z"], key: value}
    with contextlib.suppress(ConfigError):
        _Reader("x.toml", "").coverage(document)
