"""Texts that travel: the safety message that eighty people copy, its worn-down versions, and the spam that rides along."""

__all__ = [
    "ARCHIVE",
    "EDITS",
    "GONE",
    "LINK_SHARES",
    "NEAR_SAFETY",
    "QUOTES",
    "SAFETY",
    "SAFETY_DRESS",
    "SPAM",
    "SPAM_CRYPTO",
    "SPAM_NAMES",
]

SAFETY = (
    "⚠️ Après un séisme : textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le "
    "sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque) et allez cogner chez vos voisins âgés. "
    "Copiez, collez, faites passer."
)
"""Written once by a nurse at 18:59:50; copied word for word by eighty others."""

SAFETY_DRESS = [
    "{text}",
    "{text} {tag}",
    "{text} {tag} #BaieDesCedres",
    "RT {author}: {text} {tag}",
    "{text} 🙏 {tag}",
    "{text}\n\n{tag}",
    "{upper} {tag}",
    "{author} {text} {tag}",
    "{plain} {tag}",
    "{text} https://baiedescedres.example/urgence {tag}",
]
"""How people dress a text that they copy: none of this changes its words."""

NEAR_SAFETY = [
    "Après un séisme : textez au lieu d'appeler, gardez vos souliers près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque) et allez cogner chez les voisins âgés.",
    "Important ⚠️ Après un séisme : textez au lieu d'appeler, gardez des souliers près du lit, ne fermez pas le gaz sauf si vous le sentez, attendez-vous à des répliques et allez cogner chez vos voisins âgés. Copiez, collez.",
    "après un séisme textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le sentez, attendez vous à des répliques (table, genoux, mains sur la nuque) et allez cogner chez vos voisins agés svp merci",
    "⚠️ Après un tremblement de terre : textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque) et allez voir vos voisins âgés. Copiez, collez, faites passer!",
    "De ma cousine infirmière : après un séisme, textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque) et allez cogner chez vos voisins âgés.",
    "⚠️ Après un séisme : textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque) et allez cogner chez vos voisi…",
    "Après un séisme : textez au lieu d'appeler, gardez des souliers et une lampe près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque), allez cogner chez vos voisins âgés et apportez de la soupe. Faites passer.",
    "⚠️ Après un séisme : textez au lieu d'appeler, gardez des souliers près du lit, ne fermez le gaz que si vous le sentez, attendez-vous à des répliques (table, genoux, mains sur la nuque), allez cogner chez vos voisins âgés, pis lâchez pas. Copiez, collez, faites passer.",
]

SPAM = (
    "🔥 SHOCKING drone video of the quake, they don't want you to see this 👉 {url} 🔥 watch before it's deleted {tag}"
)
"""One template, many accounts; only the number in the address changes."""

SPAM_CRYPTO = "Official relief token for the victims, double your donation in 10 min 💎 send to wallet {n} now {tag}"

SPAM_NAMES = [
    "Trending Now", "viral clips hub", "QuakeCam LIVE", "Jessica ❤ follow back", "Daily Shock", "BreakingAlertz",
    "top videos 4k", "drone_world_88", "Free Streams", "WatchItNow", "Katy follow4follow", "NewsBlast24",
    "hot clips", "Clip King", "luckyday7", "vid vault", "SkyEye Footage", "WOW Moments", "instant news pro", "trend rocket",
    "viral aunt", "xx_clips_xx",
]  # fmt: skip

QUOTES = [
    "hydro_dam1", "vigie_dam_ok", "vigie_tsu", "ville1", "refuge1", "haruka3", "choir_en", "maree_ok", "pain1",
    "biscotte1", "marmite1", "ose1", "bebe1", "musee3",
]  # fmt: skip
"""Posts that others quote without a word of their own."""

LINK_SHARES = [
    (
        "19:17:20",
        "nadia",
        "fr",
        "Séisme : ce que l'on sait, ce que l'on ignore https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait #SeismeBDC",
    ),
    (
        "19:18:40",
        "",
        "fr",
        "Ce que l'on sait, ce que l'on ignore du séisme (Radio Cap-Doré) https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?fbclid=IwAR2xk #SeismeBDC",
    ),
    (
        "19:20:05",
        "",
        "fr",
        "À lire : séisme, ce que l'on sait et ce que l'on ignore https://www.radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?utm_source=bsky #SeismeBDC",
    ),
    (
        "19:22:50",
        "",
        "fr",
        "séisme ce que l'on sait ce que l'on ignore via radio cap-doré https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?si=9f2 #seismebdc",
    ),
    (
        "19:26:30",
        "",
        "fr",
        "Séisme : ce que l'on sait, ce que l'on ignore encore https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait?utm_medium=social&utm_source=partage #SeismeBDC",
    ),
    (
        "19:34:15",
        "",
        "fr",
        "[Radio Cap-Doré] Séisme : ce que l'on sait, ce que l'on ignore https://radio-cap-dore.example/nouvelles/seisme-5-6-ce-que-lon-sait#commentaires #SeismeBDC",
    ),
    (
        "19:20:40",
        "ewan",
        "en",
        "What we know, what we don't, and who says so https://cedarbaylog.example/2026/11/07/what-we-know #CedarBayQuake",
    ),
    (
        "19:25:10",
        "",
        "en",
        "What we know, what we don't, who says so (Cedar Bay Log) https://cedarbaylog.example/2026/11/07/what-we-know?utm_source=bsky&utm_campaign=live #CedarBayQuake",
    ),
    (
        "19:29:45",
        "",
        "en",
        "Read this: what we know, what we don't, and who says so https://www.cedarbaylog.example/2026/11/07/what-we-know?fbclid=Zq81 #CedarBayQuake",
    ),
    (
        "19:43:30",
        "",
        "en",
        "The Log: what we know, what we don't and who says so https://cedarbaylog.example/2026/11/07/what-we-know?si=log #CedarBay #CedarBayQuake",
    ),
]
"""One article, many addresses, nearly the same words: local time, author (or anybody), language, text."""

ARCHIVE = [
    (
        "2019-10-26T14:20:00Z",
        "Octobre 2019 : la citrouille gagnante du marché, 212 kilos, transportée en brouette par trois ministres du culte. #BaieDesCedres",
    ),
    (
        "2017-07-01T21:05:00Z",
        "Été 2017 : premier voyage du nouveau traversier, fanfare à bord, trompette par-dessus bord (repêchée). #BaieDesCedres",
    ),
    (
        "2021-01-16T09:40:00Z",
        "Janvier 2021 : le quai pris dans les glaces, et monsieur Cyr au phare qui salue avec son fanal. #BaieDesCedres",
    ),
    (
        "2015-11-11T16:00:00Z",
        "Novembre 2015 : la Légion repeint son plafond de 1974. Le rouleau, lui, datait de 1971. #BaieDesCedres",
    ),
    (
        "2024-05-18T13:30:00Z",
        "Mai 2024 : ouverture de la boulangerie Yasmine. Nabil a pleuré dans la farine, il le nie encore. #BaieDesCedres",
    ),
    (
        "2009-08-19T22:49:00Z",
        "Août 2009 : retrouvé au grenier le carnet de mon oncle. Page 12 : « 1979, petite secousse, chien fâché, marée normale ». #BaieDesCedres",
    ),
]
"""An old blog that is being imported just then: claimed times years before they arrive."""

GONE = [
    ("18:49:40", "fr", "test test ça marche tu"),
    ("18:51:35", "en", "wrong account sorry ignore"),
    ("18:58:20", "fr", "y paraît que c'est un 8 qqn m'a dit un 8"),
    ("19:05:10", "fr", "photo floue je la remets"),
    ("19:21:58", "en", "pocket post, the shaking did that"),
]
"""Deleted at once: the deletion is received before the post."""

EDITS = [
    ("le lustre se balance encore", 95, " (édit : il a arrêté. Ah non.)"),
    ("we're fine. dog is fine.", 610, " edit: found the gravy boat, intact, smug"),
    ("on a compté jusqu'à 18", 70, " (édit : ma fille dit 19)"),
    (
        "Chez nous la porte d'entrée",
        840,
        " Édit : mon beau-frère l'a ouverte d'un coup d'épaule. Il va en parler à Noël.",
    ),
    ("la cheminée du voisin est", 260, " (édit : on m'informe qu'il reste un bout chez l'autre autre voisin)"),
    ("Mon chum dit que c'était un 7", 1150, " MÀJ : c'est un 5,6. Mon chum maintient."),
    ("moi c'est les 2 poissons", 400, " Édit : ils s'appellent Chaudron et Chaudron maintenant."),
    ("on est 14 autour du char", 520, " (édit : 22. Denis fait payer en beignes)"),
    ("Nos deux chats se sont", 560, " MÀJ : c'est fini. Ça a duré neuf minutes."),
    ("Quarante pots de marinades", 130, " Édit : 41. J'en ai retrouvé un. Il est tombé pendant que j'écrivais."),
    ("plus d'eau chaude plus d'eau", 3300, " Édit : revenue, brune, puis claire."),
    (
        "toute mon épicerie à terre",
        700,
        " (édit : explication reçue, ils étaient dans l'évier. Mon fils. Sans commentaire.)",
    ),
    ("Mon char a l'alarme", 380, " ÉDIT : arrêtée. Merci au monsieur avec la pince et l'air blasé."),
    ("No one hurt at the boatyard", 240, " edit: three hulls. The third one waited for me to finish counting."),
    ("Felt it in the bakery line", 330, " edit: it's been pointed out that I also stayed in line. Correct."),
    ("La cave à vin du resto", 290, " Édit : 7. Le sommelier s'est assis dessus."),
    ("ma grand-mère a pris sa sacoche", 180, " (édit : et le beurrier. Elle veut que je le dise.)"),
    ("Every single jar of pickled", 450, " Edit: Aunt Joan liked them. Sorry, Aunt Joan."),
    ("Mon poêle à bois est vérifié", 1900, " MÀJ : complet pour dormir, encore de la place pour manger."),
    ("le plafond du refuge est", 300, " (édit : c'est la concierge, elle dit que c'est voulu depuis 2019)"),
    (
        "le courant est revenu sur la pointe",
        480,
        " Édit : reparti. Édit 2 : revenu. On applaudit moins fort, on est prudents.",
    ),
    ("Somebody's grandmother is", 350, " edit: her name is Philomène and she has now organized a detour."),
    ("La mairesse vient de passer", 420, " (édit : elle a aussi oublié sa tablette, si quelqu'un la croise)"),
    ("my mug of tea did not spill", 200, " edit: spilled it showing my husband how it didn't spill"),
]
"""How a text begins, seconds until its author edits it, and what is added."""
