"""After the list is committed: the cause, what the engine makes of the case and why, scores with their rules, and what to look at again."""

from collections.abc import Sequence

import streamlit as st

from engine import Knowledge, candidates, explain, gather, rank
from engine.reasoning import Ranking
from engine.teaching import (
    Guess,
    Spoiled,
    Vignette,
    anchoring,
    base_rate_neglect,
    brier_score,
    calibration,
    contrast,
    found,
    log_score,
    place,
    premature_closure,
)

from . import progress, wording
from .practice import answers
from .practice_answer import suspect_label
from .reasons import in_brief, open_page

_SHOWN = 5
_DIFFERENCES = 7
_LEAST_STATED = 5


def feedback(shown: Vignette, answer: tuple[Guess, ...], rules: Knowledge) -> None:
    """Everything that is said of a committed list."""
    ranking = rank(gather(shown.file.case, rules), rules)
    truth = rules.column(shown.leaf)
    st.subheader("It was drawn from", anchor=False)
    st.markdown(f"**{wording.plain(rules.leaves[truth].name)}**")
    cause = rules.leaves[truth].causes[0]
    st.button("All that is known of it", key=f"page_{cause}", icon=":material/menu_book:", type="tertiary", on_click=open_page, args=(cause,))
    _scores(shown, answer, rules)
    _engine(shown, answer, ranking, rules)
    _contrast(answer, ranking, truth, rules)
    _habits(answer, ranking, rules)
    session(rules)
    if said := progress.trouble():
        st.warning(wording.PROGRESS_NOT_KEPT, icon=":material/warning:")
        st.text(said)


def _scores(shown: Vignette, answer: Sequence[Guess], rules: Knowledge) -> None:
    st.subheader("Scores", anchor=False)
    st.markdown("You wrote: " + "; ".join(f"{wording.plain(rules.causes[one.cause].name)} {wording.percent(one.probability)}" for one in answer))
    for score in (place(answer, shown.leaf, rules), log_score(answer, shown.leaf, rules), brier_score(answer, shown.leaf, rules)):
        value = "not on the list" if score.value is None else f"{score.value:g}" if isinstance(score.value, int) else f"{score.value:.2f}"
        st.markdown(f"- **{score.name}: {value}**, because {wording.plain(score.reason)}  \n  :gray[{wording.plain(score.rule)}]")


def _engine(shown: Vignette, answer: Sequence[Guess], ranking: Ranking, rules: Knowledge) -> None:
    st.subheader("What the engine makes of it", anchor=False)
    rows = candidates(ranking, rules, top=_SHOWN)
    listed = {one.cause for one in answer}
    for number, row in enumerate(rows, start=1):
        names = {name for leaf in row.leaves for name in rules.leaves[rules.column(leaf.id)].causes}
        mark = "" if names & listed else " · :material/playlist_add: not on your list"
        st.markdown(f"{number}\\. **{wording.plain(row.name)}** {wording.percent(row.probability)}{mark}")
        st.caption(in_brief(row))
    if shown.place > _SHOWN:
        st.caption(f"The engine has the true cause at place {shown.place}: people differ, and this one was not typical.")
    st.caption(wording.WEIGHT_HELP)


def _contrast(answer: Sequence[Guess], ranking: Ranking, truth: int, rules: Knowledge) -> None:
    """Hold the learner's first cause against the true one; where they are the same, the true one against the best other."""
    first = _column(answer[0].cause, ranking, rules)
    own = rules.leaves[first].family == rules.leaves[truth].family
    if own:
        others = (int(number) for number in (-ranking.probability[:-1]).argsort())
        first = next(number for number in others if rules.leaves[number].family != rules.leaves[truth].family)
    names = [wording.plain(rules.leaves[number].name) for number in (truth, first)]
    st.subheader("What separates them", anchor=False)
    st.markdown(f"**{names[0]}** beside {'its closest look-alike' if own else 'your first'}, **{names[1]}**:")
    lines = []
    for one in contrast(ranking, truth, first, rules)[:_DIFFERENCES]:
        if abs(one.favors_first) >= rules.model["tell_weight"]:
            state = f", {one.state}" if one.reason.kind == "finding" and one.state != "present" else ""
            lines.append(f"- {wording.signed(one.favors_first)} ({wording.times(one.favors_first)}) {wording.plain(one.label + state)}: "
                         f"for {names[0] if one.favors_first > 0 else names[1]}")
    st.markdown("\n".join(lines) or "Nothing that is told separates them.")
    if not own:
        told = explain(ranking, first, rules)
        if told.unexplained:
            st.markdown(f"**Your first leaves unexplained:** {wording.plain('; '.join(told.unexplained))}")
        if told.expected:
            st.markdown(f"**Expected with your first and not told:** {wording.plain('; '.join(one.label for one in told.expected))}")
    for other, by in rules.causes[rules.leaves[truth].causes[0]].look_alikes:
        if other in rules.leaves[first].causes:
            st.markdown(f":material/compare_arrows: Told apart by {wording.plain(by)}")


def _column(cause: str, ranking: Ranking, rules: Knowledge) -> int:
    """Return the most probable leaf that a named cause stands for."""
    own = [number for number, leaf in enumerate(rules.leaves[:-1]) if cause in leaf.causes]
    return max(own, key=lambda number: float(ranking.probability[number]))


def _habits(answer: Sequence[Guess], ranking: Ranking, rules: Knowledge) -> None:
    st.subheader("Habits to watch", anchor=False)
    marks = {True: (":material/flag:", "seen"), False: (":material/check:", "not seen"), None: (":material/horizontal_rule:", "not judged")}
    judged = (premature_closure(answer, ranking, rules), anchoring(None, answer, None, ranking, rules), base_rate_neglect(answer, ranking, rules))
    for habit in judged:
        icon, said = marks[habit.found]
        st.markdown(f"- {icon} **{habit.name}: {said}**: {wording.plain(habit.reason)}  \n  :gray[{wording.plain(habit.rule)}]")
    st.caption(wording.PRACTICE_HABITS)


def session(rules: Knowledge) -> None:
    """How the probabilities of all answers of this session held."""
    given = list(answers().values())
    if sum(len(answer) for answer, _ in given) < _LEAST_STATED:
        return
    with st.expander(f"Your calibration over {len(given)} {'case' if len(given) == 1 else 'cases'} of this session", key="practice_calibration"):
        rows = [{"you said": f"{one.low:.0%} to {one.high:.0%}", "times": str(one.count), "mean": f"{one.stated:.0%}", "true": f"{one.true:.0%}",
                 "expected by chance": f"{one.band[0]:.0%} to {one.band[1]:.0%}"} for one in calibration(given, rules)]
        st.table(rows, alt="Probabilities that you gave, and how often they were true", border="horizontal")
        st.caption(wording.PRACTICE_CALIBRATION)


def confession(exercise: Spoiled, chosen: str, shown: Vignette, rules: Knowledge) -> None:
    """Say which number was made wrong, and why the exercise is there."""
    right = found(exercise, chosen)
    wrong = next(one for one in exercise.suspects if one.key == exercise.answer)
    st.subheader(":material/check: You found it" if right else ":material/close: It was another", anchor=False)
    st.markdown(f"Made wrong: {suspect_label(wrong.key, wrong.label, wrong.weight)}. "
                f"It should be: {suspect_label(wrong.key, wrong.label, exercise.right)}.")
    st.markdown(f"The case was drawn from **{wording.plain(rules.leaves[rules.column(shown.leaf)].name)}**.")
    st.markdown(wording.PRACTICE_WHY_DOUBT)
