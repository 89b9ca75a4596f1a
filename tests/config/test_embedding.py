"""Which sites may show a coverage: read, and refused in words."""

import pytest

from livefeed.config.coverage_file import parse_coverage
from livefeed.model.coverage import ANYWHERE
from livefeed.model.errors import ConfigError

START = 'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n[embed]\n'


def read(text: str) -> tuple[str, ...]:
    """The sites of a file."""
    return parse_coverage((START + text).encode(), "demo.toml").embed


def test_any_site_may_where_nothing_is_said():
    assert read("") == ANYWHERE
    assert read('allow = "anywhere"') == ANYWHERE
    assert parse_coverage(START.removesuffix("[embed]\n").encode(), "demo.toml").embed == ANYWHERE


def test_sites_are_kept_as_browsers_name_them():
    sites = '["https://Org.example/", "https://*.org.example:8443", "http://localhost:80", "https://org.example:443"]'

    assert read(f"allow = {sites}") == ("https://org.example", "https://*.org.example:8443", "http://localhost")
    assert read("allow = []") == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('allow = "everywhere"', 'embed.allow: found "everywhere"'),
        ("allow = true", "embed.allow: found true"),
        ('allow = ["org.example"]', "is no address of a site"),
        ('allow = ["https://org.example/page"]', "is the address of a page"),
        ('allow = ["https://org.example; script-src *"]', "is no address of a site"),
        ("allow = [\"https://org.example 'unsafe-inline'\"]", "is no address of a site"),
        ('allow = ["javascript://org.example"]', "is no address of a site"),
        ('allow = ["https://me@org.example"]', "is no address of a site"),
        ('allow = ["https://org.example:99999"]', "has no port that can be"),
        ("allow = [3]", "found 3 in the list"),
        ('sites = ["https://org.example"]', "embed.sites: is not a key of [embed]"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_what_to_write(line, words):
    with pytest.raises(ConfigError) as refused:
        read(line)

    assert refused.value.line == 5
    assert words in str(refused.value)
    assert 'allow = ["https://org.example"]' in str(refused.value)


def test_the_list_is_bounded():
    with pytest.raises(ConfigError, match="Keep to 100"):
        read(f"allow = {[f'https://s{n}.example' for n in range(101)]}")
