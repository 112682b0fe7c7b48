"""Simpler rankers over the same knowledge, judged like the engine: the prior alone, naive Bayes, and TF-IDF.

Each is a `Ranker`: it takes the evidence that the engine gathered and returns a ranking over the same leaves, so that rows, labels
and scores are the same for all.

- prior: the setting's prior; what was entered is not looked at.
- naive Bayes: scikit-learn's BernoulliNB with the knowledge's own probabilities set as its parameters (fitting it on vectors drawn
  from them would only add noise). One feature a finding, and two a laboratory test and blood count (low, high). `assessed` leaves out,
  column by column, what nobody looked at, and starts from the engine's prior with age, sex and drug odds; `plain` starts from the
  setting's prior and takes what is not mentioned as absent, as BernoulliNB does by itself. "Unsure" is taken as not looked at.
- TF-IDF: one document a leaf, with its names and the labels of its findings, each as often as it is seen in the cause; the words of the
  case are the query; probability is the softmax of the cosine divided by a scale.
"""

from collections.abc import Iterable

import numpy as np

from engine import Knowledge
from engine.evaluation import Ranker
from engine.reasoning import Evidence, Ranking

SOFTMAX_SCALES = (0.01, 0.015, 0.02, 0.03, 0.05)
"""Tried for TF-IDF; the one with the best log score on the very cases that are judged is kept, in the baseline's favour."""

REPEATS = 10
"""A label stands in a document as often as its frequency times this, rounded up."""


def as_ranking(evidence: Evidence, log_score: np.ndarray, knowledge: Knowledge) -> Ranking:
    """Return a ranking with the given unnormalised log score of every leaf, shape (leaves,)."""
    probability = np.exp(log_score - log_score.max())
    probability /= probability.sum()
    families = np.add.reduceat(probability, knowledge.tables.family_starts)
    order = np.argsort(-families[:-1], kind="stable")
    empty = np.zeros((len(evidence.terms) + 1, len(probability)))
    return Ranking(evidence, empty, np.zeros(len(probability)), log_score, probability, families, order)


def prior_only(evidence: Evidence, knowledge: Knowledge) -> Ranking:
    """Rank by the prior of the setting."""
    return as_ranking(evidence, evidence.prior, knowledge)


class NaiveBayes:
    """scikit-learn's BernoulliNB over findings, laboratory levels and low counts."""

    def __init__(self, knowledge: Knowledge) -> None:
        features: dict[str, np.ndarray] = {name: knowledge.tables.probability[one.index]
                                           for name, one in knowledge.findings.items() if one.used and one.index >= 0}
        for name, bins in knowledge.tables.lab_bins.items():
            for level in ("low", "high"):
                members = [step.level == level for step in knowledge.analytes[name].bins]
                features[f"{name}:{level}"] = bins[members].sum(axis=0) / bins.sum(axis=0)
        for number, rule in enumerate(knowledge.model["lineages"].values()):
            holding = [subset for subset in range(8) if subset >> number & 1]
            features[f"{rule['analyte']}:low"] = knowledge.tables.pattern[holding].sum(axis=0)
        self.columns = {name: number for number, name in enumerate(features)}
        self.share = np.clip(np.array(list(features.values()), dtype=float).T, 1e-5, 1 - 1e-5)

    def answers(self, evidence: Evidence, knowledge: Knowledge) -> dict[str, int]:
        """Return what was assessed: feature to 1 (there) or 0 (looked for and not there)."""
        seen = evidence.observations
        found = {name: int(state == "present") for name, state in seen.states.items() if state != "unsure" and name in self.columns}
        for name, level in seen.levels.items():
            if level.level != "unsure":
                found |= {f"{name}:{side}": int(level.level.endswith(side)) for side in ("low", "high") if f"{name}:{side}" in self.columns}
        return found

    def assessed(self, evidence: Evidence, knowledge: Knowledge) -> Ranking:
        """Rank by what was assessed only."""
        found = self.answers(evidence, knowledge)
        if not found:
            return as_ranking(evidence, evidence.base, knowledge)
        model = self._model(self.share[:, [self.columns[name] for name in found]], evidence.base)
        return as_ranking(evidence, model.predict_joint_log_proba(np.array([list(found.values())]))[0], knowledge)

    def plain(self, evidence: Evidence, knowledge: Knowledge) -> Ranking:
        """Rank with everything that is not mentioned taken as absent."""
        row = np.zeros((1, len(self.columns)))
        for name, answer in self.answers(evidence, knowledge).items():
            row[0, self.columns[name]] = answer
        return as_ranking(evidence, self._model(self.share, evidence.prior).predict_joint_log_proba(row)[0], knowledge)

    @staticmethod
    def _model(share: np.ndarray, log_prior: np.ndarray):
        from sklearn.naive_bayes import BernoulliNB
        model = BernoulliNB()
        model.classes_ = np.arange(len(share))
        model.feature_log_prob_ = np.log(share)
        model.class_log_prior_ = log_prior
        model.n_features_in_ = share.shape[1]
        return model


class TfIdf:
    """Cosine of TF-IDF vectors between the words of a case and the page of each leaf."""

    def __init__(self, knowledge: Knowledge, *, scale: float = 0.05) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        self.scale = scale
        self.vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
        self.pages = self.vectorizer.fit_transform(page(leaf.causes, knowledge) for leaf in knowledge.leaves)

    def __call__(self, evidence: Evidence, knowledge: Knowledge) -> Ranking:
        words = " . ".join(query(evidence))
        cosine = (self.pages @ self.vectorizer.transform([words]).T).toarray()[:, 0]
        return as_ranking(evidence, cosine / self.scale, knowledge)


def page(causes: Iterable[str], knowledge: Knowledge) -> str:
    """Return the words of a leaf: names, what it is, and its findings and typical laboratory levels, as often as they are seen."""
    words = []
    for cause in causes:
        record = knowledge.causes[cause]
        words += [record.name, *record.synonyms] * REPEATS + [record.summary, record.how]
        column = knowledge.columns[cause]
        for key in knowledge.provenance[cause]:
            if key in knowledge.findings:
                one = knowledge.findings[key]
                words += [one.label] * int(np.ceil(knowledge.tables.probability[one.index, column] * REPEATS))
            elif key.startswith("lab:") and (name := key.removeprefix("lab:")) in knowledge.analytes:
                words += _levels(name, column, knowledge)
        words += [drug.label for drug in knowledge.drugs.values() if record.effect in drug.effects] if record.effect else []
    return " . ".join(words)


def _levels(name: str, column: int, knowledge: Knowledge) -> list[str]:
    analyte, bins = knowledge.analytes[name], knowledge.tables.lab_bins[name][:, column]
    return [f"{level} {analyte.label}" for level in ("low", "high")
            for _ in range(round(float(bins[[step.level == level for step in analyte.bins]].sum()) * REPEATS))]


def query(evidence: Evidence) -> list[str]:
    """Return the words of a case: every entry but what is absent, and laboratory values as low or high."""
    seen = evidence.observations
    said = [reading.text for reading in seen.readings if reading.where not in ("labs", "absent")]
    levels = [f"{level.level.rpartition('-')[2]} {name.replace('-', ' ')}"
              for name, level in seen.levels.items() if level.level not in ("normal", "unsure")]
    return said + levels


def scales(ranker: TfIdf) -> list[tuple[float, Ranker]]:
    """Return the ranker at every scale tried."""
    made = []
    for scale in SOFTMAX_SCALES:
        one = object.__new__(TfIdf)
        one.__dict__ = {**ranker.__dict__, "scale": scale}
        made.append((scale, one))
    return made
