"""A server of its own process on the journals of a folder, for measurements."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from livefeed.bench.journal import COVERAGE

__all__ = ["served"]

_TOML = f'slug = "{COVERAGE.slug}"\ntitle = "Bench"\nhashtags = ["demo"]\n'


@contextlib.contextmanager
def served(data: Path) -> Iterator[str]:
    """Start a server, kill it at the end; gives the address of its coverage as soon as it listens."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as coverage:
        coverage.write(_TOML)
        coverage.flush()
        command = ["-m", "livefeed", "serve", coverage.name, "--offline", "--port", "0", "--data", str(data)]
        with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - ourselves
            try:
                line = server.stdout.readline() if server.stdout is not None else ""
                yield f"{line.split()[-1]}{COVERAGE.slug}"
            finally:
                server.kill()
