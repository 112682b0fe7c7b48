"""What many cases share, summed once: prior, context, what goes untold, and drugs. Follows `engine.reasoning.evidence` and `drug_odds`."""

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import remembered
from ..reasoning.drug_odds import culprits, suspicion
from .codes import WORD, Codes, unpacked
from .listed import Numbered, one_array, text_codes
from .resolved import drugs_of
from .values import read_numbers


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """base: ln of prior, context, silence and drugs of each different person, shape (distinct, leaves); base_of: shape (cases,)."""

    base: np.ndarray
    base_of: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _DrugLists:
    """Different texts of the column `drugs`: number of each case's, -1 where nothing was said, and the texts."""

    number: np.ndarray
    texts: list[str]


def shared_rows(table: pa.Table, states: list[Numbered], known: Codes, knowledge: Knowledge, problems: dict[int, str], *,
                setting: str | None) -> Shared:
    """Find the different persons among the cases and sum what is known of each before the findings."""
    cases = table.num_rows
    place = _settings(table, known, knowledge, problems, setting)
    drugs = _drug_lists(table, knowledge, problems)
    telling = np.array([name in known.silent for name in known.settings])[place]
    words = _context(table, states, known, knowledge, drugs.number >= 0, telling, place)
    words[~telling, known.fixed_words:] = 0
    key = np.column_stack([place.astype(np.uint64), (drugs.number + 1).astype(np.uint64), words])
    first, base_of = _distinct(key)
    base = _sums(words[first], place[first], known, knowledge)
    _with_drugs(base, drugs, drugs.number[first], place[first], known, knowledge)
    return Shared(base, base_of.reshape(cases).astype(np.int32))


def _settings(table: pa.Table, known: Codes, knowledge: Knowledge, problems: dict[int, str], setting: str | None) -> np.ndarray:
    numbers = {name: number for number, name in enumerate(known.settings)}
    default = numbers[setting or knowledge.default_setting]
    if setting is not None or "setting" not in table.column_names:
        return np.full(table.num_rows, default)
    column = one_array(table["setting"])
    found = np.where(column.is_null().to_numpy(zero_copy_only=False), default, text_codes(column, numbers))
    for case in np.flatnonzero(found < 0).tolist():
        problems.setdefault(case, f"setting '{column[case].as_py()}' is not known; allowed: {', '.join(known.settings)}; choose one")
    return np.where(found < 0, default, found)


def _drug_lists(table: pa.Table, knowledge: Knowledge, problems: dict[int, str]) -> _DrugLists:
    if "drugs" not in table.column_names:
        return _DrugLists(np.full(table.num_rows, -1), [])
    coded = one_array(pc.dictionary_encode(one_array(table["drugs"].cast(pa.string()))))
    number = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    texts = coded.dictionary.to_pylist()
    for place, text in enumerate(texts):
        try:
            drugs_of(text, knowledge)
        except CaseError as error:
            for case in np.flatnonzero(number == place).tolist():
                problems.setdefault(case, str(error))
            texts[place] = "[]"
    return _DrugLists(number, texts)


def _context(table: pa.Table, states: list[Numbered], known: Codes, knowledge: Knowledge, on_record: np.ndarray,
             telling: np.ndarray, place_of: np.ndarray) -> np.ndarray:
    """Return bits of the rows of `Tables.fixed` that speak, then of the groups of symptoms told of, shape (cases, words)."""
    cases, fixed_rows = table.num_rows, knowledge.tables.fixed_rows
    told = np.zeros((cases, known.told.shape[1]), dtype=np.uint64)
    history = np.zeros(cases, dtype=bool)
    for place, found in enumerate(states):
        if len(found.case):
            starts = np.flatnonzero(np.diff(found.case, prepend=-1))
            told[found.case[starts]] |= np.bitwise_or.reduceat(known.told[3 * found.values + place], starts, axis=0)
            history[found.case[known.history[found.values]]] = True
    pregnant = read_numbers(_as_numbers(table, "pregnant"), "pregnant")
    told |= _where(pregnant == 1, known.hinges_of_pregnancy) | known.hinges_of_setting[place_of]
    untold = known.hinges & ~told & ~_where(on_record, known.hinges_of_drugs)
    sex = text_codes(one_array(table["sex"].cast(pa.string())), {"female": 0, "male": 1}) if "sex" in table.column_names else np.full(cases, -1)
    asked = on_record | history | telling
    untold &= _where(asked, known.hinges) | _where(sex == 0, known.hinges_of_pregnancy)
    words = (told & ~known.hinges) | untold
    age = read_numbers(table, "age")
    for name, (first, last) in knowledge.age_bands.items():
        _put(words, (age >= first) & (age < last), fixed_rows[f"age:{name}"])
    _put(words, sex == 0, fixed_rows["sex:female"])
    _put(words, sex == 1, fixed_rows["sex:male"])
    _put(words, (pregnant == 1) & (sex != 1), fixed_rows["pregnant:yes"])
    _put(words, (pregnant == 0) & (sex != 1), fixed_rows["pregnant:no"])
    return words


def _as_numbers(table: pa.Table, name: str) -> pa.Table:
    """Return the table with a column of truth values as 0 and 1."""
    if name in table.column_names and pa.types.is_boolean(table[name].type):
        return table.select([name]).set_column(0, name, table[name].cast(pa.int8()))
    return table


def _put(words: np.ndarray, which: np.ndarray, bit: int) -> None:
    words[:, bit // WORD] |= which.astype(np.uint64) << np.uint64(bit % WORD)


def _where(which: np.ndarray, bits: np.ndarray) -> np.ndarray:
    """Return the bits in the rows that are meant, none in the others, shape (rows, words)."""
    return np.where(which[:, None], bits, np.uint64(0))


def _distinct(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first of each different row, and for each row the number of its like."""
    mixed = np.zeros(len(key), dtype=np.uint64)
    for column in key.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    _, first, like = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(key[first][like], key):  # two different rows with one number: never seen, and never taken on trust
        _, first, like = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return first, like


def _sums(words: np.ndarray, place: np.ndarray, known: Codes, knowledge: Knowledge) -> np.ndarray:
    """Return ln of prior, context and silence, shape (distinct, leaves)."""
    tables = knowledge.tables
    base = np.array([tables.log_prior[name] for name in known.settings])[place]
    base += unpacked(words[:, :known.fixed_words], len(tables.fixed)) @ tables.fixed
    for name, silent in known.silent.items():
        at = np.flatnonzero(place == known.settings.index(name))
        base[at] += tables.silence[name] - unpacked(words[at, known.fixed_words:], len(silent)) @ silent
    return base


def _with_drugs(base: np.ndarray, drugs: _DrugLists, number: np.ndarray, place: np.ndarray, known: Codes, knowledge: Knowledge) -> None:
    """Replace the mass of the drug leaves by what the drugs on record make of it, see `drug_odds.with_drugs`."""
    at = np.flatnonzero(number >= 0)
    if not len(at):
        return
    rule, effects = knowledge.model["drugs"], list(knowledge.effects)
    pairs, like = np.unique(np.column_stack([number[at], place[at]]), axis=0, return_inverse=True)
    odds, least = (np.array(rows)[like.reshape(-1)] for rows in zip(
        *(_odds(drugs.texts[one], known.settings[setting], knowledge) for one, setting in pairs.tolist()), strict=True))
    mass = np.exp(base[at])
    picture = mass @ np.array([knowledge.tables.effect_picture[name] for name in effects]).T
    for leaf, record in enumerate(knowledge.leaves):
        if record.effect is not None:
            effect = effects.index(record.effect)
            base[at, leaf] = np.log(np.maximum(mass[:, leaf] * least[:, effect], np.minimum(odds[:, effect], rule["cap"]) * picture[:, effect]))


@remembered
def _odds(text: str, setting: str, knowledge: Knowledge) -> tuple[list[float], list[float]]:
    """Return the odds of each effect, and the share of its leaf's mass that stays at least."""
    rule, uses = knowledge.model["drugs"], drugs_of(text, knowledge)
    found = culprits(uses, knowledge.settings[setting], knowledge)
    new = any(use.timing.started_days is not None and use.timing.started_days <= rule["new_unknown_drug_days"] for use in uses)
    kept = rule["list_without_culprit"] if uses else rule["no_medicines"]
    odds, least = [], []
    for name in knowledge.effects:
        mine = [one for one in found if one.effect == name]
        odds.append(math.fsum(one.odds for one in mine) + (rule["new_unknown_drug_odds"] if new and knowledge.effects[name].any_new_drug else 0.0))
        least.append(max((suspicion(one, rule) for one in mine), default=0.0))
    return odds, [max(one, kept) for one in least]
