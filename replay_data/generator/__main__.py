"""`python -m replay_data.generator [conference|earthquake] [--check]`: make the recordings, or compare with them."""

import importlib
import sys
from pathlib import Path

import zstandard

from replay_data.generator.scene import Scene, dump_truth
from replay_data.generator.wire import dumps

FOLDER = Path(__file__).parent.parent
RECORDINGS = ("conference", "earthquake")


def make(name: str) -> tuple[bytes, str]:
    """Make a recording: the uncompressed tape, and the truth file."""
    scene: Scene = importlib.import_module(f"replay_data.generator.{name}").make_scene()
    lines = [dumps(scene.header()), *(dumps(frame) for frame in scene.frames())]
    return "".join(f"{line}\n" for line in lines).encode(), dump_truth(scene.truth())


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say whether they are as the generator makes them."""
    check = "--check" in arguments
    names = [name for name in arguments if name in RECORDINGS] or list(RECORDINGS)
    fine = True
    for name in names:
        tape, truth = make(name)
        folder = FOLDER / name
        if check:
            with (folder / "tape.ndjson.zst").open("rb") as file:
                there = zstandard.ZstdDecompressor().stream_reader(file).read()
            same = there == tape and (folder / "truth.json").read_text(encoding="utf-8") == truth
            print(f"{name}: {'as the generator makes it' if same else 'not as the generator makes it'}")
            fine &= same
            continue
        folder.mkdir(exist_ok=True)
        (folder / "tape.ndjson.zst").write_bytes(zstandard.ZstdCompressor(level=19).compress(tape))
        (folder / "truth.json").write_text(truth, encoding="utf-8")
        print(f"{name}: {len(tape):,} bytes of tape")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
