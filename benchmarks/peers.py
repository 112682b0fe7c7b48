"""Others on the same knowledge and the same cases, where they do the same mathematics: prior times the product of P(finding | cause).

That is naive Bayes over the findings present. Our own core does it with single terms and a temperature of 1; scikit-learn's MultinomialNB as a
matrix product; pgmpy as a Bayesian network by variable elimination; GoRules' zen-engine as a decision table that collects, for each
finding, the weights of all causes. Each one's posterior is held against ours before its speed is told.
"""

import json
import statistics
import time
from collections.abc import Callable

import numpy as np

from engine import Case, Knowledge, gather
from engine.batch.layout import NOWHERE, spread
from engine.batch.pack import Packed
from engine.batch.scores import leaf_probabilities, score_packed
from engine.batch.terms import arranged

AGREES = 1e-5
"""Largest difference of two posteriors that is still the same answer: the tables hold single precision."""
_COPIES = 1000
_SLOW_CASES = 10


def compare(cases: list[Case], knowledge: Knowledge) -> None:
    """Print the speed of each, after checking that it gives the same posterior."""
    found = [[term.name for term in gather(case, knowledge).terms if term.kind == "finding" and term.state == "present"] for case in cases]
    names = sorted({name for present in found for name in present})
    table = np.array([knowledge.tables.weights[knowledge.tables.rows[name]] for name in names], dtype=float)
    prior = knowledge.tables.log_prior["unspecified"]
    chosen = np.zeros((len(found), len(names)))
    for case, present in enumerate(found):
        chosen[case, [names.index(name) for name in present]] = 1
    score = prior + chosen @ table
    truth = np.exp(score - score.max(axis=1, keepdims=True))
    truth /= truth.sum(axis=1, keepdims=True)
    print(f"The same mathematics: naive Bayes over {len(names)} findings and {len(prior)} leaves, {len(found)} published cases")
    _told("Penia's scoring core", lambda: _core(found, prior, knowledge), truth, copies=_COPIES)
    _told("scikit-learn MultinomialNB", lambda: _sklearn(chosen, table, prior), truth, copies=1)
    _told("pgmpy, variable elimination", lambda: _pgmpy(found[:_SLOW_CASES], names, prior, knowledge), truth[:_SLOW_CASES], copies=1)
    _told("GoRules zen-engine, decision table", lambda: _zen(found, names, table, prior), truth, copies=1)


def _told(name: str, build: Callable[[], tuple[Callable[[], object], Callable[[], np.ndarray]]], truth: np.ndarray, *, copies: int) -> None:
    """Print the median speed of one of them. `build` returns what to time, and what gives its posterior."""
    try:
        work, posterior = build()
    except ImportError as error:
        print(f"  {name:<66} not installed: pip install {str(error.name).partition('.')[0].replace('zen', 'zen-engine')}")
        return
    apart = float(np.abs(posterior() - truth).max())
    spans = []
    for _ in range(3):
        start = time.process_time()
        work()
        spans.append(time.process_time() - start)
    verdict = "the same ranking" if apart <= AGREES else f"NOT the same: apart by {apart:.1g}"
    print(f"  {name:<66} {copies * len(truth) / statistics.median(spans):>12,.0f} cases/s   {verdict}")


def _core(found: list[list[str]], prior: np.ndarray, knowledge: Knowledge):
    """Our kernel with every term single; the temperature of the rules is taken out by scaling."""
    many = found * _COPIES
    rows = np.array([knowledge.tables.rows[name] for present in many for name in present], dtype=np.int32)
    sizes = [len(present) for present in many]
    cases_of = np.repeat(np.arange(len(many)), sizes)
    groups = np.concatenate([np.arange(size) for size in sizes]).astype(np.int32)

    def packed(cases: int) -> Packed:
        count = sum(sizes[:cases])
        whole = np.full(count, knowledge.model["temperature"])
        terms = arranged(cases_of[:count], rows[:count], whole, np.full(count, -1, dtype=np.int32), np.zeros(count), groups[:count], cases=cases,
                         groups=max(sizes))
        empty = (np.zeros(cases + 1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0))
        same = np.zeros(cases, dtype=np.int32)
        return Packed(spread(prior[None], knowledge, empty=NOWHERE), same, spread(np.zeros((1, len(prior))), knowledge), same.astype(np.int64), empty,
                      terms, {})

    everything = packed(len(many))
    return (lambda: score_packed(everything, knowledge)), (lambda: leaf_probabilities(packed(len(found)), knowledge))


def _sklearn(chosen: np.ndarray, table: np.ndarray, prior: np.ndarray):
    from sklearn.naive_bayes import MultinomialNB
    model = MultinomialNB()
    model.fit(np.eye(len(prior), chosen.shape[1]), np.arange(len(prior)))
    model.feature_log_prob_, model.class_log_prior_ = table.T, prior
    return (lambda: model.predict_proba(chosen)), (lambda: model.predict_proba(chosen))


def _pgmpy(found: list[list[str]], names: list[str], prior: np.ndarray, knowledge: Knowledge):
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork
    used = sorted({name for present in found for name in present})
    del names
    shares = np.exp(prior) / np.exp(prior).sum()
    network = DiscreteBayesianNetwork([("cause", name) for name in used])
    network.add_cpds(TabularCPD("cause", len(prior), shares[:, None]))
    for name in used:
        share = knowledge.tables.probability[knowledge.findings[name].index]
        network.add_cpds(TabularCPD(name, 2, np.array([1 - share, share]), evidence=["cause"], evidence_card=[len(prior)]))
    engine = VariableElimination(network)

    def work() -> np.ndarray:
        return np.array([engine.query(["cause"], evidence=dict.fromkeys(present, 1), show_progress=False).values if present else shares
                         for present in found])

    return work, work


def _zen(found: list[list[str]], names: list[str], table: np.ndarray, prior: np.ndarray):
    import zen
    rules = [{"_id": name, "present": f'contains($, "{name}")', "weights": json.dumps(weights.tolist())}
             for name, weights in zip(names, table, strict=True)]
    content = {"hitPolicy": "collect", "inputs": [{"id": "present", "name": "present", "field": "present"}],
               "outputs": [{"id": "weights", "name": "weights", "field": "weights"}], "rules": rules}
    nodes = [{"id": "in", "type": "inputNode", "name": "in"}, {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
             {"id": "out", "type": "outputNode", "name": "out"}]
    edges = [{"id": "first", "sourceId": "in", "targetId": "table"}, {"id": "second", "sourceId": "table", "targetId": "out"}]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def work() -> np.ndarray:
        scores = []
        for present in found:
            answer = decision.evaluate({"present": present})["result"] if present else []
            score = prior + sum((np.array(one["weights"]) for one in answer), np.zeros(len(prior)))
            weight = np.exp(score - score.max())
            scores.append(weight / weight.sum())
        return np.array(scores)

    return work, work
