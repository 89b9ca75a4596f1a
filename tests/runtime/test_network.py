"""Nothing is dialled that must not be, whatever is written, whoever redirects, however a name resolves."""

import asyncio
import gzip
import json
import socket

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.addresses import Allowed, refusal
from livefeed.model.errors import ForbiddenError, LineError, RefusedError, SilentError, UnreachableError
from livefeed.runtime.clock import ScaledClock
from livefeed.runtime.network import Network
from livefeed.runtime.unpack import TooLongError, Unpacker
from tests.clock import ManualClock
from tests.peers.serving import Served

NOW = 1_790_942_400_000


class Numbers(AbstractResolver):
    """Resolves what is a number in any spelling, as the system does, and some names; asks nobody."""

    def __init__(self, **names: list[str]) -> None:
        self.names = names

    async def resolve(self, host, port=0, family=socket.AF_INET):
        given = self.names.get(host.replace(".", "_"), [host])
        found = []
        for one in given:
            for info in socket.getaddrinfo(one, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST):
                address = info[4]
                number = f"{address[0]}%{address[3]}" if len(address) > 2 and address[3] else address[0]
                found.append(
                    {"hostname": host, "host": number, "port": port, "family": info[0], "proto": 6, "flags": 0}
                )
        return found

    async def close(self) -> None:
        pass


class Recording(Network):
    """A network whose sockets never leave: they are written down."""

    def __init__(self, *allowed: str, **names: list[str]) -> None:
        super().__init__(ManualClock(NOW), Allowed(allowed), Numbers(**names))
        self.made = 0

    def make_socket(self, *_kind):
        self.made += 1
        raise OSError("this is as far as it goes")


async def try_all(network: Network, url: str) -> list[LineError]:
    """Ask for an address in every way there is."""
    errors = []
    for attempt in (
        network.request("GET", url),
        _open(network.lines(url)),
        _open(network.socket(url.replace("http", "ws", 1))),
    ):
        with pytest.raises(LineError) as error:
            await attempt
        errors.append(error.value)
    return errors


async def _open(way) -> None:
    async with way:
        pass


async def test_no_hostile_address_is_dialled(shared_data):
    """Every spelling of loopback, private, metadata and other addresses that are nobody's business."""
    network = Recording()
    reached = []
    lines = (shared_data / "hostile" / "urls.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        await try_all(network, json.loads(line)["payload"])
        reached += [line] * network.made
        network.made = 0
        network.budget = type(network.budget)(network._clock)  # the budget is tested elsewhere
    await network.close()

    assert len(lines) > 300
    assert reached == []


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "http://[2606:4700::1111]/", "https://news.example/x"])
async def test_public_addresses_pass_the_guard(url):
    """Else the test above would prove nothing."""
    network = Recording(news_example=["93.184.216.34"])
    errors = await try_all(network, url)
    await network.close()

    assert network.made >= 3
    assert not any(isinstance(error, ForbiddenError) for error in errors)


async def test_a_name_that_leads_inside_is_not_followed():
    network = Recording(inside_example=["10.0.0.5"], both_example=["169.254.169.254", "::1"])
    errors = await try_all(network, "http://inside.example/") + await try_all(network, "http://both.example/")
    await network.close()

    assert network.made == 0
    assert all(isinstance(error, ForbiddenError) for error in errors)


async def _gather(way, came) -> None:
    async with way as lines:
        async for line in lines:
            came.append(line)


class Site(Served):
    """Answers in ways that test a client."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.seen_headers: dict[str, str] = {}
        self.app.add_routes([web.get("/{what:.*}", self._answer), web.post("/{what:.*}", self._answer)])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.seen_headers = dict(request.headers)
        match request.path.split("/"):
            case ["", "to", *rest]:
                raise web.HTTPFound("/".join(rest))
            case ["", "moved", *rest]:
                raise web.HTTPMovedPermanently("/" + "/".join(rest))
            case ["", "round"]:
                raise web.HTTPFound("/round")
            case ["", "bomb"]:
                return web.Response(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
            case ["", "brotli"]:
                return web.Response(body=b"x", headers={"Content-Encoding": "br"})
            case ["", "members"]:
                body = gzip.compress(b"one ") + gzip.compress(b"two")
                return web.Response(body=body, headers={"Content-Encoding": "gzip"})
            case ["", "busy"]:
                return web.json_response({"error": "Too many requests"}, status=429, headers={"Retry-After": "90"})
            case ["", "lines"]:
                response = web.StreamResponse()
                await response.prepare(request)
                await response.write(b"one\r\ntwo\nthr")
                await response.write(b"ee\n")
                await asyncio.sleep(5)
        return web.Response(text="here")


@pytest.fixture
async def site():
    """A site on loopback, and a network that may dial it."""
    async with Site() as served:
        network = Network(ManualClock(NOW), Allowed([f"127.0.0.1:{served.port}"]))
        yield served, network
        await network.close()


async def test_an_allowed_peer_on_loopback_is_reached(site):
    served, network = site

    answer = await network.request("GET", f"{served.url}/a", headers={"X-Of-Ours": "1"})

    assert answer.body == b"here"
    assert served.seen_headers["User-Agent"].startswith("livefeed/")


async def test_no_redirect_leads_where_we_must_not_go(site):
    served, network = site
    async with Site() as forbidden:
        for target in (forbidden.url, "http://169.254.169.254/latest", "http://[::1]:1/", "file:///etc/passwd"):
            with pytest.raises(LineError):
                await network.request("GET", f"{served.url}/to/{target}")

        assert forbidden.asked == []


async def test_lasting_redirects_are_told_and_endless_ones_ended(site):
    served, network = site

    answer = await network.request("GET", f"{served.url}/moved/moved/end")
    with pytest.raises(RefusedError, match="on and on"):
        await network.request("GET", f"{served.url}/round")

    assert answer.moved_to == f"{served.url}/end"


async def test_credentials_stay_with_the_server_they_are_for(site):
    served, network = site
    async with Site() as other:
        network._allowed = Allowed(["127.0.0.1"])
        await network.request("GET", f"{served.url}/to/{other.url}/x", headers={"Authorization": "Bearer s"})

        assert other.asked == ["/x"]
        assert "Authorization" not in other.seen_headers


async def test_a_few_kilobytes_do_not_become_megabytes(site):
    served, network = site

    with pytest.raises(UnreachableError, match="longer than"):
        await network.request("GET", f"{served.url}/bomb")
    with pytest.raises(UnreachableError, match="not asked for"):
        await network.request("GET", f"{served.url}/brotli")
    assert (await network.request("GET", f"{served.url}/members")).body == b"one two"


async def test_a_server_that_says_later_is_not_asked_before(site):
    served, network = site

    with pytest.raises(RefusedError, match="Too many requests") as error:
        await network.request("GET", f"{served.url}/busy")
    with pytest.raises(RefusedError):
        await network.request("GET", f"{served.url}/again")

    assert error.value.retry_at == NOW + 90_000
    assert served.asked == ["/busy"]


async def test_lines_come_whole_and_silence_is_noticed():
    async with Site() as served:
        network = Network(ScaledClock(NOW, 100), Allowed(["127.0.0.1"]))
        came = []
        with pytest.raises(SilentError):
            await _gather(network.lines(f"{served.url}/lines", silence=20), came)
        await network.close()

    assert came == [b"one", b"two", b"three"]


async def test_surroundings_are_not_used(site, monkeypatch):
    """No proxy variable, no ~/.netrc."""
    served, network = site
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")

    assert (await network.request("GET", served.url)).body == b"here"


@given(st.ip_addresses(), st.integers(1, 65535))
def test_every_address_gets_an_answer(address, port):
    why = refusal(str(address), port, Allowed())

    assert why is None or str(address) in why or "port" in why
    assert not (why is None and (address.is_loopback or address.is_multicast or address.is_link_local))


def test_allowed_peers_are_read_as_people_write_them():
    allowed = Allowed(["127.0.0.1:8080", "10.0.0.0/8", "[::1]:7000", "::1"])

    assert refusal("127.0.0.1", 8080, allowed) is None
    assert refusal("127.0.0.1", 8081, allowed) is not None
    assert refusal("10.1.2.3", 22, allowed) is None
    assert refusal("::1", 9, allowed) is None
    with pytest.raises(ValueError, match="is no address"):
        Allowed(["localhost"])


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_what_was_packed_comes_out_however_it_is_cut(body, size):
    packed = gzip.compress(body)
    unpacker = Unpacker("gzip", 10_000)
    for start in range(0, len(packed), size):
        unpacker.feed(packed[start : start + size])

    assert bytes(unpacker.body) == body


def test_unpacking_stops_at_its_limit():
    unpacker = Unpacker("gzip", 10_000)

    with pytest.raises(TooLongError):
        unpacker.feed(gzip.compress(bytes(5_000_000)))
    assert len(unpacker.body) <= 10_001


class Pieces:
    """An answer whose body comes piece by piece."""

    def __init__(self) -> None:
        self.content = aiohttp.StreamReader(_NoProtocol(), 2**16, loop=asyncio.get_running_loop())


class _NoProtocol:
    """What a reader asks to be slower is not listening."""

    connected = True
    _reading_paused = False

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


@pytest.mark.parametrize("turns", range(6))
async def test_stopping_works_even_at_the_moment_when_something_comes(turns):
    answer = Pieces()

    async def walk():
        async for _ in Network._walk(answer, 60, "http://127.0.0.1/"):
            pass

    task = asyncio.create_task(walk())
    await asyncio.sleep(0)
    answer.content.feed_data(b"a line\n")
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    for _ in range(10):
        await asyncio.sleep(0)

    assert task.cancelled()
