"""A fuzzer begins where parsers have something to read."""

import pytest

from livefeed.model.frame import Frame
from livefeed.sources.base import installed_sources, load_source
from tests.fuzz.seeds import named_by, write_seeds

NAMES = installed_sources()


@pytest.mark.parametrize("name", NAMES)
def test_each_source_has_seeds_that_it_reads(tmp_path, name):
    write_seeds(tmp_path, NAMES)
    seeds = [path.read_bytes() for path in tmp_path.iterdir()]
    own = [seed for seed in seeds if named_by(seed, NAMES) == name]

    assert own
    for seed in own:
        frame = Frame(t=1_790_942_400_000_000, stream=f"{name}:x.example", source=name, payload=seed[1:].decode())
        assert load_source(name)().parse(frame)


def test_every_first_byte_names_a_source():
    assert {named_by(bytes([first]), NAMES) for first in range(256)} == set(NAMES)
    assert named_by(b"", NAMES) == NAMES[0]
