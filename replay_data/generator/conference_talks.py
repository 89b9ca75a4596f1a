"""The talks of the conference: programme, what was said on stage, and what the room made of it."""

from typing import NamedTuple

__all__ = ["CLOSERS", "OPENERS", "TALKS", "Talk"]


class Talk(NamedTuple):
    """A talk: when, where, who, and sentences that were said."""

    key: str
    begin: str
    end: str
    room: str
    speaker: str
    name: str
    lang: str
    title: str
    said: tuple[str, ...]


TALKS = (
    Talk(
        "ouverture", "13:02", "13:40", "la grande salle", "maissa", "Maïssa Benyoucef-Roy", "fr", "Ce que nos voisins savent déjà",
        (
            "On arrive toujours avec une solution. Le quartier, lui, avait déjà trois réponses et une soupe.",
            "Si votre rapport annuel fait pleurer le conseil et bâiller le voisinage, vous avez écrit au mauvais lecteur.",
            "Le premier secours, c'est celui qui habite en face.",
            "Un groupe de messagerie de ruelle vaut mieux qu'un plan stratégique de quarante pages.",
            "Demander « de quoi avez-vous besoin ? » prend douze secondes. Nous avons mis onze ans à le faire.",
            "La confiance ne se finance pas, elle se fréquente.",
            "On ne mobilise pas des gens. On se rend mobilisable.",
            "Les informations les plus fiables de la tempête venaient de madame Rinfret, 81 ans, et de son balcon.",
            "Arrêtez de donner une voix aux sans-voix. Baissez la musique, ils parlent.",
            "Une réponse humaine en cinq minutes bat un formulaire parfait en cinq jours.",
            "Nos données étaient impeccables et personne ne nous les avait demandées.",
            "Le bénévolat, c'est de l'amitié avec un horaire.",
            "J'ai appris plus en portant des boîtes qu'en présidant des comités.",
        ),
    ),
    Talk(
        "kitchens", "13:45", "14:25", "la salle Érable", "tom", "Tom Whitlock", "en", "Small data, big kitchens",
        (
            "We threw away the dashboard and hung a whiteboard next to the fridge. Waste went down by a third.",
            "A spreadsheet that nobody opens is a diary.",
            "Count what changes a decision tomorrow morning. Leave the rest to historians.",
            "Our best sensor is Doreen. Doreen smells the milk.",
            "If it takes longer to log the soup than to make the soup, people will make soup.",
            "Open data without an open door is decoration.",
            "We stopped asking people to prove they were hungry. Nothing bad happened.",
            "The map showed deserts. Walking showed grandmothers with chest freezers.",
            "Every number on this slide was a person who had to answer a question while carrying bags.",
            "Publish your mistakes next to your totals; funders read those pages twice.",
            "Half of logistics is knowing who has a van and who has a sister with a van.",
        ),
    ),
    Talk(
        "clair", "13:45", "14:25", "la salle Bouleau", "odile", "Odile Fontarabie", "fr", "Écrire pour être compris",
        (
            "Une phrase, une idée. Deux idées, deux phrases. Trois idées : allez prendre l'air.",
            "Votre grand-mère n'est pas un public cible, c'est votre meilleure réviseure.",
            "« Veuillez procéder à la complétion du formulaire » : quelqu'un a eu peur en écrivant ça.",
            "Le langage clair ne simplifie pas les gens, il simplifie leur journée.",
            "Si le mot est plus long que l'aide, changez le mot.",
            "On ne lit pas sur un téléphone : on cherche, avec le pouce, entre deux arrêts d'autobus.",
            "Le conditionnel est une porte entrouverte sur un corridor froid.",
            "Un bon titre répond. Un mauvais titre s'éclaircit la gorge.",
            "Traduire, c'est découvrir que l'original ne disait rien.",
            "Testez vos textes à voix haute, debout, dans une cuisine bruyante.",
            "L'écriture inclusive qui exclut les lecteurs pressés reste à refaire, et c'est un beau chantier.",
        ),
    ),
    Talk(
        "volunteer", "14:30", "15:12", "la salle Érable", "priya", "Priya Raman", "en", "The volunteer who never came back",
        (
            "People don't leave because they are busy. They leave because nobody noticed they came.",
            "Your onboarding is a fourteen-page PDF. Their first memory is standing alone next to a coat rack.",
            "Give newcomers something that would break without them. Something small. By Thursday.",
            "Thank-you emails signed by a department are invoices with feelings.",
            "We phoned forty people who had stopped. Thirty-one were waiting to be asked.",
            "Burnout is what happens when only the reliable people are relied on.",
            "A rota is a promise written in both directions.",
            "Let people leave well, with cake, and they come back with friends.",
            "Never say 'just a volunteer'. Say 'the person who has the keys'.",
            "The most generous thing a manager can do is to cancel a meeting in time.",
            "Ask what they would like to stop doing. Then stop it, in front of them.",
        ),
    ),
    Talk(
        "langues", "14:30", "15:12", "la salle Bouleau", "jeannie", "Jeannie Qumaluk-Side", "en", "Our languages, our tools",
        (
            "My keyboard had an emoji for sushi before it had my grandmother's alphabet.",
            "When the form has no box for your name, you learn quickly who the form is for.",
            "ᐃᓄᒃᑎᑐᑦ is not a font problem. It is a budget line.",
            "We localised the app in a kitchen, with four elders and one extension cord.",
            "The elders found the bug: the word you chose for 'share' means 'to give away a dog'.",
            "A language lives where children are allowed to be funny in it.",
            "Do not archive us. Invite us.",
            "Half of translation is deciding what should never be translated.",
            "Our best test device is a phone with a cracked screen, in mittens, at minus thirty.",
            "Open source welcomed us warmly. Then it asked us for a pull request in English.",
        ),
    ),
    Talk(
        "argent", "15:20", "16:05", "la salle Érable", "gwen", "Gwen Abara", "en", "Money, honestly",
        (
            "Overhead is what we call the roof when it is somebody else's roof.",
            "Show the budget to the cook. The cook will find six hundred dollars by Friday.",
            "Donors forgive a mistake faster than a euphemism.",
            "If your impact only fits on a gala slide, it is scenery.",
            "We published what we pay ourselves. Nobody fainted. Two people applied.",
            "A restricted grant is a gift card for a shop across the river.",
            "Reserves are not greed, they are next February.",
            "Say 'we spent it badly and here is the receipt' and watch the room lean in.",
            "Every fundraising letter should survive being read aloud by the people in it.",
        ),
    ),
    Talk(
        "eau", "15:20", "16:05", "la salle Bouleau", "jeanrock", "Jean-Rock Desbiens", "fr", "Quand l'eau monte",
        (
            "À trois heures du matin, personne ne cherche votre organigramme.",
            "La carte des inondations était juste. Elle était juste dans un tiroir.",
            "Les sacs de sable, ça se remplit à deux : un qui tient, un qui jase.",
            "Le premier appel n'est pas venu du 911, il est venu d'un groupe de hockey mineur.",
            "Une rumeur corrigée en dix minutes ne fait de mal à personne. En deux heures, elle vide une rue.",
            "On a évacué plus de chats que de monde, et c'est les chats qui ont convaincu le monde.",
            "Notez qui a un tracteur. Notez aussi qui sait demander un tracteur.",
            "Après, tout le monde veut donner des vêtements. Ce qu'il faut, c'est des déshumidificateurs et du silence.",
            "Le rétablissement commence quand quelqu'un fait une mauvaise blague et que tout le monde rit.",
        ),
    ),
    Talk(
        "panel", "16:15", "17:05", "la grande salle", "interp", "le panel", "fr", "Garder la porte ouverte",
        (
            "L'accessibilité, ce n'est pas une rampe derrière les poubelles.",
            "If the captions are an afterthought, so was I.",
            "Une salle calme n'est pas une salle de punition : mettez-y les bons fauteuils.",
            "Don't ask me to be brave about your staircase.",
            "Réserver le premier rang aux interprètes a coûté zéro dollar et tout changé.",
            "Name badges with large type: the cheapest inclusion technology on earth.",
            "Le micro n'est pas là pour vous, il est là pour la boucle magnétique. Prenez le micro.",
            "I have been to forty conferences about us. Today is the third one with us.",
            "On commence par demander, on finit par ajuster, et entre les deux on s'excuse peu et on corrige vite.",
        ),
    ),
    Talk(
        "fin", "17:12", "17:45", "la grande salle", "maissa", "Maïssa Benyoucef-Roy", "fr", "Ce qu'on rapporte chez nous",
        (
            "Rapportez une idée, un numéro de téléphone et le contenant de quelqu'un d'autre.",
            "Take one habit home. Leave the tote bag.",
            "Lundi matin, avant vos courriels, appelez une personne rencontrée aujourd'hui.",
            "We came with four hundred problems and one kettle. The kettle held.",
            "La suite ne s'appelle pas un suivi. Elle s'appelle mardi, 18 h, chez Bakary.",
            "Ce n'est pas un réseau, c'est un voisinage qui a pris l'autobus.",
        ),
    ),
)  # fmt: skip

OPENERS = {
    "fr": (
        "{name} : « {said} »", "« {said} » — {name}", "{name}, à l'instant : « {said} »", "Noté mot pour mot de {name} : « {said} »",
        "« {said} »", "{room}, {name} : « {said} »", "Retenu : « {said} » ({name})", "{name} vient de dire « {said} »",
        "La phrase de {room} : « {said} »", "« {said} » Merci {name}.", "Citation du jour, gracieuseté de {name} : « {said} »",
    ),
    "en": (
        "{name}: “{said}”", "“{said}” ({name})", "{name} just now: “{said}”", "Writing this on my hand: “{said}” — {name}",
        "“{said}”", "From {room}, {name}: “{said}”", "Keeping this one. {name}: “{said}”", "“{said}” says {name}, and the room goes quiet.",
        "Quote of my day so far: “{said}”", "{name} on stage: “{said}”",
    ),
}  # fmt: skip
"""Ways in which people bring a sentence out of a room."""

CLOSERS = {
    "fr": (
        "", "", "", "J'en aurais fait une affiche.", "Silence dans la salle.", "Applaudissements, et moi qui renifle.", "Je vais devoir appeler mon CA.",
        "Mon équipe va en entendre parler lundi.", "Je me sens visée.", "À broder sur un coussin.", "Ma voisine de rangée a dit « amen ».",
        "Je n'étais pas prêt.", "On respire.", "Voilà pourquoi je suis venue.", "Douze ans de métier et personne ne me l'avait dit comme ça.",
        "Ça vaut le billet d'autobus.", "L'interprète a souri en le signant.", "Je note, je souligne, je déborde.", "Ouch.", "C'est nous, ça.",
        "On a exactement ce problème à Rimouski-Nord.", "Le technicien au fond hoche la tête, c'est dire.", "Je relis ça demain à jeun.",
        "Quelqu'un a crié « encore ».", "Et paf.", "Mon crayon a cassé.", "J'ai envoyé ça à ma mère.", "Je change mon titre de poste.",
        "Tout le deuxième rang prend la photo.", "Simple, et pas facile.", "Vrai jusque dans les subventions.", "Je m'ennuie déjà de cette salle.",
    ),
    "en": (
        "", "", "", "Somebody whooped.", "I need a minute.", "My whole row is nodding.", "Sending this to my board before I lose my nerve.",
        "The interpreter got a laugh of her own.", "Consider me gently called out.", "Worth the overnight bus.", "I have been this PDF.",
        "Sitting with that.", "Somebody frame it.", "And breathe.", "That one is going on the fridge.", "We have lived exactly this.",
        "Pens down, everyone just listening.", "My notes now consist of underlining.", "Laughed, then didn't.", "Ow. Fair.",
        "Three of us turned round at once.", "I'd like that on a mug, please.", "The tech crew applauded.", "Texting my old boss.",
        "Quietly rewriting tomorrow's agenda.", "I came for the muffins and stayed for this.", "True in every language I work in.",
    ),
}  # fmt: skip
"""What they add to it; empty for those who let it stand."""
