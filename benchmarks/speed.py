"""How fast the engine is, beside a naive Bayes of scikit-learn and a plain dictionary engine on the same knowledge.

    python -m benchmarks.speed        (make bench)

Medians over the published cases of tests/data, on one core, the collector of garbage on as in use.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine import NOTICE, candidates, gather, leaders, load, rank, read_cases, stability
from engine.knowledge import RULES, forget
from engine.reasoning import strongest_terms, what_next
from engine.reasoning.compare import ledger
from engine.reasoning.flips import flips
from engine.reasoning.leave_one_out import leave_one_out
from engine.reasoning.outlook import outlook
from engine.reasoning.pairs import pairs

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "data" / "published.yaml"
REPEATS = 25
LONG = 99
"""Repeats of what takes microseconds: nine of it on every case are over in 0.07 s, and one hiccup of the machine is all of that."""


def median_seconds(work: Callable[[], object], *, repeats: int = REPEATS) -> float:
    """Return the median of the wall time of `work`, the first call not counted."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def dictionary_engine(knowledge) -> dict[str, dict[str, float]]:
    """Return what a plain engine would hold: cause to finding to ln ratio, for authored entries only."""
    mean = {name: float(knowledge.tables.mean[one.index]) for name, one in knowledge.findings.items() if one.index >= 0}
    return {cause: {name: math.log(entry.value / mean[name]) for name, entry in numbers.items() if name in mean}
            for cause, numbers in knowledge.provenance.items()}


def dictionary_rank(weights: dict[str, dict[str, float]], present: list[str]) -> list[tuple[float, str]]:
    """Rank by adding the ratios of the findings present, the classic loop over causes."""
    return sorted(((sum(one.get(name, 0.0) for name in present), cause) for cause, one in weights.items()), reverse=True)[:10]


def naive_bayes(knowledge):
    """Return scikit-learn's Bernoulli naive Bayes holding the same finding probabilities."""
    from sklearn.naive_bayes import BernoulliNB
    share = knowledge.tables.probability[:, :-1].T
    model = BernoulliNB()
    model.fit(np.eye(share.shape[0], share.shape[1]), np.arange(share.shape[0]))
    model.feature_log_prob_ = np.log(share)
    return model


def main() -> None:
    """Print one line a figure."""
    print(NOTICE)
    cases = [file.case for file in read_cases(CASES)]
    knowledge = load()
    evidence = [gather(case, knowledge) for case in cases]
    rankings = [rank(one, knowledge) for one in evidence]
    typical = sorted(range(len(cases)), key=lambda number: len(evidence[number].terms))[len(cases) // 2]
    print(f"{len(knowledge.causes)} causes, {len(knowledge.leaves)} leaves, {sum(one.index >= 0 for one in knowledge.findings.values())} findings, "
          f"{len(cases)} cases, {os.cpu_count()} cores, Python {sys.version.split()[0]}")

    def ten_with_five(number: int) -> None:
        ranking = rank(evidence[number], knowledge)
        strongest_terms(ranking, leaders(ranking, knowledge), knowledge)

    def over_cases(work: Callable[[int], object], *, repeats: int = 9) -> float:
        return statistics.median(median_seconds(lambda n=number: work(n), repeats=repeats) for number in range(len(cases)))

    show("rank with ten leaders and five reasons each", over_cases(ten_with_five, repeats=LONG), 60e-6)
    show("the same with every reason as records", over_cases(lambda n: candidates(rank(evidence[n], knowledge), knowledge)), 500e-6)
    show("what next: the gain of every unknown finding", over_cases(lambda n: outlook(cases[n], rankings[n], knowledge)), 1e-3)
    show("what next: five suggestions, every answer ranked", over_cases(lambda n: what_next(cases[n], rankings[n], knowledge)), 50e-3)
    show("resolve a case file's words and gather its evidence", over_cases(lambda n: gather(cases[n], knowledge)), 5e-3)
    show("all pairs of causes", over_cases(lambda n: pairs(rankings[n], knowledge)), 30e-3)
    show("1,000 draws of robustness", over_cases(lambda n: stability(rankings[n], knowledge, draws=1000)), 60e-3)
    show("ledger and flips of the first two", over_cases(lambda n: _first_two_argued(cases[n], rankings[n], knowledge)), 100e-3)
    show("leaving out each entry in turn", over_cases(lambda n: leave_one_out(cases[n], rankings[n], knowledge)), 50e-3)
    show("warm load of the knowledge", median_seconds(_warm_load, repeats=9), 30e-3)
    show("cold load of the knowledge", median_seconds(_cold_load, repeats=3), 1.0)
    show("python -m engine rank on one case, whole process", median_seconds(_whole_process, repeats=5), 0.6)
    _peers(knowledge, evidence, rankings, typical)


def _first_two_argued(case, ranking, knowledge) -> None:
    first, second = (int(column) for column in leaders(ranking, knowledge, count=2))
    ledger(ranking, first, second, knowledge)
    flips(case, ranking, first, second, knowledge)


def _warm_load() -> None:
    forget()
    load()


def _cold_load() -> None:
    forget()
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("PENIA_CACHE")
        os.environ["PENIA_CACHE"] = folder
        try:
            load(RULES)
        finally:
            if before is None:
                del os.environ["PENIA_CACHE"]
            else:
                os.environ["PENIA_CACHE"] = before


def _whole_process() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.yaml"
        file.write_text("case: {age: 52, sex: male, labs: {ANC: 600 /uL, hemoglobin: 8.2 g/dL}, present: [gait ataxia]}\n")
        subprocess.run([sys.executable, "-m", "engine", "rank", str(file)], check=True, capture_output=True, cwd=ROOT)


def _peers(knowledge, evidence, rankings, typical: int) -> None:
    """The same findings through a dictionary engine and scikit-learn, in the same run."""
    del rankings
    weights, model = dictionary_engine(knowledge), naive_bayes(knowledge)
    present = [term.name for term in evidence[typical].terms if term.kind == "finding" and term.state == "present"]
    row = np.zeros((1, knowledge.tables.probability.shape[0]))
    row[0, [knowledge.findings[name].index for name in present]] = 1
    own = median_seconds(lambda: rank(evidence[typical], knowledge))
    for name, seconds in (("rank of this engine", own), ("plain dictionary engine", median_seconds(lambda: dictionary_rank(weights, present))),
                          ("scikit-learn BernoulliNB", median_seconds(lambda: model.predict_log_proba(row)))):
        print(f"  {name:<58} {seconds * 1e6:>10.0f} us   {seconds / own:>6.1f} x")


def show(name: str, seconds: float, target: float) -> None:
    """Print a figure beside its target."""
    unit, scale = ("us", 1e6) if target <= 1e-3 else ("ms", 1e3)
    print(f"  {name:<58} {seconds * scale:>10.0f} {unit}   target {target * scale:g} {unit}   {'met' if seconds <= target else 'missed'}")


if __name__ == "__main__":
    main()
