"""A class on the page Teach: files of several learners, read together."""

from app_parts.class_view import to_csv
from engine.teaching.record import Answer, write_progress
from tests.pages.driving import told
from tests.pages.learner import an_answer, teach


def by(first: str, truth: str, seed: int) -> Answer:
    return an_answer(days_ago=1, seed=seed, first=first, truth=truth)


def test_a_class_is_read_from_several_files_each_answer_once(app):
    teach(app)
    app.button_group(key="teach_kind").set_value("See a class").run()
    first, second = (by("folate-deficiency", "copper-deficiency", 1), by("folate-deficiency", "copper-deficiency", 2)), (
        by("copper-deficiency", "copper-deficiency", 3),)
    files = [("a.json", write_progress("a", first)), ("again.json", write_progress("a", first)), ("b.json", write_progress("b", second)),
             ("bad.json", write_progress("c", second)[:-30])]
    for name, text in files:
        app.file_uploader(key="class_files").upload(name, text.encode(), "application/json")
    app.run()

    assert not app.exception
    assert "**2 learners, 3 answers**" in told(app)
    assert "1 of 4 files was left out." in told(app)
    assert "bad.json: this is not whole JSON" in told(app)


def test_the_results_of_a_class_can_be_taken_along_one_row_an_answer(knowledge):
    answers = by("folate-deficiency", "copper-deficiency", 1), by("copper-deficiency", "copper-deficiency", 2)
    head, first, second = to_csv(answers, knowledge).splitlines()

    assert head.startswith("page,topic,true cause,put first,")
    assert "Folate deficiency" in first
    assert [row.count("Copper deficiency") for row in (first, second)] == [1, 2]
    assert all(one.case not in first + second for one in answers)
