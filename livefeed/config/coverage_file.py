"""Read coverage files: TOML, checked on load, with errors that help (docs/coverage-file.md)."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from livefeed.config.embedding import read_embed
from livefeed.config.files import read_named_file
from livefeed.config.lines import line_of
from livefeed.config.options import explain, refuse_odd
from livefeed.config.programme import read_programme
from livefeed.config.showing import show
from livefeed.engine.text import tag_key
from livefeed.model.addresses import Allowed
from livefeed.model.coverage import Accounts, Cause, Coverage, MediaRules, Stream, Words
from livefeed.model.errors import ConfigError
from livefeed.model.times import DAY, parse_iso
from livefeed.sources.base import installed_sources, load_source
from livefeed.sources.nip19 import author_id

__all__ = ["load_coverage", "parse_coverage"]

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")
_STREAM_NAME = re.compile(r"[^\x00-\x1f\x7f#]{1,300}\Z")
_LANGUAGES = ("en", "fr")
_RESERVED = frozenset(
    {
        *_LANGUAGES,
        "static",
        "media",
        "desk",
        "healthz",
        "readyz",
        "metrics",
        "oembed",
        "coverages",
        "embed",
        "w",
        "privacy",
    }
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_MAX_FILE = 1024 * 1024
_WORD_LISTS = ("hashtags", "require", "exclude", "languages")
_KEYS = (
    "slug",
    "title",
    "summary",
    "time_zone",
    *_WORD_LISTS,
    "starts",
    "ends",
    "stream",
    "accounts",
    "cause",
    "session",
    "network",
    "contact",
    "media",
    "embed",
)
_MAIL = re.compile(r"[^\s@:/?&#<>\"']{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_CAUSES = ("donate", "join", "sign", "volunteer", "walk")


def load_coverage(path: Path) -> Coverage:
    """Read and check a coverage file.

    Raises:
        ConfigError: the file cannot be read or says something we cannot follow.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            file=str(path),
            line=None,
            key="",
            problem=f"cannot be read: {error.strerror}",
            remedy="Check the name of the file.",
        ) from error
    return parse_coverage(raw, str(path))


def parse_coverage(raw: bytes, file: str) -> Coverage:
    """Check the bytes of a coverage file.

    Raises:
        ConfigError: they say something we cannot follow.
    """
    if len(raw) > _MAX_FILE:
        raise ConfigError(file=file, line=None, key="", problem="is larger than 1 MiB", remedy="Is it a coverage file?")
    try:
        text = raw.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(
            file=file, line=line, key="", problem="is not UTF-8", remedy="Save the file as UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        raise ConfigError(
            file=file,
            line=int(place.group(1)) if place else max(1, len(text.splitlines())),
            key="",
            problem=f"is not TOML: {error}",
            remedy='Write keys as `key = "value"`, and every text between quotes.',
        ) from error
    return _Reader(file, text).coverage(document)


class _Reader:
    """Checks one document; knows where each key stands."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text

    def refuse(self, key: str, problem: str, remedy: str) -> NoReturn:
        line = line_of(self._text, key)
        raise ConfigError(file=self._file, line=line, key=key, problem=problem, remedy=remedy)

    def coverage(self, document: Mapping[str, Any]) -> Coverage:
        self._known_keys(document, _KEYS, "")
        if "slug" not in document:
            self.refuse("slug", "is missing", 'Write the name that the address gets, such as slug = "oc-2026".')
        slug = document["slug"]
        if not isinstance(slug, str) or not _SLUG.match(slug):
            self.refuse("slug", f"found {show(slug)}", 'Use small letters, digits and hyphens: slug = "oc-2026".')
        if slug in _RESERVED:
            self.refuse(
                "slug", f'"{slug}" is an address of livefeed\'s own', f'Choose another, such as slug = "{slug}-live".'
            )
        coverage = Coverage(
            slug=slug,
            title=self._words(document, "title", required=True),
            summary=self._words(document, "summary", required=False),
            time_zone=self._time_zone(document.get("time_zone", "UTC")),
            hashtags=self._list(document, "hashtags"),
            require=self._list(document, "require"),
            exclude=self._list(document, "exclude"),
            languages=self._list(document, "languages"),
            starts=self._time(document, "starts"),
            ends=self._time(document, "ends"),
            streams=self._streams(document.get("stream", [])),
            accounts=self._accounts(document.get("accounts", {})),
            causes=self._causes(document.get("cause", [])),
            programme=read_programme(document.get("session", []), self.refuse),
            contact=self._contact(document.get("contact")),
            allow=self._network(document.get("network", {})),
            media=self._media(document.get("media", {})),
            embed=read_embed(document.get("embed", {}), self.refuse),
        )
        self._can_match(coverage)
        self._agrees(coverage)
        return coverage

    def _can_match(self, coverage: Coverage) -> None:
        """Refuse what no post could ever have."""
        for key, tags in (("hashtags", coverage.hashtags), ("require", coverage.require)):
            for tag in tags:
                if not tag_key(tag) or len(tag.split()) > 1:
                    self.refuse(key, f"{show(tag)} is no hashtag", f'Write each in one word: {key} = ["OpenCauses26"].')
        for language in coverage.languages:
            if not _LANGUAGE.match(language):
                self.refuse("languages", f"{show(language)} is no code", 'Write codes: languages = ["fr", "en"].')

    def _agrees(self, coverage: Coverage) -> None:
        if coverage.starts is not None and coverage.ends is not None and coverage.ends <= coverage.starts:
            self.refuse("ends", "is not after starts", "Write a later time, or leave `ends` out.")
        if coverage.accounts.only and not coverage.accounts.follow:
            self.refuse(
                "accounts.only", "is true, but nobody is followed", 'List accounts: follow = ["@org@mastodon.example"].'
            )
        open_stream = any(stream.match == "all" for stream in coverage.streams)
        if not coverage.hashtags and not coverage.accounts.follow and not open_stream:
            self.refuse("hashtags", "nothing is followed", 'Write at least one hashtag: hashtags = ["OpenCauses26"].')

    def _known_keys(self, table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                remedy = f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(known)}."
                self.refuse(f"{where}{key}", "is not a key of a coverage file", remedy)

    def _words(self, document: Mapping[str, Any], key: str, *, required: bool) -> Words:
        remedy = f'Write {key} = {{ en = "…", fr = "…" }}, or at least one of the two.'
        value = document.get(key)
        if isinstance(value, str) and value.strip():
            return dict.fromkeys(_LANGUAGES, value)
        if value is None and not required:
            return {}
        if value is None:
            self.refuse(key, "is missing", remedy)
        if not isinstance(value, dict) or not value:
            self.refuse(key, f"found {show(value)}", remedy)
        for language, words in value.items():
            if language not in _LANGUAGES:
                self.refuse(key, f'"{language}" is not a language of the pages', remedy)
            if not isinstance(words, str) or not words.strip():
                self.refuse(key, f"{language}: found {show(words)}", remedy)
        return dict(value)

    def _time_zone(self, value: object) -> str:
        remedy = 'Use a name of the IANA list: time_zone = "America/Montreal".'
        if not isinstance(value, str):
            self.refuse("time_zone", f"found {show(value)}", remedy)
        try:
            ZoneInfo(value)
        except (ValueError, OSError):  # also ZoneInfoNotFoundError, and names that are paths
            self.refuse("time_zone", f"found {show(value)}, which no time zone is called", remedy)
        except KeyError:
            self.refuse("time_zone", f"found {show(value)}, which no time zone is called", remedy)
        return value

    def _list(self, table: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
        value = table.get(key, [])
        remedy = f'Write a list of texts: {key} = ["…", "…"].'
        if not isinstance(value, list):
            self.refuse(f"{where}{key}", f"found {show(value)}", remedy)
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.refuse(f"{where}{key}", f"found {show(item)} in the list", remedy)
        return tuple(item.strip().lstrip("#") if key in _WORD_LISTS else item.strip() for item in value)

    def _time(self, document: Mapping[str, Any], key: str) -> int | None:
        value = document.get(key)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self._refuse_time(key, value)
        if not 1970 < value.year < 2112:
            self.refuse(key, f"found the year {value.year}", "Write a year from 1971 to 2111.")
        return parse_iso(value.isoformat())

    def _refuse_time(self, key: str, value: object) -> NoReturn:
        found = "a time without its offset from UTC" if isinstance(value, datetime | date) else f"found {show(value)}"
        self.refuse(key, found, f"Write date, time and offset, without quotes: {key} = 2026-10-02T09:00:00-04:00.")

    def _streams(self, value: object) -> tuple[Stream, ...]:
        if not isinstance(value, list):
            self.refuse("stream", f"found {show(value)}", "Begin each stream with a line [[stream]].")
        streams: list[Stream] = []
        for number, table in enumerate(value, 1):
            stream = self._stream(table, f"stream[{number}]")
            if any(stream.id == other.id for other in streams):
                self.refuse(f"stream[{number}].source", f"{stream.id} is set up twice", "Take one of the two out.")
            streams.append(stream)
        return tuple(streams)

    def _stream(self, table: object, where: str) -> Stream:
        names = installed_sources()
        if not isinstance(table, dict):
            self.refuse(where, f"found {show(table)}", "Begin each stream with a line [[stream]].")
        name = table.get("source")
        kind = load_source(name) if isinstance(name, str) else None
        if kind is None:
            found = "is missing" if name is None else f"found {show(name)}"
            near = difflib.get_close_matches(str(name), names, n=1)
            hint = f"Did you mean `{near[0]}`? " if near else ""
            self.refuse(f"{where}.source", found, f"{hint}Installed sources: {', '.join(names)}.")
        match = table.get("match", "all" if kind.takes_all else "rules")
        if match not in ("all", "rules"):
            self.refuse(f"{where}.match", f"found {show(match)}", 'Write match = "all" or match = "rules".')
        options = {key: part for key, part in table.items() if key not in ("source", "match")}
        known = ("source", "match", *kind.Options.__struct_fields__)
        self._known_keys(table, known, f"{where}.")
        options |= {key: self._named_file(key, options[key], where) for key in options if key.endswith("_file")}
        try:
            refuse_odd(options)
            checked = msgspec.convert(options, kind.Options)
            stream_name = kind.stream_name(checked)
        except (msgspec.ValidationError, ValueError) as error:
            key, problem, remedy = explain(error, table, kind.Options)
            self.refuse(f"{where}.{key}" if key else where, problem, remedy)
        if not _STREAM_NAME.match(stream_name):
            self.refuse(f"{where}.name", f"found {show(stream_name)}", 'Write a short name without #: name = "radio".')
        return Stream(id=f"{name}:{stream_name}", source=str(name), options=options, match=match)

    def _named_file(self, key: str, written: object, where: str) -> bytes:
        try:
            return read_named_file(written, Path(self._file).parent)
        except ValueError as error:
            remedy = f'Write where it is, seen from the coverage file: {key} = "NAME". Or leave {key} out.'
            self.refuse(f"{where}.{key}", str(error), remedy)

    def _accounts(self, table: object) -> Accounts:
        if not isinstance(table, dict):
            self.refuse("accounts", f"found {show(table)}", "Begin it with a line [accounts].")
        self._known_keys(table, ("only", "follow", "block"), "accounts.")
        only = table.get("only", False)
        if not isinstance(only, bool):
            self.refuse("accounts.only", f"found {show(only)}", "Write only = true or only = false, without quotes.")
        return Accounts(only=only, follow=self._people(table, "follow"), block=self._people(table, "block"))

    def _people(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """List accounts; a Nostr key has several names, and posts have one of them."""
        names = self._list(table, key, "accounts.")
        try:
            return tuple(author_id(name) or name for name in names)
        except ValueError as error:
            self.refuse(f"accounts.{key}", f"a name with npub1 {error}", "Copy the whole name, npub1 and what follows.")

    def _network(self, table: object) -> tuple[str, ...]:
        if not isinstance(table, dict):
            self.refuse("network", f"found {show(table)}", "Begin it with a line [network].")
        self._known_keys(table, ("allow",), "network.")
        allow = self._list(table, "allow", "network.")
        try:
            Allowed(allow)
        except ValueError as error:
            self.refuse("network.allow", str(error), 'Write addresses: allow = ["127.0.0.1:8080", "10.0.0.0/8"].')
        return allow

    def _contact(self, value: object) -> str | None:
        """Read where readers report something: a mail address, or the address of a page."""
        if value is None:
            return None
        if isinstance(value, str) and _MAIL.fullmatch(value):
            return f"mailto:{value}"
        if (
            not isinstance(value, str)
            or urlsplit(value).scheme not in ("http", "https")
            or not urlsplit(value).hostname
        ):
            self.refuse(
                "contact",
                f"found {show(value)}",
                'Write a mail address, contact = "desk@example.org", or the whole address of a page.',
            )
        return value

    def _media(self, table: object) -> MediaRules:
        if not isinstance(table, dict):
            self.refuse("media", f"found {show(table)}", "Begin it with a line [media].")
        self._known_keys(table, ("fetch", "quota_mb", "keep_days"), "media.")
        fetch = table.get("fetch", True)
        if not isinstance(fetch, bool):
            self.refuse("media.fetch", f"found {show(fetch)}", "Write fetch = true or fetch = false, without quotes.")
        return MediaRules(
            fetch=fetch,
            quota=self._count(table, "quota_mb", 200) * 1_000_000,
            keep=self._count(table, "keep_days", 7) * DAY,
        )

    def _count(self, table: Mapping[str, Any], key: str, otherwise: int) -> int:
        value = table.get(key, otherwise)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 1_000_000:
            remedy = f"Write a whole number above zero, without quotes: {key} = {otherwise}."
            self.refuse(f"media.{key}", f"found {show(value)}", remedy)
        return value

    def _causes(self, value: object) -> tuple[Cause, ...]:
        if not isinstance(value, list):
            self.refuse("cause", f"found {show(value)}", "Begin each cause with a line [[cause]].")
        return tuple(self._cause(table, f"cause[{number}]") for number, table in enumerate(value, 1))

    def _cause(self, table: object, where: str) -> Cause:
        if not isinstance(table, dict):
            self.refuse(where, f"found {show(table)}", "Begin each cause with a line [[cause]].")
        self._known_keys(table, ("kind", "title", "url", "goal", "unit"), f"{where}.")
        kind = table.get("kind")
        if kind not in _CAUSES:
            self.refuse(f"{where}.kind", f"found {show(kind)}", f"Write one of: {', '.join(_CAUSES)}.")
        title = table.get("title")
        if not isinstance(title, dict) or not title or not all(isinstance(t, str) and t for t in title.values()):
            self.refuse(f"{where}.title", f"found {show(title)}", 'Write title = { en = "…", fr = "…" }.')
        url = table.get("url")
        if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            self.refuse(
                f"{where}.url", f"found {show(url)}", 'Write a whole address: url = "https://example.org/give".'
            )
        goal = table.get("goal")
        if goal is not None and (isinstance(goal, bool) or not isinstance(goal, int | float) or not 0 < goal < 1e15):
            self.refuse(f"{where}.goal", f"found {show(goal)}", "Write a number above zero, without quotes.")
        unit = table.get("unit")
        if unit is not None and not isinstance(unit, str):
            self.refuse(f"{where}.unit", f"found {show(unit)}", 'Write what is counted: unit = "CAD".')
        return Cause(kind=kind, title=dict(title), url=url, goal=goal, unit=unit)
