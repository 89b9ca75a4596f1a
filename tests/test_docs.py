"""The documents say what is true: examples run, names exist."""

import json
import re
from datetime import UTC

import msgspec
import pytest

from livefeed.config.coverage_file import parse_coverage
from livefeed.engine.asking import ask
from livefeed.model.change import DropEntry, PutEntry
from livefeed.model.entry import Clock, Copy, Entry, Evidence, Why
from livefeed.model.post import Author, Card, Counts, Media, Poll, Post, Quote, Span
from livefeed.model.times import parse_iso
from livefeed.model.wire import change_to_wire
from livefeed.sources.base import installed_sources, load_source


def examples(text: str) -> dict[str, dict]:
    """The JSON examples of a page, by name."""
    return {name: json.loads(body) for name, body in re.findall(r"```json ([\w-]+)\n(.*?)```", text, re.DOTALL)}


@pytest.fixture(scope="module")
def protocol(root) -> str:
    return (root / "docs" / "protocol.md").read_text(encoding="utf-8")


def test_a_put_is_written_as_the_protocol_says(protocol):
    """Key by key, value by value."""
    example = examples(protocol)["put"]
    wire = example["entry"]
    post = wire["post"]
    at = parse_iso(wire["at"])
    entry = Entry(
        id=wire["id"],
        ordinal=int(wire["key"], 16) % (1 << 20),
        at=at,
        late=wire["late"],
        first_seen=parse_iso(wire["first_seen"]),
        edited=wire["edited"],
        clock=wire["clock"],
        post=Post(
            **{
                key: post[key]
                for key in (
                    "id",
                    "network",
                    "url",
                    "title",
                    "text",
                    "lang",
                    "reply_to",
                    "boost_of",
                    "quote_of",
                    "sensitive",
                    "warning",
                    "edited_at",
                )
            },
            created_at=parse_iso(post["created_at"]),
            author=msgspec.convert(post["author"], Author),
            spans=tuple(msgspec.convert(span, Span) for span in post["spans"]),
            hashtags=tuple(post["hashtags"]),
            links=tuple(post["links"]),
            media=tuple(msgspec.convert(media, Media) for media in post["media"]),
            poll=msgspec.convert(post["poll"] | {"closes_at": parse_iso(post["poll"]["closes_at"])}, Poll),
            quote=Quote(
                names=(post["quote"]["id"],),
                author=post["quote"]["author"]["id"],
                handle=post["quote"]["author"]["handle"],
                name=post["quote"]["author"]["name"],
                **{key: post["quote"][key] for key in ("url", "text", "lang", "warning")},
            ),
            card=msgspec.convert(post["card"], Card),
            counts=msgspec.convert(post["counts"], Counts),
        ),
        via=tuple(wire["via"]),
        copies=tuple(Copy(**copy | {"at": parse_iso(copy["at"])}) for copy in wire["copies"]),
        copy_count=wire["copy_count"],
        shares=wire["shares"],
        links=tuple(wire["links"]),
    )

    assert change_to_wire(PutEntry(entry=entry), example["seq"]) == example
    text = post["text"]
    assert [text[span["start"] : span["end"]] for span in post["spans"]] == [
        "#CausesOuvertes26",
        "https://b.example/plan",
    ]


def test_a_drop_is_written_as_the_protocol_says(protocol):
    example = examples(protocol)["drop"]

    assert change_to_wire(DropEntry(id=example["id"], ordinal=0, why=example["why"]), example["seq"]) == example


def test_every_reason_all_evidence_and_every_clock_is_in_the_glossary(root):
    glossary = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in (*Why.__args__, *Evidence.__args__, *Clock.__args__):
        assert f"| `{word}` |" in glossary


def test_the_coverage_file_of_the_documentation_is_right(root):
    """And every key of every source is in it."""
    page = (root / "docs" / "coverage-file.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL).group(1)
    coverage = parse_coverage(example.encode(), "docs/coverage-file.md")

    assert len(coverage.streams) == 4
    for name in installed_sources():
        for key in load_source(name).Options.__struct_fields__:
            assert re.search(rf"\| `{name}` \|.*`{key}`", page), f"{name}: {key} is not documented"


def test_every_file_that_the_architecture_names_is_there(root):
    """A name without its folder is in the folder of the name before it."""
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = 0
    for line in page.splitlines():
        folder = root
        for name in re.findall(r"`([\w./-]+(?:\.(?:py|js|html|md|po)|/))`", line):
            whole = name.startswith(("livefeed/", "web/", "tests/", "docs/", "replay_data/"))
            path = root / name if whole else folder / name
            if name != "/embed.js":  # an address
                assert path.exists(), f"{name}: {line}"
                folder = path if path.is_dir() else path.parent
                named += 1

    assert named > 150


def test_every_dependency_has_its_reason(root):
    """A library without a paragraph is one too many."""
    import tomllib

    reasons = (root / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        name = re.match(r"[\w-]+", requirement).group()
        assert name in reasons, name


def test_the_lock_files_are_complete_and_name_no_index(root):
    for name in ("run", "test"):
        text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "--index-url" not in text
        assert "://" not in text
        for block in re.split(r"\n(?=\w)", text.strip()):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_version_is_the_same_everywhere(root):
    import tomllib

    from livefeed import __version__

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def test_what_the_page_on_searches_shows_is_understood(root):
    """Every operator of the table, in either language."""
    page = (root / "docs" / "search.md").read_text(encoding="utf-8")
    table = page.partition("| written | finds |")[2].partition("\n\n")[0]
    written = [code for row in table.splitlines()[2:] for code in re.findall(r"`([^`]+)`", row)]

    assert len(written) > 30
    for said in written:
        asked = ask(said, UTC, parse_iso("2026-10-02T18:00Z"))
        assert asked.unread == (() if said[-1] != ":" else (said,)), said
        assert said[-1] == ":" or not asked.query.is_empty, said
