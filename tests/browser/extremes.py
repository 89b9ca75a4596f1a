"""Posts that try a layout: long and short, without a place to break, from right to left, with all that may hang on one."""

from livefeed.model.entry import Copy, Entry
from livefeed.model.post import Author, Card, Media, Poll, PollOption, Quote
from tests.browser.crowd import NOW, make_entry

__all__ = ["extremes"]

_LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
_ARABIC = "المأوى في مدرسة سان جان مفتوح ودافئ، ويوجد طعام حلال. شكراً للمتطوعين! #Orme"
_FAMILY = "👩‍👩‍👧‍👦🏳️‍🌈👨🏿‍🚒🇨🇦" * 60


def extremes() -> list[Entry]:
    """All of them, the newest first."""
    return [make_entry(200 - number, 1 + number, **parts) for number, parts in enumerate(_EXTREMES)]


def _quote(text: str, **parts) -> Quote:
    return Quote(**{"names": ("https://q.example/1",), "author": "https://q.example/@ville", "handle": "@ville@q.example",
        "name": "Ville de Sainte-Claire", "url": "https://q.example/@ville/1", "text": text, "lang": "fr"} | parts)  # fmt: skip


_POLL = Poll(
    options=(
        PollOption(text="Oui, mais seulement si le refuge accepte les chiens", votes=42),
        PollOption(text="Non", votes=7),
        PollOption(text=_LONG[:200], votes=0),
    ),
    voters=49,
    closes_at=NOW + 3_600_000,
)
_UNASKED = Poll(options=(PollOption(text="Tuesday"), PollOption(text="Thursday")), multiple=True)
_CARD = Card(url="https://hydro.example/pannes", title="Carte des pannes en temps réel", site="Hydro Orme")

_EXTREMES = (
    {"text": f"Le refuge doit-il rester ouvert cette nuit ?\n{_POLL.lines}", "post": {"poll": _POLL}},
    {"text": f"Which day for the clean-up?\n{_UNASKED.lines}", "post": {"poll": _UNASKED, "lang": "en"}, "by": "Kate"},
    {"text": "Confirmé par la ville, merci de ne pas appeler le 911 pour ça.", "post": {"quote": _quote("Le pont de la Chute est fermé jusqu’à demain 6 h. Détour par la route 132. #Orme")}, "shares": 14},
    {"text": "Read this, please.", "by": "Nour", "network": "bluesky", "post": {"lang": "en", "quote": _quote(_ARABIC, lang="ar", name="أميرة رشيد")}},
    {"text": "Je préviens.", "post": {"quote": _quote("Du sang sur la neige.", warning="Images dures")}},
    {"text": "Tout est là : https://hydro.example/pannes", "post": {"card": _CARD}, "edited": True},
    {"text": _ARABIC, "by": "أميرة رشيد", "network": "bluesky", "post": {"lang": "ar"}},
    {"text": "k", "by": "x"},
    {"text": _LONG, "by": "W" * 80, "post": {"title": "", "warning": None, "quote": _quote(_LONG), "card": Card(url=f"https://{'a' * 60}.example/", title=_LONG[:300], site="b" * 80)}},
    {"text": _FAMILY, "by": "🦊🦊🦊"},
    {"text": "mot " * 2500, "late": True},
    {"text": "Caché", "post": {"warning": _LONG[:500], "media": (Media(kind="image", description=_LONG), Media(kind="video"))}},
    {"text": "Sans espace:https://exemple.example/" + "a" * 1500},
    {"text": "ligne\n" * 60},
    {"text": "Z̸̧͔͎̱̈́̐͌a̵l̶g̷o̸ " * 40, "post": {"author": Author(id="z", handle="@" + "z" * 79, name="\u0647" * 60)}},
    {"text": "Vue du rang 6.", "copies": tuple(Copy(id=str(n), url=None, network="nostr", author="@" + "n" * 70, at=NOW, why="cross-post") for n in range(30)), "copy_count": 4000, "wave": 4001, "accounts": 31, "shares": 123456},
    {"text": "Verglas : ce qu’il faut faire d’une génératrice\n\nJamais à l’intérieur.", "by": "Radio Orme", "network": "feed", "post": {"title": "Verglas : ce qu’il faut faire d’une génératrice"}},
)  # fmt: skip
