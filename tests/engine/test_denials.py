"""What denies another text, or says the opposite, is no copy of it; what says the same in other words of denial is."""

import pytest

from livefeed.engine.denials import contradict
from livefeed.engine.fold import say_same
from livefeed.engine.near import compare, tells_of
from livefeed.engine.text import canonical
from tests.making import MINUTE, NOON, Run, make_post

DAM = "The dam at Orme has broken and the water will reach the lower town within the hour"
SCHOOL = "L'école Saint-Jean est ouverte ce soir aux sinistrés"
RUMOUR = "It is a rumour that goes round, says the fire brigade, and nobody has to leave the town for now"
PLACE = "会場の入口は北側に変わりましたのでご注意ください。"
LINK = "https://a.example/1"

TAKEN_BACK = [
    ("The dam at Orme has broken, leave now", "The dam at Orme has not broken, stay where you are"),
    (DAM, DAM.replace("has broken", "has NOT broken")),
    (DAM, DAM.replace("has broken", "hasn't broken")),
    (DAM, DAM.replace("has broken", "hasn’t broken")),
    (DAM, DAM.replace("has broken", "hasnt broken")),
    (DAM, DAM.replace("will reach", "will no longer reach")),
    (DAM, DAM.replace("will reach", "will never reach")),
    (DAM.replace("broken", "broke"), DAM.replace("has broken", "did not break")),
    (DAM, f"FALSE: {DAM}"),
    (DAM, f"Rumour! {DAM}"),
    (DAM, f"{DAM}: this is a hoax"),
    (DAM, f"The mayor denies it before the cameras of all stations: {DAM}"),
    (DAM, f"{DAM} #Orme #FAKE"),
    (DAM, f"It is simply not true, says the mayor: {DAM}"),
    (f"{SCHOOL} du quartier", f"Il n'est absolument pas vrai que {SCHOOL} du quartier"),
    (DAM, f"Not {DAM}"),
    (DAM.replace("will reach", "reaches"), DAM.replace("will reach", "does not reach")),
    (DAM.replace("will reach", "comes to"), DAM.replace("will reach", "won't ever come to")),
    (f"{DAM}, do not go back", f"{DAM.replace('has', 'has not')}, do not go back"),
    (
        "The northern bridge is safe, and the southern bridge is not safe for anybody today",
        "The northern bridge is not safe, and the southern bridge is safe for anybody today",
    ),
    ("There is a warning of a tsunami for the whole coast", "There is no warning of a tsunami for the whole coast"),
    (SCHOOL, "L'école Saint-Jean n'est pas ouverte ce soir aux sinistrés"),
    (SCHOOL, "L’école Saint-Jean n’est plus ouverte ce soir aux sinistrés"),
    (SCHOOL, "L'école Saint-Jean n'est jamais ouverte ce soir aux sinistrés"),
    (SCHOOL, "L'école Saint-Jean est pas ouverte ce soir aux sinistrés"),
    (SCHOOL, f"Faux : {SCHOOL}"),
    (SCHOOL, f"Démenti. {SCHOOL}"),
    ("Le pont tient et on signale des victimes à Orme", "Le pont tient et on ne signale aucune victime à Orme"),
    (
        "Der Damm bei Orme ist heute gebrochen, sagt die Feuerwehr",
        "Der Damm bei Orme ist heute nicht gebrochen, sagt die Feuerwehr",
    ),
    (
        "Der Damm bei Orme bricht nach Ansicht der Feuerwehr heute",
        "Der Damm bei Orme bricht nach Ansicht der Feuerwehr heute nicht",
    ),
    ("Es besteht Gefahr für die Stadt und das ganze Tal", "Es besteht keine Gefahr für die Stadt und das ganze Tal"),
    (
        "La escuela de Orme está abierta esta noche para todos",
        "La escuela de Orme no está abierta esta noche para todos",
    ),
    ("La presa de Orme se ha roto, dice el alcalde", "La presa de Orme nunca se ha roto, dice el alcalde"),
    (
        "A barragem de Orme rompeu esta noite, dizem os bombeiros",
        "A barragem de Orme não rompeu esta noite, dizem os bombeiros",
    ),
    (
        "La diga di Orme ha ceduto stanotte, dicono i pompieri",
        "La diga di Orme non ha ceduto stanotte, dicono i pompieri",
    ),
    ("大坝已经在奥尔姆决堤请大家立即离开低处的城区前往学校", "大坝没有在奥尔姆决堤请大家立即离开低处的城区前往学校"),
    ("大坝在奥尔姆决堤请大家立即离开低处的城区前往学校", "大坝其实并没有在奥尔姆决堤请大家立即离开低处的城区前往学校"),
    (
        f"{PLACE}受付は行っています",
        f"{PLACE}受付は行っていません",
    ),
    ("The road from Orme to the lower town is open tonight", "The road from Orme to the lower town is closed tonight"),
    (f"{SCHOOL} du quartier", f"{SCHOOL.replace('ouverte', 'fermée')} du quartier"),
    ("Le chien de la famille Roy est perdu près du lac", "Le chien de la famille Roy est retrouvé près du lac"),
    ("It is safe to go back to the lower town of Orme", "It is unsafe to go back to the lower town of Orme"),
]

STILL_THE_SAME = [
    # The same denied in other words.
    (DAM.replace("has broken", "has not broken"), DAM.replace("has broken", "hasn't broken")),
    (DAM.replace("has broken", "hasn't broken"), DAM.replace("has broken", "hasnt broken")),
    (
        "L'école n'est pas ouverte ce soir aux sinistrés du quartier",
        "L'école est pas ouverte ce soir aux sinistrés du quartier",
    ),
    (f"FALSE: {DAM}", f"This is FALSE: {DAM}"),
    # What denies is about something else.
    (DAM, f"{DAM}, please do not use the road along the river"),
    (DAM, f"{DAM}. Ne prenez pas la route du bord de l'eau"),
    (SCHOOL, f"{SCHOOL}, et de plus en plus"),
    (DAM, f"No way! {DAM}"),
    (DAM, f"{DAM}, not a joke"),
    (f"Nobody knows why: {DAM}", f"Help the people there: {DAM}"),
    ("Orme ce soir : " + DAM, "Orme tonight, never seen before: " + DAM),
    (DAM.replace("and the", "not far away, and the"), DAM.replace("and the", "just now at night, and the")),
    (DAM.replace("and the", "and at the station that has none the"), DAM),
    (DAM.replace("and the", "and for those of you who do not know the"), DAM),
    (f"{PLACE}受付は行っています", f"{PLACE}受付は行っています。関係者以外は会場には入れません"),
    # It was cut off.
    (f"BREAKING {DAM}…", f"{DAM} and not before"),
    (f"URGENT {DAM[:60]}…", f"{DAM[:60]} town, which is false"),
    # No denial: French "t" and "plus" alone, a number, a game that was won.
    (
        "Le barrage d'Orme, va-t-il céder ce soir ? Le maire attend",
        "Le barrage d'Orme, va il céder ce soir ? Le maire attend",
    ),
    (DAM, DAM.replace("has broken", "has won broken")),
    (f"{SCHOOL} du quartier du port", f"{SCHOOL} du quartier plus du port"),
    (f"{DAM}, by warning number 6", f"{DAM}, by warning No. 6"),
]


@pytest.mark.parametrize("passed_on", ["", f" {LINK}"])
@pytest.mark.parametrize(("one", "other"), TAKEN_BACK)
def test_what_takes_back_is_no_copy(one, other, passed_on):
    """Either way round, with a sign of being passed on and without one."""
    said, denied = canonical(one + passed_on), canonical(other + passed_on)

    assert compare(said, denied) != "same"
    assert compare(denied, said) != "same"


@pytest.mark.parametrize(("one", "other"), STILL_THE_SAME)
def test_what_takes_nothing_back_is_a_copy(one, other):
    said, again = canonical(f"{one} {LINK}"), canonical(f"{other} {LINK}")
    if one.endswith("…"):
        said = canonical(one)

    assert compare(said, again) == "same"
    assert compare(again, said) == "same"


@pytest.mark.parametrize(("one", "other"), TAKEN_BACK)
@pytest.mark.parametrize("by", ["zoe", "omar"])
def test_a_denial_is_an_entry_of_its_own(one, other, by):
    """Somebody else's as well as one's own correction."""
    run = Run()
    run.put(make_post("one", f"RT @lea: {one} #demo"))
    run.put(make_post("two", f"RT @lea: {other} #demo", by=by, created_at=NOON + MINUTE))

    assert len(run.entries) == 2


def test_copies_of_a_denial_are_copies_of_the_denial():
    run = Run()
    denied = DAM.replace("has broken", "has not broken")
    run.put(make_post("said", f"{DAM} #demo"))
    run.put(make_post("denied", f"{denied} #demo", by="omar", created_at=NOON + MINUTE))
    run.put(make_post("passed on", f"RT @omar: {denied} please share #demo", by="lea", created_at=NOON + 2 * MINUTE))

    assert {entry.post.id: [copy.id for copy in entry.copies] for entry in run.entries.values()} == {
        "said": [],
        "denied": ["passed on"],
    }


def test_a_denial_that_was_cut_away_denies_nothing():
    """A network cuts the end off, and what took it back with it."""
    run = Run()
    run.put(make_post("whole", f"{DAM}, is what they say, and it is false #demo"))
    run.put(make_post("cut", f"RT @zoe: {DAM}… #demo", by="omar", created_at=NOON + MINUTE))

    assert [copy.id for copy in run.only.copies] == ["cut"]


def test_whoever_edits_to_the_contrary_leaves_the_copies_behind():
    run = Run()
    run.put(make_post("one", f"{DAM} #demo"))
    run.put(make_post("two", f"RT @zoe: {DAM} #demo", by="omar", created_at=NOON + MINUTE))
    run.put(make_post("one", f"{DAM.replace('has', 'has not')} #demo", edited_at=NOON + 2 * MINUTE))

    assert not say_same(DAM, DAM.replace("has", "has not"))
    assert {entry.post.id: entry.copy_count for entry in run.entries.values()} == {"one": 0, "two": 0}


def test_a_denial_is_no_headline_of_what_it_denies():
    """Under the same link, too; an article that denies something is still passed on by its headline."""
    headline = "The dam at Orme has not broken"
    article = canonical(f"The dam at Orme has broken. {DAM}, says the fire brigade, and sends everybody to the school")

    assert not tells_of(canonical(headline), article)
    assert not tells_of(canonical(headline.replace(" not", "")), canonical(f"{headline}. {RUMOUR}"))
    assert tells_of(canonical(headline.replace(" not", "")), article)
    assert tells_of(canonical(headline), canonical(f"{headline}. {RUMOUR}"))


def test_no_wave_takes_in_what_denies_it():
    """A wave is where a denial would be seen least."""
    run = Run()
    for n in range(6):
        text = f"{DAM}, and {n + 2} people are missing #demo"
        run.put(make_post(f"p{n}", text, by=f"by{n}", created_at=NOON + n * 1_000))
    run.put(make_post("denial", f"{DAM.replace('has', 'has not')}, and 9 people are missing #demo", by="lea"))

    assert {entry.post.id: entry.wave for entry in run.entries.values()} == {"p0": 6, "denial": 0}


def test_what_differs_in_very_many_words_is_looked_at_in_the_first_ones_only():
    """To lay two texts side by side takes time by the square, and minutes for what somebody has made for that."""
    one, other = ([f"{letter}{n}" for n in range(70)] for letter in "ab")

    assert not contradict(
        [*one, "it", "is", "safe"], [*other, "it", "is", "not", "safe"], cut=False, other_cut=False, spaced=True
    )
