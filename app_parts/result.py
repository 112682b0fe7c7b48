"""The answer: what must be said first, and the ranked rows."""

import streamlit as st

from engine import Case, CaseFile, Knowledge, urgent
from engine.formats import report, to_html, to_json
from engine.formats.exchange import written
from engine.formats.terms import not_held
from engine.reasoning import Candidate, Evidence, Ranking, why_grave
from engine.telling import NO_COUNT, about_counts

from . import wording
from .reasons import cited, explanation, in_brief
from .state import current_file

SHOWN = 10
_LEAST_BAR = 0.01
"""Below this a bar is but a stub."""
_IN_BRIEF = 5


def before_ranking(ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """What must be said first: no count low, an artifact, red flags, what must not be missed."""
    _about_counts(ranking.evidence)
    if any("artifact" in rules.causes[row.id].mechanisms and row.probability >= rules.model["tell_artifact"] for row in rows[:5]):
        st.info(wording.ARTIFACT, icon=":material/biotech:")
    red_flags(ranking.evidence, rules)
    if grave := [(row, why) for row in rows if (why := why_grave(row, rules))]:
        with st.container(border=True, key="must_not_miss", gap="xsmall"):
            lines = [f":material/priority_high: **{wording.GRAVE_CAUSES}**\n"]
            lines += [f"- **{wording.plain(row.name)}**, {wording.plain(wording.percent(row.probability, rules))}: {wording.plain(why)}"
                      for row, why in grave]
            st.markdown("\n".join(lines))
    if derivations := ranking.evidence.observations.derivations:
        with st.expander(wording.WORKED_OUT.format(len(derivations)), key="worked_out", icon=":material/calculate:"):
            st.text("\n".join(map(wording.unit, derivations)))


def red_flags(evidence: Evidence, rules: Knowledge) -> None:
    """Pictures that need attention at once, whatever the ranking says."""
    if flags := urgent(evidence, rules):
        with st.container(border=True, key="red_flags", gap="xsmall"):
            lines = [f":material/flag: **{wording.RED_FLAGS}**\n"]
            lines += [f"- **{wording.plain(flag.label)}.** {wording.plain(flag.reason)} {cited(flag.source, rules)}"
                      + (f" :gray[{wording.plain(flag.note)}]" if flag.note else "") for flag in flags]
            st.markdown("\n".join(lines))


def _about_counts(evidence: Evidence) -> None:
    said = about_counts(evidence)
    if said == NO_COUNT:
        st.caption(f":material/info: {said}")
    elif said:
        st.info(said, icon=":material/info:")


def ranked_list(case: Case, ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """The flat list: a bar, place, name, whole percent, the strongest reasons; a row opens to all of them."""
    for place, row in enumerate(rows[:SHOWN], start=1):
        mark = wording.GRAVE if why_grave(row, rules) else ""
        with st.container(gap=None):
            if row.probability >= _LEAST_BAR:
                st.progress(row.probability)
            label = f"{place}. **{wording.plain(row.name)}** ·\u00a0{wording.percent(row.probability, rules)}{mark}"
            with st.expander(label, key=f"why_{place}", on_change="rerun") as body:
                if body.open:
                    explanation(row, place, case, ranking, rules)
            if not body.open and place <= _IN_BRIEF:
                st.caption(in_brief(row.explanation, rules.settings[ranking.evidence.setting].label))
    listed = sum(row.probability for row in rows[:SHOWN])
    other = float(ranking.probability[rules.other])
    rest = max(0.0, 1 - listed - other)
    st.caption(f"All other causes together: {wording.percent(rest, rules)}. Something else, not in our list: {wording.percent(other, rules)}.")


def save_buttons(rules: Knowledge) -> None:
    """The whole answer as a file, with the notice in it: to print, and to open again. Made only when it is asked for."""
    file = current_file()
    with st.container(horizontal=True, gap="xsmall"):
        st.download_button("Report to print", lambda: to_html([report(file, rules, top=SHOWN)], rules), "report.html", "text/html",
                           key="save_html", icon=":material/print:", on_click="ignore", help="One page (HTML) that any browser opens and prints")
        st.download_button("Report to open again", lambda: to_json([report(file, rules, top=SHOWN)]), "report.json",
                           "application/json", key="save_json", icon=":material/download:", on_click="ignore",
                           help="The same as data (JSON); Open brings the case and its ranking back")
        with st.popover("Case for other programs", icon=":material/swap_horiz:", key="standards_popover"):
            _standards(file, rules)


def _standards(file: CaseFile, rules: Knowledge) -> None:
    """The case without its ranking, in the standards that other programs read, and what these cannot hold."""
    for to, label in wording.STANDARDS.items():
        st.download_button(label, lambda to=to: written([file], to=to, knowledge=rules)[0], f"{to}.json", "application/json", key=f"save_{to}",
                           icon=":material/download:", on_click="ignore")
    if lost := not_held(file, stage="presentation"):
        st.caption(wording.NOT_HELD)
        st.text("\n".join(lost))
