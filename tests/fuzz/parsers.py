"""Give every source's parser bytes that atheris makes up: it reads them or says `PayloadError`, and nothing worse."""

import contextlib
import sys

import atheris

with atheris.instrument_imports(include=["livefeed.sources"]):
    from livefeed.model.errors import PayloadError
    from livefeed.model.frame import Frame
    from livefeed.sources.base import installed_sources, load_source

    SOURCES = [(name, load_source(name)()) for name in installed_sources()]


def one(data: bytes) -> None:
    """Parse the bytes as a frame of the source that the first byte names."""
    name, source = SOURCES[data[0] % len(SOURCES) if data else 0]
    payload = data[1:].decode("utf-8", "replace")
    with contextlib.suppress(PayloadError):
        list(source.parse(Frame(t=1_790_942_400_000_000, stream=f"{name}:x.example", source=name, payload=payload)))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
