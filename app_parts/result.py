"""The answer: what is urgent, the ranked rows with their reasons, and what was not understood."""

import streamlit as st

from engine import Knowledge, stability, suggest, urgent
from engine.reasoning import Candidate, Ranking
from engine.reasoning.explain import Explanation, Reason

from . import wording

_SHOWN = 10


def before_ranking(ranking: Ranking, rows: tuple[Candidate, ...], knowledge: Knowledge) -> None:
    """What must be said first: no count low, an artifact, red flags, conflicts."""
    counts = ranking.evidence.counts
    if counts.known and not counts.low and not ranking.evidence.observations.at_least_low:
        st.info(wording.NO_LOW_COUNT, icon=":material/info:")
    if any("artifact" in knowledge.causes[row.id].mechanisms and row.probability >= 0.1 for row in rows[:5]):
        st.info(wording.ARTIFACT, icon=":material/biotech:")
    flags = urgent(ranking.evidence, knowledge)
    grave = [row for row in rows if row.must_not_miss and row.probability >= 0.02]
    if flags or grave:
        with st.container(border=True):
            st.markdown(":material/priority_high: **Must not be missed** (beside the ranking, never part of it)")
            for flag in flags:
                st.markdown(f"- **{flag.label}.** {flag.reason} {cited(flag.source, knowledge)}")
            for row in grave[:4]:
                st.markdown(f"- {row.name}, {wording.percent(row.probability)}: {knowledge.causes[row.id].must_not_miss or 'look for it'}")
    for conflict in ranking.evidence.observations.conflicts:
        st.text(f"Conflict: {conflict}")


def ranked_list(ranking: Ranking, rows: tuple[Candidate, ...], knowledge: Knowledge) -> None:
    """The flat list: place, name, whole percent, bar, and why."""
    robust = stability(ranking, knowledge)
    for place, row in enumerate(rows[:_SHOWN], start=1):
        _row(place, row, robust.get(row.family), knowledge)
    st.progress(float(ranking.probability[knowledge.other]), text=f"Something else: {wording.percent(float(ranking.probability[knowledge.other]))}")


def grouped_list(rows: tuple[Candidate, ...], knowledge: Knowledge) -> None:
    """The same rows by mechanism, with the mass of each."""
    mechanisms: dict[str, list[Candidate]] = {}
    for row in rows:
        mechanisms.setdefault(knowledge.causes[row.id].mechanisms[0], []).append(row)
    for mechanism, members in sorted(mechanisms.items(), key=lambda item: -sum(row.probability for row in item[1])):
        total = sum(row.probability for row in members)
        st.progress(min(total, 1.0), text=f"**{knowledge.model['mechanisms'][mechanism]}**: {wording.percent(total)}")
        for row in members[:6]:
            st.markdown(f"- {row.name}, {wording.percent(row.probability)}{' :material/priority_high: must not miss' if row.must_not_miss else ''}")


def by_blood_picture(ranking: Ranking, knowledge: Knowledge) -> None:
    """How the case is classed by lineage, cell size and reticulocytes: the way a textbook starts."""
    seen = ranking.evidence.observations.levels
    low = [rule["label"] for name, rule in knowledge.model["lineages"].items() if name in ranking.evidence.counts.low]
    parts = [f"low: {', '.join(low)}" if low else "no lineage known to be low"]
    for name, words in (("mcv", {"low": "microcytic", "normal": "normocytic", "high": "macrocytic"}),
                        ("reticulocytes", {"low": "few reticulocytes", "normal": "normal reticulocytes", "high": "many reticulocytes"}),
                        ("reticulocyte-percent", {"low": "few reticulocytes", "normal": "normal reticulocytes", "high": "many reticulocytes"})):
        if name in seen:
            parts.append(words.get(seen[name].level.rpartition("-")[2], f"{name} unsure"))
    st.caption("Blood picture: " + "; ".join(dict.fromkeys(parts)))


def _row(place: int, row: Candidate, steady, knowledge: Knowledge) -> None:
    mark = "  :material/priority_high: must not miss" if row.must_not_miss else ""
    st.progress(row.probability, text=f"{place}. **{row.name}** {wording.percent(row.probability)}{mark}")
    with st.expander(f"Why {row.name}", key=f"why_{row.family}", on_change="rerun") as body:
        if body.open:
            explanation(row, steady, knowledge)


def explanation(row: Candidate, steady, knowledge: Knowledge) -> None:
    """Everything behind one row: for, against, expected, unexplained, forms, robustness."""
    cause = knowledge.causes[row.id]
    st.markdown(f"{cause.summary} {cause.how}")
    if cause.caution:
        st.markdown(f":material/info: {cause.caution}")
    for_it, against = st.columns(2)
    with for_it:
        _reasons("Speaks for it", row.explanation.speaks_for, knowledge)
    with against:
        _reasons("Speaks against it", row.explanation.speaks_against, knowledge)
    _rest(row.explanation)
    if len(row.leaves) > 1:
        st.caption("Forms: " + "; ".join(f"{leaf.name} {wording.percent(leaf.probability)}" for leaf in row.leaves[:6]))
    if steady is not None:
        st.caption(f"First in {wording.percent(steady.first)} of draws, among three in {wording.percent(steady.top_three)}. {wording.STABILITY_HELP}")
    st.caption(wording.WEIGHT_HELP)


def _reasons(title: str, reasons: tuple[Reason, ...], knowledge: Knowledge) -> None:
    st.markdown(f"**{title}**")
    if not reasons:
        st.caption("nothing entered")
    for reason in reasons[:12]:
        state = "" if reason.state in ("present", "low", "high", "normal") or reason.kind != "finding" else f" ({reason.state})"
        st.markdown(f"{wording.signed(reason.weight)} {reason.label}{state} {cited(reason.source, knowledge)}")


def cited(source: str, knowledge: Knowledge) -> str:
    """Return a short citation with a link, or that the number is an assumption."""
    found = knowledge.sources.get(source)
    if found is None:
        return ":gray[assumption]"
    link = f"https://pubmed.ncbi.nlm.nih.gov/{found.pmid}/" if found.pmid else f"https://doi.org/{found.doi}" if found.doi else found.url
    name = found.citation.split(":")[0].split(".")[0][:40].replace("[", "(").replace("]", ")")
    return f"[{name}{f', {found.year}' if found.year and str(found.year) not in name else ''}]({link})"


def _rest(told: Explanation) -> None:
    if told.expected:
        st.markdown("**Expected but not assessed:** " + "; ".join(f"{one.label} ({one.frequency:.0%})" for one in told.expected))
    if told.unexplained:
        st.markdown("**Left unexplained:** " + "; ".join(told.unexplained))


def words(ranking: Ranking, knowledge: Knowledge) -> None:
    """How each entry was understood; offers for what was not."""
    readings = ranking.evidence.observations.readings
    counts = {status: sum(one.status == status for one in readings) for status in wording.STATUS}
    missed = [one for one in readings if one.status == "not_understood"]
    label = "How each entry was understood: " + ", ".join(f"{count} {wording.STATUS[name]}" for name, count in counts.items() if count)
    for number, one in enumerate(missed):
        with st.container(border=True):
            st.text(f"Not understood: {one.text}" + (f" ({one.note})" if one.note else ""))
            with st.container(horizontal=True):
                for offer in suggest(one.text, knowledge, where=one.where):
                    st.button(f"Use: {offer.label}", key=f"offer_{number}_{offer.label}", help=offer.reason,
                              on_click=_replace, args=(one.where, one.text, offer.label))
    with st.expander(label, key="words", on_change="rerun") as body:
        if body.open:
            for one in readings:
                names = ", ".join(dict.fromkeys(_meant(mention, knowledge) for mention in one.mentions))
                st.text(f"{one.text}: {wording.STATUS[one.status]}" + (f", as {names}" if names else "")
                        + (f"; left over: {' '.join(one.leftover)}" if one.leftover else ""))


def _meant(mention, knowledge: Knowledge) -> str:
    if mention.kind == "finding":
        name = knowledge.findings[mention.id].label
    elif mention.kind == "drug":
        name = knowledge.drugs[mention.id].label
    else:
        name = f"{knowledge.analytes[mention.id].label}{f' {mention.level}' if mention.level else ''}"
    return name if mention.state == "present" else f"{name} ({mention.state})"


def _replace(where: str, text: str, label: str) -> None:
    """Put an offer in the place of what was not understood."""
    state = st.session_state
    if where == "medications":
        state["drugs"] = [[label, taken] if text in (name, f"{name}: {taken}") else [name, taken] for name, taken in state["drugs"]]
    elif where == "labs":
        state["labs"] = [[label, printed] if text == f"{name}: {printed}" else [name, printed] for name, printed in state["labs"]]
    else:
        state["entries"] = [[kept, label] if (kept, old) == (where, text) else [kept, old] for kept, old in state["entries"]]
