"""`livefeed export`, as people type it: beside a server, into files that appear when they are complete."""

import io
import json
import os
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from livefeed.cli.main import livefeed as commands
from livefeed.cli.unfinished import Unfinished
from livefeed.model.errors import ExportError
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from tests.cli.test_commands import COVERAGE, Server, livefeed
from tests.making import NOON, SECOND, Run, make_post


class Kept:
    """A coverage file, with a journal beside it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "coverage.toml"
        self.file.write_text(COVERAGE)
        self.journal = folder / "data" / "demo" / "journal.sqlite3"
        self._run = Run()

    def __fspath__(self) -> str:
        return str(self.file)

    __str__ = __fspath__

    def put(self, *numbers: int) -> None:
        """Write posts, one a second."""
        posts = [make_post(f"p{n}", f"mot {n} #demo", created_at=NOON + n * SECOND) for n in numbers]
        self._write([self._run.put(one) for one in posts])

    def delete(self, number: int) -> None:
        """Write a deletion."""
        self._write([self._run.delete(f"p{number}")])

    def _write(self, steps) -> None:
        with closing(SqliteJournal(self.journal, "demo")) as journal:
            journal.commit([Write(steps=steps, counters=self._run.engine.counters)])


@pytest.fixture
def coverage(tmp_path):
    """Nine posts."""
    kept = Kept(tmp_path)
    kept.put(*range(9))
    return kept


def run(coverage, *arguments):
    """Type the command for a coverage whose data are beside it."""
    return livefeed("export", coverage, "--data", coverage.file.parent / "data", *arguments)


def numbers(lines: bytes) -> list[int]:
    """Which posts lines are about."""
    return [int(json.loads(line)["entry"]["post"]["text"].split()[1]) for line in lines.splitlines()]


def test_an_export_goes_to_standard_output_and_no_progress_into_a_pipe(coverage):
    done = run(coverage, "--format", "ndjson", "--from", "2026-10-02T12:00:03Z", "--to", "2026-10-02T14:00:06+02:00")

    assert (done.returncode, done.stderr) == (0, b"")
    assert numbers(done.stdout) == [3, 4, 5]


@pytest.mark.parametrize("arguments", [("--format", "csv"), ("--format", "ndjson", "--changes")])
def test_progress_on_a_terminal_says_how_far_it_is(coverage, monkeypatch, tmp_path, arguments):
    """Of all that there is, which is known before it is read."""
    shown = io.StringIO()
    terminal = partial(Console, file=shown, force_terminal=True, width=100)
    monkeypatch.setattr("livefeed.cli.export.Console", lambda **_options: terminal())
    command = ["export", str(coverage), "--data", str(tmp_path / "data"), "-o", str(tmp_path / "out"), *arguments]
    assert CliRunner().invoke(commands, command, env={"TERM": "xterm"}).exit_code == 0

    assert "100%" in shown.getvalue()


def test_who_interrupts_it_hears_how_to_go_on(coverage, monkeypatch, tmp_path):
    def interrupted(*_arguments):
        yield b"a beginning"
        raise KeyboardInterrupt

    monkeypatch.setattr("livefeed.cli.export.made", interrupted)
    command = [
        "export",
        str(coverage),
        "--data",
        str(tmp_path / "data"),
        "--format",
        "csv",
        "-o",
        str(tmp_path / "out"),
    ]
    done = CliRunner().invoke(commands, command)

    assert "out: --resume goes on with what is there of it" in done.stderr
    assert (tmp_path / "out.part").read_bytes() == b"a beginning"


@pytest.mark.parametrize("form", ["ndjson", "csv", "html", "markdown"])
def test_a_file_appears_when_it_is_complete(coverage, form, tmp_path):
    """And takes the place of an older one; beside a server that runs."""
    file = tmp_path / "out"
    file.write_text("older")
    server = Server("serve", coverage, "--data", tmp_path / "data", "--offline")
    done = run(coverage, "--format", form, "-o", file)
    with_page = run(coverage, "--format", form, "--public-url", "https://live.example/")
    server.stop()

    assert done.returncode == 0
    assert all(f"mot {n} " in file.read_text("utf-8").replace("\\", "") for n in range(9))
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out"]
    assert (b"https://live.example/en/demo/e/" in with_page.stdout) == (form == "html")


def test_an_html_file_asks_nobody_for_anything(coverage):
    page = run(coverage, "--format", "html", "--lang", "fr").stdout.decode()

    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert '<html lang="fr">' in page
    assert page.count("<article") == 9
    for forbidden in ("<script", "<link", "<img", "<button", "@import", "url(", 'href="/', 'href=""'):
        assert forbidden not in page


def cut(coverage, file, size: int) -> bytes:
    """Write a file, then make it look as if the writing had been cut; returns the whole."""
    assert run(coverage, "--format", "ndjson", "-o", file).returncode == 0
    whole = file.read_bytes()
    part = file.with_name(f"{file.name}.part")
    file.rename(part)
    os.truncate(part, size)
    return whole


def test_a_cut_file_is_gone_on_with_until_something_is_deleted(coverage, tmp_path):
    """As it was begun, whatever has come since; after a deletion it is begun anew."""
    file = tmp_path / "out.ndjson"
    whole = cut(coverage, file, 700)
    tag = name_of(coverage)
    (tmp_path / "out.ndjson.part.of").write_text(tag)
    coverage.put(20)
    done = run(coverage, "--format", "ndjson", "-o", file, "--resume")
    assert (done.returncode, file.read_bytes()) == (0, whole)
    assert b"anew" not in done.stderr

    file.rename(tmp_path / "out.ndjson.part")
    os.truncate(tmp_path / "out.ndjson.part", 700)
    (tmp_path / "out.ndjson.part.of").write_text(tag)
    coverage.delete(4)
    done = run(coverage, "--format", "ndjson", "-o", file, "--resume")
    assert b"begun anew, since something was deleted meanwhile" in done.stderr
    assert numbers(file.read_bytes()) == [0, 1, 2, 3, 5, 6, 7, 8, 20]


def name_of(coverage) -> str:
    """The name of an export of this moment, made as the command makes it."""
    from livefeed.assets import Assets
    from livefeed.runtime.sqlite_moment import SqliteMoment
    from livefeed.server.export.asked import Asked

    moment = SqliteMoment(coverage.journal, "demo")
    name = Asked(form="ndjson", lang="en").tag(moment.cursor, Assets().version)
    moment.close()
    return name


def test_what_is_there_of_a_file_is_kept_only_as_far_as_it_is_the_same(tmp_path):
    """A block that a power cut tore is written again."""
    file = Unfinished(tmp_path / "out")
    pieces = [b"a" * 1000, b"b" * 1000, b"c" * 10]
    for torn in (b"", b"a" * 999, b"a" * 1000 + b"\0" * 500, b"x" * 5000, b"".join(pieces)):
        (tmp_path / "out.part").write_bytes(torn)
        assert file.write(iter(pieces), "of this", go_on=True) == 2010
        assert (tmp_path / "out").read_bytes() == b"".join(pieces)
        assert file.of() == ""


def test_what_is_begun_stays_when_it_is_interrupted(tmp_path):
    file = Unfinished(tmp_path / "out")

    def broken():
        yield b"a" * 1000
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        file.write(broken(), "of this", go_on=False)
    assert (file.of(), (tmp_path / "out.part").stat().st_size, (tmp_path / "out").exists()) == ("of this", 1000, False)


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(ExportError, match="missing"):
        Unfinished(tmp_path / "missing" / "out").write([b"a"], "of this", go_on=False)


def test_wrong_use_is_said(coverage, tmp_path):
    for arguments, problem in (
        (["--format", "csv", "--changes"], b"changes are given as ndjson"),
        (["--format", "csv", "--resume"], b"--resume: needs -o FILE"),
        (["--format", "pdf"], b"--format pdf: needs -o FILE"),
        (["--format", "pdf", "--resume", "-o", "x"], b"a PDF is made at once"),
        (["--format", "csv", "--from", "monday"], b"found monday; write 2026-"),
        (["--format", "csv", "--from", "2026-10-02", "--to", "2026-10-01"], b"from is not before to"),
    ):
        done = run(coverage, *arguments)
        assert done.returncode == 2
        assert problem in done.stderr
    none = livefeed("export", coverage, "--data", tmp_path / "none", "--format", "csv")
    assert (none.returncode, none.stdout) == (1, b"")
    assert b"there is no journal" in none.stderr


def test_without_a_browser_it_says_how_to_make_a_pdf(coverage, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LIVEFEED_CHROMIUM", raising=False)
    done = run(coverage, "--format", "pdf", "-o", tmp_path / "out.pdf")

    assert done.returncode == 1
    assert b"open /SLUG/print in any browser" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.browser
def test_a_pdf_is_printed_by_the_browser_of_the_machine(coverage, tmp_path):
    done = run(coverage, "--format", "pdf", "-o", tmp_path / "out.pdf", "--paper", "letter", "--lang", "fr")

    assert done.returncode == 0, done.stderr
    made = (tmp_path / "out.pdf").read_bytes()
    assert made.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 612 792]" in made
