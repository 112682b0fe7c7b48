"""What if: the case with anything in it changed, and what that does to the ranks, at once."""

from dataclasses import replace

import streamlit as st

from app_parts import own, trial, wording
from app_parts.state import current_case, current_file, knowledge, prepare, remember, show
from engine import Case, PeniaError, gather, rank
from engine.reasoning import Evidence, Ranking, rows

rules = knowledge()
prepare()
st.title("What if", anchor=False)
case = current_case()
if case.is_empty():
    st.info("Enter a case first; here it can be changed.", icon=":material/edit_note:")
    st.page_link("app_pages/case.py", label="Enter a case", icon=":material/edit_note:")
    st.stop()
if own.is_hidden():
    st.info("The ranking is hidden until you have written your own differential on the page Case.", icon=":material/visibility_off:")
    st.page_link("app_pages/case.py", label="Write it", icon=":material/edit_note:")
    st.stop()
try:
    evidence = gather(case, rules)
except PeniaError as error:
    st.error(wording.NOT_RANKED, title="Case", icon=":material/error:")
    st.text(str(error))
    st.stop()
base = rank(evidence, rules)
SHOWN = 10
STATES = {"present": "Present", "absent": "Absent", "unsure": "Unsure", "unknown": "Left out"}


@st.fragment
def playground(case: Case, evidence: Evidence, base: Ranking) -> None:
    """Everything that a change redraws."""
    st.caption(wording.WHAT_IF)
    tried = trial.current(case)
    left, right = st.columns([6, 5], gap="large")
    with left:
        _steps(tried)
        _findings(evidence, tried)
        _values(evidence, tried)
        _priors(base, tried)
    with right:
        changed, troubles = trial.changed_case(case, tried, rules)
        for trouble in troubles:
            st.text(f"Not changed: {trouble}")
        try:
            _answer(base, trial.ranked(changed, tried, rules))
        except PeniaError as error:
            st.error(wording.NOT_RANKED, icon=":material/error:")
            st.text(str(error))
        st.button("Take the changes into my case", key=trial.key("take"), disabled=tried.is_empty, icon=":material/check:",
                  on_click=_take, args=(changed,))


def _steps(tried: trial.Trial) -> None:
    with st.container(horizontal=True):
        st.button("Undo", key=trial.key("undo"), icon=":material/undo:", disabled=len(st.session_state["trial_steps"]) < 2, on_click=trial.undo)
        st.button("Begin again", key=trial.key("reset"), icon=":material/restart_alt:", disabled=tried.is_empty, on_click=trial.reset)


def _findings(evidence: Evidence, tried: trial.Trial) -> None:
    st.subheader("Findings", anchor=False)
    entered = {term.name: term.state for term in evidence.terms if term.kind == "finding"}
    for name in dict.fromkeys((*entered, *tried.findings)):
        state = tried.findings.get(name, entered.get(name, "unknown"))
        widget = trial.key(f"finding_{name}")
        st.segmented_control(wording.plain(rules.findings[name].label), list(STATES), format_func=STATES.get, default=state, required=True,
                             key=widget, on_change=_set_finding, args=(name, widget))
    added = trial.key(f"add_{len(tried.findings)}")
    others = [name for name, one in rules.findings.items() if one.used and not one.names_cause and name not in entered and name not in tried.findings]
    st.selectbox("Add a finding that was not assessed", others, index=None, format_func=lambda name: rules.findings[name].label, key=added,
                 placeholder="Search", on_change=_add_finding, args=(added,))


def _set_finding(name: str, widget: str) -> None:
    before = st.session_state["trial_steps"][-1].findings
    trial.change(findings={**before, name: st.session_state[widget]})


def _add_finding(widget: str) -> None:
    if name := st.session_state[widget]:
        trial.change(findings={**st.session_state["trial_steps"][-1].findings, name: "present"})


def _values(evidence: Evidence, tried: trial.Trial) -> None:
    measured = {name: level.quantity.text for name, level in evidence.observations.levels.items() if level.quantity is not None and level.weighed}
    if not measured:
        return
    st.subheader("Laboratory values", anchor=False)
    columns = st.columns(2)
    for number, (name, printed) in enumerate(measured.items()):
        widget = trial.key(f"lab_{name}")
        columns[number % 2].text_input(wording.plain(rules.analytes[name].label), tried.labs.get(name, printed) or "", key=widget,
                                       placeholder="dropped", on_change=_set_value, args=(name, widget))


def _set_value(name: str, widget: str) -> None:
    trial.change(labs={**st.session_state["trial_steps"][-1].labs, name: st.session_state[widget].strip() or None})


def _priors(base: Ranking, tried: trial.Trial) -> None:
    st.subheader("How common causes are", anchor=False)
    offered = [name for name, one in rules.settings.items() if one.offered]
    chosen = tried.setting or base.evidence.setting
    place = trial.key("setting")
    st.selectbox("Where the patient is seen", offered, index=offered.index(chosen) if chosen in offered else None,
                 format_func=lambda name: rules.settings[name].label, key=place,
                 on_change=lambda: trial.change(setting=st.session_state[place]))
    dial = trial.key("dial")
    st.slider("Base rates", 0, 100, round(tried.dial * 100), 10, format="%d %%", key=dial, help=wording.DIAL_HELP,
              on_change=lambda: trial.change(dial=st.session_state[dial] / 100))
    with st.expander("Make one cause more or less common", icon=":material/balance:"):
        families = [row.id for row in rows(base, rules, top=25)]
        cause = st.selectbox("Cause", families, format_func=lambda name: rules.causes[name].name, key=trial.key("cause"))
        factor = trial.key(f"factor_{cause}")
        st.select_slider("Times as common", [0.1, 0.3, 1.0, 3.0, 10.0], tried.priors.get(cause, 1.0), key=factor,
                         on_change=lambda: trial.change(priors={**tried.priors, cause: st.session_state[factor]}))


def _answer(base: Ranking, now: Ranking) -> None:
    st.subheader("Ranks", anchor=False)
    before = {row.family: (place, row) for place, row in enumerate(rows(base, rules, top=len(rules.families)), start=1)}
    for place, row in enumerate(rows(now, rules, top=SHOWN), start=1):
        earlier, old = before[row.family]
        now_at, was_at = (wording.plain(wording.percent(one.probability)) for one in (row, old))
        st.progress(row.probability)
        st.markdown(f"{place}. **{wording.plain(row.name)}** · {now_at} :gray[({was_at} before, {_moved(earlier, place)})]")
    other = float(now.probability[rules.other])
    st.caption(f"Something else, not in our list: {wording.percent(other)}.")


def _moved(earlier: int, place: int) -> str:
    if earlier == place:
        return "same place"
    return f":material/arrow_{'up' if earlier > place else 'down'}ward: from place {earlier}"


def _take(changed: Case) -> None:
    file = current_file()
    remember()
    show(replace(file, case=changed))
    st.session_state.pop("trial_of", None)


playground(case, evidence, base)
