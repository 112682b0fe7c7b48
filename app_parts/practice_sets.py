"""A row of look-alikes: where the case stands in it, the set side by side after the answer, and how the row went."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from engine import Knowledge, gather, rank
from engine.teaching import Member, Vignette, can_have, members, nearest_listed, tally
from engine.teaching.contrast import BLOCKED

from . import wording
from .practice import Asked, answers

_TOLD = 2


def where(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """Where the case stands: in a block of its set, whose causes are named, or among all sets mixed."""
    row = wanted.row(rules)
    one, sets = row[wanted.number - 1], rules.teaching["sets"]
    alike = [drill.number for drill in row if drill.order == one.order and (drill.set == one.set or one.order != BLOCKED)]
    label = sets[one.set]["label"] if one.order == BLOCKED else "all sets mixed"
    st.caption(f"Case {one.number} of {len(row)}: {wording.plain(label)}, {alike.index(one.number) + 1} of {len(alike)}.")
    if one.order == BLOCKED:
        true = nearest_listed(rules.leaves[rules.column(shown.leaf)].causes[0], sets[one.set]["causes"], rules)
        able = [name for name in sets[one.set]["causes"] if name == true or can_have(rules.column(name), shown.file.case, rules)]
        st.caption(f"It is one of: {wording.plain('; '.join(rules.causes[name].name for name in able))}.")
        if len(able) < len(sets[one.set]["causes"]):
            st.caption(wording.PRACTICE_FITS)


def side_by_side(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """After the answer: every cause of the set in this case, what separates the true one from each, and the row so far."""
    one = wanted.row(rules)[wanted.number - 1]
    answer, leaf = answers()[wanted.key]
    given = {guess.cause: guess.probability for guess in answer}
    # Who is left out above the answer is left out here, too, but for what was named.
    found = [member for member in members(rank(gather(shown.file.case, rules), rules), leaf, one.set, rules)
             if member.is_true or member.cause in given or can_have(rules.column(member.cause), shown.file.case, rules)]
    st.header("The set side by side", anchor=False)
    st.table([{"cause": wording.plain(rules.causes[member.cause].name), "given": _given(member, given, rules),
               "what separates the true one here": wording.plain(_separated(member))} for member in found],
             alt="The causes of the set in this case, and what separates the true one from each", border="horizontal")
    st.markdown(f"In general they are told apart by {wording.plain(rules.teaching['sets'][one.set]['by'])}.")
    _so_far(wanted, rules)


def _given(member: Member, given: Mapping[str, float], rules: Knowledge) -> str:
    """Both probabilities in one column: a phone has no room for two beside words such as hepatosplenomegaly."""
    yours = f"you {wording.plain(wording.share(given[member.cause]))}, " if member.cause in given else ""
    return f"{yours}engine {wording.plain(wording.percent(member.probability, rules))}"


def _separated(member: Member) -> str:
    if member.is_true:
        return "drawn from this"
    told = [f"{wording.stated(one.reason)} ({wording.times(one.favors_first)})"
            for one in member.differences[:_TOLD]]
    return "; ".join(told) or "nothing that is told"


def _so_far(wanted: Asked, rules: Knowledge) -> None:
    """How the row went: each set by itself and mixed."""
    kept, row = answers(), wanted.row(rules)
    given = {one.number: kept[key] for one in row if (key := replace(wanted, number=one.number).key) in kept}
    done = len(given) == len(row)
    with st.expander("The row is done" if done else f"The row so far: {len(given)} of {len(row)} cases", expanded=done, key="practice_row"):
        st.table([{"set": wording.plain(rules.teaching["sets"][one.set]["label"]), "order": "by itself" if one.order == BLOCKED else "mixed",
                   "right cause first": f"{one.first} of {one.answered}", "mean log score": f"{one.log_score:.2f}"}
                  for one in tally(row, given, rules)], alt="How each set went, by itself and mixed", border="horizontal")
        st.caption(wording.PRACTICE_ROW)
