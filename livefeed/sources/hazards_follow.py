"""How agencies are followed: the USGS and indexes of alerts by asking, the EMSC by its socket.

Sources: earthquake.usgs.gov/earthquakes/feed, www.seismicportal.eu/realtime.html, /fdsnws/event/1, OASIS CAP 1.2.
"""

from collections import OrderedDict
from math import asin, cos, radians, sin, sqrt
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.times import DAY, HOUR, iso
from livefeed.sources.line import Line, Plan, Way
from livefeed.sources.reading import load, table
from livefeed.sources.versions import Version, Versions

__all__ = ["DEFAULTS", "distance_km", "ways"]

DEFAULTS = {
    "usgs": "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all_hour.geojson",
    "emsc": "wss://www.seismicportal.eu/standing_order/websocket",
}
EVERY = 60.0
"""Seconds: the USGS makes its files anew every minute."""
_FDSN = "https://www.seismicportal.eu/fdsnws/event/1/query"
_SEEN = 5_000
_ALERTS = 50
_LONGEST = 8 * 1024 * 1024
_EARTH_KM = 6371.0


class _Part(msgspec.Struct):
    type: str = ""
    features: list[msgspec.Raw] = []


_collection = msgspec.json.Decoder(_Part).decode


def ways(plan: Plan) -> list[Way]:
    """Follow the agency that the stream names."""
    agency = _Agency(plan)
    match plan.options.feed:
        case "usgs":
            return [Way(name="poll", follow=agency.usgs)]
        case "emsc":
            return [Way(name="socket", follow=agency.emsc)]
        case _:
            return [Way(name="poll", follow=agency.alerts, budget=(60, 1.0))]


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Give the distance over the earth's surface between two places in degrees (haversine)."""
    a, b = radians(lat), radians(to_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(to_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


class _Agency:
    """One stream of bulletins; each version of a bulletin is handed on once."""

    def __init__(self, plan: Plan) -> None:
        self._options = plan.options
        self._url = plan.options.url or DEFAULTS.get(plan.options.feed, "")
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._versions = Versions[list[str]](2)  # of an index, the alerts that it names

    async def usgs(self, line: Line) -> None:
        """Ask for the last hour; after a pause for as much as was missed."""
        while True:
            url = _for_the_gap(self._url, line.now() - int(line.mark or 0) if line.mark else DAY)
            answer = await self._versions.ask(line, url, limit=_LONGEST)
            if answer.status == 200:
                await self._features(line, answer.body)
                self._versions.learn(url, Version.of(answer), [])
            await line.keep(str(line.now()))
            line.live("polling")
            await line.pause(EVERY * (0.9 + 0.2 * line.chance()))

    async def emsc(self, line: Line) -> None:
        """Take what the socket brings; what it brought while we were away is asked for."""
        async with line.socket(self._url) as socket:
            line.live()
            if history := self._options.history or (_FDSN if self._url == DEFAULTS["emsc"] else None):
                after = int(line.mark) - HOUR if line.mark else line.now() - DAY
                params = {"format": "json", "updatedafter": iso(after)[:19], "limit": "500"}
                answer = await line.get(history, params=params, limit=_LONGEST, expect=(200, 204))
                if answer.status == 200:
                    await self._features(line, answer.body)
            await line.keep(str(line.now()))
            async for message in socket:
                if self._wanted(message) and self._is_new(message):
                    await line.take(message, mark=str(line.now()))

    async def alerts(self, line: Line) -> None:
        """Ask for an index of alerts, and for each alert that is new."""
        while True:
            index = await self._versions.ask(line, self._url)
            if index.status == 304:
                found = self._versions.had(self._url)
            elif b"urn:oasis:names:tc:emergency:cap:1.2" in index.body and _is_alert(index.body):
                found = []
                await self._alert(line, index.body)
            else:
                found = _links(index.body, index.url)
            for url in [url for url in found if url.encode() not in self._seen][:_ALERTS]:
                answer = await line.get(url, expect=(200, 404, 410))
                if answer.status == 200:
                    await self._alert(line, answer.body)
                self._is_new(url.encode())  # only now: what a cut has cost is asked for again
            if index.status == 200:
                self._versions.learn(self._url, Version.of(index), found)
            line.live("polling")
            await line.pause(EVERY * (0.9 + 0.2 * line.chance()))

    async def _alert(self, line: Line, body: bytes) -> None:
        if self._is_new(body):
            await line.take(body)

    async def _features(self, line: Line, body: bytes) -> None:
        try:
            features = _collection(body).features
        except msgspec.MsgspecError as error:
            raise PayloadError(f"is no collection of features: {error}") from error
        for feature in reversed(features):
            raw = bytes(feature)
            if self._wanted(raw) and self._is_new(raw):
                await line.take(raw)

    def _wanted(self, raw: bytes) -> bool:
        """Tell whether a bulletin is strong and near enough; one that does not say passes."""
        try:
            message = load(raw)
        except PayloadError:
            return True  # counted as unreadable
        lat, lon, magnitude = _origin(table(message, "data") or table(message))
        least, near = self._options.min_magnitude, self._options.near
        if least is not None and magnitude is not None and magnitude < float(least):
            return False
        if near is None or lat is None or lon is None:
            return True
        return distance_km(near[0], near[1], lat, lon) <= float(self._options.radius_km)

    def _is_new(self, raw: bytes) -> bool:
        if raw in self._seen:
            return False
        self._seen[raw] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        return True


def _origin(feature: dict[str, Any]) -> tuple[float | None, float | None, float | None]:
    """Give latitude, longitude and magnitude of a feature, as far as it has them."""
    where = table(feature, "geometry").get("coordinates")
    lon, lat = (where[0], where[1]) if isinstance(where, list) and len(where) > 1 else (None, None)
    found = (lat, lon, table(feature, "properties").get("mag"))
    lat, lon, magnitude = (value if isinstance(value, int | float) else None for value in found)
    return lat, lon, magnitude


def _for_the_gap(url: str, missed: int) -> str:
    """Choose the file that reaches back far enough; they are named alike."""
    if not url.endswith("_hour.geojson") or missed < HOUR // 2:
        return url
    return url.replace("_hour.", "_day." if missed <= DAY else "_week.")


def _is_alert(body: bytes) -> bool:
    try:
        return ET.fromstring(body).tag.endswith("}alert") if b"<!" not in body[:1000] else False  # noqa: S314 - no entities
    except (ET.ParseError, ValueError):
        return False


def _links(body: bytes, base: str) -> list[str]:
    """List the alerts that an index names, the newest first as it has them."""
    if b"<!ENTITY" in body:
        raise PayloadError("declares entities of its own")
    entries = feedparser.parse(body, sanitize_html=False).entries
    return [urljoin(base, str(entry.get("link"))) for entry in entries[: 4 * _ALERTS] if entry.get("link")]
