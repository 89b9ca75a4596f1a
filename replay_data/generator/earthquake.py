"""The recording "Séisme à Baie-des-Cèdres": an ordinary Saturday, 18:47:12, and three hours of people and posts.

The story is told in the script files `earthquake_quiet` … `earthquake_night`; this module gives every line a time, an
author and a network, lets texts travel (boosts, copies, cross-posts, spam), and lets clocks lie and a server fail.
"""

from functools import partial
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

from replay_data.generator import earthquake_after as after
from replay_data.generator import earthquake_help as helping
from replay_data.generator import earthquake_night as night
from replay_data.generator import earthquake_rumours as rumours
from replay_data.generator import earthquake_shock as shock
from replay_data.generator import earthquake_waves as waves
from replay_data.generator.earthquake_cast import FLEUVE, RELAYS, SERVERS
from replay_data.generator.earthquake_company import Company
from replay_data.generator.earthquake_quiet import QUIET
from replay_data.generator.earthquake_script import Line, clock, place, rate, read
from replay_data.generator.earthquake_travel import Agenda, Travels
from replay_data.generator.earthquake_usgs import publish_feeds
from replay_data.generator.scene import Scene
from replay_data.generator.wire import Media, segments

__all__ = ["make_scene"]

SEED = 184712
TAGS = ("SeismeBDC", "CedarBayQuake", "BaieDesCedres", "CedarBay")
SHOCK = clock("18:47:12")
NAMED = clock("18:52:10")
"""From here on the quake has its own hashtags."""

_FAST = {"first": 700, "senti": 900, "shock1-3": 1000, "rep1": 800, "rep2-1": 900}
_LOUD = {"dam0": 150.0, "hydro_dam1": 90.0, "vigie_dam_ok": 25.0, "haruka2": 9.0, "haruka3": 8.0, "biscotte1": 6.0, "first": 3.0,
         "pain1": 6.0, "choir_en": 6.0, "choeur3": 4.0, "maree_ok": 7.0, "bebe2": 6.0, "biscotte3": 7.0, "rallonge": 5.0,
         "lift4": 5.0, "musee3": 4.0, "ville1": 6.0, "refuge1": 5.0, "vigie_tsu": 5.0, "pont1": 4.0, "routes_pont": 4.0,
         "doris_ok": 4.0, "kukum1": 5.0, "psy": 4.0, "don2": 4.0, "galerie": 4.0, "lit_a": 4.0}  # fmt: skip
"""Posts that are passed on more than others."""
_OPEN = {"ahead": 6, "behind": 5, "gone": 14}
"""How many posts have clocks that lie, or are deleted later."""
_CROSS = frozenset(
    {"animani", "choeur", "colombe", "doris", "ewan", "fromage", "haruka", "hydro", "lucia", "marmite", "minjun", "nadia", "ose", "ovide", "rima", "solene", "tarek", "vigie", "ville", "zach"}
)  # fmt: skip


def make_scene() -> Scene:
    """Make the whole recording."""
    title = {"en": "Cedar Bay earthquake", "fr": "Séisme à Baie-des-Cèdres"}
    scene = Scene(
        slug="seisme-baie-des-cedres",
        seed=SEED,
        title=title,
        tag=TAGS[0],
        servers=SERVERS,
        relays=RELAYS,
        more_tags=TAGS[1:],
    )
    evening = _Evening(scene)
    publish_feeds(scene)
    evening.plan()
    evening.play()
    scene.cut(f"mastodon:{FLEUVE}", clock("19:02:00"), clock("19:19:00"))
    _moments(scene)
    _links(scene)
    return scene


def _script() -> list[Line]:
    parts = {
        "quiet": QUIET, "shock1": shock.FIRST_SECONDS, "shock2": shock.FIRST_MINUTE, "shock3": shock.SECOND_MINUTE,
        "shock4": shock.THIRD_MINUTE, "shock5": shock.FOURTH_MINUTE, "shock6": shock.FIFTH_MINUTE,
        "shock7": shock.NEXT_MINUTES, "far1": shock.FAR, "tide": rumours.TIDE, "dam1": rumours.DAM,
        "dam2": rumours.DAM_CORRECTED, "bridge": rumours.BRIDGE, "official": rumours.OFFICIALS, "help": helping.HELP,
        "ask": helping.QUESTIONS, "form": helping.FORM, "story": after.STORIES, "answer": after.RESPONSES,
        "far2": after.FAR_LATER, "share": after.SHARES, "rep1": night.AFTERSHOCK_ONE, "night1": night.AFTER_ONE,
        "choir": night.CHOIR, "night2": night.EVENING, "rep2": night.AFTERSHOCK_TWO, "night3": night.LATE,
    }  # fmt: skip
    return [line for name, script in parts.items() for line in read(script, name)]


class _Evening:
    """Everything that is posted, planned first and played in the order of time."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.random = Random(SEED + 1)
        self.company = Company(scene, Random(SEED + 2))
        self.lines = _script()
        place(self.lines, Random(SEED + 3))
        self.agenda: Agenda = []
        self.said: list[tuple[int, str, float]] = []
        """When, key and loudness of what can be boosted."""
        self.gone: dict[str, int] = {}
        self.revised = {line.key for line, _, _ in self._edited()}
        self.fates = self._draw_fates()

    def plan(self) -> None:
        """Put everything on the agenda."""
        for line in self.lines:
            self.agenda.append((line.at, partial(self._say, line)))
        for line in self.lines:
            for at, text in line.edits:
                self.agenda.append((at, partial(self._edit, line.key, text)))
            if line.deleted:
                self._plan_deletion(line.key, line.deleted)
        self._plan_fates()
        self.agenda.append((clock("18:59:50"), self._say_safety))
        self.agenda += Travels(self.scene, self.company, self.random).plan(self.lines)
        self._plan_crossings()
        self._plan_boosts()

    def play(self) -> None:
        """Let it happen."""
        for at, action in sorted(self.agenda, key=lambda planned: planned[0]):
            action(at)

    # Lines of the script

    def _say(self, line: Line, at: int) -> None:
        fate = self.fates.get(line.key, "")
        needs = "no nostr" if line.edits or line.key in self.revised else ""
        who = self.company.speaker(line, at, needs)
        text = self._dress(self.company.mentions(line.text, who), line.lang, at, form=line.where == "form")
        media = [Media(f"https://media.fleuve.example/2026/11/{line.key}.jpg", line.photo)] if line.photo else []
        claims = None
        if fate == "ahead":
            claims = at + self.random.choice((5 * 60_000, 11 * 60_000, 3_600_000, 5 * 3_600_000, 86_400_000))
        elif fate == "behind":
            claims = self.random.randrange(0, 90) * 1000
        self.scene.say(
            who, at, text, key=line.key, lang=line.lang, reply_to=line.reply or None, answers=line.answers or None,
            asks=line.asks, lane=line.lane, media=media, claims=claims, delay=_FAST.get(line.key),
            tags=("SeismeBDC",) if line.where == "form" else (),
        )  # fmt: skip
        if line.where != "form":
            loud = _LOUD.get(line.key, 2.0 if line.photo or line.lane == "official" else 1.0)
            self.said.append((at, line.key, round(loud * min(self.random.paretovariate(1.6), 7.0), 4)))

    def _dress(self, text: str, lang: str, at: int, *, form: bool = False) -> str:
        """Add the hashtag that the hour uses, where the text has none."""
        if form or "#" in text.replace("#formulaire", "").replace("#commentaires", ""):
            return text
        draw = self.random.random()
        if at < NAMED:
            tag = "#CedarBay" if lang == "en" else "#BaieDesCedres"
        elif lang == "en":
            tag = "#CedarBayQuake" if draw < 0.72 else "#CedarBay" if draw < 0.84 else "#CedarBayQuake #SeismeBDC"
        else:
            tag = "#SeismeBDC" if draw < 0.74 else "#BaieDesCedres" if draw < 0.84 else "#SeismeBDC #BaieDesCedres"
        if self.random.random() < 0.13:
            tag = tag.lower()
        where = self.random.random()
        if where < 0.1:
            return f"{text}\n\n{tag}"
        return f"{tag} {text}" if where < 0.15 and " " not in tag else f"{text} {tag}"

    # Lives of posts

    def _draw_fates(self) -> dict[str, str]:
        replied = {other for line in self.lines for other in (line.reply, line.answers, line.same_as) if other}
        free = [
            line.key
            for line in self.lines
            if not (line.pinned or line.author or line.reply or line.edits or line.deleted or line.photo or line.asks)
            and line.where == "local" and line.key not in replied and line.key not in self.revised and "-" in line.key and line.at > clock("18:49:30")
        ]  # fmt: skip
        drawn = self.random.sample(free, sum(_OPEN.values()))
        fates: dict[str, str] = {}
        for fate, count in _OPEN.items():
            for _ in range(count):
                fates[drawn.pop()] = fate
        return fates

    def _plan_fates(self) -> None:
        for line in self.lines:
            if self.fates.get(line.key) == "gone":
                self._plan_deletion(line.key, line.at + self.random.randrange(40_000, 1_100_000))
        for line, wait, more in self._edited():
            self.agenda.append((line.at + wait * 1000, partial(self._revise, line.key, more)))
        for at, lang, text in waves.GONE:
            self.agenda.append((clock(at), partial(self._vanish, lang, text)))

    def _edited(self) -> list[tuple[Line, int, str]]:
        return [
            (next(line for line in self.lines if line.text.startswith(start)), wait, more)
            for start, wait, more in waves.EDITS
        ]

    def _edit(self, key: str, text: str, at: int) -> None:
        tags = [words for kind, words in segments(self.scene.drafts[key].text) if kind == "tag"]
        self.scene.edit(key, at, text if "#" in text else f"{text} {' '.join(tags)}")

    def _revise(self, key: str, more: str, at: int) -> None:
        words = self.scene.drafts[key].text
        body, tags = words.rpartition(" #")[::2] if words.count("#") == 1 and not words.startswith("#") else (words, "")
        self.scene.edit(key, at, f"{body}{more} #{tags}" if tags else body + more)

    def _plan_deletion(self, key: str, at: int) -> None:
        self.gone[key] = at
        self.agenda.append((at, partial(self.scene.delete, key)))

    def _vanish(self, lang: str, text: str, at: int) -> None:
        who = self.company.stranger(f"{lang}-local", at)
        key = self.scene.say(who, at, self._dress(text, lang, at), lang=lang)
        self.scene.delete(key, at + 900, before_arrival=True)

    def _say_safety(self, at: int) -> None:
        self.scene.say("infirmiere", at, f"{waves.SAFETY} #SeismeBDC", key="safety")
        self.said.append((at, "safety", 6.0))

    def _plan_crossings(self) -> None:
        for line in self.lines:
            free = not (line.reply or line.answers or line.deleted or line.edits)
            if line.author in _CROSS and free and self.random.random() < 0.75:
                at = line.at + self.random.randrange(15_000, 200_000)
                self.agenda.append((at, partial(self._cross, line)))

    def _cross(self, line: Line, at: int) -> None:
        original = self.scene.drafts[line.key]
        other = "bluesky" if original.account.network == "mastodon" else "mastodon"
        who = self.company.also_on(line.author, other)
        key = f"{line.key}-also"
        self.scene.say(
            who, at, original.text, key=key, lang=line.lang, copy_of=line.key, why="cross-post", lane=line.lane
        )
        self.said.append((at, key, round(0.8 * min(self.random.paretovariate(1.6), 7.0), 4)))

    def _plan_boosts(self) -> None:
        """Fill what the evening's rate leaves open with boosts."""
        planned = sorted(at for at, _ in self.agenda)
        lines, position, owed = len(planned), 0, 0.0
        for bucket in range(clock("15:00"), clock("22:00"), 5000):
            owed += rate(bucket) / 12
            while position < lines and planned[position] < bucket + 5000:
                position += 1
                owed -= 1
            owed = max(owed, -4.0)
            while owed >= 1:
                owed -= 1
                self.agenda.append((bucket + self.random.randrange(5000), self._boost))

    def _boost(self, at: int) -> None:
        for _ in range(30):
            near = [
                (key, round(loud * 2.0 ** (-(at - when) / 420_000), 6))
                for when, key, loud in self.said
                if when < at - 12_000 and at < self.gone.get(key, at + 1) and at - when < 7_200_000
            ]
            if not near:
                return
            key = self.random.choices([key for key, _ in near], [weight for _, weight in near])[0]
            original = self.scene.drafts[key]
            who = self.company.booster(original.account.network, key, at)
            if (
                who
                and f"boost-{key}-{who}" not in self.scene.drafts
                and self.scene.who(who).name != original.account.name
            ):
                self.scene.boost(who, key, at)
                return


def _moments(scene: Scene) -> None:
    told = [
        (
            "Main shock, M 5.6",
            "Choc principal, M 5,6",
            SHOCK,
            "first",
            ["séisme", "tremblement", "senti", "earthquake"],
        ),
        (
            "The dam rumour",
            "La rumeur du barrage",
            clock("18:57:40"),
            "dam0",
            ["barrage", "fissuré", "ombrette", "dam"],
        ),
        (
            "The dam is sound",
            "Le barrage est sain",
            clock("19:11:20"),
            "hydro_dam1",
            ["barrage", "fissure", "capteurs", "dam"],
        ),
        ("Aftershock, M 4.1", "Réplique, M 4,1", clock("19:21:40"), "rep1", ["encore", "réplique", "aftershock"]),
        ("Aftershock, M 3.6", "Réplique, M 3,6", clock("20:40:05"), "rep2-1", ["réplique", "petite"]),
    ]
    for english, french, onset, key, words in told:
        scene.moment({"en": english, "fr": french}, onset, key, words)


def _links(scene: Scene) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    for key, draft in scene.drafts.items():
        urls = [words for kind, words in segments(draft.text) if kind == "link"]
        for url in urls:
            if "quake-cam-live" not in url:
                entry = found.setdefault(_canonical(url), {"variants": [], "posts": []})
                entry["variants"] += [url] if url not in entry["variants"] else []
                entry["posts"] += [key] if key not in entry["posts"] else []
    for canonical in sorted(found):
        scene.link(canonical, found[canonical]["variants"], found[canonical]["posts"])


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith("utm_") and k not in {"fbclid", "si"}]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"https://{parts.netloc.removeprefix('www.')}{parts.path}{query}"
