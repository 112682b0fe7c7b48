"""A laboratory of a few analytes on which printed values are read, whatever the rules hold."""

import pytest
import yaml

from engine import load
from engine.case.prints import prints_of
from engine.case.quantities import Quantity, read_quantity
from engine.knowledge.records import AnalyteRecord, BinRecord, IntervalRecord
from engine.knowledge.words.units import UnitTable

LABS = """
units:
  10*9/L: {spellings: [10^9/L, x10(9)/L, G/L, Gpt/L, K/uL, thou/uL, x10^3/uL, "/nL"]}
  /uL: {spellings: [/uL, cells/uL, /mm3, /cumm, per uL, cells per cubic millimeter]}
  g/dL: {spellings: [g/dL, gm%]}
  g/L: {spellings: [g/L]}
  mmol/L: {spellings: [mmol/L]}
  "%": {spellings: ["%", percent]}
  ng/mL: {spellings: [ng/mL, ug/L]}
  Cel: {spellings: [C]}
  "[degF]": {spellings: [F]}
  "{titer}": {spellings: [titer]}
analytes:
  wbc: {label: White cells, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL], plausible: [0, 1000],
        limits: [4.0, 11.0], edges: [1.0, 2.0, 3.0, lln, uln, 30]}
  neutrophils: {label: Neutrophils, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL],
        plausible: [0, 200], limits: [1.5, 7.7], edges: [0.1, 0.5, 1.0, lln, uln]}
  platelets: {label: Platelets, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL],
        plausible: [0, 3000], limits: [150, 400], edges: [10, 50, 100, lln, uln]}
  hemoglobin: {label: Hemoglobin, unit: g/dL, units: {g/dL: 1, g/L: 0.1, mmol/L: 1.611}, unprinted: [g/dL, g/L],
        plausible: [0.5, 25], limits: [12.0, 17.5], edges: [5.0, 8.0, 11.0, lln, uln]}
  ferritin: {label: Ferritin, unit: ng/mL, units: {ng/mL: 1}, unprinted: [ng/mL], plausible: [0, 500000],
        limits: [20, 300], edges: [lln, uln]}
  rdw: {label: RDW, unit: "%", units: {"%": 1}, unprinted: ["%"], plausible: [5, 60], limits: [11, 15], edges: [uln]}
  temperature: {label: Temperature, unit: Cel,
        units: {Cel: 1, "[degF]": {factor: 0.5555555555555556, offset: -17.77777777777778}},
        unprinted: [Cel, "[degF]"], plausible: [25, 45], limits: [36, 38], edges: [lln, uln]}
  ana: {label: ANA, unit: "{titer}", units: {"{titer}": 1}, plausible: [0, 100000], limits: [0, 80], edges: [uln]}
  crp: {label: CRP, unit: g/L, units: {g/L: 1, g/dL: 10}, plausible: [0, 100], limits: [0, 1], edges: [uln]}
"""


def make_record(name: str, entry: dict) -> AnalyteRecord:
    """Make a record of an entry of the short form above."""
    conversions = {
        unit: (float(how["factor"]), float(how.get("offset", 0))) if isinstance(how, dict) else (float(how), 0.0)
        for unit, how in entry["units"].items()
    }
    return AnalyteRecord(
        id=name, label=entry["label"], synonyms=(), loinc=None, also_loinc=(), hpo={}, unit=entry["unit"], units=conversions,
        unprinted=tuple(entry.get("unprinted", ())), plausible=tuple(entry["plausible"]), intervals=(IntervalRecord(*entry["limits"]),), usual=(),
        bins=tuple(BinRecord(str(i), make_edge(edge), "low", None) for i, edge in enumerate([*entry["edges"], None])),
        reference=(), group=name, lineage=None, words={}, findings={}, examined="test",
        derived_from=(), note=None,
    )


def make_edge(edge: str | float | None) -> tuple[float, str] | None:
    if edge is None:
        return None
    if isinstance(edge, str) and edge.endswith("ln"):
        return float(edge[:-3] or 1), edge[-3:]
    return float(edge), ""


_LABS = yaml.safe_load(LABS)
UNITS = UnitTable({code: tuple(unit["spellings"]) for code, unit in _LABS["units"].items()}, counted=("cell",))
PRINTS = prints_of(load().lexicon)
ANALYTES = {name: make_record(name, entry) for name, entry in _LABS["analytes"].items()}


def read(analyte: str, text: str) -> Quantity:
    return read_quantity(text, analyte=ANALYTES[analyte], units=UNITS, prints=PRINTS)


def sentences(*rows: tuple) -> list:
    """Turn rows that begin with a sentence into parameters named by it."""
    return [pytest.param(*row[1:], id=row[0]) for row in rows]
