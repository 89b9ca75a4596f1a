"""Thirty invented posts of every kind that a page must bear, for tests and screenshots of the briefing page."""

from livefeed.model.coverage import Cause, Coverage
from livefeed.model.entry import Copy, Entry
from livefeed.model.post import Author, Media, Post, Span

__all__ = ["NOW", "crowd", "ice_storm", "make_entry"]

MINUTE = 60_000
NOW = 1_790_967_120_000
"""2026-10-02T14:52:00-04:00, milliseconds."""

_SITES = {"mastodon": "fleuve.example", "bluesky": "ciel.example", "nostr": "relais.example", "feed": "radio.example"}


def ice_storm() -> Coverage:
    """An ice storm in an invented valley."""
    return Coverage(
        slug="orme",
        title={"en": "Ice storm in the Orme valley", "fr": "Verglas dans la vallée de l’Orme"},
        summary={
            "en": "Freezing rain goes on until ten tonight. Three shelters are open, and tap water is safe to drink.",
            "fr": "La pluie verglaçante se poursuit jusqu’à 22 h : trois refuges sont ouverts, et l’eau reste potable.",
        },
        time_zone="America/Montreal",
        hashtags=("Orme", "VerglasOrme"),
        causes=(
            Cause(
                kind="donate",
                title={"en": "Blankets and wood for 300 homes", "fr": "Couvertures et bois pour 300 foyers"},
                url="https://entraide.example/don", goal=15_000, unit="CAD",
            ),
            Cause(
                kind="volunteer",
                title={"en": "Knock on ten doors", "fr": "Frapper à dix portes"},
                url="https://entraide.example/portes",
            ),
        ),
    )  # fmt: skip


def make_entry(
    number: int, minutes_ago: float, text: str, by: str = "Zoé Roy", network: str = "mastodon", **parts
) -> Entry:
    """An entry of one post; `post` holds what else the post has, the rest what else the entry has."""
    site = _SITES.get(network, "orme.example")
    name = "".join(c for c in by.lower() if c.isascii() and c.isalnum()) or "someone"
    handle = {"mastodon": f"@{name}@{site}", "feed": site}.get(network, f"@{name}.{site}")
    at = NOW - int(minutes_ago * MINUTE)
    more = parts.pop("post", {})
    spans = tuple(
        Span(start=start, end=end, href=_leads_to(text[start:end], site), kind=kind)
        for start, end, kind in _spans(text)
    )
    post = {
        "id": f"https://{site}/{number}", "url": f"https://{site}/@{name}/{number}", "network": network, "created_at": at,
        "author": Author(id=f"https://{site}/@{name}", handle=handle, name=by), "text": text, "lang": "fr", "spans": spans,
    } | more  # fmt: skip
    entry = {"id": f"e:{number}", "ordinal": number, "at": at, "first_seen": at + 900, "late": False, "edited": False}
    return Entry(**entry | {"post": Post(**post), "via": (f"{network}:{site}",)} | parts)


def _spans(text: str) -> list[tuple[int, int, str]]:
    found = []
    position = 0
    for word in text.replace("\n", " ").split(" "):
        end = position + len(word)
        kind = "tag" if word.startswith("#") else "link" if word.startswith("http") else "mention"
        if word.startswith(("#", "http", "@")):
            found.append((position, end, kind))
        position = end + 1
    return found


def _leads_to(word: str, site: str) -> str:
    return word if word.startswith("http") else f"https://{site}/{word.lstrip('#@')}"


def _copy(number: int, why: str, network: str, author: str, minutes_ago: float, evidence: str | None = None) -> Copy:
    site, at = _SITES[network], NOW - int(minutes_ago * MINUTE)
    url = f"https://{site}/{number}"
    return Copy(id=f"c:{number}", url=url, network=network, author=author, at=at, why=why, evidence=evidence)


_LONG = (
    "Ce que j’ai appris après trois pannes en dix ans, pour qui vit ça pour la première fois. "
    "Le soir, on regroupe tout le monde dans une seule pièce, côté sud si possible, et on bouche le bas des portes.\n\n"
    "L’eau d’abord : remplissez la baignoire tant que la pression tient. Les poêles à gaz de camping restent dehors, "
    "toujours, même s’il fait froid, même cinq minutes. Le monoxyde ne sent rien. "
    "Si vous avez mal à la tête tous en même temps, sortez.\n\n"
    "Le congélateur tient quarante-huit heures s’il est plein et qu’on ne l’ouvre pas. "
    "Mettez un verre d’eau gelée avec une pièce dessus : si elle descend, jetez.\n\n"
    "Et allez cogner chez les voisins qui vivent seuls. C’est la seule chose qui compte vraiment. #Orme"
)

_COPIES = (
    _copy(1, "boost", "mastodon", "@mamie.tricot@causerie.example", 6),
    _copy(2, "cross-post", "bluesky", "@ville-orme.ciel.example", 6.5, "link"),
    _copy(3, "text", "nostr", "npub1qqs…8xk2", 4),
    _copy(4, "quote", "mastodon", "@pompiers@fleuve.example", 3),
    _copy(5, "same", "mastodon", "@ville@tidewater.example", 2.2),
)


def crowd() -> list[Entry]:
    """Thirty entries, the newest first."""
    told = [
        (0.3, "La 214 est fermée entre Sainte-Claire et le rang 6. Un arbre en travers, les pompiers arrivent. #Orme", "Maude Lavoie", "mastodon", {}),
        (0.8, "Generator running at the #Orme arena, phones can be charged in the hall. Bring your own cable.", "Kieran Doyle", "bluesky", {"post": {"lang": "en"}}),
        (1.5, "Plus de courant rue des Érables depuis 14 h. Quelqu’un sait pour combien de temps ?", "Théo", "nostr", {}),
        (2.1, "Trois refuges ouverts : école Saint-Jean, aréna des Pins, sous-sol de l’église. Chiens acceptés en laisse. https://ville.example/urgence/verglas/refuges-ouverts-ce-soir #Orme", "Ville d’Orme", "mastodon", {"copies": _COPIES, "copy_count": 12, "shares": 40}),
        (2.6, "الطريق إلى المدرسة مغلق، الرجاء البقاء في المنزل #Orme", "سمير حداد", "mastodon", {"post": {"lang": "ar"}}),
        (3.2, "Vue du balcon. On entend les branches craquer une par une.", "Anne de la Tour", "bluesky", {"post": {"media": (Media(kind="image", description="Un érable couché sur une clôture, entièrement recouvert de glace, à la lumière d’un lampadaire"),)}}),
        (4.0, "Hydro Orme : 61 000 foyers sans courant, retour prévu demain matin dans 80 % des cas", "Radio Orme", "feed", {"post": {"title": "Hydro Orme : 61 000 foyers sans courant, retour prévu demain matin dans 80 % des cas", "text": "Hydro Orme : 61 000 foyers sans courant, retour prévu demain matin dans 80 % des cas\n\nLes équipes travailleront toute la nuit dans le secteur de Sainte-Claire."}}),
        (4.9, "停電しています。みんな無事です。 #Orme", "山田 花子", "bluesky", {"post": {"lang": "ja"}}),
        (5.5, "Le toit de la grange a cédé. Personne dedans, les vaches vont bien.", "Ferme du Rang 6", "mastodon", {"edited": True}),
        (6.3, "Route glissée, un char dans le fossé. Je suis avec eux, ça va.", "Luc B.", "mastodon", {"post": {"warning": "accident, blessure légère"}}),
        (7.0, _LONG, "Jocelyne Tremblay-Archambault", "mastodon", {}),
        (8.1, "ok", "🦊", "nostr", {}),
        (9.4, "Je cherche quelqu’un avec un 4×4 pour amener ma mère au refuge, elle est sous oxygène. Rue Principale, Sainte-Claire.", "Marie-Ève", "mastodon", {"late": True, "first_seen": NOW - MINUTE}),
        (11.0, "L’eau du robinet est potable. Pas besoin de la faire bouillir. Merci de ne plus partager le contraire.", "Ville d’Orme", "mastodon", {"state": "verified"}),
        (12.2, "@kieran merci pour la génératrice ! #Orme", "Théo", "nostr", {}),
        (13.9, "Le chat a décidé que le poêle à bois était à lui.", "Mamie Tricot", "mastodon", {"post": {"media": (Media(kind="video"), Media(kind="image", description="Un chat roux, l’air offensé"))}}),
    ]  # fmt: skip
    quiet = [
        (16.0, "Ice on everything. Beautiful and awful. #Orme", "Hattie Doyle", "bluesky", {"post": {"lang": "en"}}),
        (18.5, "Panne chez nous aussi, rang 4.", "Gaston", "mastodon", {}),
        (21.0, "Est-ce que la pharmacie est ouverte ?", "Line P.", "mastodon", {}),
        (24.0, "Oui, sur génératrice, comptant seulement.", "Pharmacie Orme", "mastodon", {}),
        (27.0, "Deuxième camion d’abrasif parti vers la côte.", "Travaux publics", "feed", {}),
        (31.0, "Écoles fermées demain.", "Centre scolaire", "feed", {"post": {"title": "Écoles fermées demain"}}),
        (36.0, "Photo d’hier, pas d’aujourd’hui, attention.", "Vérif Orme", "mastodon", {"clock": "archived"}),
        (41.0, "Mon téléphone dit 1970, ne faites pas attention.", "Perdu dans le temps", "nostr", {"clock": "behind"}),
        (47.0, "Une branche est tombée sur la ligne devant chez moi. Bleu, puis plus rien.", "Anne de la Tour", "bluesky", {}),
        (52.0, "Supercalifragilisticexpialidocious" * 4, "Unmotsansfin" * 5, "mastodon", {"post": {"lang": "en"}}),
        (63.0, "Ça commence à geler sur le pont.", "Luc B.", "mastodon", {}),
        (71.0, "Sel disponible à la caserne, apportez un seau.", "Pompiers d’Orme", "mastodon", {}),
        (88.0, "Avertissement de pluie verglaçante en vigueur.", "Météo", "feed", {}),
        (95.0, "Reported by form: tree on the line, rang 6.", "Signaler", "post", {"post": {"lang": "en"}}),
    ]  # fmt: skip
    all_told = [*told, *quiet]
    return [
        make_entry(len(all_told) - n, ago, text, by, on, **parts)
        for n, (ago, text, by, on, parts) in enumerate(all_told)
    ]
