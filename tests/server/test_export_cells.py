"""No cell of a spreadsheet can be a formula, whatever somebody posts."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from livefeed.model.post import Counts, Media
from livefeed.server.export.cells import cell
from livefeed.server.export.table import COLUMNS, Table
from tests.making import MINUTE, NOON, Run, make_post

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("=+-@＝＋－＠﹢﹣﹦﹫⁺₌−;,\t\r\n|\"' \u00a0\u200b\u2028\x0b\ufeff\x00"),
        st.sampled_from("aé1"),
        st.characters(),
    ),
    max_size=30,
)


def is_formula(text: str) -> bool:
    """What a spreadsheet may run: judged apart from how we guard against it, and more widely than any of them does."""
    shown = [c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}]
    return bool(shown) and unicodedata.normalize("NFKC", shown[0])[:1] in tuple("=+-@\N{MINUS SIGN}")


def cells_as_others_cut(text: str) -> list[str]:
    """The cells of a program that cuts where we did not; an apostrophe is what we guard with, and stays."""
    return re.split(r"[;\t\r\n|\"\x0b\x0c\x85\u2028\u2029]", text)


@given(HOSTILE)
@example("=1+1")
@example("\t=1+1")
@example('"=1+1')
@example("a;=HYPERLINK(1)")
@example("a\n@SUM(1)")
@example("＝1")
@example("\N{SUPERSCRIPT MINUS}1")
@example("'=1")
@example("\ufeff=1")
@example("a,=1")
def test_no_part_of_a_text_is_a_formula(text):
    safe = cell(text)

    assert not any(map(is_formula, cells_as_others_cut(safe)))
    assert not re.search(r",[=+\-@]", safe)
    assert not re.search(r"[\t\r\x00]", safe)


@given(st.text(st.characters(categories=["L", "N"], include_characters=" ,.:!?()«»’#/éà"), max_size=60))
def test_what_nobody_could_run_stays_as_it_is(text):
    assert cell(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["Bonjour, @zoe", "porte-à-porte", "2 + 2 = 4", "moi@exemple.org", "https://a.example/?a=1&b=-2", "C’est 3 - 1"],
)
def test_common_texts_stay_as_they_are(text):
    assert cell(text) == text


def rows(entry, zone: str = "America/Montreal") -> list[dict[str, str]]:
    """The rows of an entry, as a program reads them."""
    table = Table(zone)
    written = (table.head() + table.entry(1, entry) + table.foot()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written, newline=""), strict=True))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_every_cell_of_a_hostile_post_is_safe_and_where_it_belongs(one, two, three):
    run = Run()
    post = make_post(
        "x", f"{one} #demo", title=two, lang=three, warning=one, hashtags=("demo", two), links=(three,), url=two
    )
    run.put(post)
    [row] = rows(run.only)

    assert tuple(row) == COLUMNS
    assert not any(map(is_formula, row.values()))
    assert row["text"] == cell(post.text)
    assert row["role"] == "lead"


def test_numbers_and_times_are_what_a_spreadsheet_counts_with():
    run = Run()
    run.put(make_post("x", counts=Counts(boosts=3, replies=0, likes=12), media=(Media(kind="image"),)))
    run.put(make_post("y", by="ana", created_at=NOON + MINUTE))
    table = Table("America/Montreal")
    lead, copy = table.entry(1, run.only).decode().split("\r\n")[:2]
    named = rows(run.only)

    assert lead.endswith(',1,"",1,4,0,0,3,0,12')
    assert (named[0]["time_utc"], named[0]["time_local"]) == ("2026-10-02T12:00:00.000Z", "2026-10-02 08:00:00")
    assert copy.startswith(f'"{run.only.id}","copy","text"')


@pytest.mark.parametrize("at", [-62_135_596_800_000, 253_402_300_799_999])
def test_the_ends_of_time_are_written_in_every_zone(at):
    for zone in ("Pacific/Kiritimati", "America/Montreal"):
        assert Table(zone)._times(at)["time_local"]
