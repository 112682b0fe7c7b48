"""What the packing looks up, worked out once of the knowledge: numbers for findings, analytes, groups and settings, and their rows."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..knowledge.anchors import PREGNANCY, WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import DRUGS
from ..knowledge.same import Same
from ..knowledge.silence import silence
from ..reasoning.evidence import of_pregnancy, tells_whom, told_by_setting
from .resolved import STATES

WORD = 64


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Lookups. A finding in a state has the number `3 * finding + state`, states in the order of `STATES`.

    courses: row of `Tables.weights` of each time course
    row: row of `Tables.weights` of a finding in a state, -1 where it weighs nothing, shape (3 * findings,)
    group: number of the group of each finding, shape (findings,); onset_group; analyte_group, shape (analytes,)
    screens: bits of the counts that explain each finding, shape (findings,); see `COUNT_BITS`
    told: bits of what a finding in a state sets, shape (3 * findings, words): rows of `Tables.fixed` that it brings (ancestry) or, of
        hinges, keeps away; after them the groups of `Tables.told_groups` that it tells of
    history: whether a finding is history, shape (findings,)
    hinges: bits of all hinge rows, shape (words,); hinges_of_drugs: of those that drugs answer; hinges_of_setting: of those that the place
        where a case is seen answers, shape (settings, words)
    silent: setting to what each group of `told_groups` untold says, ln, shape (groups, leaves)
    """

    findings: dict[str, int]
    analytes: dict[str, int]
    settings: tuple[str, ...]
    courses: dict[str, int]
    group_count: int
    row: np.ndarray
    group: np.ndarray
    onset_group: int
    analyte_group: np.ndarray
    screens: np.ndarray
    told: np.ndarray
    history: np.ndarray
    hinges: np.ndarray
    hinges_of_drugs: np.ndarray
    hinges_of_pregnancy: np.ndarray
    hinges_of_setting: np.ndarray
    silent: dict[str, np.ndarray]
    fixed_words: int


@lru_cache(maxsize=2)
def _codes(held: Same) -> Codes:
    return _worked_out(held.thing)


def codes(knowledge: Knowledge) -> Codes:
    """Return the lookups of the knowledge, made once."""
    return _codes(Same(knowledge))


def count_bits(knowledge: Knowledge) -> dict[str, int]:
    """Return the bit of each lineage and of each of its analytes; the white cells have one of their own."""
    bits = {}
    for place, (lineage, rule) in enumerate(knowledge.model["lineages"].items()):
        bits[lineage] = bits[rule["analyte"]] = 1 << place
    return {**bits, WHITE_CELLS: 1 << len(knowledge.model["lineages"])}


def _worked_out(knowledge: Knowledge) -> Codes:
    tables, fixed_rows = knowledge.tables, knowledge.tables.fixed_rows
    names = list(knowledge.findings)
    findings = {name: number for number, name in enumerate(names)}
    records = [knowledge.findings[name] for name in names]
    analytes = {name: number for number, name in enumerate(knowledge.analytes)}
    groups = {name: number for number, name in enumerate(sorted(
        {"onset", *(one.group for one in records), *(one.group for one in knowledge.analytes.values())}))}
    bits = count_bits(knowledge)
    fixed_words = len(fixed_rows) // WORD + 1
    told_groups = {name: fixed_words * WORD + place for place, name in enumerate(tables.told_groups)}
    words = fixed_words + len(told_groups) // WORD + 1
    told = np.zeros((3 * len(names), words), dtype=np.uint64)
    row = np.full(3 * len(names), -1, dtype=np.int32)
    hinge_rows = {name: [fixed_rows[hinge] for hinge, named in knowledge.hinges.items() if name in named]
                  for name in {name for named in knowledge.hinges.values() for name in named}}
    for number, one in enumerate(records):
        ancestry = fixed_rows.get(f"ancestry:{one.id.removeprefix('ancestry-')}")
        above = knowledge.above(one.id)
        for place, state in enumerate(STATES):
            if one.used and not tells_whom(one.id, knowledge):
                row[3 * number + place] = tables.rows.get(f"{one.id}:absent" if state == "absent" else one.id, -1)
            if ancestry is not None and one.id.startswith("ancestry-") and state == "present":
                _set(told[3 * number + place], ancestry)
            # A denial leaves a hinge as open as silence does.
            for name in (one.id, *above) if state != "absent" else ():
                for bit in hinge_rows.get(name, ()):
                    _set(told[3 * number + place], bit)
            for name in (one.id, *above):
                group = knowledge.findings[name].group
                if group in told_groups:
                    _set(told[3 * number + place], told_groups[group])
    return Codes(
        findings=findings, analytes=analytes, settings=tuple(knowledge.settings),
        courses={name.partition(":")[2]: number for name, number in tables.rows.items() if name.startswith("onset:")},
        group_count=len(groups), row=row,
        group=np.array([groups[one.group] for one in records], dtype=np.int32), onset_group=groups["onset"],
        analyte_group=np.array([groups[one.group] for one in knowledge.analytes.values()], dtype=np.int32),
        screens=np.array([sum(bits[name] for name in {*one.effect_of} if name in bits) for one in records], dtype=np.uint8),
        told=told, history=np.array([one.kind in knowledge.model["history"] and not of_pregnancy(one.id, knowledge) for one in records]),
        hinges=_bits(words, [fixed_rows[hinge] for hinge in knowledge.hinges]),
        hinges_of_drugs=_bits(words, [fixed_rows[hinge] for hinge, named in knowledge.hinges.items() if DRUGS in named]),
        hinges_of_pregnancy=_bits(words, hinge_rows.get(PREGNANCY, [])),
        hinges_of_setting=np.stack([_bits(words, [bit for name in told_by_setting(place, knowledge) for bit in hinge_rows.get(name, ())])
                                    for place in knowledge.settings.values()]),
        silent={name: np.stack([silence(tables.probability[list(rows)], tables.mean[list(rows)], knowledge.settings[name].telling).sum(axis=0)
                                for rows in tables.told_groups.values()]) for name in tables.silence},
        fixed_words=fixed_words)


def _set(words: np.ndarray, bit: int) -> None:
    words[bit // WORD] |= np.uint64(1 << bit % WORD)


def _bits(words: int, bits: list[int]) -> np.ndarray:
    found = np.zeros(words, dtype=np.uint64)
    for bit in bits:
        _set(found, bit)
    return found


def unpacked(words: np.ndarray, count: int) -> np.ndarray:
    """Return the first `count` bits of rows of words as numbers 0.0 and 1.0, shape (rows, count)."""
    as_bytes = np.ascontiguousarray(words).view(np.uint8).reshape(len(words), words.shape[1] * 8)
    return np.unpackbits(as_bytes, axis=1, count=count, bitorder="little").astype(float)
