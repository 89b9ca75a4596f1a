"""The briefing on paper as a PDF, printed by the Chromium of this machine: it draws what a browser's print would."""

import os
import shutil
import subprocess
import tempfile
from collections import deque
from pathlib import Path

from livefeed.assets import Assets
from livefeed.engine.board import LIMIT
from livefeed.engine.pulse import take_pulse
from livefeed.model.coverage import Coverage
from livefeed.model.entry import Entry
from livefeed.model.errors import ExportError
from livefeed.runtime.journal import Moment
from livefeed.server.export.asked import Asked
from livefeed.server.render import Renderer
from livefeed.server.sheet import ENTRIES, PINNED, top_links
from livefeed.server.views import Paper, SheetView
from livefeed.server.wall import draw_qr

__all__ = ["sheet_html", "write_pdf"]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 120
"""Seconds; forty entries take two."""

_ALONE = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)
"""A browser that prints one file and asks nobody for anything."""


def sheet_html(moment: Moment, coverage: Coverage, assets: Assets, asked: Asked, paper: Paper) -> str:
    """Render a coverage for paper as a page that needs nothing but itself, as its journal has it at a moment."""
    newest: deque[Entry] = deque(maxlen=LIMIT)
    newest.extend(entry for _, entry in moment.entries(asked.begin, asked.end) if asked.choice.takes(entry))
    now = max((entry.first_seen for entry in newest), default=coverage.starts or 0)
    address = None if asked.origin is None else f"{asked.origin}/{coverage.slug}"
    view = SheetView(
        entries=list(newest)[: -ENTRIES - 1 : -1],
        pinned=[entry for entry in reversed(newest) if entry.pinned][:PINNED],
        links=top_links(newest, asked.choice),
        pulse=take_pulse(newest, now),
        state=None,
        now=now,
        paper=paper,
        address=address,
        qr=None if address is None else draw_qr(address),
    )
    style = (assets.static("print.css") or b"").decode()
    return Renderer(coverage, assets=assets).sheet(view, asked.lang, style)


def write_pdf(html: str, output: Path) -> None:
    """Print a page.

    Raises:
        ExportError: there is no browser, or it failed; says what to do.
    """
    browser = os.environ.get("LIVEFEED_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise ExportError(
            "there is no Chromium here to make a PDF\n"
            "  install one, or name it by LIVEFEED_CHROMIUM; or open /SLUG/print in any browser, and print it to a PDF"
        )
    with tempfile.TemporaryDirectory(prefix="livefeed-pdf-") as folder:
        page, part = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8", errors="replace")
        command = [browser, *_ALONE, f"--user-data-dir={folder}/profile", f"--print-to-pdf={part}", page.as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run as root with it; the page has no script
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - our own arguments
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ExportError(f"{browser}: {error}") from error
        if not part.is_file():
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise ExportError(f"{browser}: made no PDF{': ' if last else ''}{''.join(last)}")
        ready = output.with_name(f"{output.name}.part")
        try:
            shutil.copyfile(part, ready)
            ready.replace(output)
        except OSError as error:
            raise ExportError(f"{output}: {error}") from error
