"""Sets up the feeds; the summary feed of the USGS has its own dress: quick-summary links, GeoRSS, categories."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from replay_data.generator import wire
from replay_data.generator.earthquake_feeds import CIVIL, HYDRO, LOG, RADIO, RIVERAIN, USGS, UsgsUpdate
from replay_data.generator.earthquake_script import clock
from replay_data.generator.scene import Feed, Scene
from replay_data.generator.wire import Item, iso

__all__ = ["LOG_HOME", "RADIO_HOME", "UsgsFeed", "publish_feeds"]

HOME = "https://earthquake.usgs.example"
RADIO_HOME = "https://radio-cap-dore.example"
LOG_HOME = "https://cedarbaylog.example"


def usgs_id(update: UsgsUpdate) -> str:
    """Name an earthquake as the feed does."""
    return f"urn:earthquake-usgs-gov:us:{update.code}"


@dataclass
class UsgsFeed(Feed):
    """A feed whose items are earthquakes."""

    states: dict[str, UsgsUpdate] = field(default_factory=dict)

    def document(self, at: int) -> str:
        """Write "Magnitude 2.5+ Earthquakes, Past Day"."""
        own = f"{HOME}/earthquakes/feed/v1.0/summary/2.5_day.atom"
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:georss="http://www.georss.org/georss"><title>USGS Magnitude 2.5+ Earthquakes, Past Day</title>'
            f"<updated>{_seconds(at)}</updated><author><name>U.S. Geological Survey</name><uri>{HOME}/</uri></author>"
            f'<id>{own}</id><link rel="self" href="{own}"/><icon>{HOME}/favicon.ico</icon>'
            f"{''.join(self._entry(item, at) for item in self.items)}</feed>"
        )

    def _entry(self, item: Item, at: int) -> str:
        quake = self.states[item.id]
        page = f"{HOME}/earthquakes/eventpage/us{quake.code}"
        origin = datetime.strptime(quake.origin, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        age = "Past Hour" if at / 1000 - origin.timestamp() < 3600 else "Past Day"
        there = origin - timedelta(hours=5)
        times = f"<dd>{origin:%Y-%m-%d %H:%M:%S} UTC</dd><dd>{there:%Y-%m-%d %H:%M:%S} -05:00 at epicenter</dd>"
        return (
            f"<entry><id>{item.id}</id><title>{item.title}</title><updated>{iso(item.updated or item.published)}</updated>"
            f'<link rel="alternate" type="text/html" href="{page}"/><summary type="html"><![CDATA['
            f"{_quick(page, quake)}<dl><dt>Time</dt>{times}<dt>Location</dt>"
            f"<dd>{quake.lat:.3f}&deg;N {-quake.lon:.3f}&deg;W</dd><dt>Depth</dt>"
            f"<dd>{quake.depth:.2f} km ({quake.depth / 1.609344:.2f} mi)</dd></dl>]]></summary>"
            f"<georss:point>{quake.lat} {quake.lon}</georss:point><georss:elev>-{quake.depth * 1000:.0f}</georss:elev>"
            f'<category label="Age" term="{age}"/>'
            f'<category label="Magnitude" term="Magnitude {int(quake.magnitude)}"/>'
            '<category label="Contributor" term="us"/><category label="Author" term="us"/></entry>'
        )


def _quick(page: str, quake: UsgsUpdate) -> str:
    parts: list[str] = []
    if quake.pager:
        title = "PAGER estimated impact alert level"
        level = 'PAGER - <strong class="roman">GREEN</strong>'
        parts.append(f'<a href="{page}#pager" title="{title}" class="pager-green">{level}</a>')
    if quake.felt:
        roman, reports = quake.felt
        title = f"Did You Feel It? maximum reported intensity ({reports} reports)"
        level = f'DYFI? - <strong class="roman">{roman}</strong>'
        parts.append(f'<a href="{page}#dyfi" class="mmi-{roman}" title="{title}">{level}</a>')
    return f'<p class="quicksummary">{" ".join(parts)}</p>' if parts else ""


def _seconds(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def publish_feeds(scene: Scene) -> None:
    """Set up the feeds and let them publish in the order in which they are read."""
    radio, log, riverain = RADIO_HOME, LOG_HOME, "https://leriverain.example"
    civil, hydro = "https://protection-civile.example", "https://hydro-estuaire.example"
    plans = [
        (
            Feed("radio-cap-dore", "rss", f"{radio}/nouvelles.rss", radio, "Radio Cap-Doré 98,3", "fr"),
            RADIO,
            f"{radio}/nouvelles/",
        ),
        (Feed("cedar-bay-log", "rss", f"{log}/feed.xml", log, "The Cedar Bay Log", "en"), LOG, f"{log}/2026/11/07/"),
        (
            Feed("le-riverain", "json", f"{riverain}/feed.json", riverain, "Le Riverain", "fr"),
            RIVERAIN,
            f"{riverain}/articles/",
        ),
        (
            Feed(
                "protection-civile", "rss", f"{civil}/avis.rss", civil, "Protection civile, région de l'Estuaire", "fr"
            ),
            CIVIL,
            f"{civil}/avis/",
        ),
        (
            Feed("hydro-estuaire", "atom", f"{hydro}/info.atom", hydro, "Hydro-Estuaire, info-pannes", "fr"),
            HYDRO,
            f"{hydro}/info/",
        ),
    ]
    for feed, items, base in plans:
        scene.feeds[feed.name] = feed
        for item in items:
            at, url = clock(item.at), base + item.slug
            told = wire.Item(id=url, url=url, title=item.title, summary=item.text, published=at)
            scene.publish(feed.name, told, at, delay=item.wait * 1000, lane=item.lane)
    usgs = UsgsFeed("usgs", "atom", f"{HOME}/earthquakes/feed/v1.0/summary/2.5_day.atom", HOME, "USGS", "en")
    scene.feeds["usgs"] = usgs
    firsts: dict[str, int] = {}
    for update in USGS:
        at, name = clock(update.at), usgs_id(update)
        first = firsts.setdefault(name, at)
        usgs.states[name] = update
        title = f"M {update.magnitude} - {update.place}"
        told = wire.Item(
            id=name,
            url=f"{HOME}/earthquakes/eventpage/us{update.code}",
            title=title,
            summary="",
            published=first,
            updated=at,
        )
        scene.publish("usgs", told, at, delay=update.wait * 1000, lane="official")
