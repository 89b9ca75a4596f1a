"""The people of the bay: some eighty whom the story follows, and the crowd round them. Nobody here exists."""

from random import Random

from replay_data.generator.wire import Account

__all__ = ["BLUESKY", "COURIER", "FLEUVE", "RELAYS", "SERVERS", "TIDE", "crowd", "form_person", "leads", "spammers"]

FLEUVE = "fleuve.example"
COURIER = "causerie.example"
TIDE = "tidewater.example"
SERVERS = (FLEUVE, COURIER, TIDE)
RELAYS = ("relais.phare.example", "nostr.brume.example")
BLUESKY = "ciel.example"

_LEADS = """
ville          m fleuve.example    ville               Ville de Baie-des-Cèdres | Compte officiel. Official account.
ose            m causerie.example  ose                 Observatoire sismologique de l'Estuaire | 46 stations, trois cafetières.
solene         m causerie.example  solene_aubry        Solène Aubry, sismologue | Je réponds à toutes les questions, surtout celles des enfants.
hydro          m causerie.example  hydro_estuaire      Hydro-Estuaire | Pannes, barrages, monteurs de ligne.
routes         m fleuve.example    routes_estuaire     Routes et ponts de l'Estuaire | Le vrai état de la route.
hopital        m fleuve.example    hopital_sainte_anne Hôpital Sainte-Anne | Pour une urgence, composez le 911.
traversier     m fleuve.example    traversier_ile      Traversier de l'île aux Sarcelles | Horaires, brume, cyclistes.
marche         m fleuve.example    marche_du_quai      Marché du Vieux-Quai | Samedis, de mai à novembre.
marmite        m fleuve.example    la_marmite          La Marmite | Cuisine communautaire, 212 rue Principale.
choeur         m fleuve.example    choeur_des_marees   Chœur des Marées | 34 voix et un chauffage incertain.
musee          m fleuve.example    bateaux_bouteille   Musée des bateaux en bouteille | 312 bateaux. Ou presque.
biblio         m fleuve.example    biblio_rose_ombline Bibliothèque Rose-Ombline | Chut, mais gentiment.
fromage        m causerie.example  fromagerie_du_rang  Fromagerie du Rang | 180 meules, quatre bras.
vigie          m causerie.example  vigie_rumeurs       Vigie Rumeurs | Des bénévoles qui vérifient avant de partager.
isabelle       m fleuve.example    mme_isabelle        Isabelle Corriveau | Prof de 4e année. Perd des mitaines.
wideline       m causerie.example  wideline_j          Wideline J. | Prepoze nan rezidans Mariniers.
tarek          m causerie.example  tarek_mansour       طارق منصور Tarek | مترجم. Traducteur.
minjun         m causerie.example  minjun_algues       민준 Minjun | 해조류 연구자. Algues et bouillon.
gab_t          m fleuve.example    gab_t               gab t. | anse-aux-loutres
oli_m          m fleuve.example    oli_m               Olivier M. | 4e étage, Résidence les Mariniers (par amour)
ginette        m fleuve.example    ginette_perroquet   Ginette et Maurice | Maurice est le perroquet.
rosalie        m fleuve.example    rosalie_sf          Rosalie Pineau, sage-femme | Surtout de nuit.
thuy           m fleuve.example    pharma_thuy         Thuy Nguyen, pharmacienne | Ouellet-Nguyen, rue du Quai.
doris          m tidewater.example doris_pettigrew     Doris Pettigrew | 81. Bridge, tea, the long view.
ewan           m tidewater.example ewan_log            Ewan Baird, The Cedar Bay Log | Weekly paper, daily fog.
lorraine       m fleuve.example    abeilles_lorraine   Lorraine Soucy, apicultrice | Elles savent.
inge           m causerie.example  sandrine_inge       Sandrine Lebrun, ing. | Je regarde des murs.
evac           m fleuve.example    marcel_evac         Marcel, retraité de la centrale | 22 ans sur l'Ombrette.
maude          b ciel.example      maude-sur-la-pointe Maude Sirois | La pointe, la brume, les chiens des autres.
zach           b ciel.example      zachpapa            zach | cégep de la baie, chimie (hélas)
haruka         b ciel.example      haruka-s            遥香 Haruka | 留学生。りんごと地震にくわしい。
rima           b ciel.example      fourneau-yasmine    ريما Rima, Boulangerie Yasmine | خبز كل يوم. Du pain chaque jour.
lucia          b ciel.example      lucia-semillas      Lucía | Puebla y el invernadero.
gordon         b ciel.example      gordon-repeater     Gordon Tait | Retired, licensed, listening.
steeve         b ciel.example      coach-steeve        Steeve Lachance | M11, aréna Léo-Ménard.
kevin          b ciel.example      kev-pickup          kevin | génératrices, bateaux, toute
colombe        b ciel.example      colombe-tanguay     Colombe Tanguay | Mairesse de Baie-des-Cèdres.
nadia          b ciel.example      nadia-capdore       Nadia Belkacem, Radio Cap-Doré | 98,3. Je lis tout.
lea_b          b ciel.example      lea-biscotte        Léa B. | Surtout des photos de Biscotte.
felix_p        b ciel.example      felixpp             Félix P. | Gendre.
berenice       b ciel.example      chez-berenice       Poissonnerie Chez Bérénice | Anguille, bourgots, franc-parler.
cafe           b ciel.example      cafe-du-quai        Café du Quai | Impro le samedi.
animani        b ciel.example      an-mani             An-Mani | Mashku-Nipi. Kuei!
camil          b ciel.example      camil-g             Camil G. | Val-Ménard
debbie         b ciel.example      big-rig-deb         Debbie Roach | Eighteen wheels, one thermos.
mathis         b ciel.example      mathis-cote         mathis | côte du calvaire
patrice        b ciel.example      autobus4            Patrice, autobus 4 | À l'heure. D'habitude.
facteur        b ciel.example      facteur-yvan        Yvan le facteur | 30 ans de portes.
unicorn2       b ciel.example      comptable-licorne   Océane D. | fille de comptable
ovide          n phare.example     ovide               Ovide Cyr, gardien de phare | Cap-Doré. Je parle aux goélands.
rejean         n phare.example     rejean_matelot      Réjean | matelot, 31 ans
tirelou        n brume.example     tirelou             tirelou | je prends des notes
infirmiere     m fleuve.example    gervaise_inf        Gervaise, infirmière | De jour, de soir, de nuit.
archives       b ciel.example      histoire-baie       Société d'histoire de la baie | Vieilles photos, vieux bateaux.
chela          b ciel.example      abuela-chela        Abuela Chela | Puebla
valpo          m causerie.example  vecino_valpo        Vecino de Valparaíso | Cerro Alegre
profe          b ciel.example      profe-marisol       Marisol, profe | Español en el cégep
edgar          b ciel.example      edgar-invernadero   Edgar | Invernadero 2
yonatan        m causerie.example  yonatan_m           יונתן | אח של נועה
xiaoyu         m causerie.example  xiaoyu_mtl          小雨在蒙特利尔 | 想家
aming          m fleuve.example    aming_chem          阿明 | 化学系
"""


def _words(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


_FIRST_FR = _words(
    "Maryse Jocelyn Aurélie Ghislain Noémie Réal Solange Émile Fabiola Guylaine Mathieu Clémence Normand Delphine "
    "Bruno Josianne Yvon Amélie Rodrigue Sabrina Laurent Ginou Magalie Étienne Colette Samir Véronique Pierrot Odile "
    "Jean-Guy Mélissa Hakim Suzelle Gaétan Roxane Florent Karine Lucien Annie-Claude Youri Bernadette Alexis Maïka "
    "Rolande Nelson Judith Benoît Fatou Mario Estelle Denise Thibault Chantale Armand Naomi Roméo Lyne Théo Carole "
    "Ismaël Huguette Simon Edwige Dany Louise Raphaëlle Jacquelin Inès Martial Flavie"
)
_LAST_FR = _words(
    "Arsenault Bolduc Chiasson Desrosiers Fortin Gauthier Hébert Jalbert Kirouac Lavoie Michaud Normandeau Ouellet "
    "Pelletier Quirion Robichaud Sirois Thériault Vaillancourt Beaulieu Caron Dubé Émond Francoeur Gagné Harvey Imbeault "
    "Joncas Lebel Morin Nadeau Otis Pinet Roussy Savard Tardif Vigneault Bérubé Cormier Diallo Belkacem Lévesque Minville "
    "Parent Rioux Saint-Onge Tremblay Vollant Lelièvre Côté Haché"
)
_FIRST_EN = _words(
    "Nell Duncan Maureen Callum Phyllis Wyatt Ingrid Priya Hugh Bridget Owen Lorna Dex Moira Stuart Tess Angus Winnie "
    "Craig Effie Malcolm Joyce Rory Sheila Nate Hattie Glen Audra"
)
_LAST_EN = _words(
    "Pettipas MacRae Bellingham Firth Doyle Sandhu Lister Hobbs Gillis Tuck Marsh Renwick Coady Vickers Lamont Bligh "
    "Strachan Oakes Penney Rudd"
)
_NICKS_FR = _words(
    "mémère techno|bleuet_vivant|la fille du quai|ti-mousse|Père Castor (le vrai)|tuque rose|sapin-baumier|"
    "maman de jumeaux|varech|le gars du snow|Gégé 🛶|crêpe bretonne|la voisine d'en bas|chou-fleur|🌲 cèdre blanc|"
    "fille de rang|mouette en colère|Monsieur Patate|capelan|plume|beurre salé|doux dimanche|Mononc' Serge-Luc|"
    "la grande Manon|loutre de ligne|pas de panique|épinette noire|vieux loup|café froid|une autre Julie",
    "|",
)
_NICKS_EN = _words(
    "foghorn leg|tidepool 🦀|knits in the dark|grumpy gull|two left mitts|salt & slate|Aunt Bea (not that one)|northshore nan|"
    "lichen lover|hello from the wharf",
    "|",
)
_FAR = {
    "ja": (("さくら🌸", "sakura-ryugaku"), ("たけし@東京", "takeshi_tokyo"), ("みどり", "midori-no-niwa")),
    "ko": (("서울의 지은", "jieun-seoul"), ("밤편지", "bam_pyeonji")),
    "ar": (("أم سامي", "um-sami"), ("خالد في مونتريال", "khaled_mtl")),
    "ht": (("Mirlande", "mirlande-nb"), ("Frè Jozèf", "fre_jozef")),
    "de": (("Annegret", "annegret-flaschen"),),
}
_SWAPS = str.maketrans("àâäçéèêëîïôöùûüœ’' ", "aaaceeeeiioouuuo___")


def _slug(name: str) -> str:
    plain = name.lower().translate(_SWAPS)
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c in "_-")).strip("_-")


def leads() -> dict[str, Account]:
    """Read the people whom the story follows."""
    found: dict[str, Account] = {}
    for line in _LEADS.strip().splitlines():
        left, _, bio = line.partition(" | ")
        key, net, host, user, name = left.split(None, 4)
        network = {"m": "mastodon", "b": "bluesky", "n": "nostr"}[net]
        known = 240 + 37 * len(key) * (len(found) % 11 + 1)
        bot = key == "ose"
        found[key] = Account(key, network, user, host, name.strip(), followers=known, bot=bot, bio=bio.strip())
    return found


def _place(rng: Random, where: str, lang: str) -> tuple[str, str]:
    roll = rng.random()
    if roll < 0.47:
        servers = (COURIER, TIDE) if where == "far" else (FLEUVE, COURIER)
        first, second = (TIDE, FLEUVE) if lang == "en" else servers
        return "mastodon", first if rng.random() < 0.68 else second
    if roll < 0.87:
        return "bluesky", BLUESKY
    return "nostr", rng.choice(("phare.example", "brume.example"))


def _name(rng: Random, lang: str) -> str:
    if lang == "en":
        first, last, nicks = rng.choice(_FIRST_EN), rng.choice(_LAST_EN), _NICKS_EN
    else:
        first, last, nicks = rng.choice(_FIRST_FR), rng.choice(_LAST_FR), _NICKS_FR
    style = rng.random()
    if style < 0.42:
        return f"{first} {last}"
    if style < 0.6:
        return f"{first} {last[0]}."
    if style < 0.72:
        return first.lower()
    if style < 0.8:
        return f"{first} {rng.choice('🌊🐟🧶🌲🚲🎣☕🐦🥾🎻')}"
    if style < 0.88:
        return f"{first[0].lower()}{last.lower()}"
    return rng.choice(nicks)


def crowd(rng: Random) -> dict[str, list[Account]]:
    """Make the crowd: lists by `<language>-<local or far>`."""
    found: dict[str, list[Account]] = {}
    taken: set[str] = set()
    sizes = (("fr", "local", 208), ("en", "local", 66), ("fr", "far", 46), ("en", "far", 26))
    number = 0
    for lang, where, size in sizes:
        people: list[Account] = []
        while len(people) < size:
            name = _name(rng, lang)
            network, host = _place(rng, where, lang)
            user = _slug(name)
            if network == "bluesky":
                user = user.replace("_", "-")
            if user in taken or not user or name in taken:
                user = f"{user}{rng.randrange(7, 99)}"
                if user in taken or name in taken:
                    continue
            taken.update((user, name))
            number += 1
            followers = int(rng.paretovariate(1.1) * 30)
            people.append(Account(f"crowd{number}", network, user, host, name, lang, followers))
        found[f"{lang}-{where}"] = people
    for lang, names in _FAR.items():
        people = []
        for position, (name, user) in enumerate(names):
            network, host = ("mastodon", COURIER) if position % 2 else ("bluesky", BLUESKY)
            people.append(Account(f"far-{lang}{position}", network, user, host, name, lang, 80 + 11 * len(name)))
        found[f"{lang}-far"] = people
    return found


def form_person(rng: Random, number: int, lang: str) -> Account:
    """Make one person who fills in the town's form."""
    first, last = (_FIRST_EN, _LAST_EN) if lang == "en" else (_FIRST_FR, _LAST_FR)
    name = f"{rng.choice(first)[0]}. {rng.choice(last)}"
    return Account(
        f"form{number}",
        "post",
        f"{name.lower().translate(_SWAPS).replace('.', '').replace('_', '-')}-{1000 + number}",
        "signaler.baiedescedres.example",
        name,
        lang,
    )


def spammers(names: list[str]) -> list[Account]:
    """Make the accounts of the spam wave."""
    found = []
    for position, name in enumerate(names):
        user = _slug(name).replace("_", "")[:14] + str(100 + 37 * position)
        network, host = (("bluesky", BLUESKY), ("mastodon", TIDE), ("nostr", "brume.example"))[position % 3]
        found.append(Account(f"spam{position}", network, user, host, name, "en", 3 + position, bot=position % 4 == 0))
    return found
