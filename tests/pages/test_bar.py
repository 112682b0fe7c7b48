"""The foot of a page with a ranking: what of a long name stays."""

from types import SimpleNamespace

import pytest

from app_parts import bar


@pytest.mark.parametrize(("name", "shown"), [
    ("Copper deficiency", "Copper deficiency"),
    ("Chronic lymphocytic leukemia with autoimmune hemolytic anemia", "Chronic… with autoimmune hemolytic anemia"),
    ("Systemic lupus erythematosus with antiphospholipid syndrome", "Systemic lupus… with antiphospholipid syndrome"),
    ("Hepatitis C infection with hypersplenism from portal hypertension", "Hepatitis C infection with hypersplenism from…"),
    ("Drug-induced immune thrombocytopenia (trimethoprim-sulfamethoxazole)", "Drug-induced immune thrombocytopenia…")])
def test_of_a_long_name_that_stays_which_tells_it_from_others(name, shown, knowledge):
    line = bar.told([SimpleNamespace(name=name, probability=0.62)], knowledge)

    assert line == f":small[1\\. {shown} **62%**]".translate(str.maketrans(" -", "\u00a0\u2011"))


def test_a_line_that_breaks_between_two_causes_begins_with_the_number(knowledge):
    rows = [SimpleNamespace(name=name, probability=0.4) for name in ("Copper deficiency", "Folate deficiency")]

    assert [part[0] for part in bar.told(rows, knowledge).removeprefix(":small[").split(" ")] == ["1", "2"]
