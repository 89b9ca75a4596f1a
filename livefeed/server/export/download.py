"""`/{slug}/export.{form}`: an export as a download that anybody may take as slowly as they must, and go on with.

A download is of one moment of the journal, and its entity tag names that. A range is made by making the export anew
and leaving the first bytes out (RFC 9110, 14): nothing is kept, so nothing that was deleted is.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import msgspec
from aiohttp import hdrs, web
from multidict import MultiMapping

from livefeed.assets import Assets
from livefeed.model.errors import CursorGapError
from livefeed.model.times import parse_iso
from livefeed.runtime.journal import Moment
from livefeed.server.api import refuse
from livefeed.server.connected import DRAINING
from livefeed.server.export.asked import FORMATS, Asked, moment_of
from livefeed.server.export.making import made, skipped
from livefeed.server.keys import base_of
from livefeed.server.languages import language
from livefeed.server.looking import choice_of
from livefeed.server.packed import is_known
from livefeed.server.room import Room

__all__ = ["EXPORTS", "MOST", "Exports", "close_exports", "give_export"]

MOST = 8
"""Downloads of a coverage at once; one more is told to come back."""

_PATIENCE = 30
"""Seconds that a reader may take for a piece (64 KiB, mostly); then it is cut, and may go on from there."""

_RANGE = re.compile(r"bytes=(\d{1,18})-", re.ASCII)
"""What goes on with a download; other ranges are answered with the whole, as RFC 9110 allows."""

_WHICH = (
    "you have the beginning of a download, and do not say of which moment: send If-Range with its ETag, or add ?moment= "
    "with the part of that which is before the -"
)

T = TypeVar("T")


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What of an export, and of which moment."""

    moment: str | None
    """Cursor that the address names."""
    tag: str | None
    """Entity tag of what the reader has the beginning of."""
    begin: int
    """Bytes that the reader has; 0 where it wants the whole."""


class Exports:
    """The downloads of one coverage. They take turns in a thread of their own, so they cost nobody else.

    Args:
        room: the coverage.
        assets: templates and translations.
    """

    def __init__(self, room: Room, assets: Assets) -> None:
        self._room = room
        self._assets = assets
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="export")
        self._running = 0

    def close(self) -> None:
        """Let the piece that is being made be the last."""
        self._thread.shutdown(wait=True)

    async def give(self, request: web.Request, form: str, lang: str) -> web.StreamResponse:
        """Answer with an export, or the rest of one.

        Raises:
            web.HTTPNotFound: there is no such form.
            web.HTTPBadRequest: a parameter makes no sense; the body says which.
            web.HTTPGone: the moment that the address names cannot be had any more.
            web.HTTPPreconditionRequired: somebody has the beginning, and does not say of which moment.
            web.HTTPServiceUnavailable: too many take exports just now.
            JournalError: the journal is damaged.
        """
        if form not in FORMATS:
            raise web.HTTPNotFound
        try:
            asked = _asked(request.query, form, lang, base_of(request))
        except ValueError as problem:
            raise refuse(str(problem)) from None
        tag = asked.tag(self._room.running.hub.cursor(), self._assets.version)
        if "moment" not in request.query and is_known(request, tag):
            return web.Response(status=304, headers=self._headers(asked, tag))
        if self._running >= MOST or request.app[DRAINING].begun:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"})
        self._running += 1
        try:
            return await self._answer(request, asked)
        finally:
            self._running -= 1

    async def _answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        moment, begin = await self._in_turn(lambda: self._open(asked, _wanted(request)))
        try:
            tag = asked.tag(moment.cursor, self._assets.version)
            response = web.StreamResponse(headers=self._headers(asked, tag))
            if begin:
                whole = await self._length(moment, asked)
                if begin >= whole:
                    return web.Response(status=416, headers={hdrs.CONTENT_RANGE: f"bytes */{whole}"})
                response.set_status(206)
                response.headers[hdrs.CONTENT_RANGE] = f"bytes {begin}-{whole - 1}/{whole}"
                response.content_length = whole - begin
            await response.prepare(request)
            if request.method != hdrs.METH_HEAD:
                await self._write(request, response, skipped(self._made(moment, asked), begin))
            return response
        finally:
            with suppress(RuntimeError):  # no thread any more: nobody reads
                self._thread.submit(moment.close)

    async def _write(self, request: web.Request, response: web.StreamResponse, pieces: Iterator[bytes]) -> None:
        """Hand out a piece after the other.

        Who does not take one is cut, and all are before the server stops: what they have is the beginning of a file.
        """
        while (piece := await self._in_turn(lambda: next(pieces, None))) is not None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await response.write(piece)
            except TimeoutError:
                return _cut(request)
            if request.app[DRAINING].begun:
                return _cut(request)
        return await response.write_eof()

    async def _length(self, moment: Moment, asked: Asked) -> int:
        """Count the bytes of the whole, which a part must say; others take their turns meanwhile."""
        whole, pieces = 0, self._made(moment, asked)
        while (piece := await self._in_turn(lambda: next(pieces, None))) is not None:
            whole += len(piece)
        return whole

    def _open(self, asked: Asked, wanted: _Wanted) -> tuple[Moment, int]:
        """Open the moment of which somebody wants an export; with the bytes of it that they have."""
        journal = self._room.running.journal
        if wanted.moment is None and wanted.tag is None:
            return journal.moment(), wanted.begin
        try:
            moment = journal.moment(wanted.moment or moment_of(wanted.tag or ""))
        except CursorGapError:
            if wanted.moment is not None:
                raise web.HTTPGone from None
            return journal.moment(), 0
        if wanted.tag in (None, asked.tag(moment.cursor, self._assets.version)):
            return moment, wanted.begin
        if wanted.moment is not None:
            return moment, 0
        moment.close()
        return journal.moment(), 0

    def _made(self, moment: Moment, asked: Asked) -> Iterator[bytes]:
        return made(moment, self._room.running.coverage, self._assets, asked)

    async def _in_turn(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    def _headers(self, asked: Asked, tag: str) -> dict[str, str]:
        kind = FORMATS[asked.form]
        return {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Content-Disposition": f'attachment; filename="{self._room.slug}.{asked.form}"',
            "ETag": f'"{tag}"',
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "ETag, Accept-Ranges, Content-Range, Content-Disposition",
        }


EXPORTS: web.AppKey[dict[str, Exports]] = web.AppKey("exports", dict[str, Exports])
"""By the coverage's slug."""


async def give_export(request: web.Request) -> web.StreamResponse:
    """Give a coverage as a file."""
    exports = request.app[EXPORTS].get(request.match_info["slug"])
    if exports is None:
        raise web.HTTPNotFound
    return await exports.give(request, request.match_info["form"], language(request))


async def close_exports(app: web.Application) -> None:
    """Let the threads end (a handler for `on_cleanup`)."""
    for exports in app[EXPORTS].values():
        exports.close()


def _asked(query: MultiMapping[str], form: str, lang: str, origin: str) -> Asked:
    return Asked(
        form=form,
        lang=lang,
        choice=choice_of(query),
        begin=_time(query, "from"),
        end=_time(query, "to"),
        changes=query.get("changes", "") == "1",
        origin=origin,
    )


def _time(query: MultiMapping[str], name: str) -> int | None:
    written = query.get(name)
    if not written:
        return None
    try:
        return parse_iso(written.replace(" ", "+"))  # a plus sign that nobody has escaped
    except ValueError:
        raise ValueError(f"{name} is not a time such as 2026-10-02T14:00:00-04:00") from None


def _wanted(request: web.Request) -> _Wanted:
    """Read what of which moment a reader wants.

    A range without a word on what the reader has would put two moments together, unless the address names one. The whole
    in its place is no answer: wget keeps the beginning that it has, and takes of the whole what follows.
    """
    moment = request.query.get("moment")
    ranged = _RANGE.fullmatch(request.headers.get(hdrs.RANGE, ""))
    has = request.headers.get(hdrs.IF_RANGE)
    if ranged is not None and has is None and moment is None and int(ranged[1]):
        raise refuse(_WHICH, web.HTTPPreconditionRequired)
    if ranged is None or (has is None and moment is None):
        return _Wanted(moment=moment, tag=None, begin=0)
    return _Wanted(moment=moment, tag=None if has is None else has.strip('"'), begin=int(ranged[1]))


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
