"""Give every source's parser bytes that atheris makes up: it reads them or says `PayloadError`, and nothing worse.

What was found new is kept in a folder and gone on from the next time.
"""

import contextlib
import sys
from pathlib import Path

import atheris

# What parsers call counts as well: a text is cleaned, an address checked, a feed taken apart elsewhere.
with atheris.instrument_imports(include=["livefeed.sources", "livefeed.model", "livefeed.engine", "feedparser"]):
    from livefeed.model.errors import PayloadError
    from livefeed.model.frame import Frame
    from livefeed.sources.base import installed_sources, load_source

    NAMES = installed_sources()
    SOURCES = {name: load_source(name)() for name in NAMES}

from tests.fuzz.seeds import named_by, write_seeds

FOUND = Path(".fuzz")
"""`make clean` takes it away; what broke a parser is in it as `crash-…`."""


def one(data: bytes) -> None:
    """Parse the bytes as a frame of the source that the first byte names."""
    name, payload = named_by(data, NAMES), data[1:]
    with contextlib.suppress(UnicodeDecodeError):  # as for a line: text where it is UTF-8
        payload = payload.decode()
    with contextlib.suppress(PayloadError):
        list(
            SOURCES[name].parse(
                Frame(t=1_790_942_400_000_000, stream=f"{name}:x.example", source=name, payload=payload)
            )
        )


if __name__ == "__main__":
    write_seeds(FOUND / "corpus", NAMES)
    atheris.Setup([*sys.argv, f"-artifact_prefix={FOUND}/", str(FOUND / "corpus")], one)
    atheris.Fuzz()
