"""After the last stage: what it was, scores with their rules, what separates the first two, habits; each stage in `learn_stages`."""

import streamlit as st

from engine import Knowledge, gather, rank
from engine.reasoning import Ranking
from engine.teaching import Habit, TeachingCase, anchoring, base_rate_neglect, brier_score, given, log_score, place, premature_closure
from engine.teaching.feedback import best_other, column_of
from engine.teaching.habits import probability_of
from engine.teaching.standings import place_of

from . import learn_stages, progress, vocabulary, wording
from .learn import Taken
from .practice_feedback import MARKS, differences, score_value, session
from .reasons import cited, open_page


def feedback(case: TeachingCase, so_far: Taken, rules: Knowledge) -> None:
    """Everything that is said of a finished case."""
    rankings = [rank(gather(case.at(stage.name), rules), rules) for stage in case.stages]
    _what_it_was(case, rules)
    _scores(case, so_far, rankings, rules)
    learn_stages.stages(case, so_far, rankings, rules)
    _contrast(case, so_far, rankings[-1], rules)
    _habits(so_far, rankings, case, rules)
    session(rules)
    if said := progress.trouble():
        st.warning(wording.PROGRESS_NOT_KEPT, icon=":material/warning:")
        st.text(said)


def _what_it_was(case: TeachingCase, rules: Knowledge) -> None:
    cause = rules.causes[case.truth[0]]
    st.header("What it was", anchor=False)
    detail = f": {wording.plain(case.diagnosis.detail)}" if case.diagnosis.detail else ""
    st.markdown(f"**{wording.plain(cause.name)}**{detail}.")
    if len(case.truth) > 1:
        st.markdown(f"Also right: {wording.plain('; '.join(rules.causes[name].name for name in case.truth[1:]))}.")
    st.markdown("\n".join(["What this case is for:\n", *(f"- {wording.plain(goal)}" for goal in case.goals)]))
    st.markdown("After: " + " · ".join(cited(key, rules) for key in case.sources))
    st.button("All that is known of it", key=f"page_{cause.id}", icon=":material/menu_book:", type="tertiary", on_click=open_page, args=(cause.id,))


def _scores(case: TeachingCase, so_far: Taken, rankings: list[Ranking], rules: Knowledge) -> None:
    """A row a stage, and below it the rules; the reasons stand with each stage."""
    st.header("Scores", anchor=False)
    rows, rules_told = [], {}
    truth = case.truth[0]
    for stage, listed, ranking in zip(case.stages, so_far.lists, rankings, strict=True):
        answer = case.judged(listed, rules)
        scores = (place(answer, truth, rules), log_score(answer, truth, rules), brier_score(answer, truth, rules))
        rules_told |= {one.name: one.rule for one in scores}
        at, log, brier = (score_value(one) for one in scores)
        rows.append({"stage": stage.name, "you": _standing(wording.share(given(answer, truth, rules)), at), "log": log, "Brier": brier,
                     "engine": _standing(wording.percent(probability_of(truth, ranking, rules), rules), str(place_of(truth, ranking, rules)))})
    st.table(rows, alt="Scores of your list at each stage, and the engine's view beside", border="horizontal")
    told = ["You, engine: the probability of the right cause, all its names together, and its place.",
            *(f"{name}: {wording.plain(rule)}" for name, rule in rules_told.items())]
    st.caption("  \n".join(told))


def _standing(share: str, at: str) -> str:
    return f"{wording.plain(share)}, {f'place {at}' if at.isdigit() else at}"


def _contrast(case: TeachingCase, so_far: Taken, ranking: Ranking, rules: Knowledge) -> None:
    """The first two of the last list; with only one on it, that one beside the engine's best other."""
    st.header("What separates your first two", anchor=False)
    columns = [column_of(one.cause, ranking, rules) for one in so_far.lists[-1][:2]]
    if len(columns) == 1:
        columns.append(best_other(columns[0], ranking, rules))
        st.caption("Your last list has one cause; beside it stands the engine's best other one.")
    names = [rules.causes[one.cause].name for one in so_far.lists[-1][:2]] + [rules.leaves[columns[1]].name]
    st.markdown(" beside ".join(f"**{wording.plain(name)}**" for name in names[:2]) + ", by everything that was told:")
    differences(ranking, *columns, rules, names=names[:2])
    st.markdown("\n".join(["The author on look-alikes:\n", *(f"- **{wording.plain(rules.causes[cause].name)}**: {wording.plain(by)}"
                                                            for cause, by in case.look_alikes)]))


def _habits(so_far: Taken, rankings: list[Ranking], case: TeachingCase, rules: Knowledge) -> None:
    """Each habit once: at which stages its rule found it, why, and the rule."""
    st.header("Habits to watch", anchor=False)
    lists, stages = so_far.lists, [stage.name for stage in case.stages]
    anchored = [anchoring(lists[number - 1] if number else None, lists[number], rankings[number - 1] if number else None, rankings[number], rules)
                for number in range(len(lists))]
    for judged in ([premature_closure(answer, ranking, rules) for answer, ranking in zip(lists, rankings, strict=True)], anchored,
                   [base_rate_neglect(answer, ranking, rules) for answer, ranking in zip(lists, rankings, strict=True)]):
        _habit(judged, stages)
    st.caption(wording.PRACTICE_HABITS)
    vocabulary.ways(vocabulary.HABITS, rules)


def _habit(judged: list[Habit], stages: list[str]) -> None:
    seen = [(stage, one) for stage, one in zip(stages, judged, strict=True) if one.found]
    icon, said = MARKS[bool(seen)]
    shown = seen or [(stages[-1], judged[-1])]
    lines = "".join(f"  \n{stage}: {wording.plain(one.reason)}" for stage, one in shown)
    st.markdown(f"- {icon} **{judged[0].name}: {said}**{lines}  \n  :gray[{wording.plain(judged[0].rule)}]")
