"""After the list is committed: the cause, what the engine makes of the case and why, scores with their rules, and what to look at again."""

from collections.abc import Sequence

import streamlit as st

from engine import Knowledge, explain, gather, rank
from engine.reasoning import Ranking
from engine.teaching import (
    Guess,
    Score,
    Spoiled,
    Vignette,
    anchoring,
    base_rate_neglect,
    brier_score,
    calibration,
    contrast,
    found,
    is_true,
    log_score,
    place,
    premature_closure,
)
from engine.teaching.feedback import best_other, column_of
from engine.teaching.standings import standings

from . import progress, vocabulary, wording
from .learn_stages import told
from .practice import answers
from .practice_answer import suspect_label
from .reasons import in_brief, open_page

_SHOWN = 5
_DIFFERENCES = 7
_LEAST_STATED = 5
MARKS = {True: (":material/flag:", "seen"), False: (":material/check:", "not seen"), None: (":material/horizontal_rule:", "not judged")}
"""How a habit is shown that was found, not found, or cannot be judged."""


def feedback(shown: Vignette, answer: tuple[Guess, ...], rules: Knowledge) -> None:
    """Everything that is said of a committed list."""
    ranking = rank(gather(shown.file.case, rules), rules)
    truth = rules.column(shown.leaf)
    st.header("It was drawn from", anchor=False)
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
    st.header("Scores", anchor=False)
    st.markdown("You wrote: " + "; ".join(f"{wording.plain(rules.causes[one.cause].name)} {wording.share(one.probability)}" for one in answer))
    for score in (place(answer, shown.leaf, rules), log_score(answer, shown.leaf, rules), brier_score(answer, shown.leaf, rules)):
        st.markdown(f"- **{score.name}: {score_value(score)}**, because {wording.plain(score.reason)}  \n  :gray[{wording.plain(score.rule)}]")


def score_value(score: Score) -> str:
    """Return the figure of a score as it is shown."""
    return "not on the list" if score.value is None else f"{score.value:g}" if isinstance(score.value, int) else f"{score.value:.2f}"


def _engine(shown: Vignette, answer: Sequence[Guess], ranking: Ranking, rules: Knowledge) -> None:
    st.header("What the engine makes of it", anchor=False)
    listed, cause = {one.cause for one in answer}, rules.leaves[rules.column(shown.leaf)].causes[0]
    found = standings(ranking, rules, asked=[*(one.cause for one in answer), cause], top=_SHOWN)
    for number, one in enumerate(found, start=1):
        mark = "" if listed & {one.cause, *(form for form, _ in one.forms)} else " · :material/playlist_add: not on your list"
        st.markdown(f"{number}\\. **{wording.plain(one.name)}** {wording.plain(told(one, rules))}{mark}")
        st.caption(in_brief(explain(ranking, column_of(one.cause, ranking, rules), rules)))
    if any(one.together for one in found):
        st.caption(wording.COUNTED_TOGETHER)
    if shown.place > _SHOWN:
        st.caption(f"The engine has the true cause at place {shown.place}: people differ, and this one was not typical.")


def _contrast(answer: Sequence[Guess], ranking: Ranking, truth: int, rules: Knowledge) -> None:
    """Hold the learner's first cause against the true one, another form of it, too; where it is right, the true one against the best other."""
    first = column_of(answer[0].cause, ranking, rules)
    own = first == truth or is_true(answer[0].cause, rules.leaves[truth].id, rules)
    if own:
        first = best_other(truth, ranking, rules)
    beside = rules.leaves[first].name if own else rules.causes[answer[0].cause].name
    names = [wording.plain(rules.leaves[truth].name), wording.plain(beside)]
    st.header("What separates them", anchor=False)
    st.markdown(f"**{names[0]}** beside {'its closest look-alike' if own else 'your first'}, **{names[1]}**:")
    differences(ranking, truth, first, rules, names=[rules.leaves[truth].name, beside])
    st.caption(wording.WEIGHT_HELP)
    if not own:
        told = explain(ranking, first, rules)
        if told.unexplained:
            st.markdown(f"**Your first leaves unexplained:** {wording.plain('; '.join(told.unexplained))}")
        if told.expected:
            st.markdown(f"**Expected with your first and not told:** {wording.plain('; '.join(one.label for one in told.expected))}")


def differences(ranking: Ranking, first: int, second: int, rules: Knowledge, *, names: Sequence[str] | None = None) -> None:
    """What separates two leaves in a case, what separates most first, and what the knowledge says of telling them apart.

    Args:
        names: how the two are called; default is the leaves' own names.
    """
    names = [wording.plain(name) for name in names or [rules.leaves[number].name for number in (first, second)]]
    lines = []
    for one in contrast(ranking, first, second, rules)[:_DIFFERENCES]:
        if abs(one.favors_first) >= rules.model["tell_weight"]:
            lines.append(f"- {wording.signed(one.favors_first)} ({wording.times(one.favors_first)}) {wording.plain(wording.stated(one.reason))}: "
                         f"for {names[0] if one.favors_first > 0 else names[1]}")
    st.markdown("\n".join(lines) or "Nothing that is told separates them.")
    for one, two in ((first, second), (second, first)):
        for other, by in rules.causes[rules.leaves[one].causes[0]].look_alikes:
            if other in rules.leaves[two].causes:
                st.markdown(f":material/compare_arrows: For {wording.plain(rules.causes[other].name)}, against "
                            f"{wording.plain(rules.leaves[one].name)}: {wording.plain(by)}")


def _habits(answer: Sequence[Guess], ranking: Ranking, rules: Knowledge) -> None:
    st.header("Habits to watch", anchor=False)
    judged = (premature_closure(answer, ranking, rules), anchoring(None, answer, None, ranking, rules), base_rate_neglect(answer, ranking, rules))
    for habit in judged:
        icon, said = MARKS[habit.found]
        st.markdown(f"- {icon} **{habit.name}: {said}**: {wording.plain(habit.reason)}  \n  :gray[{wording.plain(habit.rule)}]")
    st.caption(wording.PRACTICE_HABITS)
    vocabulary.ways(vocabulary.HABITS, rules)


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
    wrong, yours = (next(one for one in exercise.suspects if one.key == key) for key in (exercise.answer, chosen))
    st.header(":material/check: You found it" if right else ":material/close: It was another", anchor=False)
    if not right:
        st.markdown(f"You chose: {suspect_label(yours.key, yours.label, yours.weight)}.")
    st.markdown(f"Made wrong: {suspect_label(wrong.key, wrong.label, wrong.weight)}. "
                f"It should be: {suspect_label(wrong.key, wrong.label, exercise.right)}.")
    st.markdown(f"The case was drawn from **{wording.plain(rules.leaves[rules.column(shown.leaf)].name)}**.")
