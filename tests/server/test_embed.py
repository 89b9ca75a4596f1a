"""A coverage for pages of others: what is framed, included, asked for by an element, and refused."""

import re
import shutil

import orjson
import pytest

from livefeed.assets import Assets, integrity_of
from livefeed.joining import join
from livefeed.model.post import Media, Span
from tests.making import MINUTE, NOON, SECOND, make_coverage, make_post
from tests.server.conftest import serve

HOSTILE = '<img src=x onerror=alert(1)> \u202e#demo {{ 7 * 7 }} </p><script>alert(1)</script> "quoted"'


async def get(session, served, path: str, status: int = 200, **headers):
    """An answer and its text."""
    async with session.get(served.url + path, headers=headers) as answer:
        text = await answer.text()
        assert answer.status == status, text
        return answer, text


def rules(answer) -> dict[str, str]:
    """The rules of an answer's policy."""
    parts = (rule.partition(" ") for rule in answer.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


def items(page: str) -> list[str]:
    """Ids of the entries in a page."""
    return re.findall(r'class="livefeed-item" data-id="([^"]+)"', page)


async def fill(served, count: int, **parts) -> None:
    """Let so many posts come, each by somebody else."""
    for number in range(count):
        how = {"by": f"v{number}", "created_at": NOON + number * SECOND} | parts
        await served.put(make_post(f"p{number}", f"mot {number} #demo", **how))


async def test_a_frame_is_complete_without_script_and_in_the_language_of_its_address(served, session):
    await fill(served, 3)
    answer, page = await get(session, served, "/fr/demo/embed")

    assert answer.headers["Content-Language"] == "fr"
    assert '<html lang="fr">' in page
    assert "<title>Démo</title>" in page
    assert len(items(page)) == 3
    assert "mot 2" in page
    assert f'href="/fr/demo/e/{items(page)[0].removeprefix("e:")}"' in page
    assert "Suivre en direct" in page
    assert (await get(session, served, "/demo/embed", **{"Accept-Language": "fr"}))[1] == page


async def test_any_site_may_frame_the_widget_and_nothing_else(served, session):
    answer, _ = await get(session, served, "/demo/embed")
    assert rules(answer)["frame-ancestors"] == "*"
    for path in ("/demo", "/", "/demo/wall", "/demo/embed/configure", "/demo/embed.html"):
        answer, _ = await get(session, served, path)
        assert rules(answer)["frame-ancestors"] == "'none'", path


async def test_the_page_of_a_frame_loads_from_us_alone_and_makes_no_html(served, session):
    answer, page = await get(session, served, "/demo/embed?accent=036&radius=0")
    policy = rules(answer)

    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "img-src", "connect-src")} == {"'self'"}
    assert policy["style-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert policy["trusted-types"] == "'none'"
    assert "Set-Cookie" not in answer.headers
    assert "http://" not in page.replace(served.url, "")


@pytest.mark.parametrize(
    ("sites", "rule"),
    [(("https://org.example",), "'self' https://org.example"), ((), "'self'")],
)
async def test_only_sites_that_the_coverage_allows_may_frame_it(tmp_path, session, sites, rule):
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(embed=sites)) as served:
        answer, _ = await get(session, served, "/demo/embed")
        assert rules(answer)["frame-ancestors"] == rule
        assert rules((await get(session, served, "/demo/embed?shape=x", 400))[0])["frame-ancestors"] == rule


async def test_data_of_the_widget_is_refused_to_pages_of_other_sites(tmp_path, session):
    sites = ("https://org.example", "https://*.net.example")
    async with serve(tmp_path / "journal.sqlite3", coverage=make_coverage(embed=sites)) as served:
        for path in (
            "/demo/embed.json",
            "/demo/embed.html",
            "/demo/entries.json?as=widget",
            "/demo/live?as=widget",
            "/demo/stream?as=widget",
        ):
            answer, text = await get(session, served, path, 403, Origin="https://other.example")
            assert "https://other.example is not among the sites" in text
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
        for origin in ("https://org.example", "https://a.net.example", served.url, "null"):
            await get(session, served, "/demo/embed.json", Origin=origin)
        for origin in (
            "https://org.example.evil",
            "http://org.example",
            "https://net.example",
            "https://evilnet.example",
        ):
            await get(session, served, "/demo/embed.json", 403, Origin=origin)
        await get(session, served, "/demo/entries.json", Origin="https://other.example")


async def test_our_own_pages_may_whatever_name_they_are_reached_by(tmp_path, session):
    coverage = make_coverage(embed=("https://org.example",))
    async with serve(tmp_path / "journal.sqlite3", coverage=coverage, public_url="https://live.example/") as served:
        for origin in ("https://live.example", served.url):
            await get(session, served, "/demo/embed.json", Origin=origin)


async def test_a_hostile_post_is_words_in_all_three_ways(served, session):
    link = Span(start=0, end=4, href="javascript:alert(1)", kind="link")
    await served.put(make_post("x", HOSTILE, spans=(link,)))
    for path in ("/demo/embed", "/demo/embed.html"):
        _, page = await get(session, served, path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<img src=x" not in page
        assert "{{ 7 * 7 }}" in page
        assert 'dir="auto"' in page
        assert "javascript:" not in page
    answer, text = await get(session, served, "/demo/embed.json")
    assert answer.content_type == "application/json"
    assert "javascript:" not in text


async def test_what_is_warned_of_is_not_in_the_widget(served, session):
    await served.put(make_post("a", "secret words #demo", warning="Blood"))
    await served.put(make_post("b", "hidden words #demo", by="other", sensitive=True))
    for path in ("/demo/embed", "/demo/embed.html", "/demo/embed.json"):
        _, page = await get(session, served, path)
        assert "secret words" not in page
        assert "hidden words" not in page
        assert "Blood" in page
        assert "Sensitive content" in page


async def test_a_post_without_words_says_what_it_carries(served, session):
    """A ticker has room for nothing else."""
    picture = Media(kind="image", description="Une rue barrée")
    await served.put(make_post("a", "", hashtags=("demo",), media=(picture,)))
    _, page = await get(session, served, "/fr/demo/embed?shape=ticker")
    assert ">Photo\xa0: Une rue barrée</p>" in page
    assert orjson.loads((await get(session, served, "/demo/embed.json?lang=en"))[1])["entries"][0]["segments"] == [
        {"t": "Picture: Une rue barrée"}
    ]


async def test_an_entry_by_itself_and_what_is_said_when_it_is_gone(served, session):
    await fill(served, 2)
    _, page = await get(session, served, "/demo/embed")
    last = items(page)[0]
    path = f"/demo/embed?shape=entry&entry={last.removeprefix('e:')}"
    assert items((await get(session, served, path))[1]) == [last]

    await served.delete("p1")
    _, gone = await get(session, served, path, 410)
    assert items(gone) == []
    assert "This post is no longer here." in gone
    assert "mot 1" not in (await get(session, served, "/demo/embed.html"))[1]


@pytest.mark.parametrize(
    ("shape", "lang", "said"),
    [
        *[(shape, "en", ("Ended", ">Watch the replay<")) for shape in ("list", "compact", "ticker")],
        *[(shape, "fr", ("Terminé", ">Voir la rediffusion<")) for shape in ("list", "compact", "ticker")],
        ("entry", "en", (">It is over. Watch the replay: Demo<",)),
        ("entry", "fr", (">C’est terminé. Voir la rediffusion\xa0: Démo<",)),
    ],
)
async def test_a_widget_of_what_is_over_says_so_and_leads_to_the_replay(served, session, shape, lang, said):
    """Nobody is asked to follow live what has ended: framed, included and as data."""
    await fill(served, 1)
    name = items((await get(session, served, "/demo/embed"))[1])[0].removeprefix("e:")
    query = f"shape={shape}&entry={name}"
    served.running.end()
    for path, base in ((f"/{lang}/demo/embed?{query}", ""), (f"/{lang}/demo/embed.html?{query}", served.url)):
        page = (await get(session, served, path))[1]
        shown = page[page.index('<div class="livefeed ') :]
        assert all(words in shown for words in said)
        assert not any(words in shown for words in ("Follow it live", "Suivre en direct"))
        assert f'<p class="livefeed-foot"><a href="{base}/{lang}/demo/replay"' in shown
    data = orjson.loads((await get(session, served, f"/demo/embed.json?lang={lang}&{query}"))[1])
    assert data["state"] == "ended"
    assert data["words"]["ways"]["ended"]["path"] == f"/{lang}/demo/replay"


async def test_a_badge_of_what_is_over_does_not_say_live(served, session):
    _, page = await get(session, served, "/fr/demo/embed?shape=badge")
    assert re.search(r'href="/fr/demo"[^>]*><span class="livefeed-state" data-state="live">.*En direct', page)
    served.running.end()
    _, page = await get(session, served, "/fr/demo/embed?shape=badge")
    assert re.search(r'href="/fr/demo/replay"[^>]*><span class="livefeed-state" data-state="ended">.*Terminé', page)
    assert "En direct" not in re.sub(r' data-words="[^"]*"', "", page)


async def test_where_nothing_came_in_until_the_end_nothing_more_is_promised(served, session):
    served.running.end()
    _, page = await get(session, served, "/en/demo/embed")
    assert "Nothing came in." in page
    assert "Nothing has come in yet." not in page


async def test_what_was_deleted_is_in_no_answer_that_was_kept(served, session):
    await fill(served, 2)
    for path in ("/demo/embed", "/demo/embed.json", "/demo/embed.html", "/demo/entries.json?as=widget"):
        assert "mot 1" in (await get(session, served, path))[1]
    await served.delete("p1")
    for path in ("/demo/embed", "/demo/embed.json", "/demo/embed.html", "/demo/entries.json?as=widget"):
        assert "mot 1" not in (await get(session, served, path))[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("shape=x", "shape: found 'x', write one of list, compact, ticker, entry, badge"),
        ("shape=entry", "entry: write the id of an entry"),
        ("shape=entry&entry=../../x", "entry: write the id of an entry"),
        ("count=0", "count: found '0', write a whole number from 1 to 50"),
        ("count=٣", "count: found '٣'"),
        ("theme=neon", "theme: found 'neon'"),
        ("accent=red}", "accent: 'red}' is no colour"),
        ("font=Comic", "font: found 'Comic'"),
        ("radius=1e3", "radius: found '1e3'"),
        ("height=99999", "height: found '99999'"),
        (f"lane={'x' * 101}", "lane is longer than 100 signs"),
    ],
)
async def test_options_that_make_no_sense_are_refused_in_words(served, session, query, words):
    answer, page = await get(session, served, f"/demo/embed?{query}", 400)
    assert words in page
    assert answer.content_type == "text/plain"
    assert words in (await get(session, served, f"/demo/embed.json?{query}", 400))[1]


async def test_a_frame_whose_coverage_is_not_here_says_so(served, session):
    """In words, in its language; a browser would show of what may not be framed that we do not answer."""
    answer, page = await get(session, served, "/fr/dmeo/embed", 404)
    assert rules(answer)["frame-ancestors"] == "*"
    assert "le direct n’est plus ici" in page
    answer, text = await get(session, served, "/dmeo/embed.json", 404, Origin="https://org.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert orjson.loads(text)["error"] == "there is no coverage 'dmeo'"


async def test_a_slip_in_the_name_of_an_option_is_refused_and_a_site_s_own_are_let_be(served, session):
    _, text = await get(session, served, "/demo/embed?shpe=ticker", 400)
    assert text == "shpe: is no option; write shape\n"
    await get(session, served, "/demo/embed?utm_source=mail&fbclid=x&link=1&page=2&lang=fr")


async def test_a_site_is_told_of_a_choice_that_is_not_there(served, session):
    """It may yet come, so it is not refused."""
    await fill(served, 2, lang="fr")
    _, text = await get(session, served, "/demo/embed.json?lane=sesion&language=fr&network=twitter")
    assert orjson.loads(text)["notes"] == [
        "lane: there is nothing of 'sesion' so far; there is none",
        "network: there is nothing of 'twitter' so far; there is mastodon",
    ]
    assert orjson.loads((await get(session, served, "/demo/embed.json"))[1])["notes"] == []


async def test_in_the_colours_of_a_page_only_what_was_asked_for_is_another(served, session):
    """What lies behind it is seen there, and not here; where it was asked for, all goes with it. A frame sees no page."""
    for query, names in (
        ("accent=0b5570", {"accent"}),
        ("ink=222&accent=0b5570", {"ink", "accent"}),
        ("background=000", {"background", "accent", "on-accent", "live", "ink", "muted"}),
    ):
        _, text = await get(session, served, f"/demo/embed.json?theme=host&{query}")
        assert {name.removeprefix("--livefeed-") for name in orjson.loads(text)["style"]} == names
    assert (await get(session, served, "/demo/embed?theme=host"))[1] == (await get(session, served, "/demo/embed"))[1]


async def test_colours_that_text_could_not_be_read_in_give_way(served, session):
    _, page = await get(session, served, "/demo/embed?accent=ff0&background=fff&theme=light")
    style = re.search(r"<style>(.*)</style>", page)[1]

    assert "--livefeed-background: #ffffff" in style
    assert "--livefeed-accent: #ffff00" not in style
    assert "--livefeed-ink: #17191c" in style
    _, page = await get(session, served, "/demo/embed/configure?accent=ff0&background=fff&theme=light")
    assert "Colour of links: in #ffff00 text could not be read here" in page


async def test_the_script_is_for_everybody_and_a_locked_one_never_changes(served, session):
    answer, script = await get(session, served, "/embed.js")
    assert answer.headers["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    _, page = await get(session, served, "/demo/embed/configure")
    path, integrity = re.search(r"(/embed/[0-9a-f]{12}\.js)&#34; integrity=&#34;([^&]+)&#34;", page).groups()
    answer, locked = await get(session, served, path)
    assert "immutable" in answer.headers["Cache-Control"]
    assert locked == script
    assert integrity == integrity_of(locked.encode())
    await get(session, served, "/embed/000000000000.js", 404)


async def test_a_fragment_may_be_kept_and_has_whole_addresses(served, session):
    await fill(served, 1)
    answer, piece = await get(session, served, "/fr/demo/embed.html?count=5")

    assert answer.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    assert piece.startswith('<section lang="fr" dir="ltr"><div class="livefeed livefeed-list">')
    assert f'href="{served.url}/fr/demo/e/' in piece
    assert "<script" not in piece
    assert "style=" not in piece


async def test_every_class_of_the_markup_is_in_the_contract(served, session, root):
    """What a site styles must stay, so all that a fragment has is written down in docs/widget.md."""
    await fill(served, 2)
    await served.put(make_post("long", "x" * 3_000 + " #demo", created_at=NOON + MINUTE))
    await served.put(make_post("warned", "mot #demo", warning="Sang", by="w", created_at=NOON + MINUTE))
    entry = items((await get(session, served, "/demo/embed.html"))[1])[0].removeprefix("e:")
    named = (root / "docs" / "widget.md").read_text(encoding="utf-8").partition("## Classes")[2]
    contract = {
        name if name.startswith("livefeed") else f"livefeed{name}"
        for name in re.findall(r"`(livefeed[a-z0-9-]*|-[a-z0-9]+)`", named)
    }
    for query in (
        "",
        "shape=compact&theme=dark",
        "shape=ticker&theme=light",
        f"shape=entry&entry={entry}&theme=host",
        "shape=badge",
        "lane=none",
    ):
        _, page = await get(session, served, f"/demo/embed.html?{query}")
        classes = {
            re.sub(r"hue-\d+", "hue-0", name)
            for names in re.findall(r'class="([^"]+)"', page)
            for name in names.split()
        }
        assert classes <= contract


async def test_a_follower_of_the_widget_gets_small_objects_and_no_figures(served, session):
    await fill(served, 1)
    epoch = served.running.hub.epoch
    async with session.ws_connect(f"{served.url}/demo/live?as=widget&lang=fr&after={epoch}.0") as socket:
        hello, changes = [await socket.receive_json(timeout=30) for _ in range(2)]

    assert hello["dialect"] == "widget-fr"
    assert changes["type"] == "changes"
    (put,) = changes["changes"]
    assert put["segments"] == [{"t": "mot 0 #demo"}]
    assert "html" not in put


def test_the_script_of_a_release_is_given_as_long_as_somebody_is_locked_to_it(root, tmp_path, monkeypatch):
    package = tmp_path / "livefeed"
    shutil.copytree(root / "web", package / "_web")
    monkeypatch.setattr("livefeed.assets._PACKAGE", package)
    kept = Assets().keep()
    (package / "_web" / "static" / "embed.css").write_text(".livefeed { color: red }")
    later = Assets()

    assert later.embed_version != kept.stem
    assert later.locked(kept.stem) == kept.read_bytes()
    assert later.locked(later.embed_version) == later.static("embed.js")
    assert later.locked("000000000000") is None


def test_two_things_of_one_name_cannot_be_joined():
    sources = {"a.js": 'import { x } from "./b.js";\nconst y = 1;\n', "b.js": "export const x = 1;\nconst y = 2;\n"}

    with pytest.raises(ValueError, match="y is there twice"):
        join("a.js", sources, {})


def test_what_only_the_script_knows_gets_short_names():
    """But not where it might be a property, or a word of a text."""
    sources = {
        "a.js": "const MOST = 1;\nfunction toItem() { return MOST; }\nconst isOpen = 1;\nconst Line = [toItem(), x.isOpen, isOpen];\n"
    }

    joined = join("a.js", sources, {})

    assert not {"MOST", "toItem"} & set(re.findall(r"\w+", joined))
    assert "const Line = [$b(), x.isOpen, isOpen];" in joined


def test_joined_scripts_name_nothing_but_addresses_of_ours():
    """No module is left to be found by its place, and no version that changes with something else."""
    for name in ("embed.js", "embed-frame.js"):
        script = Assets().static(name).decode()
        assert not re.search(r"\bimport\s*\{|\bexport\s", script)
        assert '"./' not in script
        assert "?v=" not in script
