"""`pip install .` gives a livefeed that works anywhere: pages, words and recordings are inside."""

import os
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    """A wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, root],
        check=True,
    )
    (built,) = folder.glob("livefeed-*.whl")
    return built


def test_the_wheel_holds_what_a_page_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    for name in (
        "livefeed/_web/templates/_entry.html",
        "livefeed/_web/static/live-feed.js",
        "livefeed/_web/locale/fr/LC_MESSAGES/livefeed.po",
        "livefeed/_replay_data/conference/tape.ndjson.zst",
        "livefeed/_replay_data/earthquake/coverage.toml",
        "livefeed/py.typed",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests", "replay_data"))]


def test_the_wheel_runs_in_an_empty_environment_elsewhere(wheel, root, tmp_path):
    """Hash-pinned dependencies and the wheel, nothing else; the demo shows its page with its style and entries."""
    home = tmp_path / "elsewhere"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--require-hashes", "-r", root / "requirements" / "run.txt"], check=True, cwd=home)
    subprocess.run([*pip, "--no-deps", wheel], check=True, cwd=home)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    demo = subprocess.Popen(
        [home / "bin" / "livefeed", "demo", "--port", "0"], cwd=home, stdout=subprocess.PIPE, env=environment
    )
    try:
        url = demo.stdout.readline().decode().split()[-1]
        page = _page_with_entries(f"{url}fr/oc-2026")
        style = page.partition('rel="stylesheet" href="/')[2].partition('"')[0]
        with urllib.request.urlopen(url + style) as answer:
            assert answer.headers.get_content_type() == "text/css"
    finally:
        demo.terminate()
        demo.wait(timeout=30)
        demo.stdout.close()

    assert "Rediffusion" in page
    assert demo.returncode == 0


def _page_with_entries(url: str) -> str:
    deadline = time.monotonic() + 45
    while True:
        with urllib.request.urlopen(url) as answer:
            page = answer.read().decode()
        if "<article" in page:
            return page
        assert time.monotonic() < deadline
        time.sleep(0.1)
