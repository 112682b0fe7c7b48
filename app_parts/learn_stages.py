"""Stage by stage after the end: the learner's list, the engine's view and the author's side by side, and what is said of the list."""

from collections.abc import Sequence

import streamlit as st

from engine import Knowledge
from engine.reasoning import Ranking
from engine.teaching import Guess, TeachingCase, brier_score, log_score, place
from engine.teaching.feedback import ALIKE, TOO_LITTLE, TOO_MUCH, WRONG_WAY, Reflection, held, missed, moves, reflected, unexplained
from engine.teaching.standings import Standing, standings

from . import wording
from .learn import Taken
from .learn_story import one_stage

_SHOWN = 5
_FOLLOWED = {ALIKE: "followed", TOO_MUCH: "weighed too much", TOO_LITTLE: "weighed too little", WRONG_WAY: "weighed the wrong way"}


def stages(case: TeachingCase, so_far: Taken, rankings: list[Ranking], rules: Knowledge) -> None:
    """Every stage folded, the last one open."""
    st.header("Stage by stage", anchor=False)
    st.caption(f"{wording.LEARN_STAGES} {wording.LEARN_REFLECTED}")
    for number, stage in enumerate(case.stages):
        answer, ranking = so_far.lists[number], rankings[number]
        with st.expander(stage.name.capitalize(), expanded=number == len(case.stages) - 1, key=f"learn_back_{number}"):
            one_stage(stage, rules)
            yours, engine, author = st.columns(3, gap="medium")
            with yours:
                _list("You", [(rules.causes[one.cause].name, wording.share(one.probability)) for one in answer])
            with engine:
                _engine(answer, ranking, case, rules)
            with author:
                thought = case.path[stage.name]
                _list("The author", [(rules.causes[cause].name, None) for cause in thought.causes])
                st.caption(wording.plain(thought.why))
            _said(answer, ranking, rules)
            if number:
                _moved(so_far.lists[number - 1], answer, rankings[number - 1], ranking, rules)
            for written in so_far.reflections[number]:
                _thought_over(written, ranking, rules)
            _reasons_of_scores(case, answer, rules)


def _engine(answer: Sequence[Guess], ranking: Ranking, case: TeachingCase, rules: Knowledge) -> None:
    """The engine's list with the numbers that the scores and the words below use: a cause counts alone and together with another."""
    listed = standings(ranking, rules, asked=[*(one.cause for one in answer), case.truth[0]], top=_SHOWN)
    _list("The engine", [(one.name, told(one, rules)) for one in listed])
    if any(one.together for one in listed):
        st.caption(wording.COUNTED_TOGETHER)


def told(one: Standing, rules: Knowledge) -> str:
    """Return the engine's number of a cause, with those of its forms that were asked about."""
    forms = [f"{rules.causes[cause].name} {wording.percent(share, rules)}" for cause, share in one.forms]
    return wording.percent(one.probability, rules) + (f" (of it {'; '.join(forms)})" if forms else "")


def _list(title: str, named: list[tuple[str, str | None]]) -> None:
    lines = [f"{place}. {wording.plain(name)}{'' if share is None else f' {wording.plain(share)}'}"
             for place, (name, share) in enumerate(named, start=1)]
    st.markdown("\n".join([f"**{title}**\n", *lines]))


def _said(answer: Sequence[Guess], ranking: Ranking, rules: Knowledge) -> None:
    """What was held too likely or not enough, what was missed, and what no named cause explains."""
    lines = []
    for one in held(answer, ranking, rules):
        if one.verdict != ALIKE:
            word = "too likely" if one.verdict == TOO_MUCH else "not likely enough"
            lines.append(f"- **Held {word}**: {wording.plain(rules.causes[one.cause].name)}, you {wording.plain(wording.share(one.yours))}, "
                         f"the engine {wording.plain(wording.percent(one.engine, rules))}")
    for one in missed(answer, ranking, rules):
        why = "; ".join(map(wording.stated, one.reasons))
        lines.append(f"- **Missed**: {wording.plain(one.name)}, the engine gives it {wording.plain(wording.percent(one.probability, rules))}"
                     f"{f', because of {wording.plain(why)}' if why else ''}")
    for one in unexplained(answer, ranking, rules):
        lines.append(f"- **Left unexplained** by your list: {wording.plain(one.label)}"
                     f"{f'; {wording.plain(one.by)} would explain it' if one.by else '; nor do the first five of the engine explain it'}")
    st.markdown("\n".join(lines) or "Nothing on the list is far from the engine's numbers, and nothing is left unexplained.")


def _moved(before: Sequence[Guess], after: Sequence[Guess], earlier: Ranking, later: Ranking, rules: Knowledge) -> None:
    """How what was new moved the causes named before and after."""
    lines = []
    for one in moves(before, after, earlier, later, rules):
        facts = f", mostly {wording.plain('; '.join(one.facts))}" if one.facts and one.verdict != ALIKE else ""
        lines.append(f"- {wording.plain(rules.causes[one.cause].name)}: you moved it {wording.times(one.yours)}, "
                     f"the new facts {wording.times(one.engine)}{facts}: **{_FOLLOWED[one.verdict]}**")
    if lines:
        st.markdown("\n".join(["What was new at this stage, in odds:\n", *lines]))


def _thought_over(written: Reflection, ranking: Ranking, rules: Knowledge) -> None:
    """What was written of a cause, held against what the engine summed."""
    told = reflected(written, ranking, rules)
    lines = [f"- {one.side}: {wording.plain(one.label)} {wording.signed(one.weight)}: **{_FOLLOWED.get(one.verdict, one.verdict)}**"
             for one in told.noted]
    if told.overlooked:
        heavy = "; ".join(f"{wording.plain(wording.stated(one))} {wording.signed(one.weight)}" for one in told.overlooked)
        lines.append(f"- **not weighed by you**: {heavy}")
    lines += [f"- expected: {wording.plain(one.label)}, there in {wording.share(one.frequency)} of it and in {wording.share(one.background)} of all"
              for one in told.awaited]
    if told.also_awaited:
        lines.append(f"- also expected: {wording.plain('; '.join(told.also_awaited))}")
    if lines:
        st.markdown("\n".join([f"Your reflection on **{wording.plain(rules.causes[written.cause].name)}**:\n", *lines]))


def _reasons_of_scores(case: TeachingCase, answer: Sequence[Guess], rules: Knowledge) -> None:
    judged, truth = case.judged(answer, rules), case.truth[0]
    st.caption("Scores here: " + "; ".join(f"{one.name}: {wording.plain(one.reason)}" for one in
                                           (place(judged, truth, rules), log_score(judged, truth, rules), brier_score(judged, truth, rules))))
