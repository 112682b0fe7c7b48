"""Everything behind one row of the ranking, told from the record of the computation."""

from collections.abc import Sequence

import streamlit as st

from engine import Case, Knowledge, stability
from engine.reasoning import Candidate, Ranking, why_grave
from engine.reasoning.explain import Explanation, Reason
from engine.reasoning.leave_one_out import Without, without_reasons

from . import wording
from .sure import robust

_MOST = 12
_CAUSE_PAGE = "app_pages/knowledge.py"


def explanation(row: Candidate, place: int, case: Case, ranking: Ranking, rules: Knowledge) -> None:
    """For, against, expected, unexplained, forms, robustness, and the way to the cause's own page.

    Args:
        row, place: what is explained, and where it stands in the ranking.
    """
    now = (place, _percent(row.probability, rules))
    cause = rules.causes[row.id]
    st.markdown(wording.plain(f"{cause.summary} {cause.how}"))
    if cause.caution:
        st.caption(f":material/info: {wording.plain(cause.caution)}")
    if grave := why_grave(row, rules):
        st.markdown(f":material/priority_high: **Why it must not be missed.** {wording.plain(grave)}")
    for title, reasons in ((":material/add: Speaks for it", row.explanation.speaks_for),
                           (":material/remove: Speaks against it", row.explanation.speaks_against)):
        left_out = without_reasons(reasons[:_MOST], row.family, case, ranking, rules)
        _reasons(title, reasons, [_without(one, now, rules) for one in left_out], rules)
    _rest(row.explanation)
    if len(row.leaves) > 1:
        st.caption("Forms: " + "; ".join(f"{wording.plain(leaf.name)} {_percent(leaf.probability, rules)}" for leaf in row.leaves[:6]))
    steady = stability(ranking, rules).get(row.family)
    if steady is not None:
        st.caption(f"Among the first three in {wording.whole(steady.top_three)}% of draws; it {robust(steady, rules)}")
    st.caption(f"{wording.WEIGHT_HELP} {wording.WITHOUT_HELP}")
    st.button("All that is known of it", key=f"page_{row.id}", icon=":material/menu_book:", type="tertiary", on_click=open_page, args=(row.id,))


def in_brief(told: Explanation, setting: str = "") -> str:
    """The strongest reasons of either side, each in one line.

    Args:
        told: the explanation of a row. setting: where the case is seen, in words; where no reason but who it is speaks for a row, that this is why it
            stands there.
    """
    speaks_for, against = told.in_brief(3, 2)
    sides = [(":material/add:", [wording.plain(wording.stated(one)) for one in speaks_for]),
             (":material/remove:", [wording.plain(wording.stated(one)) for one in against])]
    if setting and all(one.kind == "context" for one in speaks_for):
        sides[0][1].append(wording.ONLY_COMMON.format(wording.plain(setting)))
    return "  \n".join(f"{mark} {' · '.join(said)}" for mark, said in sides if said)


def open_page(cause: str) -> None:
    """Go to a cause's page of the knowledge."""
    st.session_state.update(kind="Causes", chosen_Causes=cause)
    st.switch_page(_CAUSE_PAGE)


def _percent(probability: float, rules: Knowledge) -> str:
    return wording.plain(wording.percent(probability, rules))


def _without(without: Without | None, now: tuple[int, str], rules: Knowledge) -> str:
    """Say where the cause would be without an entry; nothing where it would be where it is."""
    if without is None or (then := (without.place, _percent(without.probability, rules))) == now:
        return ""
    return f" · without it place {then[0]}, {then[1]}"


def _reasons(title: str, reasons: tuple[Reason, ...], left_out: Sequence[str], rules: Knowledge) -> None:
    lines = [f"**{title}**"]
    for reason, then in zip(reasons[:_MOST], left_out, strict=True):
        lines.append(f"- **{wording.signed(reason.weight)}** ({wording.times(reason.weight)}) {wording.plain(wording.stated(reason))}{then} · "
                     f"{cited(reason.source, rules)}")
    if len(reasons) > _MOST:
        lines.append(f"- and {len(reasons) - _MOST} weaker")
    st.markdown("\n".join(lines) if reasons else f"{lines[0]}\n\n:gray[nothing that was entered]")


def cited(source: str | None, rules: Knowledge) -> str:
    """Return a short citation with a link, or that the number is an assumption."""
    found = rules.sources.get(source) if source else None
    if found is None:
        return ":gray[assumption]"
    told = wording.plain(found.short)
    copied = f" :gray[({wording.COPIED})]" if found.copied else ""
    return f"[{told}]({found.address}){copied}" if found.address else told


def _rest(told: Explanation) -> None:
    if told.expected:
        often = [f"{wording.plain(one.label)} ({wording.plain(wording.share(one.frequency))})" for one in told.expected]
        st.markdown("**Expected but not assessed:** " + "; ".join(often))
    if told.unexplained:
        st.markdown("**Left unexplained:** " + "; ".join(map(wording.plain, told.unexplained)))
