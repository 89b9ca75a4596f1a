"""Questions and who answers, help wanted and offered, links, the walk, the texts that travel, the feeds."""

__all__ = ["APPEAL", "APPEAL_DRESS", "FEED_ITEMS", "HELP", "LINKS", "QUESTIONS", "SPAM", "WALK"]

QUESTIONS = (
    ("12:42", "fr", "Quelqu'un sait si le stationnement de la rue des Saules est gratuit aujourd'hui ?", (("12:46", "fr", "Oui, jusqu'à 19 h, sauf les six places devant la cantine."),)),
    ("12:59", "en", "Is there a live stream for the people who couldn't travel?", (("13:03", "en", "Yes, audio and captions, the link is on the notice wall and in the blog post."),)),
    ("13:11", "fr", "Les diapos de l'ouverture seront-elles partagées ?", (("13:44", "fr", "Oui, ce soir, en français et en anglais, avec le texte dans les notes."),)),
    ("13:22", "en", "Which room has the hearing loop?", (("13:24", "en", "All three. Sit between the orange tapes."), ("13:29", "fr", "Les trois salles, et c'est plus fort à gauche dans Bouleau."))),
    ("13:52", "en", "Tom mentioned a whiteboard template, does anyone have it?", (("14:21", "en", "It's a photo, not a template: columns are GOT, NEED, WHO, BEFORE. That's it."),)),
    ("13:57", "fr", "Comment s'appelle l'outil de relecture dont Odile vient de parler ?", (("14:05", "fr", "C'est une cuisine. Elle parlait vraiment d'une cuisine. Lire à voix haute dedans."),)),
    ("14:09", "fr", "Y a-t-il une garderie sur place ou on garde les enfants sur nos genoux ?", (("14:13", "fr", "Coin des enfants au rez-de-chaussée, jusqu'à 17 h 30, pas besoin de réserver."),)),
    ("14:33", "en", "Where can I fill a water bottle that isn't the washroom?", (("14:37", "fr", "Fontaine derrière le vestiaire, côté jardin."),)),
    ("14:47", "en", "What was the number Priya gave, people who were waiting to be asked?", (("14:50", "en", "Thirty-one out of forty."), ("14:52", "fr", "31 sur 40, elles ont été rappelées."))),
    ("14:59", "fr", "Qui peut me redire le nom de la police de caractères inuktitut ?", ()),
    ("15:06", "en", "Is the carrot cake really nut free? Asking for a throat.", (("15:09", "fr", "Oui, la cantine confirme : sans noix, cuisine séparée."),)),
    ("15:15", "fr", "La grande marche part d'où exactement ?", (("15:17", "fr", "De la fontaine du parc, 15 h 30, deux kilomètres et demi, poussettes bienvenues."),)),
    ("15:21", "fr", "On la rejoint où la marche si on arrive en retard ?", (("15:26", "fr", "Au pont du milieu, elle y repasse à chaque tour."),)),
    ("15:43", "en", "Where's the assembly point for Salle Bouleau?", (("15:44", "en", "Behind the bikes, point B."),)),
    ("15:45", "fr", "Est-ce que quelqu'un a vu une petite fille en imperméable jaune ?", (("15:47", "fr", "Elle est avec nous au point B, elle mange un biscuit, tout va bien."),)),
    ("16:06", "en", "Has the schedule moved after the alarm?", (("16:09", "fr", "Tout glisse de dix minutes, la clôture reste à 17 h 12."),)),
    ("16:07", "fr", "Les ateliers de 15 h 20 sont-ils repris plus tard ?", (("16:11", "fr", "Jean-Rock termine au coin du perron à 17 h, Gwen donne ses notes par écrit."),)),
    ("16:22", "en", "What's the name of the badge font? My eyes love it.", ()),
    ("16:40", "fr", "Pour la caserne, on s'inscrit où ?", (("16:44", "fr", "Liste au kiosque d'accueil, papier et crayon, et le lien arrive ce soir."),)),
    ("16:42", "en", "How do we put our group's name down for the fire station?", (("16:46", "en", "Sign-up sheet at the info desk; online form tonight."),)),
    ("16:43", "fr", "Est-ce que la caserne est accessible en fauteuil ?", (("16:48", "fr", "Oui : ascenseur, deux toilettes adaptées, rampe rue des Saules."),)),
    ("17:01", "en", "Anyone know when the last shuttle leaves?", (("17:04", "fr", "18 h 20 devant la fontaine."),)),
    ("17:16", "fr", "Le bas est-il fini ?", (("17:38", "fr", "Fini. L'autre pied commence dans l'autobus."),)),
    ("17:28", "en", "Is anyone collecting the handwritten notes?", ()),
    ("17:44", "fr", "C'est quand la prochaine fois ?", ()),
)  # fmt: skip
"""Time, language, question, and answers with their times."""

HELP = (
    ("12:37", "fr", "help-wanted", "Cherche un lift pour Sherbourg ce soir, deux adultes et un accordéon (petit)."),
    ("12:58", "fr", "help-offered", "J'ai deux places pour Sherbourg à 18 h 15, l'accordéon est le bienvenu s'il joue."),
    ("13:05", "en", "help-wanted", "Does anyone have a USB-C charger in Salle Érable? I'm at 6 % and live-posting."),
    ("13:09", "en", "help-offered", "Charger and a spare battery at the sticker table, take, return, repeat."),
    ("13:38", "fr", "help-wanted", "On cherche une interprète français-espagnol pour vingt minutes à 14 h 30, salle Bouleau."),
    ("13:49", "es", "help-offered", "Yo puedo interpretar español y francés hasta las 15 h, estoy junto a la ventana."),
    ("14:04", "fr", "help-wanted", "Perdu : macaron au nom de Huguette P., avec un écureuil dessiné dessus. Valeur sentimentale."),
    ("14:24", "fr", "help-offered", "Écureuil retrouvé sur la table des tisanes. Il t'attend au kiosque, Huguette."),
    ("14:26", "en", "help-wanted", "Migraine. Is there anywhere dark?"),
    ("14:28", "fr", "help-offered", "Salle calme, deuxième porte à gauche du vestiaire. Rideaux tirés, eau fraîche, personne ne pose de questions."),
    ("14:53", "en", "help-wanted", "Our babysitter cancelled; can someone sit with two mild children during the budget talk?"),
    ("14:57", "fr", "help-offered", "Je suis au coin des enfants tout l'après-midi, vos deux doux sont attendus avec de la pâte à modeler."),
    ("15:10", "en", "help-offered", "I have a wheelchair repair kit in my bag and nothing to prove. Orange hat."),
    ("15:33", "fr", "help-wanted", "Une roulette de mon fauteuil fait la grève. Quelqu'un a une clé Allen de 5 ?"),
    ("15:36", "en", "help-offered", "Orange hat here, coming to you with a 5 mm key."),
    ("15:59", "fr", "help-wanted", "Il reste onze manteaux au point B après l'alarme. Venez vous reconnaître."),
    ("16:58", "fr", "help-wanted", "Besoin de six paires de bras pour plier 400 chaises après la clôture."),
    ("17:03", "en", "help-offered", "Two arms here, attached to one accountant."),
    ("17:06", "fr", "help-offered", "Mes deux ados et moi, ça fait six bras dont quatre négociables."),
    ("17:37", "en", "help-wanted", "Can anyone take a box of leftover apples to a school tomorrow?"),
    ("17:43", "fr", "help-offered", "Je prends les pommes pour l'école Saint-Ours, je passe devant à 8 h."),
)  # fmt: skip

LINKS = (
    ("https://causesouvertes.example/programme", ("https://causesouvertes.example/programme?utm_source=mastodon&utm_medium=social", "https://www.causesouvertes.example/programme/", "https://causesouvertes.example/programme?fbclid=IwAR0kx2", "https://court.example/prog26"),
     ("Le programme à jour, avec les salles :", "Programme, salles et pauses, tout est là :", "Today's programme, in both languages:", "If you're lost like me:", "Horaire corrigé après l'alarme :", "Bookmark this one:")),
    ("https://causesouvertes.example/notes/ouverture", ("https://causesouvertes.example/notes/ouverture?utm_campaign=oc26", "https://causesouvertes.example/notes/ouverture/?ref_src=partage", "https://court.example/ouv"),
     ("Les notes de l'ouverture, prises à quatre mains :", "Opening notes, typed with love and typos:", "Pour qui n'a pas pu venir :", "All of Maïssa's best lines, with context:")),
    ("https://sac-a-dos.example/guide-langage-clair.pdf", ("https://sac-a-dos.example/guide-langage-clair.pdf?utm_source=ciel", "https://www.sac-a-dos.example/guide-langage-clair.pdf#page=4"),
     ("Le guide d'Odile, douze pages, zéro jargon :", "Plain language guide (in plain French):", "À imprimer et à coller au-dessus de l'évier :")),
    ("https://whiteboard.example/fridge", ("https://whiteboard.example/fridge?si=9Qd2", "https://m.whiteboard.example/fridge"),
     ("The famous whiteboard, photographed:", "GOT / NEED / WHO / BEFORE:", "Le fameux tableau du frigo :")),
    ("https://grandemarche.example/donner", ("https://grandemarche.example/donner?utm_source=navette", "https://grandemarche.example/donner/?gclid=Cj0K", "https://court.example/marche"),
     ("Pour soutenir la grande marche :", "Every lap counts, so does every five dollars:", "On marche, vous donnez, la cuisine tourne :", "Sponsor a lap:")),
    ("https://troisponts.example/caserne-14", ("https://troisponts.example/caserne-14?utm_source=annonce&utm_medium=scene", "https://www.troisponts.example/caserne-14/", "https://court.example/c14"),
     ("La caserne 14, les plans et les conditions :", "The fire station, floor by floor:", "C'est écrit noir sur blanc : dix ans :", "Read it twice, still true:")),
)  # fmt: skip

WALK = (
    ("14:45", "La grande marche part à 15 h 30 de la fontaine. Objectif : 12 000 $ pour la cuisine collective. Déjà 3 180 $ promis avant le premier pas."),
    ("15:31", "C'est parti ! 164 marcheuses et marcheurs, 9 poussettes, 3 chiens, 1 tuba. 3 905 $."),
    ("15:52", "Premier tour bouclé malgré une pause pompiers. 5 240 $ sur 12 000 $."),
    ("16:14", "Le tuba ralentit, pas nous. 6 870 $ sur 12 000 $."),
    ("16:29", "Deuxième tour. Une dame de 91 ans vient de dépasser la mairesse. 7 955 $ sur 12 000 $."),
    ("16:41", "La nouvelle de la caserne a traversé le pont avec nous. 9 630 $ sur 12 000 $."),
    ("16:57", "Troisième tour, chaussures ouvertes, cœurs aussi. 10 890 $ sur 12 000 $."),
    ("17:14", "On y est presque : 11 745 $ sur 12 000 $."),
    ("17:26", "12 000 $ DÉPASSÉS. 12 310 $. La cuisine tourne un an de plus. Le tuba pleure."),
    ("17:50", "Total provisoire : 13 475 $, 164 personnes, 3 chiens, aucun abandon. Merci."),
)  # fmt: skip

APPEAL = (
    "J'ai signé et je vous invite à signer : que toute salle louée par la ville offre gratuitement sous-titres, boucle "
    "magnétique et interprétation. Une ville qui accueille est une ville qui s'entend. Copiez ce message."
)
"""Read from the stage at 16:52; copied word for word by forty people."""

APPEAL_DRESS = (
    "{text} {tag}", "{text}", "{text} #PourTousEtToutes {tag}", "RT @odile_f : {text} {tag}", "{text} 🖐️ {tag}", "{upper} {tag}",
    "{text}\n\n{tag}", "{text} https://causesouvertes.example/signer {tag}", "@causesouvertes {text} {tag}", "{bare} {tag}",
)  # fmt: skip

SPAM = "🎁 FREE conference tickets and gift cards!!! first {n} people only 👉 https://win-pass.example/{code} {tag}"

FEED_ITEMS = (
    ("blogue", "12:30", 4, "Bienvenue : tout ce qu'il faut savoir avant 13 h", "Le parc des Trois-Ponts ouvre ses portes à midi. Couloir vert pour la grande salle, foulards orange pour vos questions, salle calme au rez-de-chaussée. Les trois salles ont sous-titres et boucle magnétique."),
    ("radio", "12:50", 9, "Quatre cents organismes réunis à Montréal", "Rencontre annuelle Causes ouvertes cet après-midi au parc des Trois-Ponts. Au programme : langage clair, inondations, bénévolat et une grande marche."),
    ("blogue", "13:46", 5, "Ouverture : « Ce que nos voisins savent déjà »", "Maïssa Benyoucef-Roy a ouvert la journée devant une salle pleine. Ses notes, prises à quatre mains, sont en ligne."),
    ("voisin", "14:25", 11, "At the conference, a whiteboard steals the show", "Food bank coordinator Tom Whitlock brought the board from his kitchen, soup stains included, and explained why the dashboard had to go."),
    ("blogue", "15:14", 3, "Pause : gâteau, prises et grande marche", "Le gâteau est sans noix. La grande marche part de la fontaine à 15 h 30. Soyez de retour à 15 h 20 ou marchez."),
    ("radio", "15:55", 8, "Alarme au parc des Trois-Ponts : plus de peur que de mal", "Les participants ont évacué en huit minutes à 15 h 42. En cause : un grille-pain de la cantine. Aucun blessé."),
    ("blogue", "16:00", 4, "On reprend : nouvel horaire", "Tout glisse de dix minutes. Le panel commence à 16 h 15, la clôture reste à 17 h 12."),
    ("voisin", "16:20", 12, "Eight minutes, wheelchairs first: how a burnt raisin toast became a drill", "Volunteers in orange scarves counted four hundred people out of the building while interpreters kept signing on the stairs."),
    ("blogue", "16:35", 3, "Caserne 14 : dix ans sans loyer", "La Fondation des Trois-Ponts confie l'ancienne caserne 14 aux organismes du quartier pour dix ans. Chauffage compris. Le poteau est toujours là."),
    ("radio", "16:45", 10, "Une caserne donnée aux organismes communautaires", "Annonce surprise cet après-midi : l'ancienne caserne 14 sera prêtée gratuitement pendant dix ans."),
    ("voisin", "17:05", 11, "A fire station for the people who ran out of basements", "After fifteen years of renting by the hour, neighbourhood groups get three floors, a kitchen and a working lift."),
    ("blogue", "17:30", 4, "La grande marche dépasse son objectif", "Plus de 12 000 $ pour la cuisine collective. Merci aux 164 personnes, aux trois chiens et au tuba."),
    ("radio", "17:40", 9, "Grande marche : 12 000 $ pour la cuisine collective", "L'objectif est dépassé avant la fin de l'après-midi."),
    ("blogue", "17:55", 3, "À mardi", "La suite : mardi, 18 h, chez Bakary. Apportez une idée, un numéro de téléphone et les contenants de plastique."),
)  # fmt: skip
"""Feed, time, minutes until a poll finds it, title, summary."""
