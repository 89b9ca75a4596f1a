"""People looking after each other: what was asked for, what was offered, what was answered, and the town's web form."""

__all__ = ["FORM", "HELP", "QUESTIONS"]

HELP = """
== 18:56 19:21 fr local
mathis> Ma soeur est diabétique, son insuline est dans le garage et le garage ouvre pus. Baie-des-Cèdres, 9 côte du Calvaire. Quelqu'un en a? {want; key=insulin}
thuy> @mathis Oui. J'ai la même au frigo. Un voisin peut venir la chercher porte arrière de la pharmacie, je prépare la dose de dépannage. {re=insulin; ans=insulin; offer; key=insulin_a}
18:57:40 felix_p> Je suis à deux rues de la pharmacie, j'y cours. Ma belle-mère vient de me donner ses bonnes bottes, c'est dire. {re=insulin; offer; key=insulin_b}
19:06:20 mathis> L'insuline est là. Elle est arrivée en bottes de belle-mère. Ma soeur va bien. Merci, merci, merci. {re=insulin_b; key=insulin_c}
oli_m> Ascenseur, suite : Mme Thibodeau me raconte 1949. Batterie 22 %. On entend les pompiers en haut. {re=lift1; key=lift2}
Je suis technicien d'ascenseurs, à 30 minutes de route. Je pars. Ne forcez RIEN. {re=lift1; offer; key=lift_tech}
La Marmite ouvre à 19 h 15 : soupe, thé, chaises, poêle à bois vérifié. 212 rue Principale. Apportez une cuillère si vous y pensez. {offer; by=marmite; key=marmite1}
J'ai un zodiac à l'Anse-aux-Loutres, le brouillard se lève, je peux traverser à l'île si qqn en a besoin médical {offer; by=rejean; key=zodiac}
Need blankets at the Legion, about 40 people, a lot of them over 75. {lang=en; want; key=blankets}
Got 22 wool blankets from the scout troop in my van. At the Legion in five. {lang=en; re=blankets; ans=blankets; offer; key=blankets_a}
J'ai un chauffage au propane d'extérieur pis deux tables de pique-nique, je m'en viens à la Légion {offer; re=blankets}
Quelqu'un avec un 4x4 pour aller chercher deux dames au bout du 3e Rang? {want; key=q_4x4}
J'y vais, j'ai le 4x4 et la chienne pour la conversation. {re=q_4x4; ans=q_4x4; offer}
cherche un chargeur pour concentrateur d'oxygène, Anse-aux-Loutres, il reste 1 h de batterie {want; key=oxygene}
kevin> Anse, pour loxygène : jai une génératrice 3500 W, jarrive en pickup dans 10 min, sortez une rallonge {re=oxygene; ans=oxygene; offer; key=oxygene_a}
19:20:30 The oxygen machine is humming. Kevin also fixed the porch light. He won't take money. He took pie. {lang=en; of=oxygene; re=oxygene_a; key=oxygene_ok}
On a 6 chambres au gîte du Cap, pas de dommages, poêle à bois, aucune facture ce soir. Cognez. {offer; key=gite}
Besoin de monde pour vider l'eau au sous-sol de la bibliothèque, les livres jeunesse sont en bas!! {want; by=biblio; key=livres}
Douze ados du cégep en route pour les livres. On a des bottes et aucune force dans les bras mais on est nombreux. {re=livres; ans=livres; offer; by=zach; key=livres_a}
rima> Le four à bois fonctionne. Nabil pétrit. Pain gratuit pour qui a faim ou froid, à partir de 19 h 30, 5 rue du Quai. {offer; key=pain1}
rima> الفرن الحطب يعمل. خبز مجاني لكل محتاج من الساعة السابعة والنصف، 5 شارع الرصيف. أهلاً بالجميع. {lang=ar; offer; key=pain_ar}
Lait maternisé, quelqu'un? Bébé de 5 mois, épicerie fermée. {want; key=lait}
rosalie> On en a à la maternité, passez par l'entrée des livraisons et demandez Rosalie. {re=lait; ans=lait; offer; key=lait_a}
Anyone with a truck? Our neighbour's wheelchair won't fit in a Corolla. We've tried. He's laughing. He's cold. {lang=en; want; key=q_truck}
patrice> Autobus 4 a une rampe, du chauffage pis un chauffeur. Où je vous prends? {re=q_truck; ans=q_truck; offer; key=bus4}
patrice> Je fais la navette gratis : Légion, côte du Calvaire, polyvalente. Faites signe avec une lumière, je vois rien dans brume. {offer; key=bus4b}
Je cherche les cousins Hébert-Ouellet, île aux Sarcelles, quelqu'un a un contact? {asks; want; key=q_hebert}
traversier> L'équipage de l'île a fait le tour des maisons : 138 personnes sur 140 vues et saines, les deux autres sont en ville chez leur fille. {official; ans=q_ferry; key=ile_ok}
Je parle anglais, français et LSQ. Si une personne sourde a besoin d'un interprète cette nuit, écrivez-moi. {offer; key=lsq}
Mon père est tanné de s'inquiéter, il veut être utile : menuisier, 50 ans de métier, il étançonne gratuitement. Haut-Bourg. {offer; key=menuisier}
Mosquée, églises, Légion et centre de yoga : on a toutes les clés ce soir. Dites de combien de places vous avez besoin. {offer; key=cles}
il manque de piles AA a la caserne, on a 4 lampes qui servent a rien {want; key=piles}
My kid donates all the batteries from his toy box. 31 AAs and one from the dinosaur. {lang=en; re=piles; ans=piles; offer; key=dino}
quelqu'un pour traduire le formulaire de la ville en espagnol? nous sommes 18 de la serre {asks; by=lucia; key=q_formulaire}
profe> Yo lo traduzco, profe de español en el cégep. En diez minutos lo tienes. {lang=es; re=q_formulaire; ans=q_formulaire; offer}
Mme Fleurette est maintenant chez nous, avec une tisane. Si vous êtes sa nièce Carole : elle va très bien et elle gagne au 500. {re=fleurette; key=fleurette2}
Je suis Carole!!! Je pars la chercher. Laissez-la gagner. {re=fleurette2}
wideline> Nan rezidans lan tout granmoun deyò, an sekirite. Gen 52. Nou konte yo twa fwa. {lang=ht; ans=q_wideline; key=wideline_ok}
Besoin de bras pour monter 60 lits de camp à la polyvalente avant 19 h 30 {want; key=lits}
Les M11 et leurs parents s'en viennent. Avec des casques. {re=lits; ans=lits; offer; by=steeve; key=lits_a}
Je peux héberger un chat, deux chats, ou une personne allergique aux chiens {offer}
Qui a des chargeurs à manivelle, à pédale, à hamster, n'importe quoi? {asks; want; key=manivelle}
Le vélo stationnaire du gym charge un téléphone aux 20 minutes, on pédale à tour de rôle, venez jaser. {re=manivelle; ans=manivelle; offer}
CPAP : à la polyvalente il y aura des prises réservées, salle 120, demandez Sylvain. {offer; key=cpap_a}
I've got a camp stove and 14 litres of chowder. This is not a metaphor. Wharf parking lot. {lang=en; offer; key=chowder}
fromage> Les meules abîmées ne se vendent plus mais elles se mangent très bien. 40 kilos déposés à La Marmite. {offer; re=meules1; key=meules2}
Quincaillerie Tanguay : prenez bâches, piles et ruban, on marque votre nom sur un carton, vous paierez quand il fera jour. {offer; key=quinc}
Un chien gris sans collier s'est installé dans mon char. Poli. Je le garde au chaud. Rue des Goélands. {key=chien_gris; photo=Un grand chien gris assis côté passager, ceinture attachée}
"""

QUESTIONS = """
== 18:58 20:30 fr local
Est-ce qu'on peut rentrer dans la maison si y a juste des craques dans le gypse? {asks; key=q_gypse}
Ingénieur en bâtiment ici : gypse fissuré, portes qui ferment encore, pas d'odeur : vous pouvez rentrer. Portes coincées, mur qui bombe, cheminée croche : dehors. {re=q_gypse; ans=q_gypse; key=inge}
quelle heure exactement le séisme? mon four dit 18 h 46 mon micro-ondes dit 18 h 49 pis y se parlent pus {asks; key=q_heure}
18 h 47 min 12 s. Donne raison au micro-ondes, il est plus près de l'appareil photo. {re=q_heure; ans=q_heure; by=solene}
Are pets allowed at the high school shelter? {lang=en; asks; key=q_pets}
Yes! Leashed or boxed, says the town. There's already a parrot giving the marine forecast. {lang=en; re=q_pets; ans=q_pets; key=pets_a}
la toilette est-ce qu'on peut la flusher quand ya pu d'eau {asks; key=q_flush}
Oui, avec un seau versé d'un coup dans la cuvette. Signé : une fille de rang. {re=q_flush; ans=q_flush}
Les cours du cégep lundi, y en a-tu? {asks; key=q_cegep}
personne le sait encore. arrête d'espérer ton intra de chimie {re=q_cegep; by=zach}
Y a-t-il un endroit calme pour un enfant autiste? Le refuge va être bruyant et il a oublié ses coquilles. {asks; want; key=q_calme}
Oui : local 207 de la polyvalente, lumière douce, une éducatrice, des coquilles neuves. Passez par la porte C, pas de file. {re=q_calme; ans=q_calme; by=isabelle; offer; key=calme_a}
what does "aftershock" even mean for tonight, should I sleep in my clothes? {lang=en; asks; key=q_sleep}
Sleep in your clothes if it helps you sleep. Shoes and a flashlight by the bed, nothing heavy above your head. You'll likely feel one or two more. {lang=en; re=q_sleep; ans=q_sleep; by=solene}
Le chauffe-eau penche, je ferme quoi en premier? {asks; key=q_chauffe}
Le disjoncteur, PUIS l'eau froide en haut du réservoir. Et recule-toi. (plombière) {re=q_chauffe; ans=q_chauffe}
À quelle heure ouvre le refuge exactement? Mon père marche lentement. {asks; key=q_refuge}
19 h 30, mais ils le laisseront entrer avant. Autobus 4 peut le prendre, côté rampe. {re=q_refuge; ans=q_refuge; by=patrice}
mon petit me demande si c'est de sa faute parce qu'il a sauté sur le lit. je lui dis quoi? {asks; key=q_lit}
Dis-lui que la sismologue a vérifié : les lits ne sont pas branchés sur la terre. Il peut sauter demain. {re=q_lit; ans=q_lit; by=solene; key=lit_a}
Does the tap water need boiling? {lang=en; asks; key=q_boil}
No boil notice. Town says drinkable, run it five minutes if it's brown. {lang=en; re=q_boil; ans=q_boil; by=ewan}
le concert du chœur est-il reporté? (priorités) {asks; key=q_concert}
choeur> Reporté, oui. Annulé, jamais. Tendez l'oreille vers 20 h dans le stationnement. {re=q_concert; ans=q_concert; key=choeur2}
Quelqu'un connaît le modèle de la valve à gaz des vieux poêles Bélanger-Frères? Le levier, c'est fermé debout ou couché? {asks; key=q_valve}
En travers du tuyau = fermé. Comme une barrière. {re=q_valve; ans=q_valve}
est-ce que les oiseaux de mer vont revenir? le quai est vide, c'est bizarre {asks; key=q_oiseaux}
Il fait nuit, madame, ils dorment. Mais au phare j'en ai quatre-vingts sur la galerie qui me regardent de travers. {re=q_oiseaux; ans=q_oiseaux; by=ovide}
Where can I drop off diapers and wipes? {lang=en; asks; key=q_diapers}
Polyvalente, door A, the table with the big green teddy bear. Thank you! {lang=en; re=q_diapers; ans=q_diapers}
On fait quoi avec un congélateur plein d'orignal qui dégèle? {asks; key=q_orignal}
marmite> On fait un ragoût. Amène-le. Je suis très sérieuse. {re=q_orignal; ans=q_orignal; offer; key=orignal_a}
避難所はどこですか。ホストファミリーの電話がつながりません。 {lang=ja; asks; key=q_ja}
haruka> 大きい高校(polyvalente)です。ゴエラン通りの角で待っています。一緒に行きましょう。 {lang=ja; re=q_ja; ans=q_ja; key=ja_a}
Le bureau de poste a-t-il tenu? J'attends un colis. Oui, je sais. {asks; key=q_colis}
Il a tenu. Ton colis est une lampe de poche, j'imagine? {re=q_colis; ans=q_colis}
השם של אחותי נועה, מעונות הקולג׳. מישהו ראה אותה? {lang=he; asks; want; re=q_he; of=q_he; key=q_noa}
Noa est avec nous à la bibliothèque, elle passe des livres mouillés à la chaîne. Elle dit : « tell him I'm fine and I'm soaked ». {re=q_noa; ans=q_noa; by=zach; key=noa_ok}
תודה!! תגידו לה להתקשר לאמא. {lang=he; of=q_he; re=noa_ok}
aming> 宿舍大家都没事,正在操场上喝热汤。别担心。 {lang=zh; re=q_zh; ans=q_zh; key=zh_ok}
minjun> 살아 있어! 담요 두르고 수프 먹는 중. 엄마한테도 말해 줘. {lang=ko; re=seoul; ans=seoul}
lucia> Estoy bien, ma. Apaga la veladora que luego se te olvida. {lang=es; re=puebla; ans=puebla; key=veladora}
rima> نحن بخير كلنا، والخبز في الفرن. لا تقلقوا علينا. {lang=ar; re=q_rima; ans=q_rima}
Haut-Bourg : tes parents sont assis sur notre galerie, ta mère tient mon bébé, ton père critique ma galerie. Tout va bien. {re=q_parents; ans=q_parents; key=parents_ok}
Ton grand-père à Val-Ménard est en train de battre tout le monde aux dards au centre communautaire. Il a fermé son cell « pour économiser ». {re=q_gp; ans=q_gp}
Mireille va bien, elle coiffe du monde à la chandelle pour passer le temps. {re=q_mireille; ans=q_mireille}
lost my hearing aids somewhere on Main Street between the drugstore and the church, tiny beige things {lang=en; want; asks; key=q_hearing}
à quel étage dort-on le mieux après ça? question sérieuse {asks; key=q_etage}
Le char. {re=q_etage; key=char}
edgar> ¿dónde hay wifi? quiero avisar a mi familia en Guatemala {lang=es; asks; key=q_wifi}
En la biblioteca, la señal sale por la ventana. La clave es «dewey». {lang=es; re=q_wifi; ans=q_wifi; by=lucia}
"""

FORM = """
== 18:59 21:55 fr form
Cheminée tombée dans l'entrée, personne dessous. 18 rue des Goélands.
Fuite d'eau visible au milieu de la rue, ça bouillonne. Côte du Calvaire, devant le 31. {want}
Odeur de gaz au sous-sol, nous sommes sortis, six personnes. 7 rue Principale. {want}
Mur de soutènement penché vers le trottoir, 102 chemin du Phare.
Porte d'entrée coincée, dame de 88 ans à l'intérieur, calme, répond par la fenêtre. 3e Rang, maison blanche. {want}
Elevator out, fourth floor, two residents with walkers cannot come down. Mariners' Residence. {lang=en; want}
Vitrine éclatée, verre sur tout le trottoir, balayé par nous-mêmes. 55 rue Principale.
Poteau électrique incliné sur la corde à linge du voisin. 12 rue du Moulin.
Besoin d'un transport pour dialyse demain 7 h, Anse-aux-Loutres. Merci. {want; asks}
Le ponceau du rang 2 a une fente d'un pied de large, on a mis une chaise orange dessus.
Chauffage coupé, bébé de 2 mois, nous pouvons nous déplacer si vous nous dites où. 40 rue du Quai. {want; asks}
Two trees across the lane, chainsaw available, need someone who knows how. Heron Lane 9. {lang=en; want}
Nous offrons trois lits et un sofa, maison de plain-pied, fosse septique intacte. 71 route du Fleuve. {offer}
Le clocheton de l'école du village a tourné d'un quart de tour. Il pointe maintenant vers la pâtisserie.
Eau brune rue des Mariniers, immeuble de 16 logements.
Tank à mazout renversée, on a mis de la litière à chat, ça tient. 8 côte du Calvaire. {want}
Génératrice 5 kW à prêter, je la livre. Val-Ménard. {offer}
Alarme d'incendie qui ne veut plus se taire au centre récréatif, pas de feu.
Mon voisin M. Lebel ne répond pas à la porte, sa lumière était allumée avant. 23 rue des Pins. {want}
Suite à mon signalement : M. Lebel était au bowling. Il va bien. Il a fait 181.
Smell of propane behind number 14 has gone, thank you to the two firefighters. {lang=en}
Aqueduc : pression nulle depuis 19 h 05, 6 maisons, rang Saint-Paul.
Fissure en escalier dans la fondation, je peux y passer un crayon, pas deux. 19 rue des Pins.
Plafond suspendu tombé dans la classe de 3e année, personne, école fermée le samedi.
Je suis électricienne, carte de compagnon, disponible toute la nuit. Faubourg Sainte-Anne. {offer}
Le quai flottant de la marina est parti à la dérive avec deux kayaks et un héron. {want}
Ma mère a besoin de ses pilules pour le coeur, restées dans la maison barrée. 5 impasse du Ruisseau. {want}
Les pilules ont été récupérées par un pompier. Il a aussi nourri le poisson.
Statue du parc par terre, pas de bras cassé de plus qu'avant.
Ice machine fell through the floor of the fish plant, nobody near, please tell Bérénice. {lang=en}
Sous-sol inondé, la pompe marche mais pas l'électricité. 27 rue du Moulin. {want}
Nous sommes une famille de cinq dans une auto, stationnement de l'aréna, pouvons-nous aller au refuge avec un lapin? {asks; want}
Le lapin a été admis. Merci.
Pierre tombale renversée au cimetière, celle de mon grand-père; rien ne presse, il a l'éternité.
Barrière du passage à niveau restée baissée, aucun train depuis 1994.
Besoin d'une échelle pour fermer une lucarne avant la pluie de demain. 66 rue des Goélands. {want}
Échelle de 24 pieds à prêter, avec un gendre. 64 rue des Goélands. {offer}
Dépôt de sel effondré au garage municipal, la charrue est derrière.
Clôture tombée, douze moutons en promenade vers le terrain de balle. {want}
Moutons rentrés, onze sur douze, le dernier aime le baseball.
La sirène de la caserne sonne en continu chez nous aux deux minutes, est-ce normal? {asks}
Crack in the retaining wall by the boat ramp, about 4 metres long, widening slowly. {lang=en; want}
Pharmacie : comptoir arrière à découvert, on a mis une bâche, merci de surveiller.
Le pilier gauche du portique de l'ancien magasin général s'est déplacé de 5 cm, ruban posé.
Chambre disponible pour une famille avec un enfant qui a peur du noir, on a une veilleuse baleine. 14 rue des Mariniers. {offer}
Déversement de lait, 400 litres, ferme du 3e Rang, citerne fendue, ça s'en va au fossé.
Toiture de la serre numéro 2 brisée, 18 travailleurs logés ailleurs dès ce soir, merci à la paroisse.
Au 2e étage du 33 Principale, un balcon tient par la peinture.
Demande d'inspection pour demain, garderie Les Petits Garrots, 44 enfants inscrits lundi. {asks}
Light pole leaning on the library roof, wires dead, kids moved back. {lang=en; want}
Disparu : la boîte aux lettres rouge au coin du chemin du Phare. Elle a peut-être roulé.
Deux personnes âgées veulent rentrer dormir, qui peut jeter un oeil à leur cheminée ce soir? 90 rue du Quai. {want; asks}
Cheminée du 90 rue du Quai vérifiée par le ramoneur d'en face : droite comme un i.
Nous avons recueilli le héron.
Ligne téléphonique fixe revenue à l'île, 21 h 10, premier appel : une recette.
Besoin de gants de travail, tailles petites, équipe de jeunes à la bibliothèque. {want}
La boîte aux lettres rouge a été retrouvée dans la talle de sapins, courrier au sec.
Escalier extérieur décroché, nous passons par le balcon de madame Roy, qui nous sert un café à chaque fois. 16 rue du Moulin.
Tap water clear again on Heron Lane as of 9:40 p.m. Thank you, whoever you are, under the street. {lang=en}
Rien à signaler. Je voulais juste dire merci à la personne qui lit tout ça.
"""
