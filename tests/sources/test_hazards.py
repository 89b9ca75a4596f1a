"""Official bulletins: what agencies say, corrected when they correct it, gone when they take it back."""

import asyncio
import contextlib
import json

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete, Put
from livefeed.model.times import DAY, HOUR, iso, parse_iso
from livefeed.sources.hazards import Hazards, HazardsOptions
from livefeed.sources.hazards_follow import distance_km
from tests.following import START, follow, outage
from tests.making import NOON, Run, make_coverage
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.serving import Served

T = NOON * 1000


def parse(payload, at=T):
    """What comes of a payload."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    return Hazards().parse(Frame(t=at, stream="hazards:usgs", source="hazards", payload=text))


def quake(name="us1", ids=",us1,at2,", **parts):
    """An earthquake as the USGS writes it."""
    properties = {
        "mag": 7.04, "place": "12 km S of Cedar Bay", "time": NOON - 60_000, "updated": NOON, "status": "automatic",
        "url": "https://earthquake.usgs.gov/earthquakes/eventpage/us1", "ids": ids, "net": "us", "type": "earthquake",
        "tsunami": 1, "alert": "orange",
    } | parts  # fmt: skip
    return {"type": "Feature", "id": name, "properties": properties, "geometry": {"coordinates": [-70.0, 48.0, 10.2]}}


def alert(kind="Alert", identifier="a1", references="", **parts):
    """An alert in CAP."""
    given = {
        "status": "Actual",
        "scope": "Public",
        "sent": "2026-10-02T08:00:00-04:00",
        "headline": "Vents violents",
    } | parts
    return (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{identifier}</identifier><sender>ec@example.ca</sender><sent>{given['sent']}</sent>"
        f"<status>{given['status']}</status><msgType>{kind}</msgType><scope>{given['scope']}</scope>"
        f"<references>{references}</references><info><language>fr-CA</language><event>vent</event>"
        f"<headline>{given['headline']}</headline><description>Jusqu'à 110 km/h.</description>"
        "<expires>2026-10-02T20:00:00-04:00</expires><area><areaDesc>Baie</areaDesc></area></info></alert>"
    )


def test_an_earthquake_of_the_usgs():
    (report,) = parse(quake())
    post = report.post

    assert post.text == (
        "Earthquake of magnitude 7.0, 12 km S of Cedar Bay. Depth 10 km. Automatic, not reviewed yet. "
        "A tsunami is possible: see tsunami.gov. Alert level: orange."
    )
    assert (post.id, post.aliases, post.created_at) == ("usgs:us1", ("usgs:at2",), NOON - 60_000)


def test_several_ids_of_one_quake_are_one_entry_and_its_words_the_newest():
    run = Run(make_coverage(streams=()))
    run.engine._matcher._open_streams = frozenset({"mastodon:a.example"})
    for payload in (
        quake(),
        quake("at2", ",at2,pt3,", mag=6.8, updated=NOON + 9, status="reviewed"),
        quake("pt3", ",pt3,", mag=5, updated=NOON),
    ):
        for report in parse(payload):
            run.report(report)

    assert "magnitude 6.8" in run.only.post.text
    (gone,) = parse(quake("pt3", ",pt3,", status="deleted"))
    run.report(gone)
    assert run.page == []


def test_what_is_no_earthquake_is_left_out():
    assert parse(quake(type="quarry blast")) == []
    with pytest.raises(PayloadError):
        parse({"type": "Feature", "properties": {}})
    with pytest.raises(PayloadError):
        parse("[]")


def test_an_earthquake_of_the_emsc():
    data = {
        "type": "Feature",
        "id": "2026_1",
        "geometry": {"coordinates": [2.0, 48.0, -5]},
        "properties": {"unid": "2026_1", "mag": 4.2, "flynn_region": "FRANCE", "time": "2026-10-02T11:58:00Z",
                       "lastupdate": "2026-10-02T11:59:00Z", "depth": 5, "source_id": "9", "source_catalog": "EMSC-RTS"},
    }  # fmt: skip
    (report,) = parse({"action": "create", "data": data})

    assert report.post.text == "Earthquake of magnitude 4.2, France. Depth 5 km."
    assert report.post.id == "emsc:2026_1"


def test_alerts_are_updated_cancelled_and_end():
    (put,) = parse(alert())
    (update,) = parse(alert("Update", "a2", "ec@example.ca,a1,2026-10-02T08:00:00-04:00"))
    cancel = parse(alert("Cancel", "a3", "ec@example.ca,a1,2026-10-02T08:00:00-04:00"))

    assert put.post.text == "Vents violents\n\nJusqu'à 110 km/h.\n\nBaie"
    assert put.post.lang == "fr-CA"
    assert put.post.expires_at == NOON + 12 * 3_600_000
    assert put.post.id in update.post.aliases
    assert cancel == [Delete(id=put.post.id)]
    assert parse(alert(status="Test")) == parse(alert(scope="Private")) == []
    with pytest.raises(PayloadError, match="document type"):
        parse("<!DOCTYPE a [<!ENTITY b 'c'>]><alert/>")


def test_a_real_week_parses(shared_data):
    week = (shared_data / "hazards" / "usgs_7day_m1.geojson").read_text(encoding="utf-8")
    features = json.loads(week)["features"]
    puts = [report for feature in features for report in parse(feature) if isinstance(report, Put)]

    assert len(features) == 1405
    assert len(puts) == sum(1 for feature in features if feature["properties"]["type"] == "earthquake")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda kids: (
            st.lists(kids, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "properties",
                        "geometry",
                        "coordinates",
                        "mag",
                        "ids",
                        "net",
                        "unid",
                        "id",
                        "data",
                        "time",
                        "updated",
                    ]
                ),
                kids,
                max_size=6,
            )
        ),
    )
)
def test_strange_input_is_refused_and_nothing_worse(value):
    for payload in (value, {"type": "Feature", "id": "x", "properties": value, "geometry": value}):
        try:
            parse(json.dumps(payload))
        except PayloadError:
            continue


def test_distances_are_those_of_a_globe():
    assert round(distance_km(45.5, -73.6, 46.8, -71.2)) == 235
    assert distance_km(0, 179.9, 0, -179.9) < 23


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"feed": "cap"}, "url: write where the alerts are"),
        ({"feed": "usgs", "near": [1.0]}, "near: write latitude"),
        ({"feed": "usgs", "url": "ftp://x"}, "url: write the whole address"),
        ({"feed": "usgs", "radius_km": 0}, "radius_km: write a number"),
    ],
)
def test_wrong_options_are_explained(keys, words):
    with pytest.raises(ValueError, match=words):
        Hazards.stream_name(HazardsOptions(**keys))


class Agency(Served):
    """Gives out a file of earthquakes, and an index with an alert."""

    def __init__(self) -> None:
        super().__init__()
        self.quakes = []
        self.alerts = {"1": alert()}
        self.ailing = set()
        self.app.add_routes(
            [web.get("/quakes.geojson", self._quakes), web.get("/index", self._index), web.get("/cap/{n}", self._cap)]
        )

    async def _quakes(self, request):
        return self.versioned(request, json.dumps({"type": "FeatureCollection", "features": self.quakes}).encode())

    async def _index(self, request):
        entries = "".join(f"<entry><id>{n}</id><link href='{self.url}/cap/{n}'/></entry>" for n in self.alerts)
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{entries}</feed>'
        return self.versioned(request, feed.encode())

    async def _cap(self, request):
        number = request.match_info["n"]
        if number in self.ailing:
            self.ailing.remove(number)
            raise web.HTTPBadGateway
        return web.Response(text=self.alerts[number])


async def test_only_strong_and_near_earthquakes_are_taken_and_each_version_once(tmp_path):
    async with Agency() as agency:
        agency.quakes = [quake(), quake("us2", ",us2,", mag=2.0)]
        toml = f'[[stream]]\nsource = "hazards"\nfeed = "usgs"\nurl = "{agency.url}/quakes.geojson"\nmin_magnitude = 4.0\nnear = [48.0, -70.5]\n'
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: follower.ids == ["usgs:us1"])
            agency.quakes = [quake(mag=6.6, updated=NOON + 60_000)]
            await follower.until(lambda: "magnitude 6.6" in follower.texts[0])

            assert len(follower.frames) == 2


async def test_alerts_of_an_index_are_taken_cancelled_and_end(tmp_path):
    async with Agency() as agency:
        toml = f'[[stream]]\nsource = "hazards"\nfeed = "cap"\nurl = "{agency.url}/index"\n'
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: len(follower.ids) == 1)
            agency.alerts["2"] = alert("Cancel", "a3", "ec@example.ca,a1,2026-10-02T08:00:00-04:00")
            await follower.until(lambda: follower.ids == [])


async def test_an_index_of_more_alerts_than_are_asked_for_at_once_comes_whole(tmp_path):
    async with Agency() as agency:
        agency.alerts = {str(n): alert(identifier=f"a{n}", headline=f"Avis {n}") for n in range(120)}
        agency.ailing = {"0", "70"}
        toml = f'[[stream]]\nsource = "hazards"\nfeed = "cap"\nurl = "{agency.url}/index"\n'
        async with follow(toml, tmp_path, speed=1200) as follower:
            await follower.until(lambda: len(follower.frames) == 120)

            assert {frame.payload for frame in follower.frames} == set(agency.alerts.values())


class Portal(Served):
    """The EMSC's socket, and the event service that is asked for what came before."""

    def __init__(self) -> None:
        super().__init__()
        self.quakes = {}
        self.asked = []
        self._sockets = set()
        self.app.add_routes([web.get("/socket", self._socket), web.get("/events", self._events)])

    def happen(self, name, place, at, magnitude=4.2):
        """An earthquake is found, or its bulletin made anew, at a time in milliseconds."""
        when = iso(at)
        properties = {
            "unid": name,
            "mag": magnitude,
            "flynn_region": place,
            "time": when,
            "lastupdate": when,
            "depth": 5,
        }
        feature = {
            "type": "Feature",
            "id": name,
            "geometry": {"coordinates": [2.0, 48.0, -5]},
            "properties": properties,
        }
        action = "update" if name in self.quakes else "create"
        self.quakes[name] = (at, feature)
        for queue in self._sockets:
            queue.put_nowait({"action": action, "data": feature})

    @property
    def listeners(self):
        """How many follow."""
        return len(self._sockets)

    async def _socket(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        queue = asyncio.Queue()
        self._sockets.add(queue)
        sending = asyncio.create_task(self._send(socket, queue))
        try:
            async for _ in socket:
                pass
        finally:
            sending.cancel()
            self._sockets.discard(queue)
        return socket

    @staticmethod
    async def _send(socket, queue):
        with contextlib.suppress(ConnectionError):
            while True:
                await socket.send_json(await queue.get())

    async def _events(self, request):
        self.asked.append(dict(request.query))
        after = parse_iso(request.query["updatedafter"])
        found = [feature for at, feature in self.quakes.values() if at > after]
        if not found:
            raise web.HTTPNoContent
        return web.json_response({"type": "FeatureCollection", "features": found[::-1]})


def emsc(portal, port=None, more=""):
    """The stream's table."""
    at = f"127.0.0.1:{port or portal.port}"
    return f'[[stream]]\nsource = "hazards"\nfeed = "emsc"\nurl = "ws://{at}/socket"\n{more}'


async def test_what_the_socket_of_the_emsc_brought_while_nobody_listened_is_asked_for(tmp_path):
    async with Portal() as portal:
        table = emsc(portal, more=f'history = "{portal.url}/events"\n')
        portal.happen("old", "LAST WEEK", START - 2 * DAY)
        portal.happen("before", "YESTERDAY", START - DAY // 2)
        async with follow(table, tmp_path, speed=20) as follower:
            await follower.until(lambda: portal.listeners and follower.ids == ["emsc:before"])
            portal.happen("live", "FRANCE", follower.running.clock.now())
            await follower.until(lambda: follower.ids == ["emsc:before", "emsc:live"])
        portal.happen("missed", "SPAIN", START + 3 * HOUR)
        async with follow(table, tmp_path, speed=20, start=START + 4 * HOUR) as follower:
            await follower.until(lambda: follower.ids == ["emsc:before", "emsc:live", "emsc:missed"])

        assert {name: portal.asked[0][name] for name in ("format", "limit")} == {"format": "json", "limit": "500"}
        assert START - DAY <= parse_iso(portal.asked[0]["updatedafter"]) < START - DAY + HOUR
        since = parse_iso(portal.asked[1]["updatedafter"])
        assert START - HOUR <= since < START  # an hour before the last word


async def test_without_a_history_nothing_but_the_socket_is_asked(tmp_path):
    async with Portal() as portal:
        portal.happen("before", "YESTERDAY", START - DAY // 2)
        async with follow(emsc(portal), tmp_path, speed=20) as follower:
            await follower.until(lambda: portal.listeners)
            portal.happen("live", "FRANCE", START)
            await follower.until(lambda: follower.ids == ["emsc:live"])

        assert portal.asked == []


async def test_the_socket_of_the_emsc_passes_every_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with Portal() as portal, FaultProxy(portal.port) as proxy:
        table = emsc(portal, proxy.port, f'history = "http://127.0.0.1:{proxy.port}/events"\n')
        async with follow(table, tmp_path, speed=60) as follower:
            for number, fault in enumerate(FAULTS):
                await follower.until(lambda: follower.way("socket").state == "live" and portal.listeners)
                portal.happen(f"q{number}", f"BEFORE {fault}", follower.running.clock.now())
                await follower.until(lambda: f"emsc:q{number}" in follower.ids)
                async with outage(follower, proxy, fault, "socket"):
                    now = follower.running.clock.now()
                    portal.happen(f"q{number}", f"BEFORE {fault}", now, magnitude=6.5)
                    portal.happen(f"x{number}", f"DURING {fault}", now)
            expected = [f"emsc:{kind}{number}" for kind in "qx" for number in range(len(FAULTS))]
            corrected = len(FAULTS)
            await follower.until(
                lambda: (
                    follower.ids == expected and sum("magnitude 6.5" in text for text in follower.texts) == corrected
                )
            )

            assert follower.replayed == follower.running.hub.board.newest(1_000)


async def test_more_alerts_than_are_asked_for_at_once_come_though_their_index_does_not_change(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.sources.hazards_follow._ALERTS", 2)
    async with Agency() as agency:
        agency.alerts = {str(number): alert(identifier=f"a{number}") for number in range(5)}
        toml = f'[[stream]]\nsource = "hazards"\nfeed = "cap"\nurl = "{agency.url}/index"\n'
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: len(follower.frames) == 5)

            assert agency.unchanged >= 2


async def test_bulletins_of_the_usgs_and_alerts_pass_every_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with Agency() as agency, FaultProxy(agency.port) as proxy:
        agency.alerts = {}
        table = f'[[stream]]\nsource = "hazards"\nfeed = "{{}}"\nurl = "http://127.0.0.1:{proxy.port}/{{}}"\n'
        toml = table.format("usgs", "quakes.geojson") + table.format("cap", "index").replace(
            '"cap"', '"cap"\nname = "cap"'
        )
        async with follow(toml, tmp_path, speed=300) as follower:
            for number, fault in enumerate(FAULTS):
                agency.quakes.append(quake(f"q{number}", f",q{number},", place=f"near {fault}"))
                await follower.until(lambda: f"usgs:q{number}" in follower.ids)
                async with outage(follower, proxy, fault, "poll"):
                    agency.quakes[-1]["properties"] |= {"status": "deleted", "updated": NOON + 60_000}
                    agency.quakes.append(quake(f"x{number}", f",x{number},", place=f"during {fault}"))
                    agency.alerts[str(2 * number)] = alert(identifier=f"a{number}")
                    taken_back = f"ec@example.ca,a{number},2026-10-02T08:00:00-04:00"
                    agency.alerts[str(2 * number + 1)] = alert("Cancel", f"c{number}", taken_back)
            expected = [f"usgs:x{number}" for number in range(len(FAULTS))]
            await follower.until(lambda: follower.ids == sorted(expected) and len(follower.frames) == 5 * len(FAULTS))

            assert follower.replayed == follower.running.hub.board.newest(1_000)
