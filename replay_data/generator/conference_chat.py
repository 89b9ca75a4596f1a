"""What people say between the talks: arriving, eating, looking for a charger, being kind."""

__all__ = ["ALARM", "CHAT", "CROSS_SCRIPTS", "FRAGMENTS", "SURPRISE", "THANKS"]

CHAT = {
    "fr": """
12:31 Arrivée au parc des Trois-Ponts. La file avance au rythme des retrouvailles, donc lentement.
12:33 Mon macaron dit « Bénévole » au lieu de mon nom. C'est pas faux.
12:35 Il y a une table de café ET une table de tisane. Je sais où sont les miens.
12:36 Premier câlin de la journée à 12 h 36. Un record personnel.
12:38 Le vestiaire accepte les manteaux, les poussettes et les états d'âme.
12:40 Covoiturage depuis Drummondbourg : quatre inconnues au départ, une chorale à l'arrivée.
12:41 Quelqu'un a apporté un chat en laisse. Le chat a un macaron.
12:43 Les bénévoles à l'accueil parlent cinq langues à elles trois, dont le sarcasme.
12:45 Petit rappel : la grande salle est au bout du couloir vert, PAS au bout du couloir vert pâle.
12:47 J'ai croisé la personne avec qui j'échange des courriels depuis six ans. Elle est minuscule et immense.
12:50 La boucle magnétique est ouverte dans les trois salles. Vérifiée à l'oreille par mon père, 78 ans, content.
12:52 On me dit qu'il reste des muffins. On me ment.
12:54 Le plan de salle en gros caractères : merci, merci, merci.
12:56 Assise. Cahier ouvert. Téléphone à 94 %. Je me sens invincible.
12:58 La grande salle se remplit comme une cuisine de fête : tout le monde reste debout près de la porte.
13:00 Les lumières baissent. Quelqu'un éternue. « À tes souhaits », répondent quatre cents personnes.
13:41 Pause de quatre minutes pour changer de salle. Migration des gnous, mais avec des cafés.
13:43 Choix déchirant entre Érable et Bouleau. J'envoie ma moitié à l'autre.
13:50 Salle Bouleau archi-comble, gens assis par terre, ambiance veillée.
14:02 Je comprends enfin pourquoi mon formulaire d'adhésion fait fuir les gens. C'est moi.
14:12 Photo du tableau blanc avant qu'il soit effacé. On ne nous y reprendra plus.
14:20 L'équipe d'interprètes se relaie toutes les vingt minutes comme des gardiennes de but.
14:27 Mon voisin tricote un bas pendant les conférences. Il en est au talon.
14:36 Il fait 26 degrés dans Érable. On a ouvert une fenêtre et gagné un pigeon.
14:38 Le pigeon s'est installé au troisième rang. Il prend moins de place que mon sac.
14:55 Quelqu'un distribue des pommes du verger communautaire. J'ai les poches pleines et la foi revenue.
15:03 Les sous-titres en direct ont écrit « conseil d'amis ministration ». Je vote pour.
15:13 PAUSE. Trois cents personnes, deux cafetières, une seule prise. Le vrai laboratoire social.
15:16 Le gâteau aux carottes est sans noix, sans gluten et sans égal.
15:18 La meilleure conversation de la journée a eu lieu devant la distributrice brisée.
15:25 Retour en salle avec du glaçage sur le macaron.
16:02 Retour au programme avec vingt minutes de retard et beaucoup d'anecdotes.
16:08 Le pigeon est revenu aussi.
16:12 On distribue des bouchons d'oreilles à l'entrée du panel. Attention simple, effet immense.
16:20 Première fois que je vois un panel où la modératrice parle moins que les panélistes.
16:47 Je n'ai pas encore digéré l'annonce et déjà trois personnes dessinent des plans sur une serviette.
17:07 Dernier café. Il a le goût du fond de la cafetière et de la nostalgie.
17:20 Les gens s'échangent des contenants de plastique. C'est notre façon de signer des ententes.
17:31 Le technicien du son a reçu une ovation. Il a rougi en stéréo.
17:48 Le vestiaire a retrouvé toutes les mitaines. TOUTES. C'est ça, la logistique.
17:52 Dans l'autobus du retour, on continue l'atelier 3 sans le vouloir.
17:56 Il me reste un crayon, onze adresses et une pomme. Excellente journée.
""",
    "en": """
12:32 Badge, tea, map, hug. In that order. We're in.
12:34 The registration desk asked how I was and then actually waited for the answer.
12:37 Overheard: “I run a seed library.” “I run a tool library.” “Do you two want to be alone?”
12:39 Came in on the night coach from Kingsferry with two cellos and a beekeeper.
12:42 There's a quiet room with real lamps and a sign that says NOBODY WILL ASK. Perfect.
12:44 My badge has my name in type so large I could be identified from a ferry.
12:46 Volunteers in orange scarves. If lost, follow the scarves. If found, thank the scarves.
12:49 Somebody labelled the milk jugs in three languages and braille. These are my people.
12:51 The printed programme fits in a pocket. A designer was paid properly.
12:55 Front row is reserved for people who lip-read. Lovely to see it on the door and not in a footnote.
12:57 Four hundred people finding a chair politely. Sounds like rain.
13:01 And we're off. Phones down, hearts up, as the lady beside me just whispered.
13:42 Room change. I was overtaken by a wheelchair, a stroller and a man carrying a soup pot.
13:48 Salle Érable is full. They're piping the sound into the corridor, and the corridor is also full.
13:58 Tom brought the actual whiteboard. From the actual kitchen. There is soup on it.
14:08 Live captions in two languages and the French ones are funnier.
14:16 Learned today: my “simple” sign-up form has nineteen fields. I counted, out loud, in public.
14:29 Chairs scraping in B minor.
14:34 The man beside me is knitting a sock through the keynote. He's on the heel. I'm invested.
14:41 Update from Érable: a pigeon has registered.
14:49 Pigeon has better posture than me.
14:58 Everyone around me just texted someone they'd lost touch with. You could hear the whoosh.
15:05 Never seen a room laugh at a font before.
15:14 Coffee queue small talk: flood plans, divorce, sourdough, grant deadlines. In four minutes.
15:17 Carrot cake review: I've stopped speaking to the people I came with.
15:19 Someone started a swap shelf for phone chargers. It has become a wishing well.
15:27 Back in. I have frosting on my lanyard and no regrets.
16:04 We're back inside, smelling faintly of toast.
16:10 The panel moderator just turned the microphone over and said “I'll hold it, you talk.”
16:24 A whole session where nobody said “stakeholder”. I checked with my row.
16:50 I came to learn about captions and I may have joined a fire station.
17:09 Last coffee of the day; tastes like a campfire's opinion.
17:22 Trading food containers instead of business cards. Better retention.
17:34 The sound technician got a standing ovation and hid behind a curtain.
17:49 Coat check found every single mitten. I'd like them to run the country.
17:53 Bus home. Two rows are still on the budget session. Nobody's stopping them.
17:58 Leaving with eleven phone numbers, one apple and a plan for Tuesday.
""",
}
"""`HH:MM text`, one post a line."""

ALARM = {
    "fr": """
15:42:08 l'alarme??
15:42:11 ok alarme de feu, on sort
15:42:19 Alarme incendie au parc des Trois-Ponts, tout le monde sort calmement
15:42:26 c'est tu un exercice
15:42:33 on laisse les sacs, on prend les humains
15:42:41 Érable se vide par la porte du fond, c'est fluide
15:42:52 Ça sent le pain brûlé? Quelqu'un d'autre?
15:43:05 Les interprètes continuent de signer dans l'escalier. Respect éternel.
15:43:20 dehors! il vente
15:43:34 Quatre cents personnes dans le stationnement, dont une avec une part de gâteau
15:43:58 Point de rassemblement B, derrière les vélos. Comptez-vous par atelier svp.
15:44:15 Le pigeon est sorti avant tout le monde
15:44:40 Les foulards orange comptent les gens à voix haute, on dirait une comptine
15:45:10 Deux camions de pompiers, sirènes coupées. Les enfants sont ravis.
15:46:02 Tout le monde est dehors de mon bord, salle Bouleau complète
15:47:20 Jean-Rock Desbiens poursuit sa conférence sur les évacuations… dans une évacuation
15:48:44 Les pompiers ressortent en souriant. Bon signe.
15:50:12 Verdict : une tranche de pain aux raisins oubliée dans le grille-pain de la cantine.
15:51:33 Le coupable : un grille-pain de 1987 nommé Gérard, selon la cantine
15:53:05 On chante en attendant. Personne n'a la même version, c'est très nous.
15:57:41 Réouverture des portes. Ça s'est fait en huit minutes, fauteuils compris. Chapeau.
""",
    "en": """
15:42:09 fire alarm
15:42:14 is that ours?
15:42:21 Fire alarm at the conference. Everybody walking out, nobody shoving.
15:42:30 leave the laptops, take the people
15:42:44 Stairwell B moving fine. Evac chair already in use and it's quick.
15:42:58 smells like burnt toast, am I having a stroke or is it toast
15:43:12 Interpreters still signing on the stairs. Absolute legends.
15:43:29 out. windy. one shoe wet.
15:43:47 Car park full of non-profits. We could fix a city from here.
15:44:05 Orange scarves counting heads like a nursery rhyme
15:44:33 The pigeon evacuated first. It has done this before.
15:45:22 Fire crew in. Two trucks, no sirens, lots of waving.
15:46:30 Room Érable all accounted for, including the soup pot
15:47:55 The flood-evacuation talk is continuing in the car park, during an evacuation, with diagrams in gravel
15:49:10 Somebody has started sharing their coat with strangers. It's contagious.
15:50:25 It WAS toast. Raisin toast. The canteen toaster has been named and shamed.
15:52:18 Firefighters have been offered carrot cake. They've accepted.
15:55:02 Singing now. Three languages, four keys.
15:57:50 Doors open again. Eight minutes out, wheelchairs first. Take notes, every building I've worked in.
""",
}

SURPRISE = {
    "fr": """
16:31:12 ATTENDEZ. Quoi??
16:31:16 la caserne!!!
16:31:20 ils donnent LA CASERNE
16:31:27 La Fondation des Trois-Ponts vient d'offrir l'ancienne caserne 14 aux organismes. Dix ans. Gratuitement.
16:31:33 je pleure un peu
16:31:41 Dix ans sans loyer. DIX. ANS.
16:31:50 La salle est debout. Les chaises aussi, on dirait.
16:32:04 Est-ce qu'il y a encore le poteau?? Dites-moi qu'il y a encore le poteau
16:32:18 Ils ont sorti de vraies clés. Un trousseau gros comme un jambon.
16:32:30 Gwen Abara rit et pleure en deux langues
16:32:49 Trois étages, une cuisine industrielle, un ascenseur QUI MARCHE
16:33:15 La mairesse d'arrondissement a l'air aussi surprise que nous
16:33:52 Je viens de serrer dans mes bras un comptable que je ne connais pas
16:34:30 OUI il y a encore le poteau
16:35:41 On a besoin de 40 organismes, d'un horaire et d'un balai. Dans cet ordre.
16:37:20 Ma question pratique : qui paie le chauffage? (Réponse sur scène : inclus. INCLUS.)
""",
    "en": """
16:31:13 hang on, WHAT
16:31:18 did they just give us a fire station
16:31:25 A foundation just handed over a former fire station to the local groups. Ten years. No rent.
16:31:36 ten. years.
16:31:44 whole room on its feet
16:31:58 There are actual keys. On an actual ring. The size of a dinner plate.
16:32:10 IS THERE STILL A POLE
16:32:27 Gwen is laughing and crying bilingually
16:32:55 Three floors, an industrial kitchen and a lift that works. I've gone quiet.
16:33:21 The man with the sock has dropped a stitch. That's how big this is.
16:34:02 After fifteen years of renting basements by the hour. Ten years of daylight.
16:34:44 confirmed: there is still a pole
16:36:10 Somebody asked about heating. “Included.” The accountants are hugging.
16:38:25 Fire alarm at 15:42, fire station at 16:31. The scriptwriters should calm down.
""",
}

CROSS_SCRIPTS = (
    ("12:48", "rim", "وصلت إلى المؤتمر. الشاي ساخن والوجوه مألوفة قبل أن أعرفها.", "ar"),
    ("13:19", "rim", "«المعلومة الأوثق جاءت من جارة في شرفتها». كتبتها في دفتري مرتين.", "ar"),
    ("15:44", "rim", "كلنا بخير في الخارج. إنذار بسبب قطعة خبز. الخبز هو من جمعنا على أي حال.", "ar"),
    ("16:34", "rim", "محطة إطفاء كاملة للجمعيات لعشر سنوات! القاعة كلها واقفة.", "ar"),
    ("13:07", "noa", "אולם מלא, כתוביות בשתי שפות, ושורה ראשונה שמורה למי שקוראת שפתיים. ככה עושים את זה.", "he"),
    ("15:01", "noa", "רשימה קטנה להביתה: פחות טפסים, יותר מרק.", "he"),
    ("16:39", "noa", "עדיין יש עמוד! בדקתי. גלשתי. לא מצטערת.", "he"),
    (
        "13:12",
        "satoko",
        "通訳ブースの隣に座っています。二つの言語で同時に笑いが起きるのは、少しずれていて、とてもいい。",
        "ja",
    ),
    ("14:44", "satoko", "三列目に鳩がいます。誰も追い出しません。名札はまだないそうです。", "ja"),
    ("15:46", "satoko", "避難は八分で完了。車いすの方が最初でした。原因は干しぶどう入りのトーストでした。", "ja"),
    ("17:40", "satoko", "持ち帰るもの：考えひとつ、電話番号ひとつ、そして誰かの保存容器。", "ja"),
    ("13:27", "weiling", "台上说：信任不能靠拨款，只能靠常来常往。我把这句话发给了我们整个团队。", "zh"),
    ("14:18", "weiling", "做汤比登记汤还快，那大家就会去做汤。全场都笑了，因为都做过那张表格。", "zh"),
    ("16:33", "weiling", "消防站！十年免租！旁边的会计正在和陌生人拥抱。", "zh"),
    ("13:33", "haeun", "첫 강연부터 울었다. 휴지를 건네준 분, 감사합니다. 이름은 못 물어봤어요.", "ko"),
    ("15:18", "haeun", "당근 케이크 앞에서 세 단체가 협약을 맺는 걸 봤다.", "ko"),
    ("16:36", "haeun", "소방서 봉이 아직 있대요. 줄이 벌써 길어요.", "ko"),
    ("12:53", "consuelo", "Llegué con dos cajas de naranjas y me voy a ir con dos cajas de ideas. Trato justo.", "es"),
    ("14:06", "consuelo", "«Una hoja de cálculo que nadie abre es un diario íntimo.» Me acaban de describir.", "es"),
    ("15:49", "consuelo", "Estamos todos fuera y bien. Ya alguien sacó una guitarra, por supuesto.", "es"),
    (
        "16:32",
        "consuelo",
        "¡Un cuartel de bomberos entero, diez años! Grité en el idioma equivocado y nadie se dio cuenta.",
        "es",
    ),
    ("13:15", "wisline", "Se premye fwa mwen wè yon konferans kote yo kite plas pou timoun yo kouri. Bravo.", "ht"),
    ("15:29", "wisline", "Moun k ap pale sou dlo a gen rezon: premye moun ki rele se pa biwo a, se vwazen an.", "ht"),
    ("17:51", "wisline", "Mwen tounen lakay ak yon zanmi nèf ak yon bòl moun mwen pa konnen.", "ht"),
    ("14:40", "jeannie", "ᓇᑯᕐᒦᒃ to the front row who learned one word before I got on stage and used it.", "en"),
    ("13:55", "ljiljana", "Relay check from the back row: the corridor overflow is following along just fine.", "en"),
    ("15:50", "ljiljana", "Toast. It was toast. Standing down.", "en"),
)
"""Time, account, text, language."""

THANKS = (
    ("fr", "Merci à l'équipe LSQ/ASL, vous avez porté la journée à bout de bras. Littéralement."),
    ("en", "Thank you to whoever put the ramps in before being asked."),
    ("fr", "Merci à la dame du vestiaire qui m'a recousu un bouton entre deux ateliers."),
    ("en", "Thanks to the caption team for ‘board of dire actors’. Framing it."),
    ("fr", "Merci aux enfants d'avoir couru dans les allées. La relève a du souffle."),
    ("en", "Big thanks to the firefighters who stayed for cake and stacked forty chairs."),
    ("fr", "Merci Priya. J'ai déjà rappelé trois anciens bénévoles depuis le corridor."),
    ("en", "Merci, Odile. My French is small and I understood every word; that was rather the point."),
    ("fr", "Merci à Gérard le grille-pain, pour le réseautage au grand air."),
    ("en", "Thank you, salle calme, for the best armchair of my professional life."),
    ("fr", "Merci à la navette de m'avoir attendue. Le chauffeur chantait."),
    ("en", "Thanks to the stranger who lent me a charger at 3 % and a raincoat at 15:43."),
    ("fr", "Merci la cantine pour la soupe de 17 h, offerte à qui restait pour ranger."),
    ("en", "To the man with the sock: please post the finished pair."),
)

FRAGMENTS = {
    "fr": (
        (
            "Dans la file du café,", "Au kiosque des semences,", "Près de la fenêtre ouverte,", "Dans le corridor vert pâle,", "Au fond de la grande salle,",
            "À la table des autocollants,", "Devant le mur des annonces,", "Entre deux ateliers,", "Sur le perron,", "À côté de la prise tant convoitée,",
            "Dans l'ascenseur qui parle,", "À la table des tisanes,", "Au coin des enfants,", "Sous la banderole bilingue,", "Près des vélos-cargos,",
        ),
        (
            "une bibliothécaire m'explique", "deux cuisiniers comparent", "un ancien pompier raconte", "une gang de Chicoutimont dessine", "ma voisine de rangée m'apprend",
            "trois trésorières découvrent", "un étudiant note", "une grand-mère corrige", "un éleveur d'abeilles résume", "une avocate bénévole défend",
            "deux rivaux de subvention partagent", "une interprète à la retraite mime", "un bénévole de la navette propose", "une directrice avoue",
        ),
        (
            "comment prêter une échelle sans perdre un ami.", "le prix d'un bon poêle à bois communautaire.", "sa façon de compter les repas sans compter les gens.",
            "le formulaire d'une seule ligne.", "une carte des bancs à l'ombre.", "l'art de dire non avec une tarte.", "pourquoi leur assemblée générale se tient dans une piscine.",
            "la meilleure excuse pour appeler un donateur.", "un horaire de garde qui tient sur un carton de lait.", "comment remplacer une photocopieuse par une amitié.",
            "le secret d'une réunion de dix-neuf minutes.", "ce que leur poêlon en fonte doit à un procès.", "la règle des trois relances et d'une tarte.",
        ),
    ),
    "en": (
        (
            "In the coffee queue,", "By the seed swap,", "Next to the only socket,", "On the front steps,", "At the back of Salle Érable,", "Under the bilingual banner,",
            "In the lift that talks,", "Beside the cargo bikes,", "At the sticker table,", "By the notice wall,", "Between two sessions,", "In the pale green corridor,",
        ),
        (
            "a retired firefighter is explaining", "two cooks compare", "a librarian just showed me", "a treasurer from upriver confesses", "somebody's grandmother corrects",
            "three volunteers are sketching", "a beekeeper sums up", "a student is writing down", "two rivals for the same grant share", "a night-shift nurse teaches me",
            "a bus driver on his break defends", "an accountant with a harmonica describes",
        ),
        (
            "how to lend a ladder and keep the friend.", "a sign-up form with exactly one line.", "a map of every bench in the shade.", "the nineteen-minute meeting.",
            "why their annual meeting is held in a swimming pool.", "how to say no with a pie.", "a rota that fits on a milk carton.", "the true cost of a free photocopier.",
            "a way to count meals without counting people.", "the best excuse to ring a donor.", "what a good extension cord does for a community.", "how they insured a bonfire.",
        ),
    ),
}  # fmt: skip
"""Places, people and finds that go together in any combination, each used once."""
