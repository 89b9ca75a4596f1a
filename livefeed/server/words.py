"""Words, numbers and times in a reader's language.

Messages are English in the code; `web/locale/<language>/LC_MESSAGES/livefeed.po` translates them (gettext). Babel
reads the catalogue and writes numbers and times.
"""

import gettext
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.messages import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from livefeed.model.coverage import Words
from livefeed.model.post import Media
from livefeed.model.times import MINUTE
from livefeed.server.typography import spaced

__all__ = ["LOCALES", "Speech", "load_catalogue", "state_words", "wording"]

LOCALES = {"en": "en_CA", "fr": "fr_CA"}
"""Which regional habits a language's pages follow."""

_BYTES = {"en": ("B", "kB", "MB", "GB"), "fr": ("o", "ko", "Mo", "Go")}
_THOUSAND, _TEN = 1_000, 10

LONG = 90
"""Minutes from which on hours are counted."""
CLOSE = 3
"""From so many times on a half more or less says nothing."""


def load_catalogue(web: Path, lang: str) -> Catalog | None:
    """Read a language's catalogue; None for English, which needs none."""
    path = web / "locale" / lang / "LC_MESSAGES" / "livefeed.po"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def wording(words: Words, lang: str) -> tuple[str, str]:
    """Choose the words of a coverage for a language, or those of another; says which."""
    for choice in (lang, *words):
        if choice in words:
            return spaced(words[choice], choice), choice
    return "", lang


def state_words(speech: "Speech", state: str) -> str:
    """Say the state of a coverage."""
    _ = speech.translations.gettext
    return {"live": _("Live"), "replay": _("Replay"), "ended": _("Ended"), "waiting": _("Not begun")}[state]


class _Translations(gettext.NullTranslations):
    """A catalogue as gettext and Jinja want it."""

    def __init__(self, catalogue: Catalog | None) -> None:
        super().__init__()
        self._words: dict[str, tuple[str, ...]] = {}
        self._singular = {1} if catalogue is None else {0, 1}  # as the French catalogue's header says
        if catalogue is None:
            return
        for message in catalogue:
            if message.id and message.string and not message.fuzzy:
                key = message.id if isinstance(message.id, str) else message.id[0]
                self._words[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)

    def gettext(self, message: str) -> str:
        return self._words.get(message, (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        known = self._words.get(msgid1)
        if known is None:
            return msgid1 if n == 1 else msgid2
        return known[0 if n in self._singular else len(known) - 1]


class Speech:
    """One language, one time zone."""

    def __init__(self, web: Path, lang: str, zone: str) -> None:
        self.lang = lang
        self.locale = Locale.parse(LOCALES[lang])
        self.zone = ZoneInfo(zone)
        self.translations = _Translations(load_catalogue(web, lang))

    def kind(self, one: Media) -> str:
        """Name what a post carries."""
        _ = self.translations.gettext
        names = {"image": _("Picture"), "video": _("Film"), "audio": _("Sound"), "gif": _("Animation")}
        return names.get(one.kind) or _("Attachment")

    def carried(self, one: Media) -> str:
        """Say what a post carries, and what its author says is to be seen or heard in it."""
        _ = self.translations.gettext
        said = f"{_(':')} {one.description}" if one.description else _(", without description")
        return self.kind(one) + said

    def _moment(self, at: int) -> datetime:
        clamped = min(max(at, -62_135_000_000_000), 253_402_000_000_000)
        return datetime.fromtimestamp(clamped / 1000, UTC).astimezone(self.zone)

    def time(self, at: int) -> str:
        """Write a time of day, unbreakable: 14 h 32, 2:32 p.m."""
        return format_time(self._moment(at), "short", locale=self.locale).replace(" ", "\N{NO-BREAK SPACE}")

    def to_the_second(self, at: int) -> str:
        """Write a time of day with its seconds, unbreakable: 14 h 32 min 10 s, 2:32:10 p.m."""
        return format_time(self._moment(at), "medium", locale=self.locale).replace(" ", "\N{NO-BREAK SPACE}")

    def date(self, at: int) -> str:
        """Write a date: 2 octobre 2026, October 2, 2026."""
        return format_date(self._moment(at), "long", locale=self.locale)

    def short_day(self, at: int) -> str:
        """Write a date of this year: 2 oct., Oct 2."""
        return format_date(self._moment(at), "d MMM" if self.lang == "fr" else "MMM d", locale=self.locale)

    def offset(self, at: int) -> int:
        """Tell how far the zone's clocks are ahead of UTC at a time, in milliseconds."""
        return (self._moment(at).utcoffset() or timedelta()) // timedelta(milliseconds=1)

    def when(self, at: int, now: int) -> str:
        """Write a time of day, with the date where it is not today's."""
        moment = self._moment(at)
        if moment.date() == self._moment(now).date():
            return self.time(at)
        return f"{self.short_day(at)}, {self.time(at)}"

    def hour(self, at: int) -> str:
        """Write an hour of the day, unbreakable: 14 h, 2 p.m."""
        skeleton = "H" if self.lang == "fr" else "h"
        written = format_skeleton(skeleton, self._moment(at), locale=self.locale)
        return written.replace(" ", "\N{NO-BREAK SPACE}")

    def exact(self, at: int) -> str:
        """Write date and time to the second, for who wants to know."""
        moment = self._moment(at)
        day = format_date(moment, "full", locale=self.locale)
        return f"{day}, {format_time(moment, 'medium', locale=self.locale)}"

    def day(self, at: int) -> str:
        """Write a day: vendredi 2 octobre 2026, Friday, October 2, 2026."""
        return format_date(self._moment(at), "full", locale=self.locale)

    def stamp(self, at: int) -> str:
        """Write a time for programs, with the offset of the zone (ISO 8601): 2026-10-02T08:00:00-04:00."""
        return self._moment(at).isoformat(timespec="seconds")

    def zone_name(self) -> str:
        """Name the time zone as people do: heure de l’Est."""
        return _zone_name(str(self.zone), self.lang)

    def amount(self, value: float, unit: str | None) -> str:
        """Write an amount with its unit; currencies as the language has them: 5 000 $, $5,000."""
        if unit is not None and unit in self.locale.currencies:
            return format_currency(
                value, unit, locale=self.locale, currency_digits=False, format=None if value % 1 else self._whole
            )
        return f"{self.number(value)} {unit}" if unit else self.number(value)

    @property
    def _whole(self) -> str:
        """The pattern of an amount without cents."""
        return "#,##0 ¤" if self.lang == "fr" else "¤#,##0"

    def language(self, tag: str) -> str:
        """Name a language as a menu does: Français, French; one without a name by its tag."""
        name = self.locale.languages.get(tag) or tag
        return name[:1].upper() + name[1:]

    def number(self, value: float) -> str:
        """Write a number: 1 284, 1,284."""
        return format_decimal(value, format="#,##0.#" if value < 10 else "#,##0", locale=self.locale)

    def percent(self, value: int) -> str:
        """Write a share of a hundred: 58 %, 58%."""
        return format_percent(value / 100, locale=self.locale)

    def span(self, milliseconds: int) -> str:
        """Write how long something took, in minutes or hours: 27 min, 3 h."""
        minutes = max(1, milliseconds // MINUTE)
        unit, value = ("minute", minutes) if minutes < LONG else ("hour", round(minutes / 60))
        return format_unit(value, unit, "short", locale=self.locale).replace(" ", "\N{NO-BREAK SPACE}")

    def size(self, count: int) -> str:
        """Write so many bytes, to two digits: 12 MB, 1,4 Mo."""
        value, unit = float(count), 0
        while value >= _THOUSAND and unit < len(_BYTES[self.lang]) - 1:
            value, unit = value / _THOUSAND, unit + 1
        return f"{self.number(round(value, 1) if value < _TEN else round(value))}\N{NO-BREAK SPACE}{_BYTES[self.lang][unit]}"

    def times(self, value: float) -> str:
        """Write how many times as much, without false exactness: 6, 2.5."""
        return self.number(round(value) if value >= CLOSE else round(value * 2) / 2)


@lru_cache(maxsize=64)
def _zone_name(zone: str, lang: str) -> str:
    if zone == "UTC":
        return "UTC"
    return get_timezone_name(ZoneInfo(zone), width="long", locale=LOCALES[lang], zone_variant="generic")
