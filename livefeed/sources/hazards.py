"""Official bulletins: earthquakes of the USGS and the EMSC, alerts in CAP.

Sources: earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php, www.seismicportal.eu (WebSocket and FDSN event service),
OASIS CAP 1.2.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Literal
from xml.etree import ElementTree as ET

import msgspec

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Author, Delete, Post, Put, Report
from livefeed.model.times import from_micros
from livefeed.sources import hazards_follow
from livefeed.sources.line import Plan, Way
from livefeed.sources.options import HTTP, WEBSOCKET, address
from livefeed.sources.reading import guarded, items, load, table, text, time_or
from livefeed.sources.text import clean_name, clean_text, find_spans, fit_spans, language_tag, safe_url

__all__ = ["Hazards", "HazardsOptions"]

_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
_REFERENCE = re.compile(r"([^,\s]+),([^,\s]+),([^,\s]+)")
_BLOCKS = 20


class HazardsOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `[[stream]]` of source `hazards`."""

    feed: Literal["usgs", "emsc", "cap"]
    url: str | None = None
    name: str | None = None
    history: str | None = None
    """Of another `url` of the EMSC's kind: the FDSN event service that is asked for what a cut has cost."""
    min_magnitude: float | None = None
    near: list[float] | None = None
    radius_km: float = 500.0


class Hazards:
    """Bulletins; the stream's options choose which, so all that comes belongs to the coverage."""

    name: ClassVar[str] = "hazards"
    takes_all: ClassVar[bool] = True
    heavy: ClassVar[bool] = False
    Options: ClassVar[type[msgspec.Struct]] = HazardsOptions

    @staticmethod
    def stream_name(options: msgspec.Struct) -> str:
        """Name the stream after its agency, or as the file does.

        Raises:
            ValueError: an address or a place is none.
        """
        assert isinstance(options, HazardsOptions)  # noqa: S101 - for the type checker
        if options.url is not None:
            socket = options.feed == "emsc"
            address(
                "url",
                options.url,
                hazards_follow.DEFAULTS.get(options.feed, "https://alerts.example/cap.atom"),
                WEBSOCKET if socket else HTTP,
            )
        elif options.feed == "cap":
            raise ValueError('url: write where the alerts are, such as url = "https://alerts.example/cap.atom"')
        if options.history is not None:
            address("history", options.history, "https://quakes.example/fdsnws/event/1/query", HTTP)
        near = options.near
        if near is not None and (len(near) != 2 or abs(near[0]) > 90 or abs(near[1]) > 180):
            raise ValueError("near: write latitude and longitude, such as near = [45.5, -73.6]")
        if options.radius_km <= 0:
            raise ValueError("radius_km: write a number above zero, such as radius_km = 300")
        return options.name or options.feed

    @staticmethod
    def ways(plan: Plan) -> list[Way]:
        """Follow an agency."""
        return hazards_follow.ways(plan)

    @guarded
    def parse(self, frame: Frame) -> Iterator[Report]:
        """Read a feature or several (USGS, EMSC), a message of the EMSC's socket, or an alert (CAP).

        Raises:
            PayloadError: it is none of these.
        """
        raw = frame.payload.encode() if isinstance(frame.payload, str) else frame.payload
        if raw.lstrip()[:1] == b"<":
            yield from _alert(raw, frame)
            return
        message = load(raw)
        given = table(message, "data") or table(message)
        if given.get("type") == "FeatureCollection":
            for feature in items(given, "features", 5_000):
                yield from _feature(table(feature), frame)
        elif given.get("type") == "Feature":
            yield from _feature(given, frame)
        else:
            raise PayloadError("is neither a feature nor an alert")


def _number(value: Any) -> float | None:
    return (
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 else None
    )


def _feature(feature: dict[str, Any], frame: Frame) -> Iterator[Report]:
    properties = table(feature, "properties")
    if "unid" in properties or "flynn_region" in properties:
        yield Put(post=_emsc(feature, properties, frame))
    elif "net" in properties or "ids" in properties:
        yield from _usgs(feature, properties, frame)
    else:
        raise PayloadError("a feature of an agency that is not known")


def _usgs(feature: dict[str, Any], properties: dict[str, Any], frame: Frame) -> Iterator[Report]:
    if text(properties, "type") != "earthquake":
        return
    preferred = text(feature, "id")[:100]
    names = dict.fromkeys(name for name in (preferred, *text(properties, "ids").split(","))[:20] if name)
    if not names:
        raise PayloadError("an earthquake without an id")
    if text(properties, "status") == "deleted":
        yield Delete(id=f"usgs:{preferred}")
        return
    received = from_micros(frame.t)
    updated = _millis(properties.get("updated"))
    facts = [
        _magnitude(properties.get("mag"), clean_name(text(properties, "place"))),
        _depth(feature),
        "Reviewed." if text(properties, "status") == "reviewed" else "Automatic, not reviewed yet.",
        "A tsunami is possible: see tsunami.gov." if properties.get("tsunami") == 1 else "",
        _level(text(properties, "alert")),
    ]
    url = safe_url(properties.get("url"))
    yield Put(
        post=_post(
            name=f"usgs:{preferred}",
            aliases=tuple(f"usgs:{name}" for name in names if name != preferred),
            author=Author(
                id="https://earthquake.usgs.gov/",
                handle="earthquake.usgs.gov",
                name="USGS",
                url="https://earthquake.usgs.gov/",
            ),
            facts=facts,
            url=url,
            at=_millis(properties.get("time")) or received,
            updated=updated,
        )
    )


def _emsc(feature: dict[str, Any], properties: dict[str, Any], frame: Frame) -> Post:
    unid = (text(properties, "unid") or text(feature, "id"))[:100]
    if not unid:
        raise PayloadError("an earthquake without an id")
    region = clean_name(text(properties, "flynn_region")).title()
    source = text(properties, "source_id")[:100]
    at = time_or(text(properties, "time"), from_micros(frame.t))
    return _post(
        name=f"emsc:{unid}",
        aliases=(f"emsc:{text(properties, 'source_catalog')[:40]}:{source}",) if source else (),
        author=Author(
            id="https://www.emsc-csem.org/", handle="emsc-csem.org", name="EMSC", url="https://www.emsc-csem.org/"
        ),
        facts=[_magnitude(properties.get("mag"), region), _depth(feature)],
        url=safe_url(f"https://www.seismicportal.eu/eventdetails.html?unid={unid}"),
        at=at,
        updated=time_or(text(properties, "lastupdate"), at),
    )


def _post(  # noqa: PLR0913 - the parts of a bulletin
    *,
    name: str,
    aliases: tuple[str, ...],
    author: Author,
    facts: list[str],
    url: str | None,
    at: int,
    updated: int | None,
) -> Post:
    body = clean_text(" ".join(fact for fact in facts if fact))
    return Post(
        id=name,
        aliases=aliases,
        network="hazards",
        url=url,
        created_at=at,
        edited_at=updated,
        author=author,
        title=facts[0].rstrip("."),
        text=body,
        lang="en",
        links=(url,) if url else (),
    )


def _millis(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 48 else None


def _magnitude(value: Any, place: str) -> str:
    magnitude = _number(value)
    size = "Earthquake, magnitude not known yet" if magnitude is None else f"Earthquake of magnitude {magnitude:.1f}"
    return f"{size}, {place}." if place else f"{size}."


def _depth(feature: dict[str, Any]) -> str:
    where = table(feature, "geometry").get("coordinates")
    depth = _number(where[2]) if isinstance(where, list) and len(where) > 2 else None
    depth = _number(table(feature, "properties").get("depth")) if depth is None else depth
    return "" if depth is None else f"Depth {abs(depth):.0f} km."


def _level(alert: str) -> str:
    return f"Alert level: {alert}." if alert in ("yellow", "orange", "red") else ""


# Alerts


def _alert(raw: bytes, frame: Frame) -> Iterator[Report]:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise PayloadError("declares a document type of its own")
    try:
        alert = ET.fromstring(raw)  # noqa: S314 - no entities: refused above, and expat resolves none from outside
    except (ET.ParseError, ValueError) as error:
        raise PayloadError(f"is not XML: {error}") from error
    if alert.tag != f"{_CAP}alert":
        raise PayloadError("is no CAP 1.2 alert")
    if _of(alert, "status") != "Actual" or _of(alert, "scope") != "Public":
        return
    names = [
        f"cap:{sender},{identifier},{sent}" for sender, identifier, sent in _REFERENCE.findall(_of(alert, "references"))
    ]
    kind = _of(alert, "msgType")
    if kind == "Cancel":
        yield from (Delete(id=name) for name in names[:_BLOCKS])
    elif kind in ("Alert", "Update"):
        yield from _bulletins(alert, names[:_BLOCKS], frame)


def _bulletins(alert: ET.Element, names: list[str], frame: Frame) -> Iterator[Report]:
    blocks = alert.findall(f"{_CAP}info")[:_BLOCKS]
    if not blocks:
        return
    languages = {(_of(block, "language") or "en-US")[:2].lower(): block for block in reversed(blocks)}
    # French and English are what pages speak; a coverage in one language has its streams' alerts in that one.
    chosen = [languages[lang] for lang in ("fr", "en") if lang in languages] or blocks[:1]
    sender, identifier, sent = (_of(alert, part) for part in ("sender", "identifier", "sent"))
    if not sender or not identifier or not sent:
        raise PayloadError("an alert without sender, identifier or time")
    received = from_micros(frame.t)
    at = time_or(sent, received)
    info = chosen[0]
    name = clean_name(_of(info, "senderName")) or clean_name(sender)
    parts = [
        part
        for block in chosen
        for part in (
            _of(block, "headline") or _of(block, "event"),
            _of(block, "description"),
            _of(block, "instruction"),
        )
    ]
    areas = ", ".join(_of(area, "areaDesc") for area in info.findall(f"{_CAP}area")[:_BLOCKS])
    body = clean_text("\n\n".join(dict.fromkeys(part for part in (*parts, areas) if part)))
    url = safe_url(_of(info, "web"))
    expires = [time_or(_of(block, "expires"), 0) for block in blocks]
    own = f"cap:{sender},{identifier},{sent}"
    yield Put(
        post=Post(
            id=own,
            aliases=tuple(one for one in names if one != own),
            network="hazards",
            url=url,
            created_at=at,
            edited_at=at if names else None,
            author=Author(id=f"cap:{sender}"[:300], handle=clean_name(sender), name=name, url=url),
            title=clean_text(parts[0], 300),
            text=body,
            spans=fit_spans(body, find_spans(body)),
            lang=language_tag(_of(info, "language") or "en") if len(chosen) == 1 else None,
            links=(url,) if url else (),
            expires_at=max(expires) if all(expires) else None,
        )
    )


def _of(element: ET.Element, name: str) -> str:
    return clean_text(element.findtext(f"{_CAP}{name}") or "", 10_000)
