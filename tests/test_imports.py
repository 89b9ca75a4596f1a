"""Imports run one way, and the core is pure."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

LAYERS = ["model", "engine", "sources", "runtime", "server", "config", "bench", "cli"]
"""From the ground up; a module may import from its own layer and those before it, with the exceptions below."""

NOT_EVEN_SO = {"config": {"runtime", "server"}}
ALSO = {"server": {"assets"}, "cli": {"assets"}}

PURE_THIRD_PARTY = {
    "model": {"msgspec"},
    "engine": {"msgspec"},
    "sources": {"msgspec", "orjson", "nh3", "feedparser", "coincurve", "zstandard"},
}
IMPURE = {
    "asyncio", "concurrent", "fcntl", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "sched",
    "secrets", "select", "selectors", "shutil", "signal", "socket", "socketserver", "sqlite3", "ssl", "subprocess",
    "tempfile", "threading", "time", "urllib.request", "uuid",
}  # fmt: skip
OF_THE_CLOCK = {"now", "today", "utcnow"}

PACKAGE = Path(__file__).parent.parent / "livefeed"


def modules() -> list[Path]:
    """All modules of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "_web" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    """Names of what a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(path: Path) -> str:
    """The layer of a module; modules at the top are layers by themselves."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem


def wrong_layers(name: str, imported: str) -> bool:
    """Whether a layer may not import this."""
    if not imported.startswith("livefeed."):
        return False
    target = imported.split(".")[1]
    if target in ALSO.get(name, set()) or target in {"__version__", name}:
        return False
    if target not in LAYERS:
        return name in LAYERS
    return target in NOT_EVEN_SO.get(name, set()) or LAYERS.index(target) > LAYERS.index(name)


@pytest.mark.parametrize(
    "path", [p for p in modules() if layer(p) in LAYERS], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_run_one_way(path):
    name = layer(path)
    wrong = [imported for imported in imports(path) if wrong_layers(name, imported)]

    assert wrong == []


@pytest.mark.parametrize(
    "path", [p for p in modules() if layer(p) in PURE_THIRD_PARTY], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_the_core_and_the_sources_touch_nothing(path):
    """No network, no clock, no event loop, no files, no chance."""
    allowed = PURE_THIRD_PARTY[layer(path)] | {"livefeed"}
    for imported in imports(path):
        top = imported.split(".")[0]
        assert top in sys.stdlib_module_names or top in allowed, f"imports {imported}"
        assert not {top, imported} & IMPURE, f"imports {imported}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_clock_knows_what_time_it_is(path):
    if path == PACKAGE / "runtime" / "clock.py" or layer(path) == "bench":  # a stopwatch is no calendar
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
    }

    assert not called & OF_THE_CLOCK
    assert "time" not in set(imports(path))


def test_the_test_itself_sees_what_is_wrong():
    """A rule that nothing can break is no rule."""
    assert wrong_layers("engine", "livefeed.sources.base")
    assert wrong_layers("config", "livefeed.runtime.hub")
    assert not wrong_layers("server", "livefeed.engine.board")
    assert len(modules()) > 40


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_says_what_it_is_for_and_stays_small(path):
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400
