"""Break the engine's rules one at a time and see the tests of the engine fail: `make mutants`.

Each mutant is a copy of the package in a folder of its own. Prints what survived; 1 where something did, or where a
rule is not written any more as the list has it. `python -m tests.mutants WORD…` tries only rules with such a word.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.rules import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
LAST = ("test_arrival", "test_engine", "test_reference")
"""Tests that take their time."""
ENOUGH = 600
"""Seconds after which a mutant that still runs counts as killed: it does not end."""


def main(words: list[str]) -> int:
    """Try all mutants; returns the exit code."""
    chosen = [mutant for mutant in MUTANTS if not words or any(word in mutant.rule for word in words)]
    lost = [mutant for mutant in chosen if _source(mutant).count(mutant.old) != 1]
    for mutant in lost:
        print(f"not found once in {mutant.file}: {mutant.rule}")
    chosen = [mutant for mutant in chosen if mutant not in lost]
    if _is_killed(Mutant("none", "engine.py", "", "")):
        print("the tests of the engine fail before anything is broken")
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        survived = [mutant for mutant, killed in zip(chosen, _try_all(pool, chosen), strict=True) if not killed]
    print(f"{len(chosen)} mutants, {len(survived)} survived, {len(lost)} not found")
    return 1 if survived or lost or not chosen else 0


def _try_all(pool: ThreadPoolExecutor, mutants: list[Mutant]) -> Iterator[bool]:
    for mutant, killed in zip(mutants, pool.map(_is_killed, mutants), strict=True):
        print("killed  " if killed else "SURVIVED", mutant.rule, flush=True)
        yield killed


def _source(mutant: Mutant) -> str:
    return (ROOT / "livefeed" / "engine" / mutant.file).read_text(encoding="utf-8")


def _is_killed(mutant: Mutant) -> bool:
    """Run the tests of the engine against a broken copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("livefeed", "tests", "web"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        broken = folder / "livefeed" / "engine" / mutant.file
        broken.write_text(_source(mutant).replace(mutant.old, mutant.new), encoding="utf-8")
        tests = sorted((folder / "tests" / "engine").glob("test_*.py"), key=lambda path: (path.stem in LAST, path.name))
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *map(str, tests)]
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=os.environ | {"PYTHONPATH": name, "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=ENOUGH,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True
    if done.returncode not in (0, 1, 2):  # passed, failed, could not be collected
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
