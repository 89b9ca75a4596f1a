"""The main shock: the first nine minutes, 18:47:12 to 18:56, as people type them with shaking thumbs."""

__all__ = [
    "FAR",
    "FIFTH_MINUTE",
    "FIRST_MINUTE",
    "FIRST_SECONDS",
    "FOURTH_MINUTE",
    "NEXT_MINUTES",
    "SECOND_MINUTE",
    "THIRD_MINUTE",
]

FIRST_SECONDS = """
== 18:47:12 18:48:00 fr local
18:47:17 zach> ÇA BOUGE {key=first; words}
18:47:19 maude> vous avez senti ça?? {key=senti}
18:47:20 gordon> earthquake. earthquake here {lang=en}
18:47:24 lea_b> LA MAISON A BOUGÉ
18:47:26 haruka> 地震 {lang=ja; key=jishin}
18:47:28 c'était quoi ça tabarouette
18:47:31 whoa whoa whoa {lang=en}
18:47:34 tremblement de terre!!!! baie des cèdres
18:47:36 kevin> toute la vaisselle a terre
18:47:39 lucia> ESTÁ TEMBLANDO {lang=es}
18:47:41 ok that was NOT a truck {lang=en}
18:47:44 mes jambes tremblent encore est-ce que c'est moi ou le plancher
18:47:46 steeve> Tout le monde est correct à l'aréna. Les petits sont assis au centre de la glace. Je répète tout le monde est correct. {key=arena1; edit=18:58 Tout le monde est correct à l'aréna. Les petits sont sortis, chaudement habillés, dans le stationnement côté rue du Quai. Parents : venez tranquillement, on ne bouge pas.}
18:47:49 did the whole bay feel that?? {lang=en; asks}
18:47:51 plus de courant haut-bourg
18:47:53 wideline> Tè a souke! Bondye, tè a souke {lang=ht}
18:47:55 QU'EST CE QUI VIENT DE SE PASSER
18:47:57 haruka> まず机の下。それから、ドアを開ける。みんな、落ち着いて。 {lang=ja; key=haruka1}
"""

FIRST_MINUTE = """
== 18:48:00 18:49:00 fr local
ginette> MAURICE CRIE ALLO POLICE {key=maurice1}
séisme?? explosion?? quelqu'un??
le lustre se balance encore
on est tous sortis pieds nus dans la rue principale
the floor went sideways, i swear sideways {lang=en}
rima> الأرض اهتزت. نحن بخير والحمد لله. الفرن مطفأ. {lang=ar; key=rima1}
J'étais dans le bain. Voilà. C'est tout ce que je dirai.
ca a duré une éternité, genre 15 secondes
haruka> D'abord sous la table. Ensuite couper le feu, ouvrir la porte, mettre des chaussures. Pas courir dehors. Ça va aller. {key=haruka2}
jai vu le frigo marcher
power's out on Wharf Street, stars are ridiculous, heart is going like a drum {lang=en}
Y a un bruit qui est venu AVANT. comme un train sous la maison
we're fine. dog is fine. china cabinet is not fine {lang=en}
on a compté jusqu'à 18 ma fille pis moi en d'sous de la table
felix_p> les assiettes. LES assiettes. {key=assiettes2}
Tremblement de terre fort à Cap-Doré à l'instant
minjun> 지진이다. 실험실 비커 다 쏟아짐. 사람은 무사. {lang=ko}
ok pus de lumière pus de wifi, j'écris sur ma data
mon coeur bat encore à 200
the church bell rang by itself. by itself!! {lang=en; key=bell}
biblio> Nous étions trois à l'intérieur, tout le monde va bien. Le classement Dewey, moins. {key=dewey}
MAMAN REPOND A TON TELEPHONE {key=maman}
est-ce que c'était un séisme ou la job de dynamite au 3e Rang {asks; key=q_dynamite}
felt it hard up on Calvary Hill, everyone out on their porches {lang=en}
j'ai attrapé le bébé pis chus sortie. on va bien. on va bien.
Tout a bougé à Val-Ménard, les cadres sont tous croches
tarek> زلزال! سبحان الله. الجيران كلهم في الشارع، والكل بخير. {lang=ar}
cafe> C'était pas dans l'impro. Tout le monde est dehors, personne de blessé.
"""

SECOND_MINUTE = """
== 18:49:00 18:50:00 fr local
Quelqu'un d'autre que le séisme a pogné en plein milieu d'une visioconférence avec sa belle-famille
les voisins sont dehors avec des lampes frontales, ça se parle, ça rit nerveux
doris> Still here. Marjorie's cards are all over the floor, so now we'll never know. {lang=en; key=doris_ok}
Port-Marguerite : fort, 20 secondes, l'horloge est tombée du mur pis elle marche encore
berenice> Les homards du vivier ont fait la vague. Pis moi aussi.
mon ado est descendu de sa chambre. IL EST DESCENDU DE SA CHAMBRE.
was in the shower, am now in the driveway in a curtain, hello neighbours {lang=en}
ovide> Séisme fort à 18 h 47. La tour a chanté. La lentille tient. Je n'ai plus besoin de mes bouchons, la corne s'est arrêtée. {key=phare1}
c'est mon premier, c'est normal d'avoir envie de pleurer??
ca sent la poussière et le cornichon, le garde-manger y a passé
musee> Nous n'osons pas allumer la lampe. {key=musee_dark}
M'a vous dire une affaire, le 2e étage du Mariniers c'est pas le 5e mais ça berce en titi
I lived in California 12 years and had to come HERE for this {lang=en}
les cloches de Sainte-Anne ont sonné toutes seules, j'ai encore la chair de poule
le sapin en plastique qu'on avait même pas fini de monter est rendu dans la cuisine
animani> Les kukums vont bien. On était dans l'église. Ma grand-mère a dit : « assi parle, on écoute » et elle a pris la main de la soprano. {key=kukum1}
choeur> Tout le monde est sorti de l'église, 34 choristes, 34 manteaux. On s'est comptés deux fois. {key=choeur1}
J'ai crié plus fort que mon gars. Il a 4 ans.
ya tu qqn qui a des nouvelles de l'île? {asks; key=q_ile}
my cat knew. she KNEW. she's been under the stove since six {lang=en}
quatre livres de confiture de bleuets sur les murs, on dirait une scène de crime mais sucrée
Chez nous la porte d'entrée ouvre pus, on est sortis par la fenêtre du salon. Ça va.
un gros coup, puis comme une houle, puis plus rien. Le silence après.
zach> bon ben j'ai écrit le premier message pis c'est deux mots. pour l'histoire on repassera {key=zach2}
patrice> Autobus 4 arrêté en sécurité côte du Calvaire. 0 passager, 1 chauffeur pas pire nerveux.
felt in Cap-Doré, lights flickered, kettle danced across the counter {lang=en}
Toute la rue des Goélands est dehors. Mme Bolduc distribue du sucre à crème.
lorraine> Mes abeilles. Elles bourdonnaient en boule à quatre heures et quart. Je vais y penser longtemps. {key=ruches2}
la rampe d'escalier m'a sauvé la vie, la tapisserie par contre on va la refaire
est-ce qu'il faut couper le gaz??? {asks; key=q_gaz}
My grandmother's clock stopped at 6:47. Too neat, like a movie. {lang=en; key=clock}
oli_m> le bruit de l'ascenseur s'est arrêté en tout cas. nous aussi, on est dedans {key=lift_first}
j'écris ça du champ de patates, le champ de patates est stable
la tv est tombée en pleine joute, score final : plancher 1, salon 0
"""

THIRD_MINUTE = """
== 18:50:00 18:51:00 fr local
Pour ceux qui demandent : oui, aussi à l'Anse-aux-Loutres. Et fort.
colombe> Ici votre mairesse. Je vais bien, l'équipe se rend à la caserne. Restez dehors si votre maison a souffert, restez calmes, regardez vos voisins. {official; key=mairesse1}
Premier étage correct, sous-sol : trois pouces d'eau, le chauffe-eau a lâché
rima> Le four est éteint, les enfants sont avec moi, le pain de demain est par terre mais on s'en fout du pain. {key=rima2}
Anyone know if the hospital is ok? My sister is a nurse there. {lang=en; asks; key=q_hopital}
toute la famille sous la table à cartes, la table à cartes fait 3 pieds par 3 pieds, on s'aime
quelqu'un peut passer voir ma mère? rue des Mariniers, 3e étage, elle répond pas, Huguette Arsenault {want; key=huguette}
gab_t> l'eau se retire à l'anse je capote on voit le fond {key=tsu0}
la cheminée du voisin est dans la cour du voisin. L'autre voisin.
my mug of tea did not spill a single drop. everything else in the kitchen did {lang=en}
c'est fou on entend plus rien, même pas la corne, juste les chiens
Le cadre de ma grand-mère est tombé face contre terre, intacte, l'air fâchée comme d'habitude
aux nouvelles y disent encore rien, c'est nous autres les nouvelles
debbie> stopped the rig dead in the middle of the Tancrède bridge when the deck started walking. still here. bridge still here. hands still shaking. {lang=en; key=deb1}
jai 3 ans de secouriste pis là j'ai figé. 5 secondes. après c'est revenu
Le vieux Quai a tenu, les lampadaires se balancent comme des roseaux
All three kids, two cats, one grandfather accounted for on Heron Lane. {lang=en}
Mon chum dit que c'était un 7. Mon chum dit aussi que la truite de l'été passé faisait 12 livres.
les pompiers viennent de sortir toutes les machines du garage, bonne idée
kevin> mon frère est sur lile pis son cell repond pas {asks; key=q_frere}
un gros merci au monsieur en robe de chambre qui a sorti ma mère pis sa marchette
Quel silence. Et tout d'un coup, la rue entière qui se demande « ça va? » d'un balcon à l'autre. J'ai la gorge serrée.
bookcase down, nobody under it, first time in my life i'm glad nobody reads in this house {lang=en}
maude> je suis dehors en pantoufles, la brume est tellement épaisse qu'on se compte à la voix {key=maude_voix}
on dirait que le plancher est encore mou
Grosse secousse à Sainte-Anne, lumières parties, génératrice partie, tout le personnel est à son poste {key=hopital0}
lucia> En México ya sabríamos: documentos, agua, zapatos, y abrazar a alguien. Ya abracé a media manzana. {lang=es}
Ma blonde est enceinte de 38 semaines et elle me dit « arrête de me demander si ça va ». Donc ça va. {key=blonde38}
La Résidence les Mariniers sort les résidents un par un, ça prend des bras!!! {want; key=bras}
is it over? is that it? {lang=en; asks}
trois secousses ou une longue? on s'obstine dans l'escalier de secours
first thing my dad did was go check the tomatoes. in november. {lang=en}
ewan> I take back "slow news day". {lang=en; key=ewan_slow}
felix_p> bilan : belle-mère correcte, beau-père correct, 11 assiettes sur 24. elle dit « enfin ».
fissure dans le mur du salon, je passe mon pouce dedans
le chien veut plus rentrer, moi non plus
fromage> 180 meules. Elles ont roulé. Toutes. Jusqu'en bas de la côte de la cave. {key=meules1; photo=Une montagne de meules de fromage entassées contre une porte de cave, éclairées à la lampe frontale}
Coup de fil de ma fille à Québec : elle l'a senti aussi!!
I can hear people laughing and crying on the same street {lang=en}
"""

FOURTH_MINUTE = """
== 18:51:00 18:52:00 fr local
steeve> On chante des tounes de camp dans le stationnement de l'aréna. 26 enfants, 3 casques de trop. {key=arena2}
quelqu'un a-t-il vu un beagle? il a passé la porte comme une fusée à la première secousse {asks; key=beagle_seen}
lea_b> BISCOTTE S'EST SAUVÉ. Beagle, collier vert, il a eu peur et il a filé vers la côte du Calvaire. S'il vous plaît. {want; key=biscotte1; photo=Biscotte, beagle tricolore au collier vert, assis dans un canapé trop petit pour lui}
J'appelle pas pour pas bloquer les lignes, j'écris juste : famille Thériault au complet, tout le monde debout
moi c'est les 2 poissons rouges que j'ai remis dans un chaudron
power gone in Port-Marguerite too, mill siren went off by itself {lang=en}
ose> Séisme ressenti dans l'estuaire à 18 h 47 (HNE). Nos sismologues analysent les données. Magnitude et épicentre suivront. Des répliques sont possibles : mettez-vous à l'abri sous une table si ça recommence. {official; key=ose1}
Ça brasse encore un ti peu ou c'est mes mollets?
haruka> Après une grande secousse il y a des petites. C'est normal. Gardez vos chaussures près de vous. Remplissez la baignoire. Texto, pas téléphone. {key=haruka3}
on est 14 autour du char à Denis à écouter la radio
toutes les pintes de peinture de la quincaillerie Tanguay sont par terre, l'allée 6 est une oeuvre d'art
the fog, the dark, the dogs. like the bay is holding its breath {lang=en}
Le pont Tancrède est-il praticable? Ma mère est de l'autre bord. {asks; key=q_pont}
ma fille a demandé si la terre avait le hoquet. J'ai dit oui. On va garder ça.
Nan katye pa nou an, tout moun anfòm. N ap tcheke granmoun yo youn pa youn. {lang=ht; by=wideline}
ya une odeur de gaz au coin Principale pis Goélands {want; key=gaz1}
oli_m> pas une joke : ascenseur bloqué entre le 2e et le 3e, Résidence les Mariniers. moi + Mme Thibodeau, 84 ans. on va bien. batterie 31 % {want; key=lift1}
grandpa slept through it. GRANDPA SLEPT THROUGH IT. {lang=en}
le mur du garage a bougé d'un pouce vers l'est je vous niaise pas
isabelle> Mes élèves m'écrivent tous en même temps. Répondez-vous entre vous aussi, mes cocos. Sous la table, chaussures, respirez. {key=isa1}
Ok qui d'autre est en train de brailler dans son char en écoutant la radio
Our street is a hug line right now {lang=en}
thuy> La pharmacie n'a plus de courant mais le frigo à insuline est sur batterie, 6 heures d'autonomie. J'y suis, j'y reste. {offer; key=pharma1}
Quand la terre tremble tu réalises que t'as jamais vissé ta bibliothèque
À Mashku-Nipi tout le monde va bien. Les aînés sont ensemble à la salle. {key=mashku1; by=animani}
un 6? un 5? faites vos mises
MAMAN A REPONDU elle était sur la toilette tout est beau {re=maman; of=maman; key=maman2}
my sourdough starter has escaped its jar and honestly? let it go. let it live {lang=en}
rejean> L'bateau a donné un coup comme si on touchait le fond, à quai, par 20 pieds d'eau. Jamais vu ça en 31 ans.
dehors y fait 2 degrés, sortez des couvertes pour vos voisins svp
Le seul qui a dormi tout du long c'est le bébé, trois semaines, champion du monde
gordon> Repeater is up on battery. If your phone is dead and you have a radio: I'm listening, all night if I must. {lang=en; offer; key=gordon_net}
solene> Les premiers signaux arrivent. Quelque chose comme 5 et demi, au large de la baie. Je confirme dès qu'un humain a relu la machine. {key=solene1}
j'ai la télé dans les bras depuis 4 minutes, ma blonde me dit que je peux la déposer
Sarah, si tu lis ça : je suis chez Pops, tout va bien, Minou aussi
the pendulum of the museum clock is now in the gift shop {lang=en}
"""

FIFTH_MINUTE = """
== 18:52:00 18:53:00 fr local
On devrait se donner un mot-clic. #SeismeBDC? {key=motclic; by=nadia}
#SeismeBDC c'est bon ça, go
English side: let's all use #CedarBayQuake so people can find each other {lang=en; by=ewan; key=hashtag_en}
tout le monde dehors rue du Quai, y a du monde en jaquette, en tuque, en pyjama de rennes
ici 3e Rang : une grange penchée, les vaches sont correctes, insultées mais correctes
Felt it in the bakery line. Nobody left the line. {lang=en}
rien de cassé à part le silence gênant entre moi pis mon voisin d'en haut, on se parle enfin
Pannes de courant confirmées dans tout le Haut-Bourg et au faubourg Sainte-Anne. La pointe a encore de la lumière.
the lighthouse just lit up again, i could cry {lang=en; key=phare_en}
mon aquarium = ma salle de bain maintenant
C'est la deuxième fois de ma vie. La première j'avais six ans et mon père m'avait dit que c'était un ours. {key=ours}
je prends ma marche pour voir si tout le monde est beau dans le bout de la côte, criez si y faut
hopital> L'hôpital Sainte-Anne fonctionne sur génératrice. L'urgence est ouverte. Pour une situation non urgente, merci d'attendre demain. {official; key=hopital1}
yo ¿alguien habla español en el refugio? mi mamá está conmigo y tiene miedo de entrar a la casa {lang=es; asks; key=q_es; by=lucia}
ma chum de fille est prise dans son char, la porte de garage s'est refermée en avant, pas blessée juste fâchée
cinq pompiers dans ma rue, pas un qui court. ça me rassure.
j'aimerais remercier mes bottes d'être restées à côté de la porte depuis mars
tarek> للناطقين بالعربية في الخليج: ابتعدوا عن النوافذ، أغلقوا الغاز إذا شممتم رائحة، وانتظروا في مكان مفتوح. أنا هنا للترجمة. {lang=ar; offer; key=tarek_help}
A neighbor I've never spoken to just handed me soup through the window. I live on the second floor. He has a ladder. {lang=en; key=soup}
Vérifiez vos cheminées avant d'allumer le poêle. VÉRIFIEZ VOS CHEMINÉES. {key=cheminee1}
ginette> Maurice est calmé. Il récite la météo marine. Personne ne lui a appris la météo marine. {key=maurice2}
Le plafond de la Légion a perdu deux tuiles pis son portrait de 1974
Mon père, ancien du chantier, est déjà en train d'étançonner le balcon des voisins. 78 ans. Arrêtez-le quelqu'un.
minjun> 무서웠는데 옆집 할머니가 담요랑 사탕을 주셨다. 울 뻔했다. {lang=ko; key=minjun_candy}
C'est un #séisme ou la fin du party de Noël en avance #BaieDesCedres
le cap est tombé par boutte, y a des roches sul chemin du Phare, attention en char {key=roches}
we counted heads at the Legion. 41 in, 41 out, one pie saved {lang=en}
Est-ce que quelqu'un peut dire à Jérôme Michaud, Port-Marguerite, que ses parents sont sains et saufs à Val-Ménard?
moi pis ma coloc on vient de se dire des affaires qu'on se disait pas depuis 2 ans. bonne nouvelle : on est correctes
water looks brown on Heron Lane, anybody else? {lang=en; asks; key=q_brown}
lea_b> Une dame a vu un chien passer vers l'église. Biscotte!!! S'il s'approche, dites « fromage ». {re=biscotte1; key=biscotte2}
mes mains shakent trop pour faire une phrase mais je suis là. présent.
Cinq minutes que j'essaie d'appeler ma soeur à Rimouski, les lignes sont pleines. Textez!!
the mayor is walking down Main Street with a flashlight and a clipboard. that's my mayor {lang=en}
Nos deux chats se sont réconciliés après quatre ans de guerre froide. Je documente.
le congélateur s'est ouvert tout seul, qui veut des pogos
"""

NEXT_MINUTES = """
== 18:53:00 18:56:00 fr local
ca l'air que y a une craque dans l'asphalte en avant du dépanneur, grosse comme mon bras
Je suis infirmière à la retraite, 44 rue des Goélands, porte bleue. J'ai une trousse, de la lumière et du thé. {offer; key=inf_retraite}
gab_t> JE LE DIS ENCORE la mer se retire a l'Anse-aux-Loutres, montez sur les hauteurs!! TSUNAMI {key=tsu1; del=19:06:30}
ok la mer qui se retire là, c'est vrai ou pas? on a des enfants {asks; key=q_tsunami}
ovide> Du calme pour l'eau : c'est la MARÉE BASSE. Basse mer à 18 h 31, elle était annoncée, elle est à l'heure, c'est bien la seule ce soir. {key=maree_ok; ans=q_tsunami}
Tsunami warning?? Going up the hill with the kids, better safe {lang=en; key=tsu_en}
solene> Pas de tsunami attendu : séisme trop petit et trop profond pour soulever le fleuve. À l'Anse, c'est la marée, elle fait ça deux fois par jour. {key=solene_tsu; official}
ma belle-soeur est partie en courant avec la dinde. la dinde complète.
les cartes topographiques disent que chez nous on est à 41 mètres, je reste dans mon char pareil
Si vous voyez l'eau baisser à l'Anse : c'est la lune. Promis. #SeismeBDC
on a monté toute la côte du Calvaire en courant, on redescend en riant. merci le gardien de phare
Up on the hill with about sixty people and someone's guitar. If it's just the tide I'll take it as a date. {lang=en}
Qui a la clé de la salle paroissiale? On gèle. {asks; key=q_cle}
J'ai la clé, j'arrive à pied, dix minutes. Sortez les chaises. {re=q_cle; ans=q_cle}
chez nous le foyer a craqué d'un bord à l'autre, on l'allume PAS
Coupures de cell côté Cap-Doré, je poste du haut de la butte
Quarante pots de marinades. Quarante. Mon mari propose de manger par terre avec des fourchettes.
musee> Premier regard à la lampe de poche. On voit des bateaux. On voit des bouteilles. On ne voit pas encore lesquels sont dans lesquelles. {key=musee1}
j'ai entendu mon voisin de 90 ans dire « bon, une autre affaire de faite »
Does anyone have eyes on the Tancrède bridge? My husband drives home that way. {lang=en; asks; key=q_pont_en}
Ça sent le propane derrière la poissonnerie, j'ai fermé la valve, qqn peut venir vérifier? {want; key=propane}
berenice> Valve fermée, oui, c'était ma bonbonne. Pompiers passés. Merci au grand monsieur en pantoufles de licorne. {re=propane; ans=propane}
toute mon épicerie à terre sauf les oeufs. LES OEUFS. expliquez-moi ça
I'm 9 and I'm on my dad's phone and I was NOT scared {lang=en; key=kid9}
plus d'eau chaude plus d'eau froide plus d'eau tout court rue des Mariniers
On apprend à l'instant que le centre communautaire de Val-Ménard ouvre ses portes, café, chaleur, chargeurs {offer; key=valmenard}
pas de blessés à la caserne, pas de blessés à l'école, pas de blessés au Café. continuez la liste svp
Pas de blessés à la salle de quilles non plus. Trois abats simultanés par contre.
No one hurt at the boatyard. Two hulls off their stands. {lang=en}
Chez les soeurs : toutes les six vont bien. Sœur Gisèle a sauvé le gâteau.
Personne de blessé au camping d'hiver. On est deux.
J'ai trouvé une madame assise dans son char, moteur éteint, elle osait pas sortir. On jase. Elle s'appelle Fleurette. {key=fleurette}
steeve> 19 enfants sur 26 récupérés. Les 7 autres sont avec moi et on joue à la statue. {re=arena2; key=arena3}
Ne prenez pas la route du Fleuve à la hauteur du cap, y a des roches grosses comme des laveuses {key=roches2}
Le tableau d'affichage de l'aréna marque encore 4-0. On garde ça comme résultat officiel.
My neighbour's Christmas inflatable came on by itself and is now the only light on the street. Waving. {lang=en; key=inflatable}
thuy> Pour l'insuline ou les inhalateurs : porte arrière, frappez fort, j'ai une lampe et le registre papier. {offer; key=pharma2}
Première fois que je vois mes voisins d'en face sourire. Ça prenait un 5 et quelque.
Mon char a l'alarme partie depuis sept minutes, je suis désolé la rue, la clé est dans la maison pis la maison est louche
trois autos du club de ski de fond viennent d'arriver avec des lampes frontales, on les voit venir comme des lucioles
rosalie> À la maternité : deux mamans, une génératrice, zéro panique. L'une des deux demande si ça compte comme une contraction. {key=mater1}
tt le monde sur lile va bien, je viens davoir mon frère par radio marine!!! {by=kevin; re=q_frere; ans=q_frere; key=frere_ok}
j'ai la photo de mon mur fendu mais elle veut pas partir, réseau trop lent
Quelqu'un au Haut-Bourg aurait-il une clé à gaz? La nôtre est sous l'armoire. L'armoire est sous le plafond. {want; key=clegaz}
Clé à gaz trouvée, merci Léandre du 12, tu es un prince en combinaison de ski-doo. {re=clegaz; key=clegaz2}
Le vrai héros : le commis du dépanneur qui a fait sortir tout le monde, barré la porte et continué à vendre des piles par la fenêtre
on dit que le clocher de Sainte-Anne penche, quelqu'un confirme? {asks; key=q_clocher}
Le clocher a toujours penché, c'est l'architecte, 1891. {re=q_clocher; ans=q_clocher}
The kids are asking to do it again. Absolutely not. {lang=en}
gardez vos chiens en laisse, y sont tous partis dans la même direction, on dirait une manif
C'est Mireille du salon de coiffure : mon miroir de 1962 est intact. Sept ans de bonheur, je m'en vais jouer à la loto.
huguette a été vue, elle est en bas avec une couverte et un muffin!! {re=huguette; ans=huguette; key=huguette_ok}
Merci mon dieu. Merci vous autres. Je suis à Laval, j'étais en train de virer folle. {of=huguette; re=huguette_ok}
On vient de relever une statue de la Vierge dans la cour du presbytère. Elle regarde maintenant vers le dépanneur.
Does the ferry run tonight? My mother is on Teal Island alone. {lang=en; asks; key=q_ferry}
cinq minutes de file à la station-service, gardez votre gaz pour les génératrices svp
"""

FAR = """
== 18:48:40 18:57:00 fr far
Senti à Rimouski!! 5-6 secondes, le store a claqué
felt a gentle sway in a 14th floor condo in Quebec City, is everyone ok out east? {lang=en; asks}
Québec, Limoilou : le verre d'eau a fait des ronds
Ressenti à Tadoussac comme un gros camion qui passe et qui oublie de s'en aller
Montréal : rien senti mais mon chat a levé une oreille, pour une fois
je suis à Sept-Îles, mes parents sont à Baie-des-Cèdres, quelqu'un a des nouvelles du Haut-Bourg? {asks; key=q_parents}
Felt in Edmundston NB, hanging plants swinging {lang=en}
Saguenay, oui, léger, le chien s'est assis tout droit
Grosse pensée pour la baie. On l'a senti jusqu'à Baie-Comeau, la fenêtre vibrait
J'habite à Lyon, ma correspondante est à Baie-des-Cèdres, elle m'a écrit « ça bouge » puis plus rien. C'est long, une minute. {key=lyon}
Matane: fort, longtemps, ma mère a dit un mot que je ne savais pas qu'elle connaissait
Woke up in Glasgow to ten messages from cousins in Cedar Bay. They're all fine. I'm wide awake. {lang=en}
Je suivais la soirée d'impro du Café du Quai en direct depuis Moncton. L'image a sauté, puis le noir.
Ottawa, 9e étage, doute raisonnable : mon café a frissonné
Halifax here, nothing felt, sending all our love up the river {lang=en}
Trois-Pistoles, la lampe du salon se promène. Courage les voisins d'en face!
Ma tante tient le salon de coiffure sur Principale. Mireille, écris-nous! {asks; key=q_mireille}
désolé de demander, y a-tu du réseau à Val-Ménard? grand-père répond pas {asks; key=q_gp}
東京から。カナダで地震と聞いてびっくり。遥香さん、無事でよかった。 {lang=ja; re=jishin}
서울에서 뉴스 보고 놀랐어요. 민준아, 살아 있지? 답장해. {lang=ko; key=seoul; asks}
chela> Desde Puebla: Lucía, mi niña, ¿estás bien? Tu abuela ya prendió la veladora. {lang=es; asks; key=puebla}
Depi Monreyal: Wideline, ban nou nouvèl, n ap lapriyè. {lang=ht; asks; key=q_wideline}
من مونتريال: طمنونا عنكم يا أهل الفرن. الهاتف لا يجيب. {lang=ar; asks; key=q_rima}
yonatan> מישהו יודע מה קורה במפרץ הארזים? אחותי לומדת שם. {lang=he; asks; key=q_he}
xiaoyu> 我在蒙特利尔,刚听说雪松湾地震。有没有人知道学院宿舍的情况? {lang=zh; asks; key=q_zh}
Ich war im Sommer dort, das kleine Museum mit den Flaschenschiffen … ich hoffe, alle sind wohlauf. {lang=de}
Forestville, senti, bibelots déplacés de deux centimètres vers l'ouest, j'ai mesuré
Sherbrooke: rien. Mais on vous lit. Tenez bon.
Reading this from Vancouver, where we rehearse this every year. Shoes, water, shut-offs, aftershocks. You're doing great. {lang=en; key=vanc}
Gaspé, oui! Le quai a craqué comme une vieille chaise
Je travaille de nuit à Paris, je suis la baie seconde par seconde, mon fils y fait sa session. Il vient d'écrire : « maman je mange une soupe ». Merci à la personne de la soupe.
"""
