"""Teaching cases: read strictly, told stage by stage without what comes later, and each ranked as its author says."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from engine import CaseError, rank
from engine.reasoning import gather
from engine.teaching import CASES, STAGES, Guess, parse_teaching, read_library
from engine.teaching.library import not_understood
from engine.teaching.naming import Names

NUMB_FEET = "numb-feet-after-surgery"
WRITTEN = sorted(path.stem for path in CASES.glob("*.yaml"))
MOST = 5


@pytest.fixture(scope="module")
def library(knowledge):
    return read_library(CASES, knowledge)


@pytest.fixture(scope="module")
def names(knowledge) -> Names:
    return Names.of(knowledge)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_case_is_ranked_among_five_from_where_its_author_says_and_first_at_the_end(name, library, knowledge):
    case = library[name]
    stages = [stage.name for stage in case.stages]
    places = {stage: case.place(stage, knowledge) for stage in stages[stages.index(case.top_five_from):]}

    assert {stage: place for stage, place in places.items() if place is None or place > MOST} == {}
    assert places[stages[-1]] == 1


@pytest.mark.parametrize("name", WRITTEN)
def test_neither_id_nor_title_of_a_case_names_a_cause_or_hints_at_its_own(name, library, names):
    case = library[name]
    for text in (case.id, case.title):
        assert names.said(text) is None
        assert names.hinted(text, list(case.truth)) is None


@pytest.mark.parametrize("name", WRITTEN)
def test_every_entry_of_a_case_is_understood(name, library, knowledge):
    assert not_understood(library[name], knowledge) == ()


@pytest.mark.parametrize("name", WRITTEN)
def test_every_number_that_the_engine_reads_stands_in_the_story(name, library):
    told, missing = "", []
    for stage in library[name].stages:
        told += f" {stage.text.replace(',', '')}"
        numbers = {value: re.search(r"[\d.]+", value) for value in stage.case.labs.values()}
        missing += [value for value, found in numbers.items() if found and not re.search(rf"(?<![\d.]){re.escape(found[0])}(?!\d|\.\d)", told)]

    assert missing == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_case_does_not_contradict_itself(name, library, knowledge):
    case = library[name]
    for stage in case.stages:
        assert rank(gather(case.at(stage.name), knowledge), knowledge).evidence.observations.conflicts == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_case_as_far_as_it_is_opened_holds_neither_its_goals_nor_its_end(name, library):
    case = library[name]
    for count in range(1, len(case.stages) + 1):
        held = repr(case.opened(count))

        assert [text for text in (*case.goals, *(thought.why for thought in case.path.values()), *(by for _, by in case.look_alikes))
                if repr(text)[1:-1] in held] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_a_stage_is_known_with_all_before_it_and_nothing_after_it(name, library):
    case = library[name]
    for number, stage in enumerate(case.stages, start=1):
        later = replace(case, stages=case.stages[:number] + tuple(replace(one, text="", case=case.stages[0].case) for one in case.stages[number:]))

        assert case.at(stage.name) == later.at(stage.name)
        assert case.opened(number).stages == case.stages[:number]
        for entry in stage.case.entries():
            assert entry in case.at(stage.name).entries()
        for value in stage.case.labs.items():
            assert value in case.at(stage.name).labs.items()


def test_a_value_given_again_replaces_the_earlier_one_and_lists_grow(knowledge):
    case = parsed(knowledge, lambda content: content["stages"][3]["case"].update(labs={"WBC": "5 x10^9/L"}, present=["night sweats"]))

    assert (case.at("blood count").labs["WBC"], case.at("first tests").labs["WBC"]) == ("2.3 x10^9/L", "5 x10^9/L")
    assert case.at("first tests").present == (*case.at("blood count").present, "night sweats")


def test_only_stages_that_there_are_can_be_opened(library):
    case = library[NUMB_FEET]
    for count in (0, len(case.stages) + 1):
        with pytest.raises(ValueError, match=f"^{count} stages of 'numb-feet-after-surgery' were asked for; allowed: 1 to 5$"):
            case.opened(count)
    with pytest.raises(ValueError, match="is not in list"):
        case.at("autopsy")


def test_other_names_that_the_author_accepts_are_scored_as_the_diagnosis(knowledge):
    case = parsed(knowledge, lambda content: content["diagnosis"].update(also_correct=["myelodysplastic syndrome"]))
    answer = (Guess("hypoplastic-myelodysplastic-syndrome", 0.3), Guess("zinc-induced-copper-deficiency", 0.2), Guess("copper-deficiency", 0.25))

    assert case.truth == ("copper-deficiency", "myelodysplastic-syndrome")
    assert case.judged(answer, knowledge) == (Guess("copper-deficiency", 0.55), Guess("zinc-induced-copper-deficiency", 0.2))


def test_there_is_no_library_without_a_folder(tmp_path, knowledge):
    assert read_library(tmp_path / "none", knowledge) == {}


def content_of(name: str = NUMB_FEET) -> dict:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def parsed(knowledge, change, *, stem: str | None = None):
    content = content_of()
    change(content)
    return parse_teaching(yaml.safe_dump(content, sort_keys=False, width=1000), file="case.yaml", stem=stem, knowledge=knowledge)


def in_stage(number: int, **new):
    return lambda content: content["stages"][number].update(new)


def answer(**new):
    return lambda content: content["diagnosis"].update(new)


def changes(**new):
    return lambda content: content.update(new)


def without(part: str, number: int):
    return lambda content: content[part].pop(number)


ORDER = "allowed: each once, in this order: story, examination, blood count, first tests, confirming test; move it"
NO_CAUSE = "'gremlins' names no cause known here; allowed: a name, synonym or id of a cause; choose one of `python -m engine causes`"
GIVEN_AWAY = "which gives an answer away; allowed: words that name no cause; rename the case"


@pytest.mark.parametrize(("change", "message"), [
    pytest.param(changes(titel="x"), "unknown key 'titel'; allowed: format, id, title, difficulty, goals, stages, diagnosis, path, look_alikes, "
                 "top_five_from, sources; did you mean 'title'?", id="an unknown key"),
    pytest.param(in_stage(0, case={"labs": {}, "presnt": ["fever"]}), "unknown key 'presnt'", id="an unknown key of a stage"),
    pytest.param(in_stage(1, stage="autopsy"), "'stage' is 'autopsy'; allowed: story, examination, blood count, first tests, confirming test; "
                 "correct it", id="a stage nobody knows"),
    pytest.param(in_stage(2, stage="examination"), f"stage 'examination' stands after 'examination'; {ORDER}", id="a stage twice"),
    pytest.param(in_stage(1, stage="first tests"), f"stage 'blood count' stands after 'first tests'; {ORDER}", id="stages out of order"),
    pytest.param(without("stages", 0), "the first stage is 'examination'; allowed: story; begin with it", id="no story"),
    pytest.param(without("path", 4), "'path' has the stages story, examination, blood count, first tests; allowed: those of the case, "
                 "story, examination, blood count, first tests, confirming test; say at each what you think", id="a path that stops early"),
    pytest.param(answer(cause="gremlins"), NO_CAUSE, id="an unknown diagnosis"),
    pytest.param(answer(cause="coper deficiency"), "did you mean 'Copper deficiency'?", id="a misspelled diagnosis"),
    pytest.param(answer(also_correct=["gremlins"]), NO_CAUSE, id="an unknown name that is also correct"),
    pytest.param(lambda content: content["path"][1].update(causes=["gremlins"]), NO_CAUSE, id="an unknown cause of the path"),
    pytest.param(lambda content: content["look_alikes"][0].update(cause="gremlins"), NO_CAUSE, id="an unknown look-alike"),
    pytest.param(changes(title="A woman with hypocupremia"), f"'title' says 'hypocupremia', {GIVEN_AWAY}", id="a title with a synonym of the answer"),
    pytest.param(changes(title="A woman and her copper kettle"), f"'title' says 'copper', {GIVEN_AWAY}", id="a title with a word of the answer"),
    pytest.param(changes(title="Low counts in malaria season"), f"'title' says 'malaria', {GIVEN_AWAY}", id="a title with another cause"),
    pytest.param(changes(id="copper-deficiency-01"), f"'id' says 'copper deficiency', {GIVEN_AWAY}", id="an id with the answer"),
    pytest.param(changes(id="Numb Feet"), "'id' is 'Numb Feet'; allowed: an id of small letters and digits joined by hyphens",
                 id="an id that is no id"),
    pytest.param(changes(sources=["coppermayo"]), "source 'coppermayo' is not known; allowed: a key of sources.yaml; did you mean 'coppermayo2005'?",
                 id="an unknown source"),
    pytest.param(changes(top_five_from="autopsy"), "'top_five_from' is 'autopsy'", id="a promise from a stage nobody knows"),
    pytest.param(changes(difficulty="brutal"), "'difficulty' is 'brutal'; allowed: easy, moderate, hard; correct it", id="an unknown difficulty"),
    pytest.param(lambda content: content.pop("goals"), "key 'goals' is missing; add it", id="no goals"),
    pytest.param(in_stage(2, case={"labs": ["WBC 2"]}), "'labs' holds a list; allowed: names with values", id="a list for values"),
    pytest.param(in_stage(0, case={"age": 200}), "'age' is 200; allowed: a number from 0 to 130; correct it or leave it out", id="an impossible age"),
])
def test_a_wrong_case_is_refused_with_its_place_and_what_to_do(change, message, knowledge):
    with pytest.raises(CaseError) as caught:
        parsed(knowledge, change)

    assert message in str(caught.value)
    assert all(problem.file == "case.yaml" and problem.line > 0 and problem.column > 0 for problem in caught.value.problems)


def test_a_promise_about_a_stage_that_the_case_does_not_have_is_refused(knowledge):
    def change(content: dict) -> None:
        content["stages"].pop(2)
        content["path"].pop(2)
    with pytest.raises(CaseError, match="'top_five_from' is 'blood count'; allowed: story, examination, first tests, confirming test; choose one$"):
        parsed(knowledge, change)


def test_a_key_that_stands_twice_is_refused(knowledge):
    text = (CASES / f"{NUMB_FEET}.yaml").read_text(encoding="utf-8") + "title: Another title\n"
    with pytest.raises(CaseError, match="title"):
        parse_teaching(text, file="case.yaml", knowledge=knowledge)


def test_an_id_that_is_not_the_name_of_the_file_is_refused(knowledge):
    message = "^case.yaml:2:5: 'id' is 'numb-feet-after-surgery'; allowed: the name of the file, 'other'; rename one of them$"
    with pytest.raises(CaseError, match=message):
        parsed(knowledge, lambda content: None, stem="other")


def test_all_problems_of_all_files_are_told_at_once(tmp_path, knowledge):
    for name, title in (("one", "Malaria"), ("two", "Dengue")):
        content = {**content_of(), "id": name, "title": title, "sources": ["nobody"]}
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_library(tmp_path, knowledge)

    assert {Path(problem.file).stem for problem in caught.value.problems} == {"one", "two"}
    assert len(caught.value.problems) == 4


def test_the_stages_have_one_order():
    assert STAGES == ("story", "examination", "blood count", "first tests", "confirming test")


@pytest.mark.parametrize(("text", "said"), [
    ("A man with ITP", "itp"), ("lead-poisoning in a painter", "lead poisoning"), ("A tired man", None), ("", None),
])
def test_a_name_in_a_text_is_found_whatever_its_spelling(text, said, names):
    assert names.said(text) == said


def test_the_check_command_reads_the_teaching_cases(tmp_path, monkeypatch, capsys):
    from engine.cli import checking

    (tmp_path / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    monkeypatch.setattr(checking, "CASES", tmp_path)
    with pytest.raises(CaseError, match="bad.yaml:1:1: key 'title' is missing; add it"):
        checking.run(None, notes=False)


def test_the_check_command_names_a_teaching_case_from_the_repository_wherever_it_is_run(tmp_path, monkeypatch):
    from engine.cli import checking

    folder = tmp_path / "cases" / "teaching"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    for place, given in ((tmp_path, folder), (folder, folder), (Path("/"), folder), (tmp_path, Path("cases/teaching")), (folder, Path())):
        monkeypatch.chdir(place)
        monkeypatch.setattr(checking, "CASES", given)
        with pytest.raises(CaseError) as caught:
            checking.run(None, notes=False)

        assert {str(one).split(" ")[0] for one in caught.value.problems} == {"cases/teaching/bad.yaml:1:1:"}


def test_the_check_command_prints_no_absolute_path(tmp_path):
    """The command itself, run from another folder on rules of its own, with a spoiled case beside the project's own."""
    root = Path(__file__).parents[2]
    for name in ("engine", "rules"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "cases" / "teaching").mkdir(parents=True)
    (tmp_path / "cases" / "teaching" / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    checked = subprocess.run([sys.executable, "-m", "engine", "check"], cwd=tmp_path / "cases", capture_output=True, text=True,
                             env={**os.environ, "PYTHONPATH": str(tmp_path)})
    lines = checked.stderr.splitlines()

    assert checked.returncode == 1
    assert "cases/teaching/bad.yaml:1:1: key 'title' is missing; add it" in lines
    assert str(tmp_path) not in checked.stdout + checked.stderr
