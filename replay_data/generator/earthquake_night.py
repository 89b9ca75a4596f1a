"""From the first big aftershock to bedtime: bread, a choir in a car park, a baby, a beagle (19:21 to 22:00)."""

__all__ = ["AFTERSHOCK_ONE", "AFTERSHOCK_TWO", "AFTER_ONE", "CHOIR", "EVENING", "LATE"]

AFTERSHOCK_ONE = """
== 19:21:42 19:23:30 fr local
19:21:44 zach> ENCORE {key=rep1}
19:21:46 encore une!!
19:21:48 aftershock {lang=en; key=after1_en}
19:21:50 ça rebrasse ça rebrasse
19:21:53 haruka> 余震。机の下へ。 {lang=ja}
oh non oh non oh non
réplique. moins fort. plus court. tout le monde s'est assis en même temps
steeve> Réplique. Les enfants l'ont fait comme des pros : à genoux, mains sur la tête. Y en a un qui a dit « encore! ». {key=arena4}
that one had a different sound, like a drawer closing {lang=en}
la corde à linge se balance toute seule
lucia> Otra. Más cortita. Ya nadie gritó. {lang=es}
les pompiers ont même pas lâché leur échelle
un autre mur de marinades. y en restait donc un.
felt the aftershock through the seat of the car, hand on the horn by accident, sorry Heron Lane {lang=en}
le sous-sol a fait BOUM puis s'est excusé
ginette> Maurice a dit le nouveau mot. Devant tout le refuge. {key=maurice4}
wideline> Yon lòt ankò, mwen te gen men yon granmoun nan men m, nou souri youn bay lòt. {lang=ht}
Mon corps est parti avant ma tête, j'étais dehors avant d'avoir compris
minjun> 또 왔다. 여진. 이번엔 다들 침착하다. {lang=ko}
aftershock count in our kitchen: two cups, one plate, zero nerves left {lang=en}
on a tous dit « réplique » en même temps, comme un choeur grec
tarek> هزة ثانية أخف. كلنا بخير، لا تدخلوا البيوت المتشققة. {lang=ar}
"""

AFTER_ONE = """
== 19:23:30 19:45 fr local
la 2e fait moins peur mais elle tape sur le même clou
Après celle-là je dors dans le char, c'est décidé, avec le chat, le chat a voté
oli_m> On a senti la réplique DANS l'ascenseur. Mme Thibodeau m'a tenu la main et m'a dit « en 1949 c'était pire, y avait pas de jeune homme ». {re=lift2; key=lift3}
19:34:50 oli_m> SORTIS. 19 h 34. Trois pompiers, un technicien, une standing ovation de corridor. Mme Thibodeau est sortie en dansant. Pas une blague. {re=lift1; ans=lift1; key=lift4}
Bravo les gars de la caserne!! Et bravo Mme Thibodeau {re=lift4}
I would like Mme Thibodeau to run for office. {lang=en; re=lift4}
rima> Première fournée sortie. Il y a 70 personnes devant la porte et personne ne pousse. Un monsieur distribue en disant « la madame d'abord ». {key=pain2; photo=Des pains ronds et dorés sur une longue pelle de bois, de la vapeur, des mains tendues}
j'ai mangé un pain au zaatar debout dans le noir à côté de mon ancien directeur d'école. dix sur dix.
The bread line is the best-mannered queue I've ever stood in. {lang=en; re=pain2}
Une tante inconnue m'a enroulé dans une couverte et m'a appelé « mon pit ». J'ai 41 ans et une maîtrise.
le refuge sent la soupe, les bas mouillés et la craie. ça sent la sécurité.
Sylvain (salle 120) est un génie : six CPAP, une seule barre, aucun drame
à la polyvalente y a un jeune qui fait de la magie pour les enfants, il se trompe tout le temps, c'est parfait
marmite> 180 bols servis. On manque de cuillères, pas d'affection. {key=bols180; want}
Je viens de déposer 60 cuillères dépareillées à La Marmite. J'en veux aucune en retour. Surtout pas celle avec le clown. {re=bols180; ans=bols180}
My phone's at 4%. I'm on Heron Lane, I'm warm, I'm with the Tremblays. If you love me: I'm fine. Bye. {lang=en}
les jeunes de l'aréna montent des lits plus vite qu'ils patinent {re=lits_a}
le cap a encore lâché des roches à la réplique, tenez-vous loin
quelqu'un chante dans la cage d'escalier du Mariniers. de l'opéra. on ne sait pas qui. {asks; key=q_opera}
C'est le concierge, M. Desrosiers. Trente ans qu'on le pensait muet. {re=q_opera; ans=q_opera}
Réplique notée dans le carnet de mon grand-père, page suivante après « 1979, petite, chien fâché ». {photo=Un vieux carnet ligné ouvert, une écriture penchée, une ligne encore fraîche}
Ma petite-fille m'a envoyé un dessin de moi sous la table. J'ai de grands pieds. C'est ressemblant.
J'ai donné mon manteau, j'ai reçu un manteau plus beau, je comprends pas l'économie de ce soir
dans le gymnase, 31 enfants, un seul ballon, aucune chicane. je suis prof d'éduc depuis 15 ans. jamais vu ça.
Someone set up a table with a sign that says LANGUAGES and eleven people are sitting at it, waiting to be useful. {lang=en; key=languages; photo=A folding table with a cardboard sign reading LANGUAGES / LANGUES and eleven people in coats}
tarek> أنا على طاولة اللغات في المدرسة، بجانبي الكورية والإسبانية والكريولية والإنّو. أجمل طاولة جلست إليها. {lang=ar; re=languages}
Je suis rentré chercher la poupée de ma fille. Oui c'était niaiseux. Oui j'ai été averti par un pompier. Oui elle dort avec.
ça fait deux fois que je fais mon testament dans ma tête, je lègue toujours les mêmes bottes
Des gars de Port-Marguerite débarquent avec une cuisine roulante de festival. Sur le côté c'est écrit POUTINE. Je pleure.
Somebody parked a food truck that says POUTINE next to the emergency shelter and morale is now a physical substance. {lang=en}
Le lait maternisé est arrivé, tiède, avec un bonnet tricoté. Qui fait ÇA? {of=lait; re=lait_a; key=lait_ok}
Rosalie, c'est Rosalie qui fait ça. {re=lait_ok}
lorraine> Je suis allée coller mon oreille sur les ruches. Elles ronronnent. Ce n'est plus en boule. Je vous le dis pour ce que ça vaut. {key=ruches3}
"""

CHOIR = """
== 19:45 20:38 fr local
choeur> Stationnement de l'église, phares d'autos en guise de rampe. On commence par la berceuse. Montez pas le son, baissez vos moteurs. {key=choeur3}
ils chantent. ILS CHANTENT.
Je suis à 300 m, fenêtre brisée, et j'entends le Fauré entrer par la vitre manquante.
on a éteint la génératrice pour écouter
The choir is singing in the church parking lot by headlights and I have never in my life heard anything like it. {lang=en; key=choir_en; photo=A choir in winter coats lit by car headlights, breath in the air, a church steeple behind}
les kukums de Mashku-Nipi ont pris la deuxième berceuse. personne a respiré. {key=kukum2}
animani> Ma grand-mère dit que la berceuse est pour la terre autant que pour les enfants : elle aussi, il faut l'aider à se rendormir. {key=kukum3}
34 voix, 2 degrés, aucun chauffage, zéro fausse note (bon, une, à la fin, un ténor pleurait)
le monsieur à côté de moi a enlevé sa tuque pour écouter pis je lui ai remis de force y va pogner froid
my mother, who forgets most things now, sang every word of the second verse {lang=en}
Même le chien gris s'est assis droit pour la berceuse. {re=chien_gris}
La fameuse chanson à répondre, celle qu'il fallait pas que les enfants entendent : les enfants la connaissaient déjà.
hopital> Une patiente a demandé qu'on ouvre la fenêtre pour la chorale. Toute l'aile a suivi. On a mis des couvertures. {key=hopital_fenetre}
gordon> Held the microphone to the window and put the choir out on the repeater. A fellow in the Azores asked me to hold the key down longer. {lang=en; key=gordon_azores}
J'ai jamais cru en grand-chose, mais 34 manteaux qui chantent dans brume, je suis prêt à écouter
رأيتهم يغنون بأضواء السيارات. أمي بكت، وأنا ادّعيت أن البرد في عيني. {lang=ar; by=tarek}
車のライトの合唱。日本の祖母に聞かせたくて、電話をずっと上に向けていました。 {lang=ja; by=haruka}
합창단이 주차장에서 노래한다. 가사는 몰라도 다 알아들었다. {lang=ko; by=minjun}
Cantaron tres canciones y al final nadie aplaudió, para no romperla. Luego sí. Mucho. {lang=es; by=lucia}
Tous les phares ont clignoté à la place d'applaudir. Toute la côte. On voyait ça de l'île.
From Teal Island: we saw the lights blink and didn't know why, and we blinked our porches back. {lang=en; key=blink}
Quelqu'un a-t-il enregistré? Ma mère est au bloc et elle a tout manqué. {asks; key=q_enreg}
nadia> Oui, au complet, on le diffuse à minuit, et je vous l'envoie en privé pour votre mère. {re=q_enreg; ans=q_enreg}
Le Fauré de ce soir durait 4 minutes. Il en dure encore.
bon. j'étais fâché contre le monde entier depuis mars. j'ai un peu moins raison.
"""

EVENING = """
== 19:46 20:39 fr local
musee> Premier décompte à la lampe : 291 bateaux intacts, 14 à voir, 7 « en cale sèche ». On recompte. {re=musee1; key=musee2}
Chez nous on joue au Monopoly à la chandelle, ma soeur possède toute la rue du Quai, ça au moins c'est resté pareil
le courant est revenu sur la pointe!! on a crié comme au hockey
power's back on Wharf Street and my neighbour immediately vacuumed. at eight p.m. in the dark of everyone else. legend {lang=en}
J'étais certain d'avoir perdu mes photos de mariage. Elles étaient sous la table. Elles s'étaient mises à l'abri toutes seules.
Si vous avez du courant, offrez une prise à quelqu'un qui n'en a pas. Mettez une rallonge par la fenêtre avec une pancarte. {key=rallonge}
17 rue du Quai : rallonge par la fenêtre, pancarte faite, quatre téléphones dessus pis un rasoir {re=rallonge; offer}
Done: extension cord out the window at 4 Wharf Street, plus a bowl of mints. {lang=en; re=rallonge; offer}
Le dépanneur vient de donner ses derniers Whippet à des inspecteurs en bâtiment. Les vraies priorités.
inge> J'ai vu 31 maisons ce soir. Trois à évacuer, vingt-huit à épousseter. On bâtissait bien, par ici. {key=inge2}
le monsieur du 79 ans en bas de la rivière est à la polyvalente pis il bat tout le monde au 500 avec Mme Fleurette {re=dam79_ok; key=fleurette3}
Fleurette and Monsieur Gagnon are holding hands under the card table and think no one can see. {lang=en; re=fleurette3; key=fleurette_en}
ici l'étage des pleureux, salle 210, on a des mouchoirs et des biscuits, aucune question posée. bienvenue. {offer}
J'avais jamais parlé à mon beau-fils plus de dix minutes. On vient de sortir un poêle à deux. On est rendus à la politique. Ça va bien.
un pompier dort debout contre la machine à café. personne fait de bruit. on marche sur la pointe des pieds. {photo=Un pompier endormi debout, casque de travers, épaule contre une distributrice}
Nos huit cabanes à pêche sont prêtes et chauffées, c'est pas la saison mais c'est la saison {offer}
à l'étage des enfants : un gars de 17 ans lit Les Belles Histoires avec toutes les voix. TOUTES les voix.
kevin> ya 4 personnes qui mont demandé de réparer dequoi. jai réparé 4 affaires. cest la plus belle soirée de ma vie je pense {key=kevin_repare}
20:15:30 It's 8:15 and I've been hugged by the dentist. {lang=en}
Appel à tous : si vous avez emprunté ma pelle ronde manche rouge, gardez-la, mais dites-moi que c'est pas le même gars qu'en 2019
Je l'ai. Et oui. {re=prev}
Petit mot pour les gens qui n'ont rien vécu de grave et qui tremblent quand même : c'est normal. Le corps fait ses comptes plus tard. Mangez, buvez, parlez. (psychologue, salle 204 jusqu'à minuit) {offer; key=psy}
merci pour ça. je pensais être le seul niaiseux à shaker {re=psy}
le plafond du refuge est décoré de flocons en papier de décembre passé, quelqu'un les a jamais décrochés, je les aime
la brume est partie. j'ai levé les yeux. on voit la voie lactée au-dessus de la rue Principale. {key=etoiles}
No streetlights, no fog, no moon: the whole bay is looking straight up. {lang=en; key=stars_en; photo=The Milky Way over dark rooftops and one lit window}
Mon fils a vu sa première étoile filante. Il a souhaité de l'électricité. Je lui ai dit de viser plus haut. Il a dit « Internet ».
Chaque étoile que vous voyez là, elle brillait déjà quand la roche sous la baie s'est formée. Bon, presque. Regardez quand même. {by=solene; re=etoiles}
la liste des présences de la polyvalente a une colonne « besoin de quoi? ». quelqu'un a écrit « d'un peu de monde ». huit personnes sont allées s'asseoir.
Quand on demande « ça va? » ce soir, on attend la réponse.
trois barrages de police, trois policiers qui m'ont offert un beigne. faudrait pas que ça s'ébruite.
the post office cat has been located inside the "undeliverable" bin. deliverable after all {lang=en}
L'horloge tombée du mur à Port-Marguerite marche encore. Elle avance de deux minutes. Avant, elle reculait.
La fille de la Croix-du-Sud (le resto) fait des crêpes sur une plaque de tôle. C'est illégal et délicieux.
quelqu'un qui repart vers Saint-Elzéar? trois choristes et une contrebasse {want; asks; key=q_basse}
Moi, avec la fourgonnette du fleuriste. La basse aura le siège avec les lys. {re=q_basse; ans=q_basse; offer}
j'ai 16 ans pis j'ai branché la génératrice d'une madame toute seule. ma mère a pleuré. la madame aussi. moi j'avais une poussière
Nan tab lang yo, yon timoun mande m kijan yo di « pè » an kreyòl. Mwen montre l « kouraj » pito. {lang=ht; by=wideline; key=kouraj2}
ovide> Nuit claire, vent nul, visibilité 15 milles. La baie n'a jamais été aussi noire et je n'ai jamais vu autant de petites lumières. {key=phare2}
Le camionneur de Moncton coincé ici a ouvert sa remorque : 900 couvertures neuves, son patron a dit « donne tout, je m'arrangerai ». {key=couvertures}
nine hundred blankets. NINE HUNDRED. the boss in Moncton is getting a statue. {lang=en; re=couvertures}
"""

AFTERSHOCK_TWO = """
== 20:40:06 20:54 fr local
20:40:08 ah ben non
20:40:09 troisième
20:40:11 another one {lang=en}
20:40:14 le gymnase au complet a dit « oh » sur la même note {key=gym_oh}
20:40:17 zach> ok celle-là je l'ai vue venir dans le verre d'eau
petite. très petite. mais mon cœur, lui, fait toujours le même spectacle
Celle-là a duré le temps d'un soupir. On soupire encore.
3.6 says the observatory, my knees said 7 {lang=en}
les enfants dorment. aucun s'est réveillé. on les envie.
la réplique a fait tomber la dernière tuile du plafond de la Légion, la 1974, la fatigante. merci la terre.
haruka> Celle-ci est petite. Dans le refuge les enfants comptaient : « un, deux, trois… » comme on avait pratiqué. {key=haruka5}
même le chien gris a pas levé la tête
Another aftershock, another hand looking for mine. Fleurette's gone steady, officially. {lang=en; re=fleurette_en}
Bon. On s'habitue, et ça aussi ça fait un peu peur.
Réplique de 20 h 40 ressentie à Mashku-Nipi, pas de dommages, la bouilloire n'a même pas cessé de chanter {by=animani}
felix_p> Assiettes : aucun changement. Il n'y en a plus. {re=assiettes3; key=assiettes4}
j'ai senti celle-là avec les pieds, avant les oreilles. on devient des sismographes.
si quelqu'un cherche la patience, je l'ai laissée sur le bord du fleuve vers 20 h 41
Le ténor qui pleurait a demandé si c'était lui. Non, Jean-Guy.
my son slept through it with the bike helmet on. best purchase of 2024 {lang=en}
fromage> Une meule de plus a roulé. UNE. Elle attendait son moment. {key=meules3}
"""

LATE = """
== 20:52 22:00 fr local
21:05:30 rosalie> 21 h 05. Une petite fille, 3,2 kilos, née à la lampe frontale pendant que tout l'étage retenait son souffle. Maman, papa et génératrice vont bien. {key=bebe1}
On peut changer le panneau à l'entrée de la ville : 9 413. {re=bebe1; key=panneau2}
baby name suggestions are open and "Richter" has been vetoed by the mother, twice {lang=en; re=bebe1}
rosalie> Elle s'appelle Céleste. À cause des étoiles, pas de la secousse. On s'est tous mis d'accord pour pleurer. {re=bebe1; key=bebe2}
Bienvenue Céleste. Tu es arrivée un drôle de soir, mais regarde comme on était tous debout pour toi. {re=bebe2}
أهلاً يا سيليست. وُلدتِ في ليلة كل نجومها ظاهرة. {lang=ar; by=rima; re=bebe2}
ようこそ、セレステちゃん。 {lang=ja; by=haruka; re=bebe2}
21:11:20 ma blonde (38 semaines) a lu ça et m'a dit « pas ce soir, toi ». elle parlait au ventre. {of=blonde38}
21:12:20 ON A UN BEAGLE. Collier vert. Il dormait dans le confessionnal de Sainte-Anne. @lea_b il ronfle. {re=biscotte2; ans=biscotte1; key=biscotte3; photo=Un beagle enroulé sur un coussin de velours rouge, une patte sur le museau}
lea_b> J'ARRIVE J'ARRIVE J'ARRIVE {re=biscotte3}
Of course it was the confessional. He has a mitten on his conscience. {lang=en; re=biscotte3; key=confess}
21:23:10 lea_b> On est réunis. Il a mangé un cierge. Merci à chaque personne qui a crié « fromage » dans le noir ce soir. {re=biscotte3; key=biscotte4; photo=Une femme en pyjama et bottes assise dans une allée d’église, un beagle endormi dans les bras}
isabelle> Je renonce officiellement à la mitaine. Il l'a gagnée. {re=biscotte4; key=mitaine_fin}
21:16:40 toute la salle 120 a applaudi un chien
musee> Résultat final : 309 bateaux sur 312. Et dans les débris on a trouvé le petit trois-mâts qui manquait dans la bouteille vide. Donc 310, peut-être. On va bien dormir. {re=musee2; key=musee3; photo=Un minuscule trois-mâts au creux d'une main gantée}
310! The Legion just cheered louder than for the hockey. {lang=en; by=doris; re=musee3}
Marjorie vient d'avouer pour les cartes. Sous l'effet de la soupe. Toute la Légion le savait.
doris> Marjorie has confessed. Forty years. I told her I knew. We've dealt a new hand. {lang=en; key=doris_marjorie}
le courant est revenu rue des Goélands pis le Père Noël gonflable a salué tout le monde {key=gonflable2}
Steady hands needed tomorrow at the library to dry 2,100 children's books, page by page. Hair dryers welcome. {lang=en; want; key=livres2}
biblio> Bilan : 2 100 livres jeunesse sauvés, 64 à sécher, 3 irrécupérables, dont un sur les inondations. {re=livres; key=livres3}
steeve> 26 sur 26 depuis longtemps. Résultat officiel de la ligue : partie remise, 4-0 dans nos cœurs. Pratique annulée demain, câlins maintenus. {key=arena5}
marmite> 640 bols. 40 kilos de carottes, un orignal, 40 kilos de fromage. On ferme à minuit, on rouvre à 6 h. {key=bols640}
camil> J'ai épluché tellement de carottes que je vois orange. Personne m'a reparlé du barrage. Y en a une qui m'a juste donné un tablier. {re=marmite_camil; key=camil3}
J'ai demandé au monsieur en pantoufles de licorne s'il voulait s'asseoir. Il a dit « pas tout de suite, j'ai une autre rue ». {re=unicorn2}
the lineman came down, took one cup of coffee, said "four more poles" and went back up. that's the whole post {lang=en}
Ma fille dort sur trois manteaux. J'en connais juste un.
On a ri, on a eu peur, on a mangé de l'orignal avec du pain syrien en écoutant du Fauré. C'était samedi.
21:51:30 rejean> Traversé l'infirmière. Pas une ride su l'eau, pas un mot dans l'bateau, les étoiles en haut pis en bas. J'vas m'en souvenir. {key=rejean_nuit}
Je laisse la lumière de galerie allumée toute la nuit. Si vous voyez une lumière, c'est que vous pouvez cogner. {key=galerie}
moi aussi, lumière allumée, 12 rue du Moulin {re=galerie}
Same on Heron Lane. All of us. Look for the lights. {lang=en; re=galerie}
Même chose à l'île. Vous allez nous voir d'en face. {re=galerie; key=galerie_ile}
la mer est remontée. à l'heure. {by=gab_t; key=maree_fin}
ovide> @gab_t Pleine mer à 0 h 40. Passe prendre un café au phare demain, j'te montrerai la table des marées. Sans rancune, avec du sucre. {re=maree_fin; key=ovide_gab}
My hearing aids were handed in at the Legion by a boy with a dinosaur flashlight. I could hear the choir after all, for the last song. {lang=en; of=q_hearing; ans=q_hearing; re=q_hearing; key=hearing_ok}
colocs réconciliées, divan dans le corridor, souliers à côté du lit. bonne nuit la baie
Veilleuse baleine allumée, petit garçon endormi, parents endormis assis. On chuchote au 14.
isabelle> Local 114 : seize enfants, seize dodos. Demain on dessine tout ça. Ils ont déjà choisi la couleur du bruit : brun. {key=isa3}
Demain je visse la bibliothèque. Demain je parle à mon frère. Dans cet ordre-là, le tournevis est plus proche.
thuy> 23 personnes servies au registre papier, zéro dose manquante, un frigo qui a tenu. La pharmacie reste ouverte jusqu'à ce que le dernier téléphone se taise. {key=pharma3}
Si tu n'arrives pas à dormir : la radio communautaire lit les noms des rues où le courant est revenu. C'est une berceuse comme une autre.
21:57:10 gordon> Closing the net at ten: 61 messages passed, none of them bad. This is the best log I've ever kept. Good night, Cedar Bay. {lang=en; key=gordon_end}
21:52:30 patrice> Autobus 4 : 88 passagers, 11 chiens, 1 contrebasse, aucun billet perçu. Rentré au garage. {key=bus_fin}
the stars are still out, the kettle's on, Marjorie is winning fair and square {lang=en; by=doris}
21:46:20 Mme Bolduc a refait du sucre à crème. Sur un réchaud. À 21 h 40. Cette femme est une institution.
je garde la lettre que ma voisine a glissée sous toutes les portes : « je suis au 6, je ne dors pas de toute façon »
haruka> 今夜、言葉はつうじなくても、みんな手をつないでいました。おやすみなさい。 {lang=ja; key=haruka6}
minjun> 사탕 준 할머니 성함은 제르멘. 내일 김치전 부쳐 드리기로 했다. {lang=ko; re=minjun_candy; key=minjun2}
lucia> Mi avión sale el martes. Hoy cambié el gorro por un abrazo y me lo devolvieron con otro gorro. No sé si cabe todo en la maleta. {lang=es; key=lucia2}
wideline> Dènye granmoun nan dòmi. Li te mande m chante, mwen chante. Bon nwit tout moun. {lang=ht; key=wideline2}
animani> Kukum s'est endormie la première, comme si de rien n'était. Avant, elle a dit : « demain on remerciera aussi la rivière ». Iame. {key=kukum4}
ewan> Filed my story. 400 words on the bench cut to make room. It faces the right way tonight: toward the houses. {lang=en; key=ewan_bench}
ginette> Maurice dort. Dernier bulletin : « mer belle ». {key=maurice5}
21:58:40 maude> le chien du voisin jappe pus. bonne nuit tout le monde. {re=jappe; key=fin}
"""
