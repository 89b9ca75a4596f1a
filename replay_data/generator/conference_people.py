"""The four hundred people of the conference: invented names, on servers that do not exist."""

from random import Random

from replay_data.generator.wire import Account

__all__ = ["NAMED", "RELAYS", "SERVERS", "crowd", "named", "twins"]

SERVERS = ("entraide.example", "causerie.example", "commons.example")
RELAYS = ("relais.phare.example", "nostr.erable.example")
_OTHER_SERVERS = ("sud.example", "plume.example", "knit.example")

_FIRST_FR = [
    "Maude",
    "Océane",
    "Théo",
    "Rosalie",
    "Élise",
    "Bakary",
    "Fatoumata",
    "Léonie",
    "Anouk",
    "Samir",
    "Youssef",
    "Catherine",
    "Marc-Antoine",
    "Gabrielle",
    "Aïcha",
    "Jean-Philippe",
    "Solange",
    "Mireille",
    "Hugo",
    "Noémie",
    "Ousmane",
    "Mariam",
    "Josiane",
    "Benoît",
    "Florence",
    "Nadège",
    "Lucas",
    "Camille",
    "Zineb",
    "Raphaël",
    "Huguette",
    "Pierrette",
    "Normand",
    "Sandrine",
    "Wilfried",
    "Clémence",
    "Édouard",
    "Ghislaine",
    "Thierno",
    "Annabelle",
    "Coralie",
    "Loïc",
    "Odette",
    "Simone",
]
_LAST_FR = [
    "Bélisle",
    "Courtemanche",
    "Diallo",
    "Lavertu",
    "Nguyen-Roy",
    "Quesnel",
    "Traoré",
    "Beauséjour",
    "Haddad",
    "Lachapelle",
    "Métivier",
    "Koffi",
    "Desrosiers",
    "Benslimane",
    "Vaillancourt",
    "Petitclerc",
    "Ndiaye",
    "Thibodeau-Paré",
    "Chartrand",
    "Ouellet-Kim",
    "Saint-Aubin",
    "Mbaye",
    "Grandmaison",
    "Lafleur",
    "Boisvert",
    "Amrani",
    "Duquette",
    "Sansregret",
    "Latulippe",
    "Zongo",
    "Rainville",
    "Pépin-Cruz",
    "Larivée",
    "Bouchard-Lê",
    "Charest-Moyo",
]
_FIRST_EN = [
    "Gwen",
    "Priya",
    "Tom",
    "Maddie",
    "Owen",
    "Harriet",
    "Devon",
    "Aisha",
    "Callum",
    "Ruth",
    "Nora",
    "Kwame",
    "Imogen",
    "Jonah",
    "Tamsin",
    "Leila",
    "Fergus",
    "Ines",
    "Rowan",
    "Bea",
    "Silas",
    "Marguerite",
    "Dara",
    "Hollis",
    "Wren",
    "Anselm",
    "Keziah",
    "Theo",
    "Juniper",
    "Malik",
]
_LAST_EN = [
    "Abara",
    "Whitlock",
    "Raman",
    "Fenwick",
    "Okafor",
    "Lindqvist",
    "Mercer-Hay",
    "Oduya",
    "Pemberton",
    "Castellano",
    "Hargrove",
    "Sandhu",
    "Tolliver",
    "Ashdown",
    "Brightwater",
    "Kessler-Moon",
    "Lockhart",
    "Adeyemi",
    "Winslow",
    "Farrow",
    "Quill",
    "Bannerman",
    "Teague",
    "Solberg",
    "Marchetti",
]
_BIOS = (
    "Bénévole, surtout les mardis.",
    "Community gardens, compost, bad puns.",
    "Comms pour un petit organisme. Mes mots n'engagent que moi.",
    "Food bank logistics. Spreadsheets are love letters.",
    "Traductrice, tricoteuse, tante.",
    "Accessibility is not a feature.",
    "Coordonne des vélos-cargos. Oui, en hiver.",
    "Grant writer in recovery.",
    "Bibliothécaire de quartier.",
    "",
    "",
)

NAMED = {
    "org": ("mastodon", "causesouvertes", "entraide.example", "Causes ouvertes / Open Causes", "fr", 8120),
    "org_b": ("bluesky", "causesouvertes", "ciel.example", "Causes ouvertes / Open Causes", "fr", 5210),
    "maissa": ("mastodon", "maissa", "causerie.example", "Maïssa Benyoucef-Roy", "fr", 3400),
    "odile": ("mastodon", "odile_f", "plume.example", "Odile Fontarabie", "fr", 1900),
    "tom": ("bluesky", "tomwhitlock", "ciel.example", "Tom Whitlock", "en", 2300),
    "priya": ("mastodon", "priya", "commons.example", "Priya Raman", "en", 2750),
    "jeannie": ("bluesky", "jeannieq", "ciel.example", "Jeannie Qumaluk-Side", "en", 1600),
    "gwen": ("mastodon", "gwen", "commons.example", "Gwen Abara", "en", 4100),
    "jeanrock": ("mastodon", "jeanrock", "entraide.example", "Jean-Rock Desbiens", "fr", 880),
    "marche": ("mastodon", "grandemarche", "entraide.example", "La Grande Marche", "fr", 640),
    "marche_b": ("bluesky", "grandemarche", "ciel.example", "La Grande Marche", "fr", 420),
    "caserne": ("bluesky", "troisponts", "ciel.example", "Fondation des Trois-Ponts", "fr", 990),
    "interp": ("mastodon", "lsq_asl", "causerie.example", "Équipe LSQ/ASL", "fr", 510),
    "calme": ("mastodon", "salle_calme", "entraide.example", "La salle calme", "fr", 130),
    "cantine": ("mastodon", "cantine", "entraide.example", "La cantine du parc", "fr", 720),
    "ljiljana": ("nostr", "ljiljana", "phare.example", "Ljiljana", "en", 0),
    "satoko": ("nostr", "satoko", "erable.example", "里子 Satoko", "ja", 0),
    "rim": ("mastodon", "rim", "sud.example", "ريم", "ar", 260),
    "noa": ("mastodon", "noa", "knit.example", "נועה", "he", 190),
    "weiling": ("bluesky", "weiling", "ciel.example", "蔚玲", "zh", 340),
    "haeun": ("bluesky", "haeun", "ciel.example", "하은", "ko", 210),
    "consuelo": ("mastodon", "consuelo", "sud.example", "Consuelo Ibarra", "es", 430),
    "wisline": ("bluesky", "wisline", "ciel.example", "Wisline Estimé", "ht", 150),
    "kiosque": ("post", "infobot", "kiosque.example", "Kiosque d'accueil", "fr", 0),
    "bus": ("mastodon", "navette_bot", "entraide.example", "Navette du parc (robot)", "fr", 88),
}
"""key: network, user, host, name, language, followers."""


def named() -> dict[str, Account]:
    """Give the people and organisations who have a part."""
    return {
        key: Account(key, network, user, host, name, lang, followers, bot=key in ("kiosque", "bus"), bio="")
        for key, (network, user, host, name, lang, followers) in NAMED.items()
    }


def crowd(rng: Random) -> dict[str, list[Account]]:
    """Give everybody else, by language."""
    people: dict[str, list[Account]] = {"fr": [], "en": []}
    for lang, firsts, lasts, count in (("fr", _FIRST_FR, _LAST_FR, 235), ("en", _FIRST_EN, _LAST_EN, 135)):
        pairs = [(first, last) for first in firsts for last in lasts]
        for number, (first, last) in enumerate(rng.sample(pairs, count)):
            people[lang].append(_account(rng, f"{lang}{number}", lang, first, last))
    return people


def _account(rng: Random, key: str, lang: str, first: str, last: str) -> Account:
    network = rng.choices(("mastodon", "bluesky", "nostr"), (56, 33, 11))[0]
    plain = _plain(
        rng.choice((f"{first}{last[0]}", f"{first}.{last}", f"{first}_{last[:4]}", first, f"{last}{first[:2]}"))
    )
    user = plain + str(rng.randrange(2, 99) if rng.random() < 0.5 else "")
    host = "ciel.example"
    if network == "mastodon":
        host = rng.choice((*SERVERS, *SERVERS, *_OTHER_SERVERS))
        user = user.replace(".", "_").replace("-", "_")
    elif network == "bluesky":
        user = user.replace("_", "-").replace(".", "-")
    else:
        host = rng.choice(("phare.example", "erable.example"))
    name = rng.choice(
        (
            f"{first} {last}",
            f"{first} {last}",
            f"{first} {last[0]}.",
            first,
            f"{first} {rng.choice('🌿🧶🚲📚🥖🎈🪴☕🐝🎧')}",
        )
    )
    return Account(
        f"{key}-{network[0]}", network, user, host, name, lang, int(rng.paretovariate(0.9) * 40), bio=rng.choice(_BIOS)
    )


def twins(rng: Random, people: dict[str, list[Account]]) -> dict[str, Account]:
    """Give some people a second account on another network, under the same name; by the key of the first."""
    candidates = [
        a for accounts in people.values() for a in accounts if a.network in ("mastodon", "bluesky") and " " in a.name
    ]
    found: dict[str, Account] = {}
    for account in rng.sample(candidates, 48):
        network, host = (
            ("bluesky", "ciel.example") if account.network == "mastodon" else ("mastodon", rng.choice(SERVERS))
        )
        user = account.user.replace("_", "-") if network == "bluesky" else account.user.replace("-", "_")
        found[account.key] = Account(
            f"{account.key}-2", network, user, host, account.name, account.lang, account.followers // 2, bio=account.bio
        )
    return found


def _plain(name: str) -> str:
    table = str.maketrans("éèêëàâäîïôöùûüçÉÈÊÎÔ", "eeeeaaaiioouuucEEEIO")
    return name.translate(table).lower().replace("'", "")
