"""The page Teach: a case made in its form, opened again, and refused where it gives the answer away."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine.teaching import CASES, STAGES, parse_teaching, read_library
from tests.pages.driving import opened, told
from tests.pages.learner import teach

CASE = CASES / "numb-feet-after-surgery.yaml"


def stage(app: AppTest, name: str) -> int:
    app.button_group(key="teach_stage").set_value(name).run()
    return STAGES.index(name)


def test_a_case_made_in_the_form_is_whole_and_is_read_back(app, knowledge):
    wanted = read_library(CASES, knowledge)[CASE.stem]
    teach(app)
    app.text_input(key="teach_title").set_value(wanted.title).run()
    app.text_area(key="teach_goals").set_value("\n".join(wanted.goals)).run()
    app.selectbox(key="teach_top").select(wanted.top_five_from).run()
    for one in wanted.stages:
        number, case = stage(app, one.name), one.case
        app.text_area(key=f"teach_{number}_text").set_value(one.text)
        app.text_area(key=f"teach_{number}_why").set_value(wanted.path[one.name].why)
        app.text_area(key=f"teach_{number}_present").set_value("\n".join(case.present))
        app.text_area(key=f"teach_{number}_absent").set_value("\n".join(case.absent))
        app.text_area(key=f"teach_{number}_history").set_value("\n".join(case.history))
        app.text_area(key=f"teach_{number}_values").set_value("\n".join(f"{name}: {value}" for name, value in case.labs.items()))
        app.text_area(key=f"teach_{number}_drugs").set_value("\n".join(f"{drug.name}; {drug.taken}" for drug in case.medications or ()))
        if number == 0:
            app.text_input(key="teach_0_age").set_value(f"{case.age:g}")
            app.selectbox(key="teach_0_sex").select(case.sex)
            app.text_input(key="teach_0_onset").set_value(case.onset)
        app.multiselect(key=f"teach_{number}_path").set_value(list(wanted.path[one.name].causes)).run()
    app.selectbox(key="teach_cause").select(wanted.truth[0]).run()
    app.text_input(key="teach_detail").set_value(wanted.diagnosis.detail).run()
    app.multiselect(key="teach_look").set_value([cause for cause, _ in wanted.look_alikes]).run()
    for cause, by in wanted.look_alikes:
        app.text_input(key=f"teach_by_{cause}").set_value(by).run()
    app.multiselect(key="teach_sources").set_value(list(wanted.sources)).run()
    made = parse_teaching(app.code[0].value, file="made.yaml", knowledge=knowledge)

    assert not app.exception
    assert [element.value for element in app.success] == [wording.TEACH_GOOD]
    assert made.id == "a-woman-with-numb-feet-and-low-counts"
    assert (made.stages, made.path, made.look_alikes, made.truth) == (wanted.stages, wanted.path, wanted.look_alikes, wanted.truth)


def test_a_page_loaded_anew_goes_on_with_the_case_that_is_being_made(app):
    teach(app).text_area(key="teach_0_text").set_value("A man is tired.").run()
    app.multiselect(key="teach_look").set_value(["lead-poisoning"]).run()
    app.text_input(key="teach_by_lead-poisoning").set_value("no basophilic stippling").run()
    stage(app, "examination")
    app.text_area(key="teach_1_text").set_value("He is pale.").run()
    name = app.query_params["written"]
    name = name[0] if isinstance(name, list) else name

    again = opened(written=name)
    again.query_params["written"] = name
    teach(again)
    assert (again.session_state["teach_0_text"], again.text_area(key="teach_1_text").value) == ("A man is tired.", "He is pale.")
    assert again.text_input(key="teach_by_lead-poisoning").value == "no basophilic stippling"


def test_an_empty_form_is_not_kept(app):
    teach(app).text_input(key="teach_title").set_value("A man").run()
    assert "written" in app.query_params
    app.button(key="teach_clear").click().run()

    assert "written" not in app.query_params


def test_a_form_that_was_cleared_comes_back_with_undo_and_goes_again(app):
    teach(app).text_area(key="teach_0_text").set_value("A man is tired.").run()
    app.multiselect(key="teach_look").set_value(["lead-poisoning"]).run()
    app.button(key="teach_clear").click().run()
    assert (app.text_area(key="teach_0_text").value, app.multiselect(key="teach_look").value) == ("", [])

    app.button(key="teach_undo").click().run()
    assert (app.text_area(key="teach_0_text").value, app.multiselect(key="teach_look").value) == ("A man is tired.", ["lead-poisoning"])
    assert "teach_undo" not in [one.key for one in app.button]


def test_an_opened_case_stands_in_the_form_and_is_written_as_it_was(app, knowledge):
    teach(app)
    app.file_uploader(key="teach_upload").upload(CASE.name, CASE.read_bytes(), "application/yaml").run()
    stage(app, "blood count")

    assert "Hemoglobin: 8.1 g/dL" in app.text_area(key="teach_2_values").value
    written = parse_teaching(app.code[0].value, file="x.yaml", knowledge=knowledge)
    assert replace(written, diagnosis=None) == replace(read_library(CASES, knowledge)[CASE.stem], diagnosis=None)


def test_an_unfinished_case_says_what_is_missing_and_can_be_saved(app):
    teach(app)
    app.text_area(key="teach_0_text").set_value("A man is tired.").run()
    app.text_area(key="teach_0_values").set_value("WBC 2.1").run()

    assert [element.value for element in app.error] == [wording.TEACH_WRONG]
    assert "story: value 1: 'WBC 2.1' is not a name with a value" in told(app)
    app.text_area(key="teach_0_values").set_value("WBC: 2.1 x10^9/L").run()
    assert [element.value for element in app.error] == [wording.TEACH_UNFINISHED]
    assert "Write a second stage; so far there is: story." in told(app)
    assert "Stage story: choose what you think at this stage." in told(app)
    assert "Choose the answer." in told(app)
    assert "allowed:" not in told(app)


def test_what_was_entered_in_a_stage_in_which_nothing_is_told_is_said_to_be_left_out(app):
    teach(app)
    app.file_uploader(key="teach_upload").upload(CASE.name, CASE.read_bytes(), "application/yaml").run()
    assert [element.value for element in app.success] == [wording.TEACH_GOOD]
    number = stage(app, "blood count")
    app.text_area(key=f"teach_{number}_text").set_value("").run()

    assert not app.success
    assert wording.TEACH_LEFT_OUT.format("blood count") in told(app)


def test_everything_of_a_stage_that_cannot_be_read_is_told_and_the_form_can_be_cleared(app):
    teach(app).text_area(key="teach_0_text").set_value("A man is tired.").run()
    app.text_input(key="teach_0_age").set_value("young")
    app.text_area(key="teach_0_values").set_value("WBC 2.1").run()

    assert "story: the age 'young' is not understood" in told(app)
    assert "story: value 1: 'WBC 2.1' is not a name with a value" in told(app)
    app.button(key="teach_clear").click().run()
    assert not app.error


def test_causes_are_found_by_their_abbreviations(app):
    teach(app)

    for chosen in (app.selectbox(key="teach_cause"), app.multiselect(key="teach_look"), app.multiselect(key="teach_0_path")):
        assert any(one.startswith("Thrombotic thrombocytopenic purpura (") and "TTP" in one for one in chosen.options)


@pytest.mark.parametrize(("typed", "age"), [("54", 54), ("1,5", 1.5), ("8 months", 0.6667)])
def test_an_age_is_read_as_people_write_it(typed, age, app):
    teach(app).text_area(key="teach_0_text").set_value("Somebody is pale.").run()
    app.text_input(key="teach_0_age").set_value(typed).run()

    assert f"age: {age}" in app.code[0].value


def test_an_age_that_cannot_be_read_is_told_and_stays_as_typed(app):
    teach(app).text_area(key="teach_0_text").set_value("Somebody is pale.").run()
    app.text_input(key="teach_0_age").set_value("young").run()

    assert not app.exception
    assert app.text_input(key="teach_0_age").value == "young"
    assert any("the age 'young' is not understood" in element.value for element in app.text)


def test_a_title_that_gives_the_answer_away_is_refused(app):
    teach(app)
    app.file_uploader(key="teach_upload").upload(CASE.name, CASE.read_bytes(), "application/yaml").run()
    app.text_input(key="teach_title").set_value("A woman with copper deficiency").run()

    assert "gives an answer away" in told(app)


def test_a_file_that_is_no_teaching_case_leaves_the_form_as_it_is(app):
    teach(app)
    app.text_input(key="teach_title").set_value("Mine").run()
    app.file_uploader(key="teach_upload").upload("x.yaml", b"{format: 1, id: x}", "application/yaml").run()

    assert wording.NOT_OPENED in told(app)
    assert app.text_input(key="teach_title").value == "Mine"
