"""Servers that others wrote, each a process of its own on loopback (`make .venv/peers` installs them)."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

__all__ = ["INSTALLED", "needs_others", "process"]

INSTALLED = Path(sys.prefix) / "servers"
"""The environment in which they live, apart from ours."""

needs_others = pytest.mark.skipif(
    not (INSTALLED.parent / "peers").exists(), reason="the servers that others wrote are not here: make .venv/peers"
)


@contextlib.asynccontextmanager
async def process(folder: Path, port: int, program: str, *arguments: str) -> AsyncIterator[None]:
    """Run a server in a folder that is its home, from when it answers on its port; killed at the end, with its workers."""
    log = folder / "log"
    surroundings = {"HOME": str(folder), "PATH": f"{INSTALLED / 'bin'}:/usr/bin:/bin", "PYTHONUNBUFFERED": "1"}
    with log.open("ab") as output:
        running = await asyncio.create_subprocess_exec(
            str(INSTALLED / "bin" / program),
            *arguments,
            cwd=folder,
            env=surroundings,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        if not await _answers(running, port):
            pytest.fail(f"it does not answer: {log.read_text(errors='replace')[-2000:]}")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        await running.wait()


async def _answers(running: asyncio.subprocess.Process, port: int) -> bool:
    """Wait for an answer; that somebody listens is not enough where a master does it for workers that begin."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(60):
            while running.returncode is None:
                if await _answer(port):
                    return True
                await asyncio.sleep(0.05)
    return False


async def _answer(port: int) -> bytes:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return b""
    try:
        writer.write(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        return await reader.read(1)
    except OSError:
        return b""
    finally:
        writer.close()
