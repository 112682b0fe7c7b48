"""Grouped cross-validation of the few constants of the model that are not medicine: temperature, group discount, weight
of absence, and the weight of the prior in the setting for published cases.

    python -m benchmarks.fit

Folds hold whole families of diagnoses, so that no cause is fitted on itself. The log score over held-out cases decides. The
result is printed, with how flat the optimum is; a constant is changed in `rules/` by hand, with the figures in the commit.
"""

import dataclasses
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np

from engine import NOTICE, Knowledge, load, read_cases
from engine.evaluation import judge
from engine.knowledge.labels import line_of, resolve_label

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
CASES = (DATA / "published.yaml", DATA / "later.yaml")

FOLDS = 5
TEMPERATURES = (0.75, 0.8, 0.85, 0.92, 1.0)
DISCOUNTS = (0.4, 0.55, 0.7, 0.85)
ABSENCES = (0.5, 0.7, 1.0)
WEIGHTS = (0.5, 0.65, 0.8)
SETTING = "published"


def variants(knowledge: Knowledge) -> Iterator[tuple[tuple[float, ...], Knowledge]]:
    """Yield every combination of constants with the knowledge changed to it."""
    absent = np.array([name.endswith(":absent") for name in knowledge.tables.rows])[:, None]
    for temperature, discount, absence, weight in product(TEMPERATURES, DISCOUNTS, ABSENCES, WEIGHTS):
        weights = np.where(absent, knowledge.tables.weights * absence, knowledge.tables.weights)
        prior = reweighted(knowledge, weight)
        tables = dataclasses.replace(knowledge.tables, weights=weights, log_prior={**knowledge.tables.log_prior, SETTING: prior})
        model = {**knowledge.model, "temperature": temperature, "group_discount": discount}
        yield (temperature, discount, absence, weight), dataclasses.replace(knowledge, tables=tables, model=model)


def reweighted(knowledge: Knowledge, weight: float) -> np.ndarray:
    """Return the ln prior of the setting with another weight on the families; forms and consequences stay."""
    now = knowledge.settings[SETTING].weight
    mass = np.exp(knowledge.tables.log_prior[SETTING])
    starts = knowledge.tables.family_starts
    sizes = np.diff(np.append(starts, len(mass)))
    family = np.repeat(np.add.reduceat(mass, starts), sizes)
    changed = mass / family * family ** (weight / now)
    changed[-1] = changed[:-1].sum() * knowledge.settings[SETTING].other / (1 - knowledge.settings[SETTING].other)
    return np.log(changed)


def main() -> None:
    """Print the held-out log score of the chosen constants in each fold, and the table of all combinations."""
    print(NOTICE)
    knowledge = load()
    cases = [case for file in CASES for case in read_cases(file) if case.diagnosis]
    families = [_family(case.diagnosis.cause, knowledge) for case in cases]
    order = {family: number % FOLDS for number, family in enumerate(sorted(set(families)))}
    fold = np.array([order[family] for family in families])
    constants, losses = [], []
    for chosen, changed in variants(knowledge):
        constants.append(chosen)
        losses.append([-np.log(max(judge(case, changed, stage="presentation", setting=SETTING).probability, 1e-6)) for case in cases])
    table = np.array(losses)
    held_out = np.empty(len(cases))
    for number in range(FOLDS):
        inside = fold != number
        best = int(table[:, inside].mean(axis=1).argmin())
        held_out[~inside] = table[best, ~inside]
        print(f"fold {number}: chosen T, d, absence, w = {constants[best]}; held-out log score {table[best, ~inside].mean():.3f}")
    print(f"held-out log score over all folds {held_out.mean():.3f}")
    for row in table.mean(axis=1).argsort()[:8]:
        print(f"  {constants[row]}  {table[row].mean():.3f}")


def _family(label: str, knowledge: Knowledge) -> str:
    cause = resolve_label(label, knowledge)
    return line_of(cause, knowledge)[-1] if cause else label


if __name__ == "__main__":
    main()
