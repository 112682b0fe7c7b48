"""The parts of the page Progress: what is due, the record of answers, and taking it all out, in, or away."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from engine import Knowledge, PeniaError
from engine.days import span
from engine.teaching import topics
from engine.teaching.progress import Return, fresh_seed, rating, schedule
from engine.teaching.record import Answer, read_progress, write_progress

from . import progress, wording
from .practice import new_case_link

_DAY = 86_400
_MOST_MB = 20
_PRACTICE = "app_pages/practice.py"
_RATED = ("missed", "hard", "good", "easy")


def due(answers: Sequence[Answer], rules: Knowledge) -> None:
    """What comes back now, each with a way to a new case of it; then what comes later."""
    if st.session_state.pop("progress_go", False):
        st.switch_page(_PRACTICE)
    st.header("Due now", anchor=False)
    rows, moment = schedule(answers, rules), progress.now()
    names = topics(rules)
    ready = [row for row in rows if row.due <= moment]
    later = [row for row in rows if row.due > moment]
    if not rows:
        st.markdown(wording.PROGRESS_NONE)
    elif not ready:
        st.markdown(f"Nothing is due. Next, in {_away(later[0], moment)}: {wording.plain(names.get(later[0].topic, later[0].topic))}.")
    for row in ready:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"due_{row.topic}"):
            st.button("A new case", key=f"return_{row.topic}", icon=":material/replay:", type="primary", on_click=_ask, args=(row.topic, answers),
                      help=f"A new case of: {names.get(row.topic, row.topic)}")
            st.markdown(f"**{wording.plain(names.get(row.topic, row.topic))}**  \n:gray[{_told(row)}; last answered "
                        f"{_since(row.last, moment)} ago]", width="stretch")
    if rows:
        with st.expander("When each topic comes back, and by which rule"):
            st.table([{"topic": wording.plain(names.get(row.topic, row.topic)), "comes back": "now" if row in ready else f"in {_away(row, moment)}",
                       "answers": str(row.answers), "missed": str(row.missed)} for row in rows],
                     alt="When each topic comes back", border="horizontal")
            st.caption(wording.RETURN_RULE.format(**{name: f"{share:.0%}" for name, share in rules.teaching["returns"]["rated"].items()},
                                                  retention=f"{rules.teaching['returns']['retention']:.0%}"))


def _ask(topic: str, answers: Sequence[Answer]) -> None:
    new_case_link(topic, fresh_seed(answers, start=secrets.randbelow(1_000_000)))
    st.session_state["progress_go"] = True


def _told(row: Return) -> str:
    return f"missed {row.missed} of {row.answers}"


def _away(row: Return, moment: datetime) -> str:
    return _length((row.due - moment).total_seconds())


def _since(at: datetime, moment: datetime) -> str:
    return _length((moment - at).total_seconds())


def _length(seconds: float) -> str:
    hours = round(seconds / 3600)
    return span(seconds / _DAY) if seconds >= _DAY else "less than an hour" if hours < 1 else f"{hours} hour{'' if hours == 1 else 's'}"


def listed(answers: Sequence[Answer], rules: Knowledge) -> None:
    """Every answer, newest first."""
    st.header(f"{len(answers)} {'answer' if len(answers) == 1 else 'answers'}", anchor=False)
    names, leaves = topics(rules), {leaf.id: leaf.name for leaf in rules.leaves}

    def row(one: Answer) -> dict:
        first = one.guesses[0]
        return {"your first": rules.causes[first.cause].name if first.cause in rules.causes else first.cause,
                "true cause": leaves.get(one.truth, one.truth), "when": _local(one.at), "given to the truth": f"{one.given:.0%}",
                "counts as": _RATED[int(rating(one, rules)) - 1], "topic": names.get(one.topic, one.topic),
                "page": one.source.capitalize()}

    st.dataframe([row(one) for one in reversed(answers)], hide_index=True, height="auto" if len(answers) <= 10 else 390,
                 alt="All answers, newest first: your first, true cause, when, what you gave to the truth, how it counts, and topic")


def _local(at: datetime) -> str:
    """Return a time as the viewer's clock shows it."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def file(answers: Sequence[Answer]) -> None:
    """Take the answers out as a file, bring a file in, or delete all."""
    st.header("Your answers belong to you", anchor=False)
    try:
        shared, code = progress.is_shared(), progress.learner()
    except PeniaError as error:
        st.text(str(error))
        return
    st.markdown(wording.PROGRESS_SHARED if shared else wording.PROGRESS_OWN)
    if shared:
        _code(code)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.download_button("Export", write_progress(code, tuple(answers)), "penia-progress.json", "application/json", key="progress_export",
                           icon=":material/download:", on_click="ignore", disabled=not answers)
        st.button("Delete all my answers", key="progress_delete", icon=":material/delete_forever:", disabled=not answers, on_click=_delete,
                  help="At once and for good; export first what you may want to keep.")
    st.file_uploader(f"Import a progress file (JSON), at most {_MOST_MB} MB: adds what is not here yet", type=["json"], key="progress_import",
                     max_upload_size=_MOST_MB, on_change=_import)
    if refused := st.session_state.pop("progress_refused", ""):
        st.error(wording.PROGRESS_REFUSED, icon=":material/error:")
        st.text(refused)
    if done := st.session_state.pop("progress_done", ""):
        st.success(done, icon=":material/check:")


def _code(code: str) -> None:
    st.markdown("Your code, to note if you want to go on another day:")
    st.code(code, language=None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input("Go on with a code", key="progress_code", max_chars=40)
        st.button("Go on", key="progress_go_on", on_click=_take_code)
    if st.session_state.pop("progress_bad_code", False):
        st.error("That is not a code: 20 digits and letters a to f.", icon=":material/error:")


def _take_code() -> None:
    st.session_state["progress_bad_code"] = not progress.go_on_as(st.session_state["progress_code"] or "")


def _delete() -> None:
    progress.forget_all()
    st.session_state["progress_done"] = "All answers were deleted."


def _import() -> None:
    upload = st.session_state["progress_import"]
    if upload is None:
        return
    try:
        _, found = read_progress(upload.getvalue(), name=upload.name)
    except PeniaError as error:
        st.session_state["progress_refused"] = str(error)
        return
    new = progress.bring_in(found)
    if new is not None:
        st.session_state["progress_done"] = f"{new} of {len(found)} answers were new and are kept."
