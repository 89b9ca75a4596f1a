"""The media proxy: what is shown is fetched once, made small, kept for a while, and gone when it must be."""

import asyncio
import contextlib
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from livefeed.engine.board import Board
from livefeed.model.change import DropEntry
from livefeed.model.coverage import MediaRules
from livefeed.model.errors import LivefeedError
from livefeed.model.post import Media, Standing
from livefeed.runtime import media as proxying
from livefeed.runtime import network
from livefeed.runtime.hub import Hub
from livefeed.runtime.media import MediaProxy, Picture
from tests.clock import ManualClock
from tests.making import DAY, HOUR, MINUTE, NOON, Run, make_coverage, make_post
from tests.peers.picture_server import PictureServer, draw

LONG = 60.0


class World:
    """A hub whose entries carry pictures, the proxy for them, and the site that they come from."""

    def __init__(self, site: PictureServer, folder, *, allow=None, **rules) -> None:
        self.site = site
        self.folder = folder
        self.coverage = make_coverage(
            allow=allow or (f"127.0.0.1:{site.port}",), media=MediaRules(**rules) if rules else MediaRules()
        )
        self.run = Run(self.coverage)
        self.clock = ManualClock(NOON)
        self.hub = Hub(epoch="e", board=Board())
        self.seq = 0
        self.proxy = self.make()

    def make(self) -> MediaProxy:
        """A proxy that knows nothing yet; the one before it is no more."""
        self.hub._watchers.clear()
        return MediaProxy(self.coverage, self.hub, self.clock, self.folder, patience=LONG)

    async def begin(self) -> MediaProxy:
        """Start a proxy, as after a restart."""
        self.proxy = self.make()
        await self.proxy.open()
        return self.proxy

    def show(self, number: int, *media: Media, avatar: str | None = None, **parts) -> None:
        """Let a post be shown."""
        post = make_post(f"p{number}", f"mot {number} #demo", media=media, **parts)
        post = msgspec.structs.replace(post, author=msgspec.structs.replace(post.author, avatar=avatar))
        self.publish(self.run.put(post))

    def delete(self, number: int) -> None:
        """Let a post be deleted."""
        self.publish(self.run.delete(f"p{number}"))

    def publish(self, step) -> None:
        """Show what a step changes."""
        self.hub.publish([(self.seq + n, change) for n, change in enumerate(step.changes, 1)])
        self.seq += len(step.changes)

    def at(self, path: str) -> str:
        """An address of the site."""
        return f"{self.site.url}{path}"

    def picture(self, path: str, data: bytes | None = None) -> Media:
        """A picture of the site."""
        if data is not None:
            self.site.files[path] = data
        return Media(kind="image", url=self.at(path))

    def name(self, path: str, kind="picture") -> str:
        """The name under which one asks for it."""
        return self.proxy.shown.name(kind, self.at(path))

    async def get(self, path: str, kind="picture"):
        """Ask for it."""
        return await self.proxy.get(self.name(path, kind))

    @property
    def kept(self) -> set[str]:
        """Names of the pictures that are on disk."""
        return {path.stem for path in self.folder.glob("*.webp")}


@pytest.fixture
async def world(tmp_path):
    """A proxy and a site."""
    async with PictureServer() as site:
        one = World(site, tmp_path / "media")
        await one.proxy.open()
        yield one
        await one.proxy.close()


def size(found) -> tuple[int, int]:
    """Width and height of what came."""
    assert isinstance(found, Picture), found
    return Image.open(BytesIO(found.data)).size


async def test_what_is_shown_is_fetched_once_and_kept(world):
    world.show(1, world.picture("/1", draw(size=(2000, 1000))), avatar=world.at("/a"))
    world.site.files["/a"] = draw("JPEG", (400, 400))

    first = await world.get("/1")
    assert size(first) == (1280, 640)
    assert size(await world.get("/a", "avatar")) == (96, 96)
    assert await world.get("/1") == first
    assert world.site.asked == {"/1": 1, "/a": 1}
    assert world.kept == {world.name("/1"), world.name("/a", "avatar")}


async def test_after_a_restart_names_and_pictures_are_the_same(world):
    world.show(1, world.picture("/1", draw()))
    name, first = world.name("/1"), await world.get("/1")
    await world.proxy.close()

    assert await (await world.begin()).get(name) == first
    assert world.site.asked["/1"] == 1


@pytest.mark.parametrize("kind", ["avatar", "picture"])
async def test_only_what_is_shown_can_be_asked_for(world, kind):
    """Nobody but us can name a source, nor make another kind of one; what nothing shows has no name that answers."""
    world.show(1, world.picture("/1", draw()))
    name = world.name("/1")

    other = world.name("/1", "avatar")
    changed = name[:-1] + ("A" if name[-1] != "A" else "B")
    for forged in (other, changed, name[:-1], name.swapcase(), "", "A" * 20, world.name("/2", kind)):
        assert await world.proxy.get(forged) == "unknown"
    assert not world.site.asked


async def test_another_key_is_another_name(world, tmp_path):
    here = world.name("/1")
    elsewhere = World(world.site, tmp_path / "elsewhere")

    assert elsewhere.name("/1") != here
    assert (tmp_path / "media" / "key").stat().st_mode & 0o077 == 0
    await elsewhere.proxy.close()


async def test_a_damaged_key_is_said(world):
    await world.proxy.close()
    (world.folder / "key").write_bytes(b"short")

    with pytest.raises(LivefeedError, match="key"):
        world.make()
    (world.folder / "key").unlink()
    await world.begin()


async def test_film_and_sound_are_not_fetched_only_the_picture_that_announces_them(world):
    film = Media(kind="video", url=world.at("/film.mp4"), preview=world.at("/film.jpg"))
    sound = Media(kind="audio", url=world.at("/sound.mp3"))
    world.site.files |= {"/film.mp4": b"\0\0\0 ftypisom", "/film.jpg": draw("JPEG"), "/sound.mp3": b"ID3"}
    world.show(1, film, sound)

    assert size(await world.get("/film.jpg")) == (300, 200)
    for path in ("/film.mp4", "/sound.mp3"):
        assert await world.get(path) == "unknown"


async def test_of_many_pictures_four_may_be_asked_for(world):
    world.show(1, *(world.picture(f"/{n}", draw()) for n in range(6)))

    found = [isinstance(await world.get(f"/{n}"), Picture) for n in range(6)]
    assert found == [True] * 4 + [False] * 2


# What goes, goes.


async def test_a_deleted_post_takes_its_pictures_off_the_disk_in_the_same_step(world):
    world.show(1, world.picture("/1", draw()), avatar=world.at("/a"))
    world.site.files["/a"] = draw()
    await world.get("/1")
    await world.get("/a", "avatar")
    assert len(world.kept) == 2

    world.delete(1)

    assert world.kept == set()
    assert await world.get("/1") == "unknown"
    await world.proxy.close()
    assert await (await world.begin()).get(world.name("/1")) == "unknown"


async def test_an_account_that_hides_takes_its_pictures_off_the_disk(world):
    world.show(1, world.picture("/1", draw()), avatar=world.at("/a"))
    world.site.files["/a"] = draw()
    await world.get("/1")
    await world.get("/a", "avatar")
    author = "https://mastodon.example/@zoe"

    world.publish(world.run.report(Standing(author=author, state="hidden", until=NOON + HOUR)))
    assert world.kept == set()
    assert await world.get("/a", "avatar") == "unknown"
    world.publish(world.run.report(Standing(author=author, state="active", until=NOON + HOUR)))
    assert size(await world.get("/a", "avatar")) == (96, 96)


async def test_what_another_post_carries_too_stays(world):
    world.site.files["/a"] = draw()
    for number in (1, 2, 3):
        world.show(number, avatar=world.at("/a"), created_at=NOON + number * MINUTE)
    await world.get("/a", "avatar")

    for number in (1, 2):
        world.delete(number)
        assert size(await world.get("/a", "avatar")) == (96, 96)
    world.delete(3)
    assert world.kept == set()


async def test_an_edit_that_takes_a_picture_away_takes_it_off_the_disk(world):
    world.show(1, world.picture("/1", draw()), world.picture("/2", draw()))
    await world.get("/1")
    await world.get("/2")

    world.show(1, world.picture("/2"), edited_at=NOON + MINUTE)

    assert world.kept == {world.name("/2")}
    assert await world.get("/1") == "unknown"


async def test_what_is_deleted_while_it_is_fetched_is_not_kept(world):
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    asking = asyncio.create_task(world.get("/1"))
    await world.site.arrived(1)

    world.delete(1)
    world.site.gate.set()

    assert await asking == "unknown"
    assert world.kept == set()


async def test_what_is_deleted_while_it_waits_in_line_is_not_fetched(world):
    for number in range(3):
        world.show(number, world.picture(f"/{number}", draw()), created_at=NOON + number * MINUTE)
    world.site.gate.clear()
    asking = [asyncio.create_task(world.get(f"/{number}")) for number in range(3)]
    await world.site.arrived(2)

    world.delete(2)
    world.site.gate.set()

    assert (await asyncio.gather(*asking))[2] == "unknown"
    assert world.site.asked == {"/0": 1, "/1": 1}


async def test_what_is_deleted_while_it_is_written_is_not_kept(world, monkeypatch):
    """In the moment between the last look and the file."""
    world.show(1, world.picture("/1", draw()))
    write = world.proxy._store._write
    loop = asyncio.get_running_loop()

    def delete_then_write(*given) -> None:
        asyncio.run_coroutine_threadsafe(asyncio.to_thread(lambda: None), loop).result(30)
        loop.call_soon_threadsafe(world.delete, 1)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(30)
        write(*given)

    monkeypatch.setattr(world.proxy._store, "_write", delete_then_write)

    assert await world.get("/1") == "unknown"
    assert world.kept == set()


async def test_what_a_crash_left_behind_goes_at_the_next_start(world):
    """The deletion was durable, and the process ended before the file was gone."""
    world.show(1, world.picture("/1", draw()))
    await world.get("/1")
    (left,) = world.folder.glob("*.webp")
    data = left.read_bytes()
    world.delete(1)
    await world.proxy.close()
    left.write_bytes(data)
    (world.folder / "half.new").write_bytes(data[:100])

    await world.begin()

    assert world.kept == set()
    assert not list(world.folder.glob("*.new"))


async def test_a_picture_that_was_cut_off_on_disk_is_fetched_again(world):
    world.show(1, world.picture("/1", draw()))
    first = await world.get("/1")
    (path,) = world.folder.glob("*.webp")
    for damage in (first.data[:-3], b"", b"RIFF"):
        path.write_bytes(damage)
        assert size(await world.get("/1")) == (300, 200)
    assert path.read_bytes() == first.data
    assert world.site.asked["/1"] == 4


async def test_an_entry_that_left_the_board_can_be_looked_at_all_the_same(world):
    """It is asked for by its own address, or found by a search."""
    world.show(1, world.picture("/1", draw()))
    (entry,) = world.hub.board
    world.hub.board._remove(entry.id)
    await world.proxy.close()
    await world.begin()
    assert await world.get("/1") == "unknown"

    world.proxy.look_at(entry)

    assert size(await world.get("/1")) == (300, 200)
    world.hub.publish([(world.seq + 1, DropEntry(id=entry.id, ordinal=entry.ordinal, why="deleted"))])
    assert world.kept == set()


# What is kept, and how long.


async def test_more_bytes_than_there_may_be_push_out_what_was_asked_for_longest_ago(world, tmp_path):
    one = len((await _shrunk(world)).data)
    small = World(world.site, tmp_path / "small", quota=3 * one)
    await small.proxy.open()
    for number in range(4):
        small.show(number, small.picture(f"/{number}", draw()), created_at=NOON + number * MINUTE)
    for number in (0, 1, 2, 0, 3):
        await small.get(f"/{number}")

    assert small.kept == {small.name(f"/{n}") for n in (0, 2, 3)}
    assert sum(path.stat().st_size for path in small.folder.glob("*.webp")) <= 3 * one
    await small.proxy.close()


async def _shrunk(world) -> Picture:
    world.show(9, world.picture("/9", draw()))
    return await world.get("/9")


async def test_after_a_week_a_picture_is_fetched_anew(world):
    world.show(1, world.picture("/1", draw()))
    await world.get("/1")
    await world.proxy.close()
    world.proxy = world.make()
    keeping = asyncio.create_task(world.proxy.keep())
    await world.get("/1")

    await world.clock.advance(6 * DAY)
    assert len(world.kept) == 1
    await world.clock.advance(DAY + HOUR)
    assert world.kept == set()
    await world.get("/1")
    assert world.site.asked["/1"] == 2
    keeping.cancel()


async def test_who_asks_before_all_is_known_waits_for_it(world):
    """Pages are served before; what is deleted meanwhile stays so."""
    for number in (1, 2):
        world.show(number, world.picture(f"/{number}", draw()), created_at=NOON + number * MINUTE)
        await world.get(f"/{number}")
    await world.proxy.close()
    world.proxy = world.make()
    asking = [asyncio.create_task(world.get(f"/{number}")) for number in (1, 2)]
    await asyncio.sleep(0)
    world.delete(1)

    await world.proxy.open()

    gone, there = await asyncio.gather(*asking)
    assert gone == "unknown"
    assert size(there) == (300, 200)
    assert world.kept == {world.name("/2")}


async def test_a_disk_that_takes_nothing_costs_a_fetch_and_nothing_else(world, monkeypatch):
    world.show(1, world.picture("/1", draw()))

    def full(*_given) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(world.proxy._store, "_write", full)
    assert size(await world.get("/1")) == (300, 200)
    assert size(await world.get("/1")) == (300, 200)
    assert world.site.asked["/1"] == 2


# Who asks, and how much.


async def test_a_hundred_who_ask_at_once_cost_one_fetch(world):
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    asking = [asyncio.create_task(world.get("/1")) for _ in range(100)]
    await world.site.arrived(1)
    world.site.gate.set()

    found = await asyncio.gather(*asking)

    assert len({one.data for one in found}) == 1
    assert world.site.asked["/1"] == 1


async def test_one_who_leaves_takes_nothing_from_the_others(world):
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    first, second = (asyncio.create_task(world.get("/1")) for _ in range(2))
    await world.site.arrived(1)
    first.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await first
    world.site.gate.set()

    assert size(await second) == (300, 200)


async def test_a_host_is_asked_for_two_at_a_time(world):
    for number in range(7):
        world.show(number, world.picture(f"/{number}", draw()), created_at=NOON + number * MINUTE)
    world.site.gate.clear()
    asking = [asyncio.create_task(world.get(f"/{number}")) for number in range(7)]
    await world.site.arrived(2)
    world.site.gate.set()

    await asyncio.gather(*asking)

    assert world.site.most == 2
    assert world.site.asked.total() == 7


async def test_who_is_slow_fills_its_own_line_and_nobody_elses(world, monkeypatch, tmp_path):
    monkeypatch.setattr(proxying, "MOST_PER_HOST", 3)
    async with PictureServer() as other:
        both = World(world.site, tmp_path / "both", allow=("127.0.0.1",))
        await both.proxy.open()
        both.show(1, *(both.picture(f"/{n}", draw()) for n in range(4)))
        other.files["/fine"] = draw()
        both.show(2, Media(kind="image", url=f"{other.url}/fine"), created_at=NOON + MINUTE)
        world.site.gate.clear()
        asking = [asyncio.create_task(both.get(f"/{n}")) for n in range(3)]
        await world.site.arrived(2)

        assert await both.get("/3") == "busy"
        assert size(await both.proxy.get(both.proxy.shown.name("picture", f"{other.url}/fine"))) == (300, 200)
        world.site.gate.set()
        assert all(isinstance(one, Picture) for one in await asyncio.gather(*asking))
        assert size(await both.get("/3")) == (300, 200)
        assert both.proxy.counters["media_turned_away"] == 1
        await both.proxy.close()


async def test_who_asks_when_too_many_wait_is_sent_away(world, monkeypatch):
    monkeypatch.setattr(proxying, "MOST_WAITING", 2)
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    asking = [asyncio.create_task(world.get("/1")) for _ in range(2)]
    await world.site.arrived(1)

    assert await world.get("/1") == "busy"
    world.site.gate.set()
    await asyncio.gather(*asking)


async def test_nobody_waits_long_and_the_fetch_goes_on(world):
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    world.proxy._patience = 0.01

    assert await world.get("/1") == "busy"
    world.site.gate.set()
    world.proxy._patience = LONG
    assert size(await world.get("/1")) == (300, 200)
    assert world.site.asked["/1"] == 1


# What is not to be had.


async def test_what_fails_is_tried_again_ever_later(world):
    world.show(1, world.picture("/1", draw()))
    world.site.status = 500
    waits = []
    for wait in (MINUTE, 4 * MINUTE, 16 * MINUTE):
        assert await world.get("/1") == "failed"
        asked = world.site.asked["/1"]
        assert await world.get("/1") == "failed"
        await world.clock.advance(wait - 1)
        assert await world.get("/1") == "failed"
        assert world.site.asked["/1"] == asked
        await world.clock.advance(1)
        waits.append(asked)
    world.site.status = 200

    assert size(await world.get("/1")) == (300, 200)
    assert waits == [1, 2, 3]


async def test_who_says_when_to_come_back_is_obeyed(world):
    world.show(1, world.picture("/1", draw()))
    world.site.status = 503
    assert await world.get("/1") == "failed"
    world.site.status = 200

    await world.clock.advance(119_000)
    assert await world.get("/1") == "failed"
    await world.clock.advance(1_000)
    assert size(await world.get("/1")) == (300, 200)


@pytest.mark.parametrize("data", [None, b"<svg xmlns='http://www.w3.org/2000/svg'/>", draw("JPEG", (900, 900))[:999]])
async def test_what_will_not_be_better_in_a_minute_is_left_alone_for_an_hour(world, data):
    world.show(1, world.picture("/1.png", data))
    assert await world.get("/1.png") == "failed"
    await world.clock.advance(HOUR - 1)
    assert await world.get("/1.png") == "failed"
    assert world.site.asked["/1.png"] == 1

    world.site.files["/1.png"] = draw()
    await world.clock.advance(1)
    assert size(await world.get("/1.png")) == (300, 200)


@pytest.mark.parametrize("path", ["/endless", "/slow", "/short", "/long", "/large"])
async def test_a_site_that_behaves_badly_gets_nothing_through(world, monkeypatch, path):
    """Bytes without end, no bytes, fewer than promised, more than promised, more than we take."""
    monkeypatch.setattr(network, "ANSWER_SECONDS", 1.0 if path == "/slow" else 60.0)
    world.show(1, world.picture(path))
    world.site.files["/large"] = draw() + bytes(8_000_000)

    assert await world.get(path) == "failed"
    assert world.kept == set()


async def test_nobody_leads_us_where_we_do_not_go(world):
    """A redirect, or an address itself, to what is private and nobody allowed."""
    async with PictureServer() as secret:
        secret.files["/s"] = draw()
        hidden = f"{secret.url}/s"
        world.show(1, world.picture(f"/to?url={hidden}"), Media(kind="image", url=hidden))
        world.show(2, world.picture("/to?url=file:///etc/passwd"), created_at=NOON + MINUTE)

        assert await world.get(f"/to?url={hidden}") == "failed"
        assert await world.proxy.get(world.proxy.shown.name("picture", hidden)) == "failed"
        assert await world.get("/to?url=file:///etc/passwd") == "failed"
        assert not secret.asked


async def test_a_redirect_to_where_we_may_go_is_followed(world):
    world.site.files["/there"] = draw()
    world.show(1, world.picture(f"/to?url={world.at('/there')}"))

    assert size(await world.get(f"/to?url={world.at('/there')}")) == (300, 200)


async def test_a_picture_that_kills_its_process_costs_nobody_else_theirs(world):
    world.show(1, world.picture("/1", draw()), world.picture("/2", draw()))
    await world.get("/1")
    for process in world.proxy._process._pool._processes.values():
        process.kill()
        process.join()

    assert await world.get("/2") == "failed"
    await world.clock.advance(HOUR)
    assert size(await world.get("/2")) == (300, 200)


async def test_a_picture_that_takes_too_long_is_refused(world):
    world.show(1, world.picture("/1", draw()))
    world.proxy._process.seconds = 0.001

    assert await world.get("/1") == "failed"
    world.proxy._process.seconds = LONG
    await world.clock.advance(HOUR)
    assert size(await world.get("/1")) == (300, 200)


async def test_closing_ends_what_is_under_way(world):
    world.show(1, world.picture("/1", draw()))
    world.site.gate.clear()
    asking = asyncio.create_task(world.get("/1"))
    await world.site.arrived(1)

    await world.proxy.close()

    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_nothing_but_pictures_is_asked_of_a_site(world):
    """Our name, what we take, and nothing of the reader."""
    world.show(1, world.picture("/1", draw()))
    await world.get("/1")

    assert set(world.site.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert "svg" not in world.site.headers["Accept"]
