"""A class: exported progress files read together, which look-alikes are taken for each other, and how stated probabilities held."""

from collections.abc import Sequence
from csv import writer
from io import StringIO

import streamlit as st

from engine import Knowledge, PeniaError
from engine.teaching import calibration, topics
from engine.teaching.confusion import confusion, most_confused
from engine.teaching.progress import still_known
from engine.teaching.record import Answer, read_progress

from . import wording
from .charts import calibration_chart, calibration_table, confusion_chart


def view(rules: Knowledge) -> None:
    """Ask for the files, and show what they hold together. Nothing of it is kept."""
    st.markdown(wording.CLASS_INTRO)
    files = st.file_uploader("Progress files (JSON)", type=["json"], accept_multiple_files=True, key="class_files", max_upload_size=20)
    if not files:
        return
    learners, refused = _read(files)
    if refused:
        st.error(f"{len(refused)} of {len(files)} files {'was' if len(refused) == 1 else 'were'} left out.", icon=":material/error:")
        st.text("\n".join(refused))
    everything = [one for answers in learners.values() for one in answers.values()]
    judged = still_known(everything, rules)
    told = f"{len(learners)} {'learner' if len(learners) == 1 else 'learners'}, {len(everything)} answers"
    if len(judged) < len(everything):
        told += f"; {len(everything) - len(judged)} of them are of causes no longer known, and are left out below"
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"**{told}**", width="content")
        if judged:
            st.download_button("Results", lambda: to_csv(judged, rules), "penia-class.csv", "text/csv", key="class_results",
                               icon=":material/download:", on_click="ignore", help=wording.CLASS_RESULTS_HELP)
    if judged:
        _shown(judged, rules)


def _read(files) -> tuple[dict[str, dict[str, Answer]], list[str]]:
    """Return the answers by learner and id, so that a file that is given twice counts once, and what was refused."""
    learners: dict[str, dict[str, Answer]] = {}
    refused = []
    for one in files:
        try:
            learner, answers = read_progress(one.getvalue(), name=one.name)
        except PeniaError as error:
            refused += str(error).splitlines()[:1]
        else:
            learners.setdefault(learner, {}).update({answer.id: answer for answer in answers})
    return learners, refused


def to_csv(judged: Sequence[Answer], rules: Knowledge) -> str:
    """Return one row an answer: where and on what it was given, the true cause, what was put first, and what each was given. Nobody is named."""
    out = StringIO()
    rows = writer(out, lineterminator="\n")
    rows.writerow(("page", "topic", "true cause", "put first", "percent given to what was put first", "percent given to the true cause"))
    names = topics(rules)
    for one in judged:
        first, truth = one.guesses[0], rules.leaves[rules.column(one.truth)]
        rows.writerow((one.source, names.get(one.topic, ""), truth.name, rules.causes[first.cause].name,
                       f"{first.probability * 100:.4g}", f"{one.given * 100:.4g}"))
    return out.getvalue()


def _shown(judged: Sequence[Answer], rules: Knowledge) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        _matrix(judged, rules)
    with right:
        st.header("Calibration of the class", anchor=False)
        bins = calibration([(one.guesses, one.truth) for one in judged], rules)
        calibration_chart(bins)
        with st.expander("The same in numbers"):
            calibration_table(bins)


def _matrix(judged: Sequence[Answer], rules: Knowledge) -> None:
    st.header("Look-alikes taken for each other", anchor=False)
    sets = rules.teaching["sets"]
    met = {name: found for name in sets if (found := confusion(judged, name, rules)).answers}
    if met:
        labels = {name: f"{sets[name]['label']} ({found.answers})" for name, found in met.items()}
        name = st.selectbox("Set, with its answers", list(labels), format_func=labels.get, key="class_set")
        confusion_chart(met[name], [rules.causes[cause].name for cause in met[name].causes])
        st.caption(f"Told apart by {wording.plain(sets[name]['by'])}.")
    pairs = most_confused(judged, rules)
    if pairs:
        st.table([{"true": rules.causes[true].name, "put first": rules.causes[first].name, "times": str(times)} for true, first, times in pairs],
                 alt="Causes put first in place of the true one, the most frequent first", border="horizontal")
    else:
        st.markdown("In every answer the first cause was right.")
