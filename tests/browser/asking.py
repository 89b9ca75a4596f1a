"""Searches of all kinds, and posts for them: by these a browser's reading is compared with ours."""

import random
import sys
import unicodedata

from tests.archiving import ArchivedDay

__all__ = ["ASKED", "LETTERS", "SAID", "put_posts"]

ASKED = [
    *("", "rue42", "CAFÉ solidaire", '"le café solidaire"', "« portes à midi »", "“a MIDI”", '"ouvre ses', "café-solidaire"),
    *("from:@anna3", "DE:Anna3", 'par:"Anna3"', "from:@zoe@mastodon.example", "@zoe", "@", "from:@", "from:omar from:zoe"),
    *("#Démo", "＃demo", "tag:demo", "-#demo", "#", "#sous_sol", "réseau:bluesky", "network:Mastodon network:bluesky"),
    *("network:twitter", "lang:FR", "langue:fr-CA", "-language:fr", "rubrique:question", "lane:question", "-lane:question"),
    *("b.example", "link:b.example", "lien:www.b.example/plan/", "link:example", "https://b.example/plan?utm_source=x&a=1"),
    *("link:https://b.example:8443/plan", "link:youtu.be/abc", "link:http://[::1]/", "link:b.example:99999", "-link:b.example"),
    *("link:http://m.b.example:80/a%20b?q=é&x=*~", "link:ftp://b.example/x", "link:user@b.example", "link:a℀b.example"),
    *("after:08:40", "avant:8h40", "after:14:00", "before:25:00", "-after:14:00", "après: 9h", "since:08:20 until:08:30"),
    *("after:2026-10-02", "before:2026-10-02T16:00", "jusque:2026-10-02T12:30Z", "after:2026-10-02T14:30+02:00"),
    *("after:2026-02-30", "after:0000-01-01", "after:2026-13-01", "after:24:00", "after:24:01", "after:1790946000000"),
    *("after:2026-03-08T02:30", "after:2026-11-01T01:30", "after:2026-11-01T01:30-0500", "after:10:00+25:00", "after:9:00:60"),
    *("-rue42 demo", '-"été à québec"', "rue42 -pont42", "−rue43", "東京", "京都", "l'eau sous-sol", "constructor", "__proto__:x"),
    *("__proto__", "after:", "quand: rue42", "from:", 'from:"Zoé Martin"', "titre", '"grand titre"', '"zoe martin"', '"martin le"'),
]  # fmt: skip
"""One of each kind, right and wrong."""

_PIECES = [
    *"aéß #@:-\"«»“”'/.*()^+0129Tzhτς漢\u202f\u00a0\x1c\u200d\u0301İıﬁ",
    *(part for asked in ASKED for part in asked.split()),
]


def _said(count: int) -> list[str]:
    chance = random.Random(7)
    lengths = [chance.randrange(1, 7) for _ in range(count)]
    return [chance.choice(["", " "]).join(chance.choices(_PIECES, k=length)) for length in lengths]


SAID = [*ASKED, *_said(1_500)]
"""The same, and whatever can be put together from them."""

_ASSIGNED = (c for c in map(chr, range(1, sys.maxunicode)) if unicodedata.category(c) not in {"Cn", "Co", "Cs"})
LETTERS = "".join(c for c in _ASSIGNED if unicodedata.category(c) != "Lo" or ord(c) % 32 == 0)
"""Of what Unicode has assigned, as far as this Python knows; of letters without case only some."""


def put_posts(day: ArchivedDay) -> None:
    """Let people say what `ASKED` asks for."""
    plan = "https://b.example/plan"
    day.say("zoe", f"Le café solidaire ouvre ses portes à midi {plan} #Démo", by="zoe", links=(plan,), lang="fr-CA")
    day.say(
        "omar", "Où est l'eau, au sous-sol ? #demo #sous_sol", by="omar", lang="fr", links=("https://youtu.be/abc",)
    )
    day.say("tokyo", "東京都は雨です #demo", lang="ja", network="x")
    day.say("title", "Rest of it #demo", title="Un grand titre", lang="en", links=("https://b.example:8443/plan",))
    day.say("shy", "le café, rue42 #demo", indexable=False)
    day.say("links", "#demo see", links=("http://m.b.example:80/a%20b?q=é&x=*~", f"{plan}?a=1"))
