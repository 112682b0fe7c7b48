"""Values as they are told: no unit twice, and no exponent."""

import pytest

from engine import Case, gather
from engine.reasoning.values import told_value


@pytest.mark.parametrize(("name", "printed", "told"), [
    ("INR", "1.9", "INR 1.9 (high"), ("Ferritin", "18000 ng/mL", "Ferritin 18000 ng/mL (high"),
    ("Platelets", "80 x10^9/L", "Platelets 80 10^9/L (low")])
def test_a_value_has_its_unit_once_and_no_exponent(name, printed, told, knowledge):
    [level] = [one for one in gather(Case(labs={name: printed}), knowledge).observations.levels.values() if one.quantity]

    assert told_value(level, knowledge).startswith(told)


def test_a_value_that_was_worked_out_has_the_figures_of_its_derivation_and_a_printed_one_its_own(knowledge):
    seen = gather(Case(labs={"reticulocytes": "0.37 %", "hematocrit": "24 %", "platelets": "1234 x10^9/L"}), knowledge).observations
    corrected = seen.levels["corrected-reticulocyte-percent"]

    assert " 0.197 = " in corrected.derivation
    assert told_value(corrected, knowledge).startswith("Reticulocytes, corrected percent 0.197 % (")
    assert told_value(seen.levels["platelets"], knowledge).startswith("Platelets 1234 10^9/L")
