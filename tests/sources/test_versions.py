"""Documents are asked for only where they have changed, each version under its whole address."""

import pytest

from livefeed.sources.line import Answer
from livefeed.sources.versions import Version, Versions


class Asked:
    """A line that notes what it is asked for."""

    async def get(self, url, *, params, headers, expect, **more):
        self.headers, self.expect, self.more = headers, expect, more
        return Answer(status=200, headers={}, body=b"", url=url)


@pytest.fixture
def line():
    return Asked()


ONE = [("min_id", "1")]


async def test_a_version_is_sent_back_as_it_was_written_and_only_for_its_whole_address(line):
    versions = Versions[str](10)
    versions.learn("https://a.example/x", Version('W/"é 1"', "yesterday"), "what we know", ONE)
    await versions.ask(line, "https://a.example/x", params=ONE, headers={"Accept": "x"}, limit=7)
    assert line.headers == {"Accept": "x", "If-None-Match": 'W/"é 1"', "If-Modified-Since": "yesterday"}
    assert (line.expect, line.more) == ((200, 304), {"limit": 7})
    assert versions.had("https://a.example/x", ONE) == "what we know"

    for url, params in (
        ("https://a.example/x", [("min_id", "2")]),
        ("https://a.example/x", []),
        ("https://b.example/x", ONE),
    ):
        await versions.ask(line, url, params=params, expect=(200, 404))
        assert line.headers == {}
        assert line.expect == (200, 404)  # a 304 that nobody asked for is no answer


async def test_a_document_that_has_lost_its_version_is_asked_for_whole(line):
    versions = Versions[None](10)
    versions.learn("https://a.example/x", Version("1"), None)
    versions.learn("https://a.example/x", Version(), None)
    await versions.ask(line, "https://a.example/x")

    assert line.headers == {}


async def test_the_version_used_longest_ago_is_forgotten(line):
    versions = Versions[int](2)
    for number in (1, 2):
        versions.learn(f"https://a.example/{number}", Version("v"), number)
    await versions.ask(line, "https://a.example/1")
    versions.learn("https://a.example/3", Version("v"), 3)
    await versions.ask(line, "https://a.example/2")
    assert line.headers == {}
    await versions.ask(line, "https://a.example/1")

    assert line.headers == {"If-None-Match": "v"}


def test_half_a_version_is_none():
    answer = Answer(status=200, headers={"etag": "x" * 501, "last-modified": "now"}, body=b"", url="https://a.example/")

    assert Version.of(answer) == Version("", "now")
