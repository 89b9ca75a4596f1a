"""What is folded, why, and what is not."""

import pytest

from livefeed.engine.limits import Limits
from livefeed.model.post import Counts, Profile, Span
from tests.making import DAY, MINUTE, NOON, SECOND, WORDS, Run, make_post


def test_the_same_post_over_two_streams_is_one_entry_without_copies():
    """A federated post that two servers bring is the same post."""
    run = Run()
    run.put(make_post(aliases=("mastodon:a.example:1",)), stream="mastodon:a.example")
    run.put(make_post(aliases=("mastodon:b.example:9",)), stream="mastodon:b.example")

    assert run.only.copy_count == 0
    assert len(run.changes) == 1


def test_a_deletion_under_any_alias_finds_the_post():
    """Each server deletes under its own number."""
    run = Run()
    run.put(make_post(aliases=("mastodon:a.example:1",)), stream="mastodon:a.example")
    run.put(make_post(aliases=("mastodon:b.example:9",)), stream="mastodon:b.example")
    run.delete("mastodon:b.example:9")

    assert run.entries == {}


def test_a_boost_is_a_copy_and_a_share():
    """A boost of a post that is shown needs no hashtag of its own."""
    run = Run()
    run.put(make_post())
    run.put(make_post("boost", "", by="omar", boost_of="https://a.example/1", created_at=NOON + MINUTE))

    assert [(copy.author, copy.why) for copy in run.only.copies] == [("@omar@mastodon.example", "boost")]
    assert run.only.shares == 1


def test_a_boost_of_what_is_not_shown_is_ignored():
    """We do not show what nobody matched."""
    run = Run()
    step = run.put(make_post("boost", "", boost_of="https://elsewhere.example/1"))

    assert step.outcome == "unmatched"
    assert run.entries == {}


@pytest.mark.parametrize(
    "text",
    ["#demo", "👀 #demo", "RE: https://a.example/1 #demo", "nevent1qq…8x9k #demo", "@zoe https://a.example/1 #demo"],
)
def test_a_quote_without_words_is_a_copy(text):
    """A quote that says nothing but what it quotes passes that on."""
    run = Run()
    run.put(make_post())
    run.put(make_post("quote", text, by="omar", quote_of="https://a.example/1"))

    assert [copy.why for copy in run.only.copies] == ["quote"]


def test_a_quote_with_words_stands_by_itself():
    """Who adds words says something."""
    run = Run()
    run.put(make_post())
    run.put(make_post("quote", "So true #demo", by="omar", quote_of="https://a.example/1"))

    assert len(run.entries) == 2


@pytest.mark.parametrize(
    "copied",
    [
        f"{WORDS} #demo",
        f"{WORDS.upper()}!!! #demo #autre",
        f"{WORDS} https://short.example/x #demo",
        f"@omar {WORDS} #demo",
        "Le cafe\u0301 solidaire ouvre ses portes a\u0300 midi #demo",
        f"{WORDS} ☕️ #demo",
    ],
)
def test_words_copied_by_somebody_else_fold(copied):
    """What copying changes does not matter."""
    run = Run()
    run.put(make_post())
    run.put(make_post("copy", copied, by="omar", created_at=NOON + MINUTE))

    assert [copy.why for copy in run.only.copies] == ["text"]


@pytest.mark.parametrize(
    "other",
    ["Le café solidaire ouvre ses portes à minuit #demo", "Le café solidaire 2 ouvre ses portes à midi #demo"],
)
def test_other_words_or_numbers_do_not_fold(other):
    """Exact means exact."""
    run = Run()
    run.put(make_post())
    run.put(make_post("other", other, by="omar"))

    assert len(run.entries) == 2


@pytest.mark.parametrize(
    "copied",
    [f"RT @zoe: {WORDS} #demo", "MT @zoe Le café solidaire ouvre ses por… #demo", f"{WORDS} (via @zoe) #demo"],
)
def test_words_passed_on_with_a_credit_are_a_repost(copied):
    """Whole or cut off."""
    run = Run()
    run.put(make_post())
    run.put(make_post("copy", copied, by="omar", created_at=NOON + MINUTE))

    assert [copy.why for copy in run.only.copies] == ["repost"]


def test_what_is_whole_takes_in_what_was_cut_off():
    """Whichever comes first."""
    run = Run()
    run.put(make_post("cut", "RT @zoe: Le café solidaire ouvre ses por… #demo", by="omar", created_at=NOON + MINUTE))
    run.put(make_post(created_at=NOON))

    assert run.only.post.author.name == "Zoe"
    assert [(copy.id, copy.why) for copy in run.only.copies] == [("cut", "repost")]


def test_what_is_whole_takes_in_the_little_that_was_left_of_it():
    """Too little to be nearly the same."""
    run = Run()
    run.put(make_post("cut", f"{NEWS[:40]}… #demo", by="omar", created_at=NOON + MINUTE))
    run.put(make_post("whole", f"{NEWS} #demo"))

    assert [(run.only.post.id, copy.id) for copy in run.only.copies] == [("whole", "cut")]


NEWS = "Le pont de la rivière aux Saumons est fermé jusqu'à nouvel ordre, passez par le rang Saint-Léon"


@pytest.mark.parametrize(
    ("copied", "why"),
    [
        (f"URGENT {NEWS} https://a.example/pont #demo", "near"),
        (f"{NEWS.replace('fermé', 'fermer')} https://b.example/pont #demo", "near"),
        (f"14 h 05 : {NEWS} https://b.example/pont #demo", "near"),
        (f"{NEWS[:70]}… #demo", "near"),
        (f"{NEWS[:40]}… #demo", "near"),
        (f"{NEWS[:43]} […] #demo", "near"),
        (f"{NEWS[:43]} [...] #demo", "near"),
        (f"{NEWS[:40]}… via @zoe #demo", "repost"),
        (f"{NEWS[:40]}… (via @zoe@a.example) https://a.example/pont #demo", "repost"),
    ],
)
def test_nearly_the_same_words_fold(copied, why):
    """A word added, a slip, a cut."""
    run = Run()
    run.put(make_post(text=f"{NEWS} #demo"))
    run.put(make_post("copy", copied, by="omar", created_at=NOON + MINUTE))

    assert [copy.why for copy in run.only.copies] == [why]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Effondrement : le bilan passe à 26 morts https://a.example/1", "Effondrement : le bilan passe à 39 morts"),
        ("#tempête est maintenant une tendance à Montréal", "#neige est maintenant une tendance à Montréal"),
        (
            "#tempête est maintenant une tendance https://a.example/1",
            "#neige est maintenant une tendance https://a.example/2",
        ),
        (f"{NEWS} à 6 h", f"{NEWS} à 9 h"),
        ("Merci à toute l'équipe pour cette belle journée", "Bravo à toute l'équipe pour cette belle soirée"),
        ("Montréal bat Québec en finale ce soir", "Québec bat Montréal en finale ce soir"),
        ("Canadiens 3, Bruins 2 : c'est fini au Centre Bell", "Canadiens 2, Bruins 3 : c'est fini au Centre Bell"),
        (f"{NEWS} 5 morts, 5 blessés https://a.example/1", f"{NEWS} 5 morts, 7 blessés https://a.example/2"),
        (f"{NEWS} de 6 h à 9 h https://a.example/1", f"{NEWS} de 9 h à 6 h https://a.example/2"),
        (f"{NEWS}, cinq morts https://a.example/1", f"{NEWS}, sept morts https://a.example/2"),
    ],
)
def test_other_numbers_or_another_slot_are_other_news(one, other):
    """One template, two reports."""
    run = Run()
    run.put(make_post("one", f"{one} #demo"))
    run.put(make_post("two", f"{other} #demo", by="omar", created_at=NOON + MINUTE))

    assert len(run.entries) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NEWS, f"{NEWS}, dit le maire, qui attend l'avis d'un ingénieur avant de rouvrir, et passera ce soir au parc"),
        (NEWS, NEWS.replace("passez par le rang", "on passe sur la glace de")),
    ],
)
def test_people_who_say_things_alike_have_not_copied_each_other(one, other):
    """A longer text may begin as a shorter one does, and one sentence stand for another bridge."""
    run = Run()
    run.put(make_post("one", f"{one} #demo"))
    run.put(make_post("two", f"{other} #demo", by="omar", created_at=NOON + MINUTE))

    assert len(run.entries) == 2


def test_nearly_the_same_in_a_script_without_spaces_folds():
    """Japanese and Chinese are compared by their characters."""
    run = Run()
    text = "会場の入口は北側に変わりましたのでご注意ください。受付は九時から始まります"
    run.put(make_post("one", f"{text} #demo"))
    run.put(make_post("two", f"拡散希望 {text} https://a.example/x #demo", by="omar"))

    assert [copy.why for copy in run.only.copies] == ["near"]


def test_the_same_link_under_its_headline_is_one_entry():
    """A newspaper's article, and who passes it on by its title."""
    run = Run()
    link = ("https://news.example/pont?utm_source=x",)
    body = f"Un pont fermé sur la rivière aux Saumons. {NEWS}. La ville attend un ingénieur dans la journée."
    run.put(make_post("article", f"{body} #demo", network="feed", by="news", links=("https://news.example/pont",)))
    run.put(make_post("post", "Un pont fermé sur la rivière aux Saumons #demo", by="omar", links=link))

    assert [copy.why for copy in run.only.copies] == ["link"]


@pytest.mark.parametrize("links", [(), ("https://news.example/pont",)])
def test_nearly_the_same_is_so_for_a_day(links):
    """Under one link, too."""
    run = Run()
    run.put(make_post("one", f"{NEWS} https://a.example/1 #demo", links=links))
    run.put(make_post("two", f"URGENT {NEWS} #demo", by="omar", links=links, created_at=NOON + 2 * DAY))

    assert len(run.entries) == 2


def test_headlines_are_the_same_news_for_a_day():
    """A page that is linked anew under its headline is news again."""
    run = Run()
    link = ("https://news.example/pont",)
    run.put(make_post("article", f"Un pont fermé sur la rivière aux Saumons. {NEWS}, de 6 h à 9 h #demo", links=link))
    headline = "Un pont fermé sur la rivière aux Saumons #demo"
    run.put(make_post("post", headline, by="omar", links=link, created_at=NOON + 2 * DAY))

    assert len(run.entries) == 2


def wave(run, count, accounts, text="Gagnez {n}00 abonnés tout de suite avec ce lien #demo"):
    for n in range(count):
        run.put(make_post(f"w{n}", text.format(n=n + 1), by=f"bot{n % accounts}", created_at=NOON + n * SECOND))


def test_a_template_filled_in_by_many_at_once_is_a_wave():
    """One entry says how many, and from how many accounts."""
    run = Run()
    wave(run, 14, accounts=4)

    assert (run.only.copy_count, run.only.wave, run.only.accounts) == (13, 14, 4)
    assert {copy.why for copy in run.only.copies} == {"wave"}


def test_four_variants_or_one_office_are_no_wave():
    """Aftershock after aftershock is news each time."""
    few, office = Run(), Run()
    wave(few, 4, accounts=4)
    wave(office, 20, accounts=2)

    assert len(few.entries) == 4
    assert len(office.entries) == 20


def test_a_deletion_reaches_into_a_wave():
    """What was an entry of its own before is one of many now; it goes alone."""
    run = Run()
    wave(run, 6, accounts=3)
    run.delete("w0")

    assert run.only.post.id == "w1"
    assert "w0" not in {copy.id for copy in run.only.copies}


def test_short_words_fold_under_one_link():
    """Nobody writes that by chance."""
    run = Run()
    for n, by in enumerate(("zoe", "omar")):
        run.put(make_post(f"p{n}", "À lire #demo", by=by, links=("https://a.example/x",)))

    assert [copy.why for copy in run.only.copies] == ["text"]


def test_short_thanks_of_two_people_are_two_entries():
    """The thanks of fifty people are fifty people's."""
    run = Run()
    run.put(make_post("one", "Merci à toutes ! #demo"))
    run.put(make_post("two", "Merci à toutes ! #demo", by="omar"))

    assert len(run.entries) == 2


def test_short_words_of_one_person_on_two_networks_are_a_cross_post():
    """The same person says the same thing on another network within the hour."""
    run = Run()
    run.put(make_post("one", "Merci à toutes ! #demo"))
    run.put(make_post("two", "Merci à toutes ! #demo", network="bluesky", created_at=NOON + MINUTE))

    assert [(copy.network, copy.why) for copy in run.only.copies] == [("bluesky", "cross-post")]
    assert run.only.shares == 0


def test_a_script_without_spaces_folds_too():
    """Japanese has no five words to count."""
    run = Run()
    run.put(make_post("one", "会場の入口は北側に変わりましたのでご注意ください #demo"))
    run.put(make_post("two", "会場の入口は北側に変わりましたのでご注意ください！ #demo", by="omar"))

    assert run.only.copy_count == 1


def test_the_same_words_two_days_later_are_said_anew():
    """An announcement of every morning is not one announcement."""
    run = Run()
    run.put(make_post("one"))
    run.put(make_post("two", by="omar", created_at=NOON + 2 * DAY))

    assert len(run.entries) == 2


def test_short_texts_with_other_links_stay_apart():
    """Five words under two different links are two pieces of news."""
    run = Run()
    text = "Nouveau billet sur notre site #demo"
    run.put(make_post("one", text, links=("https://a.example/1",)))
    run.put(make_post("two", text, by="omar", links=("https://b.example/2",)))

    assert len(run.entries) == 2


def test_tracking_parameters_do_not_keep_links_apart():
    """One address, however it was decorated."""
    run = Run()
    text = "Nouveau billet sur notre site #demo"
    run.put(make_post("one", text, links=("https://www.a.example/1/?utm_source=x",)))
    run.put(make_post("two", text, by="omar", links=("http://a.example/1?fbclid=y#top",)))

    assert run.only.copy_count == 1
    assert run.only.links == ("https://a.example/1",)


def test_the_earliest_leads_although_it_arrives_later():
    """The lead is who said it first, not whom we heard first."""
    run = Run()
    run.put(make_post("copy", by="omar", created_at=NOON + 5 * MINUTE))
    first = run.only.id
    run.put(make_post("original", created_at=NOON), received_at=NOON + 10 * MINUTE)

    assert run.only.id == first
    assert run.only.post.id == "original"
    assert run.only.at == NOON
    assert [(copy.id, copy.why) for copy in run.only.copies] == [("copy", "text")]


def test_when_the_lead_is_deleted_the_earliest_copy_takes_over():
    """Other people's words are not deleted with it."""
    run = Run()
    run.put(make_post("lead"))
    run.put(make_post("boost", "", by="ada", boost_of="lead"))
    run.put(make_post("later", by="omar", created_at=NOON + 2 * MINUTE))
    run.put(make_post("earlier", by="lea", created_at=NOON + MINUTE))
    run.delete("lead")

    assert run.only.post.id == "earlier"
    assert [copy.id for copy in run.only.copies] == ["boost", "later"]
    assert run.changes[-1].erases


def test_boosts_alone_do_not_keep_a_deleted_post():
    """A boost has nothing of its own to show."""
    run = Run()
    run.put(make_post("lead"))
    run.put(make_post("boost", "", by="ada", boost_of="lead"))
    run.delete("lead")

    assert run.entries == {}
    assert run.put(make_post("boost", "", by="ada", boost_of="lead")).outcome == "unmatched"


def test_a_boost_taken_back_is_a_share_less():
    """Deleting a boost deletes the boost."""
    run = Run()
    run.put(make_post("lead"))
    run.put(make_post("boost", "", by="ada", boost_of="lead"))
    run.delete("boost")

    assert run.only.shares == 0


def test_a_deletion_before_the_post_wins():
    """Networks deliver out of order."""
    run = Run()
    run.delete("https://a.example/1", received_at=NOON)
    step = run.put(make_post())

    assert step.outcome == "buried"
    assert run.entries == {}


def test_past_the_limit_the_oldest_deletion_is_forgotten():
    """Of posts that we never held: networks tell of more deletions than there are posts of ours."""
    run = Run(limits=Limits(tombstones=1))
    run.delete("one")
    run.delete("two")

    assert [run.put(make_post(name)).outcome for name in ("one", "two")] == ["put", "buried"]


def test_a_deletion_by_somebody_else_is_ignored_before_and_after():
    """Only who wrote it may delete it where the network does not check."""
    run = Run()
    run.delete("https://a.example/1", author="nostr:mallory", received_at=NOON)
    run.put(make_post())
    run.delete("https://a.example/1", author="nostr:mallory")

    assert run.only.post.id == "https://a.example/1"


def test_an_edit_replaces_the_words_and_keeps_the_place():
    """Edits keep their place, and say so."""
    run = Run()
    run.put(make_post())
    at = run.only.at
    run.put(make_post(text="Le café ouvre à treize heures, pas à midi #demo", edited_at=NOON + MINUTE), NOON + MINUTE)

    assert run.only.post.text.startswith("Le café ouvre à treize heures")
    assert run.only.at == at
    assert run.only.edited


def test_an_edit_is_shown_as_one_where_the_network_does_not_say_so():
    """Feeds and programs just send other words."""
    run = Run()
    run.put(make_post(network="feed"))
    run.put(make_post(network="feed", text=f"{WORDS} trente #demo"))

    assert run.only.edited


def test_an_older_edit_that_arrives_later_is_ignored():
    """The greatest time of edit wins, not the last to arrive."""
    run = Run()
    run.put(make_post())
    run.put(make_post(text="third #demo", edited_at=NOON + 3 * MINUTE))
    run.put(make_post(text="second #demo", edited_at=NOON + 2 * MINUTE))

    assert run.only.post.text == "third #demo"


def test_counts_and_links_of_another_server_are_no_edit():
    """A like is no news, and every server links hashtags to itself."""
    run = Run()
    run.put(make_post(spans=(Span(start=42, end=47, href="https://a.example/tags/demo", kind="tag"),)))
    run.put(
        make_post(
            spans=(Span(start=42, end=47, href="https://b.example/tags/demo", kind="tag"),), counts=Counts(likes=9)
        ),
        stream="mastodon:b.example",
    )

    assert len(run.changes) == 1


def test_a_copy_with_new_words_leaves_its_entry():
    """Who edits a copy says something of their own, and who has boosted it passes that on."""
    run = Run()
    run.put(make_post("lead"))
    run.put(make_post("copy", by="omar", created_at=NOON + MINUTE))
    run.put(make_post("boost", "", by="lea", boost_of="copy"))
    run.put(make_post("copy", "En fait non, rien n'ouvre avant ce soir #demo", by="omar", edited_at=NOON + 2 * MINUTE))

    assert [(entry.post.id, entry.copy_count) for entry in run.page] == [("copy", 1), ("lead", 0)]


def test_names_that_come_apart_from_posts_are_put_on_them():
    """Bluesky and Nostr tell names in messages of their own."""
    run = Run()
    author = make_post().author.id
    run.report(Profile(author=author, handle="@zoe.example"))
    run.report(Profile(author=author, name="Zoé Tremblay"))
    post = make_post()
    run.put(
        post.__class__(**{f: getattr(post, f) for f in post.__struct_fields__} | {"author": make_author_without_name()})
    )

    assert run.only.post.author.handle == "@zoe.example"
    assert run.only.post.author.name == "Zoé Tremblay"


def make_author_without_name():
    """Zoé as Bluesky gives her with a post."""
    from livefeed.model.post import Author

    return Author(id="https://mastodon.example/@zoe", handle="@did:plc:x")


def test_many_copies_are_counted_and_the_first_are_listed():
    """A wave of thousands does not make a card of thousands of lines."""
    run = Run(limits=Limits(listed_copies=3))
    run.put(make_post("lead"))
    for number in range(5):
        run.put(make_post(f"copy{number}", by=f"p{number}", created_at=NOON + number * SECOND))

    assert len(run.only.copies) == 3
    assert run.only.copy_count == 5


def test_copies_of_what_an_edited_lead_no_longer_says_find_each_other():
    """What passes the lead on without words stays with it."""
    run = Run()
    run.put(make_post("lead", f"{WORDS} #demo"))
    run.put(make_post("boost", "", by="lea", boost_of="lead"))
    run.put(make_post("copy", f"{WORDS} #demo", by="omar", created_at=NOON + SECOND))
    run.put(make_post("other", f"{WORDS} #demo", by="lea", created_at=NOON + 2 * SECOND))
    run.put(make_post("lead", "La marche est annulée ce soir #demo", edited_at=NOON + MINUTE))

    copies = {entry.post.id: [copy.id for copy in entry.copies] for entry in run.entries.values()}
    assert copies == {"lead": ["boost"], "copy": ["other"]}


def test_what_passes_on_a_copy_of_old_words_goes_with_it():
    run = Run()
    run.put(make_post("lead"))
    run.put(make_post("copy", by="omar", created_at=NOON + SECOND))
    run.put(make_post("boost", "", by="lea", boost_of="copy"))
    run.put(make_post("lead", "La marche est annulée ce soir #demo", edited_at=NOON + MINUTE))

    copies = {entry.post.id: [copy.id for copy in entry.copies] for entry in run.entries.values()}
    assert copies == {"lead": [], "copy": ["boost"]}


def test_an_edited_lead_joins_whoever_says_the_same():
    run = Run()
    run.put(make_post("one", f"{WORDS} #demo"))
    run.put(make_post("two", "La marche est annulée ce soir #demo", by="omar", created_at=NOON + SECOND))
    run.put(make_post("two", f"{WORDS} #demo", by="omar", edited_at=NOON + MINUTE))

    assert [copy.id for copy in run.only.copies] == ["two"]


def test_a_quote_that_gains_words_stands_by_itself():
    run = Run()
    run.put(make_post("lead", f"{WORDS} #demo"))
    run.put(make_post("quote", "", by="omar", quote_of="lead"))
    run.put(
        make_post("quote", "Ils exagèrent un peu, non ? #demo", by="omar", quote_of="lead", edited_at=NOON + MINUTE)
    )

    assert {entry.post.id for entry in run.entries.values()} == {"lead", "quote"}


def test_a_post_that_claims_to_be_bridged_from_itself_is_only_itself():
    run = Run()
    run.put(make_post("x", bridge_of="x"))

    assert run.only.copy_count == 0


@pytest.mark.parametrize("first", [0, 1])
def test_a_strangers_deletion_never_undoes_the_authors(first):
    """Two words on one post, in either order."""
    run = Run()
    author = make_post("one").author.id
    for by in [(author, "nostr:mallory"), ("nostr:mallory", author)][first]:
        run.delete("one", author=by)

    assert run.put(make_post("one")).outcome == "buried"


def test_an_edited_lead_joins_a_younger_entry_too():
    """Its own entry is not what it is compared with."""
    run = Run()
    run.put(make_post("one", f"{WORDS} #demo"))
    run.put(make_post("two", "La marche est annulée ce soir #demo", by="omar", created_at=NOON + SECOND))
    run.put(make_post("one", "La marche est annulée ce soir #demo", edited_at=NOON + MINUTE))

    assert run.only.copy_count == 1


def test_an_edit_that_completes_a_wave_brings_all_of_it_together():
    run = Run()
    wave(run, 4, accounts=4)
    run.put(make_post("w4", "Rien à voir avec tout cela #demo", by="bot4"))
    run.put(make_post("w4", run.page[0].post.text.replace("4", "5"), by="bot4", edited_at=NOON + MINUTE))

    assert run.only.wave == 5


def test_a_deletion_under_a_name_that_is_not_known_yet_wins_when_it_is():
    """The name comes with a later sight of the post."""
    run = Run()
    run.delete("alias")
    run.put(make_post("x"))
    run.put(make_post("x", aliases=("alias",)))

    assert run.entries == {}
    assert run.put(make_post("x")).outcome == "buried"
