"""The templates, set up for a language: what they may use, and where their links lead."""

from typing import Any, get_args

import jinja2
import orjson
from markupsafe import Markup

from livefeed.assets import Assets
from livefeed.engine.text import tag_key
from livefeed.model.coverage import Coverage
from livefeed.model.times import iso
from livefeed.runtime.running import State
from livefeed.server import showing
from livefeed.server.archive.view import search_words
from livefeed.server.links import Links, MediaLinks, ServerLinks
from livefeed.server.words import LOCALES, Speech, state_words

__all__ = ["bind", "environment"]


def environment(assets: Assets, speech: Speech, links: Links | None = None) -> jinja2.Environment:
    """Set up the templates for one language and zone: everything is escaped, an undefined name is an error."""
    links = links or ServerLinks(assets)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.web / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(speech.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        lang=speech.lang,
        locale=LOCALES[speech.lang].replace("_", "-"),
        languages=tuple(LOCALES),
        other_locale=next(locale.replace("_", "-") for lang, locale in LOCALES.items() if lang != speech.lang),
        other_lang=next(lang for lang in LOCALES if lang != speech.lang),
        page=lambda path="", lang=speech.lang: links.page(path, lang),
        below=lambda slug, key: links.below(slug, key, speech.lang),
        policy=links.policy,
        moment=links.moment,
        speech=speech,
        showing=showing,
        static_url=links.static,
        graph=assets.graph,
        iso=iso,
    )
    environment.globals["state_name"] = lambda state: state_words(speech, state)
    environment.globals["script_words"] = lambda: _script_words(speech)
    environment.globals["search_words"] = lambda: search_words(speech)
    environment.filters["tagged"] = lambda tag: f"#{tag}"
    environment.filters["json"] = lambda value: orjson.dumps(value).decode()
    environment.filters["json_block"] = _json_block
    return environment


def bind(templates: jinja2.Environment, coverage: Coverage, media: MediaLinks | None = None) -> None:
    """Tell templates which coverage they show."""
    own = frozenset(map(tag_key, coverage.hashtags))
    templates.globals.update(
        slug=coverage.slug,
        contact=coverage.contact,
        media=media,
        embeds=bool(coverage.embed),
        is_own_tag=lambda tag: tag_key(tag.lstrip("#＃")) in own,
    )


def _json_block(value: object) -> Markup:
    """Write JSON as it may stand in a script element: nothing in it ends the element or begins a comment (HTML, 4.12.1.3)."""
    written = orjson.dumps(value).decode()
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)  # noqa: S704 - has no sign that means something in HTML


def _script_words(speech: Speech) -> dict[str, Any]:
    """Gather what the page's scripts say; {count} and {time} are filled in there."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    return {
        "new": [ngettext("{count} new post", "{count} new posts", n) for n in (1, 2)],
        **{state: state_words(speech, state) for state in get_args(State)},
        "pause": _("Pause"),
        "resume": _("Resume"),
        "paused": _("Paused. What comes in waits until you resume."),
        "updated": _("Updated at {time}, {zone}"),
        "zone": speech.zone_name(),
        "lost": _("Not live since {time}, trying again by itself."),
        "offline": _("Not live since {time}: this device has no network. It goes on by itself."),
        "back": _("Live again."),
        "fresh": _("You were away for a while: this is how things stand now."),
        "final": _("This page is no longer kept up to date."),
        "reload": _("Load it again"),
        "reconnecting": _("Reconnecting"),
        "stopped": _("Stopped"),
        "gone": _("A post was deleted by its author."),
        "again": [ngettext("Search again: {count} new post", "Search again: {count} new posts", n) for n in (1, 2)],
        "elsewhere": [ngettext("{count} new post left out", "{count} new posts left out", n) for n in (1, 2)],
        "found": [ngettext("{count} post found.", "{count} posts found.", n) for n in (1, 2)],
        "more": _("There are more."),
        "none": _("No post here is like that. Others may come in at any moment."),
        "empty": _("Nothing has come in yet. What people post will appear here by itself."),
    }
