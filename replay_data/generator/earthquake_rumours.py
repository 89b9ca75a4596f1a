"""Three rumours (the tide, the dam, the bridge), who corrected them, and what officials said between 18:56 and 21:45."""

__all__ = ["BRIDGE", "DAM", "DAM_CORRECTED", "OFFICIALS", "TIDE"]

TIDE = """
== 18:54 19:10 fr local
colombe> Aucune alerte au tsunami. La mer est basse parce que c'est l'heure. Si vous êtes montés sur les hauteurs, redescendez doucement, il fait froid et vous avez des voisins. {official; key=mairesse_tsu}
To everyone on Calvary Hill: no tsunami, the tide tables are posted on the wharf, I'm looking at them. {lang=en; by=ewan; key=log_tsu}
je remonte plus jamais une côte pour une marée
C'était juste la marée?? J'ai laissé un rôti au four pour une marée??
vigie> ❌ FAUX : « la mer se retire à l'Anse-aux-Loutres ». Basse mer prévue à 18 h 31, hauteur normale. Sources : table des marées, gardien du phare, sismologues. On met à jour si ça change. #SeismeBDC {key=vigie_tsu}
vigie> ❌ FALSE: "sea withdrawing at Otter Cove, tsunami coming". It is low tide, on schedule. Sources: tide table, lighthouse keeper, seismologists. #CedarBayQuake {lang=en; key=vigie_tsu_en}
19:06:50 gab_t> J'ai supprimé mon message sur la mer. C'était la marée basse, j'ai paniqué, je m'excuse. Merci à ceux qui ont vérifié avant moi. {key=tsu_sorry}
Pas de honte @gab_t, j'ai couru plus vite que toi. {re=tsu_sorry}
better a hill for nothing than nothing for a hill, my nan used to say. go easy on Gabriel. {lang=en; re=tsu_sorry}
le gardien de phare qui nous donne la marée en plein séisme, c'est le service public comme je l'aime {re=maree_ok}
津波の心配はないそうです。潮が引いているだけ。灯台の人が確認してくれました。 {lang=ja; by=haruka; key=haruka_tsu}
لا يوجد تسونامي. الماء منخفض بسبب الجزر فقط. هذا مؤكد من مرصد الزلازل. {lang=ar; by=tarek; key=tarek_tsu}
쓰나미는 없다고 합니다. 그냥 썰물이래요. {lang=ko; by=minjun}
No hay tsunami, es la marea baja. Repito para mi mamá que no me cree: NO HAY. {lang=es; by=lucia}
Pa gen tsounami. Se lanmè a ki ba, jan li ba chak jou. Desann mòn nan dousman. {lang=ht; by=wideline}
"""

DAM = """
== 18:57 19:12 fr local
18:57:40 camil> Mon beau-frère travaille dans le coin pis y dit que le BARRAGE DE L'OMBRETTE EST FISSURÉ. Si vous restez en bas de la rivière partez MAINTENANT. Partagez!!! #SeismeBDC {key=dam0; words; edit=19:14:10 ⚠️ CORRECTION : le barrage de l'Ombrette n'est PAS fissuré. Mon beau-frère a mal compris, moi j'ai pas vérifié. Inspection faite, tout est normal. Laissez ce message-ci circuler à la place de l'autre. #SeismeBDC}
18:58:10 le barrage est fissuré?? on habite à 2 km en aval là {asks; key=q_dam}
DAM CRACKED at Ombrette?? please someone official say something {lang=en; asks; key=q_dam_en}
fissure au barrage, on met les enfants dans le char, on part chez ma soeur {key=dam_part; edit=19:16 Fausse alerte pour le barrage, on est revenus. Les enfants ont eu un tour de char et deux biscuits.}
mon oncle a entendu la même chose pour le barrage, y a un gars qui a vu de l'eau {del=19:15:20}
de l'eau qui coule en bas du barrage de l'Ombrette c'est PAS NORMAL {key=dam_eau; del=19:13:05}
Va falloir évacuer Val-Ménard? Le barrage, c'est sûr ou c'est des ouï-dire? {asks; key=q_dam2}
They're saying the dam has a crack the size of a truck. WHO is saying? Does anybody know? {lang=en; asks}
on entend la rivière gronder plus fort que d'habitude ou c'est mon imagination, rapport au barrage
15 voitures à la file sur le chemin de Val-Ménard à cause du barrage, roulez pas comme des fous
je reste sur la rue d'en bas, j'ai 79 ans, pas de char. le barrage, c'est tu vrai? {asks; want; key=q_dam79}
M. Gagnon au 79 ans en bas de la rivière : je viens vous chercher, barrage ou pas barrage. {re=q_dam79; offer; key=dam79_ok}
urgent: dam at the Ombrette may be failing, get to high ground, pass it on {lang=en; key=dam_en; del=19:14:40}
vigie> ❓ NON CONFIRMÉ : « barrage de l'Ombrette fissuré ». Une seule source, de seconde main. L'exploitant fait monter une équipe. N'évacuez que si la protection civile le demande. #SeismeBDC {key=vigie_dam}
vigie> ❓ UNCONFIRMED: "Ombrette dam cracked". One second-hand source. Crew on its way up. Please don't pass it on yet. #CedarBayQuake {lang=en; key=vigie_dam_en}
Un beau-frère, c'est pas un instrument de mesure.
hydro> Une équipe de notre centrale est sur la crête du barrage de l'Ombrette en ce moment. Nous publierons ce qu'elle voit, dès qu'elle l'a vu. #SeismeBDC {official; key=hydro_dam0}
l'eau qu'on voit en bas du barrage c'est l'évacuateur, ça coule tout l'automne. j'y ai travaillé 22 ans. {ans=q_dam2; key=evac22}
Ma mère de 81 ans est rendue au motel à cause d'un beau-frère. Elle trouve ça « ben plaisant ».
j'ai partagé l'affaire du barrage trop vite, j'enlève ça. ça m'apprendra. {key=dam_sorry1}
If the dam were going we'd hear sirens. The sirens work; they test them the first Saturday. Today's the first Saturday. They tested at noon. {lang=en; key=sirens}
"""

DAM_CORRECTED = """
== 19:11 19:30 fr local
19:11:20 hydro> Barrage de l'Ombrette : AUCUNE FISSURE. Inspection visuelle de la crête et des galeries terminée à 19 h 07, 46 capteurs sur 46 normaux. L'eau visible au pied est celle de l'évacuateur, ouvert depuis octobre. Il n'y a pas lieu d'évacuer. #SeismeBDC {official; key=hydro_dam1; words}
19:11:45 hydro> Ombrette dam: NO CRACK. Crest and galleries inspected, 46 of 46 sensors normal. The water at the foot comes from the spillway, open since October. There is no need to leave. #CedarBayQuake {lang=en; official; key=hydro_dam_en}
colombe> Je l'ai demandé moi-même à l'ingénieure sur la crête, au téléphone : le barrage est sain. Rentrez chez vous si votre maison l'est aussi. {official; key=mairesse_dam}
vigie> ✅ TRANCHÉ : le barrage de l'Ombrette n'est pas fissuré. L'exploitant l'a inspecté, la mairesse l'a vérifié de vive voix. Si vous avez partagé la rumeur, partagez la réponse. #SeismeBDC {key=vigie_dam_ok}
vigie> ✅ SETTLED: no crack in the Ombrette dam. Inspected by the operator, checked by the mayor. If you shared the rumour, share the answer. #CedarBayQuake {lang=en; key=vigie_dam_ok_en}
bon le barrage est correct, moi j'suis rendu dans un champ avec mes deux chaudrons préférés {re=hydro_dam1}
46 capteurs sur 46. J'imprime ça pis je l'encadre. {re=hydro_dam1}
@camil ton beau-frère nous doit un souper {re=dam0}
He corrected it himself, top of his own post. More than most newspapers manage. Thank you @camil. {lang=en; re=dam0; key=camil_thanks}
السد سليم، لا تشققات. ارجعوا إلى بيوتكم إن كانت بيوتكم سليمة. {lang=ar; by=tarek}
ダムは大丈夫。電力会社が点検しました。確認できるまで広めない、これ大事。 {lang=ja; by=haruka}
on redescend de chez ma soeur, les enfants ont eu peur pour rien mais y ont eu du gâteau
camil> Au complet : j'ai écrit sans savoir, plusieurs sont partis dans le noir à cause de moi. Je m'excuse. Je suis à La Marmite jusqu'à minuit si ça prend des bras. {key=camil_sorry}
Viens-t'en, @camil, on a 40 kilos de carottes à éplucher pis zéro rancune. {re=camil_sorry; by=marmite; key=marmite_camil}
Moi qui suis parti en sandales, merci à la famille du rang 2 qui m'a prêté des bottes ET des bas
the river sounded just as loud last night. we were just listening tonight. {lang=en}
"""

BRIDGE = """
== 18:58 19:30 fr local
18:58:30 le pont Tancrede est tombé. photo de mon cousin {key=pont0; photo=Un pont effondré dans une rivière, en plein jour; del=19:08:40}
PONT TANCRÈDE EFFONDRÉ, évitez le secteur, y a tu du monde dessus? {key=pont1; edit=19:09:30 Le pont Tancrède est DEBOUT (fermé pour inspection). La photo que j'ai partagée venait d'ailleurs. Désolée.}
Tancrède bridge is GONE according to a photo, can anyone confirm {lang=en; asks; key=q_pont_gone}
debbie> I am literally parked at the end of the Tancrède bridge. It's right there. I'm looking at it. It's a bridge. {lang=en; ans=q_pont_gone; re=q_pont_gone; key=deb2; photo=A steel truss bridge at night in truck headlights, whole, with a traffic cone in the middle}
Votre photo du pont : en plein jour. Il est 19 h en novembre. Réfléchissons.
C'est une démolition d'il y a douze ans, une autre rivière, un autre pont. On voit même le monsieur qui applaudit. {key=pont_demol}
Mon beau-père est passé dessus y a dix minutes, il a rien remarqué, mais il remarque jamais rien
routes> Pont Tancrède : la structure est en place. Fermé dans les deux sens le temps d'une inspection, par précaution. Détour par Val-Ménard. #SeismeBDC {official; key=routes_pont; ans=q_pont}
vigie> ❌ FAUX : « pont Tancrède effondré ». La photo montre une démolition d'il y a douze ans, ailleurs. Le pont est debout, fermé pour inspection. #SeismeBDC {key=vigie_pont}
Husband just walked in the door. Took the long way by Val-Ménard. I am never letting go of this man. {lang=en; of=q_pont_en; key=husband}
fa que résumons : le barrage est bon, le pont est bon, la mer est bonne. C'est mon salon qui est effondré.
J'ai repartagé la photo du pont sans regarder l'ombre des arbres. Je suis prof de photo. Je me retire un point.
À tous les cousins de la baie : gardez vos photos
20:57 routes> Pont Tancrède : inspection terminée, aucun dommage structural. Une voie ouverte en alternance dès maintenant. Soyez patients avec la signaleuse, c'est sa soirée de congé. #SeismeBDC {official; key=routes_open}
20:59 debbie> First truck across! Honked for all of you. {lang=en; re=routes_open; key=deb3}
"""

OFFICIALS = """
== 18:57 21:50 fr local
18:56:40 ville> 🔴 Séisme à 18 h 47. Centre d'urgence municipal ouvert à la caserne. Appelez le 911 seulement si une vie est en danger. Dommages, eau, gaz : formulaire https://baiedescedres.example/urgence #SeismeBDC {official; key=ville1}
18:57:05 ville> 🔴 Earthquake at 6:47 p.m. Emergency desk open at the fire hall. 911 for life-threatening situations only. Damage, water, gas: https://baiedescedres.example/urgence?lang=en #CedarBayQuake {lang=en; official; key=ville1_en}
18:59:30 ose> Solution révisée par un analyste : magnitude 5,5 ± 0,2, à 9 km au nord-est de Baie-des-Cèdres, profondeur 18 km. Des répliques sont probables cette nuit, le plus souvent petites. {official; key=ose2; edit=19:07:40 Solution révisée par deux analystes : magnitude 5,6 ± 0,1, à 9 km au nord-est de Baie-des-Cèdres, profondeur 17 km. Des répliques sont probables cette nuit, le plus souvent petites.}
19:03:40 hopital> Quatre personnes soignées à l'urgence, toutes pour des blessures légères : chevilles, coupures, une épaule. Nos équipes suffisent pour l'instant. Merci de garder l'entrée des ambulances libre. {official; key=hopital2; ans=q_hopital}
19:08:20 solene> Pourquoi 5,4, puis 5,5, puis 5,6? Parce que chaque station qui s'ajoute précise la mesure. La terre n'a pas changé d'avis, c'est nous qui voyons mieux. {key=solene2}
19:07:30 ville> L'eau du robinet reste potable. La pression est basse rue des Mariniers et côte du Calvaire (conduite brisée, équipe sur place). Eau brune : laissez couler 5 minutes. {official; key=ville_eau; ans=q_brown}
19:13:50 ose> Répliques enregistrées depuis 18 h 47 : onze, dont trois ressenties, toutes sous 3. C'est le comportement attendu. {official; key=ose3}
19:17:10 ville> La polyvalente des Cèdres ouvre ses portes à 19 h 30 : chaleur, lits de camp, prises, soins de base. Animaux bienvenus, en laisse ou en boîte. {official; key=refuge1}
19:18:00 ville> Cedar High opens at 7:30 p.m.: heat, cots, power, first aid. Pets welcome, leashed or boxed. {lang=en; official; key=refuge1_en}
19:24:30 ose> Réplique de magnitude 4,1 à 19 h 21, même secteur, même profondeur. Attendue, désagréable, normale. {official; key=ose_rep1}
19:27:00 solene> Une réplique de 4,1 libère environ 180 fois moins d'énergie que le choc de 18 h 47. Votre ventre, lui, ne fait pas la différence, et c'est bien normal. {key=solene3}
19:36:00 hopital> Toujours quatre blessés légers, aucun grave. Une réplique a fait sursauter tout le monde sauf Mme Fortin, 101 ans, qui demande son dessert. {official; key=hopital3}
19:44:00 routes> Route du Fleuve fermée au cap (chute de pierres). Une équipe déblaiera à la clarté. Les services d'urgence passent par le rang 2. {official; key=routes_cap}
19:52:00 ville> Garderie pour les enfants des pompiers, des soignantes et des monteurs de ligne : polyvalente, local 114, demandez Isabelle. {official; key=garderie}
20:06:00 hydro> 9 800 clients sans courant, contre 14 200 à 19 h. Priorité à l'hôpital, aux résidences et à la station de pompage. #SeismeBDC {official; key=hydro_980}
20:15:00 ville> Vous avez senti le gaz? Sortez, n'allumez rien, appelez de chez le voisin. Deux fuites réparées, aucune en cours. {official; key=ville_gaz; ans=q_gaz}
20:43:30 ose> Réplique de magnitude 3,6 à 20 h 40. Elles s'espacent. Une chance sur vingt d'en avoir une plus grosse que 4,1 d'ici demain soir. {official; key=ose_rep2}
20:51:00 ville> Cheminées : ne rallumez pas avant vérification. Les ramoneurs font le tour dès 7 h demain, inscription au local 102 ou par le formulaire. {official; key=ville_chem}
21:02:00 traversier> Traversée spéciale à 21 h 30 pour une infirmière et deux techniciens vers l'île. Brume levée, mer d'huile. Retour à 23 h. {official; key=ferry_special}
21:12:00 hydro> 3 100 clients sans courant. Nos équipes travaillent toute la nuit; saluez-les si vous les croisez, elles répondent mieux au café qu'aux questions. #SeismeBDC {official; key=hydro_310}
21:26:00 ville> 212 personnes inscrites au refuge, dont 31 enfants, 9 chiens, 4 chats, 1 perroquet. {official; key=ville_212}
21:38:00 colombe> Merci. Je n'ai pas d'autre mot ce soir. Demain 9 h, point d'information à l'aréna, dans les deux langues. Couchez-vous tard ou tôt, mais couchez-vous. {official; key=mairesse_nuit}
21:40:00 colombe> Thank you. That's the only word I've got tonight. Briefing tomorrow, 9 a.m., at the arena, both languages. {lang=en; official; key=mayor_night}
21:47:00 vigie> Bilan des rumeurs de la soirée : 11 vérifiées, 7 fausses, 3 vraies, 1 dont on ne saura jamais rien (le toaster de l'Anse). Bonne nuit. #SeismeBDC {key=vigie_bilan}
"""
