"""`livefeed export --format site`: an archive in a folder, made anew as a whole, and of nothing that was deleted."""

import json
import re
import shutil
from pathlib import Path

import feedparser
import orjson
import pytest
from PIL import Image

from livefeed.model.errors import ExportError
from livefeed.model.post import Media
from livefeed.runtime.picture_store import PictureStore
from livefeed.runtime.shown import Shown
from livefeed.server.archive import making, shards
from livefeed.server.archive.bundle import BundleError, bundle
from livefeed.server.archive.folder import ArchiveFolder
from livefeed.server.archive.view import numbers_around
from livefeed.server.showing import dom_id
from tests.archiving import ArchivedDay, whole
from tests.cli.test_commands import livefeed
from tests.making import DAY, make_coverage
from tests.server import schema_org

FILE = 'slug = "demo"\ntime_zone = "America/Montreal"\nhashtags = ["demo"]\n[title]\nfr = "Démo en français"\nen = "Demo"\n'


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A day whose journal no test changes."""
    return ArchivedDay(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def archive(day):
    """Its archive."""
    return day.archive()


def run(day, *arguments):
    """Type the command."""
    file = day.folder / "coverage.toml"
    file.write_text(FILE)
    return livefeed("export", file, "--data", day.folder / "data", *arguments)


def rows(folder, name: str) -> list:
    """What is in the files of a kind of data."""
    found, number = [], 1
    while (path := folder / "data" / f"{name}-{number}.js").is_file():
        written = path.read_bytes()
        head = f'livefeedFile("{name}-{number}",'.encode()
        assert written.startswith(head)
        assert written.endswith(b");\n")
        found += orjson.loads(written[len(head) : -3])
        number += 1
    return found


def test_a_folder_appears_and_its_size_is_said(day, tmp_path):
    folder = tmp_path / "out"
    done = run(day, "--format", "site", "-o", folder)

    assert done.returncode == 0, done.stderr
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert f"{size:,} bytes".encode() in done.stderr
    assert b"delete from now on is still in it: make it anew" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    assert b"Demo" in (folder / "en" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--format", "site"], b"needs -o"),
        (["--format", "site", "-o", "x", "--network", "mastodon"], b"of all of a coverage"),
        (["--format", "site", "-o", "x", "--resume"], b"at once"),
        (["--format", "site", "-o", "/"], b"a folder of its own"),
        (["--format", "site", "-o", "."], b"a folder of its own"),
        (["--format", "site", "-o", ".."], b"a folder of its own"),
        (["--format", "csv", "--media"], b"only a site"),
        (["--format", "site", "-o", "x", "--public-url", "example.org"], b"write the whole address"),
    ],
)
def test_what_cannot_be_is_refused(day, arguments, why):
    done = run(day, *arguments)

    assert done.returncode == 2
    assert why in done.stderr


def test_the_same_journal_gives_the_same_bytes(day, archive):
    assert whole(day.archive("again")) == whole(archive)


def test_all_entries_are_on_pages_of_a_hundred_the_newest_first(day, archive):
    """And each entry's link leads to its place."""
    moment = day.moment()
    expected = [entry.id for _, entry in moment.entries()][::-1]
    moment.close()
    found = []
    for number, name in enumerate(["index", "page-2", "page-3"]):
        html = (archive / "fr" / f"{name}.html").read_text()
        ids = re.findall(r'<article [^>]*data-id="(e:[^"]+)"', html)
        assert re.findall(r'href="([^"]+)" class="at"', html) == [
            f"../fr/{name}.html#{i.replace(':', '-')}" for i in ids
        ]
        assert ids == expected[number * 100 : number * 100 + 100]
        found += ids
    assert found == expected
    assert not (archive / "fr" / "page-4.html").exists()


def test_the_coverages_own_language_comes_first(archive):
    door = (archive / "index.html").read_text()

    assert '<html lang="fr">' in door
    assert door.index("fr/index.html") < door.index("en/index.html")


def test_no_page_leads_to_a_place_of_a_server_or_to_a_file_that_is_not_there(archive):
    for path in archive.rglob("*.html"):
        for address in re.findall(r'(?<!-)(?:href|src|action)="([^"]*)"', path.read_text()):
            assert not address.startswith("/"), (path, address)
            if not address.startswith(("http", "#")):
                assert (path.parent / address.partition("#")[0].partition("?")[0]).exists(), (path, address)


def test_a_board_of_any_moment_is_in_the_files_as_the_journal_has_it(day, archive):
    """By the rows of places, and with the HTML of each version once."""
    changes = {change["seq"]: change for change in rows(archive, "changes-en")}
    places = rows(archive, "places")
    moment = day.moment()
    times = [t for t, _, _ in moment.past.changes(0, 1 << 50, moment.tip, 10_000).changes]
    for at in times[::9]:
        stood = moment.past.board(at, moment.tip, None, 1_000)
        expected = [(entry.key, seq) for seq, entry in stood.entries]
        assert [(key, a) for key, a, b in places if a <= stood.seq and (not b or b > stood.seq)] == expected
        assert all(changes[seq]["key"] == key for key, seq in expected)
    moment.close()
    html = [change["html"] for change in changes.values() if change["op"] == "put"]
    assert len(html) == len(set(html))


def test_data_are_in_files_that_load_at_once(day, monkeypatch):
    monkeypatch.setattr(shards, "_FULL", 20_000)
    folder = day.archive("small")

    sizes = [path.stat().st_size for path in (folder / "data").iterdir()]
    assert max(sizes) < 21_000
    assert len(sizes) > 20


def test_what_is_deleted_is_gone_from_all_its_bytes(tmp_path):
    day = ArchivedDay(tmp_path, posts=30)
    day.say("secret", "CANARI words of somebody #demo", by="piaf")
    before = whole(day.archive())
    day.delete("secret")
    after = whole(day.archive())

    for trace in (b"CANARI", b"canari", b"piaf", b"Piaf"):
        assert trace in before
        assert trace not in after
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "data"]
    assert b"2 were removed, and stay removed." in after


def test_what_is_deleted_while_it_is_made_does_not_come(tmp_path, monkeypatch):
    day = ArchivedDay(tmp_path, posts=5)
    day.say("secret", "CANARI words of somebody #demo", by="piaf")
    write_sheet, made = making.ArchivePages.write_sheet, []

    def then_delete(pages, newest):
        if not made:
            day.delete("secret")
            day.moment().close()
        made.append(newest)
        write_sheet(pages, newest)

    monkeypatch.setattr(making.ArchivePages, "write_sheet", then_delete)

    assert b"CANARI" not in whole(day.archive())
    assert len(made) == 2


def test_what_an_entry_was_before_it_joined_another_leads_there(tmp_path):
    day = ArchivedDay(tmp_path, posts=0)
    for name in ("first", "second", "third"):
        day.say(name, f"mot {name} #demo", by=name)
    first, second, third = (
        {entry.post.id: entry for _, entry in day.moment().entries()}[name] for name in ("first", "second", "third")
    )
    day.join("third", "second")
    day.join("second", "first")
    way = f'href="../en/index.html#{dom_id(first.id)}" class="at" id="{{}}-t"'

    joined = whole(day.archive()).replace(b'\\"', b'"').decode()
    assert all(way.format(dom_id(entry.id)) in joined for entry in (first, second, third))


def test_who_does_not_want_to_be_found_is_not(tmp_path):
    day = ArchivedDay(tmp_path, posts=3)
    day.say("shy", "sesame is my word #demo", indexable=False)
    folder = day.archive()

    assert "sesame" not in [word for word, _ in rows(folder, "words")]
    assert None in rows(folder, "posts")
    assert b"sesame" in (folder / "en" / "index.html").read_bytes()


def test_a_folder_that_is_no_archive_of_ours_stays_as_it_is(tmp_path):
    day = ArchivedDay(tmp_path, posts=1)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")

    with pytest.raises(ExportError, match="no archive of ours"):
        day.archive("mine")
    assert (mine / "thesis.txt").read_text() == "years of work"
    part = tmp_path / "other.part"
    part.mkdir()
    (part / "thesis.txt").write_text("more of it")
    with pytest.raises(ExportError, match="no archive of ours"):
        day.archive("other")
    (tmp_path / "link").symlink_to(mine)
    with pytest.raises(ExportError, match="is no folder"):
        day.archive("link")


def test_an_archive_of_another_coverage_stays_as_it_is(tmp_path):
    ArchivedDay(tmp_path, posts=1).archive()

    with pytest.raises(ExportError, match="the archive of demo"):
        ArchivedDay(tmp_path, posts=1, coverage=make_coverage(slug="other")).archive()


def test_what_a_try_left_behind_goes(tmp_path):
    day = ArchivedDay(tmp_path, posts=1)
    folder = day.archive()
    folder.rename(tmp_path / "archive.old")
    day.archive("archive").rename(tmp_path / "archive.part")
    ArchiveFolder(tmp_path / "archive", "demo")
    day.archive()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "data"]


@pytest.mark.parametrize("left", ["archive.old", "archive.part"])
def test_who_was_interrupted_while_a_folder_went_may_go_on(tmp_path, monkeypatch, left):
    """What says that it is ours goes last; or a half of it is all that there is."""
    day = ArchivedDay(tmp_path, posts=1)
    day.archive().rename(tmp_path / left)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            day.archive()
    assert (tmp_path / left).exists()
    day.archive("archive")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "data"]
    (tmp_path / left).mkdir()
    (tmp_path / left / "livefeed-archive.json").write_text('{"cover')
    day.archive("archive")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "data"]


def interrupted(folder: Path, **_options) -> None:
    """Remove what a system may list first, and be stopped."""
    (folder / "livefeed-archive.json").unlink(missing_ok=True)
    raise KeyboardInterrupt


def test_who_stops_it_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    day = ArchivedDay(tmp_path, posts=3)
    before = whole(day.archive())
    day.delete("p0")
    monkeypatch.setattr("livefeed.server.archive.making.write_past", stopped)
    with pytest.raises(KeyboardInterrupt):
        day.archive()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "data"]
    assert whole(tmp_path / "archive") == before


def stopped(*_arguments) -> None:
    """Let somebody press Ctrl-C."""
    raise KeyboardInterrupt


def test_what_somebody_put_into_an_archive_is_not_lost_with_it(tmp_path):
    day = ArchivedDay(tmp_path, posts=1)
    folder = day.archive()
    for name in (".DS_Store", "._index.html"):
        (folder / name).write_text("of a system")
    day.archive()
    (folder / "CNAME").write_text("archive.example")

    with pytest.raises(ExportError, match="CNAME: is not of the archive, and would go with it"):
        day.archive()
    assert (folder / "CNAME").read_text() == "archive.example"


def test_lanes_are_offered_where_the_journal_has_any(tmp_path, archive):
    day = ArchivedDay(tmp_path, posts=1)
    day.say("why", "Why? #demo")
    day.sort("question")
    folder = day.archive()

    assert (
        '<a class="chip" href="../fr/search.html?lane=question">Questions</a>'
        in (folder / "fr" / "index.html").read_text()
    )
    assert '<option value="question">Questions</option>' in (folder / "en" / "search.html").read_text()
    assert "lane:question" in {word for word, _ in rows(folder, "words")}
    assert 'id="lane"' not in (archive / "en" / "search.html").read_text()


def test_a_coverage_without_posts_is_an_archive_too(tmp_path):
    day = ArchivedDay(tmp_path, posts=0)
    day.delete("hostile")
    folder = day.archive()

    assert "Nothing has come in." in (folder / "en" / "index.html").read_text()
    assert not (folder / "en" / "page-2.html").exists()


def test_the_protocol_and_the_table_are_in_it(day, archive):
    lines = (archive / "files" / "demo.ndjson").read_bytes().splitlines()
    moment = day.moment()

    assert [json.loads(line)["entry"]["id"] for line in lines] == [entry.id for _, entry in moment.entries()]
    assert (archive / "files" / "demo.csv").read_bytes().startswith(b'\xef\xbb\xbf"entry","role"')
    moment.close()


@pytest.fixture(scope="module")
def known(day):
    """The archive of the day at an address that is known."""
    return day.archive("known", root="https://example.org/oc")


def test_where_its_address_is_known_each_page_names_its_own(known):
    for lang in ("en", "fr"):
        for name in ("index", "page-3"):
            html = (known / lang / f"{name}.html").read_text()
            assert f'<link rel="canonical" href="https://example.org/oc/{lang}/{name}.html">' in html
            assert f'title="{"Demo" if lang == "en" else "Démo en français"}" href="feed.atom">' in html


def test_where_its_address_is_known_search_engines_are_told_what_it_is(known):
    first, second = ((known / "en" / f"{name}.html").read_text() for name in ("index", "page-2"))
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', first)
    assert "ld+json" not in second
    blog = json.loads(told)
    assert (blog["@type"], blog["url"]) == ("LiveBlogPosting", "https://example.org/oc/en/index.html")
    assert [update["url"] for update in blog["liveBlogUpdate"]] == [
        f"https://example.org/oc/en/index.html#{place}"
        for place in re.findall(r'<article [^>]*?id="([^"]+)"', first)[:20]
    ]
    schema_org.check(blog)


def test_where_its_address_is_known_a_link_to_it_has_a_picture(known):
    for lang in ("en", "fr"):
        picture = f"https://example.org/oc/{lang}/card.png"
        for name in ("index", "page-2"):
            html = (known / lang / f"{name}.html").read_text()
            assert f'<meta property="og:image" content="{picture}">' in html
            assert f'<meta property="og:url" content="https://example.org/oc/{lang}/{name}.html">' in html
        with Image.open(known / lang / "card.png", formats=["PNG"]) as drawn:
            assert drawn.size == (1200, 630)


def test_where_its_address_is_known_it_is_a_collection_of_all_that_is_in_it(day, known):
    def read(address):
        return json.loads((known / address.removeprefix("https://example.org/oc/")).read_bytes())

    whole = read("https://example.org/oc/outbox.json")
    moment = day.moment()
    entries = [entry for _, entry in moment.entries()]
    moment.close()
    assert (whole["type"], whole["name"]) == ("OrderedCollection", "Démo en français")
    assert whole["totalItems"] == len(entries)
    for begin, onward, turned in (("first", "next", False), ("last", "prev", True)):
        named, address = [], whole[begin]
        while address:
            page = read(address)
            assert (page["id"], page["partOf"]) == (address, whole["id"])
            named += page["orderedItems"][:: -1 if turned else 1]
            address = page.get(onward)
        if turned:
            named.reverse()
        assert [item["object"] for item in named] == [
            entry.post.url or item["id"] for entry, item in zip(entries[::-1], named, strict=True)
        ]
    for item in named[::40]:
        page, _, place = item["id"].removeprefix("https://example.org/oc/").partition("#")
        assert f'id="{place}"' in (known / page).read_text()
        assert item["actor"] == whole["attributedTo"]["id"]


def test_where_its_address_is_known_there_is_a_feed_and_a_map(known):
    for lang in ("en", "fr"):
        feed = feedparser.parse((known / lang / "feed.atom").read_bytes())
        assert not feed.bozo
        assert len(feed.entries) == 50
        page = (known / lang / "index.html").read_text()
        for entry in feed.entries:
            name, _, place = entry.link.removeprefix(f"https://example.org/oc/{lang}/").partition("#")
            assert name == "index.html"
            assert f'id="{place}"' in page
    addresses = re.findall(r"<loc>https://example.org/oc/([^<]+)</loc>", (known / "sitemap.xml").read_text())
    names = ["index", "page-2", "page-3", "replay"]
    assert addresses == [f"{lang}/{name}.html" for name in names for lang in ("en", "fr")]
    assert all((known / address).is_file() for address in addresses)


def test_who_does_not_want_to_be_found_is_told_to_no_program(tmp_path):
    day = ArchivedDay(tmp_path, posts=3)
    day.say("shy", "sesame is my word #demo", indexable=False)
    folder = day.archive(root="https://example.org")

    assert b"sesame" not in (folder / "en" / "feed.atom").read_bytes()
    assert json.loads((folder / "outbox.json").read_bytes())["totalItems"] == 4
    (told,) = re.findall(
        rb'<script type="application/ld\+json">(.*?)</script>', (folder / "en/index.html").read_bytes()
    )
    assert b"sesame" not in told


def test_where_nobody_knows_its_address_there_is_neither(archive):
    assert not (archive / "sitemap.xml").exists()
    assert not (archive / "en" / "feed.atom").exists()
    assert not (archive / "outbox.json").exists()
    assert "og:" not in (archive / "en" / "index.html").read_text()
    assert "canonical" not in (archive / "en" / "index.html").read_text()


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 1, [1]),
        (1, 4, [1, 2, 3, 4]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (6, 20, [1, None, 4, 5, 6, 7, 8, None, 20]),
        (20, 20, [1, None, 18, 19, 20]),
    ],
)
def test_of_many_pages_those_around_are_named(number, pages, expected):
    assert numbers_around(number, pages) == expected


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./b.js";',
        'import * as b from "./b.js";',
        'import "./b.js";',
        "export default 1;",
        "export let a = 1;",
        'export { a } from "./b.js";',
        "const a = import.meta.url;",
        "const a = await import(name);",
    ],
)
def test_modules_that_are_not_written_as_ours_are_refused(line):
    with pytest.raises(BundleError, match=r"a\.js"):
        bundle("a.js", {"a.js": f"{line}\n", "b.js": "export const a = 1;\n"}.__getitem__)


def test_modules_that_need_each_other_are_refused():
    circle = {"a.js": 'import { b } from "./b.js";\nexport const a = 1;\n', "b.js": 'import { a } from "./a.js";\n'}

    with pytest.raises(BundleError, match="needs itself"):
        bundle("a.js", circle.__getitem__)


def test_pictures_that_are_kept_are_in_it_and_others_are_described(tmp_path):
    """As they are on disk; a half one is none."""
    day = ArchivedDay(tmp_path, posts=0)
    shown = [
        Media(kind="image", url=f"https://a.example/{name}.png", description=name) for name in ("tree", "half", "sea")
    ]
    day.say("seen", "Look #demo", media=tuple(shown))
    store = tmp_path / "data" / "demo" / "media"
    key = PictureStore(store, quota=1_000, keep=DAY).key
    whole_one = b"RIFF" + (14).to_bytes(4, "little") + b"WEBPVP8 tree" + b"\0\0"
    for name, data in (("tree", whole_one), ("half", whole_one[:-1])):
        (store / f"{Shown(key).name('picture', f'https://a.example/{name}.png')}.webp").write_bytes(data)
    folder = day.archive(pictures=store)

    (kept,) = (folder / "media").iterdir()
    assert kept.read_bytes() == whole_one
    html = (folder / "en" / "index.html").read_text()
    assert f'<img src="../media/{kept.name}" alt="tree"' in html
    assert html.count("<img ") == 2  # with our own mark
    assert html.count("half</span></li>") == html.count("sea</span></li>") == 1
    assert key not in whole(folder)
    assert not (day.archive("plain") / "media").exists()


def test_nothing_is_made_where_no_picture_was_kept(tmp_path):
    day = ArchivedDay(tmp_path, posts=1)
    store = tmp_path / "data" / "demo" / "media"
    folder = day.archive(pictures=store)

    assert not store.exists()
    assert not (folder / "media").exists()
