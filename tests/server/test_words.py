"""The words of the pages, their French, and the files that pages are made of."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from livefeed.assets import Assets
from livefeed.server.typography import spaced
from livefeed.server.words import load_catalogue
from tests.server.html import ASSETS


@pytest.fixture(scope="module")
def messages(root) -> set:
    """What templates and code say: single messages, and pairs of singular and plural."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        root, method_map=methods, options_map=options, directory_filter=lambda path: not path.endswith((".venv", ".git"))
    )  # fmt: skip
    return {message for _, _, message, _, _ in found}


def test_french_says_all_that_english_says_and_nothing_else(messages):
    catalogue = {message.id: message for message in load_catalogue(ASSETS.web, "fr") if message.id}

    assert len(messages) > 50
    assert messages - set(catalogue) == set(), "not translated"
    assert set(catalogue) - messages == set(), "no longer said"


def test_every_translation_is_finished_and_keeps_its_places():
    """Each %(name)s and {name} of the English is in the French, in every form."""
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message in load_catalogue(ASSETS.web, "fr"):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        english = (message.id,) if isinstance(message.id, str) else message.id
        french = (message.string,) if isinstance(message.string, str) else message.string
        assert all(french), message.id
        for form in french:
            assert sorted(places.findall(form)) == sorted(places.findall(english[-1])), form


def test_no_french_line_can_break_before_its_punctuation():
    """In the catalogue, and in what an organiser writes into a coverage file."""
    for message in load_catalogue(ASSETS.web, "fr"):
        for form in [message.string] if isinstance(message.string, str) else message.string:
            assert form == spaced(form, "fr") or not message.id, form

    summary = spaced("À 18 h 47 : « Quoi ? » 61 000 foyers, 5 $ ; http://a.example:80 ok", "fr")
    assert summary == (
        "À 18\xa0h\xa047\xa0: «\u202fQuoi\u202f?\u202f» 61\u202f000 foyers, 5\xa0$\u202f; http://a.example:80 ok"
    )
    assert spaced("Quoi? 5 : 4", "en") == "Quoi? 5 : 4"


def test_no_french_line_can_break_between_a_number_and_its_messages():
    written = (ASSETS.web / "locale/fr/LC_MESSAGES/livefeed.po").read_text(encoding="utf-8")

    assert not re.findall(r"(?:[}]|[)]s) (?:nouveaux? )?messages?\b", written)


def test_static_files_are_named_by_their_content(tmp_path, monkeypatch):
    url = ASSETS.static_url("livefeed.css")
    assert re.fullmatch(r"/static/livefeed\.css\?v=[0-9a-f]{8}", url)
    assert ASSETS.static("livefeed.css").startswith(b":root{")
    assert ASSETS.static("../templates/base.html") is None

    package = tmp_path / "livefeed"
    (package / "_web" / "static").mkdir(parents=True)
    (package / "_web" / "static" / "livefeed.css").write_text("p {}")
    monkeypatch.setattr("livefeed.assets._PACKAGE", package)
    assert Assets().web == package / "_web"
    assert Assets().static_url("livefeed.css") != url
