"""What is folded in scripts other than Latin, and what only looks like it."""

import pytest

from livefeed.engine.text import canonical
from tests.making import MINUTE, NOON, Run, make_post

ARABIC = "الجسر مغلق حتى إشعار آخر يرجى الحذر"
CHINESE = "北京市中心大桥因洪水封闭请市民绕行注意安全并听从指挥"
THAI = "น้ำท่วมถนนสายหลักในเมืองเชียงใหม่ กรุณาหลีกเลี่ยงเส้นทางนี้"


def whys(one: str, other: str) -> list[str]:
    """Why the later of two people's posts is a copy; nothing where both stand by themselves."""
    run = Run()
    run.put(make_post("one", f"{one} #demo"))
    run.put(make_post("two", f"{other} #demo", by="omar", created_at=NOON + MINUTE))
    return [copy.why for entry in run.page for copy in entry.copies]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ARABIC, f"\u202b{ARABIC}\u200f\u202c"),
        (ARABIC, ARABIC.replace("الجسر", "الجِسْر").replace("مغلق", "مغلــــق")),
        ("הגשר סגור עד להודעה חדשה נא להיזהר", "\u200fהַגֶּשֶׁר סגור עד להודעה חדשה נא להיזהר"),
        ("पुल अगली सूचना तक बंद है", "पुल अगली सूचना तक बंद है।"),
        ("İstanbul'da köprü kapandı lütfen dikkat edin", "istanbul'da köprü kapandı lütfen dikkat edin"),
        ("BREAKING NEWS THE BRIDGE IS CLOSED", "ВRЕАКING NEWS ТHE BRIDGЕ IS CLOSED"),
        ("Breaking news the bridge is closed", "Ｂｒｅａｋｉｎｇ 𝗻𝗲𝘄𝘀 the bridge is c̶l̶o̶s̶e̶d̶"),
    ],
)
def test_what_is_set_on_letters_does_not_count(one, other):
    """Marks of direction, points for vowels, strokes that lengthen or strike out, capitals of other alphabets."""
    assert whys(one, other) == ["text"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("आज शाम की बैठक रद्द हुई है", "आज शाम को बैठक रद्द हुई है"),
        ("ขอให้ทุกคนเดินทางปลอดภัยในวันปีใหม่นี้", "ขอให้ทุกคนเดินทางปลอดภัยในวันปี่ใหม่นี้"),
    ],
)
def test_vowels_that_are_signs_are_part_of_a_word(one, other):
    """Without its vowels another word is the same."""
    assert canonical(one).text != canonical(other).text


@pytest.mark.parametrize(
    "thanks",
    [
        "धन्यवाद दोस्तों",
        "நன்றி நண்பர்களே",
        "ধন্যবাদ সবাইকে",
        "شُكْرًا لَكُم",
        "מַזָּל טוֹב",
        "ขอบคุณทุกคนมากค่ะ",
        "谢谢大家",
        "ありがとう！",
    ],
)
def test_short_thanks_stay_each_their_own_in_any_script(thanks):
    """A vowel sign does not make two words of one, and Thai spells out what Chinese has a character for."""
    assert whys(thanks, thanks) == []


@pytest.mark.parametrize("text", [THAI, CHINESE])
def test_a_script_without_spaces_is_cut_off_between_two_characters(text):
    """What an ellipsis breaks off is not all of it."""
    assert whys(text, f"RT @zoe: {text[:-4]}…") == ["repost"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CHINESE, f"紧急{CHINESE} https://a.example/x"),
        (f"三小时{CHINESE}", f"紧急三小时{CHINESE} https://a.example/x"),
        (f"3小时{CHINESE}", f"紧急3小时{CHINESE} https://a.example/x"),
        (THAI, f"ด่วน {THAI} https://a.example/x"),
    ],
)
def test_nearly_the_same_in_scripts_without_spaces_folds(one, other):
    """The same numbers do not keep it apart, wherever in the text they stand."""
    assert whys(one, other) == ["near"]


@pytest.mark.parametrize(("one", "other"), [("5", "7"), ("五", "七"), ("十二", "十五")])
def test_other_numbers_are_other_news_in_scripts_without_spaces(one, other):
    """In digits or in characters."""
    text = "地震で{}人が死亡しました。市民は震区の道路を避けてください https://a.example/{}"

    assert whys(text.format(one, 1), text.format(other, 2)) == []
