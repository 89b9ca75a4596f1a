"""Reactions, edits, the info desk, the shuttle, and posts whose clocks lie."""

__all__ = ["DESK", "EDITS", "OLD", "REACTIONS", "SHUTTLE"]

REACTIONS = {
    "fr": (
        "Exactement ça.", "Je dois en parler à mon équipe, tu permets que je te cite ?", "J'y étais et je confirme, y compris le reniflement.",
        "Tu me gardes une place au prochain ?", "On fait pareil à Val-des-Ormes depuis mars, ça marche.", "Oh que oui.", "C'était avant ou après le pigeon ?",
        "Merci de partager pour celles qui sont restées à la maison avec la grippe.", "Source : moi aussi.", "Je le traduis pour mes collègues, merci !",
        "Ça m'avait échappé, j'étais occupé à applaudir.", "Mon conseil d'administration va faire semblant de découvrir ça.", "Et dire que j'ai failli choisir l'autre salle.",
        "On se croise au café ? J'ai un bonnet vert.", "Il faut qu'on se parle de ça mardi chez Bakary.", "Tellement. Et sans diapo, en plus.",
        "Je l'ai entendue aussi, de la dernière rangée, debout.", "Notre cuisine collective cherche justement ça.", "Bon. Je vais rappeler Lucette.",
        "C'est noté sur ma main, il reste de la place pour une heure.", "Tu l'as mieux dit que la conférence.", "Le deuxième rang approuve.", "À encadrer.",
        "Désaccord amical : chez nous c'est la trésorière qui a le tracteur.", "Je pleure au travail, merci beaucoup.", "Ma fille demande si le pigeon a un nom.",
        "Il s'appelle Normand, le pigeon. C'est voté.", "Ça sent le futur, et un peu le pain brûlé.", "Belle photo !", "Je prends la recette du gâteau si quelqu'un l'a.",
        "On vous entend rire jusqu'à Bouleau.", "Pis le chauffage est inclus, j'en reviens pas.",
    ),
    "en": (
        "This, so much.", "May I quote you in our newsletter? With biscuits.", "Was that before or after the pigeon?", "Same room, same tears.",
        "We tried it in Kingsferry; took a month, worked in a week.", "Sharing with my night shift.", "I need that on a tea towel.", "Thank you for posting, stuck at home with a fever.",
        "Found you! I'm the green hat by the window.", "My treasurer is going to pretend this was her idea, and that's fine.", "Seconded from the corridor overflow.",
        "The footnotes on this one would be a novel.", "Counterpoint: our van has a sister too.", "Could you say more about the freezer part?", "I laughed so hard the interpreter looked over.",
        "That's Tuesday's agenda sorted, then.", "The pigeon is called Norman now. There was a vote.", "Bookmarking for February.", "My kid wants to know about the pole.",
        "Slide it down for all of us.", "Proud of this room.", "Who do I thank for the ramps?", "Filed under: obvious, therefore never done.", "Ring Doreen.",
        "It IS the font. I asked.", "Wish the rest of the year had captions like these.",
    ),
}  # fmt: skip

EDITS = (
    "Édit : c'est Bouleau, pas Érable. Désolée pour les trois personnes que j'ai égarées.",
    "Edit: it's 31 people, not 13. My thumbs are dyslexic.",
    "Édit : faute corrigée, merci Huguette.",
    "Edit: spelled her name right this time.",
    "Ajout : oui, la photo est de moi, prenez-la.",
    "Edit: adding that the room cheered.",
    "Correction : 16 h 15 et non 16 h 50.",
    "Edit to add: there is a second cake.",
    "Édit : on me signale que le pigeon est une tourterelle.",
    "Edit: autocorrect made it ‘bored members’. Leaving the memory, fixing the word.",
    "Mise à jour : place trouvée, merci !",
    "Edit: found it. It was in my other hand.",
    "Édit : la rampe est rue des Saules.",
    "Update: sorted, thank you, kind strangers.",
)

DESK = (
    ("12:34", "Kiosque : les macarons en gros caractères sont à la table de droite, sans demander."),
    ("12:57", "Kiosque : la salle Bouleau est complète pour 13 h 45, son retransmis dans le corridor vert."),
    ("13:36", "Kiosque : objet trouvé, une mitaine rouge, main gauche."),
    ("14:11", "Kiosque : la mitaine droite a été rapportée. La paire attend."),
    ("14:42", "Kiosque : fontaine d'eau derrière le vestiaire, côté jardin."),
    ("15:11", "Kiosque : pause jusqu'à 15 h 20. La marche part de la fontaine à 15 h 30."),
    ("15:43:40", "Kiosque : évacuation en cours. Point A, fontaine. Point B, vélos. Suivez les foulards orange."),
    ("15:56:30", "Kiosque : fin de l'alerte. Entrez par la rampe et par le perron. Fauteuils d'abord."),
    ("16:03", "Kiosque : tout glisse de dix minutes. Clôture inchangée, 17 h 12."),
    ("16:38", "Kiosque : liste d'inscription pour la caserne 14 ouverte ici, papier et crayon."),
    ("17:02", "Kiosque : dernière navette à 18 h 20, devant la fontaine."),
    ("17:46", "Kiosque : toutes les mitaines ont été rendues."),
)

SHUTTLE = (
    ("12:35", "Navette : prochain passage à la fontaine à 12 h 50, puis 13 h 20."),
    ("13:25", "Navette : circulation fluide, passage suivant à 13 h 50."),
    ("14:30", "Navette : pont du milieu partagé avec la marche dès 15 h 30, comptez six minutes de plus."),
    ("15:48", "Navette : arrêt déplacé rue des Saules pendant l'intervention."),
    ("16:05", "Navette : retour à l'arrêt habituel."),
    ("17:30", "Navette : départs à 17 h 45, 18 h et 18 h 20."),
)

OLD = (
    ("fr", "Rendez-vous vendredi au parc des Trois-Ponts, j'ai déjà repassé ma chemise.", "old"),
    ("en", "Packing for Montréal: two jumpers, one speech, no idea.", "old"),
    ("fr", "Les bénévoles ont choisi l'orange pour les foulards. Ça se voit de la lune.", "old"),
    ("en", "Tickets for the conference are free if you bring a plant. I'm bringing a plant.", "old"),
    ("fr", "Dernière réunion d'organisation : dix-neuf minutes, un record mondial.", "old"),
    ("en", "Posting from a phone that thinks it's tomorrow. Hello from the future, it's raining.", "future"),
    ("fr", "Si mon message arrive du futur, c'est que le relais s'ennuyait.", "future"),
    ("en", "Clock on this laptop has been wrong since the divorce. Great session though.", "future"),
    ("fr", "J'écris de la salle Érable, heure de Mars.", "future"),
    ("en", "Factory reset my phone in the queue. It's 1970 and the talks are excellent.", "1970"),
    ("fr", "Mon vieux téléphone croit qu'on est en 1970. Il aime bien le panel quand même.", "1970"),
    ("fr", "Pile morte, horloge à zéro, moral à cent.", "1970"),
    (
        "fr",
        "Envoyé du sous-sol, sans réseau : l'atelier sur les formulaires m'a réconciliée avec les formulaires.",
        "late",
    ),
    ("en", "No signal in the basement kitchen, posting when I surface: the soup is extraordinary.", "late"),
    ("fr", "Note prise dans l'ascenseur pendant la panne de réseau : garder la fiche des bancs à l'ombre.", "late"),
    ("en", "Queued this in the metro: on my way, save me a seat and half a muffin.", "late"),
    ("fr", "Message resté coincé sur un petit serveur fatigué : bravo à l'ouverture !", "late"),
    ("en", "My instance was napping. For the record, I clapped at 13:38.", "late"),
    ("fr", "Serveur en maintenance chez nous, j'envoie tout d'un coup : oui, j'ai pleuré à l'ouverture.", "late"),
    ("en", "Delayed by a tunnel and a toddler: the captions are superb.", "late"),
)
