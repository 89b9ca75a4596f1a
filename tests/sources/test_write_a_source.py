"""The source of the documentation, installed as anybody would install it, follows a gauge."""

import re
import sys

import pytest
from aiohttp import web

from tests.following import follow
from tests.peers.serving import Served


@pytest.fixture
def installed(root, tmp_path, monkeypatch):
    """The page's code as a package with its entry point."""
    page = (root / "docs" / "write-a-source.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    entry_point = re.search(r'^tides = "(.*)"$', page, re.MULTILINE)[1]
    site = tmp_path / "site"
    (site / "livefeed_tides-1.0.dist-info").mkdir(parents=True)
    (site / "livefeed_tides.py").write_text(code, encoding="utf-8")
    about = site / "livefeed_tides-1.0.dist-info"
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: livefeed-tides\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[livefeed.sources]\ntides = {entry_point}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    yield
    sys.modules.pop("livefeed_tides", None)


class Gauge(Served):
    """Answers with the water's level."""

    def __init__(self) -> None:
        super().__init__()
        self.minute = 0
        self.app.add_routes([web.get("/quay.json", self._level)])

    async def _level(self, _request):
        told = {"gauge": "quay", "level_m": 3 + self.minute / 10, "at": f"2026-10-02T12:{self.minute:02}:00Z"}
        return web.json_response(told, headers={"ETag": f'"{self.minute}"'})


@pytest.mark.usefixtures("installed")
async def test_the_documentations_source_works(tmp_path):
    async with Gauge() as gauge:
        toml = f'[[stream]]\nsource = "tides"\nurl = "{gauge.url}/quay.json"\n'
        async with follow(toml, tmp_path, speed=600) as follower:
            await follower.until(lambda: len(follower.ids) == 1)
            gauge.minute = 4
            await follower.until(lambda: len(follower.ids) == 2)

            assert follower.texts == ["The water at quay stands at 3.40 m.", "The water at quay stands at 3.00 m."]
            assert len(follower.frames) == 2
