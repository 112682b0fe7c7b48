"""What if: the case with anything in it changed, and what that does to the ranks, at once.

Each control is a fragment, so that a change redraws that control and the table of ranks, and nothing else of a page with many of them.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps

import streamlit as st

from app_parts import bar, own, person_fields, trial, trial_ranks, wording
from app_parts.state import current_file, knowledge, remember, show
from engine import rank
from engine.reasoning import rows

rules = knowledge()
st.title("What if", anchor=False)
case, evidence = own.open_evidence(rules, "Enter a case first; here it can be changed.")
CHOICES = 25
STATES = {"present": "Present", "absent": "Absent", "unsure": "Unsure", "unknown": "Left out"}
ranking = rank(evidence, rules)
before = {row.family: (place, row) for place, row in enumerate(rows(ranking, rules, top=len(rules.families)), start=1)}
entered = {term.name: term.state for term in evidence.terms if term.kind == "finding"}
told = dict.fromkeys(mention.id for reading in evidence.observations.readings for mention in reading.mentions if mention.kind == "finding")
levels = evidence.observations.levels
measured = {name: trial.printed(levels[name], rules) for name in dict.fromkeys((*wording.COUNTS, *levels))
            if name in levels and levels[name].quantity is not None and levels[name].weighed}


def redraws(control: Callable[..., None]) -> Callable[..., None]:
    """Put a control into a fragment of its own, so that a change of it redraws only itself and the ranks.

    A fragment may write outside itself only where it wrote when the whole page was drawn; hence the empty place then.
    """
    @st.fragment
    @wraps(control)
    def drawn(*args) -> None:
        control(*args)
        if drawn_whole:
            answer()
        else:
            ranks.empty()
            in_sight.empty()
    return drawn


def answer() -> None:
    """The ranks of the changed case beside those of the case."""
    trial_ranks.draw(ranks, in_sight, trial.current(case), before, rules, other=float(ranking.probability[rules.other]))


def trouble(name: str) -> None:
    """Why a finding or a value could not be changed, under it."""
    if why := trial.current(case).troubles.get(name):
        st.text(f"Not changed: {why}")


@redraws
def finding(name: str) -> None:
    """The state of one finding."""
    state = trial.current(case).findings.get(name, entered.get(name, "unknown"))
    widget = trial.key(f"finding_{name}")
    st.segmented_control(wording.plain(rules.findings[name].label), list(STATES), format_func=STATES.get, default=state, required=True,
                         key=widget, on_change=lambda: trial.set_finding(name, st.session_state[widget], rules))
    trouble(name)


@redraws
def person() -> None:
    """Who it is, and over which time it began."""
    tried, widgets = trial.current(case).case, {name: trial.key(name) for name in ("age", "sex", "pregnant", "onset")}
    state = st.session_state
    with st.container(horizontal=True, vertical_alignment="top"):
        unread = person_fields.trouble("age", trial.current(case).age_typed)
        person_fields.field("age", number=None if unread else tried.age, typed=trial.current(case).age_typed, key=widgets["age"],
                            width=145, on_change=trial.set_age)
        st.segmented_control("Sex", ["female", "male"], default=tried.sex, key=widgets["sex"],
                             on_change=lambda: trial.set_person(sex=state[widgets["sex"]]))
        onsets = list(dict.fromkeys((*wording.ONSETS, *filter(None, [tried.onset]))))
        st.selectbox("Began over", onsets, onsets.index(tried.onset) if tried.onset else None, key=widgets["onset"], placeholder="unknown", width=145,
                     on_change=lambda: trial.set_person(onset=state[widgets["onset"]]))
        if tried.sex != "male":
            with st.container(width="content", gap=None):
                st.space(person_fields.LABEL_HEIGHT)
                st.checkbox("Pregnant", bool(tried.pregnant), key=widgets["pregnant"],
                            on_change=lambda: trial.set_person(pregnant=state[widgets["pregnant"]] or None))
    if unread:
        st.text(f"Not changed: {unread}")


@redraws
def drugs() -> None:
    """Each drug with when it was taken; left out where it is not ticked; more can be added."""
    tried = trial.current(case)
    for number, (name, (taken, takes)) in enumerate(tried.drugs.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            tick, when = trial.key(f"takes_{number}"), trial.key(f"taken_{number}")
            change = partial(_drug, name, tick, when)
            st.checkbox(f"Drug {number + 1} is taken", takes, key=tick, label_visibility="collapsed", on_change=change)
            st.text(name, width=180)
            st.text_input(f"When drug {number + 1} was taken", taken, key=when, placeholder="started 5 weeks earlier", label_visibility="collapsed",
                          width=250, on_change=change)
    added = trial.key(f"add_drug_{len(tried.drugs)}")
    names = sorted({one.label for one in rules.drugs.values()} - set(tried.drugs), key=str.casefold)
    st.selectbox("Add a drug", names, index=None, key=added, placeholder="Search", icon=":material/search:", filter_mode="contains", width=315,
                 on_change=lambda: st.session_state[added] and trial.set_drug(st.session_state[added], "", takes=True))
    if not any(takes for _, takes in tried.drugs.values()):
        none = trial.key("no_drugs")
        st.checkbox("No medicines taken", tried.no_drugs, key=none, help=wording.NOTHING_TOLD_OF_DRUGS,
                    on_change=lambda: trial.set_no_drugs(none=st.session_state[none]))


def _drug(name: str, tick: str, when: str) -> None:
    trial.set_drug(name, st.session_state[when].strip(), takes=st.session_state[tick])


def add_box() -> None:
    """Everything that can be added."""
    tried = trial.current(case)
    added = trial.key(f"add_{len(tried.findings)}")
    others = [name for name, one in rules.findings.items() if one.used and not one.names_cause and name not in entered and name not in tried.findings]
    st.selectbox("Add a finding that was not assessed", others, index=None, format_func=lambda name: rules.findings[name].label, key=added,
                 placeholder="Search", icon=":material/search:", filter_mode="contains", on_change=_add, args=(added,), width=270)


def _add(widget: str) -> None:
    if name := st.session_state[widget]:
        trial.set_finding(name, "present", rules)


def add_test_box() -> None:
    """Every laboratory test that has no value yet."""
    tried = trial.current(case)
    added = trial.key(f"add_test_{len(tried.labs)}")
    others = sorted((name for name in rules.analytes if name not in measured and name not in tried.labs),
                    key=lambda name: rules.analytes[name].label.casefold())
    st.selectbox("Add a laboratory test that was not measured", others, index=None, format_func=lambda name: rules.analytes[name].label, key=added,
                 placeholder="Search", icon=":material/search:", filter_mode="contains", on_change=_add_test, args=(added,), width=270)


def _add_test(widget: str) -> None:
    if name := st.session_state[widget]:
        trial.add_value(name)


@redraws
def value(name: str, printed: str | None) -> None:
    """The value of one laboratory test; of a test that was not measured an empty field that says in which unit to type it."""
    widget = trial.key(f"lab_{name}")
    hint = "dropped" if printed else wording.VALUE_HINT.format(wording.unit(rules.units.shown(rules.analytes[name].unit)))
    st.text_input(wording.plain(rules.analytes[name].label), trial.current(case).labs.get(name, printed) or "", key=widget, placeholder=hint,
                  on_change=lambda: trial.set_value(name, st.session_state[widget].strip() or None, rules))
    trouble(name)


@redraws
def setting() -> None:
    """Where the patient is seen."""
    offered = [name for name, one in rules.settings.items() if one.offered]
    chosen = trial.current(case).setting or evidence.setting
    place = trial.key("setting")
    st.selectbox("Where the patient is seen", offered, index=offered.index(chosen) if chosen in offered else None,
                 format_func=lambda name: rules.settings[name].label, key=place, on_change=lambda: trial.set_setting(st.session_state[place], rules))


@redraws
def dial() -> None:
    """How much base rates count."""
    widget = trial.key("dial")
    st.slider("Base rates", 0, 100, round(trial.current(case).dial * 100), 10, format="%d%%", key=widget, help=wording.DIAL_HELP,
              on_change=lambda: trial.set_dial(st.session_state[widget] / 100))


@redraws
def one_cause() -> None:
    """One cause made more or less common."""
    families = [row.id for _, row in list(before.values())[:CHOICES]]
    cause = st.selectbox("Cause", families, format_func=lambda name: rules.causes[name].name, key=trial.key("cause"))
    factor = trial.key(f"factor_{cause}")
    st.select_slider("Times as common", [0.1, 0.3, 1.0, 3.0, 10.0], trial.current(case).priors.get(cause, 1.0), key=factor,
                     on_change=lambda: trial.set_prior(cause, st.session_state[factor]))


def take() -> None:
    """Put the changed case into the form."""
    file = current_file()
    remember()
    show(replace(file, case=trial.current(case).case))
    st.session_state.pop("trial_of", None)


def controls() -> None:
    """Everything that can be changed."""
    st.header("Person", anchor=False)
    person()
    st.header("Drugs", anchor=False)
    drugs()
    st.header("Findings", anchor=False)
    mine = dict.fromkeys((*(name for name in told if name in entered), *trial.current(case).findings))
    for name in mine:
        finding(name)
    if rest := [name for name in entered if name not in mine]:
        with st.expander(wording.FOLLOWS.format(len(rest)), icon=":material/account_tree:", key="trial_follows", on_change="rerun") as body:
            for name in rest if body.open else ():
                finding(name)
    if values := {**measured, **{name: None for name in trial.current(case).labs if name not in measured}}:
        st.header("Laboratory values", anchor=False)
        with st.grid(2, min_column_width=150, gap="small"):
            for name, printed in values.items():
                with st.container():
                    value(name, printed)
    st.header("How common causes are", anchor=False)
    setting()
    dial()
    with st.expander("Make one cause more or less common", icon=":material/balance:", key="trial_one_cause", on_change="rerun") as body:
        if body.open:
            one_cause()


st.caption(wording.WHAT_IF)
if unread := [reading.text for reading in evidence.observations.readings if reading.status == "not_understood"]:
    st.text(f"{wording.NOT_WEIGHED} {'; '.join(unread)}")
with st.container(horizontal=True, vertical_alignment="bottom"):
    add_box()
    add_test_box()
    st.button("Undo", key="trial_undo", icon=":material/undo:", on_click=trial.undo)
    st.button("Begin again", key="trial_reset", icon=":material/restart_alt:", on_click=trial.reset)
    st.button("Take the changes into my case", key="trial_take", icon=":material/check:", on_click=take)
drawn_whole = False
left, right = st.columns([6, 5], gap="large")
with right:
    st.header("Ranks", anchor=False)
    ranks = st.empty()
in_sight = bar.place()
with left:
    controls()
answer()
drawn_whole = True
