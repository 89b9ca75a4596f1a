"""How a widget is to look and what it shows, as the address of its frame says it (docs/widget.md)."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Literal, TypeVar
from urllib.parse import urlencode

import msgspec
from multidict import MultiDict, MultiMapping

from livefeed.engine.choosing import Choice
from livefeed.server.looking import choice_of
from livefeed.server.shades import legible, read_colour

__all__ = [
    "FONTS",
    "SHAPES",
    "THEMES",
    "EmbedOptions",
    "OptionError",
    "Shape",
    "colours_of",
    "embed_options",
    "kept_options",
    "properties_of",
    "style_of",
]

Shape = Literal["list", "compact", "ticker", "entry", "badge"]
SHAPES: tuple[Shape, ...] = ("list", "compact", "ticker", "entry", "badge")
THEMES = ("auto", "light", "dark", "host")
FONTS = {
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    "serif": '"Iowan Old Style", Charter, "Sitka Text", Cambria, "Noto Serif", Georgia, serif',
    "mono": 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace',
}
_HEIGHTS: dict[Shape, int] = {"list": 560, "compact": 400, "ticker": 56, "entry": 240, "badge": 56}
"""Pixels, where nothing else is said."""
_COUNTS: dict[Shape, int] = {"list": 10, "compact": 10, "ticker": 5, "entry": 1, "badge": 1}
_MOST = 50
_DIGITS = 6
_ID = re.compile(r"(?:.{0,2000}/e/|e:)?([0-9a-f]{16})/?\Z", re.ASCII)
"""Of an entry; its page's address will do."""
_DEFAULTS = {
    "light": ("#17191c", "#fffefb", "#0b5570", "#b01029"),
    "dark": ("#efede8", "#1a1d20", "#86c9e0", "#ff7d84"),
}
"""Ink, ground, accent, and what is live, by theme: as in the style sheet."""


_NEAR = 0.79
"""How alike two names are, 0 to 1, where one is taken for a slip in the other: `shpe` for `shape`."""

_NAMES = frozenset(
    [
        "shape",
        "entry",
        "count",
        "lane",
        "network",
        "language",
        "theme",
        "accent",
        "background",
        "ink",
        "radius",
        "font",
        "height",
        "lang",
        "speaks",
    ]
)
_MOST_NAMES = 40
"""Names of an address that are looked at for slips."""

_Name = TypeVar("_Name", bound=str)


class OptionError(ValueError):
    """An option makes no sense.

    Attributes:
        names: what has to be left out for the others to make sense; the one that is wrong is the first.
        kind: `number`, `colour` or `entry`, where that says all that there is to say; else empty.
        limits: of a number.
    """

    def __init__(self, words: str, *names: str, kind: str = "", limits: tuple[int, int] = (0, 0)) -> None:
        super().__init__(words)
        self.names = names
        self.kind = kind
        self.limits = limits


class EmbedOptions(msgspec.Struct, frozen=True, kw_only=True):
    """A widget as it is wanted. Colours are `#rrggbb`, lengths pixels."""

    shape: Shape = "list"
    count: int = 10
    choice: Choice = Choice()
    theme: str = "auto"
    accent: str | None = None
    background: str | None = None
    ink: str | None = None
    radius: int | None = None
    font: str | None = None
    height: int = 560
    entry: str | None = None
    """Id of the one that is shown, without `e:`."""

    def query(self) -> dict[str, str]:
        """Give what an address says of it: only what is not so anyway."""
        said = {
            "shape": self.shape if self.shape != "list" else None,
            "entry": self.entry,
            "count": str(self.count) if self.count != _COUNTS[self.shape] else None,
            "lane": self.choice.lane,
            "network": self.choice.network,
            "language": self.choice.language,
            "theme": self.theme if self.theme != "auto" else None,
            "accent": self.accent and self.accent[1:],
            "background": self.background and self.background[1:],
            "ink": self.ink and self.ink[1:],
            "radius": None if self.radius is None else str(self.radius),
            "font": self.font,
            "height": str(self.height) if self.height != _HEIGHTS[self.shape] else None,
        }
        return {name: value for name, value in said.items() if value}

    def address(self, path: str) -> str:
        """Give the address of a page with these options."""
        query = urlencode(self.query())
        return f"{path}?{query}" if query else path


def embed_options(query: MultiMapping[str]) -> EmbedOptions:
    """Read the options of an address.

    Raises:
        OptionError: one of them makes no sense; says which, and what to write.
    """
    _refuse_slips(query)
    shape = _one_of(query, "shape", SHAPES)
    found = _ID.match(query.get("entry", ""))
    if shape == "entry" and found is None:
        words = "entry: write the id of an entry, as its page has it: entry=0f3a51c2d97be640"
        raise OptionError(words, "entry", "shape", kind="entry")
    return EmbedOptions(
        shape=shape,
        count=_number(query, "count", 1, _MOST, _COUNTS[shape]) if shape in ("list", "compact", "ticker") else 1,
        choice=_choice(query),
        theme=_one_of(query, "theme", THEMES),
        accent=_colour(query, "accent"),
        background=_colour(query, "background"),
        ink=_colour(query, "ink"),
        radius=_number(query, "radius", 0, 40, 0) if query.get("radius") else None,
        font=_one_of(query, "font", tuple(FONTS)) if query.get("font") else None,
        height=_number(query, "height", 40, 2_000, _HEIGHTS[shape]),
        entry=found.group(1) if found and shape == "entry" else None,
    )


def kept_options(query: MultiMapping[str]) -> tuple[EmbedOptions, list[OptionError]]:
    """Read what makes sense of the options of an address, and say what does not."""
    kept, troubles = MultiDict(query), list[OptionError]()
    while True:
        try:
            return embed_options(kept), troubles
        except OptionError as trouble:
            troubles.append(trouble)
            for name in trouble.names:
                kept.popall(name, None)


def properties_of(options: EmbedOptions) -> dict[str, str]:
    """Write the colours, corners and letters that were asked for as custom properties; text stays legible.

    An organisation's colour that text could not be read in gives way to the nearest shade in which it can.
    """
    light, dark = (colours_of(options, scheme) for scheme in ("light", "dark"))
    properties = {
        f"--livefeed-{name}": light[name] if light[name] == dark[name] else f"light-dark({light[name]}, {dark[name]})"
        for name in light
    }
    if options.radius is not None:
        properties["--livefeed-radius"] = f"{options.radius}px"
    if options.font is not None:
        properties["--livefeed-font"] = FONTS[options.font]
    if options.height != _HEIGHTS[options.shape]:
        properties["--livefeed-height"] = f"{options.height}px"
    return properties


def style_of(options: EmbedOptions) -> str:
    """Write the same as declarations of a style sheet."""
    return "; ".join(f"{name}: {value}" for name, value in properties_of(options).items())


def colours_of(options: EmbedOptions, scheme: str) -> Mapping[str, str]:
    """Choose the colours of a light or a dark page, only where some were asked for."""
    if options.theme in _DEFAULTS:
        scheme = options.theme
    ink, ground, accent, live = _DEFAULTS[scheme]
    if options.accent is None and options.background is None and options.ink is None:
        return {}
    if options.theme == "host" and options.background is None:
        asked = {"accent": options.accent, "ink": options.ink}  # on a ground that only the element can see
        return {name: colour for name, colour in asked.items() if colour is not None}
    ground = options.background or ground
    accent = legible(options.accent or accent, ground)
    colours = {
        "background": ground,
        "accent": accent,
        "on-accent": legible(ground, accent),
        "live": legible(live, ground),
    }
    if options.background is not None or options.ink is not None:
        ink = legible(options.ink or ink, ground)
        return colours | {"ink": ink, "muted": ink}
    return colours


def _one_of(query: MultiMapping[str], name: str, known: tuple[_Name, ...]) -> _Name:
    value = query.get(name) or known[0]
    for each in known:
        if value == each:
            return each
    raise OptionError(f"{name}: found {value[:40]!r}, write one of {', '.join(known)}", name)


def _number(query: MultiMapping[str], name: str, least: int, most: int, otherwise: int) -> int:
    value = query.get(name) or str(otherwise)
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS and least <= int(value) <= most):
        words = f"{name}: found {value[:40]!r}, write a whole number from {least} to {most}"
        raise OptionError(words, name, kind="number", limits=(least, most))
    return int(value)


def _colour(query: MultiMapping[str], name: str) -> str | None:
    value = query.get(name)
    try:
        return read_colour(value) if value else None
    except ValueError as error:
        raise OptionError(f"{name}: {error}", name, kind="colour") from None


def _choice(query: MultiMapping[str]) -> Choice:
    try:
        return choice_of(query)
    except ValueError as error:
        raise OptionError(str(error), "lane", "network", "language") from None


def _refuse_slips(query: MultiMapping[str]) -> None:
    """Refuse a name that is almost one of ours; others may be a site's own, and are let be."""
    for name in islice(query, _MOST_NAMES):
        near = () if name in _NAMES else get_close_matches(name[:40], _NAMES, 1, _NEAR)
        if near and near[0][0] == name[0]:  # `link` is not `ink`
            raise OptionError(f"{name[:40]}: is no option; write {near[0]}", name)
