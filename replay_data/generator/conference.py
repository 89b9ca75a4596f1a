"""The recording "Causes ouvertes Montréal 2026": an afternoon of talks, a fire alarm, a fire station, and a walk.

Programme and quotes are in `conference_talks`, what people say in `conference_chat` and `conference_asks`, who they
are in `conference_people`. This module gives every line a time and an author, and lets texts travel.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from random import Random

from replay_data.generator import conference_asks as asks
from replay_data.generator import conference_chat as chat
from replay_data.generator.conference_more import DESK, EDITS, OLD, REACTIONS, SHUTTLE
from replay_data.generator.conference_people import RELAYS, SERVERS, crowd, named, twins
from replay_data.generator.conference_talks import CLOSERS, OPENERS, TALKS, Talk
from replay_data.generator.scene import Feed, Scene
from replay_data.generator.wire import Account, Item, Media

__all__ = ["make_scene"]

SEED = 20261002
_EDT = timezone(timedelta(hours=-4))
_MIDNIGHT = int(datetime(2026, 10, 2, tzinfo=_EDT).timestamp() * 1000)
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
_TAGS = {"fr": "#CausesOuvertes26", "en": "#OpenCauses26"}
_BOOSTS = 1_520
_FRAGMENTS = {"fr": 235, "en": 150}
_PICTURES = {
    "fr": ("Une salle pleine vue du fond, mains levées en applaudissement silencieux", "Un gâteau aux carottes entamé sur une nappe à carreaux", "Un pigeon assis sur un dossier de chaise, l'air concentré", "Des foulards orange suspendus à une rampe d'escalier", "Une rangée de vélos-cargos devant le parc"),
    "en": ("A whiteboard with four columns and a soup stain in the corner", "A half-knitted sock on a conference programme", "People in a windy car park, one holding a slice of cake", "A huge ring of old keys held up on a stage", "Hands signing above a sea of heads"),
}  # fmt: skip


def clock(text: str) -> int:
    """Turn local time of that Friday into milliseconds since 1970 UTC."""
    hours, minutes, seconds = [*map(int, text.split(":")), 0][:3]
    return _MIDNIGHT + (hours * 3600 + minutes * 60 + seconds) * SECOND


def make_scene() -> Scene:
    """Make the whole recording."""
    title = {"en": "Open Causes Montréal 2026", "fr": "Causes ouvertes Montréal 2026"}
    scene = Scene(
        slug="oc-2026",
        seed=SEED,
        title=title,
        tag="CausesOuvertes26",
        servers=SERVERS,
        relays=RELAYS,
        more_tags=("OpenCauses26",),
    )
    afternoon = _Afternoon(scene)
    afternoon.feeds()
    afternoon.talks()
    afternoon.scripts()
    afternoon.corridors()
    afternoon.questions()
    afternoon.help()
    afternoon.links()
    afternoon.walk()
    afternoon.bots()
    afternoon.reactions()
    afternoon.travels()
    afternoon.clocks()
    afternoon.lives()
    afternoon.boosts()
    scene.moment(
        {"en": "Fire alarm", "fr": "Alarme incendie"},
        clock("15:42:08"),
        afternoon.first["alarm"],
        ["alarme", "alarm", "toast", "sort"],
    )
    scene.moment(
        {"en": "Ten years of fire station", "fr": "Dix ans de caserne"},
        clock("16:31:12"),
        afternoon.first["surprise"],
        ["caserne", "station", "clés", "keys"],
    )
    return scene


class _Afternoon:
    """Everything that is posted from half past twelve to six."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.random = Random(SEED + 1)
        self.people = crowd(Random(SEED + 2))
        self.named = named()
        self.twins = twins(Random(SEED + 3), self.people)
        scene.add(*self.named.values())
        for accounts in self.people.values():
            scene.add(*accounts)
        scene.add(*self.twins.values())
        self.said: list[tuple[int, str, float]] = []
        """Time, key and loudness of what can be passed on."""
        self.first: dict[str, str] = {}
        self.spoken: dict[str, int] = {}
        self.told: set[str] = set()
        self.plain: list[str] = []
        """Posts of the crowd that nothing else refers to."""

    # Who, and how

    def somebody(self, lang: str, network: str = "") -> str:
        """Take somebody of the crowd who has said little."""
        accounts = [a for a in self.people[lang] if network in ("", a.network)]
        least = min(self.spoken.get(a.key, 0) for a in accounts)
        found = self.random.choice([a for a in accounts if self.spoken.get(a.key, 0) <= least + 1])
        self.spoken[found.key] = self.spoken.get(found.key, 0) + 1
        return found.key

    def dress(self, text: str, lang: str) -> str:
        """Add the hashtag as people do."""
        draw = self.random.random()
        tag = _TAGS.get(lang) or self.random.choice(list(_TAGS.values()))
        if draw < 0.08:
            tag = tag.lower()
        elif draw < 0.16:
            tag = " ".join(_TAGS.values())
        where = self.random.random()
        if where < 0.07 and " " not in tag:
            return f"{tag} {text}"
        return f"{text}\n\n{tag}" if where < 0.22 else f"{text} {tag}"

    def say(self, who: str, at: int, text: str, lang: str, loud: float = 1.0, **how: object) -> str:
        """Post it, and let whoever is on two networks say it on both."""
        written = self.dress(text, lang)
        key = self.scene.say(who, at, written, lang=lang, **how)  # type: ignore[arg-type]
        if "reply_to" not in how and "answers" not in how:
            self.said.append((at, key, loud * self.random.paretovariate(1.4)))
        twin = self.twins.get(who)
        if twin is not None and not how and self.random.random() < 0.75:
            later = at + self.random.randrange(3, 400) * SECOND
            self.scene.say(twin.key, later, written, lang=lang, copy_of=key, why="cross-post")
        return key

    def both(self, who: str, other: str, at: int, text: str, loud: float, lane: str | None = None) -> str:
        """Let an organisation say the same on both of its accounts."""
        written = f"{text} {' '.join(_TAGS.values())}"
        key = self.scene.say(who, at, written, lang="fr", lane=lane)
        self.said.append((at, key, loud))
        copy = self.scene.say(
            other,
            at + self.random.randrange(5, 50) * SECOND,
            written,
            lang="fr",
            lane=lane,
            copy_of=key,
            why="cross-post",
        )
        self.said.append((at + MINUTE, copy, loud / 2))
        return key

    # What happens

    def talks(self) -> None:
        """Bring sentences out of the rooms, each by several people in their own way."""
        for talk in TALKS:
            begin, end = clock(talk.begin) + 2 * MINUTE, clock(talk.end)
            for number, said in enumerate(talk.said):
                at = begin + (end - begin) * number // len(talk.said)
                for who, delay in self._listeners(talk):
                    lang = "fr" if who.startswith("fr") else "en"
                    if not _understood(said, talk, lang, self.random):
                        continue
                    text = self._quoted(talk, said, lang)
                    media = self._picture(lang) if self.random.random() < 0.05 else {}
                    self.plain.append(self.say(who, at + delay, text, lang, 1.6, **media))
            self.both(
                "org",
                "org_b",
                clock(talk.begin) - MINUTE,
                f"{talk.begin.replace(':', ' h ')}, {talk.room} : « {talk.title} », {talk.name}. Sous-titres et interprétation LSQ/ASL.",
                4.0,
            )

    def _quoted(self, talk: Talk, said: str, lang: str) -> str:
        """Tell a sentence as nobody else has told it."""
        while True:
            opener, closer = self.random.choice(OPENERS[lang]), self.random.choice(CLOSERS[lang])
            room = _ROOMS[talk.room] if lang == "en" else talk.room
            told = opener.format(name=talk.name, said=said, room=room)
            told += "." if closer and told[-1].isalnum() else ""
            text = f"{told} {closer}".strip()
            words = "".join(c for c in text.lower() if c.isalnum())
            if words not in self.told:
                self.told.add(words)
                return f"{text[0].upper()}{text[1:]}"

    def _listeners(self, talk: Talk) -> Iterator[tuple[str, int]]:
        for _ in range(self.random.choice((6, 7, 8, 9, 10))):
            lang = "fr" if self.random.random() < (0.72 if talk.lang == "fr" else 0.4) else "en"
            yield self.somebody(lang), self.random.randrange(5, 200) * SECOND

    def _picture(self, lang: str) -> dict[str, object]:
        description = self.random.choice(_PICTURES[lang])
        number = self.random.randrange(1000, 9999)
        return {"media": [Media(f"https://media.entraide.example/{number}.jpg", description)]}

    def scripts(self) -> None:
        """Say what is written line by line: the corridors, the alarm, the announcement, other languages."""
        for name, script, loud in (
            ("chat", chat.CHAT, 2.0),
            ("alarm", chat.ALARM, 2.4),
            ("surprise", chat.SURPRISE, 3.2),
        ):
            rows = [(row.split(" ", 1), lang) for lang, text in script.items() for row in text.strip().splitlines()]
            for (at, text), lang in sorted(rows, key=lambda row: row[0][0]):
                fast = {"delay": self.random.randrange(400, 1900)} if name not in self.first and name != "chat" else {}
                picture = self._picture(lang) if not fast and self.random.random() < 0.07 else {}
                key = self.say(
                    self.somebody(lang), clock(at) + self.random.randrange(0, 900), text, lang, loud, **fast, **picture
                )
                self.first.setdefault(name, key)
                if not picture and not fast:
                    self.plain.append(key)
        for at, who, text, lang in chat.CROSS_SCRIPTS:
            self.say(who, clock(at) + self.random.randrange(50) * SECOND, text, lang, 2.0)
        for number, (lang, text) in enumerate(chat.THANKS):
            self.plain.append(self.say(self.somebody(lang), clock("17:40") + number * 80 * SECOND, text, lang, 1.5))
        caserne = "La caserne 14 est à vous pour dix ans. Loyer : zéro. Chauffage : compris. Poteau : d'origine."
        self.both("caserne", "org", clock("16:31:40"), caserne, 22.0, "news")

    def corridors(self) -> None:
        """Fill the afternoon with small encounters, none of them twice."""
        for lang, count in _FRAGMENTS.items():
            places, people, finds = chat.FRAGMENTS[lang]
            every = [(a, b, c) for a in places for b in people for c in finds]
            for place, person, find in self.random.sample(every, count):
                at = self.random.choice(_CORRIDOR_TIMES)
                moment = clock(at) + self.random.randrange(0, 18 * 60) * SECOND
                self.plain.append(self.say(self.somebody(lang), moment, f"{place} {person} {find}", lang))

    def questions(self) -> None:
        """Ask and answer."""
        for number, (at, lang, text, answers) in enumerate(asks.QUESTIONS):
            network = self.random.choice(("mastodon", "mastodon", "bluesky"))
            asker = self.somebody(lang, network)
            key = self.say(asker, clock(at), text, lang, 1.4, key=f"q{number}", asks=True, lane="question")
            for answered_at, answer_lang, answer in answers:
                helper = self.somebody(answer_lang, network)
                while helper == asker:
                    helper = self.somebody(answer_lang, network)
                self.say(helper, clock(answered_at), answer, answer_lang, answers=key)

    def help(self) -> None:
        """Want and offer help."""
        for at, lang, lane, text in asks.HELP:
            who = "consuelo" if lang == "es" else self.somebody(lang)
            self.say(who, clock(at) + self.random.randrange(55) * SECOND, text, lang, 2.2, lane=lane)

    def links(self) -> None:
        """Share a few pages under many addresses."""
        for number, (canonical, variants, texts) in enumerate(asks.LINKS):
            begin = clock(("12:35", "13:45", "14:10", "14:00", "15:20", "16:35")[number])
            addresses = (canonical, *variants)
            posts = []
            for turn, text in enumerate(texts):
                lang = (
                    "en"
                    if (text.isascii() and " the " in f" {text} ".lower())
                    or text.startswith(
                        ("If", "All", "Every", "Sponsor", "Read", "Opening", "Plain", "GOT", "Bookmark", "Today")
                    )
                    else "fr"
                )
                at = begin + turn * self.random.randrange(4, 14) * MINUTE
                posts.append(self.say(self.somebody(lang), at, f"{text} {addresses[turn % len(addresses)]}", lang, 1.8))
            self.scene.link(canonical, addresses, posts)

    def walk(self) -> None:
        """Walk, and count."""
        for at, text in asks.WALK:
            self.both("marche", "marche_b", clock(at), text, 7.0, "cause")

    def bots(self) -> None:
        """Let the info desk and the shuttle report."""
        for at, text in DESK:
            self.scene.say("kiosque", clock(at), f"{text} #CausesOuvertes26", lane="official")
        for at, text in SHUTTLE:
            self.scene.say("bus", clock(at), f"{text} #CausesOuvertes26")

    def reactions(self) -> None:
        """Answer what others said, once each."""
        for lang, words in REACTIONS.items():
            for text in words:
                at, of, _ = self.random.choice(self.said)
                network = self.scene.drafts[of].account.network
                if network == "post":
                    continue
                who = self.somebody(lang, network)
                self.say(who, at + self.random.randrange(60, 900) * SECOND, text, lang, reply_to=of)

    def travels(self) -> None:
        """Let an appeal be copied, spam ride along, and quotes say nothing."""
        at = clock("16:52")
        self.scene.say("odile", at, f"{asks.APPEAL} #CausesOuvertes26", key="appeal", lang="fr")
        self.said.append((at, "appeal", 12.0))
        for number in range(40):
            dress = asks.APPEAL_DRESS[number % len(asks.APPEAL_DRESS)]
            text = dress.format(
                text=asks.APPEAL,
                upper=asks.APPEAL.upper(),
                bare=asks.APPEAL.replace(".", "").replace(":", "").replace(",", ""),
                tag="#CausesOuvertes26",
            )
            when = at + int(self.random.expovariate(1 / 900) + 20) * SECOND
            self.scene.say(self.somebody("fr"), when, text, lang="fr", copy_of="appeal", why="text")
        first: dict[int, str] = {}
        for number in range(24):
            lang = self.random.choice(("fr", "en"))
            code = f"{self.random.getrandbits(32):08x}"
            baited = self.random.choice((50, 100, 200, 500))
            text = asks.SPAM.format(n=baited, code=code, tag="#OpenCauses26")
            spammer = Account(
                f"spam{number}", "bluesky", f"promo-{code[:5]}", "ciel.example", f"WIN PASS {code[:3]}", lang
            )
            self.scene.add(spammer)
            self.scene.say(
                spammer.key,
                clock("14:05") + number * 7 * MINUTE + self.random.randrange(300) * SECOND,
                text,
                lang="en",
                key=f"spam-{number}",
                copy_of=first.get(baited),
                why="text",
            )
            first.setdefault(baited, f"spam-{number}")
        for _ in range(26):
            at, of, _loud = self.random.choice(
                [one for one in self.said if self.scene.drafts[one[1]].account.network in ("mastodon", "bluesky")]
            )
            network = self.scene.drafts[of].account.network
            who = self.somebody(self.random.choice(("fr", "en")), network)
            self.scene.say(
                who,
                at + self.random.randrange(90, 2400) * SECOND,
                "#CausesOuvertes26",
                lang=None,
                quote_of=of,
                copy_of=of,
                why="quote",
            )

    def clocks(self) -> None:
        """Let some clocks lie, some posts be old, and some arrive late."""
        for lang, text, claims in OLD:
            at = clock("13:20") + self.random.randrange(0, 4 * 3600) * SECOND
            when = {
                "future": at + self.random.choice((17 * MINUTE, 3 * HOUR, 26 * HOUR)),
                "1970": self.random.randrange(0, 4000) * SECOND,
            }.get(claims)
            if claims == "old":
                when = at - self.random.randrange(3, 40) * 24 * HOUR
            if claims == "late":
                self.scene.say(
                    self.somebody(lang, "mastodon"),
                    at,
                    self.dress(text, lang),
                    lang=lang,
                    delay=self.random.randrange(6, 48) * MINUTE,
                )
            else:
                network = "nostr" if claims == "future" else ""
                self.scene.say(self.somebody(lang, network), at, self.dress(text, lang), lang=lang, claims=when)

    def lives(self) -> None:
        """Let some posts be edited, and some be deleted, six of them before they arrive."""
        free = [
            key
            for key in self.plain
            if self.scene.drafts[key].account.network != "nostr"
            and self.scene.drafts[key].account.key not in self.twins
        ]
        chosen = self.random.sample(free, len(EDITS) + 24)
        for text, key in zip(EDITS, chosen, strict=False):
            draft = self.scene.drafts[key]
            self.scene.edit(key, draft.at + self.random.randrange(60, 1200) * SECOND, f"{draft.text}\n\n{text}")
        gone = chosen[len(EDITS) :]
        for number, key in enumerate(gone):
            draft = self.scene.drafts[key]
            self.scene.delete(key, draft.at + self.random.randrange(40, 1500) * SECOND, before_arrival=number < 6)
        self.said = [one for one in self.said if one[1] not in gone]

    def boosts(self) -> None:
        """Pass on what is worth it: a few posts much, most not at all."""
        boosters = {
            network: [a.key for accounts in self.people.values() for a in accounts if a.network == network]
            for network in ("mastodon", "bluesky", "nostr")
        }
        done: set[tuple[str, str]] = set()
        weights = [loud for _, _, loud in self.said]
        while len(done) < _BOOSTS:
            at, of, _ = self.random.choices(self.said, weights)[0]
            original = self.scene.drafts[of].account
            who = self.random.choice(boosters[original.network]) if original.network in boosters else ""
            if not who or who == original.key or (who, of) in done:
                continue
            done.add((who, of))
            self.scene.boost(who, of, at + int(self.random.expovariate(1 / 500) + 45) * SECOND)

    def feeds(self) -> None:
        """Let the organisers, a radio and a newspaper publish."""
        self.scene.feeds = {
            "blogue": Feed("blogue", "atom", "https://causesouvertes.example/blogue.atom", "https://causesouvertes.example/", "Causes ouvertes, le blogue", "fr"),
            "radio": Feed("radio", "rss", "https://radio-des-saules.example/nouvelles.rss", "https://radio-des-saules.example/", "Radio des Saules", "fr"),
            "voisin": Feed("voisin", "json", "https://goodneighbour.example/feed.json", "https://goodneighbour.example/", "The Good Neighbour", "en"),
        }  # fmt: skip
        for number, (feed, at, minutes, title, summary) in enumerate(asks.FEED_ITEMS):
            home = self.scene.feeds[feed].home
            url = f"{home}2026/10/02/{number + 1}"
            item = Item(id=url, url=url, title=title, summary=summary, published=clock(at))
            self.scene.publish(
                feed, item, clock(at), delay=minutes * MINUTE, lane="official" if feed == "blogue" else "news"
            )


_CORRIDOR_TIMES = (
    "12:32",
    "12:36",
    "12:40",
    "12:42",
    "13:41",
    "14:26",
    "14:55",
    "15:08",
    "15:12",
    "15:12",
    "15:14",
    "15:16",
    "16:03",
    "16:05",
    "16:40",
    "17:04",
    "17:06",
    "17:08",
    "17:36",
    "17:40",
    "17:42",
)


_ROOMS = {"la grande salle": "the main hall", "la salle Érable": "Salle Érable", "la salle Bouleau": "Salle Bouleau"}


def _understood(said: str, talk: Talk, lang: str, rng: Random) -> bool:
    """People quote what was said in their own language, and now and then in the other."""
    spoken = "fr" if any(mark in said for mark in "éèàçêîôù«") or talk.key in ("ouverture", "clair", "eau") else "en"
    return spoken == lang or rng.random() < 0.12
