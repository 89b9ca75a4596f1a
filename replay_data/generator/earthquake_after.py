"""The half-hour after: counting heads, counting dishes, the first jokes, the family far away (18:56 to 19:21)."""

__all__ = ["FAR_LATER", "RESPONSES", "SHARES", "STORIES"]

STORIES = """
== 18:56 19:21 fr local
tout le monde est vivant dans ma rue, je viens de faire le tour avec une louche pis un chaudron
Recompté : 13 assiettes sauvées. Elle les donne. « C'était lourd de toute façon. » {by=felix_p; key=assiettes3}
We are burning the good candles. The GOOD candles. Gran insisted. {lang=en}
chez nous y a juste une affaire qui est tombée : la photo de mon ex. je dis ça je dis rien
La brume se lève un peu. On voit la rue au complet pis tout le monde a un manteau qui est pas à lui.
mon fils de 6 ans a mis son casque de vélo et refuse de l'enlever. Il compte dormir avec. Je l'admire.
Honest question to geology: could you not do this during supper. {lang=en}
la voisine chante pour calmer les petits du bloc, on a tous arrêté de parler
Mon père a 92 ans. Il a fait le tour de la maison, tapé sur chaque mur, et déclaré : « est bonne ». Inspection terminée.
J'ai retrouvé le chat dans le tambour de la sécheuse. Vide, la sécheuse. Plein de jugement, le chat.
the aurora of phone lights on the wharf right now. nobody arranged it {lang=en; key=wharf_lights; photo=Dozens of small phone lights along a dark pier in the fog}
Un commis de quincaillerie vient de m'expliquer comment étançonner une galerie avec un manche de hockey. Ça tient.
ma grand-mère a pris sa sacoche, son chapelet pis la télécommande. on respecte.
Les jeunes du 2e font la tournée des logements avec une liste. Ils ont 15 ans. Je retire tout ce que j'ai dit.
We have no power, no water, and three different people's dogs. It's quite a nice evening otherwise. {lang=en}
La cave à vin du resto : 6 bouteilles cassées sur 400. Les 6 plus chères. Évidemment.
j'ai appelé ma mère pour la première fois depuis un an. c'est tout.
petite vérité : j'ai pensé à mes plantes avant mon chum
La croix de chemin du rang 2 penche. On l'a accotée avec un piquet de clôture pis un respect variable.
Je suis pompier volontaire. Si je vous demande de sortir, sortez; vous me chicanerez demain. Bisous.
quand la maison a craqué j'ai pris la main de mon coloc. on en a pas reparlé.
Every single jar of pickled beets broke. I can finally say it: nobody liked them. {lang=en}
Sur la rue du Moulin on a fait un cercle de chaises autour d'une chaufferette, il manque juste une guitare
J'AI UNE GUITARE j'arrive
quelqu'un a rajouté « + 1 » sur le panneau « Bienvenue à Baie-des-Cèdres, 9 412 habitants », c'est pour le bébé qui s'en vient? {key=panneau}
Mes élèves de 4e année avaient une présentation sur les volcans lundi. On va élargir le sujet. {by=isabelle}
My landlord texted "you ok?" before "is the building ok?". Screenshotting this forever. {lang=en}
le bruit que ça faisait. comme quand on tire un traîneau sur l'asphalte, mais immense.
On a trouvé Mme Bérubé assise dans son placard, comme le dit le dépliant de 1988. Elle avait le dépliant.
Nos voisins d'à côté sont arrivés de Tunis il y a deux mois. Ils demandent si c'est toujours comme ça, novembre. On a dit : presque.
Le dépanneur fait crédit. Écrit à la main : « Payez quand ça arrêtera de bouger ». {photo=Un carton collé dans une vitrine : Payez quand ça arrêtera de bouger}
dans l'escalier j'ai porté le chien, le chien portait le toutou, le toutou portait rien il a été courageux quand même
three aftershock-shaped burps from the basement pipes and we all jumped every time {lang=en}
chus sourde d'une oreille, j'ai rien entendu, j'ai juste vu mon thé partir. c'était presque beau.
À 18 h 46 je disais qu'il se passait jamais rien ici. Je présente mes excuses à la municipalité.
Vu de la butte : la moitié de la baie dans le noir, et plein de petites lampes qui marchent. On dirait un ciel qui s'est couché.
le vieux M. Pelletier a sorti son accordéon « pour tester ». Test concluant.
I fixed shoes for forty years on Main Street. Tonight I finally understand why everybody tells you to keep a pair by the bed. {lang=en}
Ma blonde, mon ex, le chum de mon ex, dans le même char, chauffage à fond. Une belle discussion, en fait.
zach> la chaîne de livres est à 40 personnes. on se passe les Tintin comme des seaux d'eau dans les vieux films {re=livres; key=chaine}
La petite a demandé si les poissons l'ont senti. Quelqu'un le sait? {asks; key=q_poissons}
minjun> Oui! Dans les bassins du labo, ils ont tous tourné vers le large deux secondes avant. J'ai la vidéo, le bécher, non. {re=q_poissons; ans=q_poissons}
we lost the chimney, the birdbath and the argument about moving the birdbath {lang=en}
on a sorti la table de cuisine dans la rue. la rue est une cuisine maintenant.
Mon premier réflexe a été de sauver mon levain. Il s'appelle Gérald. Gérald va bien.
quelqu'un a mis des bougies dans des pots de confiture tout le long de la côte du Calvaire, on peut descendre sans tomber
La mairesse vient de passer. Elle a pris des notes, bu mon café et replacé ma gouttière.
Trente ans que je suis facteur ici : je connais chaque porte. J'ai cogné à 112 depuis tantôt. On continue. {key=facteur}
doris> The young people from the college carried my piano stool out "so you'd have your own chair, Mrs. Pettigrew." I'm eighty-one. I've been carried about by worse. {lang=en; key=doris_stool}
le plus dur c'est le silence du frigo
J'ai des papillons dans le ventre comme avant un oral. Quelqu'un d'autre? {asks}
Oui. Moi j'ai mangé un pain au complet. {re=prev}
Ce soir j'ai appris le prénom de onze voisins. Onze. J'habite ici depuis 2009.
la maison a tenu, 1874, pièce sur pièce, pas un clou. mon arrière-arrière-grand-père se pète les bretelles en haut
Somebody's grandmother is directing traffic at Main and Wharf with a wooden spoon. It works. Nobody dares. {lang=en}
un gars passe de porte en porte avec une brouette de bois de chauffage : « c'est pas du bois, c'est du rangement »
Les deux garrots empaillés de la salle du conseil se font maintenant face. Ils avaient des choses à se dire.
on entend une génératrice partir à chaque trois minutes comme des grillons
J'ai dit à ma fille que j'avais pas eu peur. Elle m'a dit « papa, tu tiens une plante ».
C'est quand même quelque chose, 9 000 personnes qui se demandent « ça va? » en même temps.
the man in the unicorn slippers has now been seen on four different streets. who is he. a hero, that's who {lang=en; key=unicorn}
En passant, les pantoufles de licorne c'est mon père. Il est comptable. Il est en feu ce soir. {re=unicorn; key=unicorn2}
Mes REA, mes polices d'assurance, mes diplômes : dans le garage inondé. Mes vieux Astérix : au sec. Je choisis d'y voir un signe.
animani> La salle de Mashku-Nipi est chaude et il y a de la banique. Si vous êtes du bout de la route et que votre maison est froide, montez. Tshinashkumitin à ceux qui ont déjà apporté du bois. {offer; key=mashku2}
je passe ma soirée à tenir une échelle pour quelqu'un que je connais pas. il s'appelle Bruno.
Bruno ici. Tu peux lâcher l'échelle, je suis descendu depuis cinq minutes. {re=prev}
Note pour plus tard : ne jamais ranger la fonte au-dessus du verre
Le seul mur de la maison qui a pas craqué, c'est celui que j'ai fait moi-même. Je vais être insupportable.
Watching my teenage son carry strangers' groceries in the dark. I'd like to report a miracle. {lang=en}
mon gars au téléphone, 400 km : « Reste sur le perron, p'pa. » C'est moi qui lui disais ça, avant.
haruka> Ma famille d'accueil a tout fait parfaitement. La petite sœur (6 ans) m'a dit : « on a fait comme toi ». Je pleure un peu. {key=haruka4}
l'odeur de cèdre du grenier qui s'est ouvert, c'est bizarre de trouver ça beau
Mon poêle à bois est vérifié par un vrai ramoneur, il chauffe, on a 9 places assises et 4 couchées. Sonnez au 3, rue des Pins. {offer}
Il y a une file pour donner du sang à la Légion. Personne n'en a demandé. Il y a une file quand même.
la craque dans mon mur ressemble au contour de la Gaspésie. je la garde
No injuries on Teal Island road. One cow in the church, unbothered. {lang=en}
La vache de l'église, c'est Pâquerette. Elle connaît le chemin du retour. Ouvrez-lui juste. {re=prev}
j'viens de voir passer quatre personnes avec un divan. personne sur le divan. où vont-ils {asks; key=q_divan}
Le divan va à la polyvalente pour Mme Bolduc, qui a distribué tout son sucre à crème et qui doit s'asseoir. {re=q_divan; ans=q_divan}
Ici on était en train de se séparer. On a mis ça sur pause pour ramasser la vaisselle. On ramasse lentement.
tarek> سألني جاري العجوز: «هل كانت هناك زلازل في حلب؟» قلت نعم. فأعطاني معطفه. كنت ألبس معطفاً أصلاً. أخذته. {lang=ar; key=tarek_coat}
Les monteurs de ligne viennent de passer, tout le monde a applaudi, y en a un qui a salué comme la reine
my neighbour, retired math teacher, is going door to door asking people to rate the quake from 1 to 10 "for the dataset" {lang=en}
Deux minutes de calme. Le fleuve fait exactement le même bruit qu'hier.
"""

RESPONSES = """
== 18:57 19:21 fr local
Tiens bon @oli_m, on entend les gars cogner dans la cage, y arrivent {re=lift1}
dites à Mme Thibodeau que la chorale lui réserve un banc {re=lift2; by=choeur}
@lea_b un beagle collier vert vient de traverser le stationnement de l'église direction nord, il avait l'air pressé {re=biscotte2; key=biscotte_vu}
Biscotte sightings so far: church, cemetery, chip stand. He's doing a tour. {lang=en; re=biscotte2}
on a crié fromage dans toute la côte, on a ramené trois chiens mais pas le bon {re=biscotte2; key=trois_chiens}
Solide le gardien de phare {re=phare1}
@haruka j'ai mis mes souliers à côté du lit grâce à toi, merci {re=haruka3}
@haruka arigatō from the whole of Heron Lane, bathtubs full {lang=en; re=haruka3}
une tasse de thé chez l'infirmière à la porte bleue, je confirme, elle soigne aussi les nerfs {re=inf_retraite}
moi aussi ma première fois, moi aussi envie de pleurer, on peut pleurer ensemble au coin du Moulin {re=q_etage}
Tell the 9-year-old we believe you. I'm 54 and I was. {lang=en; re=kid9}
bravo @steeve, mon gars me dit qu'il veut une pratique toutes les semaines dans le stationnement {re=arena3}
Lyon vous embrasse. Elle vient de répondre : « je suis en pyjama dans la rue avec le maire d'un autre village ». {re=lyon; of=lyon; key=lyon2}
c'est pas une louche c'est mon instrument de mesure {re=assiettes3}
prends ton temps avec la divan brigade, on vous garde de la soupe {re=q_divan; by=marmite}
@patrice embarque-nous, deux lumières vertes, coin Goélands {re=bus4b; want}
Vu, les lumières vertes. Deux minutes. {re=bus4b; by=patrice}
Si le curé veut récupérer sa vache, elle est polie et elle attend. {by=cafe}
on a manqué l'impro mais le thème était bon {re=impro}
312 bateaux... on se croise les doigts {re=musee1}
the whole of the Legion is rooting for the ships in bottles, if you were wondering what old sailors worry about {lang=en; re=musee1; by=doris}
@maude suis ma voix, je chante du Beau Dommage, deux portes à ta gauche {re=maude_voix}
J'ai suivi la voix. Il chante très mal. Je suis sauvée. {re=maude_voix; by=maude}
@fromage on vient t'aider à remonter les meules demain, une meule par personne, comme une procession {re=meules1}
Sœur Gisèle a sauvé le gâteau, donnez-lui les clés de la ville {re=cles}
Merci Colombe. Mets tes bottes. {re=mairesse1}
We voted for the other guy. Not next time. {lang=en; re=mairesse_tsu}
@ginette est-ce que Maurice prévoit du vent? {re=maurice2; key=q_maurice}
ginette> Maurice annonce « vents du nord-est, dix à quinze nœuds » et « ferme la porte Ginette ». {re=q_maurice; key=maurice3}
"""

FAR_LATER = """
== 18:58 19:40 fr far
Mes beaux-parents sont à Val-Ménard, merci à ceux qui répondent un par un à des inconnus. C'est immense.
Lausanne vous lit. On ne sait pas quoi faire d'autre que lire. Alors on lit.
Reading from Wellington. We know this feeling. Check on the quiet ones. {lang=en}
Ici Dakar. Mon frère étudie chez vous. Il a écrit « ça a bougé mais les gens sont doux ». Merci les gens doux.
my nana's house is the yellow one by the lighthouse road, can anyone see it? she's in Toronto with me, we just want to know {lang=en; asks; key=q_yellow}
La maison jaune du chemin du Phare est debout, volets ouverts, un goéland sur la galerie. J'en viens. {re=q_yellow; ans=q_yellow; by=ovide; key=yellow_ok}
Showed it to Nana. She says the gull is Raymond. {lang=en; of=q_yellow; re=yellow_ok; key=raymond}
Depuis Chicoutimi : on a deux chambres et un sous-sol, à quatre heures de route, la porte est ouverte {offer}
Bordeaux : ma fille me demande où est Baie-des-Cèdres. On a sorti l'atlas. On a trouvé. On vous fait coucou.
Sismologue à la retraite en Belgique : votre observatoire fait un travail remarquable de clarté ce soir. Chapeau.
I spent one summer in Cedar Bay in 1983, picking strawberries. I can still smell that harbour. Thinking of you all. {lang=en}
Abidjan suit. Courage à la baie. Ma voisine du dessous est cédroise, elle a mis la radio de chez vous dans toute la cage d'escalier.
Ma tante d'Anse-aux-Loutres vient de rappeler pour dire qu'elle me rappellera. Je n'ai jamais été aussi contente de me faire raccrocher au nez.
どの投稿も優しい。遠くから見守っています。 {lang=ja}
valpo> Un saludo desde Valparaíso, donde el suelo también tiene opiniones. Ánimo, vecinos del norte. {lang=es}
Kouraj pou nou tout nan Bè Sèd la, nou menm nou konnen sa sa ye. Nou la avèk nou. {lang=ht; key=kouraj}
Rimouski peut envoyer 12 lits et une cuisine mobile. On attend votre signal, pas de presse, pas de zèle. {offer}
from St. John's: got a container of quilts that was going to a fair. it can go to you instead. say the word {lang=en; offer}
Quelqu'un peut-il expliquer pourquoi on l'a senti à Québec et pas à Trois-Rivières? {asks; key=q_ressenti}
Le sous-sol! Argile = gelée sur l'assiette, roc = assiette. Québec a de la gelée par endroits. {re=q_ressenti; ans=q_ressenti; by=solene}
안개 속에서 서로 목소리로 찾는다는 글, 번역기로 읽고 울었어요. {lang=ko; re=maude_voix}
Winnipeg. Flat as a plate, never shaken in my life, crying at a stranger's soup. {lang=en; re=soup}
أخي في المدرسة الثانوية هناك، كتب لي: «معي خبز ساخن». شكراً للخبّاز. {lang=ar; key=hot_bread}
Une pensée d'Amatrice, en Italie. La nuit est longue, parlez-vous jusqu'au matin.
Strasbourg, et rien d'utile à dire. Juste : on est là.
"""

SHARES = """
== 19:03 21:10 fr local
On explique tout ici, sans panique, avec le lien de la ville : https://baiedescedres.example/urgence?utm_source=partage
Le formulaire marche sur un vieux cell, testé : https://baiedescedres.example/urgence
English version of the town's emergency page, share with your neighbours https://baiedescedres.example/urgence?lang=en&utm_medium=social {lang=en}
pour déclarer une cheminée : https://www.baiedescedres.example/urgence?fbclid=IwZx9qT4 (ça prend 2 minutes)
Mon grand-père l'a rempli tout seul le formulaire, 86 ans, il est fier : https://baiedescedres.example/urgence#formulaire
L'article de la radio est bon, lisez avant de partager le reste https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?utm_source=masto&utm_campaign=direct
Radio's summary, if your French is as rusty as mine the photos still help https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?si=bay {lang=en}
Ce qu'on sait, point par point, et ce qu'on sait pas, c'est rare pis c'est propre https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait
The Log's live notes are worth your battery https://cedarbaylog.example/2026/11/07/what-we-know?utm_source=bsky {lang=en}
Ewan écrit ça d'un banc qui fait face du mauvais bord : https://www.cedarbaylog.example/2026/11/07/what-we-know
Pour donner, une seule adresse, vérifiée : https://lamarmite.example/don {cause; key=don1}
La Marmite nourrit tout le monde ce soir. Si vous êtes loin et que vous cherchez quoi faire de vos mains : https://lamarmite.example/don?utm_source=loin {cause; key=don2}
Ramoneurs et bras pour lundi, inscrivez-vous, même si vous savez juste tenir une échelle : https://baiedescedres.example/benevoles {cause; key=benev1}
Gave what a dinner out costs. Best table in the province tonight. https://lamarmite.example/don?fbclid=AbQ77 {lang=en; cause; key=don3}
J'ai senti → je l'ai déclaré. La carte d'intensité se remplit, c'est beau de voir les points s'allumer : https://ose.example/ressenti
dyfi en français svp? oui : https://ose.example/ressenti?utm_source=bsky
Je suis au 103e témoignage de ma journée de sismologue. Continuez, chaque point compte : https://ose.example/ressenti {by=solene}
Carte des cheminées vérifiées, faite par deux cégépiens en une heure, mise à jour à la main : https://cartes.cegepdelabaie.example/cheminees {by=zach; key=carte}
Help for volunteers coming tomorrow: where to park, what to bring, who to ask https://baiedescedres.example/benevoles?lang=en {lang=en; cause}
"""
