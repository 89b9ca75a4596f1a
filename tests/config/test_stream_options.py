"""A source's own keys: what is wrong with them is said with what was found and what to write, never a secret."""

import os
from pathlib import Path

import pytest

from livefeed.config.coverage_file import parse_coverage
from livefeed.config.files import MAX_NAMED_FILE
from livefeed.model.errors import ConfigError

HEAD = 'slug = "demo"\ntitle = "Demo"\nhashtags = ["demo"]\n[[stream]]\n'


def refused(keys: str, folder: Path = Path()) -> ConfigError:
    """The refusal of a stream with these keys; they begin in line 5."""
    with pytest.raises(ConfigError) as refusal:
        parse_coverage((HEAD + keys).encode(), str(folder / "coverage.toml"))
    return refusal.value


@pytest.mark.parametrize(
    ("source", "keys", "line", "key", "problem", "remedy"),
    [
        ("mastodon", "", 4, "server", "is missing", "Write server = …"),
        ("mastodon", 'server = "m.example"', 6, "server", 'found "m.example"', 'server = "https://mastodon.example"'),
        ("mastodon", 'server = "https://u:p@m.example"', 6, "server", "found", "Write the whole address"),
        ("bluesky", "endpoint = 3", 6, "endpoint", "found 3", "Write a text between quotes or a list"),
        ("bluesky", 'endpoint = ["wss://a.example/x", 3]', 6, "endpoint", "found [", "Write a text between quotes"),
        ("hazards", 'feed = "usg"', 6, "feed", 'found "usg"', "Write one of: usgs, emsc, cap."),
        ("hazards", 'feed = "cap"', 4, "url", "is missing", "Write where the alerts are"),
        ("hazards", 'feed = "usgs"\nnear = [nan, 1.0]', 7, "near", "found [nan", "counted to"),
        ("hazards", 'feed = "usgs"\nmin_magnitude = "4"', 7, "min_magnitude", 'found "4"', "Write a number without"),
        (
            "wikipedia",
            'wiki = "fr.wikipedia.org"\npages = ["A"]\nbots = "no"',
            8,
            "bots",
            'found "no"',
            "true or false",
        ),
        ("x", 'token_env = "X"\nbudget_usd = nan', 7, "budget_usd", "found nan", "counted to"),
        ("x", 'token_env = "X"\nbudget_usd = inf', 7, "budget_usd", "found inf", "counted to"),
        ("x", 'token_env = "X"\nbudget_usd = 5\nprice_post = -1', 8, "price_post", "found -1", "price_post = 0.005"),
        ("x", 'token_env = "X"\nbudget_usd = 5\nprice_user = -1', 8, "price_user", "found -1", "price_user = 0.01"),
        ("post", 'name = ""', 6, "name", 'found ""', "short name"),
        ("feed", 'url = "https://a.example/x"\nname = "a#1"', 7, "name", 'found "a#1"', "short name without #"),
    ],
)
def test_a_wrong_key_is_explained(source, keys, line, key, problem, remedy):
    refusal = refused(f'source = "{source}"\n{keys}')

    assert (refusal.line, refusal.key) == (line, f"stream[1].{key}")
    assert refusal.problem.startswith(problem)
    assert remedy in refusal.remedy


def test_a_secret_that_was_written_for_its_name_is_not_shown():
    refusal = refused('source = "mastodon"\nserver = "https://m.example"\ntoken_env = "s3cret-of-mine"')

    assert (refusal.line, refusal.key) == (7, "stream[1].token_env")
    assert "never the secret itself" in refusal.remedy
    assert "s3cret" not in str(refusal)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('"none.zdict"', "cannot be read: No such file"),
        ('"folder"', "is no file"),
        ('"pipe"', "is no file"),
        ('"large"', "is larger than 1 MiB"),
        ('"words"', 'found "words"'),
        ('""', "is no name of a file"),
        ("3", "is no name of a file"),
        (r'"a\u0000b"', "is no name of a file"),
    ],
)
def test_a_dictionary_that_cannot_be_used_is_refused(tmp_path, written, problem):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(MAX_NAMED_FILE + 1))
    (tmp_path / "words").write_text("no dictionary", encoding="utf-8")
    refusal = refused(f'source = "bluesky"\ndictionary_file = {written}', tmp_path)

    assert (refusal.line, refusal.key) == (6, "stream[1].dictionary_file")
    assert problem in refusal.problem
    assert refusal.remedy.startswith(("Write where it is", "Name a zstd dictionary"))


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "own.zdict").write_bytes(b"x")
    really = Path.open

    def opened(path, *how, **more):
        if path.name == "own.zdict":  # root may read everything
            raise PermissionError(13, "Permission denied")
        return really(path, *how, **more)

    monkeypatch.setattr(Path, "open", opened)
    refusal = refused('source = "bluesky"\ndictionary_file = "own.zdict"', tmp_path)

    assert "own.zdict cannot be read: Permission denied" in refusal.problem
