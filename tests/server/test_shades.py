"""Colours: read, compared as WCAG does, and moved until text can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefeed.server.shades import ENOUGH, contrast, legible, read_colour

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_recommendation():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b5570", "#0b5570") == 1


def test_colours_are_read_short_and_long():
    assert read_colour("ABC") == "#aabbcc"
    assert read_colour("#0B5570") == "#0b5570"
    for wrong in ("red", "#12345", "", "#0b5570;}", "url(x)", "٠٠٠"):
        with pytest.raises(ValueError, match="is no colour"):
            read_colour(wrong)


@given(COLOURS, COLOURS)
def test_what_comes_out_can_be_read_and_what_could_be_read_stays(ink, ground):
    shown = legible(ink, ground)

    assert contrast(shown, ground) >= ENOUGH
    if contrast(ink, ground) >= ENOUGH:
        assert shown == ink
