"""The list of rules that `make mutants` breaks, which takes hours to run whole, moves with the code.

Not among the tests of the engine: these run on broken copies, where this one would fail for every mutant.
"""

from pathlib import Path

import pytest

from tests.mutants.rules import MUTANTS

ENGINE = Path(__file__).parents[1] / "livefeed" / "engine"


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.rule for mutant in MUTANTS])
def test_what_a_mutant_breaks_stands_once(mutant):
    assert (ENGINE / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert mutant.new != mutant.old
