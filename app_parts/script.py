"""The page of one cause: its illness script, every number with its source."""

import math

import pandas as pd
import streamlit as st

from engine import Knowledge
from engine.knowledge.records import ASSUMPTION
from engine.knowledge.script import Script, Spread, illness_script
from engine.telling import share

from . import wording
from .reasons import cited

PERCENT = st.column_config.NumberColumn(format="%.1f%%")


def cause_page(name: str, knowledge: Knowledge) -> None:
    """One cause: how it lowers counts, how common it is and in whom, what it shows, how to tell and to confirm it."""
    cause, script = knowledge.causes[name], illness_script(name, knowledge)
    st.header(cause.name)
    st.markdown(f"{cause.summary}\n\n**How it lowers counts.** {cause.how}")
    if cause.caution:
        st.markdown(f":material/info: **Caution.** {cause.caution}")
    if cause.must_not_miss:
        st.markdown(f":material/priority_high: **Must not be missed.** {cause.must_not_miss}")
    st.caption("; ".join(filter(None, [f"ICD-10 {cause.icd10}" if cause.icd10 else "", knowledge.model["groups"][cause.group],
                                       f"also called {', '.join(cause.synonyms)}" if cause.synonyms else ""])))
    _at_a_glance(script, knowledge)
    _findings(name, knowledge)
    _laboratory(cause.name, script, knowledge)
    _telling_apart(name, script, knowledge)
    _cohorts(cause.name, script, knowledge)
    if cause.sources:
        st.markdown("Further reading: " + "; ".join(cited(source, knowledge) for source in cause.sources))


def citation(source: str | None, knowledge: Knowledge) -> str:
    """Return the publication behind a number, or that it is an assumption."""
    return knowledge.sources[source].citation if source in knowledge.sources else ASSUMPTION


def _at_a_glance(script: Script, knowledge: Knowledge) -> None:
    """How common, who, which counts, how low and how long, a line each."""
    used = sum(one.cohort.used for one in script.counted)
    series = f"assumption, corrected by {used} published series" if used else "assumption; published series that counted others move it, too"
    common = "; ".join(f"{place} {share(part)}" for place, part in script.common.items())
    lines = [f"- **Share of people with a low count:** {common} :gray[({series})]"]
    lines += [f"- **{one.what}:** {_told(one)} {cited(one.source, knowledge) if one.source else ':gray[(assumption)]'}" for one in script.spreads]
    st.markdown("\n".join(lines))


def _told(spread: Spread) -> str:
    """Return the parts with their shares: ages and times in their order, counts and depths the most frequent first."""
    parts = spread.shares.items()
    if len(parts) == 1 and next(iter(spread.shares)) in spread.what.casefold().split():
        return share(next(iter(spread.shares.values())))
    if spread.by_share:
        parts = sorted(parts, key=lambda part: -part[1])
    return "; ".join(f"{name.replace('-', ' ')} {share(part)}" for name, part in parts)


def _findings(name: str, knowledge: Knowledge) -> None:
    """Every finding with its share here and in all causes; what differs most stands first."""
    st.markdown(f"**Findings** :gray[{wording.MOST_UNUSUAL_FIRST}]")
    rows = [{"finding": knowledge.findings[finding].label, "share of cases": 100 * entry.value, "from": 100 * entry.range[0],
             "to": 100 * entry.range[1], "in all causes": 100 * float(knowledge.tables.mean[knowledge.findings[finding].index]),
             "source": citation(entry.source, knowledge), "as": entry.band or "counted"}
            for finding, entry in knowledge.provenance[name].items()
            if finding in knowledge.findings and not knowledge.findings[finding].names_cause]
    rows.sort(key=lambda row: -_unlike(row["share of cases"] / 100, row["in all causes"] / 100))
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"Findings of {knowledge.causes[name].name} with their frequencies and sources",
                 column_config=dict.fromkeys(("share of cases", "from", "to", "in all causes"), PERCENT))


def _unlike(here: float, usual: float) -> float:
    """Return how much one look for a finding is expected to tell in a person with the cause (Kullback and Leibler's divergence, nats).

    A companion that few have tells little, however rare it is elsewhere.
    """
    return here * math.log(here / usual) + (1 - here) * math.log((1 - here) / (1 - usual))


def _laboratory(called: str, script: Script, knowledge: Knowledge) -> None:
    if script.profiles:
        st.markdown("**Laboratory values**")
        rows = [{"test": one.analyte, "low": 100 * one.low, "normal": 100 * one.normal, "high": 100 * one.high,
                 "source": citation(one.source, knowledge)} for one in script.profiles]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"Laboratory values of {called}: shares low, normal and high",
                     column_config=dict.fromkeys(("low", "normal", "high"), PERCENT))


def _telling_apart(name: str, script: Script, knowledge: Knowledge) -> None:
    cause = knowledge.causes[name]
    if script.tests:
        st.markdown("**Confirmed by**\n\n" + "\n".join(
            f"- {wording.plain(one.label)}{f', {wording.plain(one.note)}' if one.note else ''}" + "".join(
                f"; {kind} {share(part)}" for kind, part in (("sensitivity", one.sensitivity), ("specificity", one.specificity)) if part is not None)
            + (f", {one.n} people" if one.n else "") + (f"; {cited(one.source, knowledge)}" if one.source else "") for one in script.tests))
    if cause.look_alikes:
        st.markdown("**Looks like**\n\n" + "\n".join(f"- {knowledge.causes[other].name}; told apart by {by}" for other, by in cause.look_alikes))
    if cause.pitfalls:
        st.markdown("**Pitfalls**\n\n" + "\n".join(f"- {pitfall}" for pitfall in cause.pitfalls))


def _cohorts(called: str, script: Script, knowledge: Knowledge) -> None:
    """The published series that counted the cause: what its priors follow."""
    if not script.counted:
        return
    with st.expander(f"In published series ({len(script.counted)})", key="script_series"):
        st.caption(wording.COHORTS_OF_CAUSE)
        rows = [{"people": one.cohort.population, "selected on": one.cohort.picture, "setting": knowledge.settings[one.cohort.setting].label,
                 "share": 100 * one.share, "counted with": f"{one.others} more" if one.others else "alone", "as": one.printed or "",
                 "used for priors": "yes" if one.cohort.used else "no", "source": citation(one.cohort.source, knowledge)} for one in script.counted]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"Published series that counted {called}", column_config={"share": PERCENT})
