"""Nothing in a post can become markup, a link, an image or HTML: judged by a parser of CommonMark and of GFM."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from livefeed.assets import Assets
from livefeed.model.post import Media, Quote
from livefeed.server.export.markdown import Markdown, escaped
from livefeed.server.words import Speech
from tests.making import DAY, MINUTE, NOON, Run, make_coverage, make_post

PARSERS = {"commonmark": MarkdownIt("commonmark"), "gfm": MarkdownIt("gfm-like")}

MARKUP = [
    "# titre", "=====", "- a\n- b", "1. a", "12) b", "> cité", "```\ncode\n```", "~~~", "    code", "---", "***", "* * *",
    "[a](https://evil.example)", "![a](https://evil.example/x.png)", "<b>gras</b>", "<script>alert(1)</script>",
    "<!-- -->", "&lt;&#60;&copy;", "**a** _b_ `c` ~~d~~", "[x]: https://evil.example\n[x]", "https://evil.example/?a=1",
    "www.evil.example", "evil.example", "moi@evil.example", "mailto:moi@evil.example", "<https://evil.example>",
    "| a | b |\n|---|---|\n| 1 | 2 |", "a\\", "\\# a", "a  \nb", "\tcode", "+ a", "[^1]: note", "$x$", "- [ ] a", "a\n===",
    "\u2028# a", "a\r# b", "a\x0b- b", "// evil.example", "//evil.example", "ftp://evil.example", "1986\\. a",
]  # fmt: skip

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(MARKUP),
        st.text("#=->*_`~[]()!<>&\\|:.@/1 \n\ta", max_size=12),
        st.text(max_size=6),
    ),
    max_size=5,
).map("\n".join)


def plain(text: str) -> str:
    """A text without what escaping may change: blanks, line ends, signs that nobody sees."""
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]", "", text).split())


def shown(tokens) -> str:
    """What a reader sees of inline tokens, where all of them are text."""
    for token in tokens:
        assert token.type in {"text", "softbreak", "hardbreak", "text_special"}, token
    return "".join(token.content or " " for token in tokens)


@pytest.mark.parametrize("dialect", PARSERS)
@given(text=HOSTILE)
@example(text="\n".join(MARKUP))
def test_a_text_is_shown_as_it_is(dialect, text):
    """Quoted, as in an export: paragraphs of text, nothing else, and no sign lost."""
    quoted = "\n".join(f"> {line}" for line in ["begin", "", *escaped(text)])
    blocks = PARSERS[dialect].parse(quoted)

    assert {block.type for block in blocks} <= {
        "blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"
    }  # fmt: skip
    assert [block.type for block in blocks].count("blockquote_open") == 1
    seen = " ".join(shown(block.children) for block in blocks if block.type == "inline")
    assert plain(seen) == plain(f"begin {text}")


@pytest.mark.parametrize("sample", MARKUP)
def test_each_kind_of_markup_alone_is_text(sample):
    for parser in PARSERS.values():
        [_, inline, _] = parser.parse("\n".join(escaped(sample)).strip("\n"))[:3]
        assert plain(shown(inline.children))


def written(*entries, lang: str = "fr", **parts) -> str:
    """An export of entries."""
    assets = Assets()
    writer = Markdown(make_coverage(**parts), Speech(assets.web, lang, "America/Montreal"))
    return b"".join([writer.head(), *(writer.entry(n, one) for n, one in enumerate(entries)), writer.foot()]).decode()


@pytest.mark.parametrize("dialect", PARSERS)
@given(one=HOSTILE, two=HOSTILE)
def test_a_whole_export_has_no_links_but_ours(dialect, one, two):
    """To the network of a post and its copies; and as many headings and quotations as we made."""
    run = Run()
    quote = Quote(names=("q",), author="a", handle=two, name=one, text=two)
    media = (Media(kind="image", description=one),)
    run.put(
        make_post(
            "x",
            f"{one} #demo",
            title=two,
            url="https://a.example/x?a=1&copy=2)>",
            quote=quote,
            media=media,
            links=(two,),
        )
    )
    text = written(run.only, title={"fr": f"T {one}"})
    blocks = PARSERS[dialect].parse(text)
    kinds = [block.type for block in blocks]
    links = [t.attrs["href"] for block in blocks for t in block.children or () if t.type == "link_open"]

    assert links == ["https://a.example/x?a=1&copy=2)%3E"]
    assert kinds.count("heading_open") == 2
    assert kinds.count("blockquote_open") == 2
    assert not {"fence", "code_block", "html_block", "hr", "bullet_list_open", "ordered_list_open", "table_open"} & set(
        kinds
    )
    assert not any(t.type in {"image", "html_inline", "code_inline"} for b in blocks for t in b.children or ())


def test_an_export_reads_well():
    run = Run()
    run.put(make_post("x", "Bonjour, on commence\nà l’heure ! #demo", url="https://a.example/x"))
    run.put(make_post("y", "Le lendemain #demo", by="ana", created_at=NOON + DAY, media=(Media(kind="image"),)))
    run.put(make_post("z", "Bonjour, on commence à l’heure ! #demo", by="omar", created_at=NOON + MINUTE))

    assert written(*run.page[::-1]) == (
        "# Démo\n\n"
        "Personne n’a vérifié ces messages, sauf mention contraire.\n\n"
        "## vendredi 2 octobre 2026\n\n"
        "**Zoe** · \\@zoe\\@mastodon\\.example · 08 h 00 · [Mastodon](<https://a.example/x>) · non vérifié\n\n"
        "> Bonjour, on commence\\\n> à l’heure ! #demo\n\n"
        "Vu 2 fois (\\@omar\\@mastodon\\.example)\n\n"
        "## samedi 3 octobre 2026\n\n"
        "**Ana** · \\@ana\\@mastodon\\.example · 08 h 00 · Mastodon · non vérifié\n\n"
        "> Le lendemain #demo\n>\n> (image) sans description\n\n"
    )


def test_a_link_that_is_no_address_of_the_web_is_no_link():
    run = Run()
    run.put(make_post("x", url="javascript:alert(1)"))

    assert "javascript" not in written(run.only)


def test_lines_of_one_paragraph_are_broken_where_they_were():
    assert [len(list(pairwise(escaped(text)))) for text in ("a\nb", "a\r\nb\u2028c")] == [1, 2]
