"""Every page in every state, as pictures from the recordings, to look through in two minutes: `make gallery`.

Each server replays a recording from a chosen time, a hundred times slower than it was, so that a picture stands still.
"""

import contextlib
import html
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.sites import AGGRESSIVE_SITE, HOUSE, STRICT_SITE, in_a_site

__all__ = ["main"]

CHROMIUM = os.environ.get("LIVEFEED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "gallery"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
DESKTOP, PHONE, NARROW = (1440, 1000, 1), (390, 844, 2), (320, 640, 2)
WALL, TALL, WALL_4K = (1920, 1080, 1), (1080, 1920, 1), (3840, 2160, 1)
TWO = (1000, 1400, 1)
LIVELY, STILL = 20, {"reduced_motion": "reduce"}
RECORDINGS = {"conference": "oc-2026", "earthquake": "seisme-baie-des-cedres"}

Find = Callable[[list[dict]], dict]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture: a recording at a time, a page of it, and how it is looked at."""

    name: str
    of: str
    at: str
    path: str = "{slug}"
    find: Find | None = None
    """Which of the newest entries the page is about; its address is `{entry}` in `path`."""
    size: tuple[int, int, int] = DESKTOP
    dark: bool = False
    lang: str = "en"
    media: dict = field(default_factory=dict)
    whole: bool = False
    """The whole page, not only what is seen first."""
    then: Callable[[Page, subprocess.Popen], None] | None = None
    speed: float = 0.1
    """How fast the recording goes on; so slow that a picture stands still, or so fast that something comes."""


def _cut(page: Page, server: subprocess.Popen) -> None:
    server.kill()
    page.locator("#badge.lost").wait_for()


def _wait_behind_the_pill(page: Page, _server: subprocess.Popen) -> None:
    page.evaluate("scrollTo(0, 1200)")
    page.wait_for_timeout(500)


def _help(page: Page, _server: subprocess.Popen) -> None:
    page.locator("body").press("?")
    page.wait_for_timeout(300)


def _copies(entries: list[dict]) -> dict:
    return max(entries, key=lambda entry: entry["copy_count"])


def _longest(entries: list[dict]) -> dict:
    return max(entries, key=lambda entry: len(entry["post"]["text"]))


def _hidden(entries: list[dict]) -> dict:
    return next(entry for entry in entries if entry["post"]["warning"] or entry["post"]["sensitive"])


def _pictures(entries: list[dict]) -> dict:
    return next(entry for entry in entries if entry["post"]["media"])


def _right_to_left(entries: list[dict]) -> dict:
    return next(entry for entry in entries if (entry["post"]["lang"] or "")[:2] in {"ar", "he", "fa", "ur"})


NOON, AFTER = "14:03", "19:30"
QUAKE = "18:54"
SHOTS = [
    Shot(name="the list of coverages", of="conference", at=NOON, path=""),
    Shot(name="empty", of="earthquake", at="15:01"),
    Shot(name="first entries", of="conference", at="12:34"),
    Shot(name="busy", of="conference", at=NOON),
    Shot(name="busy, French, dark", of="conference", at=NOON, lang="fr", dark=True),
    Shot(name="busy, the whole page", of="conference", at=NOON, whole=True),
    Shot(name="busy, phone, French", of="conference", at=NOON, size=PHONE, lang="fr"),
    Shot(name="busy, phone, dark", of="conference", at=NOON, size=PHONE, dark=True),
    Shot(name="400 % zoom", of="conference", at=NOON, size=NARROW, lang="fr"),
    Shot(name="burst", of="earthquake", at=QUAKE),
    Shot(name="burst, phone, French", of="earthquake", at=QUAKE, size=PHONE, lang="fr"),
    Shot(name="not live", of="earthquake", at=QUAKE, then=_cut),
    Shot(name="ended, French", of="conference", at=AFTER, lang="fr"),
    Shot(name="in the middle of the feed", of="conference", at=NOON, then=_wait_behind_the_pill),
    Shot(name="keys", of="conference", at=NOON, then=_help),
    Shot(name="filtered", of="conference", at=NOON, path="{slug}?network=bluesky&language=fr", lang="fr"),
    Shot(name="searched", of="conference", at=NOON, path="{slug}?q=marche", lang="fr"),
    Shot(name="an entry with copies", of="conference", at=NOON, path="{slug}/e/{entry}", find=_copies),
    Shot(name="hidden media", of="earthquake", at="21:30", path="{slug}/e/{entry}", find=_hidden),
    Shot(name="pictures", of="conference", at=NOON, path="{slug}/e/{entry}", find=_pictures),
    Shot(name="long text", of="conference", at=NOON, path="{slug}/e/{entry}", find=_longest, size=PHONE),
    Shot(name="right to left", of="earthquake", at=QUAKE, path="{slug}/e/{entry}", find=_right_to_left, lang="fr"),
    Shot(name="on paper", of="conference", at=NOON, path="{slug}/print", whole=True),
    Shot(name="on paper, French", of="earthquake", at=QUAKE, path="{slug}/print", whole=True, lang="fr"),
    Shot(name="forced colours", of="conference", at=NOON, media={"forced_colors": "active"}),
    Shot(name="print", of="conference", at=NOON, media={"media": "print"}, whole=True, size=(800, 1100, 1)),
    Shot(name="no such page, French", of="conference", at=NOON, path="{slug}/e/none", lang="fr"),
    Shot(name="replay", of="conference", at=AFTER, path="{slug}/replay#t=15:43:30"),
    Shot(name="replay, French, dark", of="conference", at=AFTER, path="{slug}/replay?at=14:32", lang="fr", dark=True),
    Shot(
        name="replay, phone, dark", of="earthquake", at="21:30", path="{slug}/replay#t=18:52:10", size=PHONE, dark=True
    ),
    Shot(name="replay, phone, French", of="conference", at=AFTER, path="{slug}/replay?at=15:10", lang="fr", size=PHONE),
    Shot(name="replay, 400 % zoom", of="conference", at=AFTER, path="{slug}/replay?at=15:10", lang="fr", size=NARROW),
    Shot(
        name="replay, forced colours",
        of="conference",
        at=AFTER,
        path="{slug}/replay#t=15:10",
        media={"forced_colors": "active"},
    ),
    Shot(name="wall", of="conference", at=NOON, path="{slug}/wall", size=WALL, lang="fr"),
    Shot(name="wall, light", of="conference", at=NOON, path="{slug}/wall?theme=light", size=WALL),
    Shot(name="wall, portrait", of="conference", at=NOON, path="{slug}/wall", size=TALL),
    Shot(name="wall, 4K", of="earthquake", at=QUAKE, path="{slug}/wall", size=WALL_4K, lang="fr"),
    Shot(name="widget", of="conference", at=NOON, path="{slug}/embed", size=(420, 560, 2), lang="fr"),
    Shot(
        name="widget, dark, colours",
        of="conference",
        at=NOON,
        path="{slug}/embed?theme=dark&accent=ffb000&radius=0&font=serif",
        size=(420, 560, 2),
    ),
    Shot(
        name="widget, compact",
        of="earthquake",
        at=QUAKE,
        path="{slug}/embed?shape=compact",
        size=(420, 400, 2),
        lang="fr",
    ),
    Shot(
        name="widget, ticker",
        of="earthquake",
        at=QUAKE,
        path="{slug}/embed?shape=ticker",
        size=(1000, 56, 2),
        lang="fr",
    ),
    Shot(
        name="widget, ticker, phone",
        of="earthquake",
        at=QUAKE,
        path="{slug}/embed?shape=ticker",
        size=(390, 56, 2),
        lang="fr",
        dark=True,
    ),
    Shot(
        name="widget, one post",
        of="conference",
        at=NOON,
        path="{slug}/embed?shape=entry&entry={entry}",
        find=_longest,
        size=(420, 420, 2),
        lang="fr",
    ),
    Shot(name="widget, ended", of="conference", at=AFTER, path="{slug}/embed", size=(420, 560, 2), lang="fr"),
    Shot(
        name="widget, ended, one post, dark",
        of="conference",
        at=AFTER,
        path="{slug}/embed?shape=entry&entry={entry}",
        find=_pictures,
        size=(420, 240, 2),
        dark=True,
    ),
    Shot(name="widget, badge", of="conference", at=NOON, path="{slug}/embed?shape=badge", size=(420, 80, 2), lang="fr"),
    Shot(
        name="widget, put together, French",
        of="conference",
        at=NOON,
        path="{slug}/embed/configure?accent=ff0&count=5",
        lang="fr",
        whole=True,
    ),
    Shot(
        name="widget, put together, phone",
        of="conference",
        at=NOON,
        path="{slug}/embed/configure",
        size=PHONE,
        dark=True,
        whole=True,
    ),
    Shot(
        name="widget, in a site",
        of="conference",
        at=NOON,
        lang="fr",
        then=in_a_site(HOUSE),
        size=(1280, 900, 1),
        media=STILL,
        speed=LIVELY,
    ),
    Shot(
        name="widget, in a site, phone, dark",
        of="conference",
        at=NOON,
        lang="fr",
        then=in_a_site(HOUSE),
        size=PHONE,
        dark=True,
        whole=True,
        media=STILL,
        speed=LIVELY,
    ),
    Shot(
        name="widget, strict site",
        of="conference",
        at=NOON,
        lang="fr",
        then=in_a_site(STRICT_SITE),
        size=TWO,
        media=STILL,
        speed=LIVELY,
    ),
    Shot(
        name="widget, aggressive site",
        of="conference",
        at=NOON,
        lang="fr",
        then=in_a_site(AGGRESSIVE_SITE),
        size=TWO,
        media=STILL,
        speed=LIVELY,
    ),
]


@contextlib.contextmanager
def replayed(recording: str, at: str, speed: float) -> Iterator[tuple[str, subprocess.Popen]]:
    """Serve a recording from a time on."""
    command = [
        sys.executable,
        "-m",
        "livefeed",
        "replay",
        recording,
        "--from",
        at,
        "--speed",
        str(speed),
        "--port",
        "0",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        yield _address(server), server
    finally:
        server.terminate()
        server.wait()


def _address(server: subprocess.Popen) -> str:
    for line in server.stdout:
        if b"http://" in line:
            return line.decode().split()[-1]
    raise SystemExit("the server did not start")


def _entries(url: str, slug: str) -> list[dict]:
    entries: list[dict] = []
    older = "f" * 16
    while older is not None and len(entries) < 3_000:
        with urllib.request.urlopen(f"{url}{slug}/entries.json?limit=200&before={older}") as answer:
            page = orjson.loads(answer.read())
        entries += page["entries"]
        older = page["older"]
    return entries


def take(browser: Browser, shot: Shot) -> Path | None:
    """Take one picture; None where the recording has nothing of the kind."""
    slug = RECORDINGS[shot.of]
    width, height, scale = shot.size
    scheme = "dark" if shot.dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme=scheme
    )
    page = context.new_page()
    page.emulate_media(**shot.media)
    with replayed(shot.of, shot.at, shot.speed) as (url, server):
        page.goto(f"{url}{slug}")
        page.wait_for_timeout(2_500)  # what came before is taken in
        about = {"slug": slug, "entry": ""}
        if shot.find:
            try:
                about["entry"] = shot.find(_entries(url, slug))["id"][2:]
            except StopIteration:
                context.close()
                return None
        page.goto(f"{url}{shot.lang}/{shot.path.format(**about)}")
        page.wait_for_timeout(1_000)
        if shot.then:
            shot.then(page, server)
        path = FOLDER / f"{shot.name.replace(', ', '-').replace(' ', '-').replace('%', 'percent')}.png"
        page.screenshot(path=path, full_page=shot.whole)
    context.close()
    return path


def _bound(pictures: list[tuple[Shot, Path]]) -> str:
    """Put all pictures onto one page."""
    figures = "\n".join(
        f'<figure><a href="{path.name}"><img src="{path.name}" alt="" loading="lazy"></a>'
        f"<figcaption>{html.escape(shot.name)}</figcaption></figure>"
        for shot, path in pictures
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>livefeed: gallery</title><style>'
        "body{font:16px system-ui;margin:1rem;display:flex;flex-wrap:wrap;gap:1rem;background:#ddd}"
        "figure{margin:0}img{height:22rem;max-width:40rem;object-fit:cover;object-position:top}</style>\n" + figures
    )


def main(names: list[str]) -> None:
    """Take all pictures, or those whose names begin so; `--readme` copies two into docs."""
    FOLDER.mkdir(exist_ok=True)
    wanted = [shot for shot in SHOTS if not names or any(shot.name.startswith(name) for name in names)]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pictures = []
        for shot in wanted:
            path = take(browser, shot)
            if path is not None:
                pictures.append((shot, path))
            print(f"{shot.name}: {'nothing like it in the recording' if path is None else path.name}", flush=True)
        browser.close()
    (FOLDER / "index.html").write_text(_bound(pictures), encoding="utf-8")
    print(f"Look at {FOLDER / 'index.html'}")


if __name__ == "__main__":
    asked = sys.argv[1:]
    main([name for name in asked if name != "--readme"])
    if "--readme" in asked:
        shutil.copy(FOLDER / "busy.png", ROOT / "docs" / "briefing.png")
        shutil.copy(FOLDER / "widget-in-a-site.png", ROOT / "docs" / "widget.png")
