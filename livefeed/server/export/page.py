"""HTML: one file to read anywhere, without script and without asking anybody for anything."""

from functools import partial

from markupsafe import Markup

from livefeed.assets import Assets
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.server.templates import bind, environment
from livefeed.server.words import Speech, wording

__all__ = ["Page"]

_HERE = "\0"
"""Where the entries go; no template and no title has it."""


class Page:
    """Entries as on the page, by the same template, under a heading for each day.

    Args:
        coverage: what is exported.
        assets: templates and styles.
        speech: of the reader.
        origin: where the coverage is served; without it there are no links to its pages.
    """

    def __init__(self, coverage: Coverage, assets: Assets, speech: Speech, origin: str | None) -> None:
        self._speech = speech
        self._day = ""
        templates = environment(assets, speech)
        bind(templates, coverage)
        templates.globals["page"] = lambda path="": f"{origin}/{speech.lang}/{path}" if origin else ""
        style = b"".join(assets.static(name) or b"" for name in ("livefeed.css", "export.css")).decode()
        whole = templates.get_template("export.html").render(
            title=wording(coverage.title, speech.lang),
            summary=wording(coverage.summary, speech.lang),
            style=Markup(style),  # noqa: S704 - a file of ours
            here=_HERE,
        )
        self._head, self._foot = whole.split(_HERE)
        self._render = partial(templates.get_template("_entry.html").render, kept=True)
        self._heading = templates.get_template("_day.html").render

    def head(self) -> bytes:
        """Begin the page."""
        return self._head.encode()

    def entry(self, seq: int, entry: Entry) -> bytes:  # noqa: ARG002 - a page says what is, not when it became so
        """Render an entry, and the day where it is another one."""
        day = self._speech.day(entry.at)
        heading = "" if day == self._day else self._heading(day=day)
        self._day = day
        return (heading + self._render(entry=entry)).encode("utf-8", "replace")

    def foot(self) -> bytes:
        """End the page."""
        return self._foot.encode()
