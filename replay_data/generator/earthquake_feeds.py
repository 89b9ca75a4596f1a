"""What feeds publish that day: two radios or papers, the utility, civil protection, and the earthquake list of the USGS.

An item is `(published, shown after, slug, title, text)`: local time, seconds until a reader of the feed sees it.
"""

__all__ = ["CIVIL", "HYDRO", "LOG", "RADIO", "RIVERAIN", "USGS", "Item", "UsgsUpdate"]

from typing import NamedTuple


class Item(NamedTuple):
    """One item of a news feed."""

    at: str
    wait: int
    slug: str
    title: str
    text: str
    lane: str = "news"


class UsgsUpdate(NamedTuple):
    """One state of one earthquake in the USGS summary feed."""

    at: str
    wait: int
    code: str
    magnitude: float
    place: str
    origin: str
    lat: float
    lon: float
    depth: float
    felt: tuple[str, int] | None = None
    pager: bool = False


# fmt: off
CIVIL = [
    Item("18:56:30", 95, "seisme-01", "Séisme dans l'estuaire : consignes immédiates", "Un séisme a été fortement ressenti à 18 h 47 de Cap-Doré à Port-Marguerite. Éloignez-vous des fenêtres et des cheminées. Utilisez les messages texte. Ne composez le 911 que si une vie est en danger.", "official"),
    Item("19:05:00", 80, "seisme-02", "Aucun risque de tsunami dans l'estuaire", "La magnitude et la profondeur du séisme ne permettent pas la formation d'un tsunami. Le niveau d'eau bas observé à Anse-aux-Loutres correspond à la marée prévue. Il n'est pas nécessaire de gagner les hauteurs.", "official"),
    Item("19:13:00", 70, "seisme-03", "Barrage de l'Ombrette : aucune anomalie", "L'exploitant a terminé l'inspection visuelle de l'ouvrage. Aucune fissure, aucun capteur hors seuil. Aucune évacuation n'a été demandée en aval, à aucun moment.", "official"),
    Item("19:28:00", 110, "seisme-04", "Une réplique de magnitude 4,1 à 19 h 21", "Des répliques sont attendues pendant plusieurs jours. Leur nombre diminue avec le temps. N'entrez pas dans un bâtiment dont un mur bombe ou dont la cheminée penche.", "official"),
    Item("19:33:00", 90, "seisme-05", "Refuge ouvert à la polyvalente des Cèdres", "Chaleur, lits, prises électriques, premiers soins, interprètes en sept langues. Entrée par la porte A, entrée calme par la porte C. Les animaux sont admis.", "official"),
    Item("20:05:00", 120, "seisme-06", "Point de situation à 20 h", "Quatre blessés légers, aucun disparu. Trente et une maisons inspectées, trois évacuées. La route du Fleuve est fermée au cap; le pont Tancrède reste fermé jusqu'à la fin de l'inspection.", "official"),
    Item("20:47:00", 100, "seisme-07", "Réplique de magnitude 3,6 à 20 h 40", "Aucun nouveau dommage signalé. Les équipes d'inspection poursuivent leur tournée jusqu'à 23 h.", "official"),
    Item("21:30:00", 140, "seisme-08", "Consignes pour la nuit", "Chaussures et lampe près du lit, rien de lourd au-dessus de la tête, poêles et foyers éteints tant que la cheminée n'est pas vérifiée. Si vous avez besoin de parler, la ligne d'écoute est ouverte.", "official"),
]

HYDRO = [
    Item("18:58:40", 75, "pannes-1847", "Pannes de courant : 14 200 clients touchés", "Le séisme a déclenché les protections du poste de la Baie. Aucun équipement majeur n'est brisé. Rétablissement progressif au cours de la soirée.", "official"),
    Item("19:11:00", 60, "barrage-ombrette", "Barrage de l'Ombrette : inspection terminée, aucune fissure", "L'équipe de la centrale a parcouru la crête et les galeries. Les 46 capteurs donnent des valeurs normales. L'eau visible au pied de l'ouvrage provient de l'évacuateur, ouvert depuis octobre.", "official"),
    Item("19:40:00", 130, "pannes-1940", "11 600 clients sans courant", "L'hôpital Sainte-Anne et la station de pompage sont réalimentés. La réplique de 19 h 21 n'a causé aucune nouvelle panne.", "official"),
    Item("20:04:00", 110, "pannes-2004", "9 800 clients sans courant", "Douze équipes sur le terrain, quatre en renfort depuis la rive sud. Ne vous approchez pas d'un fil au sol, même s'il semble inerte.", "official"),
    Item("21:10:00", 150, "pannes-2110", "3 100 clients sans courant", "Il reste surtout des branchements individuels. Les équipes travaillent toute la nuit.", "official"),
    Item("21:52:00", 120, "pannes-2152", "640 clients sans courant", "Rang 2, chemin du Phare et partie basse de la côte du Calvaire : rétablissement prévu avant 3 h.", "official"),
]

RADIO = [
    Item("15:20:00", 420, "marche-fin-saison", "Dernier marché de la saison : la courge se porte bien", "Conrad Lévesque a vendu sa dernière courge à 14 h 50, sous les applaudissements. Reportage en brume."),
    Item("16:50:00", 600, "banc-du-quai", "Le banc du quai regarde-t-il du mauvais côté?", "La moitié de la ville a une opinion, l'autre moitié s'assoit dessus. Notre table ronde de mardi."),
    Item("18:05:00", 480, "traverse-annulee", "Brume : la traversée de 18 h 15 annulée", "Deux cyclistes passeront la nuit à Anse-aux-Loutres. Ils ont été invités à souper trois fois."),
    Item("19:01:00", 160, "seisme-ressenti", "Un séisme secoue Baie-des-Cèdres", "La terre a tremblé à 18 h 47. Notre station émet sur génératrice. Aucun blessé grave n'est rapporté pour l'instant. Nous restons en ondes toute la nuit."),
    Item("19:13:30", 240, "seisme-5-6-ce-que-lon-sait", "Séisme : ce que l'on sait, ce que l'on ignore", "Ce que l'on sait : quatre blessés légers, un barrage inspecté et sain, un pont fermé par prudence. Ce que l'on ignore : la durée des pannes et l'état de quelques cheminées."),
    Item("19:29:00", 200, "replique-4-1", "Une réplique de 4,1 pendant notre bulletin de 19 h 21", "L'animatrice a fini sa phrase sous la table. On l'entendait très bien."),
    Item("19:58:00", 180, "choeur-stationnement", "Le Chœur des Marées chante à la lueur des phares", "Le concert devait avoir lieu dans l'église. Il a eu lieu devant. Nous diffuserons l'enregistrement à minuit."),
    Item("20:35:00", 260, "boulangerie-yasmine", "Au four à bois de Rima et Nabil, le pain ne s'arrête pas", "Ils ont ouvert il y a trois ans. Ce soir, la file fait le tour du quai, et personne ne pousse."),
    Item("21:16:00", 240, "celeste", "Née à 21 h 05, à la lampe frontale", "Elle pèse 3,2 kilos, elle s'appelle Céleste et elle a dormi pendant tout notre reportage."),
    Item("21:44:00", 210, "bilan-soiree", "Trois heures après : le bilan d'une soirée debout", "Quatre blessés légers, 3 100 foyers encore dans le noir, 212 personnes au refuge, 309 bateaux en bouteille. Et un beagle retrouvé."),
]

LOG = [
    Item("15:45:00", 900, "fog-and-foghorn", "Foghorn enters its fourth hour, residents enter their fifth pot of tea", "Visibility at Cap-Doré is down to 150 metres. The keeper reports that the gulls are walking."),
    Item("17:40:00", 700, "bench-debate", "The bench on the wharf faces the wrong way, and other questions", "Four hundred words on furniture, sovereignty and the view."),
    Item("19:04:00", 220, "earthquake-cedar-bay", "Strong earthquake shakes Cedar Bay", "The ground shook at 6:47 p.m. for about twenty seconds. Power is out across much of town. The fire hall is open as an emergency desk."),
    Item("19:15:00", 260, "what-we-know", "What we know, what we don't, and who says so", "No tsunami. No crack in the dam. No collapsed bridge. Four minor injuries. We name our source for each line, and update it as we go."),
    Item("19:49:00", 300, "legion-blankets", "Forty seniors, twenty-two scout blankets and a confession pending", "At the Legion hall, the card game was suspended at a delicate moment."),
    Item("20:28:00", 280, "choir-lights", "Why every headlight on the hill blinked at 8:22", "They had run out of gloves to clap with."),
    Item("21:20:00", 240, "radio-operator", '"I\'m listening, all night if I must": one man and his repeater', "Gordon Tait has passed fifty-odd messages since the lights went out, and one choir."),
    Item("21:50:00", 260, "bench-faces-home", "Editorial: the bench faces the houses", "We withdraw our remarks of this afternoon."),
]

RIVERAIN = [
    Item("16:20:00", 900, "choeur-des-marees", "Trente-quatre voix pour un soir frisquet", "Le Chœur des Marées et les aînées de Mashku-Nipi partagent la scène à Saint-Elzéar-sur-Mer."),
    Item("19:09:00", 380, "secousse-en-direct", "En direct : forte secousse dans l'estuaire", "Notre salle de rédaction a perdu son plafond suspendu et aucun journaliste. Nous écrivons du stationnement."),
    Item("19:31:00", 420, "trois-rumeurs", "Trois rumeurs, trois réponses", "La mer, le barrage, le pont : d'où viennent ces histoires, qui les a vérifiées, et en combien de minutes. La plus longue a vécu quatorze minutes."),
    Item("20:12:00", 400, "sous-la-table", "« Sous la table d'abord » : l'étudiante qui a calmé une rue", "Haruka, arrivée en août d'une ville qui tremble souvent, a écrit trois phrases. On les a recopiées partout."),
    Item("21:08:00", 380, "ascenseur", "Quarante-sept minutes avec Mme Thibodeau", "Récit d'une soirée entre le deuxième et le troisième."),
]

USGS = [
    UsgsUpdate("18:51:02", 58, "7000pq4k", 5.4, "10 km NE of Baie-des-Cèdres, Canada", "2026-11-07 23:47:12", 48.412, -68.871, 18.0),
    UsgsUpdate("18:58:47", 63, "7000pq4k", 5.5, "9 km NE of Baie-des-Cèdres, Canada", "2026-11-07 23:47:12", 48.405, -68.884, 18.0, ("V", 61)),
    UsgsUpdate("19:06:21", 66, "7000pq4k", 5.6, "9 km NE of Baie-des-Cèdres, Canada", "2026-11-07 23:47:12", 48.403, -68.886, 17.2, ("VI", 412)),
    UsgsUpdate("19:25:50", 61, "7000pq5d", 4.2, "8 km NE of Baie-des-Cèdres, Canada", "2026-11-08 00:21:40", 48.398, -68.897, 16.0),
    UsgsUpdate("19:33:12", 64, "7000pq5d", 4.1, "8 km NE of Baie-des-Cèdres, Canada", "2026-11-08 00:21:40", 48.397, -68.899, 16.4, ("IV", 203)),
    UsgsUpdate("19:41:30", 59, "7000pq4k", 5.6, "9 km NE of Baie-des-Cèdres, Canada", "2026-11-07 23:47:12", 48.403, -68.886, 17.2, ("VI", 1377), pager=True),
    UsgsUpdate("20:44:55", 70, "7000pq7a", 3.6, "9 km NE of Baie-des-Cèdres, Canada", "2026-11-08 01:40:05", 48.401, -68.881, 16.9, ("III", 88)),
    UsgsUpdate("21:15:40", 62, "7000pq4k", 5.6, "9 km NE of Baie-des-Cèdres, Canada", "2026-11-07 23:47:12", 48.403, -68.886, 17.1, ("VI", 2904), pager=True),
]
# fmt: on
