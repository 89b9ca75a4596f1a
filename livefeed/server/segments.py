"""An entry as a widget shows it: small, its words as stretches of text with what they link to, never HTML.

The widget's template and its script make the same of it, so that what is loaded and what is pushed look alike.
"""

from typing import Any

from livefeed.model.entry import Entry
from livefeed.server import showing
from livefeed.server.links import MediaLinks
from livefeed.server.words import Speech

__all__ = ["shown_in_widget"]


def shown_in_widget(entry: Entry, speech: Speech, slug: str, media: MediaLinks | None) -> dict[str, Any]:
    """Give the parts of an entry that a widget shows; what its author warns of stays behind its own page."""
    post = entry.post
    warned = bool(post.warning or post.sensitive)
    segments, cut = ([], True) if warned else _segments(entry)
    if post.media and not segments and not warned:
        _add(segments, speech.carried(post.media[0]))
    return {
        "lang": post.lang,
        "author": {
            "name": showing.shown_name(post.author),
            "initials": showing.initials(post.author),
            "hue": showing.hue(post.author),
            "avatar": media.avatar(post.author) if media else None,
        },
        "time": speech.when(entry.at, entry.first_seen),
        "segments": segments,
        "warning": (post.warning or speech.translations.gettext("Sensitive content")) if warned else None,
        "more": cut,
        "note": _note(entry, speech),
        "url": f"/{speech.lang}/{slug}/{showing.path_of(entry)}",
    }


def _segments(entry: Entry) -> tuple[list[dict[str, str]], bool]:
    """Cut the words of a post into stretches; tells whether some are left out."""
    shown, rest = showing.opening(entry.post)
    segments: list[dict[str, str]] = []
    for number, paragraph in enumerate(shown):
        for line_number, line in enumerate(paragraph):
            if number or line_number:
                _add(segments, "\n" if line_number else "\n\n")
            for part in line:
                _add(segments, part.text, part.href)
    return segments, bool(rest)


def _add(segments: list[dict[str, str]], text: str, href: str | None = None) -> None:
    if href is not None and href.lower().startswith(("https://", "http://")):  # sources see to it, too
        segments.append({"t": text, "href": href})
    elif segments and "href" not in segments[-1]:
        segments[-1]["t"] += text
    else:
        segments.append({"t": text})


def _note(entry: Entry, speech: Speech) -> str:
    """Say where an entry is from, how often it was seen, and what it carries that a widget does not show."""
    _, ngettext = speech.translations.gettext, speech.translations.ngettext
    post = entry.post
    said = [showing.network_name(post.network) or _("sent in")]
    if entry.copy_count:
        seen = entry.copy_count + 1
        said.append(ngettext("Seen %(count)s time", "Seen %(count)s times", seen) % {"count": speech.number(seen)})
    if post.media:
        count = len(post.media)
        said.append(ngettext("%(count)s attachment", "%(count)s attachments", count) % {"count": speech.number(count)})
    if entry.edited:
        said.append(_("edited"))
    return " · ".join(said)
