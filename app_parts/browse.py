"""Pages of single entries of the knowledge: what is known, with the source of each number, and where it is used."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from engine import Knowledge

from . import vocabulary, wording
from .differential import searchable, with_synonyms
from .grouping import NOT_RECORDED, WAYS, group_of
from .reasons import cited
from .script import PERCENT, cause_page, citation


def finding_page(name: str, knowledge: Knowledge) -> None:
    """One finding: its words, and the causes it bears on."""
    finding = knowledge.findings[name]
    st.header(finding.label)
    st.caption("; ".join(filter(None, [knowledge.model["kinds"][finding.kind]["label"], f"background {finding.background}", finding.hpo])))
    if finding.synonyms or finding.kinds:
        st.markdown("Also written: " + ", ".join((*finding.synonyms, *finding.kinds)))
    if finding.parents:
        st.markdown("Counts as: " + ", ".join(knowledge.findings[parent].label for parent in finding.parents))
    rows = [{"cause": knowledge.causes[owner].name, "share of cases": 100 * entry.value, "source": citation(entry.source, knowledge)}
            for owner, numbers in knowledge.provenance.items() if (entry := numbers.get(name)) is not None]
    if rows:
        table = pd.DataFrame(rows).sort_values("share of cases", ascending=False)
        st.dataframe(table, hide_index=True, alt=f"Causes that {finding.label} bears on",
                     column_config={"share of cases": PERCENT})
    else:
        st.caption("No cause uses it yet: it is understood, and carries no weight.")


def analyte_page(name: str, knowledge: Knowledge) -> None:
    """One analyte: names, code, units, limits, and the causes with a profile of it."""
    analyte = knowledge.analytes[name]
    st.header(analyte.label)
    unit = wording.unit(knowledge.units.shown(analyte.unit))
    st.caption("; ".join(filter(None, [f"LOINC {analyte.loinc}" if analyte.loinc else "", f"unit {unit}", analyte.note])))
    st.markdown("Also written: " + ", ".join(analyte.synonyms))
    limits = [{"age": f"{one.age[0]:g} to {one.age[1]:g}" if one.age else "any", "sex": one.sex or "any",
               "pregnant": {None: "", True: "yes", False: "no"}[one.pregnant], "low": one.low, "high": one.high,
               "source": citation(one.source, knowledge)} for one in analyte.intervals]
    st.dataframe(pd.DataFrame(limits), hide_index=True, alt=f"Reference limits of {analyte.label}")
    causes = [cause.name for cause in knowledge.causes.values() if name in cause.labs]
    if causes:
        st.markdown("Weighed for: " + ", ".join(causes))


def drug_page(name: str, knowledge: Knowledge) -> None:
    """One drug: names, and what it does to blood counts."""
    drug = knowledge.drugs[name]
    st.header(drug.label)
    also = ", ".join((*drug.synonyms, *drug.brands))
    st.caption("; ".join(filter(None, [drug.drug_class, f"also {also}" if also else ""])))
    for effect, link in drug.effects.items():
        assumed = "risk assumed from the evidence grade"
        risk = f"risk {link.risk:.2g} a person" if link.risk else f"odds ratio {link.odds_ratio:g}" if link.odds_ratio else assumed
        sources = "; ".join(cited(source, knowledge) for source in link.sources) or ":gray[assumption]"
        st.markdown(f"- **{knowledge.effects[effect].label}**: {link.evidence}; {risk}; {sources}")
    if not drug.effects:
        st.caption("No effect on blood counts is recorded.")


def source_list(knowledge: Knowledge) -> None:
    """All sources with their identifiers."""
    typed = (st.text_input("Search the sources", placeholder="author, title or year", key="source_text", icon=":material/search:") or "").casefold()
    rows = [{"citation": one.citation, "year": str(one.year or ""), "PMID": one.pmid or "", "DOI": one.doi or "", "kind": one.tier,
             "address": one.address, "leads to": wording.COPIED if one.copied else "PubMed" if one.pmid else "publisher" if one.doi else "page"}
            for one in knowledge.sources.values() if typed in f"{one.citation} {one.year} {one.pmid} {one.doi}".casefold()]
    st.caption(f"{len(rows):,} of {len(knowledge.sources):,} sources")
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Every source of a number", column_config={"address": st.column_config.LinkColumn()})


KINDS: dict[str, tuple[Callable, Callable, Callable]] = {
    "Causes": (lambda rules: rules.causes, lambda one: one.name, cause_page),
    "Findings": (lambda rules: rules.findings, lambda one: one.label, finding_page),
    "Analytes": (lambda rules: rules.analytes, lambda one: one.label, analyte_page),
    "Drugs": (lambda rules: rules.drugs, lambda one: one.label, drug_page),
    vocabulary.KIND: (vocabulary.words, lambda one: one["label"], vocabulary.page),
}
"""Kind to its records, the name people see, and its page."""


@st.cache_data(show_spinner=False, max_entries=8)
def _rows(kind: str, digest: str, names: tuple[str, ...], _rules: Knowledge) -> pd.DataFrame:
    del digest
    if kind == "Causes":
        rows = [{"cause": one.name, "kind": _rules.model["groups"][one.group],
                 "how counts fall": ", ".join(_rules.model["mechanisms"][name] for name in one.mechanisms),
                 **{way.lower(): _short(group_of(way, one.id, _rules.columns[one.id], _rules)) for way in WAYS[1:]},
                 "must not miss": "yes" if one.must_not_miss else ""} for one in map(_rules.causes.__getitem__, names)]
    elif kind == "Findings":
        rows = [{"finding": one.label, "kind": _rules.model["kinds"][one.kind]["label"], "HPO": one.hpo or "",
                 "carries weight": "yes" if one.used else ""} for one in map(_rules.findings.__getitem__, names)]
    elif kind == "Analytes":
        rows = [{"analyte": one.label, "unit": wording.unit(_rules.units.shown(one.unit)), "LOINC": one.loinc or ""}
                for one in map(_rules.analytes.__getitem__, names)]
    elif kind == vocabulary.KIND:
        rows = [{"word": one["label"], "what it means": one["means"]} for one in map(vocabulary.words(_rules).__getitem__, names)]
    else:
        rows = [{"drug": one.label, "class": one.drug_class, "effects on counts": ", ".join(_rules.effects[name].label for name in one.effects)}
                for one in map(_rules.drugs.__getitem__, names)]
    return pd.DataFrame(rows)


@st.cache_data(show_spinner=False, max_entries=8)
def _plain_first(kind: str, digest: str, names: tuple[str, ...], _rules: Knowledge) -> list[str]:
    """Put first what is part of another's name: hemoglobin before carboxyhemoglobin, so that who types it and presses Enter gets it."""
    del digest
    records, label, _ = KINDS[kind]
    labels = {name: label(records(_rules)[name]).casefold() for name in names}
    return sorted(names, key=lambda name: not any(labels[name] in other for owner, other in labels.items() if owner != name))


def called(kind: str, names: list[str], rules: Knowledge) -> dict[str, str]:
    """Return how each is listed in the search, by id: causes, analytes and drugs with what else they are called, so that TTP is found."""
    if kind == "Causes":
        return searchable(rules.digest, rules)
    records, label, _ = KINDS[kind]
    known = records(rules)
    others = {"Analytes": lambda one: one.synonyms, "Drugs": lambda one: (*one.synonyms, *one.brands)}.get(kind, lambda _: ())
    return {name: with_synonyms(label(known[name]), others(known[name])) for name in _plain_first(kind, rules.digest, tuple(names), rules)}


def _short(group: str) -> str:
    return "" if group == NOT_RECORDED else group.partition(":")[0]


def table(kind: str, names: list[str], rules: Knowledge) -> None:
    """Everything of one kind in a table, causes by mechanism, lines, cell size and reticulocytes; choosing a row opens its page."""
    if kind == "Causes":
        names = _narrowed(names, rules)
    st.dataframe(_rows(kind, rules.digest, tuple(names), rules), hide_index=True, height=520, alt=f"All {kind.lower()}", key=f"table_{kind}",
                 selection_mode="single-row", on_select=lambda: _open(kind, names))


def _narrowed(names: list[str], rules: Knowledge) -> list[str]:
    """Ask for a mechanism, for lines, cell size and reticulocytes, and return the causes that have all that was chosen."""
    groups = {way: {name: group_of(way, name, rules.columns[name], rules) for name in names} for way in WAYS}
    with st.container(horizontal=True, gap="small"):
        chosen = {way: st.selectbox(way, sorted(set(groups[way].values())), index=None, key=f"narrow_{way}", placeholder="any", width=165,
                                    persist_state="session") for way in WAYS}
    kept = [name for name in names if all(group is None or groups[way][name] == group for way, group in chosen.items())]
    if len(kept) < len(names):
        st.caption(f"{len(kept)} of {len(names)} causes")
    return kept


def _open(kind: str, names: list[str]) -> None:
    if rows := st.session_state[f"table_{kind}"].selection.rows:
        st.session_state[f"chosen_{kind}"] = names[rows[0]]
