"""Names as they are compared, all of a set of rules at once."""

from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.name_check import comparable


def one_by_one(name):
    """The same, word by word."""
    def singular(word):
        return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word

    return " ".join(map(singular, name.casefold().replace("-", " ").split()))


@given(st.lists(st.text(st.sampled_from("AbsSuiéß -\n\tx"), max_size=12)))
def test_names_together_compare_as_one_by_one(names):
    assert comparable(names) == {name: one_by_one(name) for name in names}


def test_rules_without_any_name_have_none_to_compare():
    assert comparable([]) == {}
