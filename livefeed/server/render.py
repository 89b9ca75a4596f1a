"""Entries, pulses and pages as HTML: one template makes an entry, whoever asks for it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from markupsafe import Markup

from livefeed.assets import Assets
from livefeed.engine.choosing import Offer
from livefeed.engine.marking import Mark, Piece, snippet
from livefeed.engine.pulse import Pulse
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry, order_key
from livefeed.model.times import MINUTE
from livefeed.runtime.running import State
from livefeed.server import showing
from livefeed.server.archive.view import ArchiveView
from livefeed.server.cards import card_of
from livefeed.server.embed_options import Shape
from livefeed.server.embed_view import ConfigureView, EmbedView, widget_words
from livefeed.server.links import Links, MediaLinks
from livefeed.server.replay_view import ReplayView, replay_context
from livefeed.server.segments import shown_in_widget
from livefeed.server.templates import bind, environment
from livefeed.server.views import (
    BriefingView,
    CoverageCard,
    CoverageHits,
    EntryView,
    FoundView,
    HitView,
    SheetView,
)
from livefeed.server.wall_view import WallView, wall_words
from livefeed.server.words import LOCALES, Speech, wording

__all__ = ["Pages", "Renderer"]

_BAR = 100.0
_HEIGHT = 60.0
_RENDERED = 1_000
"""Entries kept as they were rendered; the one rendered longest ago goes."""
_SNIPPET = 200
"""Characters of a text in a list of what was found."""

_RENDERED_FOR_FEEDS = 200
"""The same as feeds have them: two feeds in two languages."""
_AXIS_EVERY = (5, 10, 15, 20, 30, 60)


class Pages:
    """Pages that belong to no coverage. `base` is the address under which the world reaches us, as of `EntryView`."""

    def __init__(self, assets: Assets) -> None:
        self._environments = {lang: environment(assets, Speech(assets.web, lang, "UTC")) for lang in LOCALES}

    def index(self, coverages: Sequence[CoverageCard], lang: str, base: str = "") -> str:
        """Render the list of coverages."""
        cards = [(card, wording(card.title, lang), wording(card.summary, lang)) for card in coverages]
        return self._environments[lang].get_template("index.html").render(cards=cards, base=base)

    def hits(self, searched: Sequence[CoverageHits], q: str, lang: str) -> str:
        """Render what a search has found in each coverage."""
        groups = [(group, wording(group.title, lang)) for group in searched]
        return self._environments[lang].get_template("hits.html").render(groups=groups, q=q)

    def privacy(self, coverages: Sequence[Coverage], lang: str, base: str = "") -> str:
        """Render what is collected about whom, and whom to ask."""
        contacts = [(wording(each.title, lang), each.contact) for each in coverages if each.contact is not None]
        return self._environments[lang].get_template("privacy.html").render(contacts=contacts, base=base)

    def problem(self, status: int, lang: str) -> str:
        """Render what went wrong, in words."""
        return self._environments[lang].get_template("problem.html").render(status=status)

    def no_widget(self, lang: str) -> str:
        """Render what stands in a frame whose coverage is not here."""
        return self._environments[lang].get_template("embed_nothing.html").render()


class _Rendered:
    """Entries as they were rendered, each once for as long as it stays as it is; past the limit the oldest goes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: OrderedDict[tuple[str, str], tuple[Entry, str]] = OrderedDict()

    def get(self, key: tuple[str, str], entry: Entry, make: Callable[[], str]) -> str:
        """Give an entry by its id and in which way it is rendered."""
        known = self._known.get(key)
        if known is not None and known[0] is entry:
            return known[1]
        html = make().strip()
        self._known[key] = (entry, html)
        self._known.move_to_end(key)
        if len(self._known) > self._limit:
            self._known.popitem(last=False)
        return html

    def forget(self, entries: AbstractSet[str]) -> None:
        """Keep nothing of these entries."""
        for key in [key for key in self._known if key[0] in entries]:
            del self._known[key]


class Renderer:
    """Renders one coverage, in each language.

    Args:
        coverage: what is shown.
        assets: the templates.
        media: where avatars and pictures are; without it they are described in words.
        links: where pages and files are; on our server without it.
        kept: whether pages are kept as they are, so that nothing on an entry leads to who serves them.
    """

    def __init__(
        self,
        coverage: Coverage,
        *,
        assets: Assets,
        media: MediaLinks | None = None,
        links: Links | None = None,
        kept: bool = False,
    ) -> None:
        self._coverage = coverage
        self._media = media
        self._speech = {lang: Speech(assets.web, lang, coverage.time_zone) for lang in LOCALES}
        self._environments = {lang: environment(assets, speech, links) for lang, speech in self._speech.items()}
        for templates in self._environments.values():
            bind(templates, coverage, media)
            templates.globals["kept"] = kept
        self._entries = _Rendered(_RENDERED)
        self._feed_entries = _Rendered(_RENDERED_FOR_FEEDS)

    def entry(self, entry: Entry, lang: str, marked: Sequence[Mark] = ()) -> str:
        """Render an entry: the same for first load and live push, and once for both while it stays as it is.

        With marks in its text it is rendered for who has searched, and not kept.
        """
        if marked:
            return self.version(entry, lang, marked)
        if self._media is not None:
            self._media.look_at(entry)
        return self._entries.get((entry.id, lang), entry, lambda: self.version(entry, lang))

    def feed_entry(self, entry: Entry, lang: str, base: str, address: str) -> str:
        """Render what feeds have of an entry.

        Args:
            entry: the entry.
            lang: of our own words.
            base: begins the addresses of pictures.
            address: of the entry's own page.
        """
        if self._media is not None:
            self._media.look_at(entry)
        template = self._environments[lang].get_template("_feed_entry.html")
        key = (entry.id, f"{lang} {base}")
        return self._feed_entries.get(key, entry, lambda: template.render(entry=entry, base=base, address=address))

    def speech(self, lang: str) -> Speech:
        """Give the words of a language, in the coverage's time zone."""
        return self._speech[lang]

    def version(self, entry: Entry, lang: str, marked: Sequence[Mark] = ()) -> str:
        """Render an entry as it is, or was: the same HTML, but nothing is kept."""
        if self._media is not None:
            self._media.look_at(entry)
        return self._environments[lang].get_template("_entry.html").render(entry=entry, marked=marked).strip()

    def hit(self, entry: Entry, marked: Sequence[Mark], now: int, lang: str) -> HitView:
        """Make a line of an entry for a list of what was found."""
        post = entry.post
        is_warned = bool(post.warning) or post.sensitive
        words = [Piece(showing.excerpt(post), is_marked=False)] if is_warned else snippet(post.text, marked, _SNIPPET)
        return HitView(
            path=f"{self._coverage.slug}/{showing.path_of(entry)}",
            author=showing.shown_name(post.author),
            at=entry.at,
            when=self._speech[lang].when(entry.at, now),
            lang=post.lang,
            snippet=words,
        )

    def card(self, entry: Entry, lang: str) -> str:
        """Render an entry for a wall; nothing where it is not for everybody's eyes in a hall."""
        card = card_of(entry, self._coverage.hashtags)
        if card is None:
            return ""
        return self._environments[lang].get_template("_card.html").render(entry=entry, card=card).strip()

    def segments(self, entry: Entry, lang: str) -> dict[str, Any]:
        """Give the parts of an entry that a widget shows."""
        if self._media is not None:
            self._media.look_at(entry)
        return shown_in_widget(entry, self._speech[lang], self._coverage.slug, self._media)

    def title(self, lang: str) -> tuple[str, str]:
        """Give the coverage's title, and the language that it is in."""
        return wording(self._coverage.title, lang)

    def widget_words(self, lang: str, shape: Shape, state: State) -> dict[str, Any]:
        """Give what a widget says."""
        return widget_words(self._speech[lang], self._coverage.slug, self.title(lang)[0], shape, state)

    def widget(self, template: str, view: EmbedView, lang: str) -> str:
        """Render a widget: as a page for a frame, or as a piece of one."""
        parts = {"view": view, "title": self.title(lang)}
        parts["words"] = self.widget_words(lang, view.options.shape, view.state)
        return self._environments[lang].get_template(template).render(**parts).strip()

    def configure(self, view: ConfigureView, lang: str, **choices: Sequence[str]) -> str:
        """Render the page on which a widget is put together."""
        return (
            self._environments[lang].get_template("configure.html").render(view=view, title=self.title(lang), **choices)
        )

    def wall(self, view: WallView, lang: str) -> str:
        """Render the wall of a coverage."""
        coverage = self._coverage
        return (
            self._environments[lang]
            .get_template("wall.html")
            .render(
                view=view,
                card_html=lambda entry: Markup(self.card(entry, lang)),  # noqa: S704 - made by a template of ours
                qr=None if view.qr is None else Markup(view.qr),  # noqa: S704 - drawn by a library from an address
                coverage=coverage,
                title=wording(coverage.title, lang),
                causes=[(cause, wording(cause.title, lang)) for cause in coverage.causes],
                sessions=[(session, wording(session.title, lang)) for session in coverage.programme],
                words=wall_words(self._speech[lang]),
                **self._pulse(view.pulse, lang),
            )
        )

    def sheet(self, view: SheetView, lang: str, style: str = "") -> str:
        """Render a coverage for paper; with a style within, the page needs nothing but itself."""
        coverage = self._coverage
        return (
            self._environments[lang]
            .get_template("print.html")
            .render(
                view=view,
                style=Markup(style),  # noqa: S704 - a file of ours
                qr=None if view.qr is None else Markup(view.qr),  # noqa: S704 - drawn by a library from an address
                title=wording(coverage.title, lang),
                summary=wording(coverage.summary, lang),
                causes=[(cause, wording(cause.title, lang)) for cause in coverage.causes],
                **self._pulse(view.pulse, lang),
            )
        )

    def replay(self, view: ReplayView, lang: str, template: str = "replay.html") -> str:
        """Render a coverage as it was at a moment."""
        return (
            self._environments[lang]
            .get_template(template)
            .render(
                view=view,
                entry_html=lambda entry: Markup(self.version(entry, lang)),  # noqa: S704 - made by a template of ours
                title=wording(self._coverage.title, lang),
                zone=self._coverage.time_zone,
                **replay_context(view, self._speech[lang]),
            )
        )

    def no_such_zone(self, names: Sequence[str], lang: str) -> str:
        """Say which zones a wall has."""
        return self._environments[lang].get_template("no_zone.html").render(names=names, coverage=self._coverage)

    def forget(self, entries: Iterable[str]) -> None:
        """Keep nothing of entries of which something was deleted."""
        gone = frozenset(entries)
        self._entries.forget(gone)
        self._feed_entries.forget(gone)

    def pulse(self, pulse: Pulse, lang: str) -> str:
        """Render the figures."""
        return self._environments[lang].get_template("_pulse.html").render(**self._pulse(pulse, lang)).strip()

    def found(self, found: FoundView, lang: str) -> str:
        """Render what a search has found as a whole."""
        return self._environments[lang].get_template("_found.html").render(found=found).strip()

    def briefing(self, view: BriefingView, lang: str) -> str:
        """Render a coverage's page."""
        return self._briefing(view, lang, "briefing.html")

    def _briefing(self, view: BriefingView, lang: str, template: str, **more: object) -> str:
        coverage = self._coverage
        causes = [(cause, wording(cause.title, lang)) for cause in coverage.causes]
        return (
            self._environments[lang]
            .get_template(template)
            .render(
                view=view,
                entry_html=lambda entry: Markup(self.entry(entry, lang, view.marks(entry))),  # noqa: S704 - made by a template of ours
                coverage=coverage,
                title=wording(coverage.title, lang),
                summary=wording(coverage.summary, lang),
                causes=causes,
                **self._pulse(view.pulse, lang),
                **more,
            )
        )

    def archive(self, briefing: BriefingView, view: ArchiveView, lang: str) -> str:
        """Render a page of entries of an archive."""
        return self._briefing(briefing, lang, "archive.html", archive=view, links=view.links)

    def archive_search(self, offer: Offer, lang: str) -> str:
        """Render the page on which an archive is searched."""
        templates = self._environments[lang]
        return templates.get_template("archive_search.html").render(
            title=wording(self._coverage.title, lang), zone=self._coverage.time_zone, offer=offer
        )

    def archive_door(self, langs: Sequence[str], size: int) -> str:
        """Render the page that leads to an archive in each language, its own first; it is above their folders."""
        doors = [
            (lang, wording(self._coverage.title, lang), wording(self._coverage.summary, lang), self._speech[lang])
            for lang in langs
        ]
        return self._environments[langs[0]].get_template("archive_door.html").render(doors=doors, size=size)

    def entry_page(self, view: EntryView, lang: str) -> str:
        """Render an entry by itself, its copies unfolded, with what stands around it."""
        environment = self._environments[lang]
        alone = environment.get_template("_entry.html").render(entry=view.entry, alone=True)
        return environment.get_template("entry.html").render(
            view=view,
            alone=Markup(alone.strip()),  # noqa: S704 - made by a template of ours
            entry_html=lambda entry: Markup(self.entry(entry, lang)),  # noqa: S704 - made by a template of ours
            title=wording(self._coverage.title, lang),
        )

    def _pulse(self, pulse: Pulse, lang: str) -> dict[str, Any]:
        """Draw the bars: positions in a box of 60 by what the widest needs."""
        speech = self._speech[lang]
        most = max(*pulse.bars, 4)
        width = _BAR * 6.4 / max(len(pulse.bars), 12)
        bars = [
            {
                "x": round(number * width, 1),
                "y": round(_HEIGHT - _HEIGHT * count / most, 1),
                "width": round(width * 0.78, 1),
                "height": round(_HEIGHT * count / most, 1),
                "hot": pulse.peak is not None and abs(number - pulse.peak) <= 1 and count >= pulse.usual * 2,
            }
            for number, count in enumerate(pulse.bars)
        ]
        return {
            "pulse": pulse,
            "bars": bars,
            "box": round(_BAR * 6.4),
            "usual_y": round(_HEIGHT - _HEIGHT * pulse.usual / most, 1),
            "axis": _axis(pulse, width, speech),
            "peak_at": None if pulse.peak is None else pulse.first_minute + pulse.peak * MINUTE,
            "peak_key": None if pulse.burst is None else order_key(pulse.burst.at + MINUTE, 0),
            "last_minute": pulse.first_minute + (len(pulse.bars) - 1) * MINUTE,
        }


def _axis(pulse: Pulse, width: float, speech: Speech) -> list[tuple[float, str]]:
    """Choose three to five round times to write under the bars."""
    minutes = len(pulse.bars)
    step = next((every for every in _AXIS_EVERY if minutes / every <= 4.5), 60)
    first = -(-pulse.first_minute // (step * MINUTE)) * step * MINUTE
    marks = range(first, pulse.first_minute + minutes * MINUTE, step * MINUTE)
    places = [(round(((at - pulse.first_minute) / MINUTE + 0.5) * width, 1), speech.time(at)) for at in marks]
    return [(x, label) for x, label in places if 30 < x < _BAR * 6.4 - 30]
