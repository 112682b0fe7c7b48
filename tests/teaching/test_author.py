"""Teaching cases as they are written: read back the same, their promises kept, lines of the form understood."""

import pytest

from engine.teaching import CASES, parse_teaching, read_library
from engine.teaching.author import broken_promises, id_of, read_drugs, read_values, write_teaching

CASE = "numb-feet-after-surgery"


def test_every_case_of_the_library_is_the_same_after_it_was_written(knowledge):
    library = read_library(CASES, knowledge)

    assert library
    assert {name: parse_teaching(write_teaching(case, knowledge), file=name, knowledge=knowledge) for name, case in library.items()} == library


def test_a_promise_that_the_engine_does_not_keep_is_told(knowledge):
    case = read_library(CASES, knowledge)[CASE]
    text = write_teaching(case, knowledge).replace("cause: copper deficiency\n  detail", "cause: Fanconi anemia\n  detail")
    broken = broken_promises(parse_teaching(text, file="x.yaml", knowledge=knowledge), knowledge)

    assert [line.split(":")[0] for line in broken] == ["blood count", "first tests", "confirming test"]
    assert "promised: the first;" in broken[-1]


@pytest.mark.parametrize(("title", "name"), [("A man, 52, with Sjögren-like eyes", "a-man-52-with-sjogren-like-eyes"), (" ?! ", "my-case")])
def test_an_id_is_made_of_the_title(title, name):
    assert id_of(title) == name


def test_lines_of_values_and_drugs_are_read():
    assert read_values("WBC: 2.1 x10^9/L\n\n MCV : 98 fL ") == {"WBC": "2.1 x10^9/L", "MCV": "98 fL"}
    assert [(one.name, one.taken) for one in read_drugs("methimazole; for 6 weeks\naspirin", none_taken=False)] == [
        ("methimazole", "for 6 weeks"), ("aspirin", "")]
    assert (read_drugs("", none_taken=False), read_drugs("", none_taken=True)) == (None, ())
