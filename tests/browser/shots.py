"""Screenshots of the pages, light and dark, phone and desktop, French and English: `make shots`, then look at them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

__all__ = ["CHROMIUM", "take"]

CHROMIUM = os.environ.get("LIVEFEED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1440, 1000, 1), "phone": (390, 844, 2), "narrow": (320, 640, 2)}
VIEWS = (
    ("desktop", "light", "en"),
    ("desktop", "dark", "fr"),
    ("phone", "light", "fr"),
    ("phone", "dark", "en"),
    ("narrow", "light", "fr"),
)
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


def take(url: str, folder: Path) -> None:
    """Take all views of all coverages, and the list of them."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for path in ("", "oc-2026", "seisme-baie-des-cedres"):
            for size, scheme, lang in VIEWS:
                width, height, scale = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme=scheme
                )
                page = context.new_page()
                page.goto(f"{url}{lang}/{path}")
                page.wait_for_timeout(3_000)
                page.screenshot(path=folder / f"{path or 'index'}-{size}-{scheme}-{lang}.png")
                context.close()
        browser.close()


def main() -> None:
    """Start the demo, take the pictures; the first is that of the README."""
    folder = ROOT / "shots"
    folder.mkdir(exist_ok=True)
    demo = subprocess.Popen([sys.executable, "-m", "livefeed", "demo", "--port", "0"], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        url = demo.stdout.readline().decode().split()[-1]
        take(url, folder)
    finally:
        demo.terminate()
        demo.wait()
    if "--readme" in sys.argv:
        shutil.copy(folder / "oc-2026-desktop-light-en.png", ROOT / "docs" / "briefing.png")


if __name__ == "__main__":
    main()
