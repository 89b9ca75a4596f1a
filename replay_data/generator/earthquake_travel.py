"""How texts travel: a message that eighty people copy, spam, shared articles, bare quotes, an old blog's import."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random

from replay_data.generator import earthquake_waves as waves
from replay_data.generator.earthquake_company import Company
from replay_data.generator.earthquake_script import Line, clock, rate
from replay_data.generator.earthquake_usgs import LOG_HOME, RADIO_HOME
from replay_data.generator.scene import Scene

__all__ = ["Agenda", "Travels"]

Agenda = list[tuple[int, Callable[[int], object]]]
"""What happens when; each action is given its time."""

_ARTICLES = {
    "fr": f"{RADIO_HOME}/nouvelles/seisme-5-6-ce-que-lon-sait",
    "en": f"{LOG_HOME}/2026/11/07/what-we-know",
}


class Travels:
    """Plans the waves of a scene."""

    def __init__(self, scene: Scene, company: Company, rng: Random) -> None:
        self.scene = scene
        self.company = company
        self.random = rng

    def plan(self, lines: list[Line]) -> Agenda:
        """Give everything that travels."""
        return [*self._safety(), *self._spam(), *self._links(), *self._quotes(lines), *self._imports()]

    def _safety(self) -> Agenda:
        agenda: Agenda = []
        begin, end = clock("19:00:30"), clock("21:20:00")
        total = sum(rate(t) for t in range(begin, end, 5000))
        copies = 80 + len(waves.NEAR_SAFETY)
        wanted = [total * (n + self.random.uniform(0.1, 0.9)) / copies for n in range(copies)]
        near = sorted(self.random.sample(range(6, copies), len(waves.NEAR_SAFETY)))
        passed, number = 0.0, 0
        for t in range(begin, end, 5000):
            passed += rate(t)
            while number < copies and wanted[number] <= passed:
                worn = near.index(number) if number in near else None
                agenda.append((t, partial(self._copy_safety, number, worn)))
                number += 1
        return agenda

    def _copy_safety(self, number: int, worn: int | None, at: int) -> None:
        who = self.company.stranger("fr-far" if number % 6 == 5 else "fr-local", at)
        tag = self.random.choice(("#SeismeBDC", "#SeismeBDC", "#seismebdc", "#BaieDesCedres"))
        if worn is not None:
            text, why = f"{waves.NEAR_SAFETY[worn]} {tag}", "near"
        else:
            dress = "{text} {tag}" if number % 3 else waves.SAFETY_DRESS[number // 3 % len(waves.SAFETY_DRESS)]
            if "{tag}" not in dress:
                dress += " {tag}"
            plain = waves.SAFETY.replace("⚠️", "⚠").replace("'", "’")
            text = dress.format(
                text=waves.SAFETY, tag=tag, author="@gervaise_inf", upper=waves.SAFETY.upper(), plain=plain
            )
            why = "text"
        self.scene.say(who, at + self.random.randrange(4000), text, lang="fr", copy_of="safety", why=why)

    def _spam(self) -> Agenda:
        agenda: Agenda = []
        accounts = self.company.spam
        for n in range(30):
            at = clock("18:58:05") + n * 200_000 + self.random.randrange(150_000)
            agenda.append((at, partial(self._clip, n, accounts[1 + (n - 1) % (len(accounts) - 1) if n else 0])))
        for n in range(8):
            at = clock("19:31:00") + n * 700_000 + self.random.randrange(300_000)
            agenda.append((at, partial(self._coin, n, accounts[(5 * n + 2) % len(accounts)])))
        return agenda

    def _clip(self, number: int, who: str, at: int) -> None:
        url = f"https://quake-cam-live.example/v/?ref={84100 + number * 17}"
        text = waves.SPAM.format(url=url, tag=("#CedarBayQuake", "#SeismeBDC", "#CedarBay")[number % 3])
        copied = "spam0" if number else None
        self.scene.say(who, at, text, key=f"spam{number}", lang="en", copy_of=copied, why="text" if number else None)

    def _coin(self, number: int, who: str, at: int) -> None:
        wallet = f"lf{(number + 3) * 7_919_317:x}q{number * 37 + 11}"
        text = waves.SPAM_CRYPTO.format(n=wallet, tag="#SeismeBDC" if number % 2 else "#CedarBayQuake")
        copied = "coin0" if number else None
        self.scene.say(who, at, text, key=f"coin{number}", lang="en", copy_of=copied, why="near" if number else None)

    def _links(self) -> Agenda:
        return [
            (clock(at), partial(self._link, who, lang, text, f"link{number}"))
            for number, (at, who, lang, text) in enumerate(waves.LINK_SHARES)
        ]

    def _link(self, who: str, lang: str, text: str, key: str, at: int) -> None:
        speaker = who or self.company.stranger(f"{lang}-local", at)
        self.scene.say(
            speaker, at, text, key=key, lang=lang, copy_of=_ARTICLES[lang], why="link", lane="news"
        )  # fmt: skip

    def _quotes(self, lines: list[Line]) -> Agenda:
        times = {line.key: line.at for line in lines}
        agenda: Agenda = []
        for key in waves.QUOTES * 3:
            at = times[key] + self.random.randrange(60_000, 1_500_000)
            if at < clock("21:59:30"):
                agenda.append((at, partial(self._quote, key)))
        return agenda

    def _quote(self, key: str, at: int) -> None:
        original = self.scene.drafts[key]
        pool = f"{'en' if original.lang == 'en' else 'fr'}-local"
        who = self.company.stranger(pool, at, original.account.network)
        tag = "#CedarBayQuake" if original.lang == "en" else "#SeismeBDC"
        self.scene.say(who, at, tag, lang=original.lang, quote_of=key, copy_of=key, why="quote")

    def _imports(self) -> Agenda:
        begin = clock("19:50:10")
        return [
            (begin + number * 2300, partial(self._import, claimed, text))
            for number, (claimed, text) in enumerate(waves.ARCHIVE)
        ]

    def _import(self, claimed: str, text: str, at: int) -> None:
        claims = int(datetime.fromisoformat(claimed).timestamp() * 1000)
        self.scene.say("archives", at, text, lang="fr", claims=claims)
