"""Real input, as it is: production lines of Bluesky and a real conference go through the engine and onto the page."""

import io
import json
import subprocess
import sys

from livefeed.assets import Assets
from livefeed.engine.engine import Engine
from livefeed.model.change import PutEntry
from livefeed.runtime.intake import Intake
from livefeed.runtime.tape import Tape
from livefeed.server.render import Renderer
from tests.making import make_coverage


def board_of(tape: bytes, coverage):
    """Fold a tape; the entries in the end, and the counters."""
    intake = Intake(Engine(coverage))
    entries = {}
    for frame in Tape(io.BytesIO(tape)):
        for step in intake.take(frame):
            for change in step.changes:
                if isinstance(change, PutEntry):
                    entries[change.entry.id] = change.entry
                else:
                    entries.pop(change.id)
    return entries, intake.counters


def show(entries, coverage) -> None:
    """Render each entry in both languages."""
    renderer = Renderer(coverage, assets=Assets())
    for entry in entries.values():
        for lang in ("en", "fr"):
            html = renderer.entry(entry, lang)
            assert html.count("<article") == 1
            assert "<script" not in html


def test_production_lines_of_bluesky_are_matched_and_shown(shared_data):
    lines = (shared_data / "bluesky" / "jetstream_v1_20260704.jsonl").read_text(encoding="utf-8").splitlines()
    tape = "".join(
        json.dumps(
            {"t": json.loads(line)["time_us"], "stream": "bluesky:jetstream", "source": "bluesky", "payload": line}
        )
        + "\n"
        for line in lines
    )
    coverage = make_coverage(hashtags=("IndieRebellion",))
    entries, counters = board_of(tape.encode(), coverage)

    assert counters["frames"] == len(lines)
    assert counters["unreadable"] == 0
    assert len(entries) == 1
    show(entries, coverage)


def test_a_real_conference_is_folded_and_shown(shared_data):
    """3,783 posts of which more than half are copies."""
    tool, data = shared_data.parent / "tools" / "tweets_to_tape.py", shared_data / "conference" / "dhd2022_x_api_v2.csv"
    tape = subprocess.run([sys.executable, tool, data, "DHd2022"], capture_output=True, check=True).stdout
    coverage = make_coverage(hashtags=("dhd2022",), time_zone="Europe/Berlin")
    entries, counters = board_of(tape, coverage)

    assert counters["unreadable"] == 0
    assert counters["put"] == tape.count(b"\n")
    assert sum(1 + entry.copy_count for entry in entries.values()) == counters["put"]
    assert len(entries) < counters["put"] / 2
    show(entries, coverage)
