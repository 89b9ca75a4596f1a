"""An ordinary Saturday: what people of Cedar Bay say before anything happens (15:00 to 18:47).

The texts are written in the small script language of `earthquake_script`: one post a line,
`HH:MM[:SS] author> text {options}`.
"""

__all__ = ["QUIET"]

QUIET = """
== 15:00 18:47 fr local
15:01:20 marche> Dernier marché de la saison, jusqu'à 17 h sur le Vieux-Quai 🍎 Les courges sont à 3 $ pièce, les blagues de Conrad sont gratuites et elles le valent bien. #BaieDesCedres {key=marche1; photo=Un étal de courges orange et vertes sous une bâche, le fleuve gris derrière}
15:06:41 maude> Brume à couper au couteau sur la pointe. J'entends le quai, je ne le vois plus. #BaieDesCedres {key=brume1}
15:13:05 doris> Fog's in. Forty years in this house and I still put the kettle on when the horn starts. #CedarBay {lang=en; key=doris_fog}
15:17:38 choeur> Ce soir 19 h 30, église de Saint-Elzéar-sur-Mer : le Chœur des Marées chante Fauré, trois berceuses innues et une chanson à répondre qu'on ne répétera pas devant vos enfants. Entrée libre, chauffage incertain. #BaieDesCedres {key=concert; photo=Affiche dessinée à la main : une baleine qui tient un diapason}
15:22:50 berenice> Il reste de l'anguille fumée et une demi-caisse de bourgots. Je ferme à 16 h 30 ou quand y en aura pu. #BaieDesCedres
15:29:14 traversier> Traversée de 16 h vers l'île aux Sarcelles : maintenue malgré la brume. Prévoyez 20 minutes de plus et une petite laine. #BaieDesCedres {official; key=ferry16}
15:34:02 steeve> Mes M11 viennent de perdre 7 à 1. Le but, par contre : une pièce d'anthologie, déviation sur le casque de notre propre arbitre. Match 2 à 18 h à l'aréna, venez! #BaieDesCedres
15:40:33 rima> Fournée de 16 h : manakish au zaatar et, à la demande générale d'un seul client très insistant, des pets-de-sœur. #BaieDesCedres
15:44:51 haruka> 今日は市場でりんごを買いました。おばあさんが二つおまけしてくれました。霧がきれいです。 #BaieDesCedres {lang=ja; key=haruka_apple; photo=木のベンチの上の赤いりんご七つ、うしろに白い霧}
15:52:19 musee> Inventaire annuel terminé! Nous avons officiellement 312 bateaux en bouteille, dont un sans bateau (on cherche encore). #BaieDesCedres {key=musee312}
15:58:07 isabelle> Question existentielle du samedi : est-ce que quelqu'un a vu une mitaine rouge, main gauche, taille six ans, quelque part entre le marché et la bibliothèque? #BaieDesCedres {asks; key=q_mitaine}
16:03:44 biblio> @isabelle Elle est au comptoir du prêt, sur la tête du buste du curé Ménard. On ferme à 17 h. #BaieDesCedres {re=q_mitaine; ans=q_mitaine}
16:09:30 kevin> qqn sait si la rampe de mise à l'eau est dégelée coté Anse-aux-Loutres? jveux sortir mon bateau demain #BaieDesCedres {asks; key=q_rampe}
16:12:12 gordon> Sunset somewhere behind all this soup. Repeater's clear, though: had a nice chat with a fellow in the Azores about tomatoes. #CedarBay {lang=en}
16:17:55 ovide> Visibilité 150 mètres au phare de Cap-Doré. La corne tourne depuis midi. Je porte des bouchons et je parle fort aux goélands. #BaieDesCedres {key=phare_brume}
16:21:08 rejean> @kevin la rampe est correcte, un peu de frasil su'l bord, prends tes bottes. #BaieDesCedres {re=q_rampe; ans=q_rampe}
16:28:40 lucia> Último sábado en el invernadero antes de volver a Puebla. Me llevo semillas de calabaza y un gorro de lana que pesa más que mi maleta. #BaieDesCedres {lang=es}
16:35:16 ginette> Maurice (le perroquet) a appris un nouveau mot. Je ne l'écrirai pas ici. Merci au livreur de mazout. #BaieDesCedres {key=maurice0}
16:41:27 zach> révisions de chimie au cégep un samedi. le seul bruit c'est la corne de brume, genre toutes les 30 secondes, comme un métronome pour baleines #BaieDesCedres
16:47:03 lorraine> J'ai rentré mes ruches côté sud du hangar pour l'hiver. Elles bourdonnaient drôle aujourd'hui, toutes en boule. Le froid qui s'en vient, sûrement. #BaieDesCedres {key=ruches}
16:55:59 marche> C'est un au revoir! Invendus de carottes pour La Marmite, comme chaque semaine. À mai prochain, gardez-nous vos pots. #BaieDesCedres
17:02:34 marmite> Merci au marché : 40 kilos de carottes! Lundi, potage. Mardi, potage. Mercredi, on en reparle. #BaieDesCedres {key=carottes}
17:08:48 colombe> Rappel amical de votre mairesse : conseil municipal mardi 19 h 30. À l'ordre du jour : le stationnement du quai. Apportez un lunch. #BaieDesCedres
17:15:20 minjun> 안개 때문에 표본 채집은 내일로 미뤘다. 대신 실험실에서 다시마 국물 실험 중. 맛있는 과학. #BaieDesCedres {lang=ko}
17:19:41 tarek> الضباب اليوم كثيف جداً، حتى النورس صار يمشي على قدميه. #BaieDesCedres {lang=ar}
17:26:13 ewan> Slow news day at the Log. I have 400 words on whether the new bench on the wharf faces the wrong way. (It does.) #CedarBay {lang=en}
17:33:02 fromage> Ce soir on retourne 180 meules dans la cave. Chaque samedi je me dis que je devrais vendre des chandelles. #BaieDesCedres {key=meules0}
17:38:29 animani> Kuei! Le camion descend de Mashku-Nipi avec ma grand-mère et ses amies pour le concert. Elles ont chanté tout le long, même dans la côte. #BaieDesCedres {key=kukum0}
17:46:50 wideline> Jounen mwen fini nan rezidans lan. Granmoun yo vle tande mizik aswè a, m ap ouvri fenèt la pou yo. #BaieDesCedres {lang=ht}
17:52:37 traversier> Dernière traversée de 18 h 15 ANNULÉE, brume trop épaisse à l'île. Reprise demain 7 h 30. Désolés pour les deux cyclistes. #BaieDesCedres {official; key=ferry_cancel}
17:59:10 felix_p> Souper chez ma belle-mère. Elle a sorti LES assiettes. Priez pour moi. #BaieDesCedres {key=assiettes}
18:04:46 steeve> 2-0 pour nous après une!! C'est qui le patron. (Personne. Ils ont 10 ans. Mais quand même.) #BaieDesCedres
18:11:31 rosalie> Nuit à la maternité de Sainte-Anne. Deux mamans, un biscuit aux dattes, silence complet. J'aime ces soirs-là. #BaieDesCedres {key=mater0}
18:16:22 oli_m> quelqu'un au Mariniers sait pourquoi l'ascenseur fait ce bruit-là depuis jeudi #BaieDesCedres {asks; key=q_lift0}
18:22:58 gab_t> Marée ben basse à l'Anse, on marche jusqu'à la grosse roche. Vu trois garrots et un toaster. #BaieDesCedres {key=maree0; photo=Une grève découverte à marée basse, varech brun et un grille-pain rouillé}
18:27:15 doris> Bridge night at the Legion. Marjorie is cheating again and we all love her too much to say. #CedarBay {lang=en}
18:31:40 cafe> Soirée d'impro au Café du Quai à 19 h. Thème tiré hier dans le chapeau : « Ça va brasser ». On vous attend! #BaieDesCedres {key=impro}
18:35:04 lea_b> Biscotte a mangé une mitaine rouge. Main gauche. J'espère que ce n'est pas celle de personne. #BaieDesCedres {key=biscotte0; photo=Un beagle aux longues oreilles, l'air absolument innocent, un bout de laine rouge au coin de la gueule}
18:39:27 choeur> Générale en cours, 34 choristes et 11 manteaux sur le dos. Les portes ouvrent à 19 h. #BaieDesCedres {key=generale}
18:42:50 patrice> Autobus 4 à l'heure, à vide, avec la radio. Bonne soirée la baie. #BaieDesCedres
18:44:55 maude> drôle, le chien du voisin jappe après le fleuve depuis dix minutes #BaieDesCedres {key=jappe}
"""
