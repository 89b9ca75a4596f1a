"""The measurement of the past runs, and asks for what there is; how fast is not asked here."""

from livefeed.bench import past
from livefeed.bench.journal import fill
from livefeed.model.times import DAY


def test_every_question_is_answered_and_every_size_told(tmp_path, monkeypatch):
    monkeypatch.setattr(past, "_COMMITTED", 50)
    monkeypatch.setattr(past, "_ROUNDS", 1)
    path = fill(tmp_path, 500, lambda _: None, DAY // 500)
    lines = list(past.measure_past(tmp_path, path, 4))

    assert [line.what.split()[0] for line in lines] == [
        "board.json,", "as", "changes.json,", "as", "facts.json,", "in", "in", "reference:",
    ]  # fmt: skip
    assert all(line.median > 0 and line.longest >= line.p99 >= line.median for line in lines)
    assert {name for name, size in past.measure_sizes(path) if size} >= {"change", "change_place", "volume"}
    assert "without the index of places" in past.measure_cost()
