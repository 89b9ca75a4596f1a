"""A journal with a little of everything, and the archive of it."""

from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from livefeed.assets import Assets
from livefeed.model.coverage import Cause, Coverage
from livefeed.model.post import Post, Ruling
from livefeed.runtime.journal import Write
from livefeed.runtime.sqlite_journal import SqliteJournal
from livefeed.runtime.sqlite_moment import SqliteMoment
from livefeed.server.archive.folder import ArchiveFolder
from livefeed.server.archive.making import Wanted, make_archive
from tests.making import NOON, SECOND, Run, make_coverage, make_post

__all__ = ["HOSTILE", "ArchivedDay", "whole"]

HOSTILE = "<img src=x onerror=alert(1)> </script> __proto__ constructor ]]> \u2028 ende #demo"
"""What somebody might post who means no good."""

CAUSE = Cause(kind="donate", title={"en": "Help", "fr": "Aider"}, url="https://give.example/")


class ArchivedDay:
    """A coverage of two hours: posts of two networks, every tenth of which is edited and every thirtieth deleted.

    Args:
        folder: for the journal.
        posts: how many.
        coverage: whose; French first without it.
    """

    def __init__(self, folder: Path, posts: int = 250, coverage: Coverage | None = None) -> None:
        self.folder = folder
        self.coverage = coverage or make_coverage(
            title={"fr": "Démo en français", "en": "Demo"}, time_zone="America/Montreal", causes=(CAUSE,)
        )
        self.journal = folder / "data" / self.coverage.slug / "journal.sqlite3"
        self._run = Run(self.coverage)
        self._now = NOON
        self._steps: list[Write] = []
        for number in range(posts):
            self._put(number)
        self.say("hostile", HOSTILE, by="mallory")
        self._commit()

    def _put(self, number: int) -> None:
        network = "bluesky" if number % 3 == 0 else "mastodon"
        words = " ".join(f"{word}{number}" for word in ("rue", "pont", "place", "quai", "parc"))
        text = f"Été à {'Montréal' if number % 2 else 'Québec'} {words}{', la Route fermée' * (number % 50 == 7)} #demo"
        self.say(f"p{number}", text, network=network, by=f"anna{number % 7}")
        if number % 10 == 5:
            self.say(
                f"p{number}", f"{text} et corrigé", network=network, by=f"anna{number % 7}", step=0, edited_at=NOON
            )
        if number % 30 == 29:
            self.delete(f"p{number - 20}")

    def say(self, name: str, text: str, *, step: int = 30 * SECOND, **parts) -> Post:
        """Let somebody post, half a minute after the last one."""
        self._now += step
        one = make_post(name, text, created_at=self._now, **parts)
        self._write(self._run.put(one))
        return one

    def delete(self, name: str) -> None:
        """Let somebody delete, a second after what was last."""
        self._now += SECOND
        self._write(self._run.delete(name, received_at=self._now + SECOND))

    def join(self, one: str, other: str) -> None:
        """Let an editor say that two posts are the same, a second after what was last."""
        self._now += SECOND
        self._write(self._run.report(Ruling(verdict="together", one=one, other=other), self._now + SECOND))

    def sort(self, lane: str) -> None:
        """Put what was said last into a lane, as a journal may have it."""
        changes = self._steps[-1].steps[-1].changes
        changes[:] = [replace(change, entry=replace(change.entry, lanes=(lane,))) for change in changes]

    def _write(self, step) -> None:
        self._steps.append(Write(steps=[step], t=self._run.received_at, counters=self._run.engine.counters))

    def _commit(self) -> None:
        with closing(SqliteJournal(self.journal, self.coverage.slug)) as journal:
            journal.commit(self._steps)
            journal.tidy()
        self._steps.clear()

    def moment(self) -> SqliteMoment:
        """The journal as it is."""
        if self._steps:
            self._commit()
        return SqliteMoment(self.journal, self.coverage.slug)

    def archive(self, name: str = "archive", pictures: Path | None = None, root: str | None = None) -> Path:
        """Write the archive; an older one of this name goes."""
        path = self.folder / name
        folder = ArchiveFolder(path, self.coverage.slug)
        wanted = Wanted(coverage=self.coverage, assets=Assets(), folder=folder, pictures=pictures, root=root)
        make_archive(self.moment, wanted)
        return path


def whole(folder: Path) -> bytes:
    """All bytes of a folder, with the names of its files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files)
